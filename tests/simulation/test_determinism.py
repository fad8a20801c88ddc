import hashlib
import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from mingjian.simulation import WorldSettings, simulate


def _digest(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _simulate(folder: Path, *, seed: int = 5) -> dict[str, str]:
    simulate(WorldSettings(customers=300, seed=seed), delivery=folder / "delivery", truth=folder / "truth")
    return _digest(folder)


def test_the_same_settings_give_the_same_bytes(tmp_path: Path) -> None:
    assert _simulate(tmp_path / "one") == _simulate(tmp_path / "two")


def test_the_hash_seed_of_the_interpreter_cannot_be_seen(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from mingjian.simulation import WorldSettings, simulate;"
        "folder = Path(sys.argv[1]);"
        "simulate(WorldSettings(customers=300, seed=5), delivery=folder / 'delivery', truth=folder / 'truth')"
    )
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / seed)], check=True, env={**os.environ, "PYTHONHASHSEED": seed}
        )
    assert _digest(tmp_path / "1") == _digest(tmp_path / "2")


def test_another_seed_gives_another_world(tmp_path: Path) -> None:
    one, two = _simulate(tmp_path / "one"), _simulate(tmp_path / "two", seed=6)
    assert one["delivery/complaints.parquet"] != two["delivery/complaints.parquet"]


def test_a_world_of_several_blocks_joins_them_without_a_seam(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[simulate.__module__], "BLOCK", 400)
    simulate(WorldSettings(customers=1_000), delivery=tmp_path / "delivery", truth=tmp_path / "truth")
    for name, key in (("customers", "customer_id"), ("complaints", "complaint_id"), ("contacts", "contact_id")):
        rows = pl.read_parquet(tmp_path / "delivery" / f"{name}.parquet")
        assert rows[key].is_duplicated().sum() == 0
    assert pl.read_parquet(tmp_path / "delivery" / "customers.parquet").height == 1_000
