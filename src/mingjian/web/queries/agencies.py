"""Agencies: the list, and one agency's dossier."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from mingjian.contract.vocabulary import MayAct
from mingjian.web.languages import message
from mingjian.web.listing import Choice, Column, Kind, Listing, Period
from mingjian.web.queries.rows import each, first, json_list
from mingjian.web.runs import Run

LISTING = Listing(
    name="agencies",
    title=message("Agencies"),
    address="/agencies",
    source="agencies AS a",
    columns=(
        Column("agency", "Agency", "a.agency_id", link="/agencies/{value}"),
        Column("name", "Name used last", "a.name"),
        Column("may_act", "May it act?", "a.may_act", Kind.CODE, "MayAct"),
        Column("kind", "Kind in the register", "a.kind", Kind.CODE, "OrganisationKind"),
        Column("status", "Status in the register", "a.status", Kind.CODE, "OrganisationStatus"),
        Column("complaints", "Complaints", "a.complaints", Kind.NUMBER),
        Column("upheld", "Upheld", "a.complaints_upheld", Kind.NUMBER),
        Column("customers", "Customers", "a.customers", Kind.NUMBER),
        Column("testimonies", "Consumers' reports", "a.testimonies", Kind.NUMBER),
        Column("adverts", "Adverts", "a.adverts", Kind.NUMBER),
        Column("not_met", "Requirements not met", "a.requirements_not_met", Kind.NUMBER),
        Column("fee", "Median fee", "a.median_fee_yuan", Kind.MONEY),
        Column("last", "Last seen", "a.last_seen_at", Kind.DAY),
    ),
    filters=(
        Choice("may_act", "May it act?", "a.may_act", tuple(value.value for value in MayAct), "MayAct"),
        Period("last", "Last seen", "a.last_seen_at"),
    ),
    order="-complaints",
    key="a.agency_id",
)


@dataclass(frozen=True)
class Agency:
    """One agency's dossier; lists are JSON as the run has them."""

    agency_id: str
    name: str | None
    names: str | None
    uscc: str | None
    organisation_id: str | None
    kind: str | None
    status: str | None
    may_act: str
    first_seen_at: datetime | None
    last_seen_at: datetime | None
    complaints: int
    complaints_decided: int
    complaints_upheld: int
    customers: int
    testimonies: int
    adverts: int
    requirements_not_met: int
    fees: int
    median_fee_yuan: float | None
    people: str | None
    phones: str | None
    wechat_ids: str | None
    accounts: str | None


@dataclass(frozen=True)
class NameUsed:
    """A name that it goes by, and when."""

    name: str
    mentions: int
    first: datetime | None
    last: datetime | None


@dataclass(frozen=True)
class Counted:
    """Something with how often it occurs."""

    key: str
    number: int


@dataclass(frozen=True)
class RequirementCount:
    """In how many of its representations a requirement has a status, and the complaints concerned."""

    requirement: str
    status: str
    number: int
    complaints: tuple[str, ...]


def requirements(run: Run, agency_id: str) -> tuple[RequirementCount, ...]:
    """The requirements of its representations by kind and status, what is not met first."""
    rows = run.query(
        "SELECT r.requirement, r.status, count(DISTINCT m.record_id) AS number, "
        "list(DISTINCT m.complaint_id) FILTER (WHERE m.complaint_id IS NOT NULL) AS complaints "
        "FROM agency_mentions AS m JOIN requirements AS r ON r.subject_id = m.record_id "
        "WHERE m.agency_id = ? AND m.record_table = 'representations' AND r.subject_type = 'representation' "
        "GROUP BY r.requirement, r.status "
        "ORDER BY array_position(['not_met', 'unverified', 'met'], r.status), number DESC, r.requirement",
        (agency_id,),
    )
    return tuple(
        RequirementCount(row["requirement"], row["status"], row["number"], tuple(sorted(row["complaints"] or ())))
        for row in rows
    )


def agency(run: Run, agency_id: str) -> Agency | None:
    """The dossier of that number."""
    return first(Agency, run.query("SELECT * FROM agencies WHERE agency_id = ?", (agency_id,)))


def names(one: Agency) -> tuple[NameUsed, ...]:
    """Its names, the newest first."""
    return tuple(
        NameUsed(row["name"], row["mentions"], _time(row["first"]), _time(row["last"]))
        for row in reversed(json_list(one.names))
    )


def templates(run: Run, agency_id: str) -> tuple[Counted, ...]:
    """The letter families that its complaints follow."""
    return each(
        Counted,
        run.query(
            "SELECT l.template_id AS key, count(DISTINCT l.complaint_id) AS number FROM agency_mentions AS m "
            "JOIN letters AS l ON l.complaint_id = m.complaint_id "
            "WHERE m.agency_id = ? AND l.template_id IS NOT NULL GROUP BY key ORDER BY number DESC, key",
            (agency_id,),
        ),
    )


def gangs(run: Run, agency_id: str) -> tuple[Counted, ...]:
    """The gangs to which its complaints and adverts belong."""
    return each(
        Counted,
        run.query(
            "SELECT g.gang_id AS key, count(*) AS number FROM agency_mentions AS m JOIN gang_members AS g "
            "ON (g.entity_type = 'complaint' AND g.entity_id = m.complaint_id) "
            "OR (g.entity_type = 'solicitation' AND g.entity_id = m.record_id) "
            "WHERE m.agency_id = ? GROUP BY key ORDER BY number DESC, key",
            (agency_id,),
        ),
    )


def clauses(run: Run, agency_id: str) -> tuple[Counted, ...]:
    """What its adverts, and the agreements handed in with its complaints and reports, ask of a client."""
    return each(
        Counted,
        run.query(
            'SELECT f."check" AS key, count(*) AS number FROM findings AS f WHERE starts_with(f."check", \'clause_\') '
            "AND f.subject_id IN (SELECT record_id FROM agency_mentions WHERE agency_id = $agency UNION "
            "SELECT m.material_id FROM materials AS m JOIN agency_mentions AS n ON n.agency_id = $agency "
            "AND (m.complaint_id = n.complaint_id OR m.testimony_id = n.record_id OR m.solicitation_id = n.record_id)) "
            "GROUP BY key ORDER BY number DESC, key",
            {"agency": agency_id},
        ),
    )


def mentions(agency_id: str) -> Listing:
    """Where it turns up."""
    return Listing(
        name="agency-mentions",
        title=message("Where it turns up"),
        address=f"/agencies/{quote(agency_id, safe='')}",
        file=f"/agencies/{quote(agency_id, safe='')}/mentions",
        source=(
            "agency_mentions AS m LEFT JOIN complaints AS c ON c.complaint_id = m.complaint_id "
            "LEFT JOIN complaint_assessments AS a ON a.complaint_id = m.complaint_id"
        ),
        columns=(
            Column("at", "When", "m.at", Kind.TIME),
            Column("table", "Where", "m.record_table", Kind.TABLE),
            Column("record", "Record", "m.record_id", link=f"/agencies/{quote(agency_id, safe='')}/records/{{value}}"),
            Column("named", "Named as", "m.name"),
            Column("complaint", "Complaint", "m.complaint_id", link="/complaints/{value}"),
            Column("outcome", "Outcome", "c.outcome", Kind.CODE, "ComplaintOutcome"),
            Column("zone", "Zone", "a.zone", Kind.CODE, "Zone"),
        ),
        filters=(Period("at", "When", "m.at"),),
        order="-at",
        key="m.record_id",
        where="m.agency_id = ?",
        parameters=(agency_id,),
    )


def page_of(run: Run, agency_id: str, record_id: str) -> str | None:
    """The address of the page of a record in which it turns up; a representation stands on its complaint's."""
    rows = run.query(
        "SELECT record_table, complaint_id FROM agency_mentions WHERE agency_id = ? AND record_id = ?",
        (agency_id, record_id),
    )
    if not rows:
        return None
    table, complaint = rows[0]["record_table"], rows[0]["complaint_id"]
    if table in _PAGES:
        return f"/{_PAGES[table]}/{quote(record_id, safe='')}"
    return f"/complaints/{quote(complaint, safe='')}" if complaint else None


def agency_of(run: Run, testimony_id: str) -> str | None:
    """The dossier in which a consumer's report stands."""
    rows = run.query(
        "SELECT agency_id FROM agency_mentions WHERE record_table = 'testimonies' AND record_id = ? ORDER BY 1 LIMIT 1",
        (testimony_id,),
    )
    return rows[0]["agency_id"] if rows else None


_PAGES = {"testimonies": "testimonies", "solicitations": "adverts", "materials": "materials"}


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
