"""One text against the families of a run: the answer that the run gave it, or gives to a text without family."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mingjian.wording.shingles import Shingles, shingle
from mingjian.wording.signatures import band_keys_of, minhash
from mingjian.wording.tokens import tokenise
from mingjian.wording.transfers import without_transfer

ROWS = 3
"""Rows a band: of 42 bands, a pair with a Jaccard similarity of 0.3 agrees in one with probability 0.68, of 0.4 with
0.94, of 0.1 with 0.04."""


@dataclass(frozen=True)
class Template:
    """A family as later texts are put to it: its medoid, and the Jaccard similarity from which a text belongs."""

    template_id: str
    medoid: str
    level: float


@dataclass(frozen=True)
class TextMatch:
    """The family of a text and how alike it is to the medoid; ``known`` where that very text is a member."""

    template_id: str
    similarity: float
    known: bool


@dataclass(frozen=True)
class TemplateIndex:
    """What is needed of a run's index to match one text: the entries under the text's keys, and their templates.

    ``by_text`` is of whole texts, ``by_band`` of bands of medoids. Holding more than the text's own entries changes
    nothing.
    """

    by_text: Mapping[int, str]
    by_band: Mapping[int, Iterable[str]]
    templates: Mapping[str, Template]


class KeyedText:
    """A text as it is put to families: cut and signed once."""

    def __init__(self, text: str) -> None:
        self.tokens = tokenise([without_transfer(text)])
        self.key = int(self.tokens.keys().view(np.int64)[0])
        """The key of a text that equals another but for case, punctuation and figures."""

    @cached_property
    def shingles(self) -> frozenset[int]:
        """What it is compared by."""
        return frozenset(self._shingles.of(0).tolist())

    @cached_property
    def _shingles(self) -> Shingles:
        return shingle(self.tokens)

    @cached_property
    def band_keys(self) -> tuple[int, ...]:
        """The keys under which it, and the medoids that it may be alike to, stand in the index."""
        signature = minhash([self._shingles], texts=1)
        return tuple(band_keys_of(signature, rows=ROWS).view(np.int64)[0].tolist())


def text_key(text: str) -> int:
    """The key of a text that equals another but for case, punctuation and figures."""
    return KeyedText(text).key


def band_keys(text: str) -> tuple[int, ...]:
    """The keys under which a text, and the medoids that it may be alike to, stand in the index."""
    return KeyedText(text).band_keys


def match_text(text: str | KeyedText, index: TemplateIndex) -> TextMatch | None:
    """The family of a text, or None."""
    asked = text if isinstance(text, KeyedText) else KeyedText(text)
    if not asked.tokens.lengths[0]:
        return None
    known = index.by_text.get(asked.key)
    names = {known} if known else {name for key in asked.band_keys for name in index.by_band.get(key, ())}
    candidates = [index.templates[name] for name in sorted(names)]
    if not candidates:
        return None
    shingles = shingle(tokenise([without_transfer(candidate.medoid) for candidate in candidates]))
    best: TextMatch | None = None
    for place, candidate in enumerate(candidates):
        other = frozenset(shingles.of(place).tolist())
        shared = len(asked.shingles & other)
        similarity = shared / (len(asked.shingles) + len(other) - shared)
        if known:
            return TextMatch(candidate.template_id, similarity, known=True)
        if similarity >= candidate.level and (best is None or similarity > best.similarity):
            best = TextMatch(candidate.template_id, similarity, known=False)
    return best
