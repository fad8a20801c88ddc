"""Who is signed in: a random token in the visitor's cookie, its digest here."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Column, ForeignKey, String, Table, select

from mingjian.access.accounts import ACCOUNTS, Account, find_within
from mingjian.store.database import METADATA, Database, Instant

SESSIONS = Table(
    "sessions",
    METADATA,
    Column("token_digest", String(64), primary_key=True),
    Column("account_id", String(20), ForeignKey("accounts.account_id"), nullable=False, index=True),
    Column("started_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
)

_NOTED_EVERY = timedelta(minutes=1)
"""Each request would otherwise write."""


@dataclass(frozen=True)
class SessionLimits:
    """How long one stays signed in."""

    idle: timedelta = timedelta(minutes=30)
    longest: timedelta = timedelta(hours=12)


class Sessions:
    """The sessions of one database; any process sees one that another process started or ended."""

    def __init__(self, database: Database, limits: SessionLimits | None = None) -> None:
        self._database = database
        self._limits = limits or SessionLimits()

    def start(self, account: Account, *, now: datetime | None = None) -> str:
        """A new session; gives its token, which is kept nowhere. Sessions that have ended are swept."""
        now = now or datetime.now(UTC)
        token = secrets.token_urlsafe(32)
        with self._database.begin() as connection:
            connection.execute(SESSIONS.delete().where(SESSIONS.c.ends_at < now))
            connection.execute(
                SESSIONS.insert().values(
                    token_digest=_digest(token),
                    account_id=account.account_id,
                    started_at=now,
                    seen_at=now,
                    ends_at=now + self._limits.longest,
                )
            )
        return token

    def account(self, token: str, *, now: datetime | None = None) -> Account | None:
        """Whose session it is; None where it ended, was idle too long, or the account is disabled."""
        now = now or datetime.now(UTC)
        query = (
            select(SESSIONS)
            .join(ACCOUNTS)
            .where(
                SESSIONS.c.token_digest == _digest(token),
                SESSIONS.c.ends_at > now,
                SESSIONS.c.seen_at > now - self._limits.idle,
                ACCOUNTS.c.disabled_at.is_(None),
            )
        )
        with self._database.read() as connection:
            row = connection.execute(query).one_or_none()
            account = None if row is None else find_within(connection, row.account_id)
        if row is not None and now - row.seen_at > _NOTED_EVERY:
            with self._database.begin() as connection:
                mine = SESSIONS.c.token_digest == row.token_digest
                connection.execute(SESSIONS.update().where(mine).values(seen_at=now))
        return account

    def end(self, token: str) -> None:
        """Ends one session."""
        with self._database.begin() as connection:
            connection.execute(SESSIONS.delete().where(SESSIONS.c.token_digest == _digest(token)))

    def end_all(self, account_id: str) -> int:
        """Ends every session of an account; how many there were."""
        with self._database.begin() as connection:
            return connection.execute(SESSIONS.delete().where(SESSIONS.c.account_id == account_id)).rowcount


def _digest(token: str) -> str:
    # 256 random bits need no slow digest.
    return hashlib.sha256(token.encode()).hexdigest()
