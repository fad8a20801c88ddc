"""The API as its document states it: every address, tried with what a program may send, good and bad."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as examined
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import select, true

from mingjian.access.accounts import FIRST, Account, Accounts
from mingjian.access.api_keys import ApiKeys
from mingjian.access.audit import AuditLog
from mingjian.access.policy import SCOPES, Principal, Role, predicate
from mingjian.access.sessions import Sessions
from mingjian.access.webhooks import Webhooks
from mingjian.casework.attachments import Upload
from mingjian.casework.cases import Cases, Origin, OriginKind
from mingjian.casework.corrections import Corrections, Stated
from mingjian.casework.enquiries import AskedBy, Enquiries, Heard, Question
from mingjian.casework.evidence import EvidenceBoard
from mingjian.casework.ledger import SubjectType
from mingjian.casework.notes import Notes
from mingjian.casework.partners import PARTNERS
from mingjian.casework.police import Police
from mingjian.casework.replies import ASKED
from mingjian.casework.taking import Arrival, Taking
from mingjian.casework.tasks import Tasks
from mingjian.casework.wishes import WISHES, Wishes
from mingjian.contract.vocabulary import IssuerReply
from mingjian.risk.what_if import Assessed, Warned
from mingjian.settings import Settings
from mingjian.store.database import Database
from mingjian.store.vault import Vault
from mingjian.web.api import PREFIX
from mingjian.web.app import every_address
from mingjian.web.authority import Address
from tests.casework.people import nobody_withdrew
from tests.web import world
from tests.web.conftest import serving

ADMIN = Principal(FIRST, frozenset({Role.ADMINISTRATOR}))
SENT = {"complaint_id": "N-1", "received_at": "2026-11-25T09:00+08:00", "text": "请停止催收"}
PAPER = ("files", ("a.pdf", b"%PDF-1.7", "application/pdf"))


STATED = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)


def _try(
    operation: "APIOperation[Any, Any, Any, Any]",
    address: str,
    sent: dict[str, str],
    session: requests.Session,
    *,
    each: int,
) -> None:
    strategies = [operation.as_strategy(mode) for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)]

    @examined(
        max_examples=each,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    @given(st.one_of(strategies))
    def holds(case: "Case[Any]") -> None:
        case.call_and_validate(
            base_url=address,
            session=session,
            headers=sent,
            checks=list(STATED),
            timeout=60,
        )

    holds()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("api")
    world.publish(folder)
    world.work(folder)
    return folder


@pytest.fixture(scope="module")
def database(folder: Path) -> Iterator[Database]:
    found = Database.in_folder(folder)
    Accounts(found).make_first()
    yield found
    found.close()


@pytest.fixture(scope="module")
def address(folder: Path, database: Database) -> Iterator[str]:  # with accounts, which the database brings
    settings = Settings.model_validate({"access": {"requests_a_minute": 1_000_000}})
    with serving(folder, settings) as found:
        yield f"{found}/api/v1"


def key(database: Database, team: str = "north", scopes: tuple[str, ...] = SCOPES) -> str:
    return ApiKeys(database).make(by=ADMIN, name="mail room", team=team, scopes=scopes)


def caseworker(database: Database) -> str:
    """The session of a person who may do everything in casework."""
    accounts = Accounts(database)
    known = next((one for one in accounts.list() if one.name == "case.worker"), None)
    if known is None:
        roles = [Role.HANDLER, Role.REVIEWER, Role.INVESTIGATOR, Role.AUDITOR]
        accounts.make(by=ADMIN, name="case.worker", shown_name="Case Worker", team="north", roles=roles, elsewhere=True)
        known = next(one for one in accounts.list() if one.name == "case.worker")
    return Sessions(database).start(known)


def everything(database: Database, team: str) -> Account:
    """Somebody of a team who may do whatever a caseworker may."""
    accounts, name = Accounts(database), f"everything.{team}"
    if name not in {one.name for one in accounts.list()}:
        roles = (Role.HANDLER, Role.REVIEWER, Role.INVESTIGATOR, Role.PROTECTION)
        accounts.make(by=ADMIN, name=name, shown_name=name, team=team, roles=roles, elsewhere=True)
    return next(one for one in accounts.list() if one.name == name)


def client(address: str, key: str | None) -> httpx.Client:
    headers = {} if key is None else {"authorization": f"Bearer {key}"}
    return httpx.Client(base_url=address, headers=headers, timeout=60)


def test_a_complaint_with_its_papers_is_taken_in_and_found_again(address: str, database: Database) -> None:
    with client(address, key(database)) as program:
        taken = program.post("/complaints", data={"complaint": json.dumps(SENT)}, files=[PAPER, PAPER])
        assert taken.status_code == 202
        assert program.get("/complaints/N-1").json() == taken.json()
        assert len(taken.json()["files"]) == 2
        assert program.get(f"/jobs/{taken.json()['job_id']}").json()["state"] == "waiting"
        assert program.get("/complaints/N-1/assessment").status_code == 425
        again = program.post("/complaints", data={"complaint": json.dumps(SENT)}, files=[PAPER, PAPER])
        assert (again.status_code, again.json()) == (200, taken.json())
        other = json.dumps(SENT | {"text": "另一份"})
        assert program.post("/complaints", data={"complaint": other}).status_code == 409
    assert AuditLog(database).entries(action="receive", object_type="complaint", object_id="N-1")


def test_another_team_and_nobody_reach_the_number_of_anything(address: str, folder: Path, database: Database) -> None:
    """Every address of the API that names an object, asked for one that exists."""
    with client(address, key(database)) as program:
        sent = json.dumps(SENT | {"complaint_id": "N-2"})
        job = program.post("/complaints", data={"complaint": sent}).json()["job_id"]
    webhooks = Webhooks(database, Vault.open(folder), hosts=["hooks.example"])
    north = Principal("key north", frozenset({Role.SERVICE}), team="north")
    webhook, _ = webhooks.make("https://hooks.example/x", ["ping"], by=north)
    tried = webhooks.ping(webhook.webhook_id, by=north, where=true())
    known = {"complaint_id": "N-2", "job_id": job, "webhook_id": webhook.webhook_id, "delivery": tried}
    service = Principal("key", frozenset({Role.SERVICE}), scopes=frozenset(SCOPES))
    asked = [
        (method, one.path.removeprefix(PREFIX).format(**known))
        for one in every_address()
        if one.path.startswith(PREFIX) and "{" in one.path
        if one.needs.right is not None and service.may(one.needs.right, one.needs.table)
        for method in one.methods
    ]
    assert len(asked) >= 5
    with client(address, key(database, team="south")) as other, client(address, None) as nobody:
        assert {(one, other.request(*one).status_code) for one in asked} == {(one, 404) for one in asked}
        assert {(one, nobody.request(*one).status_code) for one in asked} == {(one, 401) for one in asked}
        assert other.get("/complaints").json()["complaints"] == []
        assert other.get("/webhooks").json() == []
    assert [one.webhook_id for one in webhooks.list(where=true())] == [webhook.webhook_id]
    with client(address, "mjk_000000000000_" + "A" * 43) as stranger:
        assert stranger.get("/complaints").status_code == 401


def test_a_person_of_another_team_reaches_no_number_of_a_teams_own(
    address: str, folder: Path, database: Database
) -> None:
    """Every page and every address of the API that names an object of a team's, asked by people of another one."""
    with client(address, key(database)) as program:
        sent = json.dumps(SENT | {"complaint_id": "N-3"})
        job = program.post("/complaints", data={"complaint": sent}).json()["job_id"]
    sessions = Sessions(database)
    theirs = {team: everything(database, team) for team in ("north", "south")}
    known = {"complaint_id": "N-3", "job_id": job}
    # An address with a number of another kind that is a team's own ends here: it is to be known, and asked as well.
    asked = [
        (method, one.path.format(**known))
        for one in every_address()
        if "{" in one.path and one.needs.right is not None
        if "team" in predicate(theirs["south"].principal, one.needs.right, one.needs.table).parameters
        for method in one.methods
    ]
    assert len(asked) >= 3
    place = {"track": "reasons", "sentence": "0", "item": "0"}
    desk = address.removesuffix(PREFIX)

    def answers(team: str) -> dict[tuple[str, str], int]:
        headers = {"cookie": f"session={sessions.start(theirs[team])}", "sec-fetch-site": "same-origin"}
        with httpx.Client(base_url=desk, headers=headers, timeout=60) as person:
            assert ("N-3" in person.get(f"{PREFIX}/complaints").text) == (team == "north")
            assert (job in person.get("/jobs").text) == (team == "north")
            return {one: person.request(*one, params=place).status_code for one in asked}

    assert set(answers("south").values()) == {404}
    # While nothing is answered no sentence rests on anything.
    assert 404 not in {answer for (_, path), answer in answers("north").items() if not path.endswith("/evidence")}


PARTS = {
    "correction_id", "evidence_id", "task_id", "note_id", "partner_id", "wish_id", "ask_id", "enquiry_id", "reply_id",
}  # fmt: skip
"""Numbers of what is a part of something with a number of its own."""
WHOLES = {"matter_id", "case_id", "subject_id", "customer_id", "material_id"}
BODIES: dict[str, dict[str, str]] = {
    "standing": {"standing": "fact", "why": "已经核实"},
    "stand": {"standing": "fact", "why": "已经核实"},
    "answer": {"answer": "五月十二日"},
    "give": {"assignee": "everything.south", "why": "她明天休假"},
    "assignee": {"assignee": "everything.south", "why": "她明天休假"},
    "move": {"due_on": "2026-12-01", "why": "医院今天不办公"},
    "day": {"due_on": "2026-12-01", "why": "医院今天不办公"},
    "evidence": {"standing": "fact", "source": "来信所附"},
    "board": {"standing": "fact", "source": "来信所附"},
    "{partner_id}": {"their_number": "8", "why": "他们改了编号"},
}
"""By how an address ends; what needs none, or a reason, is not named."""
ISSUERS_ANSWER = {"reply": "confirmed", "replied_at": "2026-11-01T12:00+08:00", "said": "系我院出具"}
"""A form, since a letter may come with it."""


def test_a_part_is_reached_by_the_number_of_what_it_is_a_part_of_alone(
    address: str, folder: Path, database: Database
) -> None:
    """Every address with the number of a part, asked for one that exists under what it does not belong to."""
    at = world.AS_OF + timedelta(days=2)
    account = everything(database, "north")
    by = account.principal
    matter, case = "M-2026-000001", "CASE-2026-0001"
    arrival = Arrival("K-77", "C-77", world.AS_OF, "mail", "另一件事")
    (other_matter,) = Taking(database).take([arrival], by=by, at=at)
    origin = Origin(OriginKind.GANG, "G-77", "0001")
    other_case = Cases(database).open(origin, title="另一案", by=by, at=at, why="另一伙人").case_id
    police = Police(database)
    request, other_request = (
        police.note_request(
            station="渝中区分局", officers="两名民警", instrument=f"{n}号", scope="流水", due_on=at.date(), by=by, at=at
        )
        for n in (1, 2)
    )
    corrections = Corrections(database)
    corrections.correct(world.COMPLAINT, Stated("ZB-7", at), by=by, at=at, why="转办单上如此")
    proposed = corrections.correct(
        world.COMPLAINT, Stated("ZB-7", at + timedelta(days=9)), by=by, at=at, why="转办单上如此"
    )
    Wishes(database, nobody_withdrew).note("C-5", channel="sms", source="来信", by=by, at=at)
    enquiries = Enquiries(database, Vault.open(folder))
    enquiry = enquiries.ask(
        world.MATERIAL, Question("渝州医院", AskedBy.LETTER, "是否出具", world.AS_OF), by=by, at=world.AS_OF
    )
    denied = Heard(IssuerReply.DENIED, at, "医务科", "无此患者")
    letter = Upload("复函.txt", "查无此人".encode())
    reply = enquiries.answer(enquiry.enquiry_id, denied, of=world.MATERIAL, by=by, at=at, letter=letter)
    with database.read() as connection:
        asked = connection.scalars(select(ASKED.c.ask_id)).one()
        partner = connection.scalars(select(PARTNERS.c.partner_id)).one()
        wish = connection.scalars(select(WISHES.c.wish_id).where(WISHES.c.customer_id == "C-5")).one()
    wholes = {
        "matters": (SubjectType.MATTER, matter, other_matter),
        "cases": (SubjectType.CASE, case, other_case),
        "police": (SubjectType.POLICE_REQUEST, request, other_request),
        "customers": (SubjectType.CUSTOMER, "C-5", "C-6"),
        "materials": (SubjectType.MATERIAL, world.MATERIAL, "M-77"),
    }
    parts = {
        "correction_id": proposed.correction_id,
        "evidence_id": EvidenceBoard(database).of(case)[0].evidence_id,
        "partner_id": partner,
        "wish_id": wish,
        "ask_id": asked,
        "enquiry_id": enquiry.enquiry_id,
        "reply_id": reply.reply_id,
    }
    # Whatever hangs on one kind of thing is asked for under another kind too: their rights differ.
    of = {name: {} for name in ("task_id", "note_id")}  # type: dict[str, dict[str, str]]
    for place, (kind, mine, _other) in wholes.items():
        if kind not in (SubjectType.CUSTOMER, SubjectType.MATERIAL):
            task = Tasks(database).add(kind, mine, "核对", assignee=by.name, by=by, at=at)
            file = Notes(database).add(
                kind, mine, "附件", by=by, at=at, file_sha256=world.digest_of(world.paper()), file_name="a.jpg"
            )
            of["task_id"][place], of["note_id"][place] = task.task_id, file.note_id
    headers = {"cookie": f"session={Sessions(database).start(account)}", "sec-fetch-site": "same-origin"}
    found: dict[str, set[int]] = {}
    with httpx.Client(base_url=address.removesuffix(PREFIX), headers=headers, timeout=60) as person:

        def ask(one: Address, names: dict[str, str]) -> int:
            of_an_issuer = "enquiry_id" in names
            body = ISSUERS_ANSWER if of_an_issuer else BODIES.get(one.path.rsplit("/", 1)[-1], {"why": "没有理由"})
            as_json = one.path.startswith(PREFIX) and not of_an_issuer
            sent: dict[str, Any] = {"json": body} if as_json else {"data": body}
            return person.request(one.methods[0], one.path.format(**names), **sent).status_code

        for one in every_address():
            names = re.findall(r"{(\w+)}", one.path)
            if len(names) != 2 or names[1] not in PARTS:
                # A number behind another one is a part: it is to be named above, or below where it is none.
                assert len(names) < 2 or names[1] in {
                    "key",
                    "ending",
                    "other_id",
                    "delivery",
                    "subject_id",
                    "record_id",
                }, one.path
                continue
            assert names[0] in WHOLES, one.path
            place = one.path.removeprefix(PREFIX).split("/")[1]
            _kind, mine, other = wholes[place]
            part = parts.get(names[1]) or of[names[1]][place]
            assert ask(one, {names[0]: other, names[1]: part}) == 404, one.path
            for elsewhere, foreign in of.get(names[1], {}).items():
                if elsewhere != place:
                    assert ask(one, {names[0]: mine, names[1]: foreign}) == 404, one.path
            found.setdefault(names[1], set()).add(ask(one, {names[0]: mine, names[1]: part}))
    assert found.keys() == PARTS
    assert all(statuses - {404, 422} for statuses in found.values()), "under what it belongs to it is found"
    assert 422 not in {status for statuses in found.values() for status in statuses}


@pytest.mark.parametrize(
    ("subject", "said"), [(f"complaints/{world.COMPLAINT}", Assessed), (f"customers/{world.CUSTOMER}", Warned)]
)
def test_what_if_answers_all_that_the_model_says_and_where_it_differs_from_the_run(
    address: str, database: Database, subject: str, said: type[Assessed | Warned]
) -> None:
    with client(address, None) as asking:
        asking.cookies.set("session", caseworker(database))
        answer = asking.get(f"/{subject}/what-if").json()
        assert asking.get(f"/{subject}/what-if?fact=rich").status_code == 422
    assert answer.keys() == {"stands", "supposed", "agrees"}
    assert answer["agrees"] is False  # what this run states was written by hand
    assert answer["stands"] == answer["supposed"]
    assert answer["stands"].keys() == {one.name for one in fields(said)}
    assert all(one["text"] and one["text"] != one["code"] for one in answer["stands"]["reasons"])


def test_no_key_asks_what_a_score_would_be(address: str, database: Database) -> None:
    """Assessments of a run are the whole house's, and what acts without a person has no score to try out."""
    assert not [scope for scope in SCOPES if scope.endswith("_assessments")]
    with client(address, key(database, scopes=SCOPES)) as program:
        for subject in (f"complaints/{world.COMPLAINT}", f"customers/{world.CUSTOMER}"):
            assert program.get(f"/{subject}/what-if").status_code == 403


def test_whoever_asks_too_often_is_told_to_wait_on_the_pages_as_well(tmp_path: Path) -> None:
    world.publish(tmp_path)
    limited = Database.in_folder(tmp_path)
    Accounts(limited).make_first()
    headers = {"cookie": f"session={caseworker(limited)}", "sec-fetch-site": "same-origin"}
    settings = Settings.model_validate({"access": {"requests_a_minute": 3}})
    with serving(tmp_path, settings) as found, httpx.Client(base_url=found, headers=headers, timeout=60) as person:
        told = [person.get(path) for path in ("/complaints", "/queue", "/api/v1/cases", "/queue", "/api/v1/cases")]
        assert [one.status_code for one in told] == [200, 200, 200, 429, 429]
        assert told[4].headers["retry-after"] == "60"
        with client(f"{found}/api/v1", key(limited)) as program:
            assert program.get("/complaints").status_code == 200
    limited.close()


def test_a_session_from_elsewhere_is_refused_as_the_document_says(address: str) -> None:
    refused = httpx.post(f"{address}/complaints", data={"complaint": "{}"}, headers={"cookie": "session=x"}, timeout=60)
    assert (refused.status_code, refused.json()["code"]) == (403, "http")


def test_a_key_without_the_scope_is_refused(address: str, database: Database) -> None:
    with client(address, key(database, scopes=("read:jobs",))) as program:
        assert program.get("/complaints").status_code == 403
        assert program.get("/webhooks").status_code == 403
        assert program.get("/matters").status_code == 403


def test_a_refusal_repeats_nothing_of_what_was_sent(address: str, database: Database) -> None:
    with client(address, key(database)) as program:
        sent = json.dumps(SENT | {"complaint_id": "", "contact_phone": world.PHONE})
        refused = program.post("/complaints", data={"complaint": sent})
        assert refused.status_code == 422
        assert world.PHONE not in refused.text


def test_an_address_that_no_route_can_match_is_refused_as_the_document_says(address: str) -> None:
    with client(address, None) as nobody:
        refused = nobody.get("/jobs/a%0Ab")
    assert (refused.status_code, refused.json()["code"]) == (404, "http")


@pytest.mark.soak
def test_the_document_holds_what_is_served(address: str, database: Database, repetitions: Callable[[int], int]) -> None:
    """Schemathesis: no fault of ours, no answer that the document does not state."""
    with client(address, key(database)) as program, client(address, None) as nobody:
        document = program.get("/openapi.json").json()
        assert document["security"] == [{"key": []}, {"session": []}]
        assert document["components"]["securitySchemes"] == {
            "key": {"type": "http", "scheme": "bearer"},
            "session": {"type": "apiKey", "in": "cookie", "name": "__Host-session"},
        }
        assert nobody.get("/openapi.json").status_code == 401
    document["servers"] = [{"url": address}]
    schema = schemathesis.openapi.from_dict(document)
    as_program = {"authorization": f"Bearer {key(database)}"}
    as_person = {"cookie": f"session={caseworker(database)}", "sec-fetch-site": "same-origin"}
    service = Principal("key", frozenset({Role.SERVICE}), scopes=frozenset(SCOPES))
    for_programs = {
        one.path.removeprefix(PREFIX)
        for one in every_address()
        if one.needs.right is not None and service.may(one.needs.right, one.needs.table)
    }
    checked: set[str] = set()
    with requests.Session() as session:
        for result in schema.get_all_operations():
            assert isinstance(result, Ok), "the document is valid"
            operation = result.ok()
            sent = as_program if operation.path in for_programs else as_person
            _try(operation, address, sent, session, each=repetitions(60))
            checked.add(f"{operation.method} {operation.path}")
    assert len(checked) >= 50
