"""The letter to an issuer asks what settles a document, and tells no more than the issuer needs."""

import re
from datetime import date
from io import BytesIO

import pytest
from docx import Document as Word

from mingjian.contract.reasons import Language
from mingjian.contract.vocabulary import MaterialKind
from mingjian.errors import InputError
from mingjian.materials.issuer_letter import IssuerLetter, enquiry_of, letter_about
from mingjian.reading.fields import fields
from mingjian.reading.page import Line, Region

TEXT = """重庆市渝北区人民医院
疾病诊断证明书
门诊号：202609123
姓名：王晓明
身份证号：500112198703124512
诊断：重度抑郁发作
就诊日期：2026年9月10日
出具日期：2026年9月14日
咨询电话：17012345678"""


def letter(
    kind: MaterialKind = MaterialKind.DIAGNOSIS_CERTIFICATE,
    *,
    issuer: str = "重庆市渝北区人民医院",
    language: Language = Language.ZH,
) -> IssuerLetter:
    lines = [
        Line(1, text, 0.99, Region(10, 40 * row, 800, 40 * row + 30)) for row, text in enumerate(TEXT.splitlines())
    ]
    return letter_about(
        material_id="M-1",
        kind=kind,
        issuer=issuer,
        fields=fields(kind, lines),
        sender="渝信消费金融",
        day=date(2026, 11, 25),
        address="重庆市渝北区人民路1号",
        phone="023-67000000",
        language=language,
    )


@pytest.mark.parametrize("language", list(Language))
def test_the_letter_states_what_the_issuer_needs_to_find_its_record(language: Language) -> None:
    text = letter(language=language).to_text()
    for fact in ("重庆市渝北区人民医院", "202609123", "王晓明", "4512", "2026-09-14", "M-1", "渝信消费金融"):
        assert fact in text


@pytest.mark.parametrize("language", list(Language))
def test_neither_diagnosis_nor_identity_number_nor_loan_leaves_the_house(language: Language) -> None:
    text = letter(language=language).to_text()
    for secret in ("抑郁", "500112198703124512", "贷款", "借款", "投诉", "loan", "complaint"):
        assert secret not in text


def test_the_telephone_on_the_document_is_not_the_one_to_call() -> None:
    text = letter().to_text()
    assert "17012345678" not in text
    assert "023-67000000" in text


def test_the_word_file_says_the_same() -> None:
    one = letter()
    said = [paragraph.text for paragraph in Word(BytesIO(one.to_docx())).paragraphs]
    assert set(one.paragraphs) <= set(said)


def test_english_letters_are_english_but_for_names() -> None:
    text = letter(language=Language.EN).to_text()
    for known in ("重庆市渝北区人民医院", "重庆市渝北区人民路1号", "王晓明", "渝信消费金融"):
        text = text.replace(known, "")
    assert not re.search("[㐀-鿿]", text)


def test_every_kind_that_has_an_issuer_has_questions_in_both_languages() -> None:
    asked = [kind for kind in MaterialKind if enquiry_of(kind)]
    assert len(asked) >= 12
    for kind in asked:
        for language in Language:
            one = letter(kind, language=language)
            assert one.subject
            assert one.questions
            assert all(said.endswith((";", ".", "；", "。")) for said in (*one.questions, one.remark)), (
                "none is cut off"
            )


def test_nobody_is_asked_about_an_identity_card_or_where_no_issuer_is_known() -> None:
    with pytest.raises(InputError, match="identity_card"):
        letter(MaterialKind.IDENTITY_CARD)
    with pytest.raises(InputError, match="M-1"):
        letter_about(
            material_id="M-1",
            kind=MaterialKind.POLICE_RECEIPT,
            issuer="",
            fields=(),
            sender="x",
            day=date(2026, 11, 25),
        )
