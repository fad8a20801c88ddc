"""What other systems are told, and how whoever administers sees to it."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import httpx
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sqlalchemy import true

from mingjian.access.accounts import FIRST, Accounts
from mingjian.access.audit import AuditLog
from mingjian.access.policy import Principal, Role
from mingjian.access.sessions import Sessions
from mingjian.access.webhooks import DELIVER, Event, Webhooks
from mingjian.casework.assignments import assign_within
from mingjian.casework.clocks import OF_THE_LAW
from mingjian.casework.confirmations import Confirmations, Heard, KnownChannel, News
from mingjian.casework.decisions import Decisions
from mingjian.casework.ledger import SubjectType
from mingjian.casework.matters import Matters
from mingjian.casework.questions import Answer, Basis, Question
from mingjian.casework.taking import Arrival, Taking
from mingjian.casework.wishes import Wishes
from mingjian.contract import TABLES
from mingjian.errors import InputError, NotFoundError
from mingjian.online.reminders import Reminders
from mingjian.settings import Settings
from mingjian.store import serving as serving_file
from mingjian.store.database import Database
from mingjian.store.jobs import JOBS, JobQueue, JobState
from mingjian.store.vault import Vault
from mingjian.store.workspace import Workspace
from tests.casework.people import ADMINISTRATOR, NOON, nobody_withdrew, person, staff
from tests.web.conftest import serving

HOST = "hooks.example"
ADDRESS = f"https://{HOST}/x"
PROGRAM = Principal("key north", frozenset({Role.SERVICE}), team="north")


@pytest.fixture
def webhooks(database: Database, tmp_path: Path) -> Webhooks:
    return Webhooks(database, Vault.open(tmp_path / "home"), hosts=[HOST])


def told(database: Database) -> list[tuple[str, str]]:
    """Every message, in the order in which they came about."""
    jobs = JobQueue(database).list(where=JOBS.c.kind == DELIVER, limit=1_000)
    return [(job.payload["event"], job.payload["id"]) for job in sorted(jobs, key=lambda job: job.made_at)]


def taken(database: Database, number: int = 1) -> str:
    arrival = Arrival(f"K-{number}", f"C-{number}", NOON, "hotline", f"第{number}件：一天打了九次电话。")
    (matter_id,) = Taking(database).take([arrival], by=person("li.na"), at=NOON)
    return matter_id


def test_what_people_do_is_told_to_whom_an_administrator_named_for_it(database: Database, webhooks: Webhooks) -> None:
    staff(database)
    events = [Event.MATTER_TAKEN, Event.MATTER_ASSIGNED, Event.MATTER_DECIDED, Event.CASE_OPENED]
    webhooks.make(ADDRESS, events, by=ADMINISTRATOR, team="south")
    webhooks.make(ADDRESS, [Event.MATTER_ANSWERED], by=ADMINISTRATOR, team="north")
    matter_id = taken(database)
    with database.begin() as connection:
        assign_within(connection, matter_id, "zhang.wei", by=person("chen.jing"), at=NOON, why="has the time for it")
    Decisions(database).judge(
        SubjectType.MATTER, matter_id, Question.MERIT, Answer.UPHELD, basis=Basis.FACTS, why="as the ledger says",
        by=person("zhang.wei"), at=NOON,
    )  # fmt: skip
    assert told(database) == [
        ("matter.taken", matter_id),
        ("matter.assigned", matter_id),
        ("matter.decided", matter_id),
    ]


def test_a_program_hears_of_its_own_teams_complaints_alone(webhooks: Webhooks) -> None:
    webhooks.make(ADDRESS, [Event.COMPLAINT_RECEIVED, Event.COMPLAINT_ASSESSED], by=PROGRAM)
    with pytest.raises(InputError, match="administrator"):
        webhooks.make(ADDRESS, [Event.CASE_OPENED], by=PROGRAM)


def test_what_is_due_is_told_once_for_its_day_and_again_when_the_day_has_passed(
    database: Database, webhooks: Webhooks, tmp_path: Path
) -> None:
    webhooks.make(ADDRESS, [Event.MATTER_DUE_SOON, Event.MATTER_OVERDUE], by=ADMINISTRATOR)
    matter_id = taken(database)
    due = Matters(database).find(matter_id, today=NOON.date()).due.at
    reminders = Reminders(Workspace(tmp_path), database, OF_THE_LAW)
    expected: list[tuple[str, str]] = []
    for moment, event in ((due - timedelta(days=5), ""), (due - timedelta(days=2), "due_soon"), (due, ""),
                          (due + timedelta(days=2), "overdue"), (due + timedelta(days=3), "")):  # fmt: skip
        for _ in range(2):
            reminders.tell(moment)
        expected += [(f"matter.{event}", matter_id)] if event else []
        assert told(database) == expected, moment


def test_a_new_run_is_told_once_and_whether_somebody_is_to_be_asked_about_what_is_new(
    database: Database, webhooks: Webhooks, tmp_path: Path
) -> None:
    webhooks.make(ADDRESS, [Event.RUN_CURRENT, Event.CONFIRMATIONS_WAITING], by=ADMINISTRATOR)
    changed = tmp_path / "customer_changes.parquet"
    row = {"change_id": "X-1", "customer_id": "C-1", "field": "phone", "changed_at": NOON - timedelta(days=3)}
    schema = TABLES["customer_changes"].arrow_schema
    pq.write_table(pa.Table.from_pylist([{name: row.get(name) for name in schema.names}], schema), changed)
    serving_file.build(dict.fromkeys(TABLES) | {"customer_changes": changed}, tmp_path / "serving")
    confirmations, wishes = Confirmations(database), Wishes(database, nobody_withdrew)
    wishes.note("C-1", channel="", source="请勿联系", by=person("li.na"), at=NOON)
    for name in ("0000", "0001", "0001", "0002"):  # at first who is new wants no contact
        if name == "0001":
            for wish in wishes.of("C-1"):
                wishes.lift("C-1", wish.wish_id, by=person("li.na"), at=NOON, why="客户来电说可以联系")
        if name == "0002":  # asked in vain: nobody is pestered
            confirmations.note(
                "C-1", news=News.PHONE, channel=KnownChannel.APP, heard=Heard.NO_ANSWER, said="no answer",
                by=person("li.na"), at=NOON,
            )  # fmt: skip
        current = SimpleNamespace(
            name=name, serving=tmp_path / "serving", read_record=lambda: SimpleNamespace(as_of=NOON)
        )
        Reminders(SimpleNamespace(current=current), database, OF_THE_LAW).tell(NOON)  # type: ignore[arg-type]
    assert told(database) == [
        ("run.current", "0000"),
        ("run.current", "0001"),
        ("confirmations.waiting", "0001"),
        ("run.current", "0002"),
    ]


def test_a_new_secret_replaces_the_old_one_which_is_destroyed(database: Database, tmp_path: Path) -> None:
    vault = Vault.open(tmp_path / "home")
    webhooks = Webhooks(database, vault, hosts=[HOST])
    made, first = webhooks.make(ADDRESS, [Event.PING], by=PROGRAM)
    before = set(vault.digests())
    second = webhooks.renew_secret(made.webhook_id, by=PROGRAM, where=true())
    assert first != second
    assert len(set(vault.digests())) == 1
    assert not before & set(vault.digests())
    assert AuditLog(database).entries()[0].action == "renew_secret"


def test_what_was_not_taken_in_twelve_tries_is_sent_again_when_somebody_says_so(
    database: Database, webhooks: Webhooks
) -> None:
    made, _ = webhooks.make(ADDRESS, [Event.PING], by=PROGRAM)
    other, _ = webhooks.make(ADDRESS, [Event.PING], by=PROGRAM)
    delivery = webhooks.ping(made.webhook_id, by=PROGRAM, where=true())
    queue, now = JobQueue(database), datetime.now(UTC)
    for _ in range(12):
        now += timedelta(days=1)
        job = queue.take(frozenset({DELIVER}), now=now)
        assert job is not None
        queue.fail(job, "webhook_delivery: the receiver answered 500")
    (failed,) = webhooks.deliveries(made.webhook_id, where=true())
    assert (failed.delivery, failed.state, failed.attempts) == (delivery, JobState.FAILED, 12)
    with pytest.raises(NotFoundError):
        webhooks.deliver_again(other.webhook_id, delivery, by=PROGRAM, where=true())
    webhooks.deliver_again(made.webhook_id, delivery, by=PROGRAM, where=true())
    assert webhooks.deliveries(made.webhook_id, where=true())[0].state is JobState.WAITING
    assert webhooks.deliveries(other.webhook_id, where=true()) == ()


def test_an_administrator_makes_tries_and_ends_a_webhook_on_its_page(tmp_path: Path) -> None:
    database = Database.in_folder(tmp_path)
    Accounts(database).make_first()
    staff(database)
    settings = Settings.model_validate({"web": {"webhook_hosts": [HOST]}})
    people = {one.name: Sessions(database).start(one) for one in Accounts(database).list() if one.name != FIRST}
    by = Principal(FIRST, frozenset({Role.ADMINISTRATOR}))
    Accounts(database).make(by=by, name="boss", shown_name="B", team="main", roles=[Role.ADMINISTRATOR], elsewhere=True)
    (boss,) = (Sessions(database).start(one) for one in Accounts(database).list() if one.name == "boss")
    headers = {"sec-fetch-site": "same-origin"}
    with (
        serving(tmp_path, settings) as address,
        httpx.Client(
            base_url=address, headers=headers, cookies={"session": boss, "language": "en"}, timeout=60
        ) as page,
    ):
        form = {"address": ADDRESS, "team": "north", "events": ["matter.answered", "case.stepped"]}
        made = page.post("/webhooks", data=form).text
        secret = re.search(r'class="once">([^<]+)<', made)
        number = re.search(r"W-[0-9a-f]{16}", made)
        assert secret is not None
        assert number is not None
        shown = page.get("/webhooks").text
        assert secret[1] not in shown
        assert "a matter was answered" in shown
        assert page.post("/webhooks", data=form | {"address": "https://elsewhere.example/"}).status_code == 422
        assert page.post(f"/webhooks/{number[0]}/ping").status_code == 303
        one = page.get(f"/webhooks/{number[0]}").text
        assert "nothing: a message to try the receiver" in one
        assert "waiting" in one
        renewed = re.search(r'class="once">([^<]+)<', page.post(f"/webhooks/{number[0]}/secret").text)
        assert renewed is not None
        assert renewed[1] != secret[1]
        handler = page.get("/webhooks", headers={"cookie": f"session={people['li.na']}"})
        assert handler.status_code == 403
        assert page.post(f"/webhooks/{number[0]}/removal").status_code == 303
        assert page.get(f"/webhooks/{number[0]}").status_code == 404
    acts = [entry.action for entry in AuditLog(database).entries() if entry.object_type == "webhook"]
    assert acts == ["remove", "renew_secret", "ping", "make"]
    database.close()
