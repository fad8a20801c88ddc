"""``mingjian assess``: one complaint, against the current run."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import typer

from mingjian.cli import console


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(
        epilog="Examples:\n\n"
        "  mingjian assess desk complaint.json\n\n"
        "  mingjian assess desk - < complaint.json\n\n"
        'where the file holds {"complaint_id": "C-9", "received_at": "2026-11-21T09:00+08:00", "text": "…"}'
    )(assess)


def assess(
    run: Path = typer.Argument(help="A workspace (its current run) or a run's folder."),
    complaint: Path = typer.Argument(
        help="JSON: a row of complaints, and its representations if any; - reads from the pipe."
    ),
) -> None:
    """Assess one complaint as it arrives, with its reasons and its merits, as JSON.

    The same functions as in a run, against the tables of that run. Nothing is stored.
    """
    from mingjian import settings
    from mingjian.online import OnlineDesk, parse_arrival
    from mingjian.store.workspace import find_run

    text = sys.stdin.read() if str(complaint) == "-" else complaint.read_text(encoding="utf-8")
    folder = find_run(run)
    with OnlineDesk.open(folder, settings.load(folder.workspace)) as desk:
        console.say(desk.assess_arrival(parse_arrival(text, taken_at=datetime.now(UTC))).to_json())
