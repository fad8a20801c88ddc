"""Helpers: all that one person who helps for nothing brings is one circumstance, he himself, and no gang's.

A village worker, a hospital's social worker, a shop that files for the old: one telephone, mailbox, device, desk,
letter and walk to the post office come with one helper, however many kinds they are of. He says openly that he acts,
and takes nothing but his costs; or nobody acts, and a public body or a shop lends everybody its desk. A gang gives
other evidence: money, what independent sources name as an agency's, pasted seals, clients' telephones on file that
became one and the same.
"""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import COMPANIES, ComplaintChannel, EntityType, OrganisationKind, OrganisationStatus
from mingjian.network.attributes import normalised
from mingjian.network.evidence import REPORTERS
from mingjian.network.kinds import Kind
from mingjian.network.pay import above_costs, of_who_is_paid, paying
from mingjian.network.tables import NetworkTables
from mingjian.standards import open_shops, public_bodies
from mingjian.standards.open_helpers import largely
from mingjian.standards.phone import LANDLINE
from mingjian.store.engine import Engine

MOST = 0.5
"""A star or a web is a helper's where more than this share of its households are helped by one."""

PASSED_ON = 0.9
"""A fixed line or mailbox is a body's where at least this share of the households that left it complained through an
association: nobody but the lender says through whom a complaint came, and an agency presses on many sides."""

NAMING, LEAST_NAMING = 0.25, 2
"""Of these at least so many name the body: not each consumer's own telephone says whose form he filled in, and two of
sixty who name it explain nothing."""

_NAMES = (EntityType.PERSON.value, EntityType.ORGANISATION.value, EntityType.ADDRESS.value)
_HELPERS = (EntityType.PHONE.value, EntityType.ACCOUNT.value)
_CONTACTS = (EntityType.PHONE.value, EntityType.EMAIL.value)
_LENT = (
    *_CONTACTS,
    EntityType.DEVICE.value,
    EntityType.IP.value,
    EntityType.WAYBILL.value,
)
"""What whoever comes to a desk may use."""

_THING = ("entity_type", "entity_id")


def of_no_helper(rows: ir.Table, tables: NetworkTables, known: ir.Table) -> ir.Table:
    """``entity_type`` and ``entity_id`` of what is no helper's: who is paid, and who put his number on others' files.

    ``rows`` are the attributes of everybody, ``known`` what is known as an agency's.
    """
    return ibis.union(of_who_is_paid(rows, tables), _put_on_files(rows), known.select(*_THING)).distinct()


def helped(rows: ir.Table, tables: NetworkTables, no_helpers: ir.Table, engine: Engine) -> ir.Table:
    """``household`` and what they have (``entity_type``, ``entity_id``) of one who helps for nothing, or a desk has."""
    free = engine.named(rows.filter(~rows.household.re_search(REPORTERS)).anti_join(no_helpers, _THING))
    openly = _openly(free)
    names = _desks(free, openly, tables)
    desks = names.union(_bodies_lines(free, names, tables)).distinct()
    theirs = ibis.union(openly, desks, _lent(free, desks))
    return free.semi_join(theirs, _THING).select("household", *_THING).distinct()


def costs_of(helped: ir.Table) -> ir.Table:
    """The accounts into which helpers collect what they lay out."""
    return helped.filter(helped.entity_type == EntityType.ACCOUNT.value).select("entity_id").distinct()


def _openly(free: ir.Table) -> ir.Table:
    """The telephones of friends and others who are stated to help, and the accounts for their costs."""
    own = free.filter(free.entity_type.isin(_HELPERS), free.entity_id == free.fine_id)
    return largely(free, own.filter(own.record_table == "representations"), by=_THING)


def _desks(free: ir.Table, openly: ir.Table, tables: NetworkTables) -> ir.Table:
    """Senders, their addresses and organisations that are a public body's or an open shop's, by name or register.

    Who takes a fee in its name has only its name.
    """
    named = free.filter(free.entity_type.isin(_NAMES), free.record_table.isin(("complaints", "representations")))
    register = _register(tables)
    ids = register.select(entity_id="name").union(register.select(entity_id="uscc")).distinct()
    stated = tables.representations
    costs = free.semi_join(openly.filter(openly.entity_type == EntityType.ACCOUNT.value), _THING)
    for_costs = costs.select(representation_id="record_id")
    into = stated.filter(stated.payee_account.notnull()).anti_join(for_costs, "representation_id")
    paid = stated.filter(above_costs(stated)).select("representation_id").union(into.select("representation_id"))
    named = named.anti_join(named.semi_join(paid, named.record_id == paid.representation_id).select(*_THING), _THING)
    by_name = named.filter(named.entity_id.re_search(f"{public_bodies.NAME}|{open_shops.NAME}"))
    by_register = named.semi_join(ids.filter(ids.entity_id.notnull()), "entity_id")
    return by_name.select(*_THING).union(by_register.select(*_THING)).distinct()


def _bodies_lines(free: ir.Table, names: ir.Table, tables: NetworkTables) -> ir.Table:
    """The telephones that the register has as a public body's, and what an association leaves that passes on.

    A body's name alone is written by anybody, so it asks of many who left a thing that they name it (``_lent``).
    """
    lines = free.filter(free.entity_type.isin(_CONTACTS), free.entity_id == free.fine_id)
    bodies = _register(tables).union(
        tables.organisations.filter(
            tables.organisations.name.re_search(public_bodies.NAME).fill_null(False),
            tables.organisations.status == OrganisationStatus.ACTIVE.value,
        )
    )
    phone = ibis.literal(EntityType.PHONE.value)
    registered = bodies.filter(bodies.phone.notnull()).select(
        entity_type=phone, entity_id=normalised(phone, bodies.phone)
    )
    through = tables.complaints.filter(tables.complaints.channel == ComplaintChannel.ASSOCIATION.value)
    passed_on = lines.filter(lines.record_table == "complaints").semi_join(
        through, ibis._.record_id == through.complaint_id
    )
    fixed = (passed_on.entity_type != EntityType.PHONE.value) | passed_on.entity_id.re_search(LANDLINE)
    mostly = largely(lines, passed_on.filter(fixed), by=_THING, share=PASSED_ON)
    public = names.filter(~names.entity_id.re_search(open_shops.NAME))
    naming = lines.semi_join(mostly, _THING).semi_join(free.semi_join(public, _THING), "household")
    counted = naming.group_by(*_THING).aggregate(homes=naming.household.nunique())
    often = largely(lines, naming, by=_THING, share=NAMING)
    named = counted.filter(counted.homes >= LEAST_NAMING).select(*_THING).semi_join(often, _THING)
    return lines.semi_join(registered, _THING).select(*_THING).union(named).distinct()


def _register(tables: NetworkTables) -> ir.Table:
    """The active bodies of the register that are no business; what it calls ``other`` may be one."""
    return tables.organisations.filter(
        tables.organisations.kind.notnull(),
        ~tables.organisations.kind.isin([one.value for one in (*COMPANIES, OrganisationKind.OTHER)]),
        tables.organisations.status == OrganisationStatus.ACTIVE.value,
    )


def _lent(free: ir.Table, desks: ir.Table) -> ir.Table:
    """The mailboxes, telephones and devices that stand at those desks."""
    there = free.semi_join(desks, _THING).select("household").distinct()
    lent = free.filter(free.entity_type.isin(_LENT))
    return largely(free, lent.semi_join(there, "household"), by=_THING)


def _put_on_files(rows: ir.Table) -> ir.Table:
    """The telephones on the files of two homes: a number that came to stand there was put in their own one's place."""
    on_file = rows.filter(rows.record_table == "customers", rows.entity_type == EntityType.PHONE.value)
    holders = on_file.group_by(*_THING).aggregate(homes=on_file.household.nunique())
    return holders.filter(holders.homes > 1).select(*_THING)


def without_helpers(stars: ir.Table, helped: ir.Table) -> ir.Table:
    """``stars`` but those and the webs that one helper explains; who is paid, and pasted seals, he does not.

    What independent sources name as an agency's is a star of one kind, and stands.
    """
    beyond_help = stars.filter(~stars.kinds.contains("+") | stars.kinds.contains(Kind.PAPER.value))
    told = beyond_help.select("star").union(paying(stars, costs_of(helped))).distinct()
    asked = stars.anti_join(told, "star")
    asked = asked.mutate(whole=ibis.coalesce(asked.web, asked.star))
    sizes = asked.group_by("whole").aggregate(size=asked.household.nunique())
    together = asked.select("whole", "household").join(helped, "household")
    by_helper = together.group_by("whole", *_THING).aggregate(clients=together.household.nunique())
    largest = by_helper.group_by("whole").aggregate(clients=by_helper.clients.max()).join(sizes, "whole")
    explained = largest.filter(largest.clients > MOST * largest["size"])
    return stars.semi_join(told, "star").union(asked.anti_join(explained, "whole").drop("whole"))
