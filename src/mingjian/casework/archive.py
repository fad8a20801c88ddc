"""What of casework has had its time: what is due, and how each thing goes, whole, with all that hangs on it.

How a complaint was handled is kept to answer for it: three years at least after its answer
(中国人民银行金融消费者权益保护实施办法第三十八条), longer where the lender says so. What issuers were asked, what was
decided on a document, a case with its board, its packages, what the police asked, and how somebody may be contacted
have periods that the lender's counsel confirms. What goes is gone with everything that was written about it; the audit
log keeps that it was there, and that it went. Triggers refuse it any earlier.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import chain

from sqlalchemy import Column, ColumnElement, Connection, Select, String, Table, func, or_, select, union

from mingjian.access.audit import record_within
from mingjian.casework.accompaniments import ACCOMPANIMENTS
from mingjian.casework.advert_reports import REPORTS
from mingjian.casework.assignments import ASSIGNMENTS
from mingjian.casework.cases import CASES
from mingjian.casework.clues.handover import HANDOVERS
from mingjian.casework.corrections import CORRECTIONS
from mingjian.casework.decisions import ACTS, DECISIONS, OPINIONS
from mingjian.casework.enquiries import ENQUIRIES, REPLIES
from mingjian.casework.evidence import EVIDENCE, EvidenceKind
from mingjian.casework.interests import INTERESTS
from mingjian.casework.joins import JOINS, handled_in
from mingjian.casework.judgements import JUDGEMENTS
from mingjian.casework.ledger import EVENTS, SubjectType
from mingjian.casework.notes import MENTIONS, NOTES
from mingjian.casework.partners import JOINT
from mingjian.casework.pauses import PAUSES
from mingjian.casework.police import POLICE_REQUESTS
from mingjian.casework.register import ANSWERED, ARRIVALS, MATTERS
from mingjian.casework.replies import APPEALS, ASKED, NOTICES
from mingjian.casework.sightings import SIGHTINGS
from mingjian.casework.status import CaseStatus
from mingjian.casework.tasks import TASKS
from mingjian.casework.watchlist import RECORDS
from mingjian.casework.wishes import WISHES
from mingjian.store.database import METADATA, Database

RETIRE = "retire"
"""What the audit log says of what goes."""
RETIREMENTS = Table(
    "retirements",
    METADATA,
    Column("subject_type", String(20), primary_key=True),
    Column("subject_id", String(200), primary_key=True),
)
"""What is about to go in this transaction; empty otherwise. Guards of the other tables ask it."""


class Kind(StrEnum):
    """What goes as a whole; the database's triggers hold the same list."""

    MATTER = "matter"
    MATERIAL = "material"
    """What an issuer was asked and answered of a document, and what was decided on it."""
    CASE = "case"
    PACKAGE = "package"
    POLICE_REQUEST = "police_request"
    """What the police asked, with their instrument and what was handed out."""
    CUSTOMER = "customer"
    """What was noted of somebody who is nobody's customer any more: wishes, appointments, questions asked."""
    WISH = "wish"
    """One that was taken back."""
    APPOINTMENT = "appointment"
    ADVERT_REPORT = "advert_report"
    """A consumer's report of an advert that a person looked through; the advert that it became leaves it behind."""


@dataclass(frozen=True)
class Past:
    """Something of casework that nothing here holds any longer."""

    type: Kind
    id: str
    rows: frozenset[str]
    """Numbers under which a delivery or a run may hold it still: complaints of a matter, a document's own."""


_OPEN = [one.value for one in CaseStatus if not one.ended]
_PARTS = frozenset({Kind.WISH, Kind.APPOINTMENT})
"""What is an item of a customer's timeline and no subject of its own."""
_BEFORE_ACTS: Mapping[Kind, tuple[Column[str], ...]] = {
    Kind.MATTER: (APPEALS.c.matter_id, ANSWERED.c.matter_id, NOTICES.c.matter_id)
}
"""Rows that lead to what was decided."""
_ROWS: Mapping[Kind, tuple[Column[str], ...]] = {
    Kind.MATTER: (
        JOINS.c.matter_id,
        JOINS.c.into_id,
        *(table.c.matter_id for table in (CORRECTIONS, ASKED, PAUSES, ASSIGNMENTS, ARRIVALS, MATTERS)),
    ),
    Kind.MATERIAL: (ENQUIRIES.c.material_id,),
    Kind.CASE: (JOINT.c.case_id, EVIDENCE.c.case_id, CASES.c.case_id),
    Kind.PACKAGE: (HANDOVERS.c.handover_id,),
    Kind.POLICE_REQUEST: (POLICE_REQUESTS.c.request_id,),
    Kind.CUSTOMER: (WISHES.c.customer_id, ACCOMPANIMENTS.c.customer_id),
    Kind.WISH: (WISHES.c.wish_id,),
    Kind.APPOINTMENT: (ACCOMPANIMENTS.c.accompaniment_id,),
    Kind.ADVERT_REPORT: (REPORTS.c.report_id,),
}
"""By which column of which table a kind's rows name it; what leads to another row goes before it."""


class Archive:
    """What has had its time in one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def past(self, kind: str, moment: datetime) -> tuple[Past, ...]:
        """What of a kind came to its end before a moment and that nothing here holds."""
        with self._database.read() as connection:
            if kind == Kind.MATTER:
                return _answered_before(connection, moment)
            numbers = connection.scalars(_quiet_since(Kind(kind), moment)).all()
        leaving = kind in (Kind.MATERIAL, Kind.CUSTOMER)
        return tuple(Past(Kind(kind), one, frozenset({one} if leaving else ())) for one in numbers)

    def retire(self, kind: str, number: str, *, by: str, reason: str) -> frozenset[str]:
        """Removes one with all that hangs on it; the SHA-256 of files that nothing else of casework names."""
        with self._database.begin() as connection:
            whole = handled_in(connection, number) if kind == Kind.MATTER else frozenset({number})
            for one in sorted(whole):
                record_within(connection, actor=by, action=RETIRE, object_type=kind, object_id=one, reason=reason)
                connection.execute(RETIREMENTS.insert().values(subject_type=kind, subject_id=one))
            files = _remove(connection, Kind(kind), whole)
            connection.execute(RETIREMENTS.delete())
        return files

    def standing(self, kind: str, numbers: Iterable[str]) -> tuple[str, ...]:
        """Which of these are still there."""
        sought = sorted(numbers)
        named = [select(column).where(column.in_(sought)) for column in _ROWS[Kind(kind)]]
        if kind not in _PARTS:
            told = (EVENTS.c.subject_type == kind) & EVENTS.c.subject_id.in_(sought)
            named.append(select(EVENTS.c.subject_id).where(told))
        with self._database.read() as connection:
            return tuple(sorted(connection.scalars(union(*named))))


def _answered_before(connection: Connection, moment: datetime) -> tuple[Past, ...]:
    """Matters whose last answer lies before a moment, that wait for no other one, and that no open case holds."""
    old = (
        select(ANSWERED.c.matter_id)
        .group_by(ANSWERED.c.matter_id)
        # A review that was begun takes an answer back until there is another one.
        .having(func.max(ANSWERED.c.at) < moment, func.count() > func.count(ANSWERED.c.reopened_at))
        .order_by(ANSWERED.c.matter_id)
    )
    on_boards = frozenset(connection.scalars(_held(EVIDENCE.c.subject_id, EvidenceKind.COMPLAINT)))
    found = [Past(Kind.MATTER, one, _complaints(connection, [one])) for one in connection.scalars(old).all()]
    return tuple(one for one in found if not one.rows & on_boards)


def _quiet_since(kind: Kind, moment: datetime) -> Select[str]:
    """What of a kind ended, or was last written about, before a moment, and that nothing here holds."""
    open_cases = select(CASES.c.case_id).where(CASES.c.status.in_(_OPEN))
    if kind is Kind.WISH:
        return select(WISHES.c.wish_id).where(WISHES.c.until < moment).order_by(WISHES.c.wish_id)
    if kind is Kind.APPOINTMENT:
        over = (ACCOMPANIMENTS.c.ended_at < moment) & ACCOMPANIMENTS.c.case_id.not_in(open_cases)
        return select(ACCOMPANIMENTS.c.accompaniment_id).where(over).order_by(ACCOMPANIMENTS.c.accompaniment_id)
    if kind is Kind.ADVERT_REPORT:
        return select(REPORTS.c.report_id).where(REPORTS.c.decided_at < moment).order_by(REPORTS.c.report_id)
    told = select(EVENTS.c.subject_id.label("number"), EVENTS.c.at).where(EVENTS.c.subject_type == kind.value)
    # A wish that the lender's own records had is noted with a matter, and an appointment may be to come.
    noted = (
        select(WISHES.c.customer_id, WISHES.c.at),
        select(ACCOMPANIMENTS.c.customer_id, ACCOMPANIMENTS.c.meets_at),
    )
    word = (union(told, *noted) if kind is Kind.CUSTOMER else told).subquery()
    last = select(word.c.number).group_by(word.c.number).having(func.max(word.c.at) < moment).order_by(word.c.number)
    holders: Mapping[Kind, tuple[Select[str], ...]] = {
        Kind.MATERIAL: (_held(EVIDENCE.c.subject_id, EvidenceKind.MATERIAL),),
        Kind.CASE: (open_cases,),
        Kind.PACKAGE: (select(HANDOVERS.c.handover_id).where(HANDOVERS.c.case_id.in_(open_cases)),),
        Kind.POLICE_REQUEST: (
            select(POLICE_REQUESTS.c.request_id).where(
                POLICE_REQUESTS.c.replied_at.is_(None) | POLICE_REQUESTS.c.case_id.in_(open_cases)
            ),
            select(HANDOVERS.c.request_id),
        ),
        Kind.CUSTOMER: (select(MATTERS.c.customer_id), _held(EVIDENCE.c.customer_id)),
    }
    return last.where(*(word.c.number.not_in(held) for held in holders[kind]))


def _held(column: Column[str], kind: EvidenceKind | None = None) -> Select[str]:
    """What stands on the boards of open cases."""
    held = select(column).join(CASES, CASES.c.case_id == EVIDENCE.c.case_id).where(CASES.c.status.in_(_OPEN))
    return held if kind is None else held.where(EVIDENCE.c.kind == kind.value)


def _complaints(connection: Connection, matters: Iterable[str]) -> frozenset[str]:
    whole = frozenset(chain.from_iterable(handled_in(connection, one) for one in matters))
    return frozenset(connection.scalars(select(ARRIVALS.c.complaint_id).where(ARRIVALS.c.matter_id.in_(whole))))


def _remove(connection: Connection, kind: Kind, whole: frozenset[str]) -> frozenset[str]:
    if kind in _PARTS:
        item = (EVENTS.c.subject_type == SubjectType.CUSTOMER.value) & EVENTS.c.item_id.in_(whole)
        connection.execute(EVENTS.delete().where(item))
        _delete(connection, _ROWS[kind], whole)
        return frozenset()
    files = _files(connection, kind, whole)
    _remove_notes(connection, kind, whole)
    _delete(connection, _BEFORE_ACTS.get(kind, ()), whole)
    decided = select(DECISIONS.c.decision_id).where(_on(DECISIONS, kind, whole))
    connection.execute(OPINIONS.delete().where(OPINIONS.c.decision_id.in_(decided)))
    for table in (ACTS, DECISIONS, EVENTS, TASKS, INTERESTS):
        connection.execute(table.delete().where(_on(table, kind, whole)))
    if kind is Kind.MATTER:
        complaints = _complaints(connection, whole)
        connection.execute(SIGHTINGS.delete().where(SIGHTINGS.c.complaint_id.in_(complaints)))
        seen = (RECORDS.c.record_table == "complaints") & RECORDS.c.record_id.in_(complaints)
        connection.execute(RECORDS.delete().where(seen))
        _remove_judgements(connection, "complaint", complaints)
    elif kind in (Kind.MATERIAL, Kind.CUSTOMER):
        _remove_judgements(connection, kind.value, whole)
    if kind is Kind.MATERIAL:
        asked = select(ENQUIRIES.c.enquiry_id).where(ENQUIRIES.c.material_id.in_(whole))
        connection.execute(REPLIES.delete().where(REPLIES.c.enquiry_id.in_(asked)))
    _delete(connection, _ROWS[kind], whole)
    elsewhere = (
        NOTES.c.file_sha256, EVIDENCE.c.file_sha256, REPLIES.c.file_sha256, HANDOVERS.c.sha256, REPORTS.c.file_sha256,
    )  # fmt: skip
    named = {digest for column in elsewhere for digest in connection.scalars(select(column).where(column.in_(files)))}
    return files - named


def _files(connection: Connection, kind: Kind, whole: frozenset[str]) -> frozenset[str]:
    wanted = [select(NOTES.c.file_sha256).where(_on(NOTES, kind, whole))]
    if kind is Kind.MATERIAL:
        answers = select(REPLIES.c.file_sha256).join(ENQUIRIES, ENQUIRIES.c.enquiry_id == REPLIES.c.enquiry_id)
        wanted.append(answers.where(ENQUIRIES.c.material_id.in_(whole)))
    elif kind is Kind.CASE:
        wanted.append(select(EVIDENCE.c.file_sha256).where(EVIDENCE.c.case_id.in_(whole)))
    elif kind is Kind.PACKAGE:
        wanted.append(select(HANDOVERS.c.sha256).where(HANDOVERS.c.handover_id.in_(whole)))
    elif kind is Kind.ADVERT_REPORT:
        wanted.append(select(REPORTS.c.file_sha256).where(REPORTS.c.report_id.in_(whole)))
    return frozenset(digest for digest in connection.scalars(union(*wanted)) if digest)


def _remove_notes(connection: Connection, kind: Kind, whole: frozenset[str]) -> None:
    mine = _on(NOTES, kind, whole)
    connection.execute(MENTIONS.delete().where(MENTIONS.c.note_id.in_(select(NOTES.c.note_id).where(mine))))
    connection.execute(NOTES.delete().where(mine))


def _remove_judgements(connection: Connection, of: str, numbers: frozenset[str]) -> None:
    """What was judged of them: it left with a delivery, and no delivery holds what it is about."""
    ends = ((JUDGEMENTS.c.left_type, JUDGEMENTS.c.left_id), (JUDGEMENTS.c.right_type, JUDGEMENTS.c.right_id))
    about = or_(*((kind == of) & number.in_(numbers) for kind, number in ends))
    connection.execute(JUDGEMENTS.delete().where(about))


def _delete(connection: Connection, columns: Iterable[Column[str]], whole: frozenset[str]) -> None:
    for column in columns:
        connection.execute(column.table.delete().where(column.in_(whole)))


def _on(table: Table, kind: Kind, whole: frozenset[str]) -> ColumnElement[bool]:
    return (table.c.subject_type == kind.value) & table.c.subject_id.in_(whole)
