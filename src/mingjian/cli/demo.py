"""``mingjian demo``: from nothing to a populated desk."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from mingjian.cli import console
from mingjian.cli.serve import HOST, PORT, serve_workspace

if TYPE_CHECKING:
    from mingjian.store.workspace import RunFolder, Workspace


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(
        epilog="Examples:\n\n"
        "  mingjian demo\n\n"
        "  mingjian demo --out demo --customers 500 --no-serve\n\n"
        "  mingjian demo --port 9000"
    )(demo)


def demo(
    out: Path = typer.Option(Path("demo"), "--out", "-o", help="Where the simulated world and its desk are put."),
    customers: int = typer.Option(2_000, min=100, help="How many borrowers the simulated lender has."),
    seed: int = typer.Option(1, help="The same seed gives the same lender."),
    documented_complaints: int = typer.Option(18, min=0, help="How many complaints carry documents, as real files."),
    serving: bool = typer.Option(True, "--serve/--no-serve", help="Show the pages at the end."),
    as_json: bool = typer.Option(False, "--json", help="Print counts and figures as JSON, and end; serves nothing."),
    host: str = HOST,
    port: int = PORT,
    quiet: bool = console.QUIET,
) -> None:
    """Build the simulated lender, run everything, score it against the truth, and show the pages."""
    from mingjian import evaluation, pipeline, settings, simulation
    from mingjian.cli.summary import run_lines, run_summary
    from mingjian.store.workspace import Workspace

    world, workspace = out / "world", Workspace(out)
    with workspace.writing(keep_unfinished=True), console.progress(quiet=quiet) as progress:
        simulation.simulate(
            simulation.WorldSettings(customers=customers, seed=seed, documented_complaints=documented_complaints),
            delivery=world / "delivery",
            truth=world / "truth",
            statement=out / settings.FILE_NAME,
            progress=progress,
        )
        chosen = settings.load(out)
        before = workspace.current
        _summary, delivered = pipeline.deliver(workspace, world / "delivery", settings=chosen, progress=progress)
        folder = pipeline.run(workspace, delivered, settings=chosen, previous=before, progress=progress)
    _begin_casework(workspace, folder, chosen.database_url)
    summary, card = run_summary(folder), evaluation.score(folder.path, world / "truth")
    if as_json:
        console.say_json(summary.as_json() | {"score": json.loads(card.to_json())})
        return
    for line in run_lines(summary, out, chosen.speech):
        console.say(line)
    console.say(card.to_text())
    if serving:
        serve_workspace(workspace, host=host, port=port)


def _begin_casework(workspace: "Workspace", folder: "RunFolder", database_url: str) -> None:
    from datetime import UTC, datetime

    from mingjian.cli import demo_desk
    from mingjian.store.database import Database

    database = Database.of(workspace.root, database_url)
    demo_desk.begin(database, folder.path, run=folder.name, at=datetime.now(UTC))
    database.close()
