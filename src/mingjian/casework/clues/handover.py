"""A package on its way out: asked for by a person, built by a job, agreed to by two people, handed over by a person.

A package shows people's documents as they are, so no one lets it out alone: each of two people judges on the package
itself whether it is handed over, blind to the other. For a case, the decision that it goes to the police is the same
judgement and suffices. Where there are no accounts there is nobody else to ask, and whoever sits there takes it.

The built file lies in the vault until it was handed over; then only its SHA-256 is kept. The same run, subject,
statement, keys and vault make the same bytes again.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from sqlalchemy import Column, Connection, Index, Integer, RowMapping, String, Table, Text, select

from mingjian.access.accounts import ACCOUNTS, new_id
from mingjian.access.audit import AuditLog, record_within
from mingjian.access.entity_masks import mask_entity
from mingjian.access.policy import Principal
from mingjian.casework import ledger
from mingjian.casework.clues.casefile import CaseFile
from mingjian.casework.clues.settings import CluesSettings
from mingjian.casework.clues.signing import signers
from mingjian.casework.clues.statement import Statement, Subject, SubjectKind
from mingjian.casework.decisions import held_within
from mingjian.casework.errors import RefusedError
from mingjian.casework.ledger import SubjectType
from mingjian.casework.police import POLICE_REQUESTS
from mingjian.casework.questions import Answer, Question
from mingjian.contract import TIME_ZONE
from mingjian.errors import NotFoundError
from mingjian.store.database import METADATA, Database, Instant
from mingjian.store.jobs import Effect, Job, enqueue, no_effect
from mingjian.store.vault import Vault
from mingjian.store.workspace import Workspace

BUILD = "build_clue_package"
"""The job that builds one."""

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
    Column("size", Integer, nullable=False),
    Column("originals", Integer, nullable=False),
    Column("missing", Integer, nullable=False),
    Column("built_at", Instant),
    Column("handed_by", String(80), nullable=False),
    Column("handed_at", Instant),
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
    handed_by: str
    handed_at: datetime | None
    may_leave: bool
    """Whether two people have agreed, or nobody else is there to ask."""


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
        """Asks for a package: a job builds it. NotFoundError where the police asked nothing under that number."""
        handover_id = new_id("CP")
        with self._database.begin() as connection:
            if request_id:
                asked = select(POLICE_REQUESTS.c.replied_at).where(POLICE_REQUESTS.c.request_id == request_id)
                row = connection.execute(asked).one_or_none()
                if row is None:
                    raise NotFoundError("there is no such request of the police")
                if row.replied_at is not None:
                    raise RefusedError("that request is answered already")
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
                SubjectType.PACKAGE,
                handover_id,
                "ask_package",
                by=by,
                at=statement.prepared_at,
                after=subject.kind.value,
                why=f"{statement.purpose} → {statement.recipient}",
                item_id=subject.id,
            )
            return _find(connection, handover_id)

    def find(self, handover_id: str) -> Handover:
        """The package of that number; NotFoundError where there is none."""
        with self._database.read() as connection:
            return _find(connection, handover_id)

    def about(self, subject: Subject) -> tuple[Handover, ...]:
        """What was asked for about a subject, newest first."""
        mine = (HANDOVERS.c.subject_kind == subject.kind.value) & (HANDOVERS.c.subject_id == subject.id)
        query = select(HANDOVERS.c.handover_id).where(mine).order_by(HANDOVERS.c.asked_at.desc())
        with self._database.read() as connection:
            return tuple(_find(connection, one) for one in connection.scalars(query).all())

    def take(self, handover_id: str, vault: Vault, *, by: Principal) -> Iterator[bytes]:
        """The package, piece by piece; RefusedError before two people agreed. Who took it stands in the audit log."""
        one = self.find(handover_id)
        if not one.may_leave:
            raise RefusedError("two people have to decide first that this is handed over")
        if not one.sha256 or not vault.has(one.sha256):
            raise RefusedError("it is not built yet, or was handed over: ask for it anew")
        with self._database.begin() as connection:
            record_within(
                connection,
                actor=by.name,
                action="take_package",
                object_type=SubjectType.PACKAGE.value,
                object_id=handover_id,
                reason=f"SHA-256 {one.sha256[:8]}",
            )
        return vault.chunks(one.sha256)

    def hand(self, handover_id: str, vault: Vault, *, receipt: str, by: Principal) -> None:
        """Notes that it was handed over, answers the request that it replies to, and lets our copy go."""
        with self._database.begin() as connection:
            one = _find(connection, handover_id)
            if not one.may_leave or not one.sha256:
                raise RefusedError("two people have to decide first that this is handed over")
            if one.handed_at is not None:
                raise RefusedError("it was handed over already")
            said, now = ledger.stated(receipt), self._now()
            connection.execute(
                HANDOVERS.update()
                .where(HANDOVERS.c.handover_id == handover_id)
                .values(handed_by=by.name, handed_at=now)
            )
            ledger.write(connection, SubjectType.PACKAGE, handover_id, "hand_package", by=by, at=now, why=said)
            if one.request_id:
                reply = f"{handover_id}, SHA-256 {one.sha256}: {said}"
                open_ = (POLICE_REQUESTS.c.request_id == one.request_id) & POLICE_REQUESTS.c.replied_at.is_(None)
                connection.execute(
                    POLICE_REQUESTS.update().where(open_).values(reply=reply, replied_by=by.name, replied_at=now)
                )
                ledger.write(
                    connection,
                    SubjectType.POLICE_REQUEST,
                    one.request_id,
                    "reply_request",
                    by=by,
                    at=now,
                    why=reply,
                    item_id=handover_id,
                )
        vault.delete(one.sha256)


class Builder:
    """Builds what was asked for, in a worker."""

    def __init__(self, workspace: Workspace, database: Database, vault: Vault, settings: CluesSettings) -> None:
        self._workspace = workspace
        self._database = database
        self._vault = vault
        self._settings = settings

    def build(self, job: Job) -> Effect:
        """The handler of :data:`BUILD`."""
        from mingjian.casework.clues.building import build  # engines and typesetting, which no page may wait for

        handover_id = str(job.payload["handover"])
        with self._database.read() as connection:
            one = _find(connection, handover_id)
        if one.sha256:
            return no_effect
        with TemporaryDirectory(prefix="mingjian-clue-") as folder:
            target = Path(folder) / "clue.zip"
            built = build(
                self._workspace.run(one.run),
                one.subject,
                one.statement,
                vault=self._vault,
                signers=signers(self._workspace.root, self._settings),
                audit=AuditLog(self._database),
                mask=mask_entity,
                target=target,
                case=CaseFile.of(self._database, one.case_id) if one.case_id else None,
            )
            digest = self._vault.put(target)

        def keep(connection: Connection) -> None:
            connection.execute(
                HANDOVERS.update()
                .where(HANDOVERS.c.handover_id == handover_id)
                .values(
                    sha256=digest,
                    size=built.written.size,
                    originals=built.originals,
                    missing=built.missing,
                    built_at=job.made_at,
                )
            )

        return keep


def _find(connection: Connection, handover_id: str) -> Handover:
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
        handed_by=row["handed_by"],
        handed_at=row["handed_at"],
        may_leave=_may_leave(connection, row),
    )


def _may_leave(connection: Connection, row: RowMapping) -> bool:
    if connection.scalar(select(ACCOUNTS.c.account_id).limit(1)) is None:
        return True
    own = held_within(connection, SubjectType.PACKAGE, row["handover_id"]).get(Question.REPORT)
    if own is not None:
        return own.answer is Answer.HAND_OVER
    case = held_within(connection, SubjectType.CASE, row["case_id"]).get(Question.REPORT) if row["case_id"] else None
    return case is not None and case.answer is Answer.HAND_OVER
