"""What a line may say: the few likeliest characters at each step, and how well a given text fits them.

A register of names knows what may stand there, so a worn character is settled by its neighbours: of all registered
names, the one that explains the whole ring best (connectionist temporal classification, Graves 2006), if it does so
well enough.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import dropwhile

import numpy as np
import numpy.typing as npt

from mingjian.reading.line_reader import Glyph

__all__ = ["Lattice"]

KEPT = 6
"""Characters kept at each step; the recogniser gives the others together less than a hundredth nearly everywhere."""
_FLOOR = -9.0
"""Log-probability of a character that was not kept."""
_STRAY = -1.2
"""Log-price of each step with ink that belongs to no name: a star or a level line beside the seam. Figures cost
nothing: a code stands there."""
_BLANK = "\0"


@dataclass(frozen=True)
class Lattice:
    """Steps × ``KEPT`` characters, likeliest first."""

    characters: tuple[str, ...]
    """One string of ``KEPT`` characters a step; NUL stands for no character."""
    logarithms: npt.NDArray[np.float32]
    """Their log-probabilities, in the same order."""

    @classmethod
    def of(cls, probabilities: npt.NDArray[np.floating], alphabet: Sequence[str]) -> "Lattice":
        """Out of the recogniser's answer, steps × alphabet, whose first column is the blank."""
        order = np.argsort(-probabilities, axis=1)[:, :KEPT]
        kept = np.take_along_axis(probabilities, order, axis=1)
        # The recogniser's space says nothing on a seal; a character of several code points cannot be kept.
        letters = [letter if len(letter) == 1 and letter != " " else _BLANK for letter in alphabet]
        characters = tuple("".join(letters[index] for index in row) for row in order)
        return cls(characters, np.log(np.maximum(kept, 1e-4)).astype(np.float32))

    def glyphs(self) -> list[Glyph]:
        """The likeliest reading: the best of each step, repetitions and blanks left out."""
        read: list[Glyph] = []
        count = len(self.characters)
        start = 0
        while start < count:
            letter = self.characters[start][0]
            end = start
            while end < count and self.characters[end][0] == letter:
                end += 1
            if letter != _BLANK:
                confidence = float(np.exp(self.logarithms[start:end, 0].max()))
                read.append(Glyph(letter, confidence, (start + end) / 2 / count))
            start = end
        return read

    def name(self) -> list[Glyph]:
        """The likeliest reading without what is not of the name at either end.

        Figures are of the code; letters of a name are evenly spaced, so what stands apart is not one of them.
        """
        glyphs = [glyph for glyph in self.glyphs() if glyph.character.isalnum() or glyph.character in "()（）·"]
        glyphs = _without_code(_without_code(glyphs)[::-1])[::-1]
        if len(glyphs) < 4:
            return glyphs
        places = np.array([glyph.place for glyph in glyphs])
        steps = np.diff(places)
        pitch = float(np.median(steps))
        breaks = [index + 1 for index, step in enumerate(steps) if step > 2.4 * pitch]
        pieces = [
            glyphs[start:end] for start, end in zip([0, *breaks], [*breaks, len(glyphs)], strict=True) if end > start
        ]
        main = max(range(len(pieces)), key=lambda index: len(pieces[index]))
        # A worn gap within the name leaves long pieces on both sides; what stands apart is short.
        kept = [piece for index, piece in enumerate(pieces) if index == main or len(piece) >= 4]
        name = [glyph for piece in kept for glyph in piece]
        while len(name) > 4 and name[0].confidence < 0.9 and name[1].place - name[0].place > 1.35 * pitch:
            name = name[1:]
        while len(name) > 4 and name[-1].confidence < 0.9 and name[-1].place - name[-2].place > 1.35 * pitch:
            name = name[:-1]
        return name

    def candidates(self) -> frozenset[str]:
        """Every character that has any likelihood somewhere."""
        found: set[str] = set()
        for letters, logarithms in zip(self.characters, self.logarithms, strict=True):
            found.update(letter for letter, value in zip(letters, logarithms, strict=True) if value > -5.5)
        return frozenset(found - {_BLANK})

    def fit(self, names: Sequence[str]) -> npt.NDArray[np.float64]:
        """How well each name explains the line: log-likelihood over the free reading's, a character; 0 is perfect."""
        if not names:
            return np.zeros(0)
        letters = sorted({letter for name in names for letter in name})
        column = {letter: index for index, letter in enumerate(letters)}
        steps = len(self.characters)
        table = np.full((steps, len(letters) + 1), _FLOOR)
        for step, (row, logarithms) in enumerate(zip(self.characters, self.logarithms, strict=True)):
            for letter, value in zip(row, logarithms, strict=True):
                if letter == _BLANK:
                    table[step, -1] = max(table[step, -1], value)
                elif letter in column:
                    table[step, column[letter]] = value
        longest = max(len(name) for name in names)
        labels = np.full((len(names), 2 * longest + 1), len(letters))
        for number, name in enumerate(names):
            labels[number, 1 : 2 * len(name) : 2] = [column[letter] for letter in name]
        lengths = np.array([len(name) for name in names])
        return self._forward(table, labels, lengths)

    def _forward(
        self, table: npt.NDArray[np.float64], labels: npt.NDArray[np.int64], lengths: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.float64]:
        """The best path through each name, where stray ink before and after it has a price (Viterbi)."""
        names, states = labels.shape
        rows = np.arange(names)
        inked = np.array([letters[0] != _BLANK and not letters[0].isdigit() for letters in self.characters])
        best = self.logarithms[:, 0].astype(np.float64)
        stray = best + np.where(inked, _STRAY, 0.0)
        before = np.concatenate([[0.0], np.cumsum(stray)])
        after = before[-1] - before
        skips = np.zeros((names, states), bool)
        skips[:, 3::2] = labels[:, 3::2] != labels[:, 1:-2:2]
        path = np.full((names, states), -np.inf)
        reached = np.full(names, -np.inf)
        for step in range(len(table)):
            emitted = table[step][labels]
            came = path.copy()
            came[:, 1:] = np.maximum(came[:, 1:], path[:, :-1])
            skipped = np.full((names, states), -np.inf)
            skipped[:, 2:] = np.where(skips[:, 2:], path[:, :-2], -np.inf)
            came = np.maximum(came, skipped)
            came[:, 1] = np.maximum(came[:, 1], before[step])
            path = came + emitted
            reached = np.maximum(reached, path[rows, 2 * lengths - 1] + after[step + 1])
        return np.asarray((reached - best.sum()) / lengths, np.float64)


def _without_code(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Without the figures at the beginning: no organisation's name begins or ends with one."""
    return list(dropwhile(lambda glyph: glyph.character.isdigit(), glyphs))
