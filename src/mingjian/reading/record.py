"""What is known of a file after it was read."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class FileKind(StrEnum):
    """What a file is by its content; its name and ending are never trusted."""

    IMAGE = "image"
    PDF = "pdf"
    OFD = "ofd"
    TEXT = "text"
    AUDIO = "audio"
    UNKNOWN = "unknown"


class Problem(StrEnum):
    """Why a file could not be read, wholly or at all."""

    MISSING = "missing"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MANY_PAGES = "too_many_pages"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    UNSUPPORTED = "unsupported"
    TOO_SLOW = "too_slow"
    TOO_MUCH_MEMORY = "too_much_memory"
    CRASHED = "crashed"


PASSING = frozenset({Problem.TOO_SLOW, Problem.TOO_MUCH_MEMORY, Problem.CRASHED})
"""Problems of a busy machine as well as of a file: the next time it may be read."""


class PageOrigin(StrEnum):
    """Where a page's pixels come from: a check of camera noise means nothing on a rendered page."""

    IMAGE = "image"
    """An image file: a scan, a photo or a screenshot."""
    EMBEDDED = "embedded"
    """The one image that fills a page of a PDF or an OFD, as it is stored there."""
    RENDERED = "rendered"
    """A page that was drawn from text and graphics."""


@dataclass(frozen=True)
class Limits:
    """What reading one file may cost."""

    bytes: int = 64 * 2**20
    pixels: int = 120_000_000
    """Of one page; an A3 page scanned at 600 dpi has 70 million."""
    pages: int = 500
    drawn_pages: int = 40
    """Of one file, as pixels; the others are counted and their text is read."""
    drawn_pixels: int = 130_000_000
    """Of all the pages of one file together."""
    page_pixels: int = 36_000_000
    """Of one page as it is drawn: an A4 page scanned at 600 dpi. A larger one is drawn smaller, since examining a page
    takes forty times its pixels of memory."""
    characters: int = 1_000_000
    cpu_seconds: int = 20
    seconds: float = 30.0
    memory_bytes: int = 1536 * 2**20
    """On top of what the decoders themselves take."""


@dataclass(frozen=True)
class Content:
    """What a decoder found in a file. ``problem`` is None where it was read as a whole."""

    kind: FileKind
    media_type: str = ""
    pages: int | None = None
    width: int | None = None
    """Of the first page, in pixels; a PDF has none of its own."""
    height: int | None = None
    dots_per_inch: float | None = None
    duration_s: float | None = None
    text: str | None = None
    """The text as it stands in the file, pages parted by a form feed; no character recognition."""
    problem: Problem | None = None


Box: TypeAlias = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels of a page."""


@dataclass(frozen=True)
class DrawnLine:
    """A line of text that the file carries, and where it stands on its drawn page."""

    text: str
    box: Box


@dataclass(frozen=True)
class DrawnPage:
    """A page as a renderer draws it, before its pixels."""

    number: int
    width: int
    height: int
    origin: PageOrigin
    dots_per_inch: float | None = None
    lines: tuple[DrawnLine, ...] = ()
    shrunk: bool = False
    """It was drawn smaller than it is stored."""


@dataclass(frozen=True)
class Reading:
    """The content of the file of that SHA-256, as ``extractor`` (a name and version) read it."""

    sha256: str
    extractor: str
    content: Content
