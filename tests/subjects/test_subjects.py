"""What people may ask for about themselves, on a real workspace: delivered, run, asked for, and searched."""

import gzip
import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest
from sqlalchemy import text, true
from sqlalchemy.exc import DBAPIError

from mingjian import pipeline
from mingjian.access.accounts import Accounts
from mingjian.access.audit import AuditLog
from mingjian.access.layouts import Layouts, Place
from mingjian.access.policy import Principal, Role
from mingjian.casework.accompaniments import Accompaniments, Result
from mingjian.casework.accounted import unaccounted
from mingjian.casework.advert_reports import AdvertReports, Seen
from mingjian.casework.archive import Archive
from mingjian.casework.attachments import Attachments, Upload
from mingjian.casework.cases import Cases, Origin, OriginKind
from mingjian.casework.clocks import PauseCause
from mingjian.casework.clues.handover import Handovers
from mingjian.casework.clues.statement import Statement, Subject, SubjectKind
from mingjian.casework.decisions import Decisions
from mingjian.casework.enquiries import AskedBy, Enquiries
from mingjian.casework.enquiries import Heard as HeardOfIssuer
from mingjian.casework.enquiries import Question as AskedOfIssuer
from mingjian.casework.evidence import EvidenceBoard, Provenance, Standing
from mingjian.casework.ledger import SubjectType
from mingjian.casework.notes import Notes
from mingjian.casework.of_person import held_of, waits_for_an_answer
from mingjian.casework.pauses import Pauses
from mingjian.casework.police import Police
from mingjian.casework.questions import Answer, Basis, Question
from mingjian.casework.replies import Replies
from mingjian.casework.status import CaseStatus
from mingjian.casework.taking import Arrival, Taking
from mingjian.casework.wishes import Wishes
from mingjian.contract import Language
from mingjian.contract.vocabulary import IssuerReply, Platform
from mingjian.errors import InputError
from mingjian.online.reception import Reception, SentFile
from mingjian.online.work import Workshop
from mingjian.settings import Settings
from mingjian.store.database import Database
from mingjian.store.jobs import JOBS, Effect, JobQueue, JobState, Worker, enqueue, no_effect
from mingjian.store.record import CodeRecord, Grounds, RunRecord
from mingjian.store.vault import Vault
from mingjian.store.workspace import Workspace
from mingjian.subjects.belongings import Belongings, Thing
from mingjian.subjects.copying import write_copy
from mingjian.subjects.correction import correct
from mingjian.subjects.deletion import Deletions
from mingjian.subjects.periods import confirm
from mingjian.subjects.requests import (
    ERASE,
    RequestKind,
    RequestState,
    SamePersonError,
    StillInHandError,
    SubjectRequests,
)
from mingjian.subjects.retention import WORK_DAYS, Retention
from mingjian.subjects.settings import SHORTEST_MATTER_DAYS, RetentionSettings
from mingjian.subjects.traces import search
from tests.casework.people import NOON, nobody_withdrew
from tests.lender import SNAPSHOT, write_delivery
from tests.test_cli import mingjian
from tests.web import world

SETTINGS = Settings(workers=1, memory_limit="500MB")
LI_NA = Principal("li.na", frozenset({Role.PROTECTION}), team="north")
WANG = Principal("wang.wei", frozenset({Role.REVIEWER}), team="north")
PERSON = Principal("zhang.sitting", frozenset({Role.DESK}))
GONE, STAYS = "K0002", "K0004"
OWN, SHARED = b"a medical paper of his own", b"a form that both handed in"


def not_in_hand(_customer: str) -> bool:
    return False


@dataclass(frozen=True)
class House:
    home: Workspace
    database: Database
    vault: Vault

    @property
    def deletions(self) -> Deletions:
        return Deletions(self.home, self.database, self.vault)

    @property
    def requests(self) -> SubjectRequests:
        return SubjectRequests(self.database)

    def retention(self, settings: RetentionSettings) -> Retention:
        return Retention(self.home, self.database, self.vault, settings, archive=Archive(self.database))

    def publish(self) -> None:
        """A run that holds what was delivered, and an assessment of each complaint."""
        rows = {path.stem: pq.read_table(path).to_pylist() for path in sorted(self._delivered.glob("*.parquet"))}
        assessed = [{"complaint_id": row["complaint_id"], "agent_probability": 0.4} for row in rows["complaints"]]
        name = world.publish(self.home.root, rows | {"complaint_assessments": assessed})
        record(name).write(self.home.run(name).path)

    def run(self) -> None:
        with self.home.writing():
            pipeline.run(self.home, pipeline.delivered_before(self.home), settings=SETTINGS)

    @property
    def _delivered(self) -> Path:
        return self.home.intake / str(self.home.delivered)

    def delivered(self, table: str) -> pl.DataFrame:
        return pl.read_parquet(self._delivered / f"{table}.parquet")

    def traces(self, *values: str) -> list[str]:
        found = search(values, workspace=self.home, database=self.database, vault=self.vault)
        return [trace.place for trace in found.traces]


def deliver(folder: Path, *, customers: int = 12) -> House:
    delivery = write_delivery(folder / "delivery", customers=customers)
    files = {"own.txt": OWN, "form.txt": SHARED}
    for name, content in files.items():
        (delivery / name).write_bytes(content)
    pl.DataFrame(
        {
            "material_id": ["M-1", "M-2", "M-3"],
            "complaint_id": ["C0002", "C0002", "C0004"],
            "path": ["own.txt", "form.txt", "form.txt"],
        }
    ).write_parquet(delivery / "materials.parquet")
    pl.DataFrame(
        {
            "verification_id": ["V-1"],
            "material_id": ["M-1"],
            "reply": ["confirmed"],
            "replied_by": ["病案室钱医生"],
            "said": ["该编号系我院为孙大年出具"],
            "issued_for": ["孙大年"],
        }
    ).write_parquet(delivery / "verifications.parquet")
    home = Workspace(folder / "home")
    with home.writing():
        pipeline.deliver(home, delivery, settings=SETTINGS)
    return House(home, Database.in_folder(home.root), Vault.open(home.root))


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    found = deliver(tmp_path)
    yield found
    found.database.close()


def record(name: str) -> RunRecord:
    now = datetime.now(UTC)
    code = CodeRecord(mingjian="0", sources_sha256="0" * 64, libraries={})
    grounds = Grounds(inputs={}, settings={}, code=code, models={}, as_of=now, previous=None)
    return RunRecord(
        run=name,
        identity=grounds.identity,
        as_of=now,
        snapshot_at=now,
        intake_version="0",
        started_at=now,
        finished_at=now,
        stages=(),
        outputs={},
        workings={},
        intake={},
        serving_sha256="0" * 64,
        rows_sha256="0" * 64,
        grounds=grounds,
    )


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_nobody_deletes_alone(house: House) -> None:
    request = house.requests.ask(RequestKind.DELETION, GONE, by=LI_NA, reason="letter of 2026-11-20")
    with pytest.raises(SamePersonError):
        house.requests.agree(request.request_id, by=LI_NA, in_hand=not_in_hand)
    assert house.deletions.carry_out(request.request_id).state is RequestState.ASKED
    assert GONE in house.delivered("customers")["customer_id"]
    with pytest.raises(InputError, match="already"):
        house.requests.ask(RequestKind.DELETION, GONE, by=WANG, reason="again")


def test_a_deleted_person_is_found_nowhere_and_everybody_else_stays(house: House) -> None:
    reception = Reception(house.database, house.vault)
    sent = {"complaint_id": "N-7", "customer_id": GONE, "received_at": "2026-11-25T09:00+08:00", "text": "又打来了"}
    reception.take(json.dumps(sent), [SentFile("a.pdf", b"%PDF later")], by=WANG, request_key="1")
    AuditLog(house.database).record(actor="li.na", action="view", object_type="customer", object_id=GONE)
    examined = house.home.cache / "examinations" / digest(OWN)[:2] / f"{digest(OWN)}.json.gz"
    compared = house.home.cache / "comparisons" / "seals" / digest(OWN)[:2] / f"{digest(OWN)}-1-40,60.json.gz"
    others = house.home.cache / "examinations" / digest(SHARED)[:2] / f"{digest(SHARED)}.json.gz"
    damaged = house.home.cache / "comparisons" / "names" / digest(SHARED)[:2] / f"{digest(SHARED)}-1-40,60.json.gz"
    killed = examined.with_name(f".{examined.name}.0123")
    cut_off = house.home.cache / "readings" / "0123.parquet"
    for kept in (examined, compared, others):  # what a run read on the pages, and what their seals are like
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(gzip.compress(b"{}"))
    house.publish()
    phone = "13800000002"
    nodes = [("customer", GONE), ("complaint", "C0002"), ("phone", phone), ("customer", "K0004")]
    layouts = Layouts(house.database, house.vault)
    layouts.keep("li.na", "G-1", {node: Place(1, 1) for node in nodes}, at=NOON)
    assert {place.split(":")[0] for place in house.traces(GONE, "C0002", "N-7", phone)} == {"database", "file", "vault"}
    for broken in (damaged, killed, cut_off):
        broken.parent.mkdir(parents=True, exist_ok=True)
        broken.write_bytes(gzip.compress(OWN)[:-9])

    request = house.requests.ask(RequestKind.DELETION, GONE, by=LI_NA, reason="letter of 2026-11-20")
    house.requests.agree(request.request_id, by=WANG, in_hand=not_in_hand)
    deletions = house.deletions
    worker = Worker(house.database, {ERASE: lambda job: _done(deletions, str(job.payload["request"]))})
    assert worker.run_one()
    assert layouts.of("li.na", "G-1", nodes).keys() == {("customer", "K0004")}
    layouts.keep("li.na", "G-1", {nodes[0]: Place(1, 1)}, at=NOON)  # its picture shows the person until the next run
    assert [one.state for one in deletions.finish()] == [RequestState.ERASED]  # the run still holds the person
    house.run()
    (ended,) = deletions.finish()

    assert (ended.state, ended.person_id, ended.proof["traces"]) == (RequestState.ENDED, None, [])
    assert ended.proof["sealed_files"] > 0
    assert layouts.of("li.na", "G-1", nodes) == {}, "no gang of the current run has them"
    assert house.traces(GONE, "C0002", "N-7", "M-1", phone, digest(OWN)) == []
    assert sorted(house.delivered("customers")["customer_id"]) == [f"K{n:04d}" for n in range(12) if n != 2]
    assert house.delivered("materials")["material_id"].to_list() == ["M-3"]
    assert house.vault.read(digest(SHARED)) == SHARED
    assert not house.vault.has(digest(OWN))
    assert (examined.exists(), compared.exists(), others.exists()) == (False, False, True)
    assert not any(broken.exists() for broken in (damaged, killed, cut_off))
    assert len(house.home.runs) == 1
    verification = AuditLog(house.database).verify()
    assert verification.intact
    assert [entry.object_id for entry in AuditLog(house.database).entries(action="erase")] == [None]


def test_what_somebody_elses_complaint_was_linked_with_keeps_no_deletion_open(tmp_path: Path) -> None:
    house = deliver(tmp_path, customers=36)
    complaints = house.home.intake / str(house.home.delivered) / "complaints.parquet"
    pl.read_parquet(complaints).with_columns(device_id="D-" + pl.col("complaint_id")).write_parquet(complaints)
    house.run()
    reception = Reception(house.database, house.vault)
    sent = {
        "complaint_id": "N-8",
        "customer_id": STAYS,
        "received_at": "2026-11-25T09:00+08:00",
        "device_id": "D-C0002",
    }
    reception.take(json.dumps(sent), [], by=WANG, request_key="1")
    with Workshop(house.home, house.database, house.vault, SETTINGS) as shop:
        assert shop.run_one()
    assessment = reception.assessment("N-8", where=true())
    assert assessment is not None
    assert [one["entity_type"] for one in assessment["links"]["shared"]] == ["device"]
    request = house.requests.ask(RequestKind.DELETION, GONE, by=LI_NA, reason="letter of 2026-11-20")
    house.requests.agree(request.request_id, by=WANG, in_hand=not_in_hand)
    house.deletions.carry_out(request.request_id)
    house.run()
    (ended,) = house.deletions.finish()
    assert (ended.state, ended.proof["traces"]) == (RequestState.ENDED, [])
    assert reception.assessment("N-8", where=true()) == assessment
    house.database.close()


def test_a_telephone_that_another_row_has_too_names_nobody_alone(tmp_path: Path) -> None:
    customers = {"customer_id": [GONE, STAYS], "phone": ["13800000002", "13800000004"]}
    complaints = {
        "complaint_id": ["C-1", "C-2", "C-3"],
        "customer_id": [GONE, STAYS, None],  # the wife called on her husband's telephone; and who called is not known
        "contact_phone": ["13900000000", "13800000002", "13700000000"],
    }
    for name, columns in (("customers", customers), ("complaints", complaints)):
        pl.DataFrame(columns).write_parquet(tmp_path / f"{name}.parquet")
    for seeds, alone in (
        ([Thing("customer", GONE)], {"13900000000"}),
        ([Thing("customer", GONE), Thing("customer", STAYS)], {"13800000002", "13800000004", "13900000000"}),
        ([Thing("complaint", "C-2"), Thing("complaint", "C-3")], {"13700000000"}),
        ([], set()),
    ):
        with Belongings(tmp_path, seeds) as found:
            assert found.values() == alone


def _done(deletions: Deletions, request_id: str) -> Effect:
    deletions.carry_out(request_id)
    return no_effect


def test_a_deletion_that_is_killed_after_its_first_step_still_finds_everything(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = house.requests.ask(RequestKind.DELETION, GONE, by=LI_NA, reason="letter")
    house.requests.agree(request.request_id, by=WANG, in_hand=not_in_hand)
    with monkeypatch.context() as patch:
        patch.setattr(Vault, "delete", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            house.deletions.carry_out(request.request_id)
    assert house.vault.has(digest(OWN))
    assert house.deletions.carry_out(request.request_id).state is RequestState.ERASED
    (ended,) = house.deletions.finish()
    assert ended.state is RequestState.ENDED
    assert ended.proof["sought"] >= 7
    assert not house.vault.has(digest(OWN))


def test_what_another_room_still_holds_keeps_the_deletion_open_and_is_named(house: House) -> None:
    request = house.requests.ask(RequestKind.DELETION, GONE, by=LI_NA, reason="letter")
    house.requests.agree(request.request_id, by=WANG, in_hand=not_in_hand)
    house.deletions.carry_out(request.request_id)
    left = house.home.models / "notes.json"
    left.parent.mkdir(parents=True)
    left.write_text(json.dumps({"customer": GONE}), encoding="utf-8")
    (still,) = house.deletions.finish()
    assert still.state is RequestState.ERASED
    assert still.proof["traces"] == [{"place": "file: models/notes.json", "found": 1}]
    left.unlink()
    assert [one.state for one in house.deletions.finish()] == [RequestState.ENDED]


def test_a_copy_holds_the_persons_rows_and_files_and_nobody_elses(house: House, tmp_path: Path) -> None:
    house.publish()
    (matter, _other) = Taking(house.database).take(
        [
            Arrival("C0002", GONE, NOON, "mail", "催收一天打了九次电话"),
            Arrival("C0004", STAYS, NOON, "mail", "年利率太高"),
        ],
        by=PERSON,
        at=NOON,
    )
    wishes = Wishes(house.database, nobody_withdrew)
    wishes.note(GONE, channel="call", source="请不要打电话", by=PERSON, at=NOON)
    Replies(house.database, wishes).ask(matter, channel="mail", text="是哪一天？", by=PERSON, at=NOON)
    Notes(house.database).add(SubjectType.MATTER, matter, "内部备注", by=PERSON, at=NOON)
    written = write_copy(
        house.home, GONE, tmp_path / "copy.zip", vault=house.vault, casework=held_of(house.database, GONE)
    )
    assert (written.files, written.rows["contacts"], written.rows["complaint_assessments"]) == (2, 3, 1)
    with zipfile.ZipFile(tmp_path / "copy.zip") as archive:
        assert archive.read(f"files/{digest(OWN)}") == OWN
        (customer,) = json.loads(archive.read("delivered/customers.json"))
        assert customer["customer_id"] == GONE
        (question,) = json.loads(archive.read("casework/asked.json"))
        assert (question["matter_id"], question["text"]) == (matter, "是哪一天？")
        (wish,) = json.loads(archive.read("casework/contact_wishes.json"))
        assert wish["source"] == "请不要打电话"
        assert {"casework/matters.json", "casework/arrivals.json"} <= set(archive.namelist())
        everything = b"".join(archive.read(name) for name in archive.namelist())
        assert PERSON.name.encode() not in everything
        assert "内部备注".encode() not in everything
        # Who answered at an issuer, and whom else the answer names, are others.
        (verification,) = json.loads(archive.read("delivered/verifications.json"))
        assert verification["reply"] == "confirmed"
        assert not [name for name in ("钱医生", "孙大年") if name.encode() in everything]
    assert STAYS.encode() not in everything
    assert b"C0004" not in everything


def test_a_deletion_waits_until_an_open_complaint_is_answered(house: House) -> None:
    (matter,) = Taking(house.database).take([Arrival("C0002", GONE, NOON, "mail", "九次电话")], by=PERSON, at=NOON)
    request = house.requests.ask(RequestKind.DELETION, GONE, by=LI_NA, reason="letter")
    in_hand = partial(waits_for_an_answer, house.database)
    assert (in_hand(GONE), in_hand(STAYS)) == (True, False)
    with pytest.raises(StillInHandError):
        house.requests.agree(request.request_id, by=WANG, in_hand=in_hand)
    assert house.requests.find(request.request_id).state is RequestState.ASKED
    assert GONE in house.delivered("customers")["customer_id"]
    Decisions(house.database).judge(
        SubjectType.MATTER, matter, Question.MERIT, Answer.UPHELD, basis=Basis.FACTS, why="通话记录属实", by=PERSON,
        at=NOON,
    )  # fmt: skip
    Replies(house.database, Wishes(house.database, nobody_withdrew)).answer(
        matter, "属实，我们道歉。", channel="mail", language=Language.ZH, by=PERSON, at=NOON
    )
    assert house.requests.agree(request.request_id, by=WANG, in_hand=in_hand).state is RequestState.AGREED


def test_how_a_complaint_was_handled_goes_when_its_time_has_come_and_then_a_deletion_ends(house: House) -> None:
    answered = datetime.now(UTC) - timedelta(days=6 * 365)
    (matter,) = Taking(house.database).take(
        [Arrival("C0002", GONE, answered, "mail", "九次电话")], by=PERSON, at=answered
    )
    attachments = Attachments(house.database, house.vault)
    paper = attachments.add(
        SubjectType.MATTER, matter, Upload("a.txt", "病历".encode()), "附件", by=PERSON, at=answered
    )
    Pauses(house.database).pause(matter, PauseCause.AGREED, ground="她要等几天", by=PERSON, at=answered)
    Decisions(house.database).judge(
        SubjectType.MATTER, matter, Question.MERIT, Answer.UPHELD, basis=Basis.FACTS, why="通话记录属实", by=PERSON,
        at=answered,
    )  # fmt: skip
    replies = Replies(house.database, Wishes(house.database, nobody_withdrew))
    replies.answer(matter, "属实，我们道歉。", channel="mail", language=Language.ZH, by=PERSON, at=answered)
    retention = house.retention(RetentionSettings(matter_days=SHORTEST_MATTER_DAYS, complaint_days=0))
    now = datetime.now(UTC)
    assert retention.due(now).of("matter") == (), (
        "the delivery holds its complaint still: the queue would take it again"
    )
    request = house.requests.ask(RequestKind.DELETION, GONE, by=LI_NA, reason="letter")
    house.requests.agree(request.request_id, by=WANG, in_hand=partial(waits_for_an_answer, house.database))
    house.deletions.carry_out(request.request_id)
    (still,) = house.deletions.finish()
    assert {trace["place"] for trace in still.proof["traces"]} >= {"database: matters", "database: arrivals"}
    kept = retention.keep(now)
    assert (kept.deleted.of("matter"), kept.left.nothing) == ((matter,), True)
    assert not house.vault.has(paper.file_sha256)
    (ended,) = house.deletions.finish()
    assert (ended.state, ended.proof["traces"]) == (RequestState.ENDED, [])
    assert AuditLog(house.database).entries(action="retire", object_type="matter", object_id=matter)
    assert unaccounted(house.database) == (), "its events went with it, and the log says so"


def written_long_ago(house: House, at: datetime) -> str:
    """Everything of casework about a person that no matter holds; the SHA-256 of an issuer's letter."""
    enquiries = Enquiries(house.database, house.vault)
    question = AskedOfIssuer("渝州市第一人民医院", AskedBy.LETTER, f"{GONE} 是否在贵院就诊", at)
    asked = enquiries.ask("M-1", question, by=PERSON, at=at, customer_id=GONE)
    heard = HeardOfIssuer(IssuerReply.CONFIRMED, at, "医务科", "确系我院出具")
    letter = Upload("复函.txt", f"关于 {GONE} 的复函".encode())
    answered = enquiries.answer(asked.enquiry_id, heard, of="M-1", by=PERSON, at=at, letter=letter)
    decisions, genuine = Decisions(house.database), (Question.MATERIAL, Answer.GENUINE)
    why = "医院确认出具"
    decisions.judge(
        SubjectType.MATERIAL, "M-1", *genuine, basis=Basis.FACTS, why=why, by=PERSON, at=at, customer_id=GONE
    )
    cases = Cases(house.database)
    case = cases.open(
        Origin(OriginKind.COMPLAINT, "C0002", "0001", GONE), title="线索核查", by=PERSON, at=at, why="多人举报"
    )
    EvidenceBoard(house.database).add_customers(
        case.case_id, [GONE], provenance=Provenance("电话记录"), standing=Standing.HYPOTHESIS, by=PERSON, at=at
    )
    cases.step(case.case_id, CaseStatus.CLOSED, by=PERSON, at=at, why="查无实据")
    package = Handovers(house.database, lambda: at)
    about = Statement("渝州银行", "张三", at, "向公安机关举报冒名代理投诉", "渝州市公安局", "023")
    package.ask(Subject(SubjectKind.COMPLAINT, "C0002"), about, run="0001", by=PERSON, case_id=case.case_id)
    police = Police(house.database)
    request = police.note_request(
        station="渝中派出所",
        officers="两名民警",
        instrument="8号",
        scope=f"{GONE} 的放款流水",
        due_on=at.date(),
        by=PERSON,
        at=at,
    )
    police.reply(request, "已移交流水一份", by=PERSON, at=at)
    wishes = Wishes(house.database, nobody_withdrew)
    for channel in ("call", "sms"):
        wishes.note(GONE, channel=channel, source="来信要求", by=PERSON, at=at)
    wishes.lift(GONE, wishes.of(GONE)[0].wish_id, by=PERSON, at=at, why="她改了主意")
    reports = AdvertReports(house.database, house.vault)
    seen = Seen(Platform.DOUYIN, at.date(), text="停息挂账")
    told = reports.report(seen, by=PERSON, at=at, customer_id=GONE)
    reports.accept(told.report_id, seen.text, by=PERSON, at=at, why="系引流广告")
    appointments = Accompaniments(house.database)
    met = appointments.arrange(GONE, companion=PERSON.name, station="渝中派出所", meets_at=at, by=PERSON, at=at)
    appointments.came_of(met, Result.TALKED, "她先不报案", by=PERSON, at=at)
    return answered.file_sha256


def test_what_else_was_written_about_somebody_goes_when_its_time_has_come_and_then_a_deletion_ends(
    house: House,
) -> None:
    now = datetime.now(UTC)
    letter = written_long_ago(house, now - timedelta(days=6 * 365))
    retention = house.retention(RetentionSettings(complaint_days=0, document_days=0))
    assert {one.type for one in retention.due(now).work} == {
        "case",
        "package",
        "police_request",
        "wish",
        "appointment",
        "advert_report",
    }, "deliveries hold the document and the customer still"
    request = house.requests.ask(RequestKind.DELETION, GONE, by=LI_NA, reason="letter")
    house.requests.agree(request.request_id, by=WANG, in_hand=partial(waits_for_an_answer, house.database))
    house.deletions.carry_out(request.request_id)
    (still,) = house.deletions.finish()
    found = {trace["place"].removeprefix("database: ") for trace in still.proof["traces"]}
    of_people = (
        "accompaniments advert_reports acts case_evidence cases casework_events clue_handovers contact_wishes decisions"
    )
    assert found - {f"vault: {letter}"} == {*of_people.split(), "enquiries", "police_requests"}
    assert unaccounted(house.database) == (), "the log knows whom it is about until nothing else is left of them"
    kept = retention.keep(now)
    assert kept.left.nothing
    assert {one.type for one in kept.deleted.work} == set(WORK_DAYS) - {"matter"}
    assert not house.vault.has(letter)
    cut_off = house.vault.put_bytes(f"{GONE} 的来信，服务器在收下之前被终止".encode())
    (waits,) = house.deletions.finish()
    assert [trace["place"] for trace in waits.proof["traces"]] == [f"vault: {cut_off}"], "it may be about to be named"
    (kept_at,) = house.home.root.rglob(cut_off)
    os.utime(kept_at, (0, 0))
    (ended,) = house.deletions.finish()
    assert not house.vault.has(cut_off)
    assert (ended.state, ended.proof["traces"]) == (RequestState.ENDED, [])
    assert unaccounted(house.database) == (), "its events went with it, and the log says so"
    assert AuditLog(house.database).verify().intact
    assert house.traces(GONE, "C0002", "M-1", letter) == []


def test_nothing_that_people_wrote_goes_before_its_time_or_unsaid(house: House) -> None:
    """Neither by a worker nor by whoever may write to the database."""
    now = datetime.now(UTC)
    written_long_ago(house, now - timedelta(days=179))
    retention = house.retention(RetentionSettings(enquiry_days=180, case_days=180, contact_days=180, report_days=180))
    assert retention.due(now).work == ()
    due_by_one_day = retention.due(now + timedelta(days=2)).work
    assert {one.type for one in due_by_one_day} == {
        "case", "package", "police_request", "wish", "appointment", "advert_report",
    }  # fmt: skip
    for one in due_by_one_day:
        with pytest.raises(DBAPIError, match="lately"):
            Archive(house.database).retire(one.type, one.id, by="retention", reason="180 days")
    for table in ("enquiries", "enquiry_replies", "decisions", "opinions", "acts", "cases", "case_evidence",
                  "clue_handovers", "contact_wishes", "accompaniments", "advert_reports", "police_requests",
                  "casework_events"):  # fmt: skip
        with pytest.raises(DBAPIError, match="not rewritten"), house.database.begin() as connection:
            connection.execute(text(f"DELETE FROM {table}"))
    police = Police(house.database)
    waits = police.note_request(
        station="渝中派出所", officers="两名民警", instrument="9号", scope="放款流水", due_on=now.date(), by=PERSON,
        at=now - timedelta(days=900),
    )  # fmt: skip
    assert waits not in retention.due(now).of("police_request"), "it was never answered"
    with pytest.raises(DBAPIError, match="waits"):
        Archive(house.database).retire("police_request", waits, by="retention", reason="180 days")
    with pytest.raises(DBAPIError, match="said"), house.database.begin() as connection:
        connection.execute(text("INSERT INTO retirements VALUES ('material', 'M-9')"))


@pytest.mark.parametrize(
    ("name", "days"),
    [("matter_days", 1), ("matter_days", 1_095), ("enquiry_days", 179), ("case_days", 179), ("contact_days", 1)],
)
def test_no_setting_lets_it_go_earlier(name: str, days: int) -> None:
    with pytest.raises(ValueError, match=f"{name}: 1"):
        RetentionSettings(**{name: days})  # type: ignore[arg-type]


def test_a_deletion_is_not_proven_past_a_log_that_names_the_person(house: House, tmp_path: Path) -> None:
    logs = tmp_path / "logs"
    logs.mkdir()
    (logs / "server.log.1.gz").write_bytes(gzip.compress(f'{{"who": "{GONE}"}}\n'.encode()))
    request = house.requests.ask(RequestKind.DELETION, GONE, by=LI_NA, reason="letter")
    house.requests.agree(request.request_id, by=WANG, in_hand=not_in_hand)
    deletions = Deletions(house.home, house.database, house.vault, logs=[str(logs)])
    deletions.carry_out(request.request_id)
    (still,) = deletions.finish()
    assert still.proof["traces"] == [{"place": "file: server.log.1.gz", "found": 1}]
    (logs / "server.log.1.gz").unlink()
    (ended,) = deletions.finish()
    assert ended.state is RequestState.ENDED
    away = Deletions(house.home, house.database, house.vault, logs=[str(logs / "gone.log")])
    another = house.requests.ask(RequestKind.DELETION, STAYS, by=LI_NA, reason="letter")
    house.requests.agree(another.request_id, by=WANG, in_hand=not_in_hand)
    away.carry_out(another.request_id)
    with pytest.raises(OSError, match="gone"):
        away.finish()
    assert house.requests.find(another.request_id).state is RequestState.ERASED


def test_the_second_look_finds_what_the_first_one_left(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    complaints = house.home.intake / str(house.home.delivered) / "complaints.parquet"
    closed = SNAPSHOT - timedelta(days=30)
    pl.read_parquet(complaints).with_columns(
        closed_at=pl.when(pl.col("complaint_id") == "C0002").then(pl.lit(closed)).cast(pl.Datetime("us", "UTC"))
    ).write_parquet(complaints)
    monkeypatch.setattr("mingjian.subjects.retention.erase", lambda *_args, **_named: None)
    kept = house.retention(RetentionSettings(complaint_days=90)).keep(closed + timedelta(days=91))
    assert (kept.left.complaints, kept.left.files) == (("C0002",), (digest(OWN),))
    assert "left: something" in AuditLog(house.database).entries(action="delete_on_time")[0].reason


def test_a_worker_deletes_on_time_by_a_job_and_only_where_something_is_due(house: House) -> None:
    queue = JobQueue(house.database)
    with house.database.begin() as connection:
        enqueue(connection, "assess", {})
    Worker(house.database, {"assess": lambda _job: no_effect}).run_one()
    settings = Settings.model_validate({"workers": 1, "retention": {"complaint_days": 0, "document_days": 0}})

    def look(chosen: Settings) -> list[str]:
        with Workshop(house.home, house.database, house.vault, chosen) as shop:
            shop.look_for_what_is_due()
            shop.look_for_what_is_due()
            found = [job.kind for job in queue.list(state=JobState.WAITING)]
            while shop.run_one():
                pass
            return found

    assert look(settings) == []
    with house.database.begin() as connection:
        long_ago = datetime.now(UTC) - timedelta(days=31)
        connection.execute(JOBS.update().values(ended_at=long_ago))
    by_timer = settings.model_copy(update={"retention": replace(settings.retention, by_worker=False)})
    confirm(house.database, by_timer.retention, by="wang.wei")
    assert look(by_timer) == []
    longer = replace(settings.retention, run_days=3_650)
    confirm(house.database, longer, by="wang.wei")
    assert look(settings) == [], "other periods than these were confirmed: the first pass waits for a person"
    confirm(house.database, settings.retention, by="wang.wei")
    assert look(settings) == ["delete_on_time"], "once a day, however often somebody looks"
    assert [job.kind for job in queue.list(state=JobState.DONE)] == ["delete_on_time"], "the old job is gone"
    (entry,) = AuditLog(house.database).entries(action="delete_on_time")
    assert entry.reason == "1 jobs; left: nothing"


def test_a_correction_is_checked_and_changes_one_field_alone(house: House) -> None:
    before = house.delivered("customers").filter(pl.col("customer_id") == GONE)
    with house.home.writing(), pytest.raises(InputError, match="phone"):
        correct(house.home, GONE, "phone", "nonsense", vault=house.vault, settings=SETTINGS.intake)
    assert house.delivered("customers").filter(pl.col("customer_id") == GONE).equals(before)
    with house.home.writing():
        correct(house.home, GONE, "phone", "13987654321", vault=house.vault, settings=SETTINGS.intake)
    after = house.delivered("customers").filter(pl.col("customer_id") == GONE)
    assert after["phone"].to_list() == ["13987654321"]
    same = [name for name in before.columns if name != "phone"]
    assert after.select(same).equals(before.select(same))


def test_what_is_past_its_time_is_deleted_and_a_second_look_finds_nothing(house: House) -> None:
    complaints = house.home.intake / str(house.home.delivered) / "complaints.parquet"
    closed = SNAPSHOT - timedelta(days=30)
    table = pl.read_parquet(complaints).with_columns(
        closed_at=pl.when(pl.col("complaint_id") == "C0002").then(pl.lit(closed)).cast(pl.Datetime("us", "UTC"))
    )
    table.write_parquet(complaints)
    retention = house.retention(RetentionSettings(complaint_days=90, document_days=60))
    early = retention.keep(closed + timedelta(days=50))
    assert early.deleted.nothing
    files = retention.keep(closed + timedelta(days=61))
    assert files.deleted.files == (digest(OWN),)  # the form is another's too
    assert files.left.nothing
    assert not house.vault.has(digest(OWN))
    late = retention.keep(closed + timedelta(days=91))
    assert (late.deleted.complaints, late.left.nothing) == (("C0002",), True)
    assert "C0002" not in house.delivered("complaints")["complaint_id"]
    assert GONE in house.delivered("customers")["customer_id"]
    assert len(AuditLog(house.database).entries(action="delete_on_time")) == 2


def test_a_disabled_accounts_layouts_are_gone_after_a_pass_of_retention_and_others_are_not(house: House) -> None:
    accounts, layouts = Accounts(house.database), Layouts(house.database, house.vault)
    accounts.make_first()
    for name in ("li.na", "wang.wei"):
        accounts.make(by=WANG, name=name, shown_name=name, team="main", roles=[Role.INVESTIGATOR])
        layouts.keep(name, "G-1", {("customer", "K0004"): Place(1, 1)}, at=NOON)
    left = next(account for account in accounts.list() if account.name == "li.na")
    accounts.disable(left.account_id, by=WANG)
    member = {"gang_id": "G-1", "entity_type": "customer", "entity_id": "K0004", "role": "victim", "strength": 0.9}
    name = world.publish(house.home.root, {"gang_members": [member]})
    record(name).write(house.home.run(name).path)
    house.retention(RetentionSettings()).keep()
    kept = {one: layouts.of(one, "G-1", [("customer", "K0004")]) for one in ("li.na", "wang.wei")}
    assert kept == {"li.na": {}, "wang.wei": {("customer", "K0004"): Place(1, 1)}}


def test_whoever_left_a_gang_has_no_place_in_its_pictures_after_a_pass_of_retention(house: House) -> None:
    stays, left = ("customer", "K0004"), ("customer", "K0005")
    layouts = Layouts(house.database, house.vault)
    layouts.keep("li.na", "G-1", {stays: Place(1, 1), left: Place(2, 2)}, at=NOON)
    member = {"gang_id": "G-1", "entity_type": stays[0], "entity_id": stays[1], "role": "victim", "strength": 0.9}
    name = world.publish(house.home.root, {"gang_members": [member]})
    record(name).write(house.home.run(name).path)
    house.retention(RetentionSettings()).keep()
    assert layouts.of("li.na", "G-1", [stays, left]).keys() == {stays}


def test_old_runs_and_what_a_delivery_took_up_go_on_time_and_the_current_run_stays(house: House) -> None:
    reception = Reception(house.database, house.vault)
    sent = {"complaint_id": "N-7", "received_at": "2026-11-25T09:00+08:00", "text": "又打来了"}
    reception.take(json.dumps(sent), [], by=WANG, request_key="1")
    reception.mark_delivered(["N-7"], "v1")
    for _ in range(2):
        house.publish()
    kept = house.retention(RetentionSettings()).keep(datetime.now(UTC) + timedelta(days=731))
    assert (kept.deleted.runs, kept.deleted.received, kept.left.nothing) == (("0001",), ("N-7",), True)
    assert [run.name for run in house.home.runs] == ["0002"]


def test_the_command_line_takes_a_person_from_a_copy_to_a_proven_deletion(house: House, tmp_path: Path) -> None:
    why = ("--by", "Li.Na", "--reason", "letter")
    home = house.home.root
    copied = mingjian("subject", "copy", home, GONE, tmp_path / "copy.zip", *why)
    assert (copied.returncode, (tmp_path / "copy.zip").exists()) == (0, True), copied.stderr
    corrected = mingjian("subject", "correct", home, GONE, "--field", "phone", *why, text="13987654321\n")
    assert "phone is corrected" in corrected.stdout
    assert "13987654321" in house.delivered("customers")["phone"].to_list()
    asked = mingjian("subject", "delete", home, GONE, *why)
    number = asked.stdout.split(":")[0]
    assert mingjian("subject", "agree", home, number, "--by", "li.na").returncode == 6
    agreed = mingjian("subject", "agree", home, number, "--by", "wang.wei")
    assert "erased" in agreed.stdout
    kept = mingjian("retention", home)
    assert (kept.returncode, "deletion  ended" in kept.stdout) == (0, True), kept.stdout
    listed = json.loads(mingjian("subject", "list", home, "--json").stdout)
    assert {(one["kind"], one["state"]) for one in listed} == {
        ("copy", "ended"),
        ("correction", "ended"),
        ("deletion", "ended"),
    }
    rotated = mingjian("vault", "rotate", home, "--by", "wang.wei")
    assert rotated.returncode == 0
    assert Vault.open(home).read(digest(SHARED)) == SHARED
