"""The entries of the navigation, and which of them somebody may open."""

from dataclasses import dataclass
from enum import Enum

from mingjian.access.policy import Principal, Right
from mingjian.web.languages import message

__all__ = ["home_of", "places_of"]


class Group(Enum):
    """Where an entry of the navigation stands."""

    DAILY = ""
    EVIDENCE = message("To look into")
    KEEPING = message("To keep it running")


@dataclass(frozen=True)
class Place:
    """One entry of the navigation."""

    title: str
    address: str
    table: str
    """Who may read it sees the entry."""
    group: Group = Group.DAILY
    """What is not opened daily stands behind one entry, so that the row stays one row."""


NAVIGATION = (
    Place("Overview", "/", "complaints"),
    Place("My work", "/work", "matters"),
    Place("Queue", "/queue", "matters"),
    Place("Cases", "/cases", "cases"),
    Place("Complaints", "/complaints", "complaints"),
    Place("Customers", "/customers", "customers"),
    Place("Early warnings", "/warnings", "customer_assessments", group=Group.EVIDENCE),
    Place("Documents", "/materials", "materials"),
    Place("Letter templates", "/templates", "letter_templates", group=Group.EVIDENCE),
    Place("Gangs", "/gangs", "gangs"),
    Place("Agencies", "/agencies", "agencies"),
    Place("Adverts", "/adverts", "solicitations", group=Group.EVIDENCE),
    Place("Shared things", "/shared", "entity_index", group=Group.EVIDENCE),
    Place("Judgements", "/judgements", "judgements", group=Group.EVIDENCE),
    Place("Police", "/police", "cases", group=Group.EVIDENCE),
    Place("Statistics", "/statistics", "cases"),
    Place("Code words", "/code-words", "code_word_candidates", group=Group.EVIDENCE),
    Place("Quarantine", "/quarantine", "quarantine", group=Group.KEEPING),
    Place("Runs", "/runs", "complaints", group=Group.KEEPING),
    Place("Models", "/models", "scorecards", group=Group.KEEPING),
    Place("Requests", "/subjects", "subject_requests", group=Group.KEEPING),
    Place("People", "/people", "accounts", group=Group.KEEPING),
    Place("Keys", "/keys", "api_keys", group=Group.KEEPING),
    Place("Webhooks", "/webhooks", "webhooks", group=Group.KEEPING),
    Place("Jobs", "/jobs", "jobs", group=Group.KEEPING),
    Place("Audit log", "/audit", "audit_entries", group=Group.KEEPING),
    Place("Health", "/health", "operations", group=Group.KEEPING),
    Place("Settings", "/settings", "operations", group=Group.KEEPING),
)


def places_of(principal: Principal | None) -> tuple[Place, ...]:
    """The entries of the navigation that somebody may open."""
    if principal is None:
        return ()
    return tuple(place for place in NAVIGATION if principal.may(Right.READ, place.table))


def home_of(principal: Principal | None) -> str:
    """Where somebody begins."""
    return next((place.address for place in places_of(principal)), "/account")
