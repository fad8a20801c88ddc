"""What people found: who is behind a complaint."""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import LabelSubject, LabelValue
from mingjian.store.lake import Lake


def findings(lake: Lake) -> ir.Table:
    """The latest finding of each labelled complaint: ``complaint_id``, ``agent`` (1 or 0) and ``decided_at``."""
    labels = lake.table("labels")
    found = labels.filter(
        labels.subject_type == str(LabelSubject.COMPLAINT),
        labels.label.isin([str(LabelValue.AGENT_FILED), str(LabelValue.SELF_FILED)]),
    )
    latest = ibis.window(group_by="subject_id", order_by=[ibis.desc("decided_at"), ibis.asc("label_id")])
    ranked = found.mutate(rank__=ibis.row_number().over(latest))
    return ranked.filter(ranked.rank__ == 0).select(
        "decided_at",
        complaint_id="subject_id",
        agent=(ranked.label == str(LabelValue.AGENT_FILED)).cast("float64"),
    )
