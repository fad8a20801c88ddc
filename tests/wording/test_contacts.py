import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjian.wording.contacts import ContactKind, find_contacts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("加微信：abc_12345 咨询，电话138-1234-5678", [("wechat", "abc_12345"), ("phone", "13812345678")]),
        ("薇❤ zhaiwu888，☎️ 壹叁捌一二三四五六七八", [("wechat", "zhaiwu888"), ("phone", "13812345678")]),
        ("Ｖ信 hello2026a 扣扣12345678", [("wechat", "hello2026a"), ("qq", "12345678")]),
        ("访问 www.zhaiwu.top/abc，座机 023-63001234", [("web", "www.zhaiwu.top/abc"), ("phone", "02363001234")]),
        ("①③⑧①②③④⑤⑥⑦⑧", [("phone", "13812345678")]),
        ("加V：Debt_help99", [("wechat", "debt_help99")]),
    ],
)
def test_a_disguised_contact_is_read_in_its_normalised_spelling(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(contact.kind.value, contact.value) for contact in find_contacts(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "向 www.12378.gov.cn 投诉",
        "见 https://www.gov.cn/zhengce/1.htm",
        "百度 www.baidu.com/s?wd=停息挂账",
        "信用报告 https://ipcrs.pbccrc.org.cn/",
        "http://t.cn/A6abcd",
    ],
)
def test_the_address_of_an_authority_or_a_platform_is_no_contact(text: str) -> None:
    assert find_contacts(text) == ()


@pytest.mark.parametrize(
    "text",
    ["客服12378、110、96110", "身份证110101199003071234", "卡号6222021234567890123", "2026-05-01 欠款12345.67元", ""],
)
def test_hotlines_identity_and_card_numbers_are_no_contacts(text: str) -> None:
    assert find_contacts(text) == ()


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.text("欠款，。催收 的我", max_size=8))
def test_a_plain_mobile_number_is_found_where_it_stands(number: str, around: str) -> None:
    text = f"{around}请联系{number}。"
    (found,) = find_contacts(text)
    assert (found.kind, found.value, text[found.start : found.end]) == (ContactKind.PHONE, number, number)


@given(st.text(max_size=80))
def test_any_text_is_read_and_spans_lie_within_it(text: str) -> None:
    for contact in find_contacts(text):
        assert 0 <= contact.start < contact.end <= len(text)
