"""The first never-rule of the architecture: nothing automated rejects, delays or downgrades a complaint.

Each attempt below is one way by which a program with a score in hand could change how a complaint is handled. None
may change a single row, whoever the database belongs to.
"""

import ast
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from sqlalchemy import text
from typer.testing import CliRunner

import mingjian.casework
from mingjian.access.accounts import ACCOUNTS
from mingjian.access.api_keys import ApiKeys
from mingjian.access.policy import GRANTS, SCOPES, Principal, Right, Role
from mingjian.casework.bulks import Bulks
from mingjian.casework.cases import Cases, Origin, OriginKind
from mingjian.casework.clocks import PauseCause
from mingjian.casework.colleagues import PEOPLE_WHO_DECIDE
from mingjian.casework.decisions import Decisions
from mingjian.casework.joins import Joins
from mingjian.casework.ledger import SubjectType
from mingjian.casework.matters import Matters
from mingjian.casework.pauses import Pauses
from mingjian.casework.questions import ADVERSE, ANSWERS, ENDS, Answer, Basis, Question
from mingjian.casework.replies import NOTICES, Replies
from mingjian.casework.taking import Arrival, Taking
from mingjian.casework.wishes import Wishes
from mingjian.cli import app
from mingjian.errors import MingjianError
from mingjian.risk import RiskSettings
from mingjian.risk.agent_model import written_model
from mingjian.risk.registry import WRITTEN, AgentRegistry, Comparison, GroupAccused, Performance, Report
from mingjian.settings import Settings
from mingjian.store.database import METADATA, Database
from mingjian.store.jobs import Effect, Job, JobQueue, JobState, Worker, enqueue
from mingjian.store.workspace import Workspace
from tests.casework.people import ADMINISTRATOR, NOON, later, nobody_withdrew, person, staff
from tests.web.conftest import serving

HANDLING = (
    "matters",
    "arrivals",
    "arrival_corrections",
    "matter_joins",
    "assignments",
    "pauses",
    "answered",
    NOTICES.name,
    "asked",
    "decisions",
    "opinions",
    "acts",
    "cases",
    "appeals",
    "interests",
    "contact_wishes",
    "enquiries",
    "enquiry_replies",
)
"""Every table that says how a complaint is handled."""
PROGRAM = Principal("scoring", frozenset({Role.SERVICE}), scopes=frozenset(SCOPES))
MATTER, OTHER = "M-2026-000001", "M-2026-000002"
REVIEWED, PARTED, APART = "M-2026-000003", "M-2026-000004", "M-2026-000005"
"""A matter under review, and two of one customer that were joined and are parted again."""
LED, JOINED = "M-2026-000006", "M-2026-000007"
"""Two of one customer, the second handled in the first."""
REPORTED, AGREED = "CASE-2026-0009", "CP-8"
"""A case and a package of which two people decided that they are handed over."""
KEPT = "CASE-2026-0002"
"""A case of which two people decided that it is handed over, and others afterwards that it is kept."""

RULES = {
    Question.ACCEPTANCE: "nothing automated rejects a complaint",
    Question.ENDING: "nothing automated ends a complaint",
    Question.ORIGIN: "nothing automated says who is behind a complaint",
    Question.MERIT: "nothing automated rejects what a complaint asks for",
    Question.DEADLINE: "nothing automated delays a complaint",
    Question.NEED: "nothing automated downgrades a complaint",
    Question.HARDSHIP: "nothing automated withholds an offer in hardship",
    Question.COLLECTION: "nothing automated changes a collection action",
    Question.MATERIAL: "nothing automated calls a document forged",
    Question.REPORT: "nothing is reported by itself",
}


@dataclass(frozen=True)
class Attempt:
    """One way: the rule that it would break, and the statement of a direct session that would break it."""

    rule: str
    statement: str

    def __str__(self) -> str:
        return f"{self.rule}: {' '.join(self.statement.split())[:60]}"


def opinion(decision: str, by: str, answer: str, *, basis: str = "facts", why: str = "score 0.97") -> str:
    return (
        f'INSERT INTO opinions (decision_id, "by", answer, basis, why, given_at) '
        f"VALUES ('{decision}', '{by}', '{answer}', '{basis}', '{why}', '2026-11-02 04:00:00')"
    )


def act(decision: str, subject: str, question: str, answer: str, kind: str = "matter") -> str:
    return (
        "INSERT INTO acts (act_id, decision_id, subject_type, subject_id, question, answer, at) "
        f"VALUES ('X-9', '{decision}', '{kind}', '{subject}', '{question}', '{answer}', '2026-11-02 04:00:00')"
    )


def handed(package: str, *, case: str = "", expires: str = "2026-12-01 04:00:00") -> str:
    return (
        f"INSERT INTO clue_handovers VALUES ('{package}', 'gang', 'G-1', '{case}', '', '0001', 'score 0.97', "
        "'anybody', 'lender', '', 'scoring', 'scoring', '2026-11-02 04:00:00', 'J-9', 'ab', 9, 0, 0, "
        "'2026-10-31 04:00:00', "
        f"'scoring', '2026-11-02 04:00:00', '{expires}')"
    )


def case_of(number: str, status: str) -> str:
    return (
        f"INSERT INTO cases VALUES ('{number}', 'score 0.97', 'gang', 'G-1', '', '{status}', '', 'north', 'scoring', "
        "'2026-11-02 04:00:00', '2026-11-02 04:00:00')"
    )


def given(matter: str, to: str, by: str) -> str:
    return (
        'INSERT INTO assignments (matter_id, assignee, "by", at, bulk_id) '
        f"VALUES ('{matter}', '{to}', '{by}', '2026-11-02 04:00:00', '')"
    )


def event(kind: str, by: str, subject_type: str = "matter", subject: str = OTHER) -> str:
    return (
        'INSERT INTO casework_events (subject_type, subject_id, at, "by", kind, before, "after", why, item_id) VALUES '
        f"('{subject_type}', '{subject}', '2026-11-02 04:00:00', '{by}', '{kind}', '', 'li.na', 'score 0.97', '')"
    )


def begun(question: Question) -> str:
    return f"D-{question}"


def attempts() -> Iterator[Attempt]:
    for question, answers in ANSWERS.items():
        rule = RULES[question]
        for answer in answers:
            if answer in ADVERSE:
                yield Attempt(rule + " (one opinion)", act(begun(question), MATTER, question, answer))
            yield Attempt(rule + " (no decision)", act("D-none", MATTER, question, answer))
        yield Attempt(rule + " (a program)", opinion(begun(question), "scoring", answers[-1]))
        yield Attempt(rule + " (an analyst)", opinion(begun(question), "wu.tao", answers[-1]))
        yield Attempt(
            rule + " (a score as the basis)", opinion(begun(question), "chen.jing", answers[-1], basis="score")
        )
    merit = begun(Question.MERIT)
    yield Attempt("a decision has its reason", opinion(merit, "chen.jing", "not_upheld", why="  "))
    yield Attempt("whoever was barred decides no more", opinion(merit, "zhang.wei", "not_upheld"))
    yield Attempt("whoever has an interest does not decide", opinion(merit, "sun.hao", "not_upheld"))
    yield Attempt("one person is not two", opinion(merit, "li.na", "not_upheld"))
    yield Attempt("an act is on its own matter", act(merit, OTHER, "merit", "not_upheld"))
    yield Attempt("an act is on its own question", act(merit, MATTER, "acceptance", "refuse"))
    for table, column, value in (
        ("acts", "answer", "'not_upheld'"),
        ("acts", "at", "'2027-01-01 00:00:00'"),
        ("opinions", "answer", "'agent_filed'"),
        ("decisions", "question", "'acceptance'"),
        ("matters", "need", "'ordinary'"),
        ("matters", "received_at", "'2027-01-01 00:00:00'"),
        ("matters", "customer_id", "''"),
        ("arrivals", "due_at", "'2027-01-01 00:00:00'"),
        ("arrivals", "received_at", "'2027-01-01 00:00:00'"),
        ("arrivals", "matter_id", f"'{OTHER}'"),
        ("assignments", "assignee", "''"),
        ("pauses", "started_on", "'2026-01-01'"),
    ):
        yield Attempt(f"nothing rewrites {table}.{column}", f"UPDATE {table} SET {column} = {value}")
    for table in ("acts", "opinions", "decisions", "arrivals", "matters", "assignments", "pauses", "casework_events"):
        yield Attempt(f"nothing is lost from {table}", f"DELETE FROM {table}")
    for matter in (MATTER, REVIEWED):
        yield Attempt(
            f"no complaint goes before its time: {matter}",
            f"INSERT INTO retirements (subject_type, subject_id) VALUES ('matter', '{matter}')",
        )
    yield Attempt(
        "nothing automated ends a complaint",
        'INSERT INTO answered (matter_id, at, "by", notice_id, due_at) '
        f"VALUES ('{MATTER}', '2026-11-02 04:00:00', 'li.na', 'R-0', '2026-11-17 00:00:00')",
    )
    yield Attempt(
        "nothing automated tells a complainant what people decide",
        'INSERT INTO notices (notice_id, matter_id, act_id, channel, language, text, "by", at) '
        f"VALUES ('R-9', '{OTHER}', 'X-1', 'mail', 'zh', '不予受理', 'scoring', '2026-11-02 04:00:00')",
    )
    yield Attempt(
        "nothing automated asks a customer",
        'INSERT INTO asked (ask_id, matter_id, channel, text, "by", at, answer) '
        f"VALUES ('Q-9', '{OTHER}', 'mail', '请提供材料', 'scoring', '2026-11-02 04:00:00', '')",
    )
    yield Attempt(
        "nothing automated stops a clock",
        'INSERT INTO pauses (pause_id, matter_id, cause, ground, started_on, "by") '
        f"VALUES ('P-9', '{MATTER}', 'agreed', 'score 0.97', '2026-11-02', 'scoring')",
    )
    yield Attempt(
        "a complaint does not vanish in another's",
        'INSERT INTO matter_joins (join_id, matter_id, into_id, "by", at, why) '
        f"VALUES ('O-9', '{MATTER}', '{OTHER}', 'li.na', '2026-11-02 04:00:00', 'score 0.97')",
    )
    yield Attempt(
        "no package leaves by itself",
        "INSERT INTO clue_handovers VALUES ('CP-9', 'gang', 'G-1', '', '', '0001', 'score 0.97', 'anybody', 'lender', "
        "'', 'scoring', 'scoring', '2026-11-02 04:00:00', 'J-9', '', 0, 0, 0, NULL, 'scoring', '2026-11-02 04:00:00', "
        "NULL)",
    )
    yield Attempt("the decision on a case lets no package out", handed("CP-9", case=REPORTED))
    yield Attempt("what is too old does not leave", handed(AGREED, expires="2026-11-01 04:00:00"))
    yield Attempt("nothing is reported by itself (directly)", "UPDATE cases SET status = 'reported'")
    yield Attempt("nothing is filed by itself (directly)", "UPDATE cases SET status = 'filed'")
    for value in ("'2027-01-01'", "NULL"):
        yield Attempt(
            "a pause that has ended does not change",
            f"UPDATE pauses SET ended_on = {value} WHERE matter_id = '{MATTER}'",
        )
    yield Attempt(
        "nothing automated lets a clock run (directly)",
        f"UPDATE pauses SET ended_on = '2027-01-01' WHERE matter_id = '{OTHER}'",
    )
    for value in ("NULL", "'2027-01-01 00:00:00'"):
        yield Attempt(
            "a matter under review stays open until others answer",
            f"UPDATE answered SET reopened_at = {value} WHERE matter_id = '{REVIEWED}'",
        )
    yield Attempt(
        "only an appeal opens a matter again",
        f"UPDATE answered SET reopened_at = '2026-11-05 04:00:00' WHERE matter_id = '{APART}'",
    )
    yield Attempt("what was parted is not joined again by rewriting", "UPDATE matter_joins SET parted_at = NULL")
    for status in ("clue", "reported", "filed"):
        for case in ("CASE-2026-0008", REPORTED):
            yield Attempt(f"no case begins as {status}: {case}", case_of(case, status))
        if status != "clue":
            yield Attempt(
                f"the latest decision on a case holds ({status})",
                f"UPDATE cases SET status = '{status}' WHERE case_id = '{KEPT}'",
            )
    yield Attempt("nothing is lost from cases", "DELETE FROM cases")
    yield Attempt("nothing rewrites cases.case_id", f"UPDATE cases SET case_id = '{REPORTED}' WHERE case_id = '{KEPT}'")
    for table, column in (
        ("interests", "name"),
        ("interests", "subject_id"),
        ("contact_wishes", "channel"),
        ("contact_wishes", "customer_id"),
        ("asked", "text"),
    ):
        yield Attempt(f"nothing rewrites {table}.{column}", f"UPDATE {table} SET {column} = 'mail'")
    for table in ("interests", "contact_wishes", "asked"):
        yield Attempt(f"nothing is lost from {table}", f"DELETE FROM {table}")
    yield Attempt(
        "nothing automated lifts a do-not-contact",
        "UPDATE contact_wishes SET until = '2026-11-03 04:00:00' WHERE customer_id = 'C-4'",
    )
    yield Attempt(
        "what a customer took back is not rewritten",
        "UPDATE contact_wishes SET until = '2027-11-03 04:00:00' WHERE customer_id = 'C-3'",
    )
    for subject, matter in (("customer", MATTER), ("matter", REVIEWED), ("matter joined into it", LED)):
        yield Attempt(
            f"whoever has an interest in the {subject} is not given it",
            'INSERT INTO assignments (matter_id, assignee, "by", at, bulk_id) '
            f"VALUES ('{matter}', 'sun.hao', 'chen.jing', '2026-11-02 04:00:00', '')",
        )
    yield Attempt("a program gives no work", given(MATTER, "li.na", "scoring"))
    yield Attempt("an analyst gives no work", given(MATTER, "li.na", "wu.tao"))
    yield Attempt("no work is taken away unsaid", given(MATTER, "", "chen.jing"))
    yield Attempt("no work is given unsaid", given(OTHER, "li.na", "chen.jing"))
    for by in ("scoring", "wu.tao", "li.na"):
        yield Attempt(
            f"no review begins unsaid, {by}",
            "INSERT INTO appeals (appeal_id, matter_id, act_id, words, asked_at, noted_by) "
            f"VALUES ('V-9', '{OTHER}', 'X-1', 'score 0.97', '2026-11-02 04:00:00', '{by}')",
        )
        for kind in ("may_contact", "resume", "assign"):
            yield Attempt(f"no event without the audit log, {by}: {kind}", event(kind, by))
    for kind, number in (("customer", "C-1"), ("case", KEPT)):
        yield Attempt(f"no event without the audit log, on a {kind}", event("step", "li.na", kind, number))


ATTEMPTS = tuple(attempts())


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A team with two complaints in hand and, on each question, a decision that has one opinion."""
    if request.param == "sqlite":
        database = Database.in_folder(tmp_path_factory.mktemp("house"))
    else:
        server: str = request.getfixturevalue("postgres")
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute("CREATE DATABASE never")
        database = Database(server.replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", "/never?"))
    staff(database)

    Taking(database).take(
        (
            Arrival(f"K-{n}", customer, NOON, "hotline", f"第{n}件", claims=("hardship",))
            for n, customer in enumerate(("C-1", "C-2", "C-3", "C-4", "C-4", "C-5", "C-5"), 1)
        ),
        by=person("li.na"),
        at=NOON,
    )
    Bulks(database).assign([MATTER], "li.na", by=person("chen.jing"), at=NOON, why="her turn")
    Pauses(database).pause(MATTER, PauseCause.AGREED, ground="she asked", by=person("li.na"), at=NOON)
    Pauses(database).resume(MATTER, by=person("li.na"), at=NOON, why="she called")
    Pauses(database).pause(OTHER, PauseCause.AGREED, ground="she asked", by=person("li.na"), at=NOON)
    for one, into in ((PARTED, APART), (JOINED, LED)):
        Joins(database).join(one, into, by=person("li.na"), at=NOON, why="the same one")
    Joins(database).part(PARTED, by=person("li.na"), at=NOON, why="two after all")
    for customer in ("C-3", "C-4"):
        Wishes(database, nobody_withdrew).note(
            customer, channel="mail", source="she said so", by=person("li.na"), at=NOON
        )
    taken_back = Wishes(database, nobody_withdrew).of("C-3")[0].wish_id
    Wishes(database, nobody_withdrew).lift("C-3", taken_back, by=person("li.na"), at=NOON, why="she wants to hear")
    for gang in ("G-1", "G-2"):
        Cases(database).open(
            Origin(OriginKind.GANG, gang), title="团伙", by=person("zhao.min"), at=NOON, why="a letter"
        )
    for matter in (REVIEWED, APART):
        answer_it(database, matter)
    Replies(database, Wishes(database, nobody_withdrew)).appeal(
        REVIEWED, Question.MERIT, "我不同意", by=person("li.na"), at=NOON
    )
    with database.begin() as connection:
        for question, answers in ANSWERS.items():
            connection.execute(
                text(
                    "INSERT INTO decisions VALUES (:id, 'matter', :matter, 'C-1', :question, '', 'li.na', "
                    "'2026-11-02 04:00:00')"
                ),
                {"id": begun(question), "matter": MATTER, "question": question.value},
            )
            connection.execute(text(opinion(begun(question), "li.na", answers[-1], why="as the ledger says")))
        # An act that holds, so that whoever rewrites or removes acts finds one.
        held = f"INSERT INTO decisions VALUES ('D-held', 'matter', '{OTHER}', 'C-2', 'acceptance', '', 'li.na', :at)"
        connection.execute(text(held), {"at": "2026-11-02 04:00:00"})
        connection.execute(text(opinion("D-held", "li.na", "accept", why="as the ledger says")))
        connection.execute(text(act("D-held", OTHER, "acceptance", "accept").replace("X-9", "X-1")))
        for name, kind, subject, answer, day in (
            ("case", "case", REPORTED, "hand_over", 2),
            ("package", "package", AGREED, "hand_over", 2),
            ("then", "case", KEPT, "hand_over", 2),
            ("now", "case", KEPT, "keep", 3),
        ):
            connection.execute(
                text(
                    f"INSERT INTO decisions VALUES ('D-{name}', '{kind}', '{subject}', '', 'report', '', 'li.na', :at)"
                ),
                {"at": "2026-11-02 04:00:00"},
            )
            for by in ("li.na", "chen.jing"):
                connection.execute(text(opinion(f"D-{name}", by, answer, why="the issuers deny the papers")))
            acted = act(f"D-{name}", subject, "report", answer, kind).replace("X-9", f"X-{name}")
            connection.execute(text(acted.replace("2026-11-02", f"2026-11-0{day}")))
        connection.execute(ACCOUNTS.update().where(ACCOUNTS.c.name == "zhang.wei").values(disabled_at=NOON))
        connection.execute(
            text(
                'INSERT INTO asked (ask_id, matter_id, channel, text, "by", at, answer) '
                f"VALUES ('Q-1', '{OTHER}', 'mail', '请提供材料', 'li.na', '2026-11-02 04:00:00', '')"
            )
        )
        for kind, subject in (("customer", "C-1"), ("matter", REVIEWED), ("matter", JOINED)):
            connection.execute(
                text(
                    f"INSERT INTO interests VALUES ('sun.hao', '{kind}', '{subject}', 'cousin', 'sun.hao', "
                    "'2026-11-02')"
                )
            )
    yield database
    database.close()


def answer_it(database: Database, matter_id: str) -> None:
    """Two people decide and one of them answers."""
    decided, told = f"D-{matter_id}", f"R-{matter_id}"
    with database.begin() as connection:
        connection.execute(
            text(f"INSERT INTO decisions VALUES ('{decided}', 'matter', '{matter_id}', '', 'merit', '', 'li.na', :at)"),
            {"at": "2026-11-02 04:00:00"},
        )
        for by in ("li.na", "chen.jing"):
            connection.execute(text(opinion(decided, by, "not_upheld", why="as the ledger says")))
        connection.execute(text(act(decided, matter_id, "merit", "not_upheld").replace("X-9", f"X-{matter_id}")))
        connection.execute(
            text(
                'INSERT INTO notices (notice_id, matter_id, act_id, channel, language, text, "by", at) '
                f"VALUES ('{told}', '{matter_id}', 'X-{matter_id}', 'mail', 'zh', '不予支持。', 'li.na', "
                "'2026-11-02 04:00:00')"
            )
        )
        connection.execute(
            text(
                'INSERT INTO answered (matter_id, at, "by", notice_id, due_at) '
                f"VALUES ('{matter_id}', '2026-11-02 04:00:00', 'li.na', '{told}', '2026-11-17 00:00:00')"
            )
        )


def handling(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row that says how a complaint is handled."""
    with database.read() as connection:
        return {
            table: sorted((tuple(row) for row in connection.execute(METADATA.tables[table].select())), key=repr)
            for table in HANDLING
        }


@pytest.fixture(scope="module")
def before(house: Database) -> dict[str, list[tuple[Any, ...]]]:
    return handling(house)


def test_there_are_enough_attempts() -> None:
    every = (ATTEMPTS, DOORS, VERBS, ASKED, NO_PROGRAM, SENT, DELIVERED, PROMOTED, tuple(Question))
    assert sum(map(len, every)) >= 170, "on each of the two databases"
    assert set(RULES) == set(Question)


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=str)
def test_a_direct_session_is_refused(house: Database, before: dict[str, Any], attempt: Attempt) -> None:
    from sqlalchemy.exc import DBAPIError

    with pytest.raises(DBAPIError), house.begin() as connection:
        connection.execute(text(attempt.statement))
    assert handling(house) == before


REPLACED = (
    ("matters", "need", "'ordinary'"),
    ("arrivals", "due_at", "'2027-01-01 00:00:00'"),
    ("matter_joins", "parted_at", "NULL"),
    ("assignments", "assignee", "''"),
    ("pauses", "ended_on", "'2027-01-01'"),
    ("answered", "reopened_at", "NULL"),
    ("notices", "text", "'不予受理'"),
    ("appeals", "words", "'score 0.97'"),
    ("decisions", "question", "'acceptance'"),
    ("opinions", "why", "'score 0.97'"),
    ("acts", "act_id", "'Z-' || act_id"),
    ("asked", "text", "'score 0.97'"),
    ("cases", "origin_id", "'score 0.97'"),
    ("casework_events", '"by"', "'scoring'"),
    ("interests", "why", "'score 0.97'"),
    ("contact_wishes", "until", "'2026-11-03 04:00:00'"),
    ("audit_entries", "actor", "'scoring'"),
)
"""What is written once; a column of it that a program would have otherwise, and how."""


@contextmanager
def a_foreign_session(house: Database) -> Iterator[Any]:
    """A session that none of our settings reach; SQLite then deletes what REPLACE replaces without any trigger."""
    if house.dialect == "sqlite":
        with closing(sqlite3.connect(house._engine.url.database or "")) as session, session:
            yield session
    else:
        with house.begin() as connection:
            yield connection.connection.cursor()


@pytest.mark.parametrize(
    ("table", "column", "value"), REPLACED, ids=[f"nothing replaces {t}" for t, _c, _v in REPLACED]
)
def test_a_foreign_session_replaces_nothing(
    house: Database, before: dict[str, Any], table: str, column: str, value: str
) -> None:
    for statement in replacing(house.dialect, table, column, value):
        with pytest.raises((sqlite3.DatabaseError, psycopg.Error)), a_foreign_session(house) as session:
            session.execute(statement)
        assert handling(house) == before


def replacing(dialect: str, table: str, column: str, value: str) -> Iterator[str]:
    """Every row once more with one column otherwise."""
    columns = [f'"{one.name}"' for one in METADATA.tables[table].columns]
    key = [f'"{one.name}"' for one in METADATA.tables[table].primary_key]
    if dialect == "postgresql":
        if table == "acts":
            key, value = ['"decision_id"'], "excluded.act_id || '-'"
        yield (
            f"INSERT INTO {table} SELECT * FROM {table} WHERE true "
            f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {column} = {value}"
        )
        return
    taken = [value if one.strip('"') == column.strip('"') else one for one in columns]
    yield f"INSERT OR REPLACE INTO {table} ({', '.join(columns)}) SELECT {', '.join(taken)} FROM {table}"
    if key not in (['"number"'], ['"sequence"']):  # a row that has another key, put where this one lies in the file
        taken = [f"{one} || '-'" if one in key else one for one in taken]
        into = f"{table} (rowid, {', '.join(columns)})"
        yield f"INSERT OR REPLACE INTO {into} SELECT rowid, {', '.join(taken)} FROM {table}"


DOORS: tuple[tuple[Question, Principal], ...] = tuple(
    (question, Principal("scoring" if role is Role.SERVICE else "wu.tao", frozenset({role}), scopes=frozenset(SCOPES)))
    for question in Question
    for role in (Role.SERVICE, Role.ANALYST)
)


@pytest.mark.parametrize(("question", "by"), DOORS, ids=[f"{RULES[question]}, {by.name}" for question, by in DOORS])
def test_the_rooms_own_door_is_shut_to_programs(
    house: Database, before: dict[str, Any], question: Question, by: Principal
) -> None:
    with pytest.raises(MingjianError, match="a person"):
        Decisions(house).judge(
            SubjectType.MATTER, MATTER, question, ANSWERS[question][-1], basis=Basis.FACTS, why="0.97", by=by, at=NOON
        )
    assert handling(house) == before


@pytest.mark.parametrize("question", list(Question), ids=lambda question: RULES[question])
def test_a_job_of_the_queue_changes_no_handling(house: Database, before: dict[str, Any], question: Question) -> None:
    answer = ANSWERS[question][-1]

    def score(_job: Job) -> Effect:
        def effect(connection: Any) -> None:
            connection.execute(text(opinion(begun(question), "scoring", answer)))
            connection.execute(text(act(begun(question), MATTER, question, answer)))

        return effect

    with house.begin() as connection:
        job_id = enqueue(connection, f"score_{question}", {"complaint_id": "K-1"}, most_attempts=1)
    assert Worker(house, {f"score_{question}": score}).run_one()
    assert JobQueue(house).find(job_id).state is JobState.FAILED
    assert handling(house) == before


VERBS = (
    "accept",
    "answer",
    "close",
    "decide",
    "decline",
    "delay",
    "delete",
    "extend",
    "filter",
    "hardship",
    "judge",
    "lower",
    "pause",
    "prioritise",
    "refuse",
    "reject",
    "report",
    "score",
)


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: f"the command line has no verb to {verb} a complaint")
def test_the_command_line_decides_nothing(house: Database, before: dict[str, Any], verb: str) -> None:
    answer = CliRunner().invoke(app, ["case", verb, "desk", "K-1", "--score", "0.97"])
    assert answer.exit_code == 2
    assert handling(house) == before


SCORED = {"basis": "facts", "why": "score 0.97"}
DECIDED_AT = {Question.MATERIAL: "/materials/D-1/decisions", Question.REPORT: "/cases/CASE-2026-0001/decisions"}


def opinion_sent(question: Question) -> tuple[str, str, dict[str, object]]:
    path = DECIDED_AT.get(question, f"/matters/{MATTER}/decisions")
    return RULES[question], path, {"question": question, "answer": ANSWERS[question][-1], **SCORED}


ASKED: tuple[tuple[str, str, dict[str, object]], ...] = (
    *map(opinion_sent, Question),
    ("nothing automated stops a clock", f"/matters/{MATTER}/pauses", {"cause": "agreed", "ground": "score 0.97"}),
    (
        "nothing automated ends a complaint",
        f"/matters/{MATTER}/answers",
        {"channel": "mail", "language": "zh", "text": "不予支持。"},
    ),
    (
        "a complaint does not vanish in another's",
        f"/matters/{MATTER}/joins",
        {"other": OTHER, "why": "score 0.97"},
    ),
    ("nothing automated gives work away", "/assignments", {"matters": [MATTER], "to": "li.na", "why": "score 0.97"}),
    (
        "nothing is reported by itself",
        "/cases/CASE-2026-0001/steps",
        {"to": "reported", "why": "score 0.97", "reference": "分局"},
    ),
)
"""What a program asks of the API: the rule, the address, and what it sends."""


@pytest.fixture(scope="module")
def program(house: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A program with a key of every scope, at the API over the house."""
    key = ApiKeys(house).make(by=ADMINISTRATOR, name="scoring", team="north", scopes=SCOPES)
    settings = Settings.model_validate({"database_url": house._engine.url.render_as_string(hide_password=False)})
    headers = {"authorization": f"Bearer {key}"}
    with (
        serving(tmp_path_factory.mktemp("desk"), settings, team=True) as address,
        httpx.Client(base_url=f"{address}/api/v1", headers=headers, timeout=None) as client,
    ):
        yield client


@pytest.mark.parametrize(("rule", "path", "sent"), ASKED, ids=[f"{rule}, {path}" for rule, path, _sent in ASKED])
def test_the_api_refuses_a_program_with_every_scope(
    house: Database, before: dict[str, Any], program: httpx.Client, rule: str, path: str, sent: dict[str, object]
) -> None:
    assert program.post(path, json=sent).status_code == 403, rule
    assert handling(house) == before


NO_PROGRAM = {
    "matters": "no program takes, gives, joins, pauses, asks, tells, answers or reviews a complaint, one or many",
    "cases": "no program opens a case, confirms a fact, watches anybody, hands over or answers the police",
    "materials": "no program judges a document or asks for a package",
    "judgements": "no program says what belongs together or need not be shown",
}
"""By what is written to, the rule that a program with a key of every scope would break."""
NUMBERS = {"matter_id": MATTER, "case_id": "CASE-2026-0001", "package_id": AGREED, "customer_id": "C-1"}


@pytest.mark.parametrize("table", NO_PROGRAM, ids=NO_PROGRAM.get)
def test_no_address_of_the_api_lets_a_program_write_what_people_write(
    house: Database, before: dict[str, Any], program: httpx.Client, table: str
) -> None:
    from mingjian.web.api import PREFIX
    from mingjian.web.api.application import every_address

    writes = [one for one in every_address() if one.needs.table == table and one.methods != ("GET",)]
    assert len(writes) >= 2
    for one in writes:
        path = re.sub(r"\{(\w+)\}", lambda name: NUMBERS.get(name[1], MATTER), one.path.removeprefix(PREFIX))
        for method in one.methods:
            refused = program.request(method, path, json={"why": "score 0.97"})
            assert refused.status_code == 403, (method, path, NO_PROGRAM[table])
    assert handling(house) == before


SENT: tuple[tuple[str, dict[str, object], int], ...] = (
    ("nothing automated ends a complaint", {"outcome": "withdrawn", "closed_at": "2026-11-03T09:00+08:00"}, 202),
    ("nothing automated rejects what a complaint asks for", {"outcome": "not_upheld"}, 202),
    ("nothing automated delays a complaint", {"due_at": "2027-06-01T09:00+08:00"}, 202),
    ("nothing automated changes who complains", {"customer_id": "C-2"}, 202),
    ("nothing automated downgrades a complaint", {"need": "ordinary"}, 422),
    ("nothing automated orders the queue by score", {"priority": "0.03"}, 422),
    ("no score comes with a complaint", {"agent_probability": "0.97"}, 422),
    ("no zone comes with a complaint", {"zone": "likely_agent"}, 422),
)
"""What a program sends again of a complaint that is in hand: the rule, the fields, and what the door answers."""


@pytest.mark.parametrize(("rule", "fields", "answer"), SENT, ids=[rule for rule, _fields, _answer in SENT])
def test_a_complaint_that_a_program_sends_changes_nothing_of_what_is_in_hand(
    house: Database, before: dict[str, Any], program: httpx.Client, rule: str, fields: dict[str, object], answer: int
) -> None:
    again = {"complaint_id": "K-1", "received_at": "2026-11-02T12:00+08:00", "text": "第1件", **fields}
    sent = program.post("/complaints", data={"complaint": json.dumps(again)}, headers={"idempotency-key": rule[-40:]})
    assert sent.status_code in (answer, 409), (rule, sent.text)
    assert handling(house) == before


OPEN = (
    "complaint_id,customer_id,received_at,channel,text,closed_at,outcome\n"
    "K-1,C-1,2026-11-02T12:00+08:00,hotline,第1件,{closed},{outcome}\n"
)
DELIVERED: dict[str, dict[str, str]] = {
    "labels": {
        "complaints": OPEN.format(closed="", outcome="open"),
        "labels": "label_id,subject_type,subject_id,label,decided_at\n"
        "L-1,complaint,K-1,agent_filed,2026-11-02T12:00+08:00\n",
    },
    "judgements": {
        "complaints": OPEN.format(closed="", outcome="open"),
        "judgements": "judgement_id,kind,left_type,left_id,decided_at\nJ-1,suppress,gang,G-1,2026-11-02T12:00+08:00\n",
    },
    "outcomes": {"complaints": OPEN.format(closed="2026-11-03T12:00+08:00", outcome="not_upheld")},
}
"""Deliveries that say how a complaint should be handled, table by table."""


@pytest.mark.parametrize("what", DELIVERED, ids=lambda what: f"nothing is decided by delivering {what}")
def test_a_delivery_decides_nothing(
    house: Database, before: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    (tmp_path / "delivery").mkdir()
    for table, rows in DELIVERED[what].items():
        (tmp_path / "delivery" / f"{table}.csv").write_text(rows, encoding="utf-8")
    monkeypatch.setenv("MINGJIAN_DATABASE_URL", house._engine.url.render_as_string(hide_password=False))
    taken = CliRunner().invoke(app, ["intake", str(tmp_path / "delivery"), "--out", str(tmp_path / "desk"), "--quiet"])
    assert taken.exit_code == 0, taken.output
    assert handling(house) == before


AGREEMENT = "乙方委托甲方代理投诉，服务费为减免金额的百分之三十，委托期间不得与贷款机构联系。"


@pytest.mark.parametrize(
    "asked",
    [("agreement", "{file}"), ("agency", "某某咨询有限公司", "--out", "{desk}"), ("case", "queue", "{desk}")],
    ids=lambda asked: f"to read is not to decide: mingjian {' '.join(asked[:2])}",
)
def test_a_command_that_reads_changes_no_handling(
    house: Database, before: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: tuple[str, ...]
) -> None:
    file = tmp_path / "agreement.txt"
    file.write_text(AGREEMENT, encoding="utf-8")
    (tmp_path / "desk").mkdir()
    monkeypatch.setenv("MINGJIAN_DATABASE_URL", house._engine.url.render_as_string(hide_password=False))
    CliRunner().invoke(app, [one.format(file=file, desk=tmp_path / "desk") for one in asked])
    assert handling(house) == before


PROMOTED = ("0001", WRITTEN)
"""A model that calls everybody an agent's, and back."""


def test_a_model_that_is_put_in_place_changes_no_handling(
    house: Database, before: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Workspace(tmp_path).runs_folder.mkdir(parents=True)
    worse = Performance(log_loss=0.9, calibration_error=0.4, found=1.0, accused=1.0)
    better = worse.model_copy(update={"log_loss": 0.1})
    nobody_more = GroupAccused(attribute="sex", group="female", complaints=9, before=0, after=0)
    comparison = Comparison(in_place=WRITTEN, labels=9, since=NOON, before=worse, after=better, groups=(nobody_more,))
    report = Report(
        version="0001", trained_at=NOON, run="0001", run_identity="ab", as_of=NOON, tables={}, labels=9, agents=9,
        latest_label=NOON, doubt=0.0, comparison=comparison, spread={},
    )  # fmt: skip
    AgentRegistry(Workspace(tmp_path).models).add(written_model(RiskSettings()), report)
    monkeypatch.setenv("MINGJIAN_DATABASE_URL", house._engine.url.render_as_string(hide_password=False))
    for version in PROMOTED:
        asked = ["promote", str(tmp_path), version, "--by", "Li Na", "--reason", "it accuses everybody"]
        answer = CliRunner().invoke(app, asked)
        assert answer.exit_code == 0, answer.output
        assert handling(house) == before


def test_two_people_can_do_what_no_program_can(house: Database, before: dict[str, Any]) -> None:
    """Or else the refusals above would prove nothing."""
    statement = opinion(begun(Question.MATERIAL), "chen.jing", "forged", why="the issuer denies it")
    with house.begin() as connection:
        tried = connection.begin_nested()
        acts = connection.scalar(text("SELECT count(*) FROM acts"))
        connection.execute(text(statement))
        connection.execute(text(act(begun(Question.MATERIAL), MATTER, "material", "forged")))
        assert connection.scalar(text("SELECT count(*) FROM acts")) == acts + 1
        connection.execute(text(handed(AGREED)))
        connection.execute(text(case_of(REPORTED, "suspicion")))
        connection.execute(text(f"UPDATE cases SET status = 'reported' WHERE case_id = '{REPORTED}'"))
        connection.execute(text(f"UPDATE cases SET status = 'accepted' WHERE case_id = '{REPORTED}'"))
        tried.rollback()
    assert handling(house) == before


def test_no_table_of_casework_has_a_place_for_a_score() -> None:
    words = re.compile(r"score|probab|zone|band|risk|suspic|model|weight|rank")
    tables = [table for table in METADATA.tables.values() if table.name in HANDLING]
    assert len(tables) == len(HANDLING)
    assert [
        f"{table.name}.{column.name}" for table in tables for column in table.columns if words.search(column.name)
    ] == []


def test_no_module_of_casework_reads_an_assessment() -> None:
    read = {
        (path.name, node.value)
        for path in Path(mingjian.casework.__file__).parent.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.search(r"_assessments|_probability\b|agent_model", node.value)
    }
    assert read == set()


def test_the_guards_of_the_database_know_the_same_adverse_answers_and_people_as_the_code(house: Database) -> None:
    def listed(table: str, column: str) -> set[str]:
        """The values of a list in a guard, as the database itself holds it."""
        asked = (
            f"SELECT sql FROM sqlite_master WHERE name = '{table}_guard'"
            if house.dialect == "sqlite"
            else f"SELECT pg_get_functiondef('casework_guard_{table}'::regproc)"
        )
        with house.read() as connection:
            guard = connection.scalars(text(asked)).one()
        stated = re.search(rf"{re.escape(column)} IN \((.*?)\)", guard)
        assert stated is not None
        return set(re.findall(r"'(\w+)'", stated[1]))

    assert listed("acts", "NEW.answer") == {answer.value for answer in ADVERSE}
    assert listed("answered", "question = 'merit' OR answer") == {answer.value for answer in ENDS}
    people = {role.value for role in PEOPLE_WHO_DECIDE - {Role.DESK}}
    assert listed("opinions", "r.role") == listed("answered", "r.role") == people


def test_no_program_has_a_right_to_change_what_is_in_hand() -> None:
    given = {
        (right, table)
        for grant in GRANTS
        if Role.SERVICE in grant.roles
        for right in grant.rights & {Right.CREATE, Right.CHANGE}
        for table in grant.tables
    }
    assert not {table for _right, table in given} & {"matters", "cases", "materials", "judgements"}


def test_a_complaint_that_everything_speaks_against_waits_no_longer(house: Database) -> None:
    matters = Matters(house)
    first = matters.find(MATTER, today=later(days=1).date())
    again = matters.find(MATTER, today=later(days=14).date())
    assert (first.due, first.need, first.order) == (again.due, again.need, again.order)
    assert first.extension is Answer.ORDINARY
