import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjian.standards.people import NOBODYS, Likeness, is_somebodys, likeness


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("王强", Likeness.SAME),
        ("王 强", Likeness.SAME),
        ("王强律师", Likeness.SAME),
        ("律师：王强", Likeness.SAME),
        ("王强（重庆真律师事务所）", Likeness.SAME),
        ("王强、李四", Likeness.SAME),
        ("王*", Likeness.ALIKE),
        ("王＊＊", Likeness.ALIKE),
        ("王某", Likeness.ALIKE),
        ("*强", Likeness.ALIKE),
        ("王律师", Likeness.ALIKE),
        ("律师", Likeness.ALIKE),
        ("王疆", Likeness.ALIKE),
        ("汪蔷", Likeness.ALIKE),
        ("王强强", Likeness.ALIKE),
        ("Wang Qiang", Likeness.ALIKE),
        ("李四", Likeness.DIFFERENT),
        ("李四律师", Likeness.DIFFERENT),
        ("李四、赵五", Likeness.DIFFERENT),
        ("诸葛小明", Likeness.DIFFERENT),
    ],
)
def test_only_a_clearly_different_name_is_another_persons(written: str, expected: Likeness) -> None:
    assert likeness(written, "王强") is expected
    if "、" not in written:
        assert likeness("王强", written) is expected


def test_long_names_may_differ_by_more() -> None:
    assert likeness("阿卜杜拉·买买提江", "阿不都拉买买提江") is Likeness.ALIKE
    assert likeness("古丽娜尔·艾山", "阿不都拉·买买提江") is Likeness.DIFFERENT


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("John Smith", "SMITH, JOHN", Likeness.SAME),
        ("CHAN Tai-man", "Tai Man Chan", Likeness.SAME),
        ("John Smith", "John A. Smith", Likeness.ALIKE),
        ("Tenzin Dolma", "Tenzin Norbu", Likeness.ALIKE),
        ("John Smith", "Maria Gonzalez", Likeness.DIFFERENT),
        ("John", "John", Likeness.SAME),
    ],
)
def test_a_foreign_name_is_one_persons_whichever_word_comes_first(one: str, other: str, expected: Likeness) -> None:
    assert likeness(one, other) is likeness(other, one) is expected


@given(st.text(max_size=12), st.text(max_size=12))
def test_any_two_texts_can_be_compared(one: str, other: str) -> None:
    likeness(one, other)


@pytest.mark.parametrize(
    "written", ["老师", "王老师", "客服01", "小王经理", "李总", "张姐", "不知道", "王*", "王某某", "代理人"]
)
def test_a_role_or_a_masked_name_is_nobodys(written: str) -> None:
    assert re.search(NOBODYS, written)


@pytest.mark.parametrize(
    "written", ["王明", "王明律师", "欧阳小红", "安代表峰", "高客", "Wang Qiang", "陈经", "总明哥"]
)
def test_a_name_with_or_without_a_title_is_somebodys(written: str) -> None:
    assert not re.search(NOBODYS, written)


@pytest.mark.parametrize("text", ["王强", "刘建国", "欧阳小明", "John Smith"])
def test_a_name_is_somebodys(text: str) -> None:
    assert is_somebodys(text)


@pytest.mark.parametrize(
    "text", ["", "无", "不详", "未说明", "见回函", "本人", "王经理", "王某", "该院患者", "N/A", "-", "刘建国及其配偶"]
)
def test_a_remark_a_role_and_a_masked_name_are_nobodys(text: str) -> None:
    assert not is_somebodys(text)
