import json
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjian.contract import Language, Reason, Sentence, SentenceKind
from mingjian.contract.reasons import from_json, to_json
from mingjian.contract.sentences import ROOMS, SENTENCES

ALL = [sentence for sentences in ROOMS.values() for sentence in sentences]
RENDERABLE = [sentence for sentence in SENTENCES.values() if "{" not in sentence.zh]


def placeholders(template: str, language: Language) -> set[str]:
    names = {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}
    return {name.removesuffix(f"_{language}") for name in names}


def test_no_code_stands_twice() -> None:
    codes = [sentence.code for sentence in ALL]
    assert sorted({code for code in codes if codes.count(code) > 1}) == []


@pytest.mark.parametrize("sentence", ALL, ids=lambda sentence: sentence.code)
def test_a_sentence_says_the_same_in_both_languages_with_the_same_values(sentence: Sentence) -> None:
    assert sentence.zh
    assert sentence.en
    assert placeholders(sentence.zh, Language.ZH) == placeholders(sentence.en, Language.EN)
    assert sentence.code.isidentifier()
    assert sentence.code == sentence.code.lower()


@pytest.mark.parametrize("sentence", ALL, ids=lambda sentence: sentence.code)
def test_the_chinese_sentence_is_chinese_and_the_english_one_is_not(sentence: Sentence) -> None:
    assert any("\u4e00" <= character <= "\u9fff" for character in sentence.zh)
    assert sentence.zh != sentence.en


def test_a_missing_value_is_named() -> None:
    sentence = Sentence("example", SentenceKind.REASON, zh="共{count}次", en="{count} times")
    assert sentence.render({"count": 3}) == "共3次"
    assert sentence.render({"count": 3}, Language.EN) == "3 times"
    with pytest.raises(KeyError, match="count"):
        sentence.render({})


@given(
    st.lists(
        st.builds(
            Reason,
            st.sampled_from([sentence.code for sentence in RENDERABLE]),
            weight=st.floats(-20, 20).map(lambda weight: round(weight, 6)),
            values=st.dictionaries(st.text(max_size=5), st.none() | st.booleans() | st.integers() | st.text()),
            evidence=st.lists(st.text(max_size=5), max_size=3).map(tuple),
        ),
        max_size=6,
    )
)
def test_reasons_come_back_as_they_were_written_strongest_first(reasons: list[Reason]) -> None:
    again = from_json(to_json(reasons))
    assert sorted(map(repr, again)) == sorted(map(repr, reasons))
    weights = [abs(reason.weight) for reason in again]
    assert weights == sorted(weights, reverse=True)


def test_each_reason_carries_its_chinese_sentence() -> None:
    (row,) = json.loads(to_json([Reason(RENDERABLE[0].code, weight=1.0)]))
    assert row["text"] == RENDERABLE[0].zh
    assert set(row) == {"code", "values", "weight", "evidence", "text"}


def test_an_absent_column_of_reasons_holds_none() -> None:
    assert from_json(None) == from_json("") == from_json("[]") == ()
