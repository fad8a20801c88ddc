from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjian.standards import identity
from mingjian.standards.identity import Holder, Sex
from mingjian.standards.regions import PROVINCES
from mingjian.standards.validity import Validity

NUMBERS = st.builds(
    lambda province, place, day, serial: f"{province}{place:04d}{day:%Y%m%d}{serial:03d}",
    st.sampled_from(sorted(PROVINCES)),
    st.integers(1, 9999),
    st.dates(date(1900, 1, 1), date(2026, 12, 31)),
    st.integers(0, 999),
).map(lambda seventeen: seventeen + identity.check_character(seventeen))


@pytest.mark.parametrize(
    ("written", "validity"),
    [
        ("11010519491231002X", Validity.VALID),
        ("11010519491231002x", Validity.VALID),
        ("１１０１０５１９４９１２３１００２Ｘ", Validity.VALID),
        ("110105 19491231 002X", Validity.VALID),
        ("110105-19491231-002X", Validity.VALID),
        ("440524188001010014", Validity.VALID),
        ("110105491231002", Validity.VALID),
        ("110105194912310021", Validity.FAILS_CHECK_DIGIT),
        ("110105491331002", Validity.IMPOSSIBLE_DATE),
        ("", Validity.MALFORMED),
        ("11010519491231002", Validity.MALFORMED),
        ("X1010519491231002X", Validity.MALFORMED),
        ("110105********002X", Validity.MALFORMED),
        ("011010519491231002", Validity.MALFORMED),
        ("H1234567890", Validity.MALFORMED),
    ],
)
def test_what_a_written_number_is_worth(written: str, validity: Validity) -> None:
    assert identity.parse(written).validity is validity


def test_a_number_of_fifteen_digits_becomes_the_same_number_of_eighteen() -> None:
    parsed = identity.parse("110105491231002")
    assert parsed.number == "11010519491231002X"
    assert parsed.from_fifteen


def test_the_old_serials_of_people_over_a_hundred_belong_to_the_century_before() -> None:
    assert identity.parse("110105880101996").birth_date == date(1888, 1, 1)


@given(NUMBERS)
def test_a_number_with_its_own_check_digit_is_valid_and_tells_date_and_sex(number: str) -> None:
    parsed = identity.parse(number)
    assert parsed.validity is Validity.VALID
    assert f"{parsed.birth_date:%Y%m%d}" == number[6:14]
    assert parsed.sex is (Sex.MALE if int(number[16]) % 2 else Sex.FEMALE)
    assert parsed.province_code == number[:2]


@given(NUMBERS, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(number: str, place: int, shift: int) -> None:
    digit = str((int(number[place]) + shift) % 10)
    assert identity.parse(number[:place] + digit + number[place + 1 :]).validity is not Validity.VALID


@given(NUMBERS, st.integers(0, 15))
def test_two_swapped_neighbours_are_always_noticed(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert swapped == number or identity.parse(swapped).validity is not Validity.VALID


@given(st.text(max_size=40))
def test_any_text_is_answered(text: str) -> None:
    parsed = identity.parse(text)
    assert identity.parse(parsed.number).number == parsed.number


@pytest.mark.parametrize(
    ("day", "age"),
    [(date(2026, 3, 4), 25), (date(2026, 3, 5), 26), (date(2000, 3, 4), None)],
)
def test_age_counts_full_years(day: date, age: int | None) -> None:
    seventeen = "50010120000305123"
    assert identity.parse(seventeen + identity.check_character(seventeen)).age_on(day) == age


@pytest.mark.parametrize(
    ("first_six", "holder"),
    [
        ("500101", Holder.RESIDENT),
        ("810000", Holder.HONG_KONG_MACAO_TAIWAN_RESIDENT),
        ("830000", Holder.HONG_KONG_MACAO_TAIWAN_RESIDENT),
        ("911124", Holder.FOREIGN_PERMANENT_RESIDENT),
    ],
)
def test_whom_a_number_was_given_to(first_six: str, holder: Holder) -> None:
    seventeen = f"{first_six}19900101123"
    parsed = identity.parse(seventeen + identity.check_character(seventeen))
    assert parsed.holder is holder
    assert parsed.validity is Validity.VALID


def test_the_region_is_the_one_of_the_time_when_the_number_was_given() -> None:
    seventeen = "51020219700101123"  # in 重庆市 of 四川省, before Chongqing became a municipality in 1997
    parsed = identity.parse(seventeen + identity.check_character(seventeen))
    assert parsed.region is not None
    assert parsed.region.name == "渝中区"
    assert not parsed.region.current
