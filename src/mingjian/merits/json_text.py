"""JSON text out of columns, written as expressions that every engine can run."""

import ibis
import ibis.expr.types as ir


def array_of(column: ir.StringColumn, *, limit: int, where: ir.BooleanValue | None = None) -> ir.StringValue:
    """An aggregate: the column's distinct values as a JSON array of strings, in order, the first ``limit`` of them."""
    escaped = column.replace("\\", "\\\\").replace('"', '\\"')
    values = escaped.collect(where=where, distinct=True).sort()[:limit]
    inside = values.join('","')
    return ibis.ifelse(values.length() > 0, ibis.literal('["') + inside + ibis.literal('"]'), ibis.literal("[]"))


def object_of(**fields: ir.Value) -> ir.StringValue:
    """A JSON object with one name a keyword; a missing value is null. Numbers stay numbers, dates become text."""
    text: ir.StringValue = ibis.literal("{")
    for position, (name, value) in enumerate(fields.items()):
        text = text + ibis.literal(f'{", " if position else ""}"{name}": ') + _value(value)
    return text + ibis.literal("}")


def _value(value: ir.Value) -> ir.StringValue:
    if value.type().is_numeric():
        return value.cast("string").fill_null("null")
    escaped = value.cast("string").replace("\\", "\\\\").replace('"', '\\"')
    return (ibis.literal('"') + escaped + ibis.literal('"')).fill_null("null")
