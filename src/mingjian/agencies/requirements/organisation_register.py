"""Was the organisation in the register, and active, on the day of the complaint?"""

from datetime import date

from mingjian.agencies.case import Case, RegisteredOrganisation
from mingjian.agencies.judgement import Judgement
from mingjian.agencies.rules import LAW_FIRMS, LEGAL_WORKERS, REGISTRATION
from mingjian.agencies.settings import AgenciesSettings
from mingjian.contract.vocabulary import OrganisationStatus, Relationship, Requirement, RequirementStatus

REQUIREMENT = Requirement.ORGANISATION_ACTIVE

_REGISTERED_UNDER = {Relationship.LAWYER: LAW_FIRMS, Relationship.LEGAL_WORKER: LEGAL_WORKERS}
"""Law firms and legal-service offices are licensed by the justice department, everything else registers as a firm."""


def judge(case: Case, _settings: AgenciesSettings) -> Judgement | None:
    """Not met only where the register itself says that it had ended or was suspended by that day."""
    if not case.names_an_organisation:
        return None
    rule = _REGISTERED_UNDER.get(case.relationship, REGISTRATION) if case.relationship else REGISTRATION
    if not case.organisations_held:
        return Judgement(REQUIREMENT, RequirementStatus.UNVERIFIED, "organisation_register_absent", rule)
    organisation = case.organisation
    if organisation is None:
        # The register at hand is an extract.
        return Judgement(REQUIREMENT, RequirementStatus.UNVERIFIED, "organisation_not_in_register", rule)
    evidence = (organisation.organisation_id,)
    if _was_registered_later(organisation, case.received_on):
        return Judgement(
            REQUIREMENT,
            RequirementStatus.NOT_MET,
            "organisation_registered_later",
            rule,
            values={"day": str(organisation.registered_on)},
            evidence=evidence,
        )
    in_force = _holds_on(organisation.status_from, case.received_on)
    if organisation.status is OrganisationStatus.ACTIVE and in_force is not False:
        return Judgement(REQUIREMENT, RequirementStatus.MET, "organisation_active", rule, evidence=evidence)
    if organisation.status in (None, OrganisationStatus.UNKNOWN, OrganisationStatus.ACTIVE) or not in_force:
        statement = "organisation_status_then_unknown"
        return Judgement(REQUIREMENT, RequirementStatus.UNVERIFIED, statement, rule, evidence=evidence)
    return Judgement(
        REQUIREMENT,
        RequirementStatus.NOT_MET,
        "organisation_not_active",
        rule,
        values={"day": str(organisation.status_from)},
        evidence=evidence,
    )


def _was_registered_later(organisation: RegisteredOrganisation, day: date | None) -> bool:
    return organisation.registered_on is not None and day is not None and organisation.registered_on > day


def _holds_on(since: date | None, day: date | None) -> bool | None:
    """Whether a status held on a day; None where one of the two is unknown."""
    return None if since is None or day is None else since <= day
