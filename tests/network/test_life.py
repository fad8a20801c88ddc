from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mingjian.contract.vocabulary import GangEventKind
from mingjian.network.evidence import Entity
from mingjian.network.life import Lives, Living, lives

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def _gang(*numbers: int, assets: tuple[str, ...] = ("1",), days_ago: int = 1) -> Living:
    return Living(
        people=frozenset(Entity("customer", f"C{number}") for number in numbers),
        assets=frozenset(Entity("phone", asset) for asset in assets),
        first_seen_at=NOW - timedelta(days=200),
        last_seen_at=NOW - timedelta(days=days_ago),
    )


def _told(now: list[Living], before: dict[str, Living], **more: frozenset[str]) -> Lives:
    return lives(now, before, as_of=NOW, dormant_days=90, **more)


def _events(told: Lives) -> list[tuple[str, GangEventKind, str | None]]:
    return [(event.gang_id, event.event, event.other_gang_id) for event in told.events]


def test_a_gang_without_a_run_before_is_born_when_it_was_first_seen() -> None:
    told = _told([_gang(1, 2, 3)], {})

    assert _events(told) == [("G-0001", GangEventKind.BORN, None)]
    assert told.events[0].at == NOW - timedelta(days=200)


def test_a_gang_that_grows_keeps_its_id() -> None:
    told = _told([_gang(1, 2, 3, 4, 5)], {"G-0007": _gang(1, 2, 3)})

    assert _events(told) == [("G-0007", GangEventKind.GROWN, None)]


def test_a_gang_that_stays_as_it_was_has_no_event() -> None:
    assert _events(_told([_gang(1, 2, 3)], {"G-0007": _gang(1, 2, 3)})) == []


def test_a_gang_that_loses_people_shrinks() -> None:
    told = _told([_gang(1, 2, 3)], {"G-0007": _gang(1, 2, 3, 4, 5)})

    assert _events(told) == [("G-0007", GangEventKind.SHRUNK, None)]


def test_two_that_become_one_are_merged_into_the_nearer() -> None:
    told = _told([_gang(*range(9))], {"G-0001": _gang(*range(6)), "G-0002": _gang(6, 7, 8)})

    assert told.ids == ("G-0001",)
    assert ("G-0001", GangEventKind.MERGED, "G-0002") in _events(told)
    assert ("G-0002", GangEventKind.MERGED, "G-0001") in _events(told)


def test_one_that_becomes_two_is_split_and_the_larger_part_keeps_the_id() -> None:
    told = _told([_gang(*range(6)), _gang(6, 7, 8)], {"G-0001": _gang(*range(9))})

    assert told.ids == ("G-0001", "G-0002")
    assert ("G-0002", GangEventKind.SPLIT, "G-0001") in _events(told)


def test_the_same_people_with_other_telephones_are_rebranded() -> None:
    told = _told([_gang(1, 2, 3, assets=("8", "9"))], {"G-0001": _gang(1, 2, 3, assets=("1", "2"))})

    assert _events(told) == [("G-0001", GangEventKind.REBRANDED, None)]


def test_silence_is_dormant_once_and_a_new_trace_revives() -> None:
    silent = _gang(1, 2, 3, days_ago=100)

    assert _events(_told([silent], {"G-0001": silent})) == [("G-0001", GangEventKind.DORMANT, None)]
    assert _events(_told([silent], {"G-0001": silent}, dormant_before=frozenset({"G-0001"}))) == []
    assert _events(_told([_gang(1, 2, 3)], {"G-0001": silent}, dormant_before=frozenset({"G-0001"}))) == [
        ("G-0001", GangEventKind.REVIVED, None)
    ]


def test_an_id_is_never_used_again() -> None:
    told = lives([_gang(1, 2, 3)], {}, as_of=NOW, dormant_days=90, known_ids=["G-0041"])

    assert told.ids == ("G-0042",)


_GROUPS = st.lists(st.sets(st.integers(0, 15), min_size=3), max_size=5)


@given(_GROUPS, _GROUPS)
def test_every_gang_has_one_id_of_its_own(now: list[set[int]], before: list[set[int]]) -> None:
    earlier = {f"G-{number:04d}": _gang(*group) for number, group in enumerate(before, start=1)}

    told = _told([_gang(*group) for group in now], earlier)

    assert len(set(told.ids)) == len(now)
    gone = set(earlier) - set(told.ids)
    assert gone <= {event.gang_id for event in told.events}


def test_a_split_is_told_whichever_part_comes_first() -> None:
    before = {"G-0001": _gang(*range(12))}

    smaller_first = _told([_gang(*range(5)), _gang(*range(5, 12))], before)

    assert smaller_first.ids == ("G-0002", "G-0001")
    assert ("G-0002", GangEventKind.SPLIT, "G-0001") in _events(smaller_first)


def test_who_was_absorbed_into_other_things_is_merged_and_not_rebranded() -> None:
    told = _told([_gang(*range(9), assets=("9",))], {"G-0001": _gang(*range(6)), "G-0002": _gang(6, 7, 8)})

    assert GangEventKind.REBRANDED not in {event for _, event, _ in _events(told)}
