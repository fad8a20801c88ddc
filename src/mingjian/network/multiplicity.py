"""How many pairs and triples of entities a threshold must answer for: those that could reach it at all.

Of a rare thing that three people have and a hub that a tenth of everybody has, no meeting could ever surprise enough,
and what cannot be taken for linked by chance needs no allowance for it. Tarone (1990, Biometrics 46) and, for
combinations of more than two, Terada et al. (2013, PNAS 110: LAMP): where M(T) combinations can reach a surprise of T,
the least T with M(T)·exp(−T) ≤ ε keeps the expected number of false stars at ε, as the count of all of them would.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from mingjian.network.kinds import ENOUGH_ALONE, Kind
from mingjian.network.settings import NetworkSettings
from mingjian.store.engine import Engine

_EXACT = 32
_STEP = 1.15
"""Sizes up to 32 are told apart, larger ones by 15 %, so that triples of them stay few in a world of any size."""


@dataclass(frozen=True)
class Sizes:
    """The entities of a kind by how many households have them: ``count`` of them between ``least`` and ``most``."""

    least: NDArray[np.float64]
    most: NDArray[np.float64]
    count: NDArray[np.float64]


def thresholds(
    statistics: ir.Table, population: ir.Table, settings: NetworkSettings, engine: Engine, *, share: float
) -> ir.Table:
    """``kinds`` and ``threshold`` of each pair and triple of kinds; ``share`` false stars are expected of each."""
    usable = statistics.filter(statistics.countable)
    rows = usable.group_by("kind", "households").aggregate(entities=usable.count()).to_pyarrow().to_pylist()
    by_kind: dict[Kind, dict[int, int]] = defaultdict(dict)
    for row in rows:
        by_kind[Kind(row["kind"])][row["households"]] = row["entities"]
    sizes = {kind: sizes_of(found) for kind, found in by_kind.items()}
    populations = {row["kinds"]: row["population"] for row in population.to_pyarrow().to_pylist()}
    found: dict[str, float] = {}
    for many in (2, 3):
        for kinds in combinations(sorted(sizes), many):
            name = "+".join(kinds)
            if name in populations and (many == 3 or ENOUGH_ALONE & set(kinds)):
                local = Kind.PLACE in kinds
                dependence = settings.local_dependence if local else settings.dependence
                reach, count = reachable([sizes[kind] for kind in kinds], populations[name], dependence=dependence)
                found[name] = threshold(reach, count, share=share)
    schema = pa.schema([("kinds", pa.string()), ("threshold", pa.float64())])
    return engine.read_arrow(pa.Table.from_arrays([list(found), list(found.values())], schema=schema))


def sizes_of(entities: Mapping[int, int]) -> Sizes:
    """``entities`` counts those of each number of households."""
    bins: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for size, count in entities.items():
        step = size if size <= _EXACT else _EXACT + math.ceil(math.log(size / _EXACT) / math.log(_STEP))
        bins[step].append((size, count))
    ordered = [bins[step] for step in sorted(bins)]
    return Sizes(
        np.array([min(size for size, _ in one) for one in ordered], dtype=np.float64),
        np.array([max(size for size, _ in one) for one in ordered], dtype=np.float64),
        np.array([sum(count for _, count in one) for one in ordered], dtype=np.float64),
    )


def reachable(
    sizes: Sequence[Sizes], population: int, *, dependence: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The most surprise that combinations of one entity of each kind could have, and how many there are of each."""
    least = np.meshgrid(*(one.least for one in sizes), indexing="ij")
    most = np.meshgrid(*(one.most for one in sizes), indexing="ij")
    count = np.prod(np.meshgrid(*(one.count for one in sizes), indexing="ij"), axis=0)
    # All who have the rarest have the others too: S = n·ln(1/p), with p as the stars' own.
    rarest = np.min(most, axis=0)
    others = np.prod(least, axis=0) / np.min(least, axis=0)
    chance = others * (dependence / population) ** (len(sizes) - 1)
    reach = rarest * np.maximum(0.0, -np.log(chance))
    return reach.ravel(), count.ravel()


def threshold(reach: NDArray[np.float64], count: NDArray[np.float64], *, share: float) -> float:
    """The least T for which all combinations that reach it, each by chance with exp(−T), make ``share`` at most."""
    order = np.argsort(-reach, kind="stable")
    reached = reach[order]
    needed = np.log(np.cumsum(count[order]) / share)
    following = np.append(reached[1:], -np.inf)
    # Between two sizes of reach the number stays the same, so the least T there is what it needs.
    candidate = np.maximum(needed, np.nextafter(following, np.inf))
    holds = candidate <= reached
    return float(candidate[holds].min()) if holds.any() else float(needed[-1])
