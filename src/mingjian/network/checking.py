"""Identifiers from a spreadsheet against the network: which are known, how common they are, and in which gang."""

from collections.abc import Iterable

import ibis.expr.types as ir
import pyarrow as pa

from mingjian.contract.vocabulary import EntityType
from mingjian.network.attributes import normalised
from mingjian.network.kinds import KIND_OF
from mingjian.standards import address
from mingjian.store.engine import Engine

_UNTYPED = tuple(
    type_ for type_ in KIND_OF if type_ not in (EntityType.LETTER_TEMPLATE, EntityType.WAYBILL, EntityType.SEAL)
)


def check(values: Iterable[str], index: ir.Table, engine: Engine) -> ir.Table:
    """``value``, ``entity_type``, ``entity_id``, ``households``, ``hub``, ``gang_id`` of those that ``index`` knows.

    ``index`` is ``entity_index``. A column of a spreadsheet does not say what it holds, so each value is looked up as
    every type that people write down, under the spelling of that type.
    """
    rows = [
        {
            "value": value,
            "entity_type": type_.value,
            "read": address.door(value) if type_ is EntityType.ADDRESS else value,
        }
        for value in sorted({*values} - {""})
        for type_ in _UNTYPED
    ]
    schema = pa.schema([("value", pa.string()), ("entity_type", pa.string()), ("read", pa.string())])
    asked = engine.read_arrow(pa.Table.from_pylist(rows, schema=schema))
    spelled = asked.mutate(key=normalised(asked.entity_type, asked.read))
    known = index.select("entity_type", "key", "entity_id", "households", "hub", "gang_id")
    found = spelled.filter(spelled.key != "").join(known, ["entity_type", "key"])
    return found.select("value", "entity_type", "entity_id", "households", "hub", "gang_id")
