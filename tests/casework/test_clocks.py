from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from mingjian.casework.clocks import CalendarRules, Span, due, is_working_day
from mingjian.casework.questions import Answer
from mingjian.casework.settings import CaseworkSettings
from mingjian.standards.limits import Clock


def noon(day: str) -> datetime:
    """Twelve o'clock in Shanghai."""
    return datetime.fromisoformat(f"{day}T04:00:00+00:00")


def the_day(received: str, **how: object) -> str:
    return due(noon(received), **how).at.date().isoformat()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("received", "extension", "ends"),
    [
        ("2026-11-02", Answer.ORDINARY, "2026-11-17"),
        ("2026-11-02", Answer.COMPLEX, "2026-12-02"),
        ("2026-07-06", Answer.APPROVED, "2026-09-04"),
        ("2026-11-06", Answer.ORDINARY, "2026-11-23"),  # the 21st is a Saturday
        ("2026-09-18", Answer.ORDINARY, "2026-10-08"),  # National Day
        ("2026-02-02", Answer.ORDINARY, "2026-02-24"),  # Spring Festival
        ("2026-01-30", Answer.ORDINARY, "2026-02-14"),  # a Saturday on which people work
        ("2026-09-05", Answer.ORDINARY, "2026-09-20"),  # and a Sunday
        ("2026-04-17", Answer.ORDINARY, "2026-05-06"),  # Labour Day
    ],
)
def test_a_period_ends_on_a_day_on_which_people_work(received: str, extension: Answer, ends: str) -> None:
    assert the_day(received, extension=extension) == ends


@pytest.mark.parametrize(
    ("pauses", "ends"),
    [
        ((), "2026-11-17"),
        ((Span(date(2026, 11, 4), date(2026, 11, 6)),), "2026-11-20"),
        ((Span(date(2026, 11, 4), date(2026, 11, 6)), Span(date(2026, 11, 5), date(2026, 11, 6))), "2026-11-20"),
        ((Span(date(2026, 10, 1), date(2026, 11, 2)),), "2026-11-17"),
        ((Span(date(2026, 11, 17), date(2026, 11, 18)),), "2026-11-19"),
        ((Span(date(2026, 11, 18), date(2026, 11, 25)),), "2026-11-17"),
    ],
    ids=["none", "three days", "overlapping", "before receipt", "on the last day", "after the end"],
)
def test_each_day_of_a_pause_is_given_back_once(pauses: tuple[Span, ...], ends: str) -> None:
    assert the_day("2026-11-02", pauses=pauses) == ends


def test_an_open_pause_runs_until_today() -> None:
    assert the_day("2026-11-02", pauses=(Span(date(2026, 11, 9)),), today=date(2026, 11, 13)) == "2026-11-23"


def test_what_a_regulator_states_comes_first_where_it_is_earlier_and_no_pause_moves_it() -> None:
    pauses = (Span(date(2026, 11, 4), date(2026, 11, 13)),)
    earlier = due(noon("2026-11-02"), stated=noon("2026-11-10"), pauses=pauses)
    assert (earlier.at, earlier.rule) == (noon("2026-11-10"), "transfer")
    assert due(noon("2026-11-02"), stated=noon("2026-12-10")).rule == "answer"


def test_a_year_whose_holidays_are_not_known_moves_nothing_and_says_so() -> None:
    unknown = due(noon("2099-01-01"))
    assert (unknown.at.date().isoformat(), unknown.certain) == ("2099-01-16", False)
    assert due(noon("2026-11-02")).certain


def test_the_day_to_be_ready_by_is_a_working_day_that_is_not_later() -> None:
    rules = CalendarRules(moves_to_working_day=False)
    saturday = due(noon("2026-11-06"), counting=rules)
    assert (saturday.at.date().isoformat(), saturday.last_working_day.isoformat()) == ("2026-11-21", "2026-11-20")


def test_a_lender_under_local_rules_states_its_own_days() -> None:
    ten = CalendarRules((Clock("地方规定", date(2020, 1, 1), None, "", name="answer", days=10),))
    assert the_day("2026-11-02", counting=ten) == "2026-11-12"


spans = st.builds(
    lambda start, days: Span(date(2026, 1, 1) + timedelta(start), date(2026, 1, 1) + timedelta(start + days)),
    st.integers(0, 200),
    st.integers(0, 20),
)


@given(st.integers(0, 200), st.lists(spans, max_size=4), st.sampled_from([Answer.ORDINARY, Answer.COMPLEX]))
def test_a_period_holds_its_days_beside_the_pauses_and_is_never_shorter(
    day: int, pauses: list[Span], extension: Answer
) -> None:
    received = datetime(2026, 1, 1, 4, tzinfo=UTC) + timedelta(day)
    end = due(received, extension=extension, pauses=pauses)
    stopped = {
        one
        for one in (received.date() + timedelta(n) for n in range(1, 400))
        if any(span.started_on <= one <= (span.ended_on or one) for span in pauses)
    }
    counted = [
        one
        for one in (received.date() + timedelta(n) for n in range(1, (end.at.date() - received.date()).days + 1))
        if one not in stopped
    ]
    assert len(counted) >= {Answer.ORDINARY: 15, Answer.COMPLEX: 30}[extension]
    assert is_working_day(end.at.date())
    assert due(received, extension=extension).at <= end.at


def test_a_setting_shortens_a_period_and_never_lengthens_it() -> None:
    received = datetime(2026, 11, 2, 4, tzinfo=UTC)
    shorter = CaseworkSettings(answer_days=5).counting
    assert due(received, counting=shorter).at.date() == date(2026, 11, 9)  # the fifth day is a Saturday
    still = CaseworkSettings(answer_days=5, ends_on_working_day=False).counting
    assert due(received, counting=still).at.date() == date(2026, 11, 7)
    with pytest.raises(ValidationError):
        CaseworkSettings(answer_days=16)
