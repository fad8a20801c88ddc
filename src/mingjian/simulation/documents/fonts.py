"""The typefaces of simulated documents, from a wheel under the Open Font License, so that no machine's own are used."""

from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

import pylopdf_fonts_zh_cn
from PIL import ImageFont


class Face(StrEnum):
    """A typeface."""

    SANS = "sans"
    SERIF = "serif"


@cache
def path(face: Face) -> Path:
    """Where the typeface's file lies."""
    return pylopdf_fonts_zh_cn.sans_path() if face is Face.SANS else pylopdf_fonts_zh_cn.serif_path()


@lru_cache(maxsize=64)
def font(face: Face, pixels: float) -> ImageFont.FreeTypeFont:
    """The typeface at a height in pixels; laid out without the machine's shaping library."""
    return ImageFont.truetype(path(face), pixels, layout_engine=ImageFont.Layout.BASIC)


def width(text: str, face: Face, size: float) -> float:
    """How wide a text runs, in the unit of ``size``."""
    return float(font(face, 100).getlength(text)) * size / 100
