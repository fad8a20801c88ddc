"""Keyed pseudonyms: what runs, logs and packages hold in place of a person.

Each person has a key of their own, here in the database. Forgetting the person destroys the key: the pseudonym then
leads nowhere and cannot be computed again, while a log that holds it stays verifiable.
"""

import hashlib
import hmac
import secrets
from base64 import b32encode
from collections.abc import Collection

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    LargeBinary,
    ScalarSelect,
    String,
    Table,
    UniqueConstraint,
    select,
)

from mingjian.store.database import METADATA, Database

KEYS = Table(
    "person_keys",
    METADATA,
    Column("person_type", String(40), primary_key=True),
    Column("person_id", String(200), primary_key=True),
    Column("key", LargeBinary(32), nullable=False),
    Column("pseudonym", String(40), nullable=False),
    UniqueConstraint("pseudonym"),
)


class Pseudonyms:
    """The pseudonyms of persons; ``person_type`` is a table's noun, such as ``customer``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, person_type: str, person_id: str) -> str:
        """The person's pseudonym, always the same until they are forgotten; makes their key at first use."""
        with self._database.read() as connection:
            known = _look_up(connection, person_type, person_id)
        if known is not None:
            return known
        with self._database.begin() as connection:
            return make_within(connection, person_type, person_id)

    def known(self, person_type: str, person_id: str) -> str | None:
        """The person's pseudonym where they have one; makes none."""
        with self._database.read() as connection:
            return _look_up(connection, person_type, person_id)

    def identify(self, pseudonym: str) -> str | None:
        """The id of the person behind a pseudonym; None once they are forgotten."""
        with self._database.read() as connection:
            return connection.scalar(select(KEYS.c.person_id).where(KEYS.c.pseudonym == pseudonym))

    def identify_all(self, pseudonyms: Collection[str]) -> dict[str, str]:
        """The ids of the persons behind several pseudonyms; those that are forgotten are left out."""
        query = select(KEYS.c.pseudonym, KEYS.c.person_id).where(KEYS.c.pseudonym.in_(sorted(set(pseudonyms))))
        with self._database.read() as connection:
            return {row.pseudonym: row.person_id for row in connection.execute(query)}

    def forget(self, person_type: str, person_id: str) -> bool:
        """Destroys the person's key; whether there was one."""
        with self._database.begin() as connection:
            return forget_within(connection, person_type, person_id)


def forget_within(connection: Connection, person_type: str, person_id: str) -> bool:
    """Destroys the key in the caller's own writing transaction; whether there was one."""
    return connection.execute(KEYS.delete().where(*_is(person_type, person_id))).rowcount > 0


def make_within(connection: Connection, person_type: str, person_id: str) -> str:
    """The pseudonym, its key made in the caller's own writing transaction where it is absent."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert
    else:
        from sqlalchemy.dialects.sqlite import insert  # type: ignore[assignment]
    key = secrets.token_bytes(32)
    connection.execute(
        insert(KEYS)
        .values(
            person_type=person_type, person_id=person_id, key=key, pseudonym=_pseudonym(key, person_type, person_id)
        )
        .on_conflict_do_nothing()
    )
    return str(connection.execute(select(KEYS.c.pseudonym).where(*_is(person_type, person_id))).scalar_one())


def known_as(person_type: str, person_id: str) -> ScalarSelect[str]:
    """The person's pseudonym as an expression of a statement; NULL where they have none."""
    return select(KEYS.c.pseudonym).where(*_is(person_type, person_id)).scalar_subquery()


def _is(person_type: str, person_id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return KEYS.c.person_type == person_type, KEYS.c.person_id == person_id


def _look_up(connection: Connection, person_type: str, person_id: str) -> str | None:
    return connection.scalar(select(KEYS.c.pseudonym).where(*_is(person_type, person_id)))


def _pseudonym(key: bytes, person_type: str, person_id: str) -> str:
    digest = hmac.digest(key, f"{person_type}\x1f{person_id}".encode(), hashlib.sha256)
    # 100 bits: no two persons in any number of customers share one, and it can still be read out on the telephone.
    return "P-" + b32encode(digest).decode("ascii")[:20]
