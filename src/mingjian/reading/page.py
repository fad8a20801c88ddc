"""A page as it was decoded, and what stands where on it."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from mingjian.reading.record import PageOrigin

__all__ = ["DocumentField", "Line", "Page", "PageOrigin", "Pixels", "Region"]

Pixels: TypeAlias = npt.NDArray[np.uint8]
"""Height × width × 3, red, green, blue."""


@dataclass(frozen=True)
class Region:
    """A rectangle in pixels of the page as given; the left and top edges belong to it, the others do not."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True)
class Page:
    """One page of a file, as given: neither flattened nor turned, but for the turn that its EXIF data ask for."""

    number: int
    """From 1."""
    pixels: Pixels
    origin: PageOrigin
    dots_per_inch: float | None = None
    """Where the file states it, or where it was rendered at that resolution."""
    shrunk: bool = False
    """Drawn smaller than it is stored: a check of single stored pixels means nothing on it."""


@dataclass(frozen=True)
class Line:
    """One line of text that was recognised or that the file carries."""

    page: int
    text: str
    confidence: float
    """In [0, 1]; 1 for text that stands in the file."""
    region: Region
    """In the page as given, whatever was turned or flattened to read it."""


@dataclass(frozen=True)
class DocumentField:
    """One fact that a document states: a name, a date, a sum."""

    name: str
    """Such as ``person_name``, ``id_number``, ``issued_on``, ``issuer``, ``document_number``, ``credit_code``."""
    value: str
    """Normalised: ISO dates, digits without blanks, sums in yuan with a point."""
    text: str
    """As it stands on the page."""
    page: int
    region: Region
    confidence: float
    labelled: bool = True
    """Whether a label or a sentence says what the value is; its form or its place alone may be another thing's."""
