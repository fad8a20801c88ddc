from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from mingjian.contract.vocabulary import JudgementKind
from mingjian.network.evidence import Entity
from mingjian.network.judgements import Judgement, decide
from mingjian.store.engine import Engine
from tests.network.lakes import AS_OF, FIRST_DAY, Delivery, Row, customers, gangs, phone_of, ran, rows


def _judgement(kind: str, left: tuple[str, str], right: tuple[str, str] | None = None) -> Row:
    return {
        "judgement_id": f"J-{kind}",
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


def test_a_suppressed_gang_is_hidden_and_comes_back_under_its_id(engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery().gang(range(12), "a")
    first = ran(engine, tmp_path / "1", delivery)
    (gang_id,) = gangs(first)

    delivery.add("judgements", _judgement("suppress", ("gang", gang_id)))
    second = ran(engine, tmp_path / "2", delivery, previous=first)
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


def test_whom_a_person_split_off_stays_out(engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery().gang(range(12), "a")
    first = ran(engine, tmp_path / "1", delivery)
    (gang_id,) = gangs(first)

    delivery.add("judgements", _judgement("gang_split", ("gang", gang_id), ("customer", "C3")))
    second = ran(engine, tmp_path / "2", delivery, previous=first)

    assert gangs(second) == {gang_id: customers(range(12)) - {"C3"}}


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
