"""Did the consumer authorise the representative?"""

from mingjian.agencies.case import Case
from mingjian.agencies.judgement import Judgement
from mingjian.agencies.rules import ENTRUSTED_COMPLAINTS
from mingjian.agencies.settings import AgenciesSettings
from mingjian.contract.vocabulary import Requirement, RequirementStatus

REQUIREMENT = Requirement.AUTHORISATION_ON_FILE


def judge(case: Case, _settings: AgenciesSettings) -> Judgement:
    """Met where a power of attorney of this customer is on file that may be for whoever acts.

    A missing one, or one for somebody else, is asked for and no more.
    """
    power = case.authorisation
    if power is None:
        return Judgement(REQUIREMENT, RequirementStatus.UNVERIFIED, "authorisation_not_on_file", ENTRUSTED_COMPLAINTS)
    another = case.names_another(power)
    return Judgement(
        REQUIREMENT,
        RequirementStatus.UNVERIFIED if another else RequirementStatus.MET,
        "authorisation_names_another" if another else "authorisation_on_file",
        ENTRUSTED_COMPLAINTS,
        evidence=(power.material_id,),
    )
