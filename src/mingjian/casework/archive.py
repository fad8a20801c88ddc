"""Matters whose time has come: what is due, and how a matter goes, whole, with all that hangs on it.

How a complaint was handled is kept to answer for it: three years at least after its answer
(中国人民银行金融消费者权益保护实施办法第三十八条), longer where the lender says so. Then it goes with everything that
was written about it; the audit log keeps that it was there, and that it went. Triggers refuse it any earlier.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, ColumnElement, Connection, String, Table, func, select

from mingjian.access.audit import record_within
from mingjian.casework.assignments import ASSIGNMENTS
from mingjian.casework.cases import CASES
from mingjian.casework.corrections import CORRECTIONS
from mingjian.casework.decisions import ACTS, DECISIONS, OPINIONS
from mingjian.casework.enquiries import REPLIES
from mingjian.casework.evidence import EVIDENCE, EvidenceKind
from mingjian.casework.interests import INTERESTS
from mingjian.casework.joins import JOINS, handled_in
from mingjian.casework.ledger import EVENTS, SubjectType
from mingjian.casework.notes import MENTIONS, NOTES
from mingjian.casework.pauses import PAUSES
from mingjian.casework.register import ANSWERED, ARRIVALS, MATTERS
from mingjian.casework.replies import APPEALS, ASKED, NOTICES
from mingjian.casework.sightings import SIGHTINGS
from mingjian.casework.status import CaseStatus
from mingjian.casework.tasks import TASKS
from mingjian.store.database import METADATA, Database

RETIRE = "retire"
"""What the audit log says of a matter that goes."""
RETIREMENTS = Table("retirements", METADATA, Column("matter_id", String(20), primary_key=True))
"""What is about to go in this transaction; empty otherwise. Guards of the other tables ask it."""
_OPEN = [one.value for one in CaseStatus if not one.ended]


@dataclass(frozen=True)
class Answered:
    """A matter that was answered, with those that are handled in it."""

    matter_id: str
    complaints: frozenset[str]


class Archive:
    """The answered matters of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def answered_before(self, moment: datetime) -> tuple[Answered, ...]:
        """Matters whose last answer lies before a moment, that wait for no other one, and that no open case holds."""
        old = (
            select(ANSWERED.c.matter_id)
            .group_by(ANSWERED.c.matter_id)
            # A review that was begun takes an answer back until there is another one.
            .having(func.max(ANSWERED.c.at) < moment, func.count() > func.count(ANSWERED.c.reopened_at))
            .order_by(ANSWERED.c.matter_id)
        )
        held = (
            select(EVIDENCE.c.subject_id)
            .join(CASES, CASES.c.case_id == EVIDENCE.c.case_id)
            .where(EVIDENCE.c.kind == EvidenceKind.COMPLAINT.value, CASES.c.status.in_(_OPEN))
        )
        with self._database.read() as connection:
            on_boards = frozenset(connection.scalars(held))
            found = [Answered(one, _complaints(connection, one)) for one in connection.scalars(old).all()]
        return tuple(one for one in found if not one.complaints & on_boards)

    def retire(self, matter_id: str, *, by: str, reason: str) -> frozenset[str]:
        """Removes a matter with all that hangs on it; the SHA-256 of files that nothing else of casework names."""
        with self._database.begin() as connection:
            whole = handled_in(connection, matter_id)
            complaints = _complaints(connection, matter_id)
            for one in sorted(whole):
                record_within(
                    connection,
                    actor=by,
                    action=RETIRE,
                    object_type=SubjectType.MATTER.value,
                    object_id=one,
                    reason=reason,
                )
                connection.execute(RETIREMENTS.insert().values(matter_id=one))
            files = _remove(connection, whole, complaints)
            connection.execute(RETIREMENTS.delete())
        return files

    def standing(self, matters: Iterable[str]) -> tuple[str, ...]:
        """Which of these matters are still there."""
        with self._database.read() as connection:
            there = select(MATTERS.c.matter_id).where(MATTERS.c.matter_id.in_(sorted(matters)))
            return tuple(connection.scalars(there.order_by(MATTERS.c.matter_id)))


def _complaints(connection: Connection, matter_id: str) -> frozenset[str]:
    mine = ARRIVALS.c.matter_id.in_(handled_in(connection, matter_id))
    return frozenset(connection.scalars(select(ARRIVALS.c.complaint_id).where(mine)))


def _remove(connection: Connection, whole: frozenset[str], complaints: frozenset[str]) -> frozenset[str]:
    def on(table: Table) -> ColumnElement[bool]:
        return (table.c.subject_type == SubjectType.MATTER.value) & table.c.subject_id.in_(whole)

    notes = select(NOTES.c.note_id).where(on(NOTES))
    hung = select(NOTES.c.file_sha256).where(on(NOTES), NOTES.c.file_sha256 != "")
    files = frozenset(connection.scalars(hung))
    connection.execute(MENTIONS.delete().where(MENTIONS.c.note_id.in_(notes)))
    connection.execute(SIGHTINGS.delete().where(SIGHTINGS.c.complaint_id.in_(complaints)))
    for table in (NOTES, TASKS, INTERESTS):
        connection.execute(table.delete().where(on(table)))
    # What leads to another row goes before it.
    for table in (APPEALS, ANSWERED, NOTICES):
        connection.execute(table.delete().where(table.c.matter_id.in_(whole)))
    decided = select(DECISIONS.c.decision_id).where(on(DECISIONS))
    connection.execute(OPINIONS.delete().where(OPINIONS.c.decision_id.in_(decided)))
    for table in (ACTS, DECISIONS):
        connection.execute(table.delete().where(on(table)))
    joined = JOINS.c.matter_id.in_(whole) | JOINS.c.into_id.in_(whole)
    connection.execute(JOINS.delete().where(joined))
    for table in (CORRECTIONS, ASKED, PAUSES, ASSIGNMENTS, ARRIVALS):
        connection.execute(table.delete().where(table.c.matter_id.in_(whole)))
    connection.execute(EVENTS.delete().where(on(EVENTS)))
    connection.execute(MATTERS.delete().where(MATTERS.c.matter_id.in_(whole)))
    elsewhere = (NOTES.c.file_sha256, EVIDENCE.c.file_sha256, REPLIES.c.file_sha256)
    named = {digest for column in elsewhere for digest in connection.scalars(select(column).where(column.in_(files)))}
    return files - named
