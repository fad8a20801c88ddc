"""PDF files: what updates changed, what covers text, numbers in two fonts, whether signatures hold (ISO 32000-1)."""

import contextlib
import ctypes
import io
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pypdfium2
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.crypt import AuthStatus
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pypdfium2 import raw

from mingjian.reading.anatomy import Anatomy, Cover, Entry, MixedNumber, PageSetting, Revision, Signature
from mingjian.reading.record import FileKind, Limits, Problem

VERSION = 9
MOST_PAGES = 40
MOST_COVERS = 50
_LINEARISED_WITHIN = 1024
_WHITE = 235
"""Of each colour, at least: what is painted so hides what it covers and shows nothing itself."""
_COVERED, _REPEATED = 0.7, 0.95
_BACKGROUND = 0.5
"""A rectangle over more of the page is its background, and an image over more of it is a scan with a text layer."""
_OPAQUE, _MOST = 128, 0.5
_INK, _GONE = 48, 1 / 3
"""Levels by which ink departs from its ground at least; of them, how many a dot that is paper again keeps at most."""
_DOTS_A_POINT, _MOST_DOTS, _MOST_LOOKED_AT = 2.0, 4_000_000, 200
_RED, _DARK = 60, 110
"""Levels by which red exceeds the other colours; below which ink is black."""
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
_TAG = re.compile(r"^/([A-Z]{6})\+")

Bounds = tuple[float, float, float, float]
Picture: TypeAlias = npt.NDArray[np.uint8]
"""Height × width × 4: red, green, blue, and how opaque it is."""


def warm_up() -> None:
    """The libraries were loaded with this module."""


def dissect(data: bytes, limits: Limits) -> Anatomy:
    """What a PDF file is made of."""
    try:
        reader = PdfFileReader(io.BytesIO(data), strict=False)
        if reader.encrypted and not _opens_for_everyone(reader):
            return Anatomy(FileKind.PDF, "application/pdf", problem=Problem.ENCRYPTED)
        entries = tuple(_information(reader))
        revisions = tuple(_revisions(reader, data))
        signatures = tuple(_signatures(reader, data, revisions)) if b"/ByteRange" in data else ()
        covers = tuple(_covers(data, limits))
        mixed = tuple(_mixed_numbers(data, limits))
        settings = tuple(_settings(reader, data, limits))
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
        page_settings=settings,
    )


def _opens_for_everyone(reader: PdfFileReader) -> bool:
    """Whether no password is asked of who reads it, as of statements that banks only lock against changes."""
    with contextlib.suppress(PdfError):
        return reader.decrypt("").status is not AuthStatus.FAILED
    return False


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


def _signatures(reader: PdfFileReader, data: bytes, revisions: Sequence[Revision]) -> Iterator[Signature]:
    # Loaded for the few files that are signed: validation takes longer to load than to run.
    from pyhanko.sign.fields import enumerate_sig_fields
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
    from pyhanko_certvalidator import ValidationContext

    for name, field, reference in islice(enumerate_sig_fields(reader, filled_status=True), 20):
        chinese = _sm2_signature(_object(field), data, revisions)
        if chinese is not None:
            yield chinese
            continue
        signer = ""
        try:
            signature = EmbeddedPdfSignature(reader, _object(reference), name)
        except Exception:
            yield Signature(signer, judged=False, intact=False, changed_after=False)
            continue
        with contextlib.suppress(Exception):
            signer = str(signature.signer_cert.subject.human_friendly)[:200]
        try:
            status = validate_pdf_signature(signature, ValidationContext(trust_roots=[], allow_fetching=False))
        # Algorithms that the library does not know, and broken containers alike.
        except Exception:
            yield Signature(signer, judged=False, intact=False, changed_after=False)
            continue
        changed = status.modification_level is not None and status.modification_level.name == "OTHER"
        yield Signature(signer, judged=True, intact=bool(status.intact and status.valid), changed_after=changed)


def _sm2_signature(field: Any, data: bytes, revisions: Sequence[Revision]) -> Signature | None:
    """A signature by an SM2 key, of which the library knows nothing; None of any other."""
    from mingjian.reading.signed_values import digest_of, holds, message, subject

    try:
        value = message(bytes(_object(field["/Contents"])))
        if not value.is_sm2:
            return None
        start, length, second, rest = (int(part) for part in field["/ByteRange"])
        covered = data[start : start + length] + data[second : second + rest]
        signer = subject(value.certificate)
        intact = digest_of("sm3", covered) == value.digest and holds(value)
    # What a broken container makes the parsers trip over is of any kind.
    except Exception:
        return None
    signing = next((one.number for one in revisions if one.signing), 0)
    later = (one for one in revisions if one.number > signing and (one.rewritten or one.replaced))
    return Signature(signer, judged=True, intact=intact, changed_after=any(later))


def _settings(reader: PdfFileReader, data: bytes, limits: Limits) -> Iterator[PageSetting]:
    """Of what each page is set: the marks of its fonts, letters and pictures."""
    document = pypdfium2.PdfDocument(data)
    pages = _pages(reader.root["/Pages"], set())
    for number, node in enumerate(islice(pages, min(len(document), limits.drawn_pages)), start=1):
        page = document[number - 1]
        layer = page.get_textpage()
        letters, pictured = 0, 0.0
        sheet = (0.0, 0.0, *page.get_size())
        for thing in page.get_objects(max_depth=3):
            if thing.type == raw.FPDF_PAGEOBJ_IMAGE:
                pictured = max(pictured, _share(sheet, thing.get_bounds()))
            elif (
                thing.type == raw.FPDF_PAGEOBJ_TEXT
                and raw.FPDFTextObj_GetTextRenderMode(thing) != raw.FPDF_TEXTRENDERMODE_INVISIBLE
            ):
                letters += len(_letters(_text_of(thing, layer)))
        yield PageSetting(number, tuple(sorted(_tags(node))), letters, pictured)


def _tags(page: generic.DictionaryObject) -> set[str]:
    """The marks of the subsets among a page's own fonts."""
    found = set()
    with contextlib.suppress(PdfError, KeyError):
        resources = page.get("/Resources")
        fonts = resources.get("/Font") if isinstance(resources, generic.DictionaryObject) else None
        if isinstance(fonts, generic.DictionaryObject):
            for name in islice(fonts, 200):
                font = fonts[name]
                named = font.get("/BaseFont") if isinstance(font, generic.DictionaryObject) else None
                if tag := _TAG.match(str(named)):
                    found.add(tag[1])
    return found


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
    sheet = _Sheet(page, number)
    written: list[_Written] = []
    hiding: list[_Hiding] = []
    for thing in page.get_objects(max_depth=3):
        if thing.type == raw.FPDF_PAGEOBJ_TEXT:
            if raw.FPDFTextObj_GetTextRenderMode(thing) != raw.FPDF_TEXTRENDERMODE_INVISIBLE:
                written.append(_Written(thing.get_bounds(), _text_of(thing, layer), thing))
        elif _may_hide(thing):
            hiding.append(_Hiding(thing.get_bounds(), len(written), thing))
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), 500)):
        bounds = _covering_note(page, index)
        if bounds is not None:
            hiding.append(_Hiding(bounds, len(written)))
    for one in hiding:
        cover = _covered(one, written[: one.below], written[one.below :], sheet)
        if cover is not None:
            yield cover


@dataclass(frozen=True)
class _Written:
    bounds: Bounds
    text: str
    thing: pypdfium2.PdfObject


@dataclass(frozen=True)
class _Hiding:
    bounds: Bounds
    below: int
    """How many of the page's texts were written before it."""
    thing: pypdfium2.PdfObject | None = None
    """None for a note."""


def _covered(hiding: _Hiding, below: list[_Written], above: list[_Written], sheet: "_Sheet") -> Cover | None:
    """What one cover hides; None where that says nothing (the dots of a form) or is written again on top."""
    on_top = [one for one in above if _share(one.bounds, hiding.bounds) > 0]
    # Of the same text at the same place pdfium tells the first alone.
    repeated = [one.bounds for one in on_top if not one.text]
    hidden = [
        one
        for one in below
        if _says(one.text)
        and _share(one.bounds, hiding.bounds) >= _COVERED
        and not any(_share(one.bounds, other) >= _REPEATED for other in repeated)
    ]
    again = _letters("".join(one.text for one in on_top))
    picture = _picture_of(hiding.thing) if hidden and isinstance(hiding.thing, pypdfium2.PdfImage) else None
    if _is_background(hiding, picture, sheet):
        return None
    if hiding.thing is not None:
        hidden = sheet.vanished(hidden, hiding.thing)
    said = "".join(one.text for one in hidden)
    if not said or _letters(said) in again:
        return None
    shown = picture if picture is not None else sheet.seen(hiding.bounds)
    clear, red, dark = _colours(_painted(shown))
    return Cover(sheet.number, *sheet.edges(hiding.bounds), said[:200], clear, red, dark)


class _Sheet:
    """A page that is looked at with and without some of its things."""

    def __init__(self, page: pypdfium2.PdfPage, number: int) -> None:
        self.number = number
        self._page = page
        self._place = pypdfium2.PdfPosConv(page, (0, 0, _SCALE, _SCALE, 0))
        self.width, self.height = page.get_size()

    def edges(self, bounds: Bounds) -> Bounds:
        """Left, top, right and bottom as shares of the page as it is seen."""
        left, bottom, right, top = bounds
        corners = (self._place.to_bitmap(left, top), self._place.to_bitmap(right, bottom))
        across, down = sorted(corner[0] for corner in corners), sorted(corner[1] for corner in corners)
        return across[0] / _SCALE, down[0] / _SCALE, across[1] / _SCALE, down[1] / _SCALE

    def vanished(self, texts: list[_Written], cover: pypdfium2.PdfObject) -> list[_Written]:
        """Those of which most of the ink is seen no more for this cover, and paper in its place.

        Ink in its place is no hiding: a seal's strokes, or what somebody blacked out for all to see.
        """
        found = []
        for text in texts[:_MOST_LOOKED_AT]:
            seen = self.seen(text.bounds)
            with _without(cover):
                written = self.seen(text.bounds)
                with _without(text.thing):
                    ground = self.seen(text.bounds)
            contrast, left = _apart(written, ground), _apart(seen, ground)
            ink = contrast >= _INK
            if ink.any() and (left[ink] <= contrast[ink] * _GONE).mean() > _MOST:
                found.append(text)
        return found

    def seen(self, bounds: Bounds) -> Picture:
        """That part of the page as it is drawn, opaque."""
        left, top, right, bottom = (min(max(edge, 0.0), 1.0) for edge in self.edges(bounds))
        across, down = (right - left) * self.width, (bottom - top) * self.height
        scale = min(_DOTS_A_POINT, (_MOST_DOTS / max(across * down, 1e-6)) ** 0.5)
        crop = (left * self.width, (1 - bottom) * self.height, (1 - right) * self.width, top * self.height)
        try:
            drawn = self._page.render(scale=scale, crop=crop, rev_byteorder=True, prefer_bgrx=True).to_numpy().copy()
        except (ValueError, pypdfium2.PdfiumError):  # narrower than a dot
            return np.full((1, 1, 4), 255, np.uint8)
        drawn[..., 3] = 255
        return np.asarray(drawn, np.uint8)


@contextlib.contextmanager
def _without(thing: pypdfium2.PdfObject) -> Iterator[None]:
    raw.FPDFPageObj_SetIsActive(thing, False)
    try:
        yield
    finally:
        raw.FPDFPageObj_SetIsActive(thing, True)


def _apart(one: Picture, other: Picture) -> npt.NDArray[np.int16]:
    """By how many levels each dot differs, in the colour that differs most."""
    return np.asarray(np.abs(one[..., :3].astype(np.int16) - other[..., :3]).max(axis=2), np.int16)


def _picture_of(image: pypdfium2.PdfImage) -> Picture | None:
    """The image alone, red first and how opaque it is last; None where it cannot be drawn."""
    try:
        drawn = image.get_bitmap(render=True).to_numpy()
    except (pypdfium2.PdfiumError, RuntimeError):
        return None
    if drawn.ndim == 2 or drawn.shape[2] < 3:
        drawn = np.repeat(drawn.reshape(*drawn.shape[:2], 1), 3, axis=2)
    opaque = drawn[..., 3:] if drawn.shape[2] == 4 else np.full((*drawn.shape[:2], 1), 255, np.uint8)
    return np.concatenate([drawn[..., 2::-1], opaque], axis=2)


def _painted(picture: Picture) -> Picture:
    """The picture without the clear margin around it."""
    rows, columns = (np.flatnonzero((picture[..., 3] >= _OPAQUE).any(axis=axis)) for axis in (1, 0))
    return picture[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] if rows.size else picture


def _colours(picture: Picture) -> tuple[float, float, float]:
    """How much of a picture is clear, red and black."""
    opaque = picture[..., 3] >= _OPAQUE
    colours = picture[..., :3].astype(np.int16)
    red = opaque & (colours[..., 0] - colours[..., 1:].max(axis=2) >= _RED)
    dark = opaque & (colours.max(axis=2) < _DARK) & ~red
    return float(1 - opaque.mean()), float(red.mean()), float(dark.mean())


def _is_background(hiding: _Hiding, picture: Picture | None, sheet: _Sheet) -> bool:
    """A rectangle over most of a page, or a scan laid over its text layer; a clear sheet with a patch is neither."""
    left, bottom, right, top = hiding.bounds
    if (right - left) * (top - bottom) <= _BACKGROUND * sheet.width * sheet.height:
        return False
    return hiding.thing is not None and (picture is None or _colours(picture)[0] <= _MOST)


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


def _may_hide(thing: pypdfium2.PdfObject) -> bool:
    """An image or a filled white shape."""
    if isinstance(thing, pypdfium2.PdfImage):
        return True
    if thing.type != raw.FPDF_PAGEOBJ_PATH:
        return False
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(thing, fill, stroke)
    colour = [ctypes.c_uint() for _ in range(4)]
    raw.FPDFPageObj_GetFillColor(thing, *colour)
    return fill.value != 0 and min(part.value for part in colour) >= _WHITE


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
