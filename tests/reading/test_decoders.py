from pathlib import Path

import pytest
from PIL import Image

from mingjian.reading.files import read_bytes, read_file
from mingjian.reading.record import Content, FileKind, Problem
from tests.reading import samples
from tests.reading.samples import SAMPLES


def content(data: bytes) -> Content:
    return read_bytes(data).content


@pytest.mark.parametrize(
    ("form", "media"),
    [
        ("JPEG", "image/jpeg"),
        ("PNG", "image/png"),
        ("TIFF", "image/tiff"),
        ("BMP", "image/bmp"),
        ("WEBP", "image/webp"),
    ],
)
def test_an_image_is_read_with_its_size(form: str, media: str) -> None:
    read = content(samples.image(form, size=(320, 200)))
    assert (read.kind, read.media_type, read.problem) == (FileKind.IMAGE, media, None)
    assert (read.pages, read.width, read.height) == (1, 320, 200)


def test_an_image_of_an_iphone_is_read() -> None:
    read = content(samples.heic(Image.new("RGB", (320, 200), "white")))
    assert (read.media_type, read.width, read.height, read.problem) == ("image/heic", 320, 200, None)


def test_every_page_of_a_tiff_is_counted() -> None:
    assert content(samples.pages(4)).pages == 4


def test_the_resolution_that_a_scan_states_is_kept() -> None:
    assert content(samples.image("PNG", dpi=(300, 300))).dots_per_inch == pytest.approx(300, abs=0.5)


def test_a_pdf_gives_its_pages_and_their_text() -> None:
    read = content(samples.pdf("first page", "second page"))
    assert (read.kind, read.pages, read.problem) == (FileKind.PDF, 2, None)
    assert [page.strip() for page in (read.text or "").split("\f")] == ["first page", "second page"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_text_is_read_in_the_encodings_that_chinese_systems_write(encoding: str) -> None:
    read = content(samples.TEXT.encode(encoding))
    assert (read.kind, read.text, read.problem) == (FileKind.TEXT, samples.TEXT, None)


@pytest.mark.parametrize(
    ("data", "media", "seconds"),
    [
        (samples.wav(0.5), "audio/wav", 0.5),
        (samples.flac(3), "audio/flac", 3.0),
        (samples.alaw(), "audio/wav", None),
        (b"#!AMR\n" + b"\x3c" * 40, "audio/amr", None),
        (b"ID3\x04" + b"\0" * 40, "audio/mpeg", None),
        (b"\xff\xfb\x90\x64" + b"\0" * 40, "audio/mpeg", None),
        (b"\0\0\0\x20ftypM4A " + b"\0" * 40, "audio/mp4", None),
    ],
    ids=["wav", "flac", "a-law", "amr", "mp3 with tag", "mp3", "m4a"],
)
def test_a_recording_is_known_by_its_header(data: bytes, media: str, seconds: float | None) -> None:
    read = content(data)
    assert (read.kind, read.media_type, read.duration_s, read.problem) == (FileKind.AUDIO, media, seconds, None)


@pytest.mark.parametrize(
    ("data", "kind", "problem"),
    [
        (b"", FileKind.UNKNOWN, Problem.EMPTY),
        (SAMPLES["jpeg"][:700], FileKind.IMAGE, Problem.DAMAGED),
        (SAMPLES["png"][:200], FileKind.IMAGE, Problem.DAMAGED),
        (b"%PDF-1.7\nnothing follows", FileKind.PDF, Problem.DAMAGED),
        (b"fLaC\x80", FileKind.AUDIO, Problem.DAMAGED),
        (b"RIFF\x04\0\0\0WAVE", FileKind.AUDIO, Problem.DAMAGED),
        (b"PK\x03\x04" + b"\0" * 26 + b"OFD.xml", FileKind.OFD, Problem.DAMAGED),
        (b"PK\x03\x04" + b"\0" * 40, FileKind.UNKNOWN, Problem.UNSUPPORTED),
        (b"MZ\x90\0" + b"\0" * 200, FileKind.UNKNOWN, Problem.UNSUPPORTED),
        (bytes(range(256)) * 4, FileKind.UNKNOWN, Problem.UNSUPPORTED),
    ],
    ids=["empty", "cut jpeg", "cut png", "hollow pdf", "cut flac", "hollow wav", "ofd", "zip", "program", "noise"],
)
def test_what_cannot_be_read_says_why(data: bytes, kind: FileKind, problem: Problem) -> None:
    read = content(data)
    assert (read.kind, read.problem) == (kind, problem)


def test_a_file_is_known_by_its_content_and_not_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "certificate.pdf"
    path.write_bytes(SAMPLES["png"])
    (row,) = read_file(str(path)).to_pylist()
    assert (row["kind"], row["media_type"]) == ("image", "image/png")


def test_a_file_that_is_not_there_is_missing(tmp_path: Path) -> None:
    (row,) = read_file(str(tmp_path / "nothing.png")).to_pylist()
    assert row["problem"] == "missing"
