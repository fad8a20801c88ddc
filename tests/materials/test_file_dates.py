from dataclasses import replace
from io import BytesIO

import pikepdf
import pyarrow as pa
import pytest

from mingjian.contract.vocabulary import CheckOutcome, MaterialKind
from mingjian.materials.checks import file_dates as check
from mingjian.materials.examination import OBSERVATIONS
from mingjian.materials.examiners import file_dates
from mingjian.materials.specimen import Examination
from mingjian.reading.dissection import dissect
from mingjian.reading.page import DocumentField, Region
from mingjian.store.engine import Engine
from tests.materials.conftest import Write
from tests.materials.papers import seen
from tests.materials.test_reuse import digest, tables
from tests.reading.documents import pdf_of
from tests.reading.ofd_files import CERTIFICATE, ofd

WORD = "Microsoft® Word 2019"


def noted(**notes: str) -> bytes:
    """A PDF with these notes of its program."""
    file = BytesIO()
    with pikepdf.open(BytesIO(pdf_of("paper"))) as document:
        for name, value in notes.items():
            document.docinfo[f"/{name}"] = value
        document.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("notes", "checks"),
    [
        ({"CreationDate": "D:20260501093000+08'00'", "Producer": WORD}, ["file_dated"]),
        ({"CreationDate": "D:20180901", "Producer": WORD}, ["file_dated"]),
        ({"CreationDate": "D:20150301", "Producer": WORD}, ["file_dated", "file_before_its_program"]),
        ({"CreationDate": "D:20150301", "Producer": "iText 7.2"}, ["file_dated"]),
        ({"CreationDate": "yesterday"}, ["file_undated"]),
    ],
    ids=["as usual", "sold the autumn before", "before its program", "a program without a year", "no day"],
)
def test_the_days_of_a_file_are_noted_and_only_one_before_its_program_is_odd(
    notes: dict[str, str], checks: list[str]
) -> None:
    found = seen(file_dates, noted(**notes))
    assert [one.check for one in found] == checks
    assert all(one.outcome is CheckOutcome.NOT_APPLICABLE for one in found)


def test_a_file_is_as_young_as_its_last_change_and_others_have_no_days() -> None:
    (found,) = seen(file_dates, noted(CreationDate="D:20250101", ModDate="D:20260502120000Z"))
    assert (found.values["created"], found.values["saved"]) == ("2025-01-01", "2026-05-02")
    dangling = noted(CreationDate="D:20260501").replace(b"/Info 2 0 R", b"/Info 9 9 R")
    for undated in (ofd(CERTIFICATE), dangling):
        assert [one.check for one in seen(file_dates, undated)] == ["file_undated"]
        assert dissect(undated).problem is None


def stated(day: str, confidence: float = 1.0) -> DocumentField:
    return DocumentField("issued_on", day, day, 1, Region(0, 0, 9, 9), confidence)


SAVED = Examination(seen(file_dates, noted(CreationDate="D:20260501", Producer=WORD)))


@pytest.mark.parametrize(
    ("kind", "facts", "checks"),
    [
        ("diagnosis_certificate", [stated("2026-05-20")], ["file_saved_before_issue"]),
        ("diagnosis_certificate", [stated("2026-05-02")], ["file_saved_after_issue"]),
        ("diagnosis_certificate", [stated("2021-02-03")], ["file_saved_after_issue"]),
        ("diagnosis_certificate", [stated("2026-05-20"), stated("2026-04-20")], ["file_saved_after_issue"]),
        ("diagnosis_certificate", [stated("2026-05-20", 0.97)], []),
        ("diagnosis_certificate", [stated("2026-02-30")], []),
        ("contract", [stated("2026-05-20")], []),
    ],
    ids=["before", "another time zone", "loaded down again", "two days", "recognised", "no day", "dated ahead"],
)
def test_a_file_saved_before_the_day_it_states_is_odd_and_one_saved_later_is_not(
    kind: str, facts: list[DocumentField], checks: list[str]
) -> None:
    assert [one.check for one in check.of_one(MaterialKind(kind), SAVED, facts)] == checks


def test_a_run_compares_the_same(engine: Engine, write: Write) -> None:
    found = tables(engine, write, [], count=3)
    values = '{"created": "2026-05-01", "saved": "2026-05-01", "program": "a \\"b\\""}'
    seen_of = [
        {"sha256": digest(number), "check": "file_dated", "outcome": "not_applicable", "values": values}
        for number in (1, 2, 3)
    ]
    days = {"M-1": "2026-05-20", "M-2": "2021-02-03"}
    facts = found.facts.schema().to_pyarrow()
    stated_by = [
        {"material_id": one, "number": 1, "field": "issued_on", "value": day, "confidence": 1.0}
        for one, day in days.items()
    ]
    found = replace(
        found,
        facts=engine.read_arrow(pa.Table.from_pylist(stated_by, schema=facts)),
        examinations=replace(
            found.examinations, observations=engine.read_arrow(pa.Table.from_pylist(seen_of, schema=OBSERVATIONS))
        ),
    )
    told = {row["subject_id"]: row for row in check.find(found).to_pyarrow().to_pylist()}
    assert {one: (row["check"], row["outcome"]) for one, row in told.items()} == {
        "M-1": ("file_saved_before_issue", "not_applicable"),
        "M-2": ("file_saved_after_issue", "clear"),
        "M-3": ("file_dates_not_compared", "not_applicable"),
    }
    assert '"program": "a' in told["M-1"]["values"]
