import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
import uvicorn
from playwright.sync_api import Browser, sync_playwright

from mingjian.settings import Settings
from mingjian.web.app import create_app
from tests.web import world

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@contextmanager
def serving(
    workspace: Path,
    settings: Settings | None = None,
    *,
    team: bool = False,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Iterator[str]:
    """The pages over a workspace on a free port of this machine."""
    app = create_app(workspace, settings or Settings(), team=team, clock=clock)
    config = uvicorn.Config(app, port=0, log_level="warning", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspace")
    world.publish(folder)
    world.work(folder)
    return folder


@pytest.fixture(scope="session")
def address(workspace: Path) -> Iterator[str]:
    with serving(workspace) as address:
        yield address


@pytest.fixture
def desk(address: str) -> Iterator[httpx.Client]:
    """A visitor who has chosen nothing: Chinese."""
    with httpx.Client(timeout=None, base_url=address) as client:
        yield client


@pytest.fixture
def english(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(timeout=None, base_url=address, cookies={"language": "en"}) as client:
        yield client


@pytest.fixture(scope="session")
def chromium_path() -> str:
    path = os.environ.get("MINGJIAN_TEST_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium, or name one in MINGJIAN_TEST_CHROMIUM")
    return path


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """One Chromium for all tests: a second one would be refused while the first is driven."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=list(ARGUMENTS))
        yield browser
        browser.close()
