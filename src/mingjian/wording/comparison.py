"""What two texts of a corpus share: exactly, and beyond what the corpus makes likely."""

from collections.abc import Iterator
from functools import cached_property

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel
from scipy.sparse import csr_matrix

from mingjian.wording.evidence import Evidence, savings
from mingjian.wording.shingles import Shingles, shingle
from mingjian.wording.surprisal import Surprisal
from mingjian.wording.tokens import Floats, Int64s, Tokens

MODEL_TEXTS = 15_000
"""Texts from which the token model learns; with more, its probabilities hardly move."""
_STEPS = 8.0
"""A token's surprisal is kept in steps of an eighth of a nat, up to 32: a byte a token."""
_TEXTS = 20_000
_TOLD_TEXTS = 1_000
"""Texts told at a time: few, so that their tokens stay in the processor's cache."""
_PAIRS = 16_000


class Corpus:
    """Distinct texts as tokens. What can be made again from the tokens is not kept: a million texts must fit."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        # Memory that is not written to is not used: only texts that are asked about take any.
        self._steps = np.zeros(len(tokens.values), dtype=np.uint8)
        self._told = np.zeros(len(tokens), dtype=bool)

    def __len__(self) -> int:
        return len(self.tokens)

    @cached_property
    def _model(self) -> Surprisal:
        return Surprisal(self.tokens.sample(MODEL_TEXTS))

    def _nats_of(self, texts: Int64s) -> Floats:
        """The surprisal of the tokens of some texts, each text computed once."""
        unknown = texts[~self._told[texts]]
        for start in range(0, len(unknown), _TOLD_TEXTS):
            part = unknown[start : start + _TOLD_TEXTS]
            asked = self.tokens.take(part)
            self._steps[self.tokens.places(part)] = np.minimum(np.rint(self._model.of(asked) * _STEPS), 255)
        self._told[unknown] = True
        nats: Floats = self._steps[self.tokens.places(texts)] / _STEPS
        return nats

    def shingles(self) -> Iterator[Shingles]:
        """The shingles of all texts, some thousand texts at a time."""
        for start in range(0, len(self), _TEXTS):
            yield shingle(self.tokens.take(np.arange(start, min(start + _TEXTS, len(self)))))

    def jaccard(self, pairs: Int64s) -> Floats:
        """The share of shingles that each pair has in common."""
        found = [np.zeros(0)]
        for part, involved in _parts(pairs):
            sets = _sets(shingle(self.tokens.take(involved)))
            sizes = np.diff(sets.indptr)
            common = np.asarray(sets[part[:, 0]].multiply(sets[part[:, 1]]).sum(axis=1)).ravel()
            either = sizes[part[:, 0]] + sizes[part[:, 1]] - common
            found.append(common / np.maximum(either, 1))
        return np.concatenate(found)

    def likeness(self, pairs: Int64s, *, least: float) -> Floats:
        """Twice the longest common subsequence over both lengths, or a little more; 0 where below ``least``."""
        found = [np.zeros(0)]
        for part, involved in _parts(pairs):
            strings = self.tokens.take(involved).byte_strings()
            found.append(
                process.cpdist(
                    [strings[text] for text in part[:, 0].tolist()],
                    [strings[text] for text in part[:, 1].tolist()],
                    scorer=Indel.normalized_similarity,
                    score_cutoff=least,
                    dtype=np.float64,
                    workers=-1,
                )
            )
        return np.concatenate(found)

    def evidence(self, pairs: Int64s) -> Evidence:
        """What speaks for each pair."""
        found = [savings(self.tokens.take(np.zeros(0, dtype=np.int64)), np.zeros(0), pairs[:0])]
        for part, involved in _parts(pairs):
            tokens = self.tokens.take(involved)
            found.append(savings(tokens, self._nats_of(involved), part))
        return Evidence(
            np.concatenate([part.nats for part in found]),
            np.concatenate([part.share for part in found]),
            np.concatenate([part.without_longest for part in found]),
        )


def _parts(pairs: Int64s) -> Iterator[tuple[Int64s, Int64s]]:
    """The pairs some thousand at a time, as places in the texts that they involve, and those texts."""
    for start in range(0, len(pairs), _PAIRS):
        involved, places = np.unique(pairs[start : start + _PAIRS], return_inverse=True)
        yield places.reshape(-1, 2), involved


def _sets(shingles: Shingles) -> csr_matrix:
    """One row a text, with a 1 for each shingle that it has, however often."""
    # A column for each of the 32-bit hashes would need indices of 64 bits; a quarter of them tells as well.
    columns = (shingles.values >> np.uint32(2)).astype(np.int32)
    sets = csr_matrix(
        (np.ones(len(columns), dtype=np.int32), columns, shingles.offsets.astype(np.int32)),
        shape=(len(shingles), 1 << 30),
    )
    sets.sum_duplicates()
    sets.data[:] = 1
    return sets
