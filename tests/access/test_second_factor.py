from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest

from mingjian.access.accounts import Account, Accounts
from mingjian.access.audit import AuditLog
from mingjian.access.second_factor import RECOVERIES, STEP_S, SecondFactors, WrongCodeError
from mingjian.access.sessions import FOR_THE_CODE, Sessions
from mingjian.errors import InputError
from mingjian.store.database import Database
from mingjian.store.vault import Vault
from tests.access.test_accounts import ADMIN, handler, whole

NOW = datetime(2026, 11, 26, 9, 0, 10, tzinfo=UTC)


@pytest.fixture
def factors(database: Database, tmp_path: Path) -> SecondFactors:
    return SecondFactors(database, Vault.open(tmp_path))


def set_up(factors: SecondFactors, account: Account) -> tuple[pyotp.TOTP, tuple[str, ...]]:
    """An authenticator that knows the secret, and the recovery codes."""
    authenticator = pyotp.TOTP(factors.begin(account).secret)
    before = NOW - timedelta(hours=1)
    return authenticator, factors.confirm(account, authenticator.at(before), now=before)


def test_a_second_factor_counts_from_its_first_code_on(database: Database, factors: SecondFactors) -> None:
    account, _ = handler(database)
    enrolment = factors.begin(account)
    assert enrolment.address.startswith("otpauth://totp/Mingjian:li.na?secret=")
    assert not Accounts(database).find(account.account_id).has_second_factor
    with pytest.raises(WrongCodeError):
        factors.confirm(account, "000000", now=NOW)
    codes = factors.confirm(account, pyotp.TOTP(enrolment.secret).at(NOW), now=NOW)
    assert Accounts(database).find(account.account_id).has_second_factor
    assert len(set(codes)) == RECOVERIES == factors.left(account)
    with pytest.raises(InputError):
        factors.begin(account)
    kept = whole(database)
    assert enrolment.secret not in kept
    assert not any(code in kept for code in codes)


def test_a_code_is_good_once_and_for_clocks_that_go_a_little_wrong(database: Database, factors: SecondFactors) -> None:
    account, _ = handler(database)
    authenticator, _codes = set_up(factors, account)
    spaced = authenticator.at(NOW)[:3] + " " + authenticator.at(NOW)[3:]
    factors.check(account, spaced, now=NOW)
    with pytest.raises(WrongCodeError):
        factors.check(account, authenticator.at(NOW), now=NOW)
    slow = authenticator.at(NOW + timedelta(seconds=STEP_S))
    factors.check(account, slow, now=NOW + timedelta(seconds=2 * STEP_S))
    for late in (authenticator.at(NOW + timedelta(seconds=2 * STEP_S)), "", "12345", "一二三四五六"):
        with pytest.raises(WrongCodeError):
            factors.check(account, late, now=NOW + timedelta(seconds=5 * STEP_S))


def test_a_recovery_code_lets_its_owner_in_once(database: Database, factors: SecondFactors) -> None:
    account, _ = handler(database)
    other, _ = handler(database, "wang.wei")
    _authenticator, codes = set_up(factors, account)
    set_up(factors, other)
    with pytest.raises(WrongCodeError):
        factors.check(other, codes[0])
    factors.check(account, codes[0].upper())
    with pytest.raises(WrongCodeError):
        factors.check(account, codes[0])
    assert factors.left(account) == RECOVERIES - 1
    assert [entry.actor for entry in AuditLog(database).entries(action="use_recovery_code")] == ["li.na"]


def test_what_is_taken_away_is_gone_with_its_codes(database: Database, factors: SecondFactors) -> None:
    account, _ = handler(database)
    authenticator, codes = set_up(factors, account)
    factors.remove(account.account_id, by=ADMIN)
    for code in (authenticator.at(NOW), codes[0]):
        with pytest.raises(WrongCodeError):
            factors.check(account, code, now=NOW)
    assert factors.left(account) == 0
    assert not Accounts(database).find(account.account_id).has_second_factor
    assert AuditLog(database).entries(action="remove_factor")[0].actor == ADMIN.name
    set_up(factors, account)


def test_a_session_that_awaits_a_code_opens_nothing_and_soon_ends(database: Database) -> None:
    account, _ = handler(database)
    sessions = Sessions(database)
    token = sessions.start(account, awaits_code=True, now=NOW)
    assert sessions.account(token, now=NOW) is None
    awaited = sessions.awaiting(token, now=NOW)
    assert awaited is not None
    assert awaited.account_id == account.account_id
    assert sessions.awaiting(token, now=NOW + FOR_THE_CODE) is None
    assert sessions.awaiting(sessions.start(account), now=NOW) is None


def test_sessions_are_listed_and_ended_one_by_one(database: Database) -> None:
    account, _ = handler(database)
    other, _ = handler(database, "wang.wei")
    sessions = Sessions(database)
    first, second = (sessions.start(account, device=name) for name in ("Firefox, Windows", "Edge, Windows"))
    sessions.start(account, awaits_code=True)
    theirs = sessions.start(other)
    listed = {session.device: session.mark for session in sessions.list(account.account_id)}
    assert set(listed) == {"Firefox, Windows", "Edge, Windows"}
    assert not sessions.end_one(other.account_id, listed["Firefox, Windows"])
    assert sessions.end_one(account.account_id, listed["Firefox, Windows"])
    assert sessions.account(first) is None
    assert sessions.account(second) is not None
    assert sessions.account(theirs) is not None
