"""Images: every frame, turned as its EXIF data ask, on white where it is transparent."""

import warnings
from collections.abc import Generator
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from mingjian.reading.decoders.image import dots_per_inch
from mingjian.reading.identify import IMAGES
from mingjian.reading.record import DrawnPage, Limits, PageOrigin, Problem

VERSION = 1
_DEEP = frozenset({"I", "F", "I;16", "I;16B", "I;16L", "I;16N"})
"""Modes of more than eight bits a sample, which Pillow would cut off rather than scale."""


def draw(data: bytes, media: str, limits: Limits) -> Generator[tuple[DrawnPage, Image.Image], None, Problem | None]:
    """The frames of an image file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            image = Image.open(BytesIO(data), formats=[IMAGES[media]])
            return (yield from _frames(image, limits))
        except MemoryError:
            raise
        except UnidentifiedImageError:
            return Problem.DAMAGED
        # Pillow's plugins raise whatever a broken file makes them trip over, struct.error and KeyError among them.
        except Exception:
            return Problem.DAMAGED


def _frames(image: Image.Image, limits: Limits) -> Generator[tuple[DrawnPage, Image.Image], None, Problem | None]:
    frames = int(getattr(image, "n_frames", 1))
    for number in range(1, min(frames, limits.drawn_pages) + 1):
        if number > 1:
            image.seek(number - 1)
        if image.width * image.height > limits.pixels:
            return Problem.TOO_MANY_PIXELS
        dots = dots_per_inch(image)
        picture = in_colour(ImageOps.exif_transpose(image))
        yield DrawnPage(number, picture.width, picture.height, PageOrigin.IMAGE, dots), picture
    return Problem.TOO_MANY_PAGES if frames > limits.drawn_pages else None


def in_colour(image: Image.Image) -> Image.Image:
    """The image in eight bits of red, green and blue."""
    if image.mode == "RGB":
        image.load()
        return image
    if image.mode in _DEEP:
        highest = _highest(image)
        # A 16-bit scan uses its whole range; scaling by what occurs would brighten a dark one.
        top = 65_535 if image.mode.startswith("I;16") or highest > 255 else 255
        return image.convert("F").point(lambda value: value * (255 / top) + 0).convert("L").convert("RGB")
    if image.has_transparency_data:
        paper = Image.new("RGBA", image.size, "white")
        paper.alpha_composite(image.convert("RGBA"))
        return paper.convert("RGB")
    return image.convert("RGB")


def _highest(image: Image.Image) -> float:
    extrema = image.convert("F").getextrema()
    highest = extrema[1]
    return float(highest) if isinstance(highest, int | float) else 0.0
