"""A paper in pixels, and where everything on it stands."""

import math
import random
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from mingjian.simulation.documents.fonts import font
from mingjian.simulation.documents.paper import Imprint, Panel, Paper, Portrait, Text
from mingjian.simulation.documents.seal import Mask, raster, stamped

Matrix = npt.NDArray[np.float64]
"""3 × 3, from pixels of one page to pixels of another."""


@dataclass(frozen=True)
class Place:
    """Something on a page: what it is, which, what it reads as, and its corners in pixels."""

    what: str
    """field, text, seal or edit."""
    code: str
    text: str
    corners: tuple[tuple[float, float], ...]
    page: int = 1

    def moved(self, matrix: Matrix) -> "Place":
        """Where it comes to lie when the page is warped."""
        points = matrix @ np.array([(x, y, 1.0) for x, y in self.corners]).T
        return replace(self, corners=tuple((float(x / w), float(y / w)) for x, y, w in points.T))

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right, bottom."""
        xs, ys = zip(*self.corners, strict=True)
        return math.floor(min(xs)), math.floor(min(ys)), math.ceil(max(xs)), math.ceil(max(ys))


@dataclass(frozen=True)
class Sheet:
    """A page in pixels. The image is never changed in place."""

    image: Image.Image
    places: tuple[Place, ...]
    dots_per_inch: int

    def warped(self, image: Image.Image, matrix: Matrix) -> "Sheet":
        """Another image of the same page."""
        return Sheet(image, tuple(place.moved(matrix) for place in self.places), self.dots_per_inch)

    def with_image(self, image: Image.Image) -> "Sheet":
        """The same page with other pixels in the same places."""
        return replace(self, image=image)


def corners(left: float, top: float, right: float, bottom: float) -> tuple[tuple[float, float], ...]:
    """A rectangle's corners in the order round."""
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def drawn(
    paper: Paper, dots_per_inch: int, throw: random.Random, *, real_stamp: bool = True, wear: float = 0.5
) -> Sheet:
    """The paper printed, and stamped with a real stamp or with the picture of one."""
    scale = dots_per_inch / 25.4
    size = (round(paper.width * scale), round(paper.height * scale))
    image = Image.new("RGB", size, paper.ground)
    pen = ImageDraw.Draw(image)
    places: list[Place] = []
    for element in paper.elements:
        if isinstance(element, Panel):
            box = tuple(round(edge * scale) for edge in (element.left, element.top, element.right, element.bottom))
            left, top, right, bottom = box
            right, bottom = max(right, left + 1), max(bottom, top + 1)
            if element.radius:
                pen.rounded_rectangle(
                    (left, top, right - 1, bottom - 1), round(element.radius * scale), fill=element.colour
                )
            else:
                pen.rectangle((left, top, right - 1, bottom - 1), fill=element.colour)
        elif isinstance(element, Text):
            places.append(_written(image, pen, element, scale, throw))
        elif isinstance(element, Portrait):
            places.append(_portrait(image, element, scale))
    # Stamped after it was printed.
    for element in paper.elements:
        if isinstance(element, Imprint):
            mask = (
                stamped(element.seal, dots_per_inch, throw, turn=element.turn, wear=wear)
                if real_stamp
                else raster(element.seal, dots_per_inch)
            )
            places.append(impress(image, mask, element, scale, soaks=real_stamp))
    return Sheet(image, tuple(places), dots_per_inch)


def impress(image: Image.Image, mask: Mask, imprint: Imprint, scale: float, *, soaks: bool) -> Place:
    """Sets ink on the page; real ink lets the print show through, a pasted picture covers it."""
    side = mask.shape[0]
    left, top = round(imprint.x * scale - side / 2), round(imprint.y * scale - side / 2)
    x0, y0 = max(0, left), max(0, top)
    x1, y1 = min(image.width, left + side), min(image.height, top + side)
    under = np.asarray(image.crop((x0, y0, x1, y1)), dtype=np.float32)
    ink = mask[y0 - top : y1 - top, x0 - left : x1 - left, None]
    colour = np.array(imprint.seal.colour, dtype=np.float32)
    over = under * colour / 255 if soaks else np.broadcast_to(colour, under.shape)
    mixed = under * (1 - ink) + over * ink
    image.paste(Image.fromarray(np.clip(mixed + 0.5, 0, 255).astype(np.uint8)), (x0, y0))
    reach = imprint.seal.diameter / 2 * scale
    middle = (imprint.x * scale, imprint.y * scale)
    return Place(
        "seal",
        imprint.seal.seal_id,
        imprint.seal.name,
        corners(middle[0] - reach, middle[1] - reach, middle[0] + reach, middle[1] + reach),
    )


def _written(image: Image.Image, pen: ImageDraw.ImageDraw, run: Text, scale: float, throw: random.Random) -> Place:
    pixels = run.size * 25.4 / 72 * scale
    left, top = run.left * scale, run.top * scale
    right = run.right * scale
    glyphs = font(run.face, pixels)
    stroke = run.weight * pixels
    if run.by_hand:
        x = left
        for sign in run.text:
            tile = Image.new("L", (int(pixels * 1.8), int(pixels * 1.8)))
            ImageDraw.Draw(tile).text((pixels * 0.4, pixels * 0.2), sign, fill=255, font=glyphs, stroke_width=0.4)
            slant = throw.uniform(0.05, 0.3)
            tile = tile.transform(
                tile.size,
                Image.Transform.AFFINE,
                (1, slant, -slant * pixels * 0.8, throw.uniform(-0.06, 0.06), throw.uniform(0.92, 1.1), 0),
                Image.Resampling.BICUBIC,
            )
            image.paste(
                run.colour,
                (round(x - pixels * 0.4), round(top - pixels * 0.2 + throw.uniform(-0.06, 0.06) * pixels)),
                tile,
            )
            x += glyphs.getlength(sign) * throw.uniform(0.9, 1.02)
        right = x
    elif run.stretch != 1.0:
        natural = math.ceil(glyphs.getlength(run.text)) + 2
        tile = Image.new("L", (natural, math.ceil(pixels * 1.5)))
        ImageDraw.Draw(tile).text((0, pixels * 0.1), run.text, fill=255, font=glyphs, stroke_width=stroke)
        tile = tile.resize((max(1, round(natural * run.stretch)), tile.height), Image.Resampling.BICUBIC)
        image.paste(run.colour, (round(left), round(top - pixels * 0.3)), tile)
    else:
        # The typeface keeps a fifth of its height above a full character.
        pen.text((left, top - pixels * 0.2), run.text, fill=run.colour, font=glyphs, stroke_width=stroke)
    return Place("field" if run.field else "text", run.field, run.text, corners(left, top, right, run.bottom * scale))


def _portrait(image: Image.Image, portrait: Portrait, scale: float) -> Place:
    """A head and shoulders as nobody else's, with a photo's light and grain."""
    left, top, right, bottom = (
        round(edge * scale) for edge in (portrait.left, portrait.top, portrait.right, portrait.bottom)
    )
    wide, tall = right - left, bottom - top
    chance = np.random.Generator(np.random.PCG64(portrait.who))
    tile = Image.new("RGB", (wide, tall), (225, 232, 240))
    pen = ImageDraw.Draw(tile)
    skin = tuple(int(value) for value in np.array([224, 184, 156]) + chance.integers(-18, 19))
    cloth = tuple(int(value) for value in chance.integers(30, 120, 3))
    head = chance.uniform(0.19, 0.23)
    pen.ellipse((wide * 0.06, tall * 0.70, wide * 0.94, tall * 1.3), fill=cloth)
    pen.rectangle((wide * 0.42, tall * 0.55, wide * 0.58, tall * 0.76), fill=skin)
    hair = tuple(int(value) for value in chance.integers(10, 45, 3))
    pen.ellipse(
        (wide * (0.5 - head * 1.15), tall * 0.16, wide * (0.5 + head * 1.15), tall * chance.uniform(0.5, 0.66)),
        fill=hair,
    )
    pen.ellipse((wide * (0.5 - head), tall * 0.24, wide * (0.5 + head), tall * 0.64), fill=skin)
    # Nobody's features stand just where somebody else's do.
    brow, eye, apart = (
        tall * chance.uniform(0.335, 0.385),
        tall * chance.uniform(0.40, 0.44),
        chance.uniform(0.34, 0.52),
    )
    open_, thick = tall * chance.uniform(0.008, 0.018), max(1, round(wide * chance.uniform(0.006, 0.02)))
    for side in (-1, 1):
        x = wide * (0.5 + side * head * apart)
        pen.ellipse((x - wide * 0.03, eye - open_, x + wide * 0.03, eye + open_), fill=(30, 25, 25))
        slope = tall * chance.uniform(-0.012, 0.012)
        pen.line((x - wide * 0.05, brow + slope, x + wide * 0.045, brow - slope), fill=hair, width=thick)
    fringe = tall * chance.uniform(0.22, 0.32)
    pen.chord((wide * (0.5 - head), tall * 0.19, wide * (0.5 + head), fringe * 2 - tall * 0.19), 180, 360, fill=hair)
    nose, mouth, broad = (
        tall * chance.uniform(0.47, 0.51),
        tall * chance.uniform(0.54, 0.585),
        chance.uniform(0.035, 0.085),
    )
    shade = tuple(int(value * 0.72) for value in skin)
    pen.line((wide * 0.5, eye, wide * (0.5 + chance.uniform(-0.02, 0.02)), nose), fill=shade, width=thick)
    pen.arc((wide * (0.5 - broad), mouth - tall * 0.03, wide * (0.5 + broad), mouth + tall * 0.012), 20, 160,
            fill=(150, 80, 80), width=thick + 1)  # fmt: skip
    light = Image.fromarray(chance.integers(0, 256, (13, 10), dtype=np.uint8)).resize(
        (wide, tall), Image.Resampling.BICUBIC
    )
    ground = np.asarray(tile, dtype=np.int16)
    relief = (np.asarray(light, dtype=np.int16)[:, :, None] - 128) // 5
    tile = Image.fromarray(np.clip(np.where(ground[..., 2:] == 240, ground, ground + relief), 0, 255).astype(np.uint8))
    grain = np.asarray(tile, dtype=np.int16) + chance.integers(-7, 8, (tall, wide, 1))
    image.paste(Image.fromarray(np.clip(grain, 0, 255).astype(np.uint8)), (left, top))
    return Place("portrait", str(portrait.who), "", corners(left, top, right, bottom))
