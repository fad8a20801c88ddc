"""How firmly somebody belongs: the same arithmetic for a batch and for one new complaint.

An entity of which k of d holders are the gang's says by itself that a holder belongs with probability k/d. Kinds are
independent, so the strengths of different kinds join as 1 − Π(1 − k/d); within one kind only the best counts. Whoever
is judged is left out of his own evidence, and one is added to d, so that nobody is certain.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from mingjian.network.evidence import Entity
from mingjian.network.kinds import ENOUGH_ALONE, Kind


@dataclass(frozen=True)
class Hold:
    """One entity that holds somebody in a gang, and with what share."""

    entity: Entity
    share: float
    weight: float


def share_of(*, in_gang: int, holders: int) -> float:
    """The share of an entity's other holders who are the gang's, with one stranger added to them."""
    return in_gang / (holders + 1) if holders > 0 else 0.0


def strength(holds: Iterable[Hold]) -> float:
    """Joins the holds of different kinds; 0 without any. What founds nothing adds nothing."""
    best: dict[Kind, float] = {}
    for hold in holds:
        if hold.entity.founds_nothing:
            continue
        best[hold.entity.kind] = max(best.get(hold.entity.kind, 0.0), hold.share)
    return 1.0 - math.prod(1.0 - share for share in best.values())


def joins(holds: Iterable[Hold], *, least: float = 0.5) -> bool:
    """Whether somebody outside the stars belongs by these holds: never by a place or a wording alone.

    What founds nothing may be the second kind, and adds nothing to the strength that is asked for.
    """
    holds = tuple(holds)
    kinds = {hold.entity.kind for hold in holds if hold.share > 0}
    alone = {hold.entity.kind for hold in holds if hold.share > 0 and not hold.entity.founds_nothing} & ENOUGH_ALONE
    return (len(kinds) >= 2 or bool(alone)) and strength(holds) >= least
