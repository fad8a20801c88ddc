"""What speaks for two texts having been written from one another: the nats that one saves in telling the other."""

from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import Indel

from mingjian.wording.tokens import Floats, Int64s


@dataclass(frozen=True)
class Evidence:
    """``nats`` saved, their ``share`` of all that the text says, and what is left ``without_longest`` shared passage.

    One passage in common, however long, may be one quotation; a family has more than one.
    """

    nats: float
    share: float
    without_longest: float


_BLOCK_COST = 2.0
_GAP_COST = 2.0
"""What it takes to say that a shared block begins, and how far it stands from the one before, in nats."""


def saving(left: str, left_surprisal: Floats, right: str, right_surprisal: Floats) -> Evidence:
    """What is saved by telling one text (one character a token) as an edit of the other, from the side that saves less.

    Every shared block, in order, saves its surprisal and costs the telling of where it stands. Minimum description
    length (Rissanen 1978): by chance alone, savings of n nats happen once in exp(n) pairs of texts that share no
    more than the corpus's common wording.
    """
    blocks = np.array(
        [(block.a, block.b, block.size) for block in Indel.opcodes(left, right).as_matching_blocks()], dtype=np.int64
    ).reshape(-1, 3)[:-1]
    if not len(blocks):
        return Evidence(0.0, 0.0, 0.0)
    starts, sizes = blocks[:, :2], blocks[:, 2]
    ends = starts + sizes[:, None]
    skipped = starts.copy()
    skipped[1:] -= ends[:-1]
    cost = _BLOCK_COST + _GAP_COST * np.log1p(skipped.sum(axis=1))
    return min(
        (_side(left_surprisal, starts[:, 0], ends[:, 0], cost), _side(right_surprisal, starts[:, 1], ends[:, 1], cost)),
        key=lambda evidence: evidence.nats,
    )


def _side(surprisal: Floats, starts: Int64s, ends: Int64s, cost: Floats) -> Evidence:
    sums = np.concatenate((np.zeros(1), np.cumsum(surprisal)))
    net = sums[ends] - sums[starts] - cost
    paying = net > 0
    nats = float(net[paying].sum())
    return Evidence(nats, nats / max(float(sums[-1]), 1e-9), nats - max(float(net.max()), 0.0))
