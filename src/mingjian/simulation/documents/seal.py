"""Official seals: their design, their clean raster, and what a real stamp leaves on paper.

Round, a star in the middle, the name clockwise from the lower left, a number below (国发〔1999〕25号).
"""

import math
import random
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter

from mingjian.simulation.documents.fonts import Face, font

Mask: TypeAlias = npt.NDArray[np.floating[Any]]
"""Share of ink from 0 to 1, rows by columns."""
RED = (206, 28, 32)


@dataclass(frozen=True)
class Seal:
    """A stamp, or a picture of one. Two of the same ``seal_id`` are one and the same stamp."""

    seal_id: str
    name: str
    code: str = ""
    """The number of the engraver's register, below; empty on old ones."""
    purpose: str = ""
    """Such as 医务专用章, under the star."""
    diameter: float = 40.0
    """Millimetres."""
    face: Face = Face.SERIF
    spread: float = 1.0
    """How far round the name runs, as a share of the usual."""
    ring: float = 1.0
    """Millimetres."""
    star: float = 0.30
    """The star's radius as a share of the seal's."""
    turn: float = 0.0
    """Degrees that the engraver set the star askew: a habit of the workshop."""
    colour: tuple[int, int, int] = RED
    emblem: bool = True
    square: bool = False
    """A person's own: its frame, and the name in two columns from the right; ``diameter`` is its side."""


def engraved(seal_id: str, name: str, throw: random.Random, *, code: str = "", purpose: str = "") -> Seal:
    """A stamp as some workshop cuts it; the throw gives the workshop's measures."""
    return Seal(
        seal_id,
        name,
        code,
        purpose,
        diameter=throw.choice((38.0, 40.0, 40.0, 42.0)),
        face=Face.SERIF if throw.random() < 0.8 else Face.SANS,
        spread=throw.uniform(0.9, 1.08),
        ring=throw.uniform(0.8, 1.3),
        star=throw.uniform(0.26, 0.33),
        turn=throw.gauss(0, 0.6),
        colour=(throw.randint(190, 220), throw.randint(18, 48), throw.randint(20, 52)),
    )


@lru_cache(maxsize=128)
def raster(seal: Seal, dots_per_inch: int) -> Mask:
    """The clean design; square, with a small margin. Not to be written to."""
    over = 3
    scale = dots_per_inch * over / 25.4
    radius = seal.diameter / 2 * scale
    side = int(2 * radius + 4 * over)
    side += -side % over
    middle = side / 2
    image = Image.new("L", (side, side))
    pen = ImageDraw.Draw(image)
    pen.ellipse(
        (middle - radius, middle - radius, middle + radius, middle + radius),
        outline=255,
        width=max(1, round(seal.ring * scale)),
    )
    if seal.square:
        return _whole(_squared(seal, scale), over)
    if seal.emblem:
        pen.polygon(_star(middle, middle, seal.star * radius, seal.turn), fill=255)
    _arc(image, seal, radius, middle)
    if seal.purpose:
        size = radius * 0.24
        glyphs = font(seal.face, size)
        across = glyphs.getlength(seal.purpose)
        pen.text((middle - across / 2, middle + radius * 0.38), seal.purpose, fill=255, font=glyphs, stroke_width=1)
    return _whole(image, over)


def _whole(image: Image.Image, over: int) -> Mask:
    small = image.resize((image.width // over, image.height // over), Image.Resampling.BOX)
    mask = np.asarray(small, dtype=np.float32) / 255
    mask.setflags(write=False)
    return mask


def _squared(seal: Seal, scale: float) -> Image.Image:
    """A name seal: four characters, read down the right column and then down the left one."""
    side = int(seal.diameter * scale) + 12
    side += -side % 3
    image = Image.new("L", (side, side))
    pen = ImageDraw.Draw(image)
    pen.rectangle((6, 6, side - 7, side - 7), outline=255, width=max(1, round(seal.ring * scale)))
    inset = seal.ring * scale + 6 + side * 0.05
    cell = (side - 2 * inset) / 2
    for place, sign in enumerate(seal.name):
        column, row = divmod(place, 2)
        x, y = side - inset - cell * (column + 0.5), inset + cell * (row + 0.5)
        pen.text((x, y), sign, fill=255, font=font(seal.face, cell * 0.94), anchor="mm")
    return image


def name_seal(seal_id: str, person: str, throw: random.Random) -> Seal:
    """A person's own square seal, as the head of a firm keeps it beside the firm's."""
    name = person + ("之印" if len(person) == 2 else "印")
    return Seal(
        seal_id,
        name[:4],
        diameter=throw.choice((16.0, 18.0, 20.0)),
        face=Face.SERIF if throw.random() < 0.7 else Face.SANS,
        ring=throw.uniform(0.7, 1.1),
        colour=(throw.randint(190, 220), throw.randint(18, 48), throw.randint(20, 52)),
        square=True,
    )


def _star(x: float, y: float, radius: float, turn: float) -> list[tuple[float, float]]:
    points = []
    for corner in range(10):
        reach = radius if corner % 2 == 0 else radius * 0.382
        angle = math.radians(-90 + corner * 36 + turn)
        points.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
    return points


def _arc(image: Image.Image, seal: Seal, radius: float, middle: float) -> None:
    """The name from the lower left over the top, and the number along the bottom."""
    count = len(seal.name)
    tall = radius * (0.29 if count <= 12 else 0.25 if count <= 17 else 0.21)
    reach = radius - seal.ring * radius / (seal.diameter / 2) - tall * 0.72
    wide = math.degrees(tall * 1.12 / reach)
    whole = min(285.0, wide * (count - 1) * 1.12) * seal.spread
    step = whole / max(count - 1, 1)
    squeeze = min(1.0, step / wide * 1.05)
    for place, sign in enumerate(seal.name):
        _set(image, sign, seal.face, tall, squeeze, reach, -whole / 2 + place * step, middle)
    if seal.code:
        small = radius * 0.105
        inner = radius - seal.ring * radius / (seal.diameter / 2) - small * 0.8
        pitch = math.degrees(small * 0.8 / inner)
        begin = pitch * (len(seal.code) - 1) / 2
        for place, sign in enumerate(seal.code):
            _set(image, sign, Face.SANS, small, 1.0, inner, 180 + begin - place * pitch, middle, inward=True)


def _set(
    image: Image.Image,
    sign: str,
    face: Face,
    tall: float,
    squeeze: float,
    reach: float,
    degrees: float,
    middle: float,
    *,
    inward: bool = False,
) -> None:
    """One character at an angle from the top, its head outwards, or inwards along the bottom."""
    glyphs = font(face, tall)
    box = int(tall * 1.6)
    tile = Image.new("L", (box, box))
    ImageDraw.Draw(tile).text((box / 2, box / 2), sign, fill=255, font=glyphs, anchor="mm", stroke_width=tall * 0.012)
    if squeeze < 1:
        thin = tile.resize((max(1, int(box * squeeze)), box), Image.Resampling.BICUBIC)
        tile = Image.new("L", (box, box))
        tile.paste(thin, ((box - thin.width) // 2, 0))
    tile = tile.rotate(-degrees + (180 if inward else 0), Image.Resampling.BICUBIC)
    angle = math.radians(degrees - 90)
    x, y = middle + reach * math.cos(angle), middle + reach * math.sin(angle)
    image.paste(255, (round(x - box / 2), round(y - box / 2)), tile)


def stamped(seal: Seal, dots_per_inch: int, throw: random.Random, *, turn: float, wear: float = 0.5) -> Mask:
    """What the stamp leaves this time: ink in patches, pressure from one side, a turn of the hand.

    ``wear`` in [0, 1] is how much is missing.
    """
    chance = np.random.Generator(np.random.PCG64(throw.getrandbits(64)))
    clean = Image.fromarray((raster(seal, dots_per_inch) * 255).astype(np.uint8))
    side = int(clean.width * 1.18)
    wider = Image.new("L", (side, side))
    wider.paste(clean, ((side - clean.width) // 2, (side - clean.height) // 2))
    turned = wider.rotate(turn, Image.Resampling.BICUBIC)
    # Ink creeps into the paper.
    turned = turned.filter(ImageFilter.GaussianBlur(dots_per_inch / 25.4 * 0.06))
    ink = np.asarray(turned, dtype=np.float32) / 255
    patches = _cloud(chance, side, max(3, side // 14)) * 0.6 + _cloud(chance, side, max(3, side // 5)) * 0.4
    level = np.float32(0.30 * wear)
    body = np.clip((patches - level) / 0.22, 0, 1) * np.float32(0.75) + np.float32(0.25)
    towards = throw.uniform(0, 2 * math.pi)
    axis = np.linspace(-1, 1, side, dtype=np.float32)
    slope = axis[None, :] * np.float32(math.cos(towards)) + axis[:, None] * np.float32(math.sin(towards))
    pressure = np.clip(np.float32(1 - 0.15 * wear) + slope * np.float32(throw.uniform(0.05, 0.45) * wear), 0, 1)
    specks = (chance.random((side, side), dtype=np.float32) < 0.05 * wear).astype(np.float32)
    result: Mask = ink * body * pressure * (1 - specks * np.float32(0.6))
    return result


def _cloud(chance: np.random.Generator, side: int, cells: int) -> Mask:
    """Smooth noise from 0 to 1."""
    coarse = Image.fromarray(chance.integers(0, 256, (cells, cells), dtype=np.uint8))
    return np.asarray(coarse.resize((side, side), Image.Resampling.BICUBIC), dtype=np.float32) / 255
