"""How a check's answer becomes rows of ``findings``."""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import CheckOutcome, FindingSubject


def rows(
    table: ir.Table,
    *,
    check: str | ir.StringValue,
    outcome: CheckOutcome | ir.StringValue,
    score: float | ir.FloatingValue | None = None,
    place: ir.StringValue | None = None,
    values: dict[str, ir.Value] | None = None,
    evidence: ir.StringValue | None = None,
) -> ir.Table:
    """One finding a row of ``table``, on its ``material_id``; ``evidence`` is a JSON array."""
    return table.select(
        subject_type=ibis.literal(FindingSubject.MATERIAL.value),
        subject_id=table.material_id,
        check=ibis.literal(check) if isinstance(check, str) else check,
        outcome=ibis.literal(outcome.value) if isinstance(outcome, CheckOutcome) else outcome,
        score=ibis.literal(score, type="float64") if score is None or isinstance(score, float) else score,
        place=ibis.null("string") if place is None else place,
        values=json_object(values or {}),
        evidence=ibis.literal("[]") if evidence is None else evidence,
    )


def json_object(values: dict[str, ir.Value]) -> ir.StringValue:
    """A JSON object of columns, built in the same way on every backend; an empty value is null."""
    text: ir.StringValue = ibis.literal("{")
    for number, (name, value) in enumerate(values.items()):
        written = json_text(value) if value.type().is_string() else value.cast("string")
        text = text + (", " if number else "") + f'"{name}": ' + written.fill_null("null")
    return text + "}"


def json_text(value: ir.StringValue) -> ir.StringValue:
    """A JSON string; control characters, which no name has, become spaces."""
    # Backslashes first: a replaced quotation mark brings one of its own.
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').re_replace(r"[\x00-\x1f]", " ")
    return ibis.literal('"') + escaped + '"'


def json_array(*values: ir.StringValue) -> ir.StringValue:
    """A JSON array of strings."""
    text: ir.StringValue = ibis.literal("[")
    for number, value in enumerate(values):
        text = text + (", " if number else "") + json_text(value)
    return text + "]"
