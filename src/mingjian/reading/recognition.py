"""Text on pages, recognised: offline, on a processor, with the models of the installation."""

from mingjian.reading.line_reader import read_lines
from mingjian.reading.page import Pixels


def recognise_line(pixels: Pixels) -> tuple[str, float]:
    """The text of one upright line that was cropped or unwrapped, and the mean confidence of its characters."""
    (line,) = read_lines([pixels])
    return line.text, line.confidence
