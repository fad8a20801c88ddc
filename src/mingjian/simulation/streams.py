"""Streams of chance that depend on the seed and on what they are for, and on nothing else.

Each part of the world draws from its own stream, so adding a draw in one part changes no other, and neither the
order of work, nor the machine, nor Python's hash seed can be seen in the result.
"""

import hashlib
import random

import numpy as np


def stream(seed: int, *purpose: str | int) -> np.random.Generator:
    """Numbers in arrays, for one purpose."""
    return np.random.Generator(np.random.PCG64(_key(seed, *purpose)))


def dice(seed: int, *purpose: str | int) -> random.Random:
    """Single throws, for one purpose; for texts, where a call to numpy costs more than the throw."""
    return random.Random(_key(seed, *purpose))  # noqa: S311  # a simulation, no secret


def _key(seed: int, *purpose: str | int) -> int:
    name = "/".join(str(part) for part in (seed, *purpose))
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:16], "big")
