"""The picture of a person's photo on a paper, as it is kept, and whether two of them are one picture.

One and the same photograph is compared, never two faces: nothing is measured of eyes, noses or their distances, no
template is made by which a person could be known again in another photograph, and a second photograph of the same
person, let alone of a twin, is another picture. What is kept is a small grey copy of a part of a submitted file.

Studios put everybody into the same suit before the same ground, so the whole picture tells little: each part of the
middle has to be the same.
"""

import zlib
from dataclasses import dataclass
from itertools import product

import cv2
import numpy as np
import numpy.typing as npt

from mingjian.errors import MingjianError
from mingjian.materials.registration import correlation, registered
from mingjian.reading.page import Pixels, Region

__all__ = ["TALL", "WIDE", "BrokenPortraitError", "Portrait", "portrait_at"]

WIDE, TALL = 96, 120
"""Pixels of the kept picture: 26 × 32 mm of an identity card at 94 dots per inch."""
_LEAST = 80
"""Pixels of a photo's height on the page below which its parts cannot be told from each other."""
_PARTS = tuple((slice(top, top + 30), slice(left, left + 26)) for top, left in (*product((18, 48), (22, 48)), (33, 35)))
"""Four quarters of the middle, and its centre."""
_FLAT = 6.0
"""Grey levels by which the centre of a photo varies at least: where a page has no photo, it shows a plain figure to
everybody."""
_SAME = 0.95
"""Correlation of every part from which it is one picture; see the figures in docs/benchmarks/materials.md."""
_FINE, _COARSE = 1.0, 6.0
"""Pixels: what is finer is grain and the printer's screen, what is coarser is light."""
_SHIFTS = (0, -4, 4)
"""Pixels by which the place of a photo may be taken otherwise on two papers."""
_LEVELS = (4.0, 1.5)
"""Two pictures are laid over each other coarsely first: their places are taken by the lines beside them."""
_WHOLE = np.ones((30, 26), np.bool_)
_DRAWN = 0.5
"""Share of the centre that four levels of grey make up where a program drew it; a photo has all of them."""

Picture = npt.NDArray[np.uint8]
Shares = npt.NDArray[np.float32]


class BrokenPortraitError(MingjianError):
    """The bytes are no photo of this version."""

    code = "broken_portrait"
    status = 500

    def __init__(self) -> None:
        super().__init__("a kept photo cannot be read: examine the files again (raise the examiner's version)")


@dataclass(frozen=True)
class Portrait:
    """One photo in grey, ``TALL`` × ``WIDE``."""

    picture: Picture

    def to_bytes(self) -> bytes:
        """Compressed."""
        return zlib.compress(self.picture.tobytes(), 6)

    @classmethod
    def from_bytes(cls, content: bytes) -> "Portrait":
        """Raises BrokenPortraitError for what ``to_bytes`` did not write."""
        try:
            return cls(np.frombuffer(zlib.decompress(content), np.uint8).reshape(TALL, WIDE))
        except (zlib.error, ValueError) as error:
            raise BrokenPortraitError from error

    @property
    def fingerprints(self) -> tuple[bytes, ...]:
        """256 bits each of the middle, and of it shifted a little: one of them is near that of the same picture."""
        seen = _band(self.picture.astype(np.float32), _FINE + 0.5, _COARSE + 2)
        codes = []
        for down, across in product(_SHIFTS, _SHIFTS):
            part = seen[14 + down : 86 + down, 18 + across : 78 + across]
            fields = cv2.resize(part, (16, 16), interpolation=cv2.INTER_AREA)
            codes.append(np.packbits((fields > 0).ravel()).tobytes())
        return tuple(codes)

    @property
    def is_flat(self) -> bool:
        """Whether its centre shows nothing, as a figure does that stands where no photo is."""
        return float(_band(self.picture.astype(np.float32), _FINE, _COARSE)[_PARTS[-1]].std()) < _FLAT

    def is_same_picture(self, other: "Portrait") -> bool:
        """Whether both are one photograph, part by part."""
        return self.likeness(other) >= _SAME

    def likeness(self, other: "Portrait") -> float:
        """Correlation of the part that is the least alike after one was laid over the other, in [-1, 1]."""
        still, moved = (np.asarray(each.picture / np.float32(255), np.float32) for each in (self, other))
        seen = _band(still, _FINE, _COARSE)
        laid = _band(registered(still, moved, coarsely=_LEVELS), _FINE, _COARSE)
        return min(correlation(seen[part], laid[part], _WHOLE) for part in _PARTS)


def portrait_at(pixels: Pixels, region: Region) -> Portrait | None:
    """The photo in that part of a page; None where it is too small or shows nothing."""
    tall, wide = pixels.shape[:2]
    if region.left < 0 or region.top < 0 or region.right > wide or region.bottom > tall:
        return None
    part = pixels[region.top : region.bottom, region.left : region.right]
    if part.shape[0] < _LEAST or part.shape[1] < _LEAST * WIDE // TALL:
        return None
    grey = cv2.cvtColor(np.ascontiguousarray(part), cv2.COLOR_RGB2GRAY)
    if _is_drawn(np.asarray(grey, np.uint8)):
        return None
    way = cv2.INTER_AREA if part.shape[0] > TALL else cv2.INTER_CUBIC
    found = Portrait(np.asarray(cv2.resize(grey, (WIDE, TALL), interpolation=way), np.uint8))
    return None if found.is_flat else found


def _is_drawn(grey: npt.NDArray[np.uint8]) -> bool:
    """Whether the centre is painted in a few flat tones, as the figure that an app shows of whom it has no photo."""
    tall, wide = grey.shape
    centre = grey[tall * 33 // TALL : tall * 63 // TALL, wide * 35 // WIDE : wide * 61 // WIDE]
    counts = np.sort(np.bincount(centre.ravel(), minlength=256))
    return bool(counts[-4:].sum() > _DRAWN * centre.size)


def _band(picture: npt.NDArray[np.float32], fine: float, coarse: float) -> Shares:
    smooth = cv2.GaussianBlur(picture, (0, 0), fine) - cv2.GaussianBlur(picture, (0, 0), coarse)
    return np.asarray(smooth, np.float32)
