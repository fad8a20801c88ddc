"""Does the authorisation name both the consumer and whoever acts?"""

from mingjian.agencies.case import Case
from mingjian.agencies.judgement import Judgement
from mingjian.agencies.rules import ENTRUSTED_COMPLAINTS
from mingjian.agencies.settings import AgenciesSettings
from mingjian.contract.vocabulary import Requirement, RequirementStatus
from mingjian.standards.names import normalise

REQUIREMENT = Requirement.AUTHORISATION_COMPLETE


def judge(case: Case, _settings: AgenciesSettings) -> Judgement | None:
    """Met where both names stand on it; a name that was not read is looked for by a person and held against nobody.

    Whether it was signed by hand is for a person to see: no reading of ours tells a signature from its copy.
    """
    if case.authorisation_id is None or not case.authorisation_text:
        return None  # nothing was read, so there is nothing to say of its content
    evidence = (case.authorisation_id,)
    text = normalise(case.authorisation_text).replace(" ", "")
    agents = (case.representative_name, case.organisation_name)
    names_client = case.customer_name is not None and normalise(case.customer_name) in text
    names_agent = any(normalise(name) in text for name in agents if name)
    if names_client and names_agent:
        return Judgement(
            REQUIREMENT, RequirementStatus.MET, "authorisation_names_both", ENTRUSTED_COMPLAINTS, evidence=evidence
        )
    statement = "authorisation_lacks_agent" if names_client else "authorisation_lacks_client"
    return Judgement(REQUIREMENT, RequirementStatus.UNVERIFIED, statement, ENTRUSTED_COMPLAINTS, evidence=evidence)
