"""Documents of which it is known what they are: people found it, or the issuer answered."""

import json
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from typing import Any

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import IssuerReply, LabelSubject, LabelValue
from mingjian.materials.answers import latest_answers
from mingjian.materials.checks.issuer_answer import FOR_ANOTHER, NUMBER_CONFIRMED
from mingjian.materials.fusion import Known
from mingjian.materials.weights import Evidence
from mingjian.store.lake import Lake

__all__ = ["evidence_of", "known_documents"]


def known_documents(lake: Lake, findings: ir.Table) -> list[Known]:
    """The known documents of a run with what was found of each, in the order of their numbers.

    A label is what a person confirmed, two of them where casework asked; where it and the issuer's answer contradict
    each other, nobody knows.
    """
    # A yes that may be another paper's tells of neither.
    unsettled = (
        findings.filter(findings.check.isin([NUMBER_CONFIRMED, FOR_ANOTHER]))
        .select(material_id="subject_id")
        .distinct()
    )
    told = _told(lake, unsettled)
    materials = lake.table("materials")
    if "file_sha256" not in materials.columns:
        materials = materials.mutate(file_sha256=ibis.null("string"))
    files = materials.select("material_id", file=ibis.coalesce(materials.file_sha256, materials.material_id))
    known = told.join(files, "material_id")
    found = findings.join(known, findings.subject_id == known.material_id)
    rows = found.select("material_id", "forged", "file", "check", "outcome", "values", "evidence").to_pyarrow()
    ordered = sorted(rows.to_pylist(), key=itemgetter("material_id", "check", "values"))
    return [_known(list(group)) for _, group in groupby(ordered, key=itemgetter("material_id"))]


def evidence_of(rows: Iterable[dict[str, Any]]) -> list[Evidence]:
    """Rows of ``findings`` as they are weighed."""
    return [
        Evidence(row["check"], row["outcome"], json.loads(row["values"]), tuple(json.loads(row["evidence"])))
        for row in rows
    ]


def _known(rows: list[dict[str, Any]]) -> Known:
    return Known(evidence_of(rows), forged=rows[0]["forged"], file=rows[0]["file"])


def _told(lake: Lake, unsettled: ir.Table) -> ir.Table:
    """``material_id, forged``: one row a document, without those of which two sources say two things."""
    labels = lake.table("labels")
    of_materials = labels.filter(
        labels.subject_type == LabelSubject.MATERIAL.value,
        labels.label.isin([LabelValue.FORGED.value, LabelValue.GENUINE.value]),
    )
    latest = ibis.window(group_by="subject_id", order_by=[ibis.desc("decided_at"), ibis.asc("label_id")])
    ranked = of_materials.mutate(place=ibis.row_number().over(latest))
    found = ranked.filter(ranked.place == 0)
    answers = latest_answers(lake.table("verifications")).anti_join(unsettled, "material_id")
    settled = answers.filter(answers.reply.isin([IssuerReply.CONFIRMED.value, IssuerReply.DENIED.value]))
    both = ibis.union(
        found.select(material_id=found.subject_id, forged=found.label == LabelValue.FORGED.value),
        settled.select("material_id", forged=settled.reply == IssuerReply.DENIED.value),
    )
    told = both.group_by("material_id").aggregate(forged=lambda t: t.forged.any(), genuine=lambda t: (~t.forged).any())
    return told.filter(told.forged != told.genuine).select("material_id", "forged")
