"""What one complaint's assessment says."""

import json
from dataclasses import dataclass

from mingjian.access.entity_masks import mask_entity
from mingjian.contract import Language
from mingjian.contract.reasons import Reason, to_json
from mingjian.contract.vocabulary import Claim, ClaimStatus, Zone
from mingjian.network.links import Links, as_json
from mingjian.online.complaint import LeftOut
from mingjian.online.representatives import JudgedRequirement


@dataclass(frozen=True)
class WeighedClaim:
    """A claim in the text and what the lender's records say of it."""

    claim: Claim
    status: ClaimStatus
    start: int
    end: int
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Assessment:
    """Origin and merit of one complaint, side by side."""

    complaint_id: str
    run: str
    agent_probability: float
    agent_probability_low: float
    agent_probability_high: float
    zone: Zone
    template_id: str | None
    gang_id: str | None
    """The gang that it joins, the one of ``links`` to which it is held most firmly."""
    links: Links
    """What it has in common with others, and with gangs, whether it joins one or not."""
    reasons: tuple[Reason, ...]
    merits: tuple[Reason, ...]
    claims: tuple[WeighedClaim, ...]
    requirements: tuple[JudgedRequirement, ...] = ()
    """What the law asks of the representatives that came with it."""
    left_out: tuple[LeftOut, ...] = ()
    """Values of the complaint and its representatives that could not be read."""

    def to_json(self) -> str:
        """The assessment as JSON, with its sentences in Chinese and without anybody else's identifiers."""
        return json.dumps(
            {
                "complaint_id": self.complaint_id,
                "run": self.run,
                "agent_probability": self.agent_probability,
                "agent_probability_low": self.agent_probability_low,
                "agent_probability_high": self.agent_probability_high,
                "zone": self.zone,
                "template_id": self.template_id,
                "gang_id": self.gang_id,
                "links": as_json(self.links, mask_entity),
                "reasons": json.loads(to_json(self.reasons)),
                "merits": json.loads(to_json(self.merits)),
                "claims": [
                    {
                        "claim": claim.claim,
                        "status": claim.status,
                        "start": claim.start,
                        "end": claim.end,
                        "evidence": list(claim.evidence),
                    }
                    for claim in self.claims
                ],
                "requirements": [
                    {
                        "representation_id": one.representation_id,
                        "requirement": one.requirement,
                        "status": one.status,
                        "text": one.in_words(Language.ZH),
                        "source": one.source,
                    }
                    for one in self.requirements
                ],
                "left_out": [one.as_json() for one in self.left_out],
            },
            ensure_ascii=False,
            indent=2,
        )
