from datetime import datetime
from pathlib import Path

import pytest

from mingjian.casework.decisions import Decisions
from mingjian.casework.evidence import EvidenceBoard, EvidenceKind, Provenance, Standing
from mingjian.casework.ledger import SubjectType
from mingjian.casework.questions import Answer, Basis, Question
from mingjian.casework.statistics import FIGURES, count, rows
from mingjian.store.database import Database
from tests.casework.people import later, person, staff
from tests.casework.test_cases import a_case, add_fact

PAGE = Path(__file__).parents[2] / "docs" / "casework.md"
FIGURE = {figure.name: figure for figure in FIGURES}


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)
def test_the_page_states_the_query_of_each_figure(figure: object) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert f"### `{figure.name}`\n\n```sql\n{figure.query}\n```" in page  # type: ignore[attr-defined]


def test_every_figure_of_an_empty_desk_is_nought(database: Database) -> None:
    assert {count(database, figure, since=later(days=-9), until=later(days=9)) for figure in FIGURES} == {0}


def test_customers_with_false_papers_are_counted_by_person_and_by_paper_until_a_review(database: Database) -> None:
    staff(database)
    decisions = Decisions(database)

    def judge(material: str, customer: str, answer: Answer, *who: str, reviews: str = "", day: int = 0) -> str:
        for name in who:
            act = decisions.judge(
                SubjectType.MATERIAL,
                material,
                Question.MATERIAL,
                answer,
                basis=Basis.FACTS,
                why="the issuer denies it",
                by=person(name),
                at=later(days=day),
                customer_id=customer,
                reviews=reviews,
            ).act
        assert act is not None
        return act.act_id

    for material, customer in (("D-1", "C-1"), ("D-2", "C-1"), ("D-3", "C-2")):
        wrong = judge(material, customer, Answer.FORGED, "li.na", "chen.jing")
    period = {"since": later(days=-1), "until": later(days=1)}
    assert count(database, FIGURE["false_materials"], **period) == 3
    assert count(database, FIGURE["false_material_customers"], **period) == 2
    judge("D-3", "C-2", Answer.GENUINE, "zhang.wei", reviews=wrong, day=1)
    assert [row.subject_id for row in rows(database, FIGURE["false_materials"], **period)] == ["D-1", "D-2"]
    assert count(database, FIGURE["false_material_customers"], since=later(days=1), until=later(days=9)) == 0


def test_a_customer_is_linked_by_facts_of_a_case_that_became_a_clue(database: Database) -> None:
    from mingjian.casework.cases import Cases
    from mingjian.casework.status import CaseStatus

    case, lead = a_case(database), person("zhao.min")
    for customer, standing in (("C-1", Standing.FACT), ("C-2", Standing.HYPOTHESIS)):
        EvidenceBoard(database).add(
            case.case_id,
            EvidenceKind.CUSTOMER,
            customer,
            provenance=Provenance("the run"),
            standing=standing,
            by=lead,
            at=later(),
            customer_id=customer,
        )
    period = {"since": later(days=-1), "until": later(days=2)}
    assert count(database, FIGURE["linked_customers"], **period) == 0
    Cases(database).step(case.case_id, CaseStatus.CLUE, by=lead, at=later(days=1), why="confirmed by the payee")
    assert [row.subject_id for row in rows(database, FIGURE["linked_customers"], **period)] == ["C-1"]
    assert [count(database, FIGURE[name], **period) for name in ("cases_opened", "clues", "cases_filed")] == [1, 1, 0]


def test_a_gang_is_counted_once_a_person_has_confirmed_it_on_a_clue_and_from_that_day(database: Database) -> None:
    from mingjian.casework.cases import Cases
    from mingjian.casework.status import CaseStatus

    case, lead, board = a_case(database), person("zhao.min"), EvidenceBoard(database)
    (gang,) = board.of(case.case_id)
    add_fact(database, case)
    week = {"since": later(days=-1), "until": later(days=7)}
    afterwards = {"since": later(days=7), "until": later(days=14)}

    def counted(name: str, period: dict[str, datetime]) -> list[str]:
        return [row.subject_id for row in rows(database, FIGURE[name], **period)]

    assert gang.standing is Standing.HYPOTHESIS
    assert counted("gangs_suspected", week) == [], "a case that nobody confirmed as a clue"
    Cases(database).step(case.case_id, CaseStatus.CLUE, by=lead, at=later(days=1), why="confirmed by the payee")
    assert counted("gangs", week) == []
    assert counted("gangs_suspected", week) == ["G-0001"]
    board.stand(gang.evidence_id, Standing.FACT, of=gang.case_id, by=lead, at=later(days=9), why="its payee was found")
    assert counted("gangs", week) == [], "what was published stays"
    assert counted("gangs", afterwards) == ["G-0001"]
    assert counted("gangs_suspected", week) == []
    board.stand(
        gang.evidence_id,
        Standing.HYPOTHESIS,
        of=gang.case_id,
        by=lead,
        at=later(days=10),
        why="it was another's account",
    )
    assert counted("gangs", afterwards) == []
