"""A package on its way out: asked for by a person, built by a job, agreed to by two people, handed over by a person.

A package shows people's documents as they are, so no one lets it out alone: each of two people judges on the package
itself, once it is built, whether it is handed over, blind to the other. That a case goes to the police is another
decision and lets none of its packages out. Where there are no accounts there is nobody else to ask: whoever sits there
takes it, and the audit log says that it was one person.

The built file lies in the vault until it was handed over or is too old; then only its SHA-256 is kept. The same run,
subject, statement, keys and vault make the same bytes again.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from tempfile import TemporaryFile
from zipfile import ZipFile
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, Column, ColumnElement, Connection, Index, Integer, String, Table, Text, select

from mingjian.access.accounts import ACCOUNTS, new_id
from mingjian.access.audit import record_within
from mingjian.access.policy import Principal
from mingjian.casework import cases, ledger
from mingjian.casework.clues.statement import Statement, Subject, SubjectKind
from mingjian.casework.decisions import Decision, Decisions, held_within
from mingjian.casework.errors import RefusedError
from mingjian.casework.ledger import EVENTS, About, Event, SubjectType
from mingjian.casework.police import POLICE_REQUESTS
from mingjian.casework.questions import Answer, Basis, Question
from mingjian.contract import TIME_ZONE
from mingjian.errors import NotFoundError
from mingjian.store.database import METADATA, Database, Instant
from mingjian.store.jobs import enqueue
from mingjian.store.vault import Vault

BUILD = "build_clue_package"
"""The job that builds one."""
FORGET = "forget_clue_package"
"""The job that lets our copy go where nobody handed it over in time."""
REPORT = "report.pdf"

HANDOVERS = Table(
    "clue_handovers",
    METADATA,
    Column("handover_id", String(20), primary_key=True),
    Column("subject_kind", String(20), nullable=False),
    Column("subject_id", String(200), nullable=False),
    Column("case_id", String(20), nullable=False),
    Column("request_id", String(20), nullable=False),
    Column("run", String(20), nullable=False),
    Column("purpose", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("organisation", Text, nullable=False),
    Column("contact", Text, nullable=False),
    Column("prepared_by", String(80), nullable=False),
    Column("asked_by", String(80), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("job_id", String(20), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("size", BigInteger().with_variant(Integer(), "sqlite"), nullable=False),
    Column("originals", Integer, nullable=False),
    Column("missing", Integer, nullable=False),
    Column("built_at", Instant),
    Column("handed_by", String(80), nullable=False),
    Column("handed_at", Instant),
    Column("expires_at", Instant),
    Index("clue_handovers_by_subject", "subject_kind", "subject_id", "asked_at"),
)


@dataclass(frozen=True)
class Handover:
    """One package, from being asked for to being handed over."""

    handover_id: str
    subject: Subject
    case_id: str
    request_id: str
    """The request of the police that it answers; an empty text for none."""
    run: str
    statement: Statement
    asked_by: str
    job_id: str
    sha256: str
    """Of the built package; an empty text while it is not built."""
    size: int
    originals: int
    missing: int
    built_at: datetime | None
    expires_at: datetime | None
    """Until when it may be handed over; afterwards it is built anew."""
    handed_by: str
    handed_at: datetime | None
    agreed: bool
    """Whether two people have agreed, or nobody else is there to ask."""

    def too_old(self, now: datetime) -> bool:
        """Whether it was built too long ago to be handed over now."""
        return self.handed_at is None and self.expires_at is not None and now > self.expires_at


class Handovers:
    """The packages of one database on their way out."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._now = clock

    def ask(
        self,
        subject: Subject,
        statement: Statement,
        *,
        run: str,
        by: Principal,
        case_id: str = "",
        request_id: str = "",
    ) -> Handover:
        """Asks for a package: a job builds it. NotFoundError where the police asked nothing under that number.

        What they asked about one case is answered by no package about another.
        """
        handover_id = new_id("CP")
        with self._database.begin() as connection:
            if request_id:
                asked = select(POLICE_REQUESTS.c.replied_at, POLICE_REQUESTS.c.case_id)
                row = connection.execute(asked.where(POLICE_REQUESTS.c.request_id == request_id)).one_or_none()
                if row is None:
                    raise NotFoundError("there is no such request of the police")
                if row.replied_at is not None:
                    raise RefusedError("that request is answered already")
                if row.case_id and case_id and row.case_id != case_id:
                    raise RefusedError("that request is about another case")
            job_id = enqueue(connection, BUILD, {"handover": handover_id}, team=by.team, most_attempts=3)
            connection.execute(
                HANDOVERS.insert().values(
                    handover_id=handover_id,
                    subject_kind=subject.kind.value,
                    subject_id=subject.id,
                    case_id=case_id,
                    request_id=request_id,
                    run=run,
                    purpose=statement.purpose,
                    recipient=statement.recipient,
                    organisation=statement.organisation,
                    contact=statement.contact,
                    prepared_by=statement.prepared_by,
                    asked_by=by.name,
                    asked_at=statement.prepared_at,
                    job_id=job_id,
                    sha256="",
                    size=0,
                    originals=0,
                    missing=0,
                    handed_by="",
                )
            )
            ledger.write(
                connection,
                About(SubjectType.PACKAGE, handover_id, subject.id),
                "ask_package",
                by=by,
                at=statement.prepared_at,
                after=subject.kind.value,
                why=f"{statement.purpose} → {statement.recipient}",
            )
            return find_within(connection, handover_id)

    def find(self, handover_id: str) -> Handover:
        """The package of that number; NotFoundError where there is none."""
        with self._database.read() as connection:
            return find_within(connection, handover_id)

    def about(self, subject: Subject) -> tuple[Handover, ...]:
        """What was asked for about a subject, newest first."""
        return self._list((HANDOVERS.c.subject_kind == subject.kind.value) & (HANDOVERS.c.subject_id == subject.id))

    def of_case(self, case_id: str) -> tuple[Handover, ...]:
        """What was asked for about a case, newest first."""
        return self._list(HANDOVERS.c.case_id == case_id)

    def answering(self, request_id: str) -> tuple[Handover, ...]:
        """What was asked for to answer a request of the police, newest first."""
        return self._list(HANDOVERS.c.request_id == request_id)

    def on_the_way(self) -> tuple[Handover, ...]:
        """What is built, in time and not handed over yet, newest first: it waits for opinions or for a person."""
        in_time = HANDOVERS.c.expires_at.is_(None) | (HANDOVERS.c.expires_at >= self._now())
        return self._list((HANDOVERS.c.sha256 != "") & HANDOVERS.c.handed_at.is_(None) & in_time)

    def _list(self, condition: ColumnElement[bool]) -> tuple[Handover, ...]:
        query = select(HANDOVERS.c.handover_id).where(condition).order_by(HANDOVERS.c.asked_at.desc())
        with self._database.read() as connection:
            return tuple(find_within(connection, one) for one in connection.scalars(query).all())

    def timeline(self, handover_id: str) -> tuple[Event, ...]:
        """Everything that happened to a package, oldest first."""
        with self._database.read() as connection:
            return ledger.timeline(connection, SubjectType.PACKAGE, handover_id)

    def built(self, handover_id: str) -> Handover:
        """The package, for whoever judges it: RefusedError while it is not built, once it is too old or handed over."""
        one = self.find(handover_id)
        if not one.sha256:
            raise RefusedError("it is not built yet: judge what is there")
        if one.handed_at is not None:
            raise RefusedError("it was handed over already")
        if one.too_old(self._now()):
            raise RefusedError(_ANEW)
        return one

    def take(self, handover_id: str, vault: Vault, *, by: Principal) -> Iterator[bytes]:
        """The package, piece by piece; RefusedError before two people agreed. Who took it stands in the audit log."""
        one = self.built(handover_id)
        if not one.agreed:
            raise RefusedError(_UNAGREED)
        if not vault.has(one.sha256):
            raise RefusedError(_ANEW)
        with self._database.begin() as connection:
            _log(connection, one, "take_package", by)
        return vault.chunks(one.sha256)

    def report(self, handover_id: str, vault: Vault, *, by: Principal) -> bytes:
        """The report inside a package, for whoever judges whether it leaves; its timeline says who read it."""
        one = self.built(handover_id)
        if not vault.has(one.sha256):
            raise RefusedError(_ANEW)
        with TemporaryFile() as file:
            for piece in vault.chunks(one.sha256):
                file.write(piece)
            with ZipFile(file) as package:
                content = package.read(REPORT)
        with self._database.begin() as connection:
            ledger.write(connection, About(SubjectType.PACKAGE, handover_id), _READ, by=by, at=self._now())
        return content

    def judge(self, handover_id: str, answer: Answer, *, basis: Basis, why: str, by: Principal) -> Decision:
        """Gives one's own opinion on whether it leaves: RefusedError before its report was read by whoever judges."""
        one = self.built(handover_id)
        mine = (EVENTS.c.subject_type == SubjectType.PACKAGE.value) & (EVENTS.c.subject_id == one.handover_id)
        read = select(EVENTS.c.number).where(mine, EVENTS.c.kind == _READ, EVENTS.c.by == by.name).limit(1)
        with self._database.read() as connection:
            if connection.scalar(read) is None:
                raise RefusedError("read its report first: nobody judges what they have not seen")
            if one.case_id:
                cases.refuse_interested_within(connection, one.case_id, by)
        return Decisions(self._database).judge(
            SubjectType.PACKAGE,
            one.handover_id,
            Question.REPORT,
            answer,
            basis=basis,
            why=why,
            by=by,
            at=self._now(),
        )

    def hand(self, handover_id: str, vault: Vault, *, receipt: str, by: Principal) -> None:
        """Notes that it was handed over, answers the request that it replies to, and lets our copy go."""
        with self._database.begin() as connection:
            one, now = find_within(connection, handover_id), self._now()
            if not one.agreed or not one.sha256:
                raise RefusedError(_UNAGREED)
            if one.handed_at is not None:
                raise RefusedError("it was handed over already")
            if one.too_old(now):
                raise RefusedError(_ANEW)
            said = ledger.stated(receipt)
            connection.execute(
                HANDOVERS.update()
                .where(HANDOVERS.c.handover_id == handover_id)
                .values(handed_by=by.name, handed_at=now)
            )
            ledger.write(connection, About(SubjectType.PACKAGE, handover_id), "hand_package", by=by, at=now, why=said)
            if one.request_id:
                reply = f"{handover_id}, SHA-256 {one.sha256}: {said}"
                open_ = (POLICE_REQUESTS.c.request_id == one.request_id) & POLICE_REQUESTS.c.replied_at.is_(None)
                answered = POLICE_REQUESTS.update().where(open_)
                connection.execute(answered.values(reply=reply, replied_by=by.name, replied_at=now))
                # Somebody may have answered it by hand since: that it was handed over still belongs to it.
                ledger.write(
                    connection,
                    About(SubjectType.POLICE_REQUEST, one.request_id, handover_id),
                    "reply_request",
                    by=by,
                    at=now,
                    why=reply,
                )
        vault.delete(one.sha256)


_READ = "read_package"
"""The event that says who read the report inside."""
_UNAGREED = "two people have to decide first that this is handed over"
_ANEW = "it was built too long ago, and our copy is gone: ask for it anew"


def _log(connection: Connection, one: Handover, action: str, by: Principal) -> None:
    alone = "" if _people(connection) else ", by one person: this desk has no accounts"
    record_within(
        connection,
        actor=by.name,
        action=action,
        object_type=SubjectType.PACKAGE.value,
        object_id=one.handover_id,
        reason=f"SHA-256 {one.sha256[:8]}{alone}",
    )


def find_within(connection: Connection, handover_id: str) -> Handover:
    """The package, within the caller's transaction; NotFoundError where there is none."""
    found = connection.execute(select(HANDOVERS).where(HANDOVERS.c.handover_id == handover_id)).mappings()
    row = found.one_or_none()
    if row is None:
        raise NotFoundError("there is no such package")
    return Handover(
        handover_id=handover_id,
        subject=Subject(SubjectKind(row["subject_kind"]), row["subject_id"]),
        case_id=row["case_id"],
        request_id=row["request_id"],
        run=row["run"],
        statement=Statement(
            organisation=row["organisation"],
            prepared_by=row["prepared_by"],
            prepared_at=row["asked_at"].astimezone(ZoneInfo(TIME_ZONE)),
            purpose=row["purpose"],
            recipient=row["recipient"],
            contact=row["contact"],
        ),
        asked_by=row["asked_by"],
        job_id=row["job_id"],
        sha256=row["sha256"],
        size=row["size"],
        originals=row["originals"],
        missing=row["missing"],
        built_at=row["built_at"],
        expires_at=row["expires_at"],
        handed_by=row["handed_by"],
        handed_at=row["handed_at"],
        agreed=_agreed(connection, row["handover_id"]),
    )


def _agreed(connection: Connection, handover_id: str) -> bool:
    if not _people(connection):
        return True
    held = held_within(connection, SubjectType.PACKAGE, handover_id).get(Question.REPORT)
    return held is not None and held.answer is Answer.HAND_OVER


def _people(connection: Connection) -> bool:
    return connection.scalar(select(ACCOUNTS.c.account_id).limit(1)) is not None
