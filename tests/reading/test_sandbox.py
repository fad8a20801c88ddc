import os
import signal
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from mingjian.reading.record import FileKind, Limits, Problem
from mingjian.reading.sandbox import Sandbox
from tests.reading import samples
from tests.reading.samples import SAMPLES


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    sandbox = Sandbox()
    yield sandbox
    sandbox.close()


def limited(limits: Limits, data: bytes) -> Problem | None:
    sandbox = Sandbox(limits)
    try:
        refused = sandbox.read(data).problem
        # Whatever one file did, the next is read.
        assert sandbox.read(b"still here").kind is FileKind.TEXT
    finally:
        sandbox.close()
    return refused


def png_of(width: int, height: int) -> bytes:
    """A grey image of any size in a few kilobytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    packer = zlib.compressobj()
    row = b"\0" * (width + 1)
    body = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def endless_tiff(pages: int, side: int) -> bytes:
    """Small, with many pages that all point to the same large strip."""
    strip = zlib.compress(bytes(side * side))
    entries = (
        (256, side),
        (257, side),
        (258, 8),
        (259, 8),
        (262, 1),
        (273, 8),
        (277, 1),
        (278, side),
        (279, len(strip)),
    )
    directory = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", tag, 4, 1, at) for tag, at in entries)
    first = 8 + len(strip)
    offsets = [first + number * (len(directory) + 4) for number in range(1, pages)]
    return (
        b"II*\0"
        + struct.pack("<I", first)
        + strip
        + b"".join(directory + struct.pack("<I", following) for following in [*offsets, 0])
    )


def test_more_pixels_than_the_limit_are_not_decoded() -> None:
    assert limited(Limits(pixels=10_000), png_of(200, 100)) is Problem.TOO_MANY_PIXELS


def test_more_pages_than_the_limit_are_not_read() -> None:
    assert limited(Limits(pages=2), samples.pages(3)) is Problem.TOO_MANY_PAGES
    assert limited(Limits(pages=1), samples.pdf("a", "b")) is Problem.TOO_MANY_PAGES


def test_more_bytes_than_the_limit_are_not_even_sent() -> None:
    assert limited(Limits(bytes=100), b"x" * 101) is Problem.TOO_LARGE


def test_a_file_that_takes_too_long_is_given_up() -> None:
    assert limited(Limits(seconds=1.0), endless_tiff(400, 6_000)) is Problem.TOO_SLOW


def test_a_file_that_takes_too_much_work_is_given_up() -> None:
    assert limited(Limits(cpu_seconds=1), endless_tiff(400, 6_000)) is Problem.TOO_SLOW


def test_a_file_that_takes_too_much_memory_is_given_up() -> None:
    assert limited(Limits(memory_bytes=16 * 2**20), png_of(9_000, 9_000)) is Problem.TOO_MUCH_MEMORY


def test_text_beyond_the_limit_is_cut() -> None:
    sandbox = Sandbox(Limits(characters=5))
    assert sandbox.read(b"0123456789").text == "01234"
    assert sandbox.read(samples.pdf("first page", "second page")).text == "first\f"
    sandbox.close()


def test_the_sandbox_has_no_network_where_the_kernel_allows_that(sandbox: Sandbox) -> None:
    own = Path("/proc/self/ns/net").readlink()
    theirs = Path(f"/proc/{sandbox.process_id}/ns/net").readlink()
    assert sandbox.has_network == (own == theirs)


def test_a_sandbox_that_was_lost_is_started_again(sandbox: Sandbox) -> None:
    lost = sandbox.process_id
    os.kill(lost, signal.SIGKILL)
    assert sandbox.read(SAMPLES["png"]).problem in (None, Problem.CRASHED)
    assert sandbox.read(SAMPLES["png"]).problem is None
    assert sandbox.process_id != lost


def test_a_sandbox_that_hangs_is_killed_and_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mingjian.reading.sandbox._PATIENCE_S", 0.5)
    sandbox = Sandbox(Limits(seconds=0.5))
    os.kill(sandbox.process_id, signal.SIGSTOP)
    assert sandbox.read(SAMPLES["png"]).problem is Problem.CRASHED
    assert sandbox.read(b"still here").kind is FileKind.TEXT
    sandbox.close()


def test_a_reading_leaves_no_process_behind(sandbox: Sandbox) -> None:
    for data in SAMPLES.values():
        sandbox.read(data)
    children = Path(f"/proc/{sandbox.process_id}/task/{sandbox.process_id}/children").read_text()
    assert children == ""
