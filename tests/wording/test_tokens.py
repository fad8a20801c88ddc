import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjian.wording.shingles import shingle
from mingjian.wording.tokens import tokenise


def _count(text: str) -> int:
    return int(tokenise([text]).lengths[0])


@pytest.mark.parametrize(
    ("text", "tokens"),
    [("停止催收。", 4), ("the bank called me", 4), ("欠款30,000元", 5), ("", 0), ("，。！ ", 0), ("借3000还500", 4)],
)
def test_a_character_a_word_and_a_number_are_one_token_each(text: str, tokens: int) -> None:
    assert _count(text) == tokens


def test_texts_that_differ_in_case_punctuation_and_figures_have_the_same_key() -> None:
    keys = tokenise(["贵司，借款5000元。", "貴司借款８００元", "贵司借款5000块"]).keys()
    assert keys[0] == keys[1] != keys[2]


def test_the_same_tokens_in_another_order_have_another_key() -> None:
    keys = tokenise(["催收停止", "停止催收"]).keys()
    assert keys[0] != keys[1]


@given(st.lists(st.text(), max_size=8))
def test_texts_do_not_run_into_each_other(texts: list[str]) -> None:
    together = tokenise(texts)
    assert len(together) == len(texts)
    assert together.lengths.tolist() == [_count(text) for text in texts]
    apart = [tokenise([text]).values.tolist() for text in texts]
    assert together.values.tolist() == [value for values in apart for value in values]


@given(st.lists(st.text(alphabet="停止催收请a b1，", max_size=12), max_size=6))
def test_every_text_with_a_token_has_a_shingle(texts: list[str]) -> None:
    tokens = tokenise(texts)
    assert [length > 0 for length in shingle(tokens).lengths] == [length > 0 for length in tokens.lengths]


def test_strings_have_one_character_a_token() -> None:
    tokens = tokenise(["the bank 没有 answer 12 times", "停"])
    assert [len(text) for text in tokens.strings()] == tokens.lengths.tolist()
