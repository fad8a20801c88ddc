"""PDF pages: drawn at 150 dpi, or the one image that fills a page, as it is stored there."""

import contextlib
from collections.abc import Generator

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from mingjian.reading.record import Box, DrawnLine, DrawnPage, Limits, PageOrigin, Problem

VERSION = 1
DOTS_PER_INCH = 150.0
LARGEST_DRAWING = 40_000_000
"""Pixels of one drawn page; a plan on A0 is drawn more coarsely rather than not at all."""
_POINTS_PER_INCH = 72.0
_FILLS = 0.02
"""An image whose edges lie within this share of the page's edges fills it."""
_LINE_BREAKS = frozenset((0x0A, 0x0D))


def draw(data: bytes, _media: str, limits: Limits) -> Generator[tuple[DrawnPage, Image.Image], None, Problem | None]:
    """The pages of a PDF file."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        encrypted = getattr(error, "err_code", None) in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        return Problem.ENCRYPTED if encrypted else Problem.DAMAGED
    with contextlib.suppress(pypdfium2.PdfiumError):
        document.init_forms()  # what stands in form fields is seen on the page
    pages = len(document)
    if pages == 0:
        return Problem.DAMAGED
    damaged = False
    characters = limits.characters
    for number in range(1, min(pages, limits.drawn_pages) + 1):
        try:
            drawn, picture, read = _page(document, number, limits, characters)
        except (pypdfium2.PdfiumError, ValueError, OverflowError):
            damaged = True
            continue
        characters -= read
        yield drawn, picture
    if pages > limits.drawn_pages:
        return Problem.TOO_MANY_PAGES
    return Problem.DAMAGED if damaged else None


def _page(
    document: pypdfium2.PdfDocument, number: int, limits: Limits, characters: int
) -> tuple[DrawnPage, Image.Image, int]:
    page = document[number - 1]
    try:
        stored = _image_that_fills(page, limits)
        if stored is None:
            width, height = page.get_size()
            inches = max(width * height / _POINTS_PER_INCH**2, 1e-6)
            dots = min(DOTS_PER_INCH, (min(LARGEST_DRAWING, limits.pixels) / inches) ** 0.5)
            picture = page.render(scale=dots / _POINTS_PER_INCH, rev_byteorder=True).to_pil().convert("RGB")
            origin = PageOrigin.RENDERED
        else:
            picture, dots, origin = *stored, PageOrigin.EMBEDDED
        lines, read = _lines(page, picture.width, picture.height, characters)
        return DrawnPage(number, picture.width, picture.height, origin, dots, lines), picture, read
    finally:
        page.close()


def _image_that_fills(page: pypdfium2.PdfPage, limits: Limits) -> tuple[Image.Image, float] | None:
    """The picture and resolution of a scanned page: one upright image, and beside it at most invisible text.

    Anything else that is seen on the page would be missed by who looks at the image alone.
    """
    if raw.FPDFPage_GetAnnotCount(page) > 0:
        return None
    found: pypdfium2.PdfImage | None = None
    for thing in page.get_objects(max_depth=3):
        if isinstance(thing, pypdfium2.PdfImage):
            if found is not None:
                return None
            found = thing
        elif thing.type == raw.FPDF_PAGEOBJ_TEXT:
            if raw.FPDFTextObj_GetTextRenderMode(thing) != raw.FPDF_TEXTRENDERMODE_INVISIBLE:
                return None
        elif thing.type != raw.FPDF_PAGEOBJ_FORM:
            return None
    if found is None or not _covers(found, page):
        return None
    across, down = found.get_px_size()
    if across * down > limits.pixels or across * down == 0:
        return None
    matrix = found.get_matrix()
    upright = matrix.a > 0 and matrix.d > 0 and abs(matrix.b) + abs(matrix.c) < 1e-3 * (matrix.a + matrix.d)
    if not upright:
        return None
    picture = found.get_bitmap(render=False).to_pil().convert("RGB")
    inches = matrix.a / _POINTS_PER_INCH
    turned = page.get_rotation()
    if turned:
        picture = picture.transpose(
            {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}[turned]
        )
    return picture, across / max(inches, 1e-6)


def _covers(image: pypdfium2.PdfImage, page: pypdfium2.PdfPage) -> bool:
    left, bottom, right, top = page.get_cropbox()
    near = _FILLS * max(right - left, top - bottom)
    return all(
        abs(edge - limit) <= near for edge, limit in zip(image.get_bounds(), (left, bottom, right, top), strict=True)
    )


def _lines(page: pypdfium2.PdfPage, width: int, height: int, limit: int) -> tuple[tuple[DrawnLine, ...], int]:
    """The lines of the text layer with their boxes in pixels of the drawn page, and how many characters were read."""
    layer = page.get_textpage()
    # pdfium breaks lines by itself and says so by characters without a place.
    count = min(layer.count_chars(), max(0, limit))
    place = pypdfium2.PdfPosConv(page, (0, 0, width, height, 0))
    lines: list[DrawnLine] = []
    text: list[str] = []
    box: Box | None = None
    for index in range(count):
        code = raw.FPDFText_GetUnicode(layer, index)
        if code in _LINE_BREAKS:
            _end_line(lines, text, box)
            text, box = [], None
            continue
        if code == 0 or code > 0x10FFFF:
            continue
        text.append(chr(code))
        if not raw.FPDFText_IsGenerated(layer, index):
            left, bottom, right, top = layer.get_charbox(index, loose=True)
            corners = (place.to_bitmap(left, top), place.to_bitmap(right, bottom))
            across, down = sorted(corner[0] for corner in corners), sorted(corner[1] for corner in corners)
            box = _around(box, (across[0], down[0], across[1], down[1]))
    _end_line(lines, text, box)
    return tuple(lines), count


def _end_line(lines: list[DrawnLine], text: list[str], box: Box | None) -> None:
    # Astral characters come as UTF-16 halves.
    joined = "".join(text).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").strip()
    if joined and box is not None:
        lines.append(DrawnLine(joined, box))


def _around(box: Box | None, other: Box) -> Box:
    if box is None:
        return other
    return (min(box[0], other[0]), min(box[1], other[1]), max(box[2], other[2]), max(box[3], other[3]))
