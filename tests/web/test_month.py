"""A month of casework by five people over the holidays of October, through the API: figures and clocks are counted
a second time, by the month's own diary."""

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from mingjian.access.accounts import Accounts
from mingjian.access.audit import AuditLog
from mingjian.access.sessions import Sessions
from mingjian.casework.clocks import PauseCause
from mingjian.casework.decisions import ACTS, OPINIONS
from mingjian.casework.evidence import Standing
from mingjian.casework.matters import Matters
from mingjian.casework.questions import ADVERSE, Answer, Basis, Question
from mingjian.casework.statistics import FIGURES, Figure
from mingjian.casework.status import CaseStatus
from mingjian.settings import Settings
from mingjian.store.database import Database
from tests.casework.people import staff
from tests.web import world
from tests.web.conftest import serving
from tests.web.test_team import HERE

FIRST = date(2026, 9, 7)
DAYS = 31
OFF = {date(2026, 9, 25), *(date(2026, 10, day) for day in range(1, 8))}
WORKED = {date(2026, 9, 20), date(2026, 10, 10)}
"""As the State Council's notice for 2026 has them: Mid-Autumn, National Day, and the weekends worked for them."""


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


def complaint_of(number: int) -> dict[str, object]:
    """What a customer complains of, whenever and wherever."""
    return {
        "complaint_id": f"K-{number}",
        "customer_id": f"C-{number}",
        "channel": "hotline",
        "text": f"第{number}件投诉：多次致电我的单位。",
    }


MEMBERS = 40
"""Customers of whom the month's gangs have some."""


def gang_of(number: int) -> str:
    """A gang of the month."""
    return f"G-{number:04d}"


@dataclass
class Tally:
    """What the month's own diary says, kept apart from the database."""

    figures: dict[str, set[str]] = field(default_factory=lambda: {figure.name: set() for figure in FIGURES})
    ends: dict[str, date] = field(default_factory=dict)
    stated: dict[str, datetime] = field(default_factory=dict)

    def note(self, figure: str, subject: str) -> None:
        self.figures[figure].add(subject)


@dataclass
class Clock:
    """The time of the desk: set by whoever plays."""

    at: datetime


class Team:
    """Five people at the API, each with a session of their own."""

    def __init__(self, address: str, database: Database, clock: Clock) -> None:
        self._clock = clock
        sessions = {one.name: Sessions(database).start(one) for one in Accounts(database).list()}
        self._people = {
            name: httpx.Client(base_url=f"{address}/api/v1", cookies={"session": session}, headers=HERE, timeout=None)
            for name, session in sessions.items()
        }

    def post(self, name: str, path: str, when: datetime, **body: object) -> Any:
        """What the API answers to a person at a time; it has to agree."""
        answer = self._asked(name, "POST", path, when, json=body)
        return answer.json() if answer.content else None

    def get(self, name: str, path: str, when: datetime, **query: object) -> Any:
        """What a person reads at a time."""
        return self._asked(name, "GET", path, when, params={key: str(value) for key, value in query.items()}).json()

    def _asked(self, name: str, verb: str, path: str, when: datetime, **sent: Any) -> httpx.Response:
        self._clock.at = when
        answer = self._people[name].request(verb, path, **sent)
        while answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
            # A month is played in minutes, and a fast machine asks more in one than a person may.
            time.sleep(float(answer.headers["retry-after"]))
            answer = self._people[name].request(verb, path, **sent)
        assert answer.is_success, (path, answer.status_code, answer.text)
        return answer

    def close(self) -> None:
        for client in self._people.values():
            client.close()


@dataclass(frozen=True)
class Played:
    """A month that was played: the database and the people over it, and the diary."""

    database: Database
    team: Team
    tally: Tally


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory, repetitions: Callable[[int], int]) -> Iterator[Played]:
    folder = tmp_path_factory.mktemp("month")
    complaints, gangs, tally, clock = repetitions(1_000), repetitions(30), Tally(), Clock(at(0))
    papers = [
        {"material_id": f"D-{number}-{paper}", "customer_id": f"C-{number}", "kind": "other", "path": "p.jpg"}
        for number in range(complaints)
        for paper in range(2)
    ]
    known = {
        "customers": [{"customer_id": f"C-{number}"} for number in range(max(complaints, MEMBERS))],
        "gangs": [{"gang_id": gang_of(number)} for number in range(gangs)],
    }
    world.publish(folder, {"materials": papers, **known})
    database = Database.in_folder(folder)
    staff(database)
    # On a busy machine somebody waits longer for their turn than a session may lie idle.
    patient = Settings.model_validate({"access": {"idle_minutes": 600}})
    with serving(folder, patient, clock=lambda: clock.at) as address:
        team = Team(address, database, clock)
        Month(team, tally, random.Random(7)).play(complaints=complaints, gangs=gangs)
        yield Played(database, team, tally)
        team.close()
    database.close()


class Month:
    """Plays it."""

    def __init__(self, team: Team, tally: Tally, chance: random.Random) -> None:
        self.team, self.tally, self.chance = team, tally, chance

    def play(self, *, complaints: int, gangs: int) -> None:
        for number in range(complaints):
            self.complaint(number, self.chance.randrange(DAYS - 12))
        for number in range(gangs):
            self.gang(number, self.chance.randrange(DAYS - 10))
        for number in range(3):
            request = self.team.post(
                "zhao.min", "/police/requests", at(number), station="渝中区公安分局", officers="两名民警",
                instrument=f"调证字{number}号", scope="放款流水", due_on=FIRST.isoformat(),
            )  # fmt: skip
            self.tally.note("police_requests", request["id"])
        appointment = self.team.post(
            "sun.hao", "/police/accompaniments", at(8), customer_id="C-1", companion="sun.hao", station="分局",
            meets_at=at(9).isoformat(),
        )  # fmt: skip
        came = {"result": "taken_in", "outcome": "受案回执 7 号"}
        self.team.post("sun.hao", f"/police/accompaniments/{appointment['id']}/outcome", at(9, 5), **came)
        self.tally.note("accompaniments", "C-1")

    def judge(self, path: str, question: Question, answer: Answer, when: datetime) -> None:
        held = None
        for name in self.pair(path) if answer in ADVERSE else self.pair(path)[:1]:
            held = self.team.post(
                name, f"{path}/decisions", when, question=question, answer=answer, basis=Basis.FACTS,
                why="as the records say",
            )["held"]  # fmt: skip
        assert held == answer

    @staticmethod
    def pair(path: str) -> tuple[str, str]:
        """Two people whose roles let them decide on this."""
        return ("zhao.min", "chen.jing") if path.startswith("/cases") else ("li.na", "chen.jing")

    def complaint(self, number: int, day: int) -> None:
        name, chance, came = f"K-{number}", self.chance, complaint_of(number)
        taken = self.team.post("li.na", "/arrivals", at(day, 3), received_at=at(day).isoformat(), **came)
        assert taken["new"]
        matter, path = taken["matter_id"], f"/matters/{taken['matter_id']}"
        self.tally.note("complaints_taken", name)
        names, received = [name], FIRST + timedelta(days=day)
        stated: date | None = None
        if chance.random() < 0.2:
            stated = received + timedelta(days=9)
            transfer = f"{name}-T"
            sent = came | {"complaint_id": transfer, "channel": "regulator_12378", "external_number": f"ZB{number}"}
            again = self.team.post(
                "li.na", "/arrivals", at(day + 1), received_at=at(day + 1).isoformat(),
                due_at=at(day + 9).isoformat(), **sent,
            )  # fmt: skip
            assert again == {"matter_id": matter, "new": False}
            names.append(transfer)
            self.tally.note("complaints_taken", transfer)
            self.tally.note("complaints_taken_again", transfer)
        days, stopped = 15, set[date]()
        if chance.random() < 0.3:
            days = 30
            self.judge(path, Question.DEADLINE, Answer.COMPLEX, at(day + 1))
        if chance.random() < 0.3:
            length = chance.randrange(1, 6)
            cause = PauseCause.AWAITING_MATERIAL
            self.team.post("li.na", f"{path}/pauses", at(day + 2), cause=cause, ground="our letter")
            self.team.post("li.na", f"{path}/pauses/end", at(day + 2 + length), why="it came")
            stopped = {received + timedelta(days=2 + n) for n in range(length + 1)}
        end = expected_end(received, days, stopped)
        self.tally.ends[matter] = min(end, stated) if stated else end
        if stated and stated <= end:
            self.tally.stated[matter] = at(day + 9)
        self.decide(matter, number, names, day)

    def decide(self, matter: str, number: int, names: list[str], day: int) -> None:
        chance, path = self.chance, f"/matters/{matter}"
        if chance.random() < 0.25:
            self.judge(path, Question.ORIGIN, Answer.AGENT_FILED, at(day + 8))
            for name in names:
                self.tally.note("agent_complaints_confirmed", name)
        if number % 12 == 11:
            self.end_elsewhere(matter, day)
            return
        if chance.random() < 0.15:
            for paper in range(chance.randrange(1, 3)):
                material = f"D-{number}-{paper}"
                self.judge(f"/materials/{material}", Question.MATERIAL, Answer.FORGED, at(day + 8))
                self.tally.note("false_materials", material)
            self.tally.note("false_material_customers", f"C-{number}")
        if chance.random() < 0.8:
            merit = chance.choice([Answer.UPHELD, Answer.PARTLY_UPHELD, Answer.NOT_UPHELD])
            answered, moment = day + chance.choice([9, 10, 11]), 2
            self.judge(path, Question.MERIT, merit, at(day + 8))
            sent = {"channel": "hotline", "language": "zh"}
            self.team.post("li.na", f"{path}/answers", at(answered), text="已核查。", **sent)
            if merit is Answer.NOT_UPHELD and chance.random() < 0.5:
                self.team.post("sun.hao", f"{path}/appeals", at(answered, 4), question="merit", words="金额不对")
                corrected = {"answer": "upheld", "basis": "correction", "why": "the sum was wrong"}
                self.team.post("zhang.wei", f"{path}/decisions", at(answered, 5), question="merit", **corrected)
                self.team.post("li.na", f"{path}/answers", at(answered, 6), text="已更正。", **sent)
                merit, moment = Answer.UPHELD, 6
                # Its own thirty days from the day on which it was asked for, and answered within the day.
                self.tally.ends[matter] = expected_end(FIRST + timedelta(days=answered), 30, set())
                self.tally.stated.pop(matter, None)
            self.tally.note("matters_answered", matter)
            last = self.tally.stated.get(matter)
            if (at(answered, moment) > last) if last else FIRST + timedelta(days=answered) > self.tally.ends[matter]:
                self.tally.note("matters_answered_late", matter)
            if merit is not Answer.NOT_UPHELD:
                self.tally.note("matters_upheld", matter)
            if chance.random() < 0.1:
                self.again_after_its_answer(number, answered + 1)

    def end_elsewhere(self, matter: str, day: int) -> None:
        """The complainant took it to a mediator, who settled it: two people end it, and it ends once that is told."""
        path = f"/matters/{matter}"
        self.judge(path, Question.ENDING, Answer.ELSEWHERE, at(day + 8))
        self.team.post(
            "li.na", f"{path}/answers", at(day + 9), text="已由调解组织处理。", channel="hotline", language="zh"
        )
        for figure in ("matters_answered", "matters_ended"):
            self.tally.note(figure, matter)

    def again_after_its_answer(self, number: int, day: int) -> None:
        """The same words to the regulator: nobody has answered these yet."""
        name = f"{complaint_of(number)['complaint_id']}-A"
        came = complaint_of(number) | {"complaint_id": name, "channel": "regulator_12378"}
        taken = self.team.post("li.na", "/arrivals", at(day), received_at=at(day).isoformat(), **came)
        assert taken["new"]
        self.tally.note("complaints_taken", name)
        self.tally.ends[taken["matter_id"]] = expected_end(FIRST + timedelta(days=day), 15, set())

    def gang(self, number: int, day: int) -> None:
        team, gang = self.team, gang_of(number)
        case = team.post(
            "zhao.min", "/cases", at(day), kind="gang", origin_id=gang, title=gang, why="one letter, many people"
        )["case_id"]
        self.tally.note("cases_opened", case)
        customers = {f"C-{self.chance.randrange(MEMBERS)}" for _ in range(4)}
        for customer in sorted(customers):
            standing = self.chance.choice(list(Standing))
            item = {"kind": "customer", "subject_id": customer, "standing": standing, "source": "the run"}
            team.post("zhao.min", f"/cases/{case}/evidence", at(day), **item)
            if standing is Standing.HYPOTHESIS:
                customers.discard(customer)
        known = {"kind": "entity", "subject_id": f"account:{number:016d}", "standing": "fact", "source": "the bank"}
        team.post("zhao.min", f"/cases/{case}/evidence", at(day), **known)
        steps = (4 - number) % 5 if number % 3 != 2 else 1
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
                self.judge(f"/cases/{case}", Question.REPORT, Answer.HAND_OVER, at(day + 1, 5))
            paper = f"渝公〔2026〕{number}号"
            team.post("zhao.min", f"/cases/{case}/steps", at(day + ahead), to=status, why="it is due", reference=paper)
            self.tally.note(figure, case)
        if confirmed := number % 3 != 2:
            board = team.get("zhao.min", f"/cases/{case}/evidence", at(day))
            (item,) = (one for one in board if one["kind"] == "gang")
            stands = f"/cases/{case}/evidence/{item['evidence_id']}/standing"
            team.post("zhao.min", stands, at(day + 2), standing=Standing.FACT, why="its payee was found")
        if steps:
            self.tally.note("gangs" if confirmed else "gangs_suspected", gang)
            for customer in customers:
                self.tally.note("linked_customers", customer)


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)
def test_every_figure_is_the_sum_of_its_rows_and_of_the_diary(month: Played, figure: Figure) -> None:
    last = FIRST + timedelta(days=DAYS)

    def read(path: str, since: date, until: date) -> Any:
        return month.team.get("wu.tao", path, at(DAYS + 1), since=since, until=until)

    def value(since: date, until: date) -> int:
        return int(next(one["value"] for one in read("/statistics", since, until) if one["name"] == figure.name))

    found = read(f"/statistics/{figure.name}", FIRST, last)["rows"]
    assert {row["subject_id"] for row in found} == month.tally.figures[figure.name]
    assert value(FIRST, last) == len(found) == len(month.tally.figures[figure.name])
    middle = FIRST + timedelta(days=12)
    assert value(FIRST, middle) + value(middle + timedelta(days=1), last) == len(found)


def test_the_month_holds_something_of_each_kind(month: Played) -> None:
    empty = {name for name, subjects in month.tally.figures.items() if not subjects}
    assert empty <= {"matters_answered_late"}, "its diary answers in time"


def test_every_clock_is_right_over_holidays_and_pauses(month: Played) -> None:
    today = FIRST + timedelta(days=DAYS)
    found = {one.matter_id: one.due.at.date() for one in Matters(month.database).all(today=today)}
    assert found == month.tally.ends
    assert any(end > date(2026, 10, 7) for end in month.tally.ends.values())


def test_the_queue_of_the_month_is_whole_and_in_order_page_by_page(month: Played) -> None:
    open_ = set(month.tally.ends) - month.tally.figures["matters_answered"]
    read: list[Any] = []
    while True:
        page = month.team.get("li.na", "/matters", at(DAYS), offset=len(read), limit=7)
        read += page["matters"]
        if len(read) >= page["total"]:
            break
    moments = [(datetime.fromisoformat(one["due"]["at"]), one["matter_id"]) for one in read]
    assert moments == sorted(moments)
    assert {name: moment.date() for moment, name in moments} == {name: month.tally.ends[name] for name in open_}
    assert {one["matter_id"] for one in read} == open_
    assert len(read) == len(open_)


def test_whatever_was_adverse_in_the_month_has_two_people(month: Played) -> None:
    adverse = [answer.value for answer in ADVERSE]
    agreeing = (
        select(ACTS.c.act_id, func.count(OPINIONS.c.by))
        .join(OPINIONS, (OPINIONS.c.decision_id == ACTS.c.decision_id) & (OPINIONS.c.answer == ACTS.c.answer))
        .where(ACTS.c.answer.in_(adverse))
        .group_by(ACTS.c.act_id)
    )
    with month.database.read() as connection:
        people = [row[1] for row in connection.execute(agreeing)]
    assert people
    assert set(people) == {2}


def test_the_log_of_the_month_is_whole(month: Played) -> None:
    assert AuditLog(month.database).verify().intact
