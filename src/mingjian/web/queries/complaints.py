"""Complaints: the list, and everything that one complaint's page shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from mingjian.access import masking
from mingjian.contract.vocabulary import ComplaintChannel, ComplaintOutcome, FiledAs, MaterialKind, Zone
from mingjian.web.languages import message
from mingjian.web.listing import Choice, Column, Flag, Key, Kind, Listing, Period
from mingjian.web.queries.rows import by_key, each, first, json_list
from mingjian.web.runs import Rows, Run

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


_PERSON = "SELECT full_name, address, employer FROM customers WHERE customer_id = ?"


def complaint(run: Run, complaint_id: str) -> Complaint | None:
    """The complaint of that number, or None."""
    # One look-up by key after the other: a join reads a table whole.
    rows = run.query(
        "SELECT complaint_id, customer_id, received_at, channel, text, demands, filed_as, contact_phone, "
        "contact_email, sender_name, sender_address, tracking_number, external_number, due_at, closed_at, outcome "
        "FROM complaints WHERE complaint_id = ?",
        (complaint_id,),
    )
    if not rows:
        return None
    assessed = run.query(
        "SELECT agent_probability, agent_probability_low, agent_probability_high, zone, reasons, merits "
        "FROM complaint_assessments WHERE complaint_id = ?",
        (complaint_id,),
    )
    person = run.query(_PERSON, (rows[0]["customer_id"],)) if rows[0]["customer_id"] else []
    nothing: dict[str, Any] = dict.fromkeys(field.name for field in fields(Complaint))
    return Complaint(**nothing | rows[0] | (assessed[0] if assessed else {}) | (person[0] if person else {}))


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
    return run.once(("medoid", template_id), lambda: _medoid(run, template_id))


def _medoid(run: Run, template_id: str) -> Medoid | None:
    families = run.query("SELECT medoid_id, complaints FROM letter_templates WHERE template_id = ?", (template_id,))
    if not families or (letter := complaint(run, families[0]["medoid_id"])) is None:
        return None
    return Medoid(letter.complaint_id, letter.text, letter.full_name, letter.sender_name, families[0]["complaints"])


_SHOWN = 12


def related(run: Run, one: Complaint, template_id: str | None) -> tuple[Related, ...]:
    """Others by the same customer, then others of the same family, newest first."""
    theirs = _by_customer(run, one.customer_id) if one.customer_id else []
    own = [row for row in theirs if row["complaint_id"] != one.complaint_id]
    family = _newest_of(run, template_id) if template_id else []
    near = {row["complaint_id"]: row for row in (*own, *family) if row["complaint_id"] != one.complaint_id}
    own_ids = [row["complaint_id"] for row in own]
    templates = by_key(run, "SELECT complaint_id, template_id FROM letters WHERE complaint_id IN ({})", own_ids)
    in_family = {row["complaint_id"] for row in family}
    in_family |= {number for number, row in templates.items() if template_id and row["template_id"] == template_id}
    newest = sorted(near.values(), key=lambda row: (-row["received_at"].timestamp(), row["complaint_id"]))
    shown = sorted(newest, key=lambda row: row["complaint_id"] not in own_ids)[:_SHOWN]
    zones = by_key(
        run,
        "SELECT complaint_id, zone FROM complaint_assessments WHERE complaint_id IN ({})",
        [row["complaint_id"] for row in shown],
    )
    return tuple(
        Related(
            **row,
            zone=zones.get(row["complaint_id"], {"zone": None})["zone"],
            same_customer=row["complaint_id"] in own_ids,
            same_template=row["complaint_id"] in in_family,
        )
        for row in shown
    )


def _by_customer(run: Run, customer_id: str) -> Rows:
    sql = "SELECT complaint_id, received_at, channel, customer_id FROM complaints WHERE customer_id = ?"
    return run.query(sql, (customer_id,))


def _newest_of(run: Run, template_id: str) -> Rows:
    """The newest letters of a family: as many as one page can show, found once for all of them."""
    sql = (
        "SELECT c.complaint_id, c.received_at, c.channel, c.customer_id FROM "
        "(SELECT complaint_id FROM letters WHERE template_id = ?) AS l JOIN complaints AS c USING (complaint_id) "
        f"ORDER BY c.received_at DESC, c.complaint_id LIMIT {3 * _SHOWN}"
    )
    return run.once((sql, template_id), lambda: run.query(sql, (template_id,)))


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


def papers(run: Run, complaint_id: str) -> tuple[Paper, ...]:
    """The files that came with it."""
    return _papers(run, "complaint_id", [complaint_id])


def papers_of(run: Run, customer_id: str, complaint_ids: Sequence[str]) -> tuple[Paper, ...]:
    """The files that came in a customer's name, with any of the complaints, or with a report of theirs."""
    told = [row["testimony_id"] for row in run.query(_REPORTS, (customer_id,))]
    found = (
        *_papers(run, "customer_id", [customer_id]),
        *_papers(run, "complaint_id", complaint_ids),
        *_papers(run, "testimony_id", told),
    )
    return tuple({paper.material_id: paper for paper in found}.values())


_REPORTS = "SELECT testimony_id FROM testimonies WHERE customer_id = ? ORDER BY 1"


def clauses(run: Run, papers: Sequence[Paper]) -> dict[str, tuple[str, ...]]:
    """By agreement, the kinds of what it asks of its client, in the order of its lines."""
    agreements = [one.material_id for one in papers if one.kind == MaterialKind.SERVICE_AGREEMENT]
    if not agreements:
        return {}
    found: dict[str, dict[str, None]] = {}
    for row in run.query(
        "SELECT subject_id, \"check\" FROM findings WHERE subject_type = 'material' "
        f"AND starts_with(\"check\", 'clause_') AND subject_id IN ({', '.join('?' * len(agreements))}) "
        'ORDER BY subject_id, place, "check"',
        agreements,
    ):
        found.setdefault(row["subject_id"], {})[row["check"]] = None
    return {agreement: tuple(checks) for agreement, checks in found.items()}


def _papers(run: Run, column: str, values: Sequence[str]) -> tuple[Paper, ...]:
    if not values:
        return ()
    rows = run.query(
        f"SELECT material_id, complaint_id, kind, received_at, issuer_name FROM materials WHERE {column} IN "
        f"({', '.join('?' * len(values))}) ORDER BY received_at NULLS LAST, material_id",
        values,
    )
    assessed = by_key(
        run,
        "SELECT material_id, verdict, certainty, reasons, merits FROM material_assessments WHERE material_id IN ({})",
        [row["material_id"] for row in rows],
    )
    nothing: dict[str, Any] = dict.fromkeys(("verdict", "certainty", "reasons", "merits"))
    return each(Paper, [row | assessed.get(row["material_id"], nothing) for row in rows])


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
    """What this letter filled in; words of its own, which fill no slot, are no part of the template."""
    return _marked([item for item in json_list(one.slots) if isinstance(item, dict) and item.get("slot")], "slot")


def code_words(one: Letter) -> tuple[Marked, ...]:
    """Its code words; ``code`` is what each stands for."""
    return _marked(json_list(one.code_words), "standard")


def laws(one: Letter) -> tuple[Marked, ...]:
    """The law that it quotes."""
    return _marked(json_list(one.laws), "law")


def demands(one: Letter) -> tuple[Marked, ...]:
    """What it demands."""
    return _marked(json_list(one.demands), "demand")


def _marked(items: Iterable[object], code: str) -> tuple[Marked, ...]:
    return tuple(
        Marked(
            start=int(item["start"]),
            end=int(item["end"]),
            code=str(item.get(code, "")),
            applies=item.get("applies"),
            why=str(item.get("why") or ""),
        )
        for item in items
        if isinstance(item, dict) and "start" in item and "end" in item
    )
