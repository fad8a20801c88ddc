"""Helpers: all that one person who helps for nothing brings is one circumstance, he himself, and no gang's.

A village worker, a hospital's social worker, a shop that files for the old: one telephone, mailbox, device, desk,
letter and walk to the post office come with one helper, however many kinds they are of. He says openly that he acts,
and takes nothing but his costs. A gang gives other evidence: money, what independent sources name as an agency's,
pasted seals, clients' telephones on file that became one and the same.
"""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import EntityType, OrganisationKind, OrganisationStatus, Relationship
from mingjian.network.evidence import REPORTERS
from mingjian.network.kinds import Kind
from mingjian.network.lawful import agencies_representations
from mingjian.network.tables import NetworkTables
from mingjian.standards import legal_bodies, public_bodies
from mingjian.standards.fees import PETTY_COSTS_YUAN

MOST = 0.5
"""A star or a web is a helper's where more than this share of its households are helped by one."""

OPENLY = 0.5
"""A telephone is a helper's where he is stated to act for at least this share of the households that left it."""

_BUSINESS = (OrganisationKind.CONSULTING.value, OrganisationKind.TECHNOLOGY.value, OrganisationKind.LENDER.value)
_OTHERS = (
    Relationship.LAWYER.value,
    Relationship.LEGAL_WORKER.value,
    Relationship.COMPANY.value,
    Relationship.RELATIVE.value,
)
"""Who answers for himself by other rules: nobody is everybody's cousin."""

_TRADERS_CODE = "^9[12]"
"""How the credit code of an enterprise or a sole trader begins (GB 32100)."""

_NAMES = (EntityType.PERSON.value, EntityType.ORGANISATION.value, EntityType.ADDRESS.value)


def helped(rows: ir.Table, tables: NetworkTables, known: ir.Table) -> ir.Table:
    """``household`` and ``helper`` of those whom somebody helps for nothing, or a public body does.

    ``rows`` are the attributes of everybody, ``known`` what is known as an agency's.
    """
    theirs = (
        _telephones(rows, tables).union(_public_bodies(rows, tables)).anti_join(known, ["entity_type", "entity_id"])
    )
    having = rows.filter(~rows.household.re_search(REPORTERS)).semi_join(theirs, ["entity_type", "entity_id"])
    return having.select("household", helper=having.entity_type + ":" + having.entity_id).distinct()


def _telephones(rows: ir.Table, tables: NetworkTables) -> ir.Table:
    """The telephones of friends and others who are stated to help, and of whom nobody states that they are paid."""
    acting = rows.filter(rows.record_table == "representations", rows.entity_type == EntityType.PHONE.value)
    acting = acting.filter(acting.entity_id == acting.fine_id)
    stated = tables.representations
    traders = tables.organisations.filter(tables.organisations.kind.isin(_BUSINESS))
    trade = (
        stated.relationship.isin(_OTHERS).fill_null(False)
        | (stated.fee_yuan > PETTY_COSTS_YUAN).fill_null(False)
        | stated.payee_account.notnull()
        | stated.organisation_name.re_search(legal_bodies.COMPANY_NAME).fill_null(False)
        | stated.organisation_uscc.re_search(_TRADERS_CODE).fill_null(False)
    )
    business = ibis.union(
        stated.filter(trade).select("representation_id"),
        stated.semi_join(traders, stated.organisation_name == traders.name).select("representation_id"),
        stated.semi_join(traders, stated.organisation_uscc == traders.uscc).select("representation_id"),
        agencies_representations(tables),
    )
    paid = tables.testimonies.filter((tables.testimonies.fee_yuan > PETTY_COSTS_YUAN).fill_null(False))
    hired = acting.semi_join(business, acting.record_id == business.representation_id)
    denounced = rows.semi_join(paid, rows.record_id == paid.testimony_id).filter(ibis._.record_table == "testimonies")
    # A number that came to stand on the files of two homes was put there in their place.
    on_file = rows.filter(rows.record_table == "customers", rows.entity_type == EntityType.PHONE.value)
    holders = on_file.group_by("entity_type", "entity_id").aggregate(homes=on_file.household.nunique())
    thing = ("entity_type", "entity_id")
    no_helpers = ibis.union(
        hired.select(*thing), denounced.select(*thing), holders.filter(holders.homes > 1).select(*thing)
    ).distinct()
    free = acting.anti_join(no_helpers, thing)
    openly = free.group_by(*thing).aggregate(represented=free.household.nunique())
    everybody = rows.filter(~rows.household.re_search(REPORTERS)).semi_join(openly, thing)
    counted = everybody.group_by(*thing).aggregate(homes=everybody.household.nunique()).join(openly, thing)
    return counted.filter(counted.represented >= OPENLY * counted.homes).select(*thing)


def _public_bodies(rows: ir.Table, tables: NetworkTables) -> ir.Table:
    """Senders, their addresses and organisations that are a public body's, by its name or by the register.

    Who takes a fee in its name has only its name.
    """
    named = rows.filter(rows.entity_type.isin(_NAMES), rows.record_table.isin(("complaints", "representations")))
    register = tables.organisations.filter(
        tables.organisations.kind.notnull(),
        ~tables.organisations.kind.isin((*_BUSINESS, OrganisationKind.OTHER.value)),
        tables.organisations.status == OrganisationStatus.ACTIVE.value,
    )
    ids = register.select(entity_id="name").union(register.select(entity_id="uscc")).distinct()
    stated = tables.representations
    paid = stated.filter((stated.fee_yuan > PETTY_COSTS_YUAN).fill_null(False) | stated.payee_account.notnull())
    named = named.anti_join(
        named.semi_join(paid, named.record_id == paid.representation_id).select("entity_type", "entity_id"),
        ["entity_type", "entity_id"],
    )
    by_name = named.filter(named.entity_id.re_search(public_bodies.NAME))
    by_register = named.semi_join(ids.filter(ids.entity_id.notnull()), "entity_id")
    thing = ("entity_type", "entity_id")
    return by_name.select(*thing).union(by_register.select(*thing)).distinct()


def without_helpers(stars: ir.Table, helped: ir.Table) -> ir.Table:
    """``stars`` but those and the webs that one helper explains; who is paid, and pasted seals, he does not.

    What independent sources name as an agency's is a star of one kind, and stands.
    """
    told = ~stars.kinds.contains("+") | stars.kinds.contains(Kind.MONEY.value) | stars.kinds.contains(Kind.PAPER.value)
    asked = stars.filter(~told).mutate(whole=ibis.coalesce(stars.web, stars.star))
    sizes = asked.group_by("whole").aggregate(size=asked.household.nunique())
    together = asked.select("whole", "household").join(helped, "household")
    by_helper = together.group_by("whole", "helper").aggregate(clients=together.household.nunique())
    largest = by_helper.group_by("whole").aggregate(clients=by_helper.clients.max()).join(sizes, "whole")
    explained = largest.filter(largest.clients > MOST * largest["size"])
    return stars.filter(told).union(asked.anti_join(explained, "whole").drop("whole"))
