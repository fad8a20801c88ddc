"""What a model of the current run would say were reasons not known or facts otherwise: computed, never kept.

For people, by their session. A run's assessments are the whole house's and a key is one team's, and what acts without
a person shall not ask what it would take for a score to rise: no key has a right to them.
"""

from collections.abc import Sequence
from typing import Annotated, TypeAlias

from fastapi import APIRouter, Path, Query

from mingjian import risk
from mingjian.access.policy import Right
from mingjian.contract.reasons import Reason
from mingjian.errors import NotFoundError
from mingjian.web import supposing
from mingjian.web.api.figure_answers import ReasonSaid, WarningSaid, WhatIfAnswer, ZoneSaid
from mingjian.web.api.refusals import refusals
from mingjian.web.authority import needs
from mingjian.web.desk import CurrentRun, DeskHere, VisitNow
from mingjian.web.history import note_look
from mingjian.web.languages import Speech
from mingjian.web.queries import complaints, customers

router = APIRouter(tags=["what if"])
Number: TypeAlias = Annotated[str, Path(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]
Codes: TypeAlias = Annotated[list[str], Query(max_length=100)]
_UNTOLD = "this run does not tell its model whole: run again to ask what if"


@router.get(
    "/complaints/{complaint_id}/what-if",
    dependencies=[needs(Right.READ, "complaint_assessments")],
    responses=refusals(404, 409, 422),
)
def of_complaint(
    desk: DeskHere,
    visit: VisitNow,
    run: CurrentRun,
    complaint_id: Number,
    supposed: supposing.SupposedNow,
    without: Codes = [],  # noqa: B006  # FastAPI copies it
) -> WhatIfAnswer[ZoneSaid]:
    """The agent model's answer for a complaint of the run, as it stands and as it would be; nothing of it is kept.

    `without` names reasons that are not known, `fact` what is supposed (`phone_not_changed`, `phone_own`,
    `papers_confirmed`, `fee_not_paid`, `representative_in_order`, `plan_kept`), and `feature` with `number`, in
    order, the size of single features.
    """
    one = complaints.complaint(run, complaint_id)
    if one is None:
        raise NotFoundError("no such complaint")
    note_look(desk, visit.principal, "complaint", complaint_id)
    found = supposing.complaint(run, desk.whole_settings.risk, one, supposed, without=without)
    if found is None:
        raise NotFoundError(_UNTOLD)
    stands, as_supposed = (_zone(visit.speech, one) for one in (found.stands, found.supposed))
    return WhatIfAnswer[ZoneSaid](stands=stands, supposed=as_supposed, agrees=found.agrees)


@router.get(
    "/customers/{customer_id}/what-if",
    dependencies=[needs(Right.READ, "customer_assessments")],
    responses=refusals(404, 409, 422),
)
def of_customer(
    desk: DeskHere,
    visit: VisitNow,
    run: CurrentRun,
    customer_id: Number,
    supposed: supposing.SupposedNow,
) -> WhatIfAnswer[WarningSaid]:
    """The early warning of a customer of the run, as it stands and as it would be; nothing of it is kept.

    `fact` names what is supposed (`phone_not_changed`, `plan_kept`, `promise_kept`, `complaint_answered`,
    `calls_within_rules`, `charge_returned`), and `feature` with `number`, in order, the size of single features, such
    as `days_past_due` and `45`.
    """
    one = customers.customer(run, customer_id)
    if one is None or not one.assessed:
        raise NotFoundError("no such assessed customer")
    note_look(desk, visit.principal, "customer", customer_id)
    found = supposing.customer(run, desk.whole_settings.risk, one, supposed)
    if found is None:
        raise NotFoundError(_UNTOLD)
    stands, as_supposed = (_warning(visit.speech, one) for one in (found.stands, found.supposed))
    return WhatIfAnswer[WarningSaid](stands=stands, supposed=as_supposed, agrees=found.agrees)


def _zone(speech: Speech, said: "risk.what_if.Assessed") -> ZoneSaid:
    return ZoneSaid.model_validate(vars(said) | {"reasons": _reasons(speech, said.reasons)})


def _warning(speech: Speech, said: "risk.what_if.Warned") -> WarningSaid:
    return WarningSaid.model_validate(vars(said) | {"reasons": _reasons(speech, said.reasons)})


def _reasons(speech: Speech, reasons: Sequence[Reason]) -> tuple[ReasonSaid, ...]:
    return tuple(ReasonSaid(code=one.code, weight=one.weight, text=supposing.said(speech, one)) for one in reasons)
