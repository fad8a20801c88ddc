"""What the lender's own records show of a claim, as a clause of a letter to the customer."""

from mingjian.contract import Language
from mingjian.contract.vocabulary import ClaimStatus
from mingjian.web.claim_lines import sentence_of
from mingjian.web.languages import Speech
from mingjian.web.queries.complaints import Claim

_COLON = {Language.ZH: "：", Language.EN: ": "}
_VERDICTS = ("属实，", "与记录不符，", "borne out, ", "contradicted, ")
_TO_THE_CUSTOMER = (
    ("其名下", "您名下"),
    (" with them", " with you"),
    (" with the customer", " with you"),
    (" in their name", " in your name"),
)


def facts_of(speech: Speech, claim: Claim) -> str:
    """The facts alone: without whether the claim is right, and without a full stop.

    An empty text where the records do not tell, or where a run of another version said it.
    """
    if claim.status not in (ClaimStatus.BORNE_OUT, ClaimStatus.CONTRADICTED):
        return ""
    _, _, facts = sentence_of(speech, claim).partition(_COLON[speech.language])
    for verdict in _VERDICTS:
        facts = facts.removeprefix(verdict)
    for of_them, of_you in _TO_THE_CUSTOMER:
        facts = facts.replace(of_them, of_you)
    return facts.rstrip("。.")
