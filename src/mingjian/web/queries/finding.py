"""From what somebody typed to whom or what it is: a number of the lender's, an identity number, or a shared thing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from mingjian.contract.groups import group_of
from mingjian.contract.vocabulary import EntityGroup, EntityType
from mingjian.web.queries.rows import each
from mingjian.web.queries.spelling import identity_of, parameters, phone_of, spelt
from mingjian.web.runs import Run

UNWRITTEN = (EntityType.LETTER_TEMPLATE.value, EntityType.WAYBILL.value, EntityType.SEAL.value)
"""What is numbered by the run itself: nobody has it in a list."""

_PLACES = (
    ("/customers/", "SELECT customer_id AS id FROM customers WHERE customer_id = $text LIMIT 2"),
    ("/customers/", "SELECT customer_id AS id FROM customer_assessments WHERE customer_id = $text LIMIT 2"),
    ("/complaints/", "SELECT complaint_id AS id FROM complaints WHERE complaint_id = $text LIMIT 2"),
    ("/complaints/", "SELECT complaint_id AS id FROM complaints WHERE external_number = $text LIMIT 2"),
    ("/templates/", "SELECT template_id AS id FROM letter_templates WHERE template_id = $text LIMIT 2"),
    ("/gangs/", "SELECT gang_id AS id FROM gangs WHERE gang_id = $text LIMIT 2"),
    ("/customers/", "SELECT customer_id AS id FROM customers WHERE id_number = $identity LIMIT 21"),
    ("/customers/", "SELECT customer_id AS id FROM customers WHERE phone = $telephone LIMIT 21"),
    ("/complaints/", "SELECT complaint_id AS id FROM complaints WHERE contact_phone = $telephone LIMIT 21"),
)
"""In this order; the first place that knows the text answers."""


def find(run: Run, text: str) -> tuple[str, ...]:
    """The addresses of what is known under the text."""
    spellings = {"text": text, "identity": identity_of(text), "telephone": phone_of(text)}
    for prefix, sql in _PLACES:
        if rows := run.query(sql, {name: value for name, value in spellings.items() if f"${name}" in sql}):
            return tuple(prefix + quote(row["id"], safe="") for row in rows)
    return ()


@dataclass(frozen=True)
class Thing:
    """A thing that records name, with how many households have it."""

    entity_type: str
    entity_id: str
    households: int
    hub: bool
    gang_id: str | None

    @property
    def group(self) -> EntityGroup | None:
        """What it is a group of, where it is one."""
        return group_of(self.entity_type, self.entity_id)


@dataclass(frozen=True)
class Holder:
    """A party that has a thing, or something of a group; ``of`` counts all of them."""

    party_type: str
    party_id: str
    of: int
    members: Sequence[Mapping[str, str]] = ()
    """Of a group the first few things that the party has itself, each a ``type`` and an ``id``."""
    has: int = 0
    """Of a group how many such things the party has."""


def things(run: Run, text: str) -> tuple[Thing, ...]:
    """Whatever any record names so: a WeChat id, an account, a device; in whichever spelling the network joins."""
    return each(
        Thing,
        run.query(
            "SELECT DISTINCT i.entity_type, i.entity_id, i.households, coalesce(i.hub, false) AS hub, i.gang_id "
            f"FROM entity_index AS i LEFT JOIN ({spelt()}) AS typed "
            "ON typed.entity_type = i.entity_type AND typed.key = i.key "
            "WHERE i.entity_id = $text OR typed.key IS NOT NULL "
            "ORDER BY i.households DESC, i.entity_type, i.entity_id LIMIT 20",
            {"text": text, **parameters(text)},
        ),
    )


@dataclass(frozen=True)
class Known:
    """What a place of a list is known as."""

    place: int
    entity_type: str
    entity_id: str
    households: int
    hub: bool
    gang_id: str | None


def known(run: Run, texts: Sequence[str]) -> tuple[Known, ...]:
    """Which of the texts records name, and as what; a list does not say of what kind its numbers are."""
    if not texts:
        return ()
    return each(
        Known,
        run.query(
            "SELECT DISTINCT place, entity_type, entity_id, households, coalesce(hub, false) AS hub, gang_id "
            f"FROM entity_index JOIN ({spelt()}) USING (entity_type, key) "
            "WHERE key <> '' AND NOT contains($unwritten, entity_type) ORDER BY place, entity_type, entity_id",
            {"unwritten": list(UNWRITTEN), **parameters(*texts)},
        ),
    )


def holders(run: Run, thing: Thing, *, limit: int) -> tuple[Holder, ...]:
    """Who has it, where another has it as well; nobody of a group that is too common to tell anything."""
    return each(
        Holder,
        run.query(
            f"{_IN_GROUPS if thing.group else _WHO_SHARES} ORDER BY party_type, party_id LIMIT {limit:d}",
            (thing.entity_type, thing.entity_id),
        ),
    )


MEMBERS_SHOWN = 3
_WHO_SHARES = (
    "SELECT party_type, party_id, count(*) OVER () AS of FROM sharings WHERE entity_type = ? AND entity_id = ?"
)
_IN_GROUPS = (
    "SELECT party_type, party_id, count(*) OVER () AS of, "
    "list({'type': member_type, 'id': member_id} ORDER BY member_type, member_id)"
    f"[:{MEMBERS_SHOWN}] AS members, count(*) AS has "
    "FROM group_holders WHERE entity_type = ? AND entity_id = ? GROUP BY party_type, party_id"
)
