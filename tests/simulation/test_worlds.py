import ast
import re
from pathlib import Path

import pytest

from mingjian.errors import InputError
from mingjian.simulation import WORLDS, WorldSettings, simulate
from mingjian.simulation import worlds as package
from tests.simulation.conftest import Make

FOLDER = Path(package.__file__).parent


def _sentences(texts: list[str]) -> set[str]:
    """Sentences and the parts between commas, figures left out; those too short to belong to anybody are dropped."""
    parts = (part for text in texts for part in re.split(r"[。！？；，、：:,\n\s]", re.sub(r"[\d.%]+", "#", text)))
    return {part for part in parts if len(part.replace("#", "")) >= 6}


def test_two_worlds_share_no_sentence(make: Make) -> None:
    spoken = []
    for name in ("chongqing", "qingdao"):
        texts: list[str] = []
        for step in (0.0, 0.5, 1.0):
            world = make(world=name, sophistication=step)
            for table in ("complaints", "testimonies", "solicitations"):
                texts += world.delivery(table)["text"].to_list()
            texts += world.delivery("contacts")["transcript"].drop_nulls().to_list()
        spoken.append(_sentences(texts))
    assert not spoken[0] & spoken[1]


def test_two_worlds_share_no_name_of_a_firm_or_a_product(make: Make) -> None:
    one, two = (WORLDS[name].registers for name in ("chongqing", "qingdao"))
    for field in ("law_firms", "legal_aid", "hospitals", "employers", "agency_stems"):
        assert not set(getattr(one, field)) & set(getattr(two, field))
    assert not {product.name for product in WORLDS["chongqing"].products} & {
        product.name for product in WORLDS["qingdao"].products
    }


@pytest.mark.parametrize("name", ["chongqing", "qingdao"])
def test_a_world_s_writers_take_nothing_from_another_world(name: str) -> None:
    for path in (FOLDER / name).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("mingjian.simulation.worlds"):
                assert (node.module or "").startswith(f"mingjian.simulation.worlds.{name}")


def test_the_lender_s_machinery_knows_no_world() -> None:
    for path in FOLDER.parent.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"worlds\.(chongqing|qingdao)", text), path.name


def test_a_world_that_is_not_known_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="chongqing"):
        simulate(WorldSettings(world="atlantis"), delivery=tmp_path / "d", truth=tmp_path / "t")


@pytest.mark.parametrize(
    "wrong",
    [{"customers": 10}, {"months": 2}, {"sophistication": 1.5}, {"agent_share": -0.1}, {"complaints_per_customer": 9}],
)
def test_settings_out_of_range_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(InputError):
        WorldSettings(**wrong)  # type: ignore[arg-type]
