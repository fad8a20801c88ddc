"""Helpers: all that one person who helps for nothing brings is one circumstance, he himself, and no gang's.

A village worker, a hospital's social worker, a shop that files for the old: one telephone, mailbox, device, desk,
letter and walk to the post office come with one helper, however many kinds they are of. He says openly that he acts,
and takes nothing but his costs; or nobody acts, and a public body or a shop lends everybody its desk. A gang gives
other evidence: money, what independent sources name as an agency's, pasted seals, clients' telephones on file that
became one and the same.
"""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import EntityType, OrganisationKind, OrganisationStatus, Relationship
from mingjian.network.corroboration import REPORTS
from mingjian.network.evidence import REPORTERS
from mingjian.network.kinds import Kind
from mingjian.network.lawful import agencies_representations
from mingjian.network.tables import NetworkTables
from mingjian.standards import legal_bodies, open_shops, public_bodies
from mingjian.standards.fees import PETTY_COSTS_YUAN
from mingjian.store.engine import Engine

MOST = 0.5
"""A star or a web is a helper's where more than this share of its households are helped by one."""

OPENLY = 0.5
"""A telephone is a helper's where he is stated to act for at least this share of the households that left it; and what
is lent at a desk is its owner's where as many of them name him."""

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
_LENT = (
    EntityType.PHONE.value,
    EntityType.EMAIL.value,
    EntityType.DEVICE.value,
    EntityType.IP.value,
    EntityType.WAYBILL.value,
)
"""What whoever comes to a desk may use."""

_THING = ("entity_type", "entity_id")


def helped(rows: ir.Table, tables: NetworkTables, known: ir.Table, engine: Engine) -> ir.Table:
    """``household`` and ``helper`` of those whom somebody helps for nothing, or who come to a desk for everybody.

    ``rows`` are the attributes of everybody, ``known`` what is known as an agency's.
    """
    of_people = rows.filter(~rows.household.re_search(REPORTERS))
    no_helpers = ibis.union(_paid(rows, tables), _put_on_files(rows), known.select(*_THING)).distinct()
    free = engine.named(of_people.anti_join(engine.materialise(no_helpers), _THING))
    desks = _desks(free, tables)
    theirs = ibis.union(_telephones(free), desks, _lent(free, desks))
    having = free.semi_join(theirs, _THING)
    return having.select("household", helper=having.entity_type + ":" + having.entity_id).distinct()


def _telephones(free: ir.Table) -> ir.Table:
    """The telephones of friends and others who are stated to help."""
    acting = free.filter(free.record_table == "representations", free.entity_type == EntityType.PHONE.value)
    return _largely(free, acting.filter(acting.entity_id == acting.fine_id))


def _desks(free: ir.Table, tables: NetworkTables) -> ir.Table:
    """Senders, their addresses and organisations that are a public body's or an open shop's, by name or register.

    Who takes a fee in its name has only its name.
    """
    named = free.filter(free.entity_type.isin(_NAMES), free.record_table.isin(("complaints", "representations")))
    register = tables.organisations.filter(
        tables.organisations.kind.notnull(),
        ~tables.organisations.kind.isin((*_BUSINESS, OrganisationKind.OTHER.value)),
        tables.organisations.status == OrganisationStatus.ACTIVE.value,
    )
    ids = register.select(entity_id="name").union(register.select(entity_id="uscc")).distinct()
    stated = tables.representations
    paid = stated.filter((stated.fee_yuan > PETTY_COSTS_YUAN).fill_null(False) | stated.payee_account.notnull())
    named = named.anti_join(named.semi_join(paid, named.record_id == paid.representation_id).select(*_THING), _THING)
    by_name = named.filter(named.entity_id.re_search(f"{public_bodies.NAME}|{open_shops.NAME}"))
    by_register = named.semi_join(ids.filter(ids.entity_id.notnull()), "entity_id")
    return by_name.select(*_THING).union(by_register.select(*_THING)).distinct()


def _lent(free: ir.Table, desks: ir.Table) -> ir.Table:
    """The mailboxes, telephones and devices that stand at those desks."""
    there = free.semi_join(desks, _THING).select("household").distinct()
    lent = free.filter(free.entity_type.isin(_LENT))
    return _largely(free, lent.semi_join(there, "household"))


def _largely(free: ir.Table, chosen: ir.Table) -> ir.Table:
    """The things that at least ``OPENLY`` of the households who left them have by one of the ``chosen`` rows."""
    counted = chosen.group_by(*_THING).aggregate(chosen=chosen.household.nunique())
    everybody = free.semi_join(counted, _THING)
    homes = everybody.group_by(*_THING).aggregate(homes=everybody.household.nunique()).join(counted, _THING)
    return homes.filter(homes.chosen >= OPENLY * homes.homes).select(*_THING)


def _paid(rows: ir.Table, tables: NetworkTables) -> ir.Table:
    """The telephones in a representation that is a trade, or in a report that tells of a fee."""
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
    told = tables.testimonies.filter((tables.testimonies.fee_yuan > PETTY_COSTS_YUAN).fill_null(False))
    telephones = rows.filter(rows.entity_type == EntityType.PHONE.value)
    acting = telephones.filter(telephones.record_table == "representations")
    hired = acting.semi_join(business, acting.record_id == business.representation_id)
    reported = telephones.filter(telephones.record_table == REPORTS)
    denounced = reported.semi_join(told, reported.record_id == told.testimony_id)
    return hired.select(*_THING).union(denounced.select(*_THING))


def _put_on_files(rows: ir.Table) -> ir.Table:
    """The telephones on the files of two homes: a number that came to stand there was put in their own one's place."""
    on_file = rows.filter(rows.record_table == "customers", rows.entity_type == EntityType.PHONE.value)
    holders = on_file.group_by(*_THING).aggregate(homes=on_file.household.nunique())
    return holders.filter(holders.homes > 1).select(*_THING)


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
