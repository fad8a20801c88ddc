"""What is written on a seal: the name around its rim, the code below it and the line in its middle.

The rim is laid out level and read by the recogniser of lines, in several cuts of the same geometry whose probabilities
are averaged; where the ring of text begins is where least ink is. What remains doubtful stays so: a
:class:`Lattice` keeps the alternatives at each step, for a register of names to choose among.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from mingjian.materials.seals.finding import Seal
from mingjian.materials.seals.ink import Inks, Layer
from mingjian.materials.seals.lattice import Lattice
from mingjian.materials.seals.unwrapping import Band, Picture
from mingjian.reading.detection import segments
from mingjian.reading.line_reader import HEIGHT, read_distribution, read_lines
from mingjian.reading.page import Pixels

__all__ = ["Inscription", "read_inscription", "seal_ink", "upright_seal"]

_CUTS = ((0.09, 0.43), (0.07, 0.47), (0.10, 0.39))
"""Depths from the rim, as shares of the shorter half axis, between which the name stands."""
_CODE = (0.04, 0.20)
_CODE_LENGTH = 13
_MARGIN = 6
_MOST_SEAMS = 3
_SIDE = 256
"""Of a seal as it is looked at upright."""


@dataclass(frozen=True)
class Inscription:
    """What a seal says."""

    name: str
    confidence: float
    """Mean over the name's characters; 0 where nothing was read."""
    code: str
    """Thirteen digits; empty where there is none or it cannot be read."""
    centre: str
    """The level line, such as 发票专用章; empty where there is none."""
    below: float
    """Radians on the page, clockwise from its horizontal: where the seal's lower side points."""
    lattice: Lattice


def read_inscription(inks: Inks, seal: Seal) -> Inscription:
    """Reads a seal in the ink in which it was found."""
    band = Band(seal.rim, HEIGHT / ((_CUTS[0][1] - _CUTS[0][0]) * seal.rim.short))
    layer = seal_ink(inks, seal)
    ink = _levelled(band.lay(layer), band)
    best: tuple[float, int, Lattice] | None = None
    for seam in _seams(ink, band):
        lattice = _averaged(list(_cuts(ink, band, seam)))
        # A seam amid the name leaves its shorter part apart, so the whole name is worth most.
        worth = sum(glyph.confidence - 0.5 for glyph in lattice.name())
        if best is None or worth > best[0]:
            best = (worth, seam, lattice)
    assert best is not None  # there is always a place with least ink
    _, seam, lattice = best
    glyphs = lattice.name()
    name = "".join(glyph.character for glyph in glyphs)
    below = band.direction(seam)
    return Inscription(
        name=name,
        confidence=sum(glyph.confidence for glyph in glyphs) / len(glyphs) if glyphs else 0.0,
        code=_code(ink, band, seam),
        centre=_centre(layer, seal, below),
        below=below,
        lattice=lattice,
    )


def seal_ink(inks: Inks, seal: Seal) -> Layer:
    """The seal's ink about it, with what print hides filled in from its surroundings, so that strokes are not cut."""
    if seal.red:
        return _completed(inks.red, inks.hidden)
    # A copy's print is black and its seal grey: what is much denser than the rim is print.
    rim = Band(seal.rim).lay(inks.dark)[: max(2, round(0.05 * seal.rim.short))]
    level = max(float(np.median(rim.max(axis=0))), 0.05)
    print_ = (inks.dark > 1.6 * level).astype(np.uint8)
    # Its edges are as grey as the seal.
    edges = cv2.dilate(print_, np.ones((3, 3), np.uint8)) > 0
    return _completed(np.minimum(inks.dark, 1.2 * level), edges)


def _completed(ink: Layer, hidden: npt.NDArray[np.bool_]) -> Layer:
    top = max(float(ink.max()), 1e-3)
    visible = (np.clip(ink / top, 0, 1) * 255).astype(np.uint8)
    filled = cv2.inpaint(visible, hidden.astype(np.uint8), 2, cv2.INPAINT_TELEA)
    return np.asarray(filled.astype(np.float32) * (top / 255), np.float32)


def _levelled(laid: Picture, band: Band) -> Picture:
    """Ink in [0, 1], where 1 is the ink of the rim."""
    rim = laid[: max(2, round(0.08 * band.rim.short * band.per_pixel))]
    inked = rim[rim > 0.3 * rim.max()]
    level = float(np.median(inked)) if inked.size else 1.0
    return np.asarray(np.clip(laid / max(level, 1e-3), 0, 1), np.float32)


def _rows(band: Band, depths: tuple[float, float]) -> slice:
    scale = band.rim.short * band.per_pixel
    return slice(max(0, round(depths[0] * scale)), max(2, round(depths[1] * scale)))


def _seams(ink: Picture, band: Band) -> list[int]:
    """Columns amid the widest stretches with little ink: between the name's end and its beginning."""
    count = ink.shape[1]
    found: list[int] = []
    # Halfway into the letters neither the code nor the level line is in the way; all of it where that is worn. Light
    # letters (三, 人) have little ink in all and yet some in every column.
    halfway, whole = ink[_rows(band, (0.20, 0.32))], ink[_rows(band, (0.13, 0.42))]
    for amounts in (halfway.mean(axis=0), halfway.max(axis=0), whole.mean(axis=0)):
        along = np.fft.rfft(amounts)
        for degrees in (60, 100):
            width = max(3, count * degrees // 360)
            window = np.zeros(count)
            window[:width] = np.hanning(width + 2)[1:-1]
            window = np.roll(window, -(width // 2))
            amount = np.fft.irfft(along * np.conj(np.fft.rfft(window)), count)
            seam = int(amount.argmin())
            if all(min((seam - other) % count, (other - seam) % count) > count / 20 for other in found):
                found.append(seam)
    return found[:_MOST_SEAMS]


def _cuts(ink: Picture, band: Band, seam: int) -> Iterator[Pixels]:
    """Pictures of the name, all of one size, so that their probabilities can be averaged step by step."""
    from_seam = np.roll(ink, -seam, axis=1)
    size = (from_seam.shape[1], HEIGHT)
    for depths in _CUTS:
        cut = cv2.resize(from_seam[_rows(band, depths)], size, interpolation=cv2.INTER_CUBIC)
        yield _as_picture(np.asarray(cut, np.float32))


def _as_picture(ink: Picture) -> Pixels:
    grey = np.clip(255 - 255 * ink, 0, 255).astype(np.uint8)
    framed = cv2.copyMakeBorder(grey, _MARGIN // 2, _MARGIN // 2, _MARGIN, _MARGIN, cv2.BORDER_CONSTANT, value=[255])
    return np.repeat(np.asarray(framed, np.uint8)[:, :, None], 3, axis=2)


def _averaged(pictures: Sequence[Pixels]) -> Lattice:
    read = [read_distribution(picture) for picture in pictures]
    mean = np.mean([one.probabilities for one in read], axis=0)
    return Lattice.of(mean, read[0].alphabet)


def _code(ink: Picture, band: Band, seam: int) -> str:
    """The digits below, whose heads point to the centre: the strip is turned about to be read."""
    count = ink.shape[1]
    reach = round(count * 0.2)
    strip = np.roll(ink, count // 2 - seam, axis=1)[_rows(band, _CODE), count // 2 - reach : count // 2 + reach]
    pictures = [
        _as_picture(np.asarray(cv2.resize(turned, (round(turned.shape[1] * 32 / turned.shape[0]), 32)), np.float32))
        for turned in (np.ascontiguousarray(np.rot90(strip, 2)), strip)
    ]
    read = sorted(read_lines(pictures), key=lambda line: -line.confidence)
    for line in read:
        digits = re.sub(r"\D", "", line.text)
        if len(digits) == _CODE_LENGTH and len(line.text) <= _CODE_LENGTH + 2:
            return digits
    return ""


def upright_seal(layer: Layer, seal: Seal, below: float, *, side: int = _SIDE) -> Layer:
    """The seal alone, round and upright, its rim touching the edges of a square."""
    rim = seal.rim
    turn = below - math.pi / 2
    half = (np.arange(side) + 0.5) / side * 2 - 1
    right, down = np.meshgrid(half, half)
    if rim.is_oval:
        right, down = right * rim.long, down * rim.long
        places = np.stack(
            [
                rim.across + right * math.cos(turn) - down * math.sin(turn),
                rim.down + right * math.sin(turn) + down * math.cos(turn),
            ],
            axis=-1,
        )
    else:
        # A round rim that is seen as an ellipse was skewed: made round again.
        angle = np.arctan2(down, right) + turn - rim.lean
        places = rim.points(angle.ravel(), np.hypot(right, down).ravel()).reshape(side, side, 2)
    upright = cv2.remap(
        layer,
        places[..., 0].astype(np.float32),
        places[..., 1].astype(np.float32),
        cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(upright, np.float32)


def _centre(layer: Layer, seal: Seal, below: float) -> str:
    """The level line in the middle or below it, read upright."""
    side = min(480, max(_SIDE, round(2 * seal.rim.long)))
    upright = upright_seal(layer, seal, below, side=side)
    level = max(float(np.quantile(upright, 0.97)), 1e-3)
    # The name around must not be taken for a line.
    half = (np.arange(side) + 0.5) / side * 2 - 1
    reach = np.hypot(half[None, :], half[:, None] * (seal.rim.long / seal.rim.short if seal.rim.is_oval else 1.0))
    grey = np.where(reach < 0.86, np.clip(255 - 255 * upright / level, 0, 255), 255).astype(np.uint8)
    picture = np.repeat(grey[:, :, None], 3, axis=2)
    lines = []
    for segment in segments(picture):
        across, down = segment.middle
        if abs(across / side - 0.5) > 0.12 or not 0.35 < down / side < 0.88 or segment.length < 2 * segment.height:
            continue
        lines.append((down, segment.crop(picture)))
    if not lines:
        return ""
    read = read_lines([crop for _, crop in sorted(lines, key=lambda one: one[0])])
    return "".join(line.text for line in read if line.confidence > 0.7 and len(line.text) > 1)
