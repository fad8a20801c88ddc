"""Counters and envelopes: what comes with one place where letters are handed in is one circumstance.

A village's parcel point puts its address and its next waybill number on everybody's letter; a prison's letter desk
its name and address; a branch files for whoever comes in, on its tablet, with its fixed line and in its name. These
are of several kinds by what they are, and of one by how they come: whoever stood there has them all. People who left
telephones that are not their own are another matter: somebody had to give them these. And who acts for somebody, or is
called an agency, has no counter, nor has who gives a man's name or a firm's: the name beside the tablet is his.

What the lender's own desk recorded of those who came in is its own and evidence of nothing: only the lender can say
that they came, and on which tablet. What it wrote down is the visitor's: a fixed line or a name is the desk's only
where hardly anybody has it who was not there.
"""

import ibis.expr.types as ir

from mingjian.contract.vocabulary import ComplaintChannel, EntityType
from mingjian.network.evidence import REPORTERS
from mingjian.standards import branches, open_shops, public_bodies

MOST = 0.5
"""What a counter's people share tells where more than this share of them left telephones that are not their own."""

VISITED = 0.5
"""A tablet or IP is the lender's own desk's where at least this share of those who left it had come in."""

THERE = 0.9
"""A fixed line or a name is that desk's where at least this share of those who left it had come in, or were filed on
its tablet."""

_FIXED_LINE = "^0[0-9]{9,11}$"
_THERE = r"(?:(?:address|device|ip|waybill):[^|]*|phone:0[0-9]{9,11})"
_ON_ENVELOPES = r"(?:address|person|waybill):[^|]*"
_ONE_COUNTER = rf"^(?:{_THERE}(?:\|{_THERE})+|{_ON_ENVELOPES}(?:\|{_ON_ENVELOPES})+)$"
_NAMED = rf"(?:{_THERE}|person:[^|]*)"
_ONE_NAMED_COUNTER = rf"^{_NAMED}(?:\|{_NAMED})+$"
_NAME = r"person:([^|]*)"

_COUNTERS = rf"{branches.NAME}|{public_bodies.NAME}|{open_shops.NAME}"
_RECORDED = (EntityType.DEVICE.value, EntityType.IP.value)
"""What the lender's system notes of its own at a desk: the tablet and its address on the net."""

_THING = ("entity_type", "entity_id")


def without_counters(stars: ir.Table, rows: ir.Table, adverts: ir.Table) -> ir.Table:
    """``stars`` but those of people with telephones of their own who share nothing but one counter or envelope.

    ``rows`` are the attributes of everybody, ``adverts`` those of adverts. Who also writes one letter is in a star of
    that besides.
    """
    unnamed = stars.filter(stars.star.re_search(_ONE_COUNTER))
    named = stars.filter(stars.star.re_search(_ONE_NAMED_COUNTER), ~stars.star.re_search(_ONE_COUNTER))
    named = named.mutate(sender=named.star.re_extract(_NAME, 1))
    named = named.filter(named.sender.re_search(_COUNTERS))
    acting = _acting(rows, adverts)
    own_name = named.anti_join(acting, named.sender == acting.entity_id).drop("sender")
    counters = unnamed.union(own_name)
    people = counters.filter(~counters.household.re_search(REPORTERS))
    sizes = people.group_by("star").aggregate(size=people.household.nunique())
    strangers = people.semi_join(_with_others_telephones(rows), "household")
    counted = sizes.left_join(
        strangers.group_by("star").aggregate(strangers=strangers.household.nunique()), "star"
    ).drop("star_right")
    explained = counted.filter(counted.strangers.fill_null(0) <= MOST * counted["size"])
    return stars.anti_join(explained, "star")


def of_the_lenders_desk(brought: ir.Table, complaints: ir.Table) -> ir.Table:
    """``fine_type`` and ``fine_id`` of the tablets, IPs, fixed lines and names by which the lender's own desk files.

    ``brought`` is what every party did.
    """
    visits = complaints.filter(complaints.channel == ComplaintChannel.VISIT.value).select(record_id="complaint_id")
    filed = brought.filter(brought.record_table == "complaints")
    recorded = brought.filter(brought.entity_type.isin(_RECORDED))
    visitors = filed.semi_join(visits, "record_id")
    own = _mostly(recorded, visitors.filter(visitors.entity_type.isin(_RECORDED)), share=VISITED)
    on_it = filed.semi_join(own, _THING).select("record_id").union(visits).distinct()
    line = (brought.entity_type == EntityType.PHONE.value) & brought.entity_id.re_search(_FIXED_LINE)
    written = brought.filter(line | (brought.entity_type == EntityType.PERSON.value))
    there = written.filter(written.record_table == "complaints").semi_join(on_it, "record_id")
    desk = own.union(_mostly(written, there, share=THERE))
    return desk.select(fine_type="entity_type", fine_id="entity_id")


def _mostly(rows: ir.Table, chosen: ir.Table, *, share: float) -> ir.Table:
    """The things of ``rows`` that at least ``share`` of the parties who have them have by one of the ``chosen``."""
    seen = chosen.group_by(_THING).aggregate(seen=chosen.party_id.nunique())
    left = rows.semi_join(seen, _THING)
    counted = left.group_by(_THING).aggregate(parties=left.party_id.nunique()).join(seen, _THING)
    return counted.filter(counted.seen >= share * counted.parties).select(*_THING)


def _acting(rows: ir.Table, adverts: ir.Table) -> ir.Table:
    """``entity_id`` of the names of who acts for somebody, and of whatever reports and adverts call an agency."""
    stated = rows.filter(rows.record_table == "representations", rows.entity_type == EntityType.PERSON.value)
    firms = rows.filter(rows.entity_type == EntityType.ORGANISATION.value)
    advertised = adverts.filter(adverts.entity_type == EntityType.ORGANISATION.value)
    return stated.select("entity_id").union(firms.select("entity_id")).union(advertised.select("entity_id")).distinct()


def _with_others_telephones(rows: ir.Table) -> ir.Table:
    """The households that complained with a telephone which does not stand on their file; a fixed line is a place's."""
    telephones = rows.filter(rows.entity_type == EntityType.PHONE.value, rows.entity_id == rows.fine_id)
    on_file = telephones.filter(telephones.record_table == "customers").select("household", "entity_id")
    left = telephones.filter(telephones.record_table == "complaints", ~telephones.entity_id.re_search(_FIXED_LINE))
    return left.anti_join(on_file, ["household", "entity_id"]).select("household").distinct()
