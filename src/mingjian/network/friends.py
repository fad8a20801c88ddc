"""Small clusters that friends or a family explain: a relative who helps in three homes brings all that is his to each.

His telephone, his device and his walk to the post office come together for one honest reason, however many kinds of
evidence they are; so they count once, as a letter does that friends copy from one another. A foreman who lends six
workmates his handset lends its number, the device and its IP in one: who shares these and nothing else, and writes
what is his own, has met one hand, and no agency is seen.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import ibis.expr.types as ir

from mingjian.contract.vocabulary import EntityType
from mingjian.network.clusters import Cluster
from mingjian.network.evidence import CommonnessOf, Entity, Star, clients
from mingjian.network.kinds import Kind
from mingjian.network.mailboxes import is_word
from mingjian.network.settings import NetworkSettings

CIRCLES = frozenset(Kind) - {Kind.WORDING, Kind.PAPER}
"""What a circle of friends is around: a letter has writers and no friends."""

_OF_ONE_HAND = {
    EntityType.PHONE: 2,
    EntityType.EMAIL: 1,
    EntityType.DEVICE: 1,
    EntityType.IP: None,
    EntityType.PERSON: 1,
}
"""How many of each come with one handset, in which two cards may be: his name, and whatever IPs its carrier gives it.
Numbers from one batch and mailboxes of one domain do not."""

HANDS = 0.05
"""Hands explain nothing where more than this share of all who raised their voice are clients of one: an agency may buy
a handset for every eight of its own, and so many helpers are not known to a lender."""


Circles = Mapping[tuple[Kind, int], int]
"""How many things of a kind so many households have."""


def circles_of(statistics: ir.Table, *, largest: int) -> Circles:
    """The things that so few households have that they may be friends."""
    few = statistics.filter(statistics.households >= 2, statistics.households <= largest, ~is_word(statistics))
    counted = few.group_by("kind", "households").aggregate(things=few.count()).to_pyarrow().to_pylist()
    return {(Kind(row["kind"]), row["households"]): row["things"] for row in counted}


def beyond_friendship(
    clusters: Sequence[Cluster],
    circles: Circles,
    commonness: CommonnessOf,
    settings: NetworkSettings,
    *,
    no_helpers: frozenset[Entity],
) -> tuple[Cluster, ...]:
    """The clusters that are no circle of friends, nor around one hand. What is ``no_helpers`` is no honest one's hand.

    Of C circles as large, and one more, (C + 1)·q^(k − 1) share a second thing all through, the k households copying it
    from one another with probability q each: no more than the expected false ones. More than ``circle`` households
    are nobody's friends, and what such a gang has is no circle; nor is a public offer; webs and pools were asked the
    same before, and what people merged is not asked.
    """
    small = [len(clients(cluster.households)) <= settings.circle for cluster in clusters]
    taken = frozenset().union(*(one.assets for one, friends in zip(clusters, small, strict=True) if not friends))
    left = Counter(circles)
    left.subtract(Counter((one.kind, commonness[one].households) for one in taken & commonness.keys()))
    hands = _hands([one for one, friends in zip(clusters, small, strict=True) if friends], commonness, no_helpers)
    return tuple(
        cluster
        for cluster, friends in zip(clusters, small, strict=True)
        if not friends
        or cluster.merged_of
        or any(map(_answers_for_itself, cluster.stars))
        or (
            cluster.households not in hands
            and _copied(cluster, left, settings) <= math.log(settings.expected_false_stars)
        )
    )


def _answers_for_itself(star: Star) -> bool:
    pooled = any(entity.type == EntityType.PERSON and entity.is_group for entity in star.entities)
    return len(star.entities) == 1 or bool(star.web) or pooled


def _hands(
    clusters: Sequence[Cluster], commonness: CommonnessOf, no_helpers: frozenset[Entity]
) -> frozenset[frozenset[str]]:
    """The households of those clusters that are around one hand each, where they are few."""
    found = [cluster for cluster in clusters if _around_one_hand(cluster, no_helpers)]
    lent = sum(len(clients(cluster.households)) for cluster in found)
    everybody = max((one.population for thing, one in commonness.items() if thing.kind is Kind.SPEAKER), default=0)
    return frozenset(cluster.households for cluster in found) if lent <= HANDS * everybody else frozenset()


def _around_one_hand(cluster: Cluster, no_helpers: frozenset[Entity]) -> bool:
    """Whether all that its people share is one handset's. What others name beside it weighs nothing here either."""
    named = frozenset().union(*(naming.entities for naming in cluster.namings))
    things = {entity for star in cluster.stars for entity in star.entities} | (cluster.assets - named)
    things = {entity for entity in things if not entity.founds_nothing}  # who lends it may have registered them too
    single = Counter(entity.type for entity in things)
    return (
        not things & no_helpers
        and all(
            entity.type in _OF_ONE_HAND and (not entity.is_group or entity.type == EntityType.IP) for entity in things
        )
        and all(most is None or single[type_] <= most for type_, most in _OF_ONE_HAND.items())
    )


def _copied(cluster: Cluster, circles: Circles, settings: NetworkSettings) -> float:
    """The logarithm of how many circles as large are expected to look so."""
    size = len(clients(cluster.households))
    around = {entity.kind for star in cluster.stars for entity in star.entities} & CIRCLES
    # There is one at least, the cluster itself, also where what it is around is a letter or has more holders than that.
    counted = [sum(circles.get((kind, houses), 0) for houses in range(size, settings.circle + 1)) for kind in around]
    as_large = max([1, *counted])
    return math.log(as_large + 1) + (size - 1) * math.log(settings.friends_copy)
