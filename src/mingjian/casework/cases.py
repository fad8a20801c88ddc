"""Cases: opened from a gang, an agency, a complaint or a testimony, and taken to the police step by step."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import Column, Connection, Index, Row, String, Table, select

from mingjian.access.policy import Principal, Right
from mingjian.casework import evidence, interests, ledger
from mingjian.casework.colleagues import refuse_unable
from mingjian.casework.decisions import Decision, Decisions, held_within
from mingjian.casework.errors import AlreadyOpenError, ConflictOfInterestError, RefusedError
from mingjian.casework.evidence import EVIDENCE, OF_A_RUN, EvidenceKind, Provenance, Standing
from mingjian.casework.ledger import About, Event, SubjectType
from mingjian.casework.questions import Answer, Basis, Question
from mingjian.casework.status import NEEDS_REFERENCE, CaseStatus
from mingjian.contract import TIME_ZONE
from mingjian.errors import InputError, NotFoundError
from mingjian.store.database import METADATA, Database, Instant

CASES = Table(
    "cases",
    METADATA,
    Column("case_id", String(20), primary_key=True),
    Column("title", String(200), nullable=False),
    Column("origin_kind", String(20), nullable=False),
    Column("origin_id", String(200), nullable=False),
    Column("run", String(20), nullable=False),
    Column("status", String(20), nullable=False),
    Column("lead", String(80), nullable=False),
    Column("team", String(80), nullable=False),
    Column("opened_by", String(80), nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Index("cases_by_status", "status", "changed_at"),
    Index("cases_by_origin", "origin_kind", "origin_id"),
)

_ZONE = ZoneInfo(TIME_ZONE)
_ENDED = tuple(status.value for status in CaseStatus if status.ended)


class OriginKind(StrEnum):
    """What a case is opened from."""

    GANG = "gang"
    AGENCY = "agency"
    COMPLAINT = "complaint"
    TESTIMONY = "testimony"

    @property
    def standing(self) -> Standing:
        """A complaint was made, that is a fact; what a run or a report says of others is a hypothesis."""
        return Standing.FACT if self is OriginKind.COMPLAINT else Standing.HYPOTHESIS


@dataclass(frozen=True)
class Origin:
    """The row that a case began with."""

    kind: OriginKind
    origin_id: str
    run: str = ""
    """The run in which the row stands."""
    customer_id: str = ""


@dataclass(frozen=True)
class Case:
    """A case as it stands."""

    case_id: str
    title: str
    origin: Origin
    status: CaseStatus
    lead: str
    """The name of the account that leads it; an empty text before it is given to somebody."""
    team: str
    opened_by: str
    opened_at: datetime
    changed_at: datetime


class Cases:
    """The cases of one database. Every change is an event of the ledger and an entry of the audit log."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, case_id: str) -> Case:
        """The case of that number; NotFoundError where there is none."""
        with self._database.read() as connection:
            return find_within(connection, case_id)

    def list(self, *, status: CaseStatus | None = None, lead: str | None = None) -> tuple[Case, ...]:
        """Cases that somebody works on before those that ended, the one that changed last first."""
        query = select(CASES).order_by(CASES.c.status.in_(_ENDED), CASES.c.changed_at.desc(), CASES.c.case_id)
        if status is not None:
            query = query.where(CASES.c.status == status.value)
        if lead is not None:
            query = query.where(CASES.c.lead == lead)
        with self._database.read() as connection:
            return tuple(map(_case, connection.execute(query).all()))

    def timeline(self, case_id: str) -> tuple[Event, ...]:
        """Everything that happened to a case, oldest first."""
        with self._database.read() as connection:
            return ledger.timeline(connection, SubjectType.CASE, case_id)

    def open(self, origin: Origin, *, title: str, by: Principal, at: datetime, why: str) -> Case:
        """Opens a case with its origin as the first evidence; AlreadyOpenError where one is open for it.

        Whoever opens it leads it, where their role lets them work on cases; otherwise it waits for a lead.
        """
        title = title.strip()
        if not title or len(title) > 200:
            raise InputError("a case has a title of 1 to 200 characters")
        with self._database.begin() as connection:
            same = (CASES.c.origin_kind == origin.kind.value) & (CASES.c.origin_id == origin.origin_id)
            there = connection.scalar(select(CASES.c.case_id).where(same, CASES.c.status.not_in(_ENDED)).limit(1))
            if there is not None:
                raise AlreadyOpenError(there)
            year = at.astimezone(_ZONE).year
            case_id = f"CASE-{year}-{ledger.next_number(connection, 'case', year):04d}"
            connection.execute(
                CASES.insert().values(
                    case_id=case_id,
                    title=title,
                    origin_kind=origin.kind.value,
                    origin_id=origin.origin_id,
                    run=origin.run,
                    status=CaseStatus.SUSPICION.value,
                    lead=by.name if by.may(Right.CHANGE, "cases") else "",
                    team=by.team,
                    opened_by=by.name,
                    opened_at=at,
                    changed_at=at,
                )
            )
            item = evidence.add_within(
                connection,
                case_id,
                EvidenceKind(origin.kind.value),
                origin.origin_id,
                provenance=Provenance(OF_A_RUN, at, by.name, origin.run),
                standing=origin.kind.standing,
                by=by,
                at=at,
                customer_id=origin.customer_id,
            )
            ledger.write(
                connection,
                About(SubjectType.CASE, case_id, item.evidence_id),
                "open_case",
                by=by,
                at=at,
                after=CaseStatus.SUSPICION.value,
                why=ledger.stated(why),
            )
            return find_within(connection, case_id)

    def step(self, case_id: str, to: CaseStatus, *, by: Principal, at: datetime, why: str, reference: str = "") -> Case:
        """Takes a case one step on; ``reference`` is the other side's paper where the step has one."""
        with self._database.begin() as connection:
            before = find_within(connection, case_id)
            refuse_interested_within(connection, case_id, by)
            if not before.status.may_become(to):
                raise RefusedError(f"a case that is {before.status} does not become {to}")
            if to in NEEDS_REFERENCE and not reference.strip():
                raise InputError("name the station, or the number of the other side's paper")
            if to is CaseStatus.CLUE and not _has_a_fact(connection, before):
                raise RefusedError(
                    "a case becomes a clue by facts: confirm at least one hypothesis, or put a fact on the board, first"
                )
            if to is CaseStatus.REPORTED and not _to_be_handed_over(connection, case_id):
                raise RefusedError("two people have to decide first that this case is handed to the police")
            connection.execute(CASES.update().where(CASES.c.case_id == case_id).values(status=to.value, changed_at=at))
            ledger.write(
                connection,
                About(SubjectType.CASE, case_id, reference.strip()),
                "step",
                by=by,
                at=at,
                before=before.status.value,
                after=to.value,
                why=ledger.stated(why),
            )
            return find_within(connection, case_id)

    def judge(self, case_id: str, answer: Answer, *, basis: Basis, why: str, by: Principal, at: datetime) -> Decision:
        """Gives one's own opinion on whether a case goes to the police, without an interest in anybody on its board."""
        with self._database.read() as connection:
            find_within(connection, case_id)
            refuse_interested_within(connection, case_id, by)
        return Decisions(self._database).judge(
            SubjectType.CASE, case_id, Question.REPORT, answer, basis=basis, why=why, by=by, at=at
        )

    def give(self, case_id: str, to: str, *, by: Principal, at: datetime, why: str) -> Case:
        """Gives a case to another lead; ConflictOfInterestError where they have an interest in it."""
        with self._database.begin() as connection:
            before = find_within(connection, case_id)
            refuse_unable(connection, to, SubjectType.CASE)
            if to in _interested(connection, case_id):
                raise ConflictOfInterestError(f"{to} has an interest in {case_id}: choose somebody else")
            _give(connection, before, to, by=by, at=at, why=why)
            return find_within(connection, case_id)

    def step_back(self, case_id: str, *, by: Principal, at: datetime, why: str) -> Case:
        """Declares one's own interest in a case; whoever leads it does so no longer."""
        with self._database.begin() as connection:
            before = find_within(connection, case_id)
            interests.declare_within(connection, by.name, SubjectType.CASE, case_id, by=by, at=at, why=why)
            if before.lead == by.name:
                _give(connection, before, "", by=by, at=at, why=why)
            return find_within(connection, case_id)


def find_within(connection: Connection, case_id: str) -> Case:
    """The case, within the caller's transaction; NotFoundError where there is none."""
    row = connection.execute(select(CASES).where(CASES.c.case_id == case_id)).one_or_none()
    if row is None:
        raise NotFoundError("there is no such case")
    return _case(row)


def refuse_interested_within(connection: Connection, case_id: str, by: Principal) -> None:
    """ConflictOfInterestError where the person has an interest in the case, or in a customer on its board."""
    if by.name in _interested(connection, case_id):
        raise ConflictOfInterestError("you have an interest in this case: somebody else has to handle it")


def _give(connection: Connection, case: Case, to: str, *, by: Principal, at: datetime, why: str) -> None:
    connection.execute(CASES.update().where(CASES.c.case_id == case.case_id).values(lead=to, changed_at=at))
    ledger.write(
        connection,
        About(SubjectType.CASE, case.case_id),
        "give",
        by=by,
        at=at,
        before=case.lead,
        after=to,
        why=ledger.stated(why),
    )


def _interested(connection: Connection, case_id: str) -> frozenset[str]:
    """Who has an interest in the case, or in a customer on its board."""
    board = (EVIDENCE.c.case_id == case_id) & EVIDENCE.c.withdrawn_at.is_(None) & (EVIDENCE.c.customer_id != "")
    customers = connection.scalars(select(EVIDENCE.c.customer_id).where(board).distinct()).all()
    found = interests.who_within(connection, SubjectType.CASE, case_id)
    return found.union(*(interests.who_within(connection, SubjectType.CUSTOMER, one) for one in customers))


def _has_a_fact(connection: Connection, case: Case) -> bool:
    """Whether a fact stands on the board. That there is the complaint it began with is one, and shows nothing."""
    fact = (
        (EVIDENCE.c.case_id == case.case_id)
        & (EVIDENCE.c.standing == Standing.FACT.value)
        & EVIDENCE.c.withdrawn_at.is_(None)
        & ~((EVIDENCE.c.kind == EvidenceKind.COMPLAINT.value) & (EVIDENCE.c.subject_id == case.origin.origin_id))
    )
    return connection.scalar(select(EVIDENCE.c.evidence_id).where(fact).limit(1)) is not None


def _to_be_handed_over(connection: Connection, case_id: str) -> bool:
    held = held_within(connection, SubjectType.CASE, case_id).get(Question.REPORT)
    return held is not None and held.answer is Answer.HAND_OVER


def _case(row: Row[tuple[object, ...]]) -> Case:
    return Case(
        case_id=row.case_id,
        title=row.title,
        origin=Origin(OriginKind(row.origin_kind), row.origin_id, row.run),
        status=CaseStatus(row.status),
        lead=row.lead,
        team=row.team,
        opened_by=row.opened_by,
        opened_at=row.opened_at,
        changed_at=row.changed_at,
    )
