"""An agreement alone: a file or a text that somebody holds in hand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingjian.agencies.agreements.paper import LONGEST, UnreadableAgreementError, read_paper, read_words
from mingjian.contract import Language
from tests.reading.documents import encoded, locked, pdf_of, scan

IDENTITY = "甲方应将身份证原件交乙方保管。"


def test_a_text_is_read_line_by_line_in_either_encoding() -> None:
    text = f"服务协议\r\n\r\n一、{IDENTITY}"
    for encoding in ("utf-8", "utf-8-sig", "gb18030"):
        found = read_paper(text.encode(encoding))
        (passage,) = found.passages
        assert (passage.kind, passage.page, passage.line) == ("hand_over_identity", 1, 3)
        assert passage.words == found.text[passage.start : passage.end]
        assert IDENTITY in passage.words
        assert found.remarks == ("agreement_clauses_are_wording",)


def test_a_clause_of_a_pdf_stands_on_its_page() -> None:
    found = read_paper(pdf_of("Service agreement", "2. The client must not contact the bank. All calls go through us."))
    (passage,) = found.passages
    assert (passage.kind, passage.page, passage.line) == ("ban_on_contact", 2, 1)
    assert "agreement_hardly_chinese" in found.remarks, "the reader knows Chinese, and says so"


def test_a_picture_is_recognised_and_says_that_it_may_be_misread() -> None:
    found = read_paper(encoded(scan("服务协议", IDENTITY, size=(800, 240))))
    (passage,) = found.passages
    assert passage.kind == "hand_over_identity"
    assert "身份证" in passage.words
    assert "agreement_read_from_picture" in found.remarks


def test_where_nothing_is_found_the_text_is_not_called_safe() -> None:
    found = read_words("委托人可以随时自行与银行协商还款，受托律师不得限制。")
    assert (found.passages, found.remarks) == ((), ("agreement_without_known_clause",))
    assert found.said(Language.ZH) == ("未读到已知的危险条款；不代表没有，请通读全文。",)
    assert found.as_json(Language.EN)["remarks"] == [
        "No known dangerous clause was read, which does not mean that there is none: read the whole."
    ]


def test_what_is_longer_than_is_read_says_so_and_blank_lines_hold_nobody_up() -> None:
    assert "agreement_read_in_part" in read_words("协" + "\n" * LONGEST).remarks


@pytest.mark.parametrize(
    ("data", "to_do"),
    [
        (b"", "it is empty"),
        (b" \n ", "it is empty"),
        (locked(pdf_of("secret")), "save a copy without one"),
        (b"\x7fELF\x02\x01\x01" + bytes(200), "photograph"),
        (b"%PDF-1.7\nbroken", "save it as PDF anew"),
        (encoded(scan(size=(300, 200))), "no text could be made out"),
    ],
    ids=["empty", "blank", "locked", "program", "broken", "white"],
)
def test_what_cannot_be_read_says_what_to_do(data: bytes, to_do: str) -> None:
    with pytest.raises(UnreadableAgreementError, match=to_do):
        read_paper(data)


@given(st.text(max_size=60))
@settings(max_examples=50)
def test_any_text_is_read_or_refused_with_words_that_stand_in_it(text: str) -> None:
    try:
        found = read_words(text)
    except UnreadableAgreementError:
        assert not text.strip()
        return
    for one in found.passages:
        assert one.words == found.text[one.start : one.end]
        assert found.text.split("\n")[one.line - 1]
