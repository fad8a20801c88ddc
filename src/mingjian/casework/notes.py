"""Notes on a case or a matter, whom they mention, and files that hang on them."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, ColumnElement, Connection, ForeignKey, Index, RowMapping, String, Table, Text, select

from mingjian.access.accounts import ACCOUNTS, new_id
from mingjian.access.policy import Principal
from mingjian.casework import ledger
from mingjian.casework.joins import whole
from mingjian.casework.ledger import About, SubjectType
from mingjian.errors import InputError
from mingjian.store.database import METADATA, Database, Instant

NOTES = Table(
    "notes",
    METADATA,
    Column("note_id", String(20), primary_key=True),
    Column("subject_type", String(20), nullable=False),
    Column("subject_id", String(200), nullable=False),
    Column("text", Text, nullable=False),
    Column("by", String(80), nullable=False),
    Column("at", Instant, nullable=False),
    Column("file_sha256", String(64), nullable=False),
    Column("file_name", String(200), nullable=False),
    Index("notes_by_subject", "subject_type", "subject_id", "at"),
)
MENTIONS = Table(
    "mentions",
    METADATA,
    Column("note_id", String(20), ForeignKey("notes.note_id"), primary_key=True),
    Column("name", String(80), primary_key=True),
    Column("seen_at", Instant),
    Index("mentions_by_name", "name", "seen_at"),
)
_MENTION = re.compile(r"(?<![\w.@-])@([a-z0-9][a-z0-9._-]{1,79})")
LONGEST = 10_000


@dataclass(frozen=True)
class Note:
    """What somebody wrote."""

    note_id: str
    subject_type: SubjectType
    subject_id: str
    text: str
    by: str
    at: datetime
    file_sha256: str
    file_name: str


class Notes:
    """The notes of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, subject_type: SubjectType, subject_id: str) -> tuple[Note, ...]:
        """The notes on a subject, oldest first."""
        with self._database.read() as connection:
            mine = _on(connection, subject_type, subject_id)
            rows = connection.execute(select(NOTES).where(mine).order_by(NOTES.c.at, NOTES.c.note_id)).mappings().all()
        return tuple(map(_note, rows))

    def add(
        self,
        subject_type: SubjectType,
        subject_id: str,
        text: str,
        *,
        by: Principal,
        at: datetime,
        file_sha256: str = "",
        file_name: str = "",
    ) -> Note:
        """Writes a note, with a file of the vault where one hangs on it; ``@name`` calls whoever has that account."""
        text = text.strip()
        if not text or len(text) > LONGEST:
            raise InputError(f"a note has 1 to {LONGEST:,} characters")
        note = Note(new_id("N"), subject_type, subject_id, text, by.name, at, file_sha256, file_name[:200])
        with self._database.begin() as connection:
            connection.execute(NOTES.insert().values(**{**note.__dict__, "subject_type": subject_type.value}))
            for name in _called(connection, text):
                connection.execute(MENTIONS.insert().values(note_id=note.note_id, name=name))
            ledger.write(connection, About(subject_type, subject_id, note.note_id), "note", by=by, at=at)
        return note

    def mentioning(self, name: str) -> tuple[Note, ...]:
        """The notes that call somebody and that they have not seen yet, newest first."""
        query = (
            select(NOTES)
            .join(MENTIONS, MENTIONS.c.note_id == NOTES.c.note_id)
            .where(MENTIONS.c.name == name, MENTIONS.c.seen_at.is_(None))
            .order_by(NOTES.c.at.desc())
        )
        with self._database.read() as connection:
            return tuple(map(_note, connection.execute(query).mappings()))

    def seen(self, name: str, subject_type: SubjectType, subject_id: str, *, at: datetime) -> None:
        """Somebody has read the notes on a subject that call them."""
        with self._database.begin() as connection:
            theirs = select(NOTES.c.note_id).where(_on(connection, subject_type, subject_id))
            unseen = (MENTIONS.c.name == name) & MENTIONS.c.seen_at.is_(None) & MENTIONS.c.note_id.in_(theirs)
            connection.execute(MENTIONS.update().where(unseen).values(seen_at=at))


def _on(connection: Connection, subject_type: SubjectType, subject_id: str) -> ColumnElement[bool]:
    numbers = whole(connection, subject_type, subject_id)
    return (NOTES.c.subject_type == subject_type.value) & NOTES.c.subject_id.in_(numbers)


def _called(connection: Connection, text: str) -> tuple[str, ...]:
    names = sorted({name.rstrip(".-") for name in _MENTION.findall(text)})
    return tuple(
        connection.scalars(select(ACCOUNTS.c.name).where(ACCOUNTS.c.name.in_(names)).order_by(ACCOUNTS.c.name))
    )


def _note(row: RowMapping) -> Note:
    return Note(**{**row, "subject_type": SubjectType(row["subject_type"])})
