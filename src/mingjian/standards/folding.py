"""Folding of characters: one spelling for full-width, traditional, compatibility and hidden forms, with places kept.

What a complaint writes as ``ＪＲ消費`` or ``分<zero-width space>期`` reads as ``jr消费`` and ``分期`` once folded.
Every folded character knows which original character it came from, so whatever is found in the folded text can be
shown in the text as it was written.

Sources: Unicode NFKC (UAX #15), character by character so that places stay exact; traditional to simplified after
OpenCC's ``t2s`` table, character by character (its phrase rules would move characters).
"""

import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from opencc import OpenCC

_CodePoints: TypeAlias = npt.NDArray[np.uint32]

_IDEOGRAPHS = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x2FA20))
_CHANGING = (range(0x20000), range(0x2F800, 0x2FA20), range(0xE0000, 0xE1000))
"""Where NFKC, lower case or the hidden categories change anything; a test walks through the rest of Unicode."""
_HIDDEN_CATEGORIES = frozenset({"Cf", "Mn", "Me", "Cs"})
"""Format characters, such as zero-width spaces; marks drawn over another character; halves of no character."""
_IRREGULAR = 0xFFFFFFFF
"""Stands in the table for a character that becomes none or several."""


@dataclass(frozen=True)
class Folded:
    """A folded text; ``places[i]`` is the index in the original of the character that gave folded character ``i``."""

    text: str
    places: Sequence[int]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original text that a non-empty span of the folded text came from."""
        return self.places[start], self.places[end - 1] + 1

    def folded_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the folded text that a span of the original text became."""
        return bisect_left(self.places, start), bisect_left(self.places, end)


def fold(text: str) -> Folded:
    """The text in lower case, half width and simplified characters, without hidden characters, and where each was."""
    table, irregular_forms = _forms()
    folded = table[_code_points(text)]
    if not (folded == _IRREGULAR).any():
        return Folded(_decode(folded), range(len(text)))
    characters: list[str] = []
    places: list[int] = []
    for place, (character, code) in enumerate(zip(text, folded.tolist(), strict=True)):
        form = irregular_forms[character] if code == _IRREGULAR else chr(code)
        characters.append(form)
        places.extend([place] * len(form))
    return Folded("".join(characters), places)


def fold_text(text: str) -> str:
    """The folded text alone."""
    return fold(text).text


def folding_table() -> _CodePoints:
    """The folded code point of each code point, for whole arrays.

    A character that becomes none becomes a space, one that becomes several stays as it is.
    """
    return _array_table()


@cache
def _array_table() -> _CodePoints:
    table, irregular_forms = _forms()
    table = table.copy()
    for character, form in irregular_forms.items():
        table[ord(character)] = ord(character) if form else ord(" ")
    return table


def _code_points(text: str) -> _CodePoints:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _decode(codes: _CodePoints) -> str:
    return codes.tobytes().decode("utf-32-le")


@cache
def _forms() -> tuple[_CodePoints, dict[str, str]]:
    """What each character becomes, by code point; and the forms of those that become none or several."""
    simplified = _simplified()
    table = np.arange(0x110000, dtype=np.uint32)
    irregular: dict[str, str] = {}
    for code in chain(map(ord, simplified), *_CHANGING):
        character = chr(code)
        form, before = character, ""
        while form != before:
            # What one rule gives, another may change again: U+03D2 becomes a capital letter under NFKC.
            before = form
            visible = (part for part in form if unicodedata.category(part) not in _HIDDEN_CATEGORIES)
            form = unicodedata.normalize("NFKC", "".join(visible)).lower()
            form = "".join(simplified.get(part, part) for part in form)
        if len(form) == 1:
            table[code] = ord(form)
        else:
            table[code] = _IRREGULAR
            irregular[character] = form
    return table, irregular


def _simplified() -> dict[str, str]:
    ideographs = [chr(code) for codes in _IDEOGRAPHS for code in codes]
    converted = OpenCC("t2s").convert("\n".join(ideographs)).split("\n")
    return {before: after for before, after in zip(ideographs, converted, strict=True) if before != after}
