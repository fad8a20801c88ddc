"""Numbers of lawyers' practising certificates: 17 digits since 2010, 12 digits before.

Seventeen digits: kind of certificate (1 lawyer), province and city (GB/T 2260, four digits), year of the first licence
(four), category (one), sex (one), serial (six). Some descriptions put the category before the year; both orders are
read, and cannot be confused because a year begins with 19 or 20. A number has no check digit: only the register
(全国律师执业诚信信息公示平台) says whether it was issued.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from mingjian.standards.identity import Sex
from mingjian.standards.names import half_width
from mingjian.standards.regions import PROVINCES
from mingjian.standards.validity import Validity

_SEPARATORS = re.compile(r"[\s\-‐-―_.]+")
_LONG = re.compile(r"[0-9]{17}")
_SHORT = re.compile(r"[0-9]{12}")
_YEAR = re.compile(r"(?:19[789]|20[0-9])[0-9]")


class Category(StrEnum):
    """As what the lawyer practises."""

    FULL_TIME = "1"
    PART_TIME = "2"
    HONG_KONG_RESIDENT = "3"
    MACAO_RESIDENT = "4"
    TAIWAN_RESIDENT = "5"
    GOVERNMENT = "6"
    IN_HOUSE = "7"
    LEGAL_AID = "8"
    MILITARY = "9"


@dataclass(frozen=True)
class LicenceNumber:
    """What a certificate's number says. Of a malformed one nothing but ``number`` is known."""

    number: str
    validity: Validity
    province_code: str | None = None
    city_code: str | None = None
    """Four digits, province and city."""
    category: Category | None = None
    first_year: int | None = None
    sex: Sex | None = None
    """0 is male and 1 female in the ministry's rule."""


def normalise(text: str) -> str:
    """Half width, without separators."""
    return _SEPARATORS.sub("", half_width(text)).upper()


def parse(text: str) -> LicenceNumber:
    """What a written number says; never raises."""
    number = normalise(text)
    if _SHORT.fullmatch(number):
        return _parse_short(number)
    if not _LONG.fullmatch(number):
        return LicenceNumber(number, Validity.MALFORMED)
    if _YEAR.fullmatch(number[5:9]):
        year, category = number[5:9], number[9]
    else:
        category, year = number[5], number[6:10]
    if number[0] != "1" or category not in set(Category) or number[10] not in "01":
        return LicenceNumber(number, Validity.MALFORMED)
    if not _YEAR.fullmatch(year):
        validity = Validity.IMPOSSIBLE_DATE
    elif number[1:3] not in PROVINCES:
        validity = Validity.UNKNOWN_REGION
    else:
        validity = Validity.VALID
    return LicenceNumber(
        number,
        validity,
        province_code=number[1:3],
        city_code=number[1:5],
        category=Category(category),
        first_year=int(year) if _YEAR.fullmatch(year) else None,
        sex=Sex.FEMALE if number[10] == "1" else Sex.MALE,
    )


def _parse_short(number: str) -> LicenceNumber:
    # Before 2010 the provinces numbered by their own codes (two digits), so the region is not read from it.
    return LicenceNumber(number, Validity.VALID)
