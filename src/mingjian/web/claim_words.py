"""What the lender's own records say of a claim, in a sentence."""

from mingjian.access.masking import mask_text
from mingjian.contract import Reason
from mingjian.contract.vocabulary import ClaimStatus
from mingjian.web.languages import Speech
from mingjian.web.queries.complaints import Claim
from mingjian.web.queries.rows import json_object
from mingjian.web.reasoning import render


def said_of(speech: Speech, *claims: Claim) -> tuple[str, ...]:
    """Each sentence once; of what is borne out none, since it stands among the merits."""
    return tuple(
        dict.fromkeys(
            mask_text(render(speech, Reason(claim.code, weight=0.0, values=json_object(claim.values))))
            for claim in claims
            if claim.status != ClaimStatus.BORNE_OUT
        )
    )
