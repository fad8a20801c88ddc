from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mingjian.contract import INTAKE, Field, FieldType
from mingjian.contract.labels import value_label
from mingjian.contract.vocabulary import ChangedField, ComplaintChannel
from mingjian.intake.casts import SQL_TYPES, cast_changed, cast_text, literal
from mingjian.intake.kinds import Kind, kind_of
from mingjian.intake.problems import Problem
from mingjian.intake.values import Reading, read, read_changed

WALL_CLOCK = datetime
"""Hypothesis draws times without a zone."""
SHANGHAI = ZoneInfo("Asia/Shanghai")
NUMBER = Field("amount", FieldType.NUMBER)
POSITIVE = Field("amount", FieldType.NUMBER, minimum=0)
INTEGER = Field("count", FieldType.INTEGER)
BOOLEAN = Field("flag", FieldType.BOOLEAN)
DATE = Field("day", FieldType.DATE)
TIME = Field("at", FieldType.DATETIME)
TEXT = Field("word", FieldType.STRING)
CHANNEL = Field("channel", FieldType.STRING, values=ComplaintChannel)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1234.5", 1234.5),
        ("1,234.56", 1234.56),
        ("１２３４．５", 1234.5),
        ("¥1,234.56", 1234.56),
        ("￥ 1234元", 1234.0),
        ("人民币1200元整", 1200.0),
        ("1.2万", 12000.0),
        ("3万元", 30000.0),
        ("0.5亿", 5e7),
        ("24%", 0.24),
        ("5‰", 0.005),
        ("(1,234)", -1234.0),
        ("-5", -5.0),
        ("+5", 5.0),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("1 234", 1234.0),
        ("0", 0.0),
    ],
)
def test_a_number_is_read_as_people_write_it(written: str, number: float) -> None:
    assert read(Kind.NUMBER, NUMBER, written) == Reading(number)


@pytest.mark.parametrize(
    "written", ["abc", "1.2.3", "1,23", "12a", "inf", "nan1", "1e999", "0x10", "1_000", "一百", "."]
)
def test_what_is_no_number_is_refused(written: str) -> None:
    assert read(Kind.NUMBER, NUMBER, written) == Reading(problem=Problem.NOT_A_NUMBER)


@pytest.mark.parametrize("written", ["", "  ", "-", "--", "NULL", "null", "N/A", "\\N", "无", "nan", "None", "不详"])
def test_a_mark_for_nothing_is_nothing(written: str) -> None:
    assert read(Kind.NUMBER, NUMBER, written) == Reading()


@pytest.mark.parametrize("written", ["无", "匿名", "未提供"])
def test_who_gives_no_telephone_is_no_mistake(written: str) -> None:
    assert read(Kind.PHONE, Field("contact_phone", FieldType.STRING), written) == Reading()


def test_a_number_below_the_minimum_is_refused() -> None:
    assert read(Kind.NUMBER, POSITIVE, "-1") == Reading(problem=Problem.BELOW_MINIMUM)


@pytest.mark.parametrize(
    ("written", "rate"),
    [("0.24", 0.24), ("24%", 0.24), ("２４％", 0.24), ("0", 0.0), ("1", 1.0), ("1.0", 1.0), ("120%", 1.2)],
)
def test_a_rate_is_read(written: str, rate: float) -> None:
    assert read(Kind.RATE, POSITIVE, written) == Reading(rate)


@pytest.mark.parametrize("written", ["24", "11.8", "24.0", "1.5"])
def test_a_rate_without_its_percent_sign_is_left_out(written: str) -> None:
    assert read(Kind.RATE, POSITIVE, written) == Reading(problem=Problem.RATE_IN_PERCENT)


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        (Kind.PHONE, "13904510003.0", "13904510003"),
        (Kind.IDENTIFIER, "1001.0", "1001"),
        (Kind.IDENTIFIER, "0457.0", "0457"),
        (Kind.IDENTIFIER, "V1.0", "V1.0"),
        (Kind.IDENTIFIER, "1.05", "1.05"),
        (Kind.IDENTIFIER, "6212260000000000123.0", "6212260000000000123.0"),
        (Kind.PROVINCE, "23.0", "23"),
        (Kind.VERBATIM, "12.0", "12.0"),
    ],
)
def test_whole_numbers_lose_the_fraction_that_a_data_frame_gave_them(kind: Kind, written: str, value: str) -> None:
    assert read(kind, TEXT, written) == Reading(value)


@pytest.mark.parametrize(
    "written",
    ["00000000", "00000000-0000-0000-0000-000000000000", "FFFF", "xxxx", "9774d56d682e549c", "02:00:00:00:00:00"],
)
def test_what_stands_for_no_device_names_none(written: str) -> None:
    assert read(Kind.DEVICE, TEXT, written) == Reading(problem=Problem.NO_DEVICE)


@pytest.mark.parametrize("written", ["A1B2", "000000001", "d0f0-00ff", "9774d56d682e549d"])
def test_a_device_is_kept_as_it_is_written(written: str) -> None:
    assert read(Kind.DEVICE, TEXT, written) == Reading(written)


@pytest.mark.parametrize(
    "written",
    ["0.0.0.0", "127.0.0.1", "10.20.3.15", "172.31.0.9", "192.168.1.1", "::", "::1", "fe80::1", "::ffff:10.0.0.1"],
)
def test_an_address_of_the_inside_says_nothing_of_anybody(written: str) -> None:
    assert read(Kind.IP, TEXT, written) == Reading(problem=Problem.INNER_ADDRESS)


@pytest.mark.parametrize(
    "written", ["100.64.3.1", "172.32.0.9", "1.2.3.4", "240e:390:1::7", "::ffff:1.2.3.4", "AS4134"]
)
def test_an_address_seen_from_outside_is_kept(written: str) -> None:
    assert read(Kind.IP, TEXT, written) == Reading(written)


@pytest.mark.parametrize(("written", "number"), [("12", 12), ("12.0", 12), ("12期", 12), ("1,200", 1200), ("-3", -3)])
def test_an_integer_is_read(written: str, number: int) -> None:
    assert read(Kind.INTEGER, INTEGER, written) == Reading(number)


@pytest.mark.parametrize("written", ["12.5", "1e30"])
def test_a_fraction_is_no_integer(written: str) -> None:
    assert read(Kind.INTEGER, INTEGER, written) == Reading(problem=Problem.NOT_AN_INTEGER)


@pytest.mark.parametrize(
    ("written", "value"),
    [("是", True), ("否", False), ("Y", True), ("n", False), ("TRUE", True), ("0", False), ("1.0", True), ("×", False)],
)
def test_a_boolean_is_read(written: str, value: bool) -> None:
    assert read(Kind.BOOLEAN, BOOLEAN, written) == Reading(value)


@pytest.mark.parametrize(
    ("written", "local"),
    [
        ("2026-03-05", "2026-03-05T00:00"),
        ("2026/3/5", "2026-03-05T00:00"),
        ("2026.3.5", "2026-03-05T00:00"),
        ("20260305", "2026-03-05T00:00"),
        ("2026年3月5日", "2026-03-05T00:00"),
        ("２０２６年３月５日", "2026-03-05T00:00"),
        ("2026年3月5号", "2026-03-05T00:00"),
        ("2026年3月5日 14:30", "2026-03-05T14:30"),
        ("2026年3月5日14时30分", "2026-03-05T14:30"),
        ("2026年3月5日下午2点30分", "2026-03-05T14:30"),
        ("2026年3月5日 上午9:05:07", "2026-03-05T09:05:07"),
        ("2026-03-05 2:30 PM", "2026-03-05T14:30"),
        ("2026-03-05 凌晨12:10", "2026-03-05T00:10"),
        ("2026-03-05 凌晨1点", "2026-03-05T01:00"),
        ("2026-03-05 晚上12点30分", "2026-03-06T00:30"),
        ("2026-03-05 晚上0:30", "2026-03-06T00:30"),
        ("2026-03-05 晚上1点", "2026-03-06T01:00"),
        ("2026-03-05 晚上5点", "2026-03-05T17:00"),
        ("2026-03-05 晚上9点05分", "2026-03-05T21:05"),
        ("2026-03-05 晚上21:05", "2026-03-05T21:05"),
        ("2026-12-31 夜里12点", "2027-01-01T00:00"),
        ("2026-03-05 半夜5点", "2026-03-06T05:00"),
        ("2026-03-05 深夜11点", "2026-03-05T23:00"),
        ("2026-03-05 早上7点", "2026-03-05T07:00"),
        ("2026-03-05 傍晚6点", "2026-03-05T18:00"),
        ("2026-03-05 中午12点", "2026-03-05T12:00"),
        ("2026-03-05 中午11点", "2026-03-05T11:00"),
        ("2026-03-05 中午1点", "2026-03-05T13:00"),
        ("2026-03-05 下午12点30分", "2026-03-05T12:30"),
        ("2026-03-05T14:30:00", "2026-03-05T14:30"),
        ("2026-03-05T06:30:00Z", "2026-03-05T14:30"),
        ("2026-03-05T14:30:00+08:00", "2026-03-05T14:30"),
        ("2026-03-05T14:30:00+0800", "2026-03-05T14:30"),
        ("2026-03-05 14:30:00.123456789", "2026-03-05T14:30:00.123456"),
        ("2026-03-05 24:00:00", "2026-03-06T00:00"),
        ("20260305143000", "2026-03-05T14:30"),
        ("46086", "2026-03-05T00:00"),
        ("46086.5", "2026-03-05T12:00"),
        ("1772692200", "2026-03-05T14:30"),
        ("1772692200000", "2026-03-05T14:30"),
    ],
)
def test_a_time_is_read_however_it_is_written(written: str, local: str) -> None:
    expected = datetime.fromisoformat(local).replace(tzinfo=SHANGHAI)
    reading = read(Kind.DATETIME, TIME, written)
    assert reading.value == expected
    assert reading.problem is None


@given(
    day=st.dates(date(1990, 1, 1), date(2099, 12, 30)),
    night=st.sampled_from(["晚上", "夜里", "夜间", "深夜", "半夜", "午夜"]),
    hour=st.integers(0, 12),
    minute=st.integers(0, 59),
)
def test_what_is_written_of_a_night_lies_in_that_night(day: date, night: str, hour: int, minute: int) -> None:
    found = read(Kind.DATETIME, TIME, f"{day} {night}{hour}点{minute}分").value

    assert isinstance(found, datetime)
    local = found.astimezone(SHANGHAI)
    evening = datetime(day.year, day.month, day.day, 17, tzinfo=SHANGHAI)
    assert evening <= local < evening + timedelta(hours=14)
    assert (local.hour % 12, local.minute) == (hour % 12, minute)


@pytest.mark.parametrize(
    "written",
    ["2026-13-05", "2026-02-30", "5/3/26", "yesterday", "2026-03-05 25:00", "2026", "12:30", "2026-03-05T10:00-30:00"],
)
def test_what_is_no_time_is_refused(written: str) -> None:
    assert read(Kind.DATETIME, TIME, written) == Reading(problem=Problem.NOT_A_TIME)


@pytest.mark.parametrize("written", ["1800-01-01", "2999-01-01", "0001-01-01", "9999-12-31"])
def test_a_time_outside_two_centuries_is_implausible(written: str) -> None:
    assert read(Kind.DATETIME, TIME, written) == Reading(problem=Problem.IMPLAUSIBLE_DATE)


def test_a_date_of_a_time_is_the_day_in_shanghai() -> None:
    assert read(Kind.DATE, DATE, "2026-03-05T17:00:00Z") == Reading(date(2026, 3, 6))


@given(st.datetimes(WALL_CLOCK(1992, 1, 1), WALL_CLOCK(2100, 12, 30)))
def test_what_python_writes_is_read_back(moment: datetime) -> None:
    aware = moment.replace(tzinfo=SHANGHAI)
    assert read(Kind.DATETIME, TIME, aware.isoformat()).value == aware
    assert read(Kind.DATETIME, TIME, moment.isoformat(sep=" ")).value == aware
    assert read(Kind.DATETIME, TIME, aware.astimezone(UTC).isoformat()).value == aware


@pytest.mark.parametrize(
    ("written", "channel"),
    [("app", "app"), ("APP", "app"), ("Regulator 12378", "regulator_12378"), ("government-12345", "government_12345")],
)
def test_a_choice_is_read_in_whatever_case(written: str, channel: str) -> None:
    assert read(Kind.CHOICE, CHANNEL, written) == Reading(channel)


def test_a_choice_is_read_by_its_name_in_both_languages() -> None:
    for channel in ComplaintChannel:
        label = value_label(channel)
        assert read(Kind.CHOICE, CHANNEL, label.zh) == Reading(channel.value)
        assert read(Kind.CHOICE, CHANNEL, label.en.upper()) == Reading(channel.value)


def test_a_choice_that_is_none_is_refused() -> None:
    assert read(Kind.CHOICE, CHANNEL, "pigeon") == Reading(problem=Problem.UNKNOWN_VALUE)
    assert read(Kind.CHOICE, CHANNEL, "不详") == Reading()


@pytest.mark.parametrize(
    ("written", "demands", "problem"),
    [
        ("refund;apology", "refund;apology", None),
        ("退款；道歉", "refund;apology", None),
        ("停止催收、协商分期", "stop_collection;instalment_plan", None),
        ("refund;refund", "refund", None),
        ("refund;moon", "refund", Problem.UNKNOWN_VALUE),
        ("moon", None, Problem.UNKNOWN_VALUE),
    ],
)
def test_demands_keep_what_is_known(written: str, demands: str | None, problem: Problem | None) -> None:
    assert read(Kind.DEMANDS, TEXT, written) == Reading(demands, problem)


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        (Kind.PHONE, "+86 138-0013-8000", "13800138000"),
        (Kind.PHONE, "023-67890123转8001", "02367890123"),
        (Kind.ID_NUMBER, "110105491231002", "11010519491231002X"),
        (Kind.ID_NUMBER, "11010519491231002x", "11010519491231002X"),
        (Kind.ID_NUMBER, "110105194912310021", "110105194912310021"),
        (Kind.CODE, " 91110000600037341l", "91110000600037341L"),
        (Kind.EMAIL, "Ａ.B@QQ.com", "a.b@qq.com"),
        (Kind.PROVINCE, "重庆市", "50"),
        (Kind.PROVINCE, "500000", "50"),
        (Kind.NAME, " 張　偉 ", "张伟"),
        (Kind.IDENTIFIER, " Ｃ１ ", "C1"),
        (Kind.IDENTIFIER, "無", "無"),
    ],
)
def test_codes_and_names_have_one_spelling(kind: Kind, written: str, value: str) -> None:
    assert read(kind, TEXT, written) == Reading(value)


@pytest.mark.parametrize(
    ("kind", "written", "problem"),
    [
        (Kind.PHONE, "138****8000", Problem.MASKED_VALUE),
        (Kind.PHONE, "张三", Problem.NOT_A_PHONE),
        (Kind.ID_NUMBER, "5.00101199001011E+17", Problem.ROUNDED_BY_SPREADSHEET),
        (Kind.ID_NUMBER, "500101********1234", Problem.MASKED_VALUE),
        (Kind.ID_NUMBER, "E12345678", Problem.NOT_AN_IDENTITY_NUMBER),
        (Kind.IDENTIFIER, "6.22202E+18", Problem.ROUNDED_BY_SPREADSHEET),
        (Kind.EMAIL, "张三", Problem.NOT_AN_EMAIL),
        (Kind.PROVINCE, "火星", Problem.NOT_A_PROVINCE),
    ],
)
def test_a_value_that_cannot_be_compared_is_left_out(kind: Kind, written: str, problem: Problem) -> None:
    assert read(kind, TEXT, written) == Reading(problem=problem)


@given(st.text(max_size=60))
def test_a_verbatim_text_stays_to_the_character(text: str) -> None:
    assert read(Kind.VERBATIM, TEXT, text).value == (text or None)


FIELDS = [(table, field) for table in INTAKE for field in table.fields]
A_TIME = next(place for place, (_, field) in enumerate(FIELDS) if field.type is FieldType.DATETIME)
SIGNS = "0123456789-/:.TZ+ ,eE年月日万元%是否无abcXx＊１，　\u200b张張"


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'Asia/Shanghai'")
        yield connection


WRITTEN = st.one_of(
    st.text(SIGNS, max_size=24),
    st.text(max_size=12),
    st.datetimes(WALL_CLOCK(1899, 1, 1), WALL_CLOCK(2101, 12, 31)).map(str),
    st.dates().map(str),
    st.floats().map(str),
    st.integers().map(str),
    st.from_regex(
        r"(19|20)[0-9]{2}[-/][0-9]{1,2}[-/][0-9]{1,2}([T ][0-9]{1,2}:[0-9]{2}(:[0-9]{2})?([+-][0-9]{2}:[0-9]{2}|Z)?)?",
        fullmatch=True,
    ),
    st.from_regex(r"(19|20)[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日([T ][0-9]{1,2}:[0-9]{2}(:[0-9]{2})?)?", fullmatch=True),
    st.sampled_from(["13800138000", "11010519491231002X", "true", "否", "NULL", "\\N", "app", "a@b.cn", "1.5E+20"]),
).filter(lambda text: "\0" not in text)


@settings(max_examples=400)
@example(written="1900/1/1T0:00-30:00", place=A_TIME, fact="")
@example(written="2026-03-05T14:30:00+08:60", place=A_TIME, fact="")
@given(written=WRITTEN, place=st.integers(0, len(FIELDS) - 1), fact=st.sampled_from(["", *ChangedField]))
def test_the_fast_spellings_in_sql_mean_what_the_definition_says(
    connection: duckdb.DuckDBPyConnection, written: str, place: int, fact: str
) -> None:
    table, field = FIELDS[place]
    kind = kind_of(table, field)
    cast = cast_changed(literal(fact), "w") if kind is Kind.CHANGED else cast_text(kind, field, "w")
    values = [cast.value(oddness) for oddness in (0, 1, 2)]
    if field.type is FieldType.DATETIME:
        values = [f"epoch_us({value})" for value in values]
    query = f"SELECT {cast.oddness}, {', '.join(values)} FROM (SELECT CAST(? AS VARCHAR) AS w)"
    oddness, *found = connection.execute(query, [written]).fetchall()[0]
    reading = read_changed(fact, written) if kind is Kind.CHANGED else read(kind, field, written)
    if oddness == 2:
        assert found[2] is None
        return
    # In a column of a lower oddness the same value must come out, by whichever of the shorter ways is open to it.
    for value in found[oddness:]:
        if field.type is FieldType.DATETIME and value is not None:
            value = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=value)
        assert reading == Reading(value)


def test_every_kind_of_the_contract_has_a_definition() -> None:
    for table, field in FIELDS:
        assert read(kind_of(table, field), field, "?") is not None
        assert SQL_TYPES[field.type]
