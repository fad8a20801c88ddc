import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjian.standards import regions


def test_the_list_holds_every_present_province_prefecture_and_county() -> None:
    present = [region for region in regions.regions() if region.current]
    assert {region.code[:2] for region in present if region.level == 1} == set(regions.PROVINCES)
    assert sum(region.level == 2 for region in present) == 334  # 333 prefectures, and 三沙 beside them
    assert sum(region.level == 3 for region in present) > 2_800


def test_provinces_bear_the_names_of_the_list() -> None:
    for code, name in regions.PROVINCES.items():
        region = regions.region(f"{code}0000")
        assert region is not None
        assert region.name == name


def test_every_row_has_a_code_a_name_and_its_time() -> None:
    for region in regions.regions():
        assert re.fullmatch(r"\d{6}", region.code)
        assert re.fullmatch(r"[\u4e00-\u9fff]+", region.name)
        assert not region.until or region.since <= region.until
        assert len(region.short) >= 2


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("重庆市", "重庆"),
        ("内蒙古自治区", "内蒙古"),
        ("广西壮族自治区", "广西"),
        ("新疆维吾尔自治区", "新疆"),
        ("恩施土家族苗族自治州", "恩施"),
        ("双江拉祜族佤族布朗族傣族自治县", "双江"),
        ("管城回族区", "管城"),
        ("忠县", "忠县"),
        ("香港特别行政区", "香港"),
    ],
)
def test_a_short_name_is_what_people_write(name: str, short: str) -> None:
    assert regions.short_name(name) == short


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("50", "50"),
        ("500000", "50"),
        ("500103", "50"),
        ("重庆", "50"),
        ("重庆市", "50"),
        ("内蒙古", "15"),
        ("99", None),
        ("", None),
        ("5", None),
        ("火星", None),
    ],
)
def test_a_province_is_known_by_code_and_by_name(written: str, code: str | None) -> None:
    assert regions.province_code(written) == code


@given(st.sampled_from(regions.regions()))
def test_every_division_is_found_by_its_name_and_by_its_code(region: regions.Region) -> None:
    assert region in regions.named(region.name, within=region.code[:2])
    latest = regions.region(region.code)
    assert latest is not None
    assert (latest.until or "999999") >= (region.until or "999999")
