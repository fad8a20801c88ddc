"""PDF: the number of pages and the text layer."""

import pypdfium2
from pypdfium2 import raw

from mingjian.reading.record import Content, FileKind, Limits, Problem

VERSION = 1
PAGE_BREAK = "\f"


def warm_up() -> None:
    """Starts the library."""
    pypdfium2.PdfDocument.new().close()


def decode(data: bytes, media: str, limits: Limits) -> Content:
    """The content of a PDF file."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        encrypted = getattr(error, "err_code", None) in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        return Content(FileKind.PDF, media, problem=Problem.ENCRYPTED if encrypted else Problem.DAMAGED)
    pages = len(document)
    if pages > limits.pages:
        return Content(FileKind.PDF, media, pages, problem=Problem.TOO_MANY_PAGES)
    if pages == 0:
        return Content(FileKind.PDF, media, 0, problem=Problem.DAMAGED)
    texts: list[str] = []
    left = limits.characters
    for number in range(pages):
        try:
            text = document[number].get_textpage().get_text_range()
        except pypdfium2.PdfiumError:
            return Content(FileKind.PDF, media, pages, text=PAGE_BREAK.join(texts), problem=Problem.DAMAGED)
        texts.append(text[: max(0, left)].replace("\r\n", "\n"))
        left -= len(text)
    return Content(FileKind.PDF, media, pages, text=PAGE_BREAK.join(texts))
