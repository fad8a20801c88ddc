"""What roles, states of jobs and breaches of the log are called on a screen."""

from collections.abc import Mapping

from mingjian.access.audit import Breach
from mingjian.access.policy import Role
from mingjian.store.jobs import JobState
from mingjian.web.languages import message

_ROLES: Mapping[Role, str] = {
    Role.DESK: message("Desk"),
    Role.HANDLER: message("Complaint handler"),
    Role.INVESTIGATOR: message("Investigator"),
    Role.REVIEWER: message("Reviewer"),
    Role.PROTECTION: message("Consumer protection"),
    Role.ANALYST: message("Analyst"),
    Role.AUDITOR: message("Auditor"),
    Role.ADMINISTRATOR: message("Administrator"),
    Role.SERVICE: message("Program"),
}
_JOB_STATES: Mapping[JobState, str] = {
    JobState.WAITING: message("waiting"),
    JobState.RUNNING: message("running"),
    JobState.DONE: message("done"),
    JobState.FAILED: message("failed"),
}
_BREACHES: Mapping[Breach, str] = {
    Breach.REMOVED: message("entries are missing"),
    Breach.CHANGED: message("not as it was written"),
    Breach.DETACHED: message("moved, replaced or inserted"),
    Breach.REWRITTEN: message("the log no longer contains a head that was kept"),
}


def job_state_name(state: JobState) -> str:
    """The message that names where a job stands."""
    return _JOB_STATES[state]


def breach_name(breach: Breach) -> str:
    """The message that names what is wrong at a place of the log."""
    return _BREACHES[breach]


def role_name(role: Role) -> str:
    """The message that names the role."""
    return _ROLES[role]
