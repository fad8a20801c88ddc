"""Customers who may complain soon: what drives it, and what may be offered to them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from mingjian.access import masking
from mingjian.casework.confirmations import News
from mingjian.casework.wishes import withdrew
from mingjian.contract.reasons import from_json
from mingjian.contract.vocabulary import Band, ChannelKind, ContactPurpose, Counterparty, Direction, ProtectionNeed
from mingjian.web.languages import Speech, message
from mingjian.web.listing import Choice, Column, Flag, Key, Kind, Listing
from mingjian.web.offers import DRIVER, offers
from mingjian.web.queries.rows import json_object
from mingjian.web.reasoning import render
from mingjian.web.runs import Run

WARNED = (Band.HIGH, Band.ELEVATED, Band.WATCH)
DRIVERS = 3

_OF_THE_WARNED = f"a.band IN ({', '.join(repr(str(band)) for band in WARNED)})"
_RANK = "list_position(['none', 'inform', 'assist', 'victim_support'], a.protection_need)"
# A warning speaks of 30 days. Whom service reached in them need not be called again, and the next on the list can be.
# That somebody was named before is no reason to pass over him: nobody may have got to him.
_UNREACHED = (
    "NOT EXISTS (SELECT 1 FROM contacts AS o WHERE o.customer_id = a.customer_id "
    f"AND o.purpose = '{ContactPurpose.SERVICE}' "
    f"AND o.direction = '{Direction.OUTBOUND}' AND o.counterparty = '{Counterparty.SELF}' "
    "AND coalesce(o.duration_s, 1) > 0 "  # a call in vain reached nobody; what has no duration was written
    "AND o.started_at > a.as_of - INTERVAL 30 DAY AND o.started_at <= a.as_of)"
)
_OFFERED = (
    "(SELECT to_json({'customer': any_value(o.customer_id), 'need': any_value(o.protection_need), "
    "'reasons': any_value(o.reasons), 'channel': any_value(o.likely_channel), 'claims': coalesce("
    "list({'claim': m.claim, 'status': m.status}) FILTER (WHERE m.claim IS NOT NULL), [])}) "
    "FROM customer_assessments AS o LEFT JOIN complaints AS n ON n.customer_id = o.customer_id "
    "LEFT JOIN claims AS m ON m.complaint_id = n.complaint_id WHERE o.customer_id = {key})"
)


@dataclass(frozen=True)
class Checked:
    """A claim and what the records say of it."""

    claim: str
    status: str


def drivers(speech: Speech, reasons: str) -> str:
    """The strongest reasons for a complaint to come, one a line."""
    found = dict.fromkeys(
        masking.mask_text(render(speech, reason))
        for reason in from_json(reasons)
        if reason.code.startswith(DRIVER) and reason.weight > 0
    )
    return "\n".join(list(found)[:DRIVERS]) or speech.say("Nothing drives it beyond what is usual.")


def offered(speech: Speech, text: str, represented: Collection[str] = ()) -> str:
    """What may be offered, one a line; ``represented`` are customers for whom somebody acts who did not before."""
    told = json_object(text)
    claims = [Checked(**one) for one in told.get("claims", [])]
    news = {News.REPRESENTATIVE} if told.get("customer") in represented else set()
    reasons = from_json(told.get("reasons") or "[]")
    found = offers(speech, told.get("need"), claims, reasons, news=news, likely=told.get("channel"))
    return "\n".join(found) or speech.say("Nothing beyond an ordinary, complete answer.")


def withdrawn(run: Run) -> frozenset[str]:
    """Warned customers who, by the lender's own records, have withdrawn that they may be contacted."""

    def found() -> frozenset[str]:
        warned = f"customer_id IN (SELECT a.customer_id FROM customer_assessments AS a WHERE {_OF_THE_WARNED})"
        rows = run.query(withdrew(warned))
        return frozenset(row["customer_id"] for row in rows)

    return run.once(("withdrawn contact",), found)


def respecting(
    listing: Listing, wishes: Mapping[str, Sequence[str]], refused: Collection[str], represented: Collection[str]
) -> Listing:
    """The list with how a customer does not want to be contacted, on screen and in its files alike.

    ``represented`` are customers for whom somebody acts who did not before.
    """

    def words(speech: Speech, customer_id: str) -> str:
        channels = ("",) if customer_id in refused else tuple(wishes.get(customer_id, ()))
        if not channels:
            return "—"
        if "" in channels:
            return speech.say("Do not contact")
        names = speech.say("; ").join(speech.label(channel, "ComplaintChannel") for channel in channels)
        return speech.say("Do not contact: %(channels)s", channels=names)

    contact = Column("contact", "Contact", "a.customer_id", words=words)
    first, *rest = (
        replace(column, words=partial(offered, represented=represented)) if column.name == "offer" else column
        for column in listing.columns
    )
    return replace(listing, columns=(first, contact, *rest))


LISTING = Listing(
    name="warnings",
    title=message("Early warnings"),
    address="/warnings",
    source="customer_assessments AS a LEFT JOIN customers AS c ON c.customer_id = a.customer_id",
    where=_OF_THE_WARNED,
    columns=(
        Column("customer", "Customer", "a.customer_id", link="/customers/{value}"),
        Column("name", "Name", "c.full_name", mask=masking.mask_name),
        Column("need", "Should be offered", "a.protection_need", Kind.CODE, "ProtectionNeed"),
        Column("band", "Band", "a.band", Kind.CODE, "Band"),
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
        ),
        Column("channel", "Likely channel", "a.likely_channel", Kind.CODE, "ChannelKind"),
        Column("drivers", "What drives it", "a.reasons", Kind.SENTENCES, words=drivers),
        Column("offer", "What may be offered", _OFFERED, Kind.SENTENCES, words=offered, late=True),
        Column(
            "urgency",
            "Order of need",
            f"coalesce({_RANK}, 0) + coalesce(a.complaint_probability_30d, 0)",
            Kind.NUMBER,
            shown=False,
        ),
        Column("phone", "Phone", "c.phone", mask=masking.mask_phone, shown=False),
    ),
    filters=(
        Choice("band", "Band", "a.band", WARNED, "Band"),
        Choice("need", "Should be offered", "a.protection_need", tuple(ProtectionNeed), "ProtectionNeed"),
        Choice("channel", "Likely channel", "a.likely_channel", tuple(ChannelKind), "ChannelKind"),
        Key("customer", "Customer", "a.customer_id"),
        Flag(
            "unheard",
            "Has not complained yet",
            "a.customer_id NOT IN (SELECT customer_id FROM complaints WHERE customer_id IS NOT NULL)",
        ),
        Flag("unreached", "Not reached by service for a month", _UNREACHED),
    ),
    order="-urgency",
    key="a.customer_id",
)
