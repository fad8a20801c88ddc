"""Has the lawyer's certificate a number that the ministry's rule allows?"""

from mingjian.agencies.case import Case
from mingjian.agencies.judgement import Judgement
from mingjian.agencies.rules import CERTIFICATES
from mingjian.agencies.settings import AgenciesSettings
from mingjian.contract.vocabulary import Relationship, Requirement, RequirementStatus
from mingjian.standards import licence
from mingjian.standards.validity import Validity

REQUIREMENT = Requirement.LICENCE_NUMBER_SOUND


def judge(case: Case, _settings: AgenciesSettings) -> Judgement | None:
    """A number of another form asks for a look-up: it may be mistyped, or older than the rule."""
    if case.relationship is not Relationship.LAWYER:
        return None
    if not case.licence_number:
        return Judgement(REQUIREMENT, RequirementStatus.UNVERIFIED, "licence_not_stated", CERTIFICATES)
    if case.practitioner is not None:
        return Judgement(
            REQUIREMENT,
            RequirementStatus.MET,
            "licence_number_known",
            CERTIFICATES,
            evidence=(case.practitioner.licence_number,),
        )
    number = licence.parse(case.licence_number)
    too_late = (
        number.first_year is not None and case.received_on is not None and number.first_year > case.received_on.year
    )
    if number.validity is Validity.VALID and not too_late:
        return Judgement(REQUIREMENT, RequirementStatus.MET, "licence_number_sound", CERTIFICATES)
    return Judgement(REQUIREMENT, RequirementStatus.UNVERIFIED, "licence_number_unsound", CERTIFICATES)
