"""One spelling a thing for what somebody typed: the very rules by which a run calls what records name.

A number in a run has been through two doors: intake spells a column of telephones or identity numbers, the network
spells whatever it joins by. Whoever looks for +86 138-1234-5678 goes through both.
"""

from functools import cache
from typing import Any

from mingjian.contract.vocabulary import EntityType
from mingjian.standards import identity, phone

TYPES = tuple(type_.value for type_ in EntityType)


@cache
def spelt() -> str:
    """A SELECT of ``entity_type`` and ``key``: how each of ``$spelt`` is called as a thing of its type."""
    import ibis  # takes longer than a page may, and only whoever looks for something needs it

    from mingjian.network.attributes import normalised

    typed = ibis.table({"entity_type": "string", "value": "string"}, name="typed")
    keys = typed.select("entity_type", key=normalised(typed.entity_type, typed["value"]))
    compiled = ibis.to_sql(keys, dialect="duckdb")
    return f"WITH typed AS (SELECT unnest($types) AS entity_type, unnest($spelt) AS value) SELECT * FROM ({compiled})"


def parameters(text: str) -> dict[str, Any]:
    """What :func:`spelt` is filled with."""
    telephone = phone_of(text) or text
    return {
        "types": list(TYPES),
        "spelt": [telephone if type_ == EntityType.PHONE.value else text for type_ in TYPES],
    }


def phone_of(text: str) -> str:
    """The telephone as intake spells it; an empty text where it is none."""
    return phone.normalise(text) or ""


def identity_of(text: str) -> str:
    """The identity number as intake spells it, or the text where it is none."""
    return identity.normalise(text)
