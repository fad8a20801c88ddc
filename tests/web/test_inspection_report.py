"""The report of an inspection: what the desk shows of a document, on one page that needs nothing beside it."""

import re
from datetime import date

import pytest

from mingjian.contract import Language
from mingjian.contract.vocabulary import MaterialKind
from mingjian.materials.inspection import Inspection, inspect
from mingjian.materials.settings import MaterialsSettings
from mingjian.web.inspection_report import html_of
from tests.materials.papers import jpeg, opened
from tests.materials.test_examination import frames
from tests.materials.test_pdf_history import rewritten, written
from tests.materials.test_retyping import WORD, scanned, typed
from tests.reading.ofd_files import CERTIFICATE, ofd, text

ISSUER = text("渝州市第一人民医院", 40, 20, size=6)


@pytest.fixture(scope="module")
def inspected() -> list[Inspection]:
    """A certificate with a wrong identity number, a rewritten PDF, a scan with a word typed again, and a long file."""
    certificate = ofd(CERTIFICATE + ISSUER, stamped=True)
    scan = jpeg(typed(opened(jpeg(scanned(1), 70)), WORD, "98765.40"), 93)
    return [
        inspect("<b>one</b>.ofd", certificate, MaterialKind.DIAGNOSIS_CERTIFICATE),
        inspect("two.pdf", rewritten(written())),
        inspect("three.jpg", scan, MaterialKind.PAYMENT_RECEIPT),
        inspect("four.tiff", frames(7), settings=MaterialsSettings(pages_examined=3)),
    ]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            Language.ZH,
            (
                "材料检视报告",
                "需要人工查看之处",
                "热力图",
                "更新前",
                "备案印模",
                "致出具单位的核实函",
                "部分检验",
                "未检验、未展示的页：第3–6页",
            ),
        ),
        (
            Language.EN,
            (
                "Inspection of documents",
                "What asks for a look",
                "Heat map",
                "before the update",
                "on file",
                "The letter that would settle it",
                "examined in part",
                "Neither examined nor shown: 3–6",
            ),
        ),
    ],
)
def test_the_report_shows_all_that_the_desk_shows(
    inspected: list[Inspection], language: Language, words: tuple[str, ...]
) -> None:
    page = html_of(inspected, today=date(2026, 11, 27), language=language, genuine=inspected[0].traits)
    assert [word for word in words if word not in page] == []
    assert "510212198503072731" in page, "whoever inspects a file has it: nothing is masked"
    assert "<b>one</b>" not in page
    places = set(re.findall(r' id="([^"]+)"', page))
    assert [to for to in re.findall(r'href="#([^"]+)"', page) if to not in places] == []
    outside = [to for to in re.findall(r'(?:href|src)="([^"]+)"', page) if not to.startswith(("#", "data:image/"))]
    assert outside == [], "it is read where no network is"
    assert "<script" not in page
