"""The delivered and worked-out tables that the network reads."""

from dataclasses import dataclass

import ibis.expr.types as ir

from mingjian.store.lake import Lake

TABLES = (
    "customers",
    "customer_changes",
    "complaints",
    "representations",
    "testimonies",
    "solicitations",
    "contact_mentions",
    "app_events",
    "organisations",
    "letters",
    "materials",
    "document_marks",
    "document_fields",
    "requirements",
)
"""The names of those tables."""


@dataclass(frozen=True)
class NetworkTables:
    """What links are looked for in.

    ``registers_known`` says whether a register of lawyers with any rows was delivered, ``organisations_known`` one of
    organisations.
    """

    customers: ir.Table
    customer_changes: ir.Table
    complaints: ir.Table
    representations: ir.Table
    testimonies: ir.Table
    solicitations: ir.Table
    contact_mentions: ir.Table
    app_events: ir.Table
    organisations: ir.Table
    letters: ir.Table
    materials: ir.Table
    document_marks: ir.Table
    document_fields: ir.Table
    requirements: ir.Table
    registers_known: bool
    organisations_known: bool

    @classmethod
    def of(cls, lake: Lake) -> "NetworkTables":
        """The tables that stand in a lake."""
        return cls(
            **{name: lake.table(name) for name in TABLES},
            registers_known=lake.knows("practitioners"),
            organisations_known=lake.knows("organisations"),
        )
