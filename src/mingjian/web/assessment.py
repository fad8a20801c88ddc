"""The consumer risk assessment as one page shows it: two tracks, the warning, time, neighbourhood, papers, history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from urllib.parse import quote

from mingjian.access.masking import mask_text
from mingjian.contract.reasons import Reason, from_json
from mingjian.contract.reasons import sentence as stated_as
from mingjian.contract.vocabulary import Band, ChannelBasis, ChannelKind, Zone
from mingjian.risk.customer_assessment import COMPLAINED
from mingjian.risk.involvement_scorecard import LEFT
from mingjian.web.claim_lines import ClaimLines, claim_lines, is_quoted
from mingjian.web.entities import shown_name
from mingjian.web.languages import Speech, local
from mingjian.web.letter_view import names_in
from mingjian.web.neighbourhood import Link, Neighbourhood, neighbourhood
from mingjian.web.offers import DRIVER, offers
from mingjian.web.probability import ProbabilityBar, leaving_out, leaving_out_of_both, probability_bar
from mingjian.web.queries import complaints, customers, gangs
from mingjian.web.queries.doubts import doubt_of
from mingjian.web.reasoning import SentenceList, sentence_list
from mingjian.web.runs import Run
from mingjian.web.timeline import Event, Timeline, timeline


@dataclass(frozen=True)
class Strongest:
    """The complaint that most of the origin rests on, with its own score; its reasons are the origin's."""

    complaint_id: str
    origin: ProbabilityBar


@dataclass(frozen=True)
class Channel:
    """A kind of channel, and how many in a hundred customers like this one go there within 30 days."""

    kind: str
    share: float
    of_complaints: float
    """Of those who complain at all."""


@dataclass(frozen=True)
class Warning:  # noqa: A001  # the screen's own word for it
    """What may come within 30 days, and what drives it."""

    complaint: ProbabilityBar
    complaint_reasons: SentenceList
    escalation: ProbabilityBar
    escalation_reasons: SentenceList
    channels: tuple[Channel, ...]
    """The kinds of channel, the likeliest first; none where the run does not tell them."""
    channels_told: str
    """What tells them."""


@dataclass(frozen=True)
class Assessment:
    """Everything that the page shows, in the visitor's language."""

    customer: customers.Customer
    sentence: str
    origin: ProbabilityBar
    reasons: SentenceList
    strongest: Strongest | None
    gang: customers.GangSummary | None
    merits: SentenceList
    claims: ClaimLines
    offers: tuple[str, ...]
    warning: Warning
    time: Timeline | None
    graph: Neighbourhood | None
    links: tuple[Link, ...]
    papers: tuple[complaints.Paper, ...]
    agreements: tuple[tuple[complaints.Paper, tuple[str, ...]], ...]
    """What each agreement of an agency asks of them, in sentences."""
    loans: tuple[customers.Loan, ...]
    complaints: tuple[customers.OwnComplaint, ...]
    contacts: int


def assess(run: Run, speech: Speech, one: customers.Customer, *, graph_nodes: int) -> Assessment:
    """Reads and arranges what the run says of one customer."""
    address = f"/customers/{quote(one.customer_id, safe='')}"
    loans = customers.loans(run, one.customer_id)
    contacts = customers.contacts(run, one.customer_id)
    own = customers.own_complaints(run, one.customer_id)
    claims = customers.claims(run, own)
    stated = claim_lines(speech, claims, f"{address}/evidence", texts=_checked_texts(run, claims))
    gang = customers.gang_of(run, one)
    links = customers.links(run, one.customer_id)
    known = _known(speech, contacts, own, loans)
    reasons = from_json(one.reasons)
    papers = complaints.papers_of(run, one.customer_id, [found.complaint_id for found in own])
    asked = complaints.clauses(run, papers)
    undecided = _straddles(one.agent_involvement_low, one.agent_involvement_high)
    return Assessment(
        customer=one,
        sentence=sentence(speech, one, stated),
        origin=probability_bar(
            speech,
            one.agent_involvement_probability,
            low=one.agent_involvement_low,
            high=one.agent_involvement_high,
            undecided=undecided,
        ),
        reasons=sentence_list(
            speech,
            reasons,
            address=f"{address}/evidence",
            track="reasons",
            known=known,
            chosen=lambda reason: not reason.code.startswith(DRIVER),
            rest=leaving_out(
                one.agent_involvement_probability,
                doubt_of(run, "agent" if _rests_on_a_complaint(reasons) else "involvement"),
            ),
        ),
        strongest=_strongest(speech, own, reasons),
        gang=gang,
        merits=sentence_list(speech, from_json(one.merits), address=f"{address}/evidence", track="merits", known=known),
        claims=stated,
        offers=offers(
            speech,
            one.protection_need,
            claims,
            reasons,
            news=customers.news(run, one.customer_id),
            likely=one.likely_channel if one.band != Band.LOW else None,
        ),
        warning=_warning(speech, one, reasons, address=f"{address}/evidence", known=known),
        time=_time(run, speech, one, loans, contacts, own, gang),
        graph=_graph(one.customer_id, links, graph_nodes),
        links=tuple(link for link in links if one.customer_id in (link.source_id, link.target_id)),
        papers=papers,
        agreements=tuple(
            (paper, tuple(stated_as(clause).render({}, speech.language) for clause in asked[paper.material_id]))
            for paper in papers
            if paper.material_id in asked
        ),
        loans=loans,
        complaints=own,
        contacts=len(contacts),
    )


def _checked_texts(run: Run, claims: Sequence[complaints.Claim]) -> dict[str, str]:
    """What the complaints say whose claims are quoted, masked."""
    checked = dict.fromkeys(one.complaint_id for one in claims if is_quoted(one))
    found = (complaints.complaint(run, complaint_id) for complaint_id in checked)
    return {one.complaint_id: mask_text(one.text, names=names_in(one)) for one in found if one}


def _strongest(speech: Speech, own: Sequence[customers.OwnComplaint], reasons: Sequence[Reason]) -> Strongest | None:
    """The complaint that the run's reasons name: of others, older or set aside, one may score more."""
    named = {complaint for reason in reasons if reason.code == COMPLAINED for complaint in reason.evidence}
    found = next((one for one in own if one.complaint_id in named and one.agent_probability is not None), None)
    if found is None:
        return None
    return Strongest(
        found.complaint_id,
        probability_bar(
            speech,
            found.agent_probability,
            low=found.agent_probability_low,
            high=found.agent_probability_high,
            undecided=found.zone == Zone.UNDECIDED,
        ),
    )


def _rests_on_a_complaint(reasons: Sequence[Reason]) -> bool:
    """Whether the origin was weighed by the complaint that speaks most for an agent."""
    return any(reason.code == COMPLAINED for reason in reasons)


def sentence(speech: Speech, one: customers.Customer, claims: ClaimLines) -> str:
    """The assessment in one sentence: who is behind it, and what is right about it."""
    return speech.say("%(origin)s; %(merit)s", origin=_origin_words(speech, one), merit=_merit_words(speech, claims))


def _origin_words(speech: Speech, one: customers.Customer) -> str:
    value = one.agent_involvement_probability
    if value is None:
        return speech.say("Whether an agency acts through this customer is unknown")
    again = one.agent_involvement_low is not None and one.agent_involvement_low >= 0.5
    if not again and any(reason.code == LEFT for reason in from_json(one.reasons)):
        return speech.say(
            "Was an agency's client and reported it: a witness, against whom what came before does not count"
        )
    if _straddles(one.agent_involvement_low, one.agent_involvement_high):
        return speech.say("Whether an agency acts through this customer cannot be told from the evidence")
    if value >= 0.5:
        return speech.say("An agency probably acts through this customer, who may be its victim")
    return speech.say("This customer probably speaks for themselves")


def _merit_words(speech: Speech, claims: ClaimLines) -> str:
    if not claims.made:
        return speech.say("no claim was made that our records could check.")
    return speech.count(
        "%(borne_out)s of %(num)s claim is borne out by our own records.",
        "%(borne_out)s of %(num)s claims are borne out by our own records.",
        claims.made,
        borne_out=speech.number(claims.borne_out),
    )


def _straddles(low: float | None, high: float | None) -> bool:
    return low is not None and high is not None and low < 0.5 < high


def _known(
    speech: Speech,
    contacts: Sequence[customers.Contact],
    own: Sequence[customers.OwnComplaint],
    loans: Sequence[customers.Loan],
) -> dict[str, str]:
    """Short titles for evidence that the page has read already."""
    known = {
        contact.contact_id: f"{speech.label(contact.channel, 'ContactChannel')} {speech.time(contact.started_at)}"
        for contact in contacts
    }
    known |= {one.complaint_id: speech.say("complaint %(day)s", day=speech.day(one.received_at)) for one in own}
    known |= {loan.loan_id: speech.say("loan %(number)s", number=loan.loan_id) for loan in loans}
    return known


def _warning(
    speech: Speech, one: customers.Customer, reasons: Sequence[Reason], *, address: str, known: Mapping[str, str]
) -> Warning:
    listed = partial(sentence_list, speech, reasons, address=address, track="reasons", known=known)
    complaint, escalation = one.complaint_probability_30d, one.escalation_probability_30d
    return Warning(
        complaint=probability_bar(speech, complaint, low=one.complaint_low_30d, high=one.complaint_high_30d),
        complaint_reasons=listed(
            chosen=lambda reason: reason.code.startswith(DRIVER) and not _of_escalation(reason),
            rest=leaving_out(complaint),
        ),
        escalation=probability_bar(speech, escalation, low=one.escalation_low_30d, high=one.escalation_high_30d),
        # Only a complaint escalates, so what drives the one drives the other.
        escalation_reasons=listed(
            chosen=lambda reason: reason.code.startswith(DRIVER),
            rest=leaving_out_of_both(complaint, escalation, _of_escalation),
        ),
        channels=_channels(one),
        channels_told=_channels_told(speech, one),
    )


def _channels(one: customers.Customer) -> tuple[Channel, ...]:
    """The kinds of channel, the likeliest first."""
    told = {
        ChannelKind.LENDER: one.lender_probability_30d,
        ChannelKind.REGULATOR: one.regulator_probability_30d,
        ChannelKind.GOVERNMENT_LINE: one.government_line_probability_30d,
        ChannelKind.COURT_OR_MEDIA: one.court_or_media_probability_30d,
        ChannelKind.ELSEWHERE: one.elsewhere_probability_30d,
    }
    known = {kind: share for kind, share in told.items() if share is not None}
    total = sum(known.values())
    if not total:
        return ()
    likeliest = sorted(known, key=lambda kind: -known[kind])
    return tuple(Channel(kind, known[kind], known[kind] / total) for kind in likeliest)


def _channels_told(speech: Speech, one: customers.Customer) -> str:
    number = speech.number(one.channel_complainants or 0)
    if one.channel_basis == ChannelBasis.SITUATION:
        return speech.say(
            "Told by customers who complained in past months, %(number)s with each month counted by itself: first by "
            "those in the same situation.",
            number=number,
        )
    if one.channel_basis == ChannelBasis.SHARES_OF_ALL:
        return speech.say(
            "Told by customers who complained in past months, %(number)s with each month counted by itself: the same "
            "shares for everybody. They are too few to tell one situation from another, or do not.",
            number=number,
        )
    return speech.say("No past month is known yet: written shares, the same for everybody.")


def _of_escalation(reason: Reason) -> bool:
    """Whether a reason speaks of where a complaint goes, and not of whether there is one."""
    return "escalation" in reason.code


def _time(
    run: Run,
    speech: Speech,
    one: customers.Customer,
    loans: Sequence[customers.Loan],
    contacts: Sequence[customers.Contact],
    own: Sequence[customers.OwnComplaint],
    gang: customers.GangSummary | None,
) -> Timeline | None:
    now = run.as_of or datetime.now(UTC)
    label = speech.label
    events = [
        Event(
            "loans",
            _start(loan.disbursed_on),
            f"{loan.loan_id} · {speech.money(loan.principal_yuan)} · {label(loan.status, 'LoanStatus')}",
            kind=loan.status or "",
            until=_loan_end(loan, now),
        )
        for loan in loans
        if loan.disbursed_on is not None
    ]
    events += [
        Event(
            "contacts",
            contact.started_at,
            " · ".join(
                (
                    label(contact.direction, "Direction"),
                    label(contact.channel, "ContactChannel"),
                    label(contact.purpose, "ContactPurpose"),
                    label(contact.counterparty, "Counterparty"),
                )
            ),
            kind=contact.direction or "",
        )
        for contact in contacts
    ]
    events += [
        Event("app", event.occurred_at, label(event.action, "AppAction"), kind=event.action or "")
        for event in customers.app_events(run, one.customer_id)
    ]
    events += [
        Event(
            "app",
            change.changed_at,
            speech.say("changed on file: %(field)s", field=label(change.field, "ChangedField")),
            kind="change",
        )
        for change in customers.changes(run, one.customer_id)
    ]
    events += [
        Event(
            "complaints",
            found.received_at,
            f"{found.complaint_id} · {label(found.channel, 'ComplaintChannel')}",
            kind=found.zone or "",
        )
        for found in own
    ]
    if gang is not None:
        if gang.first_seen_at and gang.last_seen_at:
            events.append(Event("gang", gang.first_seen_at, gang.gang_id, "life", gang.last_seen_at, 0.5))
        events += [
            Event("gang", turn.at, label(turn.event, "GangEventKind"), "turn", strength=1.0)
            for turn in gangs.events(run, gang.gang_id)
            if turn.at is not None
        ]
    lanes = [
        ("loans", speech.say("Loans")),
        ("contacts", speech.say("Contacts")),
        ("app", speech.say("App and file")),
        ("complaints", speech.say("Complaints")),
        ("gang", speech.say("Gang")),
    ]
    return timeline(speech, events, lanes, now=now)


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=local(datetime.now(UTC)).tzinfo)


def _loan_end(loan: customers.Loan, now: datetime) -> datetime:
    if loan.disbursed_on is None or loan.term_months is None:
        return now
    return min(now, _start(loan.disbursed_on) + timedelta(days=30.44 * loan.term_months))


def _graph(customer_id: str, links: Sequence[Link], limit: int) -> Neighbourhood | None:
    ends = {(link.source_type, link.source_id) for link in links} | {
        (link.target_type, link.target_id) for link in links
    }
    return neighbourhood(("customer", customer_id), links, limit=limit, total=len(ends), name=node_name)


def node_name(entity_type: str, entity_id: str) -> str:
    """What a node is called on the picture: masked, and short enough to stand beside it."""
    name = shown_name(entity_type, entity_id)
    return name if len(name) <= 14 else f"{name[:6]}…{name[-5:]}"
