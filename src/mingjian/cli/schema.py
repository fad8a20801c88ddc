"""``mingjian schema``: the contract, printed."""

from enum import StrEnum

import typer

from mingjian.cli import console


class SchemaFormat(StrEnum):
    """The forms of :class:`mingjian.contract.describe.Format`, named here so that help need not load the contract."""

    FRICTIONLESS = "frictionless"
    SQL = "sql"
    MARKDOWN = "markdown"


class SchemaPart(StrEnum):
    """The parts of :class:`mingjian.contract.describe.Part`, named here for the same reason."""

    INTAKE = "intake"
    OUTPUTS = "outputs"
    TRUTH = "truth"


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(
        epilog="Examples:\n\n"
        "  mingjian schema                                what a delivery holds, to read\n\n"
        "  mingjian schema --format frictionless          as a Frictionless Data Package\n\n"
        "  mingjian schema --format sql                   as CREATE TABLE statements\n\n"
        "  mingjian schema --part outputs                 only what a run writes\n\n"
        "  mingjian schema --part truth                   the tables that 'mingjian score' holds a run against"
    )(schema)


def schema(
    form: SchemaFormat = typer.Option(SchemaFormat.MARKDOWN, "--format", "-f", help="Form of the description."),
    part: SchemaPart | None = typer.Option(
        None, "--part", "-p", help="What a lender delivers, what a run writes, or the truth. Default: the first two."
    ),
) -> None:
    """Print every table in and out: names, types, units, allowed values."""
    from mingjian.contract.describe import CONTRACT, Format, Part, describe

    console.say(describe(Format(form), (Part(part),) if part else CONTRACT).rstrip("\n"))
