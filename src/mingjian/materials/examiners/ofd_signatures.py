"""Is an OFD still what was signed? Its parts against their digests, these against the seal or the signature.

A part that is no longer what its signature says was changed by somebody, whoever signed; that nothing changed only
means that the file is as whoever holds the certificate signed it. Where nobody signed and a seal stands on the page as
a picture, anyone put it there: offices whose programs turn PDFs into OFDs do, too.
"""

import re
from collections.abc import Iterator

import numpy as np

from mingjian.contract.reasons import Value
from mingjian.contract.vocabulary import CheckOutcome
from mingjian.materials.examiners.pdf_history import place_of
from mingjian.materials.seals.finding import find_seals
from mingjian.materials.seals.ink import separate
from mingjian.materials.seals.squares import find_squares
from mingjian.materials.specimen import Examination, Observation, Place, Specimen
from mingjian.reading.anatomy import Anatomy, Signature
from mingjian.reading.dissection import dissect
from mingjian.reading.page import Page, Region
from mingjian.reading.record import FileKind

NAME = "ofd_signatures"
VERSION = 2

_PAGE = re.compile(r"/Page_(\d+)/Content\.xml$", re.IGNORECASE)
"""Where every writer of the format puts a page, counted from 0."""


def examine(specimen: Specimen) -> Examination:
    """One observation a signature; one where there is none."""
    if specimen.rendering.kind is not FileKind.OFD:
        return Examination((Observation("ofd_signature_none", CheckOutcome.NOT_APPLICABLE),))
    anatomy = dissect(specimen.data)
    if anatomy.problem is not None:
        return Examination((Observation("ofd_signature_unreadable", CheckOutcome.UNREADABLE),))
    if not anatomy.signatures:
        pasted = tuple(_pasted(anatomy, specimen))
        return Examination((Observation("ofd_signature_none", CheckOutcome.NOT_APPLICABLE), *pasted))
    return Examination(tuple(_observation(one) for one in anatomy.signatures))


def _pasted(anatomy: Anatomy, specimen: Specimen) -> Iterator[Observation]:
    """Pictures of seals on pages of text that nobody signed: an office's electronic seal comes with its signature."""
    pages = {page.number: page for page in specimen.rendering.pages}
    for picture in anatomy.red_pictures:
        page = pages.get(picture.page)
        place = place_of(picture, page)
        if page is not None and place.region is not None and _shows_a_seal(page, place.region):
            yield Observation("ofd_seal_unsigned", CheckOutcome.NOT_APPLICABLE, 0.2, place)


def _shows_a_seal(page: Page, region: Region) -> bool:
    """Whether a seal's rim or frame stands there: letterheads, emblems and flags are red, too."""
    spare = max(4, (region.bottom - region.top) // 4)
    top, left = max(0, region.top - spare), max(0, region.left - spare)
    part = np.ascontiguousarray(page.pixels[top : region.bottom + spare, left : region.right + spare])
    inks = separate(part)
    return bool(find_seals(inks) or find_squares(inks))


def _observation(signature: Signature) -> Observation:
    values: dict[str, Value] = {"signer": signature.signer or "?"}
    if not signature.judged:
        return Observation("ofd_signature_unknown", CheckOutcome.NOT_APPLICABLE, values=values)
    if signature.changed_after:
        parts = signature.changed_parts
        changed = values | {"part": parts[0].rpartition("/")[2][:80], "parts": len(parts)}
        return Observation("ofd_changed_after_signing", CheckOutcome.SUSPECT, 0.8, _place(parts), changed)
    if not signature.intact:
        return Observation("ofd_signature_broken", CheckOutcome.SUSPECT, 0.8, values=values)
    return Observation("ofd_signature_intact", CheckOutcome.CLEAR, 0.0, values=values)


def _place(parts: tuple[str, ...]) -> Place | None:
    pages = [int(found[1]) + 1 for part in parts if (found := _PAGE.search(part))]
    return Place(pages[0]) if pages else None
