"""Who stands in several records: found without labels, obeyed where people judged, and one voice among gangs."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from mingjian.store.engine import Engine
from mingjian.store.lake import Lake
from tests.network.lakes import FIRST_DAY, Delivery, Row, gangs, ran, rows

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

_K_20_TO_25 = {f"K{number}" for number in range(20, 26)}
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = "伟芳娜秀敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文"


def _named() -> Delivery:
    """Customers with names, numbers and homes as people have them."""
    delivery = Delivery(customers=400, complainers=120)
    for number, customer in enumerate(delivery.tables["customers"]):
        customer["full_name"] = (
            _SURNAMES[number % 20] + _GIVEN[number * 7 % 24] + (_GIVEN[number * 5 % 23] if number % 3 else "")
        )
        customer["id_number"] = f"5001031{960 + number % 40}0{1 + number % 9}{10 + number % 18}{number:04d}"
        customer["phone"] = f"13{number * 7919 % 10**9:09d}"
    return delivery


def _unmatched(delivery: Delivery, numbers: Sequence[int], **values: str | None) -> Delivery:
    """Complaints that the lender could not match, whose envelopes say what their customers' files say."""
    for number in numbers:
        customer = delivery.tables["customers"][number]
        delivery.complaints(
            [number],
            customer_id=None,
            sender_name=customer["full_name"],
            contact_phone=customer["phone"],
            sender_address=customer["address"],
            **values,
        )
    return delivery


@pytest.fixture(scope="module")
def entities(duckdb_engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> list[Row]:
    """What one run resolved; linkage learns for seconds, so every case stands in one delivery."""
    return rows(_resolved(duckdb_engine, tmp_path_factory.mktemp("resolved")), "entities")


def _resolved(engine: Engine, folder: Path) -> Lake:
    delivery = _unmatched(_named(), range(12))
    people = delivery.tables["customers"]
    delivery.complaints([3], sender_name=people[3]["full_name"][0] + "玮玮")
    delivery.complaints([5], sender_name="周" + people[5]["full_name"][1:] + "英")
    delivery.complaints([4], contact_phone="13999999999", sender_address=None)
    for number in range(20, 26):
        spelt = people[number]["full_name"][:1] + " " + people[number]["full_name"][1:]
        delivery.complaints([number], sender_name=spelt, contact_phone=people[number]["phone"])
    delivery.add("judgements", _judged("same_entity", 4), _judged("different_entity", 6))
    return ran(engine, folder, delivery)


def _judged(kind: str, number: int) -> Row:
    return {
        "judgement_id": f"J-{kind}",
        "kind": kind,
        "left_type": "complaint",
        "left_id": f"K{number}",
        "right_type": "customer",
        "right_id": f"C{number}",
        "decided_at": FIRST_DAY,
    }


def _whose(entities: Sequence[Row], number: int) -> list[str]:
    """The customers whose a complaint's envelope is said to be."""
    return [
        row["entity_id"]
        for row in entities
        if row["record_id"] == f"K{number}"
        and row["entity_type"] == "customer"
        and json.loads(row["match_detail"])["field"] == "sender_name"
    ]


def test_an_unmatched_complaint_is_probably_the_customers_whose_name_and_number_it_bears(entities: list[Row]) -> None:
    assert {number: _whose(entities, number) for number in (0, 1, 2, 7, 8, 9, 10, 11)} == {
        number: [f"C{number}"] for number in (0, 1, 2, 7, 8, 9, 10, 11)
    }


def test_it_is_said_how_probably_and_what_each_thing_added(entities: list[Row]) -> None:
    said = next(row for row in entities if row["record_id"] == "K0" and "bits" in row["match_detail"])

    bits = json.loads(said["match_detail"])["bits"]
    assert said["match_probability"] >= 0.95
    assert min(bits["name"], bits["phone"]) > 0


def test_husband_and_wife_who_share_telephone_and_home_are_two(entities: list[Row]) -> None:
    assert _whose(entities, 3) == []
    assert _whose(entities, 5) == []


def test_what_a_person_judged_of_two_records_stands(entities: list[Row]) -> None:
    assert _whose(entities, 4) == ["C4"]
    assert _whose(entities, 6) == []


def test_who_is_misspelt_on_his_own_envelope_is_no_stranger_who_posted_it(entities: list[Row]) -> None:
    assert [row for row in entities if row["entity_type"] == "person" and row["record_id"] in _K_20_TO_25] == []


def test_one_person_in_many_records_is_one_voice_and_no_gang(duckdb_engine: Engine, tmp_path: Path) -> None:
    delivery = _named()
    own, others = delivery.tables["customers"][0], delivery.tables["customers"][50:56]
    delivery.complaints(range(6), customer_id=None, contact_phone=own["phone"], sender_address=own["address"])
    delivery.template(range(6), "T-mine")
    for number, other in enumerate(others):
        delivery.complaints([number], sender_name=other["full_name"])
    assert gangs(ran(duckdb_engine, tmp_path / "six", delivery)) != {}

    delivery.complaints(range(6), sender_name=own["full_name"])
    assert gangs(ran(duckdb_engine, tmp_path / "one", delivery)) == {}
