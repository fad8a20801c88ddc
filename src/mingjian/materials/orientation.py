"""How the stored pixels of an image are turned to be seen (EXIF, tag 274)."""

from dataclasses import dataclass

import numpy as np

from mingjian.reading.page import Pixels, Region


@dataclass(frozen=True)
class Orientation:
    """A turn by EXIF's number, 1 to 8."""

    number: int

    def as_stored(self, seen: Pixels) -> Pixels:
        """The pixels as they stand in the file, out of those that are seen."""
        if self.number == 2:
            return seen[:, ::-1]
        if self.number == 3:
            return seen[::-1, ::-1]
        if self.number == 4:
            return seen[::-1]
        if self.number == 5:
            return seen.swapaxes(0, 1)
        if self.number == 6:
            return np.rot90(seen, 1)
        if self.number == 7:
            return seen[::-1, ::-1].swapaxes(0, 1)
        if self.number == 8:
            return np.rot90(seen, -1)
        return seen

    def as_seen(self, stored: Region, *, height: int, width: int) -> Region:
        """A region of the stored pixels, which are ``height`` × ``width``, where it is seen."""
        left, top, right, bottom = stored.left, stored.top, stored.right, stored.bottom
        across, down = (width - right, width - left), (height - bottom, height - top)
        if self.number == 2:
            return Region(across[0], top, across[1], bottom)
        if self.number == 3:
            return Region(across[0], down[0], across[1], down[1])
        if self.number == 4:
            return Region(left, down[0], right, down[1])
        if self.number == 5:
            return Region(top, left, bottom, right)
        if self.number == 6:
            return Region(down[0], left, down[1], right)
        if self.number == 7:
            return Region(down[0], across[0], down[1], across[1])
        if self.number == 8:
            return Region(top, across[0], bottom, across[1])
        return stored
