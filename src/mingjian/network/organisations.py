"""Which names are one organisation's: those that a registrar would not tell apart, where no two credit codes do."""

from collections import defaultdict

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from mingjian.network.tables import NetworkTables
from mingjian.standards.organisations import registered_name
from mingjian.store.engine import Engine


def organisations(tables: NetworkTables, engine: Engine) -> ir.Table:
    """``written`` and ``organisation`` of the names of who acts, is reported or advertises.

    Of names that would be one, but that records or the register state with different codes, each stands for itself.
    """
    coded = [
        tables.representations.select(written="organisation_name", code="organisation_uscc"),
        tables.organisations.select(written="name", code="uscc"),
    ]
    named = ibis.union(
        tables.representations.select(written="organisation_name"),
        tables.testimonies.select(written="agency_name"),
        tables.solicitations.select(written="organisation_name"),
    )
    names = engine.materialise(named.filter(named.written.notnull()).distinct())
    codes = ibis.union(*coded).filter(ibis._.code.notnull()).semi_join(names, "written").distinct()
    stated: dict[str, set[str]] = defaultdict(set)
    for row in codes.to_pyarrow().to_pylist():
        stated[registered_name(row["written"])].add(row["code"])
    written = sorted(names.to_pyarrow()["written"].to_pylist())
    one = {name: found for name in written if len(stated.get(found := registered_name(name), ())) < 2}
    schema = pa.schema([("written", pa.string()), ("organisation", pa.string())])
    return engine.read_arrow(pa.Table.from_arrays([list(one), list(one.values())], schema=schema))
