"""What forgers put into a PDF, and both sides of an identity card."""

import random
from datetime import date, datetime
from io import BytesIO

import pikepdf
import pypdfium2 as pdfium
import pytest

from mingjian.contract.truth import ForgeryMethod
from mingjian.contract.vocabulary import MaterialKind
from mingjian.simulation.documents.electronic import WORD_PROCESSORS, WRAPPERS, pdf_of, pictured_pdf, typed_pdf
from mingjian.simulation.documents.facts import Facts, Issuer, Person
from mingjian.simulation.documents.fonts import Face
from mingjian.simulation.documents.forgery import made_up
from mingjian.simulation.documents.identity_card import back_of
from mingjian.simulation.documents.paper import Paper, Text
from mingjian.simulation.documents.seal import Seal
from mingjian.simulation.settings import CHINA
from mingjian.simulation.worlds.chongqing import papers as chongqing
from mingjian.simulation.worlds.qingdao import papers as qingdao

AT = datetime(2026, 9, 20, 10, tzinfo=CHINA)
COMMUNITY = "重庆市渝北区龙山街道办事处"


def facts(kind: MaterialKind) -> Facts:
    return Facts(
        kind=kind,
        person=Person("王晓明", False, "500112198703124512", "重庆市渝北区人民路1号"),
        issuer=Issuer("O-1", COMMUNITY, "community", "", "023-60000000", "", Seal("O-1", COMMUNITY)),
        number="20260900017",
        issued=date(2026, 9, 14),
        event=date(2026, 9, 10),
        lender="渝信消费金融",
        product="渝易贷",
        amount_yuan=1900.0,
        officer="魏华",
    )


@pytest.mark.parametrize("said", ["兹证明王晓明于本院就诊", "回单号码二〇二六零九", "欧阳翠莲霜"])
def test_each_paper_says_its_own_whatever_was_printed_before(said: str) -> None:
    paper = Paper(MaterialKind.OTHER, 210.0, 297.0, (Text(20.0, 30.0, 12.0, said, Face.SERIF),))
    with pdfium.PdfDocument(pdf_of(paper, AT, random.Random(3))) as document:
        assert document[0].get_textpage().get_text_bounded().strip() == said


def test_a_word_processors_pdf_has_its_text_and_a_picture_in_a_pdf_none_and_both_name_their_program() -> None:
    paper = chongqing.paper(facts(MaterialKind.HARDSHIP_CERTIFICATE), random.Random(1), random.Random(2))
    sheet = made_up(paper, ForgeryMethod.PASTED_SEAL, 72, random.Random(3)).sheet
    typed = typed_pdf(paper, AT, random.Random(4))
    pictured = pictured_pdf(sheet.image, 72, AT, random.Random(4))
    for data, programs, stated in ((typed, WORD_PROCESSORS, True), (pictured, WRAPPERS, False)):
        text = pdfium.PdfDocument(data)[0].get_textpage().get_text_range()
        assert (COMMUNITY in text) is stated
        with pikepdf.open(BytesIO(data)) as document:
            assert str(document.docinfo["/Producer"]) in programs
            assert len(document.pages[0].get_images()) == 1
    assert typed == typed_pdf(paper, AT, random.Random(4))
    assert pictured == pictured_pdf(sheet.image, 72, AT, random.Random(4))


@pytest.mark.parametrize("writer", [chongqing, qingdao])
def test_some_copies_of_an_identity_card_show_both_sides(writer: object) -> None:
    shown = set()
    for number in range(12):
        paper = writer.paper(facts(MaterialKind.IDENTITY_CARD), random.Random(1), random.Random(number))  # type: ignore[attr-defined]
        texts = {one.field: one.text for one in paper.elements if isinstance(one, Text)}
        assert all(one.bottom <= paper.height for one in paper.elements if isinstance(one, Text))
        shown.add((texts.get("authority"), texts.get("validity")))
    assert shown == {(None, None), ("重庆市公安局渝北分局", "2013.03.12-2033.03.12")}


@pytest.mark.parametrize(
    ("born", "validity"),
    [
        (date(2006, 5, 2), "2022.05.02-2032.05.02"),
        (date(2000, 2, 29), "2026.03.01-2046.03.01"),
        (date(1979, 12, 31), "2025.12.31-长期"),
    ],
)
def test_a_card_is_renewed_at_twenty_six_and_forty_six(born: date, validity: str) -> None:
    assert back_of("安岳县岳阳镇1号", born, date(2026, 9, 14)).validity == validity
