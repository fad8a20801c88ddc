"""Letter families: the list, and one family's skeleton, members and spread."""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import quote

from mingjian.web.languages import message
from mingjian.web.listing import Column, Key, Kind, Listing, Period
from mingjian.web.queries.complaints import MERIT
from mingjian.web.queries.rows import each, first, json_list
from mingjian.web.runs import Run

AGENTS = "(SELECT count(*) FROM complaint_assessments AS a WHERE a.template_id = {key} AND a.zone = 'likely_agent')"

LISTING = Listing(
    name="templates",
    title=message("Letter templates"),
    address="/templates",
    source=("letter_templates AS t"),
    columns=(
        Column("template", "Template", "t.template_id", link="/templates/{value}"),
        Column("complaints", "Complaints", "t.complaints", Kind.NUMBER),
        Column("customers", "Customers", "t.customers", Kind.NUMBER),
        Column("copies", "Exact copies", "t.exact_copies", Kind.NUMBER),
        Column("similarity", "Mean similarity", "t.mean_similarity", Kind.SHARE),
        Column("agents", "Likely by an agent", AGENTS, Kind.NUMBER, late=True),
        Column("first", "First seen", "t.first_seen_at", Kind.DAY),
        Column("last", "Last seen", "t.last_seen_at", Kind.DAY),
        Column("medoid", "Nearest to all", "t.medoid_id", link="/complaints/{value}", shown=False),
    ),
    filters=(Period("last", "Last seen", "t.last_seen_at"), Key("template", "Template", "t.template_id")),
    order="-complaints",
    key="t.template_id",
)


@dataclass(frozen=True)
class Template:
    """One family."""

    template_id: str
    medoid_id: str
    skeleton: str | None
    complaints: int | None
    customers: int | None
    exact_copies: int | None
    mean_similarity: float | None
    first_seen_at: datetime | None
    last_seen_at: datetime | None


@dataclass(frozen=True)
class SkeletonPart:
    """Fixed words, or a slot with examples of what stands in it."""

    text: str
    slot: str
    examples: tuple[str, ...]


@dataclass(frozen=True)
class Month:
    """How many of the family came in one month."""

    month: date
    complaints: int
    customers: int


@dataclass(frozen=True)
class Zones:
    """How the family's complaints are assessed: a template alone makes nobody an agent."""

    zone: str | None
    complaints: int


def template(run: Run, template_id: str) -> Template | None:
    """The family of that number."""
    return first(
        Template,
        run.query(
            "SELECT template_id, medoid_id, skeleton, complaints, customers, exact_copies, mean_similarity, "
            "first_seen_at, last_seen_at FROM letter_templates WHERE template_id = ?",
            (template_id,),
        ),
    )


def parts(one: Template) -> tuple[SkeletonPart, ...]:
    """The skeleton in order."""
    return tuple(
        SkeletonPart(
            text=str(item.get("text") or ""),
            slot=str(item["slot"]) if "slot" in item else "",
            examples=tuple(str(example) for example in item.get("examples") or ()),
        )
        for item in json_list(one.skeleton)
        if isinstance(item, dict)
    )


def months(run: Run, template_id: str) -> tuple[Month, ...]:
    """The family over time."""
    return each(
        Month,
        run.query(
            "SELECT date_trunc('month', c.received_at)::DATE AS month, count(*) AS complaints, "
            "count(DISTINCT c.customer_id) AS customers FROM letters AS l "
            "JOIN complaints AS c ON c.complaint_id = l.complaint_id WHERE l.template_id = ? GROUP BY month "
            "ORDER BY month",
            (template_id,),
        ),
    )


def zones(run: Run, template_id: str) -> tuple[Zones, ...]:
    """How its members are assessed."""
    return each(
        Zones,
        run.query(
            "SELECT zone, count(*) AS complaints FROM complaint_assessments WHERE template_id = ? "
            "GROUP BY zone ORDER BY complaints DESC",
            (template_id,),
        ),
    )


def names_in(run: Run, template_id: str, *, limit: int = 2000) -> tuple[str, ...]:
    """Names and addresses that may stand in the family's letters, to be masked in what is shown of them."""
    rows = run.query(
        "SELECT DISTINCT unnest([p.full_name, c.sender_name, c.sender_address, p.address, p.employer]) AS name "
        "FROM letters AS l JOIN complaints AS c ON c.complaint_id = l.complaint_id "
        f"LEFT JOIN customers AS p ON p.customer_id = c.customer_id WHERE l.template_id = ? LIMIT {limit:d}",
        (template_id,),
    )
    return tuple(row["name"] for row in rows if row["name"])


def members(template_id: str) -> Listing:
    """The letters of one family as a table."""
    return Listing(
        name="template-members",
        title=message("Letters of this family"),
        address=f"/templates/{quote(template_id, safe='')}",
        file=f"/templates/{quote(template_id, safe='')}/members",
        source=(
            "letters AS l JOIN complaints AS c ON c.complaint_id = l.complaint_id "
            "LEFT JOIN complaint_assessments AS a ON a.complaint_id = l.complaint_id"
        ),
        columns=(
            Column("complaint", "Complaint", "l.complaint_id", link="/complaints/{value}"),
            Column("received", "Received", "c.received_at", Kind.TIME),
            Column("similarity", "Similarity", "l.similarity", Kind.SHARE),
            Column(
                "difference",
                "Difference from the nearest",
                "l.complaint_id",
                link=f"/templates/{quote(template_id, safe='')}?diff={{value}}#difference",
            ),
            Column("customer", "Customer", "c.customer_id", link="/customers/{value}"),
            Column("channel", "Channel", "c.channel", Kind.CODE, "ComplaintChannel"),
            Column("zone", "Zone", "a.zone", Kind.CODE, "Zone"),
            Column(
                "origin",
                "Origin: an agent is behind it",
                "a.agent_probability",
                Kind.PROBABILITY,
                low="a.agent_probability_low",
                high="a.agent_probability_high",
                unsure="a.zone = 'undecided'",
            ),
            Column("merit", "Merit: claims borne out", MERIT, late=True),
        ),
        filters=(Period("received", "Received", "c.received_at"), Key("customer", "Customer", "c.customer_id")),
        order="-similarity",
        key="l.complaint_id",
        where="l.template_id = ?",
        parameters=(template_id,),
    )
