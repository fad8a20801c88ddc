"""What goes to the complainant: questions, drafts from checked facts for a person to finish, the answer, its review.

A draft says what the lender's own records say of each claim, what was decided and what may be done against it. It
never speaks of suspicion: who is behind a complaint is no answer to whether it is right.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Column, Connection, ForeignKey, Index, RowMapping, String, Table, Text, select

from mingjian.access.accounts import new_id
from mingjian.access.policy import Principal
from mingjian.casework import interests, ledger
from mingjian.casework.clocks import OF_THE_LAW, CalendarRules
from mingjian.casework.decisions import held_within
from mingjian.casework.errors import RefusedError
from mingjian.casework.joins import leading
from mingjian.casework.ledger import SubjectType
from mingjian.casework.matters import find_within
from mingjian.casework.questions import Answer, Question
from mingjian.casework.register import ANSWERED, answered_within, entry
from mingjian.casework.wishes import respect_within
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
BLANK = "____"
"""What a person has to fill in; an answer that still holds one is not sent."""


@dataclass(frozen=True)
class CheckedClaim:
    """What the lender's records say of a claim: its name in the language of the answer, and its status."""

    name: str
    status: str


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


class Replies:
    """What goes out and comes back, in one database."""

    def __init__(self, database: Database, counting: CalendarRules = OF_THE_LAW) -> None:
        self._database = database
        self._counting = counting

    def ask(self, matter_id: str, *, channel: str, text: str, by: Principal, at: datetime) -> str:
        """Asks the customer; DoNotContactError where they do not want to be contacted so."""
        if not text.strip() or BLANK in text:
            raise InputError("write the question out before it is sent")
        with self._database.begin() as connection:
            matter = _matter(connection, matter_id)
            respect_within(connection, matter["customer_id"], channel)
            ask_id = new_id("Q")
            connection.execute(
                ASKED.insert().values(
                    ask_id=ask_id, matter_id=matter_id, channel=channel, text=text, by=by.name, at=at, answer=""
                )
            )
            ledger.write(connection, SubjectType.MATTER, matter_id, "ask", by=by, at=at, after=channel, item_id=ask_id)
        return ask_id

    def hear(self, ask_id: str, answer: str, *, by: Principal, at: datetime) -> None:
        """Writes down what the customer said."""
        with self._database.begin() as connection:
            row = connection.execute(select(ASKED).where(ASKED.c.ask_id == ask_id)).one_or_none()
            if row is None:
                raise NotFoundError("there is no such question")
            heard = ASKED.update().where(ASKED.c.ask_id == ask_id)
            connection.execute(heard.values(answer=ledger.stated(answer, shortest=1), answered_at=at))
            ledger.write(connection, SubjectType.MATTER, row.matter_id, "hear", by=by, at=at, item_id=ask_id)

    def asked(self, matter_id: str) -> tuple[Ask, ...]:
        """The questions of a matter, oldest first."""
        query = select(ASKED).where(ASKED.c.matter_id == matter_id).order_by(ASKED.c.at)
        with self._database.read() as connection:
            return tuple(Ask(**row) for row in connection.execute(query).mappings())

    def sent(self, matter_id: str) -> tuple[Notice, ...]:
        """The answers that were sent, oldest first."""
        query = select(NOTICES).where(NOTICES.c.matter_id == matter_id).order_by(NOTICES.c.at)
        with self._database.read() as connection:
            return tuple(Notice(**row) for row in connection.execute(query).mappings())

    def answer(
        self, matter_id: str, text: str, *, channel: str, language: Language, by: Principal, at: datetime
    ) -> str:
        """Sends the finished answer and ends the matter: only once the merit was decided, and only where they wrote.

        The complainant asked for this answer, so a wish not to be contacted does not keep it back on the channel that
        they chose themselves; on any other it does.
        """
        if not text.strip() or BLANK in text:
            raise InputError(f"finish the answer first: fill in every {BLANK}")
        with self._database.begin() as connection:
            matter = _matter(connection, matter_id)
            interests.refuse_within(connection, by, SubjectType.MATTER, matter_id, matter["customer_id"])
            merit = held_within(connection, SubjectType.MATTER, matter_id).get(Question.MERIT)
            if merit is None:
                raise RefusedError("decide first whether the complaint is right")
            if answered_within(connection, matter_id):
                raise RefusedError("it is answered already: a correction begins with a new decision")
            whole = find_within(connection, matter_id, at.astimezone(_ZONE).date(), self._counting)
            if channel not in {one.channel for one in whole.arrivals}:
                respect_within(connection, matter["customer_id"], channel)
            notice_id = new_id("R")
            connection.execute(
                NOTICES.insert().values(
                    notice_id=notice_id,
                    matter_id=matter_id,
                    act_id=merit.act_id,
                    channel=channel,
                    language=language.value,
                    text=text,
                    by=by.name,
                    at=at,
                )
            )
            connection.execute(
                ANSWERED.insert().values(
                    matter_id=matter_id, at=at, by=by.name, notice_id=notice_id, due_at=whole.due.at
                )
            )
            ledger.write(
                connection,
                SubjectType.MATTER,
                matter_id,
                "answer",
                by=by,
                at=at,
                after=merit.answer.value,
                item_id=notice_id,
            )
        return notice_id

    def under_review(self, matter_id: str, question: Question) -> str:
        """The act on a question that is under review; an empty text where no review of what holds was asked for."""
        with self._database.read() as connection:
            act = held_within(connection, SubjectType.MATTER, matter_id).get(question)
            asked = None if act is None else select(APPEALS.c.act_id).where(APPEALS.c.act_id == act.act_id)
            return "" if asked is None else str(connection.scalar(asked.limit(1)) or "")

    def appeal(self, matter_id: str, question: Question, words: str, *, by: Principal, at: datetime) -> str:
        """The complainant asks for a review, or the lender found a mistake: opens the matter again for other people.

        Gives the act under review, for :meth:`Decisions.judge`.
        """
        with self._database.begin() as connection:
            act = held_within(connection, SubjectType.MATTER, matter_id).get(question)
            if act is None:
                raise RefusedError("there is no decision on this to review")
            connection.execute(
                APPEALS.insert().values(
                    appeal_id=new_id("V"),
                    matter_id=matter_id,
                    act_id=act.act_id,
                    words=ledger.stated(words, shortest=1),
                    asked_at=at,
                    noted_by=by.name,
                )
            )
            connection.execute(
                ANSWERED.update()
                .where(ANSWERED.c.matter_id == matter_id, ANSWERED.c.reopened_at.is_(None))
                .values(reopened_at=at)
            )
            ledger.write(
                connection,
                SubjectType.MATTER,
                matter_id,
                "appeal",
                by=by,
                at=at,
                before=act.answer.value,
                why=words,
                item_id=act.act_id,
            )
        return act.act_id


def draft(language: Language, *, number: str, merit: Answer, claims: Sequence[CheckedClaim]) -> str:
    """An answer to finish: what was checked, what was decided, what may be done against it."""
    words = _WORDS[language]
    checked = "\n".join(f"- {one.name}: {words[one.status]}" for one in claims) or f"- {BLANK}"
    return "\n\n".join(
        (
            words["opening"].format(number=number),
            f"{words['checked']}\n{checked}",
            words[merit.value].format(blank=BLANK),
            words["rights"],
            words["closing"].format(blank=BLANK),
        )
    )


_WORDS = {
    Language.ZH: {
        "opening": "您好。您反映的事项（编号{number}）我们已经收到，并作了核查。",
        "checked": "针对您反映的情况，核查结果如下：",
        "borne_out": "经核对我方记录，情况属实。",
        "contradicted": "我方记录与此不一致，如您有不同的材料，请提供给我们。",
        "unknown": "我方现有记录不足以作出判断。",
        "upheld": "处理决定：您的诉求成立。我们将：{blank}",
        "partly_upheld": "处理决定：您的诉求部分成立。我们将：{blank}；未予支持的部分及理由：{blank}",
        "not_upheld": "处理决定：您的诉求未获支持，理由如下：{blank}",
        "rights": "如不同意本决定，您可自收到之日起30日内向我们申请核查，也可拨打12378向金融监管部门反映，"
        "或通过调解、仲裁、诉讼解决。本处理由工作人员作出，您有权要求说明理由。",
        "closing": "经办人：{blank}　联系电话：{blank}",
    },
    Language.EN: {
        "opening": "We have received what you told us (number {number}) and looked into it.",
        "checked": "This is what we found:",
        "borne_out": "our own records confirm it.",
        "contradicted": "our records say otherwise; if you have other papers, please send them to us.",
        "unknown": "our records do not suffice to tell.",
        "upheld": "Our decision: your complaint is right. We will: {blank}",
        "partly_upheld": "Our decision: your complaint is right in part. We will: {blank}; what we do not follow, "
        "and why: {blank}",
        "not_upheld": "Our decision: we cannot follow your complaint, because: {blank}",
        "rights": "If you disagree, you may ask us for a review within 30 days of receiving this, turn to the "
        "financial regulator at 12378, or to mediation, arbitration or a court. A person decided this; ask why.",
        "closing": "Handled by: {blank}  Telephone: {blank}",
    },
}


def _matter(connection: Connection, matter_id: str) -> RowMapping:
    row = entry(connection, matter_id)
    if leading(connection, matter_id) != matter_id:
        raise RefusedError("this is handled in another matter that it was joined into")
    return row
