import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjian.standards import phone
from mingjian.standards.phone import PhoneKind

MOBILES = st.builds(lambda head, tail: f"1{head}{tail:09d}", st.integers(3, 9), st.integers(0, 999_999_999))
WRITINGS = st.sampled_from(
    [
        "{}",
        "+86{}",
        "+86 {}",
        "0086{}",
        "86{}",
        "86-{}",
        "0{}",
        " {} ",
        "电话:{}",
        "手机号码：{}",
        "（{}）",
    ]
)


@pytest.mark.parametrize(
    ("written", "number", "kind"),
    [
        ("13800138000", "13800138000", PhoneKind.MOBILE),
        ("138-0013-8000", "13800138000", PhoneKind.MOBILE),
        ("１３８００１３８０００", "13800138000", PhoneKind.MOBILE),
        ("+86 (0)23 6789 0123", "02367890123", PhoneKind.LANDLINE),
        ("023-67890123", "02367890123", PhoneKind.LANDLINE),
        ("(023)67890123", "02367890123", PhoneKind.LANDLINE),
        ("0750-3123456", "07503123456", PhoneKind.LANDLINE),
        ("67890123", "67890123", PhoneKind.LANDLINE),
        ("12378", "12378", PhoneKind.HOTLINE),
        ("010-12345", "01012345", PhoneKind.HOTLINE),
        ("96110", "96110", PhoneKind.HOTLINE),
        ("023-12315", "02312315", PhoneKind.HOTLINE),
        ("400-061-2378", "4000612378", PhoneKind.HOTLINE),
        ("95588", "95588", PhoneKind.SERVICE),
        ("400-820-8888", "4008208888", PhoneKind.SERVICE),
        ("+86 400 820 8888", "4008208888", PhoneKind.SERVICE),
        ("10690012345678", "10690012345678", PhoneKind.SERVICE),
        ("+1 415 555 0100", "14155550100", PhoneKind.FOREIGN),
        ("00852 2345 6789", "85223456789", PhoneKind.FOREIGN),
        ("12345678901234", "12345678901234", PhoneKind.UNKNOWN),
    ],
)
def test_every_usual_writing_is_read(written: str, number: str, kind: PhoneKind) -> None:
    parsed = phone.parse(written)
    assert parsed is not None
    assert (parsed.number, parsed.kind) == (number, kind)


@pytest.mark.parametrize(
    ("written", "number", "extension"),
    [
        ("023-67890123转8001", "02367890123", "8001"),
        ("023-67890123 转 分机8001", "02367890123", "8001"),
        ("023-67890123-8001", "02367890123", "8001"),
        ("02367890123 ext. 12", "02367890123", "12"),
        ("400-820-8888-9", "4008208888", "9"),
    ],
)
def test_an_extension_is_kept_apart(written: str, number: str, extension: str) -> None:
    parsed = phone.parse(written)
    assert parsed is not None
    assert (parsed.number, parsed.extension) == (number, extension)


@pytest.mark.parametrize(
    "written", ["", "无", "138****8000", "13800138000/13900139000", "12", "1" * 30, "张三", "13800138000 张三"]
)
def test_what_is_no_single_number_is_refused(written: str) -> None:
    assert phone.parse(written) is None


@pytest.mark.parametrize(
    "written",
    [
        "66279113/66279114",
        "66279113/14",
        "023-66279113/13800138000",
        "66279113 66279114",
        "138 0013 8000 139 0013 9000",
        "+86 138-0013-8000/+86 139-0013-9000",
        "66279113、66279114",
        "66279113;66279114",
        "66279113或66279114",
        "13800138000，13900139000",
        "12378/13800138000",
    ],
)
def test_two_numbers_are_not_glued_into_one(written: str) -> None:
    assert phone.parse(written) is None


@pytest.mark.parametrize(
    ("written", "number"),
    [("023/66279113", "02366279113"), ("138/0013/8000", "13800138000"), ("0086/13800138000", "13800138000")],
)
def test_a_slash_within_a_number_is_a_mark(written: str, number: str) -> None:
    assert phone.normalise(written) == number


@given(MOBILES, WRITINGS)
def test_a_mobile_number_is_one_number_however_it_is_written(number: str, writing: str) -> None:
    assert phone.normalise(writing.format(number)) == number


@given(MOBILES)
def test_the_prefixes_of_virtual_operators_are_known(number: str) -> None:
    parsed = phone.parse(number)
    assert parsed is not None
    assert parsed.virtual_operator == (number[:3] in {"162", "165", "167", "170", "171"})


@given(st.text(max_size=40))
def test_any_text_is_answered_and_a_normal_form_stays_itself(text: str) -> None:
    number = phone.normalise(text)
    assert number is None or (number.isdecimal() and number.isascii())
