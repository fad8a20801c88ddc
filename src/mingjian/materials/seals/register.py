"""Which registered name stands on a seal: the one that explains the whole ring, and no clear letter speaks against it.

Worn letters are settled by the others; a letter that is plainly another is not: a register is an extract, and a name
that differs in one clear character is a name that is not in it.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np
from rapidfuzz.distance import Levenshtein
from scipy.sparse import csr_array

from mingjian.materials.seals.lattice import Lattice

__all__ = ["Match", "NameRegister", "is_clearly_another"]

_TRIED = 200
"""Names whose characters the ring has most of, tried step by step."""
_CLEAR = 0.9
"""Confidence from which a character that was read is not another one."""
_LEAST_EVIDENCE = 1.5
"""Of a character, in natural logarithms: some two of five are read in their places, and the rest is worn away."""
_LEAST_LEAD = 2.5
"""Log-likelihood by which the whole name must lead the next: twelve times likelier."""


@dataclass(frozen=True)
class Match:
    """A registered name on a seal."""

    name: str
    evidence: float
    """Of a character, as :meth:`Lattice.evidence` has it of the whole name."""
    exact: bool
    """Whether it was read letter by letter, without the register."""


class NameRegister:
    """Names of organisations, prepared for looking up rings of text."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = sorted({name for name in names if name})
        self.identity = hashlib.sha256("\n".join(self._names).encode()).digest()
        """Another one where any name differs."""
        self._letters = {letter: index for index, letter in enumerate(sorted({c for n in self._names for c in n}))}
        rows = [row for row, name in enumerate(self._names) for _ in set(name)]
        columns = [self._letters[letter] for name in self._names for letter in sorted(set(name))]
        shape = (len(self._names), max(1, len(self._letters)))
        self._has = csr_array((np.ones(len(rows), np.float32), (rows, columns)), shape=shape)
        self._kinds = np.array([len(set(name)) for name in self._names], np.float32)

    def match(self, lattice: Lattice) -> Match | None:
        """The name on the ring; None where none of the register fits, or two fit alike."""
        if not self._names:
            return None
        seen = np.zeros(max(1, len(self._letters)), np.float32)
        for letter in lattice.candidates():
            if letter in self._letters:
                seen[self._letters[letter]] = 1
        # What is there counts for a name, what is missing against it.
        worth = 2 * (self._has @ seen) - self._kinds
        count = min(_TRIED, len(self._names))
        chosen = np.argpartition(-worth, count - 1)[:count]
        names = [self._names[index] for index in sorted(chosen)]
        evidence = lattice.evidence(names)
        order = np.argsort(-evidence, kind="stable")
        best, most = names[order[0]], float(evidence[order[0]])
        if most < _LEAST_EVIDENCE * len(best):
            return None
        if len(order) > 1 and most - evidence[order[1]] < _LEAST_LEAD:
            return None
        if is_clearly_another(lattice, best):
            return None
        read = "".join(glyph.character for glyph in lattice.name())
        return Match(best, most / len(best), exact=read == best)


def is_clearly_another(lattice: Lattice, name: str) -> bool:
    """Whether the ring plainly has a character that the name has not, or no room for one that the name has."""
    glyphs = lattice.name()
    read = "".join(glyph.character for glyph in glyphs)
    steps = [after.place - before.place for before, after in pairwise(glyphs)]
    room = 1.6 * median(steps) if steps else 1.0
    for edit in Levenshtein.editops(read, name):
        place = edit.src_pos
        if edit.tag == "insert":
            between = 0 < place < len(glyphs)
            if (
                between
                and steps[place - 1] < room
                and min(glyphs[place - 1].confidence, glyphs[place].confidence) > _CLEAR
            ):
                return True
        # At either end a letter of the level line may have strayed into the ring.
        elif glyphs[place].confidence >= _CLEAR and (edit.tag == "replace" or 0 < place < len(glyphs) - 1):
            return True
    return False
