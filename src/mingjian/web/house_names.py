"""What roles, states of jobs, requests and breaches of the log are called on a screen."""

from collections.abc import Mapping

from mingjian.access.audit import Breach
from mingjian.access.policy import Role
from mingjian.access.webhooks import DELIVER, Event
from mingjian.casework.clues.handover import BUILD, FORGET
from mingjian.online.reception import ASSESS
from mingjian.store.jobs import WORKER_LOST, JobState
from mingjian.subjects.requests import ERASE, RequestKind, RequestState
from mingjian.subjects.retention import RETAIN
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
    RETAIN: message("deletes what is past its time"),
    BUILD: message("builds a clue package"),
    FORGET: message("deletes our copy of a clue package"),
}
_JOB_FAILURES: Mapping[str, str] = {
    WORKER_LOST: message(
        "its worker ended each time, perhaps for want of memory: see what it works on, then let it try again"
    ),
}
_EVENTS: Mapping[Event, str] = {
    Event.COMPLAINT_RECEIVED: message("a complaint was handed in"),
    Event.COMPLAINT_ASSESSED: message("its assessment is there"),
    Event.MATTER_TAKEN: message("a complaint was taken in hand"),
    Event.MATTER_ASSIGNED: message("a matter was given to somebody, or back"),
    Event.MATTER_DECIDED: message("a decision on a matter holds"),
    Event.MATTER_ANSWERED: message("a matter was answered"),
    Event.MATTER_REVIEW_ASKED: message("a review was asked for"),
    Event.MATTER_DUE_SOON: message("a matter is due within three days"),
    Event.MATTER_OVERDUE: message("a matter is overdue"),
    Event.CASE_OPENED: message("a case was opened"),
    Event.CASE_STEPPED: message("a case went a step: clue, report, filing, end"),
    Event.PACKAGE_HANDED: message("a clue package was handed over"),
    Event.POLICE_REQUEST_NOTED: message("the police ask for something"),
    Event.POLICE_REQUEST_REPLIED: message("the police were answered"),
    Event.TAKEDOWN_SENT: message("a platform was asked to take adverts down"),
    Event.TAKEDOWN_ANSWERED: message("a platform answered"),
    Event.RUN_CURRENT: message("a new run is current"),
    Event.CONFIRMATIONS_WAITING: message("customers of a new run are to be asked whether what is new is theirs"),
    Event.PING: message("nothing: a message to try the receiver"),
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


def event_name(event: str) -> str:
    """The message that says what a webhook is told; its own name where this version knows none."""
    return _EVENTS[Event(event)] if event in set(Event) else event


def job_kind_name(kind: str) -> str:
    """The message that names what a job does; its own name where there is none."""
    return _JOB_KINDS.get(kind, kind)


def job_state_name(state: JobState) -> str:
    """The message that names where a job stands."""
    return _JOB_STATES[state]


def job_failure_name(failure: str) -> str | None:
    """The message that says why a job ended; None where it is shown as it was written."""
    return _JOB_FAILURES.get(failure)


def breach_name(breach: Breach) -> str:
    """The message that names what is wrong at a place of the log."""
    return _BREACHES[breach]


def role_name(role: Role) -> str:
    """The message that names the role."""
    return _ROLES[role]
