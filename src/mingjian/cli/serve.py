"""``mingjian serve``: the pages over a workspace."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from mingjian.cli import console
from mingjian.errors import BusyError, InputError

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
PROCESSES = typer.Option(None, min=1, help="Processes that answer; for a team one a core, four at most.")


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
    processes: int | None = PROCESSES,
) -> None:
    """Show the current run; a new run appears without a restart.

    Without accounts it is one desk on this machine. Where accounts exist one always has to sign in.
    """
    from mingjian.store.workspace import Workspace

    home = Workspace(workspace) if team else Workspace.open(workspace)
    serve_workspace(
        home, host=host, port=port, team=team, certificate=certificate, private_key=private_key, processes=processes
    )


def serve_workspace(
    workspace: "Workspace",
    *,
    host: str,
    port: int,
    team: bool = False,
    certificate: Path | None = None,
    private_key: Path | None = None,
    processes: int | None = None,
) -> None:
    """Serves until it is stopped; InputError where others could reach it without signing in, or without TLS."""
    import uvicorn

    from mingjian import settings
    from mingjian.access.accounts import FIRST
    from mingjian.web.app import create_app
    from mingjian.web.desk import Desk
    from mingjian.web.observing import log_as_json
    from mingjian.web.processes import Processes, Serving, how_many, together
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
    _check_certificate(certificate, private_key)
    if desk.team and (password := desk.accounts.make_first()) is not None:
        console.say(f"First start. Sign in as '{FIRST}' with this password, which is shown only now: {password}")
    count = how_many(processes or chosen.web.processes, team=desk.team)
    chosen = chosen.model_copy(update={"web": replace(chosen.web, processes=count)})
    with _listening(host, port) as listener:
        shown = f"[{host}]" if listener.family == socket.AF_INET6 else host
        scheme = "https" if certificate is not None else "http"
        console.say(f"{scheme}://{shown}:{listener.getsockname()[1]}/    (Ctrl+C ends)")
        options: dict[str, Any] = {
            "log_config": None,  # its warnings come in the log's own form; its tracebacks would quote rows
            "access_log": False,
            "server_header": False,
            "timeout_keep_alive": KEEP_ALIVE_S,
            "proxy_headers": chosen.web.behind_proxy,
            "forwarded_allow_ips": list(chosen.web.proxies),
            "ssl_certfile": certificate,
            "ssl_keyfile": private_key,
        }
        if count == 1:
            if desk.team:
                # One person's desk shows its first page at once; where many begin their day together, each would wait.
                warm(desk)
            with _working(workspace, chosen):
                uvicorn.Server(uvicorn.Config(app, **options)).run(sockets=[listener])
            return
        desk.close()
        with together() as shared:
            serving = Serving(workspace.root, chosen, team, shared)
            Processes(serving, listener, options).run()


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if host == "::1" else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError:
            raise BusyError(f"port {port} is taken: choose another with --port, or 0 for any free one") from None
        yield listener


def _check_certificate(certificate: Path | None, private_key: Path | None) -> None:
    # Here, where it can be said: each process that serves would end at it, and be started again.
    if certificate is None:
        return
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, private_key, password="")
    except (OSError, ssl.SSLError) as error:
        raise InputError(
            f"the certificate and its private key cannot be used ({type(error).__name__}): both are files in PEM, the "
            "key has no passphrase and belongs to the certificate"
        ) from None


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
