from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from mingjian.casework.assignments import Assignments
from mingjian.casework.bulks import BulkKind, Bulks
from mingjian.casework.clocks import PauseCause
from mingjian.casework.decisions import Decisions
from mingjian.casework.drafts import BLANK, TOLD, CheckedClaim, draft, language_of, notice
from mingjian.casework.errors import ConflictOfInterestError, RefusedError
from mingjian.casework.interests import Interests
from mingjian.casework.joins import JOINS, Joins
from mingjian.casework.ledger import SubjectType
from mingjian.casework.matters import Matters
from mingjian.casework.notes import Notes
from mingjian.casework.pauses import Pauses
from mingjian.casework.questions import Answer, Basis, Question
from mingjian.casework.replies import Replies
from mingjian.casework.settings import CaseworkSettings
from mingjian.casework.taking import Arrival, Need, Taking
from mingjian.casework.tasks import Tasks
from mingjian.casework.wishes import DoNotContactError, Wishes
from mingjian.contract import Language
from mingjian.errors import InputError, NotFoundError
from mingjian.store.database import Database
from tests.casework.people import NOON, later, nobody_withdrew, person, staff

LI, CHEN, ZHANG = person("li.na"), person("chen.jing"), person("zhang.wei")
TODAY = date(2026, 11, 10)


def arrival(number: int, **other: object) -> Arrival:
    values: dict[str, object] = {
        "complaint_id": f"K-{number}",
        "customer_id": f"C-{number}",
        "received_at": NOON,
        "channel": "hotline",
        "text": f"第{number}件：一天打了九次电话。",
    }
    return Arrival(**values | other)  # type: ignore[arg-type]


def take(database: Database, *arrivals: Arrival) -> tuple[str, ...]:
    return Taking(database).take(arrivals, by=LI, at=NOON)


def decide(database: Database, matter_id: str, question: Question, answer: Answer, *who: str) -> None:
    for name in who or ("li.na",):
        Decisions(database).judge(
            SubjectType.MATTER, matter_id, question, answer, basis=Basis.FACTS, why="as the ledger says",
            by=person(name), at=NOON,
        )  # fmt: skip


def test_every_complaint_is_taken_once(database: Database) -> None:
    assert take(database, arrival(1), arrival(2)) == ("M-2026-000001", "M-2026-000002")
    assert take(database, arrival(1), arrival(2), arrival(3)) == ("M-2026-000003",)
    with pytest.raises(NotFoundError):
        Matters(database).of_complaint("K-9")


@pytest.mark.parametrize(
    "again",
    [
        {"customer_id": "C-1", "text": "別的话", "external_number": "ZB-7"},
        {"customer_id": "C-1", "text": " 第１件：一天打了九次电话！\n"},
    ],
    ids=["by the regulator's number", "by the same words of the same customer"],
)
def test_the_same_complaint_on_two_channels_is_handled_once_under_the_earlier_deadline(
    database: Database, again: dict[str, object]
) -> None:
    take(database, arrival(1, external_number="ZB-7"))
    due_at = later(days=5)
    assert (
        take(database, arrival(2, channel="regulator_12378", received_at=later(days=1), due_at=due_at, **again)) == ()
    )
    (matter,) = Matters(database).queue(today=TODAY).matters
    assert [one.complaint_id for one in matter.arrivals] == ["K-1", "K-2"]
    assert (matter.due.at, matter.due.rule, matter.received_at) == (due_at, "transfer", NOON)


@pytest.mark.parametrize(
    "other",
    [
        {"text": "第1件：一天打了九次电话。"},
        {"customer_id": "", "text": "第1件：一天打了九次电话。"},
        {"customer_id": "C-1", "text": "我要求更正征信记录。"},
        {"customer_id": "C-1", "text": "第1件：一天打了九次电话。", "received_at": later(days=61)},
        {"external_number": "ZB-7"},
        {"customer_id": "C-1", "text": ""},
    ],
    ids=["another customer", "nobody known", "other words", "months later", "another's number", "no words"],
)
def test_what_is_not_surely_the_same_is_never_taken_together(database: Database, other: dict[str, object]) -> None:
    take(database, arrival(1, external_number="ZB-7"))
    assert len(take(database, arrival(2, **other))) == 1


@pytest.mark.parametrize(
    "again",
    [{"text": "别的话", "external_number": "ZB-7"}, {"text": "第1件：一天打了九次电话。"}],
    ids=["by the regulator's number", "by the same words"],
)
def test_what_comes_again_after_its_answer_waits_for_an_answer_of_its_own(
    database: Database, again: dict[str, object]
) -> None:
    """A complainant who is not content turns to the regulator in the same words: nobody may miss that deadline."""
    staff(database)
    (first,) = take(database, arrival(1, external_number="ZB-7"))
    decide(database, first, Question.MERIT, Answer.UPHELD)
    Replies(database, Wishes(database, nobody_withdrew)).answer(
        first, "已核查。", channel="hotline", language=Language.ZH, by=LI, at=later(days=3)
    )
    came = {"customer_id": "C-1", "channel": "regulator_12378", "received_at": later(days=5)}
    (second,) = take(database, arrival(2, due_at=later(days=9), **came | again))
    (waiting,) = Matters(database).queue(today=TODAY).matters
    assert (waiting.matter_id, waiting.due.at) == (second, later(days=9))
    assert Joins(database).answered_before(second) == (first,)
    assert Joins(database).alike(second) == ()
    with pytest.raises(RefusedError, match="answer of its own"):
        Joins(database).join(second, first, by=LI, at=later(days=5), why="the same words")
    direct = JOINS.insert().values(join_id="O-1", matter_id=second, into_id=first, by="li.na", at=NOON, why="by itself")
    with pytest.raises(DBAPIError, match="joined no more"), database.begin() as connection:
        connection.execute(direct)
    assert take(database, arrival(3, **came | again)) == (), "it is recognised as the one that waits"
    assert [one.complaint_id for one in Matters(database).find(second, today=TODAY).arrivals] == ["K-2", "K-3"]


def test_two_letters_of_nobody_known_under_one_number_are_one_complaint_by_their_words_alone(
    database: Database,
) -> None:
    unknown = {"customer_id": "", "external_number": "ZB-7"}
    (one,) = take(database, arrival(1, **unknown))
    assert take(database, arrival(2, **unknown | {"text": "第1件，一天打了九次电话"})) == ()
    (other,) = take(database, arrival(3, **unknown))
    assert [matter.matter_id for matter in Matters(database).queue(today=TODAY).matters] == [one, other]


def test_what_any_of_its_complaints_says_of_need_orders_a_matter(database: Database) -> None:
    (first,) = take(database, arrival(1, external_number="ZB-7"))
    take(database, arrival(2, customer_id="C-1", text="我住院了", external_number="ZB-7", claims=("illness",)))
    assert Matters(database).find(first, today=TODAY).need is Need.URGENT
    one, other = take(database, arrival(3), arrival(4, customer_id="C-3", claims=("hardship",)))
    Joins(database).join(other, one, by=LI, at=NOON, why="she says so herself")
    found = Matters(database).find(one, today=TODAY)
    assert (found.need, found.need_facts) == (Need.ELEVATED, ("hardship",))
    Joins(database).part(other, by=LI, at=NOON, why="two different calls")
    assert Matters(database).find(one, today=TODAY).need is Need.ORDINARY


def test_whoever_has_an_interest_in_what_was_joined_decides_nothing_on_the_whole(database: Database) -> None:
    staff(database)
    one, other = take(database, arrival(1), arrival(2, customer_id="C-1", complained_of=("zhang.wei",)))
    Joins(database).join(other, one, by=LI, at=NOON, why="she says so herself")
    with pytest.raises(ConflictOfInterestError):
        decide(database, one, Question.MERIT, Answer.UPHELD, "zhang.wei")


def test_what_hangs_on_what_was_joined_stands_on_the_whole(database: Database) -> None:
    one, other = take(database, arrival(1), arrival(2, customer_id="C-1"))
    task = Tasks(database).add(SubjectType.MATTER, other, "call her", assignee="li.na", by=LI, at=NOON)
    Notes(database).add(SubjectType.MATTER, other, "she called again", by=LI, at=NOON)
    Replies(database, Wishes(database, nobody_withdrew)).ask(other, channel="hotline", text="哪一天？", by=LI, at=NOON)
    Joins(database).join(other, one, by=LI, at=NOON, why="she says so herself")
    assert [note.text for note in Notes(database).of(SubjectType.MATTER, one)] == ["she called again"]
    assert [ask.text for ask in Replies(database, Wishes(database, nobody_withdrew)).asked(one)] == ["哪一天？"]
    Tasks(database).finish(task.task_id, of=(SubjectType.MATTER, one), by=LI, at=NOON)
    assert [each.done_by for each in Tasks(database).of(SubjectType.MATTER, one)] == ["li.na"]
    assert [event.kind for event in Matters(database).timeline(one)][-2:] == ["join", "finish_task"]
    Joins(database).part(other, by=LI, at=NOON, why="two different calls")
    assert Notes(database).of(SubjectType.MATTER, one) == ()


def test_a_task_is_given_to_another_moved_and_cancelled_with_a_reason_while_it_is_open(database: Database) -> None:
    staff(database)
    (matter,) = take(database, arrival(1))
    tasks, of = Tasks(database), (SubjectType.MATTER, matter)
    task = tasks.add(*of, "call her", assignee="li.na", by=LI, at=NOON, due_on=TODAY)
    how: Any = {"of": of, "by": LI, "at": NOON}
    with pytest.raises(InputError, match="say why"):
        tasks.give(task.task_id, "zhang.wei", why="", **how)
    with pytest.raises(InputError, match="somebody who works on it"):
        tasks.give(task.task_id, "nobody", why="she is ill", **how)
    tasks.give(task.task_id, "zhang.wei", why="she is ill", **how)
    tasks.move(task.task_id, None, why="the hospital is shut", **how)
    assert [(one.assignee, one.due_on) for one in tasks.open_for("zhang.wei")] == [("zhang.wei", None)]
    assert tasks.open_for("li.na") == ()
    other = tasks.add(*of, "ask the bank", assignee="li.na", by=LI, at=NOON)
    tasks.cancel(other.task_id, why="the bank wrote by itself", **how)
    tasks.finish(task.task_id, of=of, by=LI, at=NOON)
    with pytest.raises(RefusedError, match="done already"):
        tasks.move(task.task_id, TODAY, why="too late for that", **how)
    assert [one.title for one in tasks.of(*of)] == ["call her"]
    told = [(one.kind, one.before, one.after) for one in Matters(database).timeline(matter) if "_task" in one.kind]
    assert told[1:3] == [("give_task", "call her: li.na", "zhang.wei"), ("move_task", f"call her: {TODAY}", "")]
    assert ("cancel_task", "ask the bank", "") in told


def test_what_stops_a_clock_is_set_and_nothing_is_added_to_it(database: Database) -> None:
    (matter,) = take(database, arrival(1))
    settings = CaseworkSettings(pause_causes=(PauseCause.MEDIATION,))
    pauses = Pauses(database, settings.pause_causes)
    with pytest.raises(RefusedError, match="this cause"):
        pauses.pause(matter, PauseCause.AGREED, ground="she asked to wait", by=LI, at=NOON)
    pauses.pause(matter, PauseCause.MEDIATION, ground="both agreed to it", by=LI, at=NOON)
    with pytest.raises(ValueError, match="pause_causes"):
        CaseworkSettings.model_validate({"pause_causes": ["score"]})


def test_what_the_customer_said_is_written_down_once(database: Database) -> None:
    (matter,) = take(database, arrival(1))
    replies = Replies(database, Wishes(database, nobody_withdrew))
    asked = replies.ask(matter, channel="hotline", text="哪一天？", by=LI, at=NOON)
    replies.hear(asked, "五月十二日", of=matter, by=LI, at=NOON)
    with pytest.raises(RefusedError, match="already"):
        replies.hear(asked, "不记得", of=matter, by=LI, at=NOON)
    assert replies.asked(matter)[0].answer == "五月十二日"


def test_a_person_joins_what_is_suggested_and_parts_it_again(database: Database) -> None:
    matters = Matters(database)
    one, two, stranger = take(database, arrival(1), arrival(2, customer_id="C-1", due_at=later(days=2)), arrival(3))
    assert Joins(database).alike(one) == (two,)
    assert Joins(database).alike(stranger) == ()
    with pytest.raises(RefusedError, match="one customer"):
        Joins(database).join(stranger, one, by=LI, at=NOON, why="same agency")
    Joins(database).join(two, one, by=LI, at=NOON, why="she says so herself")
    assert [matter.matter_id for matter in matters.queue(today=TODAY).matters] == [one, stranger]
    assert matters.find(two, today=TODAY).matter_id == one
    assert [(join.matter_id, join.why) for join in Joins(database).into(one)] == [(two, "she says so herself")]
    assert matters.find(one, today=TODAY).due.at == later(days=2)
    with pytest.raises(RefusedError):
        Joins(database).join(two, one, by=LI, at=NOON, why="once more")
    Joins(database).part(two, by=LI, at=NOON, why="two different calls")
    assert len(matters.queue(today=TODAY).matters) == 3
    assert matters.find(one, today=TODAY).due.rule == "answer"


def test_a_complaint_with_a_date_before_the_rules_does_not_stop_the_queue(database: Database) -> None:
    take(database, arrival(1, received_at=later(days=-20_000)), arrival(2))
    assert len(Matters(database).queue(today=TODAY).matters) == 2


def test_the_queue_is_ordered_by_need_then_by_what_is_due(database: Database) -> None:
    staff(database)
    take(
        database,
        arrival(1),
        arrival(2, received_at=later(days=-3)),
        arrival(3, claims=("hardship", "call_frequency")),
        arrival(4, claims=("illness",), received_at=later(days=2)),
        arrival(5, due_at=later(days=1)),
    )
    matters = Matters(database)
    order = [matter.arrivals[0].complaint_id for matter in matters.queue(today=TODAY).matters]
    assert order == ["K-4", "K-3", "K-5", "K-2", "K-1"]
    last = matters.of_complaint("K-1")
    decide(database, last, Question.NEED, Answer.URGENT)
    assert matters.queue(today=TODAY).matters[0].matter_id == last
    decide(database, last, Question.NEED, Answer.LOWERED, "li.na", "chen.jing")
    assert matters.find(last, today=TODAY).need is Need.ORDINARY


def test_work_is_given_in_bulk_not_to_who_has_an_interest_and_is_undone(database: Database) -> None:
    staff(database)
    ids = take(database, arrival(1), arrival(2, complained_of=("zhang.wei", "collector-7")), arrival(3))
    matters = Matters(database)
    with pytest.raises(ConflictOfInterestError, match=r"zhang\.wei has an interest"):
        Bulks(database).assign(ids, "zhang.wei", by=CHEN, at=NOON, why="his turn")
    assert {matter.assignee for matter in matters.queue(today=TODAY).matters} == {""}
    Bulks(database).assign(ids[:1], "zhang.wei", by=CHEN, at=NOON, why="his turn")
    bulk = Bulks(database).assign(ids, "li.na", by=CHEN, at=NOON, why="he is on leave")
    Bulks(database).assign(ids[2:], "chen.jing", by=CHEN, at=NOON, why="a hard one")
    assert Bulks(database).undo(bulk, by=CHEN, at=NOON, why="he is back") == 2
    assert [matters.find(one, today=TODAY).assignee for one in ids] == ["zhang.wei", "", "chen.jing"]
    with pytest.raises(NotFoundError):
        Bulks(database).undo(bulk, by=CHEN, at=NOON, why="once more")
    with pytest.raises(InputError):
        Bulks(database).assign(ids, "wu.tao", by=CHEN, at=NOON, why="an analyst")


def test_the_clock_stops_for_a_stated_cause_and_runs_again(database: Database) -> None:
    (matter_id,) = take(database, arrival(1))
    matters = Matters(database)
    Pauses(database).pause(matter_id, PauseCause.AWAITING_MATERIAL, ground="letter of 2 Nov", by=LI, at=later(days=1))
    with pytest.raises(RefusedError, match="already"):
        Pauses(database).pause(matter_id, PauseCause.AGREED, ground="by phone", by=LI, at=later(days=1))
    assert matters.find(matter_id, today=date(2026, 11, 6)).paused
    Pauses(database).resume(matter_id, by=LI, at=later(days=3), why="it came")
    found = matters.find(matter_id, today=TODAY)
    assert (found.due.at.date(), found.due.paused_days, found.paused) == (date(2026, 11, 20), 3, False)
    with pytest.raises(RefusedError, match="running"):
        Pauses(database).resume(matter_id, by=LI, at=later(days=4), why="once more")


def test_whoever_finds_an_interest_gives_it_back_and_an_undo_does_not_return_it(database: Database) -> None:
    staff(database)
    (matter_id,) = take(database, arrival(1))
    matters, bulks = Matters(database), Bulks(database)
    bulks.assign([matter_id], "zhang.wei", by=CHEN, at=NOON, why="his turn")
    bulk = bulks.assign([matter_id], "li.na", by=CHEN, at=NOON, why="he is on leave")
    Assignments(database).step_back(matter_id, by=ZHANG, at=NOON, why="a cousin of hers")
    assert matters.find(matter_id, today=TODAY).assignee == "li.na", "he did not have it any more"
    assert bulks.undo(bulk, by=CHEN, at=NOON, why="he is back") == 1
    assert matters.find(matter_id, today=TODAY).assignee == ""
    bulks.assign([matter_id], "li.na", by=CHEN, at=NOON, why="her turn")
    Assignments(database).step_back(matter_id, by=LI, at=NOON, why="a neighbour")
    assert matters.find(matter_id, today=TODAY).assignee == ""
    assert [(event.kind, event.before, event.after) for event in matters.timeline(matter_id)][-1] == (
        "give_back",
        "li.na",
        "",
    )


def test_one_task_is_put_on_many_and_taken_back_where_nobody_has_done_it(database: Database) -> None:
    staff(database)
    ids = take(database, arrival(1), arrival(2))
    bulks, tasks = Bulks(database), Tasks(database)
    with pytest.raises(InputError, match="role"):
        bulks.assign(ids, "zhao.min", by=CHEN, at=NOON, why="an investigator answers no complaint")
    with pytest.raises(InputError, match="somebody who works"):
        bulks.give_task(ids, "问医院", assignee="wu.tao", by=CHEN, at=NOON, why="one hospital")
    with pytest.raises(NotFoundError):
        bulks.give_task([*ids, "M-404"], "问医院", assignee="li.na", by=CHEN, at=NOON, why="one hospital")
    assert bulks.recent() == ()
    assert tasks.open_for("li.na") == ()
    bulk = bulks.give_task(ids, "问医院", assignee="li.na", by=CHEN, at=NOON, why="one hospital")
    done = tasks.of(SubjectType.MATTER, ids[0])[0]
    tasks.finish(done.task_id, of=(SubjectType.MATTER, ids[0]), by=LI, at=NOON)
    assert [(one.kind, one.matters, one.undone_at) for one in bulks.recent()] == [(BulkKind.TASK, 2, None)]
    assert bulks.undo(bulk, by=CHEN, at=later(hours=1), why="the wrong one") == 1
    assert [len(tasks.of(SubjectType.MATTER, one)) for one in ids] == [1, 0]
    assert bulks.recent()[0].undone_at == later(hours=1)
    assert Matters(database).timeline(ids[1])[-1].before == "问医院"


def test_a_review_has_a_period_of_its_own_from_the_day_it_was_asked_for(database: Database) -> None:
    (matter_id,) = take(database, arrival(1, due_at=later(days=5)))
    matters, replies = Matters(database), Replies(database, Wishes(database, nobody_withdrew))
    decide(database, matter_id, Question.MERIT, Answer.UPHELD)
    answer = {"channel": "hotline", "language": Language.ZH, "by": LI}
    replies.answer(matter_id, "成立。", at=later(days=4), **answer)  # type: ignore[arg-type]
    replies.appeal(matter_id, Question.MERIT, "金额不对", by=CHEN, at=later(days=20))
    (found,) = matters.queue(today=later(days=20).date()).matters
    assert (found.due.rule, found.due.at.date()) == ("review", date(2026, 12, 22)), "22 November and 30 days"
    take(
        database, arrival(2, customer_id="C-1", text=arrival(1).text, received_at=later(days=30), due_at=later(days=33))
    )
    assert matters.find(matter_id, today=TODAY).due.rule == "transfer", "the regulator asks again"
    shorter = CaseworkSettings(review_days=10).counting
    assert Matters(database, shorter).find(matter_id, today=TODAY).due.at.date() == date(2026, 12, 2)
    with pytest.raises(RefusedError, match="others decide first"):
        replies.answer(matter_id, "维持。", at=later(days=21), **answer)  # type: ignore[arg-type]
    with pytest.raises(RefusedError, match="already"):
        replies.appeal(matter_id, Question.MERIT, "金额不对", by=CHEN, at=later(days=20))
    reviewed = replies.under_review(matter_id, Question.MERIT)
    Decisions(database).judge(
        SubjectType.MATTER, matter_id, Question.MERIT, Answer.UPHELD, basis=Basis.CORRECTION, why="the sum was wrong",
        by=ZHANG, at=later(days=21), reviews=reviewed,
    )  # fmt: skip
    assert replies.under_review(matter_id, Question.MERIT) == ""
    assert [one.words for one in replies.appeals(matter_id)] == ["金额不对"]
    replies.answer(matter_id, "更正。", at=later(days=21), **answer)  # type: ignore[arg-type]
    assert matters.find(matter_id, today=TODAY).answered_at == later(days=21)


def test_a_longer_period_takes_a_decision(database: Database) -> None:
    staff(database)
    (matter_id,) = take(database, arrival(1))
    for answer, who, day in (
        (Answer.COMPLEX, ("li.na",), date(2026, 12, 2)),
        (Answer.APPROVED, ("li.na", "chen.jing"), date(2027, 1, 1)),
    ):
        decide(database, matter_id, Question.DEADLINE, answer, *who)
        assert Matters(database).find(matter_id, today=TODAY).due.at.date() == day


def test_an_answer_follows_a_decision_is_finished_by_a_person_and_ends_the_matter(database: Database) -> None:
    staff(database)
    (matter_id,) = take(database, arrival(1))
    replies, matters = Replies(database, Wishes(database, nobody_withdrew)), Matters(database)

    def answer(text: str = "您好，成立，退还费用。") -> str:
        return replies.answer(matter_id, text, channel="hotline", language=Language.ZH, by=LI, at=later(days=3))

    with pytest.raises(RefusedError, match="decide first"):
        answer()
    decide(database, matter_id, Question.MERIT, Answer.UPHELD)
    claims = [
        CheckedClaim("一天多次致电", "borne_out", "当日外呼9次", "打了9个电话"),
        CheckedClaim("经济困难", "unknown", words="没钱了"),
        CheckedClaim("利率过高", "contradicted", "年利率18%", "一年四十个点"),
    ]
    text = draft(Language.ZH, number=matter_id, held={Question.MERIT: Answer.UPHELD}, claims=claims)
    assert "- 一天多次致电：经核对我方记录，情况属实：当日外呼9次。\n- 经济困难：我方现有记录不足" in text
    # What is held against somebody stands beside the words that were taken for it.
    assert "- 利率过高（您的原话：“一年四十个点”）：我方记录与此不一致：年利率18%。" in text
    with pytest.raises(InputError, match="finish"):
        answer(text)
    answer(text.replace(BLANK, "已填写"))
    assert matters.queue(today=TODAY).matters == ()
    assert matters.find(matter_id, today=TODAY).answered_at == later(days=3)
    with pytest.raises(RefusedError, match="already"):
        answer()
    act_id = replies.appeal(matter_id, Question.MERIT, "金额不对", by=CHEN, at=later(days=4))
    assert len(matters.queue(today=TODAY).matters) == 1
    with pytest.raises(RefusedError, match="does not review"):
        Decisions(database).judge(
            SubjectType.MATTER, matter_id, Question.MERIT, Answer.PARTLY_UPHELD, basis=Basis.CORRECTION,
            why="the sum was wrong", by=LI, at=later(days=5), reviews=act_id,
        )  # fmt: skip
    Decisions(database).judge(
        SubjectType.MATTER, matter_id, Question.MERIT, Answer.PARTLY_UPHELD, basis=Basis.CORRECTION,
        why="the sum was wrong", by=ZHANG, at=later(days=5), reviews=act_id,
    )  # fmt: skip
    answer("更正后的答复。")
    assert [notice.by for notice in replies.sent(matter_id)] == ["li.na", "li.na"]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(
    ("question", "answer"), [(question, answer) for question, answers in TOLD.items() for answer in sorted(answers)]
)
def test_what_is_told_says_what_may_be_done_against_it_and_speaks_of_no_suspicion(
    language: Language, question: Question, answer: Answer
) -> None:
    told = [notice(language, number="M-1", question=question, answer=answer, due_on=TODAY)]
    if question is not Question.DEADLINE:
        told.append(draft(language, number="M-1", held={question: answer}, claims=[CheckedClaim("x", "unknown")]))
    for text in told:
        assert "M-1" in text
        assert BLANK in text
        assert (TODAY.isoformat() in text) is (question is Question.DEADLINE)
        assert ("12378" in text and "30" in text) is (question is not Question.DEADLINE)
        for word in ("代理", "疑似", "黑产", "反催收", "agent", "gang", "suspicion", "score"):
            assert word not in text.lower()


def test_a_complaint_that_is_not_taken_up_is_told_so_ends_and_may_be_reviewed(database: Database) -> None:
    staff(database)
    (matter_id,) = take(database, arrival(1))
    replies, matters = Replies(database, Wishes(database, nobody_withdrew)), Matters(database)
    how = {"channel": "hotline", "language": Language.ZH, "by": LI}
    decide(database, matter_id, Question.ACCEPTANCE, Answer.REFUSE, "li.na", "chen.jing")
    assert [act.answer for act in replies.untold(matter_id)] == [Answer.REFUSE]
    replies.answer(matter_id, "不予受理：已由法院判决。", at=later(days=2), **how)  # type: ignore[arg-type]
    assert matters.queue(today=TODAY).matters == ()
    assert replies.untold(matter_id) == ()
    act_id = replies.appeal(matter_id, Question.ACCEPTANCE, "并无判决", by=LI, at=later(days=3))
    Decisions(database).judge(
        SubjectType.MATTER, matter_id, Question.ACCEPTANCE, Answer.ACCEPT, basis=Basis.CORRECTION, why="no judgement",
        by=ZHANG, at=later(days=4), reviews=act_id,
    )  # fmt: skip
    with pytest.raises(RefusedError, match="decide first"):
        replies.answer(matter_id, "现予受理。", at=later(days=4), **how)  # type: ignore[arg-type]
    replies.tell(matter_id, Question.ACCEPTANCE, "现予受理。", at=later(days=4), **how)  # type: ignore[arg-type]
    assert len(matters.queue(today=TODAY).matters) == 1
    assert [one.text for one in replies.sent(matter_id)] == ["不予受理：已由法院判决。", "现予受理。"]


@pytest.mark.parametrize("ending", [Answer.ELSEWHERE, Answer.WITHDRAWN])
def test_what_ended_without_a_decision_on_its_merit_is_said_by_two_told_and_may_be_reviewed(
    database: Database, ending: Answer
) -> None:
    staff(database)
    (matter_id,) = take(database, arrival(1))
    replies, matters = Replies(database, Wishes(database, nobody_withdrew)), Matters(database)
    how = {"channel": "hotline", "language": Language.ZH, "by": LI}
    decide(database, matter_id, Question.ENDING, ending)
    with pytest.raises(RefusedError, match="decide first"):
        replies.answer(matter_id, "已和解。", at=later(days=2), **how)  # type: ignore[arg-type]
    decide(database, matter_id, Question.ENDING, ending, "chen.jing")
    assert len(matters.queue(today=TODAY).matters) == 1, "it waits until the complainant is told"
    replies.answer(matter_id, "已和解。", at=later(days=2), **how)  # type: ignore[arg-type]
    assert matters.queue(today=TODAY).matters == ()
    act_id = replies.appeal(matter_id, Question.ENDING, "并未和解", by=LI, at=later(days=3))
    Decisions(database).judge(
        SubjectType.MATTER, matter_id, Question.ENDING, Answer.AWAITS, basis=Basis.CORRECTION, why="no agreement",
        by=ZHANG, at=later(days=4), reviews=act_id,
    )  # fmt: skip
    with pytest.raises(RefusedError, match="decide first"):
        replies.answer(matter_id, "已和解。", at=later(days=4), **how)  # type: ignore[arg-type]
    assert len(matters.queue(today=TODAY).matters) == 1


def test_a_longer_period_is_told_while_the_matter_goes_on(database: Database) -> None:
    staff(database)
    (matter_id,) = take(database, arrival(1))
    replies = Replies(database, Wishes(database, nobody_withdrew))
    how = {"channel": "hotline", "language": Language.ZH, "by": LI, "at": later(days=1)}
    with pytest.raises(RefusedError, match="no decision"):
        replies.tell(matter_id, Question.DEADLINE, "延期。", **how)  # type: ignore[arg-type]
    decide(database, matter_id, Question.DEADLINE, Answer.COMPLEX)
    decide(database, matter_id, Question.ORIGIN, Answer.SELF_FILED)
    assert [act.question for act in replies.untold(matter_id)] == [Question.DEADLINE]
    with pytest.raises(InputError, match="finish"):
        replies.tell(matter_id, Question.DEADLINE, f"延期，理由：{BLANK}", **how)  # type: ignore[arg-type]
    with pytest.raises(RefusedError, match="no decision"):
        replies.tell(matter_id, Question.ORIGIN, "本人投诉。", **how)  # type: ignore[arg-type]
    replies.tell(matter_id, Question.DEADLINE, "延期，待医院复函。", **how)  # type: ignore[arg-type]
    assert replies.untold(matter_id) == ()
    assert len(Matters(database).queue(today=TODAY).matters) == 1
    decide(database, matter_id, Question.MERIT, Answer.UPHELD)
    decide(database, matter_id, Question.HARDSHIP, Answer.OFFERED)
    replies.answer(matter_id, "成立，分期。", **how | {"at": later(days=2)})  # type: ignore[arg-type]
    assert replies.untold(matter_id) == (), "the answer told of both"


def test_do_not_contact_is_respected_but_an_answer_goes_where_the_complaint_came_from(database: Database) -> None:
    staff(database)
    one, two = take(database, arrival(1, channel="mail", do_not_contact=True), arrival(2))
    replies, wishes = Replies(database, Wishes(database, nobody_withdrew)), Wishes(database, nobody_withdrew)
    wishes.note("C-2", channel="sms", source="on the telephone", by=LI, at=NOON)
    for matter_id, channel in ((one, "call"), (two, "sms")):
        with pytest.raises(DoNotContactError):
            replies.ask(matter_id, channel=channel, text="请补充合同。", by=LI, at=NOON)
    asked = replies.ask(two, channel="app", text="请补充合同。", by=LI, at=NOON)
    replies.hear(asked, "附上合同", of=two, by=LI, at=later(days=1))
    assert [ask.answer for ask in replies.asked(two)] == ["附上合同"]
    decide(database, one, Question.MERIT, Answer.UPHELD)
    how = {"language": Language.ZH, "by": LI, "at": later(days=1)}
    with pytest.raises(DoNotContactError):
        replies.answer(one, "成立。", channel="call", **how)  # type: ignore[arg-type]
    replies.answer(one, "成立。", channel="mail", **how)  # type: ignore[arg-type]
    wishes.lift("C-2", wishes.of("C-2")[0].wish_id, by=LI, at=later(days=2), why="she asked us to write")
    assert wishes.of("C-2") == ()


@pytest.mark.parametrize(
    ("written", "language"),
    [
        (["他们一天打了九次电话"], Language.ZH),
        (["They called me nine times."], Language.EN),
        (["They called me.", "app 一直打不开"], Language.ZH),
        (["12378"], Language.ZH),
        (["", "  "], Language.ZH),
        ([], Language.ZH),
    ],
)
def test_somebody_is_answered_in_the_language_in_which_they_wrote(written: list[str], language: Language) -> None:
    assert language_of(written) is language


def test_a_consent_withdrawn_after_a_complaint_was_taken_is_asked_at_every_way_out(database: Database) -> None:
    staff(database)
    (matter_id,) = take(database, arrival(1, channel="mail"))
    decide(database, matter_id, Question.MERIT, Answer.UPHELD)
    withdrew: dict[str, datetime] = {}
    replies = Replies(database, Wishes(database, withdrew.get))
    replies.ask(matter_id, channel="call", text="请补充合同。", by=LI, at=NOON)
    withdrew["C-1"] = later(days=1)  # as the next run says
    how = {"language": Language.ZH, "by": LI, "at": later(days=2)}
    with pytest.raises(DoNotContactError):
        replies.ask(matter_id, channel="call", text="请补充合同。", by=LI, at=later(days=2))
    with pytest.raises(DoNotContactError):
        replies.tell(matter_id, Question.MERIT, "成立。", channel="call", **how)  # type: ignore[arg-type]
    with pytest.raises(DoNotContactError):
        replies.answer(matter_id, "成立。", channel="call", **how)  # type: ignore[arg-type]
    replies.answer(matter_id, "成立。", channel="mail", **how)  # type: ignore[arg-type]


def test_whoever_is_complained_of_does_not_answer(database: Database) -> None:
    staff(database)
    (matter_id,) = take(database, arrival(1, complained_of=("zhang.wei",)))
    decide(database, matter_id, Question.MERIT, Answer.UPHELD)
    Interests(database).declare("zhang.wei", SubjectType.MATTER, matter_id, by=LI, at=NOON, why="known already")
    with pytest.raises(ConflictOfInterestError):
        Replies(database, Wishes(database, nobody_withdrew)).answer(
            matter_id, "成立。", channel="hotline", language=Language.ZH, by=ZHANG, at=NOON
        )
