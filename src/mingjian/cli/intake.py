"""``mingjian intake``: take a delivery without running anything."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from mingjian.cli import console

if TYPE_CHECKING:
    from mingjian.intake import Mapping

MAPPING = typer.Option(None, help="How other tables or headings are read: a YAML file (docs/intake.md).")
ADAPTER = typer.Option(None, help="A mapping that comes with the product, such as cfpb (docs/adapters.md).")


def read_mapping(mapping: Path | None, adapter: str | None) -> "Mapping | None":
    """The mapping that a person named; None where the delivery follows the contract."""
    from mingjian.errors import InputError
    from mingjian.intake import Mapping, adapters

    if mapping is not None and adapter is not None:
        raise InputError("--mapping and --adapter say the same thing twice: name one")
    if adapter is not None:
        return adapters.by_name(adapter)
    return Mapping.read(mapping) if mapping is not None else None


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(
        epilog="Examples:\n\n"
        "  mingjian intake delivery/2026-11 --out desk\n\n"
        "  mingjian intake delivery/2026-11 --out desk --json\n\n"
        "  mingjian intake export --adapter cfpb --out desk"
    )(intake)


def intake(
    delivery: Path = typer.Argument(help="The delivery: a folder with <table>.csv, .parquet or .xlsx."),
    out: Path = console.OUT,
    mapping: Path | None = MAPPING,
    adapter: str | None = ADAPTER,
    language: console.SpokenLanguage | None = console.LANGUAGE,
    as_json: bool = console.JSON,
    quiet: bool = console.QUIET,
) -> None:
    """Check a delivery and add it to those before it, without running the stages.

    The same delivery twice changes nothing; the next one adds and corrects. What cannot be taken stands in the
    quarantine, with its table, row, field and why.
    """
    from mingjian import pipeline, settings
    from mingjian.cli.summary import intake_lines
    from mingjian.store.workspace import Workspace

    chosen, speech = settings.load(out), console.spoken(language, out)
    workspace = Workspace(out)
    with workspace.writing(), console.progress(quiet=quiet, language=speech) as progress:
        summary, _delivered = pipeline.deliver(
            workspace, delivery, settings=chosen, mapping=read_mapping(mapping, adapter), progress=progress
        )
    if as_json:
        console.say(summary.to_json())
    else:
        for line in intake_lines(summary, speech):
            console.say(line)
