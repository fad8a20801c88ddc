"""Who may do what to which rows: one policy, whose answers are SQL predicates.

A list and a single object then obey the same rule. Until accounts exist the server listens on this machine alone, and
whoever sits at it is the desk. A further role is a further row of :data:`GRANTS`.
"""

from dataclasses import dataclass
from enum import StrEnum

from mingjian.contract import TABLES


class Role(StrEnum):
    """What somebody is to the house."""

    DESK = "desk"


class Right(StrEnum):
    """What may be done to a row."""

    READ = "read"
    UNMASK = "unmask"
    EXPORT = "export"


@dataclass(frozen=True)
class Grant:
    """A role may do this to the rows of these tables that satisfy ``where``."""

    role: Role
    rights: frozenset[Right]
    tables: frozenset[str]
    where: str


PERSONAL = frozenset({"customers", "contacts", "complaints", "materials", "representations", "testimonies"})
"""Tables whose rows hold values that a screen masks."""

GRANTS: tuple[Grant, ...] = (
    Grant(Role.DESK, frozenset({Right.READ, Right.EXPORT}), frozenset(TABLES), "TRUE"),
    Grant(Role.DESK, frozenset({Right.UNMASK}), PERSONAL, "TRUE"),
)


def predicate(role: Role, right: Right, table: str) -> str:
    """The SQL condition that a row of the table must satisfy; ``FALSE`` where nothing is granted."""
    conditions = [
        grant.where for grant in GRANTS if grant.role is role and right in grant.rights and table in grant.tables
    ]
    return " OR ".join(f"({condition})" for condition in conditions) or "FALSE"
