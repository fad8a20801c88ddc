from dataclasses import replace

import pyarrow as pa
import pytest

from mingjian.contract.workings import DOCUMENT_FIELDS
from mingjian.materials.checks import seal_genuine, seal_reuse
from mingjian.materials.contested import with_contested
from mingjian.materials.seals.impression import Impression
from mingjian.store.engine import Engine
from tests.materials.conftest import Write
from tests.materials.test_materials import reply
from tests.materials.test_reuse import (
    HOSPITAL,
    REGISTER,
    WORKSHOP,
    impression,
    rows,
    stamped,
    tables,
    trait,
)

NUMBER = "证明编号 202603174"
TO_THE_OTHER, TO_ITS_HOLDER = "系我院为刘建国出具", "系我院为李秀英出具"


@pytest.fixture(scope="module")
def workshops() -> list[Impression]:
    """Two scans of one picture of a workshop's die, and two stampings of the genuine one."""
    pasted = [impression(5, turn=8.0, quality=quality, design=WORKSHOP) for quality in (70, 92)]
    return [*pasted, *(impression(seed, turn=turn, quality=80) for seed, turn in ((2, -20.0), (3, 30.0)))]


def found(engine: Engine, write: Write, seals: list[Impression], said: str | None) -> tuple[dict[str, str], ...]:
    """The checks of seals: the first paper bears the workshop's seal and the number of the third one, of another."""
    traits = stamped(seals) + [trait(number, "serial_number", text=NUMBER) for number in (1, 3)]
    answer = reply(1, "confirmed") | {"said": said}
    made = tables(
        engine, write, traits, paper={"issuer_name": HOSPITAL}, organisations=REGISTER, verifications=[answer]
    )
    stated = [
        {"material_id": material_id, "field": "person_name", "value": name}
        for material_id, name in (("M-1", "李秀英"), ("M-3", "刘建国"))
    ]
    facts = engine.read_arrow(pa.Table.from_pylist(stated, schema=DOCUMENT_FIELDS.arrow_schema))
    made = with_contested(replace(made, facts=facts), engine)
    checked = (rows(check.find(made)) for check in (seal_reuse, seal_genuine))
    return tuple({subject: row["check"] for subject, row in each.items()} for each in checked)


@pytest.mark.parametrize("said", [None, TO_THE_OTHER])
def test_a_yes_that_may_be_another_papers_vouches_for_no_picture_and_is_no_model_for_true_seals(
    engine: Engine, write: Write, workshops: list[Impression], said: str | None
) -> None:
    reused, cut = found(engine, write, workshops, said)
    assert "seal_image_lawful" not in reused.values()
    assert cut == {}, "the genuine papers are held against nothing"


def test_a_yes_that_names_the_papers_holder_vouches_and_is_a_model(
    engine: Engine, write: Write, workshops: list[Impression]
) -> None:
    reused, cut = found(engine, write, workshops, TO_ITS_HOLDER)
    assert reused["M-2"] == "seal_image_lawful"
    assert (cut["M-2"], cut["M-3"]) == ("seal_like_genuine", "seal_cut_otherwise")
