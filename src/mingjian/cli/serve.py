"""``mingjian serve``: the pages over a workspace."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from mingjian.cli import console

if TYPE_CHECKING:  # importing it takes longer than saying how the command is used
    from mingjian.settings import Settings
    from mingjian.store.workspace import Workspace

LOOPBACK = ("127.0.0.1", "::1", "localhost")
KEEP_ALIVE_S = 75
"""A connection stays open longer than proxies keep theirs (60 s) and than people read a page: one that closes first
now and then closes under a request."""
HOST = typer.Option("127.0.0.1", help="Others than this machine reach it only with accounts (--team) and TLS.")
TEAM = typer.Option(False, "--team", help="People sign in; the first start makes an administrator.")
CERTIFICATE = typer.Option(None, help="A TLS certificate with its chain, in PEM.")
PRIVATE_KEY = typer.Option(None, help="The certificate's private key, in PEM.")
PORT = typer.Option(8000, min=0, max=65535, help="Port; 0 takes a free one.")


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(
        epilog="Examples:\n\n  mingjian serve desk\n\n  mingjian serve desk --port 9000\n\n"
        "  mingjian serve desk --team --host 0.0.0.0 --certificate desk.pem --private-key desk.key"
    )(serve)


def serve(
    workspace: Path = typer.Argument(Path("mingjian"), help="The folder that 'mingjian run' wrote into."),
    host: str = HOST,
    port: int = PORT,
    team: bool = TEAM,
    certificate: Path | None = CERTIFICATE,
    private_key: Path | None = PRIVATE_KEY,
) -> None:
    """Show the current run; a new run appears without a restart.

    Without accounts it is one desk on this machine. Where accounts exist one always has to sign in.
    """
    from mingjian.store.workspace import Workspace

    home = Workspace(workspace) if team else Workspace.open(workspace)
    serve_workspace(home, host=host, port=port, team=team, certificate=certificate, private_key=private_key)


def serve_workspace(
    workspace: "Workspace",
    *,
    host: str,
    port: int,
    team: bool = False,
    certificate: Path | None = None,
    private_key: Path | None = None,
) -> None:
    """Serves until it is stopped; InputError where others could reach it without signing in, or without TLS."""
    import socket

    import uvicorn

    from mingjian import settings
    from mingjian.access.accounts import FIRST
    from mingjian.errors import BusyError, InputError
    from mingjian.web.app import create_app
    from mingjian.web.desk import Desk
    from mingjian.web.observing import log_as_json
    from mingjian.web.warming import warm

    log_as_json()

    chosen = settings.load(workspace.root)
    app = create_app(workspace.root, chosen, team=team)
    desk: Desk = app.state.desk
    if host not in LOOPBACK and not desk.team:
        raise InputError(
            f"--host {host} could be reached by others, and there are no accounts: use 127.0.0.1, or --team"
        )
    if host not in LOOPBACK and certificate is None and not chosen.web.behind_proxy:
        raise InputError(
            "passwords would cross the network in the clear: give --certificate and --private-key, or set "
            "MINGJIAN_WEB__BEHIND_PROXY=true where a proxy before this server speaks TLS"
        )
    if desk.team and (password := desk.accounts.make_first()) is not None:
        console.say(f"First start. Sign in as '{FIRST}' with this password, which is shown only now: {password}")
    if desk.team:
        # One person's desk shows its first page at once; where many begin their day together, each would wait for it.
        warm(desk)
    family = socket.AF_INET6 if host == "::1" else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError:
            raise BusyError(f"port {port} is taken: choose another with --port, or 0 for any free one") from None
        shown = f"[{host}]" if family == socket.AF_INET6 else host
        scheme = "https" if certificate is not None else "http"
        console.say(f"{scheme}://{shown}:{listener.getsockname()[1]}/    (Ctrl+C ends)")
        config = uvicorn.Config(
            app,
            log_config=None,  # its warnings come in the log's own form; its tracebacks would quote rows
            access_log=False,
            server_header=False,
            timeout_keep_alive=KEEP_ALIVE_S,
            proxy_headers=chosen.web.behind_proxy,
            forwarded_allow_ips=list(chosen.web.proxies),
            ssl_certfile=certificate,
            ssl_keyfile=private_key,
        )
        with _working(workspace, chosen):
            uvicorn.Server(config).run(sockets=[listener])


@contextmanager
def _working(workspace: "Workspace", settings: "Settings") -> "Iterator[None]":
    from mingjian.online.work import Workshop

    if not settings.web.worker:
        yield
        return
    with Workshop.open(workspace, settings) as shop:
        thread = threading.Thread(target=shop.run, name="jobs")
        thread.start()
        try:
            yield
        finally:
            shop.stop()
            thread.join()
