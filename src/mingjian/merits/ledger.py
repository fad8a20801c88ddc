"""The lender's own records, as the checks of claims read them."""

from dataclasses import dataclass
from datetime import datetime

import ibis.expr.types as ir

from mingjian.contract.vocabulary import Claim
from mingjian.merits.measured_rate import measured_rates
from mingjian.merits.settings import CompleteTable, MeritsSettings
from mingjian.store.lake import Lake

TABLES = (
    "contacts",
    "loans",
    "repayments",
    "charges",
    "promises",
    "app_events",
    "customer_changes",
    "materials",
    "material_assessments",
)


OF_RATES = (Claim.RATE_ABOVE_CAP.value, Claim.RATE_ABOVE_CONTRACT.value)
"""The claims that are held against what a loan really costs."""


@dataclass(frozen=True)
class Ledger:
    """The delivered tables that a claim is held against, and what was found of documents.

    ``delivered`` names those that were handed over: an absent table says nothing, an empty one says little.
    ``contact_span`` is one row with the first and the last day of the whole contact log, so that one complaint can
    be judged against its own customer's contacts alone. ``rates`` is what the loans of those cost who complain of a
    rate, as ``measured_rates`` tells it: two checks ask, and it takes longest. ``as_of``: when what stands in the
    tables was so.
    """

    contacts: ir.Table
    loans: ir.Table
    repayments: ir.Table
    charges: ir.Table
    promises: ir.Table
    app_events: ir.Table
    customer_changes: ir.Table
    materials: ir.Table
    material_assessments: ir.Table
    contact_span: ir.Table
    rates: ir.Table
    as_of: datetime
    delivered: frozenset[str]

    @classmethod
    def of(cls, lake: Lake, as_of: datetime) -> "Ledger":
        """The ledger that stands in a lake of that time."""
        tables = {name: lake.table(name) for name in TABLES}
        mentions = lake.table("claim_mentions")
        asking = lake.table("complaints").semi_join(mentions.filter(mentions.claim.isin(OF_RATES)), "complaint_id")
        loans = tables["loans"].semi_join(asking, "customer_id")
        return cls(
            **tables,
            contact_span=span(tables["contacts"]),
            rates=measured_rates(loans, tables["repayments"].semi_join(loans, "loan_id"), tables["charges"]),
            as_of=as_of,
            delivered=frozenset(name for name in TABLES if lake.has(name)),
        )

    def complete(self, settings: MeritsSettings, *tables: CompleteTable) -> bool:
        """Whether the tables were handed over and the lender states that they hold everything."""
        return set(tables) <= self.delivered & set(settings.complete_tables)


def span(contacts: ir.Table) -> ir.Table:
    """One row: the first and the last day of the contact log; both are empty where the log is."""
    return contacts.aggregate(
        log_since=contacts.started_at.min().date(),
        log_until=contacts.started_at.max().date(),
    )
