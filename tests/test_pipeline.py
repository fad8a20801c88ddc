import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from mingjian import pipeline
from mingjian.cli.summary import run_lines, run_summary
from mingjian.contract import OUTPUTS, TABLES, WORKINGS, Language
from mingjian.errors import MemoryLimitError
from mingjian.letters.settings import LettersSettings
from mingjian.settings import Settings
from mingjian.store.record import RunRecord
from mingjian.store.serving import Serving
from mingjian.store.workspace import RunFolder, Workspace
from tests.lender import SNAPSHOT, write_delivery

SETTINGS = Settings(workers=1, memory_limit="500MB")


def _run(
    out: Path,
    delivery: Path,
    *,
    settings: Settings = SETTINGS,
    as_of: datetime | None = None,
    previous: RunFolder | None = None,
) -> RunFolder:
    workspace = Workspace(out)
    with workspace.writing(keep_unfinished=True):
        _summary, delivered = pipeline.deliver(workspace, delivery, settings=settings)
        return pipeline.run(workspace, delivered, settings=settings, as_of=as_of, previous=previous)


@pytest.fixture(scope="module")
def delivery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_delivery(tmp_path_factory.mktemp("lender") / "delivery")


@pytest.fixture(scope="module")
def finished(delivery: Path, tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    return _run(tmp_path_factory.mktemp("desk"), delivery)


@pytest.fixture(scope="module")
def again(delivery: Path, tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """The same once more, elsewhere."""
    return _run(tmp_path_factory.mktemp("another_desk"), delivery)


def test_every_output_is_written_with_its_columns_even_without_rows(finished: RunFolder) -> None:
    for table in OUTPUTS:
        written = pq.read_schema(finished.workspace / f"{table.name}.parquet")
        assert written.names[: len(table.columns)] == list(table.columns)
        assert [written.field(name).type for name in table.columns] == table.arrow_schema.types


def test_every_complaint_and_customer_is_assessed(finished: RunFolder) -> None:
    with Serving.open(finished.path) as serving:
        (counts,) = serving.query(
            "SELECT (SELECT count(*) FROM complaints) AS complaints, "
            "(SELECT count(*) FROM complaint_assessments) AS assessed, "
            "(SELECT count(*) FROM customers) AS customers, "
            "(SELECT count(*) FROM customer_assessments) AS judged"
        )
    assert counts["assessed"] == counts["complaints"] == 20
    assert counts["judged"] == counts["customers"] == 40


def test_every_table_between_stages_is_served(finished: RunFolder) -> None:
    with Serving.open(finished.path) as serving:
        for table in WORKINGS:
            assert set(table.columns) <= set(serving.schema(table.name).names)


def test_the_record_holds_what_went_in_and_the_hash_of_what_came_out(finished: RunFolder, delivery: Path) -> None:
    record = finished.read_record()
    assert record.as_of == record.snapshot_at == SNAPSHOT
    assert record.grounds.inputs["complaints"].rows == pq.read_metadata(delivery / "complaints.parquet").num_rows
    assert [stage.stage for stage in record.stages] == [
        "cut",
        *(stage.name for stage in pipeline.STAGES),
        "seal",
        "serving",
    ]
    assert set(record.outputs) == {table.name for table in OUTPUTS}
    assert record.grounds.settings["risk"]
    assert "duckdb" in record.grounds.code.libraries
    assert_whole(finished.workspace)


def test_runs_over_the_same_are_known_as_the_same(finished: RunFolder, again: RunFolder) -> None:
    one, other = finished.read_record(), again.read_record()
    assert one.identity == other.identity
    assert one.intake_version == other.intake_version
    rows = [{name: table.rows for name, table in record.outputs.items()} for record in (one, other)]
    assert rows[0] == rows[1]


def test_a_run_that_does_not_fit_says_what_to_set_and_leaves_the_last_one(delivery: Path, finished: RunFolder) -> None:
    workspace = Workspace(finished.workspace)
    little = SETTINGS.model_copy(update={"memory_limit": "1MB"})
    with workspace.writing():
        _summary, delivered = pipeline.deliver(workspace, delivery, settings=SETTINGS)
        with pytest.raises(MemoryLimitError, match="MINGJIAN_MEMORY_LIMIT"):
            pipeline.run(workspace, delivered, settings=little)
    assert workspace.current == finished
    assert_whole(finished.workspace)


def test_as_of_hides_what_came_later_and_previous_is_recorded(delivery: Path, again: RunFolder) -> None:
    as_of = datetime.fromisoformat("2026-07-20T00:00:00+08:00")
    second = _run(again.workspace, delivery, as_of=as_of, previous=again)
    record = second.read_record()
    assert record.grounds.previous is not None
    assert record.grounds.previous.run == again.name
    assert record.identity != again.read_record().identity
    with Serving.open(second.path) as serving:
        late = serving.query("SELECT count(*) AS n FROM complaints WHERE received_at > ?", [as_of])
        seen = serving.query("SELECT count(*) AS n FROM complaint_assessments")
    assert late == [{"n": 0}]
    assert 0 < seen[0]["n"] < 20
    assert record.outputs["complaint_assessments"].rows == seen[0]["n"]
    delivered = record.grounds.inputs["complaints"].rows
    assert record.rows_later["complaints"] == delivered - record.intake["complaints"].rows > 0
    # Of both it is the earlier that knew nothing of the month before the later.
    runs = (second, again)
    assert pipeline.month_before(runs, as_of + timedelta(days=30)) == second
    assert pipeline.month_before(runs, as_of + timedelta(days=29)) is None
    assert run_summary(second).rows_later == {table: rows for table, rows in record.rows_later.items() if rows}
    assert again.read_record().rows_later == {}


class _PulledPlugError(Exception):
    pass


def _pull_the_plug(*_anything: object) -> None:
    raise _PulledPlugError


@pytest.fixture(scope="module")
def interrupted(delivery: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk whose only run was interrupted in the network's stage."""
    out = tmp_path_factory.mktemp("interrupted")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mingjian.network.run", _pull_the_plug)
        with pytest.raises(_PulledPlugError):
            _run(out, delivery)
    return out


def _forbid_all_before_the_network(patch: pytest.MonkeyPatch) -> None:
    for room in ("letters", "materials", "agencies", "merits"):
        patch.setattr(f"mingjian.{room}.run", _pull_the_plug)


def test_an_interrupted_run_goes_on_after_its_last_stage_and_says_the_same(
    interrupted: Path, delivery: Path, again: RunFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "desk"
    shutil.copytree(interrupted, out, symlinks=True)
    (draft,) = (out / "runs").iterdir()
    (draft / "gangs.parquet").write_text("half a table")
    _forbid_all_before_the_network(monkeypatch)
    folder = _run(out, delivery)
    record = folder.read_record()
    assert any("merits" in line for line in run_lines(run_summary(folder), out, Language.EN))
    before = ["cut", "letters", "materials", "agencies", "merits"]
    assert [stage.stage for stage in record.stages if stage.taken_over] == before
    assert record.identity == again.read_record().identity
    assert {name: table.rows for name, table in record.outputs.items()} == {
        name: table.rows for name, table in again.read_record().outputs.items()
    }
    assert_whole(out)
    assert [path.name for path in (out / "runs").iterdir()] == ["0001"]
    assert not [path for path in (out / "runs").rglob("*") if path.name.startswith(".") or path.suffix == ".parts"]


@pytest.mark.parametrize("change", ["settings", "as_of", "a file", "a lost file"])
def test_an_interrupted_run_is_not_gone_on_with_over_other_grounds(
    interrupted: Path, delivery: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    out = tmp_path / "desk"
    shutil.copytree(interrupted, out, symlinks=True)
    (draft,) = (out / "runs").iterdir()
    settings, as_of = SETTINGS, None
    if change == "settings":
        settings = Settings(workers=1, memory_limit="500MB", letters=LettersSettings(smallest_family=5))
    elif change == "as_of":
        as_of = datetime.fromisoformat("2026-07-20T00:00:00+08:00")
    elif change == "a file":
        with (draft / "workings" / "letters.parquet").open("ab") as file:
            file.write(b"!")
    else:
        (draft / "claims.parquet").unlink()
    _forbid_all_before_the_network(monkeypatch)
    with pytest.raises(_PulledPlugError):  # it begins with the letters again
        _run(out, delivery, settings=settings, as_of=as_of)


def test_only_a_run_keeps_what_an_interrupted_one_left(interrupted: Path, tmp_path: Path) -> None:
    out = tmp_path / "desk"
    shutil.copytree(interrupted, out, symlinks=True)
    home = Workspace(out)
    with home.writing(keep_unfinished=True):
        pass
    assert [journal.stages[-1].stage for journal in home.unfinished] == ["merits"]
    with home.writing():  # a deletion, or retention, leaves no copy behind
        pass
    assert not home.unfinished
    assert not list((out / "runs").iterdir())


def test_the_order_of_stages_is_the_architectures() -> None:
    assert [stage.name for stage in pipeline.STAGES] == [
        "letters",
        "materials",
        "agencies",
        "merits",
        "network",
        "risk",
    ]


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_a_run_killed_at_any_moment_leaves_the_last_good_one(
    delivery: Path, finished: RunFolder, tmp_path: Path, repetitions: Callable[[int], int]
) -> None:
    out = tmp_path / "desk"
    shutil.copytree(finished.workspace, out, symlinks=True)
    program = [sys.executable, "-c", "from mingjian.cli import main; main()", "--debug"]
    command = [*program, "run", str(delivery), "--out", str(out)]
    environment = os.environ | {"MINGJIAN_WORKERS": "2", "MINGJIAN_MEMORY_LIMIT": "500MB"}
    record = finished.read_record()
    # A process of its own imports and takes the delivery first.
    lasting = (record.finished_at - record.started_at).total_seconds() * 1.5
    dice = random.Random(20261122)
    killed = 0
    for _ in range(repetitions(50)):
        with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
            time.sleep(dice.uniform(0.2, lasting))
            run.send_signal(signal.SIGKILL)
            killed += run.wait() == -signal.SIGKILL
        assert_whole(out)
    assert killed
    ended = subprocess.run(command, check=False, env=environment, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    assert_whole(out)
    assert not [path for path in (out / "runs").iterdir() if path.name.startswith(".")]


def assert_whole(out: Path) -> None:
    """The current run is there, and every table of it is what its record says."""
    current = Workspace.open(out).run()
    record = RunRecord.read(current.path)
    for folder, tables in ((out, record.outputs), (current.workings, record.workings), (current.intake, record.intake)):
        for name, table in tables.items():
            path = folder / f"{name}.parquet"
            assert hashlib.sha256(path.read_bytes()).hexdigest() == table.sha256
            assert pq.read_table(path).num_rows == table.rows
    assert hashlib.sha256(current.serving.read_bytes()).hexdigest() == record.serving_sha256
    assert hashlib.sha256(current.rows.read_bytes()).hexdigest() == record.rows_sha256
    with Serving.open(current.path) as serving:
        assert set(TABLES) <= {row["name"] for row in serving.query("SELECT table_name AS name FROM duckdb_tables()")}
