import re
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from mingjian.contract.vocabulary import CheckOutcome
from mingjian.materials.examiners import habits as examiner
from mingjian.materials.habits import habit_of, habits
from mingjian.materials.weights import written
from tests.materials.papers import png, seen
from tests.reading.documents import pdf_of

WORD, OFFICE, COPIER = "Microsoft® Word 2019", "LibreOffice 7.4", "Adobe PSL 1.3e for Canon"
TEXT = "This is to certify that the bearer was treated in our hospital and is to rest for three months."


def pdf(producer: str, *pages: tuple[str, ...], invisible: bool = False, scanned: bool = False) -> bytes:
    """A PDF that says it is by that producer; of each page the marks of its fonts, and one line of text in each."""
    file = BytesIO()
    with pikepdf.new() as document:
        document.docinfo["/Producer"] = producer
        for marks in pages:
            page = document.add_blank_page(page_size=(595, 842))
            fonts = pikepdf.Dictionary()
            drawn = "q 595 0 0 842 0 0 cm /Im0 Do Q\n" if scanned else ""
            for number, mark in enumerate(marks):
                name = f"/{mark}+Helvetica" if mark else "/Helvetica"
                fonts[f"/F{number}"] = pikepdf.Dictionary(
                    Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name(name)
                )
                mode = 3 if invisible else 0
                drawn += f"BT /F{number} 12 Tf {mode} Tr 40 {760 - 40 * number} Td ({TEXT}) Tj ET\n"
            resources = pikepdf.Dictionary(Font=fonts)
            if scanned:
                picture = document.make_stream(
                    b"\xf0" * (60 * 84), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=60, Height=84,
                    ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=8,
                )  # fmt: skip
                resources["/XObject"] = pikepdf.Dictionary(Im0=picture)
            page.obj.Resources = resources
            page.obj.Contents = document.make_stream(drawn.encode())
        document.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (pdf(WORD, ("BCDEEE", "BCDFEE")), ["habit_kept"]),
        (pdf(WORD, ("ABCDEE", "")), ["habit_kept"]),  # a font that is not embedded has no mark
        (pdf(WORD, ("BCDEEE", "QXKZPL")), ["fonts_of_two_programs"]),
        (pdf(WORD, ("BCDEEE",), ("QXKZPL",)), ["habit_kept"]),  # two files joined in one
        (pdf(OFFICE, ("BAAAAA", "CAAAAA")), ["habit_kept"]),
        (pdf(OFFICE, ("BAAAAA", "BCDEEE")), ["fonts_of_two_programs"]),
        (pdf("macOS 14 Quartz PDFContext", ("AAAAAB", "AAAAAC")), ["habit_kept"]),
        (pdf(COPIER, ("",), scanned=True, invisible=True), ["habit_kept"]),  # recognised text over the scan
        (pdf(COPIER, ("",), scanned=True), ["habit_kept"]),  # a scan that was filled in
        (pdf(COPIER, ("",)), ["scanner_page_typeset"]),
        (pdf(COPIER, ("",), invisible=True), ["habit_kept"]),
        (pdf(f"{WORD}; modified using iText® 5.5.13", ("BCDEEE", "QXKZPL")), ["habit_unknown"]),  # a signing platform
        (pdf("macOS 14 Quartz PDFContext, AppendMode 1.1", ("AAAAAB", "QXKZPL")), ["habit_unknown"]),
        (pdf("iText 7.2", ("QXKZPL", "BCDEEE")), ["habit_unknown"]),
    ],
)
def test_what_a_program_or_a_device_never_writes_is_told_and_asks_for_nobodys_look(
    data: bytes, told: list[str]
) -> None:
    found = seen(examiner, data)
    assert [one.check for one in found] == told
    assert all(one.outcome is CheckOutcome.NOT_APPLICABLE for one in found)


def test_a_picture_and_a_broken_pdf_have_no_habits() -> None:
    for data in (png(Image.new("RGB", (40, 40), "white")), pdf_of("paper")[:300]):
        assert [one.check for one in seen(examiner, data)] == ["habit_unknown"]


def test_every_habit_says_where_it_is_known_from_and_what_it_is() -> None:
    assert all(habit.source and (habit.tags is not None or habit.pictures) for habit in habits())
    assert all(isinstance(habit.producer, re.Pattern) for habit in habits())
    assert habit_of("Microsoft: Print To PDF") is None, "whatever printed it, no letter is known of"
    assert 0 < written()["fonts_of_two_programs"] == written()["scanner_page_typeset"] < 1
