from dataclasses import fields
from pathlib import Path

from mingjian.contract.truth import TRUTH
from mingjian.simulation import WORLDS, WorldSettings
from mingjian.simulation.story import LookAlike

PAGE = (Path(__file__).parents[2] / "docs" / "simulation.md").read_text(encoding="utf-8")


def test_every_setting_look_alike_and_world_is_documented() -> None:
    for name in (*(field.name for field in fields(WorldSettings)), *(kind.value for kind in LookAlike), *WORLDS):
        assert f"`{name}`" in PAGE


def test_every_column_of_the_truth_is_documented() -> None:
    for table in TRUTH.values():
        section = PAGE.split(f"### {table.name}\n")[1].split("###")[0]
        assert table.title in section
        for field in table.fields:
            assert f"`{field.name}`" in section
