"""What is known as an agency's, by more than a single source."""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import EntityType
from mingjian.network.evidence import TESTIMONY
from mingjian.standards.sources import LEAST_SOURCES, NOBODY_ANSWERS

REPORTS = "testimonies"
"""The table of consumers' reports."""


def known_as_agencies(attributes: ir.Table, adverts: ir.Table, hired: ir.Table) -> ir.Table:
    """``entity_type`` and ``entity_id`` of what two independent sources at least name as an agency's.

    ``adverts`` are those that the lender found itself.

    Each household that reports it under its name is a source. What nobody answers for is one in all, however many
    accounts, platforms and days it comes from: accounts cost nothing. The papers of ``hired`` representations need no
    second one: there the agency acts itself, before the lender, for a client who says so.
    """
    # Strangers share names, and a friend of a client may stand in a pool of which one telephone is an agency's.
    things = attributes.filter(attributes.entity_type != EntityType.PERSON.value)
    told = things.filter(things.record_table == REPORTS)
    unsigned = told.household.startswith(f"{TESTIMONY}:")
    named = told.select("entity_type", "entity_id", source=ibis.ifelse(unsigned, NOBODY_ANSWERS, told.household))
    posted = adverts.select("entity_type", "entity_id", source=ibis.literal(NOBODY_ANSWERS))
    sources = named.union(posted).distinct()
    counted = sources.group_by("entity_type", "entity_id").aggregate(sources=sources.count())
    borne_out = counted.filter(counted.sources >= LEAST_SOURCES).select("entity_type", "entity_id")
    acting = things.filter(things.record_table == "representations")
    papers = acting.semi_join(hired, acting.record_id == hired.representation_id).select("entity_type", "entity_id")
    return borne_out.union(papers).distinct()


def reported_by_consumers(solicitations: ir.Table) -> ir.Table:
    """``solicitation_id`` of the adverts that consumers reported: who did is not told, so they are no source."""
    return solicitations.filter(solicitations.reported_by_consumer.fill_null(False)).select("solicitation_id")
