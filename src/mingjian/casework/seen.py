"""Seen before: what is known of something from earlier cases and judgements, so that nobody judges it twice.

What people judged a hub or not worth showing again holds no cases together: it is told as judged and links nothing.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, Select, select

from mingjian.casework.cases import CASES
from mingjian.casework.evidence import EVIDENCE, EvidenceKind
from mingjian.casework.judgements import Judgement, Judgements
from mingjian.contract.vocabulary import JudgementKind
from mingjian.store.database import Database

_SET_ASIDE = (JudgementKind.HUB, JudgementKind.SUPPRESS)


@dataclass(frozen=True)
class SeenCase:
    """An earlier or another case that holds the same thing."""

    case_id: str
    title: str
    status: str
    kind: str
    subject_id: str
    at: datetime


@dataclass(frozen=True)
class Seen:
    """What is known already of what a case holds."""

    cases: tuple[SeenCase, ...]
    """Other cases that hold some of it, newest first."""
    judged: tuple[Judgement, ...]
    """What people judged of it, as it stands now; what was set aside by one links no case."""


def seen_before(database: Database, case_id: str) -> Seen:
    """What is known of a case's evidence from other cases and from judgements."""
    mine = EVIDENCE.alias("mine")
    query = (
        _holding()
        .join(mine, (mine.c.kind == EVIDENCE.c.kind) & (mine.c.subject_id == EVIDENCE.c.subject_id))
        .where(mine.c.case_id == case_id, CASES.c.case_id != case_id, mine.c.withdrawn_at.is_(None))
    )
    board = select(EVIDENCE.c.kind, EVIDENCE.c.subject_id).where(
        EVIDENCE.c.case_id == case_id, EVIDENCE.c.withdrawn_at.is_(None)
    )
    with database.read() as connection:
        found = tuple(map(_seen, connection.execute(query).all()))
        held = {_thing(row.kind, row.subject_id) for row in connection.execute(board).all()}
    judged = tuple(
        one
        for one in Judgements(database).standing()
        if held & {(one.left_type, one.left_id), (one.right_type, one.right_id)}
    )
    aside = {(one.left_type, one.left_id) for one in judged if one.kind in _SET_ASIDE}
    return Seen(tuple(one for one in found if _thing(one.kind, one.subject_id) not in aside), judged)


def cases_holding(database: Database, kind: EvidenceKind, subject_id: str) -> tuple[SeenCase, ...]:
    """The cases that hold one thing, newest first: for whoever is about to open another one."""
    with database.ask() as connection:
        query = _holding().where(EVIDENCE.c.kind == kind.value, EVIDENCE.c.subject_id == subject_id)
        return tuple(map(_seen, connection.execute(query).all()))


def suppressed(database: Database, subject_type: str) -> frozenset[str]:
    """What a person has judged not to be worth showing again, and nobody has restored since."""
    return frozenset(
        one.left_id
        for one in Judgements(database).standing()
        if one.kind is JudgementKind.SUPPRESS and one.left_type == subject_type
    )


def _holding() -> Select[tuple[str, ...]]:
    return (
        select(CASES, EVIDENCE.c.kind, EVIDENCE.c.subject_id, EVIDENCE.c.added_at)
        .join(EVIDENCE, EVIDENCE.c.case_id == CASES.c.case_id)
        .where(EVIDENCE.c.withdrawn_at.is_(None))
        .order_by(EVIDENCE.c.added_at.desc())
    )


def _thing(kind: str, subject_id: str) -> tuple[str, str]:
    """What evidence is, as judgements name it: an entity by its own type."""
    if kind == EvidenceKind.ENTITY and ":" in subject_id:
        type_, value = subject_id.split(":", 1)
        return type_, value
    return kind, subject_id


def _seen(row: Row[tuple[object, ...]]) -> SeenCase:
    return SeenCase(row.case_id, row.title, row.status, row.kind, row.subject_id, row.added_at)
