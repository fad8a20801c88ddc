from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import ibis
import pyarrow as pa
import pytest

from mingjian.contract import TABLES
from mingjian.contract.workings import DOCUMENT_FIELDS
from mingjian.materials.checks import issuer_answer
from mingjian.materials.contested import with_contested
from mingjian.materials.tables import Tables
from mingjian.store.engine import Engine
from tests.materials.conftest import Write
from tests.materials.test_materials import DAY
from tests.materials.test_reuse import HOSPITAL, digest, impression, rows, tables, trait

NUMBER = "证明编号 202603174"


@pytest.fixture
def delivered(engine: Engine, write: Write) -> Tables:
    """Two papers of two households that bear one number of one hospital."""
    traits = [trait(number, "serial_number", text=NUMBER) for number in (1, 2)]
    return tables(engine, write, traits, count=2, paper={"issuer_name": HOSPITAL})


def confirmed(
    delivered: Tables,
    engine: Engine,
    replies: list[tuple[int, str | None]],
    stated: Mapping[int, tuple[str, ...]],
    **at: Any,
) -> Tables:
    """The papers, to which the issuer said yes in these words, and which state these names and numbers."""
    answers = [
        {"verification_id": f"V-{of}", "material_id": f"M-{of}", "replied_at": DAY, "reply": "confirmed", "said": said}
        for of, said in replies
    ]
    named = [
        {"material_id": f"M-{of}", "field": "id_number" if name.isdigit() else "person_name", "value": name}
        for of, names in stated.items()
        for name in names
    ]
    made = replace(
        delivered,
        verifications=engine.read_arrow(pa.Table.from_pylist(answers, schema=TABLES["verifications"].arrow_schema)),
        facts=engine.read_arrow(pa.Table.from_pylist(named, schema=DOCUMENT_FIELDS.arrow_schema)),
        submissions=delivered.submissions.mutate(**at),
    )
    return with_contested(made, engine)


def numbered(delivered: Tables, engine: Engine, *told: Any, **at: Any) -> dict[str, str]:
    """What the issuer's answers come to; see ``confirmed``."""
    found = rows(issuer_answer.find(confirmed(delivered, engine, *told, **at)))
    return {subject: row["check"] for subject, row in found.items()}


@pytest.mark.parametrize("first", [1, 2])
def test_a_yes_to_a_number_that_two_papers_of_two_holders_bear_settles_neither(
    delivered: Tables, engine: Engine, first: int
) -> None:
    stated = {1: ("刘建国",), 2: ("李秀英",)}
    second = 3 - first
    open_ = {f"M-{first}": "issuer_confirmed_number", f"M-{second}": "issuer_not_asked"}
    unsaid = (
        None,
        "系我院出具，编号属实",
        "编号属实，但所载姓名不符，并非李秀英",
        "编号属实，但姓名被改为李秀英",
        "李秀英的那份系涂改",
        "为刘建国或李秀英出具",
        "非为李秀英出具，也未给刘建国开具",
        "为李秀英子出具，为刘建国庆出具",
    )
    for words in unsaid:
        assert numbered(delivered, engine, [(first, words)], stated) == open_, words
    both = numbered(delivered, engine, [(first, "属实"), (second, "属实")], stated)
    assert set(both.values()) == {"issuer_confirmed_number"}
    told = numbered(delivered, engine, [(first, "经核对无误，该证明为刘 建国出具"), (second, "为刘建国出具")], stated)
    assert told == {"M-1": "issuer_confirmed", "M-2": "issuer_confirmed_number"}


@pytest.mark.parametrize(
    "words",
    [
        "经核实没有问题，系我院为刘建国出具",
        "与存根核对无不符之处，2026年4月21日为刘建国开具",
        "为刘建国本人出具，并非伪造",
        "非急诊科，由神经内科给刘建国出具",
        "并非为李秀英出具，系为刘建国出具",
        "系我院出具，身份证尾号1234",
    ],
)
def test_an_answer_that_says_for_whom_the_paper_was_issued_settles_this_one(
    delivered: Tables, engine: Engine, words: str
) -> None:
    # A name that the other one's begins with is named whole.
    for other in ("李秀英", "刘建"):
        stated = {1: ("刘建国", "500103198001011234"), 2: (other, "500103197501015678")}
        assert numbered(delivered, engine, [(1, words)], stated)["M-1"] == "issuer_confirmed"
        assert numbered(delivered, engine, [(2, words)], stated)["M-2"] == "issuer_confirmed_number"


@pytest.mark.parametrize(
    ("stated", "at"),
    [
        (
            {1: ("刘建国",)},
            {"file_sha256": ibis.ifelse(ibis._.material_id == "M-2", ibis.null("string"), ibis._.file_sha256)},
        ),
        ({1: ("刘建国",), 2: ("刘建国",)}, {}),
        ({1: ("刘建国",), 2: ()}, {}),
        ({1: ("刘建国",), 2: ("刘建国", "李秀英")}, {}),
        ({1: ("刘建国",), 2: ("李秀英",)}, {"household": ibis.literal("one roof")}),
        ({1: ("刘建国",), 2: ("刘建囯",)}, {}),
        ({1: ("刘建国",), 2: ("李秀英",)}, {"kind": ibis.literal("court_document")}),
        ({1: ("刘建国",), 2: ("李秀英",)}, {"file_sha256": ibis.literal(digest(1))}),
    ],
    ids=[
        "no other",
        "one holder",
        "unread",
        "of both",
        "at home",
        "two sons, misread",
        "many people's kind",
        "the same file",
    ],
)
def test_the_yes_to_a_paper_that_no_stranger_contests_settles_it(
    delivered: Tables, engine: Engine, stated: Mapping[int, tuple[str, ...]], at: dict[str, Any]
) -> None:
    assert numbered(delivered, engine, [(1, None)], stated, **at)["M-1"] == "issuer_confirmed"


def test_two_offices_that_count_alike_contest_nothing(delivered: Tables, engine: Engine) -> None:
    other = ibis.ifelse(ibis._.material_id == "M-2", ibis.literal("重庆市渝中区中医院"), ibis.literal(HOSPITAL))
    settled = numbered(delivered, engine, [(1, None)], {1: ("刘建国",), 2: ("李秀英",)}, issuer_name=other)
    assert settled["M-1"] == "issuer_confirmed"


def test_a_yes_that_may_be_another_papers_vouches_for_no_picture_of_a_seal(engine: Engine, write: Write) -> None:
    kept = impression(1, turn=5, quality=70)
    traits = [trait(number, "seal", kept.to_bytes(), kept.name) for number in (1, 2)]
    traits += [trait(number, "serial_number", text=NUMBER) for number in (1, 2)]
    delivered = tables(engine, write, traits, count=2, paper={"issuer_name": HOSPITAL})
    stated = {1: ("刘建国",), 2: ("李秀英",)}

    def vouched(words: str) -> set[bool]:
        found = confirmed(delivered, engine, [(1, words)], stated)
        return {row["vouched"] for row in found.sealed.to_pyarrow().to_pylist()}

    assert vouched("属实") == {False}
    assert vouched("系我院为刘建国出具") == {True}
