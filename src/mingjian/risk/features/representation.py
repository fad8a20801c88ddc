"""Who acts for the customer, and whether he may."""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import Requirement, RequirementStatus, RequirementSubject
from mingjian.risk.features.feature import Feature, FeatureGroup, Subject, Tables
from mingjian.risk.features.sharing import LAWFUL, other_households, with_fees, with_household


def representative(subjects: ir.Table, tables: Tables) -> ir.Table:
    """The relationship and the fee that a complaint's representative states."""
    rows = with_fees(tables.table("representations").semi_join(subjects, "complaint_id"), tables)
    lawful = rows.relationship.isin([str(value) for value in LAWFUL])
    # A fee paid to a lawyer is ordinary; one paid to anyone else is an agency's business. Fare and copies are none.
    paid = rows.takes_fee & ~lawful
    return rows.group_by("complaint_id").agg(
        representative_present=(rows.representation_id.nunique() > 0).cast("float64"),
        representative_lawful_relation=lawful.cast("float64").min(),
        representative_paid_outsider=paid.cast("float64").max(),
        representative_evidence=rows.representation_id.max(),
    )


CAPACITY = (Requirement.LICENCE_IN_FORCE, Requirement.RELATIONSHIP_SHOWN)
"""What shows that somebody is what he says: that he says it, or that a firm of that name exists, does not."""


def papers(subjects: ir.Table, tables: Tables) -> ir.Table:
    """Which requirements the representative fails, and whether he is shown to be what he says that he is."""
    rows = tables.table("representations").semi_join(subjects, "complaint_id")
    asked = tables.table("requirements")
    asked = asked.filter(
        (asked.subject_type == str(RequirementSubject.REPRESENTATION))
        # A signature that is not by hand is asked for again; honest people send copies, so it speaks against nobody.
        & (asked.requirement != str(Requirement.AUTHORISATION_HAND_SIGNED))
    )
    joined = rows.select("complaint_id", "representation_id").inner_join(asked, [("representation_id", "subject_id")])
    shown = joined.requirement.isin([str(value) for value in CAPACITY]) & (joined.status == str(RequirementStatus.MET))
    who = joined.representation_id
    return joined.group_by("complaint_id").agg(
        requirements_not_met=(joined.status == str(RequirementStatus.NOT_MET)).sum().cast("float64"),
        representative_capacity_shown=(who.nunique(where=shown) == who.nunique()).cast("float64"),
        requirements_evidence=joined.representation_id.max(),
    )


def shared_representative(subjects: ir.Table, tables: Tables) -> ir.Table:
    """How many other households the same representative, by phone, acts for, where he is neither lawyer nor relative.

    A lawyer acts for many by profession: of him it tells nothing.
    """
    complaints = with_household(tables.table("complaints"), tables).select("complaint_id", "household")
    rows = tables.table("representations").filter(lambda row: row.representative_phone.notnull())
    everyone = rows.select("complaint_id", "representative_phone").inner_join(complaints, "complaint_id")
    others = rows.filter(~rows.relationship.isin([str(value) for value in LAWFUL]))
    asked = (
        others.semi_join(subjects, "complaint_id")
        .group_by("complaint_id")
        .agg(representative_phone=lambda row: row.representative_phone.max())
        .mutate(telling=ibis.literal(True))
    )
    return other_households(asked, everyone, by="representative_phone", name="representative_households")


GROUPS = (
    FeatureGroup(
        subject=Subject.COMPLAINT,
        needs=("representations",),
        features=(
            Feature(
                "representative_present",
                "whether a representative is on record for the complaint",
                "0 or 1",
                "when the complaint was received",
                none_is_zero=True,
            ),
            Feature(
                "representative_lawful_relation",
                "whether every representative is stated to be a lawyer, a legal-service worker or a relative",
                "0 or 1",
                "when the complaint was received",
            ),
            Feature(
                "representative_paid_outsider",
                "whether someone who is none of these takes a fee: more than ¥300, which fare and copies may cost, or "
                "anything where he is a company",
                "0 or 1",
                "when the complaint was received",
            ),
        ),
        evidence=("representative_evidence",),
        also_reads=("organisations",),
        build=representative,
    ),
    FeatureGroup(
        subject=Subject.COMPLAINT,
        needs=("representations", "requirements"),
        features=(
            Feature(
                "requirements_not_met",
                "requirements of a representative that are not met",
                "requirements",
                "when the complaint was received",
            ),
            Feature(
                "representative_capacity_shown",
                "whether of every representative the licence stands in the register, or a paper shows the relationship",
                "0 or 1",
                "when the complaint was received",
            ),
        ),
        evidence=("requirements_evidence",),
        build=papers,
    ),
    FeatureGroup(
        subject=Subject.COMPLAINT,
        needs=("representations",),
        features=(
            Feature(
                "representative_households",
                "other households that the same representative acts for, who is neither lawyer, legal-service worker "
                "nor relative",
                "households",
                "when the last of those complaints was received",
            ),
        ),
        evidence=("representative_households_evidence",),
        also_reads=("complaints", "customers"),
        build=shared_representative,
    ),
)
