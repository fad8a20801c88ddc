import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from mingjian import pipeline
from mingjian.contract import OUTPUTS, TABLES, WORKINGS
from mingjian.errors import MemoryLimitError
from mingjian.settings import Settings
from mingjian.store.record import RunRecord
from mingjian.store.serving import Serving
from mingjian.store.workspace import RunFolder, Workspace
from tests.lender import SNAPSHOT, write_delivery

SETTINGS = Settings(workers=1, memory_limit="500MB")


def _run(out: Path, delivery: Path, *, as_of: datetime | None = None, previous: RunFolder | None = None) -> RunFolder:
    workspace = Workspace(out)
    with workspace.writing():
        _summary, delivered = pipeline.deliver(workspace, delivery, settings=SETTINGS)
        return pipeline.run(workspace, delivered, settings=SETTINGS, as_of=as_of, previous=previous)


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
    command = [sys.executable, "-c", "from mingjian.cli import main; main()", "run", str(delivery), "--out", str(out)]
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
    subprocess.run(command, check=True, env=environment, capture_output=True)
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
    with Serving.open(current.path) as serving:
        assert set(TABLES) <= {row["name"] for row in serving.query("SELECT table_name AS name FROM duckdb_tables()")}
