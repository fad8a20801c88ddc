"""One dissector a kind of file: what the file is made of, in place of what it shows.

Only ever called inside the sandbox.
"""

from mingjian.reading.anatomy import Anatomy
from mingjian.reading.dissectors import image, ofd, pdf
from mingjian.reading.identify import kind_of, media_type
from mingjian.reading.record import FileKind, Limits

VERSION = image.VERSION + ofd.VERSION + pdf.VERSION
"""Of all of them together: raised when the same bytes may come to be taken apart otherwise."""


def dissect(data: bytes, limits: Limits) -> Anatomy:
    """Takes a file apart."""
    media = media_type(data)
    kind = kind_of(media)
    if kind is FileKind.IMAGE:
        return image.dissect(data, media)
    if kind is FileKind.PDF:
        return pdf.dissect(data, limits)
    if kind is FileKind.OFD:
        return ofd.dissect(data)
    return Anatomy(kind, media)


def warm_up() -> None:
    """Loads what the dissectors load at their first file."""
    image.warm_up()
    ofd.warm_up()
    pdf.warm_up()
