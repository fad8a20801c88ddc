from pathlib import Path

import pytest

from mingjian.network.judgements import Decisions
from mingjian.network.linking import link
from mingjian.network.settings import NetworkSettings
from mingjian.network.tables import NetworkTables
from mingjian.store.engine import Engine
from tests.network.conftest import SPARK
from tests.network.lakes import Delivery, lake_of, phone_of, ran, rows
from tests.network.test_pools import handed_on


def test_both_engines_find_the_same_stars(either_engine: Engine, tmp_path: Path) -> None:
    """Names that end in f or v, spellings of one address, waybills in a row: what engines read differently."""
    delivery = Delivery(customers=200, complainers=120).gang(range(8), "a")
    for number in range(8):
        delivery.tables["complaints"][number].update(
            device_id=" dev-f ",
            contact_email="Agentv@Mail.cn",
            tracking_number=f"YT{888_000_000_000 + number}",
            sender_address="重庆市渝中区大坪正街20號3-2" if number % 2 else "重庆渝中大坪正街 20号3—2室",
        )
    handed_on(delivery.template(range(20, 27), "T-pool"), range(20, 27))

    linked = link(
        NetworkTables.of(lake_of(either_engine, tmp_path, delivery.tables)),
        Decisions(),
        NetworkSettings(),
        either_engine,
    )

    stars = {row["star"] for row in linked.stars.to_pyarrow().to_pylist()}
    entities = {entity for star in stars for entity in star.split("|")}
    assert {entity.split(":")[0] for entity in entities} == {
        "address",
        "device",
        "email",
        "letter_template",
        "person",
        "phone",
        "waybill",
    }
    assert {"device:dev-f", "email:agentv@mail.cn", f"phone:{phone_of('a')}", "letter_template:T-a"} <= entities
    households = {row["household"] for row in linked.stars.to_pyarrow().to_pylist()}
    assert households == {f"customer:C{number}" for number in (*range(8), *range(20, 27))}


@pytest.mark.parametrize("other", [pytest.param("spark_engine", marks=SPARK)])
def test_both_engines_find_the_same_gangs_in_the_same_inputs(
    other: str, duckdb_engine: Engine, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    delivery = Delivery(customers=120, complainers=80).gang(range(10), "a").gang(range(20, 30), "b")
    delivery.add("solicitations", {"solicitation_id": "S1", "phone": phone_of("a"), "author_id": "u1"})
    delivery.tables["customers"][0].update(phone=phone_of("a"))

    here = ran(duckdb_engine, tmp_path / "here", delivery)
    there = ran(request.getfixturevalue(other), tmp_path / "there", delivery)

    for table in ("gangs", "gang_members", "membership_paths", "links", "gang_registry"):
        assert rows(here, table)
        assert rows(there, table) == rows(here, table), table
    # In no order that anybody asks for.
    for table in ("sharings", "group_holders"):
        assert rows(here, table)
        assert sorted(map(str, rows(there, table))) == sorted(map(str, rows(here, table))), table
