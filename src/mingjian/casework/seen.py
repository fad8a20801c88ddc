"""Seen before: what is known of something from earlier cases and judgements, so that nobody judges it twice."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from mingjian.casework.cases import CASES
from mingjian.casework.evidence import EVIDENCE
from mingjian.casework.judgements import JUDGEMENTS
from mingjian.contract.vocabulary import JudgementKind
from mingjian.store.database import Database


@dataclass(frozen=True)
class SeenCase:
    """An earlier or another case that holds the same thing."""

    case_id: str
    title: str
    status: str
    kind: str
    subject_id: str
    at: datetime


def seen_before(database: Database, case_id: str) -> tuple[SeenCase, ...]:
    """Other cases that share evidence with a case, newest first."""
    mine = EVIDENCE.alias("mine")
    query = (
        select(CASES, EVIDENCE.c.kind, EVIDENCE.c.subject_id, EVIDENCE.c.added_at)
        .join(EVIDENCE, EVIDENCE.c.case_id == CASES.c.case_id)
        .join(mine, (mine.c.kind == EVIDENCE.c.kind) & (mine.c.subject_id == EVIDENCE.c.subject_id))
        .where(mine.c.case_id == case_id, CASES.c.case_id != case_id)
        .where(mine.c.withdrawn_at.is_(None), EVIDENCE.c.withdrawn_at.is_(None))
        .order_by(EVIDENCE.c.added_at.desc())
    )
    with database.read() as connection:
        rows = connection.execute(query).all()
    return tuple(SeenCase(row.case_id, row.title, row.status, row.kind, row.subject_id, row.added_at) for row in rows)


def suppressed(database: Database, subject_type: str) -> frozenset[str]:
    """What a person has judged not to be worth showing again, and nobody has restored since."""
    about = (JUDGEMENTS.c.left_type == subject_type) & JUDGEMENTS.c.kind.in_(
        [JudgementKind.SUPPRESS.value, JudgementKind.RESTORE.value]
    )
    latest: dict[str, str] = {}
    with database.read() as connection:
        for row in connection.execute(select(JUDGEMENTS).where(about).order_by(JUDGEMENTS.c.decided_at)):
            latest[row.left_id] = row.kind
    return frozenset(subject_id for subject_id, kind in latest.items() if kind == JudgementKind.SUPPRESS.value)
