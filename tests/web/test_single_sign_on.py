"""Signing on at a real OpenID Connect provider, which runs beside the server."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest

from mingjian.access.accounts import FIRST, Accounts
from mingjian.access.audit import AuditLog
from mingjian.access.policy import Principal, Role
from mingjian.settings import Settings
from mingjian.store.database import Database
from tests.web import world
from tests.web.conftest import serving

ADMIN = Principal(FIRST, frozenset({Role.ADMINISTRATOR}))
PEOPLE = ({"sub": "7f3a", "preferred_username": "li.na"}, {"sub": "91bc", "preferred_username": "a.stranger"})


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    people = [part for one in PEOPLE for part in ("--user-claims", json.dumps(one))]
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), "-n", "true", *people],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    while True:
        assert process.poll() is None, "the provider did not start"
        try:
            httpx.get(f"{address}/.well-known/openid-configuration").raise_for_status()
            break
        except httpx.HTTPError:
            time.sleep(0.1)
    yield address
    process.kill()
    process.wait()


@dataclass(frozen=True)
class Served:
    address: str
    database: Database


@pytest.fixture(scope="module")
def served(provider: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("sign-on")
    world.publish(folder)
    database = Database.in_folder(folder)
    accounts = Accounts(database)
    accounts.make_first()
    made = accounts.make(by=ADMIN, name="li.na", shown_name="李娜", team="north", roles=[Role.HANDLER], elsewhere=True)
    assert made is None  # without a password here
    settings = Settings.model_validate(
        {"access": {"issuer": provider, "client_id": "mingjian", "client_secret": "a secret of the two"}}
    )
    with serving(folder, settings) as address:
        yield Served(address, database)
    database.close()


def visitor(served: Served) -> httpx.Client:
    return httpx.Client(base_url=served.address, cookies={"language": "en"}, timeout=60)


def sign_on(client: httpx.Client, subject: str) -> httpx.URL:
    """Goes to the provider and signs on there; the address that it leads back to."""
    to_provider = client.get("/sign-in/elsewhere?next=%2Fgangs")
    assert to_provider.status_code == 303
    with httpx.Client(timeout=60) as browser:
        back = browser.post(to_provider.headers["location"], data={"sub": subject})
    assert back.is_redirect
    return httpx.URL(back.headers["location"])


def test_a_person_signs_on_at_the_provider_and_goes_on_where_they_began(served: Served) -> None:
    with visitor(served) as client:
        entered = client.get(sign_on(client, "7f3a"))
        assert (entered.status_code, entered.headers["location"]) == (303, "/gangs")
        assert client.get("/complaints").status_code == 200
        assert client.get("/people").status_code == 403
    assert AuditLog(served.database).entries(action="sign_in")[0].actor == "li.na"


def test_who_has_no_account_here_is_refused_though_the_provider_knows_them(served: Served) -> None:
    with visitor(served) as client:
        assert client.get(sign_on(client, "91bc")).status_code == 401
        assert client.get("/complaints").status_code == 303


def test_a_code_that_another_browser_began_or_that_was_used_is_refused(served: Served) -> None:
    with visitor(served) as client, visitor(served) as thief:
        back = sign_on(client, "7f3a")
        assert thief.get(back).status_code == 401
        sign_on(thief, "7f3a")  # begun, but another state
        assert thief.get(back).status_code == 401
        assert client.get(back).status_code == 303
        cookies = dict(client.cookies)
        client.cookies.clear()
        assert client.get(back).status_code == 401
        assert "session" in cookies
