from pathlib import Path

import pytest

from mingjian.network import IndexRow, gang_links
from mingjian.network.evidence import Entity
from mingjian.store.engine import Engine
from tests.network.lakes import Delivery, phone_of, ran, rows


def _look_up(lake_rows: list[dict], entities: list[Entity]) -> list[IndexRow]:  # type: ignore[type-arg]
    by_entity = {Entity(row["entity_type"], row["entity_id"]): row for row in lake_rows}
    return [
        IndexRow(entity, row["households"], row["weight"], row["gang_id"], row["gang_households"] or 0)
        for entity in entities
        if (row := by_entity.get(entity))
    ]


def test_a_new_complaint_is_linked_by_look_ups_alone(engine: Engine, tmp_path: Path) -> None:
    index = rows(ran(engine, tmp_path, Delivery().gang(range(12), "a")), "entity_index")

    (link,) = gang_links(_look_up(index, [Entity("phone", phone_of("a")), Entity("letter_template", "T-a")]))
    assert link.belongs
    assert link.strength == pytest.approx(1 - (1 - 12 / 13) ** 2)


def test_a_letter_alone_links_and_does_not_join(engine: Engine, tmp_path: Path) -> None:
    index = rows(ran(engine, tmp_path, Delivery().gang(range(12), "a")), "entity_index")

    (link,) = gang_links(_look_up(index, [Entity("letter_template", "T-a")]))
    assert not link.belongs


def test_an_honest_complaint_is_linked_to_nothing(engine: Engine, tmp_path: Path) -> None:
    index = rows(ran(engine, tmp_path, Delivery().gang(range(12), "a")), "entity_index")

    assert gang_links(_look_up(index, [Entity("phone", "13800000200"), Entity("ip", "10.1.0.1")])) == ()
