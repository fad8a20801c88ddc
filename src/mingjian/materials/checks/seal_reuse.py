"""Does one image of a seal stand on papers of unrelated customers, speck by speck?

A real stamp is never pressed twice alike, so an identical image was pasted. Offices paste theirs lawfully, and then it
speaks for nobody's forgery. Who can say that an image is the office's own: the issuer that confirmed a paper with it;
the register, where it is the impression on file; or the office's electronic files, where they came from so many hands
on so many days that no one forger is behind them. A signature cannot, since anyone can make a certificate; nor can a
single file, since whoever pastes an image on a picture can write text beside it in a PDF. An electronic file is
therefore not vouched for by itself, and counts against nobody: neither its owner nor who hands in a picture with that
image.

Printed out, stamped papers of such an office all bear its image: a scan or a photo of one weighs a little and asks for
nobody's look by itself. What does is the image on a picture that never was on paper, and on scans where such pictures
are more than the electronic files that would explain them. Impressions of one engraved seal on many papers are as they
should be.
"""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import CheckOutcome, IssuerReply
from mingjian.materials.answers import latest_answers
from mingjian.materials.examiners import drawing
from mingjian.materials.findings import json_array, rows
from mingjian.materials.known_seals import impressions_on_file
from mingjian.materials.tables import Tables
from mingjian.reading.record import PageOrigin

_HANDS = 3
"""Unrelated hands from which electronic files must come, on as many days, to vouch for their image: one may be the
forger, two may know each other. The days are those on which the lender received them: a forger writes none of these."""


def find(tables: Tables) -> ir.Table:
    """One finding a file that bears a seal."""
    marked = sealed(tables)
    reused = (~marked.electronic | marked.vouched) & ((marked.households > 1) & (marked.files > 1)).fill_null(False)
    marked = marked.mutate(reused=reused)
    found = marked.group_by("material_id").aggregate(
        households=lambda t: t.households.max(),
        customers=lambda t: t.customers.max(),
        suspicious=lambda t: (t.reused & ~t.vouched & t.pasted).any(),
        unvouched=lambda t: (t.reused & ~t.vouched).any(),
        shared=lambda t: t.reused.any(),
        electronic=lambda t: (t.electronic & ~t.vouched).any(),
        other=lambda t: ibis.ifelse(t.material_id == t.first, t.last, t.first).min(),
    )
    check = ibis.cases(
        (found.suspicious, "seal_image_reused"),
        (found.unvouched, "seal_image_printed"),
        (found.shared, "seal_image_lawful"),
        (found.electronic, "seal_image_electronic"),
        else_="seal_image_not_reused",
    )
    outcome = ibis.cases(
        (found.suspicious, CheckOutcome.SUSPECT.value),
        (found.shared | found.electronic, CheckOutcome.NOT_APPLICABLE.value),
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
    """One row a seal and submission: the group of its image, who vouches for that, and for whom it was handed in.

    ``lawful`` says whether the image links nobody to anybody. The counts leave out electronic files of an image for
    which nobody vouches.
    """
    each = _each(tables)
    grouped = each.filter(each.image.notnull())
    images = grouped.group_by("image").aggregate(
        confirmed=lambda t: t.confirmed.any(),
        sent=lambda t: t.hand.nunique(where=t.electronic),
        days=lambda t: t.received_on.nunique(where=t.electronic),
        issuers=lambda t: t.issuer.nunique(where=t.electronic),
        drawn_by=lambda t: t.hand.nunique(where=t.drawn & ~t.electronic),
    )
    images = images.left_join(_on_file(tables), "image").drop("image_right")
    many = (images.sent >= _HANDS) & (images.days >= _HANDS) & (images.issuers == 1) & (images.sent >= images.drawn_by)
    images = images.mutate(vouched=images.confirmed | many | images.on_file.fill_null(False))
    each = each.left_join(images.select("image", "vouched", "sent", "drawn_by"), "image").drop("image_right")
    each = each.mutate(vouched=each.vouched.fill_null(False))
    counted = each.filter(each.image.notnull() & each.household.notnull() & (each.vouched | ~each.electronic))
    shared = counted.group_by("image").aggregate(
        households=lambda t: t.household.nunique(),
        customers=lambda t: t.customer_id.nunique(),
        files=lambda t: t.file_sha256.nunique(),
        first=lambda t: t.material_id.min(),
        last=lambda t: t.material_id.max(),
    )
    joined = each.left_join(shared, "image").drop("image_right")
    pasted = joined.drawn | (joined.drawn_by > joined.sent).fill_null(False)
    return joined.mutate(pasted=pasted, lawful=joined.vouched | joined.electronic | ~pasted)


def _each(tables: Tables) -> ir.Table:
    """One row a seal and submission, with what is known of the submission by itself."""
    seals = tables.reuse.seals.select("seal", "sha256", "page", "left", "top", "right", "bottom")
    groups = tables.reuse.seal_images.select(seal=tables.reuse.seal_images.member, image=tables.reuse.seal_images.group)
    grouped = seals.left_join(groups, "seal").drop("seal_right")
    submitted = tables.submissions.select(
        "material_id",
        "file_sha256",
        "received_on",
        "customer_id",
        "household",
        # Whatever a representative hands in for any number of customers comes from one hand.
        hand=ibis.coalesce(tables.submissions.representative, tables.submissions.household),
    )
    each = submitted.join(grouped, submitted.file_sha256 == grouped.sha256)
    for known in (_confirmed(tables), _electronic(tables)):
        each = each.left_join(known, "material_id").drop("material_id_right")
    observed = tables.examinations.observations
    drawn = observed.filter(observed.check == drawing.DRAWN).select(drawn_file=observed.sha256).distinct()
    each = each.left_join(drawn, each.file_sha256 == drawn.drawn_file)
    return each.mutate(
        confirmed=each.confirmed.fill_null(False),
        electronic=each.issuer.notnull(),
        drawn=each.drawn_file.notnull(),
    ).drop("drawn_file")


def _confirmed(tables: Tables) -> ir.Table:
    """``material_id, confirmed``: papers that their issuer confirmed."""
    answers = latest_answers(tables.verifications)
    return answers.filter(answers.reply == IssuerReply.CONFIRMED.value).select("material_id").mutate(confirmed=True)


def _on_file(tables: Tables) -> ir.Table:
    """``image, on_file``: images of which the register's own impression is one."""
    seals = tables.reuse.seals.semi_join(
        impressions_on_file(tables.organisations).select(sha256="known_sha256"), "sha256"
    )
    groups = tables.reuse.seal_images
    return groups.filter(groups.member.isin(seals.seal)).select(image=groups.group).distinct().mutate(on_file=True)


def _electronic(tables: Tables) -> ir.Table:
    """``material_id, issuer``: papers of a known issuer whose file carries its text: no picture put on a page."""
    pages, lines, seals = tables.examinations.pages, tables.examinations.lines, tables.reuse.seals
    rendered = pages.filter(pages.origin == PageOrigin.RENDERED.value).select("sha256").distinct()
    written = lines.filter(lines.confidence >= 1.0).select("sha256").distinct()
    files = rendered.semi_join(written, "sha256")
    registered = tables.organisations.select(issuer_name=tables.organisations.name)
    stated = tables.submissions.semi_join(registered, "issuer_name").select("material_id", stated="issuer_name")
    named = seals.filter(seals.registered_name.notnull()).select(file_sha256=seals.sha256, name=seals.registered_name)
    borne = tables.submissions.select("material_id", "file_sha256").join(named, "file_sha256")
    borne = borne.group_by("material_id").aggregate(borne=lambda t: t.name.min())
    electronic = tables.submissions.select("material_id", sha256=tables.submissions.file_sha256)
    electronic = electronic.semi_join(files, "sha256").select("material_id")
    for known in (borne, stated):
        electronic = electronic.left_join(known, "material_id").drop("material_id_right")
    # The seal's own name first: a department may be stated beside the hospital's seal.
    issued = electronic.select("material_id", issuer=ibis.coalesce(electronic.borne, electronic.stated))
    return issued.filter(issued.issuer.notnull())
