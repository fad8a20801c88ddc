"""``mingjian serve``: the pages over a workspace."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from mingjian.cli import console

if TYPE_CHECKING:  # importing it takes longer than saying how the command is used
    from mingjian.store.workspace import Workspace

LOOPBACK = ("127.0.0.1", "::1", "localhost")
HOST = typer.Option("127.0.0.1", help="Loopback only, until accounts exist: 127.0.0.1, ::1 or localhost.")
PORT = typer.Option(8000, min=0, max=65535, help="Port; 0 takes a free one.")


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(epilog="Examples:\n\n  mingjian serve desk\n\n  mingjian serve desk --port 9000")(serve)


def serve(
    workspace: Path = typer.Argument(Path("mingjian"), help="The folder that 'mingjian run' wrote into."),
    host: str = HOST,
    port: int = PORT,
) -> None:
    """Show the current run on this machine; a new run appears without a restart."""
    from mingjian.store.workspace import Workspace

    serve_workspace(Workspace.open(workspace), host=host, port=port)


def serve_workspace(workspace: "Workspace", *, host: str, port: int) -> None:
    """Serves until it is stopped; InputError where others than this machine could reach it."""
    import socket

    import uvicorn

    from mingjian import settings
    from mingjian.errors import BusyError, InputError
    from mingjian.web.app import create_app

    if host not in LOOPBACK:
        raise InputError(f"--host {host} could be reached by others, and there are no accounts yet: use 127.0.0.1")
    family = socket.AF_INET6 if host == "::1" else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError:
            raise BusyError(f"port {port} is taken: choose another with --port, or 0 for any free one") from None
        shown = f"[{host}]" if family == socket.AF_INET6 else host
        console.say(f"http://{shown}:{listener.getsockname()[1]}/    (Ctrl+C ends)")
        app = create_app(workspace.root, settings.load())
        config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
        uvicorn.Server(config).run(sockets=[listener])
