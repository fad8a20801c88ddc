"""What people decide, with which answers, and which of these nobody gives alone.

Origin (who is behind a complaint) and merit (whether it is right) are two questions and never one. An answer that is
worse for the consumer than what held before is *adverse*: it needs two people who agree, each having judged for
themselves. Where a third has to be asked and no two agree, the answer that is best for the consumer holds.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum


class Question(StrEnum):
    """One thing to decide."""

    ACCEPTANCE = "acceptance"
    ENDING = "ending"
    ORIGIN = "origin"
    MERIT = "merit"
    DEADLINE = "deadline"
    NEED = "need"
    HARDSHIP = "hardship"
    COLLECTION = "collection"
    MATERIAL = "material"
    REPORT = "report"


class Answer(StrEnum):
    """What may be answered; :data:`ANSWERS` says to which question."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    AWAITS = "awaits"
    ELSEWHERE = "elsewhere"
    WITHDRAWN = "withdrawn"
    SELF_FILED = "self_filed"
    UNDECIDED = "undecided"
    AGENT_FILED = "agent_filed"
    UPHELD = "upheld"
    PARTLY_UPHELD = "partly_upheld"
    NOT_UPHELD = "not_upheld"
    ORDINARY = "ordinary"
    COMPLEX = "complex"
    APPROVED = "approved"
    URGENT = "urgent"
    ELEVATED = "elevated"
    LOWERED = "lowered"
    OFFERED = "offered"
    DECLINED = "declined"
    PAUSED = "paused"
    RESUMED = "resumed"
    GENUINE = "genuine"
    UNVERIFIED = "unverified"
    FORGED = "forged"
    KEEP = "keep"
    HAND_OVER = "hand_over"


ANSWERS: Mapping[Question, tuple[Answer, ...]] = {
    Question.ACCEPTANCE: (Answer.ACCEPT, Answer.REFUSE),
    Question.ENDING: (Answer.AWAITS, Answer.ELSEWHERE, Answer.WITHDRAWN),
    Question.ORIGIN: (Answer.SELF_FILED, Answer.UNDECIDED, Answer.AGENT_FILED),
    Question.MERIT: (Answer.UPHELD, Answer.PARTLY_UPHELD, Answer.NOT_UPHELD),
    Question.DEADLINE: (Answer.ORDINARY, Answer.COMPLEX, Answer.APPROVED),
    Question.NEED: (Answer.URGENT, Answer.ELEVATED, Answer.LOWERED),
    Question.HARDSHIP: (Answer.OFFERED, Answer.DECLINED),
    Question.COLLECTION: (Answer.PAUSED, Answer.RESUMED),
    Question.MATERIAL: (Answer.GENUINE, Answer.UNVERIFIED, Answer.FORGED),
    Question.REPORT: (Answer.KEEP, Answer.HAND_OVER),
}
"""The answers to each question, the best one for the consumer first."""

ADVERSE = frozenset(
    {
        Answer.REFUSE,
        Answer.ELSEWHERE,
        Answer.WITHDRAWN,
        Answer.AGENT_FILED,
        Answer.NOT_UPHELD,
        Answer.APPROVED,
        Answer.LOWERED,
        Answer.DECLINED,
        Answer.RESUMED,
        Answer.FORGED,
        Answer.HAND_OVER,
    }
)
"""What nobody decides alone; the database's triggers hold the same list, and a test the two together."""

ENDS = frozenset({Answer.REFUSE, Answer.ELSEWHERE, Answer.WITHDRAWN})
"""What ends a matter, once it is told, without a word on its merit."""


class Basis(StrEnum):
    """What an answer rests on. A score is not among them."""

    FACTS = "facts"
    LAW = "law"
    CUSTOMER = "customer"
    """What the customer said or asked for."""
    REGULATOR = "regulator"
    CORRECTION = "correction"


def settle(question: Question, given: Sequence[Answer]) -> Answer | None:
    """What holds after these opinions, in whatever order; None while another person has to be asked."""
    if len(given) < 2:
        return next((answer for answer in given if answer not in ADVERSE), None)
    votes = Counter(given)
    most = max(votes.values())
    if most == 1 and len(given) == 2:
        return None
    return min((answer for answer in votes if votes[answer] == most), key=ANSWERS[question].index)
