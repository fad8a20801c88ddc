"""Customers: the list, and what a consumer risk assessment is made of."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from mingjian.access import masking
from mingjian.casework.confirmations import News, fresh
from mingjian.contract.vocabulary import Band, ProtectionNeed
from mingjian.errors import NotFoundError
from mingjian.web.languages import message
from mingjian.web.listing import Choice, Column, Flag, Key, Kind, Listing
from mingjian.web.neighbourhood import Link
from mingjian.web.queries.complaints import Claim
from mingjian.web.queries.rows import AT_ONCE, by_key, each
from mingjian.web.runs import Run

KEY = "coalesce(c.customer_id, a.customer_id)"
COMPLAINTS = "(SELECT {} FROM complaints AS n WHERE n.customer_id = {{key}})"
MERIT = (
    "(SELECT len(list_filter(u.made, lambda x: ends_with(x, ' borne_out'))) || ' / ' || nullif(len(u.made), 0) FROM "
    "(SELECT list_distinct(list(m.complaint_id || ' ' || m.claim || ' ' || m.status)) AS made FROM claims AS m "
    "JOIN complaints AS n ON n.complaint_id = m.complaint_id WHERE n.customer_id = {key}) AS u)"
)
BORNE_OUT = (
    "SELECT n.customer_id FROM claims AS m JOIN complaints AS n ON n.complaint_id = m.complaint_id "
    "WHERE m.status = 'borne_out'"
)

LISTING = Listing(
    name="customers",
    title=message("Customers"),
    address="/customers",
    source="customers AS c FULL JOIN customer_assessments AS a ON a.customer_id = c.customer_id",
    columns=(
        Column("customer", "Customer", KEY, link="/customers/{value}"),
        Column("name", "Name", "c.full_name", mask=masking.mask_name),
        Column("province", "Province", "c.province", Kind.CODE, "Province"),
        Column("band", "Band", "a.band", Kind.CODE, "Band"),
        Column(
            "origin",
            "Origin: an agency acts through the customer",
            "a.agent_involvement_probability",
            Kind.PROBABILITY,
            low="a.agent_involvement_low",
            high="a.agent_involvement_high",
            unsure="a.agent_involvement_low < 0.5 AND a.agent_involvement_high > 0.5",
        ),
        Column("merit", "Merit: claims borne out", MERIT, late=True),
        Column("need", "Should be offered", "a.protection_need", Kind.CODE, "ProtectionNeed"),
        Column(
            "warning",
            "Complaint within 30 days",
            "a.complaint_probability_30d",
            Kind.PROBABILITY,
            low="a.complaint_low_30d",
            high="a.complaint_high_30d",
        ),
        Column(
            "escalation",
            "Escalation within 30 days",
            "a.escalation_probability_30d",
            Kind.PROBABILITY,
            low="a.escalation_low_30d",
            high="a.escalation_high_30d",
            shown=False,
        ),
        Column("channel", "Likely channel", "a.likely_channel", Kind.CODE, "ChannelKind", shown=False),
        Column("complaints", "Complaints", COMPLAINTS.format("count(*)"), Kind.NUMBER, late=True),
        Column(
            "last_complaint",
            "Last complaint",
            COMPLAINTS.format("max(n.received_at)"),
            Kind.TIME,
            late=True,
            shown=False,
        ),
        Column("gang", "Gang", "a.gang_id", link="/gangs/{value}"),
        Column("phone", "Phone", "c.phone", mask=masking.mask_phone, shown=False),
        Column("registered", "Registered", "c.registered_on", Kind.DAY, shown=False),
    ),
    filters=(
        Choice("band", "Band", "a.band", tuple(Band), "Band"),
        Choice("need", "Should be offered", "a.protection_need", tuple(ProtectionNeed), "ProtectionNeed"),
        Key("customer", "Customer", KEY),
        Key("gang", "Gang", "a.gang_id"),
        Flag("in_gang", "Linked to a gang", "a.gang_id IS NOT NULL AND a.gang_id <> ''"),
        Flag("complained", "Has complained", f"{KEY} IN (SELECT customer_id FROM complaints)"),
        Flag("borne_out", "A claim is borne out", f"{KEY} IN ({BORNE_OUT})"),
    ),
    order="-origin",
    key=KEY,
)


@dataclass(frozen=True)
class Customer:
    """A borrower as on file, and the assessment; every field may be unknown but the number."""

    customer_id: str
    full_name: str | None
    id_number: str | None
    phone: str | None
    registered_on: date | None
    province: str | None
    address: str | None
    employer: str | None
    assessed: bool
    as_of: datetime | None
    agent_involvement_probability: float | None
    agent_involvement_low: float | None
    agent_involvement_high: float | None
    complaint_probability_30d: float | None
    complaint_low_30d: float | None
    complaint_high_30d: float | None
    escalation_probability_30d: float | None
    escalation_low_30d: float | None
    escalation_high_30d: float | None
    lender_probability_30d: float | None
    regulator_probability_30d: float | None
    government_line_probability_30d: float | None
    court_or_media_probability_30d: float | None
    elsewhere_probability_30d: float | None
    likely_channel: str | None
    channel_basis: str | None
    channel_complainants: int | None
    band: str | None
    gang_id: str | None
    protection_need: str | None
    reasons: str | None
    merits: str | None


@dataclass(frozen=True)
class Explained:
    """What the explanation for the customer tells of the assessment; it needs no column that came later."""

    customer_id: str
    full_name: str | None = None
    as_of: datetime | None = None
    agent_involvement_low: float | None = None
    agent_involvement_high: float | None = None
    protection_need: str | None = None
    reasons: str | None = None


@dataclass(frozen=True)
class Loan:
    """A loan with what is still owed."""

    loan_id: str
    product: str | None
    product_kind: str | None
    principal_yuan: float | None
    annual_rate: float | None
    disbursed_on: date | None
    term_months: int | None
    status: str | None
    days_past_due: int | None
    outstanding_yuan: float | None


@dataclass(frozen=True)
class Contact:
    """A call, message, letter or visit."""

    contact_id: str
    started_at: datetime
    duration_s: float | None
    direction: str | None
    channel: str | None
    counterparty: str | None
    purpose: str | None


@dataclass(frozen=True)
class OwnComplaint:
    """A complaint in the customer's name."""

    complaint_id: str
    received_at: datetime
    channel: str | None
    outcome: str | None
    zone: str | None
    agent_probability: float | None
    agent_probability_low: float | None
    agent_probability_high: float | None


@dataclass(frozen=True)
class AppEvent:
    """Something done in the app."""

    event_id: str
    occurred_at: datetime
    action: str | None


@dataclass(frozen=True)
class Change:
    """A fact on file that changed."""

    change_id: str
    changed_at: datetime
    field: str | None


@dataclass(frozen=True)
class GangSummary:
    """The gang that a customer is linked to."""

    gang_id: str
    score: float | None
    summary: str | None
    summary_en: str | None
    first_seen_at: datetime | None
    last_seen_at: datetime | None
    customers: int | None
    strength: float | None
    role: str | None


def news(run: Run, customer_id: str) -> frozenset[News]:
    """What is new of a customer."""
    if run.as_of is None:
        return frozenset()
    return frozenset(one.news for one in fresh(run, as_of=run.as_of, customer_id=customer_id))


def represented_anew(run: Run) -> frozenset[str]:
    """Customers for whom somebody acts who did not before."""

    def found() -> frozenset[str]:
        told = fresh(run, as_of=run.as_of) if run.as_of else ()
        return frozenset(one.customer_id for one in told if one.news is News.REPRESENTATIVE)

    return run.once(("represented anew",), found)


def known(run: Run, customer_id: str) -> str:
    """The number itself; NotFoundError where the run knows no such customer."""
    if customer(run, customer_id) is None:
        raise NotFoundError("no such customer")
    return customer_id


def customer(run: Run, customer_id: str) -> Customer | None:
    """The customer of that number: on file, assessed, or known from a complaint alone."""
    # One look-up by key after the other: a join reads a table whole, and another filter beside the key does too.
    on_file = run.query(
        "SELECT customer_id, full_name, id_number, phone, registered_on, province, address, employer FROM customers "
        "WHERE customer_id = ?",
        (customer_id,),
    )
    assessed = run.query(
        "SELECT as_of, agent_involvement_probability, agent_involvement_low, agent_involvement_high, "
        "complaint_probability_30d, complaint_low_30d, complaint_high_30d, escalation_probability_30d, "
        "escalation_low_30d, escalation_high_30d, lender_probability_30d, regulator_probability_30d, "
        "government_line_probability_30d, court_or_media_probability_30d, elsewhere_probability_30d, likely_channel, "
        "channel_basis, channel_complainants, band, nullif(gang_id, '') AS gang_id, protection_need, reasons, "
        "merits FROM customer_assessments WHERE customer_id = ?",
        (customer_id,),
    )
    if not (on_file or assessed or own_complaints(run, customer_id)):
        return None
    known = {"customer_id": customer_id, "assessed": bool(assessed)}
    nothing: dict[str, Any] = dict.fromkeys(field.name for field in fields(Customer))
    return Customer(**nothing | (on_file[0] if on_file else {}) | (assessed[0] if assessed else {}) | known)


def explained(run: Run, customer_id: str) -> Explained | None:
    """What is explained to the customer of that number: on file, assessed, or known from a complaint alone."""
    named = run.query("SELECT full_name FROM customers WHERE customer_id = ?", (customer_id,))
    assessed = run.query(
        "SELECT as_of, agent_involvement_low, agent_involvement_high, protection_need, reasons FROM "
        "customer_assessments WHERE customer_id = ?",
        (customer_id,),
    )
    if not (named or assessed or own_complaints(run, customer_id)):
        return None
    return Explained(customer_id, **(named[0] if named else {}), **(assessed[0] if assessed else {}))


def addresses(run: Run, customer_ids: Collection[str]) -> tuple[str | None, ...]:
    """Where these customers live; None for one of whom nothing is known."""
    known = {
        row["customer_id"]: row["address"]
        for row in run.query(
            "SELECT customer_id, address FROM customers WHERE customer_id IN (SELECT unnest(?))", ([*customer_ids],)
        )
    }
    return tuple(known.get(one) for one in customer_ids)


def loans(run: Run, customer_id: str) -> tuple[Loan, ...]:
    """The loans, oldest first."""
    return each(
        Loan,
        run.query(
            "SELECT loan_id, product, product_kind, principal_yuan, annual_rate, disbursed_on, term_months, status, "
            "days_past_due, outstanding_yuan FROM loans WHERE customer_id = ? ORDER BY disbursed_on NULLS LAST, "
            "loan_id",
            (customer_id,),
        ),
    )


def contacts(run: Run, customer_id: str, *, limit: int = 400) -> tuple[Contact, ...]:
    """The latest contacts, newest first."""
    return each(
        Contact,
        run.query(
            "SELECT contact_id, started_at, duration_s, direction, channel, counterparty, purpose FROM contacts "
            f"WHERE customer_id = ? ORDER BY started_at DESC, contact_id LIMIT {limit:d}",
            (customer_id,),
        ),
    )


def own_complaints(run: Run, customer_id: str) -> tuple[OwnComplaint, ...]:
    """The complaints in the customer's name, newest first."""
    rows = run.query(
        "SELECT complaint_id, received_at, channel, outcome FROM complaints WHERE customer_id = ? "
        "ORDER BY received_at DESC, complaint_id",
        (customer_id,),
    )
    assessed = by_key(
        run,
        "SELECT complaint_id, zone, agent_probability, agent_probability_low, agent_probability_high "
        "FROM complaint_assessments WHERE complaint_id IN ({})",
        [row["complaint_id"] for row in rows],
    )
    nothing: dict[str, Any] = dict.fromkeys(
        ("zone", "agent_probability", "agent_probability_low", "agent_probability_high")
    )
    return each(OwnComplaint, [row | assessed.get(row["complaint_id"], nothing) for row in rows])


def claims(run: Run, complaints: Sequence[OwnComplaint]) -> tuple[Claim, ...]:
    """Every claim in the complaints: those borne out first, then contradicted, then unknown."""
    if not complaints:
        return ()
    places = ", ".join("?" * len(complaints))
    return each(
        Claim,
        run.query(
            'SELECT complaint_id, claim, status, start, "end", code, "values", evidence FROM claim_grounds '
            f"WHERE complaint_id IN ({places}) "
            "ORDER BY list_position(['borne_out', 'contradicted', 'unknown'], status), claim, complaint_id",
            [one.complaint_id for one in complaints],
        ),
    )


def app_events(run: Run, customer_id: str, *, limit: int = 400) -> tuple[AppEvent, ...]:
    """The latest events in the app, newest first."""
    return each(
        AppEvent,
        run.query(
            "SELECT event_id, occurred_at, action FROM app_events WHERE customer_id = ? "
            f"ORDER BY occurred_at DESC, event_id LIMIT {limit:d}",
            (customer_id,),
        ),
    )


def changes(run: Run, customer_id: str) -> tuple[Change, ...]:
    """Facts on file that changed, newest first."""
    return each(
        Change,
        run.query(
            "SELECT change_id, changed_at, field FROM customer_changes WHERE customer_id = ? ORDER BY changed_at DESC",
            (customer_id,),
        ),
    )


def gang_of(run: Run, one: Customer) -> GangSummary | None:
    """The gang that the assessment names."""
    if not one.gang_id:
        return None
    rows = run.query(
        "SELECT gang_id, score, summary, summary_en, first_seen_at, last_seen_at, customers FROM gangs "
        "WHERE gang_id = ?",
        (one.gang_id,),
    )
    memberships = run.query(
        "SELECT gang_id, entity_type, strength, role FROM gang_members WHERE entity_id = ?", (one.customer_id,)
    )
    if not rows:
        return None
    mine = (row for row in memberships if (row["gang_id"], row["entity_type"]) == (one.gang_id, "customer"))
    member = next(mine, {"strength": None, "role": None})
    return GangSummary(**rows[0], strength=member["strength"], role=member["role"])


_LINKS = (
    "SELECT source_type, source_id, target_type, target_id, relation, weight FROM links WHERE source_id IN ({keys}) "
    "UNION SELECT source_type, source_id, target_type, target_id, relation, weight FROM links "
    "WHERE target_id IN ({keys}) ORDER BY weight DESC NULLS LAST, source_id, target_id LIMIT {limit:d}"
)


def links(run: Run, customer_id: str, *, limit: int = 400) -> tuple[Link, ...]:
    """The customer's links and the links of what it is linked to: two steps, strongest first."""
    me = ("customer", customer_id)
    own = _links_of(run, {me}, limit)
    ends = {end for link in own for end in _ends(link)} - {me}
    found = own | _links_of(run, ends, limit)

    def place(link: Link) -> tuple[bool, float, str, str, str]:
        weight = -math.inf if link.weight is None else link.weight
        ours = customer_id in (link.source_id, link.target_id)
        return (not ours, -weight, link.source_id, link.target_id, link.relation)

    return tuple(sorted(found, key=place)[:limit])


def _ends(link: Link) -> tuple[tuple[str, str], tuple[str, str]]:
    return (link.source_type, link.source_id), (link.target_type, link.target_id)


def _links_of(run: Run, ends: Collection[tuple[str, str]], limit: int) -> frozenset[Link]:
    """The strongest links that begin or end at one of these."""
    ids = sorted({end_id for _, end_id in ends})
    found: set[Link] = set()
    for start in range(0, len(ids), AT_ONCE):
        part = ids[start : start + AT_ONCE]
        sql = _LINKS.format(keys=", ".join("?" * len(part)), limit=limit)
        found.update(each(Link, run.query(sql, [*part, *part])))
    return frozenset(link for link in found if not set(_ends(link)).isdisjoint(ends))
