"""Gangs: the list, and one gang's members, paths and life."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from mingjian.standards import address
from mingjian.store.serving import Serving
from mingjian.store.workspace import Workspace
from mingjian.web.languages import message
from mingjian.web.listing import Column, Key, Kind, Listing, Period
from mingjian.web.queries.rows import each, first
from mingjian.web.runs import Run

LISTING = Listing(
    name="gangs",
    title=message("Gangs"),
    address="/gangs",
    source="gangs AS g",
    columns=(
        Column("gang", "Gang", "g.gang_id", link="/gangs/{value}"),
        Column("summary", "In short", "g.summary", english="g.summary_en"),
        Column("score", "Score", "g.score", Kind.NUMBER),
        Column("stability", "Stability", "g.stability", Kind.SHARE),
        Column("customers", "Customers", "g.customers", Kind.NUMBER),
        Column("complaints", "Complaints", "g.complaints", Kind.NUMBER),
        Column("materials", "Papers", "g.materials", Kind.NUMBER),
        Column("first", "First seen", "g.first_seen_at", Kind.DAY),
        Column("last", "Last seen", "g.last_seen_at", Kind.DAY),
    ),
    filters=(Period("last", "Last seen", "g.last_seen_at"), Key("gang", "Gang", "g.gang_id")),
    order="-score",
    key="g.gang_id",
)


def without(listing: Listing, gang_ids: Collection[str]) -> Listing:
    """The list without gangs that people judged not to be shown again; the next run leaves them out by itself."""
    if not gang_ids:
        return listing
    places = ", ".join("?" * len(gang_ids))
    return replace(listing, where=f"g.gang_id NOT IN ({places})", parameters=tuple(sorted(gang_ids)))


@dataclass(frozen=True)
class Gang:
    """One gang."""

    gang_id: str
    score: float | None
    stability: float | None
    first_seen_at: datetime | None
    last_seen_at: datetime | None
    customers: int | None
    complaints: int | None
    materials: int | None
    summary: str | None
    summary_en: str | None
    reasons: str | None


@dataclass(frozen=True)
class Member:
    """One member; the strongest of each group are shown: a role, or the complaints."""

    entity_type: str
    entity_id: str
    role: str
    strength: float | None
    group: str
    of_group: int


@dataclass(frozen=True)
class MemberPath:
    """One path that holds a member."""

    entity_type: str
    entity_id: str
    rank: int
    path: str | None
    weight: float | None
    strength: float | None
    strength_without: float | None


@dataclass(frozen=True)
class GangEvent:
    """One turn of its life."""

    gang_id: str
    event: str
    at: datetime | None
    other_gang_id: str | None


@dataclass(frozen=True)
class Merits:
    """What speaks for the consumers who were led here: how their claims stand."""

    made: int
    borne_out: int
    contradicted: int


def gang(run: Run, gang_id: str) -> Gang | None:
    """The gang of that number."""
    return first(
        Gang,
        run.query(
            "SELECT gang_id, score, stability, first_seen_at, last_seen_at, customers, complaints, materials, summary, "
            "summary_en, reasons FROM gangs WHERE gang_id = ?",
            (gang_id,),
        ),
    )


COMPLAINTS = "complaint"
"""The group of a gang's complaints, whatever the role of those who sent them: else they would be all that is seen."""


def members(run: Run, gang_id: str, *, of_each_group: int = 20) -> tuple[Member, ...]:
    """The strongest members of each group: things and who acts first, then people, then their complaints."""
    return each(
        Member,
        run.query(
            'SELECT *, count(*) OVER (PARTITION BY "group") AS of_group FROM (SELECT entity_type, entity_id, role, '
            f"strength, if(entity_type = 'complaint', '{COMPLAINTS}', role) AS \"group\" "
            "FROM gang_members WHERE gang_id = ?) QUALIFY row_number() OVER "
            f'(PARTITION BY "group" ORDER BY strength DESC NULLS LAST, entity_type, entity_id) <= {of_each_group:d} '
            "ORDER BY list_position(['operator', 'supplier', 'asset', 'client', 'victim', "
            f"'{COMPLAINTS}'], \"group\"), strength DESC NULLS LAST, entity_type, entity_id",
            (gang_id,),
        ),
    )


def also_in(run: Run, gang_id: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """By other gang, what is a member of both: a den that supplies several, an account, an address."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in run.query(
        "SELECT o.gang_id, o.entity_type, o.entity_id FROM gang_members AS m JOIN gang_members AS o "
        "ON o.entity_type = m.entity_type AND o.entity_id = m.entity_id AND o.gang_id <> m.gang_id "
        "WHERE m.gang_id = ? ORDER BY m.strength DESC NULLS LAST, o.gang_id, o.entity_type, o.entity_id",
        (gang_id,),
    ):
        found.setdefault(row["gang_id"], []).append((row["entity_type"], row["entity_id"]))
    return {other: tuple(ends) for other, ends in sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))}


@dataclass(frozen=True)
class Dossier:
    """An agency of which complaints or adverts are in the gang, and of how many complaints."""

    agency_id: str
    name: str | None
    complaints: int


def dossiers(run: Run, gang_id: str) -> tuple[Dossier, ...]:
    """The agencies behind its complaints and adverts, those of the most complaints first."""
    return each(
        Dossier,
        run.query(
            # One join on either of two would be a look at each pair of a member and a mention.
            "WITH g AS (SELECT entity_type, entity_id FROM gang_members WHERE gang_id = ?), "
            "m AS (SELECT agency_id, complaint_id FROM agency_mentions JOIN g "
            "ON g.entity_type = 'complaint' AND g.entity_id = complaint_id UNION ALL "
            "SELECT agency_id, NULL FROM agency_mentions JOIN g "
            "ON g.entity_type = 'solicitation' AND g.entity_id = record_id) "
            "SELECT a.agency_id, a.name, count(DISTINCT m.complaint_id) AS complaints FROM m "
            "JOIN agencies AS a USING (agency_id) GROUP BY ALL ORDER BY complaints DESC, a.agency_id LIMIT 20",
            (gang_id,),
        ),
    )


def paths(run: Run, gang_id: str, *, limit: int = 30) -> tuple[MemberPath, ...]:
    """The paths without which most would be lost."""
    return each(
        MemberPath,
        run.query(
            "SELECT p.entity_type, p.entity_id, p.rank, p.path, p.weight, m.strength, p.strength_without "
            "FROM membership_paths AS p LEFT JOIN gang_members AS m ON m.gang_id = p.gang_id "
            "AND m.entity_type = p.entity_type AND m.entity_id = p.entity_id WHERE p.gang_id = ? "
            f"ORDER BY p.rank, p.weight DESC NULLS LAST, p.entity_type, p.entity_id LIMIT {limit:d}",
            (gang_id,),
        ),
    )


def paths_of(run: Run, gang_id: str, end: tuple[str, str]) -> tuple[MemberPath, ...]:
    """Every path that holds one member, the strongest first."""
    return each(
        MemberPath,
        run.query(
            "SELECT p.entity_type, p.entity_id, p.rank, p.path, p.weight, m.strength, p.strength_without "
            "FROM membership_paths AS p JOIN gang_members AS m USING (gang_id, entity_type, entity_id) "
            "WHERE p.gang_id = ? AND p.entity_type = ? AND p.entity_id = ? ORDER BY p.rank",
            (gang_id, *end),
        ),
    )


def events(run: Run, gang_id: str) -> tuple[GangEvent, ...]:
    """Its life, oldest first."""
    return each(
        GangEvent,
        run.query(
            # AT is a keyword of DuckDB's.
            "SELECT e.gang_id, e.event, e.at, nullif(e.other_gang_id, '') AS other_gang_id FROM gang_events AS e "
            "WHERE e.gang_id = ? ORDER BY e.at, e.event",
            (gang_id,),
        ),
    )


def merits(run: Run, gang_id: str) -> Merits:
    """How the claims in its complaints stand."""
    return each(
        Merits,
        run.query(
            "SELECT count(*) AS made, count(*) FILTER (WHERE status = 'borne_out') AS borne_out, "
            "count(*) FILTER (WHERE status = 'contradicted') AS contradicted FROM "
            "(SELECT DISTINCT complaint_id, claim, status FROM claims WHERE complaint_id IN "
            "(SELECT entity_id FROM gang_members WHERE gang_id = ? AND entity_type = 'complaint'))",
            (gang_id,),
        ),
    )[0]


@dataclass(frozen=True)
class Change:
    """How many members of a type came and went since the run before."""

    entity_type: str
    came: int
    went: int
    before: int


def customers(run: Run, gang_id: str) -> frozenset[str]:
    """Its customers."""
    sql = "SELECT entity_id FROM gang_members WHERE gang_id = ? AND entity_type = 'customer'"
    return frozenset(row["entity_id"] for row in run.query(sql, (gang_id,)))


def provinces(run: Run, gang_id: str) -> dict[str, int]:
    """How many of its customers live in each province, by the first two digits of its code; "" where unknown."""

    def counted() -> dict[str, int]:
        rows = run.query(
            "SELECT c.address FROM gang_members AS m JOIN customers AS c ON c.customer_id = m.entity_id "
            "WHERE m.gang_id = ? AND m.entity_type = 'customer'",
            (gang_id,),
        )
        return by_province(row["address"] for row in rows)

    return run.once(("gang provinces", gang_id), counted)


def by_province(addresses: Iterable[str | None]) -> dict[str, int]:
    """How many of the addresses lie in each province, by the first two digits of its code; "" where unknown."""
    return dict(Counter(address.parse(one).province_code[:2] if one else "" for one in addresses))


def changes(run: Run, workspace: Workspace, gang_id: str) -> tuple[Change, ...] | None:
    """What changed since the run before; None where there was none or it is no longer kept."""
    return run.once(("gang changes", gang_id), lambda: _changes(run, workspace, gang_id))


def _changes(run: Run, workspace: Workspace, gang_id: str) -> tuple[Change, ...] | None:
    before = (run.record.get("previous") or {}).get("run")
    folder = next((one for one in workspace.runs if one.name == before and one.serving.exists()), None)
    if folder is None:
        return None
    sql = "SELECT entity_type, entity_id FROM gang_members WHERE gang_id = ?"
    with Serving.open(folder.path) as earlier:
        then = {(row["entity_type"], row["entity_id"]) for row in earlier.query(sql, (gang_id,))}
    now = {(row["entity_type"], row["entity_id"]) for row in run.query(sql, (gang_id,))}
    types = sorted({end[0] for end in then | now})
    return tuple(
        Change(
            type_,
            came=sum(end[0] == type_ for end in now - then),
            went=sum(end[0] == type_ for end in then - now),
            before=sum(end[0] == type_ for end in then),
        )
        for type_ in types
    )
