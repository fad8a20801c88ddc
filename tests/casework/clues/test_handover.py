"""A package on its way out: what it needs to leave, and for how long it may."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from mingjian.access.audit import AuditLog
from mingjian.casework.cases import Cases, Origin, OriginKind
from mingjian.casework.clues.builder import Builder
from mingjian.casework.clues.handover import BUILD, FORGET, Handover, Handovers
from mingjian.casework.clues.settings import CluesSettings
from mingjian.casework.clues.statement import Statement, Subject, SubjectKind
from mingjian.casework.decisions import Decisions
from mingjian.casework.errors import RefusedError
from mingjian.casework.ledger import SubjectType
from mingjian.casework.questions import Answer, Basis, Question
from mingjian.store.database import Database
from mingjian.store.jobs import JOBS, Worker
from mingjian.store.vault import Vault
from mingjian.store.workspace import Workspace
from tests.casework.clues import world
from tests.casework.people import NOON, person, staff

ZHAO, CHEN = person("zhao.min"), person("chen.jing")
GANG = Origin(OriginKind.GANG, world.GANG, run="0001")
CASE = "CASE-2026-0001"
FACTS: Any = {"basis": Basis.FACTS, "why": "the issuers deny the papers"}


@dataclass
class Way:
    """Packages, their builder, and a clock that the test sets."""

    database: Database
    vault: Vault
    now: datetime
    packages: Handovers
    worker: Worker

    def ask(self) -> str:
        statement = Statement("某某消费金融有限公司", "赵敏", self.now, "涉嫌伪造印章，报案", "渝中区公安分局")
        subject = Subject(SubjectKind.GANG, world.GANG)
        return self.packages.ask(subject, statement, run="0001", by=ZHAO, case_id=CASE).handover_id

    def build(self, package: str) -> Handover:
        assert self.worker.run_one()
        return self.packages.find(package)

    def agree(self, package: str) -> None:
        for by in (ZHAO, CHEN):
            assert self.packages.report(package, self.vault, by=by).startswith(b"%PDF-")
            self.packages.judge(package, Answer.HAND_OVER, by=by, **FACTS)

    def agree_on_the_case(self) -> None:
        for by in (ZHAO, CHEN):
            Decisions(self.database).judge(
                SubjectType.CASE, CASE, Question.REPORT, Answer.HAND_OVER, by=by, at=self.now, **FACTS
            )


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("handover") / "desk"
    world.publish(home, customers=2, files=1)
    return home


@pytest.fixture
def way(house: Path, tmp_path: Path) -> Iterator[Way]:
    database, vault = Database.in_folder(tmp_path), Vault.open(house)
    made: list[Way] = []

    def clock() -> datetime:
        return made[0].now

    builder = Builder(Workspace(house), database, vault, CluesSettings(package_days=14), clock=clock)
    worker = Worker(database, {BUILD: builder.build, FORGET: builder.forget})
    assert Cases(database).open(GANG, title="渝中团伙", by=ZHAO, at=NOON, why="one letter").case_id == CASE
    made.append(Way(database, vault, NOON, Handovers(database, clock), worker))
    yield made[0]
    database.close()


def test_two_people_let_out_the_package_that_they_judged_and_no_other_one(way: Way) -> None:
    staff(way.database)
    package = way.ask()
    with pytest.raises(RefusedError, match="not built"):
        way.packages.built(package)
    way.now += timedelta(hours=3)
    assert way.build(package).built_at == way.now, "it was asked for three hours earlier"
    way.agree_on_the_case()
    with pytest.raises(RefusedError, match="two people"):
        way.packages.take(package, way.vault, by=ZHAO)
    with pytest.raises(RefusedError, match="two people"):
        way.packages.hand(package, way.vault, receipt="receipt 7", by=ZHAO)
    way.agree(package)
    assert b"".join(way.packages.take(package, way.vault, by=ZHAO)).startswith(b"PK")
    way.packages.hand(package, way.vault, receipt="receipt 7", by=ZHAO)
    assert not way.vault.has(way.packages.find(package).sha256)
    kinds = [event.kind for event in way.packages.timeline(package)]
    assert kinds == [
        "ask_package", "read_package", "opinion_report", "read_package", "decide_report", "hand_package",
    ]  # fmt: skip
    assert [entry.action for entry in AuditLog(way.database).entries(object_type="package")][:4] == [
        "hand_package",
        "take_package",
        "decide_report",
        "read_package",
    ]


def test_nobody_judges_a_package_whose_report_they_have_not_read(way: Way) -> None:
    staff(way.database)
    package = way.ask()
    way.build(package)
    way.packages.report(package, way.vault, by=ZHAO)
    way.packages.judge(package, Answer.HAND_OVER, by=ZHAO, **FACTS)
    with pytest.raises(RefusedError, match="read its report first"):
        way.packages.judge(package, Answer.HAND_OVER, by=CHEN, **FACTS)
    assert not way.packages.find(package).agreed
    way.packages.report(package, way.vault, by=CHEN)
    assert way.packages.judge(package, Answer.HAND_OVER, by=CHEN, **FACTS).settled


def test_what_nobody_handed_over_in_time_is_built_anew_and_our_copy_goes(way: Way) -> None:
    staff(way.database)
    package = way.ask()
    digest = way.build(package).sha256
    way.agree(package)
    way.now += timedelta(days=14)
    assert way.packages.built(package).agreed
    way.now += timedelta(seconds=1)
    for refused in (
        lambda: way.packages.take(package, way.vault, by=ZHAO),
        lambda: way.packages.hand(package, way.vault, receipt="receipt 7", by=ZHAO),
        lambda: way.packages.report(package, way.vault, by=ZHAO),
    ):
        with pytest.raises(RefusedError, match="anew"):
            refused()
    with way.database.begin() as connection:
        forget = connection.execute(select(JOBS.c.due_at).where(JOBS.c.kind == FORGET)).scalar_one()
        assert forget == NOON + timedelta(days=14)
        connection.execute(JOBS.update().where(JOBS.c.kind == FORGET).values(due_at=NOON))
    assert way.worker.run_one()
    assert not way.vault.has(digest)
    assert way.packages.find(package).sha256 == digest
    again = way.ask()
    assert way.build(again).sha256 != digest, "another day stands in it"
    with pytest.raises(RefusedError, match="two people"):
        way.packages.take(again, way.vault, by=ZHAO)


def test_where_nobody_else_can_be_asked_the_log_says_that_one_person_let_it_out(way: Way) -> None:
    package = way.ask()
    way.build(package)
    way.packages.take(package, way.vault, by=ZHAO)
    assert "by one person" in AuditLog(way.database).entries(action="take_package")[0].reason
