"""A second factor of one's own: the codes of an authenticator (RFC 6238), and recovery codes for when it is lost.

The authenticator's secret lies in the vault, sealed, and its digest with the account; of a recovery code only a digest
is kept. A code is good once: whoever reads it over a shoulder comes too late.
"""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pyotp
from sqlalchemy import Column, Connection, ForeignKey, Row, String, Table, or_, select

from mingjian.access.accounts import ACCOUNTS, Account, find_within
from mingjian.access.audit import record_within
from mingjian.access.policy import Principal
from mingjian.errors import InputError, MingjianError
from mingjian.store.database import METADATA, Database
from mingjian.store.vault import Vault

RECOVERY_CODES = Table(
    "recovery_codes",
    METADATA,
    Column("code_digest", String(64), primary_key=True),
    Column("account_id", String(20), ForeignKey("accounts.account_id"), nullable=False, index=True),
)

ISSUER = "Mingjian"
STEP_S = 30
DRIFT = 1
"""So many steps before and after are taken too: clocks of telephones go wrong, and people type slowly."""
RECOVERIES = 10
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


class WrongCodeError(MingjianError):
    """The code is not this account's, or it was used already."""

    code = "wrong_code"
    status = 401


@dataclass(frozen=True)
class Enrolment:
    """What an authenticator has to be told, shown once."""

    secret: str
    address: str
    """``otpauth://…``, for a QR code."""


class SecondFactors:
    """The second factors of one database's accounts; ``vault`` keeps the secrets."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    def begin(self, account: Account) -> Enrolment:
        """A new secret, which counts from :meth:`confirm` on; InputError where a second factor is set up already."""
        secret = secrets.token_bytes(20)  # as long as RFC 4226 recommends
        digest = self._vault.put_bytes(secret)
        with self._database.begin() as connection:
            old = _row(connection, account.account_id)
            if old.factor_since is not None:
                self._vault.delete(digest)
                raise InputError("a second factor is set up: take it away first")
            _update(connection, account.account_id, factor_secret=digest, factor_step=None)
        if old.factor_secret is not None:
            self._vault.delete(old.factor_secret)
        shown = base64.b32encode(secret).decode("ascii")
        return Enrolment(shown, pyotp.TOTP(shown).provisioning_uri(name=account.name, issuer_name=ISSUER))

    def confirm(self, account: Account, code: str, *, now: datetime | None = None) -> tuple[str, ...]:
        """Puts the begun factor in place by its first code; gives the recovery codes, which are kept nowhere."""
        now = now or datetime.now(UTC)
        codes = tuple(_recovery_code() for _ in range(RECOVERIES))
        with self._database.begin() as connection:
            row = _row(connection, account.account_id)
            if row.factor_secret is None or row.factor_since is not None:
                raise InputError("no second factor was begun: begin again")
            self._take_step(connection, account, row.factor_secret, code, now)
            _update(connection, account.account_id, factor_since=now)
            connection.execute(
                RECOVERY_CODES.insert(),
                [{"code_digest": _digest(one), "account_id": account.account_id} for one in codes],
            )
            _note(connection, account.name, "set_factor", account.name)
        return codes

    def check(self, account: Account, code: str, *, now: datetime | None = None) -> None:
        """Takes a code of the authenticator, or a recovery code; WrongCodeError where it is neither, or used up."""
        with self._database.begin() as connection:
            row = _row(connection, account.account_id)
            if row.factor_since is None:
                raise WrongCodeError("no second factor is set up")
            mine = RECOVERY_CODES.c.account_id == account.account_id
            recovery = RECOVERY_CODES.delete().where(mine, RECOVERY_CODES.c.code_digest == _digest(code))
            if connection.execute(recovery).rowcount:
                _note(connection, account.name, "use_recovery_code", account.name)
            else:
                self._take_step(connection, account, row.factor_secret, code, now or datetime.now(UTC))

    def left(self, account: Account) -> int:
        """How many recovery codes are still good."""
        query = select(RECOVERY_CODES.c.code_digest).where(RECOVERY_CODES.c.account_id == account.account_id)
        with self._database.read() as connection:
            return len(connection.execute(query).all())

    def remove(self, account_id: str, *, by: Principal) -> None:
        """Takes the second factor away, with its recovery codes."""
        with self._database.begin() as connection:
            account, secret = find_within(connection, account_id), _row(connection, account_id).factor_secret
            _update(connection, account_id, factor_secret=None, factor_since=None, factor_step=None)
            connection.execute(RECOVERY_CODES.delete().where(RECOVERY_CODES.c.account_id == account_id))
            _note(connection, by.name, "remove_factor", account.name)
        if secret is not None:
            self._vault.delete(secret)

    def _take_step(self, connection: Connection, account: Account, secret: str, code: str, now: datetime) -> None:
        totp = pyotp.TOTP(base64.b32encode(self._vault.read(secret)).decode("ascii"), interval=STEP_S)
        typed, present = _plain(code), int(now.timestamp()) // STEP_S
        for step in range(present - DRIFT, present + DRIFT + 1):
            if secrets.compare_digest(totp.at(step * STEP_S).encode(), typed.encode()):
                # Two who type the same code at once: one of them comes too late.
                unused = or_(ACCOUNTS.c.factor_step.is_(None), ACCOUNTS.c.factor_step < step)
                mine = ACCOUNTS.c.account_id == account.account_id
                if connection.execute(ACCOUNTS.update().where(mine, unused).values(factor_step=step)).rowcount:
                    return
        raise WrongCodeError("this code is not good, or was used already: wait for the next one")


def _row(connection: Connection, account_id: str) -> Row[Any, Any]:
    columns = (ACCOUNTS.c.factor_secret, ACCOUNTS.c.factor_since)
    return connection.execute(select(*columns).where(ACCOUNTS.c.account_id == account_id)).one()


def _update(connection: Connection, account_id: str, **values: object) -> None:
    connection.execute(ACCOUNTS.update().where(ACCOUNTS.c.account_id == account_id).values(**values))


def _note(connection: Connection, actor: str, action: str, name: str) -> None:
    record_within(connection, actor=actor, action=action, object_type="account", object_id=name)


def _recovery_code() -> str:
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))


def _plain(code: str) -> str:
    return "".join(letter for letter in code.lower() if letter.isalnum())


def _digest(code: str) -> str:
    # 79 random bits need no slow digest.
    return hashlib.sha256(_plain(code).encode()).hexdigest()
