"""From the picture of one line of text to its characters (CTC over PP-OCRv6's recognition head)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from mingjian.reading import models
from mingjian.reading.page import Pixels

HEIGHT = 48
"""The network's input height."""
LEAST_WIDTH = 320
"""What it was trained with; a narrower input is padded, or short lines lose their last character."""
STRIP = 640
"""Short lines stand beside each other in strips of this width, so that a table's cells cost what their ink takes."""
GAP = 48
"""Between two lines of a strip; measured on 450 cells, they read as each does alone, but for the width of brackets."""
MOST_WIDTH = 3200
"""A longer line is squeezed: seventy characters as high as they are wide, which no page holds."""
BLANK = 0


@dataclass(frozen=True)
class Glyph:
    """One recognised character."""

    character: str
    confidence: float
    place: float
    """Where along the line its middle is, from 0 (left edge) to 1."""


@dataclass(frozen=True)
class ReadLine:
    """What one picture of a line says."""

    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        """The characters in their order."""
        return "".join(glyph.character for glyph in self.glyphs)

    @property
    def confidence(self) -> float:
        """The mean over the characters; 0 where nothing was read."""
        if not self.glyphs:
            return 0.0
        return sum(glyph.confidence for glyph in self.glyphs) / len(self.glyphs)


@dataclass(frozen=True)
class Distribution:
    """The network's own answer: for each step along the line, the probability of each character."""

    probabilities: npt.NDArray[np.float32]
    """Steps × alphabet; column 0 is the blank of CTC."""
    alphabet: tuple[str, ...]


def read_lines(pictures: Sequence[Pixels]) -> tuple[ReadLine, ...]:
    """Reads upright pictures of single lines, of any size."""
    alphabet = _alphabet()
    read: list[ReadLine] = [ReadLine(())] * len(pictures)
    for indices in _strips([_scaled_width(picture) for picture in pictures]):
        parts = [_scaled(pictures[index]) for index in indices]
        batch = _strip(parts)
        (answer,) = models.load(models.RECOGNITION).run(batch)
        # One step of the network's answer stands for so many pixels of the strip.
        stride = batch.shape[-1] / len(answer)
        start = 0
        for index, part in zip(indices, parts, strict=True):
            width = part.shape[-1]
            first = 0 if start == 0 else round((start - GAP / 2) / stride)
            steps = answer[first : round((start + width + GAP / 2) / stride)]
            read[index] = _decode(steps, alphabet, start=first * stride - start, stride=stride, width=width)
            start += width + GAP
    return tuple(read)


def read_distribution(picture: Pixels) -> Distribution:
    """The probabilities of one line, for a decoder that knows what may stand there (a register of names, a code)."""
    return Distribution(models.load(models.RECOGNITION).run(_strip([_scaled(picture)]))[0], _alphabet())


@cache
def _alphabet() -> tuple[str, ...]:
    """The blank, the model's characters, and the space that it was trained with at the end."""
    return ("", *models.load(models.RECOGNITION).metadata("character").splitlines(), " ")


def _scaled_width(picture: Pixels) -> int:
    height, width = picture.shape[:2]
    return min(MOST_WIDTH, max(1, round(int(width) * HEIGHT / max(1, int(height)))))


def _strips(widths: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """Which lines are read together: one after the other by width, until a strip is full."""
    strips: list[list[int]] = []
    left = 0
    for index in sorted(range(len(widths)), key=lambda index: widths[index]):
        if not strips or widths[index] > left:
            strips.append([])
            left = STRIP
        strips[-1].append(index)
        left -= widths[index] + GAP
    return tuple(tuple(strip) for strip in strips)


def _scaled(picture: Pixels) -> npt.NDArray[np.float32]:
    if min(picture.shape[:2]) < 1:
        return np.zeros((3, HEIGHT, 1), np.float32)
    scaled = cv2.resize(picture, (_scaled_width(picture), HEIGHT), interpolation=cv2.INTER_LINEAR)
    # The network was trained on blue, green, red in [-1, 1].
    return (scaled[:, :, ::-1].transpose(2, 0, 1) / np.float32(127.5) - np.float32(1)).astype(np.float32)


def _strip(parts: Sequence[npt.NDArray[np.float32]]) -> npt.NDArray[np.float32]:
    width = max(LEAST_WIDTH, sum(part.shape[-1] for part in parts) + GAP * (len(parts) - 1))
    strip = np.zeros((1, 3, HEIGHT, width), np.float32)
    start = 0
    for part in parts:
        strip[0, :, :, start : start + part.shape[-1]] = part
        start += part.shape[-1] + GAP
    return strip


def _decode(
    answer: npt.NDArray[np.float32], alphabet: tuple[str, ...], *, start: float, stride: float, width: int
) -> ReadLine:
    """Greedy CTC: the best character of each step, repetitions and blanks left out.

    The steps begin ``start`` pixels after the line does, are ``stride`` pixels each, and the line has ``width``.
    """
    best = answer.argmax(axis=1)
    steps = len(best)
    glyphs: list[Glyph] = []
    first = 0
    while first < steps:
        end = first
        while end < steps and best[end] == best[first]:
            end += 1
        if best[first] != BLANK:
            middle = (start + (first + end) / 2 * stride) / width
            confidence = float(answer[first:end, best[first]].max())
            glyphs.append(Glyph(alphabet[best[first]], min(1.0, confidence), min(1.0, max(0.0, middle))))
        first = end
    return ReadLine(tuple(glyphs))
