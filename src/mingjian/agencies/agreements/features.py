"""What the model sees of a provision: which concepts stand in it, in which order, and the words between them."""

import re
from itertools import combinations, pairwise
from operator import add

from mingjian.agencies.agreements.concepts import CONCEPTS_BEGIN, in_concepts

__all__ = ["features"]

_FIRST = chr(CONCEPTS_BEGIN)
_REACH = 4
"""So many concepts further on a concept is still read together with the one before."""
_NO_WORD = re.compile(r"[\s,、:!?.;。]+")


def features(text: str) -> set[str]:
    """The features of a folded provision; each is there or not, however often.

    Runs of one to three signs; runs of two and three concepts, whatever stands between (``~``); concepts that stand
    together anywhere (``&``), and one after another not far apart (``>``); pairs of characters as they are written
    (``=``), since words of one concept are not used alike.
    """
    signs = in_concepts(text)
    found = set(signs)
    found.update(map(add, signs, signs[1:]), map("".join, zip(signs, signs[1:], signs[2:], strict=False)))
    concepts = [sign for sign in signs if sign >= _FIRST]
    once = [concept for concept, before in zip(concepts, ["", *concepts], strict=False) if concept != before]
    found.update(["~" + one + two for one, two in pairwise(once)])
    found.update(["~" + one + two + three for one, two, three in zip(once, once[1:], once[2:], strict=False)])
    found.update(["&" + one + other for one, other in combinations(sorted(set(once)), 2)])
    for ahead in range(1, _REACH + 1):
        found.update([">" + one + later for one, later in zip(once, once[ahead:], strict=False)])
    written = _NO_WORD.sub("", text)
    found.update(["=" + one + other for one, other in pairwise(written)])
    return found
