"""How firmly somebody belongs: the same arithmetic for a batch and for one new complaint.

An entity of which k of d holders are the gang's says by itself that a holder belongs with probability k/d. Kinds are
independent, so the strengths of different kinds join as 1 − Π(1 − k/d); within one kind only the best counts. Whoever
is judged is left out of his own evidence, and one is added to d, so that nobody is certain.
"""

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from mingjian.network.evidence import Entity
from mingjian.network.kinds import ENOUGH_ALONE, Kind

SEEN = 0.25
"""The share of a letter's writers who must be seen to be a gang's by other things before it is the gang's own."""

UNDISPUTED = 0.8
"""And the share of those who stand in any gang at all."""


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
    """Joins the holds of different kinds; 0 without any."""
    best: dict[Kind, float] = {}
    for hold in holds:
        best[hold.entity.kind] = max(best.get(hold.entity.kind, 0.0), hold.share)
    return 1.0 - math.prod(1.0 - share for share in best.values())


def joins(holds: Iterable[Hold], *, own_letters: Collection[Entity] = (), least: float = 0.5) -> bool:
    """Whether somebody outside the stars belongs by these holds: never by a place or a wording alone.

    One exception is a letter that is the gang's own. Its writers of whom nothing else is known belong, but only as
    firmly as the share of the writers who were seen to be the gang's.
    """
    holds = tuple(holds)
    kinds = {hold.entity.kind for hold in holds if hold.share > 0}
    if any(hold.entity in own_letters for hold in holds):
        return True
    return (len(kinds) >= 2 or bool(kinds & ENOUGH_ALONE)) and strength(holds) >= least


def is_own_letter(*, in_gang: int, in_gangs: int, writers: int) -> bool:
    """Whether a letter is a gang's own: a good part of its writers are seen to be the gang's, hardly one another's.

    ``in_gangs`` of the ``writers`` stand in any gang. A den's letter has writers in several gangs and is nobody's own;
    of a form that honest people use few writers stand in a gang.
    """
    return in_gang >= SEEN * writers and in_gang >= UNDISPUTED * in_gangs
