"""What was done to an OFD after it was first written: later versions, covered text, numbers in two fonts.

A package may carry the versions that came before (GB/T 33190-2016, chapter 19): sealing and notes add parts and leave
the pages' content as it was. As with PDF, a page that was written anew, text that is hidden and a number of which some
digits came out of another font ask for a look.
"""

from collections.abc import Iterator

from mingjian.contract.reasons import Value
from mingjian.contract.vocabulary import CheckOutcome
from mingjian.materials.examiners.pdf_history import place_of
from mingjian.materials.specimen import Examination, Observation, Place, Specimen
from mingjian.reading.anatomy import Anatomy
from mingjian.reading.dissection import dissect
from mingjian.reading.record import FileKind

NAME = "ofd_history"
VERSION = 1

_MOST = 10


def examine(specimen: Specimen) -> Examination:
    """What speaks of a later change, or that nothing does."""
    if specimen.rendering.kind is not FileKind.OFD:
        return Examination((Observation("ofd_history_none", CheckOutcome.NOT_APPLICABLE),))
    anatomy = dissect(specimen.data)
    if anatomy.problem is not None:
        return Examination((Observation("ofd_history_unreadable", CheckOutcome.UNREADABLE),))
    found = tuple(_found(anatomy, specimen))
    return Examination(found or (Observation("ofd_history_clean", CheckOutcome.CLEAR, 0.0),))


def _found(anatomy: Anatomy, specimen: Specimen) -> Iterator[Observation]:
    pages = {page.number: page for page in specimen.rendering.pages}
    for page in sorted({page for revision in anatomy.revisions for page in revision.rewritten})[:_MOST]:
        yield Observation("ofd_page_rewritten", CheckOutcome.SUSPECT, 0.6, Place(page), {"page": page})
    for cover in anatomy.covers[:_MOST]:
        values: dict[str, Value] = {"page": cover.page, "text": cover.text[:80]}
        place = place_of(cover, pages.get(cover.page))
        yield Observation("ofd_text_covered", CheckOutcome.SUSPECT, 0.7, place, values)
    for number in anatomy.mixed_numbers[:_MOST]:
        fonts: dict[str, Value] = {
            "page": number.page,
            "number": number.text,
            "font": number.font,
            "others": number.others,
        }
        place = place_of(number, pages.get(number.page))
        yield Observation("ofd_number_in_two_fonts", CheckOutcome.SUSPECT, 0.7, place, fonts)
