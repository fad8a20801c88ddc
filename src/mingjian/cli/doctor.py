"""``mingjian doctor``: is everything as it should be."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from mingjian.cli import console

if TYPE_CHECKING:
    from mingjian.web.checkup import Finding

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
    from mingjian.web.checkup import examine
    from mingjian.web.desk import Desk

    chosen = settings.load(workspace)
    desk = Desk(Workspace.open(workspace).root, chosen)
    findings = examine(desk, chosen)
    desk.close()
    say_findings(findings, as_json=as_json)


def say_findings(findings: "Sequence[Finding]", *, as_json: bool) -> None:
    """Prints what was found; ends with exit code 1 where something is broken."""
    from mingjian.web.checkup import Verdict

    if as_json:
        console.say_json(
            [{"check": one.title, "verdict": one.verdict.value, "said": str(one.said)} for one in findings]
        )
    else:
        for one in findings:
            console.say(f"[{_MARKS[one.verdict.value]}] {one.title}: {one.said}")
    if any(one.verdict is Verdict.BAD for one in findings):
        raise typer.Exit(1)
