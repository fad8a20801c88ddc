"""Rows of any table of a run as they may leave it, masked unless somebody gave a reason."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from mingjian.access.entity_masks import mask_entity
from mingjian.access.masking import mask_text
from mingjian.contract import TABLES
from mingjian.store.serving import Serving
from mingjian.web.field_masks import MASKS

_ENTITIES = {
    "entity_id": "entity_type",
    "member_id": "member_type",
    "source_id": "source_type",
    "target_id": "target_type",
    "left_id": "left_type",
    "right_id": "right_type",
}
"""Columns that name an entity, by the column that says of which type."""
_NAME = "name__"


def masked_rows(serving: Serving, table: str) -> Iterator[dict[str, Any]]:
    """The rows of a table with personal values masked; in free text also the customer's and the sender's name."""
    with_name = "customer_id" in TABLES[table].columns and table != "customers"
    columns = f'SELECT t.*, c.full_name AS {_NAME} FROM "{table}" t LEFT JOIN customers c USING (customer_id)'
    for row in serving.stream(columns if with_name else f'SELECT * FROM "{table}"'):
        names = [str(row.pop(_NAME, None) or ""), str(row.get("sender_name") or "")]
        yield {column: _masked(table, column, value, row, names) for column, value in row.items()}


def plain_rows(serving: Serving, table: str) -> Iterator[dict[str, Any]]:
    """The rows of a table as they are."""
    return serving.stream(f'SELECT * FROM "{table}"')


def _masked(table: str, column: str, value: Any, row: Mapping[str, Any], names: list[str]) -> Any:
    if not isinstance(value, str):
        return value
    if column in _ENTITIES and _ENTITIES[column] in row:
        return mask_entity(str(row[_ENTITIES[column]]), value)
    if table == "membership_paths" and column == "path":
        return json.dumps([[kind, mask_entity(kind, name)] for kind, name in json.loads(value)], ensure_ascii=False)
    field = str(row["field"]) if column == "value" and table == "quarantine" else column
    mask = MASKS.get(field)
    return mask(value) if mask is not None else mask_text(value, names=names)
