"""PDF files: what updates changed, what covers text, numbers in two fonts, whether signatures hold (ISO 32000-1)."""

import contextlib
import ctypes
import io
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pypdfium2 import raw

from mingjian.reading.anatomy import Anatomy, Cover, Entry, MixedNumber, Revision, Signature
from mingjian.reading.record import FileKind, Limits, Problem

VERSION = 5
MOST_PAGES = 40
MOST_COVERS = 50
_LINEARISED_WITHIN = 1024
_WHITE = 235
"""Of each colour, at least: what is painted so hides what it covers and shows nothing itself."""
_COVERED, _REPEATED = 0.7, 0.95
_BACKGROUND = 0.5
"""A rectangle over more of the page is its background, and an image over more of it is a scan with a text layer."""
_COVERING_NOTES = frozenset({raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_SQUARE, raw.FPDF_ANNOT_REDACT})
_SCALE = 10_000
MOST_MIXED = 20
_MOST_SIGNS = 30_000
"""Of a page: more is no page of a document that a customer hands in."""
_LEVEL, _AS_TALL, _BESIDE, _OVER, _BELOW = 0.1, 0.2, 0.45, 0.3, 0.4
"""Of a digit's height: how far the next one's foot and height may differ, how far away it may stand or overlap in one
number, and how far below a separator's foot may lie. Raised, lowered and smaller digits (a footnote's mark, the cents
of a price) are lawfully set otherwise."""
_FEWEST_DIGITS = 3
_SUBSET = re.compile(r"^[A-Z]{6}\+")

Bounds = tuple[float, float, float, float]


def warm_up() -> None:
    """The libraries were loaded with this module."""


def dissect(data: bytes, limits: Limits) -> Anatomy:
    """What a PDF file is made of."""
    try:
        reader = PdfFileReader(io.BytesIO(data), strict=False)
        if reader.encrypted:
            return Anatomy(FileKind.PDF, "application/pdf", problem=Problem.ENCRYPTED)
        entries = tuple(_information(reader))
        revisions = tuple(_revisions(reader, data))
        signatures = tuple(_signatures(reader)) if b"/ByteRange" in data else ()
        covers = tuple(_covers(data, limits))
        mixed = tuple(_mixed_numbers(data, limits))
    except MemoryError:
        raise
    # What a broken file makes the libraries trip over is of any kind: KeyError, RecursionError, their own.
    except Exception:
        return Anatomy(FileKind.PDF, "application/pdf", problem=Problem.DAMAGED)
    return Anatomy(
        FileKind.PDF,
        "application/pdf",
        entries,
        revisions=revisions,
        signatures=signatures,
        covers=covers,
        mixed_numbers=mixed,
    )


def _information(reader: PdfFileReader) -> Iterator[Entry]:
    noted = reader.trailer_view.get("/Info")
    if noted is None:
        return
    # A broken note is no broken document.
    with contextlib.suppress(PdfError):
        information = _object(noted)
        if isinstance(information, generic.DictionaryObject):
            for name in ("/Producer", "/Creator", "/CreationDate", "/ModDate", "/Author", "/Title"):
                with contextlib.suppress(KeyError, PdfError):
                    yield Entry(f"pdf:{name[1:]}", str(information[name])[:400])


def _revisions(reader: PdfFileReader, data: bytes) -> Iterator[Revision]:
    """Every update after the first revision. A linearised file is lawfully written in two parts."""
    first = 2 if b"/Linearized" in data[:_LINEARISED_WITHIN] else 1
    total = reader.xrefs.total_revisions
    if total <= first:
        return
    contents, images = _parts_of_pages(reader)
    known = {ref.idnum for number in range(first) for ref in reader.xrefs.explicit_refs_in_revision(number)}
    for number in range(first, min(total, 100)):
        changed = {ref.idnum for ref in reader.xrefs.explicit_refs_in_revision(number)}
        rewritten = {page for ref, page in contents if ref in changed}
        replaced = {page for ref, page in images if ref in changed and ref in known}
        signing = any(_is_signature(reader, identity) for identity in changed - known)
        known |= changed
        yield Revision(number, tuple(sorted(rewritten)), tuple(sorted(replaced)), signing)


def _is_signature(reader: PdfFileReader, identity: int) -> bool:
    with contextlib.suppress(Exception):  # an object that cannot be read is no signature
        found = _object(generic.Reference(identity, 0, reader))
        return isinstance(found, generic.DictionaryObject) and found.get("/Type") in ("/Sig", "/DocTimeStamp")
    return False


def _parts_of_pages(reader: PdfFileReader) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Content streams and images by their object number, with the page on which they stand."""
    contents: list[tuple[int, int]] = []
    images: list[tuple[int, int]] = []
    for number, page in enumerate(_pages(reader.root["/Pages"], set()), start=1):
        if number > MOST_PAGES:
            break
        if "/Contents" in page:
            contents.extend((identity, number) for identity in _identities(page.raw_get("/Contents")))
        resources = page.get("/Resources")
        drawn = resources.get("/XObject") if isinstance(resources, generic.DictionaryObject) else None
        if isinstance(drawn, generic.DictionaryObject):
            images.extend((identity, number) for name in drawn for identity in _identities(drawn.raw_get(name)))
    return contents, images


def _pages(node: Any, seen: set[int]) -> Iterator[generic.DictionaryObject]:
    if not isinstance(node, generic.DictionaryObject) or id(node) in seen or len(seen) > 2_000:
        return
    seen.add(id(node))
    if "/Kids" in node:
        for kid in node["/Kids"]:
            yield from _pages(_object(kid) if isinstance(kid, generic.IndirectObject) else kid, seen)
    else:
        yield node


def _object(reference: Any) -> Any:
    """What an indirect reference stands for; pyHanko gives these calls no types."""
    return reference.get_object()


def _identities(value: Any) -> Iterator[int]:
    if isinstance(value, generic.IndirectObject):
        yield value.reference.idnum
        value = _object(value)
    if isinstance(value, generic.ArrayObject):
        for one in list.__iter__(value):
            if isinstance(one, generic.IndirectObject):
                yield one.reference.idnum


def _signatures(reader: PdfFileReader) -> Iterator[Signature]:
    # Loaded for the few files that are signed: validation takes longer to load than to run.
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    for signature in reader.embedded_signatures[:20]:
        signer = ""
        with contextlib.suppress(Exception):
            signer = str(signature.signer_cert.subject.human_friendly)[:200]
        try:
            status = validate_pdf_signature(signature, ValidationContext(trust_roots=[], allow_fetching=False))
        # Algorithms that the library does not know, SM2 among them, and broken containers alike.
        except Exception:
            yield Signature(signer, judged=False, intact=False, changed_after=False)
            continue
        changed = status.modification_level is not None and status.modification_level.name == "OTHER"
        yield Signature(signer, judged=True, intact=bool(status.intact and status.valid), changed_after=changed)


def _covers(data: bytes, limits: Limits) -> Iterator[Cover]:
    document = pypdfium2.PdfDocument(data)
    found = 0
    for number in range(1, min(len(document), limits.drawn_pages) + 1):
        page = document[number - 1]
        for cover in _covers_of(page, number):
            yield cover
            found += 1
            if found >= MOST_COVERS:
                return


def _covers_of(page: pypdfium2.PdfPage, number: int) -> Iterator[Cover]:
    layer = page.get_textpage()
    place = pypdfium2.PdfPosConv(page, (0, 0, _SCALE, _SCALE, 0))
    width, height = page.get_size()
    written: list[tuple[Bounds, str]] = []
    hiding: list[tuple[Bounds, int]] = []
    for thing in page.get_objects(max_depth=3):
        if thing.type == raw.FPDF_PAGEOBJ_TEXT:
            if raw.FPDFTextObj_GetTextRenderMode(thing) != raw.FPDF_TEXTRENDERMODE_INVISIBLE:
                written.append((thing.get_bounds(), _text_of(thing, layer)))
        elif _hides(thing, width * height):
            hiding.append((thing.get_bounds(), len(written)))
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), 500)):
        bounds = _covering_note(page, index)
        if bounds is not None:
            hiding.append((bounds, len(written)))
    for bounds, below in hiding:
        yield from _covered(bounds, written[:below], written[below:], number, place)


def _covered(
    bounds: Bounds,
    below: list[tuple[Bounds, str]],
    above: list[tuple[Bounds, str]],
    number: int,
    place: pypdfium2.PdfPosConv,
) -> Iterator[Cover]:
    """What one cover hides; nothing where that says nothing (the dots of a form) or is written again on top."""
    on_top = [(other, text) for other, text in above if _share(other, bounds) > 0]
    again = _letters("".join(text for _, text in on_top))
    # Of the same text at the same place pdfium tells the first alone.
    repeated = [other for other, text in on_top if not text]
    hidden = [
        text
        for other, text in below
        if _says(text)
        and _share(other, bounds) >= _COVERED
        and not any(_share(other, one) >= _REPEATED for one in repeated)
    ]
    if hidden and _letters("".join(hidden)) not in again:
        left, bottom, right, top = bounds
        corners = (place.to_bitmap(left, top), place.to_bitmap(right, bottom))
        across, down = sorted(corner[0] for corner in corners), sorted(corner[1] for corner in corners)
        yield Cover(
            number,
            across[0] / _SCALE,
            down[0] / _SCALE,
            across[1] / _SCALE,
            down[1] / _SCALE,
            "".join(hidden)[:200],
        )


def _says(text: str) -> bool:
    return any(map(str.isalnum, text))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _share(inner: Bounds, outer: Bounds) -> float:
    """Of the inner rectangle, how much lies within the outer one."""
    across = min(inner[2], outer[2]) - max(inner[0], outer[0])
    down = min(inner[3], outer[3]) - max(inner[1], outer[1])
    area = (inner[2] - inner[0]) * (inner[3] - inner[1])
    return across * down / area if across > 0 and down > 0 and area > 0 else 0.0


def _hides(thing: pypdfium2.PdfObject, page_area: float) -> bool:
    """A filled white shape or an image that is smaller than a background would be."""
    left, bottom, right, top = thing.get_bounds()
    if (right - left) * (top - bottom) > _BACKGROUND * page_area:
        return False
    if isinstance(thing, pypdfium2.PdfImage):
        return not raw.FPDFPageObj_HasTransparency(thing) and not _is_seen_through(thing)
    if thing.type != raw.FPDF_PAGEOBJ_PATH:
        return False
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(thing, fill, stroke)
    colour = [ctypes.c_uint() for _ in range(4)]
    raw.FPDFPageObj_GetFillColor(thing, *colour)
    return fill.value != 0 and min(part.value for part in colour) >= _WHITE


def _is_seen_through(image: pypdfium2.PdfImage) -> bool:
    """Whether more than half of it is clear by its own mask, which pdfium does not count as transparency.

    So are the pictures of seals that issuers' systems and word processors lay over names and dates.
    """
    try:
        seen = image.get_bitmap(render=True).to_numpy()
    except (pypdfium2.PdfiumError, RuntimeError):
        return False
    return bool(seen.ndim == 3 and seen.shape[2] == 4 and (seen[..., 3] < 128).mean() > 0.5)


def _covering_note(page: pypdfium2.PdfPage, index: int) -> Bounds | None:
    note = raw.FPDFPage_GetAnnot(page, index)
    if not note:
        return None
    try:
        if raw.FPDFAnnot_GetSubtype(note) not in _COVERING_NOTES:
            return None
        box = raw.FS_RECTF()
        if not raw.FPDFAnnot_GetRect(note, box):
            return None
        return (box.left, min(box.bottom, box.top), box.right, max(box.bottom, box.top))
    finally:
        raw.FPDFPage_CloseAnnot(note)


def _text_of(thing: pypdfium2.PdfObject, layer: pypdfium2.PdfTextPage) -> str:
    length = raw.FPDFTextObj_GetText(thing, layer, None, 0)
    if not 2 < length < 10_000:
        return ""
    buffer = (raw.FPDF_WCHAR * (length // 2 + 1))()
    raw.FPDFTextObj_GetText(thing, layer, buffer, length)
    return bytes(buffer)[: length - 2].decode("utf-16-le", "replace")


@dataclass(frozen=True)
class _Sign:
    """A digit or a separator as it is set."""

    text: str
    font: str
    bounds: Bounds

    @property
    def height(self) -> float:
        return self.bounds[3] - self.bounds[1]


def _mixed_numbers(data: bytes, limits: Limits) -> Iterator[MixedNumber]:
    """Numbers of which some digits are set in another font than the others, at the same height on the same line.

    An editor that replaces a digit has seldom the subset of the font that the file carries. Only digits are compared:
    of Chinese text a rare character comes lawfully out of another font, and all digits of a font come together.
    """
    document = pypdfium2.PdfDocument(data)
    found = 0
    for number in range(1, min(len(document), limits.drawn_pages) + 1):
        page = document[number - 1]
        place = pypdfium2.PdfPosConv(page, (0, 0, _SCALE, _SCALE, 0))
        for run in _numbers(_digits(page.get_textpage())):
            digits = [sign for sign in run if sign.text.isdigit()]
            fonts = Counter(sign.font for sign in digits)
            if len(digits) < _FEWEST_DIGITS or len(fonts) < 2 or "" in fonts:
                continue
            others = fonts.most_common(1)[0][0]
            font = next(sign.font for sign in digits if sign.font != others)
            yield _mixed_number(run, font, others, number, place)
            found += 1
            if found >= MOST_MIXED:
                return


def _mixed_number(run: list[_Sign], font: str, others: str, number: int, place: pypdfium2.PdfPosConv) -> MixedNumber:
    left, bottom = (min(sign.bounds[edge] for sign in run) for edge in (0, 1))
    right, top = (max(sign.bounds[edge] for sign in run) for edge in (2, 3))
    corners = (place.to_bitmap(left, top), place.to_bitmap(right, bottom))
    across, down = sorted(corner[0] for corner in corners), sorted(corner[1] for corner in corners)
    text = "".join(sign.text for sign in run)
    return MixedNumber(
        number,
        across[0] / _SCALE,
        down[0] / _SCALE,
        across[1] / _SCALE,
        down[1] / _SCALE,
        text[:60],
        font[:100],
        others[:100],
    )


def _digits(layer: pypdfium2.PdfTextPage) -> list[_Sign]:
    """The page's digits, commas and points that are seen."""
    found = []
    name = ctypes.create_string_buffer(256)
    flags = ctypes.c_int()
    for index in range(min(raw.FPDFText_CountChars(layer), _MOST_SIGNS)):
        text = chr(raw.FPDFText_GetUnicode(layer, index))
        if text not in "0123456789,.":
            continue
        size = raw.FPDFText_GetFontInfo(layer, index, name, len(name), flags)
        edges = [ctypes.c_double() for _ in range(4)]
        if not raw.FPDFText_GetCharBox(layer, index, *edges):
            continue
        left, right, bottom, top = (edge.value for edge in edges)
        font = _SUBSET.sub("", name.raw[: size - 1].decode("utf-8", "replace")) if 0 < size <= len(name) else ""
        if right > left and top > bottom:
            found.append(_Sign(text, font, (left, bottom, right, top)))
    return found


def _numbers(signs: list[_Sign]) -> Iterator[list[_Sign]]:
    """Digits of one height that stand close by on one line, with the separators between them, from left to right."""
    digits = sorted((sign for sign in signs if sign.text.isdigit()), key=lambda sign: sign.bounds[1])
    separators = sorted((sign for sign in signs if not sign.text.isdigit()), key=lambda sign: sign.bounds[1])
    feet = [sign.bounds[1] for sign in separators]
    start = 0
    while start < len(digits):
        first, end = digits[start], start
        while end < len(digits) and digits[end].bounds[1] - first.bounds[1] <= _LEVEL * first.height:
            end += 1
        low = bisect_left(feet, first.bounds[1] - _BELOW * first.height)
        high = bisect_right(feet, first.bounds[1] + _BELOW * first.height)
        yield from _runs(sorted((*digits[start:end], *separators[low:high]), key=lambda sign: sign.bounds[0]))
        start = end


def _runs(line: list[_Sign]) -> Iterator[list[_Sign]]:
    """A line's signs, cut where a gap or another height ends a number."""
    run: list[_Sign] = []
    for sign in line:
        if run:
            gap = sign.bounds[0] - run[-1].bounds[2]
            beside = -_OVER * run[0].height <= gap <= _BESIDE * run[0].height
            alike = not sign.text.isdigit() or abs(sign.height - run[0].height) <= _AS_TALL * run[0].height
            if not (beside and alike):
                yield run
                run = []
        if run or sign.text.isdigit():
            run.append(sign)
    if run:
        yield run
