"""The languages of the screen: catalogues read from the committed .po files, and how numbers and times are said."""

import io
import math
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from mingjian.contract import TIME_ZONE, Language
from mingjian.contract.labels import FIELDS, STAGES, TABLES, VALUES
from mingjian.standards.regions import PROVINCES, PROVINCES_IN_ENGLISH, short_name

LOCALE = Path(__file__).parent / "locale"
_ZONE = ZoneInfo(TIME_ZONE)
_LABELS = {vocabulary.__name__: labels for vocabulary, labels in VALUES.items()}
_HAN_DIGITS = "零一二三四五六七八九十"


def message(text: str) -> str:
    """Marks a text that stands in data as a message; it is said later, in the visitor's language."""
    return text


@cache
def translations(language: Language) -> NullTranslations:
    """The catalogue of a language. Messages are written in English, so English needs none."""
    path = LOCALE / language.value / "LC_MESSAGES" / "mingjian.po"
    if not path.exists():
        return NullTranslations()
    with path.open("rb") as source:
        catalogue = read_po(source, locale=language.value)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


@dataclass(frozen=True)
class Speech:
    """How one language says things. Templates and view builders get one and never ask which language it is."""

    language: Language

    @property
    def catalogue(self) -> NullTranslations:
        return translations(self.language)

    def say(self, message: str, **values: object) -> str:
        """The message in this language, its ``%(name)s`` filled in."""
        text = str(self.catalogue.gettext(message))
        return text % values if values else text

    def count(self, singular: str, plural: str, number: int, **values: object) -> str:
        """The message that fits ``number``, which also fills ``%(num)s``."""
        text = str(self.catalogue.ngettext(singular, plural, number))
        return text % {"num": self.number(number), **values}

    def label(self, code: str | StrEnum | None, vocabulary: str) -> str:
        """The word for a value of the contract; the value itself where a newer delivery brings one without a word."""
        if code is None or code == "":
            return self.say("unknown")
        if vocabulary == "Province":
            return self.province(str(code))
        found = _LABELS.get(vocabulary, {}).get(str(code))
        return found[self.language] if found else str(code)

    def province(self, code: str) -> str:
        """The short name of a province by its two digits; the digits where there is no such province."""
        if code not in PROVINCES:
            return code
        return short_name(PROVINCES[code]) if self.language is Language.ZH else PROVINCES_IN_ENGLISH[code][1]

    def table(self, name: str) -> str:
        """What a table is called; its own name where the contract has none such, as for a file of a delivery."""
        found = TABLES.get(name)
        return found[self.language] if found else name

    def stage(self, name: str) -> str:
        """What a step of a run is called; its own name where another version wrote it."""
        found = STAGES.get(name)
        return found[self.language] if found else name

    def field(self, table: str, name: str) -> str:
        """What a field is called."""
        found = FIELDS.get(f"{table}.{name}") or FIELDS.get(name)
        return found[self.language] if found else name

    def number(self, value: float | None, digits: int = 0) -> str:
        """1204 → 1,204; unknown is said, never shown as nought."""
        return self.say("unknown") if value is None else f"{value:,.{digits}f}"

    def money(self, value: float | None) -> str:
        """12300 → ¥12,300.00."""
        return self.say("unknown") if value is None else f"¥{value:,.2f}"

    def share(self, value: float | None) -> str:
        """A measured share or a rate, which is not a probability: 0.216 → 21.6 %."""
        return self.say("unknown") if value is None else f"{value * 100:.1f} %"

    def day(self, value: date | datetime | None) -> str:
        """The day in Shanghai, 2026-11-21."""
        if value is None:
            return self.say("unknown")
        return (local(value) if isinstance(value, datetime) else value).strftime("%Y-%m-%d")

    def time(self, value: datetime | None) -> str:
        """Day and minute in Shanghai, 2026-11-21 20:14."""
        return self.say("unknown") if value is None else local(value).strftime("%Y-%m-%d %H:%M")

    def probability(self, value: float | None) -> str:
        """A probability as people say it: 0.72 → 约十分之七, about 7 in 10. Never a bare percentage."""
        if value is None:
            return self.say("unknown")
        if value < 0.01:
            return self.say("under 1 in 100")
        if value < 0.05:
            return self.say("under 1 in 20")
        if value > 0.99:
            return self.say("over 99 in 100")
        if value > 0.95:
            return self.say("over 19 in 20")
        tenths = min(9, max(1, round(value * 10)))
        return self.say("about %(tenths)s in 10", tenths=self._digit(tenths))

    def interval(self, low: float | None, high: float | None) -> str:
        """A 90 % interval in tenths, rounded outwards, so that it is never narrower than it is: 0.58 to 0.87 → 5–9."""
        if low is None or high is None:
            return self.say("interval unknown")
        first, last = int(low * 10), min(10, math.ceil(high * 10))
        if first == 0 and last < 10:
            return self.say("at most %(tenths)s in 10", tenths=self._digit(last))
        if first > 0 and last == 10:
            return self.say("at least %(tenths)s in 10", tenths=self._digit(first))
        return self.say("%(low)s to %(high)s in 10", low=self._digit(first), high=self._digit(last))

    def _digit(self, number: int) -> str:
        return _HAN_DIGITS[number] if self.language is Language.ZH else str(number)


def local(value: datetime) -> datetime:
    """The instant on Shanghai's clock; one without a zone is taken as UTC, as the lake stores them."""
    return (value.replace(tzinfo=ZoneInfo("UTC")) if value.tzinfo is None else value).astimezone(_ZONE)
