"""Everything that at least two households have: how common it is, whether it can tell anything, whose it is."""

from mingjian.contract.groups import GROUP_MARK, PATTERNS, TYPE_OF
from mingjian.contract.vocabulary import EntityGroup
from mingjian.network.kinds import KIND_OF
from mingjian.web.entities import entity
from mingjian.web.languages import Speech, message
from mingjian.web.listing import Choice, Column, Flag, Key, Kind, Listing
from mingjian.web.queries.finding import Thing
from mingjian.web.queries.rows import each
from mingjian.web.runs import Run

_GROUP = (
    f"CASE WHEN starts_with(s.entity_id, '{GROUP_MARK}') THEN CASE "
    + " ".join(
        f"WHEN s.entity_type = '{type_.value}' AND regexp_matches(s.entity_id, '{PATTERNS[group]}') THEN '{group}'"
        for group, type_ in TYPE_OF.items()
    )
    + " END END"
)
_TOO_COMMON = "(NOT s.countable AND NOT s.hub AND s.households > 2)"


def _kind(speech: Speech, code: str) -> str:
    return speech.label(code, "EntityGroup" if code in set(EntityGroup) else "EntityType")


def _name(speech: Speech, typed: str) -> str:
    return entity(speech, *typed.split(":", 1)).name


LISTING = Listing(
    name="shared",
    title=message("Shared things"),
    address="/shared",
    source="entity_index AS s",
    columns=(
        Column("kind", "Kind", f"coalesce({_GROUP}, s.entity_type)", Kind.CODE, words=_kind),
        Column("thing", "Which", "s.entity_type || ':' || s.entity_id", words=_name),
        Column("households", "Households that have it", "s.households", Kind.NUMBER),
        Column("population", "Of those who could", "s.population", Kind.NUMBER),
        Column("weight", "Weight", "s.weight", Kind.NUMBER),
        Column("gang", "Gang", "s.gang_id", link="/gangs/{value}"),
        Column("inside", "Of the gang", "s.gang_households", Kind.NUMBER),
        Column("number", "Number", "s.number", Kind.CODE, link="/shared/{value}"),
    ),
    filters=(
        Choice("kind", "Kind", "s.entity_type", tuple(type_.value for type_ in KIND_OF), "EntityType"),
        Choice("group", "What several have in common", _GROUP, tuple(EntityGroup), "EntityGroup"),
        Key("gang", "Gang", "s.gang_id"),
        Flag("hub", "Judged a hub", "s.hub"),
        Flag("common", "Too common to tell", _TOO_COMMON),
    ),
    order="-households",
    key="s.number",
    numbered="s.number",
    # By its number of this run an address names a thing: its own stands in none, and no digest of it either.
    where="s.number IS NOT NULL",
)


def thing(run: Run, number: int) -> Thing | None:
    """What bears the number in this run."""
    columns = "entity_type, entity_id, households, coalesce(hub, false) AS hub, gang_id"
    # An address may name a number that no row could bear.
    asked = f"SELECT {columns} FROM entity_index WHERE number = TRY_CAST(? AS BIGINT)"
    return next(iter(each(Thing, run.query(asked, [str(number)]))), None)
