from hashlib import md5
from pathlib import Path
from typing import Any

import pytest

from mingjian.network import IndexRow, NetworkSettings, Shared, Standing, gang_links, links_of
from mingjian.network.evidence import Entity
from mingjian.store.engine import Engine
from mingjian.store.lake import Lake
from tests.network.lakes import AS_OF, Delivery, phone_of, ran, rows


def _look_up(lake_rows: list[dict], entities: list[Entity]) -> list[IndexRow]:  # type: ignore[type-arg]
    by_entity = {Entity(row["entity_type"], row["entity_id"]): row for row in lake_rows}
    return [
        IndexRow(entity, row["households"], row["weight"], row["gang_id"], row["gang_households"] or 0)
        for entity in entities
        if (row := by_entity.get(entity))
    ]


def test_a_new_complaint_is_linked_by_look_ups_alone(one_gang: Lake) -> None:
    index = rows(one_gang, "entity_index")

    (link,) = gang_links(_look_up(index, [Entity("phone", phone_of("a")), Entity("letter_template", "T-a")]))
    assert link.belongs
    assert link.strength == pytest.approx(1 - (1 - 12 / 13) ** 2)


def _shared(entity_type: str, *voices: str, population: int = 1000) -> Shared:
    return Shared(Entity(entity_type, "x"), len(voices), population, frozenset(voices))


def test_two_independent_things_of_the_same_others_start_something() -> None:
    def standing(*shared: Shared) -> Standing:
        return links_of((), shared, NetworkSettings()).standing

    telephone, device = _shared("phone", "a", "b"), _shared("device", "a", "b")
    assert standing() is Standing.NOTHING_KNOWN
    assert standing(telephone) is Standing.SHARES
    assert standing(telephone, device) is Standing.STARTS_SOMETHING
    weighed = (_shared("phone", "a", "b", "c"), _shared("device", "a", "b", "c"))
    assert standing(*weighed) is Standing.SHARES, "the run has weighed it, and found a helper"
    assert standing(telephone, _shared("email", "a", "b")) is Standing.SHARES, "one helper brings both"
    assert standing(device, _shared("letter_template", "a", "b")) is Standing.SHARES, "a dormitory copies a form"
    assert standing(telephone, _shared("device", "b", "c")) is Standing.SHARES, "of two people there are many"
    assert standing(telephone, _shared("device", "a", "b", population=50)) is Standing.SHARES, "chance brings it"


def test_a_letter_alone_links_and_does_not_join(one_gang: Lake) -> None:
    index = rows(one_gang, "entity_index")

    (link,) = gang_links(_look_up(index, [Entity("letter_template", "T-a")]))
    assert not link.belongs


def test_who_is_held_by_one_thing_alone_holds_nobody_else_online_either(engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery().gang(range(6), "a").complaints((40, 41), contact_phone=phone_of("a"))
    delivery.complaints(range(50, 59), contact_phone=phone_of("a"), sender_name="天平律师事务所")

    lake = ran(engine, tmp_path, delivery)

    assert {"C40", "C41"} < {row["entity_id"] for row in rows(lake, "gang_members")}
    (link,) = gang_links(_look_up(rows(lake, "entity_index"), [Entity("phone", phone_of("a"))]))
    assert link.strength == pytest.approx(6 / (6 + 2 + 1))


def test_an_honest_complaint_is_linked_to_nothing(one_gang: Lake) -> None:
    index = rows(one_gang, "entity_index")

    assert gang_links(_look_up(index, [Entity("phone", "13800000200"), Entity("ip", "10.1.0.1")])) == ()


def test_a_firm_is_found_by_each_of_its_names_and_by_what_pages_call_it(engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery(customers=5, complainers=5)
    for number, name in enumerate(("渝信（重庆）法务咨询有限公司", "重庆市渝信法务咨询")):
        told = {"testimony_id": f"Y{number}", "customer_id": f"C{number}", "reported_at": AS_OF, "agency_name": name}
        delivery.add("testimonies", told)

    index = rows(ran(engine, tmp_path, delivery), "entity_index")

    found = [row for row in index if row["entity_type"] == "organisation"]
    assert {row["entity_id"] for row in found} == {"重庆渝信法务咨询"}
    assert {row["key"] for row in found} == {"渝信重庆法务咨询有限公司", "重庆市渝信法务咨询", "重庆渝信法务咨询"}
    assert [row["households"] for row in found] == [2, 2, 2]


def test_shared_things_are_numbered_once_from_what_most_have(engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery().gang(range(6), "a").gang(range(10, 20), "b")
    # Two spellings of one address, and a telephone that one home alone has.
    delivery.complaints((30,), sender_address="四川省成都市武侯区一环路5号", contact_phone="13900000001")
    delivery.complaints((31,), sender_address="成都市武侯区一环路5号")
    index = rows(ran(engine, tmp_path, delivery), "entity_index")

    numbered = sorted((row for row in index if row["number"] is not None), key=lambda row: row["number"])
    assert [row["number"] for row in numbered] == list(range(1, len(numbered) + 1))
    things = [(row["entity_type"], row["entity_id"]) for row in numbered]
    shared = {(row["entity_type"], row["entity_id"]) for row in index if row["households"] > 1}
    assert len(set(things)) == len(things)
    assert set(things) == shared
    households = [row["households"] for row in numbered]
    assert households == sorted(households, reverse=True)

    def tie(row: dict[str, Any]) -> tuple[int, str]:
        return -row["households"], md5((row["entity_type"] + row["entity_id"]).encode()).hexdigest()

    assert numbered == sorted(numbered, key=tie), "the same on every engine, and no order of what is masked"
