"""How common each entity is, and among how many people it could have been met."""

import operator
from functools import reduce
from itertools import combinations

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from mingjian.network.corroboration import REPORTS
from mingjian.network.groups import VOICES
from mingjian.network.kinds import KIND_OF, Kind
from mingjian.network.surprise import weight
from mingjian.store.engine import Engine

_FREE_TO_SHOW = (Kind.MONEY, Kind.POST, Kind.WORDING, Kind.PAPER)


def populations(attributes: ir.Table, engine: Engine) -> ir.Table:
    """``kinds``, such as ``place+wording``, and ``population``: how many households could have shared all of them.

    Whoever raised his voice could have written after a template, posted with others, or paid somebody, whether or
    not he did: to leave those out who did not would make the rare thing look common.

    Each household's kinds are bits of one number, of which there are few: so nothing is joined however many there are.
    """
    bit = {kind: 1 << place for place, kind in enumerate(Kind)}
    shown = ibis.cases(*((attributes.entity_type == type_.value, bit[kind]) for type_, kind in KIND_OF.items()))
    free = sum(bit[kind] for kind in _FREE_TO_SHOW)
    raised = ibis.ifelse(attributes.record_table.isin(VOICES), free, 0)
    households = attributes.mutate(bits=shown.cast("int64") | raised.cast("int64"))
    # The bits of all of its records: an aggregate that ors them is not to be had on Spark.
    masks = households.group_by("household").aggregate(
        mask=reduce(operator.add, ((households.bits & one).max() for one in bit.values()))
    )
    counted = masks.group_by("mask").aggregate(households=masks.count()).to_pyarrow().to_pylist()
    rows = [
        {"kinds": "+".join(chosen), "population": found}
        for many in (1, 2, 3)
        for chosen in combinations(sorted(Kind), many)
        if (found := sum(row["households"] for row in counted if all(row["mask"] & bit[kind] for kind in chosen)))
    ]
    schema = pa.schema([("kinds", pa.string()), ("population", pa.int64())])
    return engine.read_arrow(pa.Table.from_pylist(rows, schema=schema))


def entity_statistics(attributes: ir.Table, population: ir.Table, known: ir.Table) -> ir.Table:
    """One row an entity: how many households have it, of how many, what it weighs, and whose it is known to be.

    ``agencys`` says whether it is among what is ``known`` as an agency's; ``users`` are the households that have it by
    any other record than a report.
    """
    # Counted in two steps, each of which spills to disk; distinct counts within groups are held in memory.
    held = attributes.group_by("entity_type", "entity_id", "household").aggregate(
        key=attributes.key.min(),
        used=(attributes.record_table != REPORTS).cast("int64").max(),
        first_seen_at=attributes.first_seen_at.min(),
        last_seen_at=attributes.last_seen_at.max(),
    )
    grouped = held.group_by("entity_type", "entity_id").aggregate(
        key=held.key.min(),
        households=held.count(),
        users=held.used.sum(),
        first_seen_at=held.first_seen_at.min(),
        last_seen_at=held.last_seen_at.max(),
    )
    typed = grouped.mutate(kind=_kind_of(grouped.entity_type))
    sized = typed.join(population.select(kind="kinds", population="population"), "kind")
    counted = sized.left_join(known.mutate(agencys=ibis.literal(True)), ["entity_type", "entity_id"])
    return counted.select(
        "entity_type",
        "entity_id",
        "key",
        "kind",
        "households",
        "users",
        "population",
        "first_seen_at",
        "last_seen_at",
        weight=weight(counted.households, counted.population),
        agencys=counted.agencys.fill_null(False),
    )


def with_countable(statistics: ir.Table, *, least: int, dependence: float, hubs: ir.BooleanValue) -> ir.Table:
    """Adds ``hub`` and ``countable``: whether sharing the entity can ever tell.

    At least ``least`` households must have it, and no more than one in ``dependence``, since beyond that chance would
    bring as many as there are; and no person may have called it a hub.
    """
    marked = statistics.mutate(hub=hubs)
    return marked.mutate(
        countable=(marked.households >= least) & ~too_common(marked, dependence=dependence) & ~marked.hub
    )


def too_common(statistics: ir.Table, *, dependence: float) -> ir.BooleanValue:
    """Whether so many have it that chance brings as many as there are."""
    found: ir.BooleanValue = statistics.households * dependence >= statistics.population
    return found


def _kind_of(entity_type: ir.StringColumn) -> ir.StringValue:
    return ibis.cases(*((entity_type == type_.value, kind.value) for type_, kind in KIND_OF.items()))
