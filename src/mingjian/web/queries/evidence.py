"""One row of the run by its number, in whichever table it stands: what a reason's evidence opens."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mingjian.contract import TABLES
from mingjian.contract.vocabulary import EntityType
from mingjian.web.runs import Run

TABLES_AND_KEYS: tuple[tuple[str, str], ...] = (
    ("contacts", "contact_id"),
    ("complaints", "complaint_id"),
    ("loans", "loan_id"),
    ("charges", "charge_id"),
    ("promises", "promise_id"),
    ("customer_changes", "change_id"),
    ("materials", "material_id"),
    ("representations", "representation_id"),
    ("app_events", "event_id"),
    ("testimonies", "testimony_id"),
    ("verifications", "verification_id"),
    ("solicitations", "solicitation_id"),
    ("organisations", "organisation_id"),
    ("practitioners", "licence_number"),
    ("consents", "consent_id"),
    ("labels", "label_id"),
    ("judgements", "judgement_id"),
    ("customers", "customer_id"),
    ("letter_templates", "template_id"),
    ("gangs", "gang_id"),
)
"""Where a number is looked for, in this order."""


@dataclass(frozen=True)
class EvidenceRow:
    """A row as it was delivered or computed."""

    table: str
    key: str
    values: Mapping[str, Any]


def row(run: Run, identifier: str, *, customer_id: str | None = None) -> EvidenceRow | None:
    """The row of that number. ``customer_id`` narrows tables that are sorted by customer, which are the large ones."""
    for table, key in TABLES_AND_KEYS:
        narrowed = customer_id is not None and key != "customer_id" and "customer_id" in TABLES[table].columns
        condition, parameters = f"{key} = ?", [identifier]
        if narrowed and customer_id is not None and table in ("contacts", "app_events"):
            condition, parameters = f"customer_id = ? AND {key} = ?", [customer_id, identifier]
        found = run.query(f"SELECT * FROM {table} WHERE {condition} LIMIT 1", parameters)
        if found:
            return EvidenceRow(table, key, found[0])
    return None


@dataclass(frozen=True)
class SharedEntity:
    """A thing that several hold, such as a telephone, and how many customers hold it."""

    entity_type: str
    entity_id: str
    customers: int


def shared(run: Run, identifier: str) -> SharedEntity | None:
    """The entity that evidence names as ``type:id``."""
    kind, mark, name = identifier.partition(":")
    if not mark or kind not in set(EntityType):
        return None
    found = run.query(
        "SELECT count(DISTINCT source_id) AS customers FROM links "
        "WHERE target_id = ? AND target_type = ? AND source_type = 'customer'",
        (name, kind),
    )
    return SharedEntity(kind, name, found[0]["customers"])


def instalment(run: Run, identifier: str) -> EvidenceRow | None:
    """A row of the repayment plan, whose number is its loan's and its own: ``L-1/3`` or ``L-1#3``."""
    for mark in ("/", "#", ":"):
        loan, found, number = identifier.rpartition(mark)
        if found and number.isdecimal():
            rows = run.query(
                "SELECT * FROM repayments WHERE loan_id = ? AND instalment_number = ? LIMIT 1", (loan, int(number))
            )
            if rows:
                return EvidenceRow("repayments", "loan_id", rows[0])
    return None
