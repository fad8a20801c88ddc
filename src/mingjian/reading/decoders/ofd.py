"""OFD: the number of pages and the text."""

from mingjian.reading.ofd import DamagedOfdError, EncryptedOfdError, Ofd, Text
from mingjian.reading.record import Content, FileKind, Limits, Problem

VERSION = 1
PAGE_BREAK = "\f"


def decode(data: bytes, media: str, limits: Limits) -> Content:
    """The content of an OFD file."""
    try:
        document = Ofd(data)
    except EncryptedOfdError:
        return Content(FileKind.OFD, media, problem=Problem.ENCRYPTED)
    except DamagedOfdError:
        return Content(FileKind.OFD, media, problem=Problem.DAMAGED)
    pages = len(document)
    if pages > limits.pages:
        return Content(FileKind.OFD, media, pages, problem=Problem.TOO_MANY_PAGES)
    if pages == 0:
        return Content(FileKind.OFD, media, 0, problem=Problem.DAMAGED)
    texts: list[str] = []
    damaged = False
    for number in range(1, pages + 1):
        try:
            page = document.page(number)
        except DamagedOfdError:
            damaged = True
            continue
        damaged |= page.damaged
        texts.append("\n".join(thing.characters for thing in page.things if isinstance(thing, Text)))
    text = PAGE_BREAK.join(texts)[: limits.characters]
    return Content(FileKind.OFD, media, pages, text=text, problem=Problem.DAMAGED if damaged else None)
