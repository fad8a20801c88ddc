from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjian.contract.vocabulary import Counterparty
from mingjian.wording import values

RECEIVED = date(2026, 3, 10)


def _written(number: int) -> str:
    """The number in Chinese characters, as the textbooks write it."""
    digits, units = "零一二三四五六七八九", ("", "十", "百", "千")
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        rest = _written(low) if low else ""
        return _written(high) + "万" + ("零" if 0 < low < 1000 else "") + rest
    text, zero = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            text += ("零" if zero and text else "") + digits[digit] + units[place]
            zero = False
        else:
            zero = True
    return text or "零"


@given(st.integers(min_value=0, max_value=99_999_999))
def test_a_number_in_chinese_characters_is_read_back(number: int) -> None:
    assert values.number(_written(number)) == number


@pytest.mark.parametrize(
    ("text", "value"),
    [("三千五", 3500), ("两万五", 25000), ("1,200", 1200), ("十二", 12), ("二〇二四", 2024), ("催收", None)],
)
def test_numbers_as_people_write_them_are_read(text: str, value: float | None) -> None:
    assert values.number(text) == value


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("一天打了三十多个电话", 30),
        ("打了12次", 12),
        ("几十个电话", 30),
        ("called me 15 times", 15),
        ("打了三个月电话", None),
        ("一个上午隔几分钟又来一通，统共19次", 19),
        ("打过1次", 1),
        ("电话很多", None),
    ],
)
def test_how_often_is_read(text: str, count: int | None) -> None:
    assert values.count(text) == count


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025年5月12日", date(2025, 5, 12)),
        ("2025-05-12", date(2025, 5, 12)),
        ("二月三号", date(2026, 2, 3)),
        ("12月30日", date(2025, 12, 30)),
        ("昨天", date(2026, 3, 9)),
        ("2.24晚上有人打来", date(2026, 2, 24)),
        ("9.3已还款", date(2025, 9, 3)),
        ("利率1.2倍，扣了2.5元，涨了3.6个点", None),
        ("2025年13月40日", None),
        ("很久以前", None),
    ],
)
def test_a_day_is_read_and_one_without_a_year_is_the_last_before_the_complaint(text: str, day: date | None) -> None:
    assert values.day(text, received_on=RECEIVED) == day


def test_a_day_without_a_year_stays_unknown_where_nobody_knows_when_the_complaint_came() -> None:
    assert values.day("5月12日") is None


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("晚上10点半", "22:30"),
        ("凌晨1点", "01:00"),
        ("早上六点一刻", "06:15"),
        ("23:40", "23:40"),
        ("下午3点", "15:00"),
        ("晚上12点", "00:00"),
        ("晚上过了十点", "22:00"),
        ("夜里都快11点", "23:00"),
        ("at 9:30 pm", "21:30"),
        ("随时", None),
    ],
)
def test_a_time_of_day_is_read(text: str, clock: str | None) -> None:
    assert values.clock(text) == clock


@pytest.mark.parametrize(
    ("text", "rate"),
    [("年化36%", 0.36), ("百分之四十一点五", 0.415), ("月息2%", 0.24), ("年利率36%超过24%", 0.36), ("利息很高", None)],
)
def test_the_highest_rate_is_read_as_a_fraction_a_year(text: str, rate: float | None) -> None:
    assert values.rate(text) == rate


@pytest.mark.parametrize(
    ("text", "yuan"), [("3000元", 3000), ("三千块钱", 3000), ("1.2万", 12000), ("¥1,500.50", 1500.5), ("钱", None)]
)
def test_a_sum_is_read(text: str, yuan: float | None) -> None:
    assert values.sum_yuan(text) == yuan


@pytest.mark.parametrize(
    ("text", "counterparty"),
    [
        ("我母亲", Counterparty.RELATIVE),
        ("单位同事", Counterparty.COLLEAGUE),
        ("邻居", Counterparty.OTHER_THIRD_PARTY),
        ("my mother", Counterparty.RELATIVE),
    ],
)
def test_a_third_person_is_classed_as_the_records_would(text: str, counterparty: Counterparty) -> None:
    person = values.person(text)
    assert person is not None
    assert person.counterparty is counterparty


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7月6号一天打了20个", True),
        ("一天里头拨了我26遍", True),
        ("7月6号打了12个电话", True),
        ("2026年5月3日当日来电15次", True),
        ("昨天打了9个", True),
        ("called me 20 times a day", True),
        ("从7月1号到7月6号,前后打了18个电话", False),
        ("7月6号和7号两天打了16个电话", False),
        ("6号到8号打了30个", False),
        ("一个礼拜打了我二十个电话", False),
        ("昨天和前天打了9个", False),
        ("催收换了15个号码", False),
        ("一个月里每天20个", False),
        ("你们每天都打,一个月打了九十个电话", False),
        ("这周打了我二十个,今天又是三个", False),
        ("几乎天天打,加起来上百个电话了", False),
        ("一天到晚打电话,上周打了40个", False),
    ],
)
def test_a_number_is_of_one_day_where_the_text_says_so(text: str, expected: bool) -> None:
    assert values.of_a_day(text) is expected


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("一个礼拜打了我二十个电话", 7),
        ("一周之内28通电话", 7),
        ("你们每天都打,一个月打了九十个电话", 31),
        ("半个月打了四十个", 15),
        ("二十个电话,就这三天", 3),
        ("从7月1号到7月6号,前后打了18个电话", 6),
        ("7月28号到8月2号打了18个电话", 6),
        ("7月6号和7号两天打了16个电话", 2),
        ("called me 30 times in two weeks", 14),
        ("一个月里每天20个", None),
        ("7月6号打了12个电话", None),
        ("几乎天天打,加起来上百个电话了", None),
        ("一天打了30个", None),
        ("打了30个", None),
        ("两个月了还在打", None),
    ],
)
def test_a_number_is_of_the_days_that_stand_nearest_before_it(text: str, days: int | None) -> None:
    assert values.over_days(text) == days
