"""Does one image of a seal stand on papers of unrelated customers, speck by speck?

A real stamp is never pressed twice alike, so an identical image was pasted. Hospitals and platforms paste theirs
lawfully: where a paper with it is electronic from the start or signed, or its issuer confirmed one, the image speaks
for nobody's forgery. Printed out, stamped papers of such an office all bear that image too: a scan or a photo of one
weighs a little and asks for nobody's look by itself. What does is the image on a picture that never was on paper.
That several papers bear impressions of one engraved seal is as it should be.
"""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import CheckOutcome, IssuerReply
from mingjian.materials.answers import latest_answers
from mingjian.materials.examiners import drawing
from mingjian.materials.findings import json_array, rows
from mingjian.materials.tables import Tables
from mingjian.reading.record import PageOrigin

SIGNED = ("pdf_signature_intact", "ofd_signature_intact")
"""Observations of an electronic signature that holds."""


def find(tables: Tables) -> ir.Table:
    """One finding a file that bears a seal."""
    marked = sealed(tables)
    found = marked.group_by("material_id").aggregate(
        households=lambda t: t.households.max(),
        customers=lambda t: t.customers.max(),
        lawful=lambda t: t.lawful.any(),
        suspicious=lambda t: (~t.lawful & t.pasted & (t.households > 1) & (t.files > 1)).fill_null(False).any(),
        unvouched=lambda t: (~t.lawful & (t.households > 1) & (t.files > 1)).fill_null(False).any(),
        shared=lambda t: ((t.households > 1) & (t.files > 1)).fill_null(False).any(),
        other=lambda t: ibis.ifelse(t.material_id == t.first, t.last, t.first).min(),
    )
    check = ibis.cases(
        (found.suspicious, "seal_image_reused"),
        (found.unvouched, "seal_image_printed"),
        (found.shared, "seal_image_lawful"),
        else_="seal_image_not_reused",
    )
    outcome = ibis.cases(
        (found.suspicious, CheckOutcome.SUSPECT.value),
        (found.shared, CheckOutcome.NOT_APPLICABLE.value),
        else_=CheckOutcome.CLEAR.value,
    )
    return rows(
        found,
        check=check,
        outcome=outcome,
        score=ibis.ifelse(found.suspicious, 1 - 1 / found.households.cast("float64"), ibis.null("float64")),
        values={
            "customers": ibis.ifelse(found.shared, found.customers, ibis.null("int64")),
            "households": ibis.ifelse(found.shared, found.households, ibis.null("int64")),
        },
        evidence=ibis.ifelse(found.shared, json_array(found.other.fill_null("")), "[]"),
    )


def sealed(tables: Tables) -> ir.Table:
    """One row a seal and submission: its image's group, and for whom that image was handed in."""
    seals = tables.reuse.seals.select("seal", "sha256", "page", "left", "top", "right", "bottom")
    groups = tables.reuse.seal_images.select(seal=tables.reuse.seal_images.member, image=tables.reuse.seal_images.group)
    grouped = seals.left_join(groups, "seal").drop("seal_right")
    submitted = tables.submissions.select("material_id", "file_sha256", "customer_id", "household")
    each = submitted.join(grouped, submitted.file_sha256 == grouped.sha256).left_join(_vouched(tables), "material_id")
    each = each.mutate(vouched=each.vouched.fill_null(False)).drop("material_id_right")
    observed = tables.examinations.observations
    drawn = observed.filter(observed.check == drawing.DRAWN).select(drawn_file=observed.sha256).distinct()
    each = each.left_join(drawn, each.file_sha256 == drawn.drawn_file)
    each = each.mutate(drawn=each.drawn_file.notnull()).drop("drawn_file")
    shared = (
        each.filter(each.image.notnull() & each.household.notnull())
        .group_by("image")
        .aggregate(
            households=lambda t: t.household.nunique(),
            customers=lambda t: t.customer_id.nunique(),
            files=lambda t: t.file_sha256.nunique(),
            first=lambda t: t.material_id.min(),
            last=lambda t: t.material_id.max(),
            lawful=lambda t: t.vouched.any(),
            pasted=lambda t: t.drawn.any(),
        )
    )
    joined = each.left_join(shared, "image").drop("image_right")
    return joined.mutate(lawful=joined.lawful.fill_null(True))


def _vouched(tables: Tables) -> ir.Table:
    """``material_id, vouched``: papers that a signature, their issuer or their own electronic form vouches for."""
    answers = latest_answers(tables.verifications)
    confirmed = answers.filter(answers.reply == IssuerReply.CONFIRMED.value).select("material_id")
    observed = tables.examinations.observations
    signed = observed.filter(observed.check.isin(SIGNED) & (observed.outcome == CheckOutcome.CLEAR.value))
    files = signed.select(file_sha256=signed.sha256).distinct()
    pages = tables.examinations.pages
    # A page of text and graphics was never paper: a seal on it cannot but be a picture, everyone's the same.
    electronic = pages.filter(pages.origin == PageOrigin.RENDERED.value).select(file_sha256=pages.sha256).distinct()
    by_file = tables.submissions.join(ibis.union(files, electronic).distinct(), "file_sha256").select("material_id")
    return ibis.union(confirmed, by_file).distinct().mutate(vouched=True)
