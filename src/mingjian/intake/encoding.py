"""Which encoding a text file is in, and the same file as clean UTF-8 for the fast reader."""

import codecs
from dataclasses import dataclass
from pathlib import Path

_CHUNK = 4 * 2**20
_SAMPLE_LINES = 2_000

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True)
class Encoding:
    """``clean`` says that every byte decodes and that no NUL stands in the text."""

    name: str
    bom: int
    """Bytes of the mark at the beginning."""
    clean: bool
    lossy: bool = False
    """Whether bytes that did not decode stand as U+FFFD in it, after :func:`transcode`."""

    @property
    def wide(self) -> bool:
        """Whether a line end is more than one byte, so that lines cannot be told before decoding."""
        return self.name.startswith(("utf-16", "utf-32"))


def detect(path: Path, *, declared: str | None = None) -> Encoding:
    """The encoding of a text file: by its mark, else UTF-8 where the bytes allow it, else GB18030."""
    with path.open("rb") as file:
        head = file.read(4)
    for mark, name in BOMS:
        if head.startswith(mark):
            return Encoding(name, len(mark), _decodes(path, name, len(mark)))
    if declared is not None:
        name = codecs.lookup(declared).name
        return Encoding(name, 0, _decodes(path, name, 0))
    if _decodes(path, "utf-8", 0):
        return Encoding("utf-8", 0, clean=True)
    # Bytes that are no UTF-8 may be GB18030, or UTF-8 with a few spoilt bytes, which GB18030 often reads as well,
    # as nonsense. A line of GB18030 with several Chinese characters is next to never valid UTF-8, so lines tell.
    if _mostly_utf8(path):
        return Encoding("utf-8", 0, clean=False)
    return Encoding("gb18030", 0, clean=_decodes(path, "gb18030", 0))


def _decodes(path: Path, encoding: str, skip: int) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            file.seek(skip)
            while chunk := file.read(_CHUNK):
                if "\0" in decoder.decode(chunk):
                    return False
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _mostly_utf8(path: Path) -> bool:
    good = bad = 0
    with path.open("rb") as file:
        while good + bad < _SAMPLE_LINES and (line := file.readline(_CHUNK)):
            if line.isascii():
                continue
            try:
                line.decode("utf-8")
                good += 1
            except UnicodeDecodeError:
                bad += 1
    return good >= bad


def transcode(path: Path, encoding: Encoding, target: Path) -> None:
    """Writes the file's text as UTF-8 without a mark and with plain line ends where it had none, in a stream.

    Bytes that do not decode become the replacement character.
    """
    decoder = codecs.getincrementaldecoder(encoding.name)("replace")
    old_line_ends: bool | None = None
    with path.open("rb") as source, target.open("wb") as sink:
        source.seek(encoding.bom)
        while chunk := source.read(_CHUNK):
            text = decoder.decode(chunk)
            if old_line_ends is None:
                old_line_ends = "\r" in text and "\n" not in text
            sink.write((text.replace("\r", "\n") if old_line_ends else text).encode("utf-8"))
        sink.write(decoder.decode(b"", final=True).encode("utf-8"))
