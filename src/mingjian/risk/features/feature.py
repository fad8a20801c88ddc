"""What a feature is: one documented number about a complaint or a customer, and how groups of them are computed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Protocol, TypeAlias

import ibis
import ibis.expr.types as ir


class Subject(StrEnum):
    """What a feature describes."""

    COMPLAINT = "complaint"
    CUSTOMER = "customer"

    @property
    def key(self) -> str:
        """The column that names the subject."""
        return f"{self.value}_id"


class Tables(Protocol):
    """Where feature functions read from: the tables as they were known at ``as_of``."""

    @property
    def as_of(self) -> datetime:
        """The moment that the tables stand on."""
        ...

    def table(self, name: str) -> ir.Table:
        """The table's rows; an absent table has its columns and no rows."""
        ...

    def knows(self, name: str) -> bool:
        """Whether the table has any rows. An absent or empty table means unknown, never zero."""
        ...

    def once(self, what: "Derived") -> ir.Table:
        """A table that follows from the others, made once however many features ask for it."""
        ...


Derived: TypeAlias = Callable[[Tables], ir.Table]

Build: TypeAlias = Callable[[ir.Table, Tables], ir.Table]


@dataclass(frozen=True)
class Feature:
    """One number, documented. A missing value means unknown."""

    name: str
    meaning: str
    unit: str
    known_at: str
    """From which moment on the value can be known."""
    none_is_zero: bool = False
    """Whether a subject without a row in the tables, where these were delivered, counts as zero."""


@dataclass(frozen=True)
class FeatureGroup:
    """Features that one function computes from the same tables.

    ``build`` returns one row a subject that it knows something of: the subject's key, the features' columns, and
    the ``evidence`` columns, which hold ids of rows that the features rest on.
    """

    subject: Subject
    needs: tuple[str, ...]
    """Where one of these tables is absent or empty, every feature of the group is unknown."""
    features: tuple[Feature, ...]
    build: Build
    """``build(subjects, tables)``: ``subjects`` are the rows of ``complaints`` or ``customers`` to describe."""
    also_reads: tuple[str, ...] = ()
    """Tables that it reads besides, and does without where they are absent."""
    evidence: tuple[str, ...] = ()
    needs_customer: bool = False
    """Whether a complaint that was matched to no customer leaves the features unknown."""

    @property
    def name(self) -> str:
        """The module that holds the group, which names its noun."""
        return self.build.__module__.rpartition(".")[2]


def seconds(moment: ir.Value) -> ir.IntegerValue:
    """A moment as a count of seconds whose differences are the same on every engine."""
    return moment.epoch_seconds().cast("int64")


def days_between(earlier: ir.Value, later: ir.Value) -> ir.FloatingValue:
    """Days from one moment to another; negative where ``later`` is the earlier one."""
    return (seconds(later) - seconds(earlier)) / 86400.0


def moment(at: datetime) -> ir.TimestampScalar:
    """A moment in time as a literal."""
    scalar: ir.TimestampScalar = ibis.literal(at.astimezone(UTC), type="timestamp('UTC', 6)")
    return scalar
