"""Who is signed in: a random token in the visitor's cookie, its digest here."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Boolean, Column, ForeignKey, String, Table, false, func, select

from mingjian.access.accounts import ACCOUNT_ROLES, ACCOUNTS, Account, account_with
from mingjian.store.database import METADATA, Database, Instant

SESSIONS = Table(
    "sessions",
    METADATA,
    Column("token_digest", String(64), primary_key=True),
    Column("account_id", String(20), ForeignKey("accounts.account_id"), nullable=False, index=True),
    Column("started_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("awaits_code", Boolean, nullable=False, server_default=false()),
    Column("device", String(80), nullable=False, server_default=""),
)

_NOTED_EVERY = timedelta(minutes=1)
"""Each request would otherwise write."""


@dataclass(frozen=True)
class SessionLimits:
    """How long one stays signed in."""

    idle: timedelta = timedelta(minutes=30)
    longest: timedelta = timedelta(hours=12)


FOR_THE_CODE = timedelta(minutes=5)
"""So long one may take between the password and the second factor's code."""


@dataclass(frozen=True)
class Session:
    """A session as its owner sees it; ``mark`` tells it from the others and opens nothing."""

    mark: str
    started_at: datetime
    seen_at: datetime
    device: str


class Sessions:
    """The sessions of one database; any process sees one that another process started or ended."""

    def __init__(self, database: Database, limits: SessionLimits | None = None) -> None:
        self._database = database
        self._limits = limits or SessionLimits()

    def start(
        self, account: Account, *, device: str = "", awaits_code: bool = False, now: datetime | None = None
    ) -> str:
        """A new session; gives its token, which is kept nowhere. Sessions that have ended are swept.

        One that ``awaits_code`` opens nothing: it is what stands between the password and the second factor.
        """
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
                    ends_at=now + (FOR_THE_CODE if awaits_code else self._limits.longest),
                    awaits_code=awaits_code,
                    device=device[:80],
                )
            )
        return token

    def account(self, token: str, *, now: datetime | None = None) -> Account | None:
        """Whose session it is; None where it ended, was idle too long, awaits a code, or the account is disabled."""
        return self._find(token, now or datetime.now(UTC), awaits_code=False)

    def awaiting(self, token: str, *, now: datetime | None = None) -> Account | None:
        """Who gave the right password and still owes the second factor's code."""
        return self._find(token, now or datetime.now(UTC), awaits_code=True)

    def _find(self, token: str, now: datetime, *, awaits_code: bool) -> Account | None:
        digest = _digest(token)
        query = (
            select(ACCOUNTS, SESSIONS.c.seen_at, ACCOUNT_ROLES.c.role)
            .join(SESSIONS)
            .outerjoin(ACCOUNT_ROLES, ACCOUNT_ROLES.c.account_id == ACCOUNTS.c.account_id)
            .where(
                SESSIONS.c.token_digest == digest,
                SESSIONS.c.awaits_code.is_(awaits_code),
                SESSIONS.c.ends_at > now,
                SESSIONS.c.seen_at > now - self._limits.idle,
                ACCOUNTS.c.disabled_at.is_(None),
            )
        )
        with self._database.ask() as connection:
            rows = connection.execute(query).all()  # one for each role
        if not rows:
            return None
        if now - rows[0].seen_at > _NOTED_EVERY:
            with self._database.begin() as connection:
                mine = SESSIONS.c.token_digest == digest
                connection.execute(SESSIONS.update().where(mine).values(seen_at=now))
        return account_with(rows[0], [row.role for row in rows if row.role is not None])

    def end(self, token: str) -> None:
        """Ends one session."""
        with self._database.begin() as connection:
            connection.execute(SESSIONS.delete().where(SESSIONS.c.token_digest == _digest(token)))

    def list(self, account_id: str, *, now: datetime | None = None) -> tuple[Session, ...]:
        """The sessions of an account that still open something, the one that was used last first."""
        now = now or datetime.now(UTC)
        query = (
            select(SESSIONS)
            .where(
                SESSIONS.c.account_id == account_id,
                SESSIONS.c.awaits_code.is_(False),
                SESSIONS.c.ends_at > now,
                SESSIONS.c.seen_at > now - self._limits.idle,
            )
            .order_by(SESSIONS.c.seen_at.desc(), SESSIONS.c.token_digest)
        )
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        return tuple(Session(row.token_digest[:MARK], row.started_at, row.seen_at, row.device) for row in rows)

    def end_one(self, account_id: str, mark: str) -> bool:
        """Ends the account's session of that mark; whether there was one."""
        mine = (SESSIONS.c.account_id == account_id) & (func.substr(SESSIONS.c.token_digest, 1, MARK) == mark)
        with self._database.begin() as connection:
            return connection.execute(SESSIONS.delete().where(mine)).rowcount > 0

    def end_all(self, account_id: str) -> int:
        """Ends every session of an account; how many there were."""
        with self._database.begin() as connection:
            return connection.execute(SESSIONS.delete().where(SESSIONS.c.account_id == account_id)).rowcount


MARK = 16


def mark_of(token: str) -> str:
    """The mark of a token's session."""
    return _digest(token)[:MARK]


def _digest(token: str) -> str:
    # 256 random bits need no slow digest.
    return hashlib.sha256(token.encode()).hexdigest()
