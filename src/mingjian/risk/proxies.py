"""Expressions that tell where somebody comes from, how old they are, or whether they are a man or a woman.

Manner of writing stands close to who somebody is: where an agency finds its clients in one province, whose people say
俺 and 莫得, a model that learns from its letters would learn the dialect, and doubt every honest person from there. So
what customers' own complaints of one group say at least twice as often as those of all others, or at most half as
often, is left out of manner. Province, age and sex are read for this and for the report of rates by group, and nowhere
else; a group that is too small to tell leaves everything in.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

import numpy as np

from mingjian.risk.scorecard import Numbers

LEAST_OF_A_GROUP = 20
"""People of a group, and outside it, from which something can be told."""
TIMES = 2.0
"""So many times as often, or as rarely, says one group what others do not."""
SURE = 10.8
"""The likelihood ratio (G) from which it is no chance: one in a thousand."""


def telling_of_people(
    said: Sequence[AbstractSet[str]], people: Mapping[str, Sequence[str | None]], known: Iterable[str]
) -> frozenset[str]:
    """The ``known`` expressions whose use tells a group.

    ``said`` are the expressions of each text, and ``people`` the groups that their writers belong to, by attribute;
    None where it is not known. Each customer should be there once.
    """
    places = {one: place for place, one in enumerate(sorted(set(known)))}
    used = np.zeros((len(said), len(places)), dtype=bool)
    for row, found in enumerate(said):
        used[row, [places[one] for one in found & places.keys()]] = True
    telling = np.zeros(len(places), dtype=bool)
    for groups in people.values():
        rows: dict[str, list[int]] = defaultdict(list)
        for row, group in enumerate(groups):
            if group is not None:
                rows[group].append(row)
        of_all = sum(len(members) for members in rows.values())
        total = used[[row for members in rows.values() for row in members]].sum(axis=0).astype(np.float64)
        for members in rows.values():
            inside, outside = len(members), of_all - len(members)
            if min(inside, outside) < LEAST_OF_A_GROUP:
                continue
            here = used[members].sum(axis=0).astype(np.float64)
            there = total - here
            times = ((here + 0.5) / (inside + 1)) / ((there + 0.5) / (outside + 1))
            ratio = _likelihood_ratio(here, inside, there, outside)
            telling |= (ratio >= SURE) & ((times >= TIMES) | (times <= 1 / TIMES))
    return frozenset(one for one, place in places.items() if telling[place])


def _likelihood_ratio(here: Numbers, inside: int, there: Numbers, outside: int) -> Numbers:
    """G of each two-by-two table: twice the log of how much likelier two shares are than one."""
    share = (here + there) / (inside + outside)

    def part(found: Numbers, size: int) -> Numbers:
        with np.errstate(divide="ignore", invalid="ignore"):
            yes = np.where(found > 0, found * np.log(found / (size * share)), 0.0)
            no = np.where(found < size, (size - found) * np.log((size - found) / (size * (1 - share))), 0.0)
        both: Numbers = yes + no
        return both

    ratio: Numbers = 2 * (part(here, inside) + part(there, outside))
    return ratio
