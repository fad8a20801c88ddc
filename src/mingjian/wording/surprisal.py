"""How surprising each token of a text is to a reader of the whole corpus: what a stock phrase is, in nats.

Two people who both write "希望相关部门介入调查" share ten characters and hardly any information: after the first
few, any reader of complaints knows the rest. Shared wording therefore counts by its surprisal under a token model
of the corpus (interpolated n-grams, Witten and Bell 1991), not by its length.
"""

import numpy as np

from mingjian.wording.tokens import Bools, Floats, Int64s, Tokens, UInt32s, UInt64s, mix

ORDER = 6
"""Tokens of context and token: a longer one saw each phrase too seldom to learn it."""
_BINS = 1 << 24
_UNSEEN = 1 / 3500
"""A token never seen: one of the 3,500 characters in common use (通用规范汉字表, 2013, first level)."""
_TRUST = 3.0
"""How many sightings of a context weigh as much as the shorter context."""


class Surprisal:
    """A token model of a corpus. ``own`` is how often the texts that are asked about were themselves counted."""

    def __init__(self, tokens: Tokens) -> None:
        self._counts = []
        hashes: UInt64s = np.zeros(len(tokens.values), dtype=np.uint64)
        for order in range(1, ORDER + 1):
            hashes, complete = _extend(tokens, hashes, order)
            bins = np.bincount((hashes[complete] % np.uint64(_BINS)).astype(np.int64), minlength=_BINS)
            self._counts.append(bins.astype(np.int32))
        self._total = len(tokens.values)

    def of(self, tokens: Tokens, *, own: int = 2) -> Floats:
        """Nats of each token, given those before it in its text; ``own`` sightings of each n-gram are not counted."""
        probability = np.full(len(tokens.values), _UNSEEN)
        hashes: UInt64s = np.zeros(len(tokens.values), dtype=np.uint64)
        before = np.full(len(tokens.values), float(self._total))
        for order, counts in enumerate(self._counts, start=1):
            hashes, complete = _extend(tokens, hashes, order)
            seen = np.where(complete, counts[(hashes % np.uint64(_BINS)).astype(np.int64)], 0).astype(np.float64)
            context = np.maximum(before - own, 0.0)
            trust = np.where(complete, context / (context + _TRUST), 0.0)
            share = np.minimum(np.maximum(seen - own, 0.0) / np.maximum(context, 1.0), 1.0)
            probability = trust * share + (1.0 - trust) * probability
            # The n-gram that ends one token earlier is the context of the next order.
            before = np.concatenate(([0.0], seen[:-1])) if len(seen) else seen
        nats: Floats = -np.log(np.maximum(probability, 1e-12))
        return nats


def _extend(tokens: Tokens, shorter: UInt64s, order: int) -> tuple[UInt64s, Bools]:
    """Hashes of the n-grams that end at each token, from those one shorter; and which lie within one text."""
    values: UInt32s = tokens.values
    places: Int64s = np.arange(len(values)) - np.repeat(tokens.offsets[:-1], tokens.lengths)
    previous = (
        np.concatenate((np.zeros(1, dtype=np.uint64), shorter[:-1])) if order > 1 and len(values) else shorter * 0
    )
    return mix(previous + values.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)), places >= order - 1
