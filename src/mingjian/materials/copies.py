"""What several papers share that one person alone should have: for whom they were handed in, and what explains it.

A genuine photo is taken once a document, so two unrelated people do not hold the same picture of a personal document.
They do hold the same blank form, contract, collection letter or news clipping, and a lawyer attaches one identity card
to every case: these are lawful and say nothing. Nor does a paper that names several of them, as a couple's certificate
and a village's list do: they have something to do with each other. Nor does a file that could not be read, or that
names nobody: an upload that failed is the same few bytes, or the same notice, for everyone.
"""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import MaterialKind as Kind
from mingjian.materials.joint import speaking_of_several
from mingjian.materials.tables import Tables

__all__ = ["PERSONAL", "shared"]

PERSONAL = (
    Kind.IDENTITY_CARD,
    Kind.POWER_OF_ATTORNEY,
    Kind.HARDSHIP_CERTIFICATE,
    Kind.DIAGNOSIS_CERTIFICATE,
    Kind.MEDICAL_RECORD,
    Kind.UNEMPLOYMENT_CERTIFICATE,
    Kind.INCOME_CERTIFICATE,
    Kind.DEATH_CERTIFICATE,
    Kind.DISABILITY_CERTIFICATE,
    Kind.POLICE_RECEIPT,
    Kind.CREDIT_REPORT,
    Kind.BANK_STATEMENT,
    Kind.PAYMENT_RECEIPT,
    Kind.CALL_RECORDING,
    Kind.RELATIONSHIP_PROOF,
)
"""Kinds that speak of one person. Court papers, letters, contracts, screenshots and ``other`` may concern many."""

OF_THE_REPRESENTATIVE = (Kind.IDENTITY_CARD, Kind.RELATIONSHIP_PROOF)
"""What a representative attaches of their own."""


def shared(groups: ir.Table, tables: Tables) -> ir.Table:
    """One row a material and group (``material_id, group``): how many hold it, whose it is, and who else's.

    ``several`` says that unrelated people hold it, ``lawful`` that this is as it should be, ``known`` that anything can
    be said of it; ``other`` is another material of the group.
    """
    each = groups.join(tables.submissions, "material_id")
    copies = (
        each.filter(each.household.notnull())
        .group_by("group")
        .aggregate(
            households=lambda t: t.household.nunique(),
            customers=lambda t: t.customer_id.nunique(),
            files=lambda t: t.file_sha256.nunique(),
            representatives=lambda t: t.representative.nunique(),
            represented=lambda t: t.representative.count(),
            copies=lambda t: t.material_id.count(),
            first=lambda t: t.material_id.min(),
            last=lambda t: t.material_id.max(),
        )
    )
    joined = each.left_join(copies, "group").drop("group_right")
    joined = joined.left_join(_of_somebody(tables), "material_id").drop("material_id_right")
    joint = speaking_of_several(groups, tables).mutate(joint=True)
    joined = joined.left_join(joint, ["material_id", "group"]).drop("material_id_right", "group_right")
    # One and the same representative in every case, and a paper of their own.
    by_representative = (
        joined.kind.isin([kind.value for kind in OF_THE_REPRESENTATIVE])
        & (joined.representatives == 1)
        & (joined.represented == joined.copies)
    ).fill_null(False)
    personal = joined.kind.isin([kind.value for kind in PERSONAL]).fill_null(False)
    several = (joined.households > 1).fill_null(False) & ~joined.joint.fill_null(False)
    return joined.select(
        "material_id",
        "group",
        "household",
        "households",
        "customers",
        "files",
        several=several,
        lawful=several & (~personal | by_representative),
        known=joined.household.notnull() & joined.somebody.fill_null(False),
        other=ibis.ifelse(joined.material_id == joined.first, joined.last, joined.first),
    )


def _of_somebody(tables: Tables) -> ir.Table:
    """``material_id, somebody``: files that were read as a whole and say whose they are."""
    readings, facts = tables.readings, tables.facts
    whole = readings.filter(readings.problem.isnull()).select(file_sha256=readings.sha256)
    named = facts.filter(facts.field.isin(["person_name", "id_number"])).select("material_id").distinct()
    submitted = tables.submissions.select("material_id", "file_sha256").semi_join(whole, "file_sha256")
    return submitted.semi_join(named, "material_id").select("material_id").mutate(somebody=True)
