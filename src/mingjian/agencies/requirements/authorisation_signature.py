"""Did the consumer sign the authorisation by hand?"""

from mingjian.agencies.case import Case
from mingjian.agencies.judgement import Judgement
from mingjian.agencies.rules import ENTRUSTED_COMPLAINTS
from mingjian.agencies.settings import AgenciesSettings
from mingjian.contract.vocabulary import Requirement, RequirementStatus

REQUIREMENT = Requirement.AUTHORISATION_HAND_SIGNED


def judge(case: Case, _settings: AgenciesSettings) -> Judgement | None:
    """What a person who looked at the signature said. Nothing is said before: no reading of ours can tell."""
    power = case.authorisation
    if power is None or power.hand_signed is None:
        return None
    return Judgement(
        REQUIREMENT,
        RequirementStatus.MET if power.hand_signed else RequirementStatus.NOT_MET,
        "authorisation_signed_by_hand" if power.hand_signed else "authorisation_not_signed_by_hand",
        ENTRUSTED_COMPLAINTS,
        evidence=(power.material_id,),
    )
