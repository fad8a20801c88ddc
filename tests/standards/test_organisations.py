"""Two names are one organisation's by place, house name and trade, however they are written."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingjian.standards.organisations import registered_name

PLACES = {"重庆": "重庆市", "成都": "成都市", "四川": "四川省", "广西": "广西壮族自治区", "延边": "延边朝鲜族自治州"}
FORMS = ("", "公司", "有限公司", "有限责任公司", "股份有限公司")
HOUSES = st.text(alphabet="渝信恒昌金鼎博远", min_size=2, max_size=4)
TRADES = st.sampled_from(("法务咨询", "信息科技", "商务服务"))


@st.composite
def _written(draw: st.DrawFn, place: str, house: str, trade: str) -> str:
    place = draw(st.sampled_from((place, PLACES[place])))
    opened, closed = draw(st.sampled_from((("(", ")"), ("（", "）"), ("【", "】"))))
    parts = draw(
        st.sampled_from(
            (
                (place, house, trade),
                (house, opened, place, closed, trade),
                (house, trade, opened, place, closed),
                (opened, place, closed, house, trade),
                (place, " ", house, trade),
            )
        )
    )
    return "".join(parts) + draw(st.sampled_from(FORMS))


@settings(deadline=None)
@given(st.data(), st.sampled_from(sorted(PLACES)), HOUSES, TRADES)
def test_however_a_firm_is_written_it_is_one(data: st.DataObject, place: str, house: str, trade: str) -> None:
    written = data.draw(_written(place, house, trade))
    assert registered_name(written) == place + house + trade
    assert registered_name(registered_name(written)) == registered_name(written)


@settings(deadline=None)
@given(st.data(), st.lists(st.sampled_from(sorted(PLACES)), min_size=2, max_size=2, unique=True), HOUSES, TRADES)
def test_firms_of_one_name_in_two_places_are_two_and_one_without_a_place_is_neither(
    data: st.DataObject, places: list[str], house: str, trade: str
) -> None:
    here, there = (registered_name(data.draw(_written(place, house, trade))) for place in places)
    nowhere = registered_name(house + trade + data.draw(st.sampled_from(FORMS)))
    assert len({here, there, nowhere}) == 3


@settings(deadline=None)
@given(st.sampled_from(sorted(PLACES)), HOUSES, HOUSES, TRADES, TRADES)
def test_another_house_name_or_trade_is_another_firm(
    place: str, house: str, other: str, trade: str, business: str
) -> None:
    same = (house, trade) == (other, business)
    assert (registered_name(place + house + trade) == registered_name(f"{other}（{place}）{business}公司")) is same


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("吉林省恒信科技有限公司", "吉林市恒信科技有限公司"),
        ("朝阳市恒信科技有限公司", "恒信（朝阳）科技有限公司"),
        ("长沙市恒信科技有限公司", "长沙县恒信科技有限公司"),
        ("重庆渝信法务咨询有限公司", "重庆渝信法务咨询有限公司成都分公司"),
        ("渝信（集团）有限公司", "渝信有限公司"),
        ("法务公司", "法务"),
        ("重庆法律咨询公司", "重庆法律咨询"),
        ("重庆市政工程有限公司", "重庆政工程有限公司"),
    ],
)
def test_what_may_be_two_is_two(name: str, other: str) -> None:
    assert registered_name(name) != registered_name(other)
