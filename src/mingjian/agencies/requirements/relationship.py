"""Is a relative a relative?"""

from mingjian.agencies.case import Case
from mingjian.agencies.judgement import Judgement
from mingjian.agencies.rules import ENTRUSTED_COMPLAINTS
from mingjian.agencies.settings import AgenciesSettings
from mingjian.contract.vocabulary import Relationship, Requirement, RequirementStatus

REQUIREMENT = Requirement.RELATIONSHIP_SHOWN


def judge(case: Case, settings: AgenciesSettings) -> Judgement | None:
    """Applies to relatives alone; proof meets it, and what is odd asks a question without denying anything."""
    if case.relationship is not Relationship.RELATIVE:
        return None
    if case.households > settings.relative_of_many:
        return Judgement(
            REQUIREMENT,
            RequirementStatus.UNVERIFIED,
            "relative_of_many",
            ENTRUSTED_COMPLAINTS,
            values={"households": case.households},
            suspicion=1 - settings.relative_of_many / case.households,
        )
    if case.fee_yuan:
        return Judgement(
            REQUIREMENT,
            RequirementStatus.UNVERIFIED,
            "relative_takes_fee",
            ENTRUSTED_COMPLAINTS,
            values={"fee_yuan": case.fee_yuan},
            suspicion=0.5,
        )
    if case.relationship_proof_id:
        return Judgement(
            REQUIREMENT,
            RequirementStatus.MET,
            "relationship_proof_on_file",
            ENTRUSTED_COMPLAINTS,
            evidence=(case.relationship_proof_id,),
        )
    return Judgement(REQUIREMENT, RequirementStatus.UNVERIFIED, "relationship_not_shown", ENTRUSTED_COMPLAINTS)
