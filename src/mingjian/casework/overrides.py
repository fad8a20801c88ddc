"""Decisions that were taken back by a review: what held before and by whom, what holds since and by whom."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from mingjian.casework.decisions import ACTS, DECISIONS, OPINIONS
from mingjian.store.database import Database


@dataclass(frozen=True)
class Override:
    """One act that another one took the place of, with the people behind both."""

    subject_type: str
    subject_id: str
    question: str
    before: str
    before_by: tuple[str, ...]
    before_at: datetime
    after: str
    after_by: tuple[str, ...]
    after_at: datetime
    why: tuple[str, ...]
    """The reasons of those who took it back."""


def overrides(database: Database, *, limit: int | None = 200, offset: int = 0) -> tuple[Override, ...]:
    """The newest first; a review that confirmed what it reviewed is none."""
    reviewed = ACTS.alias("reviewed")
    query = (
        select(ACTS, reviewed.c.answer.label("before"), reviewed.c.at.label("before_at"))
        .add_columns(reviewed.c.decision_id.label("before_decision"))
        .join(DECISIONS, DECISIONS.c.decision_id == ACTS.c.decision_id)
        .join(reviewed, reviewed.c.act_id == DECISIONS.c.reviews)
        .where(ACTS.c.answer != reviewed.c.answer)
        .order_by(ACTS.c.at.desc(), ACTS.c.act_id)
        .limit(limit)
        .offset(offset)
    )
    with database.read() as connection:
        return tuple(
            Override(
                subject_type=row.subject_type,
                subject_id=row.subject_id,
                question=row.question,
                before=row.before,
                before_by=tuple(by for by, _ in _opinions(connection, row.before_decision)),
                before_at=row.before_at,
                after=row.answer,
                after_by=tuple(by for by, _ in _opinions(connection, row.decision_id)),
                after_at=row.at,
                why=tuple(why for _, why in _opinions(connection, row.decision_id)),
            )
            for row in connection.execute(query).all()
        )


def _opinions(connection: Connection, decision_id: str) -> tuple[tuple[str, str], ...]:
    query = select(OPINIONS.c.by, OPINIONS.c.why).where(OPINIONS.c.decision_id == decision_id)
    return tuple((by, why) for by, why in connection.execute(query.order_by(OPINIONS.c.given_at, OPINIONS.c.by)).all())
