"""One picture of ink laid over another by fractions of a pixel, and how alike they are then."""

import cv2
import numpy as np
import numpy.typing as npt

__all__ = ["correlation", "registered"]

Shares = npt.NDArray[np.float32]
"""Ink in [0, 1]."""


def registered(still: Shares, moved: Shares, *, coarsely: tuple[float, ...] = ()) -> Shares:
    """The second shifted, scaled and sheared by fractions of a pixel to the best fit (Evangelidis, Psarakis 2008).

    Where they may lie some pixels apart, they are laid over each other ``coarsely`` first: smoothed by so many pixels.
    """
    height, width = still.shape
    warp: npt.NDArray[np.float32] = np.eye(2, 3, dtype=np.float32)
    everywhere = np.full(still.shape, 255, np.uint8)
    criteria = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, 40, 1e-5)
    for level in (*coarsely, 0.0):
        one, other = (cv2.GaussianBlur(each, (0, 0), level) if level else each for each in (still, moved))
        try:
            _, found = cv2.findTransformECC(one, other, warp, cv2.MOTION_AFFINE, criteria, everywhere, 5)
        except cv2.error:
            return moved  # they have nothing in common to be fitted by
        warp = np.asarray(found, np.float32)
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(moved, warp, (width, height), flags=flags), np.float32)


def correlation(one: npt.NDArray[np.generic], other: npt.NDArray[np.generic], where: npt.NDArray[np.bool_]) -> float:
    """Of what lies there, in [-1, 1]; 0 where too little does."""
    first, second = one[where].astype(np.float64), other[where].astype(np.float64)
    if first.size < 50 or first.std() < 1e-6 or second.std() < 1e-6:
        return 0.0
    return float(np.corrcoef(first, second)[0, 1])
