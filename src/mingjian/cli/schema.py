"""``mingjian schema``: the contract, printed."""

import typer

from mingjian.cli import console
from mingjian.contract.describe import Format


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(
        epilog="Examples:\n\n"
        "  mingjian schema                                what a delivery holds, to read\n\n"
        "  mingjian schema --format frictionless          as a Frictionless Data Package\n\n"
        "  mingjian schema --format sql                   as CREATE TABLE statements"
    )(schema)


def schema(
    form: Format = typer.Option(Format.MARKDOWN, "--format", "-f", help="Form of the description."),
) -> None:
    """Print every table in and out: names, types, units, allowed values."""
    from mingjian.contract.describe import describe

    console.say(describe(form).rstrip("\n"))
