from pathlib import Path

import pyarrow.parquet as parquet
import pytest

from mingjian.reading.cache import ReadingCache
from mingjian.reading.decoders import extractor, pdf
from mingjian.reading.files import to_arrow
from mingjian.reading.record import Content, FileKind, Problem, Reading
from mingjian.store.engine import DuckDBEngine, Engine
from mingjian.store.vault import Vault
from tests.reading.samples import SAMPLES


class Counting(DuckDBEngine):
    """An engine that remembers which files it was asked to read."""

    def __init__(self) -> None:
        super().__init__(workers=1)
        self.asked: list[str] = []

    def map_files(self, function, paths, schema):  # type: ignore[no-untyped-def]
        self.asked += paths
        return super().map_files(function, paths, schema)


def kept(workspace: Path) -> tuple[Vault, dict[str, str]]:
    vault = Vault.open(workspace)
    return vault, {name: vault.put_bytes(data) for name, data in SAMPLES.items()}


def asked_of_a_new_run(workspace: Path, vault: Vault, digests: list[str]) -> list[str]:
    engine = Counting()
    rows = ReadingCache(workspace / "cache").read(digests, vault=vault, engine=engine).to_pyarrow()
    assert sorted(rows["sha256"].to_pylist()) == sorted(set(digests))
    engine.close()
    return engine.asked


def test_a_second_run_reads_nothing_again(tmp_path: Path) -> None:
    vault, digests = kept(tmp_path)
    everything = list(digests.values())
    assert sorted(asked_of_a_new_run(tmp_path, vault, everything)) == sorted(everything)
    assert asked_of_a_new_run(tmp_path, vault, everything) == []


def test_readings_that_were_cut_off_are_read_again(tmp_path: Path) -> None:
    vault, digests = kept(tmp_path)
    asked_of_a_new_run(tmp_path, vault, [digests["png"]])
    (readings,) = (tmp_path / "cache").glob("*.parquet")
    readings.write_bytes(readings.read_bytes()[:-4])
    assert asked_of_a_new_run(tmp_path, vault, [digests["png"]]) == [digests["png"]]
    assert asked_of_a_new_run(tmp_path, vault, [digests["png"]]) == []


def test_only_what_is_new_is_read(tmp_path: Path) -> None:
    vault, digests = kept(tmp_path)
    asked_of_a_new_run(tmp_path, vault, [digests["png"], digests["pdf"]])
    assert asked_of_a_new_run(tmp_path, vault, [digests["png"], digests["jpeg"]]) == [digests["jpeg"]]


def test_a_new_version_of_a_reader_reads_again_only_what_it_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault, digests = kept(tmp_path)
    everything = list(digests.values())
    asked_of_a_new_run(tmp_path, vault, everything)
    monkeypatch.setattr(pdf, "VERSION", pdf.VERSION + 1)
    assert asked_of_a_new_run(tmp_path, vault, everything) == [digests["pdf"]]
    assert asked_of_a_new_run(tmp_path, vault, everything) == []


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    vault, digests = kept(tmp_path)
    assert asked_of_a_new_run(tmp_path, vault, [digests["png"]] * 3) == [digests["png"]]


def test_nothing_asked_reads_nothing_and_makes_no_folder(tmp_path: Path) -> None:
    vault, _ = kept(tmp_path)
    assert asked_of_a_new_run(tmp_path, vault, []) == []
    assert not (tmp_path / "cache").exists()


def test_a_file_that_the_vault_does_not_hold_is_missing(tmp_path: Path, engine: Engine) -> None:
    vault = Vault.open(tmp_path)
    (row,) = ReadingCache(tmp_path / "cache").read(["0" * 64], vault=vault, engine=engine).to_pyarrow().to_pylist()
    assert (row["sha256"], row["problem"]) == ("0" * 64, "missing")


def test_a_file_that_was_damaged_in_the_vault_is_damaged(tmp_path: Path, engine: Engine) -> None:
    vault, digests = kept(tmp_path)
    sealed = tmp_path / "vault" / digests["png"][:2] / digests["png"]
    sealed.write_bytes(sealed.read_bytes()[:-1] + b"\0")
    cache = ReadingCache(tmp_path / "cache")
    (row,) = cache.read([digests["png"]], vault=vault, engine=engine).to_pyarrow().to_pylist()
    assert row["problem"] == "damaged"


@pytest.mark.parametrize("problem", [Problem.TOO_SLOW, Problem.TOO_MUCH_MEMORY, Problem.CRASHED])
def test_what_a_busy_machine_could_not_read_is_read_again_in_the_next_run(tmp_path: Path, problem: Problem) -> None:
    vault, digests = kept(tmp_path)
    failed = Reading(digests["png"], extractor(FileKind.IMAGE), Content(FileKind.IMAGE, problem=problem))
    (tmp_path / "cache").mkdir()
    parquet.write_table(to_arrow([failed]), tmp_path / "cache" / "earlier.parquet")
    assert asked_of_a_new_run(tmp_path, vault, [digests["png"]]) == [digests["png"]]
    assert asked_of_a_new_run(tmp_path, vault, [digests["png"]]) == []
