"""Many small links among the writers of one letter."""

from collections.abc import Sequence
from pathlib import Path

from mingjian.store.engine import Engine
from tests.network.lakes import Delivery, customers, gangs, ran, rows

CLIENTS = range(20)


def _burners(delivery: Delivery, pairs: Sequence[tuple[int, int]]) -> Delivery:
    """A telephone for every two people."""
    for left, right in pairs:
        delivery.complaints((left, right), contact_phone=f"170{left * 70_001:08d}")
    return delivery


def _two_by_two(numbers: range) -> list[tuple[int, int]]:
    return [(number, number + 1) for number in numbers[::2]]


def test_telephones_that_serve_two_clients_each_are_one_gang_by_their_letter(engine: Engine, tmp_path: Path) -> None:
    delivery = _burners(Delivery().template(CLIENTS, "T-web"), _two_by_two(CLIENTS))

    lake = ran(engine, tmp_path, delivery)

    assert list(gangs(lake).values()) == [customers(CLIENTS)]
    telephones = {row["entity_id"] for row in rows(lake, "gang_members") if row["entity_type"] == "phone"}
    assert len(telephones) == len(CLIENTS) / 2


def test_who_wrote_the_same_letter_and_shares_nothing_else_does_not_belong(engine: Engine, tmp_path: Path) -> None:
    delivery = _burners(Delivery().template(CLIENTS, "T-web"), _two_by_two(range(14)))

    lake = ran(engine, tmp_path, delivery)

    assert list(gangs(lake).values()) == [customers(range(14))]


def test_pairs_of_friends_on_all_letters_are_no_web(engine: Engine, tmp_path: Path) -> None:
    delivery = _burners(Delivery().template(CLIENTS, "T-form"), [(number, 299 - number) for number in CLIENTS])

    assert gangs(ran(engine, tmp_path, delivery)) == {}


def test_a_few_families_on_a_news_days_form_are_no_web(engine: Engine, tmp_path: Path) -> None:
    delivery = _burners(Delivery().template(range(150), "T-news"), _two_by_two(CLIENTS))

    assert gangs(ran(engine, tmp_path, delivery)) == {}
