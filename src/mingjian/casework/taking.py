"""Taking complaints: each is taken, on whichever channel it came; what surely came before is recognised."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from mingjian.access.accounts import ACCOUNTS
from mingjian.access.policy import Principal
from mingjian.casework import interests, ledger
from mingjian.casework.corrections import CORRECTIONS
from mingjian.casework.interests import INTERESTS
from mingjian.casework.joins import SAME_TIME, leading
from mingjian.casework.ledger import About, SubjectType
from mingjian.casework.register import ARRIVALS, MATTERS, answered_within
from mingjian.casework.wishes import note_within
from mingjian.contract import TIME_ZONE
from mingjian.store.database import Database

_ZONE = ZoneInfo(TIME_ZONE)
_NOT_A_WORD = re.compile(r"[\W_]+")


class Need(StrEnum):
    """How much a complainant needs an answer: orders the queue."""

    URGENT = "urgent"
    ELEVATED = "elevated"
    ORDINARY = "ordinary"

    @property
    def rank(self) -> int:
        """0 is first."""
        return list(Need).index(self)


FACTS_OF_NEED: Mapping[str, Need] = {
    "bereavement": Need.URGENT,
    "illness": Need.URGENT,
    "threats": Need.URGENT,
    "hardship": Need.ELEVATED,
    "loan_not_taken": Need.ELEVATED,
    "third_party_contact": Need.ELEVATED,
}
"""What a complaint says (a claim of the contract), and the need that follows; believed until somebody has looked."""


@dataclass(frozen=True)
class Arrival:
    """A complaint as it came."""

    complaint_id: str
    customer_id: str
    """An empty text where it matched nobody."""
    received_at: datetime
    channel: str
    text: str
    external_number: str = ""
    """The regulator's or platform's number of a transfer (转办单)."""
    due_at: datetime | None = None
    """The deadline that the transfer states."""
    claims: tuple[str, ...] = ()
    complained_of: tuple[str, ...] = ()
    """Names of those who dealt with the customer; who has such an account has an interest."""
    do_not_contact: bool = False


class Taking:
    """Takes complaints into one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, arrivals: Iterable[Arrival], *, by: Principal, at: datetime) -> tuple[str, ...]:
        """Takes every complaint that was not taken yet; gives the matters that are new.

        One is recognised as a matter that is in hand by the regulator's number, or as the same words of the same
        customer within sixty days. Anything less is only suggested (:meth:`Joins.alike`): a wrong join would leave
        somebody without an answer. So would an answer that was given before: who writes the same again after it waits
        anew, with a clock of their own.
        """
        new: list[str] = []
        for arrival in sorted(arrivals, key=lambda one: (one.received_at, one.complaint_id)):
            with self._database.begin() as connection:
                if matter_id := _take(connection, arrival, by, at):
                    new.append(matter_id)
        return tuple(new)


def need_of(facts: Iterable[str]) -> Need:
    """The greatest need that follows from what complaints say."""
    return min((FACTS_OF_NEED[fact] for fact in facts), key=lambda one: one.rank, default=Need.ORDINARY)


def words_of(text: str) -> str:
    """A text without what channels change: width, spaces, punctuation, case."""
    return _NOT_A_WORD.sub("", unicodedata.normalize("NFKC", text)).lower()


def _take(connection: Connection, arrival: Arrival, by: Principal, at: datetime) -> str:
    if connection.scalar(select(ARRIVALS.c.matter_id).where(ARRIVALS.c.complaint_id == arrival.complaint_id)):
        return ""
    wording = hashlib.sha256(words_of(arrival.text).encode()).hexdigest() if words_of(arrival.text) else ""
    matter_id, recognised_by = _recognise(connection, arrival, wording)
    is_new = not matter_id
    facts = [claim for claim in dict.fromkeys(arrival.claims) if claim in FACTS_OF_NEED]
    if is_new:
        year = arrival.received_at.astimezone(_ZONE).year
        matter_id = f"M-{year}-{ledger.next_number(connection, 'matter', year):06d}"
        connection.execute(
            MATTERS.insert().values(
                matter_id=matter_id,
                customer_id=arrival.customer_id,
                need=need_of(facts).value,
                need_facts=";".join(facts),
                received_at=arrival.received_at,
                taken_at=at,
                taken_by=by.name,
            )
        )
    connection.execute(
        ARRIVALS.insert().values(
            complaint_id=arrival.complaint_id,
            matter_id=matter_id,
            channel=arrival.channel,
            external_number=arrival.external_number,
            received_at=arrival.received_at,
            due_at=arrival.due_at,
            wording=wording,
            recognised_by=recognised_by,
            need_facts=";".join(facts),
        )
    )
    _note_interests(connection, matter_id, arrival, by, at)
    if arrival.do_not_contact and arrival.customer_id:
        note_within(connection, arrival.customer_id, channel="", source="the lender's own records", by=by, at=at)
    ledger.write(
        connection,
        About(SubjectType.MATTER, matter_id, arrival.complaint_id),
        "take" if is_new else "take_again",
        by=by,
        at=at,
        after=arrival.channel,
    )
    return matter_id if is_new else ""


def _recognise(connection: Connection, arrival: Arrival, wording: str) -> tuple[str, str]:
    since, until = arrival.received_at - SAME_TIME, arrival.received_at + SAME_TIME
    near = (
        select(ARRIVALS, MATTERS.c.customer_id)
        .join(MATTERS, MATTERS.c.matter_id == ARRIVALS.c.matter_id)
        .where(MATTERS.c.received_at.between(since, until))
        .order_by(ARRIVALS.c.received_at)
    )
    if arrival.external_number:
        # A platform may give one number to several customers' letters: the customer has to agree as well, or where
        # nobody is known the words.
        right = select(CORRECTIONS.c.complaint_id).where(
            CORRECTIONS.c.number == arrival.external_number, CORRECTIONS.c.agreed_at.is_not(None)
        )
        numbered = (ARRIVALS.c.external_number == arrival.external_number) | ARRIVALS.c.complaint_id.in_(right)
        for row in connection.execute(near.where(numbered)).all():
            alike = arrival.customer_id or (wording and row.wording == wording)
            if row.customer_id == arrival.customer_id and alike and (there := _in_hand(connection, row.matter_id)):
                return there, "number"
    if arrival.customer_id and wording:
        same = near.where(MATTERS.c.customer_id == arrival.customer_id, ARRIVALS.c.wording == wording)
        for row in connection.execute(same).all():
            if there := _in_hand(connection, row.matter_id):
                return there, "wording"
    return "", "new"


def _in_hand(connection: Connection, matter_id: str) -> str:
    """The matter in which another one is handled, as long as it waits for an answer; an empty text afterwards."""
    there = leading(connection, matter_id)
    return "" if answered_within(connection, there) else there


def _note_interests(connection: Connection, matter_id: str, arrival: Arrival, by: Principal, at: datetime) -> None:
    if not arrival.complained_of:
        return
    names = connection.scalars(select(ACCOUNTS.c.name).where(ACCOUNTS.c.name.in_(arrival.complained_of))).all()
    for name in set(names) - interests.who_within(connection, SubjectType.MATTER, matter_id):
        connection.execute(
            INTERESTS.insert().values(
                name=name,
                subject_type=SubjectType.MATTER.value,
                subject_id=matter_id,
                why="dealt with the customer before",
                declared_by=by.name,
                declared_at=at,
            )
        )
