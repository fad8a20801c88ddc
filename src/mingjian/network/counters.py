"""Counters and envelopes: what comes with one place where letters are handed in is one circumstance.

A village's parcel point puts its address and its next waybill number on everybody's letter; a prison's letter desk
its name and address; a branch files for whoever comes in, on its tablet and with its fixed line. These are of several
kinds by what they are, and of one by how they come: whoever stood there has them all. People who left telephones that
are not their own are another matter: somebody had to give them these.
"""

import ibis.expr.types as ir

from mingjian.contract.vocabulary import EntityType
from mingjian.network.evidence import REPORTERS

MOST = 0.5
"""What a counter's people share tells where more than this share of them left telephones that are not their own."""

_FIXED_LINE = "^0[0-9]{9,11}$"
_THERE = r"(?:(?:address|device|ip|waybill):[^|]*|phone:0[0-9]{9,11})"
_ON_ENVELOPES = r"(?:address|person|waybill):[^|]*"
_ONE_COUNTER = rf"^(?:{_THERE}(?:\|{_THERE})+|{_ON_ENVELOPES}(?:\|{_ON_ENVELOPES})+)$"


def without_counters(stars: ir.Table, rows: ir.Table) -> ir.Table:
    """``stars`` but those of people with telephones of their own who share nothing but one counter or envelope.

    ``rows`` are the attributes of everybody. Who also writes one letter is in a star of that besides.
    """
    counters = stars.filter(stars.star.re_search(_ONE_COUNTER))
    people = counters.filter(~counters.household.re_search(REPORTERS))
    sizes = people.group_by("star").aggregate(size=people.household.nunique())
    strangers = people.semi_join(_with_others_telephones(rows), "household")
    counted = sizes.left_join(
        strangers.group_by("star").aggregate(strangers=strangers.household.nunique()), "star"
    ).drop("star_right")
    explained = counted.filter(counted.strangers.fill_null(0) <= MOST * counted["size"])
    return stars.anti_join(explained, "star")


def _with_others_telephones(rows: ir.Table) -> ir.Table:
    """The households that complained with a telephone which does not stand on their file; a fixed line is a place's."""
    telephones = rows.filter(rows.entity_type == EntityType.PHONE.value, rows.entity_id == rows.fine_id)
    on_file = telephones.filter(telephones.record_table == "customers").select("household", "entity_id")
    left = telephones.filter(telephones.record_table == "complaints", ~telephones.entity_id.re_search(_FIXED_LINE))
    return left.anti_join(on_file, ["household", "entity_id"]).select("household").distinct()
