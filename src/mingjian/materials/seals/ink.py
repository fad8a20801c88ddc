"""What of a page is red ink, and what is black, by how much of each colour they take from the paper."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from mingjian.reading.page import Pixels

Layer = npt.NDArray[np.float32]
"""Height × width; optical density of one ink, 0 where there is none (natural logarithm)."""

_DENSEST = 2.5
"""Density beyond which eight bits tell nothing more."""
_OPAQUE = 1.0
"""Density of black above which nobody can say what lies beneath."""


@dataclass(frozen=True)
class Inks:
    """The inks of a page, apart."""

    red: Layer
    black: Layer
    dark: Layer
    """All ink, whatever its colour: a grey copy has no other."""
    hidden: npt.NDArray[np.bool_]
    """Where black lies so dense that red beneath it cannot be seen."""


def separate(pixels: Pixels) -> Inks:
    """Beer and Lambert: densities of inks over each other add up, so black is taken from red by subtraction."""
    density = np.empty(pixels.shape, np.float32)
    for channel in range(3):
        seen = pixels[:, :, channel]
        density[:, :, channel] = np.log((_paper(seen) + 1) / (seen.astype(np.float32) + 1))
    np.clip(density, 0, _DENSEST, out=density)
    black = density[:, :, 0]
    # Red ink lets red pass; green and blue are taken.
    red = np.clip((density[:, :, 1] + density[:, :, 2]) / 2 - black, 0, None)
    return Inks(
        np.asarray(red, np.float32), black.copy(), np.asarray(density.mean(axis=2), np.float32), black > _OPAQUE
    )


def _paper(channel: npt.NDArray[np.uint8]) -> Layer:
    """The paper's own brightness about each pixel, shading and tint included."""
    height, width = channel.shape
    small = cv2.resize(channel, (max(1, width // 8), max(1, height // 8)), interpolation=cv2.INTER_AREA)
    # The brightest about a place is paper, wherever ink leaves any of it.
    bright = cv2.morphologyEx(small, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (15, 15)))
    smooth = cv2.GaussianBlur(bright, (0, 0), 5).astype(np.float32)
    return np.asarray(cv2.resize(smooth, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
