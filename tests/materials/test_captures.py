import io
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pytest
from PIL import Image, ImageDraw

from mingjian.contract import TABLES
from mingjian.contract.workings import DOCUMENT_FIELDS
from mingjian.materials.capture_search import COMPARED, likeliest, one_captures
from mingjian.materials.captures import Altered, Written, in_common, may_be_one
from mingjian.materials.checks import form_twins, page_reuse
from mingjian.materials.contested import with_contested
from mingjian.materials.examination import LINES, OBSERVATIONS, PAGES, TRAITS, Examinations
from mingjian.materials.known_seals import known_seals
from mingjian.materials.marks import marks
from mingjian.materials.reuse import find_reuse
from mingjian.materials.tables import Tables, from_lake
from mingjian.materials.twins.layout import UNIT, Layout, Piece
from mingjian.reading.files import SCHEMA as READINGS
from mingjian.reading.page import Pixels
from mingjian.store.engine import Engine
from mingjian.store.vault import Vault
from tests.materials import seal_drawing as drawing
from tests.materials.conftest import Write
from tests.materials.page_drawing import photograph
from tests.materials.test_materials import paper, world

FONT = drawing.fonts(unseen=False)[0]
ROWS = ["重庆市渝中区第三人民医院", "诊断证明书", "科室：神经内科", "诊断：脑梗死，高血压病三级"]
ROWS += ["处理意见：休息三个月", "医师签名：陈志强", "出具日期：2026年4月21日"]
WIDE, HIGH = 900, 860
NAME = (135, 745, 255, 795)
"""About where the name is read; it leans on a photograph."""
AROUND = 160
"""What is seen of the table on each side of a photographed sheet."""


def sheet(name: str, *, pattern: bool = False) -> Pixels:
    """A certificate; with ``pattern`` on paper that is printed against copies."""
    page = np.full((HIGH, WIDE, 3), 240, np.uint8)
    if pattern:
        down, across = np.indices((HIGH, WIDE))
        page[np.cos((down + 12 * np.sin(across / 30)) / 2.4) > 0.7] -= np.uint8(12)
    drawn = Image.fromarray(page)
    pen = ImageDraw.Draw(drawn)
    for row, text in enumerate(ROWS):
        pen.text((160, 80 + 100 * row), text, fill=(25, 25, 25), font=FONT.at(28))
    pen.text((160, 780), name, fill=(25, 25, 25), font=FONT.at(28))
    return np.asarray(drawn, np.uint8)


def lines(name: str, scale: float = 1.0, around: int = AROUND) -> list[tuple[str, int, int, int, int]]:
    """What is read where, about, on a picture of the sheet."""
    boxes = [(text, (160, 80 + 100 * row, 160 + 28 * len(text), 112 + 100 * row)) for row, text in enumerate(ROWS)]
    made = []
    for text, box in (*boxes, (name, NAME)):
        left, top, right, bottom = (round((edge + around) * scale) for edge in box)
        made.append((text, left, top, right, bottom))
    return made


def shot_of(name: str) -> Pixels:
    """One photograph, which shows this name: the same lean, light and grain whatever the name."""
    return photograph(sheet(name), np.random.default_rng(3))


def jpeg(picture: Pixels, quality: int, scale: float = 1.0) -> bytes:
    image, target = Image.fromarray(picture), io.BytesIO()
    image.resize((round(image.width * scale), round(image.height * scale))).save(target, "JPEG", quality=quality)
    return target.getvalue()


def decoded(content: bytes) -> Pixels:
    return np.asarray(Image.open(io.BytesIO(content)), np.uint8)


@pytest.fixture(scope="module")
def shot() -> Pixels:
    return shot_of("刘建国")


def compared(
    one: Pixels, other: Pixels, names: tuple[str, str] = ("刘建国", "刘建国"), *, around: int = AROUND
) -> tuple[Altered, ...] | None:
    scale = other.shape[1] / one.shape[1]
    written = [
        Written("", 1, (each.shape[1], each.shape[0]), tuple(lines(name, by, around)))
        for each, name, by in ((one, names[0], 1.0), (other, names[1], scale))
    ]
    placement = may_be_one(written[0], written[1])
    assert placement is not None
    common = in_common(written[0], written[1], placement, (one, other))
    return common.altered if common is not None and common.captured else None


def test_a_photograph_that_was_saved_anew_is_one_capture_with_the_first_and_says_nothing_else(shot: Pixels) -> None:
    assert compared(decoded(jpeg(shot, 92)), decoded(jpeg(shot, 70, 0.8))) == ()


def test_another_name_over_the_same_photograph_is_found_where_it_stands(shot: Pixels) -> None:
    altered = decoded(jpeg(shot_of("李秀英"), 75, 0.8))
    found = compared(decoded(jpeg(shot, 92)), altered, ("刘建国", "李秀英"))
    assert found is not None
    ((mine, theirs),) = found
    assert near_name(mine)
    assert np.allclose(np.array(theirs), np.array(mine) * 0.8, atol=3)
    misread = compared(decoded(jpeg(shot, 92)), decoded(jpeg(shot, 70)), ("刘建国", "刘健国"))
    assert misread == (), "read otherwise alone"
    captioned = compared(decoded(jpeg(shot, 92)), altered, ("刘建国", "李秀英仅供核实使用"))
    assert captioned == (), "an owner wrote across the line what the copy is for"


def test_a_paper_that_was_photographed_or_scanned_twice_is_two_captures(shot: Pixels) -> None:
    again = photograph(sheet("刘建国"), np.random.default_rng(4))
    assert compared(shot, again) is None
    # A scanner on whose glass both sheets lie square: even so the paper has other grain.
    random = np.random.default_rng(5)
    scans = [drawing.scan(sheet(name), random, quality=90) for name in ("刘建国", "刘建国", "李秀英")]
    assert compared(scans[0], scans[1], around=0) is None
    assert compared(scans[0], scans[2], ("刘建国", "李秀英"), around=0) is None


def test_a_pattern_that_is_printed_on_every_sheet_is_no_grain() -> None:
    random = np.random.default_rng(6)
    scans = [drawing.scan(sheet(name, pattern=True), random, quality=90) for name in ("刘建国", "李秀英")]
    assert compared(scans[0], scans[1], ("刘建国", "李秀英"), around=0) is None


def test_what_lies_on_the_paper_of_two_captures_is_print_and_tells_of_no_third_one(engine: Engine) -> None:
    pairs = [("a", "b", True), ("b", "a", True), ("a", "c", False), ("c", "a", False), ("d", "e", True)]
    rows = [{"page": one, "other": other, "captured": captured} for one, other, captured in pairs]
    told = one_captures(engine.read_arrow(pa.Table.from_pylist(rows, schema=COMPARED)), engine)
    assert [(row["page"], row["other"]) for row in told.to_pyarrow().to_pylist()] == [("d", "e")]


def test_a_page_that_is_like_very_many_is_laid_over_a_few() -> None:
    forms = [{"first": "hub:1", "second": f"{other}:1", "fixed": 0.9, "filled": 1} for other in range(9)]
    taken = Counter(page for pair in likeliest([*forms, {**forms[0], "first": "0:2", "fixed": 1.0}]) for page in pair)
    assert taken["hub:1"] == 4
    assert taken["0:2"] == 0, "a page of the same file"


def test_a_screenshot_and_clipped_paper_have_no_grain_to_tell_by() -> None:
    drawn = np.where(sheet("刘建国") == 240, 255, sheet("刘建国")).astype(np.uint8)
    assert compared(drawn, decoded(jpeg(drawn, 80)), around=0) is None


def near_name(box: Sequence[int]) -> bool:
    """Whether it lies on the name, or about as far from it as a photograph leans."""
    left, top, right, bottom = box
    return NAME[0] + 90 <= left < right <= NAME[2] + 230 and NAME[1] + 90 <= top < bottom <= NAME[3] + 230


def facts(engine: Engine, stated: Mapping[int, tuple[int, ...]]) -> ir.Table:
    """Which paper states the identity numbers of which customers."""
    rows = [
        {"material_id": f"M-{one}", "field": "id_number", "value": f"{other:018d}"}
        for one, others in stated.items()
        for other in others
    ]
    return engine.read_arrow(pa.Table.from_pylist(rows, schema=DOCUMENT_FIELDS.arrow_schema))


def handed_in(engine: Engine, write: Write, folder: Path, files: Mapping[str, bytes]) -> Tables:
    """One file a customer, by the name that stands on it; each states its own customer's identity number."""
    vault = Vault.open(folder)
    pages, read, traits = [], [], []
    digests = []
    for name, content in files.items():
        digest = vault.put_bytes(content)
        digests.append(digest)
        height, width = decoded(content).shape[:2]
        boxes = lines(name.split("#")[0], width / (WIDE + 2 * AROUND))
        pages.append({"sha256": digest, "page": 1, "width": width, "height": height, "origin": "image"})
        unit = UNIT / max(width, height)
        layout = Layout(b"\x0f" * 32, tuple(Piece(text, *(round(edge * unit) for edge in box)) for text, *box in boxes))
        traits.append({"sha256": digest, "kind": "page", "page": 1, "content": layout.to_bytes(), "text": ""})
        for place, (text, left, top, right, bottom) in enumerate(boxes, start=1):
            box = {"left": left, "top": top, "right": right, "bottom": bottom}
            read.append({"sha256": digest, "number": place, "page": 1, **box, "text": text, "confidence": 0.9})
    lake = write(engine, world([paper(number, file_sha256=digest) for number, digest in enumerate(digests, 1)]))

    def table(rows: list[dict[str, Any]], schema: pa.Schema) -> Any:
        return engine.read_arrow(pa.Table.from_pylist(rows, schema=schema))

    found = Examinations(table(pages, PAGES), table(read, LINES), table([], OBSERVATIONS), table(traits, TRAITS))
    whole = [{"sha256": digest, "extractor": "image", "kind": "image"} for digest in digests]
    reuse = find_reuse(found, [], engine, known=known_seals(lake), vault=vault)
    tables = from_lake(lake, table(whole, READINGS), found, reuse, engine)
    return replace(tables, facts=facts(engine, {number: (number,) for number in range(1, len(files) + 1)}))


def said(tables: Tables) -> dict[str, str]:
    return {row["subject_id"]: row["check"] for row in page_reuse.find(tables).to_pyarrow().to_pylist()}


def test_one_photograph_of_unrelated_customers_is_a_question_and_no_shared_form(
    engine: Engine, write: Write, tmp_path: Path, shot: Pixels
) -> None:
    files = {
        "刘建国": jpeg(shot, 92),
        "刘建国#": jpeg(shot, 70, 0.8),
        "李秀英": jpeg(shot_of("李秀英"), 80),
    }
    tables = handed_in(engine, write, tmp_path, files)
    rows = page_reuse.find(tables).to_pyarrow().to_pylist()
    assert {row["subject_id"]: row["check"] for row in rows} == dict.fromkeys(("M-1", "M-2", "M-3"), "page_altered")
    assert {row["outcome"] for row in rows} == {"suspect"}
    assert json.loads(rows[0]["values"]) == {"customers": 3, "households": 3}
    (altered,) = [row for row in rows if row["subject_id"] == "M-1"]
    assert json.loads(altered["evidence"]) == ["M-3"], "the one that says something else, to lie beside it"
    assert near_name(json.loads(altered["place"])["region"])
    assert form_twins.find(tables).to_pyarrow().num_rows == 0
    marked = [row for row in marks(tables).to_pyarrow().to_pylist() if not row["lawful"]]
    assert marked == [], "it links nobody: one of them may be whose paper was copied, or their office fills in a scan"


def test_a_copy_is_no_shared_form_and_nothing_is_said_of_those_who_may_have_one_picture(
    engine: Engine, write: Write, tmp_path: Path, shot: Pixels
) -> None:
    files = {"刘建国": jpeg(shot, 92), "刘建国#": jpeg(shot, 70, 0.8)}
    tables = handed_in(engine, write, tmp_path, files)
    assert said(tables) == dict.fromkeys(("M-1", "M-2"), "page_reused")
    assert form_twins.find(tables).to_pyarrow().num_rows == 0
    submitted = tables.submissions
    for honest in (
        replace(tables, submissions=submitted.mutate(household=ibis.literal("one roof"))),
        replace(tables, facts=facts(engine, {1: (1, 2), 2: (1, 2)})),
        # A list of which the first name alone is a field: the second stands elsewhere on the page.
        replace(
            tables,
            facts=facts(engine, {1: (1,), 2: (1,)}),
            submissions=submitted.mutate(
                full_name=ibis.ifelse(submitted.material_id == "M-1", ibis.literal("刘建国"), ibis.literal("陈志强"))
            ),
        ),
        replace(tables, facts=facts(engine, {})),
        replace(tables, submissions=submitted.mutate(kind=ibis.literal("court_document"))),
    ):
        assert said(honest) == {}


def test_whose_paper_is_known_to_be_genuine_is_cleared_and_the_copy_stays_a_question(
    engine: Engine, write: Write, tmp_path: Path, shot: Pixels
) -> None:
    files = {"刘建国": jpeg(shot, 92), "李秀英": jpeg(shot_of("李秀英"), 80)}
    tables = handed_in(engine, write, tmp_path, files)
    confirmed = told_of(tables, engine, replies={"M-1": "confirmed"})
    rows = {row["subject_id"]: row for row in page_reuse.find(confirmed).to_pyarrow().to_pylist()}
    assert {of: (row["check"], row["outcome"]) for of, row in rows.items()} == {
        "M-1": ("page_original", "clear"),
        "M-2": ("page_altered", "suspect"),
    }
    assert json.loads(rows["M-1"]["evidence"]) == ["M-2"]
    assert said(told_of(tables, engine, labels={"M-1": "genuine"})) == {"M-1": "page_original", "M-2": "page_altered"}
    # What two sources say two things of is known to nobody, and who filled in one scanned blank is confirmed twice.
    for replies, labels in (
        ({"M-1": "denied"}, {"M-1": "genuine"}),
        ({"M-1": "confirmed"}, {"M-1": "forged"}),
        ({}, {}),
    ):
        assert said(told_of(tables, engine, replies, labels)) == dict.fromkeys(("M-1", "M-2"), "page_altered")
    both = told_of(tables, engine, replies={"M-1": "confirmed", "M-2": "confirmed"})
    assert said(both) == dict.fromkeys(("M-1", "M-2"), "page_original")


def test_a_genuine_paper_is_the_first_to_lie_beside_one_that_was_made_of_it(
    engine: Engine, write: Write, tmp_path: Path, shot: Pixels
) -> None:
    files = {name: jpeg(shot_of(name), 85) for name in ("陈志强", "李秀英")} | {"刘建国": jpeg(shot, 92)}
    tables = handed_in(engine, write, tmp_path, files)
    confirmed = told_of(tables, engine, replies={"M-3": "confirmed"})
    rows = page_reuse.find(confirmed).to_pyarrow().to_pylist()
    assert {row["subject_id"]: json.loads(row["evidence"]) for row in rows if row["check"] == "page_altered"} == {
        "M-1": ["M-3"],
        "M-2": ["M-3"],
    }


def test_the_same_photograph_of_one_household_is_genuine_with_the_one_that_is_known(
    engine: Engine, write: Write, tmp_path: Path, shot: Pixels
) -> None:
    """A chat program saves anew what is sent on: the owner hands in another file of the same paper."""
    files = {"刘建国": jpeg(shot, 92), "李秀英": jpeg(shot_of("李秀英"), 80), "刘建国#": jpeg(shot, 70, 0.8)}
    delivered = handed_in(engine, write, tmp_path, files)
    tables = of_one_customer(delivered, "M-1", "M-3")
    cleared = {"M-1": "page_original", "M-2": "page_altered", "M-3": "page_original"}
    assert said(told_of(tables, engine, replies={"M-1": "confirmed"})) == cleared
    assert said(told_of(tables, engine, labels={"M-1": "genuine"})) == cleared
    denied = told_of(tables, engine, replies={"M-1": "confirmed", "M-3": "denied"})
    assert said(denied) == {**cleared, "M-3": "page_altered"}, "nobody is cleared against the answer of his own paper"
    # Another name over the same photograph is not the same paper, whoever of the house hands it in.
    otherwise = of_one_customer(delivered, "M-1", "M-2")
    assert said(told_of(otherwise, engine, replies={"M-1": "confirmed"}))["M-2"] != "page_original"


def test_of_one_paper_the_newest_answer_of_its_issuer_counts(
    engine: Engine, write: Write, tmp_path: Path, shot: Pixels
) -> None:
    files = {"刘建国": jpeg(shot, 92), "李秀英": jpeg(shot_of("李秀英"), 80), "刘建国#": jpeg(shot, 70, 0.8)}
    tables = of_one_customer(handed_in(engine, write, tmp_path, files), "M-1", "M-3")
    submitted = tables.submissions
    first = submitted.filter(submitted.material_id == "M-1").file_sha256.to_pyarrow()[0].as_py()
    digest = ibis.ifelse(submitted.material_id == "M-3", ibis.literal(first), submitted.file_sha256)
    again = replace(tables, submissions=submitted.mutate(file_sha256=digest))
    corrected = told_of(again, engine, replies={"M-1": "denied", "M-3": "confirmed"})
    assert said(corrected) == {"M-1": "page_original", "M-2": "page_altered", "M-3": "page_original"}
    withdrawn = told_of(again, engine, replies={"M-1": "confirmed", "M-3": "denied"})
    assert set(said(withdrawn).values()) == {"page_altered"}


def of_one_customer(tables: Tables, one: str, other: str) -> Tables:
    """The other paper as handed in by the customer of the one."""
    submitted = tables.submissions
    columns = ("customer_id", "household")
    (owner,) = submitted.filter(submitted.material_id == one).select(*columns).to_pyarrow().to_pylist()
    is_other = submitted.material_id == other
    owned = {name: ibis.ifelse(is_other, ibis.literal(owner[name]), submitted[name]) for name in columns}
    return replace(tables, submissions=submitted.mutate(**owned))


@pytest.mark.parametrize(("genuine", "copy"), [("M-1", "M-2"), ("M-2", "M-1")])
def test_the_issuers_yes_to_a_number_that_the_copy_kept_clears_neither_in_either_order(
    engine: Engine, write: Write, tmp_path: Path, shot: Pixels, genuine: str, copy: str
) -> None:
    files = {"刘建国": jpeg(shot, 92), "李秀英": jpeg(shot_of("李秀英"), 80)}
    delivered = handed_in(engine, write, tmp_path, files)
    stated = [
        {"material_id": f"M-{one}", "field": name, "value": value}
        for one, whom in enumerate(files, 1)
        for name, value in (("document_number", "202603174"), ("person_name", whom))
    ]
    numbers = engine.read_arrow(pa.Table.from_pylist(stated, schema=DOCUMENT_FIELDS.arrow_schema))

    def answered(facts: ir.Table, replies: Mapping[str, str], words: str = "") -> dict[str, str]:
        tables = told_of(replace(delivered, facts=facts), engine, replies=replies, words=words)
        return said(with_contested(tables, engine))

    doubted = dict.fromkeys(("M-1", "M-2"), "page_altered")
    cleared = {genuine: "page_original", copy: "page_altered"}
    both = {copy: "confirmed", genuine: "confirmed"}
    assert answered(numbers, {copy: "confirmed"}) == doubted
    assert answered(numbers, both) == doubted
    holder = dict(zip(("M-1", "M-2"), files, strict=True))[genuine]
    assert answered(numbers, both, f"该编号系我院为{holder}出具") == cleared
    # Where the number was altered, too, the office said yes of another number; of one holder there is one paper.
    of_copy = numbers.material_id == copy
    other = ibis.ifelse((numbers.field == "document_number") & of_copy, ibis.literal("999"), numbers.value)
    assert answered(numbers.mutate(value=other), {genuine: "confirmed"}) == cleared
    one = ibis.ifelse(numbers.field == "person_name", ibis.literal(holder), numbers.value)
    assert answered(numbers.mutate(value=one), {genuine: "confirmed"}) == cleared


def told_of(
    tables: Tables,
    engine: Engine,
    replies: Mapping[str, str] | None = None,
    labels: Mapping[str, str] | None = None,
    words: str = "",
) -> Tables:
    """What issuers answered, a day after one another, and what people found, of these papers."""
    at = datetime(2026, 11, 10, tzinfo=UTC)
    days = [at + timedelta(days=day) for day in range(len(replies or {}))]
    answers = [
        {
            "verification_id": f"V{of}",
            "material_id": of,
            "asked_at": day,
            "replied_at": day,
            "reply": reply,
            "said": words,
        }
        for day, (of, reply) in zip(days, (replies or {}).items(), strict=True)
    ]
    decided = [{"label": label, "decided_at": at, "material_id": of} for of, label in (labels or {}).items()]
    verifications = pa.Table.from_pylist(answers, schema=TABLES["verifications"].arrow_schema)
    found = pa.table(
        {
            "label": pa.array([row["label"] for row in decided], pa.string()),
            "decided_at": pa.array([row["decided_at"] for row in decided], pa.timestamp("us", tz="UTC")),
            "material_id": pa.array([row["material_id"] for row in decided], pa.string()),
        }
    )
    return replace(tables, verifications=engine.read_arrow(verifications), decided=engine.read_arrow(found))
