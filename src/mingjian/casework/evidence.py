"""What a case rests on: each item with where it comes from, and whether it is a fact or only a hypothesis.

An item is never deleted. One that was wrong is withdrawn with a reason, and stays on the timeline.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, Connection, ForeignKey, Index, Row, String, Table, Text, select

from mingjian.access.accounts import new_id
from mingjian.access.policy import Principal
from mingjian.casework import ledger
from mingjian.casework.errors import RefusedError
from mingjian.casework.ledger import About, SubjectType
from mingjian.errors import InputError, NotFoundError
from mingjian.store.database import METADATA, Database, Instant

EVIDENCE = Table(
    "case_evidence",
    METADATA,
    Column("evidence_id", String(20), primary_key=True),
    Column("case_id", String(20), ForeignKey("cases.case_id"), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("subject_id", String(200), nullable=False),
    Column("customer_id", String(200), nullable=False),
    Column("standing", String(20), nullable=False),
    Column("note", Text, nullable=False),
    Column("run", String(20), nullable=False),
    Column("file_sha256", String(64), nullable=False),
    Column("source", Text, nullable=False),
    Column("obtained_at", Instant),
    Column("obtained_by", String(80), nullable=False),
    Column("added_by", String(80), nullable=False),
    Column("added_at", Instant, nullable=False),
    Column("withdrawn_at", Instant),
    Index("case_evidence_by_case", "case_id", "added_at"),
    Index("case_evidence_by_subject", "kind", "subject_id"),
)


OF_A_RUN = "系统运行结果"
"""The source of an item that a run gave: in Chinese, as packages show it; pages translate it."""


class EvidenceKind(StrEnum):
    """What an item of evidence is."""

    GANG = "gang"
    AGENCY = "agency"
    COMPLAINT = "complaint"
    CUSTOMER = "customer"
    MATERIAL = "material"
    CONTACT = "contact"
    TESTIMONY = "testimony"
    SOLICITATION = "solicitation"
    REPRESENTATION = "representation"
    ORGANISATION = "organisation"
    ENTITY = "entity"
    """A telephone, a device, an account: ``type:value`` as a run writes it."""
    LINK = "link"
    FILE = "file"
    """A file that came outside any delivery, by its SHA-256 in the vault."""


class Standing(StrEnum):
    """How firmly an item stands. A hypothesis is kept apart from facts, on screen and in every package."""

    FACT = "fact"
    HYPOTHESIS = "hypothesis"

    def __and__(self, other: "Standing") -> "Standing":
        """What rests on two items is no firmer than the weaker one."""
        return Standing.FACT if self is other is Standing.FACT else Standing.HYPOTHESIS


@dataclass(frozen=True)
class Provenance:
    """Where an item comes from."""

    source: str
    """In words: a delivery, a station's letter, a consumer's telephone."""
    obtained_at: datetime | None = None
    obtained_by: str = ""
    run: str = ""
    """The run in which the row stands, where it is one of a run's."""
    file_sha256: str = ""
    """The original in the vault, where there is a file."""


@dataclass(frozen=True)
class Evidence:
    """One item on a case's board."""

    evidence_id: str
    case_id: str
    kind: EvidenceKind
    subject_id: str
    """The row's id in the run, or the file's SHA-256."""
    customer_id: str
    """The customer whom it concerns; an empty text where none is known."""
    standing: Standing
    note: str
    provenance: Provenance
    added_by: str
    added_at: datetime
    withdrawn_at: datetime | None


class EvidenceBoard:
    """The evidence of cases, in one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, case_id: str, *, withdrawn: bool = False) -> tuple[Evidence, ...]:
        """A case's items: facts first, then hypotheses, each in the order they came; ``withdrawn`` ones on request."""
        query = select(EVIDENCE).where(EVIDENCE.c.case_id == case_id)
        if not withdrawn:
            query = query.where(EVIDENCE.c.withdrawn_at.is_(None))
        order = (EVIDENCE.c.standing, EVIDENCE.c.added_at, EVIDENCE.c.evidence_id)
        with self._database.read() as connection:
            return tuple(map(_evidence, connection.execute(query.order_by(*order)).all()))

    def find(self, evidence_id: str) -> Evidence:
        """The item of that id; NotFoundError where there is none."""
        with self._database.read() as connection:
            return _find(connection, evidence_id)

    def add(
        self,
        case_id: str,
        kind: EvidenceKind,
        subject_id: str,
        *,
        provenance: Provenance,
        standing: Standing,
        by: Principal,
        at: datetime,
        note: str = "",
        customer_id: str = "",
    ) -> Evidence:
        """Puts an item on the board; the same item again is refused, so that nothing counts twice."""
        with self._database.begin() as connection:
            item = add_within(
                connection,
                case_id,
                kind,
                subject_id,
                provenance=provenance,
                standing=standing,
                by=by,
                at=at,
                note=note,
                customer_id=customer_id,
            )
            ledger.write(connection, _about(item), "add_evidence", by=by, at=at, after=_said(item), why=note)
        return item

    def add_customers(
        self,
        case_id: str,
        customer_ids: Iterable[str],
        *,
        provenance: Provenance,
        standing: Standing,
        by: Principal,
        at: datetime,
    ) -> tuple[Evidence, ...]:
        """Puts customers on the board, all or none; who stands there already stays as they stand."""
        there = (EVIDENCE.c.case_id == case_id) & (EVIDENCE.c.kind == EvidenceKind.CUSTOMER.value)
        with self._database.begin() as connection:
            known = connection.scalars(select(EVIDENCE.c.subject_id).where(there, EVIDENCE.c.withdrawn_at.is_(None)))
            added = tuple(
                add_within(
                    connection,
                    case_id,
                    EvidenceKind.CUSTOMER,
                    customer_id,
                    provenance=provenance,
                    standing=standing,
                    by=by,
                    at=at,
                    customer_id=customer_id,
                )
                for customer_id in sorted(set(customer_ids) - set(known))
            )
            for item in added:
                ledger.write(connection, _about(item), "add_evidence", by=by, at=at, after=_said(item))
        return added

    def stand(self, evidence_id: str, standing: Standing, *, of: str, by: Principal, at: datetime, why: str) -> None:
        """A person confirms a hypothesis of the case ``of``, or takes back that something is a fact."""
        with self._database.begin() as connection:
            item = _on_board(connection, evidence_id, of)
            if item.standing is standing:
                raise RefusedError("it stands so already")
            _update(connection, evidence_id, standing=standing.value)
            ledger.write(
                connection,
                _about(item),
                "change_standing",
                by=by,
                at=at,
                before=item.standing.value,
                after=standing.value,
                why=ledger.stated(why),
            )

    def withdraw(self, evidence_id: str, *, of: str, by: Principal, at: datetime, why: str) -> None:
        """Takes an item off the board of the case ``of`` with a reason; it stays on the timeline."""
        with self._database.begin() as connection:
            item = _on_board(connection, evidence_id, of)
            if item.withdrawn_at is not None:
                raise RefusedError("it was withdrawn already")
            _update(connection, evidence_id, withdrawn_at=at)
            ledger.write(
                connection, _about(item), "withdraw_evidence", by=by, at=at, before=_said(item), why=ledger.stated(why)
            )


def add_within(
    connection: Connection,
    case_id: str,
    kind: EvidenceKind,
    subject_id: str,
    *,
    provenance: Provenance,
    standing: Standing,
    by: Principal,
    at: datetime,
    note: str = "",
    customer_id: str = "",
) -> Evidence:
    """Adds an item within the caller's transaction, without an event of its own."""
    if not subject_id.strip():
        raise InputError("name what the evidence is: the row's id, or the file's hash")
    if kind is EvidenceKind.FILE and provenance.file_sha256 != subject_id:
        raise InputError("hang the file on a note of the case, and put it on the board from there")
    there = (
        (EVIDENCE.c.case_id == case_id)
        & (EVIDENCE.c.kind == kind.value)
        & (EVIDENCE.c.subject_id == subject_id)
        & EVIDENCE.c.withdrawn_at.is_(None)
    )
    if connection.scalar(select(EVIDENCE.c.evidence_id).where(there)) is not None:
        raise RefusedError("this stands on the board already")
    item = Evidence(new_id("E"), case_id, kind, subject_id, customer_id, standing, note, provenance, by.name, at, None)
    connection.execute(
        EVIDENCE.insert().values(
            evidence_id=item.evidence_id,
            case_id=case_id,
            kind=kind.value,
            subject_id=subject_id,
            customer_id=customer_id,
            standing=standing.value,
            note=note,
            run=provenance.run,
            file_sha256=provenance.file_sha256,
            source=provenance.source,
            obtained_at=provenance.obtained_at,
            obtained_by=provenance.obtained_by,
            added_by=by.name,
            added_at=at,
        )
    )
    return item


def _about(item: Evidence) -> About:
    return About(SubjectType.CASE, item.case_id, item.evidence_id)


def _said(item: Evidence) -> str:
    return f"{item.kind}:{item.subject_id}"


def _update(connection: Connection, evidence_id: str, **values: object) -> None:
    connection.execute(EVIDENCE.update().where(EVIDENCE.c.evidence_id == evidence_id).values(**values))


def _find(connection: Connection, evidence_id: str) -> Evidence:
    row = connection.execute(select(EVIDENCE).where(EVIDENCE.c.evidence_id == evidence_id)).one_or_none()
    if row is None:
        raise NotFoundError("there is no such evidence")
    return _evidence(row)


def _on_board(connection: Connection, evidence_id: str, case_id: str) -> Evidence:
    item = _find(connection, evidence_id)
    if item.case_id != case_id:
        raise NotFoundError("there is no such evidence")
    return item


def _evidence(row: Row[tuple[object, ...]]) -> Evidence:
    return Evidence(
        evidence_id=row.evidence_id,
        case_id=row.case_id,
        kind=EvidenceKind(row.kind),
        subject_id=row.subject_id,
        customer_id=row.customer_id,
        standing=Standing(row.standing),
        note=row.note,
        provenance=Provenance(row.source, row.obtained_at, row.obtained_by, row.run, row.file_sha256),
        added_by=row.added_by,
        added_at=row.added_at,
        withdrawn_at=row.withdrawn_at,
    )
