import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pytest

from mingjian.contract.workings import DOCUMENT_FIELDS
from mingjian.materials.checks import (
    form_twins,
    on_paper,
    seal_genuine,
    seal_register,
    seal_reuse,
    serial_number,
    typed_later,
)
from mingjian.materials.examination import LINES, OBSERVATIONS, PAGES, TRAITS, Examinations
from mingjian.materials.examiners import pages
from mingjian.materials.examiners.seals import impressions
from mingjian.materials.known_seals import Standing, known_seals
from mingjian.materials.marks import marks
from mingjian.materials.reuse import find_reuse, nothing_reused
from mingjian.materials.sealed import Known, sealed
from mingjian.materials.seals.cutting import Cut, compare_cut
from mingjian.materials.seals.impression import Impression
from mingjian.materials.similar import FingerprintIndex
from mingjian.materials.specimen import Specimen
from mingjian.materials.tables import Tables, from_lake
from mingjian.materials.twins.layout import BrokenLayoutError, Layout, Piece, align
from mingjian.materials.weights import written
from mingjian.reading.files import SCHEMA as READINGS
from mingjian.reading.page import Line, Page, PageOrigin, Region
from mingjian.reading.record import FileKind
from mingjian.reading.rendering import Rendering
from mingjian.store.engine import Engine
from tests.materials import seal_drawing as drawing
from tests.materials.conftest import Write
from tests.materials.test_materials import paper, reply, world

HOSPITAL = "重庆市渝中区第三人民医院"
REGISTER = [
    {"organisation_id": "O-1", "name": HOSPITAL, "kind": "hospital"},
    {"organisation_id": "O-2", "name": "重庆市渝中区中医院", "kind": "hospital"},
]
RENAMED = [{**one, "uscc": "12500000450400123A"} for one in REGISTER]
"""One office under two names: it keeps its credit code."""
DESIGN = drawing.Design(HOSPITAL, drawing.fonts(unseen=False)[0], "", "", 42, 42, 220)


def impression(seed: int, *, turn: float, quality: int, design: drawing.Design = DESIGN) -> Impression:
    """A scan of the hospital's stamp; the same seed gives the same ink, speck by speck."""
    ink = drawing.stamp(
        drawing.engrave(design), drawing.Pressing(turn=turn, worn=0.3), dpi=150, random=np.random.default_rng(seed)
    )
    sheet = np.full((ink.shape[0] + 40, ink.shape[1] + 60, 3), 250, np.uint8)
    drawing.press(sheet, ink, at=(quality % 30, 10))
    scanned = drawing.scan(sheet, np.random.default_rng(quality), quality=quality)
    ((_, kept),) = impressions(Page(1, scanned, PageOrigin.IMAGE, 150.0))
    return kept


@pytest.fixture(scope="module")
def seals() -> list[Impression]:
    """Two scans of one picture, and two stampings of the same die."""
    return [
        impression(1, turn=5, quality=70),
        impression(1, turn=5, quality=92),
        impression(2, turn=-20, quality=80),
        impression(3, turn=30, quality=85),
    ]


def digest(number: int) -> str:
    return f"{number:064d}"


def trait(number: int, kind: str, content: bytes = b"", text: str = "") -> dict[str, Any]:
    place = {"page": 1, "left": 10, "top": 20, "right": 250, "bottom": 260}
    return {"sha256": digest(number), "kind": kind, **place, "content": content, "text": text}


def line(number: int, text: str) -> dict[str, Any]:
    place = {"page": 1, "left": 10, "top": 20, "right": 250, "bottom": 60}
    return {"sha256": digest(number), "number": 1, **place, "text": text, "confidence": 1.0}


KNOWN = pa.schema([(name, pa.string()) for name in ("known_sha256", "owner", "standing", "material_id")])


def tables(
    engine: Engine,
    write: Write,
    traits: Sequence[dict[str, Any]],
    count: int = 4,
    on_file: Mapping[int, str] | None = None,
    **more: Any,
) -> Tables:
    """``on_file``: which of the files are the register's impressions, and whose."""
    every = more.pop("paper", {})
    papers = [paper(number, file_sha256=digest(number), **every) for number in range(1, count + 1)]
    lake = write(engine, world(papers, **more))
    drawn, lines, observations = (engine.read_arrow(schema.empty_table()) for schema in (PAGES, LINES, OBSERVATIONS))
    kept = engine.read_arrow(pa.Table.from_pylist(list(traits), schema=TRAITS))
    found = Examinations(pages=drawn, lines=lines, observations=observations, traits=kept)
    names = [row["name"] for row in more.get("organisations", [])]
    readings = engine.read_arrow(READINGS.empty_table())
    known = known_seals(lake)
    if on_file:
        impressions = [
            {"known_sha256": digest(number), "owner": name, "standing": Standing.ON_FILE.value, "material_id": None}
            for number, name in on_file.items()
        ]
        known = known.union(engine.read_arrow(pa.Table.from_pylist(impressions, schema=KNOWN)))
    return from_lake(lake, readings, found, find_reuse(found, names, engine, known=known), engine)


def made_by(engine: Engine, found: Tables, checks: dict[int, str]) -> Tables:
    """The tables with what the examiner of drawings says of some files."""
    seen = [
        {"sha256": digest(number), "check": check, "outcome": "not_applicable", "values": "{}"}
        for number, check in checks.items()
    ]
    observed = engine.read_arrow(pa.Table.from_pylist(seen, schema=OBSERVATIONS))
    return with_parts(found, examinations=replace(found.examinations, observations=observed))


def with_parts(found: Tables, **parts: Any) -> Tables:
    """The tables with other parts, and with the seals as these have them."""
    made = replace(found, **parts)
    known = Known(made.submissions, made.verifications, made.organisations, made.examinations, made.reuse)
    return replace(made, sealed=sealed(known))


def test_a_stamped_paper_that_never_was_on_paper_is_a_question_and_a_scan_or_another_kind_is_not(
    engine: Engine, write: Write
) -> None:
    seal_and_page = [trait(number, "seal") for number in (1, 2, 4)]
    papers = [
        paper(number, file_sha256=digest(number), kind=kind)
        for number, kind in enumerate(["diagnosis_certificate"] * 3 + ["bank_statement"], start=1)
    ]
    lake = write(engine, world(papers))
    empty = {name: engine.read_arrow(schema.empty_table()) for name, schema in (("pages", PAGES), ("lines", LINES))}
    kept = engine.read_arrow(pa.Table.from_pylist(seal_and_page, schema=TRAITS))
    none = engine.read_arrow(OBSERVATIONS.empty_table())
    examined = Examinations(**empty, observations=none, traits=kept)
    found = from_lake(lake, engine.read_arrow(READINGS.empty_table()), examined, nothing_reused(engine), engine)
    made = {1: "picture_drawn", 2: "picture_captured", 3: "picture_drawn", 4: "picture_drawn"}
    findings = rows(on_paper.find(made_by(engine, found, made)))
    assert {subject: (row["check"], row["outcome"]) for subject, row in findings.items()} == {
        "M-1": ("seal_never_on_paper", "suspect"),
        "M-2": ("seal_on_paper", "clear"),
    }
    # Of what a program wrote on the picture, that on a stamped paper that shows its seal is a question, too.
    typed = rows(typed_later.find(made_by(engine, found, dict.fromkeys(made, "value_sharper_than_picture"))))
    assert {subject: (row["check"], row["outcome"]) for subject, row in typed.items()} == {
        "M-1": ("typed_on_stamped_paper", "suspect"),
        "M-2": ("typed_on_stamped_paper", "suspect"),
    }
    # Owners note a telephone on the photo of such a paper: both together say less than a seal with a wrong letter.
    weights = written()
    assert weights["value_sharper_than_picture"] + weights["typed_on_stamped_paper"] < weights["seal_name_misspelt"]


def rows(table: ir.Table) -> dict[str, dict[str, Any]]:
    return {row.get("subject_id", row.get("material_id")): row for row in table.to_pyarrow().to_pylist()}


def stamped(seals: list[Impression]) -> list[dict[str, Any]]:
    return [trait(number, "seal", kept.to_bytes(), kept.name) for number, kept in enumerate(seals, start=1)]


def test_one_picture_on_papers_of_unrelated_customers_is_a_question_and_two_stampings_are_not(
    engine: Engine, write: Write, seals: list[Impression]
) -> None:
    printed = tables(engine, write, stamped(seals))
    assert rows(seal_reuse.find(printed))["M-1"]["check"] == "seal_image_printed", (
        "scans alone: its office may print it"
    )
    assert rows(seal_reuse.find(printed))["M-1"]["outcome"] == "not_applicable"
    assert all(row["lawful"] for row in marks(printed).to_pyarrow().to_pylist()), "so it links nobody to anybody"
    found = made_by(engine, printed, {2: "picture_drawn"})
    findings = rows(seal_reuse.find(found))
    assert {subject: row["check"] for subject, row in findings.items()} == {
        "M-1": "seal_image_reused",
        "M-2": "seal_image_reused",
        "M-3": "seal_image_not_reused",
        "M-4": "seal_image_not_reused",
    }
    assert json.loads(findings["M-1"]["values"]) == {"customers": 2, "households": 2}
    assert json.loads(findings["M-1"]["evidence"]) == ["M-2"]
    marked = [row for row in marks(found).to_pyarrow().to_pylist() if row["entity_type"] == "seal"]
    assert {row["material_id"] for row in marked} == {"M-1", "M-2"}
    assert len({row["entity_id"] for row in marked}) == 1
    assert not any(row["lawful"] for row in marked)
    assert json.loads(marked[0]["region"]) == [10, 20, 250, 260]


def electronic(engine: Engine, found: Tables, numbers: Sequence[int], text: str = "诊断证明书") -> Tables:
    """The tables with some files drawn from what a program wrote; without a text, from a picture on a page."""
    size = {"page": 1, "width": 9, "height": 9, "origin": "rendered", "dots_per_inch": 150.0}
    drawn = [{"sha256": digest(number), **size} for number in numbers]
    written = [line(number, text) for number in numbers if text]
    return with_parts(
        found,
        examinations=replace(
            found.examinations,
            pages=engine.read_arrow(pa.Table.from_pylist(drawn, schema=PAGES)),
            lines=engine.read_arrow(pa.Table.from_pylist(written, schema=LINES)),
        ),
    )


def pasted(seals: list[Impression], count: int) -> list[dict[str, Any]]:
    """One picture of a seal on so many files."""
    return [trait(number, "seal", seals[0].to_bytes(), seals[0].name) for number in range(1, count + 1)]


def test_a_forgers_electronic_file_vouches_neither_for_itself_nor_for_its_fellows(
    engine: Engine, write: Write, seals: list[Impression]
) -> None:
    found = tables(engine, write, pasted(seals, 4), organisations=REGISTER)
    forged = electronic(engine, made_by(engine, found, {3: "picture_drawn", 4: "picture_drawn"}), [2])
    checks = {subject: (row["check"], row["outcome"]) for subject, row in rows(seal_reuse.find(forged)).items()}
    assert checks == {
        "M-1": ("seal_image_reused", "suspect"),
        "M-2": ("seal_image_electronic", "not_applicable"),
        "M-3": ("seal_image_reused", "suspect"),
        "M-4": ("seal_image_reused", "suspect"),
    }


def test_an_electronic_certificate_counts_against_nobody_and_explains_prints_of_others(
    engine: Engine, write: Write, seals: list[Impression]
) -> None:
    found = tables(engine, write, pasted(seals, 4), organisations=REGISTER)
    found = electronic(engine, made_by(engine, found, {4: "picture_drawn"}), [1])
    of_two = with_parts(found, submissions=found.submissions.filter(found.submissions.material_id.isin(["M-1", "M-4"])))
    findings = rows(seal_reuse.find(of_two))
    assert (findings["M-1"]["check"], findings["M-4"]["check"]) == ("seal_image_electronic", "seal_image_not_reused")
    assert rows(seal_reuse.find(found))["M-2"]["check"] == "seal_image_printed"
    links = {row["material_id"]: row["lawful"] for row in marks(found).to_pyarrow().to_pylist()}
    assert links == {"M-1": True, "M-2": True, "M-3": True, "M-4": False}


def test_electronic_files_of_many_unrelated_customers_vouch_for_their_image(
    engine: Engine, write: Write, seals: list[Impression]
) -> None:
    found = made_by(
        engine,
        tables(engine, write, pasted(seals, 5), count=5, organisations=REGISTER),
        {4: "picture_drawn", 5: "picture_drawn"},
    )
    submitted = found.submissions

    def said(days: tuple[int, ...], text: str = "诊断证明书", **changed: Any) -> set[str]:
        """What is said of all five, of which the first three are electronic and came on these days of May."""
        day = ibis.cases(
            *((submitted.material_id == f"M-{n}", ibis.date(2026, 5, day)) for n, day in enumerate(days, start=1)),
            else_=ibis.date(2026, 5, 1),
        )
        dated = with_parts(found, submissions=submitted.mutate(received_on=day, **changed))
        return {row["check"] for row in rows(seal_reuse.find(electronic(engine, dated, [1, 2, 3], text))).values()}

    assert said((1, 5, 9)) == {"seal_image_lawful"}
    unvouched = {"seal_image_electronic", "seal_image_reused"}
    assert said((1, 1, 9)) == unvouched, "two days"
    assert said((1, 5, 9), representative=ibis.literal("17012345678")) == unvouched, "one hand"
    # Whoever pastes a seal can put the picture on a page of a PDF.
    assert said((1, 5, 9), "") == {"seal_image_reused"}
    on_file = found.organisations.mutate(seal_sha256=ibis.literal(digest(5)))
    assert rows(seal_reuse.find(with_parts(found, organisations=on_file)))["M-4"]["check"] == "seal_image_lawful"
    nobody_knows = found.reuse.seals.mutate(registered_name=ibis.null("string"))
    found = with_parts(found, reuse=replace(found.reuse, seals=nobody_knows))
    assert said((1, 5, 9)) == {"seal_image_reused"}


def test_a_picture_that_the_issuer_vouched_for_is_lawful(engine: Engine, write: Write, seals: list[Impression]) -> None:
    found = tables(engine, write, stamped(seals), verifications=[reply(2, "confirmed")])
    assert rows(seal_reuse.find(found))["M-1"]["check"] == "seal_image_lawful"
    assert all(row["lawful"] for row in marks(found).to_pyarrow().to_pylist())


@pytest.mark.parametrize(
    ("issuer", "organisations", "check"),
    [
        (HOSPITAL, REGISTER, "seal_of_issuer"),
        (f"{HOSPITAL}内科", REGISTER, "seal_of_issuer"),
        ("重庆市渝中区中医院", REGISTER, "seal_of_another"),
        ("重庆市渝中区中医院", RENAMED, "seal_of_issuer"),
        ("某医院", REGISTER, "seal_in_register"),
        (None, REGISTER, "seal_in_register"),
        (HOSPITAL, REGISTER[1:], "seal_not_in_register"),
    ],
)
def test_a_seal_is_held_against_the_register_and_the_stated_issuer(
    engine: Engine,
    write: Write,
    seals: list[Impression],
    issuer: str | None,
    organisations: list[dict[str, str]],
    check: str,
) -> None:
    found = tables(
        engine, write, stamped(seals[:1]), count=1, organisations=organisations, paper={"issuer_name": issuer}
    )
    assert rows(seal_register.find(found))["M-1"]["check"] == check


WORKSHOP = replace(DESIGN, span=DESIGN.span * 0.93)
"""The hospital's name as another workshop cuts it."""


@pytest.fixture(scope="module")
def copies(seals: list[Impression]) -> list[Impression]:
    """A genuine stamping, two of another workshop's die, and two more genuine ones."""
    cut = [impression(seed, turn=turn, quality=80, design=WORKSHOP) for seed, turn in ((5, 8.0), (6, -12.0))]
    return [seals[0], *cut, seals[2], seals[3]]


@pytest.mark.parametrize(
    ("on_file", "replies", "expected"),
    [
        ({}, [], {}),
        (
            {5: HOSPITAL},
            [],
            {
                "M-1": ("seal_like_genuine", "clear"),
                "M-2": ("seal_cut_otherwise", "not_applicable"),
                "M-3": ("seal_cut_otherwise", "not_applicable"),
                "M-4": ("seal_like_genuine", "clear"),
            },
        ),
        (
            {},
            [reply(1, "confirmed")],
            {
                "M-2": ("seal_cut_otherwise", "not_applicable"),
                "M-3": ("seal_cut_otherwise", "not_applicable"),
                "M-4": ("seal_like_genuine", "clear"),
            },
        ),
        (
            {5: HOSPITAL},
            [reply(2, "denied")],
            {
                "M-1": ("seal_like_genuine", "clear"),
                "M-2": ("seal_cut_otherwise", "not_applicable"),
                "M-3": ("seal_of_denied", "suspect"),
                "M-4": ("seal_like_genuine", "clear"),
            },
        ),
        ({}, [reply(2, "denied")], {"M-3": ("seal_like_denied", "not_applicable")}),
        (
            {5: HOSPITAL},
            [reply(1, "denied")],
            {
                "M-1": ("seal_like_genuine", "clear"),
                "M-2": ("seal_cut_otherwise", "not_applicable"),
                "M-3": ("seal_cut_otherwise", "not_applicable"),
                "M-4": ("seal_like_genuine", "clear"),
            },
        ),
    ],
    ids=[
        "nothing is known",
        "an impression on file",
        "a confirmed paper",
        "a denied paper beside the impression on file",
        "a denied paper alone",
        "a denied paper with the genuine seal",
    ],
)
def test_a_seal_is_laid_beside_those_of_which_something_is_known(
    engine: Engine,
    write: Write,
    copies: list[Impression],
    on_file: dict[int, str],
    replies: list[dict[str, Any]],
    expected: dict[str, tuple[str, str]],
) -> None:
    found = tables(engine, write, stamped(copies), on_file=on_file, organisations=REGISTER, verifications=replies)
    findings = rows(seal_genuine.find(found))
    assert {subject: (row["check"], row["outcome"]) for subject, row in findings.items()} == expected
    for row in findings.values():
        shown = row["check"] in ("seal_of_denied", "seal_like_denied")
        assert json.loads(row["evidence"]) == (["M-2"] if shown else [])


def test_seals_of_two_purposes_are_not_held_against_each_other(copies: list[Impression]) -> None:
    invoices = replace(copies[1], centre="发票专用章")
    assert compare_cut(copies[0], copies[1]) is Cut.OTHER
    assert compare_cut(copies[0], invoices) is Cut.UNSURE


def test_a_papers_own_number_on_papers_of_unrelated_households_is_a_question(engine: Engine, write: Write) -> None:
    traits = [trait(number, "serial_number", text="病案号 202603174") for number in (1, 2)]
    traits.append(trait(3, "serial_number", text="病案号 202603175"))
    findings = rows(serial_number.find(tables(engine, write, traits, paper={"issuer_name": HOSPITAL})))
    assert {subject: row["check"] for subject, row in findings.items()} == {
        "M-1": "serial_number_reused",
        "M-2": "serial_number_reused",
        "M-3": "serial_number_unique",
    }


def test_two_people_whom_a_paper_names_photograph_it_each_and_its_number_accuses_neither(
    engine: Engine, write: Write
) -> None:
    traits = [trait(number, "serial_number", text="证明编号 202603174") for number in (1, 2)]
    found = tables(engine, write, traits, paper={"issuer_name": HOSPITAL})

    def said(named: dict[int, tuple[int, ...]]) -> set[str]:
        """The checks' answers where these papers state these customers' identity numbers."""
        stated = [
            {"material_id": f"M-{one}", "field": "id_number", "value": f"{other:018d}"}
            for one, others in named.items()
            for other in others
        ]
        facts = engine.read_arrow(pa.Table.from_pylist(stated, schema=DOCUMENT_FIELDS.arrow_schema))
        return {row["check"] for row in rows(serial_number.find(replace(found, facts=facts))).values()}

    assert said({1: (1, 2), 2: (1, 2)}) == {"serial_number_unique"}
    assert said({1: (1,), 2: (2,)}) == {"serial_number_reused"}, "each its own: one number, another name typed in"


@pytest.mark.parametrize("issuers", [(HOSPITAL, "重庆市渝中区中医院"), (None, None), (HOSPITAL, None)])
def test_every_hospital_counts_its_patients_from_one(
    engine: Engine, write: Write, issuers: tuple[str | None, str | None]
) -> None:
    traits = [trait(number, "serial_number", text="住院号 123456") for number in (1, 2)]
    found = tables(engine, write, traits)
    named = found.submissions.mutate(
        issuer_name=ibis.cases(*((found.submissions.material_id == f"M-{n}", one) for n, one in enumerate(issuers, 1)))
        if any(issuers)
        else ibis.null("string")
    )
    assert {row["check"] for row in rows(serial_number.find(replace(found, submissions=named))).values()} == {
        "serial_number_unique"
    }


def form(name: str, *, shift: int = 0, hash_: bytes = b"\x0f" * 32) -> Layout:
    fixed = ["诊断证明书", "姓名", "性别", "诊断意见", "医师签字", "建议休息并定期复查", "出具日期"]
    pieces = [
        Piece(text, 500 + shift, 800 * row + shift, 500 + 200 * len(text) + shift, 800 * row + 300 + shift)
        for row, text in enumerate(fixed)
    ]
    pieces.append(Piece(name, 3000 + shift, 800 + shift, 3000 + 200 * len(name) + shift, 1100 + shift))
    return Layout(hash_, tuple(pieces))


def test_forms_of_one_office_are_found_and_what_differs_is_what_was_filled_in() -> None:
    twins = align(form("张三丰"), form("李小四", shift=40))
    assert twins.same_form
    assert [(one.text, other.text) for one, other in twins.differing] == [("张三丰", "李小四")]
    other = Layout(
        b"\0" * 32, tuple(Piece(text, 0, 900 * row, 900, 900 * row + 300) for row, text in enumerate("甲乙丙丁戊"))
    )
    assert not align(form("张三丰"), other).same_form


def test_a_shared_form_speaks_for_nobodys_forgery(engine: Engine, write: Write) -> None:
    names = enumerate(("张三丰", "李小四", "李小四"), start=1)
    found = tables(engine, write, [trait(number, "page", form(name).to_bytes()) for number, name in names])
    findings = rows(form_twins.find(found))
    assert {row["check"] for row in findings.values()} == {"form_shared"}
    twice = found.reuse.form_pairs.filter(found.reuse.form_pairs.filled == 0)
    once = replace(found, reuse=replace(found.reuse, form_pairs=twice))
    assert rows(form_twins.find(once)) == {}, "one paper twice is no form"
    assert {row["outcome"] for row in findings.values()} == {"not_applicable"}
    assert all(row["lawful"] for row in marks(found).to_pyarrow().to_pylist())


def test_a_layout_is_kept_whole_and_broken_bytes_are_refused() -> None:
    kept = form("张三丰")
    assert Layout.from_bytes(kept.to_bytes()) == kept
    with pytest.raises(BrokenLayoutError):
        Layout.from_bytes(b"\0" * 40)


def test_the_nearest_fingerprints_are_found_among_many() -> None:
    random = np.random.default_rng(1)
    prints = [random.bytes(32) for _ in range(500)]
    near = bytes([prints[7][0] ^ 0b101]) + prints[7][1:]
    assert FingerprintIndex(prints).nearest(near, count=3, within=20) == [(7, 2)]
    assert FingerprintIndex([*prints, near]).pairs(count=3, within=20) == [(7, 500)]
    assert FingerprintIndex([]).nearest(near, count=3, within=20) == []


def test_labels_and_what_was_filled_in_stand_apart_on_a_page() -> None:
    line = Line(1, "姓名：张三 性别：男", 0.99, Region(100, 50, 300, 70))
    page = Page(1, np.full((400, 400, 3), 250, np.uint8), PageOrigin.RENDERED)
    page.pixels[50:70, 100:300] = 0
    specimen = Specimen("0" * 64, b"", Rendering(FileKind.PDF, "application/pdf", (page,), (), None), (line,))
    (trait,) = pages.examine(specimen).traits
    pieces = Layout.from_bytes(trait.content).pieces
    assert [piece.text for piece in pieces] == ["姓名：", "张三", "性别：", "男"]
    assert all(one.right <= other.left + 60 for one, other in pairwise(pieces))


def test_a_papers_own_number_is_known_by_its_label() -> None:
    texts = (
        "病案号：202603174",
        "表号：202603174",
        "医疗机构执业许可证登记号：PDY10012345011",
        "案号：202603174",
        "证明编号 渝医证2026",
        "病案号：无",
    )
    lines = tuple(Line(1, text, 1.0, Region(0, 0, 10, 10)) for text in texts)
    specimen = Specimen("0" * 64, b"", Rendering(FileKind.TEXT, "text/plain", (), (), None), lines)
    assert [trait.text for trait in pages.examine(specimen).traits] == ["病案号 202603174"]
