"""Where on a page a seal was pressed: a closed rim, round or oval, in red ink or in a copy's grey.

Two searches propose rims and one test judges them. Votes along the slope of the ink (Ballard 1981) find round rims,
broken and crossing ones too; outlines of connected ink find ovals. A proposal is then fitted to the ink itself and
kept where the rim can be followed around.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from mingjian.materials.seals.ink import Inks, Layer

__all__ = ["LOOK", "Rim", "Seal", "find_seals", "level_of", "pure"]

LOOK = 1000
"""The longest side of the page as it is searched: 42 mm of A4 are 141 pixels."""
_SMALLEST, _LARGEST = 0.03, 0.45
"""A rim's mean radius as a share of the searched page's longest side (floor: 14 pixels)."""
_FOLLOWED_RED, _FOLLOWED_DARK = 0.42, 0.66
"""Share of the rim that must be inked. In grey, print crosses any circle here and there; red has no such clutter."""
_PURE = 0.5
"""Red over black, below which it is the fringe that a scanner's lens and JPEG draw about black letters."""
_MOST = 12
"""Of a page."""


@dataclass(frozen=True)
class Rim:
    """The outer edge of a seal as an ellipse, in pixels of the page that was searched."""

    across: float
    down: float
    long: float
    """The longer half axis."""
    short: float
    lean: float
    """Radians from the page's horizontal to the longer axis, clockwise as seen."""

    @property
    def radius(self) -> float:
        """Of a circle of the same area."""
        return math.sqrt(self.long * self.short)

    @property
    def is_oval(self) -> bool:
        """Ovals are made 4:3 (40 × 30 mm) or 3:2; what is rounder is a circle that was photographed or skewed."""
        return self.short < 0.86 * self.long

    def scaled(self, factor: float) -> "Rim":
        return Rim(self.across * factor, self.down * factor, self.long * factor, self.short * factor, self.lean)

    def points(self, turn: npt.NDArray[np.float64], share: npt.NDArray[np.float64] | float) -> npt.NDArray[np.float64]:
        """Points at the parameters ``turn`` (radians) of the ellipse shrunk to ``share``; … × 2."""
        along, over = share * self.long * np.cos(turn), share * self.short * np.sin(turn)
        cosine, sine = math.cos(self.lean), math.sin(self.lean)
        return np.stack([self.across + along * cosine - over * sine, self.down + along * sine + over * cosine], axis=-1)


@dataclass(frozen=True)
class Seal:
    """One seal on a page."""

    rim: Rim
    red: bool
    """Whether it is in red ink; if not, in the grey or black of a copy."""
    followed: float
    """Share of the rim that is inked."""


def find_seals(inks: Inks) -> tuple[Seal, ...]:
    """The seals of a page, the clearest first."""
    found: list[Seal] = []
    height, width = inks.red.shape
    scale = min(1.0, LOOK / max(height, width))
    for red in (True, False):
        layer = pure(inks) if red else inks.dark
        smaller = cv2.resize(layer, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else layer
        look = np.asarray(smaller, np.float32)
        level = level_of(look, red=red)
        if level is None:
            continue
        look = np.clip(look / level, 0, 1).astype(np.float32)
        needed = _FOLLOWED_RED if red else _FOLLOWED_DARK
        proposals = [*_outlines(look), *_votes(look)]
        judged = [seal for rim in proposals if (seal := _judge(look, rim, red=red, needed=needed)) is not None]
        found.extend(Seal(seal.rim.scaled(1 / scale), red, seal.followed) for seal in judged)
    kept: list[Seal] = []
    for seal in sorted(found, key=_preference):
        if all(_apart(seal.rim, other.rim) for other in kept):
            kept.append(seal)
    return tuple(sorted(kept[:_MOST], key=lambda seal: -seal.followed))


def pure(inks: Inks) -> Layer:
    """The red ink without the fringes of black print."""
    return np.asarray(np.where(inks.red > _PURE * inks.black, inks.red, 0), np.float32)


def level_of(layer: Layer, *, red: bool) -> float | None:
    """The density that counts as full ink here; None where there is none of it."""
    noise = float(np.median(layer)) + 3 * 1.4826 * float(np.median(np.abs(layer - np.median(layer))))
    floor = max(0.10 if red else 0.18, noise)
    inked = layer[layer > floor]
    if inked.size < 200:
        return None
    # Print is denser than a copied seal: grey is measured by the lighter of what is inked.
    return max(2 * floor, float(np.quantile(inked, 0.6 if red else 0.25)))


def _preference(seal: Seal) -> tuple[bool, float]:
    """Red before grey; then what is well followed, and of two about one centre the outer."""
    return not seal.red, -seal.followed * seal.rim.radius**0.5


def _apart(rim: Rim, other: Rim) -> bool:
    """Whether two rims are two seals, and not two findings of one, or its inner ring, or letters in it."""
    distance = math.hypot(rim.across - other.across, rim.down - other.down)
    larger, smaller = max(rim.radius, other.radius), min(rim.radius, other.radius)
    return distance > max(larger, 0.6 * (larger + smaller))


def _outlines(look: Layer) -> Iterator[Rim]:
    """Ellipses about connected ink, dilated a little so that a worn rim holds together."""
    longest = max(look.shape)
    for grow in (3, 7):
        mask = cv2.dilate((look > 0.35).astype(np.uint8), np.ones((grow, grow), np.uint8))
        contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        for contour in contours:
            _, _, wide, high = cv2.boundingRect(contour)
            if not 2 * _SMALLEST * longest <= max(wide, high) <= 2 * _LARGEST * longest or min(wide, high) < 24:
                continue
            hull = cv2.convexHull(contour)
            # Evenly along the hull: its corners alone would weigh the straight parts out.
            around = _evenly(hull[:, 0].astype(np.float64))
            (across, down), (first, second), degrees = cv2.fitEllipse(around.astype(np.float32))
            shrink = (grow - 1) / 2
            yield _rim(across, down, first / 2 - shrink, second / 2 - shrink, math.radians(degrees))


def _evenly(hull: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    closed = np.vstack([hull, hull[:1]])
    steps = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(closed, axis=0), axis=1))])
    where = np.linspace(0, steps[-1], 180, endpoint=False)
    return np.stack([np.interp(where, steps, closed[:, axis]) for axis in range(2)], axis=1)


def _rim(across: float, down: float, first: float, second: float, lean: float) -> Rim:
    """OpenCV's angle is that of the first axis."""
    if first >= second:
        return Rim(across, down, first, second, lean % math.pi)
    return Rim(across, down, second, first, (lean + math.pi / 2) % math.pi)


def _votes(look: Layer) -> Iterator[Rim]:
    """Centres of round rims: each place with a slope of ink votes for the points that lie straight across it."""
    height, width = look.shape
    longest = max(height, width)
    smooth = cv2.GaussianBlur(look, (0, 0), 1.2)
    right, below = cv2.Sobel(smooth, cv2.CV_32F, 1, 0), cv2.Sobel(smooth, cv2.CV_32F, 0, 1)
    slope = np.hypot(right, below)
    down, across = np.nonzero(slope > max(0.6, float(np.quantile(slope, 0.80))))
    if len(down) < 60:
        return
    unit = np.stack([right[down, across], below[down, across]], axis=1) / slope[down, across][:, None]
    place = np.stack([across, down], axis=1).astype(np.float32)
    cell = 2.0
    size = (int(width / cell) + 1, int(height / cell) + 1)
    proposals: list[tuple[float, Rim]] = []
    radius = max(14.0, _SMALLEST * longest)
    while radius <= _LARGEST * longest:
        votes = np.zeros(size[0] * size[1], np.float32)
        # Ink is densest in the rim's middle: from its outer edge the slope points inwards, to the centre.
        centre = place + unit * radius
        column, row = (centre[:, 0] / cell).astype(np.int64), (centre[:, 1] / cell).astype(np.int64)
        inside = (column >= 0) & (row >= 0) & (column < size[0]) & (row < size[1]) & (centre >= 0).all(axis=1)
        votes += np.bincount(row[inside] * size[0] + column[inside], minlength=votes.size).astype(np.float32)
        field = cv2.GaussianBlur(votes.reshape(size[1], size[0]), (0, 0), 1.5)
        peak = cv2.dilate(field, np.ones((9, 9), np.uint8))
        share = field * (2 * math.pi * 1.5**2) / (2 * math.pi * radius)
        for top, left in np.argwhere((field == peak) & (share > 0.35))[:200]:
            proposals.append(
                (float(share[top, left]), Rim((left + 0.5) * cell, (top + 0.5) * cell, radius, radius, 0.0))
            )
        radius *= 1.035
    chosen: list[Rim] = []
    for _, rim in sorted(proposals, key=lambda one: -one[0]):
        near = [
            other
            for other in chosen
            if math.hypot(rim.across - other.across, rim.down - other.down) < 0.15 * other.radius
            and abs(rim.radius - other.radius) < 0.12 * other.radius
        ]
        if not near:
            chosen.append(rim)
            yield rim
        if len(chosen) >= 40:
            return


def _judge(look: Layer, rim: Rim, *, red: bool, needed: float) -> Seal | None:
    """The proposal fitted to the ink, where a rim can be followed around it."""
    for reach in (0.12, 0.06, 0.035):
        fitted = _fitted(look, rim, reach)
        if fitted is None:
            return None
        rim = fitted
    longest = max(look.shape)
    if not max(12.0, 0.9 * _SMALLEST * longest) <= rim.radius <= 1.1 * _LARGEST * longest or rim.short < 0.5 * rim.long:
        return None
    followed = _followed(look, rim)
    if followed < needed or not _is_closed_and_filled(look, rim):
        return None
    return Seal(rim, red, followed)


_TURNS = np.linspace(0, 2 * math.pi, 180, endpoint=False)


def _around(look: Layer, rim: Rim, shares: npt.NDArray[np.float64]) -> Layer:
    """The ink along ellipses about the same centre: shares × turns."""
    points = rim.points(_TURNS[None, :], shares[:, None]).astype(np.float32)
    return np.asarray(
        cv2.remap(look, points[..., 0], points[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT), np.float32
    )


def _fitted(look: Layer, rim: Rim, reach: float) -> Rim | None:
    """An ellipse through the outer edge of the ink near the proposal's own."""
    shares = np.linspace(1 + reach, 1 - reach, 41)
    ink = cv2.GaussianBlur(_around(look, rim, shares), (3, 3), 0)
    # Seen from outside, the first place that is half as inked as the densest within reach.
    densest = ink.max(axis=0)
    first = (ink >= 0.5 * densest[None, :]).argmax(axis=0)
    valid = (densest > 0.35) & (first > 0)
    if valid.sum() < 60:
        return None
    edge = shares[first]
    points = rim.points(_TURNS[valid], edge[valid])
    middle = np.median(edge[valid])
    for _ in range(3):
        if len(points) < 40:
            return None
        (across, down), (one, two), degrees = cv2.fitEllipse(points.astype(np.float32))
        if min(one, two) < 8 or not math.isfinite(one + two):
            return None
        rim = _rim(across, down, one / 2, two / 2, math.radians(degrees))
        off = np.abs(_share(points, rim) - 1)
        keep = off <= max(0.008, 2.0 * float(np.median(off)))
        points = points[keep]
    return rim if 0.5 < middle < 1.5 else None


def _share(points: npt.NDArray[np.float64], rim: Rim) -> npt.NDArray[np.float64]:
    """Where points lie between centre (0) and rim (1)."""
    right, below = points[:, 0] - rim.across, points[:, 1] - rim.down
    cosine, sine = math.cos(rim.lean), math.sin(rim.lean)
    along, over = right * cosine + below * sine, -right * sine + below * cosine
    return np.hypot(along / rim.long, over / rim.short)


def _followed(look: Layer, rim: Rim) -> float:
    """Share of the turns at which ink lies on the rim and little just outside it."""
    pixel = 1 / rim.short
    on = _around(look, rim, np.array([1 - 0.045, 1 - 0.03, 1 - 0.015, 1.0]) - 0.3 * pixel).max(axis=0)
    outside = _around(look, rim, np.array([1.035, 1.06]) + 1.5 * pixel).min(axis=0)
    return float(((on > 0.4) & (outside < 0.75 * on)).mean())


def _is_closed_and_filled(look: Layer, rim: Rim) -> bool:
    """Something stands within the rim, and it does not fill the whole."""
    ink = _around(look, rim, np.linspace(0.1, 0.9, 17)) > 0.25
    share = float(ink.mean())
    return 0.015 < share < 0.75


def crossing(seals: Sequence[Seal]) -> tuple[tuple[Seal, Seal], ...]:
    """Pairs of seals that lie partly over each other."""
    pairs = []
    for number, one in enumerate(seals):
        for other in seals[number + 1 :]:
            distance = math.hypot(one.rim.across - other.rim.across, one.rim.down - other.rim.down)
            if distance < one.rim.radius + other.rim.radius:
                pairs.append((one, other))
    return tuple(pairs)
