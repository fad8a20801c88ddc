"""Whether whoever acts in a complaint meets what the law asks, in words.

It tells people what to ask for. It decides nothing: an entrusted complaint is handled on its merits all the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from mingjian.agencies.rules import look_at
from mingjian.contract import Language
from mingjian.contract.sentences import SENTENCES
from mingjian.contract.vocabulary import ProtectionNeed, RequirementStatus
from mingjian.contract.vocabulary import Requirement as Asked
from mingjian.web.languages import Speech
from mingjian.web.queries.qualifications import Requirement

_PAPERS = (
    Asked.AUTHORISATION_ON_FILE,
    Asked.AUTHORISATION_COMPLETE,
    Asked.AUTHORISATION_HAND_SIGNED,
    Asked.RELATIONSHIP_SHOWN,
)
IN_DIFFICULTY = (ProtectionNeed.ASSIST, ProtectionNeed.VICTIM_SUPPORT)


@dataclass(frozen=True)
class RequirementLine:
    """One requirement: its status, why, by which rule, and what would have to be looked at."""

    requirement: str
    status: str
    why: str
    source: str
    look_at: str
    papers: tuple[str, ...]
    """The materials that it rests on."""


@dataclass(frozen=True)
class Qualification:
    """The requirements of one representation by their status."""

    not_met: tuple[RequirementLine, ...]
    unverified: tuple[RequirementLine, ...]
    met: tuple[RequirementLine, ...]


def qualifications(speech: Speech, requirements: Sequence[Requirement]) -> dict[str, Qualification]:
    """By representation, in the order in which the requirements stand in the vocabulary."""
    order = [one.value for one in Asked]
    known = sorted(
        requirements, key=lambda one: order.index(one.requirement) if one.requirement in order else len(order)
    )
    return {
        representation: Qualification(
            *(
                tuple(_line(speech, one) for one in known if _is(one, representation, status))
                for status in (RequirementStatus.NOT_MET, RequirementStatus.UNVERIFIED, RequirementStatus.MET)
            )
        )
        for representation in sorted({one.representation_id for one in known})
    }


def _is(one: Requirement, representation: str, status: RequirementStatus) -> bool:
    return one.representation_id == representation and one.status == status


def _line(speech: Speech, one: Requirement) -> RequirementLine:
    sentence = SENTENCES.get(one.check)
    asked = next((known for known in Asked if known == one.requirement), None)
    to_look_at = one.status == RequirementStatus.UNVERIFIED and asked is not None
    return RequirementLine(
        requirement=one.requirement,
        status=one.status,
        why=sentence.render(one.values, Language(speech.language)) if sentence else "",
        source=one.source or "",
        look_at=SENTENCES[look_at(asked)].render({}, Language(speech.language)) if to_look_at and asked else "",
        papers=one.evidence if asked in _PAPERS else (),
    )
