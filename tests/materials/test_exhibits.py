"""What a person lays side by side: pictures, made anew from pixels."""

import base64
import gzip
import json
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from mingjian.materials.exhibits import HEAT_MAPS, heat_map, pdf_updates, seals_beside, twin_pages
from mingjian.materials.seals.impression import SIDE, Impression
from mingjian.materials.seals.lattice import Lattice
from mingjian.materials.twins.layout import Layout, Piece
from tests.materials import seal_drawing as drawing
from tests.materials.papers import jpeg, opened, png, scan
from tests.materials.test_pdf_history import rewritten, written
from tests.materials.test_retyping import WORD, scanned, typed

DESIGN = drawing.Design("重庆市渝中区第三人民医院", drawing.fonts(unseen=False)[0], "", "", 42, 42, 220)


def pixels(address: str) -> npt.NDArray[np.uint8]:
    data = np.frombuffer(base64.b64decode(address.split(",")[1]), np.uint8)
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_UNCHANGED), np.uint8)


def impression(design: drawing.Design, turn: float) -> Impression:
    die = (drawing.engrave(design) * 255).astype(np.uint8)
    small = cv2.resize(die, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    middle = ((SIDE - 1) / 2, (SIDE - 1) / 2)
    picture = cv2.warpAffine(small, cv2.getRotationMatrix2D(middle, turn, 1.0), (SIDE, SIDE))
    nothing = Lattice((), np.zeros((0, 6), np.float32))
    return Impression("重庆", 0.9, "", "", True, False, 1.0, 42.0, 42.0, nothing, np.asarray(picture, np.uint8))


def kept(cache: Path, digest: str, kind: str, content: bytes) -> None:
    """As the examination keeps it."""
    trait = {"kind": kind, "page": 1, "content": base64.b64encode(content).decode(), "text": ""}
    parts = {"seals": {"version": 1, "content": {"observations": [], "traits": [trait]}}}
    path = cache / "examinations" / digest[:2] / f"{digest}.json.gz"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(json.dumps(parts).encode()))


def purple(address: str) -> float:
    """Share of what is inked that both have."""
    blue, green, red = (pixels(address)[..., channel].astype(int) for channel in range(3))
    inked = (green < 128).sum()
    return float(((green < 128) & (red < 90) & (blue < 90)).sum() / inked)


def test_a_seal_lies_over_the_genuine_one_as_far_as_they_are_of_one_die(tmp_path: Path) -> None:
    kept(tmp_path, "a" * 64, "seal", impression(DESIGN, 0).to_bytes())
    kept(tmp_path, "b" * 64, "seal", impression(DESIGN, 20).to_bytes())
    kept(tmp_path, "c" * 64, "seal", impression(replace(DESIGN, span=DESIGN.span * 0.93), 20).to_bytes())
    (same,) = seals_beside("a" * 64, genuine="b" * 64, cache=tmp_path)
    (other,) = seals_beside("a" * 64, genuine="c" * 64, cache=tmp_path)
    assert purple(same.both) > 0.7 > purple(other.both)
    assert pixels(same.ring).shape == pixels(same.genuine_ring).shape
    (alone,) = seals_beside("a" * 64, genuine=None, cache=tmp_path)
    assert (alone.genuine, alone.both) == ("", "")
    assert seals_beside("d" * 64, genuine=None, cache=tmp_path) == ()


def test_a_page_lies_over_its_twin_by_the_lines_that_both_have(tmp_path: Path) -> None:
    labels = ("诊断证明书", "姓名：", "性别：", "诊断意见：", "医师签字：")
    pages = []
    for seed, (name, digest) in enumerate((("张三", "a" * 64), ("李四", "b" * 64))):
        pages.append(png(scan(seed)))
        pieces = [Piece(text, 1000, 1000 * row, 3000, 1000 * row + 400) for row, text in enumerate(labels)]
        kept(tmp_path, digest, "page", Layout(b"\0" * 32, (*pieces, Piece(name, 4000, 0, 5000, 400))).to_bytes())
    slide = twin_pages(pages[0], pages[1], digests=("a" * 64, "b" * 64), number=1, cache=tmp_path)
    assert slide is not None
    assert pixels(slide.first).shape == pixels(slide.second).shape == (slide.height, slide.width, 3)
    unit = max(slide.width, slide.height) / 10_000
    assert slide.marks == (tuple(round(edge * unit) for edge in (4000, 0, 5000, 400)),)
    assert twin_pages(pages[0], pages[1], digests=("a" * 64, "d" * 64), number=1, cache=tmp_path) is None


def test_a_pdf_is_shown_before_and_after_an_update_that_changed_it() -> None:
    (slide,) = pdf_updates(rewritten(written()), number=1)
    assert len(slide.marks) == 1
    scale = slide.height / 842
    left, top, right, bottom = slide.marks[0]
    assert 72 * scale <= left < right <= 150 * scale
    assert top <= (842 - 700) * scale <= bottom + 4
    assert pdf_updates(written(), number=1) == ()
    assert pdf_updates(b"no PDF", number=1) == ()


@pytest.mark.parametrize("examiner", HEAT_MAPS)
def test_a_heat_map_is_warm_where_the_page_departs(examiner: str) -> None:
    once = opened(jpeg(scanned(1), 70))
    edited = heat_map(jpeg(typed(once, WORD, "98765.40"), 93), number=1, examiner=examiner)
    assert edited is not None
    warm = pixels(edited)[..., 3].astype(float)
    place = warm[WORD.top // 8 : WORD.bottom // 8, WORD.left // 8 : WORD.right // 8]
    assert place.mean() > 5 * warm.mean()


@pytest.mark.parametrize("examiner", HEAT_MAPS)
def test_an_honest_page_is_cool(examiner: str) -> None:
    page = jpeg(opened(jpeg(scanned(1), 70)), 93)
    found = heat_map(page, number=1, examiner=examiner)
    assert found is not None
    assert pixels(found)[..., 3].mean() < 25
    assert heat_map(page, number=2, examiner=examiner) is None
    assert heat_map(b"no picture", number=1, examiner=examiner) is None
