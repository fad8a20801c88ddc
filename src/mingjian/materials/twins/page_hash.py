"""256 bits of how a page looks from afar, alike for photos and scans of one form."""

import cv2
import numpy as np
import numpy.typing as npt

from mingjian.reading.page import Pixels

__all__ = ["BITS", "page_hash"]

BITS = 256
_SIDE = 96
_KEPT = 16


def page_hash(flat: Pixels) -> bytes | None:
    """Of a page made flat and level; None for one that is all but empty, which is like every other empty one.

    The signs of the lowest 16 × 16 cosine coefficients of the ink, shading taken out (after Zauner 2010).
    """
    grey = cv2.cvtColor(flat, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, (_SIDE * 4, _SIDE * 4), interpolation=cv2.INTER_AREA)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    ink = cv2.subtract(cv2.GaussianBlur(paper, (0, 0), 4), small).astype(np.float32)
    ink = np.asarray(np.minimum(ink, 90), np.float32)
    ink[ink < 12] = 0
    if float((ink > 0).mean()) < 0.002:
        return None
    # The edge is where flattening errs and fingers hold.
    border = round(0.03 * ink.shape[0])
    inner = ink[border:-border, border:-border]
    coarse = cv2.resize(cv2.GaussianBlur(inner, (0, 0), 3), (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)
    spectrum = cv2.dct(np.asarray(coarse, np.float32))[: _KEPT + 1, : _KEPT + 1]
    kept: npt.NDArray[np.float32] = np.asarray(spectrum.ravel()[1 : BITS + 1], np.float32)
    return np.packbits(kept > np.median(kept)).tobytes()
