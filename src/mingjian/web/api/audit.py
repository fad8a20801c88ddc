"""The audit log, for auditors."""

from typing import Annotated

from fastapi import APIRouter, Query

from mingjian.access.policy import Right
from mingjian.web.api.answers import AuditEntryAnswer
from mingjian.web.api.refusals import refusals
from mingjian.web.authority import needs
from mingjian.web.desk import DeskHere

router = APIRouter(tags=["audit"])


@router.get("/audit/entries", dependencies=[needs(Right.READ, "audit_entries")], responses=refusals(422))
def entries(
    desk: DeskHere,
    before: Annotated[int | None, Query(ge=1, le=2**53)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> list[AuditEntryAnswer]:
    """The newest entries first; ``before`` is the number that the last page ended with."""
    return [AuditEntryAnswer.model_validate(one) for one in desk.audit.entries(before=before, limit=limit)]
