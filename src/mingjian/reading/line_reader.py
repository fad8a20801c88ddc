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
BATCH = 8
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
    # Lines of like width share a batch, so that little of it is padding.
    order = sorted(range(len(pictures)), key=lambda index: _scaled_width(pictures[index]))
    order = [index for index in order if min(pictures[index].shape[:2]) > 0]
    for start in range(0, len(order), BATCH):
        chosen = order[start : start + BATCH]
        answers = models.load(models.RECOGNITION).run(_batch([pictures[index] for index in chosen]))
        width = max(LEAST_WIDTH, *(_scaled_width(pictures[index]) for index in chosen))
        for index, answer in zip(chosen, answers, strict=True):
            read[index] = _decode(answer, alphabet, share=_scaled_width(pictures[index]) / width)
    return tuple(read)


def read_distribution(picture: Pixels) -> Distribution:
    """The probabilities of one line, for a decoder that knows what may stand there (a register of names, a code)."""
    return Distribution(models.load(models.RECOGNITION).run(_batch([picture]))[0], _alphabet())


@cache
def _alphabet() -> tuple[str, ...]:
    """The blank, the model's characters, and the space that it was trained with at the end."""
    return ("", *models.load(models.RECOGNITION).metadata("character").splitlines(), " ")


def _scaled_width(picture: Pixels) -> int:
    height, width = picture.shape[:2]
    return max(1, round(int(width) * HEIGHT / max(1, int(height))))


def _batch(pictures: Sequence[Pixels]) -> npt.NDArray[np.float32]:
    width = max(LEAST_WIDTH, *(_scaled_width(picture) for picture in pictures))
    batch = np.zeros((len(pictures), 3, HEIGHT, width), np.float32)
    for place, picture in zip(batch, pictures, strict=True):
        scaled = cv2.resize(picture, (_scaled_width(picture), HEIGHT), interpolation=cv2.INTER_LINEAR)
        # The network was trained on blue, green, red in [-1, 1].
        place[:, :, : scaled.shape[1]] = scaled[:, :, ::-1].transpose(2, 0, 1) / np.float32(127.5) - np.float32(1)
    return batch


def _decode(answer: npt.NDArray[np.float32], alphabet: tuple[str, ...], *, share: float) -> ReadLine:
    """Greedy CTC: the best character of each step, repetitions and blanks left out."""
    best = answer.argmax(axis=1)
    steps = len(best)
    glyphs: list[Glyph] = []
    start = 0
    while start < steps:
        end = start
        while end < steps and best[end] == best[start]:
            end += 1
        if best[start] != BLANK:
            middle = (start + end) / 2 / steps / max(share, 1e-6)
            confidence = float(answer[start:end, best[start]].max())
            glyphs.append(Glyph(alphabet[best[start]], min(1.0, confidence), min(1.0, middle)))
        start = end
    return ReadLine(tuple(glyphs))
