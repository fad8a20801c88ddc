"""Broken, hostile and huge files: drawing them never crashes or hangs who asks, whatever becomes of the page."""

import random
import struct
import zlib
from collections.abc import Callable, Iterator

import psutil
import pytest

from mingjian.reading.record import Limits, Problem
from mingjian.reading.sandbox import Sandbox
from tests.reading import ofd_files
from tests.reading.documents import encoded, pdf_of, scan
from tests.reading.samples import heic, image, pages
from tests.reading.test_fuzz import mutated

_PAGE = scan("渝州市第一人民医院", size=(400, 200))
FORMATS = {
    "jpeg": encoded(_PAGE, "JPEG", quality=80),
    "png": encoded(_PAGE),
    "tiff": pages(2),
    "bmp": image("BMP", size=(80, 50)),
    "webp": encoded(_PAGE, "WEBP"),
    "heic": heic(_PAGE),
    "pdf": pdf_of("a line of text", _PAGE),
    "ofd": ofd_files.ofd(ofd_files.CERTIFICATE, stamped=True),
}
PATIENCE_S, MEMORY = 60.0, 2 * 2**30


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    sandbox = Sandbox(Limits(seconds=8, cpu_seconds=3))
    yield sandbox
    sandbox.close()


def ended(sandbox: Sandbox, data: bytes) -> Problem | None:
    """What a file came to; it came to something, and its pages are whole where there are any."""
    drawing = sandbox.draw(data)
    for page, pixels in drawing.pages:
        assert len(pixels) == 3 * page.width * page.height
    assert drawing.pages or drawing.problem is not None or drawing.kind in ("text", "audio")
    return drawing.problem


@pytest.mark.soak
@pytest.mark.parametrize("form", sorted(FORMATS))
def test_mutated_files_are_drawn_or_say_why_not(sandbox: Sandbox, form: str, repetitions: Callable[[int], int]) -> None:
    dice = random.Random(f"{form} 2026")
    problems = [ended(sandbox, mutated(FORMATS[form], dice)) for _ in range(repetitions(500))]
    assert Problem.DAMAGED in problems
    assert ended(sandbox, FORMATS[form]) is None


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def pdf(content: bytes, box: str = "0 0 595 842") -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        + f"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents 4 0 R>>endobj\n".encode()
        + b"4 0 obj<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream endobj\n" % (len(content), content)
        + b"trailer<</Root 1 0 R>>\n%%EOF"
    )


def test_a_huge_page_is_drawn_smaller_with_its_text_in_its_place() -> None:
    small = Sandbox(Limits(page_pixels=300_000))
    ((page, pixels),) = small.draw(pdf_of("a line of text")).pages
    small.close()
    assert page.shrunk
    assert page.width * page.height <= 300_000
    assert len(pixels) == 3 * page.width * page.height
    assert page.dots_per_inch is not None
    assert page.dots_per_inch < 150
    ((left, top, right, bottom),) = (line.box for line in page.lines)
    assert 0 < left < right <= page.width
    assert 0 < top < bottom <= page.height


_NESTED = "<ofd:PageBlock>" * 3000 + "</ofd:PageBlock>" * 3000
BOMBS = {
    "an image of four thousand million pixels": png(65_535, 65_535),
    "a page of a kilometre": pdf(zlib.compress(b""), "0 0 2834645 2834645"),
    "a page that draws for ever": pdf(zlib.compress(b"0 0 595 842 re f\n" * 3_000_000, 9)),
    "text in ten million places": ofd_files.ofd(
        '<ofd:TextObject ID="1" Boundary="0 0 9 9" Size="5"><ofd:TextCode X="0" Y="0" '
        f'DeltaX="{"g 99999999 1 " * 200}">{"长" * 200_000}</ofd:TextCode></ofd:TextObject>'
    ),
    "blocks in blocks": ofd_files.ofd(_NESTED),
    "type as high as a house": ofd_files.ofd(ofd_files.text("大" * 400, 1, 1, size=1e9)),
    "a path of a million curves": ofd_files.ofd(
        '<ofd:PathObject ID="1" Boundary="0 0 9 9" Fill="true"><ofd:AbbreviatedData>M 0 0 '
        + "B 1 1 2 2 3 3 " * 200_000
        + "C</ofd:AbbreviatedData></ofd:PathObject>"
    ),
}


@pytest.mark.parametrize("name", sorted(BOMBS))
def test_a_bomb_costs_little_and_the_next_file_is_drawn(sandbox: Sandbox, name: str) -> None:
    ended(sandbox, BOMBS[name])
    assert psutil.Process(sandbox.process_id).memory_info().rss < MEMORY
    assert ended(sandbox, FORMATS["jpeg"]) is None
