"""A customer's neighbourhood as a picture: what it shares, and who else shares it, laid out on the server.

Two rings around the customer: nearest the things shared, outside them whoever else holds them. Strongest links come
first, and the picture says how many it left out. Names never stand on one another: each goes where there is room
beside its node, and one for which there is none is left to the pointer and to the table.
"""

import math
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

WIDTH, HEIGHT = 720, 420
_RINGS = (0.0, 0.5, 1.0)
RADIUS = {0: 9, 1: 6, 2: 6}
"""A node's radius, by its ring."""
FONT = 12
"""Height of a name, as in the style sheet."""
_GAP = 4


@dataclass(frozen=True)
class Link:
    """One edge of the run's graph."""

    source_type: str
    source_id: str
    target_type: str
    target_id: str
    relation: str
    weight: float | None
    """None where the run cannot weigh it, as with a link that is too frequent to mean anything."""


@dataclass(frozen=True)
class Node:
    """A drawn node; ``ring`` 0 is the customer itself. ``name`` stands with its middle at ``name_x`` on ``name_y``."""

    entity_type: str
    entity_id: str
    ring: int
    x: float
    y: float
    name: str = ""
    """Empty where there is no room for it."""
    name_x: float = 0.0
    name_y: float = 0.0

    @property
    def radius(self) -> int:
        """Of its circle."""
        return RADIUS[self.ring]


@dataclass(frozen=True)
class Edge:
    """A drawn edge; ``width`` follows the weight."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    relation: str


@dataclass(frozen=True)
class Neighbourhood:
    """The picture: ``shown`` of ``total`` nodes."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    shown: int
    total: int
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True)
class Box:
    """A rectangle that is taken."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether the two have room in common."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


_End = tuple[str, str]
Name = Callable[[str, str], str]
"""What an entity of a type and an id is called on the picture."""


def neighbourhood(centre: _End, links: Sequence[Link], *, limit: int, total: int, name: Name) -> Neighbourhood | None:
    """``links`` lead from the centre outwards over at most two steps; None where nothing is linked."""
    ordered = sorted(links, key=lambda link: (-(link.weight or 0), link.source_id, link.target_id))
    neighbours: dict[_End, dict[_End, Link]] = {}
    for link in ordered:
        left, right = (link.source_type, link.source_id), (link.target_type, link.target_id)
        neighbours.setdefault(left, {}).setdefault(right, link)
        neighbours.setdefault(right, {}).setdefault(left, link)
    inner = [end for end in neighbours.get(centre, {}) if end != centre]
    if not inner:
        return None
    # Half the places go to what is shared, so that the second ring is never crowded out.
    inner = inner[: max(1, min(len(inner), limit // 2))]
    outer: dict[_End, _End] = {}
    for end in inner:
        for far in neighbours[end]:
            if far != centre and far not in inner and far not in outer:
                outer[far] = end
    kept = dict(list(outer.items())[: max(0, limit - 1 - len(inner))])
    places = _places(centre, inner, kept)
    edges = []
    for left in (centre, *inner):
        for right, link in neighbours[left].items():
            if left in places and right in places and places[left].ring < places[right].ring:
                edges.append(_edge(places[left], places[right], link))
    return Neighbourhood(_named(places.values(), name), tuple(edges), len(places), max(total, len(places)))


def _named(nodes: Iterable[Node], name: Name) -> tuple[Node, ...]:
    """The nodes with their names, the nearest to the middle first."""
    nodes = tuple(nodes)
    taken = [Box(n.x - n.radius, n.y - n.radius, n.x + n.radius, n.y + n.radius) for n in nodes]
    named = []
    for node in nodes:
        text = name(node.entity_type, node.entity_id)
        half = width_of(text) / 2
        beside = node.radius + _GAP + half
        below, above = node.y + node.radius + _GAP + FONT, node.y - node.radius - _GAP
        outward = beside if node.x >= WIDTH / 2 else -beside
        level = node.y + FONT * 0.35
        places = ((node.x, below), (node.x + outward, level), (node.x, above), (node.x - outward, level))
        for x, y in places:
            box = Box(x - half, y - FONT, x + half, y + FONT * 0.25)
            inside = box.left >= 0 and box.right <= WIDTH and box.top >= 0 and box.bottom <= HEIGHT
            if inside and not any(box.meets(other) for other in taken):
                taken.append(box)
                named.append(replace(node, name=text, name_x=round(x, 1), name_y=round(y, 1)))
                break
        else:
            named.append(node)
    return tuple(named)


def width_of(text: str) -> float:
    """About how wide a text is drawn: Chinese characters are square, others narrower."""
    return sum(FONT if unicodedata.east_asian_width(sign) in "WF" else FONT * 0.6 for sign in text)


def _places(centre: _End, inner: Sequence[_End], outer: dict[_End, _End]) -> dict[_End, Node]:
    places = {centre: _node(centre, 0, 0.0)}
    # A sector grows with what hangs on its node, so that edges seldom cross, but not so far that the others crowd.
    loads = [2 + min(4, sum(1 for parent in outer.values() if parent == end)) for end in inner]
    turn, whole = -math.pi / 2, 2 * math.pi / sum(loads)
    for end, load in zip(inner, loads, strict=True):
        sector = load * whole
        places[end] = _node(end, 1, turn + sector / 2)
        children = [far for far, parent in outer.items() if parent == end]
        for number, far in enumerate(children):
            places[far] = _node(far, 2, turn + sector * (number + 0.5) / len(children))
        turn += sector
    return places


def _node(end: _End, ring: int, angle: float) -> Node:
    radius = _RINGS[ring]
    x = WIDTH / 2 + math.cos(angle) * radius * (WIDTH / 2 - 90)
    y = HEIGHT / 2 + math.sin(angle) * radius * (HEIGHT / 2 - 36)
    return Node(end[0], end[1], ring, round(x, 1), round(y, 1))


def _edge(left: Node, right: Node, link: Link) -> Edge:
    width = round(min(4.0, 1.0 + max(0.0, link.weight or 0.0) / 3), 2)
    return Edge(left.x, left.y, right.x, right.y, width, link.relation)
