"""What somebody names by its kind and its number or spelling, as the run calls it."""

from collections.abc import Mapping

from mingjian.web.queries.spelling import parameters, spelt
from mingjian.web.runs import Run

_NUMBERED: Mapping[str, str] = {
    "gang": "SELECT gang_id AS id FROM gangs WHERE gang_id = $text",
    "customer": "SELECT customer_id AS id FROM customers WHERE customer_id = $text",
    "complaint": "SELECT complaint_id AS id FROM complaints WHERE complaint_id = $text",
}
"""Kinds that have a number of the lender's or of the run."""


def named(run: Run, type_: str, text: str) -> str:
    """The id of the thing of that kind; an empty text where the run knows none."""
    if type_ in _NUMBERED:
        rows = run.query(_NUMBERED[type_], {"text": text})
    else:
        rows = run.query(
            f"SELECT entity_id AS id FROM entity_index JOIN ({spelt()}) USING (entity_type, key) "
            "WHERE entity_type = $type ORDER BY id LIMIT 1",
            {"type": type_, **parameters(text)},
        )
    return str(rows[0]["id"]) if rows else ""
