from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjian.contract.vocabulary import ProductKind
from mingjian.standards.limits import (
    CLOCKS,
    CONTACT_RULES,
    RATE_CAPS,
    SCOPES,
    LenderKind,
    clock,
    in_force,
    rate_caps,
)

EVERY_RULE = (*RATE_CAPS, *CONTACT_RULES, *CLOCKS, *SCOPES)


def test_every_rule_says_where_it_stands_and_when_it_holds() -> None:
    for rule in EVERY_RULE:
        assert rule.source
        assert rule.note
        assert rule.until is None or rule.since < rule.until


@pytest.mark.parametrize(
    ("lender", "day", "rate"),
    [
        (LenderKind.PRIVATE_LENDER, date(2020, 8, 19), 0.36),
        (LenderKind.PRIVATE_LENDER, date(2020, 8, 20), 0.154),
        (LenderKind.PRIVATE_LENDER, date(2023, 9, 1), 0.138),
        (LenderKind.PRIVATE_LENDER, date(2025, 6, 1), 0.12),
        (LenderKind.LICENSED_INSTITUTION, date(2017, 8, 3), 0.36),
        (LenderKind.LICENSED_INSTITUTION, date(2017, 8, 4), 0.24),
        (LenderKind.LICENSED_INSTITUTION, date(2026, 6, 1), 0.24),
        (LenderKind.MICRO_LENDER, date(2021, 1, 1), 0.24),
    ],
)
def test_the_cap_is_that_of_the_day_and_the_licence(lender: LenderKind, day: date, rate: float) -> None:
    (cap,) = in_force(rate_caps(lender), day)

    assert cap.rate == pytest.approx(rate)


@given(st.sampled_from(list(LenderKind)), st.dates(date(2015, 9, 1), date(2030, 1, 1)))
def test_exactly_one_cap_holds_on_any_day(lender: LenderKind, day: date) -> None:
    assert len(in_force(rate_caps(lender), day)) == 1


@given(st.dates(date(2018, 3, 28), date(2030, 1, 1)))
def test_exactly_one_contact_rule_holds_on_any_day(day: date) -> None:
    (rule,) = in_force(CONTACT_RULES, day)
    assert rule.earliest == time(8)
    assert rule.latest == time(22)
    assert not rule.third_parties


def test_three_calls_a_day_is_the_limit_since_the_national_standard() -> None:
    since = date(2025, 2, 28)

    assert in_force(CONTACT_RULES, since)[0].calls_a_day == 3
    assert in_force(CONTACT_RULES, since - timedelta(days=1))[0].calls_a_day is None


@pytest.mark.parametrize(
    ("name", "days"),
    [("answer", 15), ("answer_complex", 30), ("answer_with_approval", 60), ("request_review", 30), ("review", 30)],
)
def test_the_clocks_of_a_complaint(name: str, days: int) -> None:
    assert clock(name, date(2026, 1, 1)).days == days


def test_there_was_no_clock_before_the_rules() -> None:
    with pytest.raises(KeyError):
        clock("answer", date(2019, 1, 1))


def test_a_lender_may_set_its_own_clock() -> None:
    own = (replace(CLOCKS[0], days=10),)

    assert clock("answer", date(2026, 1, 1), own).days == 10


def test_article_70_is_for_credit_cards_alone() -> None:
    (rule,) = [rule for rule in SCOPES if rule.provision == "credit_card_rules_article_70"]

    assert rule.product_kinds == {ProductKind.CREDIT_CARD}
