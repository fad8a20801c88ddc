"""A submitted page on the screen: drawn in the sandbox, made anew as a picture, with the places of findings over it."""

from base64 import b64encode
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

from mingjian.errors import NotFoundError
from mingjian.reading.files import sandbox
from mingjian.reading.page import Page, Pixels
from mingjian.reading.rendering import render
from mingjian.store.vault import DamagedFileError, Vault

LONGEST_SIDE = 1600
MASKED_SIDE = 56
"""Of a masked page: a seal and a table are seen as such, and no character can be read."""
QUALITY = 80


@dataclass(frozen=True)
class Mark:
    """A finding's number and its place, in pixels of the page as given."""

    number: int
    left: float
    top: float
    width: float
    height: float
    beside: int = 0
    """How many marks before it begin at its corner: their numbers stand side by side."""


@dataclass(frozen=True)
class PageView:
    """One page: its picture as a ``data:`` address, its size, how many there are, and the marks on it."""

    number: int
    pages: int
    width: int
    height: int
    picture: str
    marks: tuple[Mark, ...]


Places = Iterable[tuple[int, int | None, tuple[float, float, float, float] | None]]
"""Of findings: number, page and region."""


def page_view(vault: Vault, digest: str, number: int, regions: Places, *, masked: bool) -> PageView | None:
    """The page of that number, or the last one before it; None where nothing of the file can be drawn."""
    data = file_of(vault, digest)
    pages = render(data).pages if data is not None else ()
    if not pages:
        return None
    return view_of(pages[min(max(number, 1), len(pages)) - 1], regions, pages=len(pages), masked=masked)


def view_of(page: Page, regions: Places, *, pages: int, masked: bool) -> PageView:
    """A page that was drawn, one of so many, with what was found on it."""
    height, width = page.pixels.shape[:2]
    near = max(width // 40, 12)
    corners: Counter[tuple[int, int]] = Counter()
    marks = []
    for finding, on, region in regions:
        if on != page.number or region is None:
            continue
        left, top, right, bottom = region
        corner = round(left / near), round(top / near)
        marks.append(Mark(finding, left, top, right - left, bottom - top, corners[corner]))
        corners[corner] += 1
    return PageView(page.number, pages, width, height, _picture(page.pixels, masked=masked), tuple(marks))


def file_of(vault: Vault, digest: str) -> bytes | None:
    """The file; None where it is not at hand, or too large to be drawn."""
    data = bytearray()
    try:
        for chunk in vault.chunks(digest):
            data += chunk
            if len(data) > sandbox().limits.bytes:
                return None
    except (NotFoundError, DamagedFileError):
        return None
    return bytes(data)


def _picture(pixels: Pixels, *, masked: bool) -> str:
    from PIL import Image  # whoever looks at no page does not wait for it

    image = Image.fromarray(pixels)
    side = MASKED_SIDE if masked else LONGEST_SIDE
    image.thumbnail((side, side), Image.Resampling.BOX if masked else Image.Resampling.LANCZOS)
    file = BytesIO()
    image.save(file, "JPEG", quality=QUALITY)
    return "data:image/jpeg;base64," + b64encode(file.getvalue()).decode("ascii")
