"""Pages of text made here, as a scanner would see them."""

from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from mingjian.materials.examiners import Examiner
from mingjian.materials.specimen import Observation, Specimen
from mingjian.reading.page import Region
from mingjian.reading.rendering import render

WORDS = ("RECEIPT", "hospital", "total", "amount", "paid", "cash", "change", "date", "invoice", "number", "county")


def scan(seed: int = 1, *, size: tuple[int, int] = (640, 800)) -> Image.Image:
    """Grey text on paper with grain, its edges as soft as a scanner's."""
    chooser = np.random.default_rng(seed)
    picture = Image.new("L", size, 235)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(22)
    for top in range(30, size[1] - 40, 34):
        text = " ".join(chooser.choice(WORDS, 4)) + f" {chooser.integers(1, 999)}.{chooser.integers(10, 99)}"
        draw.text((30, top), text, fill=60, font=font)
    soft = np.asarray(picture.filter(ImageFilter.GaussianBlur(0.8)), np.float64)
    grained = soft + chooser.normal(0, 3, soft.shape)
    return Image.fromarray(np.clip(grained, 0, 255).astype(np.uint8)).convert("RGB")


def jpeg(picture: Image.Image, quality: int, **options: object) -> bytes:
    file = BytesIO()
    picture.save(file, "JPEG", quality=quality, **options)
    return file.getvalue()


def png(picture: Image.Image) -> bytes:
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data)).convert("RGB")


RETYPED = Region(400, 200, 520, 232)


def retyped(picture: Image.Image) -> Image.Image:
    """A sum painted over and typed again at ``RETYPED``."""
    changed = picture.copy()
    draw = ImageDraw.Draw(changed)
    draw.rectangle((RETYPED.left, RETYPED.top, RETYPED.right, RETYPED.bottom), fill=(235, 235, 235))
    draw.text((RETYPED.left + 6, RETYPED.top + 2), "9876.50", fill=(20, 20, 20), font=ImageFont.load_default(24))
    return changed


def seen(examiner: Examiner, data: bytes) -> tuple[Observation, ...]:
    """What one examiner of pixels says of a file: no text is recognised for it."""
    return examiner.examine(Specimen("0" * 64, data, render(data), ())).observations


def overlap(one: Region, other: Region) -> bool:
    return (
        max(one.left, other.left) < min(one.right, other.right)
        and max(one.top, other.top) < min(one.bottom, other.bottom)
    )  # fmt: skip
