"""Did the consumer authorise the representative?"""

from mingjian.agencies.case import Case
from mingjian.agencies.judgement import Judgement
from mingjian.agencies.rules import ENTRUSTED_COMPLAINTS
from mingjian.agencies.settings import AgenciesSettings
from mingjian.contract.vocabulary import Requirement, RequirementStatus

REQUIREMENT = Requirement.AUTHORISATION_ON_FILE


def judge(case: Case, _settings: AgenciesSettings) -> Judgement:
    """Met where a power of attorney of this customer is on file. A missing one is asked for and no more."""
    if case.authorisation_id:
        return Judgement(
            REQUIREMENT,
            RequirementStatus.MET,
            "authorisation_on_file",
            ENTRUSTED_COMPLAINTS,
            evidence=(case.authorisation_id,),
        )
    return Judgement(REQUIREMENT, RequirementStatus.UNVERIFIED, "authorisation_not_on_file", ENTRUSTED_COMPLAINTS)
