"""Finds the seals on a file's pages, reads them, and keeps their impressions for comparison with others."""

import math
from collections.abc import Iterator, Sequence

import numpy as np

from mingjian.contract.vocabulary import CheckOutcome
from mingjian.materials.rules.organisations import inverted_places
from mingjian.materials.seals.cut_rim import clean_gap
from mingjian.materials.seals.finding import Seal, find_seals
from mingjian.materials.seals.impression import Impression, take
from mingjian.materials.seals.ink import Inks, separate
from mingjian.materials.seals.inscription import read_inscription
from mingjian.materials.seals.lattice import Lattice
from mingjian.materials.seals.owner import misspelt, same_office_elsewhere
from mingjian.materials.seals.squares import (
    LEGIBLE,
    Piece,
    SquareFrame,
    SquareSeal,
    find_squares,
    take_square,
    told_apart,
    without_pieces,
)
from mingjian.materials.specimen import Examination, Observation, Place, Specimen, Trait, TraitKind
from mingjian.reading.flattening import Flattened, flatten
from mingjian.reading.page import Line, Page, PageOrigin, Region

NAME = "seals"
VERSION = 12

_PAGES = 10
"""So many pages are searched; a longer file is a contract or a record whose seal stands at either end."""
_LEGIBLE = 0.6
"""Mean confidence below which a name is a guess."""
_LEAST_CHARACTERS = 4
_OFFICIAL = 6
"""Characters of a name that only an organisation has: a person's own seal (王明之印) may be of any size."""
_PLAIN = 0.9
"""Confidence of every letter from which the places that a name begins with are taken at their word."""
_USUAL_MM = {False: (32.0, 52.0), True: (18.0, 52.0)}
"""Of a side, round and oval: 38 to 45 mm and 30 × 40 mm, with a sixth either way for scaling and old seals."""
_SHEETS_MM = ((210.0, 297.0), (148.0, 210.0), (297.0, 420.0), (176.0, 250.0), (182.0, 257.0), (215.9, 279.4))
_SCAN_DPI = (60.0, 1300.0)
"""Resolutions that a scanner states; cameras and screens write 72 or 96 by habit, whatever the scale."""
_HABITUAL = (72.0, 96.0)


def examine(specimen: Specimen, /) -> Examination:
    """One observation and one trait a seal; one observation where there is none, or no page to look at."""
    pages = specimen.rendering.pages
    if not pages:
        return Examination((Observation("seals_not_examined", CheckOutcome.NOT_APPLICABLE),))
    observations: list[Observation] = []
    others: list[Observation] = []
    traits: list[Trait] = []
    for page in _searched(pages):
        flat, inks, found, squares, pieces = _looked_for(page)
        for seal in found:
            place, impression = _taken(page, flat, inks, seal)
            observations.append(_observation(place, impression))
            observations.extend(_anomalies(page, place, impression))
            observations.extend(_of_another(place, impression, specimen.lines))
            observations.extend(_misspelt(place, impression, specimen.lines))
            if _is_legible(impression):  # a pen's circle round a day has a gap too
                observations.extend(_cut(page, flat, inks, seal, specimen.lines))
            traits.append(Trait(TraitKind.SEAL, place, impression.to_bytes(), impression.name))
        for frame in squares:
            place = Place(page.number, flat.region(frame.corners), page.dots_per_inch)
            kept = take_square(inks, frame, dots_per_inch=_scale(page, flat))
            others.append(_of_square(place, kept))
            kind = TraitKind.NAME_SEAL if kept.is_personal else TraitKind.SQUARE_SEAL
            traits.append(Trait(kind, place, kept.to_bytes(), kept.name))
        for piece in pieces:
            place = Place(page.number, flat.region(piece.corners), page.dots_per_inch)
            others.append(Observation("seal_partial", CheckOutcome.NOT_APPLICABLE, place=place))
    if not observations:
        observations.append(Observation("seal_absent", CheckOutcome.NOT_APPLICABLE))
    observations.extend(others)
    return Examination(tuple(observations), tuple(traits))


def impressions(page: Page) -> list[tuple[Place, Impression]]:
    """Every seal of a page, read, with its place on the page as given."""
    flat, inks, found, *_ = _looked_for(page)
    return [_taken(page, flat, inks, seal) for seal in found]


def _looked_for(
    page: Page,
) -> tuple[Flattened, Inks, tuple[Seal, ...], tuple[SquareFrame, ...], tuple[Piece, ...]]:
    """The page flat, its inks, and in these the round seals, the square ones, and pieces of round ones."""
    flat = flatten(page)
    inks = separate(flat.pixels)
    seals, squares = told_apart(inks, find_seals(inks), find_squares(inks))
    whole, pieces = without_pieces(inks, seals)
    return flat, inks, whole, squares, pieces


def _of_square(place: Place, seal: SquareSeal) -> Observation:
    """No organisation's official seal is square, so whatever it says is worth knowing and no more."""
    if seal.confidence < LEGIBLE:
        return Observation("square_seal_illegible", CheckOutcome.NOT_APPLICABLE, place=place)
    check = "name_seal_read" if seal.is_personal else "square_seal_read"
    return Observation(check, CheckOutcome.NOT_APPLICABLE, place=place, values={"name": seal.name})


def _taken(page: Page, flat: Flattened, inks: Inks, seal: Seal) -> tuple[Place, Impression]:
    place = Place(page.number, flat.region(_corners(seal)), page.dots_per_inch)
    return place, take(inks, seal, read_inscription(inks, seal), dots_per_inch=_scale(page, flat))


def _cut(page: Page, flat: Flattened, inks: Inks, seal: Seal, lines: Sequence[Line]) -> Iterator[Observation]:
    """A rim that breaks off cleanly at a line of text, and nowhere else."""
    gap = clean_gap(inks, seal) if seal.red else None
    if gap is None:
        return
    region = flat.region(gap.points.astype(np.float32))
    written = [line for line in lines if line.page == page.number and len(line.text) >= _LEAST_CHARACTERS]
    at = [line for line in written if _lies_in(region, line.region) and _is_as_high(region, line.region)]
    if at:
        # Pieces of the seal's own lettering may have been read there too, less surely.
        line = max(at, key=lambda one: one.confidence)
        place = Place(page.number, line.region, page.dots_per_inch)
        yield Observation("seal_rim_cut", CheckOutcome.SUSPECT, 0.6, place, {"text": line.text[:40]})


def _lies_in(gap: Region, line: Region) -> bool:
    """Whether a gap lies in the patch that was painted for a line: the line, and a third of its height around it."""
    spare = (line.bottom - line.top) // 3
    return (
        line.left - spare <= gap.left
        and gap.right <= line.right + spare
        and line.top - spare <= gap.top
        and gap.bottom <= line.bottom + spare
    )


def _is_as_high(gap: Region, line: Region) -> bool:
    """Whether a gap goes through the whole height of a line, as what hides what is below does; a chip is less."""
    return gap.bottom - gap.top >= line.bottom - line.top


def _anomalies(page: Page, place: Place, impression: Impression) -> Iterator[Observation]:
    """What an official seal does not show (国发〔1999〕25号): a smaller place before the larger, an unusual size."""
    if places := plainly_inverted(impression.lattice):
        values = {"name": impression.name, "smaller": places[0], "larger": places[1]}
        yield Observation("seal_places_inverted", CheckOutcome.SUSPECT, score=0.6, place=place, values=values)
    # What cannot be read may be a person's seal, a drawn circle or a logo, which are of any size.
    official = _is_legible(impression) and len(impression.name) >= _OFFICIAL
    if official and impression.width_mm is not None and impression.height_mm is not None and _is_at_scale(page):
        usual = all(_USUAL_MM[impression.oval][0] <= side <= _USUAL_MM[impression.oval][1]
                    for side in (impression.width_mm, impression.height_mm))  # fmt: skip
        yield Observation(
            "seal_size_usual" if usual else "seal_size_unusual",
            CheckOutcome.CLEAR if usual else CheckOutcome.SUSPECT,
            score=None if usual else 0.3,
            place=place,
            values={"width": round(impression.width_mm, 1), "height": round(impression.height_mm, 1)},
        )


def _of_another(place: Place, impression: Impression, lines: Sequence[Line]) -> Iterator[Observation]:
    """A seal whose every letter is plain, of the same office of another place than the one that heads or signs."""
    letters = impression.lattice.name()
    if any(letter.confidence < _PLAIN for letter in letters):
        return
    stated = same_office_elsewhere(impression.name, lines)
    if stated is not None:
        values = {"name": impression.name, "issuer": stated}
        yield Observation("seal_of_another", CheckOutcome.SUSPECT, score=0.5, place=place, values=values)


def _misspelt(place: Place, impression: Impression, lines: Sequence[Line]) -> Iterator[Observation]:
    """A seal that has the issuer's name with a letter wrong. Offices have theirs engraved from the licence."""
    stated = misspelt(impression.lattice, lines)
    if stated is not None:
        values = {"name": impression.name, "issuer": stated}
        yield Observation("seal_name_misspelt", CheckOutcome.SUSPECT, score=0.5, place=place, values=values)


def plainly_inverted(lattice: Lattice) -> tuple[str, str] | None:
    """(smaller, larger) place of a seal that names them in that order, each letter of theirs plain.

    Letters behind the places do not change them.
    """
    name = lattice.name()
    places = inverted_places("".join(glyph.character for glyph in name))
    if places is None or any(glyph.confidence < _PLAIN for glyph in name[: len("".join(places))]):
        return None
    return places


def _is_at_scale(page: Page) -> bool:
    """Whether the stated resolution makes the page a sheet that is sold: then it is believed."""
    if page.dots_per_inch is None:
        return False
    height, width = (side / page.dots_per_inch * 25.4 for side in page.pixels.shape[:2])
    return any(
        abs(min(height, width) - short) < 0.02 * short and abs(max(height, width) - long) < 0.02 * long
        for short, long in _SHEETS_MM
    )


def _searched(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    if len(pages) <= _PAGES:
        return pages
    return (*pages[: _PAGES // 2], *pages[-(_PAGES // 2) :])


def _corners(seal: Seal) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    outline = seal.rim.points(np.linspace(0, 2 * math.pi, 72), 1.0)
    (left, top), (right, bottom) = outline.min(axis=0), outline.max(axis=0)
    return np.array([(left, top), (right, top), (right, bottom), (left, bottom)], np.float32)


def _scale(page: Page, flat: Flattened) -> float | None:
    """Dots per inch of the flattened page, where the file's own statement can be trusted."""
    stated = page.dots_per_inch
    if stated is None or not _SCAN_DPI[0] <= stated <= _SCAN_DPI[1]:
        return None
    if page.origin is not PageOrigin.RENDERED and stated in _HABITUAL:
        return None
    return stated / math.sqrt(abs(float(np.linalg.det(flat.to_given[:2, :2]))))


def _is_legible(impression: Impression) -> bool:
    return impression.confidence >= _LEGIBLE and len(impression.name) >= _LEAST_CHARACTERS


def _observation(place: Place, impression: Impression) -> Observation:
    values = {
        "name": impression.name,
        "code": impression.code or None,
        "centre": impression.centre or None,
        "confidence": round(impression.confidence, 3),
    }
    if not _is_legible(impression):
        # Not "unreadable": the document can be read all the same.
        return Observation("seal_illegible", CheckOutcome.NOT_APPLICABLE, place=place, values=values)
    return Observation("seal_read", CheckOutcome.CLEAR, place=place, values=values)
