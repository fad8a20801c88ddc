from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
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
from tests.materials.test_materials import DAY, reply
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
    replies: Sequence[tuple[int, str | dict[str, Any] | None]],
    stated: Mapping[int, tuple[str, ...]],
    **at: Any,
) -> Tables:
    """The papers, to which the issuer answered so, and which state these names and numbers.

    What it answered is a yes in these words, or the columns of a row.
    """
    answers = [
        {"verification_id": f"V-{place}", "material_id": f"M-{of}", "replied_at": DAY, "reply": "confirmed"}
        | (told if isinstance(told, dict) else {"said": told})
        for place, (of, told) in enumerate(replies)
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
        "编号属实，但查无为刘建国出具的记录",
        "无法确认系为刘建国出具",
        "We cannot confirm that it was issued to 刘建国",
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
    answers = [reply(1, "confirmed")]
    delivered = tables(engine, write, traits, count=2, paper={"issuer_name": HOSPITAL}, verifications=answers)
    stated = {1: ("刘建国",), 2: ("李秀英",)}

    def vouched(words: str) -> set[bool]:
        found = confirmed(delivered, engine, [(1, words)], stated)
        return {row["vouched"] for row in found.sealed.to_pyarrow().to_pylist()}

    assert vouched("属实") == {False}
    assert vouched("系我院为刘建国出具") == {True}


STATED = {1: ("刘建国",), 2: ("李秀英",)}
YES, NO = {"asked_for": "刘建国", "issued_for_asked": True}, {"asked_for": "刘建国", "issued_for_asked": False}
YES_TO_THE_COPY, LEFT_OPEN = {"asked_for": "李秀英", "issued_for_asked": True}, {"asked_for": "李秀英"}
DENIED = {"reply": "denied", "said": "非我院出具"}
OWNED, OPEN, UNASKED = "issuer_confirmed", "issuer_confirmed_number", "issuer_not_asked"
FOR_ANOTHER = "issuer_confirmed_for_another"


@pytest.mark.parametrize(
    ("replies", "genuine", "copy"),
    [
        # The office looked for the number alone when it was asked about the copy.
        ([(1, YES), (2, LEFT_OPEN)], OWNED, OPEN),
        ([(1, YES), (2, None)], OPEN, OPEN),
        ([(1, None), (2, YES_TO_THE_COPY)], OPEN, OPEN),
        ([(1, {"asked_for": "刘建国"})], OPEN, UNASKED),
        # It nods for both: then it has said nothing of either, unless it names one of itself.
        ([(1, YES), (2, YES_TO_THE_COPY)], OPEN, OPEN),
        ([(1, {"issued_for": "刘建国"}), (2, YES_TO_THE_COPY)], OWNED, OPEN),
        ([(2, YES_TO_THE_COPY | {"issued_for": "刘建国"})], UNASKED, FOR_ANOTHER),
        # Whom it names when it is asked about the copy is also whose paper the number is.
        ([(1, None), (2, {"issued_for": "刘 建国（身份证尾号1234）"})], OWNED, FOR_ANOTHER),
        ([(1, {"issued_for": "刘建国、李秀英"})], OPEN, UNASKED),
        ([(1, None), (2, DENIED)], OWNED, "issuer_denied"),
        # The field counts, and not what else is written.
        ([(1, {"issued_for": "李秀英", "said": "系我院为刘建国出具"})], FOR_ANOTHER, UNASKED),
        ([(1, {"issued_for": "本人", "said": "系我院为刘建国出具"})], OWNED, UNASKED),
        ([(1, {"said": "This certificate was issued by our hospital to 刘建国."})], OWNED, UNASKED),
        ([(1, {"said": "It was issued to 刘建国, but the name was changed"})], OPEN, UNASKED),
        # The last one that says anything of for whom stands.
        ([(1, {"issued_for": "李秀英"}), (1, {"issued_for": "刘建国"})], OWNED, UNASKED),
    ],
)
def test_only_a_yes_that_says_for_whom_settles_a_number_that_two_holders_bear(
    delivered: Tables, engine: Engine, replies: list[tuple[int, Any]], genuine: str, copy: str
) -> None:
    assert numbered(delivered, engine, replies, STATED) == {"M-1": genuine, "M-2": copy}


def test_a_nod_alone_is_the_papers_that_came_first(delivered: Tables, engine: Engine) -> None:
    for first, of_the_owner, of_the_copy in ((1, OWNED, UNASKED), (2, OPEN, UNASKED)):
        days = ibis.ifelse(ibis._.material_id == f"M-{first}", ibis.date(2026, 5, 1), ibis.date(2026, 6, 1))
        told = numbered(delivered, engine, [(1, YES)], STATED, received_on=days)
        assert told == {"M-1": of_the_owner, "M-2": of_the_copy}


@pytest.mark.parametrize(
    ("replies", "settled"),
    [
        ([NO], False),
        ([{"issued_for": "张三丰"}], False),
        ([YES | {"issued_for": "李秀英"}], False),
        # The name may have been misread, and the question put again; a boolean of nobody is none.
        ([{"asked_for": "刘健囯", "issued_for_asked": False}, YES], True),
        ([NO | {"issued_for": "刘建国"}], True),
        ([{"issued_for_asked": False}], True),
        ([{"issued_for": "刘建囯先生"}], True),
        ([{"issued_for": "患者姓名：刘建国 男 45岁"}], True),
        ([{"issued_for": "Liu Jianguo"}], True),
        # Whose customer hands it in, and whoever is named beside the holder, may be meant.
        ([{"issued_for": "赵小明"}], True),
    ],
)
def test_a_yes_for_somebody_else_than_the_paper_names_is_a_question_until_the_issuer_says_otherwise(
    delivered: Tables, engine: Engine, replies: list[dict[str, Any]], settled: bool
) -> None:
    told = [(1, one | {"replied_at": DAY + timedelta(days=place)}) for place, one in enumerate(replies)]
    found = numbered(delivered, engine, told, {1: ("刘建国",), 2: ()}, full_name=ibis.literal("赵小明"))
    assert found["M-1"] == (OWNED if settled else FOR_ANOTHER)


def test_of_a_paper_on_which_no_name_was_read_a_name_says_nothing(delivered: Tables, engine: Engine) -> None:
    assert numbered(delivered, engine, [(1, {"issued_for": "张三丰"})], {})["M-1"] == OWNED
