"""The network in the formats of the tools that investigators have: GraphML (Gephi, yEd) and FollowTheMoney (OpenAleph).

What is shown of a person is the caller's matter: ``show`` masks an entity's id, and ids of nodes are numbers within the
file. A digest of the id would give it away: of a masked telephone ten thousand are to be tried.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from xml.etree import ElementTree

import pyarrow as pa
import pyarrow.compute as pc

from mingjian.contract.vocabulary import EntityType
from mingjian.network.evidence import Entity

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_NODE_KEYS = (("kind", "string"), ("label", "string"), ("gang", "string"), ("role", "string"), ("strength", "double"))
_EDGE_KEYS = (("relation", "string"), ("weight", "double"), ("first_seen", "string"), ("last_seen", "string"))

_NODES = pa.schema(
    [
        ("id", pa.string()),
        ("entity_type", pa.string()),
        ("label", pa.string()),
        ("gangs", pa.list_(pa.string())),
        ("role", pa.string()),
        ("strength", pa.float64()),
    ]
)
_EDGES = pa.schema(
    [
        ("source", pa.string()),
        ("target", pa.string()),
        ("relation", pa.string()),
        ("weight", pa.float64()),
        ("first_seen_at", pa.timestamp("us", "UTC")),
        ("last_seen_at", pa.timestamp("us", "UTC")),
        ("evidence", pa.list_(pa.string())),
    ]
)

_SCHEMA = {
    EntityType.CUSTOMER: ("Person", "name"),
    EntityType.PERSON: ("Person", "name"),
    EntityType.ORGANISATION: ("Organization", "name"),
    EntityType.ADDRESS: ("Address", "full"),
    EntityType.ACCOUNT: ("BankAccount", "accountNumber"),
    EntityType.PHONE: ("UserAccount", "phone"),
    EntityType.EMAIL: ("UserAccount", "email"),
    EntityType.WECHAT: ("UserAccount", "username"),
    EntityType.LICENCE: ("License", "name"),
    EntityType.LETTER_TEMPLATE: ("Document", "title"),
    EntityType.DOCUMENT_TEMPLATE: ("Document", "title"),
    EntityType.COMPLAINT: ("Document", "title"),
    EntityType.SEAL: ("Document", "title"),
    EntityType.MATERIAL: ("Document", "title"),
}
"""FollowTheMoney's schema of each type, and the property that holds its id; everything else is a ``Thing``."""


@dataclass(frozen=True)
class Node:
    """A member of a gang, or a party or thing at the end of a link."""

    entity: Entity
    gangs: tuple[str, ...]
    role: str | None
    strength: float | None


@dataclass(frozen=True)
class Edge:
    """A row of ``links``."""

    source: Entity
    target: Entity
    relation: str
    weight: float | None
    first_seen_at: datetime | None
    last_seen_at: datetime | None
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Extract:
    """A part of the network that is handed on."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    @cached_property
    def ids(self) -> Mapping[Entity, str]:
        """The name of each node within a file."""
        return {node.entity: f"n{number}" for number, node in enumerate(self.nodes, start=1)}

    def tables(self, show: Callable[[Entity], str]) -> tuple[pa.Table, pa.Table]:
        """Nodes and edges for Parquet; an edge names its ends by the nodes' ``id``."""
        nodes = [
            {
                "id": self.ids[node.entity],
                "entity_type": node.entity.type,
                "label": show(node.entity),
                "gangs": list(node.gangs),
                "role": node.role,
                "strength": node.strength,
            }
            for node in self.nodes
        ]
        edges = [
            {
                "source": self.ids[edge.source],
                "target": self.ids[edge.target],
                "relation": edge.relation,
                "weight": edge.weight,
                "first_seen_at": edge.first_seen_at,
                "last_seen_at": edge.last_seen_at,
                "evidence": list(edge.evidence),
            }
            for edge in self.edges
        ]
        return pa.Table.from_pylist(nodes, schema=_NODES), pa.Table.from_pylist(edges, schema=_EDGES)


def extract(members: pa.Table, links: pa.Table, *, gangs: Collection[str]) -> Extract:
    """The members of some gangs, of ``gang_members``, and the rows of ``links`` between them."""
    chosen: dict[Entity, list[Mapping[str, Any]]] = {}
    for row in members.filter(pc.is_in(members["gang_id"], pa.array(sorted(gangs), pa.string()))).to_pylist():
        chosen.setdefault(Entity(row["entity_type"], row["entity_id"]), []).append(row)
    edges = [_edge(row) for row in links.to_pylist()]
    nodes = []
    for entity, rows in sorted(chosen.items()):
        best = max(rows, key=lambda row: (row["strength"] or 0.0, row["gang_id"]))
        nodes.append(Node(entity, tuple(sorted(row["gang_id"] for row in rows)), best["role"], best["strength"]))
    inside = [edge for edge in edges if edge.source in chosen and edge.target in chosen]
    return Extract(tuple(nodes), tuple(sorted(inside, key=lambda edge: (edge.source, edge.target, edge.relation))))


def to_graphml(part: Extract, show: Callable[[Entity], str]) -> bytes:
    """GraphML 1.0, UTF-8."""
    ElementTree.register_namespace("", NAMESPACE)
    root = ElementTree.Element(f"{{{NAMESPACE}}}graphml")
    for side, keys in (("node", _NODE_KEYS), ("edge", _EDGE_KEYS)):
        for name, kind in keys:
            attributes = {"id": f"{side}_{name}", "for": side, "attr.name": name, "attr.type": kind}
            ElementTree.SubElement(root, f"{{{NAMESPACE}}}key", attributes)
    graph = ElementTree.SubElement(root, f"{{{NAMESPACE}}}graph", {"id": "network", "edgedefault": "undirected"})
    for node in part.nodes:
        element = ElementTree.SubElement(graph, f"{{{NAMESPACE}}}node", {"id": part.ids[node.entity]})
        values = (node.entity.type, show(node.entity), " ".join(node.gangs), node.role, node.strength)
        _data(element, "node", (name for name, _ in _NODE_KEYS), values)
    for edge in part.edges:
        ends = {"source": part.ids[edge.source], "target": part.ids[edge.target]}
        element = ElementTree.SubElement(graph, f"{{{NAMESPACE}}}edge", ends)
        seen = [at.isoformat() if at else None for at in (edge.first_seen_at, edge.last_seen_at)]
        _data(element, "edge", (name for name, _ in _EDGE_KEYS), (edge.relation, edge.weight, *seen))
    encoded: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return encoded


def to_followthemoney(part: Extract, show: Callable[[Entity], str]) -> bytes:
    """One entity a line, as ``ftm`` and OpenAleph read them; every link is an ``UnknownLink`` with its role."""
    things = [_thing(node, part.ids[node.entity], show) for node in part.nodes]
    lines = things + [_link(edge, f"e{number}", part.ids) for number, edge in enumerate(part.edges, start=1)]
    return "".join(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n" for line in lines).encode()


def _thing(node: Node, id_: str, show: Callable[[Entity], str]) -> dict[str, Any]:
    schema, named = _SCHEMA.get(EntityType(node.entity.type), ("Thing", "name"))
    notes = [f"{node.entity.type}; {', '.join(node.gangs)}; {node.role}"]
    shown = show(node.entity)
    properties = {"name": [shown], named: [shown], "notes": notes}
    if node.entity.type in _CHECKED:
        properties[named] = [_international(shown)] if node.entity.type == EntityType.PHONE else [shown]
        if "*" in shown:
            del properties[named]
    return {"id": id_, "schema": schema, "properties": properties}


_CHECKED = frozenset({EntityType.PHONE, EntityType.EMAIL})
"""Readers take a masked one for none, and refuse the entity: its name alone says what it is."""


def _international(number: str) -> str:
    """As FollowTheMoney takes a telephone: E.164, without the zero of an area code."""
    return f"+86{number.removeprefix('0')}" if number.isdecimal() and len(number) > _HOTLINE else number


_HOTLINE = 6
"""Digits of a number that has no form abroad."""


def _link(edge: Edge, id_: str, ids: Mapping[Entity, str]) -> dict[str, Any]:
    properties = {
        "subject": [ids[edge.source]],
        "object": [ids[edge.target]],
        "role": [edge.relation],
        "startDate": [edge.first_seen_at.date().isoformat()] if edge.first_seen_at else [],
        "endDate": [edge.last_seen_at.date().isoformat()] if edge.last_seen_at else [],
        "recordId": list(edge.evidence),
    }
    return {"id": id_, "schema": "UnknownLink", "properties": {name: held for name, held in properties.items() if held}}


def _edge(row: Mapping[str, Any]) -> Edge:
    return Edge(
        Entity(row["source_type"], row["source_id"]),
        Entity(row["target_type"], row["target_id"]),
        row["relation"],
        row["weight"],
        row["first_seen_at"],
        row["last_seen_at"],
        tuple(json.loads(row["evidence"] or "[]")),
    )


def _data(element: ElementTree.Element, side: str, names: Iterable[str], values: Iterable[str | float | None]) -> None:
    for name, value in zip(names, values, strict=True):
        if value is not None:
            ElementTree.SubElement(element, f"{{{NAMESPACE}}}data", {"key": f"{side}_{name}"}).text = str(value)
