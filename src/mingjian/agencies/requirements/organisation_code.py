"""Is the organisation's credit code one that the standard allows?"""

from mingjian.agencies.case import Case
from mingjian.agencies.judgement import Judgement
from mingjian.agencies.rules import CREDIT_CODE
from mingjian.agencies.settings import AgenciesSettings
from mingjian.contract.vocabulary import Requirement, RequirementStatus
from mingjian.standards.validity import Validity

REQUIREMENT = Requirement.ORGANISATION_CODE_SOUND


def judge(case: Case, _settings: AgenciesSettings) -> Judgement | None:
    """A code that fails asks for a look-up: people mistype, and some genuine early codes fail their check digit."""
    code = case.code
    if code is None:
        return None
    if case.by_code is not None and case.by_name is not None and case.by_code != case.by_name:
        # A slip of the pen, a change of name, or a borrowed one: a person asks.
        return Judgement(
            REQUIREMENT,
            RequirementStatus.UNVERIFIED,
            "organisation_code_of_another",
            CREDIT_CODE,
            values={"name": case.by_code.name},
            evidence=(case.by_code.organisation_id, case.by_name.organisation_id),
            suspicion=0.5,
        )
    if case.by_code is not None:  # the register knows it, whatever its check digit says
        return Judgement(
            REQUIREMENT,
            RequirementStatus.MET,
            "organisation_code_known",
            CREDIT_CODE,
            evidence=(case.by_code.organisation_id,),
        )
    if case.borrows_name and case.by_name is not None:
        values = {"name": case.by_name.name}
        return Judgement(
            REQUIREMENT, RequirementStatus.UNVERIFIED, "organisation_code_not_the_named", CREDIT_CODE, values=values
        )
    if code.validity is Validity.VALID:
        return Judgement(REQUIREMENT, RequirementStatus.MET, "organisation_code_sound", CREDIT_CODE)
    if code.may_be_early:
        statement = "organisation_code_early"
    elif code.validity.well_formed:
        statement = "organisation_code_fails_check"
    else:
        statement = "organisation_code_malformed"
    return Judgement(REQUIREMENT, RequirementStatus.UNVERIFIED, statement, CREDIT_CODE)
