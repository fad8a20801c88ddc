"""Complaints: the list, and everything that one complaint's page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mingjian.access import masking
from mingjian.contract.vocabulary import ComplaintChannel, ComplaintOutcome, FiledAs, Zone
from mingjian.web.languages import message
from mingjian.web.listing import Choice, Column, Flag, Key, Kind, Listing, Period
from mingjian.web.queries.rows import each, first, json_list
from mingjian.web.runs import Run

OPEN = "(c.closed_at IS NULL AND coalesce(c.outcome, 'open') = 'open')"

BORNE_OUT = "c.complaint_id IN (SELECT complaint_id FROM claims WHERE status = 'borne_out')"
MERIT = (
    "(SELECT len(list_filter(u.made, lambda x: ends_with(x, ' borne_out'))) || ' / ' || nullif(len(u.made), 0) FROM "
    "(SELECT list_distinct(list(m.claim || ' ' || m.status)) AS made FROM claims AS m "
    "WHERE m.complaint_id = {key}) AS u)"
)
"""How many of a complaint's claims are borne out; empty where it makes none. One that it makes twice counts once."""

LISTING = Listing(
    name="complaints",
    title=message("Complaints"),
    address="/complaints",
    source=("complaints AS c LEFT JOIN complaint_assessments AS a ON a.complaint_id = c.complaint_id"),
    columns=(
        Column("complaint", "Complaint", "c.complaint_id", link="/complaints/{value}"),
        Column("received", "Received", "c.received_at", Kind.TIME),
        Column("channel", "Channel", "c.channel", Kind.CODE, "ComplaintChannel"),
        Column(
            "origin",
            "Origin: an agent is behind it",
            "a.agent_probability",
            Kind.PROBABILITY,
            low="a.agent_probability_low",
            high="a.agent_probability_high",
            unsure="a.zone = 'undecided'",
        ),
        Column("zone", "Zone", "a.zone", Kind.CODE, "Zone"),
        Column("merit", "Merit: claims borne out", MERIT, late=True),
        Column("template", "Template", "a.template_id", link="/templates/{value}"),
        Column("customer", "Customer", "c.customer_id", link="/customers/{value}"),
        Column("filed_as", "Filed as", "c.filed_as", Kind.CODE, "FiledAs", shown=False),
        Column("sender", "Sender", "c.sender_name", mask=masking.mask_name, shown=False),
        Column("phone", "Contact phone", "c.contact_phone", mask=masking.mask_phone, shown=False),
        Column("outcome", "Outcome", "c.outcome", Kind.CODE, "ComplaintOutcome"),
        Column("due", "Due", "c.due_at", Kind.TIME, shown=False),
        Column("closed", "Closed", "c.closed_at", Kind.TIME, shown=False),
    ),
    filters=(
        Period("received", "Received", "c.received_at"),
        Choice("channel", "Channel", "c.channel", tuple(ComplaintChannel), "ComplaintChannel"),
        Choice("zone", "Zone", "a.zone", tuple(Zone), "Zone"),
        Choice("outcome", "Outcome", "c.outcome", tuple(ComplaintOutcome), "ComplaintOutcome"),
        Choice("filed_as", "Filed as", "c.filed_as", tuple(FiledAs), "FiledAs"),
        Key("customer", "Customer", "c.customer_id"),
        Key("template", "Template", "a.template_id"),
        Flag("open", "Not yet answered", OPEN),
        Flag("borne_out", "A claim is borne out", BORNE_OUT),
        Flag("unmatched", "Matches no customer", "c.customer_id IS NULL"),
    ),
    order="-received",
    key="c.complaint_id",
)


@dataclass(frozen=True)
class Complaint:
    """One complaint and what the run says of it."""

    complaint_id: str
    customer_id: str | None
    received_at: datetime
    channel: str | None
    text: str | None
    demands: str | None
    filed_as: str | None
    contact_phone: str | None
    contact_email: str | None
    sender_name: str | None
    sender_address: str | None
    tracking_number: str | None
    external_number: str | None
    due_at: datetime | None
    closed_at: datetime | None
    outcome: str | None
    full_name: str | None
    address: str | None
    employer: str | None
    agent_probability: float | None
    agent_probability_low: float | None
    agent_probability_high: float | None
    zone: str | None
    reasons: str | None
    merits: str | None

    @property
    def open(self) -> bool:
        """Whether it still waits for an answer."""
        return self.closed_at is None and (self.outcome or "open") == "open"


@dataclass(frozen=True)
class Letter:
    """What the letters room read in a complaint's text."""

    template_id: str | None
    similarity: float | None
    skeleton_spans: str | None
    slots: str | None
    demands: str | None
    code_words: str | None
    laws: str | None


@dataclass(frozen=True)
class Claim:
    """A claim, where it stands in the text, and what the lender's own records say of it."""

    complaint_id: str
    claim: str
    status: str
    start: int | None
    end: int | None
    code: str
    values: str | None
    evidence: str | None


@dataclass(frozen=True)
class Mention:
    """A claim as the text makes it, before anyone checked it."""

    claim: str
    start: int
    end: int


@dataclass(frozen=True)
class Medoid:
    """The text that stands nearest to all of its family."""

    complaint_id: str
    text: str | None
    full_name: str | None
    sender_name: str | None
    complaints: int | None


@dataclass(frozen=True)
class Related:
    """Another complaint and why it is beside this one."""

    complaint_id: str
    received_at: datetime
    channel: str | None
    customer_id: str | None
    zone: str | None
    same_customer: bool
    same_template: bool


@dataclass(frozen=True)
class Paper:
    """A submitted file and how sure the run is of it."""

    material_id: str
    complaint_id: str | None
    kind: str | None
    received_at: datetime | None
    issuer_name: str | None
    verdict: str | None
    certainty: str | None
    reasons: str | None
    merits: str | None


@dataclass(frozen=True)
class Representation:
    """Who acts in the complainant's name."""

    representation_id: str
    representative_name: str | None
    representative_phone: str | None
    relationship: str | None
    organisation_name: str | None
    fee_yuan: float | None


def complaint(run: Run, complaint_id: str) -> Complaint | None:
    """The complaint of that number, or None."""
    return first(
        Complaint,
        run.query(
            "SELECT c.complaint_id, c.customer_id, c.received_at, c.channel, c.text, c.demands, c.filed_as, "
            "c.contact_phone, c.contact_email, c.sender_name, c.sender_address, c.tracking_number, c.external_number, "
            "c.due_at, c.closed_at, c.outcome, p.full_name, p.address, p.employer, a.agent_probability, "
            "a.agent_probability_low, a.agent_probability_high, a.zone, a.reasons, a.merits "
            "FROM (SELECT * FROM complaints WHERE complaint_id = ?) AS c "
            "LEFT JOIN (SELECT * FROM complaint_assessments WHERE complaint_id = ?) AS a USING (complaint_id) "
            "LEFT JOIN customers AS p ON p.customer_id = c.customer_id",
            (complaint_id, complaint_id),
        ),
    )


def letter(run: Run, complaint_id: str) -> Letter | None:
    """What was read in its text; None where it has none or no stage read it."""
    return first(
        Letter,
        run.query(
            "SELECT template_id, similarity, skeleton_spans, slots, demands, code_words, laws "
            "FROM letters WHERE complaint_id = ?",
            (complaint_id,),
        ),
    )


def claims(run: Run, complaint_id: str) -> tuple[Claim, ...]:
    """Its claims in the order of the text."""
    return each(
        Claim,
        run.query(
            'SELECT complaint_id, claim, status, start, "end", code, "values", evidence FROM claim_grounds '
            'WHERE complaint_id = ? ORDER BY start NULLS LAST, "end", claim',
            (complaint_id,),
        ),
    )


def mentions(run: Run, complaint_id: str) -> tuple[Mention, ...]:
    """The places where its text claims something."""
    return each(
        Mention,
        run.query(
            'SELECT DISTINCT claim, start, "end" FROM claim_mentions WHERE complaint_id = ? ORDER BY start, '
            '"end", claim',
            (complaint_id,),
        ),
    )


def medoid(run: Run, template_id: str) -> Medoid | None:
    """The letter that stands for its family."""
    return first(
        Medoid,
        run.query(
            "SELECT c.complaint_id, c.text, p.full_name, c.sender_name, t.complaints "
            "FROM (SELECT * FROM letter_templates WHERE template_id = ?) AS t "
            "JOIN complaints AS c ON c.complaint_id = t.medoid_id "
            "LEFT JOIN customers AS p ON p.customer_id = c.customer_id",
            (template_id,),
        ),
    )


def related(run: Run, one: Complaint, template_id: str | None, *, limit: int = 12) -> tuple[Related, ...]:
    """Others by the same customer, then others of the same family, newest first."""
    return each(
        Related,
        run.query(
            "WITH near AS (SELECT complaint_id, true AS same_customer, false AS same_template FROM complaints "
            "WHERE customer_id = $customer UNION ALL "
            "SELECT complaint_id, false, true FROM letters WHERE template_id = $template), "
            "joined AS (SELECT complaint_id, bool_or(same_customer) AS same_customer, "
            "bool_or(same_template) AS same_template FROM near WHERE complaint_id <> $complaint GROUP BY complaint_id) "
            "SELECT j.complaint_id, c.received_at, c.channel, c.customer_id, a.zone, j.same_customer, j.same_template "
            "FROM joined AS j JOIN complaints AS c ON c.complaint_id = j.complaint_id "
            "LEFT JOIN complaint_assessments AS a ON a.complaint_id = j.complaint_id "
            "ORDER BY j.same_customer DESC, c.received_at DESC, j.complaint_id LIMIT $limit",
            {
                "customer": one.customer_id,
                "template": template_id,
                "complaint": one.complaint_id,
                "limit": limit,
            },
        ),
    )


@dataclass(frozen=True)
class Likeness:
    """A customer whose a complaint probably is that the lender could not match."""

    customer_id: str
    probability: float


def probably_of(run: Run, one: Complaint) -> Likeness | None:
    """Whose it probably is by the name, the number and the address that it bears; None where that is known."""
    if one.customer_id:
        return None
    return first(
        Likeness,
        run.query(
            "SELECT entity_id AS customer_id, match_probability AS probability FROM entities WHERE record_id = ? "
            "AND record_table = 'complaints' AND entity_type = 'customer' ORDER BY match_probability DESC LIMIT 1",
            (one.complaint_id,),
        ),
    )


_PAPERS = (
    "SELECT m.material_id, m.complaint_id, m.kind, m.received_at, m.issuer_name, a.verdict, a.certainty, a.reasons, "
    "a.merits FROM materials AS m LEFT JOIN material_assessments AS a ON a.material_id = m.material_id "
    "WHERE m.{column} = ? ORDER BY m.received_at NULLS LAST, m.material_id"
)


def papers(run: Run, complaint_id: str) -> tuple[Paper, ...]:
    """The files that came with it."""
    return each(Paper, run.query(_PAPERS.format(column="complaint_id"), (complaint_id,)))


def papers_of(run: Run, customer_id: str, complaint_ids: Sequence[str]) -> tuple[Paper, ...]:
    """The files that came in a customer's name, or with any of the complaints."""
    places = ", ".join("?" for _ in complaint_ids) or "NULL"
    with_complaints = _PAPERS.replace("m.{column} = ?", f"m.complaint_id IN ({places})")
    found = (
        *each(Paper, run.query(_PAPERS.format(column="customer_id"), (customer_id,))),
        *each(Paper, run.query(with_complaints, complaint_ids)),
    )
    return tuple({paper.material_id: paper for paper in found}.values())


def representations(run: Run, complaint_id: str) -> tuple[Representation, ...]:
    """Who acts in it."""
    return each(
        Representation,
        run.query(
            "SELECT representation_id, representative_name, representative_phone, relationship, organisation_name, "
            "fee_yuan FROM representations WHERE complaint_id = ? ORDER BY representation_id",
            (complaint_id,),
        ),
    )


@dataclass(frozen=True)
class Marked:
    """A stretch of the text with a code and, for a law, whether it applies."""

    start: int
    end: int
    code: str
    applies: bool | None = None
    why: str = ""


def skeleton(one: Letter) -> tuple[Marked, ...]:
    """Where the text is its family's skeleton."""
    return tuple(
        Marked(int(pair[0]), int(pair[1]), "skeleton")
        for pair in json_list(one.skeleton_spans)
        if isinstance(pair, list) and len(pair) >= 2
    )


def slots(one: Letter) -> tuple[Marked, ...]:
    """What this letter filled in."""
    return _marked(one.slots, "slot")


def code_words(one: Letter) -> tuple[Marked, ...]:
    """Its code words; ``code`` is what each stands for."""
    return _marked(one.code_words, "standard")


def laws(one: Letter) -> tuple[Marked, ...]:
    """The law that it quotes."""
    return _marked(one.laws, "law")


def demands(one: Letter) -> tuple[Marked, ...]:
    """What it demands."""
    return _marked(one.demands, "demand")


def _marked(text: str | None, code: str) -> tuple[Marked, ...]:
    return tuple(
        Marked(
            start=int(item["start"]),
            end=int(item["end"]),
            code=str(item.get(code, "")),
            applies=item.get("applies"),
            why=str(item.get("why") or ""),
        )
        for item in json_list(text)
        if isinstance(item, dict) and "start" in item and "end" in item
    )
