"""A complaint's text with its marks, and its difference from its family's medoid."""

from collections.abc import Sequence
from dataclasses import dataclass

from mingjian.access.masking import mask_text
from mingjian.contract import Language
from mingjian.letters.quoted_law import LawReason
from mingjian.letters.quoted_law import laws as known_laws
from mingjian.web.languages import Speech, message
from mingjian.web.marked_text import Piece, Span, difference, pieces
from mingjian.web.queries import complaints as query


@dataclass(frozen=True)
class MarkCount:
    """One kind of mark and how often it stands in the text."""

    mark: str
    title: str
    number: int


@dataclass(frozen=True)
class QuotedLaw:
    """A law that the text quotes, and whether it applies to this loan."""

    law: str
    applies: bool | None
    why: str


@dataclass(frozen=True)
class LetterView:
    """The text ready to show. ``medoid`` is the family's letter that it is compared with; empty where none."""

    pieces: tuple[Piece, ...]
    counts: tuple[MarkCount, ...]
    laws: tuple[QuotedLaw, ...]
    template_id: str
    similarity: float | None
    medoid: str
    masked: bool


def names_in(one: query.Complaint) -> tuple[str, ...]:
    """What is known of the complainant and may stand in the text."""
    return tuple(
        name for name in (one.full_name, one.sender_name, one.address, one.sender_address, one.employer) if name
    )


def letter_view(
    speech: Speech,
    one: query.Complaint,
    letter: query.Letter | None,
    claims: Sequence[query.Claim],
    mentions: Sequence[query.Mention],
    *,
    unmasked: bool,
) -> LetterView:
    """The text with its marks. Masking keeps its length, so that every span stays on its words."""
    text = (one.text or "") if unmasked else mask_text(one.text, names=names_in(one))
    spans = list(_claim_spans(speech, claims, mentions))
    laws: tuple[QuotedLaw, ...] = ()
    if letter is not None:
        spans += [Span(mark.start, mark.end, "skeleton") for mark in query.skeleton(letter)]
        spans += [Span(mark.start, mark.end, "slot", speech.say("filled-in place")) for mark in query.slots(letter)]
        spans += [
            Span(mark.start, mark.end, "code-word", speech.say("stands for %(word)s", word=mark.code))
            for mark in query.code_words(letter)
        ]
        spans += [
            Span(
                mark.start,
                mark.end,
                "demand",
                speech.say("demand: %(demand)s", demand=speech.label(mark.code, "Demand")),
            )
            for mark in query.demands(letter)
        ]
        quoted = query.laws(letter)
        spans += [
            Span(mark.start, mark.end, "law-broken" if mark.applies is False else "law", _law_note(speech, mark))
            for mark in quoted
        ]
        laws = tuple(QuotedLaw(_law_name(speech, mark.code), mark.applies, _why(speech, mark.why)) for mark in quoted)
    return LetterView(
        pieces=pieces(text, spans),
        counts=_counts(speech, spans),
        laws=laws,
        template_id=(letter.template_id or "") if letter else "",
        similarity=letter.similarity if letter else None,
        medoid="",
        masked=not unmasked,
    )


def against_medoid(one: query.Complaint, medoid: query.Medoid) -> tuple[Piece, ...]:
    """What the letter changed in its family's text; both masked."""
    others = [name for name in (medoid.full_name, medoid.sender_name) if name]
    return difference(mask_text(medoid.text, names=others), mask_text(one.text, names=names_in(one)))


def _claim_spans(speech: Speech, claims: Sequence[query.Claim], mentions: Sequence[query.Mention]) -> list[Span]:
    checked = [
        Span(
            claim.start,
            claim.end,
            f"claim claim-{claim.status}",
            f"{speech.label(claim.claim, 'Claim')}: {speech.label(claim.status, 'ClaimStatus')}",
        )
        for claim in claims
        if claim.start is not None and claim.end is not None
    ]
    places = {(claim.start, claim.end) for claim in claims}
    return checked + [
        Span(mention.start, mention.end, "claim", speech.label(mention.claim, "Claim"))
        for mention in mentions
        if (mention.start, mention.end) not in places
    ]


def _counts(speech: Speech, spans: Sequence[Span]) -> tuple[MarkCount, ...]:
    titles = {
        "skeleton": speech.say("the family's own words"),
        "slot": speech.say("filled-in places"),
        "claim": speech.say("claims"),
        "demand": speech.say("demands"),
        "code-word": speech.say("code words"),
        "law": speech.say("quoted law"),
        "law-broken": speech.say("quoted law that does not apply"),
    }
    return tuple(
        MarkCount(mark, title, number)
        for mark, title in titles.items()
        if (number := sum(span.mark.split()[0] == mark for span in spans))
    )


def _law_note(speech: Speech, mark: query.Marked) -> str:
    if mark.applies is None:
        words = speech.say("whether it applies is unknown")
    else:
        words = speech.say("applies") if mark.applies else speech.say("does not apply")
    return f"{_law_name(speech, mark.code)}: {words}"


def _law_name(speech: Speech, code: str) -> str:
    law = next((law for law in known_laws() if law.law == code), None)
    if law is None:
        return code
    return law.zh if speech.language is Language.ZH else law.en


def _why(speech: Speech, code: str) -> str:
    return speech.say(_WHY[LawReason(code)]) if code in set(LawReason) else code


_WHY = {
    LawReason.IN_FORCE: message("in force"),
    LawReason.OTHER_PRODUCT: message("it is about another kind of loan"),
    LawReason.PRODUCT_UNKNOWN: message("the kind of loan is unknown"),
    LawReason.REPLACED_BEFORE_LOAN: message("it was replaced before the loan was made"),
    LawReason.NOT_YET_IN_FORCE: message("it was not yet in force"),
    LawReason.DATE_UNKNOWN: message("the day of the loan is unknown"),
    LawReason.LICENSED_LENDER: message("it does not bind a licensed lender"),
    LawReason.LENDER_UNKNOWN: message("it depends on the lender's licence, which is unknown"),
}
