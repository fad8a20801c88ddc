"""Was the file last saved before the day on which it says that its paper was issued?

A file made long after the stated day is as it should be: people download a statement again, and scan old papers. One
that nobody has touched since before that day cannot state it truly, or its computer's clock was behind. So it weighs a
little and asks for nobody's look by itself, and only where the program that saved the file also wrote the day in it:
the clocks of scanners are often wrong, and contracts, letters and certificates of employers are dated ahead.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import CheckOutcome, MaterialKind
from mingjian.materials.examiners import file_dates
from mingjian.materials.findings import rows
from mingjian.materials.specimen import Examination, Observation
from mingjian.materials.tables import Tables
from mingjian.reading.page import DocumentField

RECORDS: tuple[MaterialKind, ...] = (
    MaterialKind.DIAGNOSIS_CERTIFICATE,
    MaterialKind.MEDICAL_RECORD,
    MaterialKind.DEATH_CERTIFICATE,
    MaterialKind.POLICE_RECEIPT,
    MaterialKind.CREDIT_REPORT,
    MaterialKind.BANK_STATEMENT,
    MaterialKind.PAYMENT_RECEIPT,
)
"""Kinds that record what has happened, so that nobody dates them ahead."""
ISSUED = ("issued_on", "printed_on")
_BEFORE, _AFTER, _UNKNOWN = "file_saved_before_issue", "file_saved_after_issue", "file_dates_not_compared"
_SCORE = 0.3
_GRACE = 1
"""Days: a file's clock may stand in another time zone."""
_SAVED = r'"saved": "(\d{4}-\d\d-\d\d)"'
_PROGRAM = r'"program": "((?:[^"\\]|\\.)*)"'


def of_one(kind: MaterialKind, examination: Examination, facts: Sequence[DocumentField]) -> Iterator[Observation]:
    """The same of one file, of which somebody says that it is of that kind."""
    dated = next((one for one in examination.observations if one.check == file_dates.DATED), None)
    written = [fact.value for fact in facts if fact.name in ISSUED and fact.confidence >= 1.0]
    days = [day for value in written if (day := _day(value)) is not None]
    saved = _day(str(dated.values["saved"])) if dated else None
    if kind not in RECORDS or dated is None or saved is None or not days:
        return
    values = {"issued": min(days).isoformat(), "saved": saved.isoformat(), "program": dated.values["program"]}
    if saved + timedelta(days=_GRACE) < min(days):
        yield Observation(_BEFORE, CheckOutcome.NOT_APPLICABLE, _SCORE, values=values)
    else:
        yield Observation(_AFTER, CheckOutcome.CLEAR, values=values)


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def find(tables: Tables) -> ir.Table:
    """One finding a dated file, against the earliest day that its own text states for the issue."""
    observed = tables.examinations.observations
    dated = observed.filter(observed.check == file_dates.DATED)
    dated = dated.select(
        file_sha256=dated.sha256,
        saved=dated["values"].re_extract(_SAVED, 1).try_cast("date"),
        program=dated["values"].re_extract(_PROGRAM, 1),
    )
    facts = tables.facts.filter(tables.facts.field.isin(ISSUED) & (tables.facts.confidence >= 1.0))
    issued = facts.group_by("material_id").aggregate(issued=lambda t: t.value.try_cast("date").min())
    submitted = tables.submissions.select("material_id", "kind", "file_sha256").join(dated, "file_sha256")
    joined = submitted.left_join(issued, "material_id").drop("material_id_right")
    recorded = joined.kind.isin([kind.value for kind in RECORDS]).fill_null(False)
    known = recorded & joined.saved.notnull() & joined.issued.notnull()
    before = known & (joined.saved + ibis.interval(days=_GRACE) < joined.issued).fill_null(False)
    return rows(
        joined,
        check=ibis.cases((~known, _UNKNOWN), (before, _BEFORE), else_=_AFTER),
        outcome=ibis.ifelse(known & ~before, CheckOutcome.CLEAR.value, CheckOutcome.NOT_APPLICABLE.value),
        score=ibis.ifelse(before, ibis.literal(_SCORE), ibis.null("float64")),
        values={
            "issued": joined.issued.cast("string"),
            "saved": joined.saved.cast("string"),
            "program": joined.program,
        },
    )
