"""Does the register of practitioners know the licence, under this name, in force on the day of the complaint?"""

from mingjian.agencies.case import Case, RegisteredPractitioner
from mingjian.agencies.judgement import Judgement
from mingjian.agencies.rules import LAWYERS_NAME, LEGAL_WORKERS
from mingjian.agencies.settings import AgenciesSettings
from mingjian.contract.vocabulary import PractitionerStatus, Relationship, Requirement, RequirementStatus
from mingjian.standards.people import Likeness, likeness

REQUIREMENT = Requirement.LICENCE_IN_FORCE


def judge(case: Case, _settings: AgenciesSettings) -> Judgement | None:
    """Not met only where the register says so: another's licence, or one revoked or suspended by that day.

    A name that is masked, mistyped or written by ear is compared by a person.
    """
    if case.relationship not in (Relationship.LAWYER, Relationship.LEGAL_WORKER) and not case.licence_number:
        return None
    rule = LEGAL_WORKERS if case.relationship is Relationship.LEGAL_WORKER else LAWYERS_NAME
    practitioner = case.practitioner
    if practitioner is None:
        statement = _why_unknown(case)
        return Judgement(REQUIREMENT, RequirementStatus.UNVERIFIED, statement, rule)
    status, statement = _compare(case, practitioner)
    return Judgement(REQUIREMENT, status, statement, rule, evidence=(practitioner.licence_number,))


def _why_unknown(case: Case) -> str:
    if not case.licence_number:
        return "licence_not_stated_for_register"
    return "licence_not_in_register" if case.practitioners_held else "licence_register_absent"


def _compare(case: Case, practitioner: RegisteredPractitioner) -> tuple[RequirementStatus, str]:
    if not practitioner.full_name or not case.representative_name:
        return RequirementStatus.UNVERIFIED, "licence_name_unknown"
    alike = likeness(case.representative_name, practitioner.full_name)
    if alike is Likeness.DIFFERENT:
        return RequirementStatus.NOT_MET, "licence_of_another"
    if alike is Likeness.ALIKE:
        return RequirementStatus.UNVERIFIED, "licence_name_alike"
    since, day = practitioner.status_from, case.received_on
    known_then = since is None or day is None or since <= day
    if practitioner.status is PractitionerStatus.ACTIVE and known_then:
        return RequirementStatus.MET, "licence_in_force"
    ended = practitioner.status in (PractitionerStatus.REVOKED, PractitionerStatus.SUSPENDED)
    if ended and since is not None and day is not None and since <= day:
        return RequirementStatus.NOT_MET, "licence_not_in_force"
    return RequirementStatus.UNVERIFIED, "licence_status_then_unknown"
