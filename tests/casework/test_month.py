"""A month of casework by five people over the holidays of October: figures and clocks against a second count."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from mingjian.casework.cases import Cases, Origin, OriginKind
from mingjian.casework.clocks import PauseCause
from mingjian.casework.decisions import Decisions
from mingjian.casework.evidence import EvidenceBoard, EvidenceKind, Provenance, Standing
from mingjian.casework.ledger import SubjectType
from mingjian.casework.matters import Arrival, Matters
from mingjian.casework.police import Police
from mingjian.casework.questions import ADVERSE, Answer, Basis, Question
from mingjian.casework.replies import Replies
from mingjian.casework.statistics import FIGURES, count, rows
from mingjian.casework.status import CaseStatus
from mingjian.contract import Language
from mingjian.store.database import Database
from tests.casework.people import person, staff

FIRST = date(2026, 9, 7)
DAYS = 31
OFF = {date(2026, 9, 25), *(date(2026, 10, day) for day in range(1, 8))}
WORKED = {date(2026, 9, 20), date(2026, 10, 10)}
"""As the State Council's notice for 2026 has them: Mid-Autumn, National Day, and the weekends worked for them."""
PAIR = ("li.na", "chen.jing")


def works(day: date) -> bool:
    return day in WORKED or (day not in OFF and day.weekday() < 5)


def expected_end(received: date, days: int, stopped: set[date]) -> date:
    """Counted day by day, without the code under test."""
    day = received
    while days:
        day += timedelta(days=1)
        days -= day not in stopped
    while day in stopped or not works(day):
        day += timedelta(days=1)
    return day


def at(day: int, hour: int = 2) -> datetime:
    """On a day of the month, ten o'clock in Shanghai unless said."""
    return datetime.combine(FIRST + timedelta(days=day), datetime.min.time(), UTC) + timedelta(hours=hour)


@dataclass
class Tally:
    """What the month's own diary says, kept apart from the database."""

    figures: dict[str, set[str]] = field(default_factory=lambda: {figure.name: set() for figure in FIGURES})
    ends: dict[str, date] = field(default_factory=dict)
    stated: dict[str, datetime] = field(default_factory=dict)

    def note(self, figure: str, subject: str) -> None:
        self.figures[figure].add(subject)


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory, repetitions: Callable[[int], int]) -> "tuple[Database, Tally]":
    database = Database.in_folder(Path(tmp_path_factory.mktemp("month")))
    staff(database)
    tally = Tally()
    Month(database, tally, random.Random(7)).play(complaints=repetitions(1_000), gangs=repetitions(30))
    return database, tally


class Month:
    """Plays it."""

    def __init__(self, database: Database, tally: Tally, chance: random.Random) -> None:
        self.database, self.tally, self.chance = database, tally, chance
        self.matters, self.decisions = Matters(database), Decisions(database)

    def play(self, *, complaints: int, gangs: int) -> None:
        for number in range(complaints):
            self.complaint(number, self.chance.randrange(DAYS - 12))
        for number in range(gangs):
            self.gang(number, self.chance.randrange(DAYS - 10))
        police = Police(self.database)
        for number in range(3):
            request = police.note_request(
                station="渝中区公安分局", officers="两名民警", instrument=f"调证字{number}号", scope="放款流水",
                due_on=FIRST, by=person("zhao.min"), at=at(number),
            )  # fmt: skip
            self.tally.note("police_requests", request)
        police.accompany("C-1", companion="sun.hao", station="分局", meets_at=at(9), by=person("sun.hao"), at=at(8))
        self.tally.note("accompaniments", "C-1")

    def judge(
        self, kind: SubjectType, subject: str, question: Question, answer: Answer, when: datetime, **how: str
    ) -> str:
        act = None
        for name in PAIR if answer in ADVERSE else PAIR[:1]:
            act = self.decisions.judge(
                kind, subject, question, answer, basis=Basis.FACTS, why="as the records say", by=person(name),
                at=when, **how,
            ).act  # fmt: skip
        assert act is not None
        return act.act_id

    def complaint(self, number: int, day: int) -> None:
        customer, name, chance = f"C-{number}", f"K-{number}", self.chance
        text = f"第{number}件投诉：多次致电我的单位。"
        (matter,) = self.matters.take(
            [Arrival(name, customer, at(day), "hotline", text)], by=person("li.na"), at=at(day, 3)
        )
        self.tally.note("complaints_taken", name)
        names, received = [name], FIRST + timedelta(days=day)
        stated: date | None = None
        if chance.random() < 0.2:
            stated = received + timedelta(days=9)
            transfer = Arrival(
                f"{name}-T", customer, at(day + 1), "regulator_12378", text, external_number=f"ZB{number}",
                due_at=at(day + 9),
            )  # fmt: skip
            assert self.matters.take([transfer], by=person("li.na"), at=at(day + 1)) == ()
            names.append(transfer.complaint_id)
            self.tally.note("complaints_taken", transfer.complaint_id)
            self.tally.note("complaints_taken_again", transfer.complaint_id)
        days, stopped = 15, set[date]()
        if chance.random() < 0.3:
            days = 30
            self.judge(SubjectType.MATTER, matter, Question.DEADLINE, Answer.COMPLEX, at(day + 1))
        if chance.random() < 0.3:
            length = chance.randrange(1, 6)
            self.matters.pause(
                matter, PauseCause.AWAITING_MATERIAL, ground="our letter", by=person("li.na"), at=at(day + 2)
            )
            self.matters.resume(matter, by=person("li.na"), at=at(day + 2 + length), why="it came")
            stopped = {received + timedelta(days=2 + n) for n in range(length + 1)}
        end = expected_end(received, days, stopped)
        self.tally.ends[matter] = min(end, stated) if stated else end
        if stated and stated <= end:
            self.tally.stated[matter] = at(day + 9)
        self.decide(matter, names, day)

    def decide(self, matter: str, names: list[str], day: int) -> None:
        chance = self.chance
        if chance.random() < 0.25:
            self.judge(SubjectType.MATTER, matter, Question.ORIGIN, Answer.AGENT_FILED, at(day + 8))
            for name in names:
                self.tally.note("agent_complaints_confirmed", name)
        if chance.random() < 0.15:
            customer = f"C-{matter}"
            for paper in range(chance.randrange(1, 3)):
                material = f"D-{matter}-{paper}"
                self.judge(
                    SubjectType.MATERIAL, material, Question.MATERIAL, Answer.FORGED, at(day + 8), customer_id=customer
                )
                self.tally.note("false_materials", material)
            self.tally.note("false_material_customers", customer)
        if chance.random() < 0.8:
            merit = chance.choice([Answer.UPHELD, Answer.PARTLY_UPHELD, Answer.NOT_UPHELD])
            answered, moment = day + chance.choice([9, 10, 11]), 2
            act = self.judge(SubjectType.MATTER, matter, Question.MERIT, merit, at(day + 8))
            replies = Replies(self.database)
            how = {"channel": "hotline", "language": Language.ZH, "by": person("li.na")}
            replies.answer(matter, "已核查。", at=at(answered), **how)  # type: ignore[arg-type]
            if merit is Answer.NOT_UPHELD and chance.random() < 0.5:
                replies.appeal(matter, Question.MERIT, "金额不对", by=person("sun.hao"), at=at(answered, 4))
                self.decisions.judge(
                    SubjectType.MATTER, matter, Question.MERIT, Answer.UPHELD, basis=Basis.CORRECTION,
                    why="the sum was wrong", by=person("zhang.wei"), at=at(answered, 5), reviews=act,
                )  # fmt: skip
                replies.answer(matter, "已更正。", at=at(answered, 6), **how)  # type: ignore[arg-type]
                merit, moment = Answer.UPHELD, 6
            self.tally.note("matters_answered", matter)
            last = self.tally.stated.get(matter)
            if (at(answered, moment) > last) if last else FIRST + timedelta(days=answered) > self.tally.ends[matter]:
                self.tally.note("matters_answered_late", matter)
            if merit is not Answer.NOT_UPHELD:
                self.tally.note("matters_upheld", matter)

    def gang(self, number: int, day: int) -> None:
        cases, lead, gang = Cases(self.database), person("zhao.min"), f"G-{number:04d}"
        case = cases.open(
            Origin(OriginKind.GANG, gang), title=gang, by=lead, at=at(day), why="one letter, many people"
        ).case_id
        self.tally.note("cases_opened", case)
        customers = {f"C-{self.chance.randrange(40)}" for _ in range(4)}
        for customer in sorted(customers):
            standing = self.chance.choice(list(Standing))
            EvidenceBoard(self.database).add(
                case, EvidenceKind.CUSTOMER, customer, provenance=Provenance("the run"), standing=standing, by=lead,
                at=at(day), customer_id=customer,
            )  # fmt: skip
            if standing is Standing.HYPOTHESIS:
                customers.discard(customer)
        steps = self.chance.randrange(5)
        for ahead, (status, figure) in enumerate(
            (
                (CaseStatus.CLUE, "clues"),
                (CaseStatus.REPORTED, "cases_reported"),
                (CaseStatus.ACCEPTED, "cases_accepted"),
                (CaseStatus.FILED, "cases_filed"),
            )[:steps],
            1,
        ):
            if status is CaseStatus.REPORTED:
                self.judge(SubjectType.CASE, case, Question.REPORT, Answer.HAND_OVER, at(day + 1, 5))
            cases.step(case, status, by=lead, at=at(day + ahead), why="it is due", reference=f"渝公〔2026〕{number}号")
            self.tally.note(figure, case)
        if steps:
            self.tally.note("gangs", gang)
            for customer in customers:
                self.tally.note("linked_customers", customer)


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)
def test_every_figure_is_the_sum_of_its_rows_and_of_the_diary(month: "tuple[Database, Tally]", figure: object) -> None:
    database, tally = month
    period = {"since": at(0, 0), "until": at(DAYS, 0)}
    found = rows(database, figure, **period)  # type: ignore[arg-type]
    assert count(database, figure, **period) == len(found)  # type: ignore[arg-type]
    assert {row.subject_id for row in found} == tally.figures[figure.name]  # type: ignore[attr-defined]
    assert len(found) == len(tally.figures[figure.name])  # type: ignore[attr-defined]
    halves = [
        count(database, figure, since=since, until=until)  # type: ignore[arg-type]
        for since, until in ((at(0, 0), at(12, 0)), (at(12, 0), at(DAYS, 0)))
    ]
    assert sum(halves) == len(found)


def test_the_month_holds_something_of_each_kind(month: "tuple[Database, Tally]") -> None:
    assert {name for name, subjects in month[1].figures.items() if not subjects} <= {"matters_answered_late"}


def test_every_clock_is_right_over_holidays_and_pauses(month: "tuple[Database, Tally]") -> None:
    database, tally = month
    found = {one.matter_id: one.due.at.date() for one in Matters(database).all(today=FIRST + timedelta(days=DAYS))}
    assert found == tally.ends
    assert any(end > date(2026, 10, 7) for end in tally.ends.values())


def test_whatever_was_adverse_in_the_month_has_two_people(month: "tuple[Database, Tally]") -> None:
    from sqlalchemy import func, select

    from mingjian.casework.decisions import ACTS, OPINIONS

    adverse = [answer.value for answer in ADVERSE]
    agreeing = (
        select(ACTS.c.act_id, func.count(OPINIONS.c.by))
        .join(OPINIONS, (OPINIONS.c.decision_id == ACTS.c.decision_id) & (OPINIONS.c.answer == ACTS.c.answer))
        .where(ACTS.c.answer.in_(adverse))
        .group_by(ACTS.c.act_id)
    )
    with month[0].read() as connection:
        people = [row[1] for row in connection.execute(agreeing)]
    assert people
    assert set(people) == {2}


def test_the_log_of_the_month_is_whole(month: "tuple[Database, Tally]") -> None:
    from mingjian.access.audit import AuditLog

    assert AuditLog(month[0]).verify().intact
