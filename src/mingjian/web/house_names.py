"""What roles, states of jobs, requests and breaches of the log are called on a screen."""

from collections.abc import Mapping

from mingjian.access.audit import Breach
from mingjian.access.policy import Role
from mingjian.casework.clues.handover import BUILD, FORGET
from mingjian.online.reception import ASSESS
from mingjian.online.webhooks import DELIVER
from mingjian.store.jobs import JobState
from mingjian.subjects.requests import ERASE, RequestKind, RequestState
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
_JOB_KINDS: Mapping[str, str] = {
    ASSESS: message("assesses what was taken in"),
    DELIVER: message("tells another system"),
    ERASE: message("deletes a person"),
    BUILD: message("builds a clue package"),
    FORGET: message("deletes our copy of a clue package"),
}
_BREACHES: Mapping[Breach, str] = {
    Breach.REMOVED: message("entries are missing"),
    Breach.CHANGED: message("not as it was written"),
    Breach.DETACHED: message("moved, replaced or inserted"),
    Breach.REWRITTEN: message("the log no longer contains a head that was kept"),
}

_REQUEST_KINDS: Mapping[RequestKind, str] = {
    RequestKind.COPY: message("copy"),
    RequestKind.CORRECTION: message("correction"),
    RequestKind.DELETION: message("deletion"),
}
_REQUEST_STATES: Mapping[RequestState, str] = {
    RequestState.ASKED: message("waits for a second person"),
    RequestState.AGREED: message("agreed to, is being deleted"),
    RequestState.ERASED: message("deleted; waits for the next run"),
    RequestState.ENDED: message("ended"),
}


def request_kind_name(kind: RequestKind) -> str:
    """The message that names what a person asked for."""
    return _REQUEST_KINDS[kind]


def request_state_name(state: RequestState) -> str:
    """The message that names where a request stands."""
    return _REQUEST_STATES[state]


def job_kind_name(kind: str) -> str:
    """The message that names what a job does; its own name where there is none."""
    return _JOB_KINDS.get(kind, kind)


def job_state_name(state: JobState) -> str:
    """The message that names where a job stands."""
    return _JOB_STATES[state]


def breach_name(breach: Breach) -> str:
    """The message that names what is wrong at a place of the log."""
    return _BREACHES[breach]


def role_name(role: Role) -> str:
    """The message that names the role."""
    return _ROLES[role]
