"""Telephone numbers as they are written in China: one spelling, and what kind of number it is.

Sources: the Ministry of Industry and Information Technology's numbering plan (电信网编号计划, 2017 edition); number
blocks 162, 165, 167, 170 and 171 were given to virtual operators.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from unicodedata import normalize as normalize_unicode

VIRTUAL_OPERATOR_PREFIXES = frozenset({"162", "165", "167", "170", "171"})

HOTLINES = {
    "110": "police",
    "12110": "police by message",
    "119": "fire",
    "120": "ambulance",
    "122": "traffic police",
    "12315": "consumer protection",
    "12321": "spam and nuisance reports",
    "12333": "labour and social security",
    "12345": "government",
    "12348": "legal aid",
    "12363": "central bank",
    "12366": "tax",
    "12368": "courts",
    "12378": "financial regulator",
    "12386": "securities regulator",
    "12388": "discipline inspection",
    "12389": "complaints about police",
    "12309": "procuratorate",
    "12300": "telecommunications regulator",
    "12381": "police fraud warning by message",
    "96110": "anti-fraud",
}
"""Public service numbers and whom they reach."""

_AREA = r"0(?:10|2[0-9]|[3-9][0-9]{2})"

LANDLINE = rf"^{_AREA}[2-8][0-9]{{6,7}}$"
"""Digits of a fixed line with its area code: an office's or a home's, whose people give it."""

_THROUGH_400 = rf"400[0-9]{{2}}(?:{'|'.join(number for number in HOTLINES if len(number) == 5)})"
HOTLINE = rf"^(?:(?:(?:00)?86)?(?:{_AREA})?(?:{'|'.join(HOTLINES)})|{_THROUGH_400})$"
"""Digits of a public service number, as it is dialled in its city, from another one, or through a 400 number.

It is everybody's: whoever gives it as a telephone has nothing in common with others who do.
"""


class PhoneKind(StrEnum):
    """What kind of number it is."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    HOTLINE = "hotline"
    SERVICE = "service"
    """400, 800, 95 and 96 numbers and message senders that begin with 106."""
    FOREIGN = "foreign"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Phone:
    """A number. ``number`` holds digits alone, with the area code and without +86."""

    number: str
    kind: PhoneKind
    area_code: str | None = None
    extension: str | None = None

    @property
    def virtual_operator(self) -> bool:
        """Whether it belongs to a virtual operator: weak alone, many honest people use one."""
        return self.kind is PhoneKind.MOBILE and self.number[:3] in VIRTUAL_OPERATOR_PREFIXES


_EXTENSION = re.compile(r"(?:转|分机|ext\.?|x|#|,)\s*(?:分机)?\s*(\d{1,6})\s*$", re.IGNORECASE)
_DASHED_EXTENSION = re.compile(r"^(\(?0\d{2,3}\)?[-\s]?\d{7,8}|[48]00[-\s]?\d{3,4}[-\s]?\d{3,4})[-\s](\d{1,6})$")
_LABEL = re.compile(
    r"^(?:手机号码?|联系电话|电话号码?|电话|手机|座机|固话|联系方式|tel|mobile|phone)\s*[::.]?\s*", re.IGNORECASE
)
_ALLOWED = re.compile(r"\+?[\d\s\-()./·‐-―]+")
_SEPARATOR = re.compile(r"[\s\-./·‐-―]+")
_AREA_CODE = re.compile(_AREA)


def parse(text: str) -> Phone | None:
    """The number that ``text`` writes, or None where it is none: masked, lettered, two at once, too short or long."""
    rest = _LABEL.sub("", normalize_unicode("NFKC", text).strip())
    extension = None
    if match := _EXTENSION.search(rest):
        rest, extension = rest[: match.start()].strip(), match[1]
    elif match := _DASHED_EXTENSION.match(rest):
        rest, extension = match[1], match[2]
    if not _ALLOWED.fullmatch(rest):
        return None
    first, slash, _second = rest.partition("/")
    if slash and _is_whole(first):
        return None
    digits = re.sub(r"\D", "", rest)
    international = rest.startswith("+") or digits.startswith("00")
    digits = digits.removeprefix("00")
    if digits.startswith("86") and (international or len(digits) == 13 or digits.startswith("86400")):
        domestic = digits[2:].lstrip("0")
        # +86 (0)23 6789 0123: abroad the area code loses its zero.
        is_mobile = len(domestic) == 11 and domestic.startswith("1")
        digits = domestic if is_mobile or domestic.startswith(("400", "800", "95", "96", "12")) else f"0{domestic}"
        international = False
    if len(digits) == 12 and digits.startswith("01") and digits[2] in "3456789":
        digits = digits[1:]  # the zero that was dialled before a mobile number of another city
    if not 3 <= len(digits) <= 20:
        return None
    if international:
        return Phone(digits, PhoneKind.FOREIGN, extension=extension)
    phone = _classify(digits, extension)
    if phone.kind is PhoneKind.UNKNOWN and any(
        _is_whole(rest[: sign.start()]) and _is_whole(rest[sign.end() :]) for sign in _SEPARATOR.finditer(rest)
    ):
        return None
    return phone


def _is_whole(text: str) -> bool:
    """Whether a piece is a known kind of number by itself: then what follows is another one and no part of it."""
    piece = parse(text.strip())
    return piece is not None and piece.kind is not PhoneKind.UNKNOWN


def normalise(text: str) -> str | None:
    """The digits of the number that ``text`` writes, without its extension; None where it is none."""
    phone = parse(text)
    return phone.number if phone else None


def _classify(digits: str, extension: str | None) -> Phone:
    if re.fullmatch(r"1[3-9]\d{9}", digits):
        return Phone(digits, PhoneKind.MOBILE, extension=extension)
    area = _AREA_CODE.match(digits)
    if re.match(HOTLINE, digits):
        return Phone(digits, PhoneKind.HOTLINE, area[0] if area else None, extension)
    if area:
        local = digits[area.end() :]
        if re.fullmatch(r"(?:9[56]\d{3,6})", local):
            return Phone(digits, PhoneKind.SERVICE, area[0], extension)
        if re.fullmatch(r"[2-8]\d{6,7}", local):
            return Phone(digits, PhoneKind.LANDLINE, area[0], extension)
    if re.fullmatch(r"[48]00\d{7}|9[56]\d{3,6}|106\d{2,17}|10\d{3}|123\d{2}", digits):
        return Phone(digits, PhoneKind.SERVICE, extension=extension)
    if re.fullmatch(r"[2-8]\d{6,7}", digits):
        return Phone(digits, PhoneKind.LANDLINE, extension=extension)
    return Phone(digits, PhoneKind.UNKNOWN, extension=extension)
