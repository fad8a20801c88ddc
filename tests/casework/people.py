"""Who works in the tests, and when."""

from datetime import UTC, datetime, timedelta

from mingjian.access.accounts import Accounts
from mingjian.access.policy import Principal, Role
from mingjian.store.database import Database

NOON = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)
"""A Monday, twelve o'clock in Shanghai."""

ADMINISTRATOR = Principal("administrator", frozenset({Role.ADMINISTRATOR}))
PEOPLE = {
    "li.na": Role.HANDLER,
    "zhang.wei": Role.HANDLER,
    "chen.jing": Role.REVIEWER,
    "zhao.min": Role.INVESTIGATOR,
    "sun.hao": Role.PROTECTION,
    "wu.tao": Role.ANALYST,
}


def person(name: str) -> Principal:
    """One of the team, as the policy knows them."""
    return Principal(name, frozenset({PEOPLE[name]}), team="north")


def staff(database: Database) -> None:
    """Gives everybody an account."""
    for name, role in PEOPLE.items():
        Accounts(database).make(
            by=ADMINISTRATOR, name=name, shown_name=name, team="north", roles=[role], elsewhere=True
        )


def later(**delta: float) -> datetime:
    """A time after :data:`NOON`."""
    return NOON + timedelta(**delta)


def nobody_withdrew(_customer_id: str) -> None:
    """What the lender's records say of a customer's consent where they say nothing."""
