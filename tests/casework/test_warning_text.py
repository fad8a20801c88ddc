"""The words of a warning help and accuse nobody."""

import pytest

from mingjian.casework.warning_text import warning_text
from mingjian.contract import Language
from mingjian.standards.code_words import code_words

ACCUSING = ("诈骗", "违法", "犯罪", "骗子", "黑产", "您已逾期", "fraud", "criminal", "illegal", "your arrears")


@pytest.mark.parametrize("language", list(Language))
def test_a_warning_offers_help_and_accuses_nobody(language: Language) -> None:
    text = warning_text([entry.word for entry in code_words().words], language, platform="抖音", sender="某某公司")
    assert not [word for word in ACCUSING if word in text]
    assert all(number in text for number in ("12378", "12348", "96110"))
    assert "某某公司" in text


def test_a_warning_names_a_few_of_the_words_and_none_twice() -> None:
    text = warning_text(["保费", "停息挂账", "停息挂账", "停催", "征信修复", "反催收"], Language.ZH)
    assert text.count("停息挂账") == 1
    assert "“征信修复”" in text
    assert "“反催收”" not in text
    assert "“保费”" not in text, "a word of everybody, which nobody offers to arrange"


def test_an_advert_without_known_words_is_warned_of_all_the_same() -> None:
    assert "减免" in warning_text([], Language.ZH)
