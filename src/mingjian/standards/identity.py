"""Resident identity numbers, GB 11643-1999: region, date of birth, sex and check digit.

Also in this form: residence permits of Hong Kong, Macao and Taiwan residents (regions 810000, 820000, 830000) and the
permanent residence card of foreigners in the form of 2023, which begins with 9.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mingjian.standards.names import half_width
from mingjian.standards.regions import PROVINCES, Region, region
from mingjian.standards.validity import Validity

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"
_SEPARATORS = re.compile(r"[\s\-‐-―_.·]+")
_FORM = re.compile(r"[1-9][0-9]{16}[0-9X]")
_OLD_FORM = re.compile(r"[1-9][0-9]{14}")


class Sex(StrEnum):
    """The sex that the number states."""

    MALE = "male"
    FEMALE = "female"


class Holder(StrEnum):
    """Whom such a number is given to."""

    RESIDENT = "resident"
    HONG_KONG_MACAO_TAIWAN_RESIDENT = "hong_kong_macao_taiwan_resident"
    FOREIGN_PERMANENT_RESIDENT = "foreign_permanent_resident"


@dataclass(frozen=True)
class IdentityNumber:
    """What a number says. Of a malformed one nothing but ``number`` is known."""

    number: str
    """18 characters where it is well formed."""
    validity: Validity
    holder: Holder | None = None
    region_code: str | None = None
    birth_date: date | None = None
    sex: Sex | None = None
    from_fifteen: bool = False
    """It was written in the form of before 1999, which has no check digit."""

    @property
    def province_code(self) -> str | None:
        """The first two digits of the region's code."""
        return self.region_code[:2] if self.region_code else None

    @property
    def region(self) -> Region | None:
        """The division in which it was given, where the list knows it."""
        return region(self.region_code) if self.region_code else None

    def age_on(self, day: date) -> int | None:
        """Full years on a day; None where the birth date is unknown or later."""
        if self.birth_date is None or day < self.birth_date:
            return None
        before_birthday = (day.month, day.day) < (self.birth_date.month, self.birth_date.day)
        return day.year - self.birth_date.year - before_birthday


def check_character(first_seventeen: str) -> str:
    """The eighteenth character (ISO 7064 MOD 11-2)."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first_seventeen, strict=True))
    return _CHECK_CHARACTERS[total % 11]


def normalise(text: str) -> str:
    """Half width, upper case, without separators; a well-formed number of fifteen digits becomes one of eighteen."""
    number = _SEPARATORS.sub("", half_width(text)).upper().replace("×", "X")
    return extend(number) if _OLD_FORM.fullmatch(number) else number


def extend(fifteen: str) -> str:
    """The number of eighteen characters for one of fifteen digits: the century is 19, as the old form supposed.

    The old serials 996 to 999 marked people over a hundred (born in the eighteen-hundreds).
    """
    century = "18" if fifteen[12:] in {"996", "997", "998", "999"} else "19"
    seventeen = fifteen[:6] + century + fifteen[6:]
    return seventeen + check_character(seventeen)


def parse(text: str) -> IdentityNumber:
    """What a written number says; never raises."""
    from_fifteen = bool(_OLD_FORM.fullmatch(_SEPARATORS.sub("", half_width(text))))
    number = normalise(text)
    if not _FORM.fullmatch(number):
        return IdentityNumber(number, Validity.MALFORMED)
    holder = _holder(number)
    birth_date = _birth_date(number)
    if number[17] != check_character(number[:17]):
        validity = Validity.FAILS_CHECK_DIGIT
    elif birth_date is None:
        validity = Validity.IMPOSSIBLE_DATE
    elif holder is Holder.RESIDENT and number[:2] not in PROVINCES:
        validity = Validity.UNKNOWN_REGION
    else:
        validity = Validity.VALID
    return IdentityNumber(
        number,
        validity,
        holder=holder,
        region_code=None if holder is Holder.FOREIGN_PERMANENT_RESIDENT else number[:6],
        birth_date=birth_date,
        sex=Sex.MALE if int(number[16]) % 2 else Sex.FEMALE,
        from_fifteen=from_fifteen,
    )


def _holder(number: str) -> Holder:
    if number.startswith("9"):
        return Holder.FOREIGN_PERMANENT_RESIDENT
    if number[:6] in {"810000", "820000", "830000"}:
        return Holder.HONG_KONG_MACAO_TAIWAN_RESIDENT
    return Holder.RESIDENT


def _birth_date(number: str) -> date | None:
    try:
        day = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    # The latest date stays open: what is in the future depends on the day of reading, which is the caller's.
    return day if day.year >= 1800 else None
