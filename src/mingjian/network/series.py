"""Numbers in a row: waybills that were handed over together, telephones from one batch of cards."""

import ibis
import ibis.expr.types as ir


def runs(rows: ir.Table, *, number: str, within: str, gap: int) -> ir.Table:
    """``rows`` with ``run``, the smallest number of the run that ``number`` is in; a run has no step over ``gap``."""
    stepped = rows.mutate(before__=rows[number].lag().over(group_by=rows[within], order_by=rows[number]))
    apart = stepped.before__.isnull() | (stepped[number] - stepped.before__ > gap)
    marked = stepped.mutate(opens__=ibis.ifelse(apart, stepped[number], ibis.null("int64")))
    through = ibis.window(group_by=marked[within], order_by=marked[number], preceding=None, following=0)
    return marked.mutate(run=marked.opens__.max().over(through)).drop("before__", "opens__")
