import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjian.standards.folding import fold, fold_text, folding_table


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("ＪＲ消費", "jr消费"),
        ("停息掛賬", "停息挂账"),
        ("催\u200b收", "催收"),
        ("５０００元", "5000元"),
        ("㎏", "kg"),
        ("①", "1"),
        ("征信", "征信"),
    ],
)
def test_every_writing_of_a_word_folds_to_one(written: str, folded: str) -> None:
    assert fold(written).text == folded


def test_a_folded_span_leads_back_to_what_was_written() -> None:
    written = "请Ｓtop催\u200b收，㎏"
    folded = fold(written)
    start = folded.text.index("催收")
    assert written[slice(*folded.original_span(start, start + 2))] == "催\u200b收"
    start = folded.text.index("kg")
    assert written[slice(*folded.original_span(start, start + 2))] == "㎏"


@given(st.text())
def test_every_folded_character_knows_its_place(text: str) -> None:
    folded = fold(text)
    assert len(folded.places) == len(folded.text)
    for place, character in zip(folded.places, folded.text, strict=True):
        assert character in fold_text(text[place])
    assert list(folded.places) == sorted(folded.places)


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold_text(text)
    assert fold_text(once) == once


def test_what_lies_outside_the_folded_blocks_does_not_change() -> None:
    table = folding_table()
    for code in (*range(0x20000, 0x2F800, 97), *range(0x30000, 0xE0000, 997), *range(0xE1000, 0x110000, 997)):
        if table[code] == code:
            assert unicodedata.normalize("NFKC", chr(code)).lower() == chr(code)
