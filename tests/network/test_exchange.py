"""The network handed to other tools, and a list of identifiers held against it."""

import json
from pathlib import Path
from xml.etree import ElementTree

from mingjian.network.checking import check
from mingjian.network.exchange import NAMESPACE, Extract, extract, to_followthemoney, to_graphml
from mingjian.store.engine import Engine
from mingjian.store.lake import Lake
from tests.network.lakes import FIRST_DAY, Delivery, phone_of, ran

MEMBERS = range(12)


def _part(lake: Lake) -> Extract:
    members, links = (lake.table(name).to_pyarrow() for name in ("gang_members", "links"))
    return extract(members, links, gangs={"G-0001"})


def test_a_gang_goes_out_and_shows_only_what_it_may(engine: Engine, tmp_path: Path) -> None:
    lake = ran(engine, tmp_path, Delivery().gang(MEMBERS, "a").gang(range(20, 32), "b"))

    part = _part(lake)
    graph = to_graphml(part, lambda entity: f"{entity.type} ***")
    lines = to_followthemoney(part, lambda entity: f"{entity.type} ***")

    root = ElementTree.fromstring(graph)
    nodes = {node.get("id") for node in root.iter(f"{{{NAMESPACE}}}node")}
    edges = [(edge.get("source"), edge.get("target")) for edge in root.iter(f"{{{NAMESPACE}}}edge")]
    entities = [json.loads(line) for line in lines.decode().splitlines()]
    ends = [entity["properties"] for entity in entities if entity["schema"] == "UnknownLink"]
    assert len(nodes) == len(part.nodes) == len(MEMBERS) * 2 + 2
    assert len(edges) == len(ends) == len(part.edges) == len(MEMBERS) * 2
    assert nodes >= {end for edge in edges for end in edge}
    assert {properties["subject"][0] for properties in ends} < {entity["id"] for entity in entities}
    assert phone_of("a").encode() not in graph + lines
    # FollowTheMoney 4.11 knows these properties; "number", which it has not, lost every telephone.
    (phone,) = (entity["properties"] for entity in entities if entity["schema"] == "UserAccount")
    assert (phone["name"], phone.get("phone")) == (["phone ***"], None), "a masked telephone is none"
    open_ = to_followthemoney(part, lambda entity: entity.id).decode()
    assert f'"phone": ["+86{phone_of("a")}"]' in open_
    assert all("name" in entity["properties"] for entity in entities if entity["schema"] != "UnknownLink")
    # Beside a masked number a digest of it gives it away: nothing of an id may follow from what it names.
    assert {entity["id"] for entity in entities} == {
        *(f"n{number}" for number in range(1, len(part.nodes) + 1)),
        *(f"e{number}" for number in range(1, len(part.edges) + 1)),
    }


def test_the_same_gang_goes_out_in_the_same_bytes(engine: Engine, tmp_path: Path, one_gang: Lake) -> None:
    first = _part(one_gang)
    second = _part(ran(engine, tmp_path, Delivery().gang(MEMBERS, "a")))

    assert to_graphml(first, str) == to_graphml(second, str)
    assert to_followthemoney(first, str) == to_followthemoney(second, str)


def test_either_of_two_things_that_were_judged_the_same_is_known(engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery().gang(range(6), "a").gang(range(6, 12), "b").template(MEMBERS, "T-a")
    phones = [phone_of("a"), phone_of("b")]
    same = {"judgement_id": "J", "kind": "same_entity", "decided_at": FIRST_DAY}
    sides = {"left_type": "phone", "left_id": phones[0], "right_type": "phone", "right_id": phones[1]}
    lake = ran(engine, tmp_path, delivery.add("judgements", same | sides))

    found = check(phones, lake.table("entity_index"), engine).to_pyarrow().to_pylist()

    assert {(row["value"], row["gang_id"]) for row in found} == {(phone, "G-0001") for phone in phones}


def test_identifiers_are_known_however_they_are_written(engine: Engine, one_gang: Lake) -> None:
    number = phone_of("a")

    written = f"+86 {number[:3]}-{number[3:7]}-{number[7:]}"
    found = check([written, "13912345678", ""], one_gang.table("entity_index"), engine).to_pyarrow().to_pylist()

    assert [(row["value"], row["entity_type"], row["gang_id"]) for row in found] == [(written, "phone", "G-0001")]
