"""People as a Chinese lender's files write them, and the features by which two records of one are known."""

import pyarrow as pa
from pypinyin import lazy_pinyin

from mingjian.network.resolution import ID, Feature, FeatureKind
from mingjian.standards import address, identity, names, phone

CHINESE = (
    Feature("name", FeatureKind.TEXT, coarser="pinyin", needed=True),
    Feature("id_number", FeatureKind.CODE, decisive=True),
    Feature("phone", FeatureKind.CODE),
    Feature("email", FeatureKind.TEXT),
    Feature("home", FeatureKind.TEXT, coarser="house"),
)
"""A name is compared as it is written and as it sounds, an address to its room and to its house."""

_COLUMNS = (ID, "name", "pinyin", "id_number", "phone", "email", "home", "house")
_SCHEMA = pa.schema([(name, pa.string()) for name in _COLUMNS])


def chinese_people(records: pa.Table, *, id_column: str) -> pa.Table:
    """``records`` with the columns ``name``, ``id_number``, ``phone``, ``email`` and ``address``, in one spelling each.

    What is not written, or is no number at all, is null: unknown agrees with nothing and contradicts nothing.
    """
    return pa.Table.from_pylist([_person(row, row[id_column]) for row in records.to_pylist()], schema=_SCHEMA)


def _person(row: dict[str, str | None], record_id: str | None) -> dict[str, str | None]:
    name = names.normalise(row["name"] or "")
    place = address.parse(row["address"]) if row["address"] else address.Address()
    return {
        ID: record_id,
        "name": name or None,
        "pinyin": "".join(lazy_pinyin(name)).lower() or None,
        "id_number": _identity_number(row["id_number"]),
        "phone": phone.normalise(row["phone"]) if row["phone"] else None,
        "email": (row.get("email") or "").strip().lower() or None,
        "home": place.home or None,
        "house": " ".join(filter(None, (place.region_code, place.road, place.number, place.estate))) or None,
    }


def _identity_number(text: str | None) -> str | None:
    """The number as it is written, where it has the form of one; its check digit is not asked for."""
    number = identity.normalise(text) if text else ""
    return number if len(number) in (15, 18) else None
