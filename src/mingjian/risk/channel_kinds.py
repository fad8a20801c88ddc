"""Where a complaint within 30 days goes: its kind of channel, as competing risks that add up to the complaint itself.

A customer may complain twice in 30 days. The kind is that of the first complaint that goes to an authority, the media
or a court, else of the first. So every customer who complains has one kind; those that count as an escalation add up to
its probability, and all of them to that of a complaint.

How the kinds divide is told by the lender's own complaining customers of past months (counts, Dirichlet-multinomial),
by where the customer complained last and whether he was refused there. Of a situation that few were in, their counts
weigh little beside the shares of all (empirical Bayes): how little is chosen as the weights of the scorecards are
(:mod:`mingjian.risk.learning`), months that follow judging what those before foretell. Where the latest month is not
foretold better that way, the shares of all are told of everybody; before any month, the written ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mingjian.contract.vocabulary import ChannelBasis, ChannelKind
from mingjian.risk.features.channels import ESCALATED_KINDS
from mingjian.risk.learning import CHOOSING_MONTHS
from mingjian.risk.scorecard import Columns, Numbers

KINDS = tuple(ChannelKind)
BRANCHES = (
    np.array([kind not in ESCALATED_KINDS for kind in KINDS]),
    np.array([kind in ESCALATED_KINDS for kind in KINDS]),
)
"""The kinds of a complaint that stays, and of one that goes to an authority, the media or a court."""

LAST_KIND = "last_complaint_kind"
FEATURES = (LAST_KIND, "refusals_fresh")

WRITTEN = {
    ChannelKind.LENDER: 0.9,
    ChannelKind.ELSEWHERE: 0.1,
    ChannelKind.REGULATOR: 0.55,
    ChannelKind.GOVERNMENT_LINE: 0.35,
    ChannelKind.COURT_OR_MEDIA: 0.1,
}
"""Shares of each branch before any history. A judgement: no lender's own counts of all of these are published."""
WRITTEN_WORTH = 10.0
"""So many complaining customers the written shares are worth."""
WORTHS = (30.0, 100.0, 300.0)
"""So many complaining customers the shares of all may be worth beside those of a situation."""

EVERYBODY = 0
"""The row of the shares of all; of whom it is unknown where he complained last, these are told."""
SITUATIONS = 1 + 2 * (1 + len(KINDS))
"""Behind it, of each kind of the last complaint (none, then in order): not refused lately, refused lately."""

Counts = NDArray[np.float64]
"""Complaining customers of a month: a row a situation, a column a kind. The row of everybody counts all."""


@dataclass(frozen=True)
class ChannelKinds:
    """How the complaints of each situation divide."""

    shares: Numbers
    """A row a situation, a column a kind; the kinds of a branch add up to 1."""
    basis: ChannelBasis
    complainants: int = 0
    """Customers who complained, by whom the shares are told; each counts once in every month in which he did."""

    def divided(self, columns: Columns, *, complaint: Numbers, escalated: Numbers) -> Numbers:
        """The probability of each kind, one column a kind; they add up to that of a complaint."""
        shares = self.shares[situations(columns)]
        stays, goes = (np.where(branch, shares, 0.0) for branch in BRANCHES)
        divided: Numbers = stays * (complaint - escalated)[:, None] + goes * escalated[:, None]
        return divided


def situations(columns: Columns) -> NDArray[np.intp]:
    """The situation of each customer."""
    last, refused = (columns[name] for name in FEATURES)
    unknown = ~np.isin(last, range(len(KINDS) + 1)) | np.isnan(refused)
    place = 1 + 2 * np.nan_to_num(last).astype(np.intp) + (np.nan_to_num(refused) > 0)
    return np.where(unknown, EVERYBODY, place)


def situation_names() -> tuple[str, ...]:
    """What each row of the shares is called."""
    before = ("no_complaint", *(f"after_{kind}" for kind in KINDS))
    return ("everybody", *(f"{name}{refused}" for name in before for refused in ("", "_refused")))


def counts(columns: Columns, came_by: Numbers) -> Counts:
    """The kinds by which complaining customers complained, by their situation before; ``came_by`` as of ``number``."""
    found = np.zeros((SITUATIONS, len(KINDS)))
    kind = came_by.astype(np.intp) - 1
    np.add.at(found, (situations(columns), kind), 1.0)
    found[EVERYBODY] = np.bincount(kind, minlength=len(KINDS))
    return found


def learned_kinds(months: Sequence[Counts]) -> ChannelKinds:
    """How complaints divide, as months teach it; the latest last."""
    told = [month for month in months if month[EVERYBODY].sum() > 0]
    if not told:
        return ChannelKinds(_shares(np.zeros((SITUATIONS, len(KINDS))), None), ChannelBasis.WRITTEN)
    worth = _worth(told)
    return ChannelKinds(
        _shares(np.sum(told, axis=0), worth),
        ChannelBasis.SHARES_OF_ALL if worth is None else ChannelBasis.SITUATION,
        complainants=round(float(sum(month[EVERYBODY].sum() for month in told))),
    )


def _worth(months: Sequence[Counts]) -> float | None:
    """What the shares of all are worth beside a situation's; None where they are told of everybody."""
    if len(months) < 2:
        return None
    *earlier, latest = months
    choosing = range(max(1, len(earlier) - CHOOSING_MONTHS), len(earlier))

    def lost(worth: float) -> float:
        return sum(_loss(_shares(np.sum(earlier[:month], axis=0), worth), earlier[month]) for month in choosing)

    chosen = min(WORTHS, key=lambda worth: (lost(worth), -worth))
    before = np.sum(earlier, axis=0)
    return chosen if _loss(_shares(before, chosen), latest) < _loss(_shares(before, None), latest) else None


def _shares(found: Counts, worth: float | None) -> Numbers:
    written = np.array([WRITTEN[kind] for kind in KINDS])
    of_all, shares = np.zeros(len(KINDS)), np.zeros(found.shape)
    for branch in BRANCHES:
        seen = found[EVERYBODY, branch]
        of_all[branch] = (seen + WRITTEN_WORTH * written[branch]) / (seen.sum() + WRITTEN_WORTH)
        if worth is not None:
            own = found[:, branch]
            shares[:, branch] = (own + worth * of_all[branch]) / (own.sum(axis=1, keepdims=True) + worth)
    if worth is None:
        shares[:] = of_all
    shares[EVERYBODY] = of_all
    return shares


def _loss(shares: Numbers, month: Counts) -> float:
    """The logarithmic loss over a month's complaining customers, given that each complained and in which branch."""
    return float(-(month[1:] * np.log(shares[1:])).sum())
