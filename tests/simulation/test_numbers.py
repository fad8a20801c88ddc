from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mingjian.simulation import numbers
from mingjian.standards import credit_code, identity, licence
from mingjian.standards.phone import PhoneKind
from mingjian.standards.phone import parse as parse_phone
from mingjian.standards.validity import Validity


@given(
    region=st.sampled_from([500103, 370202, 370281]),
    day=st.dates(min_value=date(1950, 1, 1), max_value=date(2006, 12, 31)),
    serial=st.integers(0, 999),
)
def test_identity_numbers_obey_the_standard(region: int, day: date, serial: int) -> None:
    (written,) = numbers.identity_numbers(
        np.array([region]), np.array([day], dtype="datetime64[D]"), np.array([serial])
    )
    parsed = identity.parse(str(written))
    assert parsed.validity is Validity.VALID
    assert parsed.birth_date == day
    assert parsed.sex is (identity.Sex.MALE if serial % 2 else identity.Sex.FEMALE)


@given(serial=st.integers(0, 10**8 - 1))
def test_credit_codes_obey_the_standard_and_early_ones_fail_their_check(serial: int) -> None:
    assert credit_code.parse(numbers.credit_code("91", 500103, serial)).validity is Validity.VALID
    assert credit_code.parse(numbers.credit_code("91", 500103, serial, early=True)).validity is not Validity.VALID


@given(serial=st.integers(0, 10**6 - 1), woman=st.booleans())
def test_licence_numbers_obey_their_form(serial: int, woman: bool) -> None:
    written = numbers.licence_number(50, 1, category=1, year=2012, woman=woman, serial=serial)
    parsed = licence.parse(written)
    assert parsed.province_code == "50"
    assert parsed.first_year == 2012


@given(subscriber=st.integers(0, 10**8 - 1))
def test_phone_numbers_are_mobile_numbers(subscriber: int) -> None:
    (written,) = numbers.phone_numbers(np.array([138]), np.array([subscriber]))
    phone = parse_phone(str(written))
    assert phone is not None
    assert phone.kind is PhoneKind.MOBILE


@given(serial=st.integers(0, 10**12 - 1))
def test_account_numbers_keep_the_luhn_sum(serial: int) -> None:
    digits = [int(digit) for digit in reversed(numbers.account_number(622_848, serial))]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    assert (sum(digits[::2]) + sum(doubled)) % 10 == 0
