"""When the disk will be full: by what runs, deliveries and sealed files added lately."""

import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mingjian.store.disk import DiskForecast, forecast
from mingjian.store.workspace import Workspace

NOW = datetime(2026, 11, 26, tzinfo=UTC)


def write(path: Path, size: int, *, days_ago: float) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bytes(size))
    at = (NOW - timedelta(days=days_ago)).timestamp()
    for each in (path, path.parent):
        os.utime(each, (at, at))


def a_run(home: Workspace, size: int, *, days_ago: float) -> None:
    with home.writing(), home.draft() as draft:
        (draft.path / "complaints.parquet").write_bytes(bytes(size))
        draft.record.write_text("{}", encoding="utf-8")
        name = draft.name
    at = (NOW - timedelta(days=days_ago)).timestamp()
    for each in (*home.run(name).path.rglob("*"), home.run(name).path):
        os.utime(each, (at, at))


def test_the_day_on_which_it_is_full_follows_from_what_was_added_lately(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Workspace(tmp_path)
    a_run(home, 5_000, days_ago=200)
    a_run(home, 1_000, days_ago=10)
    assert forecast(home, now=NOW).full_in is None, "one run of late tells nothing"
    a_run(home, 1_000, days_ago=1)
    write(home.intake / "ab" / "complaints.parquet", 500, days_ago=5)
    write(home.vault / "ab" / "file", 1_496, days_ago=5)
    write(home.vault / "cd" / "file", 9_000, days_ago=300)
    room = shutil.disk_usage(tmp_path)._replace(free=40_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: room)
    found = forecast(home, now=NOW)
    assert (found.runs, found.deliveries, found.vault) == (7_006, 500, 10_496)
    assert found.a_day == pytest.approx(400), "4,000 bytes in ten days"
    assert found.full_in == timedelta(days=100)


def test_what_does_not_grow_is_never_full() -> None:
    assert DiskForecast(free=9, runs=0, vault=0, deliveries=0, a_day=0.0).full_in is None
