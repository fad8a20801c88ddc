"""Who represents, and how can they be reached?"""

from mingjian.agencies.case import Case
from mingjian.agencies.judgement import Judgement
from mingjian.agencies.rules import ENTRUSTED_COMPLAINTS
from mingjian.agencies.settings import AgenciesSettings
from mingjian.contract.vocabulary import Requirement, RequirementStatus

REQUIREMENT = Requirement.REPRESENTATIVE_STATED


def judge(case: Case, _settings: AgenciesSettings) -> Judgement:
    """Met where a name and a telephone are stated; a missing one is asked for."""
    if case.representative_name and case.representative_phone:
        return Judgement(REQUIREMENT, RequirementStatus.MET, "representative_stated", ENTRUSTED_COMPLAINTS)
    return Judgement(REQUIREMENT, RequirementStatus.UNVERIFIED, "representative_not_stated", ENTRUSTED_COMPLAINTS)
