"""Laws of the values that have an order or a sum."""

from collections.abc import Callable
from functools import reduce
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjian.contract.vocabulary import Certainty, CheckOutcome, RequirementStatus

ALGEBRAS = pytest.mark.parametrize(
    ("values", "neutral", "absorbing"),
    [
        (Certainty, Certainty.UNVERIFIED, Certainty.ISSUER_DENIED),
        (CheckOutcome, CheckOutcome.NOT_APPLICABLE, CheckOutcome.CONTRADICTED),
        (RequirementStatus, RequirementStatus.MET, RequirementStatus.NOT_MET),
    ],
    ids=["certainty", "outcome", "requirement"],
)


@ALGEBRAS
def test_combining_is_a_semilattice(values: Any, neutral: Any, absorbing: Any) -> None:
    for one in values:
        assert one.combined_with(one) is one
        assert one.combined_with(neutral) is one
        assert one.combined_with(absorbing) is absorbing
        for other in values:
            assert one.combined_with(other) is other.combined_with(one)
            for third in values:
                assert one.combined_with(other).combined_with(third) is one.combined_with(other.combined_with(third))


@given(st.lists(st.sampled_from(Certainty)), st.randoms())
def test_evidence_says_the_same_in_any_order_and_however_often(evidence: list[Certainty], random: Any) -> None:
    shuffled = evidence + evidence[:2]
    random.shuffle(shuffled)
    assert Certainty.of(shuffled) is Certainty.of(evidence)
    combine: Callable[[Certainty, Certainty], Certainty] = Certainty.combined_with
    assert Certainty.of(evidence) is reduce(combine, evidence, Certainty.UNVERIFIED)


def test_certainty_is_ranked_from_the_issuers_confirmation_to_its_denial() -> None:
    assert sorted(Certainty, key=lambda certainty: certainty.rank) == [
        Certainty.ISSUER_CONFIRMED,
        Certainty.CONSISTENT,
        Certainty.UNVERIFIED,
        Certainty.CONTRADICTED,
        Certainty.ISSUER_DENIED,
    ]


def test_the_issuers_word_stands_above_our_own_comparison() -> None:
    assert Certainty.CONTRADICTED.combined_with(Certainty.ISSUER_CONFIRMED) is Certainty.ISSUER_CONFIRMED
    assert Certainty.CONSISTENT.combined_with(Certainty.ISSUER_DENIED) is Certainty.ISSUER_DENIED


@given(st.lists(st.sampled_from(CheckOutcome)))
def test_nothing_is_clear_while_something_could_not_be_read(outcomes: list[CheckOutcome]) -> None:
    together = reduce(CheckOutcome.combined_with, outcomes, CheckOutcome.NOT_APPLICABLE)
    if CheckOutcome.UNREADABLE in outcomes:
        assert together is not CheckOutcome.CLEAR


@given(st.lists(st.sampled_from(RequirementStatus), min_size=1))
def test_all_is_met_only_where_each_is(statuses: list[RequirementStatus]) -> None:
    together = reduce(RequirementStatus.combined_with, statuses)
    assert (together is RequirementStatus.MET) == all(status is RequirementStatus.MET for status in statuses)
    assert (together is RequirementStatus.NOT_MET) == (RequirementStatus.NOT_MET in statuses)
