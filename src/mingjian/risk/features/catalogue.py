"""Every feature, and the two tables that hold them: wide for the scorecards, long for the lake."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import ibis
import ibis.expr.types as ir
from ibis import Deferred

from mingjian.risk.features import (
    application,
    behaviour,
    campaign,
    channels,
    charges,
    contacts,
    delinquency,
    history,
    identity,
    letters,
    materials,
    merits,
    network,
    representation,
    testimonies,
)
from mingjian.risk.features.feature import Derived, Feature, FeatureGroup, Subject, Tables
from mingjian.store.engine import Engine
from mingjian.store.lake import Lake

GROUPS: tuple[FeatureGroup, ...] = (
    *letters.GROUPS,
    *identity.GROUPS,
    *channels.GROUPS,
    *behaviour.GROUPS,
    *campaign.GROUPS,
    *representation.GROUPS,
    *testimonies.GROUPS,
    *network.GROUPS,
    *materials.GROUPS,
    *merits.GROUPS,
    *delinquency.GROUPS,
    *contacts.GROUPS,
    *charges.GROUPS,
    *history.GROUPS,
    *application.GROUPS,
)


def groups_of(subject: Subject) -> tuple[FeatureGroup, ...]:
    """The groups that describe a subject."""
    return tuple(group for group in GROUPS if group.subject is subject)


def features_of(subject: Subject) -> tuple[Feature, ...]:
    """The features of a subject, in order."""
    return tuple(feature for group in groups_of(subject) for feature in group.features)


def evidence_of(subject: Subject) -> tuple[str, ...]:
    """The columns of a subject that hold ids of rows which its features rest on."""
    return tuple(column for group in groups_of(subject) for column in group.evidence)


class Source(Protocol):
    """Where tables come from: a lake, or a past view of one."""

    @property
    def engine(self) -> Engine:
        """What computes over the tables."""
        ...

    def table(self, name: str) -> ir.Table:
        """The table's rows; an absent table has its columns and no rows."""
        ...


@dataclass(frozen=True)
class KnownTables:
    """Tables as they were known at ``as_of``, and which of them have rows."""

    source: Source
    as_of: datetime
    names: frozenset[str]
    _made: dict[Derived, ir.Table] = field(default_factory=dict, repr=False, compare=False)

    def table(self, name: str) -> ir.Table:
        return self.source.table(name)

    def knows(self, name: str) -> bool:
        return name in self.names

    def once(self, what: Derived) -> ir.Table:
        if what not in self._made:
            self._made[what] = self.source.engine.materialise(what(self))
        return self._made[what]


def known_tables(lake: Lake, as_of: datetime) -> KnownTables:
    """Looks which tables that features need have any rows."""
    needed = {name for group in GROUPS for name in (*group.needs, *group.also_reads)}
    needed |= {"customers", "complaints", "claim_grounds"}
    return KnownTables(lake, as_of, frozenset(name for name in sorted(needed) if lake.knows(name)))


def features(subject: Subject, subjects: ir.Table, tables: Tables) -> ir.Table:
    """One row a subject with every feature (empty where unknown) and every evidence column."""
    key = subject.key
    columns = [key] if subject is Subject.CUSTOMER else [key, "customer_id"]
    # One chain of joins and one choice of columns after it: to name every column anew at each join costs more than
    # the joins of a small lender.
    joined = subjects.select(*columns)
    described: dict[str, ir.Value | Deferred] = {}
    for number, group in enumerate(groups_of(subject)):
        if not _known(group, tables):
            described |= {feature.name: ibis.null("float64") for feature in group.features}
            described |= {column: ibis.null("string") for column in group.evidence}
            continue
        asked = subjects.filter(subjects.customer_id.notnull()) if group.needs_customer else subjects
        rows = group.build(asked, tables).rename({f"{key}__{number}": key})
        joined = joined.left_join(rows, joined[key] == rows[f"{key}__{number}"])
        described |= {feature.name: _value(feature, group) for feature in group.features}
        described |= {column: ibis._[column] for column in group.evidence}
    return joined.select(*columns, **described)


def _known(group: FeatureGroup, tables: Tables) -> bool:
    return all(tables.knows(name) for name in group.needs)


def _value(feature: Feature, group: FeatureGroup) -> Deferred:
    value = ibis._[feature.name].cast("float64")
    if not feature.none_is_zero:
        return value
    applies = ibis._.customer_id.notnull() if group.needs_customer else ibis.literal(True)
    return ibis.ifelse(value.isnull() & applies, 0.0, value)


def long(subject: Subject, wide: ir.Table) -> ir.Table:
    """The contract's ``features``: one row a known feature; a missing row means unknown."""
    names = [feature.name for feature in features_of(subject)]
    tall = wide.select(wide[subject.key].name("subject_id"), *names).pivot_longer(
        [*names], names_to="feature", values_to="value"
    )
    return tall.filter(tall.value.notnull()).select(
        "subject_id", "feature", "value", subject_type=ibis.literal(str(subject))
    )
