import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjian.access.entity_masks import mask_entity
from mingjian.access.masking import (
    mask_account,
    mask_address,
    mask_answer,
    mask_email,
    mask_id_number,
    mask_name,
    mask_phone,
    mask_text,
)

Mask = Callable[[str | None], str]

ALL = [mask_account, mask_address, mask_email, mask_id_number, mask_name, mask_phone, mask_text]
PHONES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
IDENTITIES = st.from_regex(r"[1-6][0-9]{16}[0-9X]", fullmatch=True)
CARDS = st.from_regex(r"6[0-9]{15,18}", fullmatch=True)
AROUND = st.text(alphabet="我的电话是，。号码卡:abc ", max_size=6)


@pytest.mark.parametrize(
    ("mask", "value", "shown"),
    [
        (mask_name, "王小明", "王*明"),
        (mask_name, "王明", "王*"),
        (mask_name, "王", "*"),
        (mask_name, "欧阳小明", "欧**明"),
        (mask_name, "买买提·吐尔逊", "买*****逊"),
        (mask_name, "John Smith", "J*** S****"),
        (mask_phone, "13812345678", "138****5678"),
        (mask_phone, "+86 138-1234-5678", "138****5678"),
        (mask_phone, "１３８１２３４５６７８", "138****5678"),
        (mask_phone, "010-12345678", "*******5678"),
        (mask_phone, "12378", "****"),
        (mask_id_number, "500112199003072734", "5001**********2734"),
        (mask_id_number, "50011219900307273x", "5001**********273x"),
        (mask_id_number, "500112900307273", "***************"),
        (mask_address, "重庆市渝中区解放碑街道88号", "重庆市渝中区****"),
        (mask_address, "四川省凉山彝族自治州西昌市航天大道1号", "四川省凉山彝族自治州西昌市****"),
        (mask_address, "内蒙古自治区锡林郭勒盟锡林浩特市某路1号", "内蒙古自治区锡林郭勒盟锡林浩特市****"),
        (mask_address, "河北省唐山市路南区新华道1号", "河北省唐山市路南区****"),
        (mask_address, "河南省新乡市红旗区平原路1号", "河南省新乡市红旗区****"),
        (mask_address, "安徽省宿州市萧县龙城镇", "安徽省宿州市萧县****"),
        (mask_address, "广东深圳南山区科技园", "广东深圳南山区****"),
        (mask_address, "阳光小区3栋2单元", "****"),
        (mask_address, "解放路88号A区", "****"),
        (mask_address, "城市花园3栋", "****"),
        (mask_email, "zhang.san@example.com", "z****@example.com"),
        (mask_email, "not an address", "****"),
        (mask_account, "6222021234567890123", "****0123"),
        (mask_account, "wx_zhang", "w****"),
        (mask_account, "13812345678", "138****5678"),
        (mask_account, "zhang@example.com", "z****@example.com"),
    ],
)
def test_a_value_is_masked_as_the_screens_show_it(mask: Mask, value: str, shown: str) -> None:
    assert mask(value) == shown


@pytest.mark.parametrize("mask", ALL, ids=lambda mask: mask.__name__)
@pytest.mark.parametrize("nothing", [None, "", "  "], ids=["none", "empty", "blank"])
def test_what_is_not_there_stays_empty(mask: Mask, nothing: str | None) -> None:
    assert mask(nothing).strip() == ""


@pytest.mark.parametrize("mask", ALL, ids=lambda mask: mask.__name__)
@given(value=st.text(max_size=60))
def test_no_text_whatever_breaks_a_mask(mask: Mask, value: str) -> None:
    mask(value)


@given(IDENTITIES)
def test_an_identity_number_never_shows_its_birthday(number: str) -> None:
    assert number[6:14] not in mask_id_number(number)


@given(st.text(min_size=9, max_size=60))
def test_an_address_never_shows_a_digit(address: str) -> None:
    assert not re.search(r"[0-9]", mask_address(f"重庆市渝中区某某路{address}"))


@given(AROUND, st.one_of(PHONES, IDENTITIES, CARDS), AROUND)
def test_numbers_in_a_text_lose_their_middle_and_the_text_keeps_its_length(
    before: str, number: str, after: str
) -> None:
    text = f"{before}{number}{after}"
    masked = mask_text(text)
    assert len(masked) == len(text)
    shown = masked[len(before) : len(before) + len(number)]
    assert set(shown[4:-4]) == {"*"}
    assert masked.startswith(before)
    assert masked.endswith(number[-4:] + after)


def test_a_short_number_is_masked_where_it_stands_for_itself() -> None:
    reason = "客户12要求退还3120元，另见C12与第12号"
    assert mask_text(reason, names=["12"]) == "客户1*要求退还3120元，另见C12与第1*号"


def test_a_whole_letter_is_masked_with_the_names_that_are_known() -> None:
    letter = (
        "我叫王小明，电话138 1234 5678，身份证500112 19900307 2734，卡6222 0212 3456 7890，"
        "邮箱wang@example.com。2026-11-22投诉12378。"
    )
    masked = mask_text(letter, names=["王小明"])
    assert masked == (
        "我叫王*明，电话138******5678，身份证5001************2734，卡***************7890，"
        "邮箱w***@example.com。2026-11-22投诉12378。"
    )


def test_full_width_digits_and_landlines_in_a_text_are_masked() -> None:
    assert mask_text("电话１３８１２３４５６７８或010-12345678") == "电话１３８****５６７８或********5678"


def test_sums_dates_and_hotlines_in_a_text_stay() -> None:
    text = "2026年5月1日扣款12345.67元，合同20260501号，拨打12378、95588无人接听"
    assert mask_text(text) == text


@pytest.mark.parametrize(
    ("entity_type", "entity_id", "shown"),
    [
        ("email", "~@firm.example", "~****@firm.example"),
        ("email", "~me@firm.example", "~****@firm.example"),
        ("ip", "~172.16.5", "~1****"),
        ("address", "~500103 中山路12号", "~****"),
        ("address", "~重庆市渝中区中山路12号3-501", "****"),
        ("person", "~tel:13812345678", "~***************"),
        ("person", "~wx:张三丰", "~******"),
        ("phone", "~13800138000", "~138****8000"),
        ("person", "~phone:~13800138000", "~~138****8000"),
        ("person", "~明明", "~**"),
        ("letter_template", "~T-1", "~T-1"),
    ],
)
def test_a_group_is_masked_as_what_it_is_called_by(entity_type: str, entity_id: str, shown: str) -> None:
    assert mask_entity(entity_type, entity_id) == shown


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("该编号系我院为刘建国出具", "该编号系我院为刘*国出具"),
        ("给王明本人开具，电话13812345678", "给王*本人开具，电话138****5678"),
        ("系我院出具", "系我院出具"),
        ("经核实为我院出具", "经核实为我院出具"),
    ],
)
def test_whom_an_issuers_answer_names_is_masked_for_it_may_be_another_papers_owner(said: str, shown: str) -> None:
    assert mask_answer(said) == shown
