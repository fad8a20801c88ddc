"""The pages over a workspace, for benchmarks that look at them in a browser."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from mingjian.settings import Settings
from mingjian.web.app import create_app


@contextmanager
def served(workspace: Path) -> Iterator[str]:
    """Serves them on a free port of this machine; gives their address once they answer."""
    server = uvicorn.Server(uvicorn.Config(create_app(workspace, Settings()), port=0, log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()
