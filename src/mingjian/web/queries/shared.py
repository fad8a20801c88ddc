"""Everything that at least two households have: how common it is, whether it can tell anything, whose it is."""

from mingjian.contract.vocabulary import EntityType
from mingjian.network.kinds import KIND_OF
from mingjian.web.languages import message
from mingjian.web.listing import Choice, Column, Flag, Key, Kind, Listing
from mingjian.web.queries.finding import Thing
from mingjian.web.queries.rows import each
from mingjian.web.runs import Run

_FIELDS = {
    EntityType.PHONE: "contact_phone",
    EntityType.EMAIL: "contact_email",
    EntityType.PERSON: "sender_name",
    EntityType.ADDRESS: "sender_address",
    EntityType.ACCOUNT: "payee_account",
    EntityType.WECHAT: "wechat_id",
    EntityType.DEVICE: "device_id",
    EntityType.IP: "ip",
    EntityType.LICENCE: "licence_number",
    EntityType.WAYBILL: "tracking_number",
}
"""The field as which each type is masked."""
_FIELD = (
    "CASE s.entity_type "
    + " ".join(f"WHEN '{type_.value}' THEN '{field}'" for type_, field in _FIELDS.items())
    + " ELSE '' END"
)
_TOO_COMMON = "(NOT s.countable AND NOT s.hub AND s.households > 2)"

LISTING = Listing(
    name="shared",
    title=message("Shared things"),
    address="/shared",
    source="entity_index AS s",
    columns=(
        Column("kind", "Kind", "s.entity_type", Kind.CODE, vocabulary="EntityType"),
        Column("thing", "Which", "s.entity_id", Kind.MASKED, beside=_FIELD),
        Column("households", "Households that have it", "s.households", Kind.NUMBER),
        Column("population", "Of those who could", "s.population", Kind.NUMBER),
        Column("weight", "Weight", "s.weight", Kind.NUMBER),
        Column("gang", "Gang", "s.gang_id", link="/gangs/{value}"),
        Column("inside", "Of the gang", "s.gang_households", Kind.NUMBER),
        Column("number", "Number", "s.number", Kind.CODE, link="/shared/{value}"),
    ),
    filters=(
        Choice("kind", "Kind", "s.entity_type", tuple(type_.value for type_ in KIND_OF), "EntityType"),
        Key("gang", "Gang", "s.gang_id"),
        Flag("hub", "Judged a hub", "s.hub"),
        Flag("common", "Too common to tell", _TOO_COMMON),
    ),
    order="-households",
    key="s.number",
    # By its number of this run an address names a thing: its own stands in none, and no digest of it either.
    where="s.number IS NOT NULL",
)


def thing(run: Run, number: int) -> Thing | None:
    """What bears the number in this run."""
    columns = "entity_type, entity_id, households, coalesce(hub, false) AS hub, gang_id"
    # An address may name a number that no row could bear.
    asked = f"SELECT {columns} FROM entity_index WHERE number = TRY_CAST(? AS BIGINT)"
    return next(iter(each(Thing, run.query(asked, [str(number)]))), None)
