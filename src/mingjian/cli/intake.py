"""``mingjian intake``: take a delivery without running anything."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from mingjian.cli import console

if TYPE_CHECKING:
    from mingjian.intake import Mapping

MAPPING = typer.Option(
    None,
    help="How a delivery with other tables or headings is read: a YAML file (docs/intake.md), or the name of an "
    "adapter that comes with the product, such as cfpb.",
)


def read_mapping(name: str | None) -> "Mapping | None":
    """The mapping that a person named; None where the delivery follows the contract."""
    from mingjian.intake import Mapping, adapters

    if name is None:
        return None
    return Mapping.read(Path(name)) if name.endswith((".yaml", ".yml")) else adapters.by_name(name)


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(
        epilog="Examples:\n\n"
        "  mingjian intake delivery/2026-11 --out desk\n\n"
        "  mingjian intake delivery/2026-11 --out desk --json\n\n"
        "  mingjian intake export --mapping cfpb --out desk"
    )(intake)


def intake(
    delivery: Path = typer.Argument(help="The delivery: a folder with <table>.csv, .parquet or .xlsx."),
    out: Path = console.OUT,
    mapping: str | None = MAPPING,
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

    chosen = settings.load()
    workspace = Workspace(out)
    with workspace.writing(), console.progress(quiet=quiet) as progress:
        summary, _delivered = pipeline.deliver(
            workspace, delivery, settings=chosen, mapping=read_mapping(mapping), progress=progress
        )
    if as_json:
        console.say(summary.to_json())
    else:
        for line in intake_lines(summary, chosen.speech):
            console.say(line)
