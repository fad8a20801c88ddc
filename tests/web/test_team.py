"""The server of a team: signing in, rights, and what nobody may."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPMethod
from pathlib import Path

import httpx
import pyotp
import pytest
from starlette.routing import Match, Mount

from mingjian.access.accounts import FIRST, Accounts
from mingjian.access.api_keys import ApiKeys
from mingjian.access.audit import AuditLog
from mingjian.access.policy import GIVEN_TO_PEOPLE, SCOPES, Principal, Right, Role
from mingjian.access.sampling import draw
from mingjian.access.sessions import Sessions
from mingjian.settings import Settings
from mingjian.store.database import Database
from mingjian.web.api import PREFIX
from mingjian.web.api.application import create_api
from mingjian.web.app import MOST_OF_A_FORM, create_app, every_address
from mingjian.web.authority import Address
from tests.web import world
from tests.web.conftest import serving

ADMIN = Principal(FIRST, frozenset({Role.ADMINISTRATOR}))
GOOD = "correct horse battery staple"
HERE = {"sec-fetch-site": "same-origin"}
"""What a browser says of a form on its own page."""
FORM = {"content-type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Team:
    """A served team: its address, its database, the first administrator's password, and its workspace."""

    address: str
    database: Database
    password: str
    folder: Path

    def as_nobody(self) -> httpx.Client:
        # Each request on a connection of its own: a server may close one whose refused request it did not read.
        alone = httpx.Limits(max_keepalive_connections=0)
        return httpx.Client(base_url=self.address, headers=HERE, cookies={"language": "en"}, timeout=None, limits=alone)

    def signed_in(self, name: str) -> httpx.Client:
        """A visitor of the account; a session of its own."""
        (account,) = (one for one in Accounts(self.database).list() if one.name == name)
        client = self.as_nobody()
        client.cookies.set("session", Sessions(self.database).start(account))
        return client


def accept(database: Database, name: str, *roles: Role, team: str = "north") -> None:
    """An account whose owner has chosen a password already."""
    accounts = Accounts(database)
    password = accounts.make(by=ADMIN, name=name, shown_name=name.title(), team=team, roles=roles)
    assert password is not None
    accounts.change_password(accounts.check(name, password), old=password, new=GOOD)


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    folder = tmp_path_factory.mktemp("team")
    world.publish(folder)
    database = Database.in_folder(folder)
    password = Accounts(database).make_first()
    assert password is not None
    for role in GIVEN_TO_PEOPLE:
        accept(database, f"a.{role}", role)
    settings = Settings.model_validate({"access": {"sign_ins_a_minute": 1_000, "requests_a_minute": 100_000}})
    with serving(folder, settings) as address:
        yield Team(address, database, password, folder)
    database.close()


def fill(path: str) -> str:
    known = {"complaint_id": world.COMPLAINT, "customer_id": world.CUSTOMER, "gang_id": world.GANG}
    known |= {"template_id": world.TEMPLATE, "name": "0001", "ending": "csv"}
    return re.sub(r"{(\w+)}", lambda found: known.get(found[1], "none"), path)


def test_where_accounts_exist_one_signs_in_though_nobody_asked_for_a_team(team: Team) -> None:
    with team.as_nobody() as nobody:
        answer = nobody.get("/complaints?page=2")
        assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=%2Fcomplaints%3Fpage%3D2")


def test_the_first_administrator_chooses_a_password_and_makes_people(tmp_path: Path) -> None:
    world.publish(tmp_path)
    database = Database.in_folder(tmp_path)
    first = Accounts(database).make_first()
    with (
        serving(tmp_path) as address,
        httpx.Client(base_url=address, headers=HERE, cookies={"language": "en"}, timeout=None) as admin,
    ):
        answer = admin.post("/sign-in", data={"name": FIRST, "password": first, "next": "/people"})
        assert answer.headers["location"] == "/account"
        assert admin.get("/people").headers["location"] == "/account"
        refused = admin.post("/account/password", data={"old": first, "new": "password1234", "again": "password1234"})
        assert "easily guessed" in refused.text
        before = admin.cookies["session"]
        assert admin.post("/account/password", data={"old": first, "new": GOOD, "again": GOOD}).status_code == 303
        assert admin.cookies["session"] != before
        made = admin.post(
            "/people", data={"name": "li.na", "shown_name": "李娜", "team": "north", "roles": ["handler", "reviewer"]}
        )
        found = re.search(r'<code class="once">([^<]+)</code>', made.text)
        assert found is not None
        assert found[1] not in admin.get("/people").text
        assert (
            admin.post(
                "/people", data={"name": "li.na", "shown_name": "x", "team": "n", "roles": "handler"}
            ).status_code
            == 422
        )
    account = Accounts(database).check("li.na", found[1])
    assert account.roles == {Role.HANDLER, Role.REVIEWER}
    database.close()


def test_a_session_is_new_at_each_sign_in_hidden_from_script_and_gone_after_sign_out(team: Team) -> None:
    with team.as_nobody() as visitor:
        visitor.cookies.set("session", "chosen-by-somebody-else")
        answer = visitor.post("/sign-in", data={"name": "a.handler", "password": GOOD, "next": "//elsewhere.example"})
        (cookie,) = (one for one in answer.headers.get_list("set-cookie") if one.startswith("session="))
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert answer.headers["location"] == "/"
        token = answer.cookies["session"]
        assert token != "chosen-by-somebody-else"
    with team.as_nobody() as visitor:
        visitor.cookies.set("session", token)
        assert visitor.get("/complaints").status_code == 200
        visitor.post("/sign-out")
        visitor.cookies.set("session", token)
        assert visitor.get("/complaints").status_code == 303


def test_over_tls_a_session_is_the_hosts_own_and_the_browser_comes_back_so(team: Team) -> None:
    said = {"name": "a.handler", "password": GOOD}
    with team.as_nobody() as visitor:
        visitor.headers["x-forwarded-proto"] = "https"  # as a proxy on this machine says, which is believed
        visitor.headers["host"] = "testserver"
        answer = visitor.post("/sign-in", data=said)
        (cookie,) = (one for one in answer.headers.get_list("set-cookie") if "session=" in one)
        assert cookie.startswith("__Host-session=")
        assert {"HttpOnly", "Secure", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
        assert "Domain" not in cookie
        assert answer.headers["strict-transport-security"] == f"max-age={365 * 86_400}"
        token = answer.cookies["__Host-session"]
        own = {"cookie": f"__Host-session={token}"}
        assert visitor.get("/complaints", headers=own).status_code == 200
        planted = {"cookie": f"session={token}"}
        assert visitor.get("/complaints", headers=planted).status_code == 303, "a neighbour may have set it"
        foreign = own | {"sec-fetch-site": "", "origin": "https://elsewhere.example"}
        assert visitor.post("/sign-out", headers=foreign).status_code == 403
        out = visitor.post("/sign-out", headers=own)
        assert out.headers["set-cookie"].startswith('__Host-session=""')
        assert "Secure" in out.headers["set-cookie"]
        assert visitor.get("/complaints", headers=own).status_code == 303
        local = visitor.get("/sign-in", headers={"host": "localhost"})
        assert "strict-transport-security" not in local.headers, "it would bind every other port of this machine"


def test_in_the_clear_nothing_is_said_of_tls_and_its_cookie_is_not_read(team: Team) -> None:
    with team.as_nobody() as visitor:
        answer = visitor.post("/sign-in", data={"name": "a.handler", "password": GOOD}, headers={"host": "testserver"})
        assert "strict-transport-security" not in answer.headers
        renamed = {"cookie": f"__Host-session={answer.cookies['session']}"}
        visitor.cookies.clear()
        assert visitor.get("/complaints", headers=renamed).status_code == 303


def test_wrong_passwords_are_counted_and_written_down(tmp_path: Path) -> None:
    database = Database.in_folder(tmp_path)
    Accounts(database).make_first()
    settings = Settings.model_validate({"access": {"sign_ins_a_minute": 2}})
    with serving(tmp_path, settings) as address, httpx.Client(base_url=address, headers=HERE, timeout=None) as visitor:
        tried = [visitor.post("/sign-in", data={"name": FIRST, "password": "x"}).status_code for _ in range(3)]
    assert tried == [401, 401, 429]
    assert [entry.action for entry in AuditLog(database).entries(action="refused_sign_in")] == ["refused_sign_in"] * 2
    database.close()


def test_a_form_without_a_browsers_word_for_it_is_refused_where_a_session_comes_with_it(team: Team) -> None:
    with team.signed_in("a.handler") as visitor:
        for headers in ({}, {"sec-fetch-site": "cross-site"}, {"origin": "https://elsewhere.example"}):
            visitor.headers = httpx.Headers(headers)
            assert visitor.post("/find", data={"text": "x"}).status_code == 403


def test_what_no_database_keeps_and_what_is_larger_than_anything_asked_for_is_refused(team: Team) -> None:
    with team.as_nobody() as nobody, team.signed_in("a.auditor") as auditor:
        assert nobody.post("/sign-in", data={"name": "a\x00b", "password": "x"}).status_code in (401, 422)
        assert auditor.get("/audit", params={"actor": "a\x00b"}).status_code == 422
        form = b"&".join(b"x=" + b"e" * (MOST_OF_A_FORM // 9) for _ in range(9))
        too_much = nobody.post("/preferences", content=form, headers=FORM)
        assert too_much.status_code == 413
        assert "This is too much at once" in too_much.text


def test_a_field_is_shown_to_the_roles_that_need_it(team: Team) -> None:
    page = f"/customers/{world.CUSTOMER}"
    ask = {"field": "id_number", "reason": "to answer a court"}
    with team.signed_in("a.handler") as handler, team.signed_in("a.investigator") as investigator:
        assert handler.post(f"{page}/unmask", data=ask).status_code == 403
        assert world.IDENTITY in investigator.post(f"{page}/unmask", data=ask).text
        assert world.PHONE in handler.post(f"{page}/unmask", data=ask | {"field": "phone"}).text
        assert 'value="id_number"' not in handler.get(page).text
        assert 'value="id_number"' in investigator.get(page).text
    entry = AuditLog(team.database).entries(action="unmask_id_number")[0]
    assert (entry.actor, entry.object_id, entry.reason) == ("a.investigator", world.CUSTOMER, "to answer a court")


def test_looks_and_exports_stand_in_the_log_under_the_persons_name(team: Team) -> None:
    with team.signed_in("a.reviewer") as reviewer:
        reviewer.get(f"/complaints/{world.COMPLAINT}")
        reviewer.get("/complaints.csv")
    entries = AuditLog(team.database).entries(actor="a.reviewer", limit=2)
    actions = [(entry.action, entry.object_id) for entry in entries]
    assert actions == [("export_csv", "complaints"), ("view", world.COMPLAINT)]


def test_an_auditor_lists_takes_and_draws_from_the_log(team: Team) -> None:
    with team.signed_in("a.reviewer") as reviewer:
        reviewer.get(f"/customers/{world.CUSTOMER}")
        reviewer.get(f"/customers/{world.CUSTOMER}/evidence?track=reasons&sentence=0&item=0")
        assert reviewer.get("/audit.csv").status_code == 403
    asked = {"actor": "a.reviewer", "thing": "customer", "number": world.CUSTOMER}
    with team.signed_in("a.auditor") as auditor:
        assert auditor.get("/audit", params=asked).text.count("looked at</td>") == 1
        assert "No entry matches" in auditor.get("/audit", params=asked | {"number": "C-none"}).text
        taken = auditor.get("/audit.csv", params=asked).text
        assert ("a.reviewer,view,customer,P-" in taken, world.CUSTOMER in taken) == (True, False)
        by_api = auditor.get("/api/v1/audit/entries", params={"actor": "a.reviewer", "object_type": "customer"}).json()
        assert {one["action"] for one in by_api} == {"view"}
        assert "drawn with seed" in auditor.post("/audit/sample", data={"size": 3}).text
    log = AuditLog(team.database)
    exported = log.entries(actor="a.auditor", action="export_csv")[0]
    assert (exported.object_type, exported.reason) == ("audit_log", "1 entries")
    (seed,) = re.findall(r"3 of \d+, seed (\d+)", log.entries(action="draw_sample")[0].reason)
    of = int(log.entries(action="draw_sample")[0].object_id or 0)
    first, again = (draw(log, 3, by=ADMIN, seed=int(seed), of=of).entries for _ in range(2))
    assert first == again
    assert len(first) == 3


def test_the_navigation_holds_what_one_may_open(team: Team) -> None:
    with team.signed_in("a.administrator") as administrator, team.signed_in("a.handler") as handler:
        assert 'href="/gangs"' not in administrator.get("/people").text
        assert 'href="/people"' not in handler.get("/complaints").text
        assert 'href="/gangs"' in handler.get("/complaints").text


KEY = "a program"
WHO = (None, *GIVEN_TO_PEOPLE, KEY)


def may(who: Role | str | None, address: Address) -> bool:
    needs = address.needs
    if not needs.signed_in:
        return True
    if who is None:
        return False
    if needs.right is None:
        return True
    roles = frozenset({Role.SERVICE if who == KEY else Role(who)})
    return Principal("x", roles, team="north", scopes=frozenset(SCOPES)).may(needs.right, needs.table)


VERBS = ("GET", "POST", "DELETE")
TRY_EVERY_VERB = (None, Role.HANDLER, KEY)
"""Who asks over the wire for what no address states as well: nobody else gets further, as the next test says."""


def test_nobody_moves_the_nodes_of_another_persons_picture(team: Team) -> None:
    graph = f"/gangs/{world.GANG}/graph"
    with team.signed_in("a.investigator") as one, team.signed_in("a.reviewer") as other:
        (first, *_) = one.get(f"{graph}.json").json()["nodes"]
        moved = {"id": first["id"], "x": 77.0, "y": 88.0, "by_hand": True}
        assert one.post(f"{graph}/layout", json={"of_run": "0001", "nodes": [moved]}).status_code == 204
        assert one.get(f"{graph}.json").json()["nodes"][0]["x"] == 77.0
        theirs = other.get(f"{graph}.json").json()["nodes"]
        assert not any(node["left"] for node in theirs)
        assert other.post(f"{graph}/layout/reset").status_code == 204
        assert one.get(f"{graph}.json").json()["nodes"][0]["left"]
        assert one.post(f"{graph}/layout/reset").status_code == 204
    with team.signed_in("a.administrator") as administrator:
        for path in ("layout", "layout/reset"):
            assert administrator.post(f"{graph}/{path}", json={"of_run": "0001", "nodes": []}).status_code == 403


@pytest.mark.parametrize("who", WHO, ids=lambda who: str(who))
def test_every_address_opens_to_whom_it_says_and_to_nobody_else(team: Team, who: Role | str | None) -> None:
    """The permission matrix: every address, every role, every verb."""
    wrong = []
    served: dict[str, list[Address]] = {}
    for address in every_address():
        served.setdefault(fill(address.path), []).append(address)
    sessions, session, key = Sessions(team.database), "", ""
    if who == KEY:
        key = ApiKeys(team.database).make(by=ADMIN, name="matrix", team="north", scopes=SCOPES)
    account = next((one for one in Accounts(team.database).list() if one.name == f"a.{who}"), None)
    with team.as_nobody() as client:
        for path, addresses in served.items():
            for verb in VERBS:
                stated = [address for address in addresses if verb in address.methods]
                if not stated and who not in TRY_EVERY_VERB:
                    continue
                client.cookies.clear()
                headers = {"authorization": f"Bearer {key}"} if key else {}
                if account is not None:
                    if sessions.account(session) is None:  # some addresses end it
                        session = sessions.start(account)
                    headers["cookie"] = f"session={session}"
                status = client.request(verb, path, headers=headers).status_code
                if not stated:
                    good = status in (404, 405)
                elif any(may(who, address) for address in stated):
                    good = status not in (401, 403) and status < 500
                elif who is None:
                    good = status == 401 or (status == 303 and verb == "GET")
                else:
                    good = status == 403
                if not good:
                    wrong.append((verb, path, status))
    assert wrong == []


def test_a_verb_that_no_address_states_leads_nowhere_whoever_asks(team: Team) -> None:
    """Where a request goes is found by path and verb alone, before anybody asks who sent it."""
    app = create_app(team.folder, Settings(), team=True)
    served = {"": app.routes, PREFIX: create_api(app.state.desk).routes}
    assert {one.path for one in served[""] if isinstance(one, Mount)} == {PREFIX, "/static"}
    stated: dict[str, set[str]] = {}
    for address in every_address():
        stated.setdefault(fill(address.path), set()).update(address.methods)
    for path, verbs in stated.items():
        under = PREFIX if path.startswith(f"{PREFIX}/") else ""
        routes = [one for one in served[under] if not isinstance(one, Mount)]
        asked = {"type": "http", "path": path.removeprefix(under), "root_path": "", "headers": []}
        taken = {
            verb for verb in HTTPMethod for one in routes if one.matches(asked | {"method": verb})[0] is Match.FULL
        }
        assert taken == verbs, path
    app.state.desk.close()


def test_no_address_takes_a_verb_that_the_matrix_does_not_try() -> None:
    assert {verb for address in every_address() for verb in address.methods} <= set(VERBS)


def test_a_right_that_no_grant_gives_is_refused() -> None:
    assert not any(Principal("x", frozenset({role})).may(right, "nothing") for role in Role for right in Right)


def test_whoever_has_a_second_factor_is_asked_for_it_and_lists_what_is_signed_in(team: Team) -> None:
    accept(team.database, "zhao.min", Role.HANDLER)
    with team.as_nobody() as zhao:
        zhao.headers["user-agent"] = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
        zhao.post("/sign-in", data={"name": "zhao.min", "password": GOOD})
        assert "another one" in zhao.post("/account/factor", data={"password": "x"}).text
        begun = zhao.post("/account/factor", data={"password": GOOD})
        assert "data:image/svg+xml" in begun.text
        secret = re.search(r'<code class="once">([A-Z2-7]+)</code>', begun.text)
        assert secret is not None
        authenticator = pyotp.TOTP(secret[1])
        done = zhao.post("/account/factor/confirmation", data={"code": authenticator.now()})
        recovery = re.findall(r"<li><code>([^<]+)</code></li>", done.text)
        assert len(recovery) == 10
        assert recovery[0] not in zhao.get("/account").text
        page = zhao.get("/account").text
        assert "Firefox, Windows" in page
        assert "10 recovery codes are left" in page
    with team.as_nobody() as again:
        asked = again.post("/sign-in", data={"name": "zhao.min", "password": GOOD, "next": "/gangs"})
        assert asked.headers["location"] == "/sign-in/code?next=%2Fgangs"
        assert again.get("/gangs").status_code == 303
        assert again.get("/sign-in/code").status_code == 200
        used = again.post("/sign-in/code", data={"code": authenticator.now()})
        assert used.status_code == 401  # it was good once
        entered = again.post("/sign-in/code", data={"code": recovery[0], "next": "/gangs"})
        assert entered.headers["location"] == "/gangs"
        assert again.get("/gangs").status_code == 200
        (mark,) = re.findall(r'action="/account/sessions/([0-9a-f]{16})/end"', again.get("/account").text)
        assert again.post(f"/account/sessions/{mark}/end").status_code == 303
        assert again.post(f"/account/sessions/{mark}/end").status_code == 404
    with team.signed_in("a.administrator") as administrator:
        assert "second factor" in administrator.get("/people").text
        account = next(one for one in Accounts(team.database).list() if one.name == "zhao.min")
        administrator.post(f"/people/{account.account_id}/factor/removal")
    with team.as_nobody() as without:
        assert without.post("/sign-in", data={"name": "zhao.min", "password": GOOD}).headers["location"] == "/"
    assert AuditLog(team.database).entries(action="refused_code")[0].object_id == "zhao.min"


def test_the_settings_may_want_a_second_factor_before_anything_else_opens(tmp_path: Path) -> None:
    world.publish(tmp_path)
    database = Database.in_folder(tmp_path)
    Accounts(database).make_first()
    accept(database, "boss", Role.ADMINISTRATOR)
    settings = Settings.model_validate({"access": {"second_factor_for": ["administrator"]}})
    with (
        serving(tmp_path, settings) as address,
        httpx.Client(base_url=address, headers=HERE, cookies={"language": "en"}, timeout=None) as boss,
    ):
        signed_in = boss.post("/sign-in", data={"name": "boss", "password": GOOD, "next": "/people"})
        assert signed_in.headers["location"] == "/account"
        assert boss.get("/people").headers["location"] == "/account"
        assert "asks for a second factor" in boss.get("/account").text
        begun = boss.post("/account/factor", data={"password": GOOD})
        secret = re.search(r'<code class="once">([A-Z2-7]+)</code>', begun.text)
        assert secret is not None
        boss.post("/account/factor/confirmation", data={"code": pyotp.TOTP(secret[1]).now()})
        assert boss.get("/people").status_code == 200
    database.close()
