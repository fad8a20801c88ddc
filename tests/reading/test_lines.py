"""A file's text: as it stands in the file, or recognised where a page is a picture."""

import numpy as np
from PIL import Image, ImageDraw

from mingjian.reading.lines import lines_of
from mingjian.reading.record import Problem
from mingjian.reading.rendering import render
from tests.materials import seal_drawing as drawing
from tests.reading.documents import CERTIFICATE, encoded, font, locked, pdf_of, scan
from tests.reading.ofd_files import ofd, text


def without_spaces(text: str) -> str:
    return text.replace(" ", "").replace(":", "：")


def test_a_scan_is_recognised_line_by_line_with_the_place_of_each() -> None:
    lines = lines_of(render(encoded(scan(*CERTIFICATE))))
    assert without_spaces("".join(line.text for line in lines)) == without_spaces("".join(CERTIFICATE))
    title = next(line for line in lines if line.text == CERTIFICATE[1])
    assert abs(title.region.left - 120) < 15
    assert title.region.top < 90 + 70 + 20 < title.region.bottom


def test_a_page_that_lies_upside_down_is_read_and_each_line_has_its_place_on_the_page_as_given() -> None:
    page = scan(*CERTIFICATE)
    lines = lines_of(render(encoded(page.rotate(180))))
    assert without_spaces("".join(line.text for line in lines)) == without_spaces("".join(CERTIFICATE))
    title = next(line for line in lines if line.text == CERTIFICATE[1])
    assert abs(title.region.right - (page.width - 120)) < 15
    assert title.region.top < page.height - (90 + 70 + 20) < title.region.bottom


def test_a_mixed_pdf_gives_the_text_of_the_file_and_recognises_the_scanned_page_alone() -> None:
    lines = lines_of(render(pdf_of("Certificate of balance", scan(*CERTIFICATE[:2]))))
    assert [(line.page, line.text) for line in lines] == [
        (1, "Certificate of balance"),
        (2, CERTIFICATE[0]),
        (2, CERTIFICATE[1]),
    ]
    assert lines[0].confidence == 1.0
    assert lines[1].confidence < 1.0


def test_a_picture_beside_the_text_of_a_page_is_read_as_well() -> None:
    picture = '<ofd:ImageObject ID="9" Boundary="20 60 150 50" ResourceID="9" CTM="150 0 0 50 0 0"/>'
    small = scan("渝州市第一人民医院", size=(900, 300))
    both = lines_of(render(ofd(text("姓名：陈建国", 20, 40) + picture, picture=small, template=False)))
    assert [line.text for line in both] == ["姓名：陈建国", "渝州市第一人民医院"]
    assert both[0].confidence == 1.0
    assert both[1].confidence < 1.0


def test_what_a_red_seal_covers_is_read_and_a_red_heading_too() -> None:
    page = scan("", "情况属实，特此证明。", "渝州市第一人民医院", "2026年7月30日")
    ImageDraw.Draw(page).text((420, 90), "渝州市文件", font=font(48), fill=drawing.RED)
    sheet = np.asarray(page).copy()
    seal = drawing.Design("渝州市第一人民医院", drawing.fonts(unseen=False)[0], "医务专用章")
    stamping = drawing.Pressing(turn=6, worn=0.2)
    ink = drawing.stamp(drawing.engrave(seal), stamping, dpi=150, random=np.random.default_rng(3))
    drawing.press(sheet, ink, at=(90, 170))
    scanned = drawing.scan(sheet, np.random.default_rng(4), quality=85)
    lines = lines_of(render(encoded(Image.fromarray(scanned), "JPEG", quality=90)))
    read = {line.text: line for line in lines}
    assert {"渝州市文件", "渝州市第一人民医院", "2026年7月30日"} <= set(read)
    assert abs(read["2026年7月30日"].region.left - 120) < 20
    assert read["2026年7月30日"].region.top < 90 + 3 * 70 + 20 < read["2026年7月30日"].region.bottom


def test_a_plain_text_keeps_its_lines_without_a_page() -> None:
    assert [line.text for line in lines_of(render("第一行\n\n第二行\n".encode("gb18030")))] == ["第一行", "第二行"]


def test_a_pdf_behind_a_password_has_no_lines_and_says_why() -> None:
    drawn = render(locked(pdf_of("secret")))
    assert drawn.problem is Problem.ENCRYPTED
    assert lines_of(drawn) == ()
