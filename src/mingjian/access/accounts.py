"""People who may sign in: a local password or the lender's single sign-on, roles, a team."""

import base64
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    ForeignKey,
    Row,
    String,
    Table,
    UniqueConstraint,
    func,
    select,
)
from sqlalchemy.exc import IntegrityError

from mingjian.access import passwords
from mingjian.access.audit import record_within
from mingjian.access.policy import GIVEN_TO_PEOPLE, Principal, Role
from mingjian.errors import InputError, MingjianError, NotFoundError
from mingjian.store.database import METADATA, Database, Instant

ACCOUNTS = Table(
    "accounts",
    METADATA,
    Column("account_id", String(20), primary_key=True),
    Column("name", String(80), nullable=False, unique=True),
    Column("shown_name", String(80), nullable=False),
    Column("team", String(80), nullable=False),
    Column("password_digest", String(200)),
    Column("must_change", Boolean, nullable=False),
    Column("issuer", String(300)),
    Column("subject", String(300)),
    Column("made_at", Instant, nullable=False),
    Column("disabled_at", Instant),
    Column("factor_secret", String(64)),
    Column("factor_since", Instant),
    Column("factor_step", BigInteger),
    UniqueConstraint("issuer", "subject", name="accounts_by_subject"),
)
ACCOUNT_ROLES = Table(
    "account_roles",
    METADATA,
    Column("account_id", String(20), ForeignKey("accounts.account_id"), primary_key=True),
    Column("role", String(20), primary_key=True),
)

_NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{1,79}")
_TEAM = re.compile(r"[\w .·-]{1,80}")
FIRST = "administrator"
"""The account that a first start makes."""


class SignInError(MingjianError):
    """Name and password do not belong together, or the account may not be used. Which of them is not said."""

    code = "sign_in"
    status = 401


class LastAdministratorError(MingjianError):
    """Nobody could administer any more."""

    code = "last_administrator"
    status = 409


@dataclass(frozen=True)
class Account:
    """A person who may sign in."""

    account_id: str
    name: str
    shown_name: str
    team: str
    roles: frozenset[Role]
    must_change: bool
    signs_on_elsewhere: bool
    made_at: datetime
    disabled_at: datetime | None
    has_second_factor: bool
    """Of this server's own; who signs on elsewhere has theirs there."""

    @property
    def principal(self) -> Principal:
        """The person as the policy knows them."""
        return Principal(self.name, self.roles, account_id=self.account_id, team=self.team)


class Accounts:
    """The accounts of one database. Whatever changes one is written into the audit log with it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def any(self) -> bool:
        """Whether there is an account, so that one has to sign in."""
        with self._database.read() as connection:
            return connection.scalar(select(ACCOUNTS.c.account_id).limit(1)) is not None

    def make_first(self, *, team: str = "main") -> str | None:
        """Makes the first administrator and gives the random password, which is kept nowhere; None where one exists."""
        password = passwords.random_password()
        with self._database.begin() as connection:
            if connection.scalar(select(func.count()).select_from(ACCOUNTS)):
                return None
            try:
                _insert(
                    connection, FIRST, "Administrator", team, {Role.ADMINISTRATOR}, passwords.digest_of(password), True
                )
            except IntegrityError:  # another process was first
                return None
            record_within(connection, actor="first start", action="make", object_type="account", object_id=FIRST)
        return password

    def make(
        self, *, by: Principal, name: str, shown_name: str, team: str, roles: Iterable[Role], elsewhere: bool = False
    ) -> str | None:
        """Makes an account; gives the random password to hand over, or None where the person signs on ``elsewhere``."""
        password = None if elsewhere else passwords.random_password()
        digest = None if password is None else passwords.digest_of(password)
        try:
            with self._database.begin() as connection:
                _insert(connection, name, shown_name, team, set(roles), digest, password is not None)
                record_within(connection, actor=by.name, action="make", object_type="account", object_id=name)
        except IntegrityError:
            raise InputError("an account with this name exists already: choose another") from None
        return password

    def list(self) -> tuple[Account, ...]:
        """Every account by name, those that were disabled last."""
        order = (ACCOUNTS.c.disabled_at.is_not(None), ACCOUNTS.c.name)
        roles: dict[str, set[str]] = {}
        with self._database.read() as connection:
            rows = connection.execute(select(ACCOUNTS).order_by(*order)).all()
            for account_id, role in connection.execute(select(ACCOUNT_ROLES.c.account_id, ACCOUNT_ROLES.c.role)).all():
                roles.setdefault(account_id, set()).add(role)
        return tuple(account_with(row, roles.get(row.account_id, set())) for row in rows)

    def find(self, account_id: str) -> Account:
        """The account of that id; NotFoundError where there is none."""
        with self._database.read() as connection:
            return find_within(connection, account_id)

    def check(self, name: str, password: str) -> Account:
        """The account that name and password belong to; SignInError otherwise, in the same time."""
        with self._database.read() as connection:
            row = connection.execute(select(ACCOUNTS).where(ACCOUNTS.c.name == name.strip().lower())).one_or_none()
            account = None if row is None else account_of(connection, row)
        digest = None if row is None or row.disabled_at is not None else row.password_digest
        if not passwords.matches(digest, password) or account is None:
            raise SignInError("name and password do not belong together, or the account is disabled")
        if digest is not None and passwords.is_dated(digest):
            with self._database.begin() as connection:
                _update(connection, account.account_id, password_digest=passwords.digest_of(password))
        return account

    def of_subject(self, *, issuer: str, subject: str, name: str) -> Account:
        """The account that an identity provider's subject has; the first time it is found by its name.

        SignInError where the administrator made no such account: nobody comes in only for being known elsewhere.
        """
        with self._database.begin() as connection:
            known = select(ACCOUNTS).where(ACCOUNTS.c.issuer == issuer, ACCOUNTS.c.subject == subject)
            row = connection.execute(known).one_or_none()
            if row is None:
                waiting = select(ACCOUNTS).where(
                    ACCOUNTS.c.name == name.strip().lower(),
                    ACCOUNTS.c.password_digest.is_(None),
                    ACCOUNTS.c.subject.is_(None),
                )
                row = connection.execute(waiting).one_or_none()
                if row is not None:
                    _update(connection, row.account_id, issuer=issuer, subject=subject)
            if row is None or row.disabled_at is not None:
                raise SignInError("no account waits for this person: an administrator makes one first")
            return find_within(connection, row.account_id)

    def change_password(self, account: Account, *, old: str, new: str) -> None:
        """Takes a new password of the person's own choice."""
        self.check(account.name, old)
        if new == old:
            raise InputError("the new password is the old one")
        passwords.check_strength(new, known=(account.name, account.shown_name, account.team))
        with self._database.begin() as connection:
            _update(connection, account.account_id, password_digest=passwords.digest_of(new), must_change=False)
            record_within(
                connection, actor=account.name, action="change_password", object_type="account", object_id=account.name
            )

    def reset_password(self, account_id: str, *, by: Principal) -> str:
        """A new random password to hand over; it has to be changed at the next sign-in."""
        password = passwords.random_password()
        with self._database.begin() as connection:
            account = find_within(connection, account_id)
            if account.signs_on_elsewhere:
                raise InputError("this person signs on elsewhere and has no password here")
            _update(connection, account_id, password_digest=passwords.digest_of(password), must_change=True)
            record_within(
                connection, actor=by.name, action="reset_password", object_type="account", object_id=account.name
            )
        return password

    def change(self, account_id: str, *, by: Principal, team: str, roles: Iterable[Role]) -> None:
        """Gives an account other roles and another team."""
        given = _checked(set(roles))
        with self._database.begin() as connection:
            account = find_within(connection, account_id)
            _update(connection, account_id, team=_checked_team(team))
            connection.execute(ACCOUNT_ROLES.delete().where(ACCOUNT_ROLES.c.account_id == account_id))
            connection.execute(ACCOUNT_ROLES.insert(), [{"account_id": account_id, "role": role} for role in given])
            _somebody_administers(connection)
            record_within(
                connection,
                actor=by.name,
                action="change_rights",
                object_type="account",
                object_id=account.name,
                reason=f"{team}: {', '.join(given)}; before: {account.team}: {', '.join(sorted(account.roles))}",
            )

    def disable(self, account_id: str, *, by: Principal, disabled: bool = True) -> None:
        """Bars an account, or lets it in again. It is never deleted: the log names it."""
        with self._database.begin() as connection:
            account = find_within(connection, account_id)
            _update(connection, account_id, disabled_at=datetime.now(UTC) if disabled else None)
            _somebody_administers(connection)
            action = "disable" if disabled else "enable"
            record_within(connection, actor=by.name, action=action, object_type="account", object_id=account.name)


def new_id(letter: str) -> str:
    """A random id that says nothing: ``A-`` and 80 bits."""
    return f"{letter}-{base64.b32encode(secrets.token_bytes(10)).decode('ascii')}"


def _insert(
    connection: Connection,
    name: str,
    shown_name: str,
    team: str,
    roles: set[Role],
    digest: str | None,
    must_change: bool,
) -> None:
    plain = name.strip().lower()
    if not _NAME.fullmatch(plain):
        raise InputError("an account's name has 2 to 80 characters: letters, digits, . _ @ -")
    if not shown_name.strip() or len(shown_name) > 80:
        raise InputError("a person's name has 1 to 80 characters")
    account_id = new_id("A")
    connection.execute(
        ACCOUNTS.insert().values(
            account_id=account_id,
            name=plain,
            shown_name=shown_name.strip(),
            team=_checked_team(team),
            password_digest=digest,
            must_change=must_change,
            made_at=datetime.now(UTC),
        )
    )
    connection.execute(
        ACCOUNT_ROLES.insert(), [{"account_id": account_id, "role": role.value} for role in _checked(roles)]
    )


def _checked(roles: set[Role]) -> list[Role]:
    if not roles or not roles <= set(GIVEN_TO_PEOPLE):
        raise InputError(f"an account has one or more of the roles {', '.join(GIVEN_TO_PEOPLE)}")
    return sorted(roles)


def _checked_team(team: str) -> str:
    if not _TEAM.fullmatch(team.strip()):
        raise InputError("a team's name has 1 to 80 letters, digits, spaces, dots or hyphens")
    return team.strip()


def _somebody_administers(connection: Connection) -> None:
    able = (
        select(func.count())
        .select_from(ACCOUNTS.join(ACCOUNT_ROLES))
        .where(ACCOUNT_ROLES.c.role == Role.ADMINISTRATOR.value, ACCOUNTS.c.disabled_at.is_(None))
    )
    if not connection.scalar(able):
        raise LastAdministratorError("this is the last administrator: make another one first")


def _update(connection: Connection, account_id: str, **values: object) -> None:
    connection.execute(ACCOUNTS.update().where(ACCOUNTS.c.account_id == account_id).values(**values))


def find_within(connection: Connection, account_id: str) -> Account:
    """The account, within the caller's transaction; NotFoundError where there is none."""
    row = connection.execute(select(ACCOUNTS).where(ACCOUNTS.c.account_id == account_id)).one_or_none()
    if row is None:
        raise NotFoundError("there is no such account")
    return account_of(connection, row)


def account_of(connection: Connection, row: Row[Any]) -> Account:
    """The account of a row that holds every column of :data:`ACCOUNTS`, within the caller's transaction."""
    roles = select(ACCOUNT_ROLES.c.role).where(ACCOUNT_ROLES.c.account_id == row.account_id)
    return account_with(row, connection.scalars(roles))


def account_with(row: Row[Any], roles: Iterable[str]) -> Account:
    """The account of a row that holds every column of :data:`ACCOUNTS`, with its roles."""
    return Account(
        account_id=row.account_id,
        name=row.name,
        shown_name=row.shown_name,
        team=row.team,
        roles=frozenset(Role(role) for role in roles),
        must_change=row.must_change,
        signs_on_elsewhere=row.password_digest is None,
        made_at=row.made_at,
        disabled_at=row.disabled_at,
        has_second_factor=row.factor_since is not None,
    )
