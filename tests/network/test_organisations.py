"""An organisation is one thing under all of its names, unless codes tell two apart."""

from pathlib import Path

from mingjian.network.attributes import advert_attributes, attributes
from mingjian.network.doors import with_doors
from mingjian.network.evidence import Entity
from mingjian.network.judgements import Decisions
from mingjian.network.organisations import organisations
from mingjian.network.tables import NetworkTables
from mingjian.store.engine import Engine
from tests.network.lakes import FIRST_DAY, Delivery, lake_of

NOTHING_JUDGED = Decisions()
CODES = ("91500101703064406F", "91500101275896117Y")


def _things(
    engine: Engine, folder: Path, delivery: Delivery, decisions: Decisions = NOTHING_JUDGED, kind: str = "organisation"
) -> set[str]:
    """The organisations that are reported, that act and that advertise, or the people who act."""
    for table in ("testimonies", "representations", "solicitations", "contact_mentions", "customer_changes"):
        delivery.add(table)
    for table in ("app_events", "organisations", "materials", "document_marks", "document_fields", "requirements"):
        delivery.add(table)
    tables = with_doors(NetworkTables.of(lake_of(engine, folder, delivery.tables)), engine)
    firms = organisations(tables, decisions, engine)
    brought = attributes(tables, firms, waybill_gap=10)
    adverts = advert_attributes(tables.solicitations, tables.contact_mentions, firms)
    rows = brought.union(adverts.select(*brought.columns))
    found = rows.filter(rows.entity_type == kind).select("entity_id").distinct()
    return set(found.to_pyarrow()["entity_id"].to_pylist())


def _reported(name: str, number: int) -> dict[str, object]:
    return {"testimony_id": f"Y{number}", "customer_id": f"C{number}", "reported_at": FIRST_DAY, "agency_name": name}


def _acting(name: str, code: str | None, number: int) -> dict[str, object]:
    acts = {"representation_id": f"R{number}", "complaint_id": f"K{number}"}
    return {**acts, "organisation_name": name, "organisation_uscc": code}


def test_a_firm_that_is_reported_acts_and_advertises_under_three_names_is_one(engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery(customers=5, complainers=5).add("testimonies", _reported("渝信（重庆）法务咨询有限公司", 1))
    delivery.add("representations", _acting("重庆市渝信法务咨询有限责任公司", None, 2))
    advert = {"solicitation_id": "S1", "published_at": FIRST_DAY, "organisation_name": "重庆渝信法务咨询"}
    delivery.add("solicitations", advert)
    assert _things(engine, tmp_path / "lake", delivery) == {"重庆渝信法务咨询"}


def test_firms_whose_codes_differ_stay_two_where_only_their_names_are_reported(engine: Engine, tmp_path: Path) -> None:
    names = ("渝信（重庆）法务咨询有限公司", "重庆渝信法务咨询有限公司")
    delivery = Delivery(customers=5, complainers=5)
    delivery.add("testimonies", *(_reported(name, number) for number, name in enumerate(names)))
    register = [{"organisation_id": code, "name": name, "uscc": code} for name, code in zip(names, CODES, strict=True)]
    delivery.add("organisations", *register)
    assert len(_things(engine, tmp_path / "lake", delivery)) == 2


def test_names_that_a_person_found_to_be_different_firms_stay_two(engine: Engine, tmp_path: Path) -> None:
    names = ("渝信（重庆）法务咨询有限公司", "重庆市渝信法务咨询")
    delivery = Delivery(customers=5, complainers=5)
    delivery.add("testimonies", *(_reported(name, number) for number, name in enumerate(names)))
    first, second = (Entity("organisation", name) for name in names)
    apart = Decisions(different=((first, second),))
    assert _things(engine, tmp_path / "lake", delivery, apart) == {"渝信重庆法务咨询有限公司", "重庆市渝信法务咨询"}


def test_what_is_written_where_no_name_is_known_is_no_firm_unless_the_register_has_it(
    engine: Engine, tmp_path: Path
) -> None:
    names = ("不知道", "不清楚", "没有", "法务公司", "重庆法律咨询", "渝信法务")
    delivery = Delivery(customers=9, complainers=9)
    delivery.add("testimonies", *(_reported(name, number) for number, name in enumerate(names)))
    delivery.add("organisations", {"organisation_id": "O1", "name": "重庆法律咨询"})
    assert _things(engine, tmp_path / "lake", delivery) == {"重庆法律咨询", "渝信法务"}


def test_a_role_in_place_of_a_name_is_no_person(duckdb_engine: Engine, tmp_path: Path) -> None:
    names = ("老师", "王老师", "客服01", "王*", "王明", "王明律师")
    delivery = Delivery(customers=9, complainers=9)
    acts = [
        {"representation_id": f"R{n}", "complaint_id": f"K{n}", "representative_name": name}
        for n, name in enumerate(names)
    ]
    delivery.add("representations", *acts)
    assert _things(duckdb_engine, tmp_path / "lake", delivery, kind="person") == {"王明", "王明律师"}
