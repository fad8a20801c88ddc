"""Where people are named: in the lender's files, on envelopes, and as those who act for others."""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import EntityType
from mingjian.network.attributes import normalised
from mingjian.network.tables import NetworkTables

FEATURES = ("name", "id_number", "phone", "email", "address")
"""What a mention says of whoever it names."""

CROWD = 50
"""What so many give as their own, a switchboard's number or a dormitory's address, tells nobody from his neighbour."""


def mentions(tables: NetworkTables) -> ir.Table:
    """One row a name in a record, with what else the record says of that person; ``persona`` is all of it in one text.

    ``customer_id`` is the customer whose record it is; the envelope of his complaint may bear somebody else's name.
    Where it bears his own, letter by letter, nothing is in doubt and nothing is named.
    """
    none = ibis.null("string")
    customers, complaints, acting = tables.customers, tables.complaints, tables.representations
    on_file = customers.select(
        record_table=ibis.literal("customers"),
        record_id="customer_id",
        field=ibis.literal("full_name"),
        customer_id="customer_id",
        name="full_name",
        id_number="id_number",
        phone="phone",
        email=none,
        address="address",
        door="door",
    )
    owned = complaints.left_join(customers.select("customer_id", "full_name"), "customer_id")
    on_envelopes = owned.filter((owned.sender_name != owned.full_name).fill_null(True)).select(
        record_table=ibis.literal("complaints"),
        record_id="complaint_id",
        field=ibis.literal("sender_name"),
        customer_id="customer_id",
        name="sender_name",
        id_number=none,
        phone="contact_phone",
        email="contact_email",
        address="sender_address",
        door="door",
    )
    who_act = acting.select(
        record_table=ibis.literal("representations"),
        record_id="representation_id",
        field=ibis.literal("representative_name"),
        customer_id=none,
        name="representative_name",
        id_number=none,
        phone="representative_phone",
        email=none,
        address=none,
        door=none,
    )
    named = ibis.union(on_file, on_envelopes, who_act).filter(ibis._.name.notnull(), ibis._.name != "")
    parts = [named[feature].fill_null("") for feature in FEATURES]
    return named.mutate(persona=ibis.literal("\x1f").join(parts))


def comparable(named: ir.Table) -> ir.Table:
    """Pairs ``left`` and ``right`` of personas that share something and might be one person's by their names.

    Left out are two people whose identity numbers are known and differ, and names that have neither end in common,
    unless one is not in Chinese characters.
    """
    personas = named.select("persona", *FEATURES, "door").distinct()
    keyed = ibis.union(
        *(
            personas.select(
                "persona", "name", "id_number", kind=ibis.literal(feature), key=_key(personas, feature)
            ).filter(ibis._.key.notnull(), ibis._.key != "")
            for feature in FEATURES
            if feature != "name"
        )
    )
    held = keyed.group_by("kind", "key").aggregate(holders=keyed.count())
    telling = keyed.join(held.filter(held.holders > 1, held.holders <= CROWD).drop("holders"), ["kind", "key"])
    other = telling.select("kind", "key", right="persona", right_name="name", right_number="id_number")
    met = telling.rename(left="persona", left_name="name", left_number="id_number").join(other, ["kind", "key"])
    ends = (met.left_name.substr(0, 1) == met.right_name.substr(0, 1)) | (
        met.left_name.right(1) == met.right_name.right(1)
    )
    foreign = met.left_name.re_search(_FOREIGN) | met.right_name.re_search(_FOREIGN)
    contradicted = (met.left_number != met.right_number).fill_null(False)
    return met.filter(met.left < met.right, ends | foreign, ~contradicted).select("left", "right").distinct()


_FOREIGN = "^[A-Za-z]"


def _key(personas: ir.Table, feature: str) -> ir.StringValue:
    types = {"phone": EntityType.PHONE, "email": EntityType.EMAIL}
    if feature not in types:
        found: ir.StringValue = personas["door" if feature == "address" else feature]
        return found
    return normalised(ibis.literal(types[feature].value), personas[feature])
