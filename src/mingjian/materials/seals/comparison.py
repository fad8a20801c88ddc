"""Whether two impressions are one digital image, one engraved seal pressed twice, or two seals.

A seal that is pressed is another each time: ink, pressure and wear vary. What stays the same to the speck is a picture
that was pasted. After alignment the correlation of the ink tells the first, that of a coarser view the second.
"""

from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
import numpy.typing as npt

from mingjian.materials.registration import correlation, registered

__all__ = ["Likeness", "Picture", "Relation", "compare", "fingerprint", "fingerprints", "laid_over"]

_RINGS, _TURNS = 40, 360
_INSIDE = slice(5, 17)
"""Rings where a star or an emblem stands."""
_TEXT = slice(19, 36)
"""Rings where the name stands; the rim, which every seal has, lies beyond."""
_HARMONICS, _BANDS = 21, 6
_POINTS = 5
"""Of a star: it tells how a seal is turned to a degree, but for a fifth of a turn."""


class Relation(StrEnum):
    """What two impressions have in common."""

    SAME_IMAGE = "same_image"
    SAME_SEAL = "same_seal"
    OTHER = "other"


@dataclass(frozen=True)
class Likeness:
    """How alike two impressions are after one was laid over the other."""

    ink: float
    """Correlation of the ink, speck by speck, in [-1, 1]."""
    design: float
    """Correlation of the ring of text alone, in a view too coarse to show specks."""
    texture: float
    """Correlation of how dense the ink is within the strokes alone."""

    @property
    def score(self) -> float:
        """For one image, against one seal pressed twice: in about [0, 1]."""
        return 0.7 * self.ink + 0.3 * self.texture

    @property
    def relation(self) -> Relation:
        """What they are."""
        if self.ink >= _SAME_INK and self.score >= _SAME_IMAGE:
            return Relation.SAME_IMAGE
        return Relation.SAME_SEAL if self.design >= _SAME_DESIGN else Relation.OTHER


_SAME_INK = 0.93
_SAME_IMAGE = 0.92
_SAME_DESIGN = 0.80

Picture = npt.NDArray[np.uint8]


def fingerprint(picture: Picture) -> bytes:
    """256 bits of an upright impression: the signs of the low harmonics of its rings of text."""
    return fingerprints(picture)[0]


def fingerprints(picture: Picture) -> tuple[bytes, ...]:
    """The fingerprint, and those of the impression turned by fifths.

    Where the seam of the text was taken to be elsewhere, one of them is the fingerprint of the other impression.
    """
    rings = _unrolled(picture.astype(np.float32))
    text = rings[_TEXT]
    bands = np.stack([part.mean(axis=0) for part in np.array_split(text, _BANDS)])
    spectra = np.fft.rfft(bands, axis=1)[:, 1 : _HARMONICS + 1]
    star = np.fft.rfft(rings[_INSIDE].mean(axis=0))
    # The star's own phase makes the turn exact; without a star it says little, and then nothing is turned.
    strength = np.abs(star[1 : 4 * _POINTS])
    turn = float(np.angle(star[_POINTS])) / _POINTS if strength.argmax() == _POINTS - 1 else 0.0
    harmonics = np.arange(1, _HARMONICS + 1)
    codes = []
    for fifth in range(_POINTS):
        shifted = spectra * np.exp(-1j * harmonics * (turn + 2 * np.pi * fifth / _POINTS))
        signs = np.concatenate([shifted.real.ravel() > 0, shifted.imag.ravel() > 0])
        codes.append(np.packbits(signs).tobytes())
    return tuple(codes)


def laid_over(one: Picture, other: Picture) -> Picture:
    """The second impression turned, shifted and scaled so that it lies over the first."""
    return np.asarray(np.clip(_laid(*_shares(one, other)) * 255 + 0.5, 0, 255), np.uint8)


def compare(one: Picture, other: Picture) -> Likeness:
    """Lays the second impression over the first, and says how alike they are."""
    still, moved = _shares(one, other)
    moved = _laid(still, moved)
    inside, ring = _disc(still.shape[0], 0.0, 0.97), _disc(still.shape[0], 0.48, 0.88)
    fine = correlation(cv2.GaussianBlur(still, (0, 0), 0.7), cv2.GaussianBlur(moved, (0, 0), 0.7), inside)
    design = correlation(cv2.GaussianBlur(still, (0, 0), 2.0), cv2.GaussianBlur(moved, (0, 0), 2.0), ring)
    smooth_still, smooth_moved = cv2.GaussianBlur(still, (0, 0), 1.0), cv2.GaussianBlur(moved, (0, 0), 1.0)
    strokes = cv2.erode(((smooth_still > 0.3) | (smooth_moved > 0.3)).astype(np.uint8), np.ones((2, 2), np.uint8)) > 0
    texture = correlation(smooth_still, smooth_moved, strokes & inside)
    return Likeness(fine, design, texture)


def _shares(one: Picture, other: Picture) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    return np.asarray(one / np.float32(255), np.float32), np.asarray(other / np.float32(255), np.float32)


def _laid(still: npt.NDArray[np.float32], moved: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    return registered(still, _turned(moved, _turn_between(still, moved)))


def _unrolled(picture: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Rings from the centre outwards × turns."""
    side = picture.shape[0]
    polar = cv2.warpPolar(picture, (_RINGS, _TURNS), (side / 2, side / 2), side / 2, cv2.WARP_POLAR_LINEAR)
    return np.asarray(polar.T, np.float32)


def _turn_between(still: npt.NDArray[np.float32], moved: npt.NDArray[np.float32]) -> float:
    """Degrees by which the second must be turned clockwise, by correlation of the rings."""
    rings = [_unrolled(picture)[4:36] for picture in (still, moved)]
    level = [ring - ring.mean(axis=1, keepdims=True) for ring in rings]
    spectra = [np.fft.rfft(ring, axis=1) for ring in level]
    matched = np.fft.irfft((spectra[0] * np.conj(spectra[1])).sum(axis=0), _TURNS)
    return float(matched.argmax()) * 360 / _TURNS


def _turned(picture: npt.NDArray[np.float32], degrees: float) -> npt.NDArray[np.float32]:
    side = picture.shape[0]
    turn = cv2.getRotationMatrix2D(((side - 1) / 2, (side - 1) / 2), -degrees, 1.0)
    return np.asarray(cv2.warpAffine(picture, turn, (side, side), flags=cv2.INTER_CUBIC), np.float32)


def _disc(side: int, least: float, most: float) -> npt.NDArray[np.bool_]:
    half = (np.arange(side) + 0.5) / side * 2 - 1
    reach = np.hypot(half[None, :], half[:, None])
    return np.asarray((reach >= least) & (reach < most), np.bool_)
