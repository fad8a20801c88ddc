"""What was done to a PDF after it was first written: updates, covered text, numbers in two fonts, broken signatures.

Lawful signing, timestamps and filling in forms are incremental updates too, and a linearised file is written in two
parts: neither says anything. Rewriting a page's content, replacing an image and hiding text do, and so does a number
some digits of which came out of another font: no program that writes a document whole sets one so.
"""

from mingjian.contract.vocabulary import CheckOutcome
from mingjian.materials.specimen import Examination, Observation, Place, Specimen
from mingjian.reading.anatomy import Anatomy, Cover, MixedNumber, RedPicture
from mingjian.reading.dissection import dissect
from mingjian.reading.page import Page, Region
from mingjian.reading.record import FileKind

NAME = "pdf_history"
VERSION = 5

_MOST = 10
_INKED, _CLEAR = 0.02, 0.5
"""Shares of a cover: what a seal's ink takes at least and black at most; what may be clear of a seal on its paper."""


def examine(specimen: Specimen) -> Examination:
    """What speaks of a later change, or that nothing does."""
    if specimen.rendering.kind is not FileKind.PDF:
        return Examination((Observation("pdf_history_none", CheckOutcome.NOT_APPLICABLE),))
    anatomy = dissect(specimen.data)
    if anatomy.problem is not None:
        return Examination((Observation("pdf_history_unreadable", CheckOutcome.UNREADABLE),))
    found = [*_updates(anatomy), *_covers(anatomy, specimen), *_mixed(anatomy, specimen), *_signatures(anatomy)]
    if not any(one.outcome is CheckOutcome.SUSPECT for one in found):
        found.append(
            Observation("pdf_history_clean", CheckOutcome.CLEAR, 0.0, values={"updates": len(anatomy.revisions)})
        )
    return Examination(tuple(found))


def _updates(anatomy: Anatomy) -> list[Observation]:
    rewritten = sorted({page for revision in anatomy.revisions for page in revision.rewritten})
    replaced = sorted({page for revision in anatomy.revisions for page in revision.replaced} - set(rewritten))
    return [
        Observation(check, CheckOutcome.SUSPECT, 0.6, Place(page), {"page": page})
        for check, pages in (("pdf_page_rewritten", rewritten), ("pdf_image_replaced", replaced))
        for page in pages[:_MOST]
    ]


def _covers(anatomy: Anatomy, specimen: Specimen) -> list[Observation]:
    pages = {page.number: page for page in specimen.rendering.pages}
    return [
        Observation(
            "pdf_text_covered",
            CheckOutcome.SUSPECT,
            0.7,
            place_of(cover, pages.get(cover.page)),
            {"page": cover.page, "text": cover.text[:80]},
        )
        for cover in anatomy.covers[:_MOST]
        if not _is_seal(cover)
    ]


def _mixed(anatomy: Anatomy, specimen: Specimen) -> list[Observation]:
    pages = {page.number: page for page in specimen.rendering.pages}
    return [
        Observation(
            "pdf_number_in_two_fonts",
            CheckOutcome.SUSPECT,
            0.7,
            place_of(number, pages.get(number.page)),
            {"page": number.page, "number": number.text, "font": number.font, "others": number.others},
        )
        for number in anatomy.mixed_numbers[:_MOST]
    ]


def _is_seal(cover: Cover) -> bool:
    """Whether it is red on white and nothing else: a seal laid over its line with its white paper.

    One whose ground is clear has no paper that could hide anything but its strokes, which the dissector passes over.
    """
    return cover.clear <= _CLEAR and cover.red >= _INKED and cover.dark <= _INKED


def place_of(cover: Cover | MixedNumber | RedPicture, page: Page | None) -> Place:
    """Where it stands on the page as it is drawn."""
    if page is None:
        return Place(cover.page)
    height, width = page.pixels.shape[:2]
    region = Region(
        max(0, round(cover.left * width)),
        max(0, round(cover.top * height)),
        min(width, round(cover.right * width)),
        min(height, round(cover.bottom * height)),
    )
    return Place(cover.page, region, page.dots_per_inch)


def _signatures(anatomy: Anatomy) -> list[Observation]:
    found = []
    for signature in anatomy.signatures[:_MOST]:
        values = {"signer": signature.signer or "?"}
        if not signature.judged:
            found.append(Observation("pdf_signature_unknown", CheckOutcome.NOT_APPLICABLE, values=values))
        elif not signature.intact:
            found.append(Observation("pdf_signature_broken", CheckOutcome.SUSPECT, 0.8, values=values))
        elif signature.changed_after:
            found.append(Observation("pdf_changed_after_signing", CheckOutcome.SUSPECT, 0.7, values=values))
        else:
            found.append(Observation("pdf_signature_intact", CheckOutcome.CLEAR, 0.0, values=values))
    return found
