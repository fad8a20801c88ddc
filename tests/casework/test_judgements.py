from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mingjian import pipeline
from mingjian.casework.advert_reports import AdvertReports, Seen
from mingjian.casework.cases import Cases, Origin, OriginKind
from mingjian.casework.decisions import Decisions
from mingjian.casework.enquiries import AskedBy, Enquiries, Heard
from mingjian.casework.enquiries import Question as Asked
from mingjian.casework.evidence import EvidenceBoard, EvidenceKind, Provenance, Standing
from mingjian.casework.joins import Joins
from mingjian.casework.judgements import Judgements
from mingjian.casework.ledger import SubjectType
from mingjian.casework.questions import Answer, Basis, Question
from mingjian.casework.seen import cases_holding, seen_before, suppressed
from mingjian.casework.statistics import FIGURES, rows
from mingjian.casework.taking import Arrival, Taking
from mingjian.contract import TABLES
from mingjian.contract.vocabulary import IssuerReply, JudgementKind, Platform
from mingjian.errors import InputError
from mingjian.settings import Settings
from mingjian.store.database import Database
from mingjian.store.workspace import Workspace
from tests.casework.people import NOON, later, person, staff
from tests.lender import write_delivery

LEAD = person("zhao.min")


def test_judgements_leave_as_a_delivery_and_come_back_by_intake(tmp_path: Path) -> None:
    database = Database.in_folder(tmp_path / "desk")
    staff(database)
    home = Workspace(tmp_path / "desk")
    lender = write_delivery(tmp_path / "lender", customers=8)
    paper = {"material_id": "M-1", "kind": "diagnosis_certificate", "path": "a.jpg", "received_at": NOON}
    schema = TABLES["materials"].arrow_schema
    pq.write_table(pa.Table.from_pylist([paper], schema=schema), lender / "materials.parquet")
    with home.writing():
        pipeline.deliver(home, lender, settings=Settings())
    complaints = pq.read_table(home.intake / str(home.delivered) / "complaints.parquet")["complaint_id"].to_pylist()
    (matter,) = Taking(database).take(
        [Arrival(complaints[0], "K0000", NOON, "mail", "一天打九次")], by=person("li.na"), at=NOON
    )
    for minute, name in enumerate(("li.na", "chen.jing")):
        Decisions(database).judge(
            SubjectType.MATTER,
            matter,
            Question.ORIGIN,
            Answer.AGENT_FILED,
            basis=Basis.FACTS,
            why="she paid a fee",
            by=person(name),
            at=later(minutes=minute),
        )
    judgements = Judgements(database)
    judgements.make(
        JudgementKind.SAME_ENTITY,
        ("phone", "13800000001"),
        right=("phone", "13800000002"),
        by=LEAD,
        at=NOON,
        reason="one SIM",
    )
    judgements.make(
        JudgementKind.HUB, ("address", "a dormitory"), by=LEAD, at=later(days=9), reason="a dormitory of 900"
    )
    enquiries = Enquiries(database)
    asked = enquiries.ask("M-1", Asked("渝州市第一人民医院", AskedBy.PHONE, "是否出具", NOON), by=LEAD, at=NOON)
    heard = Heard(IssuerReply.CONFIRMED, later(hours=1), "医务科", "系我院出具")
    enquiries.answer(asked.enquiry_id, heard, of="M-1", by=LEAD, at=later(hours=2))
    reports = AdvertReports(database)
    seen = Seen(Platform.DOUYIN, NOON.date(), "停息挂账")
    told = reports.report(seen, by=person("li.na"), at=NOON, customer_id="K0000")
    reports.accept(told.report_id, seen.text, by=person("sun.hao"), at=later(hours=2), why="系引流广告")
    folder = tmp_path / "judged"
    made = judgements.deliver(folder, at=later(days=1))
    assert (made.judgements, made.labels, made.verifications, made.adverts) == (1, 1, 1, 1)
    with pytest.raises(InputError, match="not empty"):
        judgements.deliver(folder, at=later(days=1))
    with home.writing():
        summary, delivered = pipeline.deliver(home, folder, settings=Settings())
    names = ("labels", "judgements", "verifications", "solicitations")
    taken = {name: pq.read_table(delivered.folder / f"{name}.parquet").to_pylist() for name in names}
    answered = [(row["material_id"], row["reply"], row["said"]) for row in taken["verifications"]]
    assert answered == [("M-1", "confirmed", "系我院出具")]
    assert [(row["subject_id"], row["label"]) for row in taken["labels"]] == [(complaints[0], "agent_filed")]
    assert taken["labels"][0]["decided_by"] == "li.na + chen.jing"
    assert [(row["kind"], row["right_id"]) for row in taken["judgements"]] == [("same_entity", "13800000002")]
    (advert,) = taken["solicitations"]
    assert (advert["text"], advert["reported_by_consumer"]) == ("停息挂账", True)
    assert summary.version == home.delivered


@pytest.mark.parametrize("kind", [JudgementKind.SAME_ENTITY, JudgementKind.GANG_MERGE])
def test_a_judgement_of_two_things_names_both(database: Database, kind: JudgementKind) -> None:
    with pytest.raises(InputError, match="both sides"):
        Judgements(database).make(kind, ("gang", "G-1"), by=LEAD, at=NOON, reason="one letter")


def test_what_was_judged_not_worth_showing_stays_away_until_it_is_restored(database: Database) -> None:
    judgements = Judgements(database)
    for day, kind in enumerate((JudgementKind.SUPPRESS, JudgementKind.RESTORE, JudgementKind.SUPPRESS)):
        judgements.make(kind, ("gang", "G-1"), by=LEAD, at=later(days=day), reason="a family, we asked")
        assert suppressed(database, "gang") == ({"G-1"} if kind is JudgementKind.SUPPRESS else set())


def test_a_case_knows_what_other_cases_hold_but_for_what_was_judged_common_to_many(database: Database) -> None:
    cases, board, judgements = Cases(database), EvidenceBoard(database), Judgements(database)
    one, other = (
        cases.open(Origin(OriginKind.GANG, gang), title=gang, by=LEAD, at=NOON, why="one letter").case_id
        for gang in ("G-1", "G-2")
    )
    assert seen_before(database, one).cases == ()
    for case in (one, other):
        for entity in ("account:6222", "phone:02366666666"):
            board.add(
                case,
                EvidenceKind.ENTITY,
                entity,
                provenance=Provenance("the run"),
                standing=Standing.FACT,
                by=LEAD,
                at=NOON,
            )

    def linked() -> set[tuple[str, str]]:
        return {(found.case_id, found.subject_id) for found in seen_before(database, one).cases}

    assert linked() == {(other, "account:6222"), (other, "phone:02366666666")}
    judgements.make(JudgementKind.HUB, ("phone", "02366666666"), by=LEAD, at=NOON, reason="a hospital's telephone")
    assert linked() == {(other, "account:6222")}
    assert [judged.reason for judged in seen_before(database, one).judged] == ["a hospital's telephone"]
    judgements.make(JudgementKind.NOT_HUB, ("phone", "02366666666"), by=LEAD, at=later(days=1), reason="closed in May")
    assert linked() == {(other, "account:6222"), (other, "phone:02366666666")}
    assert [case.case_id for case in cases_holding(database, EvidenceKind.GANG, "G-2")] == [other]
    assert cases_holding(database, EvidenceKind.GANG, "G-3") == ()


def test_a_joined_complaint_is_labelled_by_the_decision_on_the_matter_that_it_is_handled_in(tmp_path: Path) -> None:
    database = Database.in_folder(tmp_path / "desk")
    staff(database)
    first, second, third = Taking(database).take(
        [Arrival(f"K-{number}", "C-1", NOON, "mail", f"第{number}封信") for number in (1, 2, 3)],
        by=person("li.na"),
        at=NOON,
    )
    for joined, into in ((third, second), (second, first)):
        Joins(database).join(joined, into, by=person("li.na"), at=NOON, why="she says so herself")
    for name in ("li.na", "chen.jing"):
        Decisions(database).judge(
            SubjectType.MATTER, first, Question.ORIGIN, Answer.AGENT_FILED, basis=Basis.FACTS, why="she paid a fee",
            by=person(name), at=NOON,
        )  # fmt: skip
    assert Judgements(database).deliver(tmp_path / "judged", at=later(days=1)).labels == 3
    written = {path.name for path in (tmp_path / "judged").iterdir()}
    assert "verifications.csv" not in written, "an empty table would say that no issuer was asked"
    figure = next(one for one in FIGURES if one.name == "agent_complaints_confirmed")
    counted = rows(database, figure, since=NOON, until=later(days=1))
    assert [row.subject_id for row in counted] == ["K-1", "K-2", "K-3"]
    database.close()
