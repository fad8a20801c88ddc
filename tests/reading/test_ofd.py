"""OFD files are drawn and read where they stand."""

import numpy as np
import pytest
from PIL import Image

from mingjian.reading.files import read_bytes
from mingjian.reading.lines import lines_of
from mingjian.reading.record import FileKind, PageOrigin, Problem
from mingjian.reading.rendering import render
from tests.reading.documents import scan
from tests.reading.ofd_files import CERTIFICATE, ofd, part, seal, text

MILLIMETRE = 150 / 25.4


def is_red(pixels: np.ndarray) -> np.ndarray:
    return (pixels[..., 0] > 150) & (pixels[..., 1] < 100)


def test_a_page_is_drawn_in_its_size_with_its_text_in_reading_order() -> None:
    drawn = render(ofd(CERTIFICATE))
    assert drawn.problem is None
    (page,) = drawn.pages
    assert page.pixels.shape[:2] == (round(140 * MILLIMETRE), round(210 * MILLIMETRE))
    assert page.origin is PageOrigin.RENDERED
    lines = lines_of(drawn)
    assert [line.text for line in lines] == ["票据监制", "姓名：陈建国", "身份证号：", "510212198503072731"]
    # The ink stands where the line says that it does, and nowhere beside it.
    region = lines[1].region
    assert page.pixels[region.top : region.bottom, region.left : region.right].min() < 60
    assert page.pixels[region.bottom + 8 : region.bottom + 30, region.left : region.right].min() > 200
    assert abs(region.left - 20 * MILLIMETRE) < 3
    assert abs(region.bottom - 46 * MILLIMETRE) < 6


def test_lines_are_drawn_in_their_colour() -> None:
    (page,) = render(ofd(CERTIFICATE)).pages
    edge = page.pixels[round(10 * MILLIMETRE), round(100 * MILLIMETRE)]
    assert edge[2] > 200
    assert edge[0] < 100


def test_the_seal_of_a_signature_is_stamped_where_the_signature_says() -> None:
    without, with_seal = (render(ofd(CERTIFICATE, stamped=stamped)).pages[0].pixels for stamped in (False, True))
    assert not is_red(without).any()
    down, across = np.nonzero(is_red(with_seal))
    assert abs(across.mean() - 140 * MILLIMETRE) < 5
    assert abs(down.mean() - 80 * MILLIMETRE) < 5
    # What is white of a seal hides nothing.
    assert (with_seal[~is_red(with_seal)] == without[~is_red(with_seal)]).mean() > 0.98


def test_a_scan_that_fills_its_page_comes_out_as_it_is_stored_and_is_recognised() -> None:
    picture = scan("渝州市第一人民医院", size=(1240, 400))
    fills = '<ofd:ImageObject ID="9" Boundary="0 0 210 140" ResourceID="9" CTM="210 0 0 140 0 0"/>'
    drawn = render(ofd(fills, picture=picture, template=False))
    (page,) = drawn.pages
    assert page.origin is PageOrigin.EMBEDDED
    assert np.array_equal(page.pixels, np.asarray(picture))
    assert [line.text for line in lines_of(drawn)] == ["渝州市第一人民医院"]


def test_a_picture_is_placed_where_its_matrix_says() -> None:
    placed = '<ofd:ImageObject ID="9" Boundary="30 60 40 40" ResourceID="9" CTM="40 0 0 40 0 0"/>'
    (page,) = render(ofd(text("甲", 20, 40) + placed, picture=seal())).pages
    down, across = np.nonzero(is_red(page.pixels))
    assert abs(across.mean() - 50 * MILLIMETRE) < 4
    assert abs(down.mean() - 80 * MILLIMETRE) < 4


def test_upright_text_is_written_upright() -> None:
    (page,) = render(ofd(text("一一一一", 100, 30, matrix="0 1 -1 0 0 0"), template=False)).pages
    down, across = np.nonzero(page.pixels.min(axis=2) < 100)
    assert np.ptp(down) > 2 * np.ptp(across)


def test_the_text_is_read_without_drawing() -> None:
    content = read_bytes(ofd(CERTIFICATE, text("第二页", 20, 40))).content
    assert (content.kind, content.pages, content.problem) == (FileKind.OFD, 2, None)
    assert content.text is not None
    assert content.text.split("\f")[1] == "票据监制\n第二页"


@pytest.mark.parametrize(
    ("parts", "problem"),
    [
        ({"OFD.xml": b"no xml"}, Problem.DAMAGED),
        ({"OFD.xml": b"\x00\x01secret", "Encryptions.xml": part("Encryptions", "")}, Problem.ENCRYPTED),
        ({"Doc_0/Pages/Page_0/Content.xml": b"<cut"}, Problem.DAMAGED),
        (
            {"OFD.xml": b'<!DOCTYPE a [<!ENTITY b "' + b"c" * 1000 + b'">]><a>' + b"&b;" * 1000 + b"</a>"},
            Problem.DAMAGED,
        ),
    ],
    ids=["no xml", "encrypted", "broken page", "entities"],
)
def test_what_cannot_be_read_says_why(parts: dict[str, bytes], problem: Problem) -> None:
    data = ofd(CERTIFICATE, parts=parts)
    assert render(data).problem is problem
    assert read_bytes(data).content.problem is problem


def test_a_part_that_unpacks_to_too_much_is_refused() -> None:
    bomb = ofd(CERTIFICATE, parts={"Doc_0/Pages/Page_0/Content.xml": part("Page", " " * (50 * 2**20))})
    assert len(bomb) < 200_000
    assert render(bomb).problem is Problem.DAMAGED


def test_the_second_page_is_read_where_the_first_is_broken() -> None:
    drawn = render(ofd(CERTIFICATE, text("第二页", 20, 40), parts={"Doc_0/Pages/Page_0/Content.xml": b"<cut"}))
    assert [line.text for line in drawn.lines if line.page == 2] == ["票据监制", "第二页"]


def test_a_scan_of_noise_is_no_ofd() -> None:
    assert render(b"PK\x03\x04" + Image.effect_noise((20, 20), 9).tobytes() + b"OFD.xml").problem is Problem.DAMAGED
