"""What a ring may say: the few likeliest characters at each step, and how much they speak for a given name.

A register of names knows what may stand there, so a worn character is settled by its neighbours and by its place: of
all registered names the one that explains the whole ring best, if it does so well enough.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import dropwhile

import numpy as np
import numpy.typing as npt
from scipy.ndimage import maximum_filter1d

from mingjian.reading.line_reader import Glyph

__all__ = ["Lattice"]

KEPT = 6
"""Characters kept at each step; the recogniser gives the others together less than a hundredth nearly everywhere."""
_READ = 0.6
"""Share of a worn seal's letters that are read."""
_BY_CHANCE = 1 / 200
"""How often a given letter of names is read where it does not stand."""
_CLEAR, _MISREAD = 0.6, 0.05
"""From which probability on a letter is clear; how often a perfectly clear one is another all the same."""
_STRAY = -1.5
"""Of each clear letter beside the name: of a level line, or of a longer name."""
_PITCHES = np.arange(2.0, 8.0, 0.2)
"""Steps from letter to letter: from 10° to 38° of the ring."""
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

    def evidence(self, names: Sequence[str]) -> npt.NDArray[np.float64]:
        """How much likelier the ring is if a name stands there than if chance put its letters there, as a logarithm.

        An engraver spaces the letters of a name evenly. So of each name every beginning and every pitch is tried; a
        letter that is read where it should stand speaks for the name, a clear other one in its place against it, and
        one that is worn away says little. Another pitch tells apart what differs by a letter.
        """
        found = np.full(len(names), -np.inf)
        if not len(self.characters):
            return found
        rows = {letter: row for row, letter in enumerate(sorted(set("".join(names))))}
        letters, beside = self._letters(rows)
        alike: dict[tuple[float, ...], list[int]] = {}
        for number, name in enumerate(names):
            for spacing in {_spacing(name, bracket) for bracket in (1.0, 0.5)}:
                alike.setdefault(spacing, []).append(number)
        for spacing, chosen in alike.items():
            labels = np.array([[rows[letter] for letter in names[one]] for one in chosen])
            found[chosen] = np.maximum(found[chosen], self._spaced(letters, beside, labels, np.array(spacing)))
        return found

    def _letters(self, rows: Mapping[str, int]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
        """Each letter's log-likelihood ratio at each step, and how many clear letters stand before each step.

        A recogniser of lines tells a letter's place to a step.
        """
        own = np.zeros((len(rows), len(self.characters)))
        clearest = np.zeros(len(self.characters))
        for step, (letters, logarithms) in enumerate(zip(self.characters, self.logarithms, strict=True)):
            for letter, probability in zip(letters, np.exp(logarithms), strict=True):
                if letter == _BLANK or letter.isdigit():  # a code stands beside the name
                    continue
                clearest[step] = max(clearest[step], probability)
                if letter in rows:
                    own[rows[letter], step] = max(own[rows[letter], step], probability)
        another = 1 - (1 - _MISREAD) * _within_a_step(clearest)
        ratios = np.log(_READ / _BY_CHANCE * _within_a_step(own) + (1 - _READ) * another)
        clear = clearest > _CLEAR
        begins = clear & ~np.concatenate([[False], clear[:-1]])
        return ratios, np.concatenate([[0], np.cumsum(begins)])

    def _spaced(
        self,
        letters: npt.NDArray[np.float64],
        beside: npt.NDArray[np.int64],
        labels: npt.NDArray[np.int64],
        spacing: npt.NDArray[np.float64],
    ) -> npt.NDArray[np.float64]:
        """The best beginning and pitch for each of some names whose letters are spaced alike."""
        steps = letters.shape[1]
        found = np.full(len(labels), -np.inf)
        for pitch in _PITCHES:
            places = np.round(spacing * pitch).astype(int)
            begins = np.arange(steps - places[-1])
            if not len(begins):
                break
            ends = np.minimum(begins + places[-1] + 2, steps)
            strays = beside[np.maximum(begins - 1, 0)] + beside[-1] - beside[ends]
            score = np.repeat(_STRAY * strays[None, :], len(labels), axis=0)
            for place, label in zip(places, labels.T, strict=True):
                score += letters[label, place : place + len(begins)]
            found = np.maximum(found, score.max(axis=1))
        return found


def _spacing(name: str, bracket: float) -> tuple[float, ...]:
    """Where the letters of a name stand, in pitches; brackets are cut as wide as letters, or narrower."""
    widths = np.array([bracket if letter in "()（）" else 1.0 for letter in name])
    middles = np.cumsum(widths) - widths / 2
    return tuple((middles - middles[0]).tolist())


def _within_a_step(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return maximum_filter1d(values, 3, axis=-1, mode="nearest")


def _without_code(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Without the figures at the beginning: no organisation's name begins or ends with one."""
    return list(dropwhile(lambda glyph: glyph.character.isdigit(), glyphs))
