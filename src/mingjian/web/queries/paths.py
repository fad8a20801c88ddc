"""The shortest path between two parties or things, over what households share.

A search from both ends: each round asks the run for the neighbours of the smaller front. Hubs and what very many have
lead from anybody to anybody, so no path goes over them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from mingjian.web.queries.rows import each
from mingjian.web.queries.spelling import parameters, spelt
from mingjian.web.runs import Run

Node: TypeAlias = tuple[str, str]
"""A type and an id, of a party or of a thing."""

COMMON_HOUSEHOLDS = 500
"""What more households have joins nobody: a carrier's address, a popular form."""
MOST_NODES = 50_000
"""So many are looked at before the search gives up."""


@dataclass(frozen=True)
class Sharing:
    """A party that has a thing, by which record, and how much that tells: ln(population / households)."""

    party_type: str
    party_id: str
    entity_type: str
    entity_id: str
    record_table: str | None
    record_id: str | None
    households: int
    weight: float | None

    @property
    def ends(self) -> tuple[Node, Node]:
        """The party and the thing."""
        return (self.party_type, self.party_id), (self.entity_type, self.entity_id)


@dataclass(frozen=True)
class Found:
    """How a search ended: the nodes of a shortest path with the sharing between each two; no nodes where none is."""

    nodes: tuple[Node, ...]
    sharings: tuple[Sharing, ...]
    gave_up: bool


def nodes_called(run: Run, text: str) -> tuple[Node, ...]:
    """The parties and things of that id, in whichever spelling the network takes for the same."""
    rows = run.query(
        "SELECT DISTINCT party_type AS type, party_id AS id FROM sharings WHERE party_id = $text "
        "UNION SELECT entity_type, entity_id FROM entity_index WHERE entity_id = $text "
        f"UNION SELECT entity_type, entity_id FROM entity_index JOIN ({spelt()}) USING (entity_type, key) "
        "UNION SELECT 'customer', customer_id FROM complaints WHERE complaint_id = $text AND customer_id IS NOT NULL "
        "ORDER BY type, id LIMIT 20",
        {"text": text, **parameters(text)},
    )
    return tuple((row["type"], row["id"]) for row in rows)


def path(run: Run, left: Iterable[Node], right: Iterable[Node]) -> Found:
    """A path of fewest steps between any of the one and any of the other; of several, over the rarest things."""
    sides: tuple[_Reached, _Reached] = (dict.fromkeys(left), dict.fromkeys(right))
    fronts = [frozenset(sides[0]), frozenset(sides[1])]
    while not (meeting := sides[0].keys() & sides[1].keys()):
        if not (fronts[0] and fronts[1]):
            return Found((), (), gave_up=False)
        if len(sides[0]) + len(sides[1]) > MOST_NODES:
            return Found((), (), gave_up=True)
        side = 0 if len(fronts[0]) <= len(fronts[1]) else 1
        fronts[side] = _advanced(run, sides[side], fronts[side])
    return max((_joined(sides, node) for node in sorted(meeting)), key=_weakest)


_Reached: TypeAlias = dict[Node, Sharing | None]
"""How each node was reached; None where the search began."""


def _advanced(run: Run, reached: _Reached, front: frozenset[Node]) -> frozenset[Node]:
    """One round: the nodes beside the front that were not reached before."""
    new: set[Node] = set()
    for sharing in _around(run, front):
        for near, far in (sharing.ends, sharing.ends[::-1]):
            if near in front and far not in reached:
                reached[far] = sharing
                new.add(far)
    return frozenset(new)


def _around(run: Run, front: Iterable[Node]) -> tuple[Sharing, ...]:
    ordered = sorted(front)
    return each(
        Sharing,
        run.query(
            "WITH front AS (SELECT unnest($types) AS type, unnest($ids) AS id) "
            "SELECT DISTINCT s.party_type, s.party_id, s.entity_type, s.entity_id, s.record_table, s.record_id, "
            "i.households, i.weight FROM sharings AS s JOIN entity_index AS i USING (entity_type, entity_id) "
            f"WHERE NOT coalesce(i.hub, false) AND i.households <= {COMMON_HOUSEHOLDS:d} "
            "AND ((s.party_type, s.party_id) IN (SELECT type, id FROM front) "
            "OR (s.entity_type, s.entity_id) IN (SELECT type, id FROM front)) "
            "ORDER BY i.weight DESC NULLS LAST, s.party_type, s.party_id, s.entity_type, s.entity_id",
            {"types": [node[0] for node in ordered], "ids": [node[1] for node in ordered]},
        ),
    )


def _joined(sides: tuple[_Reached, _Reached], meeting: Node) -> Found:
    before, after = _back(sides[0], meeting), _back(sides[1], meeting)
    nodes = (*(node for node, _ in reversed(before)), meeting, *(node for node, _ in after))
    sharings = (*(sharing for _, sharing in reversed(before)), *(sharing for _, sharing in after))
    return Found(nodes, sharings, gave_up=False)


def _back(reached: _Reached, node: Node) -> list[tuple[Node, Sharing]]:
    """The way from a node back to where its side began: each next node with the sharing that leads to it."""
    way = []
    while (sharing := reached[node]) is not None:
        party, thing = sharing.ends
        node = thing if node == party else party
        way.append((node, sharing))
    return way


def _weakest(found: Found) -> float:
    return min((sharing.weight or 0.0 for sharing in found.sharings), default=0.0)
