"""What people share because somebody helps them all for nothing, lends them his desk, or employs them."""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import Relationship
from mingjian.risk.features.feature import Tables
from mingjian.risk.features.sharing import LAWFUL, companies, with_fees, with_household
from mingjian.standards import public_bodies
from mingjian.standards.open_helpers import OPENLY, largely
from mingjian.standards.phone import LANDLINE

WORKPLACE = r"(?:公司|集团|厂|矿|车队|合作社|学校|大学|中学|小学|幼儿园|医院|酒店|超市)$"
"""Names of employers: what a customer's file calls 个体, 务农 or 司机 is a living, and no place with a telephone."""

HANDS = ("contact_phone", "contact_email", "sender_address", "device_id")


def helpers_telephones(tables: Tables) -> ir.Table:
    """``complaint_id`` and ``contact_phone`` where the telephone is a helper's who takes nothing, as far as is known.

    A village worker, a mediator or a friend who helps several households leaves his own number for all of them, a
    social worker for twenty. He is told of once, as the representative that he is; his telephone is no second thing
    that these complaints share. A company lives by what it does: that nobody states a fee, or that it calls the first
    consultation free, excuses none, unless it is where the customer works.

    Where he is stated to act for half of those who left the number, it is his for the others too; and so is a public
    body's that half of them name, and the fixed line of an employer for whom most of them work. A number that
    somebody left who is represented by a trade is nobody's but that trade's.
    """
    helped = _unpaid(tables).filter(lambda row: row.representative_phone.notnull())
    stated = helped.select("complaint_id", contact_phone="representative_phone")
    everybody = tables.once(_everybody)
    acting = everybody.semi_join(stated, ["complaint_id", "contact_phone"])
    numbers = ibis.union(
        largely(everybody, acting, by=("contact_phone",)),
        _desks(tables, by="contact_phone"),
        _workplaces(everybody, tables),
    )
    carried = everybody.semi_join(_no_trades(numbers, tables, by="contact_phone"), "contact_phone")
    return stated.union(carried.select("complaint_id", "contact_phone")).distinct()


def desks(tables: Tables, *, by: str) -> ir.Table:
    """The values of ``by`` that at least half of those who left them have from a public body, by the name it gives."""
    return _no_trades(_desks(tables, by=by), tables, by=by)


def _everybody(tables: Tables) -> ir.Table:
    complaints = with_household(tables.table("complaints"), tables)
    return complaints.select("complaint_id", "customer_id", "household", "sender_name", *HANDS)


def _others(tables: Tables) -> ir.Table:
    rows = tables.table("representations")
    return rows.filter(~rows.relationship.isin([str(value) for value in LAWFUL]).fill_null(False))


def _trades(tables: Tables) -> ir.Table:
    """``complaint_id`` of those whom somebody represents for a fee, or a company that does not employ them."""
    others = _others(tables)
    paid = with_fees(others, tables).filter(lambda row: row.takes_fee)
    acting = companies(others, tables)
    if tables.knows("customers"):
        employers = tables.table("customers").select("customer_id", organisation_name="employer")
        employed = tables.table("complaints").select("complaint_id", "customer_id").inner_join(employers, "customer_id")
        acting = acting.anti_join(employed, ["complaint_id", "organisation_name"])
    return paid.select("complaint_id").union(acting.select("complaint_id")).distinct()


def _unpaid(tables: Tables) -> ir.Table:
    return _others(tables).anti_join(_trades(tables), "complaint_id")


def _no_trades(values: ir.Table, tables: Tables, *, by: str) -> ir.Table:
    hired = tables.once(_everybody).semi_join(_trades(tables), "complaint_id")
    return values.anti_join(hired.filter(hired[by].notnull()), by)


def _desks(tables: Tables, *, by: str) -> ir.Table:
    everybody = tables.once(_everybody)
    named = tables.table("representations").filter(
        lambda row: (
            row.organisation_name.re_search(public_bodies.NAME).fill_null(False)
            & row.payee_account.isnull()
            & (row.relationship != str(Relationship.COMPANY)).fill_null(True)
        )
    )
    sent = everybody.filter(everybody.sender_name.re_search(public_bodies.NAME).fill_null(False))
    there = named.select("complaint_id").union(sent.select("complaint_id"))
    return largely(everybody, everybody.semi_join(there, "complaint_id"), by=(by,))


def _workplaces(everybody: ir.Table, tables: Tables) -> ir.Table:
    """The fixed lines of employers: a mobile telephone in a works may be an agency's man's there."""
    if not tables.knows("customers"):
        return everybody.filter(ibis.literal(False)).select("contact_phone")
    employers = tables.table("customers").select("customer_id", employer=lambda row: row.employer.strip())
    lines = everybody.filter(everybody.contact_phone.re_search(LANDLINE).fill_null(False))
    homes = lines.group_by("contact_phone").aggregate(homes=lines.household.nunique())
    named = lines.inner_join(employers.filter(employers.employer.re_search(WORKPLACE)), "customer_id")
    together = named.group_by("contact_phone", "employer").aggregate(colleagues=named.household.nunique())
    return (
        homes.inner_join(together, "contact_phone")
        .filter(lambda row: row.colleagues > OPENLY * row.homes)
        .select("contact_phone")
    )
