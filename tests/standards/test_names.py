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
