"""Keys of programs: 32 random bytes, shown once, kept as a digest; with scopes and an end."""

import hashlib
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Column, Row, String, Table, Text, select

from mingjian.access.audit import record_within
from mingjian.access.policy import SCOPES, Principal, Role
from mingjian.errors import InputError, NotFoundError
from mingjian.store.database import METADATA, Database, Instant

KEYS = Table(
    "api_keys",
    METADATA,
    Column("prefix", String(16), primary_key=True),
    Column("key_digest", String(64), nullable=False),
    Column("name", String(80), nullable=False),
    Column("team", String(80), nullable=False),
    Column("scopes", Text, nullable=False),
    Column("made_by", String(80), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("used_at", Instant),
    Column("revoked_at", Instant),
)

_FORM = re.compile(r"mjk_([0-9a-f]{12})_[A-Za-z0-9_-]{43}")
_NOTED_EVERY = timedelta(minutes=1)
LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class ApiKey:
    """A key as it can be shown: all but the key."""

    prefix: str
    name: str
    team: str
    scopes: tuple[str, ...]
    made_by: str
    made_at: datetime
    ends_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None

    @property
    def principal(self) -> Principal:
        """The program as the policy knows it."""
        return Principal(f"key {self.prefix}", frozenset({Role.SERVICE}), team=self.team, scopes=frozenset(self.scopes))


class ApiKeys:
    """The keys of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def make(
        self, *, by: Principal, name: str, team: str, scopes: Iterable[str], lasts: timedelta = timedelta(days=90)
    ) -> str:
        """Makes a key and gives it: it is shown this once."""
        chosen = sorted(set(scopes))
        if not chosen or not set(chosen) <= set(SCOPES):
            raise InputError(f"a key has one or more of the scopes {', '.join(SCOPES)}")
        if not timedelta(0) < lasts <= LONGEST:
            raise InputError(f"a key lasts up to {LONGEST.days} days")
        if not 0 < len(name.strip()) <= 80 or not 0 < len(team.strip()) <= 80:
            raise InputError("a key has a name and a team of up to 80 characters")
        prefix = secrets.token_hex(6)
        key = f"mjk_{prefix}_{secrets.token_urlsafe(32)}"
        now = datetime.now(UTC)
        with self._database.begin() as connection:
            connection.execute(
                KEYS.insert().values(
                    prefix=prefix,
                    key_digest=_digest(key),
                    name=name.strip(),
                    team=team.strip(),
                    scopes=" ".join(chosen),
                    made_by=by.name,
                    made_at=now,
                    ends_at=now + lasts,
                )
            )
            record_within(
                connection,
                actor=by.name,
                action="make",
                object_type="api_key",
                object_id=prefix,
                reason=f"{name.strip()}: {' '.join(chosen)}",
            )
        return key

    def list(self) -> tuple[ApiKey, ...]:
        """Every key, newest first."""
        with self._database.read() as connection:
            return tuple(map(_shown, connection.execute(select(KEYS).order_by(KEYS.c.made_at.desc())).all()))

    def find(self, key: str, *, now: datetime | None = None) -> ApiKey | None:
        """The key that somebody presents; None where it is unknown, ended or revoked."""
        form = _FORM.fullmatch(key)
        if form is None:
            return None
        now = now or datetime.now(UTC)
        with self._database.read() as connection:
            row = connection.execute(select(KEYS).where(KEYS.c.prefix == form[1])).one_or_none()
        if row is None or not secrets.compare_digest(row.key_digest, _digest(key)):
            return None
        if row.revoked_at is not None or row.ends_at <= now:
            return None
        if row.used_at is None or now - row.used_at > _NOTED_EVERY:
            with self._database.begin() as connection:
                connection.execute(KEYS.update().where(KEYS.c.prefix == row.prefix).values(used_at=now))
        return _shown(row)

    def revoke(self, prefix: str, *, by: Principal) -> None:
        """Ends a key at once."""
        with self._database.begin() as connection:
            mine = (KEYS.c.prefix == prefix) & KEYS.c.revoked_at.is_(None)
            if not connection.execute(KEYS.update().where(mine).values(revoked_at=datetime.now(UTC))).rowcount:
                raise NotFoundError("there is no such key, or it was revoked before")
            record_within(connection, actor=by.name, action="revoke", object_type="api_key", object_id=prefix)


def _shown(row: Row[tuple[object, ...]]) -> ApiKey:
    return ApiKey(
        prefix=row.prefix,
        name=row.name,
        team=row.team,
        scopes=tuple(row.scopes.split()),
        made_by=row.made_by,
        made_at=row.made_at,
        ends_at=row.ends_at,
        used_at=row.used_at,
        revoked_at=row.revoked_at,
    )


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
