"""Does the authorisation name both the consumer and whoever acts?"""

from mingjian.agencies.case import Case
from mingjian.agencies.judgement import Judgement
from mingjian.agencies.rules import ENTRUSTED_COMPLAINTS
from mingjian.agencies.settings import AgenciesSettings
from mingjian.contract.vocabulary import Requirement, RequirementStatus
from mingjian.standards.names import stands_in

REQUIREMENT = Requirement.AUTHORISATION_COMPLETE


def judge(case: Case, _settings: AgenciesSettings) -> Judgement | None:
    """Met where both names stand on it; a name that was not read is looked for by a person and held against nobody.

    Whether it was signed by hand is for a person to see: no reading of ours tells a signature from its copy.
    """
    power = case.authorisation
    if power is None or not power.text:
        return None  # nothing was read, so there is nothing to say of its content
    evidence = (power.material_id,)
    names_client = case.customer_name is not None and stands_in(case.customer_name, power.text)
    if names_client and case.names_agent(power):
        return Judgement(
            REQUIREMENT, RequirementStatus.MET, "authorisation_names_both", ENTRUSTED_COMPLAINTS, evidence=evidence
        )
    statement = "authorisation_lacks_agent" if names_client else "authorisation_lacks_client"
    return Judgement(REQUIREMENT, RequirementStatus.UNVERIFIED, statement, ENTRUSTED_COMPLAINTS, evidence=evidence)
