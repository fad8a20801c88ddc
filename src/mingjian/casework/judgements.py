"""What people judged of entities, gangs, complaints and documents, on its way back by the front door of intake.

A judgement stands here as the contract's tables ``judgements`` and ``labels`` have it, and leaves as a delivery, dated,
so that a run knows it from that moment on and not before. What issuers answered goes along as ``verifications``,
and what consumers reported of adverts, once a person accepted it, as ``solicitations``.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import yaml
from sqlalchemy import Column, Connection, Index, RowMapping, String, Table, Text, func, select

from mingjian.access.accounts import new_id
from mingjian.access.audit import record_within
from mingjian.access.policy import Principal
from mingjian.casework import ledger
from mingjian.casework.advert_reports import AdvertReports, solicitations
from mingjian.casework.colleagues import there_are_accounts
from mingjian.casework.decisions import ACTS, OPINIONS
from mingjian.casework.enquiries import Enquiries, verifications
from mingjian.casework.errors import RefusedError
from mingjian.casework.joins import handled_in
from mingjian.casework.questions import Answer, Question
from mingjian.casework.register import ARRIVALS
from mingjian.contract import TABLES
from mingjian.contract.judging import ABOUT_ONE, OF_WORDS, SaidOfWord, WordThatStands, topic, words_that_stand
from mingjian.contract.vocabulary import JudgementKind
from mingjian.errors import InputError, NotFoundError, writing_to
from mingjian.store.database import METADATA, Database, Instant

JUDGEMENTS = Table(
    "made_judgements",
    METADATA,
    Column("judgement_id", String(20), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("left_type", String(40), nullable=False),
    Column("left_id", String(200), nullable=False),
    Column("right_type", String(40), nullable=False),
    Column("right_id", String(200), nullable=False),
    Column("decided_at", Instant, nullable=False),
    Column("decided_by", String(80), nullable=False),
    Column("reason", Text, nullable=False),
    Index("made_judgements_by_left", "left_type", "left_id"),
)


@dataclass(frozen=True)
class Judgement:
    """One judgement, as the contract's table has it."""

    judgement_id: str
    kind: JudgementKind
    left_type: str
    left_id: str
    right_type: str
    right_id: str
    decided_at: datetime
    decided_by: str
    reason: str


@dataclass(frozen=True)
class Delivered:
    """What a delivery of judgements holds."""

    folder: Path
    judgements: int
    labels: int
    verifications: int
    adverts: int


_LABELS = {Answer.AGENT_FILED: "agent_filed", Answer.SELF_FILED: "self_filed"} | {
    Answer.FORGED: "forged",
    Answer.GENUINE: "genuine",
}


class Judgements:
    """The judgements of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def make(
        self,
        kind: JudgementKind,
        left: tuple[str, str],
        *,
        by: Principal,
        at: datetime,
        reason: str,
        right: tuple[str, str] = ("", ""),
    ) -> Judgement:
        """A person judges; the sides are a type and an id each. The audit log names the judgement alone.

        A code word needs two people: RefusedError for whoever found it one already, and on a desk without accounts.
        """
        if not all(left) or (kind not in ABOUT_ONE and not all(right)):
            raise InputError("name what is judged: its type and its id, for both sides where there are two")
        if left == right:
            raise InputError("these are one and the same already")
        made = Judgement(new_id("JG"), kind, *left, *right, at, by.name, ledger.stated(reason))
        with self._database.begin() as connection:
            if kind is JudgementKind.CODE_WORD:
                _refuse_alone(connection, made)
            connection.execute(JUDGEMENTS.insert().values(**{**made.__dict__, "kind": kind.value}))
            record_within(
                connection,
                actor=by.name,
                # Neither does the log tell whoever judges a word second what the first one said.
                action="judge_word" if kind in OF_WORDS else f"judge_{kind}",
                object_type="judgement",
                object_id=made.judgement_id,
                reason=reason,
            )
        return made

    def find(self, judgement_id: str) -> Judgement:
        """The judgement of that id; NotFoundError where there is none."""
        found = next((one for one in self.all() if one.judgement_id == judgement_id), None)
        if found is None:
            raise NotFoundError("there is no such judgement")
        return found

    def standing(self) -> tuple[Judgement, ...]:
        """What stands now, newest first: the latest judgement about each thing or pair.

        A code word stands once two people found it one, and bears both names.
        """
        latest: dict[object, Judgement] = {}
        everything = self.all()
        words = _words(everything)
        for one in everything:
            if one.kind is JudgementKind.CODE_WORD:
                agreed = words.get(one.left_id)
                if agreed is None or agreed.standard != one.right_id:
                    continue
                one = replace(one, decided_by=" + ".join(agreed.people))
            left, right = (one.left_type, one.left_id), (one.right_type, one.right_id)
            latest.setdefault(topic(one.kind, left, right if all(right) else None), one)
        return tuple(latest.values())

    def words_waiting(self) -> tuple[Judgement, ...]:
        """What one person found a code word and a second one has not judged yet, newest first."""
        waiting: dict[str, Judgement] = {}
        judged: set[str] = set()
        everything = self.all()
        words = _words(everything)
        for one in everything:
            if one.kind is JudgementKind.NOT_CODE_WORD:
                judged.add(one.left_id)
            elif one.kind is JudgementKind.CODE_WORD and one.left_id not in judged:
                agreed = words.get(one.left_id)
                if agreed is None or agreed.standard is None:
                    waiting.setdefault(one.left_id, one)
        return tuple(waiting.values())

    def all(self) -> tuple[Judgement, ...]:
        """Every judgement, newest first."""
        newest = (JUDGEMENTS.c.decided_at.desc(), JUDGEMENTS.c.judgement_id.desc())
        with self._database.ask() as connection:
            return tuple(map(_judgement, connection.execute(select(JUDGEMENTS).order_by(*newest)).mappings().all()))

    def deliver(self, folder: Path, *, at: datetime, lender: str = "") -> Delivered:
        """Writes all that people found until ``at`` as a delivery into an empty folder.

        Judgements, findings, issuers' answers, and the adverts of consumers' reports that were accepted.

        Each delivery holds all of them: intake takes a row that it knows already as unchanged, so none is lost
        between two deliveries and none counts twice.
        """
        if folder.exists() and any(folder.iterdir()):
            raise InputError(f"{folder} is not empty: name a new folder")
        with writing_to(folder):
            folder.mkdir(parents=True, exist_ok=True)
        judgements = [
            (
                one.judgement_id,
                one.kind.value,
                one.left_type,
                one.left_id,
                one.right_type,
                one.right_id,
                one.decided_at.isoformat(),
                one.decided_by,
                one.reason,
            )
            for one in self.all()
            if one.decided_at <= at
        ]
        labels = self._labels(at)
        asked = list(verifications(Enquiries(self._database).all(), at=at))
        reported = list(solicitations(AdvertReports(self._database).accepted(), at=at))
        _write(folder / "judgements.csv", TABLES["judgements"].columns, judgements)
        # Whom nobody asked from here the lender may have asked: an empty table would say that nobody was.
        for name, rows in (("labels", labels), ("verifications", asked), ("solicitations", reported)):
            if rows:
                _write(folder / f"{name}.csv", TABLES[name].columns, rows)
        manifest = {"snapshot_at": at.isoformat()} | ({"lender": lender} if lender else {})
        (folder / "delivery.yaml").write_text(yaml.safe_dump(manifest, allow_unicode=True), encoding="utf-8")
        return Delivered(folder, len(judgements), len(labels), len(asked), len(reported))

    def _labels(self, at: datetime) -> list[tuple[str, ...]]:
        newest = (
            select(ACTS.c.subject_type, ACTS.c.subject_id, ACTS.c.question, func.max(ACTS.c.at).label("at"))
            .where(ACTS.c.at <= at, ACTS.c.question.in_([Question.ORIGIN.value, Question.MATERIAL.value]))
            .group_by(ACTS.c.subject_type, ACTS.c.subject_id, ACTS.c.question)
            .subquery()
        )
        query = select(ACTS).join(
            newest,
            (newest.c.subject_id == ACTS.c.subject_id)
            & (newest.c.question == ACTS.c.question)
            & (newest.c.at == ACTS.c.at),
        )
        found: list[tuple[str, ...]] = []
        with self._database.read() as connection:
            for act in connection.execute(query.order_by(ACTS.c.at, ACTS.c.act_id)).all():
                label = _LABELS.get(Answer(act.answer))
                if label is None:
                    continue
                who = connection.scalars(
                    select(OPINIONS.c.by).where(OPINIONS.c.decision_id == act.decision_id).order_by(OPINIONS.c.given_at)
                ).all()
                if act.question == Question.MATERIAL.value:
                    subjects = [("material", act.subject_id)]
                else:
                    mine = select(ARRIVALS.c.complaint_id).where(
                        ARRIVALS.c.matter_id.in_(handled_in(connection, act.subject_id))
                    )
                    subjects = [
                        ("complaint", one) for one in connection.scalars(mine.order_by(ARRIVALS.c.complaint_id))
                    ]
                found += [
                    (
                        f"{act.act_id}:{number}",
                        subject_type,
                        subject_id,
                        label,
                        act.at.isoformat(),
                        " + ".join(who),
                        "casework",
                    )
                    for number, (subject_type, subject_id) in enumerate(subjects)
                ]
        return found


def _refuse_alone(connection: Connection, made: Judgement) -> None:
    """A code word counts against whoever uses it: no one person decides that."""
    if not there_are_accounts(connection):
        raise RefusedError("this needs two people: give each an account first")
    of_it = (JUDGEMENTS.c.left_type == made.left_type) & (JUDGEMENTS.c.left_id == made.left_id)
    said = connection.execute(select(JUDGEMENTS).where(of_it).order_by(JUDGEMENTS.c.decided_at.desc())).mappings()
    for one in map(_judgement, said):
        if one.kind is JudgementKind.NOT_CODE_WORD:
            return
        if one.kind is JudgementKind.CODE_WORD and one.decided_by == made.decided_by and one.right_id == made.right_id:
            raise RefusedError("you have given your opinion: somebody else has to give theirs")


def _words(newest_first: Sequence[Judgement]) -> dict[str, WordThatStands]:
    return words_that_stand(
        SaidOfWord(one.kind, one.left_id, one.right_id, one.decided_by)
        for one in reversed(newest_first)
        if one.kind in OF_WORDS
    )


def _judgement(row: RowMapping) -> Judgement:
    return Judgement(**{**row, "kind": JudgementKind(row["kind"])})


def _write(path: Path, columns: Iterable[str], rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(list(columns))
        writer.writerows(rows)
