"""Each seal as it was handed in: for whom, which image it is, and who can say that the image is the office's own."""

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import IssuerReply
from mingjian.materials.answers import latest_answers
from mingjian.materials.examination import Examinations
from mingjian.materials.examiners import drawing
from mingjian.materials.known_seals import impressions_on_file
from mingjian.materials.reuse import Reuse
from mingjian.reading.record import PageOrigin

__all__ = ["Known", "sealed"]

_HANDS = 3
"""Unrelated hands from which electronic files must come, on as many days, to vouch for their image: one may be the
forger, two may know each other. The days are those on which the lender received them: a forger writes none of these."""


@dataclass(frozen=True)
class Known:
    """What tells whose an image of a seal is."""

    submissions: ir.Table
    verifications: ir.Table
    organisations: ir.Table
    examinations: Examinations
    reuse: Reuse


def sealed(known: Known) -> ir.Table:
    """One row a seal and submission: the group of its image, who vouches for that, and for whom it was handed in.

    ``lawful`` says whether the image links nobody to anybody. The counts leave out electronic files of an image for
    which nobody vouches.
    """
    each = _each(known)
    grouped = each.filter(each.image.notnull())
    images = grouped.group_by("image").aggregate(
        confirmed=lambda t: t.confirmed.any(),
        sent=lambda t: t.hand.nunique(where=t.electronic),
        days=lambda t: t.received_on.nunique(where=t.electronic),
        issuers=lambda t: t.issuer.nunique(where=t.electronic),
        drawn_by=lambda t: t.hand.nunique(where=t.drawn & ~t.electronic),
    )
    images = images.left_join(_on_file(known), "image").drop("image_right")
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


def _each(known: Known) -> ir.Table:
    """One row a seal and submission, with what is known of the submission by itself."""
    seals = known.reuse.seals.select("seal", "sha256", "page", "left", "top", "right", "bottom")
    groups = known.reuse.seal_images.select(seal=known.reuse.seal_images.member, image=known.reuse.seal_images.group)
    grouped = seals.left_join(groups, "seal").drop("seal_right")
    submitted = known.submissions.select(
        "material_id",
        "file_sha256",
        "received_on",
        "customer_id",
        "household",
        # Whatever a representative hands in for any number of customers comes from one hand.
        hand=ibis.coalesce(known.submissions.representative, known.submissions.household),
    )
    each = submitted.join(grouped, submitted.file_sha256 == grouped.sha256)
    for told in (_confirmed(known), _electronic(known)):
        each = each.left_join(told, "material_id").drop("material_id_right")
    observed = known.examinations.observations
    drawn = observed.filter(observed.check == drawing.DRAWN).select(drawn_file=observed.sha256).distinct()
    each = each.left_join(drawn, each.file_sha256 == drawn.drawn_file)
    return each.mutate(
        confirmed=each.confirmed.fill_null(False),
        electronic=each.issuer.notnull(),
        drawn=each.drawn_file.notnull(),
    ).drop("drawn_file")


def _confirmed(known: Known) -> ir.Table:
    """``material_id, confirmed``: papers that their issuer confirmed."""
    answers = latest_answers(known.verifications)
    return answers.filter(answers.reply == IssuerReply.CONFIRMED.value).select("material_id").mutate(confirmed=True)


def _on_file(known: Known) -> ir.Table:
    """``image, on_file``: images of which the register's own impression is one."""
    seals = known.reuse.seals.semi_join(
        impressions_on_file(known.organisations).select(sha256="known_sha256"), "sha256"
    )
    groups = known.reuse.seal_images
    return groups.filter(groups.member.isin(seals.seal)).select(image=groups.group).distinct().mutate(on_file=True)


def _electronic(known: Known) -> ir.Table:
    """``material_id, issuer``: papers of a known issuer whose file carries its text: no picture put on a page."""
    pages, lines, seals = known.examinations.pages, known.examinations.lines, known.reuse.seals
    rendered = pages.filter(pages.origin == PageOrigin.RENDERED.value).select("sha256").distinct()
    written = lines.filter(lines.confidence >= 1.0).select("sha256").distinct()
    files = rendered.semi_join(written, "sha256")
    registered = known.organisations.select(issuer_name=known.organisations.name)
    stated = known.submissions.semi_join(registered, "issuer_name").select("material_id", stated="issuer_name")
    named = seals.filter(seals.registered_name.notnull()).select(file_sha256=seals.sha256, name=seals.registered_name)
    borne = known.submissions.select("material_id", "file_sha256").join(named, "file_sha256")
    borne = borne.group_by("material_id").aggregate(borne=lambda t: t.name.min())
    electronic = known.submissions.select("material_id", sha256=known.submissions.file_sha256)
    electronic = electronic.semi_join(files, "sha256").select("material_id")
    for named_by in (borne, stated):
        electronic = electronic.left_join(named_by, "material_id").drop("material_id_right")
    # The seal's own name first: a department may be stated beside the hospital's seal.
    issued = electronic.select("material_id", issuer=ibis.coalesce(electronic.borne, electronic.stated))
    return issued.filter(issued.issuer.notnull())
