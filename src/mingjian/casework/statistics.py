"""The figures that an institution publishes of its work, each of them a query whose rows can be looked at.

A figure is the number of its rows and nothing else. ``docs/casework.md`` holds the queries, and a test the two
together.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, TextualSelect, bindparam, func, select, text

from mingjian.store.database import Database, Instant


@dataclass(frozen=True)
class Figure:
    """One figure: its name, and the query of its rows between ``:since`` and ``:until``."""

    name: str
    query: str


@dataclass(frozen=True)
class FigureRow:
    """One row that a figure counts: what it is about, and when it came to be counted."""

    subject_type: str
    subject_id: str
    at: datetime


def _reached(status: str) -> str:
    return (
        "SELECT 'case' AS subject_type, subject_id, min(at) AS at FROM casework_events\n"
        f"WHERE kind = 'step' AND after = '{status}' GROUP BY subject_id\n"
        "HAVING min(at) >= :since AND min(at) < :until"
    )


_LATEST = (
    "NOT EXISTS (SELECT 1 FROM acts AS newer WHERE newer.subject_type = acts.subject_type\n"
    "AND newer.subject_id = acts.subject_id AND newer.question = acts.question AND newer.at > acts.at)"
)
_ON_THE_BOARD_OF_A_CLUE = (
    "WITH items AS (SELECT case_evidence.case_id, case_evidence.kind, case_evidence.subject_id,\n"
    "case_evidence.customer_id, case_evidence.standing, coalesce(max(said.at), case_evidence.added_at) AS stood_at\n"
    "FROM case_evidence LEFT JOIN casework_events AS said ON said.item_id = case_evidence.evidence_id\n"
    "AND said.kind = 'change_standing' WHERE case_evidence.withdrawn_at IS NULL GROUP BY case_evidence.evidence_id),\n"
    "clues AS (SELECT subject_id AS case_id, min(at) AS clue_at FROM casework_events\n"
    "WHERE kind = 'step' AND after = 'clue' GROUP BY subject_id),\n"
    "board AS (SELECT items.kind, items.subject_id, items.customer_id, items.standing,\n"
    "CASE WHEN clues.clue_at > items.stood_at THEN clues.clue_at ELSE items.stood_at END AS at\n"
    "FROM items JOIN clues ON clues.case_id = items.case_id)"
)
"""Every item on the boards of cases that became clues, from when both holds: its standing, and that it is a clue.

A month that was published does not grow by what is confirmed later.
"""
_HANDLED = (
    "WITH RECURSIVE handled AS (SELECT matter_id, matter_id AS into_id FROM matters UNION\n"
    "SELECT handled.matter_id, matter_joins.into_id FROM handled JOIN matter_joins\n"
    "ON matter_joins.matter_id = handled.into_id AND matter_joins.parted_at IS NULL)"
)
"""Every matter with itself and with each in which it is handled: what was joined is decided there."""
_FORGED = (
    "FROM acts JOIN decisions ON decisions.decision_id = acts.decision_id\n"
    f"WHERE acts.question = 'material' AND acts.answer = 'forged' AND {_LATEST}"
)

FIGURES: tuple[Figure, ...] = (
    Figure(
        "complaints_taken",
        "SELECT 'complaint' AS subject_type, complaint_id AS subject_id, received_at AS at FROM arrivals\n"
        "WHERE received_at >= :since AND received_at < :until",
    ),
    Figure(
        "complaints_taken_again",
        "SELECT 'complaint' AS subject_type, complaint_id AS subject_id, received_at AS at FROM arrivals\n"
        "WHERE recognised_by <> 'new' AND received_at >= :since AND received_at < :until",
    ),
    Figure(
        "matters_answered",
        "SELECT 'matter' AS subject_type, matter_id AS subject_id, at FROM answered\n"
        "WHERE reopened_at IS NULL AND at >= :since AND at < :until",
    ),
    Figure(
        "matters_answered_late",
        "SELECT 'matter' AS subject_type, matter_id AS subject_id, at FROM answered\n"
        "WHERE reopened_at IS NULL AND at > due_at AND at >= :since AND at < :until",
    ),
    Figure(
        "matters_ended",
        "SELECT 'matter' AS subject_type, answered.matter_id AS subject_id, answered.at AS at FROM answered\n"
        "JOIN notices ON notices.notice_id = answered.notice_id JOIN acts ON acts.act_id = notices.act_id\n"
        "WHERE acts.question <> 'merit' AND answered.reopened_at IS NULL\n"
        "AND answered.at >= :since AND answered.at < :until",
    ),
    Figure(
        "matters_upheld",
        "SELECT 'matter' AS subject_type, subject_id, at FROM acts\n"
        f"WHERE question = 'merit' AND answer IN ('upheld', 'partly_upheld') AND {_LATEST}\n"
        "AND at >= :since AND at < :until",
    ),
    Figure(
        "agent_complaints_confirmed",
        f"{_HANDLED}\n"
        "SELECT 'complaint' AS subject_type, arrivals.complaint_id AS subject_id, acts.at AS at\n"
        "FROM acts JOIN handled ON handled.into_id = acts.subject_id AND acts.subject_type = 'matter'\n"
        "JOIN arrivals ON arrivals.matter_id = handled.matter_id\n"
        f"WHERE acts.question = 'origin' AND acts.answer = 'agent_filed' AND {_LATEST}\n"
        "AND acts.at >= :since AND acts.at < :until",
    ),
    Figure(
        "false_materials",
        f"SELECT 'material' AS subject_type, acts.subject_id AS subject_id, acts.at AS at {_FORGED}\n"
        "AND acts.at >= :since AND acts.at < :until",
    ),
    Figure(
        "false_material_customers",
        f"SELECT 'customer' AS subject_type, decisions.customer_id AS subject_id, min(acts.at) AS at {_FORGED}\n"
        "AND decisions.customer_id <> '' AND acts.at >= :since AND acts.at < :until GROUP BY decisions.customer_id",
    ),
    Figure(
        "linked_customers",
        f"{_ON_THE_BOARD_OF_A_CLUE}\n"
        "SELECT 'customer' AS subject_type, customer_id AS subject_id, min(at) AS at FROM board\n"
        "WHERE standing = 'fact' AND customer_id <> '' GROUP BY customer_id\n"
        "HAVING min(at) >= :since AND min(at) < :until",
    ),
    Figure(
        "gangs",
        f"{_ON_THE_BOARD_OF_A_CLUE}\n"
        "SELECT 'gang' AS subject_type, subject_id, min(at) AS at FROM board\n"
        "WHERE kind = 'gang' AND standing = 'fact' GROUP BY subject_id\n"
        "HAVING min(at) >= :since AND min(at) < :until",
    ),
    Figure(
        "gangs_suspected",
        f"{_ON_THE_BOARD_OF_A_CLUE}\n"
        "SELECT 'gang' AS subject_type, subject_id, min(at) AS at FROM board WHERE kind = 'gang'\n"
        "GROUP BY subject_id HAVING min(standing) = 'hypothesis' AND min(at) >= :since AND min(at) < :until",
    ),
    Figure(
        "cases_opened",
        "SELECT 'case' AS subject_type, case_id AS subject_id, opened_at AS at FROM cases\n"
        "WHERE opened_at >= :since AND opened_at < :until",
    ),
    Figure("clues", _reached("clue")),
    Figure("cases_reported", _reached("reported")),
    Figure("cases_accepted", _reached("accepted")),
    Figure("cases_filed", _reached("filed")),
    Figure(
        "police_requests",
        "SELECT 'police_request' AS subject_type, request_id AS subject_id, received_at AS at FROM police_requests\n"
        "WHERE received_at >= :since AND received_at < :until",
    ),
    Figure(
        "accompaniments",
        "SELECT 'customer' AS subject_type, customer_id AS subject_id, meets_at AS at FROM accompaniments\n"
        "WHERE ended_at IS NOT NULL AND result <> 'called_off' AND meets_at >= :since AND meets_at < :until",
    ),
)


def rows(database: Database, figure: Figure, *, since: datetime, until: datetime) -> tuple[FigureRow, ...]:
    """What a figure counts between two moments, oldest first."""
    with database.read() as connection:
        found = connection.execute(_typed(figure, since, until)).all()
    return tuple(sorted((FigureRow(*row) for row in found), key=lambda row: (row.at, row.subject_id)))


def count(database: Database, figure: Figure, *, since: datetime, until: datetime) -> int:
    """The figure."""
    counted = select(func.count()).select_from(_typed(figure, since, until).subquery())
    with database.read() as connection:
        return connection.scalars(counted).one()


def _typed(figure: Figure, since: datetime, until: datetime) -> TextualSelect:
    stated = text(figure.query).bindparams(
        bindparam("since", since, type_=Instant), bindparam("until", until, type_=Instant)
    )
    return stated.columns(subject_type=String, subject_id=String, at=Instant)
