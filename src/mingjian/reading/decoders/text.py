"""Plain text in the encodings that Chinese systems write."""

from mingjian.reading.record import Content, FileKind, Limits, Problem

VERSION = 1


def decode(data: bytes, media: str, limits: Limits) -> Content:
    """The content of a text file."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return Content(FileKind.TEXT, media, pages=1, text=text[: limits.characters])
    return Content(FileKind.TEXT, media, problem=Problem.DAMAGED)
