"""The ring of text of a seal laid out level."""

import math
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
import numpy.typing as npt

from mingjian.materials.seals.finding import Rim
from mingjian.materials.seals.ink import Layer

Picture = npt.NDArray[np.float32]

DEPTH = 0.5
"""How far inwards from the rim the layout reaches, as a share of the shorter half axis."""


@dataclass(frozen=True)
class Band:
    """The rim unrolled: column by arc length clockwise from the ellipse's right end, row by distance inwards.

    On an oval letters stand across the rim, so rows follow its normal; on a circle that is the polar unwrap.
    """

    rim: Rim
    per_pixel: float = 1.0
    """Columns and rows for each pixel of the page."""

    @cached_property
    def turns(self) -> npt.NDArray[np.float64]:
        """The ellipse's parameter at each column."""
        fine = np.linspace(0, 2 * math.pi, 2881)
        # Arc length halfway through the letters, so that they keep their proportions.
        points = self.rim.points(fine, 1.0) + self._inwards(fine) * (0.25 * self.rim.short)
        steps = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
        columns = max(64, round(steps[-1] * self.per_pixel))
        return np.interp(np.linspace(0, steps[-1], columns, endpoint=False), steps, fine)

    @property
    def rows(self) -> int:
        """Down to ``DEPTH``."""
        return max(12, round(DEPTH * self.rim.short * self.per_pixel))

    def lay(self, layer: Layer) -> Picture:
        """The layer unrolled, rim above."""
        inwards = (np.arange(self.rows) + 0.5) / self.per_pixel
        edge = self.rim.points(self.turns, 1.0)
        normal = self._inwards(self.turns)
        places = edge[None] + normal[None] * inwards[:, None, None]
        return np.asarray(
            cv2.remap(
                layer,
                places[..., 0].astype(np.float32),
                places[..., 1].astype(np.float32),
                cv2.INTER_CUBIC,
                borderMode=cv2.BORDER_REPLICATE,
            ),
            np.float32,
        )

    def direction(self, column: float) -> float:
        """Radians on the page, clockwise from its horizontal, from the centre to a column's place on the rim."""
        place = self.rim.points(np.array([self.turns[int(column) % len(self.turns)]]), 1.0)[0]
        return math.atan2(place[1] - self.rim.down, place[0] - self.rim.across)

    def column(self, direction: float) -> int:
        """The column that lies in a direction from the centre."""
        places = self.rim.points(self.turns, 1.0)
        directions = np.arctan2(places[:, 1] - self.rim.down, places[:, 0] - self.rim.across)
        return int(np.abs(np.angle(np.exp(1j * (directions - direction)))).argmin())

    def _inwards(self, turn: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """The unit normal of the rim, towards the inside."""
        along, over = -np.cos(turn) / self.rim.long, -np.sin(turn) / self.rim.short
        length = np.hypot(along, over)
        cosine, sine = math.cos(self.rim.lean), math.sin(self.rim.lean)
        return np.stack([(along * cosine - over * sine) / length, (along * sine + over * cosine) / length], axis=-1)
