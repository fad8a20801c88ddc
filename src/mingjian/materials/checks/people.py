"""What people decided of a document: where they found it genuine, it is not put before them again for the same."""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import CheckOutcome, LabelValue
from mingjian.materials.findings import rows
from mingjian.materials.tables import Tables, papers_of

FOUND_GENUINE = "people_found_genuine"


def find(tables: Tables) -> ir.Table:
    """One finding a document that was found genuine, also where its customer hands the same file in again."""
    newest = newest_decisions(tables)
    found = newest.filter(newest.label == LabelValue.GENUINE.value)
    found = found.mutate(day=found.decided_at.date().cast("string"))
    return rows(found, check=FOUND_GENUINE, outcome=CheckOutcome.CLEAR, score=0.0, values={"day": found.day})


def newest_decisions(tables: Tables) -> ir.Table:
    """``material_id, label, decided_at``: what was decided last of a file of one customer, for each time it came."""
    papers = papers_of(tables)
    decided = papers.join(tables.decided, "material_id")
    # Of what was decided on one day the better for the consumer, whatever the order of the rows.
    order = [ibis.desc("decided_at"), ibis.desc("label"), ibis.asc("material_id")]
    ranked = decided.mutate(place=ibis.row_number().over(group_by="paper", order_by=order))
    newest = ranked.filter(ranked.place == 0).select("paper", "label", "decided_at")
    return papers.join(newest, "paper").drop("paper")
