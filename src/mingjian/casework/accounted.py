"""Is what people did in the tables also in the ledger, and what is in the ledger in the audit log, and the reverse.

A trigger knows names, not who types them: a session that may write to the tables can decide in the names of two people.
It leaves no event, or an event without its entry in the hash-chained log, and is found here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    String,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.sql.selectable import Subquery

from mingjian.access.audit import ENTRIES, PERSONS
from mingjian.access.pseudonyms import KEYS
from mingjian.casework.advert_reports import REPORTS as ADVERTS
from mingjian.casework.archive import RETIRE
from mingjian.casework.assignments import ASSIGNMENTS
from mingjian.casework.cases import CASES
from mingjian.casework.clues.handover import HANDOVERS
from mingjian.casework.corrections import CORRECTIONS
from mingjian.casework.decisions import ACTS, DECISIONS, OPINIONS
from mingjian.casework.enquiries import ENQUIRIES, REPLIES
from mingjian.casework.joins import JOINS
from mingjian.casework.ledger import EVENTS, SubjectType
from mingjian.casework.pauses import PAUSES
from mingjian.casework.register import ANSWERED, ARRIVALS
from mingjian.casework.replies import APPEALS, ASKED, NOTICES
from mingjian.store.database import Database

_MATTER = literal(SubjectType.MATTER.value)
_MATERIAL = literal(SubjectType.MATERIAL.value)
_ADVERT = literal(SubjectType.ADVERT_REPORT.value)
_ANYBODY = None


class Lacks(StrEnum):
    """What is not where it should be."""

    EVENT = "event"
    """A row of a table that no event of the ledger tells of."""
    ENTRY = "entry"
    """An event without its entry in the audit log."""
    ROW = "row"
    """An entry of the audit log whose event is gone."""


@dataclass(frozen=True)
class Unaccounted:
    """Something that was done, and what does not tell of it."""

    lacks: Lacks
    table: str
    """Where it stands."""
    subject_type: str
    subject_id: str
    """A pseudonym where it was found in the audit log, and leads to a person."""
    by: str
    """Whose name it bears; an empty text where it bears none."""


@dataclass(frozen=True)
class _Told:
    """Rows of a table, and the events that tell of each."""

    rows: FromClause
    name: str
    subject_type: ColumnElement[Any]
    subject_id: ColumnElement[Any]
    by: ColumnElement[Any] | None
    kinds: Sequence[str]
    """With ``%`` for any ending."""
    item: ColumnElement[Any] | None = None
    after: ColumnElement[Any] | None = None
    where: ColumnElement[bool] | None = None


_DECIDED = OPINIONS.join(DECISIONS, DECISIONS.c.decision_id == OPINIONS.c.decision_id)
_HEARD = REPLIES.join(ENQUIRIES, ENQUIRIES.c.enquiry_id == REPLIES.c.enquiry_id)
_TOLD: tuple[_Told, ...] = (
    _Told(
        _DECIDED,
        "opinions",
        DECISIONS.c.subject_type,
        DECISIONS.c.subject_id,
        OPINIONS.c.by,
        ("opinion_%", "decide_%"),
        item=OPINIONS.c.decision_id,
    ),
    _Told(
        ACTS,
        "acts",
        ACTS.c.subject_type,
        ACTS.c.subject_id,
        _ANYBODY,
        ("decide_%",),
        item=ACTS.c.decision_id,
        after=ACTS.c.answer,
    ),
    _Told(ARRIVALS, "arrivals", _MATTER, ARRIVALS.c.matter_id, _ANYBODY, ("take%",), item=ARRIVALS.c.complaint_id),
    _Told(
        ASSIGNMENTS,
        "assignments",
        _MATTER,
        ASSIGNMENTS.c.matter_id,
        ASSIGNMENTS.c.by,
        ("assign", "give_back", "undo_assign"),
        after=ASSIGNMENTS.c.assignee,
    ),
    _Told(JOINS, "matter_joins", _MATTER, JOINS.c.matter_id, JOINS.c.by, ("join",)),
    _Told(PAUSES, "pauses", _MATTER, PAUSES.c.matter_id, PAUSES.c.by, ("pause",), item=PAUSES.c.pause_id),
    _Told(ASKED, "asked", _MATTER, ASKED.c.matter_id, ASKED.c.by, ("ask",), item=ASKED.c.ask_id),
    _Told(NOTICES, "notices", _MATTER, NOTICES.c.matter_id, NOTICES.c.by, ("tell", "answer"), item=NOTICES.c.notice_id),
    _Told(ANSWERED, "answered", _MATTER, ANSWERED.c.matter_id, ANSWERED.c.by, ("answer",), item=ANSWERED.c.notice_id),
    _Told(APPEALS, "appeals", _MATTER, APPEALS.c.matter_id, APPEALS.c.noted_by, ("appeal",), item=APPEALS.c.act_id),
    _Told(
        CORRECTIONS,
        "arrival_corrections",
        _MATTER,
        CORRECTIONS.c.matter_id,
        CORRECTIONS.c.by,
        ("correct_arrival", "propose_correction"),
        item=CORRECTIONS.c.correction_id,
    ),
    _Told(
        CORRECTIONS,
        "arrival_corrections",
        _MATTER,
        CORRECTIONS.c.matter_id,
        CORRECTIONS.c.agreed_by,
        ("agree_correction",),
        item=CORRECTIONS.c.correction_id,
        where=CORRECTIONS.c.agreed_by != "",
    ),
    _Told(
        ENQUIRIES,
        "enquiries",
        _MATERIAL,
        ENQUIRIES.c.material_id,
        ENQUIRIES.c.by,
        ("ask_issuer",),
        item=ENQUIRIES.c.enquiry_id,
    ),
    _Told(
        _HEARD,
        "enquiry_replies",
        _MATERIAL,
        ENQUIRIES.c.material_id,
        REPLIES.c.by,
        ("note_issuer_answer", "propose_issuer_answer"),
        item=REPLIES.c.reply_id,
        after=REPLIES.c.reply,
    ),
    _Told(
        _HEARD,
        "enquiry_replies",
        _MATERIAL,
        ENQUIRIES.c.material_id,
        REPLIES.c.agreed_by,
        ("agree_issuer_answer",),
        item=REPLIES.c.reply_id,
        after=REPLIES.c.reply,
        where=REPLIES.c.agreed_by != "",
    ),
    _Told(
        ADVERTS,
        "advert_reports",
        _ADVERT,
        ADVERTS.c.report_id,
        ADVERTS.c.decided_by,
        ("review_advert_report",),
        after=ADVERTS.c.outcome,
        where=ADVERTS.c.outcome != "",
    ),
    _Told(CASES, "cases", literal(SubjectType.CASE.value), CASES.c.case_id, CASES.c.opened_by, ("open_case",)),
    _Told(
        CASES,
        "cases",
        literal(SubjectType.CASE.value),
        CASES.c.case_id,
        _ANYBODY,
        ("step",),
        after=CASES.c.status,
        where=CASES.c.status != "suspicion",
    ),
    _Told(
        HANDOVERS,
        "clue_handovers",
        literal(SubjectType.PACKAGE.value),
        HANDOVERS.c.handover_id,
        HANDOVERS.c.handed_by,
        ("hand_package",),
        where=HANDOVERS.c.handed_at.is_not(None),
    ),
)
_KINDS = tuple(sorted({kind for one in _TOLD for kind in one.kinds}))


def unaccounted(database: Database) -> tuple[Unaccounted, ...]:
    """Everything that stands in one place and not in the next; nothing on a desk that only its people wrote to."""
    with database.read() as connection:
        return (*_untold(connection), *_unlogged(connection))


def _untold(connection: Connection) -> Iterator[Unaccounted]:
    for one in _TOLD:
        rows = _counted(one.subject_type, one.subject_id, one.by, one.item, one.after, of=one.rows, where=one.where)
        told = _counted(
            EVENTS.c.subject_type,
            EVENTS.c.subject_id,
            None if one.by is None else EVENTS.c.by,
            None if one.item is None else EVENTS.c.item_id,
            None if one.after is None else EVENTS.c.after,
            of=EVENTS,
            where=_of_kinds(EVENTS.c.kind, one.kinds),
        )
        for row in connection.execute(_more(rows, than=told)):
            yield Unaccounted(Lacks.EVENT, one.name, row.a, row.b, row.c)


def _unlogged(connection: Connection) -> Iterator[Unaccounted]:
    person = (KEYS.c.person_type == EVENTS.c.subject_type) & (KEYS.c.person_id == EVENTS.c.subject_id)
    events = EVENTS.outerjoin(KEYS, and_(EVENTS.c.subject_type.in_(sorted(PERSONS)), person))
    key = case((EVENTS.c.subject_type.in_(sorted(PERSONS)), KEYS.c.pseudonym), else_=EVENTS.c.subject_id)
    of_event = (EVENTS.c.subject_type, func.coalesce(key, EVENTS.c.subject_id), EVENTS.c.by, EVENTS.c.kind)
    of_entry = (ENTRIES.c.object_type, ENTRIES.c.object_key, ENTRIES.c.actor, ENTRIES.c.action)
    logged = _counted(*of_entry, of=ENTRIES)
    for row in connection.execute(_more(_counted(*of_event, of=events), than=logged)):
        yield Unaccounted(Lacks.ENTRY, EVENTS.name, row.a, row.b, row.c)
    # Only of what is an event wherever it stands: other things are done to the same subjects, and not by events.
    types = ENTRIES.c.object_type.in_([one.value for one in SubjectType])
    # A matter that went when its time had come took its events along: that it went stands in the log.
    gone = ENTRIES.alias()
    retired = exists().where(
        gone.c.action == RETIRE,
        gone.c.object_type == ENTRIES.c.object_type,
        gone.c.object_key == ENTRIES.c.object_key,
        gone.c.sequence > ENTRIES.c.sequence,
    )
    of_kind = _of_kinds(ENTRIES.c.action, _KINDS)
    entries = _counted(*of_entry, of=ENTRIES, where=types & of_kind & ~retired)
    for row in connection.execute(_more(entries, than=_counted(*of_event, of=events))):
        yield Unaccounted(Lacks.ROW, ENTRIES.name, row.a, row.b, row.c)


def _counted(*columns: ColumnElement[Any] | None, of: FromClause, where: ColumnElement[bool] | None = None) -> Subquery:
    """How often each combination stands there; a column that is not asked for is the same for all."""
    named = [
        (literal("", String) if column is None else column).label(name)
        for name, column in zip("abcde", columns, strict=False)
    ]
    plain = select(*named).select_from(of)
    one = (plain if where is None else plain.where(where)).subquery()
    return select(one, func.count().label("times")).group_by(*one.c).subquery()


def _more(rows: Subquery, *, than: Subquery) -> Select[Any]:
    same = and_(*(one == than.c[one.name] for one in rows.c if one.name != "times"))
    lacking = select(rows).select_from(rows.outerjoin(than, same))
    return lacking.where(rows.c.times > func.coalesce(than.c.times, 0)).order_by(rows.c.a, rows.c.b, rows.c.c)


def _of_kinds(kind: ColumnElement[Any], kinds: Sequence[str]) -> ColumnElement[bool]:
    return or_(*(kind.like(one.replace("_", r"\_"), escape="\\") for one in kinds))
