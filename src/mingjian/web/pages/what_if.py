"""What an assessment would be were reasons not known or facts otherwise: the model asked again, on one page."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query
from starlette.responses import Response

from mingjian import risk
from mingjian.access.policy import Right
from mingjian.contract.reasons import Reason
from mingjian.contract.vocabulary import Zone
from mingjian.web import supposing
from mingjian.web.authority import needs
from mingjian.web.desk import CurrentRun, DeskHere, VisitNow
from mingjian.web.errors import PageNotFoundError
from mingjian.web.history import note_look
from mingjian.web.languages import Speech
from mingjian.web.model_words import input_told
from mingjian.web.probability import ProbabilityBar, probability_bar
from mingjian.web.queries import complaints as complaint_query
from mingjian.web.queries import customers as customer_query

router = APIRouter()


@dataclass(frozen=True)
class Choice:
    """A reason that may be taken away, or a fact that may be supposed."""

    code: str
    text: str
    taken: bool
    against: bool = False


@dataclass(frozen=True)
class Outcome:
    """A complaint's assessment as the page shows it."""

    bar: ProbabilityBar
    zone: str


@dataclass(frozen=True)
class Forecast:
    """An early warning as the page shows it."""

    complaint: ProbabilityBar
    escalation: ProbabilityBar
    band: str
    likely_channel: str


@dataclass(frozen=True)
class Size:
    """A feature of which a size is supposed."""

    feature: str
    number: str


@router.get("/complaints/{complaint_id}/what-if", dependencies=[needs(Right.READ, "complaint_assessments")])
def page(
    desk: DeskHere,
    visit: VisitNow,
    run: CurrentRun,
    complaint_id: str,
    supposed: supposing.SupposedNow,
    taken: Annotated[list[str], Query(alias="without", max_length=100)] = [],  # noqa: B006  # FastAPI copies it
) -> Response:
    """The assessment beside what it would be without the chosen reasons, and with the supposed facts."""
    one = complaint_query.complaint(run, complaint_id)
    if one is None:
        raise PageNotFoundError("no such complaint")
    note_look(desk, visit.principal, "complaint", complaint_id)
    speech = visit.speech
    both = supposing.complaint(run, desk.whole_settings.risk, one, supposed, without=taken)
    subject = risk.features.Subject.COMPLAINT
    return desk.render(
        "what_if.html",
        visit=visit,
        here="/complaints",
        one=one,
        address=f"/complaints/{quote(complaint_id, safe='')}",
        choices=_reasons(speech, both.stands.reasons, taken) if both else (),
        facts=_facts(speech, supposing.choices(run, subject, complaint_id), supposed.facts),
        sizes=_sizes(supposed.sizes),
        features=_features(speech, (risk.agent_scorecard.AGENT,), "complaint_assessments") if both else (),
        found=_outcome(speech, both.stands) if both else None,
        changed=_outcome(speech, both.supposed) if both and (taken or supposed) else None,
        differing=_differing(speech, both.stands.reasons, both.supposed.reasons) if both else None,
        agrees=both is not None and both.agrees,
    )


@router.get("/customers/{customer_id}/what-if", dependencies=[needs(Right.READ, "customer_assessments")])
def warning_page(
    desk: DeskHere,
    visit: VisitNow,
    run: CurrentRun,
    customer_id: str,
    supposed: supposing.SupposedNow,
) -> Response:
    """The early warning beside what it would be with the supposed facts."""
    one = customer_query.customer(run, customer_id)
    if one is None or not one.assessed:
        raise PageNotFoundError("no such assessed customer")
    note_look(desk, visit.principal, "customer", customer_id)
    speech = visit.speech
    both = supposing.customer(run, desk.whole_settings.risk, one, supposed)
    cards = (risk.warning_scorecard.COMPLAINT, risk.warning_scorecard.ESCALATION)
    return desk.render(
        "what_if_warned.html",
        visit=visit,
        here="/customers",
        one=one,
        address=f"/customers/{quote(customer_id, safe='')}",
        facts=_facts(speech, supposing.choices(run, risk.features.Subject.CUSTOMER, customer_id), supposed.facts),
        sizes=_sizes(supposed.sizes),
        features=_features(speech, cards, "customer_assessments") if both else (),
        found=_forecast(speech, both.stands) if both else None,
        changed=_forecast(speech, both.supposed) if both and supposed else None,
        differing=_differing(speech, both.stands.reasons, both.supposed.reasons) if both else None,
        agrees=both is not None and both.agrees,
    )


def _reasons(speech: Speech, reasons: Sequence[Reason], taken: Collection[str]) -> tuple[Choice, ...]:
    return tuple(Choice(one.code, supposing.said(speech, one), one.code in taken, one.weight < 0) for one in reasons)


def _facts(speech: Speech, names: Sequence[str], chosen: Collection[str]) -> tuple[Choice, ...]:
    return tuple(Choice(name, speech.say(supposing.FACTS[name]), name in chosen) for name in names)


def _sizes(supposed: Mapping[str, float]) -> tuple[Size, ...]:
    """What is supposed, and room for one more."""
    return (*(Size(name, f"{number:g}") for name, number in supposed.items()), Size("", ""))


def _features(speech: Speech, cards: "Sequence[risk.scorecard.Scorecard]", table: str) -> tuple[tuple[str, str], ...]:
    """The features that may be supposed, each by its title and its name."""
    names = {name: input_told(speech, table, name) for card in cards for name in card.features}
    return tuple((name, f"{told} · {name}") for name, told in names.items())


def _differing(speech: Speech, before: Sequence[Reason], after: Sequence[Reason]) -> dict[str, Any]:
    gone, new = supposing.differing(before, after)

    def told(reasons: Sequence[Reason]) -> Iterator[str]:
        return (supposing.said(speech, one) for one in reasons)

    return {"gone": tuple(told(gone)), "new": tuple(told(new))}


def _outcome(speech: Speech, found: "risk.what_if.Assessed") -> Outcome:
    undecided = found.zone == Zone.UNDECIDED
    bar = probability_bar(speech, found.probability, low=found.low, high=found.high, undecided=undecided)
    return Outcome(bar, found.zone)


def _forecast(speech: Speech, found: "risk.what_if.Warned") -> Forecast:
    return Forecast(
        probability_bar(speech, found.probability, low=found.low, high=found.high),
        probability_bar(speech, found.escalation_probability, low=found.escalation_low, high=found.escalation_high),
        found.band,
        found.likely_channel,
    )
