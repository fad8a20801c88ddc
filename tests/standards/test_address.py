import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjian.standards import address
from mingjian.standards.address import Address


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (
            "重庆市渝中区解放碑街道民权路28号英利大厦A座12楼1203室",
            Address(
                "50",
                "重庆市",
                "重庆市",
                "渝中区",
                "500103",
                town="解放碑街道",
                road="民权路",
                number="28",
                estate="英利大厦",
                building="A",
                floor="12",
                room="1203",
            ),
        ),
        (
            "四川省成都市武侯区天府大道北段1700号环球中心1-1-502",
            Address(
                "51",
                "四川省",
                "成都市",
                "武侯区",
                "510107",
                road="天府大道北段",
                number="1700",
                estate="环球中心",
                building="1",
                unit="1",
                room="502",
            ),
        ),
        (
            "河南省周口市沈丘县刘湾镇李庄行政村3组",
            Address("41", "河南省", "周口市", "沈丘县", "411624", town="刘湾镇", village="李庄行政村3组"),
        ),
        ("浙江省义乌市稠城街道", Address("33", "浙江省", "金华市", "义乌市", "330782", town="稠城街道")),
        ("凉山州西昌市", Address("51", "四川省", "凉山彝族自治州", "西昌市", "513401")),
        ("朝阳区望京街道", Address(county="朝阳区", town="望京街道")),
        ("南京东路100号", Address(road="南京东路", number="100")),
        ("", Address()),
    ],
)
def test_an_address_is_read_into_its_parts(written: str, expected: Address) -> None:
    assert address.parse(written) == expected


@pytest.mark.parametrize(
    "writings",
    [
        (
            "重庆市渝北区龙溪街道金山路18号3栋2单元501室",
            "重庆渝北龙溪街道办事处金山路十八号3幢二单元501",
            "重庆市重庆市渝北区龙溪街道金山路１８号 3号楼 2单元 501房",
            "渝北区龙溪街道金山路18号3-2-501",
        ),
        ("北京市朝阳区建国路88号1203室", "北京朝阳建国路88号1203", "北京市北京市朝阳区建国路八十八号1203号"),
    ],
)
def test_one_home_in_several_spellings_is_one(writings: tuple[str, ...]) -> None:
    assert len({address.door(written) for written in writings}) == 1
    assert len({address.parse(written).home for written in writings}) == 1


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零五", 105),
        ("三千", 3000),
        ("二〇二六", 2026),
        ("一二三", 123),
        ("", None),
        ("三楼", None),
    ],
)
def test_chinese_numerals_are_read(written: str, number: int | None) -> None:
    assert address.chinese_number(written) == number


@given(st.text(alphabet="重庆市渝北区朝阳县镇街道路号栋单元室村组一十3-1A(( ", max_size=30))
def test_any_text_is_answered_and_spelling_is_stable(text: str) -> None:
    address.parse(text)
    address.door(text)
    assert address.normalise(address.normalise(text)) == address.normalise(text)
