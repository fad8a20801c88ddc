"""Does a seal's rim break off cleanly at one place, and run whole all around otherwise?

Whoever types a day over another one below a certificate paints a white patch first, and with it over the seal that lies
there. Ink wears off in many places, an uneven hand leaves out a long arc that fades at its ends, and what black letters
cover is hidden and not gone: one clean gap in a whole rim is none of these.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mingjian.materials.seals.finding import Seal
from mingjian.materials.seals.ink import Inks, Layer

__all__ = ["Gap", "clean_gap"]

_STEPS = 1440
_BAND = np.linspace(0.93, 1.02, 10)
"""Of the radius: where the ink of the rim lies, as exactly as its ellipse was found."""
_USUAL = 0.6
"""Quantile of the rim's ink that counts as its full strength."""
_THERE, _FULL = 0.3, 0.6
"""Of it: from here on ink is there; at a clean end it is as strong as this."""
_BLACK, _HIDDEN = 0.5, 0.4
"""Density of black that hides, and the share of the band that it may hide of a gap."""
_WHOLE = 0.93
"""Share of the rim that is inked."""
_OTHERS = 0.25
"""Of the gap, the longest other one."""
_SHORTEST = 0.08
"""Of the radius: 1.7 mm of a seal of 42 mm."""
_END = 4
"""Steps beyond either end of a gap at which ink must be full."""


@dataclass(frozen=True)
class Gap:
    """The one clean gap of a rim, in pixels of the page that was searched."""

    points: npt.NDArray[np.float64]
    """Along it; … × 2."""
    length: float


def clean_gap(inks: Inks, seal: Seal) -> Gap | None:
    """The gap; None where there is none, or wear explains it."""
    turn = np.arange(_STEPS) / _STEPS * 2 * math.pi
    band = [seal.rim.points(turn, float(share)) for share in _BAND]
    ink = np.max([_at(inks.red, points) for points in band], axis=0)
    level = float(np.quantile(ink, _USUAL))
    there = ink > _THERE * level
    if float(there.mean()) < _WHOLE:
        return None
    inked = np.flatnonzero(there)
    steps = np.diff(np.append(inked, inked[0] + _STEPS)) - 1
    longest = int(np.argmax(steps))
    length = float(steps[longest]) * 2 * math.pi * seal.rim.radius / _STEPS
    others = np.delete(steps, longest).max(initial=0)
    if length < _SHORTEST * seal.rim.radius or others > _OTHERS * steps[longest]:
        return None
    first = int(inked[longest])
    inside = np.arange(first + 1, first + 1 + steps[longest]) % _STEPS
    ends = (np.arange(first - _END, first), np.arange(inside[-1] + 2, inside[-1] + 2 + _END) % _STEPS)
    clean = all(float(ink[end].max()) >= _FULL * level for end in ends)
    black = np.mean([_at(inks.black, points[inside]) > _BLACK for points in band], axis=0)
    if not clean or float((black > _HIDDEN).mean()) > _HIDDEN:
        return None
    return Gap(seal.rim.points(turn[inside], float(_BAND.mean())), length)


def _at(layer: Layer, points: npt.NDArray[np.float64]) -> Layer:
    height, width = layer.shape
    across = np.clip(np.rint(points[:, 0]).astype(int), 0, width - 1)
    down = np.clip(np.rint(points[:, 1]).astype(int), 0, height - 1)
    return np.asarray(layer[down, across], np.float32)
