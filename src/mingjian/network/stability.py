"""How often a cluster stays itself when a part of the evidence is left out."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mingjian.network.clusters import Cluster, clusters
from mingjian.network.evidence import Commonness, CommonnessOf, Entity, Naming, Star
from mingjian.network.settings import NetworkSettings
from mingjian.network.surprise import surprise_of
from mingjian.store.engine import Engine

SAME = 0.5
"""A cluster stays itself where a resampled one has at least this share (Jaccard) of its remaining people."""


def stability(
    found: Sequence[Cluster],
    stars: Sequence[Star],
    namings: Sequence[Naming],
    commonness: CommonnessOf,
    settings: NetworkSettings,
    engine: Engine,
) -> tuple[float, ...]:
    """The share of resamples in which each cluster is found again.

    A resample keeps each holding of an entity by a household with the settings' probability, and judges every star
    anew against the same threshold; what chance would bring shrinks with it.
    """
    if not found or not settings.resamples:
        return (1.0,) * len(found)
    # What a gang was found to have once it stood follows its stars; only these are put to the test.
    found = [replace(cluster, households=_starred(cluster)) for cluster in found]
    holdings = sorted({(house, entity) for star in stars for house in star.households for entity in star.entities})
    place = {holding: position for position, holding in enumerate(holdings)}
    held = [_Held.of(star, place) for star in stars]
    random = np.random.default_rng(settings.seed)
    again = np.zeros(len(found))
    for _ in range(settings.resamples):
        kept = random.random(len(holdings)) < settings.resample_share
        thinner = _thinned(held, kept, share=settings.resample_share, least=settings.minimum_customers)
        fewer: dict[Entity, Commonness] = {
            entity: replace(common, households=round(common.households * settings.resample_share))
            for entity, common in commonness.items()
        }
        resampled = clusters(thinner, namings, fewer, settings, engine)
        again += _found_again(found, resampled)
    return tuple((again / settings.resamples).tolist())


def _starred(cluster: Cluster) -> frozenset[str]:
    return cluster.households & frozenset().union(*(star.households for star in cluster.stars))


@dataclass(frozen=True)
class _Held:
    """A star, its households, and for each where its holdings of the star's entities stand among all holdings."""

    star: Star
    households: tuple[str, ...]
    holdings: NDArray[np.intp]

    @classmethod
    def of(cls, star: Star, place: Mapping[tuple[str, Entity], int]) -> "_Held":
        households = tuple(star.households)
        return cls(star, households, np.array([[place[house, one] for one in star.entities] for house in households]))

    def remaining(self, kept: NDArray[np.bool_]) -> frozenset[str]:
        """The households of which every holding was kept."""
        whole: NDArray[np.bool_] = np.logical_and.reduce(kept[self.holdings], axis=1)
        return frozenset(house for house, stays in zip(self.households, whole.tolist(), strict=True) if stays)


def _thinned(held: Sequence[_Held], kept_holdings: NDArray[np.bool_], *, share: float, least: int) -> list[Star]:
    thinner = []
    kept, whole = defaultdict[str, int](int), defaultdict[str, int](int)
    for one in held:
        star, houses = one.star, one.remaining(kept_holdings)
        if star.web:
            whole[star.web] += len(star.households) - 1
            kept[star.web] += max(0, len(houses) - 1)
            if len(houses) > 1:
                thinner.append(replace(star, households=houses))
            continue
        of = max(star.of * share, len(houses))
        chance = star.chance * share ** (len(star.entities) - 1)
        said = surprise_of(len(houses), of=of, chance=chance)
        if len(houses) >= least and said >= star.threshold:
            thinner.append(replace(star, households=houses, of=of, chance=chance, surprise=said))
    return [
        star for star in thinner if not star.web or star.surprise * kept[star.web] >= star.threshold * whole[star.web]
    ]


def _found_again(found: Sequence[Cluster], resampled: Sequence[Cluster]) -> NDArray[np.bool_]:
    """Whether each cluster stands among the resampled ones, which have no household in common with each other."""
    place = {house: position for position, other in enumerate(resampled) for house in other.households}
    again = np.zeros(len(found), dtype=bool)
    for position, cluster in enumerate(found):
        common = Counter(place[house] for house in cluster.households if house in place)
        remaining = common.total()
        again[position] = any(
            both * 2 >= len(cluster.households) and both >= SAME * (len(resampled[other].households) + remaining - both)
            for other, both in common.items()
        )
    return again
