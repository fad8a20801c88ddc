import pytest

from mingjian.access.accounts import Accounts
from mingjian.access.audit import AuditLog
from mingjian.access.policy import DESK, Principal, Role
from mingjian.casework.cases import Cases, Origin, OriginKind
from mingjian.casework.decisions import Decision, Decisions
from mingjian.casework.errors import ConflictOfInterestError, RefusedError
from mingjian.casework.interests import Interests
from mingjian.casework.ledger import SubjectType
from mingjian.casework.overrides import overrides
from mingjian.casework.questions import Answer, Basis, Question
from mingjian.casework.status import CaseStatus
from mingjian.errors import InputError
from mingjian.store.database import Database
from tests.casework.people import ADMINISTRATOR, NOON, later, person, staff
from tests.casework.test_cases import add_fact

SECRET = "the letters are one family"


def judge(database: Database, name: str, answer: Answer, question: Question = Question.ORIGIN, **how: str) -> Decision:
    return Decisions(database).judge(
        SubjectType.MATTER,
        "M-1",
        question,
        answer,
        basis=Basis.FACTS,
        why=SECRET,
        by=person(name),
        at=NOON,
        customer_id="C-1",
        **how,
    )


def test_what_is_adverse_holds_once_two_people_agree(database: Database) -> None:
    staff(database)
    assert not judge(database, "li.na", Answer.AGENT_FILED).settled
    settled = judge(database, "chen.jing", Answer.AGENT_FILED)
    assert settled.settled
    assert {one.by for one in settled.opinions} == {"li.na", "chen.jing"}
    held = Decisions(database).held(SubjectType.MATTER, "M-1")
    assert {question: act.answer for question, act in held.items()} == {Question.ORIGIN: Answer.AGENT_FILED}


def test_what_is_good_for_the_consumer_takes_one(database: Database) -> None:
    staff(database)
    assert judge(database, "li.na", Answer.UPHELD, Question.MERIT).settled


def test_nobody_sees_anothers_opinion_before_the_decision_holds(database: Database) -> None:
    staff(database)
    judge(database, "li.na", Answer.AGENT_FILED)
    decisions = Decisions(database)
    for name in ("chen.jing", "zhang.wei", "wu.tao"):
        (seen,) = decisions.open_for(SubjectType.MATTER, "M-1", name=name)
        assert (seen.given, seen.opinions, seen.act) == (1, (), None)
        assert decisions.waiting_for_another(name) == (seen,)
    (own,) = decisions.open_for(SubjectType.MATTER, "M-1", name="li.na")
    assert [one.answer for one in own.opinions] == [Answer.AGENT_FILED]
    assert decisions.waiting_for_another("li.na") == ()
    disagreeing = judge(database, "chen.jing", Answer.SELF_FILED)
    assert not disagreeing.settled
    assert [one.by for one in disagreeing.opinions] == ["chen.jing"]
    said = " ".join(f"{entry.action} {entry.reason}" for entry in AuditLog(database).entries())
    assert SECRET not in said
    assert "agent_filed" not in said
    assert judge(database, "zhang.wei", Answer.SELF_FILED).act is not None


def test_one_person_gives_one_opinion(database: Database) -> None:
    staff(database)
    judge(database, "li.na", Answer.AGENT_FILED)
    with pytest.raises(RefusedError, match="somebody else"):
        judge(database, "li.na", Answer.AGENT_FILED)


def test_whoever_has_an_interest_does_not_decide(database: Database) -> None:
    staff(database)
    interests = Interests(database)
    interests.declare("li.na", SubjectType.MATTER, "M-1", by=person("li.na"), at=NOON, why="she is my cousin")
    interests.declare("zhang.wei", SubjectType.CUSTOMER, "C-1", by=person("zhang.wei"), at=NOON, why="my neighbour")
    for name in ("li.na", "zhang.wei"):
        with pytest.raises(ConflictOfInterestError):
            judge(database, name, Answer.UPHELD, Question.MERIT)
    assert Decisions(database).open_for(SubjectType.MATTER, "M-1", name="chen.jing") == ()


def test_origin_and_merit_are_decided_apart(database: Database) -> None:
    staff(database)
    judge(database, "li.na", Answer.AGENT_FILED)
    judge(database, "chen.jing", Answer.AGENT_FILED)
    judge(database, "li.na", Answer.UPHELD, Question.MERIT)
    held = Decisions(database).held(SubjectType.MATTER, "M-1")
    assert (held[Question.ORIGIN].answer, held[Question.MERIT].answer) == (Answer.AGENT_FILED, Answer.UPHELD)
    with pytest.raises(InputError, match="upheld"):
        judge(database, "li.na", Answer.AGENT_FILED, Question.MERIT)


def test_a_review_is_done_by_others_and_its_act_holds(database: Database) -> None:
    staff(database)
    judge(database, "li.na", Answer.NOT_UPHELD, Question.MERIT)
    first = judge(database, "chen.jing", Answer.NOT_UPHELD, Question.MERIT).act
    assert first is not None
    with pytest.raises(RefusedError, match="does not review"):
        judge(database, "li.na", Answer.UPHELD, Question.MERIT, reviews=first.act_id)
    judge(database, "zhang.wei", Answer.UPHELD, Question.MERIT, reviews=first.act_id)
    assert Decisions(database).held(SubjectType.MATTER, "M-1")[Question.MERIT].answer is Answer.UPHELD


def test_an_override_names_the_people_behind_both_decisions_and_a_confirmation_is_none(database: Database) -> None:
    staff(database)
    judge(database, "li.na", Answer.NOT_UPHELD, Question.MERIT)
    first = judge(database, "chen.jing", Answer.NOT_UPHELD, Question.MERIT).act
    assert first is not None
    assert overrides(database) == ()
    second = judge(database, "zhang.wei", Answer.UPHELD, Question.MERIT, reviews=first.act_id).act
    assert second is not None
    (one,) = overrides(database)
    assert (one.subject_id, one.question, one.before, one.after) == ("M-1", "merit", "not_upheld", "upheld")
    assert (set(one.before_by), one.after_by) == ({"li.na", "chen.jing"}, ("zhang.wei",))
    judge(database, "zhao.min", Answer.UPHELD, Question.MERIT, reviews=second.act_id)
    assert overrides(database) == (one,)


@pytest.mark.parametrize("role", [Role.SERVICE, Role.ADMINISTRATOR, Role.ANALYST, Role.AUDITOR])
def test_only_people_who_work_on_complaints_decide(database: Database, role: Role) -> None:
    staff(database)
    with pytest.raises(RefusedError, match="a person"):
        Decisions(database).judge(
            SubjectType.MATTER,
            "M-1",
            Question.MERIT,
            Answer.UPHELD,
            basis=Basis.FACTS,
            why=SECRET,
            by=Principal("li.na", frozenset({role})),
            at=NOON,
        )


def test_whoever_was_barred_decides_no_more(database: Database) -> None:
    staff(database)
    Accounts(database).make_first()
    (account,) = (one for one in Accounts(database).list() if one.name == "li.na")
    with database.begin() as connection:  # the last administrator stays
        from mingjian.access.accounts import ACCOUNTS

        connection.execute(ACCOUNTS.update().where(ACCOUNTS.c.name == account.name).values(disabled_at=NOON))
    with pytest.raises(RefusedError, match="a person"):
        judge(database, "li.na", Answer.UPHELD, Question.MERIT)


def test_a_desk_without_accounts_decides_nothing_adverse(database: Database) -> None:
    decisions = Decisions(database)
    for answer, name in ((Answer.AGENT_FILED, "one"), (Answer.AGENT_FILED, "two")):
        by = Principal(name, DESK.roles)
        how = {"basis": Basis.FACTS, "why": SECRET, "by": by, "at": NOON}
        if name == "two":
            with pytest.raises(RefusedError, match="two people"):
                decisions.judge(SubjectType.MATTER, "M-1", Question.ORIGIN, answer, **how)  # type: ignore[arg-type]
        else:
            decisions.judge(SubjectType.MATTER, "M-1", Question.ORIGIN, answer, **how)  # type: ignore[arg-type]
    assert decisions.held(SubjectType.MATTER, "M-1") == {}


def test_a_case_is_reported_only_once_two_people_have_decided_it(database: Database) -> None:
    staff(database)
    cases, lead = Cases(database), person("zhao.min")
    case = cases.open(Origin(OriginKind.GANG, "G-1"), title="团伙", by=lead, at=NOON, why="one letter")
    add_fact(database, case)
    cases.step(case.case_id, CaseStatus.CLUE, by=lead, at=NOON, why="confirmed")
    for name in ("zhao.min", "chen.jing"):
        with pytest.raises(RefusedError, match="two people"):
            cases.step(case.case_id, CaseStatus.REPORTED, by=lead, at=NOON, why="confirmed", reference="分局")
        Decisions(database).judge(
            SubjectType.CASE,
            case.case_id,
            Question.REPORT,
            Answer.HAND_OVER,
            basis=Basis.FACTS,
            why="forged papers, confirmed by their issuers",
            by=person(name),
            at=later(hours=1),
        )
    step = cases.step(case.case_id, CaseStatus.REPORTED, by=lead, at=NOON, why="confirmed", reference="分局")
    assert step.status is CaseStatus.REPORTED
    assert ADMINISTRATOR.name not in {event.by for event in cases.timeline(case.case_id)}
