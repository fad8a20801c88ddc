"""An assessment told to the person whom it is about (个人信息保护法第二十四条).

By kinds of facts and without weights: it says what was looked at and which way it spoke, names no other person and no
gang, and teaches nobody how to be assessed otherwise. What the records say of each claim is told in full.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mingjian.contract.reasons import Reason
from mingjian.risk.agent_scorecard import AGENT
from mingjian.risk.involvement_scorecard import INVOLVEMENT, LEFT
from mingjian.risk.manner import REASONS as MANNER
from mingjian.risk.scorecard import Kind
from mingjian.web.languages import Speech, message

LOOKED_AT = {
    Kind.CHANNEL: message("through which channel the complaint reached us"),
    Kind.LETTER: message("whether the wording of the complaint is that of other people's letters"),
    Kind.IDENTITY: message("whether the telephone, mailbox, device or address that was given is your own"),
    Kind.BEHAVIOUR: message("how your account was used: changes on file, documents fetched, payments made"),
    Kind.REPRESENTATION: message("whether somebody represents you, and whether the law permits it"),
    Kind.TESTIMONY: message("what you told us yourself about others who approached you"),
    Kind.NETWORK: message("whether what was given belongs to people who have nothing to do with you as well"),
    Kind.CAMPAIGN: message("what came with other complaints in your name within the same weeks"),
    Kind.SEVERAL_CHANNELS: message("what came with other complaints in your name within the same weeks"),
    Kind.PAPERS: message("what the issuers of the papers say of them"),
    Kind.HISTORY: message("earlier complaints, and how they ended"),
    Kind.REPAYMENT: message("your loans and repayments"),
    Kind.CONTACTS: message("calls and messages between us"),
}
_TOLD_BY_OTHERS = {
    "agent_phone_named": message("whether others report the telephone that was given as an agency's"),
    "agent_phone_advertised": message("whether the telephone that was given stands in an agency's advertisements"),
    "agent_phone_lead": message("whether anybody at all calls the telephone that was given an agency's"),
}
"""What is testimony and not the person's own."""
WORDS = (
    {
        level.code: LOOKED_AT[characteristic.kind_of(level)]
        for card in (AGENT, INVOLVEMENT)
        for characteristic in card.characteristics
        for level in characteristic.levels
    }
    | _TOLD_BY_OTHERS
    | dict.fromkeys(MANNER, LOOKED_AT[Kind.LETTER])
)
"""What was looked at, by the code of the reason that came of it."""
_THANKED_FOR = frozenset({LEFT, "involvement_testimony_paid"})
"""What somebody told us of the agency that he himself paid: it spoke for none, least of all against whoever told it."""


@dataclass(frozen=True)
class LookedAt:
    """Facts that are looked at as one, and what they spoke for: ``agency``, ``you`` or ``both``."""

    words: str
    spoke_for: str


def looked_at(speech: Speech, reasons: Iterable[Reason]) -> tuple[LookedAt, ...]:
    """The kinds of facts behind an assessment of who is behind a complaint, the weightiest first."""
    weights: dict[str, list[float]] = {}
    for reason in reasons:
        if reason.code in WORDS and reason.code not in _THANKED_FOR and reason.weight:
            weights.setdefault(WORDS[reason.code], []).append(reason.weight)
    ordered: Sequence[str] = sorted(weights, key=lambda words: -sum(abs(weight) for weight in weights[words]))
    return tuple(LookedAt(speech.say(words), _spoke_for(weights[words])) for words in ordered)


def _spoke_for(weights: Sequence[float]) -> str:
    if all(weight > 0 for weight in weights):
        return "agency"
    return "you" if all(weight < 0 for weight in weights) else "both"


def result(speech: Speech, low: float | None, high: float | None, *, left: bool = False) -> str:
    """What came of it, in a sentence that accuses nobody; ``left``: he reported the agency whose client he was."""
    if left and (low is None or low < 0.5):
        return speech.say(
            "You told us of the agency yourself, and we thank you for it. What it did in your name before is no sign "
            "to us that it acts through you today."
        )
    if low is None or high is None or low < 0.5 < high:
        return speech.say(
            "Whether somebody else acts through you cannot be told from this, and nothing follows from it."
        )
    if low >= 0.5:
        return speech.say(
            "There are signs that somebody else, such as a paid agency, may be acting through you. You are not accused "
            "of anything: people whom agencies approach are often harmed by them, and we would like to help."
        )
    return speech.say("We take it that you speak for yourself.")
