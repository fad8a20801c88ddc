"""One decoder a kind of file, each with the version that a cached reading is held against."""

from typing import Protocol

from mingjian.reading.decoders import audio, image, ofd, pdf, text
from mingjian.reading.identify import kind_of, media_type
from mingjian.reading.record import Content, FileKind, Limits, Problem

IDENTIFICATION = 1
"""Raised when the same bytes may come to be called another kind: everything is then read again."""


class Decoder(Protocol):
    """What each module of this folder offers."""

    VERSION: int
    """Raised when the same bytes may come to be read otherwise: only files of this kind are then read again."""

    def decode(self, data: bytes, media: str, limits: Limits, /) -> Content:
        """The content of a file of this kind."""
        ...


_DECODERS: dict[FileKind, Decoder] = {
    FileKind.IMAGE: image,
    FileKind.PDF: pdf,
    FileKind.OFD: ofd,
    FileKind.TEXT: text,
    FileKind.AUDIO: audio,
}


def extractor(kind: FileKind) -> str:
    """The name and version that a reading of this kind has now.

    What could not be told or broke its decoder may fare otherwise with any new one, so there every version counts.
    """
    decoder = _DECODERS.get(kind)
    version = decoder.VERSION if decoder else sum(known.VERSION for known in _DECODERS.values())
    return f"{kind}-{IDENTIFICATION}.{version}"


def decode(data: bytes, limits: Limits) -> Content:
    """Reads a file's content. Only ever called inside the sandbox."""
    media = media_type(data)
    kind = kind_of(media)
    decoder = _DECODERS.get(kind)
    if decoder is None:
        return Content(kind, media, problem=Problem.UNSUPPORTED)
    return decoder.decode(data, media, limits)


def warm_up() -> None:
    """Loads what the decoders load at their first file, so that a fork opens no library of its own."""
    image.warm_up()
    pdf.warm_up()
