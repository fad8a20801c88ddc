from pathlib import Path

import pyarrow.parquet as pq
import pytest

from mingjian import pipeline
from mingjian.casework.cases import Cases, Origin, OriginKind
from mingjian.casework.decisions import Decisions
from mingjian.casework.evidence import EvidenceBoard, EvidenceKind, Provenance, Standing
from mingjian.casework.judgements import Judgements
from mingjian.casework.ledger import SubjectType
from mingjian.casework.matters import Arrival, Matters
from mingjian.casework.police import Police
from mingjian.casework.questions import Answer, Basis, Question
from mingjian.casework.seen import seen_before, suppressed
from mingjian.casework.watchlist import Watchlist
from mingjian.contract.vocabulary import JudgementKind
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
    with home.writing():
        pipeline.deliver(home, write_delivery(tmp_path / "lender", customers=8), settings=Settings())
    complaints = pq.read_table(home.intake / str(home.delivered) / "complaints.parquet")["complaint_id"].to_pylist()
    (matter,) = Matters(database).take(
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
    folder = tmp_path / "judged"
    made = judgements.deliver(folder, at=later(days=1))
    assert (made.judgements, made.labels) == (1, 1)
    with pytest.raises(InputError, match="not empty"):
        judgements.deliver(folder, at=later(days=1))
    with home.writing():
        summary, delivered = pipeline.deliver(home, folder, settings=Settings())
    taken = {name: pq.read_table(delivered.folder / f"{name}.parquet").to_pylist() for name in ("labels", "judgements")}
    assert [(row["subject_id"], row["label"]) for row in taken["labels"]] == [(complaints[0], "agent_filed")]
    assert taken["labels"][0]["decided_by"] == "li.na + chen.jing"
    assert [(row["kind"], row["right_id"]) for row in taken["judgements"]] == [("same_entity", "13800000002")]
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


def test_a_case_knows_what_other_cases_hold(database: Database) -> None:
    cases, board = Cases(database), EvidenceBoard(database)
    one, other = (
        cases.open(Origin(OriginKind.GANG, gang), title=gang, by=LEAD, at=NOON, why="one letter").case_id
        for gang in ("G-1", "G-2")
    )
    assert seen_before(database, one) == ()
    for case in (one, other):
        board.add(
            case,
            EvidenceKind.ENTITY,
            "account:6222",
            provenance=Provenance("the run"),
            standing=Standing.FACT,
            by=LEAD,
            at=NOON,
        )
    assert [(found.case_id, found.subject_id) for found in seen_before(database, one)] == [(other, "account:6222")]


def test_the_police_get_what_their_instrument_asks_for(database: Database) -> None:
    police = Police(database)
    with pytest.raises(InputError, match="instrument"):
        police.note_request(
            station="分局", officers="两人", instrument=" ", scope="流水", due_on=NOON.date(), by=LEAD, at=NOON
        )
    request = police.note_request(
        station="分局", officers="两人", instrument="调证8号", scope="流水", due_on=NOON.date(), by=LEAD, at=NOON
    )
    police.reply(request, "已提供三笔流水", by=LEAD, at=later(days=1))
    assert [(one.replied_by, one.reply) for one in police.requests()] == [("zhao.min", "已提供三笔流水")]
    with pytest.raises(InputError, match="province"):
        police.add_partner("police", "分局", province="99", contact="", telephone="", by=LEAD, at=NOON)
    station = police.add_partner("police", "渝中分局", province="50", contact="王警官", telephone="", by=LEAD, at=NOON)
    assert police.partners(kind="police", province="50") == (station,)
    assert police.partners(province="37") == ()
    case = Cases(database).open(Origin(OriginKind.AGENCY, "AG-1"), title="x", by=LEAD, at=NOON, why="an agency")
    police.join(case.case_id, station.partner_id, their_number="渝公7号", by=LEAD, at=NOON)
    assert police.joined(case.case_id) == ((station, "渝公7号"),)
    meeting = police.accompany("C-1", companion="sun.hao", station="渝中分局", meets_at=NOON, by=LEAD, at=NOON)
    police.came_of(meeting, "已报案", by=LEAD, at=later(hours=3))
    assert [one.outcome for one in police.accompaniments()] == ["已报案"]


def test_a_watch_ends_by_itself_and_no_customer_is_watched(database: Database) -> None:
    watchlist, until = Watchlist(database), later(days=9).date()
    watch = watchlist.add("gang", "G-1", until=until, by=LEAD, at=NOON, why="it may come back")
    assert watchlist.current(today=until) == (watch,)
    assert watchlist.current(today=later(days=10).date()) == ()
    with pytest.raises(InputError, match="never a customer"):
        watchlist.add("customer", "C-1", until=until, by=LEAD, at=NOON, why="complained again")
    watchlist.end(watch.watch_id, by=LEAD, at=NOON, why="dissolved")
    assert watchlist.current(today=until) == ()
