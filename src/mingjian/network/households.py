"""Households: customers who live together by the lender's own files are one voice, whatever else they share."""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import EntityType


def households(customers: ir.Table, *, largest: int) -> ir.Table:
    """``customer_id`` and ``household`` of the customers who share their address on file with few enough others.

    The telephone on file is no sign of a household: an agency that has its clients' numbers changed to its own
    would look like a family. Of a village without doors its name is one.
    """
    placed = customers.select("customer_id", key="spelling").filter(ibis._.key.notnull(), ibis._.key != "")
    sizes = placed.group_by("key").aggregate(size=placed.count(), household=placed.customer_id.min())
    small = sizes.filter(sizes["size"] > 1, sizes["size"] <= largest)
    return placed.join(small, "key").select("customer_id", "household")


def with_household(rows: ir.Table, homes: ir.Table) -> ir.Table:
    """``rows`` of parties with the household of each; who is in none is one by himself."""
    joined = rows.left_join(homes, rows.party_id == homes.customer_id)
    customer = joined.party_type == EntityType.CUSTOMER.value
    own = joined.party_type + ":" + joined.party_id
    shared = ibis.literal(f"{EntityType.CUSTOMER.value}:") + joined.household
    return joined.mutate(household=ibis.ifelse(customer & joined.household.notnull(), shared, own)).drop("customer_id")


def with_voice(rows: ir.Table, voices: ir.Table) -> ir.Table:
    """``rows`` with the households that one person makes one under the voice of both."""
    joined = rows.left_join(voices, "household")
    return joined.mutate(household=ibis.coalesce(joined.voice, joined.household)).drop("household_right", "voice")
