"""Telephones that are handed on from client to client are one helper's."""

from itertools import pairwise
from pathlib import Path

from mingjian.store.engine import Engine
from tests.network.lakes import Delivery, customers, gangs, ran, rows

CLIENTS = range(7)
LETTERS = range(12)


def _delivery() -> Delivery:
    """Honest people who write a dozen letters, a few each: so many could look alike by chance."""
    delivery = Delivery()
    for letter in LETTERS:
        delivery.template(range(50 + 4 * letter, 54 + 4 * letter), f"T-{letter}")
    return delivery


def handed_on(delivery: Delivery, numbers: range) -> Delivery:
    """Each client's telephone serves the next one too, in a second complaint."""
    for left, right in pairwise(numbers):
        phone = f"170{left * 70_001:08d}"
        delivery.complaints((left,), contact_phone=phone)
        again = {**delivery.tables["complaints"][right], "complaint_id": f"K{right}b", "contact_phone": phone}
        delivery.add("complaints", again)
    return delivery


def test_clients_of_telephones_that_are_handed_on_are_one_gang_by_their_letter(engine: Engine, tmp_path: Path) -> None:
    lake = ran(engine, tmp_path, handed_on(_delivery().template(CLIENTS, "T-pool"), CLIENTS))

    assert list(gangs(lake).values()) == [customers(CLIENTS)]
    telephones = {row["entity_id"] for row in rows(lake, "gang_members") if row["entity_type"] == "phone"}
    assert len(telephones) == len(CLIENTS) - 1
    assert "~" not in "".join(row["path"] for row in rows(lake, "membership_paths"))
    assert "person" not in {row["entity_type"] for row in rows(lake, "gang_members")}


def test_friends_who_hand_a_telephone_on_and_write_each_his_own_are_no_gang(engine: Engine, tmp_path: Path) -> None:
    assert gangs(ran(engine, tmp_path, handed_on(_delivery(), CLIENTS))) == {}


def test_three_friends_who_copy_one_letter_are_no_gang(engine: Engine, tmp_path: Path) -> None:
    friends = range(3)
    delivery = handed_on(_delivery().template(friends, "T-friends"), friends)

    assert gangs(ran(engine, tmp_path, delivery)) == {}


def test_one_client_of_two_agencies_does_not_make_their_telephones_one(engine: Engine, tmp_path: Path) -> None:
    first, second = range(6), range(10, 16)
    delivery = _delivery().gang(first, "a").gang(second, "b")
    other = delivery.tables["complaints"][second[0]]["contact_phone"]
    again = {**delivery.tables["complaints"][0], "complaint_id": "K0b", "contact_phone": other}

    lake = ran(engine, tmp_path, delivery.add("complaints", again))

    assert sorted(len(found) for found in gangs(lake).values()) == [6, 6]


def _hired(numbers: range, **values: object) -> list[dict[str, object]]:
    return [
        {
            "representation_id": f"R{number}",
            "complaint_id": f"K{number}",
            "representative_name": f"李{number}",
            "relationship": "other",
            "organisation_uscc": "91500101703064406F",
            **values,
        }
        for number in numbers
    ]


def test_who_is_paid_and_is_neither_lawyer_nor_kin_needs_no_second_kind(engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery().add("representations", *_hired(range(4)), *_hired(range(4, 5), fee_yuan=2980.0))

    assert list(gangs(ran(engine, tmp_path, delivery)).values()) == [customers(range(5))]


def test_who_helps_five_households_for_nothing_is_no_agency(engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery().add("representations", *_hired(range(5)))

    assert gangs(ran(engine, tmp_path, delivery)) == {}


def test_a_paid_helper_of_whom_nobody_says_what_he_is_is_no_agency(engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery().add("representations", *_hired(range(5), relationship=None, fee_yuan=2980.0))

    assert gangs(ran(engine, tmp_path, delivery)) == {}


def test_a_friend_with_an_account_and_no_fee_is_no_agency(engine: Engine, tmp_path: Path) -> None:
    helped = _hired(range(5), relationship="friend")
    owned = ({**row, "payee_account": f"622200000000000{place}"} for place, row in enumerate(helped))
    delivery = Delivery().add("representations", *owned)

    assert gangs(ran(engine, tmp_path, delivery)) == {}


def test_two_firms_of_one_account_are_one_agency(engine: Engine, tmp_path: Path) -> None:
    first, second = range(4), range(10, 14)
    account = "6228482385513275779"
    delivery = Delivery().add(
        "representations",
        *_hired(first[1:], fee_yuan=2980.0),
        *_hired(first[:1], payee_account=account),
        *_hired(second[1:], fee_yuan=2980.0, organisation_uscc="91500101275896117Y"),
        *_hired(second[:1], payee_account=account, organisation_uscc="91500101275896117Y"),
    )

    assert list(gangs(ran(engine, tmp_path, delivery)).values()) == [customers((*first, *second))]
