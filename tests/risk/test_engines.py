"""The set-at-a-time features give the same on both engines."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mingjian.risk.features import Subject, evidence_of, features, features_of, known_tables
from mingjian.risk.merits import borne_out_claims, claim_merits
from mingjian.store.engine import Engine
from tests.risk.lakes import AS_OF, Row, lake_of
from tests.risk.story import story

pytestmark = [
    pytest.mark.spark,
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),  # PySpark leaves these to the collector
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def spark_engine() -> Iterator[Engine]:
    from mingjian.store.spark import SparkEngine

    engine = SparkEngine(master="local[2]", memory="1g")
    yield engine
    engine.close()


def wide(engine: Engine, folder: Path, subject: Subject) -> dict[str, Row]:
    lake = lake_of(engine, folder, **story())
    subjects = lake.table("complaints" if subject is Subject.COMPLAINT else "customers")
    table = features(subject, subjects, known_tables(lake, AS_OF)).to_pyarrow()
    return {row[subject.key]: row for row in table.to_pylist()}


@pytest.mark.parametrize("subject", list(Subject))
def test_features_are_equal_on_duckdb_and_spark(
    duckdb_engine: Engine, spark_engine: Engine, tmp_path: Path, subject: Subject
) -> None:
    here = wide(duckdb_engine, tmp_path / "duckdb", subject)
    there = wide(spark_engine, tmp_path / "spark", subject)
    assert here.keys() == there.keys()
    for key, row in here.items():
        for feature in features_of(subject):
            assert there[key][feature.name] == pytest.approx(row[feature.name]), (key, feature.name)
        for column in evidence_of(subject):
            assert there[key][column] == row[column], (key, column)


def test_borne_out_claims_are_equal_on_duckdb_and_spark(
    duckdb_engine: Engine, spark_engine: Engine, tmp_path: Path
) -> None:
    found = []
    for engine in (duckdb_engine, spark_engine):
        lake = lake_of(engine, tmp_path / engine.name, **story())
        packed = borne_out_claims(lake.table("claim_grounds"), by="complaint_id").to_pyarrow().to_pylist()
        found.append({row["complaint_id"]: list(claim_merits(row["borne_out"])) for row in packed})
    assert found[0] == found[1]
    assert set(found[0]) == {"K1", "K6"}
