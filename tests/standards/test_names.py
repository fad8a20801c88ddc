import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjian.standards import names


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("张三", "张三"),
        (" 张　三 ", "张三"),
        ("張偉", "张伟"),
        ("於乾隆", "於乾隆"),
        ("买买提•吐尔逊", "买买提·吐尔逊"),
        ("ＡＢＣ科技（重庆）有限公司", "ABC科技(重庆)有限公司"),
        ("重慶市渝北區", "重庆市渝北区"),
        ("张\u200b三", "张三"),
        ("John  Smith", "John Smith"),
        ("", ""),
    ],
)
def test_a_name_has_one_spelling(written: str, normal: str) -> None:
    assert names.normalise(written) == normal


@given(st.text(max_size=30))
def test_the_one_spelling_stays_itself(text: str) -> None:
    assert names.normalise(names.normalise(text)) == names.normalise(text)


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("受托人：王明", True),
        ("受托人：王 明 身份证号", True),
        ("受托人王明办理投诉事宜", True),
        ("今授权王明全权处理", True),
        ("受托人：王明、王明华", True),
        ("王明，男，汉族", True),
        ("受托人：王明华", False),
        ("受托人：王明华身份证号", False),
        ("今授权王明华全权处理", False),
        ("王明华\n王明", True),
        ("王·明", False),
        ("", False),
    ],
)
def test_a_name_stands_in_a_text_as_a_whole(text: str, stands: bool) -> None:
    assert names.stands_in("王明", text) is stands


@pytest.mark.parametrize(
    ("name", "text", "stands"),
    [
        ("阿依古丽·买买提", "受托人：阿依古丽•买买提", True),
        ("阿依古丽买买提", "受托人：阿依古丽·买买提", True),
        ("阿依古丽·买买提", "受托人阿依古丽买买提", True),
        ("阿依古丽", "受托人：阿依古丽·买买提", False),
        ("阿依古丽·买买提", "受托人：阿依古丽·艾山", False),
    ],
)
def test_a_name_with_a_dot_stands_where_the_dot_is_dropped(name: str, text: str, stands: bool) -> None:
    assert names.stands_in(name, text) is stands


@given(st.text(alphabet="王明华李欧阳春兰", min_size=2, max_size=4), st.text(max_size=30))
def test_a_name_on_a_line_of_its_own_is_always_found(name: str, text: str) -> None:
    assert names.stands_in(name, f"{text}\n{name}\n{text}")
