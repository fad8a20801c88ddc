"""Where a complaint would go: kinds of channel that add up, and what tells them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjian.contract.vocabulary import ChannelBasis, ChannelKind, ComplaintChannel
from mingjian.risk.channel_kinds import (
    BRANCHES,
    EVERYBODY,
    FEATURES,
    KINDS,
    SITUATIONS,
    WRITTEN,
    Counts,
    counts,
    learned_kinds,
    situation_names,
    situations,
)
from mingjian.risk.features.channels import ESCALATED, ESCALATED_KINDS, kind_of

NEVER, LENDER, REGULATOR = 0.0, 1.0, 2.0


def columns(*situation: tuple[float, float]) -> dict[str, np.ndarray]:
    return {name: np.array([one[place] for one in situation]) for place, name in enumerate(FEATURES)}


def month(*groups: tuple[int, tuple[float, float], ChannelKind]) -> Counts:
    """A month of complaining customers: so many, in this situation before, by this kind of channel."""
    before = [situation for number, situation, _ in groups for _ in range(number)]
    came = [KINDS.index(kind) + 1.0 for number, _, kind in groups for _ in range(number)]
    return counts(columns(*before), np.array(came))


APART = month(
    (60, (NEVER, 0.0), ChannelKind.LENDER),
    (40, (LENDER, 1.0), ChannelKind.REGULATOR),
    (40, (REGULATOR, 1.0), ChannelKind.GOVERNMENT_LINE),
)
"""Whom the lender refused went to the regulator, and whom that did not help to the government line."""


def test_every_channel_has_a_kind_and_the_escalated_ones_are_just_those_that_count_as_escalation() -> None:
    for channel in ComplaintChannel:
        assert (kind_of(channel) in ESCALATED_KINDS) == (channel in ESCALATED)


@given(
    total=st.floats(1e-6, 1 - 1e-6),
    part=st.floats(0, 1),
    last=st.sampled_from([np.nan, *map(float, range(len(KINDS) + 1))]),
    refused=st.sampled_from([np.nan, 0.0, 3.0]),
    months=st.integers(0, 4),
)
def test_the_kinds_add_up_to_the_complaint_and_the_escalated_ones_to_its_escalation(
    total: float, part: float, last: float, refused: float, months: int
) -> None:
    model = learned_kinds([APART] * months)
    complaint, escalated = np.array([total]), np.array([total * part])
    divided = model.divided(columns((last, refused)), complaint=complaint, escalated=escalated)
    assert (divided >= 0).all()
    assert divided.sum() == pytest.approx(total)
    assert divided[:, BRANCHES[1]].sum() == pytest.approx(total * part)


def test_before_any_month_the_written_shares_are_told_and_said_to_be() -> None:
    model = learned_kinds([])
    assert model.basis is ChannelBasis.WRITTEN
    assert model.complainants == 0
    assert model.shares == pytest.approx(np.tile([WRITTEN[kind] for kind in KINDS], (SITUATIONS, 1)))


def test_one_month_tells_the_lenders_own_shares_of_all_the_same_for_everybody() -> None:
    model = learned_kinds([APART])
    assert model.basis is ChannelBasis.SHARES_OF_ALL
    assert model.complainants == 140
    assert (model.shares == model.shares[EVERYBODY]).all()
    of_authorities = model.shares[EVERYBODY, KINDS.index(ChannelKind.REGULATOR)]
    assert 0.45 < of_authorities < 0.55


def test_months_that_bear_it_out_tell_one_situation_from_another() -> None:
    model = learned_kinds([APART] * 3)
    assert model.basis is ChannelBasis.SITUATION
    refused = model.shares[situations(columns((LENDER, 1.0), (REGULATOR, 1.0), (np.nan, np.nan)))]
    regulator = KINDS.index(ChannelKind.REGULATOR)
    assert refused[0, regulator] > 0.85
    assert refused[1, regulator] < 0.15
    assert 0.4 < refused[2, regulator] < 0.6  # of whom nothing is known the shares of all are told


def test_a_latest_month_that_turns_round_takes_the_situations_back() -> None:
    turned = month(
        (60, (NEVER, 0.0), ChannelKind.LENDER),
        (40, (LENDER, 1.0), ChannelKind.GOVERNMENT_LINE),
        (40, (REGULATOR, 1.0), ChannelKind.REGULATOR),
    )
    assert learned_kinds([APART] * 3 + [turned]).basis is ChannelBasis.SHARES_OF_ALL


def test_a_situation_of_few_stays_near_all() -> None:
    few = month((60, (NEVER, 0.0), ChannelKind.REGULATOR), (1, (LENDER, 1.0), ChannelKind.COURT_OR_MEDIA))
    shares = learned_kinds([APART + few] * 3).shares
    place = situation_names().index("after_lender_refused")
    assert shares[place, KINDS.index(ChannelKind.COURT_OR_MEDIA)] < 0.1
