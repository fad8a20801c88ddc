"""How surprising each token of a text is to a reader of the whole corpus: what a stock phrase is, in nats.

Two people who both write "希望相关部门介入调查" share ten characters and hardly any information: after the first
few, any reader of complaints knows the rest. Shared wording therefore counts by its surprisal under a token model
of the corpus (interpolated n-grams, Witten and Bell 1991), not by its length.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from mingjian.wording.tokens import Bools, Floats, Int64s, Tokens

ORDER = 6
"""Tokens of context and token: a longer one saw each phrase too seldom to learn it."""
_BITS = 24
_BASE = np.uint64(0xD6E8FEB86659FD93)
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_UNSEEN = 1 / 3500
"""A token never seen: one of the 3,500 characters in common use (通用规范汉字表, 2013, first level)."""
_TRUST = 3.0
"""How many sightings of a context weigh as much as the shorter context."""


class Surprisal:
    """A token model of a corpus."""

    def __init__(self, tokens: Tokens) -> None:
        self._counts: list[npt.NDArray[np.unsignedinteger]] = []
        for bins, complete in _ngrams(tokens):
            counts = np.bincount(bins[complete], minlength=1 << _BITS)
            self._counts.append(counts.astype(np.min_scalar_type(counts.max())))
        self._total = len(tokens.values)

    def of(self, tokens: Tokens, *, own: int = 2) -> Floats:
        """Nats of each token, given those before it in its text.

        ``own`` sightings of each n-gram are not counted: those in the two texts of the pair that is asked about.
        """
        probability = np.full(len(tokens.values), _UNSEEN)
        before = np.full(len(tokens.values), float(self._total))
        for counts, (bins, complete) in zip(self._counts, _ngrams(tokens), strict=True):
            seen = counts[bins].astype(np.float64)
            seen[~complete] = 0.0
            context = np.maximum(before - own, 0.0)
            trust = context / (context + _TRUST)
            trust[~complete] = 0.0
            share = np.minimum(np.maximum(seen - own, 0.0) / np.maximum(context, 1.0), 1.0)
            probability += trust * (share - probability)
            # The n-gram that ends one token earlier is the context of the next order.
            before[1:] = seen[:-1]
            before[:1] = 0.0
        nats: Floats = -np.log(np.maximum(probability, 1e-12))
        return nats


def _ngrams(tokens: Tokens) -> Iterator[tuple[Int64s, Bools]]:
    """For each order, the hash bin of the n-gram that ends at each token, and whether it lies within one text."""
    values = tokens.values.astype(np.uint64) + np.uint64(1)
    places: Int64s = np.arange(len(values)) - np.repeat(tokens.offsets[:-1], tokens.lengths)
    hashes = values
    for order in range(1, ORDER + 1):
        if order > 1:
            # The hash of n tokens is that of the n - 1 before the last, moved on, and the last.
            shifted = np.concatenate((np.zeros(min(len(hashes), 1), dtype=np.uint64), hashes[:-1]))
            hashes = shifted * _BASE + values
        # Multiply and shift (Dietzfelbinger 1997): the highest bits are the well mixed ones.
        yield ((hashes * _FACTOR) >> np.uint64(64 - _BITS)).astype(np.int64), places >= order - 1
