"""What ``mingjian doctor`` calls broken, each made so: and a house where nothing is."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from mingjian.access.audit import AuditLog
from mingjian.contract.vocabulary import ModelMeasure
from mingjian.settings import Settings
from mingjian.store.database import Database
from mingjian.store.jobs import enqueue
from mingjian.store.record import CodeRecord, Grounds, RunRecord, file_sha256
from mingjian.store.vault import Vault
from mingjian.store.workspace import Workspace
from mingjian.web.checkup import Finding, Verdict, examine
from mingjian.web.desk import Desk
from mingjian.web.queries.model_watch import ModelWatch
from tests.web import world


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which nothing is broken."""
    folder = tmp_path_factory.mktemp("sound")
    world.publish(folder)
    recorded(Workspace(folder))
    record(folder)
    return folder


def record(home: Path) -> None:
    database = Database.in_folder(home)
    AuditLog(database).record(actor="desk", action="view", object_type="customer", object_id="C-1")
    database.close()


def recorded(home: Workspace) -> None:
    """The record that a run writes of itself; the pages' own world has none of this."""
    current = home.current
    assert current is not None
    now = datetime.now(UTC)
    grounds = Grounds(
        inputs={}, settings={}, code=CodeRecord(mingjian="", sources_sha256="", libraries={}), models={}, as_of=now,
        previous=None,
    )  # fmt: skip
    RunRecord(
        run=current.name, identity=grounds.identity, as_of=now, snapshot_at=now, intake_version="", started_at=now,
        finished_at=now, stages=(), outputs={}, workings={}, intake={}, grounds=grounds,
        serving_sha256=file_sha256(current.serving), rows_sha256=file_sha256(current.rows),
    ).write(current.path)  # fmt: skip


@pytest.fixture
def home(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "desk", symlinks=True))


def examined(home: Path) -> tuple[Finding, ...]:
    desk = Desk(home, Settings())
    try:
        return examine(desk, Settings())
    finally:
        desk.close()


def broken(home: Path) -> set[str]:
    return {one.title for one in examined(home) if one.verdict is Verdict.BAD}


def test_nothing_is_broken_in_a_sound_house(home: Path) -> None:
    assert [one for one in examined(home) if one.verdict is Verdict.BAD] == []


def half_gone(home: Path) -> None:
    changed(home, "DROP TABLE audit_head")


def unguarded(home: Path) -> None:
    changed(home, sqlite=("DROP TRIGGER opinions_guard",), postgresql=("DROP TRIGGER opinions_guard ON opinions",))


def left_waiting(home: Path) -> None:
    database = Database.in_folder(home)
    with database.begin() as connection:
        enqueue(connection, "assess", {}, due_at=datetime.now(UTC) - timedelta(minutes=11))
    database.close()


def another_run(home: Path) -> None:
    current = Workspace(home).current
    assert current is not None
    with current.serving.open("r+b") as file:
        file.seek(-1, 2)
        last = file.read(1)
        file.seek(-1, 2)
        file.write(bytes([last[0] ^ 1]))


def rewritten(home: Path) -> None:
    record(home)
    changed(
        home,
        "UPDATE audit_entries SET actor = 'nobody'",
        sqlite=("DROP TRIGGER audit_entries_no_update",),
        postgresql=("DROP TRIGGER audit_entries_no_change ON audit_entries",),
    )


def unsaid(home: Path) -> None:
    changed(
        home,
        "INSERT INTO matters VALUES ('M-2026-000001', 'C-1', 'ordinary', '', '2026-11-02', '2026-11-02', 'li.na')",
        "INSERT INTO arrivals VALUES ('K-1', 'M-2026-000001', 'mail', '', '2026-11-02', NULL, '', 'new', '')",
    )


def spoilt(home: Path) -> None:
    vault = Vault.open(home)
    for digest in vault.digests():
        path = vault._path(digest)
        path.chmod(0o600)
        path.write_bytes(path.read_bytes()[:-1] + b"?")


def changed(home: Path, *statements: str, sqlite: tuple[str, ...] = (), postgresql: tuple[str, ...] = ()) -> None:
    database = Database.in_folder(home)
    first = sqlite if database.dialect == "sqlite" else postgresql
    with database.begin() as connection:
        for statement in (*first, *statements):
            connection.execute(text(statement))
    database.close()


BROKEN: tuple[tuple[str, Callable[[Path], None]], ...] = (
    ("Database", half_gone),
    ("Guards of the database", unguarded),
    ("Queue of jobs", left_waiting),
    ("Current run", another_run),
    ("Audit log", rewritten),
    ("Casework and the audit log", unsaid),
    ("Sealed files", spoilt),
)


@pytest.mark.parametrize(("title", "break_it"), BROKEN, ids=[title for title, _ in BROKEN])
def test_what_is_broken_is_said(home: Path, title: str, break_it: Callable[[Path], None]) -> None:
    break_it(home)
    assert title in broken(home)


@pytest.mark.parametrize("measured", [True, False])
def test_what_was_not_measured_is_not_said_to_be_as_expected(
    home: Path, monkeypatch: pytest.MonkeyPatch, *, measured: bool
) -> None:
    drift = {"measure": str(ModelMeasure.STABILITY), "unseen": True, "alert": False, "value": 0.01}
    monkeypatch.setattr("mingjian.web.checkup.watch_of", lambda _run: ModelWatch([drift] if measured else []))
    told = " ".join(str(one.said) for one in examined(home))
    assert ("nothing is beyond what is expected" in told) == measured
    assert ("was not measured, since there is no run of 30 days ago" in told) != measured
