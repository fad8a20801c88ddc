"""What was asked of a document's stated issuer, by which channel, and what it answered.

The answer leaves as ``verifications`` with the next delivery, and settles the document from the next run on. One that
speaks against the document counts once a second person has read it: until then the question is open. Nothing waits for
an issuer: no complaint is held up, and silence says nothing against anybody.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlalchemy import Boolean, Column, ColumnElement, Connection, ForeignKey, Index, String, Table, Text, select

from mingjian.access.accounts import new_id
from mingjian.access.audit import record_within
from mingjian.access.policy import Principal
from mingjian.casework import interests, ledger
from mingjian.casework.attachments import Upload, seal
from mingjian.casework.colleagues import there_are_accounts
from mingjian.casework.errors import RefusedError
from mingjian.casework.ledger import About, SubjectType
from mingjian.contract import TIME_ZONE
from mingjian.contract.issued_for import names_in_field
from mingjian.contract.vocabulary import IssuerReply
from mingjian.errors import InputError, NotFoundError
from mingjian.store.database import METADATA, Database, Instant
from mingjian.store.vault import Vault

ENQUIRIES = Table(
    "enquiries",
    METADATA,
    Column("enquiry_id", String(20), primary_key=True),
    Column("material_id", String(200), nullable=False),
    Column("customer_id", String(200), nullable=False),
    Column("issuer", String(200), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("question", Text, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("by", String(80), nullable=False),
    Column("at", Instant, nullable=False),
    Column("asked_for", String(200), nullable=False),
    Index("enquiries_by_material", "material_id"),
)
REPLIES = Table(
    "enquiry_replies",
    METADATA,
    Column("reply_id", String(20), primary_key=True),
    Column("enquiry_id", String(20), ForeignKey("enquiries.enquiry_id"), nullable=False),
    Column("reply", String(20), nullable=False),
    Column("replied_at", Instant, nullable=False),
    Column("replied_by", String(200), nullable=False),
    Column("said", Text, nullable=False),
    Column("file_sha256", String(64), nullable=False),
    Column("file_name", String(200), nullable=False),
    Column("by", String(80), nullable=False),
    Column("at", Instant, nullable=False),
    Column("agreed_by", String(80), nullable=False),
    Column("agreed_at", Instant),
    Column("issued_for", String(200), nullable=False),
    Column("issued_for_asked", Boolean),
    Index("enquiry_replies_by_enquiry", "enquiry_id", "at"),
)
ANSWERS = tuple(one for one in IssuerReply if one is not IssuerReply.PENDING)
"""What can be noted, the best one for the consumer first."""
AGAINST = frozenset({IssuerReply.DENIED, IssuerReply.NO_RECORD})
"""What speaks against the document: a second person reads it; the database's triggers hold the same list."""

_YES_OR_NO = {True: "true", False: "false", None: ""}


class AskedBy(StrEnum):
    """By which channel an issuer was asked: one of the register's, never one that the document itself names."""

    LETTER = "letter"
    PHONE = "phone"
    EMAIL = "email"
    VISIT = "visit"
    ONLINE = "online"
    """The issuer's own page or register, such as a hospital's look-up by number."""


@dataclass(frozen=True)
class Question:
    """What is asked of whom."""

    issuer: str
    channel: AskedBy
    text: str
    asked_at: datetime
    asked_for: str = ""
    """Whom the question named when it asked whether the paper was issued for them; an empty text for nobody."""


@dataclass(frozen=True)
class Heard:
    """What the issuer answered, as somebody notes it."""

    reply: IssuerReply
    replied_at: datetime
    replied_by: str
    """Who answered there; may be unknown."""
    said: str
    issued_for: str = ""
    """For whom the issuer says of itself that it issued the paper; an empty text where it does not say."""
    issued_for_asked: bool | None = None
    """What it answered to whether the paper was issued for whom the question named; None where it left that open."""


@dataclass(frozen=True)
class Reply:
    """A noted answer."""

    reply_id: str
    enquiry_id: str
    reply: IssuerReply
    replied_at: datetime
    replied_by: str
    said: str
    file_sha256: str
    file_name: str
    by: str
    at: datetime
    agreed_by: str
    """Who read it as the second; an empty text where it waits, or needed nobody."""
    agreed_at: datetime | None
    """Since when it holds; None while it waits for a second person."""
    issued_for: str = ""
    issued_for_asked: bool | None = None


@dataclass(frozen=True)
class Enquiry:
    """One question to an issuer, with the answers that were noted, oldest first."""

    enquiry_id: str
    material_id: str
    customer_id: str
    issuer: str
    channel: AskedBy
    question: str
    asked_at: datetime
    by: str
    at: datetime
    asked_for: str = ""
    replies: tuple[Reply, ...] = ()

    @property
    def holds(self) -> Reply | None:
        """The answer that holds: the last one that needed no second person, or has had one."""
        return next((one for one in reversed(self.replies) if one.agreed_at is not None), None)

    @property
    def waits(self) -> Reply | None:
        """The answer that a second person still has to read; whatever was noted later stands in its place."""
        last = self.replies[-1] if self.replies else None
        return last if last is not None and last.agreed_at is None else None

    @property
    def reply(self) -> IssuerReply:
        """What the issuer answered, as far as it holds."""
        return IssuerReply.PENDING if self.holds is None else self.holds.reply

    def due_on(self, days: int) -> date | None:
        """By which day somebody asks again; None once an answer is noted."""
        if self.replies:
            return None
        return self.asked_at.astimezone(ZoneInfo(TIME_ZONE)).date() + timedelta(days=days)

    def as_of(self, at: datetime) -> "Enquiry":
        """As it stood at a moment."""
        known = (one for one in self.replies if one.at <= at)
        return replace(
            self,
            replies=tuple(
                replace(one, agreed_by="", agreed_at=None) if one.agreed_at is not None and one.agreed_at > at else one
                for one in known
            ),
        )


def texts_of(enquiries: Sequence[Enquiry]) -> tuple[str, ...]:
    """What was asked and answered in free text, where somebody else may be named than the document's owner."""
    return tuple(text for one in enquiries for text in (one.question, *(reply.said for reply in one.replies)))


def names_of(enquiries: Sequence[Enquiry]) -> tuple[str, ...]:
    """Whom the questions and answers name in fields of their own, and so may name in their texts as well."""
    found = (name for one in enquiries for name in (one.asked_for, *(reply.issued_for for reply in one.replies)))
    return tuple(name for value in found for name in names_in_field(value))


class Enquiries:
    """The enquiries of one database; letters of answer are sealed in the vault."""

    def __init__(self, database: Database, vault: Vault | None = None) -> None:
        self._database = database
        self._vault = vault

    def of(self, material_id: str) -> tuple[Enquiry, ...]:
        """What was asked about a document, the latest first."""
        with self._database.read() as connection:
            return tuple(reversed(_enquiries(connection, ENQUIRIES.c.material_id == material_id)))

    def all(self) -> tuple[Enquiry, ...]:
        """Every enquiry, the oldest first."""
        with self._database.read() as connection:
            return _enquiries(connection)

    def open(self) -> tuple[Enquiry, ...]:
        """What has no answer yet, or one that a second person has to read: the longest asked first."""
        return tuple(one for one in self.all() if not one.replies or one.waits)

    def ask(
        self, material_id: str, question: Question, *, by: Principal, at: datetime, customer_id: str = ""
    ) -> Enquiry:
        """Notes that the issuer was asked."""
        if not question.issuer.strip():
            raise InputError("name the issuer that was asked")
        if question.asked_at > at:
            raise InputError("a question is noted once it was asked")
        with self._database.begin() as connection:
            interests.refuse_within(connection, by, SubjectType.MATERIAL, material_id, customer_id)
            made = Enquiry(
                new_id("EQ"), material_id, customer_id, question.issuer.strip(), question.channel,
                ledger.stated(question.text), question.asked_at, by.name, at, "".join(question.asked_for.split()),
            )  # fmt: skip
            # Said first: the database takes an enquiry only where a person's entry says so.
            _say(connection, made, made.enquiry_id, "ask_issuer", by, at, after=made.channel.value)
            row = {name: value for name, value in made.__dict__.items() if name != "replies"}
            connection.execute(ENQUIRIES.insert().values(**row | {"channel": made.channel.value}))
            return made

    def answer(
        self,
        enquiry_id: str,
        heard: Heard,
        *,
        of: str,
        by: Principal,
        at: datetime,
        letter: Upload | None = None,
    ) -> Reply:
        """Notes the issuer's answer about the document ``of``; one against it waits for a second person.

        What was noted wrongly is noted anew: the last one that holds counts, and nothing is rewritten.
        """
        if heard.reply not in ANSWERS:
            raise InputError(f"an issuer's answer is one of {', '.join(ANSWERS)}")
        digest, name = self._sealed(letter)
        with self._database.begin() as connection:
            _lock(connection, of)
            asked = _find(connection, enquiry_id, of)
            interests.refuse_within(connection, by, SubjectType.MATERIAL, of, asked.customer_id)
            if not asked.asked_at <= heard.replied_at <= at:
                raise InputError("an answer comes after the question, and is noted once it came")
            if heard.issued_for_asked is not None and not asked.asked_for:
                raise InputError("the question named nobody; name whom the issuer says that it issued the paper for")
            issued_for = " ".join(heard.issued_for.split())
            alone = heard.reply not in AGAINST and not _for_another(heard, asked)
            if not alone and not there_are_accounts(connection):
                raise RefusedError("this needs two people: give each an account first")
            made = Reply(
                new_id("ER"), enquiry_id, heard.reply, heard.replied_at, heard.replied_by.strip(),
                ledger.stated(heard.said), digest, name, by.name, at, "", at if alone else None,
                issued_for, heard.issued_for_asked,
            )  # fmt: skip
            kind = "note_issuer_answer" if alone else "propose_issuer_answer"
            _say(
                connection, asked, made.reply_id, kind, by, at,
                before=asked.reply.value, after=made.reply.value, why=made.said,
            )  # fmt: skip
            connection.execute(REPLIES.insert().values(**made.__dict__ | {"reply": made.reply.value}))
            return made

    def agree(self, reply_id: str, *, of: str, by: Principal, at: datetime) -> None:
        """The second person, who read what the issuer answered, lets an answer about the document ``of`` hold."""
        with self._database.begin() as connection:
            _lock(connection, of)
            asked, made = _reply(connection, reply_id, of)
            interests.refuse_within(connection, by, SubjectType.MATERIAL, of, asked.customer_id)
            if asked.waits != made:
                raise RefusedError("this answer waits for nobody: it holds, or another was noted since")
            if made.by == by.name:
                raise RefusedError("you have given your opinion: somebody else has to give theirs")
            _say(
                connection, asked, reply_id, "agree_issuer_answer", by, at,
                before=asked.reply.value, after=made.reply.value, why=made.said,
            )  # fmt: skip
            mine = REPLIES.c.reply_id == reply_id
            connection.execute(REPLIES.update().where(mine).values(agreed_by=by.name, agreed_at=at))

    def letter(self, reply_id: str, *, of: str, by: Principal) -> tuple[Reply, Iterator[bytes]]:
        """An answer and its letter piece by piece; who opened it stands in the audit log."""
        with self._database.read() as connection:
            _asked, made = _reply(connection, reply_id, of)
        if self._vault is None or not made.file_sha256 or not self._vault.has(made.file_sha256):
            raise NotFoundError("there is no such letter")
        with self._database.begin() as connection:
            record_within(
                connection,
                actor=by.name,
                action="open_attachment",
                object_type=SubjectType.MATERIAL.value,
                object_id=of,
                reason=f"{reply_id}, SHA-256 {made.file_sha256[:8]}",
            )
        return made, self._vault.chunks(made.file_sha256)

    def _sealed(self, letter: Upload | None) -> tuple[str, str]:
        if letter is None:
            return "", ""
        if self._vault is None:
            raise AssertionError("whoever takes letters opens the vault")
        return seal(self._vault, letter)


def _for_another(heard: Heard, asked: Enquiry) -> bool:
    """Whether an answer says, or may say, that the paper is not its holder's: that speaks against the document, too.

    Of a question that named nobody only whoever reads the answer and the paper can tell.
    """
    named = "".join(heard.issued_for.split())
    return heard.issued_for_asked is False or bool(named and (not asked.asked_for or asked.asked_for not in named))


def verifications(enquiries: Sequence[Enquiry], *, at: datetime) -> Iterator[tuple[str, ...]]:
    """Rows of the contract's ``verifications``, as these enquiries stood at a moment."""
    for one in (one.as_of(at) for one in enquiries if one.at <= at):
        held = one.holds
        answered, whom, for_asked = ("", IssuerReply.PENDING.value, "", ""), "", ""
        if held is not None:
            answered = (held.replied_at.isoformat(), held.reply.value, held.replied_by, held.said)
            whom, for_asked = held.issued_for, _YES_OR_NO[held.issued_for_asked]
        yield (one.enquiry_id, one.material_id, one.asked_at.isoformat(), *answered, whom, one.asked_for, for_asked)


def _enquiries(connection: Connection, where: ColumnElement[bool] | None = None) -> tuple[Enquiry, ...]:
    asked = select(ENQUIRIES).order_by(ENQUIRIES.c.asked_at, ENQUIRIES.c.enquiry_id)
    heard = select(REPLIES).order_by(REPLIES.c.enquiry_id, REPLIES.c.at, REPLIES.c.reply_id)
    if where is not None:
        asked = asked.where(where)
        heard = heard.join(ENQUIRIES, ENQUIRIES.c.enquiry_id == REPLIES.c.enquiry_id).where(where)
    rows = [Reply(**{**row, "reply": IssuerReply(row["reply"])}) for row in connection.execute(heard).mappings()]
    replies = {key: tuple(group) for key, group in groupby(rows, key=lambda one: one.enquiry_id)}
    return tuple(
        Enquiry(**{**row, "channel": AskedBy(row["channel"])}, replies=replies.get(row["enquiry_id"], ()))
        for row in connection.execute(asked).mappings()
    )


def _lock(connection: Connection, material_id: str) -> None:
    """Two answers that arrive at once are taken one after the other."""
    connection.execute(
        select(ENQUIRIES.c.enquiry_id).where(ENQUIRIES.c.material_id == material_id).with_for_update()
    ).all()


def _find(connection: Connection, enquiry_id: str, material_id: str) -> Enquiry:
    mine = (ENQUIRIES.c.enquiry_id == enquiry_id) & (ENQUIRIES.c.material_id == material_id)
    found = _enquiries(connection, mine)
    if not found:
        raise NotFoundError("there is no such enquiry")
    return found[0]


def _reply(connection: Connection, reply_id: str, material_id: str) -> tuple[Enquiry, Reply]:
    enquiry_id = connection.scalar(select(REPLIES.c.enquiry_id).where(REPLIES.c.reply_id == reply_id))
    asked = _find(connection, enquiry_id or "", material_id)
    return asked, next(one for one in asked.replies if one.reply_id == reply_id)


def _say(
    connection: Connection,
    about: Enquiry,
    item_id: str,
    kind: str,
    by: Principal,
    at: datetime,
    *,
    before: str = "",
    after: str = "",
    why: str = "",
) -> None:
    ledger.write(
        connection,
        About(SubjectType.MATERIAL, about.material_id, item_id),
        kind,
        by=by,
        at=at,
        before=before,
        after=after,
        why=why,
    )
