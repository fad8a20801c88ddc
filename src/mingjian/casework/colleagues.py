"""Who may be given work on complaints and cases: people with an account and a role that lets them do it."""

from sqlalchemy import Connection, select

from mingjian.access.accounts import ACCOUNT_ROLES, ACCOUNTS
from mingjian.access.policy import Principal, Right, Role
from mingjian.casework.ledger import SubjectType
from mingjian.errors import InputError

PEOPLE_WHO_DECIDE = frozenset({Role.DESK, Role.HANDLER, Role.INVESTIGATOR, Role.REVIEWER, Role.PROTECTION})


def there_are_accounts(connection: Connection) -> bool:
    """Whether this is a team's desk; without accounts whoever sits at the machine is everybody."""
    return connection.scalar(select(ACCOUNTS.c.account_id).limit(1)) is not None


def is_colleague(connection: Connection, name: str) -> bool:
    """Whether somebody of that name works on complaints or cases now."""
    if not name:
        return False
    return not there_are_accounts(connection) or bool(_roles(connection, name) & PEOPLE_WHO_DECIDE)


def refuse_stranger(connection: Connection, name: str) -> None:
    """InputError where nobody of that name works on complaints or cases."""
    if not is_colleague(connection, name):
        raise InputError("name somebody who works on complaints and cases")


def refuse_unable(connection: Connection, name: str, subject_type: SubjectType) -> None:
    """InputError where nobody of that name can be given work on such a subject: what they could not do would wait."""
    able = is_colleague(connection, name)
    if able and there_are_accounts(connection):
        able = Principal(name, _roles(connection, name)).may(Right.CHANGE, table_of(subject_type))
    if not able:
        raise InputError("give it to somebody who works on it: their role does not let them")


def table_of(subject_type: SubjectType) -> str:
    """The table whose rights hold for work on a subject."""
    return "matters" if subject_type is SubjectType.MATTER else "cases"


def _roles(connection: Connection, name: str) -> frozenset[Role]:
    held = (
        select(ACCOUNT_ROLES.c.role)
        .join(ACCOUNTS, ACCOUNTS.c.account_id == ACCOUNT_ROLES.c.account_id)
        .where(ACCOUNTS.c.name == name, ACCOUNTS.c.disabled_at.is_(None))
    )
    return frozenset(map(Role, connection.scalars(held)))
