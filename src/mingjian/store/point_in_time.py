"""The delivered tables as they were known at ``as_of``, so that nothing learnt later enters a feature.

The contract says of each row and field when it became known; this module is the one place that obeys it:

- a row known after ``as_of`` vanishes, and with it the rows that are known only through it;
- a field known after ``as_of`` is emptied (a complaint's outcome, a payment, an issuer's reply);
- a fact that is delivered as it stands at the snapshot is taken back by ``customer_changes``, or emptied where its
  history is not on file.

A date is known once its day has ended, since a payment dated today may still be made tonight; what a delivery holds
is known at its snapshot, dates of that day included.
"""

import os
import shutil
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

import ibis
import ibis.expr.types as ir

from mingjian.contract import INTAKE, TABLES, TIME_ZONE, Field, FieldType, Table
from mingjian.contract.schema import SNAPSHOT
from mingjian.contract.vocabulary import ChangedField
from mingjian.errors import InputError
from mingjian.store.engine import Engine
from mingjian.store.lake import IBIS_TYPES, Lake


@dataclass(frozen=True)
class _History:
    """Where the history of a snapshot fact stands in ``customer_changes``, and the key that it goes by."""

    field: ChangedField
    key: str


_HISTORIES = {
    ("customers", "phone"): _History(ChangedField.PHONE, key="customer_id"),
    ("customers", "address"): _History(ChangedField.ADDRESS, key="customer_id"),
    ("customers", "employer"): _History(ChangedField.EMPLOYER, key="customer_id"),
    ("loans", "status"): _History(ChangedField.LOAN_STATUS, key="loan_id"),
}
"""Snapshot facts that are not named here (days past due, outstanding sum) have no history and are emptied."""


@dataclass(frozen=True)
class PointInTime:
    """What was known of the delivered tables at ``as_of``; ``snapshot`` is the time that the delivery stands on."""

    delivered: Lake
    as_of: datetime
    snapshot: datetime

    @property
    def engine(self) -> Engine:
        """What computes over the delivered tables."""
        return self.delivered.engine

    @property
    def is_past(self) -> bool:
        """Whether the view goes back behind the delivery's snapshot."""
        return self.as_of < self.snapshot

    @property
    def last_day(self) -> date:
        """The last day whose dates are known."""
        local = self.as_of.astimezone(ZoneInfo(TIME_ZONE))
        return (local - timedelta(days=1)).date() if self.is_past else local.date()

    def table(self, name: str) -> ir.Table:
        """The table's known rows with their known fields."""
        contract = TABLES[name]
        rows = self._known_rows(contract)
        for field in contract.fields:
            if field.known_at == SNAPSHOT:
                if self.is_past:
                    rows = self._taken_back(rows, contract, field)
            elif field.known_at:
                known = self._by_then(rows[field.known_at], contract.field(field.known_at))
                # Known, but since when? At the snapshot it is; before, nobody can say.
                known = known.fill_null(False) if self.is_past else known.fill_null(True)
                # The time itself must be emptied last, since it decides over its neighbours.
                rows = rows.mutate(**{f"known__{field.name}": known})
        marks = [column for column in rows.columns if column.startswith("known__")]
        for mark in marks:
            name_ = mark.removeprefix("known__")
            rows = rows.mutate(
                **{name_: ibis.ifelse(rows[mark], rows[name_], ibis.null(IBIS_TYPES[contract.field(name_).type.value]))}
            )
        return rows.drop(*marks) if marks else rows

    @cached_property
    def whole(self) -> frozenset[str]:
        """The delivered tables of which everything was known, so that their files can be used as they stand."""
        whole: set[str] = set()
        for contract in INTAKE:  # in the contract's order a table stands behind the tables that it refers to
            parent = contract.foreign_keys[0].table if contract.foreign_keys else None
            parent_is_whole = parent is None or parent in whole or not self.delivered.has(parent)
            if self.delivered.has(contract.name) and parent_is_whole and self._all_known(contract):
                whole.add(contract.name)
        return frozenset(whole)

    def _all_known(self, contract: Table) -> bool:
        if self.is_past and any(field.known_at for field in contract.fields):
            return False
        times = {contract.known_at, *(field.known_at for field in contract.fields)} - {"", SNAPSHOT}
        if not times:
            return True
        rows = self.delivered.table(contract.name)
        late = [~self._by_then(rows[time], contract.field(time)).fill_null(True) for time in sorted(times)]
        any_late = rows.aggregate(late=ibis.or_(*late).any()).to_pyarrow()["late"][0].as_py()
        return not any_late

    @cached_property
    def _fields_with_history(self) -> frozenset[str]:
        changes = self.delivered.table("customer_changes")
        fields = changes.select("field").distinct().to_pyarrow()["field"].to_pylist()
        return frozenset(field for field in fields if field)

    def _by_then(self, time: ir.Value, field: Field) -> ir.BooleanValue:
        if field.type is FieldType.DATE:
            return time <= ibis.literal(self.last_day)
        return time <= ibis.literal(self.as_of, type=IBIS_TYPES["datetime"])

    def _known_rows(self, contract: Table) -> ir.Table:
        rows = self.delivered.table(contract.name)
        own = self._by_then(rows[contract.known_at], contract.field(contract.known_at)) if contract.known_at else None
        key = contract.foreign_keys[0] if contract.foreign_keys else None
        if key is None or not self.delivered.has(key.table):
            return rows if own is None else rows.filter(own.fill_null(True))
        parents = self._unknown_keys(TABLES[key.table], key.references)
        inherited = rows.left_join(parents, rows[key.field] == parents.unknown__key)
        with_parent = inherited.unknown__key.isnull()
        if own is None:
            known = with_parent
        else:
            own = self._by_then(inherited[contract.known_at], contract.field(contract.known_at))
            known = own.fill_null(with_parent)
        return inherited.filter(known).drop("unknown__key")

    def _unknown_keys(self, contract: Table, column: str) -> ir.Table:
        everything = self.delivered.table(contract.name)
        known = self._known_rows(contract).select(column).distinct()
        return everything.select(column).distinct().anti_join(known, column).rename(unknown__key=column)

    def _taken_back(self, rows: ir.Table, contract: Table, field: Field) -> ir.Table:
        history = _HISTORIES.get((contract.name, field.name))
        empty = ibis.null(IBIS_TYPES[field.type.value])
        if history is None or history.field not in self._fields_with_history:
            return rows.mutate(**{field.name: empty})
        changes = self.delivered.table("customer_changes")
        changes = changes.filter(changes.field == history.field.value)
        until = ibis.literal(self.as_of, type=IBIS_TYPES["datetime"])
        before = _first(changes.filter(changes.changed_at <= until), key=history.key, value="new_value", latest=True)
        after = _first(changes.filter(changes.changed_at > until), key=history.key, value="old_value", latest=False)
        joined = rows.left_join(before, rows[history.key] == before.new_value__key)
        joined = joined.left_join(after, joined[history.key] == after.old_value__key)
        # What the past itself says comes first; then what the next change replaced; then the fact never changed.
        value = ibis.cases(
            (joined.new_value__key.notnull(), joined.new_value__value),
            (joined.old_value__key.notnull(), joined.old_value__value),
            else_=joined[field.name],
        )
        value = _readable(value, field)
        if history.key == "loan_id":
            # A later change that names no loan may have been this loan's.
            vague = changes.filter(changes.loan_id.isnull() & (changes.changed_at > until))
            vague = vague.select(vague__customer=vague.customer_id).distinct()
            joined = joined.mutate(value__=value).left_join(vague, joined.customer_id == vague.vague__customer)
            value = ibis.ifelse(joined.vague__customer.isnull(), joined.value__, empty)
        return joined.mutate(**{field.name: value}).select(*rows.columns)


def _readable(value: ir.StringValue, field: Field) -> ir.StringValue:
    """Changes keep what could not be read as it was written: no code of the field, or masked. That is not known."""
    good = ~value.contains("*") if field.values is None else value.isin([str(one) for one in field.values])
    return ibis.ifelse(good, value, ibis.null("string"))


def _first(changes: ir.Table, *, key: str, value: str, latest: bool) -> ir.Table:
    order = [changes.changed_at.desc(), changes.change_id.desc()] if latest else [changes.changed_at, changes.change_id]
    ranked = changes.mutate(rank__=ibis.row_number().over(ibis.window(group_by=changes[key], order_by=order)))
    chosen = ranked.filter((ranked.rank__ == 0) & ranked[key].notnull())
    return chosen.select(**{f"{value}__key": chosen[key], f"{value}__value": chosen[value]})


def cut(delivered: Lake, target: Path, *, as_of: datetime, snapshot: datetime) -> None:
    """Writes every delivered table as it was known at ``as_of`` into the folder ``target``.

    A table that was wholly known is linked, not copied: with the default ``as_of`` the cut costs next to nothing.
    """
    view = PointInTime(delivered, as_of=as_of, snapshot=snapshot)
    for contract in INTAKE:
        source = delivered.path(contract.name)
        if source is None:
            continue
        path = target / f"{contract.name}.parquet"
        if contract.name in view.whole:
            link(source, path)
        else:
            delivered.engine.write(view.table(contract.name), path)


def link(source: Path, path: Path) -> None:
    """The same file under another name; a copy where the file system cannot do that."""
    try:
        os.link(source.resolve(), path)
    except OSError:
        shutil.copyfile(source, path)


def parse_as_of(text: str) -> datetime:
    """A time, or a day, which stands for its end; without an offset it is local. InputError says how to write it."""
    try:
        is_day = len(text) == len("2026-11-21")
        time = datetime.fromisoformat(text)
    except ValueError:
        raise InputError(f"{text!r} is no time: write 2026-11-21 or 2026-11-21T18:00+08:00") from None
    if time.tzinfo is None:
        time = time.replace(tzinfo=ZoneInfo(TIME_ZONE))
    return time + timedelta(days=1) if is_day else time
