"""Decisions: opinions that people give for themselves, and what holds once enough of them agree.

Three append-only tables: a decision that was begun, each person's opinion, and the act that follows when it is
settled. What holds for a matter, a case or a document is its latest act. Triggers of the database check what this
module checks: an opinion is a person's, who has no interest in it; an act has the opinions that it needs. Nobody sees
another's opinion before the decision is settled or they have given their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, Column, Connection, ForeignKey, Index, RowMapping, String, Table, Text, select

from mingjian.access.accounts import new_id
from mingjian.access.policy import Principal
from mingjian.casework import interests, ledger
from mingjian.casework.colleagues import PEOPLE_WHO_DECIDE, is_colleague, there_are_accounts
from mingjian.casework.errors import RefusedError
from mingjian.casework.ledger import About, SubjectType
from mingjian.casework.questions import ADVERSE, ANSWERS, Answer, Basis, Question, settle
from mingjian.errors import InputError, NotFoundError
from mingjian.store.database import METADATA, Database, Instant

DECISIONS = Table(
    "decisions",
    METADATA,
    Column("decision_id", String(20), primary_key=True),
    Column("subject_type", String(20), nullable=False),
    Column("subject_id", String(200), nullable=False),
    Column("customer_id", String(200), nullable=False),
    Column("question", String(20), nullable=False),
    Column("reviews", String(20), nullable=False),
    Column("opened_by", String(80), nullable=False),
    Column("opened_at", Instant, nullable=False),
    Index("decisions_by_subject", "subject_type", "subject_id", "question"),
)
OPINIONS = Table(
    "opinions",
    METADATA,
    Column("decision_id", String(20), ForeignKey("decisions.decision_id"), primary_key=True),
    Column("by", String(80), primary_key=True),
    Column("answer", String(20), nullable=False),
    Column("basis", String(20), nullable=False),
    Column("why", Text, nullable=False),
    Column("given_at", Instant, nullable=False),
    CheckConstraint("basis IN ('facts', 'law', 'customer', 'regulator', 'correction')", name="opinions_basis"),
    CheckConstraint("length(trim(why)) >= 4", name="opinions_why"),
)
ACTS = Table(
    "acts",
    METADATA,
    Column("act_id", String(20), primary_key=True),
    Column("decision_id", String(20), ForeignKey("decisions.decision_id"), nullable=False, unique=True),
    Column("subject_type", String(20), nullable=False),
    Column("subject_id", String(200), nullable=False),
    Column("question", String(20), nullable=False),
    Column("answer", String(20), nullable=False),
    Column("at", Instant, nullable=False),
    Index("acts_by_subject", "subject_type", "subject_id", "question", "at"),
    Index("acts_by_answer", "question", "answer", "at"),
)


@dataclass(frozen=True)
class Opinion:
    """What one person judged, and why."""

    decision_id: str
    by: str
    answer: Answer
    basis: Basis
    why: str
    given_at: datetime


@dataclass(frozen=True)
class Act:
    """What was decided."""

    act_id: str
    decision_id: str
    subject_type: SubjectType
    subject_id: str
    question: Question
    answer: Answer
    at: datetime


@dataclass(frozen=True)
class Decision:
    """A decision as one person may see it."""

    decision_id: str
    subject_type: SubjectType
    subject_id: str
    question: Question
    reviews: str
    """The act that a complainant asked to have reviewed; an empty text for a first decision."""
    opened_by: str
    opened_at: datetime
    opinions: tuple[Opinion, ...]
    """Those that may be seen by whoever asks."""
    given: int
    """How many there are."""
    act: Act | None

    @property
    def settled(self) -> bool:
        """Whether it holds."""
        return self.act is not None


class Decisions:
    """The decisions of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def judge(
        self,
        subject_type: SubjectType,
        subject_id: str,
        question: Question,
        answer: Answer,
        *,
        basis: Basis,
        why: str,
        by: Principal,
        at: datetime,
        customer_id: str = "",
        reviews: str = "",
    ) -> Decision:
        """Gives one's own opinion: on the decision that is open for this question, or on a new one.

        RefusedError where the person gave one already, or gave one on what is to be reviewed;
        ConflictOfInterestError where they have an interest; InputError where the answer does not fit the question.
        """
        if answer not in ANSWERS[question]:
            raise InputError(f"{question} is answered by {', '.join(ANSWERS[question])}")
        with self._database.begin() as connection:
            _may_decide(connection, by)
            decision = _open(connection, subject_type, subject_id, question, reviews=reviews)
            if decision is None:
                decision = _begin(connection, subject_type, subject_id, question, customer_id, reviews, by, at)
            interests.refuse_within(connection, by, subject_type, subject_id, customer_id)
            if decision["reviews"]:
                _refuse_reviewing_oneself(connection, decision["reviews"], by)
            decision_id = decision["decision_id"]
            before = _opinions(connection, decision_id)
            if by.name in {one.by for one in before}:
                raise RefusedError("you have given your opinion: somebody else has to give theirs")
            mine = Opinion(decision_id, by.name, answer, basis, ledger.stated(why), at)
            connection.execute(OPINIONS.insert().values(**mine.__dict__))
            held = settle(question, [one.answer for one in (*before, mine)])
            if held is not None:
                _act(connection, decision_id, subject_type, subject_id, question, held, at)
            # Neither the answer nor the reason while others still have to judge for themselves.
            ledger.write(
                connection,
                About(subject_type, subject_id, decision_id),
                f"decide_{question}" if held else f"opinion_{question}",
                by=by,
                at=at,
                after=held or "",
                why=mine.why if held else "",
            )
            return _shown(connection, decision_id, by.name)

    def open_for(self, subject_type: SubjectType, subject_id: str, *, name: str) -> tuple[Decision, ...]:
        """The decisions on a subject, newest first, as somebody may see them."""
        mine = (DECISIONS.c.subject_type == subject_type.value) & (DECISIONS.c.subject_id == subject_id)
        query = select(DECISIONS.c.decision_id).where(mine).order_by(DECISIONS.c.opened_at.desc())
        with self._database.read() as connection:
            return tuple(_shown(connection, one, name) for one in connection.scalars(query).all())

    def waiting_for_another(self, name: str) -> tuple[Decision, ...]:
        """Decisions that need one more opinion, and not somebody's own: their oldest first."""
        own = select(OPINIONS.c.decision_id).where(OPINIONS.c.by == name)
        query = (
            select(DECISIONS.c.decision_id)
            .where(DECISIONS.c.decision_id.not_in(select(ACTS.c.decision_id)), DECISIONS.c.decision_id.not_in(own))
            .order_by(DECISIONS.c.opened_at)
        )
        with self._database.read() as connection:
            return tuple(_shown(connection, one, name) for one in connection.scalars(query).all())

    def held(self, subject_type: SubjectType, subject_id: str) -> Mapping[Question, Act]:
        """What holds for a subject: its latest act on each question."""
        with self._database.read() as connection:
            return held_within(connection, subject_type, subject_id)


def held_within(connection: Connection, subject_type: SubjectType, subject_id: str) -> Mapping[Question, Act]:
    """The latest act on each question, within the caller's transaction."""
    mine = (ACTS.c.subject_type == subject_type.value) & (ACTS.c.subject_id == subject_id)
    rows = connection.execute(select(ACTS).where(mine).order_by(ACTS.c.at)).mappings()
    return {act.question: act for act in map(_an_act, rows)}


def _may_decide(connection: Connection, by: Principal) -> None:
    if not by.roles & PEOPLE_WHO_DECIDE or not is_colleague(connection, by.name):
        raise RefusedError("a person who works on complaints and cases decides, and nobody else")


def _open(
    connection: Connection, subject_type: SubjectType, subject_id: str, question: Question, *, reviews: str
) -> RowMapping | None:
    mine = (
        (DECISIONS.c.subject_type == subject_type.value)
        & (DECISIONS.c.subject_id == subject_id)
        & (DECISIONS.c.question == question.value)
        & DECISIONS.c.decision_id.not_in(select(ACTS.c.decision_id))
    )
    # The row is locked: two second opinions that arrive at once are taken one after the other.
    row = connection.execute(select(DECISIONS).where(mine).with_for_update()).mappings().one_or_none()
    if row is not None and reviews and row["reviews"] != reviews:
        raise RefusedError("another decision on this is still open")
    return row


def _begin(
    connection: Connection,
    subject_type: SubjectType,
    subject_id: str,
    question: Question,
    customer_id: str,
    reviews: str,
    by: Principal,
    at: datetime,
) -> RowMapping:
    decision_id = new_id("D")
    connection.execute(
        DECISIONS.insert().values(
            decision_id=decision_id,
            subject_type=subject_type.value,
            subject_id=subject_id,
            customer_id=customer_id,
            question=question.value,
            reviews=reviews,
            opened_by=by.name,
            opened_at=at,
        )
    )
    return _decision(connection, decision_id)


def _refuse_reviewing_oneself(connection: Connection, act_id: str, by: Principal) -> None:
    judged = select(OPINIONS.c.by).join(ACTS, ACTS.c.decision_id == OPINIONS.c.decision_id)
    if by.name in connection.scalars(judged.where(ACTS.c.act_id == act_id)).all():
        raise RefusedError("whoever took part in a decision does not review it")


def _act(
    connection: Connection,
    decision_id: str,
    subject_type: SubjectType,
    subject_id: str,
    question: Question,
    answer: Answer,
    at: datetime,
) -> None:
    if answer in ADVERSE and not there_are_accounts(connection):
        raise RefusedError("this needs two people: give each an account first")
    connection.execute(
        ACTS.insert().values(
            act_id=new_id("X"),
            decision_id=decision_id,
            subject_type=subject_type.value,
            subject_id=subject_id,
            question=question.value,
            answer=answer.value,
            at=at,
        )
    )


def _shown(connection: Connection, decision_id: str, name: str) -> Decision:
    row = _decision(connection, decision_id)
    opinions = _opinions(connection, decision_id)
    act = connection.execute(select(ACTS).where(ACTS.c.decision_id == decision_id)).mappings().one_or_none()
    # An own opinion opens nobody else's: a third person may still have to be asked.
    seen = opinions if act is not None else tuple(one for one in opinions if one.by == name)
    return Decision(
        decision_id=decision_id,
        subject_type=SubjectType(row["subject_type"]),
        subject_id=row["subject_id"],
        question=Question(row["question"]),
        reviews=row["reviews"],
        opened_by=row["opened_by"],
        opened_at=row["opened_at"],
        opinions=seen,
        given=len(opinions),
        act=None if act is None else _an_act(act),
    )


def _decision(connection: Connection, decision_id: str) -> RowMapping:
    found = connection.execute(select(DECISIONS).where(DECISIONS.c.decision_id == decision_id)).mappings()
    row = found.one_or_none()
    if row is None:
        raise NotFoundError("there is no such decision")
    return row


def _opinions(connection: Connection, decision_id: str) -> tuple[Opinion, ...]:
    query = select(OPINIONS).where(OPINIONS.c.decision_id == decision_id).order_by(OPINIONS.c.given_at, OPINIONS.c.by)
    rows = connection.execute(query).mappings()
    return tuple(Opinion(**{**row, "answer": Answer(row["answer"]), "basis": Basis(row["basis"])}) for row in rows)


def _an_act(row: RowMapping) -> Act:
    return Act(
        **{
            **row,
            "subject_type": SubjectType(row["subject_type"]),
            "question": Question(row["question"]),
            "answer": Answer(row["answer"]),
        }
    )
