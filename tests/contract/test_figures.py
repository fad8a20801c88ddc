"""Figures in sentences: rounded by unit, and never more certain than anybody can be."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjian.contract import Language, Reason
from mingjian.contract.figures import say, tenths
from mingjian.contract.reasons import Sentence, SentenceKind, from_json, to_json
from mingjian.contract.sentences import SENTENCES


@pytest.mark.parametrize(
    ("name", "value", "zh", "en"),
    [
        ("days_past_due", 319.759, "320", "320"),
        ("phone_change_days", 20.245, "20", "20"),
        ("calls", 9, "9", "9"),
        ("calls", 9.0, "9", "9"),
        ("sum_yuan", 1200.0, "1200", "1200"),
        ("sum_yuan", 99.5, "99.50", "99.50"),
        ("fee_yuan", 0.1 + 0.2, "0.30", "0.30"),
        ("probability", 1.0, "超过十分之九", "more than 9 in 10"),
        ("probability", 0.81, "约十分之八", "about 8 in 10"),
        ("gang_strength", 0.998, "超过十分之九", "more than 9 in 10"),
        ("gang_strength", 0.02, "不到十分之一", "less than 1 in 10"),
        ("issuer", "重庆市第一医院", "重庆市第一医院", "重庆市第一医院"),
        ("days", math.nan, "未知", "an unknown number of"),
        ("collection_contacts_month", None, "未知", "an unknown number of"),
    ],
)
def test_a_figure_is_said_in_its_unit(name: str, value: str | float | None, zh: str, en: str) -> None:
    assert say(name, value, han=True) == zh
    assert say(name, value, han=False) == en


@pytest.mark.parametrize(
    ("complaints", "said"),
    [(1, "1 complaint is still open."), (0, "0 complaints are still open."), (2.0, "2 complaints are still open.")],
)
def test_english_counts_as_people_do(complaints: float, said: str) -> None:
    reason = Reason("warning_open_complaint", 1.0, {"complaints_open": complaints})
    assert reason.render(Language.EN) == said


def test_no_english_sentence_sets_a_plural_behind_a_figure_that_may_be_one() -> None:
    plural = re.compile(
        r"\} (?:other |unrelated |such |booked )?(?:times|days|customers|complaints|households|calls)\b"
    )
    assert [code for code, one in SENTENCES.items() if plural.search(one.en)] == []


@given(st.floats(0, 1))
def test_no_share_is_said_to_be_certain_or_impossible(share: float) -> None:
    for han in (True, False):
        said = tenths(share, han=han)
        assert said not in ("约十分之零", "about 0 in 10", "about 10 in 10")


@given(st.floats(0, 1), st.floats(0, 1))
def test_of_two_shares_the_larger_is_never_said_to_be_smaller(one: float, other: float) -> None:
    order = ["less than 1 in 10", *(f"about {count} in 10" for count in range(1, 10)), "more than 9 in 10"]
    low, high = sorted((one, other))
    assert order.index(tenths(low, han=False)) <= order.index(tenths(high, han=False))


def test_a_format_that_a_sentence_states_itself_is_kept() -> None:
    sentence = Sentence("rate", SentenceKind.MERIT, zh="年化{rate:.2%}", en="{rate:.2%} a year")
    assert sentence.render({"rate": 0.2161}) == "年化21.61%"
    assert sentence.render({"rate": 0.2161}, Language.EN) == "21.61% a year"


def test_the_text_in_the_tables_is_rounded_and_its_values_are_not() -> None:
    written = to_json([Reason("warning_arrears", weight=0.7, values={"days_past_due": 319.759})])
    assert "逾期320天" in written
    assert from_json(written)[0].values == {"days_past_due": 319.759}


def test_involvement_is_said_in_words() -> None:
    reason = Reason("involvement_complaint", weight=2.0, values={"probability": 1.0})
    assert "超过十分之九" in reason.render()
    assert "more than 9 in 10" in reason.render(Language.EN)
    assert "1.0" not in reason.render() + reason.render(Language.EN)
