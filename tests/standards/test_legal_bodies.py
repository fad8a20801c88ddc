import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjian.standards import legal_bodies
from mingjian.standards.credit_code import ALPHABET, check_character, parse
from mingjian.standards.licence import parse as parse_licence
from mingjian.standards.validity import Validity


@pytest.mark.parametrize(
    "name",
    [
        "重庆某某律师事务所",
        "北京某某（上海）律师事务所",
        "北京某某律师事务所（重庆）",
        "北京某某律师事务所上海分所",
        "某镇法律服务所",
        "郑州市法律援助中心 ",
        "某区公共法律服务中心",
    ],
)
def test_names_that_the_law_keeps_for_legal_bodies(name: str) -> None:
    assert re.search(legal_bodies.NAME, name)


@pytest.mark.parametrize(
    "name",
    [
        "某某法律咨询有限公司",
        "律师事务所债务优化中心有限公司",
        "法务援助联盟",
        "法律援助中心合作机构",
        "某某律师事务所，转张三",
        "张三",
    ],
)
def test_names_that_anybody_may_carry(name: str) -> None:
    assert not re.search(legal_bodies.NAME, name)


DIGITS = st.text("0123456789", min_size=11, max_size=17)
ALMOST = st.builds(
    lambda place, year, rest: f"1{place}{year}{rest:08d}",
    st.sampled_from(["5001", "1101", "9901"]),
    st.sampled_from(["2010", "1899", "1201", "9198"]),
    st.integers(0, 99_999_999),
)


@given(DIGITS | ALMOST)
def test_a_licence_number_is_in_order_where_the_parser_says_so(number: str) -> None:
    assert bool(re.search(legal_bodies.LICENCE, number)) == (parse_licence(number).validity is Validity.VALID)


@given(st.sampled_from(["31", "33", "91", "12"]), st.text(ALPHABET, min_size=9, max_size=9))
def test_only_codes_of_the_justice_department_are_of_legal_bodies(kind: str, own: str) -> None:
    first = f"{kind}500112{own}"
    code = first + check_character(first)

    assert parse(code).validity is Validity.VALID
    assert bool(re.search(legal_bodies.CREDIT_CODE, code)) == (code[:2] in ("31", "33"))
