"""Doors: the one spelling of an address, as columns that every engine can join by.

An address is read by rules of Chinese (:func:`mingjian.standards.address.door`), which no engine's expressions say. So
each that is written is read once, by the engine's workers; SQLite, which has one row to read, calls the function.
"""

from dataclasses import replace

import ibis
import pyarrow as pa

from mingjian.network.tables import NetworkTables
from mingjian.standards import address
from mingjian.store.engine import Engine

_SCHEMA = pa.schema([("written", pa.string()), ("door", pa.string()), ("spelling", pa.string())])


def with_doors(tables: NetworkTables, engine: Engine) -> NetworkTables:
    """The tables with the ``door`` of each customer's address and of each complaint's sender, and its ``spelling``.

    A complaint's text is left behind: nothing here reads it.
    """
    homes, senders = tables.customers, tables.complaints
    written = homes.select(written="address").union(senders.select(written="sender_address"))
    once = written.filter(written.written.notnull()).distinct()
    doors = engine.map_groups(read_doors, once, by="written", schema=_SCHEMA)
    placed = (
        homes.left_join(doors, homes.address == doors.written).drop("written"),
        senders.drop("text").left_join(doors, senders.sender_address == doors.written).drop("written"),
    )
    customers, complaints = map(engine.materialise, placed)
    return replace(tables, customers=customers, complaints=complaints)


def read_doors(written: pa.Table) -> pa.Table:
    """The ``door`` of each address, and its ``spelling``, which one without a door has as well."""
    texts = written["written"].to_pylist()
    columns = ([read(text) for text in texts] for read in (address.door, address.spelling))
    return pa.table([written["written"], *(pa.array(column, pa.string()) for column in columns)], schema=_SCHEMA)


@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]  # Ibis types none
def door(written: str) -> str:
    """:func:`mingjian.standards.address.door` where an engine was given it, as :mod:`mingjian.store.row_dialect` is."""
    raise NotImplementedError(written)
