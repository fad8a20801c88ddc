"""``mingjian schema``: the contract, printed."""

from enum import StrEnum

import typer

from mingjian.cli import console


class SchemaFormat(StrEnum):
    """The forms of :class:`mingjian.contract.describe.Format`, named here so that help need not load the contract."""

    FRICTIONLESS = "frictionless"
    SQL = "sql"
    MARKDOWN = "markdown"


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(
        epilog="Examples:\n\n"
        "  mingjian schema                                what a delivery holds, to read\n\n"
        "  mingjian schema --format frictionless          as a Frictionless Data Package\n\n"
        "  mingjian schema --format sql                   as CREATE TABLE statements"
    )(schema)


def schema(
    form: SchemaFormat = typer.Option(SchemaFormat.MARKDOWN, "--format", "-f", help="Form of the description."),
) -> None:
    """Print every table in and out: names, types, units, allowed values."""
    from mingjian.contract.describe import Format, describe

    console.say(describe(Format(form)).rstrip("\n"))
