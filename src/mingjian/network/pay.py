"""Pay: the telephones and accounts of those who take money for acting. Costs that are asked back are no pay.

A victims' spokesman has fifty yuan each sent to one account for a lawyer, and a clerk writes both down. So an account
is where costs go if what its payers state is petty. Where no sum is stated nothing says that it was small, and an
account is there to be paid into: it is pay, unless for at least half of those who name it the sum is told, and what
comes in from all of them is no more than one case costs. Nobody who takes pay of one of them, whatever telephone or
account it is by, collects costs of the others. A report that names an account and no sum says nothing of how much.
"""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import COMPANIES, EntityType, Relationship
from mingjian.network.corroboration import REPORTS
from mingjian.network.kinds import Kind
from mingjian.network.lawful import agencies_representations
from mingjian.network.tables import NetworkTables
from mingjian.standards import legal_bodies
from mingjian.standards.fees import PETTY_COSTS_YUAN, SHARED_COSTS_YUAN

STATED = 0.5
"""An account is one for costs where at least this share of the households that name it state a petty sum."""

_OTHERS = (
    Relationship.LAWYER.value,
    Relationship.LEGAL_WORKER.value,
    Relationship.COMPANY.value,
    Relationship.RELATIVE.value,
)
"""Who answers for himself by other rules: nobody is everybody's cousin."""

_ACCOUNT = rf"{EntityType.ACCOUNT.value}:([^|]*)"
_THING = ("entity_type", "entity_id")


def of_who_is_paid(rows: ir.Table, tables: NetworkTables) -> ir.Table:
    """``entity_type`` and ``entity_id`` of what stands in a trade's representation or a report of a fee.

    These are telephones, accounts, and the names of those who act. ``rows`` are the attributes of everybody.
    """
    by_which = rows.filter(rows.entity_type.isin((EntityType.PHONE.value, EntityType.ACCOUNT.value)))
    acting = by_which.filter(by_which.record_table == "representations")
    unsaid = acting.semi_join(_for_no_costs(acting, tables), _THING).select(representation_id="record_id")
    trades = _trades(tables).union(unsaid).distinct()
    hired = acting.semi_join(trades, acting.record_id == trades.representation_id).select(*_THING)
    paid = hired.union(_denounced(by_which, tables)).distinct()
    # The account of somebody whose telephone is a trade's is that trade's, whatever sum is stated beside it.
    theirs = acting.semi_join(paid, _THING).select("record_id").distinct()
    names = rows.filter(rows.record_table == "representations", rows.entity_type == EntityType.PERSON.value)
    return ibis.union(
        acting.semi_join(theirs, "record_id").select(*_THING),
        names.semi_join(theirs, "record_id").select(*_THING),
        paid,
    ).distinct()


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
    traders = tables.organisations.filter(tables.organisations.kind.isin([one.value for one in COMPANIES]))
    trade = (
        stated.relationship.isin(_OTHERS).fill_null(False)
        | above_costs(stated)
        | stated.organisation_name.re_search(legal_bodies.COMPANY_NAME).fill_null(False)
        | stated.organisation_uscc.re_search(legal_bodies.COMPANYS_CODE).fill_null(False)
    )
    return ibis.union(
        stated.filter(trade).select("representation_id"),
        stated.semi_join(traders, stated.organisation_name == traders.name).select("representation_id"),
        stated.semi_join(traders, stated.organisation_uscc == traders.uscc).select("representation_id"),
        agencies_representations(tables),
    )


def _for_no_costs(acting: ir.Table, tables: NetworkTables) -> ir.Table:
    """The accounts of which too few of the households that name them state a petty sum, or all together much."""
    stated = tables.representations
    told = (stated.fee_yuan > 0) & (stated.fee_yuan <= PETTY_COSTS_YUAN)
    stated = stated.select("representation_id", petty=ibis.ifelse(told, stated.fee_yuan, ibis.null("float64")))
    accounts = acting.filter(acting.entity_type == EntityType.ACCOUNT.value)
    named = accounts.join(stated, accounts.record_id == stated.representation_id)
    homes = named.group_by(*_THING, "household").aggregate(petty=named.petty.max())
    counted = homes.group_by(*_THING).aggregate(
        homes=homes.count(), telling=homes.petty.count(), mean=homes.petty.mean().fill_null(0.0)
    )
    much = counted.homes * counted["mean"] > SHARED_COSTS_YUAN
    return counted.filter((counted.telling < STATED * counted.homes) | much).select(*_THING)


def _denounced(by_which: ir.Table, tables: NetworkTables) -> ir.Table:
    """The telephones and accounts in a report that tells of a fee."""
    told = tables.testimonies.filter(above_costs(tables.testimonies)).select("testimony_id")
    reported = by_which.filter(by_which.record_table == REPORTS)
    return reported.semi_join(told, reported.record_id == told.testimony_id).select(*_THING)
