"""Does one image of a seal stand on papers of unrelated customers, speck by speck?

A real stamp is never pressed twice alike, so an identical image was pasted. Hospitals and platforms paste theirs
lawfully: where the issuer confirmed a paper with it, the image speaks for nobody's forgery. A file that is electronic
from the start, with text of its own and an issuer of the register, vouches for itself alone, since whoever can paste an
image on a picture can export it to a PDF and sign that. Printed out, stamped papers of such an office all bear that
image too: a scan or a photo of one weighs a little and asks for nobody's look by itself. What does is the image on a
picture that never was on paper. That several papers bear impressions of one engraved seal is as it should be.
"""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import CheckOutcome, IssuerReply
from mingjian.materials.answers import latest_answers
from mingjian.materials.examiners import drawing
from mingjian.materials.findings import json_array, rows
from mingjian.materials.tables import Tables
from mingjian.reading.record import PageOrigin


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
    each = submitted.join(grouped, submitted.file_sha256 == grouped.sha256)
    for vouching in (_confirmed(tables), _electronic(tables)):
        each = each.left_join(vouching, "material_id").drop("material_id_right")
    each = each.mutate(confirmed=each.confirmed.fill_null(False), electronic=each.electronic.fill_null(False))
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
            vouched=lambda t: t.confirmed.any(),
            printable=lambda t: t.electronic.any(),
            somewhere_drawn=lambda t: t.drawn.any(),
        )
    )
    joined = each.left_join(shared, "image").drop("image_right")
    return joined.mutate(
        lawful=joined.electronic | joined.vouched.fill_null(True),
        # Where the office sends files with its image, scans and photos are of their prints.
        pasted=joined.drawn | (joined.somewhere_drawn & ~joined.printable).fill_null(False),
    )


def _confirmed(tables: Tables) -> ir.Table:
    """``material_id, confirmed``: papers that their issuer confirmed."""
    answers = latest_answers(tables.verifications)
    return answers.filter(answers.reply == IssuerReply.CONFIRMED.value).select("material_id").mutate(confirmed=True)


def _electronic(tables: Tables) -> ir.Table:
    """``material_id, electronic``: papers of a known issuer whose file carries its text: no picture put on a page."""
    pages, lines, seals = tables.examinations.pages, tables.examinations.lines, tables.reuse.seals
    rendered = pages.filter(pages.origin == PageOrigin.RENDERED.value).select("sha256").distinct()
    written = lines.filter(lines.confidence >= 1.0).select("sha256").distinct()
    files = rendered.semi_join(written, "sha256")
    known = tables.submissions.semi_join(
        tables.organisations.select(issuer_name=tables.organisations.name), "issuer_name"
    ).select("material_id")
    named = seals.filter(seals.registered_name.notnull()).select(file_sha256=seals.sha256).distinct()
    by_seal = tables.submissions.semi_join(named, "file_sha256").select("material_id")
    of_known = ibis.union(known, by_seal).distinct()
    submitted = tables.submissions.select("material_id", sha256=tables.submissions.file_sha256)
    return (
        submitted.semi_join(files, "sha256")
        .semi_join(of_known, "material_id")
        .select("material_id")
        .mutate(electronic=True)
    )
