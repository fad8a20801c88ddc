import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjian.standards import licence
from mingjian.standards.identity import Sex
from mingjian.standards.licence import Category
from mingjian.standards.regions import PROVINCES
from mingjian.standards.validity import Validity

PROVINCE = st.sampled_from(sorted(PROVINCES))
YEAR = st.integers(1980, 2030)
CATEGORY = st.sampled_from(sorted(Category))


@given(PROVINCE, YEAR, CATEGORY, st.integers(0, 1), st.integers(0, 999_999))
def test_both_orders_of_year_and_category_read_the_same(
    province: str, year: int, category: str, sex: int, serial: int
) -> None:
    year_first = licence.parse(f"1{province}01{year}{category}{sex}{serial:06d}")
    category_first = licence.parse(f"1{province}01{category}{year}{sex}{serial:06d}")
    for parsed in (year_first, category_first):
        assert parsed.validity is Validity.VALID
        assert parsed.province_code == province
        assert parsed.first_year == year
        assert parsed.category is Category(category)
        assert parsed.sex is (Sex.FEMALE if sex else Sex.MALE)


@pytest.mark.parametrize(
    ("written", "validity"),
    [
        ("14403201110123456", Validity.VALID),
        ("1 4403 2011 1 0 123456", Validity.VALID),
        ("１４４０３２０１１１０１２３４５６", Validity.VALID),
        ("190103123456", Validity.VALID),
        ("19903201110123456", Validity.UNKNOWN_REGION),
        ("14403112110123456", Validity.IMPOSSIBLE_DATE),
        ("24403201110123456", Validity.MALFORMED),
        ("14403201100123456", Validity.MALFORMED),
        ("1440320111012345", Validity.MALFORMED),
        ("", Validity.MALFORMED),
    ],
)
def test_what_a_written_number_is_worth(written: str, validity: Validity) -> None:
    assert licence.parse(written).validity is validity


@given(st.text(max_size=30))
def test_any_text_is_answered(text: str) -> None:
    parsed = licence.parse(text)
    assert licence.parse(parsed.number) == parsed
