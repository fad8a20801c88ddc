"""One spelling a thing for what somebody typed: the very rules by which a run calls what records name.

A number in a run has been through two doors: intake spells a column of telephones or identity numbers, the network
spells whatever it joins by. Whoever looks for +86 138-1234-5678 goes through both.
"""

from functools import cache
from typing import Any

from mingjian.contract.vocabulary import EntityType
from mingjian.standards import address, identity, phone

TYPES = tuple(type_.value for type_ in EntityType)


@cache
def spelt(*, groups: bool = False) -> str:
    """A SELECT of ``place``, ``entity_type`` and ``key``: how each of ``$spelt`` is called as a thing of its type.

    With ``groups`` also as the group that its id tells by itself: a mail domain, a block of IPs, a building.
    """
    import ibis  # takes longer than a page may, and only whoever looks for something needs it

    from mingjian.network.attributes import normalised
    from mingjian.network.groups import group_of

    typed = ibis.table({"place": "int64", "entity_type": "string", "value": "string"}, name="typed")
    keys = typed.select("place", "entity_type", key=normalised(typed.entity_type, typed["value"]))
    if groups:
        named = keys.mutate(key=group_of(keys.entity_type, keys.key))
        keys = keys.union(named.filter(named.key.notnull()))
    compiled = ibis.to_sql(keys, dialect="duckdb")
    return (
        "WITH typed AS (SELECT unnest($places) AS place, unnest($types) AS entity_type, unnest($spelt) AS value) "
        f"SELECT * FROM ({compiled})"
    )


def parameters(*texts: str) -> dict[str, Any]:
    """What :func:`spelt` is filled with; the place of a text is its number among them."""
    named = [(place, type_, _read(type_, text)) for place, text in enumerate(texts) for type_ in TYPES]
    places, types, spelt = zip(*named, strict=True)
    return {"places": list(places), "types": list(types), "spelt": list(spelt)}


def _read(type_: str, text: str) -> str:
    if type_ == EntityType.ADDRESS.value:
        return address.door(text)
    return (phone_of(text) or text) if type_ == EntityType.PHONE.value else text


def phone_of(text: str) -> str:
    """The telephone as intake spells it; an empty text where it is none."""
    return phone.normalise(text) or ""


def identity_of(text: str) -> str:
    """The identity number as intake spells it, or the text where it is none."""
    return identity.normalise(text)
