"""The audit log, for auditors."""

from typing import Annotated

from fastapi import APIRouter, Query

from mingjian.access.policy import Right
from mingjian.web.api.answers import AuditEntryAnswer
from mingjian.web.api.refusals import refusals
from mingjian.web.authority import needs
from mingjian.web.desk import DeskHere

router = APIRouter(tags=["audit"])
Filter = Annotated[str, Query(max_length=200, pattern=r"^[^\x00]*$")]


@router.get("/audit/entries", dependencies=[needs(Right.READ, "audit_entries")], responses=refusals(422))
def entries(
    desk: DeskHere,
    actor: Filter = "",
    action: Filter = "",
    object_type: Filter = "",
    object_id: Filter = "",
    before: Annotated[int | None, Query(ge=1, le=2**53)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> list[AuditEntryAnswer]:
    """The newest entries first, by who, what and of which; ``before`` is the number that the last page ended with."""
    found = desk.audit.entries(
        actor=actor or None,
        action=action or None,
        object_type=object_type or None,
        object_id=object_id or None,
        before=before,
        limit=limit,
    )
    return [AuditEntryAnswer.model_validate(one) for one in found]
