"""Square and rectangular seals: a person's name seal (法人章, 名章), a seal for contracts; and pieces of round ones.

In red ink alone: a copy's grey frame is a form's box, an app's button or a photo's edge as often as a seal. A square
seal is a person's or serves a purpose; the official seal of an organisation is round or oval (国发〔1999〕25号).
"""

import json
import math
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from mingjian.errors import MingjianError
from mingjian.materials.registration import correlation, registered
from mingjian.materials.seals.finding import LOOK, Seal, level_of, pure
from mingjian.materials.seals.ink import Inks, Layer
from mingjian.reading.line_reader import ReadLine, read_lines
from mingjian.reading.page import Pixels
from mingjian.standards.people import SURNAMES

__all__ = [
    "LEGIBLE",
    "SIDE",
    "BrokenSquareSealError",
    "Piece",
    "SquareFrame",
    "SquareSeal",
    "find_squares",
    "is_same_picture",
    "take_square",
    "told_apart",
    "without_pieces",
]

SIDE = 160
LEGIBLE = 0.8
"""Mean confidence of a name below which it is a guess; worn ones and those in seal script are."""
_PERSONAL = re.compile(
    f"(?!.*[院司校区局厂店村镇县市处部所会费讫档案融])(?:欧阳|上官|诸葛|[{SURNAMES}])"
    "[\u4e00-\u9fff]{1,2}(?:之?印|印章|之章)"
)
_SMALLEST, _LARGEST = 0.026, 0.22
"""A side as a share of the searched page's longest side: 8 to 65 mm of A4."""
_LONGEST = 3.2
"""Times as long as high, at most: what is longer is a rule, a heading or a line of print in red."""
_RECTANGULAR = 0.88
"""Of its rectangle that the outline of the ink fills; a circle fills 0.79."""
_FOLLOWED = 0.6
"""Of each side of the frame that must be inked."""
_FRAME = 0.09
"""Of the shorter side: where the frame lies."""
_INSIDE = (0.06, 0.8)
"""Share of the inside that is inked; more is a button or a red panel."""
_MOST = 6
_TOUCHES, _RIM = (0.85, 1.45), 0.7
"""A circle that is seen in a square's sides is so large by half the shorter one, and of its rim towards the corners
less than this share is inked: 0.08 to 0.51 where measured, 0.99 of worn seals that were pressed into printed boxes."""
_BEYOND = 0.25
"""Of a round seal's radius that may lie beyond the edge of the page without a letter being lost."""
_CELL = 48
_THIN = 0.2
"""Ink of the level strokes of Song faces, of which 王 has little else."""
_INSET = (0.05, 0.14)
"""Of a side: between which depths the frame ends and the letters begin."""
_SAME, _SPECKS = 0.92, 0.60
"""Correlation of the ink, and of how dense it is within strokes, from which it is one picture: of one picture 0.93 and
0.66 at least where measured, of one stamp pressed twice 0.94 and 0.52 at most."""


class BrokenSquareSealError(MingjianError):
    """The bytes are no square seal of this version."""

    code = "broken_square_seal"
    status = 500

    def __init__(self) -> None:
        super().__init__("a kept square seal cannot be read: examine the files again (raise the examiner's version)")


@dataclass(frozen=True)
class SquareFrame:
    """Where a square seal was pressed."""

    corners: npt.NDArray[np.float32]
    """Clockwise from the upper left one, in pixels of the page that was searched; 4 × 2."""
    followed: float
    """Share of the frame that is inked, of the side of which least is."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        first, second, _, fourth = self.corners
        return math.dist(first, second), math.dist(first, fourth)


@dataclass(frozen=True)
class Piece:
    """A part of a round seal at the edge of a page, as of one that was pressed across the edges of several (骑缝章)."""

    corners: npt.NDArray[np.float32]
    """Of its box; 4 × 2."""


@dataclass(frozen=True)
class SquareSeal:
    """What is kept of one."""

    name: str
    """In the order in which it is read: columns from the right, or rows from the left; empty where it is illegible."""
    confidence: float
    width_mm: float | None
    height_mm: float | None
    picture: npt.NDArray[np.uint8]
    """The ink alone, level, ``SIDE`` × ``SIDE``: 0 no ink, 255 the densest."""

    def to_bytes(self) -> bytes:
        """A header, and the picture behind it."""
        header = {
            "name": self.name,
            "confidence": round(self.confidence, 4),
            "width_mm": self.width_mm,
            "height_mm": self.height_mm,
        }
        return zlib.compress(json.dumps(header, ensure_ascii=False).encode() + b"\n" + self.picture.tobytes(), 6)

    @classmethod
    def from_bytes(cls, content: bytes) -> "SquareSeal":
        """Raises BrokenSquareSealError for what ``to_bytes`` did not write."""
        try:
            head, _, pixels = zlib.decompress(content).partition(b"\n")
            return cls(**json.loads(head), picture=np.frombuffer(pixels, np.uint8).reshape(SIDE, SIDE))
        except (zlib.error, ValueError, TypeError) as error:
            raise BrokenSquareSealError from error

    @property
    def is_personal(self) -> bool:
        """Whether it reads as a person's: a short name, and that it is a seal."""
        return self.confidence >= LEGIBLE and _PERSONAL.fullmatch(self.name) is not None

    @property
    def fingerprint(self) -> bytes:
        """256 bits: where of 16 × 16 fields more ink lies than around."""
        smooth = cv2.GaussianBlur(self.picture.astype(np.float32), (0, 0), SIDE / 32)
        fields = cv2.resize(smooth, (16, 16), interpolation=cv2.INTER_AREA)
        return np.packbits((fields > cv2.GaussianBlur(fields, (0, 0), 3.0)).ravel()).tobytes()


def is_same_picture(one: SquareSeal, other: SquareSeal) -> bool:
    """Whether both are one picture, speck by speck, as no stamp is when it is pressed twice."""
    ink, specks = likeness(one, other)
    return ink >= _SAME and specks >= _SPECKS


def likeness(one: SquareSeal, other: SquareSeal) -> tuple[float, float]:
    """Correlation of the ink after one was laid over the other, and of how dense it is within the strokes alone."""
    still, moved = (np.asarray(each.picture / np.float32(255), np.float32) for each in (one, other))
    moved = registered(still, moved)
    smooth = [np.asarray(cv2.GaussianBlur(each, (0, 0), 1.0), np.float32) for each in (still, moved)]
    strokes = cv2.erode(((smooth[0] > 0.3) | (smooth[1] > 0.3)).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    everywhere = np.ones(still.shape, np.bool_)
    return correlation(smooth[0], smooth[1], everywhere), correlation(smooth[0], smooth[1], strokes)


def find_squares(inks: Inks) -> tuple[SquareFrame, ...]:
    """The square seals of a page, the best followed first."""
    look, scale = _looked_at(inks)
    if look is None:
        return ()
    found: list[SquareFrame] = []
    for grow in (3, 5):
        mask = cv2.dilate((look > 0.35).astype(np.uint8), np.ones((grow, grow), np.uint8))
        contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        for contour in contours:
            frame = _judged(look, np.asarray(contour, np.int32), (grow - 1) / 2)
            if frame is None:
                continue
            again = any(
                math.dist(frame.corners.mean(axis=0), other.corners.mean(axis=0) * scale) < max(frame.size) / 2
                for other in found
            )
            if not again:
                found.append(SquareFrame(np.asarray(frame.corners / scale, np.float32), frame.followed))
    return tuple(sorted(found, key=lambda frame: -frame.followed)[:_MOST])


def told_apart(
    inks: Inks, seals: Sequence[Seal], squares: Sequence[SquareFrame]
) -> tuple[tuple[Seal, ...], tuple[SquareFrame, ...]]:
    """Of round and square seals at one place the one that is there.

    A circle can be followed through the sides of a square that it touches, in part; and a form's red box is no seal
    where a round one was pressed into it.
    """
    red = pure(inks)
    whole = [seal for seal in seals if not any(_is_inscribed(red, seal, frame) for frame in squares)]
    frames = [frame for frame in squares if not any(_lies_in(seal, frame) for seal in whole)]
    return tuple(whole), tuple(frames)


def _is_inscribed(red: Layer, seal: Seal, frame: SquareFrame) -> bool:
    """Whether a circle is seen in a square's sides alone: towards the corners, where these are far, it has no rim."""
    half = min(frame.size) / 2
    touches = _TOUCHES[0] * half < seal.rim.radius < _TOUCHES[1] * half
    if not touches or not _lies_in(seal, frame) or not seal.red:
        return False
    first, second = frame.corners[0], frame.corners[1]
    lean = math.atan2(float(second[1] - first[1]), float(second[0] - first[0])) - seal.rim.lean
    turns = np.concatenate([np.radians(np.arange(corner - 18, corner + 19, 2)) for corner in (45, 135, 225, 315)])
    pixel = 1 / seal.rim.short

    def ink(shares: Sequence[float]) -> Layer:
        points = seal.rim.points((turns + lean)[None, :], np.asarray(shares)[:, None]).astype(np.float32)
        return np.asarray(cv2.remap(red, points[..., 0], points[..., 1], cv2.INTER_LINEAR), np.float32)

    on = ink((0.94, 0.955, 0.97, 0.985, 1.0)).max(axis=0)
    outside = ink((1.035 + 1.5 * pixel, 1.06 + 1.5 * pixel)).min(axis=0)
    level = float(np.quantile(on, 0.9))
    return float(((on > max(0.3 * level, 0.1)) & (outside < 0.75 * on)).mean()) < _RIM


def _lies_in(seal: Seal, frame: SquareFrame) -> bool:
    return cv2.pointPolygonTest(frame.corners, (seal.rim.across, seal.rim.down), False) >= 0


def _looked_at(inks: Inks) -> tuple[Layer | None, float]:
    layer = pure(inks)
    scale = min(1.0, LOOK / max(layer.shape))
    smaller = cv2.resize(layer, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else layer
    look = np.asarray(smaller, np.float32)
    level = level_of(look, red=True)
    return (None if level is None else np.asarray(np.clip(look / level, 0, 1), np.float32)), scale


def _judged(look: Layer, contour: npt.NDArray[np.int32], grown: float) -> SquareFrame | None:
    longest = max(look.shape)
    _, _, wide, high = cv2.boundingRect(contour)
    if max(wide, high) < _SMALLEST * longest or min(wide, high) < 16 or max(wide, high) > 1.5 * _LARGEST * longest:
        return None
    hull = cv2.convexHull(contour)
    rectangle = cv2.minAreaRect(hull)
    sides = rectangle[1]
    if not _SMALLEST * longest <= min(sides) or max(sides) > _LARGEST * longest or max(sides) > _LONGEST * min(sides):
        return None
    if cv2.contourArea(hull) < _RECTANGULAR * sides[0] * sides[1]:
        return None
    corners = _in_order(np.asarray(cv2.boxPoints((rectangle[0], (sides[0] - 2 * grown, sides[1] - 2 * grown),
                                                  rectangle[2])), np.float32))  # fmt: skip
    level = _levelled(look, corners, 96)
    band = round(96 * _FRAME)
    edges = (level[:band], level[-band:], level[:, :band].T, level[:, -band:].T)
    followed = min(float((edge.max(axis=0) > 0.4).mean()) for edge in edges)
    inside = float((level[band + 3 : -band - 3, band + 3 : -band - 3] > 0.35).mean())
    if followed < _FOLLOWED or not _INSIDE[0] <= inside <= _INSIDE[1]:
        return None
    return SquareFrame(corners, followed)


def _in_order(corners: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Clockwise from the upper left one, of a rectangle that is turned by less than an eighth."""
    total, difference = corners.sum(axis=1), corners[:, 0] - corners[:, 1]
    return corners[[int(total.argmin()), int(difference.argmax()), int(total.argmax()), int(difference.argmin())]]


def _levelled(layer: Layer, corners: npt.NDArray[np.float32], side: int) -> Layer:
    goal = np.array([(0, 0), (side - 1, 0), (side - 1, side - 1), (0, side - 1)], np.float32)
    turn = cv2.getPerspectiveTransform(corners, goal)
    return np.asarray(cv2.warpPerspective(layer, turn, (side, side), flags=cv2.INTER_AREA), np.float32)


def take_square(inks: Inks, frame: SquareFrame, *, dots_per_inch: float | None) -> SquareSeal:
    """A seal that was found, read; ``dots_per_inch`` only of a page whose scale can be trusted."""
    visible = np.asarray(inks.red, np.float32)
    level = _levelled(visible, frame.corners, 2 * SIDE)
    densest = max(float(np.quantile(level, 0.97)), 1e-3)
    ink = np.asarray(np.clip(level / densest, 0, 1), np.float32)
    name, confidence = _read(ink, frame.size[0] / max(frame.size[1], 1e-6))
    scale = 25.4 / dots_per_inch if dots_per_inch else None
    small = cv2.resize(ink, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    return SquareSeal(
        name=name,
        confidence=confidence,
        width_mm=round(frame.size[0] * scale, 2) if scale else None,
        height_mm=round(frame.size[1] * scale, 2) if scale else None,
        picture=np.asarray(small * 255, np.uint8),
    )


def _read(ink: Layer, shape: float) -> tuple[str, float]:
    """What stands within the frame, and how sure it is: in columns from the right, or in rows from the left."""
    inside = _within_frame(ink)
    if float((inside > 0.4).mean()) > 0.5:
        inside = np.asarray(1 - inside, np.float32)  # cut into the stone, so that the ground is red
    readings = list(_readings(inside, shape))
    read = read_lines([_strip(cells) for cells in readings])
    sure = [(line, len(cells)) for line, cells in zip(read, readings, strict=True) if _fits(line, len(cells))]
    if not sure:
        return "", 0.0
    # A name ends with what says that it is a seal; of two orders of like letters that one is right,
    # and else the older one, in columns.
    best, _ = max(sure, key=lambda one: (one[0].text.strip()[-1:] in ("印", "章"), round(one[0].confidence, 1)))
    return best.text.strip(), best.confidence


def _within_frame(ink: Layer) -> Layer:
    """Cut on each side where least ink is between the frame and the letters."""
    first, last = (round(share * ink.shape[0]) for share in _INSET)
    cuts = []
    for side in (ink, ink[::-1], ink.T, ink.T[::-1]):
        amounts = side[first:last].mean(axis=1)
        cuts.append(first + int(amounts.argmin()))
    above, below, left, right = cuts
    return ink[above : ink.shape[0] - below, left : ink.shape[1] - right]


def _fits(line: ReadLine, cells: int) -> bool:
    text = line.text.strip()
    return (len(text) == cells if cells > 1 else len(text) >= 2) and all("\u4e00" <= sign <= "\u9fff" for sign in text)


def _readings(inside: Layer, shape: float) -> Iterator[list[Layer]]:
    """The letters in each order in which they may stand."""
    if shape < 1.6:
        left, right = _halves(inside.T)
        columns = [np.asarray(half.T, np.float32) for half in (right, left)]
        for counts in ((2, 2), (1, 2), (2, 1)):
            cells: list[Layer] = []
            for column, count in zip(columns, counts, strict=True):
                cells += _halves(column) if count == 2 else (column,)
            yield cells
        rows = _halves(inside)
        yield [np.asarray(half.T, np.float32) for row in rows for half in _halves(row.T)]
    # One line, or two below each other.
    wide = max(1, round(_CELL * shape))
    yield [np.asarray(cv2.resize(inside, (wide, _CELL), interpolation=cv2.INTER_AREA), np.float32)]


def _halves(layer: Layer) -> tuple[Layer, Layer]:
    """Cut across where least ink is near the middle."""
    amounts = cv2.GaussianBlur(layer.sum(axis=1)[:, None].astype(np.float32), (1, 9), 2.0)[:, 0]
    first, last = round(0.38 * len(amounts)), round(0.62 * len(amounts))
    cut = first + int(amounts[first:last].argmin())
    return layer[:cut], layer[cut:]


def _strip(cells: Sequence[Layer]) -> Pixels:
    """The letters side by side, black on white, each with its own shape: 王 stretched is read as E."""
    parts = []
    for cell in cells:
        trimmed = _trimmed(cell)
        tall, wide = trimmed.shape
        scale = _CELL / (max(tall, wide) if len(cells) > 1 else tall)
        size = (min(max(round(wide * scale), 4), 12 * _CELL), max(round(tall * scale), 4))
        part = np.asarray(cv2.resize(trimmed, size, interpolation=cv2.INTER_AREA), np.float32)
        above, left = _CELL - size[1], max(0, _CELL - size[0]) if len(cells) > 1 else 0
        around = ((6 + above // 2, 6 + above - above // 2), (5 + left // 2, 5 + left - left // 2))
        parts.append(np.pad(part, around))
    grey = np.asarray(np.clip(255 - 255 * np.hstack(parts) * 1.2, 0, 255), np.uint8)
    return np.repeat(grey[:, :, None], 3, axis=2)


def _trimmed(cell: Layer) -> Layer:
    inked = cell > _THIN
    rows, columns = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    if not len(rows) or not len(columns):
        return cell
    return cell[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def without_pieces(inks: Inks, seals: Sequence[Seal]) -> tuple[tuple[Seal, ...], tuple[Piece, ...]]:
    """The round seals that stand on the page, and the boxes of those of which an edge cuts off a part.

    What is left of a name is another name, so a piece is not read.
    """
    high, wide = inks.red.shape
    whole, pieces = [], []
    for seal in seals:
        rim = seal.rim
        beyond = max(rim.radius - rim.across, rim.across + rim.radius - wide)
        beyond = max(beyond, rim.radius - rim.down, rim.down + rim.radius - high)
        if beyond <= _BEYOND * rim.radius:
            whole.append(seal)
            continue
        left, right = max(0.0, rim.across - rim.radius), min(float(wide), rim.across + rim.radius)
        top, bottom = max(0.0, rim.down - rim.radius), min(float(high), rim.down + rim.radius)
        box = np.array([(left, top), (right, top), (right, bottom), (left, bottom)], np.float32)
        pieces.append(Piece(box))
    return tuple(whole), (*pieces, *_arcs(inks, seals))


def _arcs(inks: Inks, seals: Sequence[Seal]) -> tuple[Piece, ...]:
    """Parts of round seals that the left or right edge of the page cuts off beyond their middle."""
    look, scale = _looked_at(inks)
    if look is None:
        return ()
    wide = look.shape[1]
    found = []
    for mirrored in (False, True):
        seen = look[:, ::-1] if mirrored else look
        mask = cv2.dilate((seen > 0.35).astype(np.uint8), np.ones((5, 5), np.uint8))
        contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        for contour in contours:
            left, top, across, down = cv2.boundingRect(contour)
            if left > 2 or not 0.06 * max(look.shape) <= down <= 0.25 * max(look.shape) or across > 0.75 * down:
                continue
            if not _is_arc(np.asarray(contour[:, 0], np.float64), down):
                continue
            box = (wide - left - across, wide - left) if mirrored else (left, left + across)
            corners = [(box[0], top), (box[1], top), (box[1], top + down), (box[0], top + down)]
            piece = np.asarray(corners, np.float32) / np.float32(scale)
            middle = piece.mean(axis=0)
            if not any(math.dist(middle, (one.rim.across, one.rim.down)) < one.rim.radius for one in seals):
                found.append(Piece(piece))
    return tuple(found[:_MOST])


def _is_arc(points: npt.NDArray[np.float64], down: int) -> bool:
    """Whether the outer edge of the ink is a circle's, of which the page shows a part as high as its chord says."""
    rows = np.unique(points[:, 1])
    outer = np.array([(points[points[:, 1] == row, 0].max(), row) for row in rows])
    # x² + y² = 2ax + 2by + c (Kåsa 1976)
    design = np.column_stack([2 * outer, np.ones(len(outer))])
    (a, b, c), *_ = np.linalg.lstsq(design, (outer**2).sum(axis=1), rcond=None)
    radius = math.sqrt(max(c + a * a + b * b, 0.0))
    if not 0.45 * down <= radius <= 1.1 * down:
        return False
    off = np.abs(np.hypot(outer[:, 0] - a, outer[:, 1] - b) - radius)
    return float(np.quantile(off, 0.8)) < 0.04 * radius
