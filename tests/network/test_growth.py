"""Once a gang stands, less tells what else it has: a second telephone, and who is held by that and by the letter."""

from collections.abc import Sequence
from pathlib import Path

from mingjian.store.engine import Engine
from tests.network.lakes import Delivery, customers, gangs, phone_of, ran


def _again(delivery: Delivery, numbers: Sequence[int], phone: str) -> None:
    """These customers complain once more, with another telephone and no letter."""
    for number in numbers:
        first = delivery.tables["complaints"][number]
        delivery.add("complaints", {**first, "complaint_id": f"K{number}-again", "contact_phone": phone})
        delivery.add("letters", {"complaint_id": f"K{number}-again", "template_id": None})


def test_a_second_telephone_of_a_gangs_people_brings_those_who_also_write_its_letter(
    engine: Engine, tmp_path: Path
) -> None:
    delivery = Delivery().gang(range(10), "a").template(range(10, 14), "T-a")
    _again(delivery, range(3), phone_of("second"))
    _again(delivery, range(10, 12), phone_of("second"))

    assert list(gangs(ran(engine, tmp_path, delivery)).values()) == [customers(range(12))]


def test_a_friends_telephone_brings_nobody(engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery().gang(range(10), "a")
    _again(delivery, (0, 100), phone_of("friend"))

    assert list(gangs(ran(engine, tmp_path, delivery)).values()) == [customers(range(10))]


def test_an_agency_with_two_telephones_and_clients_of_both_is_one(engine: Engine, tmp_path: Path) -> None:
    among_many = Delivery(customers=1000, complainers=1000)
    delivery = among_many.gang(range(10), "a").gang(range(10, 20), "b").template(range(20), "T-one")
    _again(delivery, range(6, 10), phone_of("b"))

    assert list(gangs(ran(engine, tmp_path, delivery)).values()) == [customers(range(20))]


def test_a_thing_that_an_advert_alone_names_brings_nobody(engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery().gang(range(10), "a")
    delivery.add(
        "solicitations",
        {"solicitation_id": "S1", "phone": phone_of("a"), "wechat_id": "nobody_has_it", "author_id": "u1"},
    )

    assert list(gangs(ran(engine, tmp_path, delivery)).values()) == [customers(range(10))]
