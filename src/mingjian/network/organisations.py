"""Which names are one organisation's: those that a registrar would not tell apart, where no two credit codes do."""

from collections import defaultdict

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from mingjian.contract.vocabulary import EntityType
from mingjian.network.judgements import Decisions
from mingjian.network.tables import NetworkTables
from mingjian.standards.house_names import is_nobodys
from mingjian.standards.organisations import registered_name
from mingjian.store.engine import Engine

NOBODYS = ""
"""The organisation that a name tells which is nobody's: 不知道, 没有 or 法务公司 is written where no name is known."""


def organisations(tables: NetworkTables, decisions: Decisions, engine: Engine) -> ir.Table:
    """``written`` and ``organisation`` of the names of who acts, is reported or advertises.

    Of names that would be one, but that records or the register state with different codes, or that a person judged
    to be different firms', each stands for itself. A name that is nobody's is no organisation, unless the register has
    just that name.
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
    registered = tables.organisations.select(written="name").semi_join(names, "written")
    own = set(registered.to_pyarrow()["written"].to_pylist())
    written = sorted(names.to_pyarrow()["written"].to_pylist())
    several = {name for name, found in stated.items() if len(found) > 1} | _judged_apart(decisions)
    one = {name: found for name in written if (found := registered_name(name)) not in several}
    one |= {name: NOBODYS for name in written if name not in own and is_nobodys(name)}
    schema = pa.schema([("written", pa.string()), ("organisation", pa.string())])
    return engine.read_arrow(pa.Table.from_arrays([list(one), list(one.values())], schema=schema))


def _judged_apart(decisions: Decisions) -> set[str]:
    """Names that two firms bear by what a person found; whoever judges them names each as it is written."""
    return {
        name
        for left, right in decisions.different
        if left.type == right.type == EntityType.ORGANISATION
        and (name := registered_name(left.id)) == registered_name(right.id)
    }
