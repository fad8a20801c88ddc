"""Who may be given work on complaints and cases: people with an account and a role that decides."""

from sqlalchemy import Connection, Select, select

from mingjian.access.accounts import ACCOUNT_ROLES, ACCOUNTS
from mingjian.access.policy import Role
from mingjian.errors import InputError

PEOPLE_WHO_DECIDE = frozenset({Role.DESK, Role.HANDLER, Role.INVESTIGATOR, Role.REVIEWER, Role.PROTECTION})


def there_are_accounts(connection: Connection) -> bool:
    """Whether this is a team's desk; without accounts whoever sits at the machine is everybody."""
    return connection.scalar(select(ACCOUNTS.c.account_id).limit(1)) is not None


def is_colleague(connection: Connection, name: str) -> bool:
    """Whether somebody of that name works on complaints or cases now."""
    if not name:
        return False
    return not there_are_accounts(connection) or connection.scalar(_able(name)) is not None


def refuse_stranger(connection: Connection, name: str) -> None:
    """InputError where nobody of that name can be given work."""
    if not is_colleague(connection, name):
        raise InputError("give it to somebody who works on complaints and cases")


def _able(name: str) -> Select[tuple[str]]:
    return (
        select(ACCOUNTS.c.account_id)
        .join(ACCOUNT_ROLES, ACCOUNT_ROLES.c.account_id == ACCOUNTS.c.account_id)
        .where(ACCOUNTS.c.name == name, ACCOUNTS.c.disabled_at.is_(None))
        .where(ACCOUNT_ROLES.c.role.in_([role.value for role in PEOPLE_WHO_DECIDE]))
        .limit(1)
    )
