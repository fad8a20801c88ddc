from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from mingjian.access.accounts import FIRST, Account, Accounts, LastAdministratorError, SignInError
from mingjian.access.api_keys import ApiKeys
from mingjian.access.audit import AuditLog
from mingjian.access.limiting import RateLimit, TooOftenError
from mingjian.access.passwords import check_strength, random_password
from mingjian.access.policy import DESK, Principal, Right, Role
from mingjian.access.sessions import Sessions
from mingjian.errors import InputError, NotFoundError
from mingjian.store.database import Database

ADMIN = Principal(FIRST, frozenset({Role.ADMINISTRATOR}))
GOOD = "correct horse battery staple"


def handler(database: Database, name: str = "li.na") -> tuple[Account, str]:
    accounts = Accounts(database)
    password = accounts.make(by=ADMIN, name=name, shown_name="李娜", team="north", roles=[Role.HANDLER])
    assert password is not None
    return accounts.check(name, password), password


def later(**span: float) -> datetime:
    return datetime.now(UTC) + timedelta(**span)


def whole(database: Database) -> str:
    """Everything that stands in the tables of accounts."""
    with database.read() as connection:
        return str([connection.execute(text(f"SELECT * FROM {t}")).all() for t in ("accounts", "sessions", "api_keys")])


def test_the_first_start_makes_one_administrator_whose_password_is_kept_nowhere(database: Database) -> None:
    accounts = Accounts(database)
    assert not accounts.any()
    password = accounts.make_first()
    assert password is not None
    assert accounts.any()
    assert accounts.make_first() is None
    first = accounts.check(FIRST, password)
    assert first.roles == {Role.ADMINISTRATOR}
    assert first.must_change
    assert password not in whole(database)
    assert AuditLog(database).entries()[0].object_id == FIRST


def test_a_name_with_another_password_and_an_unknown_name_are_refused_alike(database: Database) -> None:
    handler(database)
    said = set()
    for name, password in (("li.na", "wrong"), ("nobody", "wrong")):
        with pytest.raises(SignInError) as error:
            Accounts(database).check(name, password)
        said.add(str(error.value))
    assert len(said) == 1


def test_a_disabled_account_is_let_in_nowhere_and_may_come_back(database: Database) -> None:
    account, password = handler(database)
    sessions = Sessions(database)
    token = sessions.start(account)
    with pytest.raises(LastAdministratorError):
        Accounts(database).disable(account.account_id, by=ADMIN)
    Accounts(database).make(by=ADMIN, name="boss", shown_name="Boss", team="main", roles=[Role.ADMINISTRATOR])
    Accounts(database).disable(account.account_id, by=ADMIN)
    assert sessions.account(token) is None
    with pytest.raises(SignInError):
        Accounts(database).check("li.na", password)
    Accounts(database).disable(account.account_id, by=ADMIN, disabled=False)
    assert Accounts(database).check("li.na", password).account_id == account.account_id


def test_a_person_chooses_a_password_that_cannot_be_guessed(database: Database) -> None:
    account, password = handler(database)
    accounts = Accounts(database)
    for weak in ("short", "password1234", "li.na li.na li.na", "x" * 129):
        with pytest.raises(InputError):
            accounts.change_password(account, old=password, new=weak)
    with pytest.raises(SignInError):
        accounts.change_password(account, old="wrong", new=GOOD)
    accounts.change_password(account, old=password, new=GOOD)
    assert not accounts.check("LI.NA ", GOOD).must_change
    with pytest.raises(SignInError):
        accounts.check("li.na", password)
    fresh = accounts.reset_password(account.account_id, by=ADMIN)
    assert accounts.check("li.na", fresh).must_change


def test_random_passwords_differ_and_pass_their_own_check() -> None:
    made = {random_password() for _ in range(50)}
    assert len(made) == 50
    for password in list(made)[:3]:
        check_strength(password)


def test_rights_change_with_an_entry_and_the_last_administrator_stays(database: Database) -> None:
    accounts = Accounts(database)
    password = accounts.make_first()
    assert password is not None
    first = accounts.check(FIRST, password)
    with pytest.raises(LastAdministratorError):
        accounts.change(first.account_id, by=ADMIN, team="main", roles=[Role.HANDLER])
    with pytest.raises(LastAdministratorError):
        accounts.disable(first.account_id, by=ADMIN)
    account, _ = handler(database)
    accounts.change(account.account_id, by=ADMIN, team="south", roles=[Role.REVIEWER, Role.AUDITOR])
    changed = accounts.find(account.account_id)
    assert changed.team == "south"
    assert changed.roles == {Role.REVIEWER, Role.AUDITOR}
    entry = AuditLog(database).entries(action="change_rights")[0]
    assert entry.reason == "south: auditor, reviewer; before: north: handler"


@pytest.mark.parametrize("roles", [[], [Role.DESK], [Role.SERVICE], [Role.HANDLER, Role.DESK]])
def test_nobody_is_given_the_roles_of_machines(database: Database, roles: list[Role]) -> None:
    with pytest.raises(InputError):
        Accounts(database).make(by=ADMIN, name="li.na", shown_name="x", team="north", roles=roles)


def test_a_name_is_taken_once(database: Database) -> None:
    handler(database)
    with pytest.raises(InputError, match="exists"):
        handler(database)


def test_a_person_from_elsewhere_comes_in_only_where_an_account_waits(database: Database) -> None:
    accounts = Accounts(database)
    issuer = "https://sso.example"
    with pytest.raises(SignInError):
        accounts.of_subject(issuer=issuer, subject="s-1", name="wang")
    accounts.make(by=ADMIN, name="wang", shown_name="王", team="north", roles=[Role.HANDLER], elsewhere=True)
    account = accounts.of_subject(issuer=issuer, subject="s-1", name="Wang")
    assert account.signs_on_elsewhere
    assert accounts.of_subject(issuer=issuer, subject="s-1", name="renamed").account_id == account.account_id
    with pytest.raises(SignInError):
        accounts.of_subject(issuer=issuer, subject="s-2", name="wang")
    with pytest.raises(SignInError):
        accounts.check("wang", "")
    handler(database)
    with pytest.raises(SignInError):
        accounts.of_subject(issuer=issuer, subject="s-3", name="li.na")


def test_a_session_ends_by_itself_when_idle_and_by_sign_out(database: Database) -> None:
    account, _ = handler(database)
    sessions = Sessions(database)
    token = sessions.start(account)
    assert token not in whole(database)
    found = sessions.account(token)
    assert found is not None
    assert found.principal.team == "north"
    assert sessions.account(token, now=later(minutes=29)) is not None
    assert sessions.account(token, now=later(minutes=58)) is not None
    assert sessions.account(token, now=later(minutes=90)) is None
    busy = sessions.start(account)
    for quarter in range(1, 48):
        assert sessions.account(busy, now=later(minutes=15 * quarter)) is not None
    assert sessions.account(busy, now=later(hours=12, minutes=1)) is None
    other = sessions.start(account)
    sessions.end(other)
    assert sessions.account(other) is None
    sessions.start(account)
    assert sessions.end_all(account.account_id) >= 1
    assert sessions.account("made up") is None


def test_a_key_is_shown_once_and_may_what_it_was_given_until_it_ends(database: Database) -> None:
    keys = ApiKeys(database)
    key = keys.make(by=DESK, name="mail room", team="north", scopes=["create:received_complaints"])
    assert key.startswith("mjk_")
    _mark, _prefix, secret = key.split("_", 2)
    assert secret not in whole(database)
    found = keys.find(key)
    assert found is not None
    assert found.principal.may(Right.CREATE, "received_complaints")
    assert not found.principal.may(Right.READ, "received_complaints")
    (shown,) = keys.list()
    assert shown.used_at is not None
    assert keys.find(key[:-1] + ("a" if key[-1] != "a" else "b")) is None
    assert keys.find("mjk_nothing") is None
    assert keys.find(key, now=later(days=91)) is None
    keys.revoke(found.prefix, by=DESK)
    assert keys.find(key) is None
    with pytest.raises(NotFoundError):
        keys.revoke(found.prefix, by=DESK)


@pytest.mark.parametrize(
    ("scopes", "days"), [([], 1), (["read:complaints"], 1), (["read:jobs"], 0), (["read:jobs"], 400)]
)
def test_a_key_without_scope_or_end_is_not_made(database: Database, scopes: list[str], days: int) -> None:
    with pytest.raises(InputError):
        ApiKeys(database).make(by=DESK, name="x", team="north", scopes=scopes, lasts=timedelta(days=days))


def test_whoever_tries_too_often_waits() -> None:
    limit = RateLimit(3, name="test")
    for _ in range(3):
        limit.take("li.na")
    with pytest.raises(TooOftenError):
        limit.take("li.na")
    limit.take("wang")
