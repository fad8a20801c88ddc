"""Who may do what to which rows and fields: one policy, whose answers are SQL predicates.

A list and a single object then obey the same rule. A page or an address of the API names the right and the table that
it needs; what no :class:`Grant` gives is refused. On a single desk, without accounts, whoever sits at the machine is
the desk and may do everything. A further table is a further row of :data:`GRANTS`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, and_, text

from mingjian.contract import TABLES


class Role(StrEnum):
    """What somebody is to the house. A person may have several."""

    DESK = "desk"
    """Whoever sits at a machine that others cannot reach."""
    HANDLER = "handler"
    INVESTIGATOR = "investigator"
    REVIEWER = "reviewer"
    PROTECTION = "protection"
    ANALYST = "analyst"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    SERVICE = "service"
    """A program of the lender's with a key; it may only what its scopes name."""


GIVEN_TO_PEOPLE = tuple(role for role in Role if role not in (Role.DESK, Role.SERVICE))
"""The roles that an account may have."""


class Right(StrEnum):
    """What may be done to a row."""

    READ = "read"
    UNMASK = "unmask"
    EXPORT = "export"
    CREATE = "create"
    CHANGE = "change"


EVERY_ROW = "TRUE"
OWN_TEAM = "team = :team"
OWN = "account_id = :account_id"


@dataclass(frozen=True)
class Grant:
    """These roles may do this to the rows of these tables that satisfy ``where``, and to these fields of them."""

    roles: frozenset[Role]
    rights: frozenset[Right]
    tables: frozenset[str]
    where: str = EVERY_ROW
    fields: frozenset[str] | None = None
    """None: every field."""


@dataclass(frozen=True)
class Principal:
    """Who asks: a person, a program with a key, or the desk."""

    name: str
    """What the audit log says."""
    roles: frozenset[Role]
    account_id: str = ""
    team: str = ""
    scopes: frozenset[str] = frozenset()
    """What a key may: ``read:jobs``. Without meaning for people."""

    def may(self, right: Right, table: str) -> bool:
        """Whether there is any row that the right reaches."""
        return bool(_grants(self, right, table))


DESK = Principal("desk", frozenset({Role.DESK}))


@dataclass(frozen=True)
class Predicate:
    """The SQL condition that a row must satisfy. Its parameters are named ``:name``."""

    sql: str
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @property
    def clause(self) -> ColumnElement[bool]:
        """For the WHERE of a statement to the database."""
        return and_(text(self.sql).bindparams(**self.parameters))

    @property
    def of_a_run(self) -> str:
        """For a query over a run's tables, with the parameters beside it."""
        return self.sql.replace(":", "$")


PERSONAL = frozenset({"customers", "contacts", "complaints", "materials", "representations", "testimonies"})
"""Tables of a run whose rows hold values that a screen masks."""

_RUN = frozenset(TABLES)
_DESK = frozenset({Role.DESK})
_CASEWORKERS = frozenset({Role.HANDLER, Role.INVESTIGATOR, Role.REVIEWER, Role.PROTECTION})
_TO_ANSWER = frozenset(
    {"full_name", "phone", "sender_name", "contact_phone", "contact_email", "sender_address", "text"}
)
"""What one has to see to answer a complainant."""

HOUSE = frozenset(
    {
        "accounts",
        "api_keys",
        "webhooks",
        "jobs",
        "received_complaints",
        "audit_entries",
        "operations",
        "matters",
        "cases",
        "subject_requests",
        "advert_reports",
    }
)
"""What the server itself keeps; ``operations`` stands for health, settings, backups and metrics, ``matters`` for
complaints in hand with all that is decided on them, ``cases`` for cases, the police and partners,
``advert_reports`` for adverts that consumers report."""

GRANTS: tuple[Grant, ...] = (
    Grant(_DESK, frozenset({Right.READ, Right.EXPORT}), _RUN),
    Grant(_DESK, frozenset({Right.UNMASK}), PERSONAL),
    Grant(_DESK, frozenset({Right.READ, Right.CREATE, Right.CHANGE, Right.EXPORT}), HOUSE - {"accounts", "api_keys"}),
    Grant(_CASEWORKERS | {Role.ANALYST, Role.AUDITOR}, frozenset({Right.READ}), _RUN),
    Grant(
        frozenset({Role.INVESTIGATOR, Role.REVIEWER, Role.ANALYST, Role.AUDITOR}),
        frozenset({Right.EXPORT}),
        _RUN | {"cases"},
    ),
    Grant(frozenset({Role.INVESTIGATOR}), frozenset({Right.UNMASK}), PERSONAL),
    Grant(
        frozenset({Role.HANDLER, Role.REVIEWER}),
        frozenset({Right.UNMASK}),
        frozenset({"customers", "complaints"}),
        fields=_TO_ANSWER,
    ),
    Grant(
        frozenset({Role.PROTECTION}),
        frozenset({Right.UNMASK}),
        frozenset({"customers"}),
        fields=frozenset({"full_name", "phone"}),
    ),
    # What arrives between runs belongs to the team that took it in.
    Grant(_CASEWORKERS, frozenset({Right.READ}), frozenset({"received_complaints"}), where=OWN_TEAM),
    Grant(frozenset({Role.HANDLER}), frozenset({Right.CREATE}), frozenset({"received_complaints"}), where=OWN_TEAM),
    Grant(_CASEWORKERS, frozenset({Right.READ}), frozenset({"jobs"}), where=OWN_TEAM),
    Grant(
        frozenset({Role.SERVICE}),
        frozenset({Right.READ, Right.CREATE}),
        frozenset({"received_complaints"}),
        where=OWN_TEAM,
    ),
    Grant(frozenset({Role.SERVICE}), frozenset({Right.READ}), frozenset({"jobs"}), where=OWN_TEAM),
    Grant(
        frozenset({Role.SERVICE}),
        frozenset({Right.READ, Right.CREATE, Right.CHANGE}),
        frozenset({"webhooks"}),
        where=OWN_TEAM,
    ),
    Grant(frozenset({Role.SERVICE}), frozenset({Right.READ}), frozenset({"operations"})),
    # A person decides: no program has a right to what is in hand. Matters are the whole house's, a key is one team's.
    Grant(_CASEWORKERS | {Role.ANALYST, Role.AUDITOR}, frozenset({Right.READ}), frozenset({"matters", "cases"})),
    Grant(
        frozenset({Role.HANDLER, Role.REVIEWER, Role.PROTECTION}),
        frozenset({Right.CREATE, Right.CHANGE}),
        frozenset({"matters"}),
    ),
    Grant(_CASEWORKERS, frozenset({Right.CREATE}), frozenset({"cases"})),
    Grant(
        frozenset({Role.INVESTIGATOR, Role.REVIEWER, Role.PROTECTION}), frozenset({Right.CHANGE}), frozenset({"cases"})
    ),
    # What a document is, people decide; what an entity or a gang is, those who know the network.
    Grant(_DESK | _CASEWORKERS, frozenset({Right.CHANGE}), frozenset({"materials"})),
    Grant(
        frozenset({Role.DESK, Role.INVESTIGATOR, Role.REVIEWER}), frozenset({Right.CREATE}), frozenset({"judgements"})
    ),
    # Whoever hears of an advert notes it, a program that consumers use as well; what it is the protection desk says.
    Grant(_CASEWORKERS | {Role.ANALYST, Role.AUDITOR}, frozenset({Right.READ}), frozenset({"advert_reports"})),
    Grant(_CASEWORKERS | {Role.SERVICE}, frozenset({Right.CREATE}), frozenset({"advert_reports"})),
    Grant(frozenset({Role.PROTECTION, Role.REVIEWER}), frozenset({Right.CHANGE}), frozenset({"advert_reports"})),
    # What people ask for about themselves: one takes it up, another one agrees.
    Grant(
        frozenset({Role.HANDLER, Role.PROTECTION, Role.REVIEWER, Role.AUDITOR}),
        frozenset({Right.READ}),
        frozenset({"subject_requests"}),
    ),
    Grant(
        frozenset({Role.HANDLER, Role.PROTECTION, Role.REVIEWER}),
        frozenset({Right.CREATE}),
        frozenset({"subject_requests"}),
    ),
    Grant(frozenset({Role.PROTECTION, Role.REVIEWER}), frozenset({Right.CHANGE}), frozenset({"subject_requests"})),
    # Whoever administers sees no customer; whoever audits changes nothing.
    Grant(
        frozenset({Role.ADMINISTRATOR}),
        frozenset({Right.READ, Right.CREATE, Right.CHANGE}),
        frozenset({"accounts", "api_keys", "webhooks", "jobs", "operations"}),
    ),
    Grant(
        frozenset({Role.AUDITOR}),
        frozenset({Right.READ, Right.EXPORT}),
        frozenset({"audit_entries", "accounts", "api_keys", "jobs", "operations"}),
    ),
    Grant(frozenset({Role.ANALYST}), frozenset({Right.READ}), frozenset({"jobs", "operations"})),
)

SCOPES: tuple[str, ...] = tuple(
    sorted(
        f"{right}:{table}"
        for grant in GRANTS
        if Role.SERVICE in grant.roles
        for right in grant.rights
        for table in grant.tables
    )
)
"""What a key can be given."""


def predicate(principal: Principal, right: Right, table: str) -> Predicate:
    """The condition that a row of the table must satisfy; ``FALSE`` where nothing is granted."""
    conditions = {grant.where for grant in _grants(principal, right, table)}
    if not conditions:
        return Predicate("FALSE")
    if EVERY_ROW in conditions:
        return Predicate(EVERY_ROW)
    known = {"team": principal.team, "account_id": principal.account_id}
    sql = " OR ".join(f"({condition})" for condition in sorted(conditions))
    return Predicate(sql, {name: value for name, value in known.items() if f":{name}" in sql})


def fields(principal: Principal, right: Right, table: str) -> frozenset[str]:
    """The fields of the table that the right reaches."""
    found: set[str] = set()
    for grant in _grants(principal, right, table):
        found |= frozenset(TABLES[table].columns) if grant.fields is None else grant.fields & set(TABLES[table].columns)
    return frozenset(found)


def _grants(principal: Principal, right: Right, table: str) -> tuple[Grant, ...]:
    return _granted(principal.roles, principal.scopes, right, table)


@lru_cache(maxsize=4_096)  # each page asks some sixty times, mostly the same
def _granted(roles: frozenset[Role], scopes: frozenset[str], right: Right, table: str) -> tuple[Grant, ...]:
    if roles == {Role.SERVICE} and f"{right}:{table}" not in scopes:
        return ()
    return tuple(grant for grant in GRANTS if grant.roles & roles and right in grant.rights and table in grant.tables)
