from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjian.contract.vocabulary import JudgementKind
from mingjian.network.evidence import Entity
from mingjian.network.judgements import Judgement, decide
from mingjian.store.engine import Engine
from mingjian.store.lake import Lake
from tests.network.lakes import AS_OF, FIRST_DAY, Delivery, Row, customers, gangs, phone_of, ran, rows
from tests.network.test_pools import handed_on


def _judgement(kind: str, left: tuple[str, str], right: tuple[str, str] | None = None) -> Row:
    return {
        "judgement_id": f"J-{kind}-{left[1]}-{right[1] if right else ''}",
        "kind": kind,
        "left_type": left[0],
        "left_id": left[1],
        "right_type": right[0] if right else None,
        "right_id": right[1] if right else None,
        "decided_at": FIRST_DAY,
    }


def test_a_hub_that_a_person_named_holds_no_gang_together(engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery().gang(range(12), "a").add("judgements", _judgement("hub", ("phone", phone_of("a"))))

    assert gangs(ran(engine, tmp_path, delivery)) == {}


def test_a_hub_joins_no_two_gangs_whoever_writes_it_down_beside_both(engine: Engine, tmp_path: Path) -> None:
    hospital = "4008001234"
    delivery = Delivery().gang(range(12), "a").gang(range(12, 24), "b")
    delivery.complaints(range(30, 36), contact_phone=hospital)
    for name in "ab":
        for place, phone in enumerate((phone_of(name), hospital)):
            advert = {"solicitation_id": f"S{name}{place}", "phone": phone, "author_id": f"u-{name}"}
            delivery.add("solicitations", advert)
    delivery.add("judgements", _judgement("hub", ("phone", hospital)))

    lake = ran(engine, tmp_path, delivery)

    assert sorted(gangs(lake).values(), key=min) == [customers(range(12)), customers(range(12, 24))]
    assert hospital not in {row["entity_id"] for row in rows(lake, "gang_members")}


def test_a_pool_reaches_no_further_than_a_hub(engine: Engine, tmp_path: Path) -> None:
    clients = range(7)
    delivery = handed_on(Delivery().template(clients, "T-pool"), clients)
    assert list(gangs(ran(engine, tmp_path / "1", delivery)).values()) == [customers(clients)]

    middle = f"170{3 * 70_001:08d}"
    delivery.add("judgements", _judgement("hub", ("phone", middle)))
    assert list(gangs(ran(engine, tmp_path / "2", delivery)).values()) == [customers(range(4))]


def test_a_suppressed_gang_is_hidden_and_comes_back_under_its_id(
    engine: Engine, tmp_path: Path, one_gang: Lake
) -> None:
    delivery = Delivery().gang(range(12), "a")
    (gang_id,) = gangs(one_gang)

    delivery.add("judgements", _judgement("suppress", ("gang", gang_id)))
    second = ran(engine, tmp_path / "2", delivery, previous=one_gang)
    assert gangs(second) == {}

    delivery.add("judgements", _judgement("restore", ("gang", gang_id)) | {"decided_at": FIRST_DAY + timedelta(days=1)})
    assert list(gangs(ran(engine, tmp_path / "3", delivery, previous=second))) == [gang_id]


def test_gangs_that_a_person_merged_are_one(engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery().gang(range(12), "a").gang(range(12, 24), "b")
    first = ran(engine, tmp_path / "1", delivery)
    left, right = sorted(gangs(first))

    delivery.add("judgements", _judgement("gang_merge", ("gang", left), ("gang", right)))
    second = ran(engine, tmp_path / "2", delivery, previous=first)

    assert list(gangs(second).values()) == [customers(range(24))]
    assert "merged" in {row["event"] for row in rows(second, "gang_events")}


def test_whom_a_person_split_off_stays_out(engine: Engine, tmp_path: Path, one_gang: Lake) -> None:
    delivery = Delivery().gang(range(12), "a")
    (gang_id,) = gangs(one_gang)

    delivery.add("judgements", _judgement("gang_split", ("gang", gang_id), ("customer", "C3")))
    second = ran(engine, tmp_path / "2", delivery, previous=one_gang)

    assert gangs(second) == {gang_id: customers(range(12)) - {"C3"}}


def _named(table: str, lake: Lake) -> set[tuple[str, str]]:
    return {(row["entity_type"], row["entity_id"]) for row in rows(lake, table)}


@pytest.fixture(scope="module")
def one_held_by_a_telephone(duckdb_engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """A gang with one more whom nothing but its telephone holds."""
    return ran(duckdb_engine, tmp_path_factory.mktemp("held"), _one_more())


def _one_more() -> Delivery:
    return Delivery().gang(range(12), "a").complaints((20,), contact_phone=phone_of("a"))


@pytest.mark.parametrize("named", [("customer", "C20"), ("complaint", "K20")])
def test_whom_one_thing_alone_holds_stays_out_as_well_by_his_own_number_or_his_complaints(
    named: tuple[str, str], engine: Engine, tmp_path: Path, one_held_by_a_telephone: Lake
) -> None:
    ((gang_id, people),) = gangs(one_held_by_a_telephone).items()
    assert "C20" in people

    delivery = _one_more().add("judgements", _judgement("gang_split", ("gang", gang_id), named))
    second = ran(engine, tmp_path, delivery, previous=one_held_by_a_telephone)

    assert gangs(second) == {gang_id: customers(range(12))}
    assert ("complaint", "K20") not in _named("gang_members", second)
    assert {(row["entity_id"], row["gang_id"]) for row in rows(second, "sent_away")} >= {("C20", gang_id)}


def test_a_telephone_of_a_batch_that_is_not_of_the_gang_holds_nobody(engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery().template(range(12), "T-batch")
    for number in range(12):
        delivery.complaints((number,), contact_phone=f"176362144{number:02d}")
    first = ran(engine, tmp_path / "1", delivery)
    (gang_id,) = gangs(first)

    delivery.add("judgements", _judgement("gang_split", ("gang", gang_id), ("phone", "17636214404")))
    second = ran(engine, tmp_path / "2", delivery, previous=first)

    assert ("phone", "17636214404") not in _named("gang_members", second)
    assert gangs(second) == {gang_id: customers(range(12)) - {"C4"}}


def test_without_the_thing_that_was_split_off_two_kinds_are_asked_for_again(
    engine: Engine, tmp_path: Path, one_gang: Lake
) -> None:
    delivery = Delivery().gang(range(12), "a")
    lakes = [one_gang]
    (gang_id,) = gangs(lakes[0])

    for run, thing in enumerate((("phone", phone_of("a")), ("letter_template", "T-a")), start=1):
        delivery.add("judgements", _judgement("gang_split", ("gang", gang_id), thing))
        for again in range(2):
            lakes.append(ran(engine, tmp_path / f"{run}{again}", delivery, previous=lakes[-1]))
            assert gangs(lakes[-1]) == {}

    for thing in (("phone", phone_of("a")), ("letter_template", "T-a")):
        taken_back = _judgement("gang_merge", ("gang", gang_id), thing)
        delivery.add("judgements", taken_back | {"decided_at": FIRST_DAY + timedelta(days=1)})
    assert gangs(ran(engine, tmp_path / "back", delivery, previous=lakes[-1])) == {gang_id: customers(range(12))}


def test_what_was_merged_stays_merged_and_what_was_split_off_either_stays_out(engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery().gang(range(12), "a").gang(range(12, 24), "b")
    lake = ran(engine, tmp_path / "0", delivery)
    left, right = sorted(gangs(lake))
    in_right = min(gangs(lake)[right])
    delivery.add("judgements", _judgement("gang_merge", ("gang", left), ("gang", right)))
    lake = ran(engine, tmp_path / "1", delivery, previous=lake)
    delivery.add("judgements", _judgement("gang_split", ("gang", right), ("customer", in_right)))

    for run in ("2", "3", "4"):
        lake = ran(engine, tmp_path / run, delivery, previous=lake)
        assert gangs(lake) == {left: customers(range(24)) - {in_right}}
    assert [row["event"] for row in rows(lake, "gang_events")].count("merged") == 2

    parted = _judgement("gang_split", ("gang", left), ("gang", right))
    delivery.add("judgements", parted | {"decided_at": FIRST_DAY + timedelta(days=1)})
    assert gangs(ran(engine, tmp_path / "5", delivery, previous=lake)).keys() == {left, right}


def test_a_suppressed_customer_is_not_found_by_his_complaints(engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery().gang(range(12), "a").add("judgements", _judgement("suppress", ("customer", "C3")))

    lake = ran(engine, tmp_path, delivery)

    assert not {("customer", "C3"), ("complaint", "K3")} & _named("gang_members", lake)
    assert [(row["entity_id"], row["gang_id"]) for row in rows(lake, "sent_away")] == [("C3", None)]


def test_entities_that_a_person_called_the_same_count_together(engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery().gang(range(6), "a").gang(range(6, 12), "b").template(range(12), "T-a")
    delivery.add("judgements", _judgement("same_entity", ("phone", phone_of("a")), ("phone", phone_of("b"))))

    assert list(gangs(ran(engine, tmp_path, delivery)).values()) == [customers(range(12))]


_KINDS = st.sampled_from(list(JudgementKind))
_IDS = st.sampled_from([Entity("phone", "1"), Entity("phone", "2"), Entity("gang", "G-0001")])


@st.composite
def _judgements(draw: st.DrawFn) -> list[Judgement]:
    count = draw(st.integers(0, 8))
    return [
        Judgement(draw(_KINDS), draw(_IDS), draw(st.none() | _IDS), AS_OF + timedelta(days=number), f"J{number}")
        for number in range(count)
    ]


@given(_judgements(), st.randoms())
def test_the_order_of_delivery_does_not_matter(judgements: list[Judgement], random) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(judgements)
    random.shuffle(shuffled)

    assert decide(shuffled) == decide(judgements)


@given(_judgements(), _IDS)
def test_the_latest_judgement_about_a_hub_stands(earlier: list[Judgement], entity: Entity) -> None:
    def later(kind: JudgementKind, day: int) -> Judgement:
        return Judgement(kind, entity, None, datetime(2030, 1, day, tzinfo=AS_OF.tzinfo), f"L{day}")

    assert entity in decide([*earlier, later(JudgementKind.HUB, 1)]).hubs
    assert entity not in decide([*earlier, later(JudgementKind.HUB, 1), later(JudgementKind.NOT_HUB, 2)]).hubs
