from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from mingjian.access.audit import AuditLog
from mingjian.casework.cases import Case, Cases, Origin, OriginKind
from mingjian.casework.decisions import Decisions
from mingjian.casework.errors import AlreadyOpenError, ConflictOfInterestError, RefusedError
from mingjian.casework.evidence import EvidenceBoard, EvidenceKind, Provenance, Standing
from mingjian.casework.interests import Interests
from mingjian.casework.ledger import SubjectType
from mingjian.casework.notes import Notes
from mingjian.casework.questions import Answer, Basis, Question
from mingjian.casework.status import NEXT, CaseStatus
from mingjian.casework.tasks import Tasks
from mingjian.errors import InputError, NotFoundError
from mingjian.store.database import Database
from tests.casework.people import NOON, later, person, staff

LEAD = person("zhao.min")


def a_case(database: Database, kind: OriginKind = OriginKind.GANG, origin_id: str = "G-0001") -> Case:
    origin = Origin(kind, origin_id, run="0001")
    return Cases(database).open(origin, title="渝中律师函团伙", by=LEAD, at=NOON, why="41 customers, one letter")


def add_fact(database: Database, case: Case) -> str:
    """What a person knows: a payee account that the bank named."""
    added = EvidenceBoard(database).add(
        case.case_id, EvidenceKind.ENTITY, "account:6222021234567890123", provenance=Provenance("the bank's letter"),
        standing=Standing.FACT, by=LEAD, at=NOON,
    )  # fmt: skip
    return added.evidence_id


@pytest.mark.parametrize("kind", list(OriginKind))
def test_a_case_becomes_a_clue_by_a_fact_and_never_by_what_a_run_supposes(database: Database, kind: OriginKind) -> None:
    cases, board, case = Cases(database), EvidenceBoard(database), a_case(database, kind, "X-1")
    step = {"by": LEAD, "at": NOON, "why": "enough is known"}
    with pytest.raises(RefusedError, match="confirm at least one hypothesis"):
        cases.step(case.case_id, CaseStatus.CLUE, **step)  # type: ignore[arg-type]
    withdrawn = add_fact(database, case)
    board.withdraw(withdrawn, of=case.case_id, by=LEAD, at=NOON, why="another's account")
    with pytest.raises(RefusedError, match="put a fact on the board"):
        cases.step(case.case_id, CaseStatus.CLUE, **step)  # type: ignore[arg-type]
    (origin,) = board.of(case.case_id)
    if origin.standing is Standing.HYPOTHESIS:
        board.stand(origin.evidence_id, Standing.FACT, of=case.case_id, by=LEAD, at=NOON, why="its payee was found")
    else:
        add_fact(database, case)
    assert cases.step(case.case_id, CaseStatus.CLUE, **step).status is CaseStatus.CLUE  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", list(OriginKind))
def test_a_case_begins_as_a_suspicion_with_its_origin_as_first_evidence(database: Database, kind: OriginKind) -> None:
    case = a_case(database, kind, "X-1")
    (item,) = EvidenceBoard(database).of(case.case_id)
    assert (case.status, case.lead, case.case_id) == (CaseStatus.SUSPICION, "zhao.min", "CASE-2026-0001")
    assert (item.kind.value, item.subject_id, item.provenance.run) == (kind.value, "X-1", "0001")
    assert (item.standing is Standing.FACT) == (kind is OriginKind.COMPLAINT)


def test_a_second_case_for_the_same_thing_leads_to_the_first(database: Database) -> None:
    first = a_case(database)
    with pytest.raises(AlreadyOpenError) as refused:
        a_case(database)
    assert refused.value.case_id == first.case_id
    Cases(database).step(first.case_id, CaseStatus.CLOSED, by=LEAD, at=NOON, why="a family, not a gang")
    assert a_case(database).case_id == "CASE-2026-0002"


@pytest.mark.parametrize("title", ["", " " * 9, "x" * 201])
def test_a_case_needs_a_title(database: Database, title: str) -> None:
    with pytest.raises(InputError, match="title"):
        Cases(database).open(Origin(OriginKind.GANG, "G-1"), title=title, by=LEAD, at=NOON, why="because of it")


def test_a_case_goes_step_by_step_with_who_when_and_why(database: Database) -> None:
    staff(database)
    cases, case = Cases(database), a_case(database)
    add_fact(database, case)
    for name in ("zhao.min", "chen.jing"):
        Decisions(database).judge(
            SubjectType.CASE,
            case.case_id,
            Question.REPORT,
            Answer.HAND_OVER,
            basis=Basis.FACTS,
            why="papers that their issuers deny",
            by=person(name),
            at=NOON,
        )
    for days, (to, reference) in enumerate(
        [
            (CaseStatus.CLUE, ""),
            (CaseStatus.REPORTED, "渝中区公安分局"),
            (CaseStatus.ACCEPTED, "渝公受案字〔2026〕7号"),
            (CaseStatus.FILED, "渝公立字〔2026〕12号"),
            (CaseStatus.CONCLUDED, "(2026)渝0103刑初1号"),
        ],
        1,
    ):
        case = cases.step(
            case.case_id, to, by=LEAD, at=later(days=days), why=f"step {days} is due", reference=reference
        )
    steps = [event for event in cases.timeline(case.case_id) if event.kind == "step"]
    assert (steps[0].before, steps[0].after) == ("suspicion", "clue")
    assert steps[3].item_id == "渝公立字〔2026〕12号"
    assert [event.at - NOON for event in steps] == [timedelta(days=day) for day in range(1, 6)]
    entries = AuditLog(database).entries(object_type="case", object_id=case.case_id)
    assert [entry.action for entry in entries] == [
        *["step"] * 5,
        "decide_report",
        "opinion_report",
        "add_evidence",
        "open_case",
    ]
    assert AuditLog(database).verify().intact


def test_a_case_is_led_by_a_colleague_without_an_interest_in_it_or_in_its_customers(database: Database) -> None:
    staff(database)
    cases, case = Cases(database), a_case(database)
    with pytest.raises(InputError, match="somebody who works"):
        cases.give(case.case_id, "wu.tao", by=LEAD, at=NOON, why="an analyst")
    with pytest.raises(InputError, match="role"):
        cases.give(case.case_id, "li.na", by=LEAD, at=NOON, why="a handler only reads cases")
    seen_by_a_handler = Origin(OriginKind.COMPLAINT, "K-9")
    found = cases.open(seen_by_a_handler, title="投诉线索", by=person("li.na"), at=NOON, why="the same words again")
    assert found.lead == "", "it waits for somebody who may work on it"
    EvidenceBoard(database).add(
        case.case_id, EvidenceKind.CUSTOMER, "C-1", provenance=Provenance("the run"), standing=Standing.FACT, by=LEAD,
        at=NOON, customer_id="C-1",
    )  # fmt: skip
    Interests(database).declare("sun.hao", SubjectType.CUSTOMER, "C-1", by=LEAD, at=NOON, why="his sister")
    with pytest.raises(ConflictOfInterestError, match=r"sun\.hao"):
        cases.give(case.case_id, "sun.hao", by=LEAD, at=NOON, why="his turn")
    with pytest.raises(ConflictOfInterestError):
        cases.judge(case.case_id, Answer.KEEP, basis=Basis.FACTS, why="as he knows", by=person("sun.hao"), at=NOON)
    with pytest.raises(ConflictOfInterestError):
        cases.step(case.case_id, CaseStatus.CLOSED, by=person("sun.hao"), at=NOON, why="as he knows")
    assert cases.give(case.case_id, "chen.jing", by=LEAD, at=NOON, why="her turn").lead == "chen.jing"
    assert cases.step_back(case.case_id, by=person("chen.jing"), at=NOON, why="a neighbour of theirs").lead == ""
    with pytest.raises(ConflictOfInterestError):
        cases.give(case.case_id, "chen.jing", by=LEAD, at=NOON, why="once more")


def test_no_step_is_skipped_and_none_goes_without_its_paper_or_a_reason(database: Database) -> None:
    cases, case = Cases(database), a_case(database)
    add_fact(database, case)
    with pytest.raises(RefusedError, match="does not become filed"):
        cases.step(case.case_id, CaseStatus.FILED, by=LEAD, at=NOON, why="in a hurry", reference="1号")
    cases.step(case.case_id, CaseStatus.CLUE, by=LEAD, at=NOON, why="facts confirmed")
    with pytest.raises(InputError, match="station"):
        cases.step(case.case_id, CaseStatus.REPORTED, by=LEAD, at=NOON, why="facts confirmed")
    with pytest.raises(InputError, match="why"):
        cases.step(case.case_id, CaseStatus.CLOSED, by=LEAD, at=NOON, why=" . ")
    with pytest.raises(NotFoundError):
        cases.find("CASE-2026-9999")
    assert cases.find(case.case_id).status is CaseStatus.CLUE


@given(st.lists(st.sampled_from(CaseStatus), max_size=12))
def test_whoever_is_with_the_police_was_reported_first(steps: list[CaseStatus]) -> None:
    status, seen = CaseStatus.SUSPICION, {CaseStatus.SUSPICION}
    for to in steps:
        if status.may_become(to):
            status = to
            seen.add(to)
    assert not status.with_the_police or {CaseStatus.CLUE, CaseStatus.REPORTED} <= seen
    assert CaseStatus.FILED not in seen or CaseStatus.ACCEPTED in seen
    assert set(NEXT) == set(CaseStatus)


@given(*[st.sampled_from(Standing)] * 3)
def test_what_rests_on_a_hypothesis_is_one(a: Standing, b: Standing, c: Standing) -> None:
    assert (a & b) is (b & a)
    assert ((a & b) & c) is (a & (b & c))
    assert (a & b is Standing.FACT) == ({a, b} == {Standing.FACT})


def test_evidence_stands_once_apart_by_standing_and_is_withdrawn_never_deleted(database: Database) -> None:
    board, case = EvidenceBoard(database), a_case(database)
    source = Provenance("a consumer's telephone", NOON, "zhao.min", file_sha256="ab" * 32)
    item = board.add(
        case.case_id, EvidenceKind.FILE, "ab" * 32, provenance=source, standing=Standing.FACT, by=LEAD, at=NOON
    )
    with pytest.raises(RefusedError, match="already"):
        board.add(
            case.case_id, EvidenceKind.FILE, "ab" * 32, provenance=source, standing=Standing.FACT, by=LEAD, at=NOON
        )
    assert [one.standing for one in board.of(case.case_id)] == [Standing.FACT, Standing.HYPOTHESIS]
    gang = board.of(case.case_id)[1]
    board.stand(gang.evidence_id, Standing.FACT, of=case.case_id, by=LEAD, at=NOON, why="the payee confirmed it")
    board.withdraw(item.evidence_id, of=case.case_id, by=LEAD, at=NOON, why="it was another telephone")
    assert [one.evidence_id for one in board.of(case.case_id)] == [gang.evidence_id]
    assert board.find(item.evidence_id).provenance == source
    assert len(board.of(case.case_id, withdrawn=True)) == 2
    last_two = Cases(database).timeline(case.case_id)[-2:]
    assert [(event.kind, event.before != "") for event in last_two] == [
        ("change_standing", True),
        ("withdraw_evidence", True),
    ]


def test_a_note_calls_whom_it_names_until_they_have_read_it(database: Database) -> None:
    staff(database)
    notes, case = Notes(database), a_case(database)
    notes.add(SubjectType.CASE, case.case_id, "请 @chen.jing 和 @nobody 看看，抄 x@li.na", by=LEAD, at=NOON)
    assert [note.subject_id for note in notes.mentioning("chen.jing")] == [case.case_id]
    assert notes.mentioning("li.na") == notes.mentioning("nobody") == ()
    notes.seen("chen.jing", SubjectType.CASE, case.case_id, at=NOON)
    assert notes.mentioning("chen.jing") == ()
    assert len(notes.of(SubjectType.CASE, case.case_id)) == 1


def test_a_task_is_somebodys_until_it_is_done_once(database: Database) -> None:
    tasks, case = Tasks(database), a_case(database)
    undated = tasks.add(SubjectType.CASE, case.case_id, "问医院", assignee="li.na", by=LEAD, at=NOON)
    dated = tasks.add(
        SubjectType.CASE, case.case_id, "取合同", assignee="li.na", by=LEAD, at=NOON, due_on=later(days=3).date()
    )
    assert tasks.open_for("li.na") == (dated, undated)
    tasks.finish(dated.task_id, of=(SubjectType.CASE, case.case_id), by=LEAD, at=later(days=1))
    with pytest.raises(RefusedError):
        tasks.finish(dated.task_id, of=(SubjectType.CASE, case.case_id), by=LEAD, at=later(days=1))
    assert [task.done_by for task in tasks.of(SubjectType.CASE, case.case_id)] == ["", "zhao.min"]


@pytest.mark.parametrize("statement", ["UPDATE casework_events SET after = 'filed'", "DELETE FROM casework_events"])
def test_what_happened_is_not_rewritten(database: Database, statement: str) -> None:
    a_case(database)
    with pytest.raises(DBAPIError, match="not rewritten"), database.begin() as connection:
        connection.execute(text(statement))
