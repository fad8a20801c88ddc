"""What the back of a resident identity card says: who issued it, and how long it holds (居民身份证法第五条、第六条)."""

import re
from dataclasses import dataclass
from datetime import date

_DISTRICT = re.compile(r"^(?:.+?(?:省|自治区))?(.+?市)?(.+?[区县市])")


@dataclass(frozen=True)
class Back:
    """The two lines of the back."""

    authority: str
    validity: str


def back_of(address: str, born: date, day: date) -> Back:
    """The back of the card that somebody of that address held on a day.

    From 16 to 25 a card holds for ten years, from 26 to 45 for twenty, from 46 on for good; it is renewed when it ends.
    """
    age, years = 16, 10
    while years and _after(born, age + years) <= day:
        age += years
        years = 10 if age < 26 else 20 if age < 46 else 0
    start = _after(born, age)
    until = f"{_after(start, years):%Y.%m.%d}" if years else "长期"
    return Back(_authority(address), f"{start:%Y.%m.%d}-{until}")


def _authority(address: str) -> str:
    found = _DISTRICT.match(address)
    city, district = (found[1] or "", found[2]) if found else ("", address[:3])
    return f"{city}公安局{district.removesuffix('区')}分局" if city and district.endswith("区") else f"{district}公安局"


def _after(day: date, years: int) -> date:
    """The same day years later; of a leap day the first of March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
