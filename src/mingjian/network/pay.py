"""Pay: the telephones and accounts of those who take money for acting. Costs that are asked back are no pay.

A victims' spokesman has fifty yuan each sent to one account for a lawyer, and a clerk writes both down. So an account
is where costs go if what its payers state is petty. Where no sum is stated nothing says that it was small, and an
account is there to be paid into: it is pay, unless for at least half of those who name it the sum is told. Nobody who
takes pay of one of them, whatever telephone or account it is by, collects costs of the others.
"""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import EntityType, OrganisationKind, Relationship
from mingjian.network.corroboration import REPORTS
from mingjian.network.kinds import Kind
from mingjian.network.lawful import agencies_representations
from mingjian.network.tables import NetworkTables
from mingjian.standards import legal_bodies
from mingjian.standards.fees import PETTY_COSTS_YUAN

STATED = 0.5
"""An account is one for costs where at least this share of the households that name it state a petty sum."""

BUSINESS = (OrganisationKind.CONSULTING.value, OrganisationKind.TECHNOLOGY.value, OrganisationKind.LENDER.value)
"""What the register calls a company that may be paid for acting."""

_OTHERS = (
    Relationship.LAWYER.value,
    Relationship.LEGAL_WORKER.value,
    Relationship.COMPANY.value,
    Relationship.RELATIVE.value,
)
"""Who answers for himself by other rules: nobody is everybody's cousin."""

_TRADERS_CODE = "^9[12]"
"""How the credit code of an enterprise or a sole trader begins (GB 32100)."""

_ACCOUNT = rf"{EntityType.ACCOUNT.value}:([^|]*)"
_THING = ("entity_type", "entity_id")


def of_who_is_paid(rows: ir.Table, tables: NetworkTables) -> ir.Table:
    """``entity_type`` and ``entity_id`` of telephones and accounts in a trade's representation or a report of a fee.

    ``rows`` are the attributes of everybody.
    """
    by_which = rows.filter(rows.entity_type.isin((EntityType.PHONE.value, EntityType.ACCOUNT.value)))
    acting = by_which.filter(by_which.record_table == "representations")
    unsaid = acting.semi_join(_without_a_sum(acting, tables), _THING).select(representation_id="record_id")
    trades = _trades(tables).union(unsaid).distinct()
    hired = acting.semi_join(trades, acting.record_id == trades.representation_id).select(*_THING)
    paid = hired.union(_denounced(by_which, tables)).distinct()
    # The account of somebody whose telephone is a trade's is that trade's, whatever sum is stated beside it.
    theirs = acting.semi_join(paid, _THING).select("record_id").distinct()
    return acting.semi_join(theirs, "record_id").select(*_THING).union(paid).distinct()


def paying(stars: ir.Table, costs: ir.Table) -> ir.Table:
    """``star`` of the ``stars`` by which somebody is paid: who collects into an account of ``costs`` is not."""
    by_account = stars.filter(stars.kinds.contains(Kind.MONEY.value))
    named = by_account.select("star", entity_id=by_account.star.re_extract(_ACCOUNT, 1))
    return named.anti_join(costs, "entity_id").select("star").distinct()


def above_costs(stated: ir.Table) -> ir.BooleanValue:
    """Whether a representation states a fee that is more than costs."""
    found: ir.BooleanValue = (stated.fee_yuan > PETTY_COSTS_YUAN).fill_null(False)
    return found


def _trades(tables: NetworkTables) -> ir.Table:
    """``representation_id`` of those that are a trade's by what they state, their account aside."""
    stated = tables.representations
    traders = tables.organisations.filter(tables.organisations.kind.isin(BUSINESS))
    trade = (
        stated.relationship.isin(_OTHERS).fill_null(False)
        | above_costs(stated)
        | stated.organisation_name.re_search(legal_bodies.COMPANY_NAME).fill_null(False)
        | stated.organisation_uscc.re_search(_TRADERS_CODE).fill_null(False)
    )
    return ibis.union(
        stated.filter(trade).select("representation_id"),
        stated.semi_join(traders, stated.organisation_name == traders.name).select("representation_id"),
        stated.semi_join(traders, stated.organisation_uscc == traders.uscc).select("representation_id"),
        agencies_representations(tables),
    )


def _without_a_sum(acting: ir.Table, tables: NetworkTables) -> ir.Table:
    """The accounts of which too few of the households that name them state a petty sum."""
    stated = tables.representations
    stated = stated.select("representation_id", petty=(stated.fee_yuan <= PETTY_COSTS_YUAN).fill_null(False))
    accounts = acting.filter(acting.entity_type == EntityType.ACCOUNT.value)
    named = accounts.join(stated, accounts.record_id == stated.representation_id)
    counted = named.group_by(*_THING).aggregate(
        homes=named.household.nunique(), petty=named.household.nunique(where=named.petty)
    )
    return counted.filter(counted.petty < STATED * counted.homes).select(*_THING)


def _denounced(by_which: ir.Table, tables: NetworkTables) -> ir.Table:
    """The telephones in a report that tells of a fee, and the accounts in one that does not call it petty."""
    reports = tables.testimonies
    told = reports.filter(above_costs(reports)).select("testimony_id")
    into = reports.filter(~(reports.fee_yuan <= PETTY_COSTS_YUAN).fill_null(False)).select("testimony_id")
    reported = by_which.filter(by_which.record_table == REPORTS)
    telephones = reported.filter(reported.entity_type == EntityType.PHONE.value)
    accounts = reported.filter(reported.entity_type == EntityType.ACCOUNT.value)
    return (
        telephones.semi_join(told, telephones.record_id == told.testimony_id)
        .select(*_THING)
        .union(accounts.semi_join(into, accounts.record_id == into.testimony_id).select(*_THING))
    )
