"""``mingjian doctor``: is everything as it should be."""

from pathlib import Path

import typer

from mingjian.cli import console

_MARKS = {"good": "  ok  ", "warning": " look ", "bad": "BROKEN"}


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(epilog="Examples:\n\n  mingjian doctor desk\n\n  mingjian doctor desk --json")(doctor)


def doctor(
    workspace: Path = typer.Argument(help="The folder that 'mingjian run' wrote into."), as_json: bool = console.JSON
) -> None:
    """Check database, audit log, queue, current run, sealed files and disk; exit code 1 where one is broken."""
    from mingjian import settings
    from mingjian.store.workspace import Workspace
    from mingjian.web.checkup import Verdict, examine
    from mingjian.web.desk import Desk

    chosen = settings.load()
    desk = Desk(Workspace.open(workspace).root, chosen)
    findings = examine(desk, chosen)
    desk.close()
    if as_json:
        console.say_json(
            [{"check": one.title, "verdict": one.verdict.value, "said": str(one.said)} for one in findings]
        )
    else:
        for one in findings:
            console.say(f"[{_MARKS[one.verdict.value]}] {one.title}: {one.said}")
    if any(one.verdict is Verdict.BAD for one in findings):
        raise typer.Exit(1)
