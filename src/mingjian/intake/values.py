"""One written value → one typed value, or why not: every spelling that a delivery may use.

These functions are the definition of what intake takes. :mod:`mingjian.intake.casts` repeats the plainest spellings
in SQL, for speed, and a test holds the two together.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from math import isfinite
from typing import NamedTuple, TypeAlias
from unicodedata import normalize
from zoneinfo import ZoneInfo

from mingjian.contract import TABLES, TIME_ZONE, Field, Language, Table
from mingjian.contract.labels import value_label
from mingjian.contract.schema import Vocabulary
from mingjian.contract.vocabulary import Demand
from mingjian.intake.kinds import CHANGED_FACTS, NAMES_THE_FACT, Kind, kind_of
from mingjian.intake.problems import Problem
from mingjian.standards import credit_code, identity, names, phone, regions
from mingjian.standards.devices import is_inner_address, names_a_device
from mingjian.standards.names import half_width

Value: TypeAlias = str | int | float | bool | date | datetime

LOCAL = ZoneInfo(TIME_ZONE)
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
NULL_MARKS = frozenset({"", "\\N", "NULL", "null", "None", "nan", "NaN", "N/A", "n/a", "#N/A"})
"""Empty in any field but verbatim ones."""
EMPTY_WORDS = frozenset({"-", "--", "—", "——", "/", "无", "空", "暂无", "未知", "不详", "匿名", "未提供", "未留"})
"""Empty as well where a number, a time, a telephone or the like is expected."""


class Reading(NamedTuple):
    """What a written value came to: a value, a problem, or neither where it says that there is none.

    Both stand where a list holds known and unknown parts.
    """

    value: Value | None = None
    problem: Problem | None = None


def read_field(table: Table, field: Field, text: str) -> Reading:
    """What ``text`` writes in a field of a table, as a delivery of it is read; never raises."""
    return read(kind_of(table, field), field, text)


def read(kind: Kind, field: Field, text: str) -> Reading:
    """What ``text`` writes in a field; never raises."""
    if kind is Kind.VERBATIM:
        return Reading(text or None)
    if kind is Kind.CHANGED:
        fact, sign, written = text.partition(OF_THE_FACT)
        return read_changed(fact, written) if sign else read_changed("", text)
    folded = half_width(text)
    if kind in _WHOLE and (whole := _AS_A_FRACTION.fullmatch(folded)):
        folded = whole[1]
    if folded in NULL_MARKS:
        return Reading()
    if kind is Kind.CHOICE:
        return _reading(parse_choice(folded, field))
    if folded in EMPTY_WORDS and kind not in STRING_KINDS:
        return Reading()
    if kind is Kind.DEMANDS:
        return read_demands(folded)
    value = _PARSERS[kind](folded)
    if field.minimum is not None and isinstance(value, int | float) and value < field.minimum:
        return Reading(problem=Problem.BELOW_MINIMUM)
    return _reading(value)


_WHOLE = frozenset({Kind.IDENTIFIER, Kind.DEVICE, Kind.PHONE, Kind.CODE, Kind.PROVINCE})
_AS_A_FRACTION = re.compile(r"([0-9]{1,15})\.0")
"""How a data frame with a gap in the column writes whole numbers, as far as it keeps all their digits."""


def _reading(value: Value | Problem | None) -> Reading:
    return Reading(problem=value) if isinstance(value, Problem) else Reading(value)


OF_THE_FACT = "\x1f"
"""Stands between the fact that changed and its value where the two are read as one (a unit separator)."""


def read_changed(fact: str, text: str) -> Reading:
    """What a fact was or became, as that fact is read; what cannot be read so stays as it is written."""
    changed = read(Kind.CHOICE, TABLES["customer_changes"].field(NAMES_THE_FACT), fact).value
    if changed not in CHANGED_FACTS:
        return Reading(text or None)
    reading = read(*CHANGED_FACTS[str(changed)], text)
    return Reading(text) if reading.problem else reading


def parse_choice(text: str, field: Field) -> str | Problem | None:
    """One of the field's values: its code in whatever case, or its name in Chinese or English."""
    assert field.values is not None
    found = _choices(field.values).get(_code(text))
    if found is not None:
        return found
    return None if text in EMPTY_WORDS else Problem.UNKNOWN_VALUE


@cache
def _choices(values: Vocabulary) -> dict[str, str]:
    names = {_code(value_label(value)[language]): value.value for value in values for language in Language}
    return names | {_code(value.value): value.value for value in values}


def _code(text: str) -> str:
    return re.sub(r"[\s\-_/()]+", "_", half_width(text)).strip("_").casefold()


_NUMBER = re.compile(r"(?P<sign>[+-]?)(?P<digits>\d{1,3}(?:[, ]\d{3})+|\d+)?(?P<part>\.\d*)?(?P<power>[eE][+-]?\d+)?")
_UNITS = {
    "": 1.0,
    "元": 1.0,
    "元整": 1.0,
    "圆": 1.0,
    "万": 1e4,
    "万元": 1e4,
    "亿": 1e8,
    "亿元": 1e8,
    "千元": 1e3,
    "百元": 1e2,
}
_CURRENCY = re.compile(r"^(?:人民币|RMB|CNY|[¥￥])\s*|\s*(?:RMB|CNY)$", re.IGNORECASE)
_UNIT = re.compile(r"\s*(百元|千元|万元|亿元|元整|元|圆|万|亿|%|‰)$")


def parse_number(text: str) -> float | Problem:
    """A finite number: separators, currency signs, 万 and 元, accounting brackets, % and ‰ are understood."""
    rest = normalize("NFKC", text).strip()
    negative = rest.startswith("(") and rest.endswith(")")
    if negative:
        rest = rest[1:-1].strip()
    rest = _CURRENCY.sub("", rest)
    factor = 1.0
    unit = _UNIT.search(rest)
    if unit:
        factor = {"%": 0.01, "‰": 0.001}.get(unit[1]) or _UNITS[unit[1]]
        rest = rest[: unit.start()]
    match = _NUMBER.fullmatch(rest)
    if not match or not (match["digits"] or len(match["part"] or "") > 1):
        return Problem.MASKED_VALUE if "*" in text else Problem.NOT_A_NUMBER
    number = float(rest.replace(",", "").replace(" ", ""))
    if factor != 1.0:
        # 24 % is 0.24 and not 0.24000000000000002: divide rather than multiply below one.
        number = number / round(1 / factor) if factor < 1 else number * factor
    if not isfinite(number):
        return Problem.NOT_A_NUMBER
    return -number if negative else number


def parse_rate(text: str) -> float | Problem:
    """A fraction a year. Above 1 it says ``%``: nobody lends at 2,400 %, and many write 24 and mean 24 %."""
    rate = parse_number(text)
    if isinstance(rate, float) and rate > 1 and not normalize("NFKC", text).rstrip().endswith(("%", "‰")):
        return Problem.RATE_IN_PERCENT
    return rate


def parse_integer(text: str) -> int | Problem:
    """A whole number; 12.0 and 12期 are 12."""
    number = parse_number(re.sub(r"\s*(?:期|个月|月|天|日|次)$", "", text))
    if isinstance(number, Problem):
        return number
    if not number.is_integer() or abs(number) >= 2**53:
        return Problem.NOT_AN_INTEGER
    return int(number)


_TRUE = frozenset({"true", "t", "yes", "y", "1", "1.0", "是", "有", "真", "对", "√", "✓", "on"})
_FALSE = frozenset({"false", "f", "no", "n", "0", "0.0", "否", "没有", "假", "错", "×", "✗", "off"})


def parse_boolean(text: str) -> bool | Problem:
    """是/否, true/false, Y/N, 1/0."""
    code = text.casefold()
    if code in _TRUE:
        return True
    return False if code in _FALSE else Problem.NOT_A_BOOLEAN


_SEPARATED_DATE = r"(?P<year>\d{4})\s*(?:[-/.]|年)\s*(?P<month>\d{1,2})\s*(?:[-/.]|月)\s*(?P<day>\d{1,2})\s*[日号]?"
_COMPACT_DATE = r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"
OFFSET_HOURS = "(?:0[0-9]|1[0-4])"
"""No zone lies further from UTC; anything else after a time is a slip of the hand, or no offset."""
_CLOCK = (
    r"(?:[T\s]*(?:星期.|周.)?\s*(?P<half>凌晨|清晨|早晨|早上|上午|中午|下午|傍晚|晚上|夜里|夜间|深夜|半夜|午夜|AM|PM)?\s*"
    r"(?P<hour>\d{1,2})\s*[::时点]\s*(?:(?P<minute>\d{1,2})\s*分?\s*(?:[::]?\s*(?P<second>\d{1,2})"
    r"(?:[.,](?P<fraction>\d{1,9}))?\s*秒?)?)?\s*(?P<half_after>AM|PM)?\s*"
    rf"(?P<offset>Z|UTC|GMT|[+-]{OFFSET_HOURS}(?::?[0-5]\d)?)?)?"
)
_TIME = re.compile(_SEPARATED_DATE + _CLOCK, re.IGNORECASE)
_COMPACT_TIME = re.compile(
    _COMPACT_DATE
    + r"(?:[T\s]?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?(?:\.(?P<fraction>\d{1,9}))?(?P<offset>Z)?)?"
)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_EPOCH = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?")
_EXCEL_EPOCH = datetime(1899, 12, 30, tzinfo=LOCAL)


def parse_time(text: str) -> datetime | Problem:
    """An instant, in UTC; without an offset the time is Asia/Shanghai, a date alone is its midnight there."""
    text = normalize("NFKC", text).strip()
    match = _TIME.fullmatch(text) or _COMPACT_TIME.fullmatch(text)
    if match:
        return _instant(match.groupdict())
    if _SERIAL.fullmatch(text):
        # A spreadsheet's serial day counts local days; nobody writes a serial before 1954 into five digits otherwise.
        days = float(text)
        local = datetime(1899, 12, 30) + timedelta(days=int(days), seconds=round((days % 1) * 86400))  # noqa: DTZ001 — a wall clock, given its zone below
        return _in_range(local.replace(tzinfo=LOCAL))
    if _EPOCH.fullmatch(text):
        seconds = float(text)
        return _in_range(datetime.fromtimestamp(seconds / 1000 if seconds >= 1e11 else seconds, UTC))
    return Problem.MASKED_VALUE if "*" in text else Problem.NOT_A_TIME


def is_day(text: str) -> bool:
    """Whether a time is written as a day alone."""
    written = normalize("NFKC", text).strip()
    return re.fullmatch(_SEPARATED_DATE, written) is not None or re.fullmatch(_COMPACT_DATE, written) is not None


_MORNING = frozenset({"凌晨", "上午", "AM"})
_AFTERNOON = frozenset({"下午", "傍晚", "PM"})
_NIGHT = {"晚上": 4, "夜里": 6, "夜间": 6, "深夜": 6, "半夜": 6, "午夜": 6}
"""The last hour that lies after midnight when it is said of a night: 晚上5点 is before dinner, 半夜5点 before dawn."""


def _of_the_day(half: str, hour: int) -> tuple[int, int]:
    """The hour of the 24 that a half of the day means, and how many days later: a night goes on past its midnight."""
    if half in _NIGHT and hour <= 12:
        past_midnight = hour % 12
        return (1, past_midnight) if past_midnight <= _NIGHT[half] else (0, hour + 12)
    if (half in _AFTERNOON and hour < 12) or (half == "中午" and hour < 11):
        return 0, hour + 12
    return 0, 0 if half in _MORNING and hour == 12 else hour


def _instant(parts: dict[str, str | None]) -> datetime | Problem:
    half = (parts.get("half") or parts.get("half_after") or "").upper()
    days, hour = _of_the_day(half, int(parts.get("hour") or 0))
    micro = int((parts.get("fraction") or "0").ljust(6, "0")[:6])
    if hour == 24 and not int(parts.get("minute") or 0) and not int(parts.get("second") or 0):
        days, hour = 1, 0
    try:
        local = datetime(
            int(parts["year"] or 0),
            int(parts["month"] or 0),
            int(parts["day"] or 0),
            hour,
            int(parts.get("minute") or 0),
            int(parts.get("second") or 0),
            micro,
            tzinfo=_zone(parts.get("offset")),
        )
    except ValueError:
        return Problem.NOT_A_TIME
    return _in_range(local + timedelta(days=days))


def _zone(offset: str | None) -> timezone | ZoneInfo:
    if not offset:
        return LOCAL
    if offset.upper() in {"Z", "UTC", "GMT"}:
        return UTC
    sign = -1 if offset[0] == "-" else 1
    digits = offset[1:].replace(":", "").ljust(4, "0")
    return timezone(sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:])))


def _in_range(instant: datetime) -> datetime | Problem:
    if not EARLIEST <= instant.date() <= LATEST:
        return Problem.IMPLAUSIBLE_DATE
    return instant.astimezone(UTC)


def parse_date(text: str) -> date | Problem:
    """A day; of a time, its day in Asia/Shanghai."""
    instant = parse_time(text)
    if instant is Problem.NOT_A_TIME:
        return Problem.NOT_A_DATE
    return instant if isinstance(instant, Problem) else instant.astimezone(LOCAL).date()


_DEMAND_NAMES = {
    name: demand.value
    for demand in Demand
    for name in (demand.value, _code(value_label(demand).zh), _code(value_label(demand).en))
}


def read_demands(text: str) -> Reading:
    """The contract's demand codes, separated by semicolons; one that is not known is left out, with the problem."""
    parts = [_code(part) for part in re.split(r"[;,、|]", text)]
    codes = [_DEMAND_NAMES.get(part) for part in parts if part]
    known = ";".join(code for code in dict.fromkeys(codes) if code)
    return Reading(known or None, Problem.UNKNOWN_VALUE if None in codes or not codes else None)


def parse_phone(text: str) -> str | Problem:
    """Digits only, without +86 and extension."""
    return phone.normalise(text) or (Problem.MASKED_VALUE if "*" in text else Problem.NOT_A_PHONE)


def parse_identity(text: str) -> str | Problem:
    """18 characters. A number whose check digit fails is taken: that asks for a look-up and proves nothing."""
    parsed = identity.parse(text)
    if parsed.validity.well_formed:
        return parsed.number
    if "*" in text:
        return Problem.MASKED_VALUE
    return Problem.ROUNDED_BY_SPREADSHEET if _ROUNDED.fullmatch(text) else Problem.NOT_AN_IDENTITY_NUMBER


_ROUNDED = re.compile(r"\d(?:\.\d+)?[eE]\+?1[4-7]")


def parse_code(text: str) -> str | Problem:
    """A register number as it is written; whether it holds is for those to say who look at agencies."""
    if _ROUNDED.fullmatch(text):
        return Problem.ROUNDED_BY_SPREADSHEET
    return credit_code.normalise(text)


def parse_email(text: str) -> str | Problem:
    """A mailbox in lower case: providers in China treat the local part so."""
    address = text.casefold()
    if re.fullmatch(r"[^@\s]+@[^@\s]+", address):
        return Problem.MASKED_VALUE if "*" in address else address
    return Problem.NOT_AN_EMAIL


def parse_device(text: str) -> str | Problem:
    """A device's identifier as it is written."""
    return parse_identifier(text) if names_a_device(text) else Problem.NO_DEVICE


def parse_ip(text: str) -> str | Problem:
    """A network address as it is written."""
    return Problem.INNER_ADDRESS if is_inner_address(text) else text


def parse_province(text: str) -> str | Problem:
    """Two digits, from a code of two or six digits or a name."""
    return regions.province_code(text) or Problem.NOT_A_PROVINCE


def parse_identifier(text: str) -> str | Problem:
    """A key as it is written; one that a spreadsheet rounded names nobody any more."""
    return Problem.ROUNDED_BY_SPREADSHEET if re.fullmatch(r"\d\.\d{3,}[eE]\+\d+", text) else text


STRING_KINDS = frozenset({Kind.IDENTIFIER, Kind.NAME, Kind.CODE, Kind.PATH, Kind.VERBATIM})
"""Free strings, in which 无 or - may be what is meant."""
_PARSERS: dict[Kind, Callable[[str], Value | Problem]] = {
    Kind.IDENTIFIER: parse_identifier,
    Kind.NAME: names.normalise,
    Kind.PATH: str,
    Kind.CODE: parse_code,
    Kind.PHONE: parse_phone,
    Kind.ID_NUMBER: parse_identity,
    Kind.EMAIL: parse_email,
    Kind.DEVICE: parse_device,
    Kind.IP: parse_ip,
    Kind.PROVINCE: parse_province,
    Kind.NUMBER: parse_number,
    Kind.RATE: parse_rate,
    Kind.INTEGER: parse_integer,
    Kind.BOOLEAN: parse_boolean,
    Kind.DATE: parse_date,
    Kind.DATETIME: parse_time,
}
