"""Dates and weekdays as documents write them."""

import re
from dataclasses import dataclass

_DIGITS = {
    sign: digit
    for digit, signs in enumerate(
        ("〇零○OoO", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for sign in signs
}
_NUMERAL = "〇零○一二三四五六七八九壹贰叁肆伍陆柒捌玖"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PATTERNS = (
    re.compile(r"(?P<year>(?:19|20)[\dOo]{2}) *年 *(?P<month>\d{1,2}) *月 *(?P<day>\d{1,2}) *[日号]"),
    re.compile(
        rf"(?P<year>[{_NUMERAL}]{{4}}) *年 *(?P<month>[{_NUMERAL}十]{{1,3}}) *月 *"
        rf"(?P<day>[{_NUMERAL}十廿]{{1,3}}) *[日号]"
    ),
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2}) ?[-/.] ?(?P<month>\d{1,2}) ?[-/.] ?(?P<day>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>(?:19|20)\d{2}|\d{2})(?!\d)"),
    re.compile(
        rf"(?<!\d)(?P<day>\d{{1,2}})[- ./]?(?P<month>{'|'.join(_MONTHS)})[a-z]*[-,. /]*"
        r"(?P<year>(?:19|20)\d{2}|\d{2})(?!\d)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*[. ]*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? +"
        r"(?P<year>(?:19|20)\d{2})(?!\d)",
        re.IGNORECASE,
    ),
    re.compile(r"(?<!\d)(?P<year>20\d{2})(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)"),
)
_WEEKDAY = re.compile(
    r"(?:星期|礼拜|周)([一二三四五六日天])|\b((?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)\b",
    re.IGNORECASE,
)
_WEEKDAYS = "一二三四五六日"
_ENGLISH_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Found:
    """A value in a text, and which characters state it."""

    value: str
    start: int
    end: int


def dates(text: str) -> tuple[Found, ...]:
    """Every date, in ISO form, even one that no calendar has (2026-02-30): that is for a check to see.

    Where day and month could be exchanged (05/06/2018), the day stands first, as outside America.
    """
    found: list[Found] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            year, month, day = (_number(match[part]) for part in ("year", "month", "day"))
            if month > 12 >= day and not re.search("[年月]", match[0]) and match.start("day") < match.start("month"):
                month, day = day, month
            if year < 100:
                year += 2000 if year < 70 else 1900
            if 1900 <= year <= 2099 and 1 <= month <= 19 and 1 <= day <= 39:
                found.append(Found(f"{year:04}-{month:02}-{day:02}", match.start(), match.end()))
    return tuple(sorted(found, key=lambda one: one.start))


def weekdays(text: str) -> tuple[Found, ...]:
    """Every weekday that is named, from 1 (Monday) to 7."""
    found = []
    for match in _WEEKDAY.finditer(text):
        name = match[2]
        day = _ENGLISH_DAYS.index(name[:3].lower()) if name else _WEEKDAYS.index(match[1].replace("天", "日"))
        found.append(Found(str(day + 1), match.start(), match.end()))
    return tuple(found)


def _number(text: str) -> int:
    if text[:3].lower() in _MONTHS:
        return _MONTHS.index(text[:3].lower()) + 1
    if text.isdecimal():
        return int(text)
    text = text.replace("廿", "二十")
    if "十" in text:
        tens, ones = text.split("十", 1)
        return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
    return int("".join(sign if sign.isdecimal() else str(_DIGITS[sign]) for sign in text))
