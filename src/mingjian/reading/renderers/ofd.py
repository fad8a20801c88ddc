"""OFD pages: drawn at 150 dpi with the seals of their signatures, or the one image that fills a page, as stored."""

import math
from collections.abc import Generator
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont

from mingjian.reading.identify import IMAGES
from mingjian.reading.ofd import DamagedOfdError, EncryptedOfdError, Ofd, OfdPage, Picture, Shape, Text
from mingjian.reading.record import DrawnLine, DrawnPage, Limits, PageOrigin, Problem
from mingjian.reading.renderers.image import in_colour

VERSION = 1
DOTS_PER_INCH = 150.0
LARGEST_DRAWING = 40_000_000
_MILLIMETRES_PER_INCH = 25.4
_FILLS = 0.02
"""An image whose edges lie within this share of the page's edges fills it."""
_FORMATS = [*IMAGES.values(), "GIF"]
_LEVEL = 0.5
"""Degrees."""
_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
)
"""Of Debian's packages, for documents that bring no font of their own; without any, text is read but not seen."""
_SIMPLIFIED = 2

Font = ImageFont.FreeTypeFont


def warm_up() -> None:
    """Nothing is loaded before the first file."""


def draw(data: bytes, _media: str, limits: Limits) -> Generator[tuple[DrawnPage, Image.Image], None, Problem | None]:
    """The pages of an OFD file."""
    try:
        document = Ofd(data)
    except EncryptedOfdError:
        return Problem.ENCRYPTED
    except DamagedOfdError:
        return Problem.DAMAGED
    if len(document) == 0:
        return Problem.DAMAGED
    damaged = False
    characters = limits.characters
    for number in range(1, min(len(document), limits.drawn_pages) + 1):
        try:
            page = document.page(number)
        except DamagedOfdError:
            damaged = True
            continue
        damaged |= page.damaged
        drawn, picture, whole = _drawn(page, number, limits, characters)
        damaged |= not whole
        characters -= sum(len(line.text) for line in drawn.lines)
        yield drawn, picture
    if len(document) > limits.drawn_pages:
        return Problem.TOO_MANY_PAGES
    return Problem.DAMAGED if damaged else None


def _drawn(page: OfdPage, number: int, limits: Limits, characters: int) -> tuple[DrawnPage, Image.Image, bool]:
    stored = _image_that_fills(page, limits)
    if stored is not None:
        dots = stored.width / page.width * _MILLIMETRES_PER_INCH
        return DrawnPage(number, stored.width, stored.height, PageOrigin.EMBEDDED, dots), stored, True
    inches = max(page.width * page.height / _MILLIMETRES_PER_INCH**2, 1e-6)
    dots = min(DOTS_PER_INCH, (min(LARGEST_DRAWING, limits.pixels) / inches) ** 0.5)
    scale = dots / _MILLIMETRES_PER_INCH
    size = (max(1, min(30_000, round(page.width * scale))), max(1, min(30_000, round(page.height * scale))))
    if size[0] * size[1] > limits.pixels:
        size = (1000, 1000)  # a page that is a thousand times as long as it is wide shows nothing at any scale
    paper = Image.new("RGB", size, "white")
    whole = True
    lines: list[DrawnLine] = []
    for thing in page.things:
        if isinstance(thing, Picture):
            whole &= _paste(paper, thing, scale, limits)
        elif isinstance(thing, Shape):
            _paint(paper, thing, scale)
        else:
            _write(paper, thing, scale)
            if characters > 0 and thing.characters.strip():
                line = _line(thing, scale)
                characters -= len(line.text)
                lines.append(line)
    drawn = DrawnPage(number, *size, PageOrigin.RENDERED, dots, _in_reading_order(lines))
    return drawn, paper, whole


def _image_that_fills(page: OfdPage, limits: Limits) -> Image.Image | None:
    """The picture of a scanned page: one upright image and nothing beside it."""
    if len(page.things) != 1 or not isinstance(thing := page.things[0], Picture):
        return None
    a, b, c, d, e, f = thing.matrix
    near = _FILLS * max(page.width, page.height)
    upright = abs(b) + abs(c) < 1e-3 * (a + d) and a > 0 and d > 0
    if not upright or max(abs(e), abs(f), abs(e + a - page.width), abs(f + d - page.height)) > near:
        return None
    return _opened(thing.data, limits)


def _opened(data: bytes, limits: Limits) -> Image.Image | None:
    try:
        image = Image.open(BytesIO(data), formats=_FORMATS)
        if image.width * image.height > min(limits.pixels, LARGEST_DRAWING):
            return None
        image.load()
    except MemoryError:
        raise
    # Pillow's plugins raise whatever a broken file makes them trip over.
    except Exception:
        return None
    return image


def _paste(paper: Image.Image, picture: Picture, scale: float, limits: Limits) -> bool:
    image = _opened(picture.data, limits)
    if image is None:
        return False
    a, b, c, d, e, f = (value * scale for value in picture.matrix)
    corners = [(e, f), (e + a, f + b), (e + c, f + d), (e + a + c, f + b + d)]
    left, top = (math.floor(min(corner[axis] for corner in corners)) for axis in (0, 1))
    right, bottom = (math.ceil(max(corner[axis] for corner in corners)) for axis in (0, 1))
    left, top, right, bottom = max(left, 0), max(top, 0), min(right, paper.width), min(bottom, paper.height)
    area = a * d - b * c
    if left >= right or top >= bottom or abs(area) < 1e-6:
        return True
    if picture.seal and not image.has_transparency_data:
        # Seals are stored on white and stamped over the text: what is white of them is paper.
        colours = in_colour(image)
        mask = ImageChops.invert(colours.convert("L")).point(lambda value: min(255, value * 2))
    else:
        whole = image.convert("RGBA")
        colours, mask = whole.convert("RGB"), whole.getchannel("A")
    # From a pixel of the page to a pixel of the picture.
    across, down = image.width / area, image.height / area
    x, y = left - e, top - f
    back: tuple[float, ...] = (
        d * across,
        -c * across,
        (d * x - c * y) * across,
        -b * down,
        a * down,
        (a * y - b * x) * down,
    )
    size, way = (right - left, bottom - top), Image.Transform.AFFINE
    shrunk = max(1, int(min(image.width / max(1.0, math.hypot(a, b)), image.height / max(1.0, math.hypot(c, d)))))
    if shrunk > 1:  # sampling alone would drop thin strokes
        colours, mask = colours.reduce(shrunk), mask.reduce(shrunk)
        back = tuple(value / shrunk for value in back)
    placed = colours.transform(size, way, back, Image.Resampling.BILINEAR)
    paper.paste(placed, (left, top), mask.transform(size, way, back, Image.Resampling.BILINEAR))
    return True


def _paint(paper: Image.Image, shape: Shape, scale: float) -> None:
    outlines = [[(x * scale, y * scale) for x, y in outline] for outline in shape.outlines]
    if shape.fill is not None:
        points = [point for outline in outlines for point in outline]
        left, top = (max(0, math.floor(min(point[axis] for point in points))) for axis in (0, 1))
        right = min(paper.width, math.ceil(max(point[0] for point in points)) + 1)
        bottom = min(paper.height, math.ceil(max(point[1] for point in points)) + 1)
        if left < right and top < bottom:
            inside = Image.new("1", (right - left, bottom - top))
            for outline in outlines:  # what lies in two outlines is a hole
                one = Image.new("1", inside.size)
                ImageDraw.Draw(one).polygon([(x - left, y - top) for x, y in outline], fill=1)
                inside = ImageChops.logical_xor(inside, one)
            paper.paste(shape.fill, (left, top, right, bottom), inside)
    if shape.stroke is not None:
        pen = ImageDraw.Draw(paper)
        for outline in outlines:
            pen.line(outline, fill=shape.stroke, width=max(1, min(200, round(shape.width * scale))))


def _write(paper: Image.Image, text: Text, scale: float) -> None:
    pixels = max(1, min(400, round(text.size * scale)))
    font = _font(text.font, pixels) or _font(None, pixels)
    if font is None:
        return
    pen = ImageDraw.Draw(paper)
    for sign, (x, y) in zip(text.characters, text.places, strict=True):
        across, foot = x * scale, y * scale
        if sign.isspace() or not (-pixels < across < paper.width + pixels and -pixels < foot < paper.height + pixels):
            continue
        if abs(text.angle) < _LEVEL:
            pen.text((across, foot), sign, font=font, fill=text.colour, anchor="ls")
            continue
        glyph = Image.new("L", (4 * pixels, 4 * pixels))
        ImageDraw.Draw(glyph).text((2 * pixels, 2 * pixels), sign, font=font, fill=255, anchor="ls")
        glyph = glyph.rotate(-text.angle, Image.Resampling.BICUBIC)
        paper.paste(text.colour, (round(across) - 2 * pixels, round(foot) - 2 * pixels), glyph)


@cache
def _font(data: bytes | None, pixels: int) -> Font | None:
    if data is not None:
        try:
            return ImageFont.truetype(BytesIO(data), pixels)
        # FreeType raises OSError, and for some broken tables whatever Pillow makes of them.
        except Exception:
            return None
    for name in _FONTS:
        if Path(name).is_file():
            return ImageFont.truetype(name, pixels, index=_SIMPLIFIED if "noto" in name else 0)
    return None


def _line(text: Text, scale: float) -> DrawnLine:
    size = text.size * scale
    across, down = [x * scale for x, _ in text.places], [y * scale for _, y in text.places]
    last = size if ord(text.characters[-1]) > 0x2E7F else size / 2
    box = (
        _whole(min(across)),
        _whole(min(down) - 0.88 * size),
        _whole(max(across) + last),
        _whole(max(down) + 0.12 * size),
    )
    return DrawnLine(text.characters.strip(), box)


def _whole(value: float) -> int:
    return round(max(-1e6, min(1e6, value)))


def _in_reading_order(lines: list[DrawnLine]) -> tuple[DrawnLine, ...]:
    """Rows from above, and in a row from the left: writers order objects as they please."""
    rows: list[list[DrawnLine]] = []
    for line in sorted(lines, key=lambda one: one.box[1] + one.box[3]):
        last = rows[-1][-1].box if rows else None
        height = line.box[3] - line.box[1]
        if last and abs(line.box[1] + line.box[3] - last[1] - last[3]) < min(height, last[3] - last[1]):
            rows[-1].append(line)
        else:
            rows.append([line])
    return tuple(line for row in rows for line in sorted(row, key=lambda one: one.box[0]))
