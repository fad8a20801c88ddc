"""Reasons and merits as the screen lists them: a sentence with a handle, strongest first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from mingjian.access.masking import mask_text
from mingjian.contract import Reason
from mingjian.web.languages import Speech

SHOWN = 5
"""Reasons that stand open; the rest are one click away."""


@dataclass(frozen=True)
class EvidenceLink:
    """A handle on one row that a sentence rests on. The address names its place, not its value: ids may be personal."""

    title: str
    address: str


@dataclass(frozen=True)
class Sentence:
    """One reason or merit, ready to show. ``share`` is its weight in per cent of the strongest."""

    text: str
    share: float
    against: bool
    without: str
    without_at: float | None
    evidence: tuple[EvidenceLink, ...]


@dataclass(frozen=True)
class SentenceList:
    """The sentences that speak for, those that speak against, and how many stand open."""

    speaking_for: tuple[Sentence, ...]
    speaking_against: tuple[Sentence, ...]
    shown: int = SHOWN

    @property
    def empty(self) -> bool:
        return not (self.speaking_for or self.speaking_against)


def sentence_list(
    speech: Speech,
    reasons: Sequence[Reason],
    *,
    address: str,
    track: str,
    known: Mapping[str, str],
    rest: Callable[[Reason], float | None] = lambda _reason: None,
    chosen: Callable[[Reason], bool] = lambda _reason: True,
    masked: bool = True,
) -> SentenceList:
    """The sentences of the ``chosen`` reasons.

    ``address`` is where evidence opens; ``known`` names rows that the page has read already, by their ids; ``rest`` is
    the probability without a reason.
    """
    strongest = max((abs(reason.weight) for reason in reasons if chosen(reason)), default=0.0) or 1.0
    sentences: dict[str, Sentence] = {}
    for position, reason in enumerate(reasons):
        text = mask_text(render(speech, reason)) if masked else render(speech, reason)
        if not chosen(reason) or text in sentences:  # two complaints may say the same of the same records
            continue
        links = tuple(
            EvidenceLink(
                title=known.get(item) or speech.say("evidence %(number)s", number=number + 1),
                address=f"{address}?{urlencode({'track': track, 'sentence': position, 'item': number})}",
            )
            for number, item in enumerate(reason.evidence)
        )
        left = rest(reason) if reason.weight else None
        sentences[text] = Sentence(
            text=text,
            share=round(100 * abs(reason.weight) / strongest, 1),
            against=reason.weight < 0,
            without="" if left is None else speech.probability(left),
            without_at=None if left is None else round(left * 100, 2),
            evidence=links,
        )
    return SentenceList(
        tuple(one for one in sentences.values() if not one.against),
        tuple(one for one in sentences.values() if one.against),
    )


def render(speech: Speech, reason: Reason) -> str:
    """The reason's sentence; a run of another version may hold a code that this one has no words for."""
    try:
        return reason.render(speech.language)
    except (KeyError, ValueError, IndexError, TypeError):
        return speech.say("A reason of another version (%(code)s)", code=reason.code)
