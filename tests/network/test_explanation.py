"""What is said would be left of a membership without a path is what is left when its evidence is taken away."""

from collections import defaultdict
from pathlib import Path
from random import Random

import pytest

from mingjian.network.clusters import Cluster
from mingjian.network.evidence import Attachment, Commonness, Entity
from mingjian.network.membership import Membership, memberships
from mingjian.network.membership import Path as EvidencePath
from mingjian.store.engine import Engine
from tests.network.lakes import Delivery, gangs, ran, rows

GANGS = 100
TYPES = ("phone", "letter_template", "account", "device", "waybill")


def gang(number: int) -> tuple[Cluster, tuple[Attachment, ...]]:
    """A gang of 4 to 12 people who have its five things by chance, and strangers who have them too."""
    throw = Random(number)
    things = [Entity(type_, f"{type_}-{number}") for type_ in TYPES]
    people = [f"customer:P{number}-{one}" for one in range(throw.randrange(4, 13))]
    strangers = [f"customer:S{number}-{one}" for one in range(throw.randrange(5))]
    found = [
        Attachment(Entity.parse(house), house, thing, thing, "complaints", f"K{house}{thing.id}", None, None)
        for house in (*people, *strangers)
        for thing in things
        if throw.random() < 0.6
    ]
    return Cluster((), frozenset(people), frozenset(things)), tuple(found)


def membership(cluster: Cluster, attachments: tuple[Attachment, ...]) -> Membership:
    houses: dict[Entity, set[str]] = defaultdict(set)
    for row in attachments:
        houses[row.entity].add(row.household)
    common = {entity: Commonness(len(held), 1000, 5.0) for entity, held in houses.items()}
    (found,) = memberships([cluster], attachments, common, paths=3)
    return found


def left_without(path: EvidencePath, cluster: Cluster, attachments: tuple[Attachment, ...]) -> dict[Entity, float]:
    """Everybody's strength when the evidence of a path is taken away."""
    near, far = path.steps[:2]
    end, entity = (far, near) if near.type in TYPES else (near, far)
    rest = tuple(row for row in attachments if row.entity != entity or end.id not in (row.party.id, row.record_id))
    return {other.entity: other.strength for other in membership(cluster, rest).members}


@pytest.mark.parametrize("number", range(GANGS))
def test_without_a_path_the_strength_is_as_stated(number: int) -> None:
    cluster, attachments = gang(number)

    for member in membership(cluster, attachments).members:
        for path in member.paths:
            left = left_without(path, cluster, attachments)

            assert left.get(member.entity, 0.0) == pytest.approx(path.strength_without)
            assert path.strength_without <= member.strength


def test_a_letter_that_two_gangs_bought_is_a_suppliers_in_both(engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery().template(range(30), "T-den")
    delivery.complaints(range(12), contact_phone="17000000001").complaints(range(14, 26), contact_phone="17099999999")

    lake = ran(engine, tmp_path, delivery)

    assert len(gangs(lake)) == 2
    suppliers = [row["gang_id"] for row in rows(lake, "gang_members") if row["role"] == "supplier"]
    assert sorted(suppliers) == sorted(gangs(lake))
