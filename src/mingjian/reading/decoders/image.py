"""Images: size, resolution and number of pages, every pixel decoded once to know that the file is whole."""

import warnings
from io import BytesIO

from pi_heif import register_heif_opener
from PIL import Image, UnidentifiedImageError

from mingjian.reading.identify import IMAGES
from mingjian.reading.record import Content, FileKind, Limits, Problem

VERSION = 1

register_heif_opener()
Image.MAX_IMAGE_PIXELS = None  # our own limit is checked before a pixel is decoded


def warm_up() -> None:
    """Loads Pillow's plugins."""
    Image.init()


def decode(data: bytes, media: str, limits: Limits) -> Content:
    """The content of an image file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _decode(data, media, limits)
        except MemoryError:
            raise
        # Pillow's plugins raise whatever a broken file makes them trip over, struct.error and KeyError among them.
        except Exception:
            return Content(FileKind.IMAGE, media, problem=Problem.DAMAGED)


def _decode(data: bytes, media: str, limits: Limits) -> Content:
    try:
        image = Image.open(BytesIO(data), formats=[IMAGES[media]])
    except UnidentifiedImageError:
        return Content(FileKind.IMAGE, media, problem=Problem.DAMAGED)
    width, height = image.size
    pages = int(getattr(image, "n_frames", 1))
    content = Content(FileKind.IMAGE, media, pages, width, height, dots_per_inch(image))
    if pages > limits.pages:
        return _with(content, Problem.TOO_MANY_PAGES)
    for page in range(pages):
        if page:
            image.seek(page)
        if image.width * image.height > limits.pixels:
            return _with(content, Problem.TOO_MANY_PIXELS)
        image.load()
    return content


def _with(content: Content, problem: Problem) -> Content:
    return Content(
        content.kind,
        content.media_type,
        content.pages,
        content.width,
        content.height,
        content.dots_per_inch,
        problem=problem,
    )


def dots_per_inch(image: Image.Image) -> float | None:
    """The resolution that the file states, where it states a possible one."""
    stated = image.info.get("dpi")
    try:
        value = float(stated[0]) if stated else 0.0
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    # Screens and editors write 72 or 96 without having measured anything; the caller decides what to make of it.
    return value if 1 < value < 10_000 else None
