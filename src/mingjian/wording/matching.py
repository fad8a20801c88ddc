"""One text against the families of a run: the answer that the run gave it, or gives to a text without family."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from mingjian.wording.shingles import shingle
from mingjian.wording.signatures import agreement, band_key, bands, brief, minhash
from mingjian.wording.tokens import tokenise

ROWS = 3
"""Rows a band: of 42 bands, a pair with a Jaccard similarity of 0.3 agrees in one with probability 0.68, of 0.4 with
0.94, of 0.1 with 0.04."""
ESTIMATE_MARGIN = 0.05
"""An estimate from 128 places has a standard error of 0.04 at 0.25: pairs a little below a level are still measured."""


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


def text_key(text: str) -> int:
    """The key of a text that equals another but for case, punctuation and figures."""
    return int(tokenise([text]).keys().view(np.int64)[0])


def band_keys(text: str) -> tuple[int, ...]:
    """The keys under which a text, and the medoids that it may be alike to, stand in the index."""
    signature = minhash([shingle(tokenise([text]))], texts=1)
    return tuple(int(band_key(signature, band, rows=ROWS).view(np.int64)[0]) for band in range(bands(ROWS)))


def match_text(text: str, index: TemplateIndex) -> TextMatch | None:
    """The family of a text, or None."""
    tokens = tokenise([text])
    if not tokens.lengths[0]:
        return None
    known = index.by_text.get(text_key(text))
    names = {known} if known else {name for key in band_keys(text) for name in index.by_band.get(key, ())}
    candidates = [index.templates[name] for name in sorted(names)]
    if not candidates:
        return None
    shingles = shingle(tokenise([text, *(candidate.medoid for candidate in candidates)]))
    briefly = brief(minhash([shingles], texts=len(shingles)))
    places = np.arange(1, len(candidates) + 1)
    estimates = agreement(briefly, np.stack([np.zeros(len(places), dtype=np.int64), places], axis=1))
    own = frozenset(shingles.of(0).tolist())
    best: TextMatch | None = None
    for place, candidate, estimate in zip(places.tolist(), candidates, estimates, strict=True):
        other = frozenset(shingles.of(place).tolist())
        similarity = len(own & other) / len(own | other)
        if known:
            return TextMatch(candidate.template_id, similarity, known=True)
        if (
            estimate >= candidate.level - ESTIMATE_MARGIN
            and similarity >= candidate.level
            and (best is None or similarity > best.similarity)
        ):
            best = TextMatch(candidate.template_id, similarity, known=False)
    return best
