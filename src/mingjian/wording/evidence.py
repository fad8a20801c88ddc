"""What speaks for two texts having been written from one another: the nats that one saves in telling the other."""

from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import Indel

from mingjian.wording.tokens import Floats, Int64s, Tokens

_BLOCK_COST = 2.0
_GAP_COST = 2.0
"""What it takes to say that a shared block begins, and how far it stands from the one before, in nats."""


@dataclass(frozen=True)
class Evidence:
    """What speaks for each of some pairs of texts, told from the side that saves less.

    ``nats`` are saved in all; ``share`` is their share of what the text says; ``without_longest`` is what is left
    without the longest shared passage: one passage in common may be one quotation, a family has more.
    """

    nats: Floats
    share: Floats
    without_longest: Floats


def savings(tokens: Tokens, surprisal: Floats, pairs: Int64s) -> Evidence:
    """What is saved by telling each text of a pair as an edit of the other.

    Every shared block, in order, saves its surprisal and costs the telling of where it stands. Minimum description
    length (Rissanen 1978): by chance alone, savings of n nats happen once in exp(n) pairs of texts that share no
    more than the corpus's common wording.
    """
    if not len(pairs):
        return Evidence(np.zeros(0), np.zeros(0), np.zeros(0))
    strings = tokens.strings()
    flat: list[int] = []
    counts = []
    for left, right in pairs.tolist():
        blocks = Indel.opcodes(strings[left], strings[right]).as_matching_blocks()
        # The last one is empty and stands at both ends; it keeps pairs without a block in the arrays.
        counts.append(len(blocks))
        for block in blocks:
            flat += (block.a, block.b, block.size)
    blocks_of = np.array(flat, dtype=np.int64).reshape(-1, 3)
    lengths: Int64s = np.array(counts, dtype=np.int64)
    first: Int64s = np.cumsum(lengths) - lengths
    pair = np.repeat(np.arange(len(pairs)), lengths)
    starts, sizes = blocks_of[:, :2], blocks_of[:, 2]
    ends = starts + sizes[:, None]
    skipped = starts.copy()
    skipped[1:] -= ends[:-1]
    skipped[first] = starts[first]
    cost = _BLOCK_COST + _GAP_COST * np.log1p(skipped.sum(axis=1))
    sums = np.concatenate((np.zeros(1), np.cumsum(surprisal)))
    sides = []
    for side in (0, 1):
        texts = pairs[:, side]
        begin = tokens.offsets[texts][pair]
        net = np.maximum(sums[begin + ends[:, side]] - sums[begin + starts[:, side]] - cost, 0.0)
        nats = np.add.reduceat(net, first)
        whole = sums[tokens.offsets[texts + 1]] - sums[tokens.offsets[texts]]
        sides.append((nats, nats / np.maximum(whole, 1e-9), nats - np.maximum.reduceat(net, first)))
    (left_nats, left_share, left_rest), (right_nats, right_share, right_rest) = sides
    less = left_nats <= right_nats
    return Evidence(
        np.where(less, left_nats, right_nats),
        np.where(less, left_share, right_share),
        np.where(less, left_rest, right_rest),
    )
