"""The set-at-a-time features give the same on both engines."""

import pytest

from mingjian.risk.features import GROUPS, FeatureGroup, KnownTables, Subject
from mingjian.risk.merits import borne_out_claims, claim_merits
from mingjian.store.engine import Engine
from mingjian.store.lake import Lake
from tests.risk.lakes import AS_OF, Row, days_before, lake_of
from tests.risk.story import story

pytestmark = [
    pytest.mark.spark,
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),  # PySpark leaves these to the collector
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def busy() -> dict[str, list[Row]]:
    """The story, with something for every group to count."""
    tables = story()
    tables["complaints"].append(
        {"complaint_id": "K7", "customer_id": "C6", "received_at": days_before(6), "channel": "pboc_12363"}
    )
    # By the client herself, a few days after the complaint that her agency sent in.
    tables["complaints"].append(
        {"complaint_id": "K8", "customer_id": "C3", "received_at": days_before(50), "channel": "hotline"}
    )
    tables["app_events"].append(
        {"event_id": "E3", "customer_id": "C6", "occurred_at": days_before(11), "action": "view_contract"}
    )
    tables["charges"] = [
        {
            "charge_id": f"F{number}",
            "loan_id": "L6",
            "charged_on": days_before(3),
            "kind": "service_fee",
            "amount_yuan": 88.0,
            "in_contract": False,
        }
        for number in (1, 2)
    ]
    return tables


@pytest.fixture(scope="module")
def lakes(duckdb_engine: Engine, spark_engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> tuple[Lake, Lake]:
    here, there = (tmp_path_factory.mktemp(engine.name) for engine in (duckdb_engine, spark_engine))
    return lake_of(duckdb_engine, here, **busy()), lake_of(spark_engine, there, **busy())


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: f"{group.subject}-{group.features[0].name}")
def test_features_are_equal_on_duckdb_and_spark(group: FeatureGroup, lakes: tuple[Lake, Lake]) -> None:
    here, there = (_described(group, lake) for lake in lakes)
    assert here
    assert here.keys() == there.keys()
    for key, row in here.items():
        for feature in group.features:
            assert there[key][feature.name] == pytest.approx(row[feature.name]), (key, feature.name)
        for column in group.evidence:
            assert there[key][column] == row[column], (key, column)


def _described(group: FeatureGroup, lake: Lake) -> dict[str, Row]:
    subjects = lake.table("complaints" if group.subject is Subject.COMPLAINT else "customers")
    tables = KnownTables(lake, AS_OF, frozenset(busy()))
    return {row[group.subject.key]: row for row in group.build(subjects, tables).to_pyarrow().to_pylist()}


def test_borne_out_claims_are_equal_on_duckdb_and_spark(lakes: tuple[Lake, Lake]) -> None:
    found = []
    for lake in lakes:
        packed = borne_out_claims(lake.table("claim_grounds"), by="complaint_id").to_pyarrow().to_pylist()
        found.append({row["complaint_id"]: list(claim_merits(row["borne_out"])) for row in packed})
    assert found[0] == found[1]
    assert set(found[0]) == {"K1", "K6"}
