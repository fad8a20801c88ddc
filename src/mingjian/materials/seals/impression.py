"""One impression of a seal as it is kept: small enough for a table, enough to read and to compare it again."""

import json
import zlib
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from mingjian.errors import MingjianError
from mingjian.materials.seals.finding import Seal
from mingjian.materials.seals.ink import Inks
from mingjian.materials.seals.inscription import Inscription, seal_ink, upright_seal
from mingjian.materials.seals.lattice import KEPT, Lattice

__all__ = ["SIDE", "BrokenImpressionError", "Impression", "take"]

SIDE = 160
"""Pixels across the rim: 42 mm at 97 dots per inch, where specks of half a millimetre still tell."""
_VERSION = 1


class BrokenImpressionError(MingjianError):
    """The bytes are no impression of this version."""

    code = "broken_impression"
    status = 500

    def __init__(self) -> None:
        super().__init__(
            "a kept seal impression cannot be read: examine the files again (raise the examiner's version)"
        )


@dataclass(frozen=True)
class Impression:
    """What is kept of one seal."""

    name: str
    """As read, without a register."""
    confidence: float
    code: str
    centre: str
    red: bool
    oval: bool
    followed: float
    """Share of the rim that is inked."""
    width_mm: float | None
    """Along the longer axis; None where the page's scale is not known."""
    height_mm: float | None
    lattice: Lattice
    picture: npt.NDArray[np.uint8]
    """The ink alone, upright, ``SIDE`` × ``SIDE``: 0 no ink, 255 the densest."""

    def to_bytes(self) -> bytes:
        """A header, and the picture behind it."""
        header = {
            "version": _VERSION,
            "name": self.name,
            "confidence": round(self.confidence, 4),
            "code": self.code,
            "centre": self.centre,
            "red": self.red,
            "oval": self.oval,
            "followed": round(self.followed, 3),
            "width_mm": self.width_mm,
            "height_mm": self.height_mm,
            "characters": self.lattice.characters,
            "logarithms": np.round(self.lattice.logarithms * -20).clip(0, 255).astype(int).ravel().tolist(),
        }
        return zlib.compress(json.dumps(header, ensure_ascii=False).encode() + b"\n" + self.picture.tobytes(), 6)

    @classmethod
    def from_bytes(cls, content: bytes) -> "Impression":
        """Raises BrokenImpressionError for what ``to_bytes`` did not write."""
        try:
            head, _, pixels = zlib.decompress(content).partition(b"\n")
            header = json.loads(head)
            if header.pop("version") != _VERSION:
                raise BrokenImpressionError
            characters = tuple(header.pop("characters"))
            logarithms = np.array(header.pop("logarithms"), np.float32).reshape(len(characters), KEPT) / -20
            picture = np.frombuffer(pixels, np.uint8).reshape(SIDE, SIDE)
            return cls(lattice=Lattice(characters, logarithms.astype(np.float32)), picture=picture, **header)
        except (zlib.error, ValueError, KeyError, TypeError, AttributeError) as error:
            raise BrokenImpressionError from error


def take(inks: Inks, seal: Seal, read: Inscription, *, dots_per_inch: float | None) -> Impression:
    """The impression of a seal that was found and read; ``dots_per_inch`` only of a page whose scale can be trusted."""
    # Shrunk with the area taken into account, or fine specks would come and go.
    large = upright_seal(seal_ink(inks, seal), seal, read.below, side=2 * SIDE)
    small = cv2.resize(large, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    densest = max(float(np.quantile(small, 0.99)), 1e-3)
    scale = 25.4 / dots_per_inch if dots_per_inch else None
    return Impression(
        name=read.name,
        confidence=read.confidence,
        code=read.code,
        centre=read.centre,
        red=seal.red,
        oval=seal.rim.is_oval,
        followed=seal.followed,
        width_mm=round(2 * seal.rim.long * scale, 2) if scale else None,
        height_mm=round(2 * seal.rim.short * scale, 2) if scale else None,
        lattice=read.lattice,
        picture=np.clip(small / densest * 255, 0, 255).astype(np.uint8),
    )
