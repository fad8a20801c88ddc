"""Is a relative a relative, and in what capacity does somebody act who is none and takes a fee?"""

from mingjian.agencies.case import Case
from mingjian.agencies.judgement import Judgement
from mingjian.agencies.requirements.organisation_kind import is_company
from mingjian.agencies.rules import ENTRUSTED_COMPLAINTS, PAID_PRIVATE_PERSONS
from mingjian.agencies.settings import AgenciesSettings
from mingjian.contract.vocabulary import Relationship, Requirement, RequirementStatus
from mingjian.standards.fees import PETTY_COSTS_YUAN

REQUIREMENT = Requirement.RELATIONSHIP_SHOWN


def judge(case: Case, settings: AgenciesSettings) -> Judgement | None:
    """Proof of a relative meets it; what is odd asks a question without denying anything.

    Friends, neighbours and volunteers need show nothing; nor is anybody asked of whom no fee is known, or costs alone.
    """
    if case.relationship is Relationship.RELATIVE:
        return _of_relative(case, settings)
    if (case.fee_yuan or 0) > PETTY_COSTS_YUAN and _acts_on_their_own(case):
        return Judgement(
            REQUIREMENT,
            RequirementStatus.UNVERIFIED,
            "paid_in_what_capacity",
            PAID_PRIVATE_PERSONS,
            values={"fee_yuan": case.fee_yuan},
            suspicion=0.5,
        )
    return None


def _acts_on_their_own(case: Case) -> bool:
    """Whether no law lets them act for pay by what is stated; others are asked by the rules on what they state.

    Those whom a village, a union or an employer sends act for it. A company sends its man to customers of its own.
    """
    if case.relationship in (Relationship.LAWYER, Relationship.LEGAL_WORKER) or case.licence_number:
        return False
    if case.names_an_organisation:
        return case.relationship is not Relationship.COMPANY and is_company(case)
    return True


def _of_relative(case: Case, settings: AgenciesSettings) -> Judgement:
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
