"""What goes to the complainant and comes back: questions, notices of what was decided, the answer, its review."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Column, Connection, ForeignKey, Index, RowMapping, String, Table, Text, func, select

from mingjian.access.accounts import new_id
from mingjian.access.policy import Principal
from mingjian.casework import interests, ledger
from mingjian.casework.clocks import OF_THE_LAW, CalendarRules
from mingjian.casework.decisions import Act, held_within
from mingjian.casework.drafts import BLANK, TOLD
from mingjian.casework.errors import RefusedError
from mingjian.casework.joins import handled_in, leading
from mingjian.casework.ledger import About, SubjectType
from mingjian.casework.matters import Matter, find_within
from mingjian.casework.questions import ENDS, Question
from mingjian.casework.register import ANSWERED, answered_within, entry
from mingjian.casework.wishes import Wishes
from mingjian.contract import TIME_ZONE, Language
from mingjian.errors import InputError, NotFoundError
from mingjian.store.database import METADATA, Database, Instant

ASKED = Table(
    "asked",
    METADATA,
    Column("ask_id", String(20), primary_key=True),
    Column("matter_id", String(20), ForeignKey("matters.matter_id"), nullable=False),
    Column("channel", String(40), nullable=False),
    Column("text", Text, nullable=False),
    Column("by", String(80), nullable=False),
    Column("at", Instant, nullable=False),
    Column("answer", Text, nullable=False),
    Column("answered_at", Instant),
    Index("asked_by_matter", "matter_id"),
)
NOTICES = Table(
    "notices",
    METADATA,
    Column("notice_id", String(20), primary_key=True),
    Column("matter_id", String(20), ForeignKey("matters.matter_id"), nullable=False),
    Column("act_id", String(20), ForeignKey("acts.act_id"), nullable=False),
    Column("channel", String(40), nullable=False),
    Column("language", String(2), nullable=False),
    Column("text", Text, nullable=False),
    Column("by", String(80), nullable=False),
    Column("at", Instant, nullable=False),
    Index("notices_by_matter", "matter_id"),
)
APPEALS = Table(
    "appeals",
    METADATA,
    Column("appeal_id", String(20), primary_key=True),
    Column("matter_id", String(20), ForeignKey("matters.matter_id"), nullable=False),
    Column("act_id", String(20), ForeignKey("acts.act_id"), nullable=False),
    Column("words", Text, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("noted_by", String(80), nullable=False),
    Index("appeals_by_matter", "matter_id"),
)
_ZONE = ZoneInfo(TIME_ZONE)


@dataclass(frozen=True)
class Ask:
    """A question to the customer, and what they said."""

    ask_id: str
    matter_id: str
    channel: str
    text: str
    by: str
    at: datetime
    answer: str
    answered_at: datetime | None


@dataclass(frozen=True)
class Notice:
    """What was sent."""

    notice_id: str
    matter_id: str
    act_id: str
    channel: str
    language: str
    text: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Appeal:
    """A review that was asked for, or a mistake that was found."""

    appeal_id: str
    matter_id: str
    act_id: str
    words: str
    asked_at: datetime
    noted_by: str


class Replies:
    """What goes out and comes back, in one database."""

    def __init__(self, database: Database, wishes: Wishes, counting: CalendarRules = OF_THE_LAW) -> None:
        self._database = database
        self._wishes = wishes
        self._counting = counting

    def ask(self, matter_id: str, *, channel: str, text: str, by: Principal, at: datetime) -> str:
        """Asks the customer; DoNotContactError where they do not want to be contacted so."""
        if not text.strip() or BLANK in text:
            raise InputError("write the question out before it is sent")
        with self._database.begin() as connection:
            matter = _matter(connection, matter_id)
            self._wishes.respect_within(connection, matter["customer_id"], channel)
            ask_id = new_id("Q")
            connection.execute(
                ASKED.insert().values(
                    ask_id=ask_id, matter_id=matter_id, channel=channel, text=text, by=by.name, at=at, answer=""
                )
            )
            ledger.write(connection, About(SubjectType.MATTER, matter_id, ask_id), "ask", by=by, at=at, after=channel)
        return ask_id

    def hear(self, ask_id: str, answer: str, *, of: str, by: Principal, at: datetime) -> None:
        """Writes down what the customer said to a question of the matter ``of``."""
        with self._database.begin() as connection:
            row = connection.execute(select(ASKED).where(ASKED.c.ask_id == ask_id)).one_or_none()
            if row is None or row.matter_id not in handled_in(connection, of):
                raise NotFoundError("there is no such question")
            if row.answered_at is not None:
                raise RefusedError("what they said is written down already: ask again where they said more")
            heard = ASKED.update().where(ASKED.c.ask_id == ask_id)
            connection.execute(heard.values(answer=ledger.stated(answer, shortest=1), answered_at=at))
            ledger.write(connection, About(SubjectType.MATTER, row.matter_id, ask_id), "hear", by=by, at=at)

    def asked(self, matter_id: str) -> tuple[Ask, ...]:
        """The questions of a matter, oldest first."""
        with self._database.read() as connection:
            mine = ASKED.c.matter_id.in_(handled_in(connection, matter_id))
            query = select(ASKED).where(mine).order_by(ASKED.c.at)
            return tuple(Ask(**row) for row in connection.execute(query).mappings())

    def sent(self, matter_id: str) -> tuple[Notice, ...]:
        """The answers that were sent, oldest first."""
        with self._database.read() as connection:
            mine = NOTICES.c.matter_id.in_(handled_in(connection, matter_id))
            query = select(NOTICES).where(mine).order_by(NOTICES.c.at)
            return tuple(Notice(**row) for row in connection.execute(query).mappings())

    def appeals(self, matter_id: str) -> tuple[Appeal, ...]:
        """The reviews that were asked for, oldest first."""
        query = select(APPEALS).where(APPEALS.c.matter_id == matter_id).order_by(APPEALS.c.asked_at)
        with self._database.read() as connection:
            return tuple(Appeal(**row) for row in connection.execute(query).mappings())

    def untold(self, matter_id: str) -> tuple[Act, ...]:
        """What was decided and the complainant was not told yet, oldest first; an answer tells all until then."""
        told = select(NOTICES.c.act_id).where(NOTICES.c.matter_id == matter_id)
        answered = select(func.max(ANSWERED.c.at)).where(ANSWERED.c.matter_id == matter_id)
        with self._database.read() as connection:
            last = connection.scalar(answered)
            found = held_within(connection, SubjectType.MATTER, matter_id)
            held = {one: act for one, act in found.items() if last is None or act.at > last}
            known = set(connection.scalars(told))
        return tuple(
            sorted(
                (
                    act
                    for question, act in held.items()
                    if act.answer in TOLD.get(question, ()) and act.act_id not in known
                ),
                key=lambda act: act.at,
            )
        )

    def tell(
        self,
        matter_id: str,
        question: Question,
        text: str,
        *,
        channel: str,
        language: Language,
        by: Principal,
        at: datetime,
    ) -> str:
        """Tells the complainant of one decision while the matter goes on, such as a longer period and its reason."""
        with self._database.begin() as connection:
            matter = _matter(connection, matter_id)
            act = held_within(connection, SubjectType.MATTER, matter_id).get(question)
            if act is None or act.answer not in TOLD.get(question, ()):
                raise RefusedError("there is no decision on this that a complainant is told")
            return self._send(connection, matter, act, "tell", text, channel, language, by, at)

    def answer(
        self, matter_id: str, text: str, *, channel: str, language: Language, by: Principal, at: datetime
    ) -> str:
        """Sends the finished answer and ends the matter: once its merit was decided, or that it ends without that.

        The complainant asked for this answer, so a wish not to be contacted does not keep it back on the channel that
        they chose themselves; on any other it does.
        """
        with self._database.begin() as connection:
            matter = _matter(connection, matter_id)
            held = held_within(connection, SubjectType.MATTER, matter_id)
            act = held.get(Question.MERIT) or next((one for one in held.values() if one.answer in ENDS), None)
            if act is None:
                raise RefusedError("decide first whether the complaint is right")
            if answered_within(connection, matter_id):
                raise RefusedError("it is answered already: a correction begins with a new decision")
            if _under_review(connection, held):
                raise RefusedError("a review was asked for: others decide first, then it is answered")
            notice_id = self._send(connection, matter, act, "answer", text, channel, language, by, at)
            due_at = self._whole(connection, matter_id, at).due.at
            connection.execute(
                ANSWERED.insert().values(matter_id=matter_id, at=at, by=by.name, notice_id=notice_id, due_at=due_at)
            )
        return notice_id

    def _send(
        self,
        connection: Connection,
        matter: RowMapping,
        act: Act,
        kind: str,
        text: str,
        channel: str,
        language: Language,
        by: Principal,
        at: datetime,
    ) -> str:
        if not text.strip() or BLANK in text:
            raise InputError(f"finish the text first: fill in every {BLANK}")
        matter_id = matter["matter_id"]
        interests.refuse_within(connection, by, SubjectType.MATTER, matter_id, matter["customer_id"])
        if channel not in {one.channel for one in self._whole(connection, matter_id, at).arrivals}:
            self._wishes.respect_within(connection, matter["customer_id"], channel)
        notice_id = new_id("R")
        connection.execute(
            NOTICES.insert().values(
                notice_id=notice_id,
                matter_id=matter_id,
                act_id=act.act_id,
                channel=channel,
                language=language.value,
                text=text,
                by=by.name,
                at=at,
            )
        )
        ledger.write(
            connection, About(SubjectType.MATTER, matter_id, notice_id), kind, by=by, at=at, after=act.answer.value
        )
        return notice_id

    def _whole(self, connection: Connection, matter_id: str, at: datetime) -> Matter:
        return find_within(connection, matter_id, at.astimezone(_ZONE).date(), self._counting)

    def under_review(self, matter_id: str, question: Question) -> str:
        """The act on a question that is under review; an empty text where no review of what holds was asked for."""
        with self._database.read() as connection:
            act = held_within(connection, SubjectType.MATTER, matter_id).get(question)
            return act.act_id if act is not None and _under_review(connection, {question: act}) else ""

    def appeal(self, matter_id: str, question: Question, words: str, *, by: Principal, at: datetime) -> str:
        """The complainant asks for a review, or the lender found a mistake: opens the matter again for other people.

        Gives the act under review, for :meth:`Decisions.judge`.
        """
        with self._database.begin() as connection:
            act = held_within(connection, SubjectType.MATTER, matter_id).get(question)
            if act is None or question not in TOLD:
                raise RefusedError("there is no decision on this to review")
            if _under_review(connection, {question: act}):
                raise RefusedError("its review was asked for already")
            said = ledger.stated(words, shortest=1)
            # Said first: the database lets a review begin only where a person's entry says so.
            ledger.write(
                connection,
                About(SubjectType.MATTER, matter_id, act.act_id),
                "appeal",
                by=by,
                at=at,
                before=act.answer.value,
                why=said,
            )
            connection.execute(
                APPEALS.insert().values(
                    appeal_id=new_id("V"),
                    matter_id=matter_id,
                    act_id=act.act_id,
                    words=said,
                    asked_at=at,
                    noted_by=by.name,
                )
            )
            connection.execute(
                ANSWERED.update()
                .where(ANSWERED.c.matter_id == matter_id, ANSWERED.c.reopened_at.is_(None))
                .values(reopened_at=at)
            )
        return act.act_id


def _under_review(connection: Connection, held: Mapping[Question, Act]) -> bool:
    asked = APPEALS.c.act_id.in_([act.act_id for act in held.values()])
    return connection.scalar(select(APPEALS.c.appeal_id).where(asked).limit(1)) is not None


def _matter(connection: Connection, matter_id: str) -> RowMapping:
    row = entry(connection, matter_id)
    if leading(connection, matter_id) != matter_id:
        raise RefusedError("this is handled in another matter that it was joined into")
    return row
