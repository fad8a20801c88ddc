"""Two processes of a server and a worker, to be killed and started anew: forked from one that has read every module.

Run as a program with a workspace and the database's address. Each line on its standard input starts them anew on the
port that it names; the answer is their process numbers.
"""

import os
import socket
import sys
import tempfile
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import uvicorn

import mingjian.web.api.application  # noqa: F401  # else each server anew reads it, when it is first asked
from mingjian.online.work import Workshop
from mingjian.settings import Settings
from mingjian.store.workspace import Workspace
from mingjian.web.app import create_app

SERVERS = 2


def serve(workspace: Path, settings: Settings, listener: socket.socket, shared: Path) -> None:
    app = create_app(workspace, settings, team=True, shared=shared)
    config = uvicorn.Config(app, log_level="critical", ws="none")
    uvicorn.Server(config).run(sockets=[listener])


def work(workspace: Path, settings: Settings) -> None:
    with Workshop.open(Workspace(workspace), settings, lease=timedelta(seconds=1)) as shop:
        shop.run()


def main() -> None:
    workspace, url = Path(sys.argv[1]), sys.argv[2]
    settings = Settings(database_url=url, workers=1, memory_limit="300MB")
    shared = Path(tempfile.mkdtemp(prefix="killable-"))
    for line in sys.stdin:
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:  # those that were killed
                pass
        numbers = []
        # One port for all, as the team's server has it: whichever process is free takes the next connection.
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", int(line)))
        listener.listen(128)
        for role in (*("server",) * SERVERS, "worker"):
            number = os.fork()
            if number == 0:
                os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # requests are logged there
                if role == "server":
                    serve(workspace, settings, listener, shared)
                else:
                    listener.close()
                    work(workspace, settings)
                os._exit(0)
            numbers.append(number)
        listener.close()  # it lives as long as a server that holds it
        sys.stdout.write(" ".join(map(str, numbers)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
