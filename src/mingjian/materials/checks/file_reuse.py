"""Were the very same bytes handed in for several customers who have nothing to do with each other?

A genuine photo is taken once a document, so two unrelated people do not hold the same file of a personal document. They
do hold the same blank form, contract, collection letter or news clipping, and a lawyer attaches one identity card to
every case: these are lawful and say nothing. Nor does a paper that names each of them, as a couple's certificate does:
they have something to do with each other. Nor does a file that could not be read, or that names nobody: an upload
that failed is the same few bytes, or the same notice, for everyone.
"""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import CheckOutcome
from mingjian.contract.vocabulary import MaterialKind as Kind
from mingjian.materials.findings import json_array, rows
from mingjian.materials.joint import naming_all
from mingjian.materials.tables import Tables

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


def find(tables: Tables) -> ir.Table:
    """One finding a file: ``file_reused``, ``file_reuse_lawful``, ``file_not_reused`` or ``file_reuse_unknown``."""
    submitted = tables.submissions.mutate(
        personal=tables.submissions.kind.isin([kind.value for kind in PERSONAL]),
    )
    copies = (
        submitted.filter(submitted.file_sha256.notnull() & submitted.household.notnull())
        .group_by("file_sha256")
        .aggregate(
            households=lambda t: t.household.nunique(),
            customers=lambda t: t.customer_id.nunique(),
            representatives=lambda t: t.representative.nunique(),
            represented=lambda t: t.representative.count(),
            copies=lambda t: t.material_id.count(),
            first=lambda t: t.material_id.min(),
            last=lambda t: t.material_id.max(),
        )
    )
    joined = submitted.left_join(copies, "file_sha256").drop("file_sha256_right")
    joined = joined.left_join(_of_somebody(tables), "material_id").drop("material_id_right")
    copied = submitted.filter(submitted.file_sha256.notnull()).select("material_id", group="file_sha256")
    joint = naming_all(copied, tables).select("material_id").mutate(joint=True)
    joined = joined.left_join(joint, "material_id").drop("material_id_right")
    # One and the same representative in every case, and a paper of their own.
    by_representative = (
        joined.kind.isin([kind.value for kind in OF_THE_REPRESENTATIVE])
        & (joined.representatives == 1)
        & (joined.represented == joined.copies)
    ).fill_null(False)
    several = (joined.households > 1).fill_null(False) & ~joined.joint.fill_null(False)
    lawful = several & (~joined.personal.fill_null(False) | by_representative)
    known = joined.file_sha256.notnull() & joined.household.notnull() & joined.somebody.fill_null(False)
    check = ibis.cases(
        (~known, "file_reuse_unknown"),
        (lawful, "file_reuse_lawful"),
        (several, "file_reused"),
        else_="file_not_reused",
    )
    outcome = ibis.cases(
        (~known | lawful, CheckOutcome.NOT_APPLICABLE.value),
        (several, CheckOutcome.SUSPECT.value),
        else_=CheckOutcome.CLEAR.value,
    )
    reused = several & ~lawful & known
    # Two households may be a family that lives apart; with each further one that grows less likely.
    score = ibis.ifelse(reused, 1 - 1 / joined.households.cast("float64"), ibis.null("float64"))
    other = ibis.ifelse(joined.material_id == joined.first, joined.last, joined.first)
    return rows(
        joined,
        check=check,
        outcome=outcome,
        score=score,
        values={
            "customers": ibis.ifelse(several, joined.customers, ibis.null("int64")),
            "households": ibis.ifelse(several, joined.households, ibis.null("int64")),
        },
        evidence=ibis.ifelse(reused, json_array(other), "[]"),
    )


def _of_somebody(tables: Tables) -> ir.Table:
    """``material_id, somebody``: files that were read as a whole and say whose they are."""
    readings, facts = tables.readings, tables.facts
    whole = readings.filter(readings.problem.isnull()).select(file_sha256=readings.sha256)
    named = facts.filter(facts.field.isin(["person_name", "id_number"])).select("material_id").distinct()
    submitted = tables.submissions.select("material_id", "file_sha256").semi_join(whole, "file_sha256")
    return submitted.semi_join(named, "material_id").select("material_id").mutate(somebody=True)
