"""One consumer's risk assessment."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form
from starlette.responses import Response

from mingjian.access import masking
from mingjian.access.policy import Right
from mingjian.casework.confirmations import Heard, KnownChannel, News
from mingjian.contract.reasons import from_json
from mingjian.contract.vocabulary import ComplaintChannel
from mingjian.risk.involvement_scorecard import LEFT
from mingjian.web.assessment import assess, node_name
from mingjian.web.authority import needs
from mingjian.web.desk import CurrentRun, Desk, DeskHere, Visit, VisitNow
from mingjian.web.errors import ForbiddenError, PageNotFoundError
from mingjian.web.evidence import Track
from mingjian.web.explained import looked_at, result
from mingjian.web.history import history, note_look
from mingjian.web.offers import offers
from mingjian.web.opened_evidence import PlaceAsked, opened
from mingjian.web.queries import customers as query
from mingjian.web.queries.rows import json_list
from mingjian.web.runs import Run
from mingjian.web.unmasking import MaskedField, Reason, masked_fields, shown_to
from mingjian.web.work_view import colleagues
from mingjian.web.work_words import word

router = APIRouter()
NO_CUSTOMER = "no such customer"


def _fields(one: query.Customer) -> tuple[MaskedField, ...]:
    return masked_fields(
        ("full_name", one.full_name, masking.mask_name),
        ("phone", one.phone, masking.mask_phone),
        ("id_number", one.id_number, masking.mask_id_number),
        ("address", one.address, masking.mask_address),
        ("employer", one.employer, masking.mask_address),
    )


@router.get("/customers/{customer_id}", dependencies=[needs(Right.READ, "customers")])
def page(desk: DeskHere, visit: VisitNow, run: CurrentRun, customer_id: str) -> Response:
    """The assessment."""
    one = _customer(run, customer_id)
    note_look(desk, visit.principal, "customer", customer_id)
    return _page(desk, visit, run, one)


@router.post("/customers/{customer_id}/unmask", dependencies=[needs(Right.UNMASK, "customers")])
def unmask(
    desk: DeskHere,
    visit: VisitNow,
    run: CurrentRun,
    customer_id: str,
    field: Annotated[str, Form()],
    reason: Reason,
) -> Response:
    """Shows one field in this one answer, and writes down who asked and why."""
    one = _customer(run, customer_id)
    if field not in {known.name for known in _fields(one)}:
        raise PageNotFoundError("no such field")
    if field not in shown_to(visit.principal, "customers"):
        raise ForbiddenError("your roles do not show this field")
    desk.audit.record(
        actor=visit.principal.name,
        action=f"unmask_{field}",
        object_type="customer",
        object_id=customer_id,
        reason=reason,
    )
    return _page(desk, visit, run, one, shown=field)


@router.get("/customers/{customer_id}/evidence", dependencies=[needs(Right.READ, "customers")])
def evidence(
    desk: DeskHere,
    visit: VisitNow,
    run: CurrentRun,
    customer_id: str,
    place: PlaceAsked,
) -> Response:
    """One row that a sentence rests on, by its place: its number may be personal and stands in no address."""
    one = _customer(run, customer_id)
    note_look(desk, visit.principal, "customer", customer_id)
    lists = {
        Track.REASONS: [list(reason.evidence) for reason in from_json(one.reasons)],
        Track.MERITS: [list(reason.evidence) for reason in from_json(one.merits)],
        Track.CLAIMS: [json_list(claim.evidence) for claim in query.claims(run, query.own_complaints(run, customer_id))]
        if place.track is Track.CLAIMS
        else [],
    }
    back = f"/customers/{quote(customer_id, safe='')}"
    return opened(desk, visit, run, place, lists, customer_id=customer_id, return_to=back)


@router.get("/customers/{customer_id}/explanation", dependencies=[needs(Right.READ, "customer_assessments")])
def explanation(desk: DeskHere, visit: VisitNow, run: CurrentRun, customer_id: str) -> Response:
    """The assessment in words for the customer, to be printed and handed over."""
    one = query.explained(run, customer_id)
    if one is None:
        raise PageNotFoundError(NO_CUSTOMER)
    note_look(desk, visit.principal, "customer", customer_id)
    claims = query.claims(run, query.own_complaints(run, customer_id))
    reasons = from_json(one.reasons)
    return desk.render(
        "explained.html",
        visit=visit,
        here="/customers",
        one=one,
        name=masking.mask_name(one.full_name) if one.full_name else "",
        looked=looked_at(visit.speech, reasons),
        result=result(
            visit.speech,
            one.agent_involvement_low,
            one.agent_involvement_high,
            left=any(reason.code == LEFT for reason in reasons),
        ),
        claims=tuple(dict.fromkeys((claim.claim, claim.status) for claim in claims)),
        offers=offers(
            visit.speech,
            one.protection_need,
            claims,
            reasons,
            news=query.news(run, customer_id),
            to_the_customer=True,
        ),
    )


def _customer(run: Run, customer_id: str) -> query.Customer:
    one = run.view(("customer", customer_id), lambda: query.customer(run, customer_id))
    if one is None:
        raise PageNotFoundError(NO_CUSTOMER)
    return one


def _page(desk: Desk, visit: Visit, run: Run, one: query.Customer, *, shown: str = "") -> Response:
    may_accompany = visit.principal.may(Right.CHANGE, "cases")
    nodes, speech = desk.settings.graph_nodes, visit.speech
    return desk.render(
        "assessment.html",
        visit=visit,
        here="/customers",
        view=run.view(
            ("assessment", one.customer_id, speech.language, nodes), lambda: assess(run, speech, one, graph_nodes=nodes)
        ),
        fields=_fields(one),
        unmasked=shown,
        may_show=shown_to(visit.principal, "customers"),
        history=history(desk, speech, "customer", one.customer_id),
        node_name=node_name,
        wishes=desk.wishes.of(one.customer_id),
        refuses_contact=desk.wishes.withdrew(one.customer_id),
        channels=tuple(ComplaintChannel),
        confirmations=desk.confirmations.of(one.customer_id),
        asked_about=tuple(News),
        known_channels=tuple(KnownChannel),
        heard=tuple(Heard),
        may_note=visit.principal.may(Right.CHANGE, "matters"),
        sees_cases=visit.principal.may(Right.READ, "cases"),
        accompaniments=desk.accompaniments.list(customer_id=one.customer_id),
        may_accompany=may_accompany,
        people=colleagues(desk, first=visit.principal.name) if may_accompany else (),
        word=lambda vocabulary, code: word(speech, vocabulary, code),
    )
