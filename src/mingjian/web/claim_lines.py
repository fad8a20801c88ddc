"""Claims as a page lists them: each said once, however often a letter says it, with what the records say of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mingjian.access.masking import mask_text
from mingjian.contract import Reason
from mingjian.contract.vocabulary import ClaimStatus
from mingjian.web.languages import Speech
from mingjian.web.queries.complaints import Claim
from mingjian.web.queries.rows import json_list, json_object
from mingjian.web.reasoning import render

_STATUSES = tuple(ClaimStatus)
"""Borne out first: what the lender owes stands before what it may refuse."""


@dataclass(frozen=True)
class ClaimLine:
    """A claim, however many complaints and sentences make it; ``evidence`` opens what it rests on.

    ``said`` are the sentences of what the records say; of a claim borne out they stand among the merits. ``words`` are
    those that were taken for the claim, wherever the records speak for or against it, or would if it is certain that
    they make it: it may have been heard wrongly, and whoever decides sees what the complainant really wrote.
    """

    claim: str
    status: str
    complaints: int
    said: tuple[str, ...]
    words: tuple[str, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class ClaimLines:
    """The lines, and how many claims stand how; a claim that one complaint makes twice counts once."""

    lines: tuple[ClaimLine, ...]
    made: int
    borne_out: int
    contradicted: int

    @property
    def unknown(self) -> int:
        return self.made - self.borne_out - self.contradicted


def claim_lines(speech: Speech, claims: Sequence[Claim], address: str = "", *, texts: Mapping[str, str]) -> ClaimLines:
    """The claims of one complaint or several; without an ``address`` no evidence is led to.

    ``texts`` are the complaints' own, masked at their length.
    """
    grouped: dict[tuple[str, str], list[tuple[int, Claim]]] = {}
    for number, claim in enumerate(claims):
        grouped.setdefault((claim.status, claim.claim), []).append((number, claim))
    made = {(claim.complaint_id, claim.claim, claim.status) for claim in claims}
    return ClaimLines(
        lines=tuple(
            ClaimLine(
                claim=kind,
                status=status,
                complaints=len({claim.complaint_id for _, claim in found}),
                said=_said_of(speech, *(claim for _, claim in found)),
                words=words_taken([claim for _, claim in found if is_quoted(claim)], texts),
                evidence=tuple(
                    f"{address}?track=claims&sentence={number}&item={item}"
                    for number, claim in found
                    for item in range(len(json_list(claim.evidence)) if address else 0)
                ),
            )
            for (status, kind), found in sorted(
                grouped.items(), key=lambda one: _STATUSES.index(ClaimStatus(one[0][0]))
            )
        ),
        made=len(made),
        borne_out=sum(status == ClaimStatus.BORNE_OUT for _, _, status in made),
        contradicted=sum(status == ClaimStatus.CONTRADICTED for _, _, status in made),
    )


def is_quoted(claim: Claim) -> bool:
    """Whether the words that were taken for a claim stand beside it."""
    return claim.status != ClaimStatus.UNKNOWN or claim.code.endswith("_uncertain")


def words_taken(claims: Sequence[Claim], texts: Mapping[str, str]) -> tuple[str, ...]:
    """The words that make the claims, each once."""
    said = (texts.get(one.complaint_id, "")[one.start : one.end] for one in claims if one.start is not None)
    return tuple(dict.fromkeys(words for words in said if words))


def sentence_of(speech: Speech, claim: Claim) -> str:
    """What the records say of a claim, masked."""
    return mask_text(render(speech, Reason(claim.code, weight=0.0, values=json_object(claim.values))))


def _said_of(speech: Speech, *claims: Claim) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sentence_of(speech, one) for one in claims if one.status != ClaimStatus.BORNE_OUT))
