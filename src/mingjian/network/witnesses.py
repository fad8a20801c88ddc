"""Who only warns the lender: a report ties what it names to an agency, and never its author.

A customer who was rung up, declined and told of it has the agency's number from his report alone, whatever price he
was asked. Whoever paid, or has the thing by a record of his own as well, is a client like any other.
"""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import EntityType
from mingjian.network.corroboration import REPORTS
from mingjian.network.evidence import TESTIMONY, WITNESS
from mingjian.standards.fees import PETTY_COSTS_YUAN
from mingjian.standards.payments import paid
from mingjian.store.engine import Engine


def with_witnesses(rows: ir.Table, testimonies: ir.Table, engine: Engine) -> ir.Table:
    """``rows`` of households, in which the reports of who only warns are the reports' own.

    Their ``household`` says who answers for them: two reports of one customer are one source.
    """
    reports, others = rows.filter(rows.record_table == REPORTS), rows.filter(rows.record_table != REPORTS)
    clients = testimonies.filter(testimonies.fee_yuan > PETTY_COSTS_YUAN, paid(testimonies))
    telling = clients.select(paid_id="testimony_id")
    marked = reports.left_join(telling, reports.record_id == telling.paid_id)
    marked = marked.mutate(warned=(marked.party_type == EntityType.CUSTOMER.value) & marked.paid_id.isnull())
    thing = ("household", "entity_type", "entity_id")
    # Of all rows only those of things that somebody warns of are told apart: so cost and memory are the reports'.
    has = others.select(*thing).union(marked.filter(~marked.warned).select(*thing))
    held = has.semi_join(marked.filter(marked.warned), thing).distinct().mutate(held=True)
    joined = marked.left_join(held, thing)
    warns = joined.warned & joined.held.isnull()
    author = ibis.literal(f"{WITNESS}:") + joined.household.re_replace("^[^:]*:", "")
    told = joined.mutate(
        party_type=ibis.ifelse(warns, TESTIMONY, joined.party_type),
        party_id=ibis.ifelse(warns, joined.record_id, joined.party_id),
        household=ibis.ifelse(warns, author, joined.household),
    )
    return engine.named(others.union(engine.materialise(told.select(*rows.columns))))
