"""Asking for a clue package, from a page or the API: about what the current run knows, by a person, for a purpose."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from mingjian.access.entity_masks import mask_entity
from mingjian.casework.clues.casefile import CaseFile
from mingjian.casework.clues.gathering import Holding, gather
from mingjian.casework.clues.handover import Handover
from mingjian.casework.clues.statement import Statement, Subject, SubjectKind
from mingjian.contract import TIME_ZONE
from mingjian.store.serving import Serving
from mingjian.web.desk import Desk, Visit
from mingjian.web.runs import Run

CASE = "case"
"""What a package may be about besides the kinds of a run's subjects."""


def found(desk: Desk, run: Run, kind: str, subject_id: str) -> tuple[CaseFile | None, Holding]:
    """What a package about the subject would hold, and the case where it is one; NotFoundError where there is none."""
    case = CaseFile.of(desk.database, subject_id) if kind == CASE else None
    subject = case.subject if case else Subject(SubjectKind(kind), subject_id)
    with Serving.open(desk.workspace.run(run.name).path) as serving:
        return case, gather(serving, subject, mask=mask_entity)


def ask_for(
    desk: Desk,
    visit: Visit,
    run: Run,
    kind: str,
    subject_id: str,
    *,
    purpose: str,
    recipient: str,
    organisation: str = "",
    prepared_by: str = "",
    request_id: str = "",
) -> Handover:
    """Asks for a package; a job builds it, and nothing is sent to anybody. InputError where too little is stated."""
    case, holding = found(desk, run, kind, subject_id)
    configured = desk.whole_settings.clues
    statement = Statement(
        organisation=organisation or configured.organisation,
        # Who is signed in prepares it; at a machine without accounts a person says their name.
        prepared_by=visit.account.name if visit.account else prepared_by,
        prepared_at=_now(desk),
        purpose=purpose,
        recipient=recipient,
        contact=configured.contact,
    )
    desk.sealed_files  # noqa: B018  # the worker finds a vault, however empty
    return desk.handovers.ask(
        holding.subject,
        statement,
        run=run.name,
        by=visit.principal,
        case_id=case.case.case_id if case else "",
        request_id=request_id,
    )


def ask_anew(desk: Desk, visit: Visit, before: Handover) -> Handover:
    """Asks for the same of the current run: one was too old, or is needed once more."""
    statement = replace(
        before.statement,
        prepared_by=visit.account.name if visit.account else before.statement.prepared_by,
        prepared_at=_now(desk),
        contact=desk.whole_settings.clues.contact,
    )
    desk.sealed_files  # noqa: B018  # the worker finds a vault, however empty
    return desk.handovers.ask(
        before.subject,
        statement,
        run=visit.run.name,
        by=visit.principal,
        case_id=before.case_id,
        request_id="" if before.handed_at else before.request_id,
    )


def _now(desk: Desk) -> datetime:
    return desk.now().astimezone(ZoneInfo(TIME_ZONE)).replace(microsecond=0)
