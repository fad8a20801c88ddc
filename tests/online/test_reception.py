import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from sqlalchemy import true

from mingjian.access.audit import AuditLog
from mingjian.access.policy import Principal, Right, Role, predicate
from mingjian.access.webhooks import DELIVER, SIGNATURE, Webhooks, signature
from mingjian.errors import InputError, NotFoundError
from mingjian.online.delivery import write_delivery
from mingjian.online.reception import ASSESS, ConflictError, Reception, SentFile, TooLargeError
from mingjian.store.database import Database
from mingjian.store.jobs import JobQueue, JobState, Worker
from mingjian.store.vault import Vault

NORTH = Principal("key north", frozenset({Role.SERVICE}), team="north")
SOUTH = Principal("key south", frozenset({Role.SERVICE}), team="south")
PAPER = SentFile("诊断证明.pdf", b"%PDF-1.7 a paper")


def complaint(number: str = "K-1", text: str = "请停止催收") -> str:
    return json.dumps({"complaint_id": number, "received_at": "2026-11-25T09:00+08:00", "text": text})


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault.open(tmp_path / "home")


@pytest.fixture
def reception(database: Database, vault: Vault) -> Reception:
    return Reception(database, vault)


def test_a_complaint_is_taken_in_with_its_files_its_job_and_its_entry(
    reception: Reception, database: Database, vault: Vault
) -> None:
    received, new = reception.take(complaint(), [PAPER], by=NORTH, request_key="1")
    assert new
    assert vault.read(received.files[0]) == PAPER.content
    job = JobQueue(database).find(received.job_id)
    assert (job.kind, job.state, job.team) == (ASSESS, JobState.WAITING, "north")
    entry = AuditLog(database).entries()[0]
    assert (entry.actor, entry.action, entry.object_id) == ("key north", "receive", "K-1")
    assert reception.content("K-1")["files"][0]["name"] == "诊断证明.pdf"


def test_the_same_request_again_changes_nothing(reception: Reception, database: Database) -> None:
    first, _ = reception.take(complaint(), [PAPER], by=NORTH, request_key="1")
    again, new = reception.take(complaint(), [PAPER], by=NORTH, request_key="1")
    assert not new
    assert again == first
    assert JobQueue(database).counts()[JobState.WAITING] == 1
    assert AuditLog(database).verify().entries == 1


@pytest.mark.parametrize(
    ("sent", "key", "by"),
    [(complaint(text="另一份"), "2", NORTH), (complaint("K-2"), "1", NORTH), (complaint(), "1", SOUTH)],
    ids=["another text", "the key of another", "another team's number"],
)
def test_what_contradicts_an_earlier_request_is_refused_and_not_kept(
    reception: Reception, vault: Vault, sent: str, key: str, by: Principal
) -> None:
    reception.take(complaint(), [], by=NORTH, request_key="1")
    before = set(vault.digests())
    with pytest.raises(ConflictError):
        reception.take(sent, [PAPER], by=by, request_key=key)
    assert set(vault.digests()) == before


def test_what_cannot_be_taken_leaves_nothing(reception: Reception, database: Database, vault: Vault) -> None:
    with pytest.raises(InputError, match="complaint_id"):
        reception.take('{"text": "没有编号"}', [PAPER], by=NORTH, request_key="1")
    with pytest.raises(TooLargeError):
        reception.take(complaint(), [PAPER] * 21, by=NORTH, request_key="1")
    assert JobQueue(database).list() == ()
    assert list(vault.digests()) == []


def test_a_team_sees_its_own_alone(reception: Reception) -> None:
    reception.take(complaint(), [], by=NORTH, request_key="1")
    handler = Principal("li.na", frozenset({Role.HANDLER}), team="south")
    where = predicate(handler, Right.READ, "received_complaints").clause
    assert reception.list(where=where) == ()
    with pytest.raises(NotFoundError):
        reception.find("K-1", where=where)


def test_an_assessment_is_kept_sealed_and_announced_once(
    reception: Reception, database: Database, vault: Vault
) -> None:
    Webhooks(database, vault, hosts=["example.com"]).make("https://example.com/x", ["complaint.assessed"], by=NORTH)
    reception.take(complaint(), [], by=NORTH, request_key="1")
    assert reception.assessment("K-1", where=true()) is None

    def handler(job: object) -> object:
        content = job.payload["content"]  # type: ignore[attr-defined]
        return lambda connection: reception.keep_assessment(connection, content, '{"zone": "undecided"}', "0001")

    assert Worker(database, {ASSESS: handler}).run_one()  # type: ignore[dict-item]
    assert reception.assessment("K-1", where=true()) == {"zone": "undecided"}
    assert [job.kind for job in JobQueue(database).list(state=JobState.WAITING)] == [DELIVER]


def test_what_was_deleted_leaves_no_file_that_another_does_not_hold(
    reception: Reception, database: Database, vault: Vault
) -> None:
    alone = SentFile("own.pdf", b"only his")
    reception.take(complaint("K-1"), [PAPER, alone], by=NORTH, request_key="1")
    reception.take(complaint("K-2"), [PAPER], by=NORTH, request_key="2")
    with database.begin() as connection:
        gone = reception.delete(connection, "K-1")
    for digest in gone:
        vault.delete(digest)
    digests = set(vault.digests())
    assert hashlib.sha256(PAPER.content).hexdigest() in digests
    assert hashlib.sha256(alone.content).hexdigest() not in digests
    assert [one.complaint_id for one in reception.list(where=true())] == ["K-2"]


def test_what_was_taken_in_becomes_a_delivery_once(reception: Reception, vault: Vault, tmp_path: Path) -> None:
    import polars as pl

    reception.take(complaint(), [PAPER], by=NORTH, request_key="1")
    assert write_delivery(reception, vault, tmp_path) == ("K-1",)
    assert pl.read_parquet(tmp_path / "complaints.parquet")["text"].to_list() == ["请停止催收"]
    (material,) = pl.read_parquet(tmp_path / "materials.parquet").to_dicts()
    assert (tmp_path / material["path"]).read_bytes() == PAPER.content
    reception.mark_delivered(["K-1"], "v1")
    assert write_delivery(reception, vault, tmp_path) == ()


def test_a_value_that_cannot_be_read_goes_into_the_delivery_as_it_was_written(
    reception: Reception, vault: Vault, tmp_path: Path
) -> None:
    import polars as pl

    odd = {
        "contact_phone": "139****8000",
        "sender_address": "重庆市\u200b渝中区",
        "due_at": "月底",
        "received_at": "刚才",
        "colour": "red",
        "representations": [{"fee_yuan": "一些"}, "王明"],
    }
    sent = json.dumps(json.loads(complaint()) | odd)
    received, _new = reception.take(sent, [], by=NORTH, request_key="1")
    assert reception.take(sent, [], by=NORTH, request_key="1") == (received, False)
    write_delivery(reception, vault, tmp_path)
    (row,) = pl.read_parquet(tmp_path / "complaints.parquet").to_dicts()
    assert (row["contact_phone"], row["sender_address"]) == ("139****8000", "重庆市渝中区"), "intake says why it is not"
    assert (row["due_at"], row["colour"]) == ("月底", "red")
    assert row["received_at"] == received.taken_at
    (acting,) = pl.read_parquet(tmp_path / "representations.parquet").to_dicts()
    assert (acting["representation_id"], acting["fee_yuan"]) == ("K-1-R1", "一些")


def test_whoever_acts_goes_along_into_the_delivery(reception: Reception, vault: Vault, tmp_path: Path) -> None:
    import polars as pl

    acting = [{"representative_name": "王明", "relationship": "lawyer", "fee_yuan": 500}]
    sent = json.dumps(json.loads(complaint("K-3")) | {"representations": acting})
    received, _new = reception.take(sent, [], by=NORTH, request_key="3")
    assert reception.take(sent, [], by=NORTH, request_key="3") == (received, False)
    write_delivery(reception, vault, tmp_path)
    (row,) = pl.read_parquet(tmp_path / "representations.parquet").to_dicts()
    assert (row["representation_id"], row["complaint_id"], row["fee_yuan"]) == ("K-3-R1", "K-3", 500.0)
    (complained,) = pl.read_parquet(tmp_path / "complaints.parquet").to_dicts()
    assert complained["complaint_id"] == "K-3"


class _Receiver(BaseHTTPRequestHandler):
    taken: ClassVar[list[tuple[str, bytes]]] = []
    answers: ClassVar[list[int]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        _Receiver.taken.append((self.headers[SIGNATURE], body))
        self.send_response(_Receiver.answers.pop(0))
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        return


@pytest.fixture
def receiver() -> Iterator[str]:
    _Receiver.taken.clear()
    server = HTTPServer(("127.0.0.1", 0), _Receiver)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/hook"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_message_is_signed_and_sent_again_until_it_is_taken(database: Database, vault: Vault, receiver: str) -> None:
    webhooks = Webhooks(database, vault, hosts=["127.0.0.1"])
    made, secret = webhooks.make(receiver, ["ping"], by=NORTH)
    job_id = webhooks.ping(made.webhook_id, by=NORTH, where=true())
    _Receiver.answers[:] = [500, 204]
    worker, queue = Worker(database, {DELIVER: webhooks.deliver}), JobQueue(database)
    assert worker.run_one()
    failed = queue.find(job_id)
    assert (failed.state, failed.failure) == (JobState.WAITING, "webhook_delivery: the receiver answered 500")
    again = queue.take(frozenset({DELIVER}), now=datetime.now(UTC) + timedelta(hours=1))
    assert again is not None
    queue.finish(again, webhooks.deliver(again))
    (_, first), (signed, body) = _Receiver.taken
    assert first == body
    assert json.loads(body)["delivery"] == job_id
    stated = dict(part.split("=", 1) for part in signed.split(","))
    expected = hmac.digest(base64.b64decode(secret), stated["t"].encode() + b"." + body, hashlib.sha256).hex()
    assert stated["v1"] == expected == signature(base64.b64decode(secret), stated["t"], body)
    assert webhooks.list(where=true())[0].last_answer == "204"


def test_webhooks_lead_only_where_the_settings_let_them(database: Database, vault: Vault) -> None:
    webhooks = Webhooks(database, vault, hosts=["hooks.example"])
    for address in ("http://169.254.169.254/latest", "file:///etc/passwd", "https://hooks.example@evil/", "nonsense"):
        with pytest.raises(InputError):
            webhooks.make(address, ["ping"], by=NORTH)
    made, _ = webhooks.make("https://hooks.example/x", ["ping"], by=NORTH)
    webhooks.remove(made.webhook_id, by=NORTH, where=true())
    assert webhooks.list(where=true()) == ()
    assert list(vault.digests()) == []
