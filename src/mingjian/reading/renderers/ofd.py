"""OFD pages (GB/T 33190-2016)."""

from collections.abc import Generator

from PIL import Image

from mingjian.reading.record import DrawnPage, Limits, Problem

VERSION = 0


def warm_up() -> None:
    """Loads the library."""


def draw(_data: bytes, _media: str, _limits: Limits) -> Generator[tuple[DrawnPage, Image.Image], None, Problem | None]:
    """The pages of an OFD file."""
    yield from ()
    return Problem.UNSUPPORTED
