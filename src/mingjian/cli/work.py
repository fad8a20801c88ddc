"""``mingjian work``: the queue's jobs, in a process of their own."""

from pathlib import Path

import typer

from mingjian.cli import console


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(epilog="Example:\n\n  mingjian work desk")(work)


def work(workspace: Path = typer.Argument(help="The folder that 'mingjian run' wrote into.")) -> None:
    """Do the queue's jobs until stopped; several may run at once, beside a server with MINGJIAN_WEB__WORKER=false."""
    from mingjian import settings
    from mingjian.online.work import Workshop
    from mingjian.store.workspace import Workspace
    from mingjian.web.observing import log_as_json

    log_as_json()
    with Workshop.open(Workspace(workspace), settings.load(workspace)) as shop:
        console.remark("working    (Ctrl+C ends after the job under way)")
        shop.run_until_signalled()
