"""Unified social credit codes, GB 32100-2015, and the organisation codes inside them, GB 11714-1997."""

import re
from dataclasses import dataclass
from enum import StrEnum

from mingjian.standards.names import half_width
from mingjian.standards.regions import Region, region
from mingjian.standards.validity import Validity

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Without I, O, S, V and Z, which look like digits or each other."""

_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SEPARATORS = re.compile(r"[\s\-‐-―_.]+")
_FORM = re.compile(rf"[0-9A-HJ-NPQRTUWXY]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}")


class Department(StrEnum):
    """Who registers the organisation: the first character."""

    STAFFING = "1"
    FOREIGN_AFFAIRS = "2"
    JUSTICE = "3"
    CULTURE = "4"
    CIVIL_AFFAIRS = "5"
    TOURISM = "6"
    RELIGION = "7"
    TRADE_UNION = "8"
    MARKET_REGULATION = "9"
    MILITARY_STAFFING = "A"
    AGRICULTURE = "N"
    OTHER = "Y"


class Kind(StrEnum):
    """What is registered: the first two characters."""

    GOVERNMENT_BODY = "11"
    PUBLIC_INSTITUTION = "12"
    MASS_ORGANISATION = "13"
    OTHER_STAFFED = "19"
    FOREIGN_NEWS_OFFICE = "21"
    OTHER_FOREIGN = "29"
    LAW_FIRM = "31"
    NOTARY_OFFICE = "32"
    LEGAL_SERVICE_OFFICE = "33"
    FORENSIC_INSTITUTE = "34"
    ARBITRATION_COMMISSION = "35"
    OTHER_JUSTICE = "39"
    FOREIGN_CULTURAL_CENTRE = "41"
    OTHER_CULTURE = "49"
    SOCIAL_ASSOCIATION = "51"
    PRIVATE_NON_ENTERPRISE = "52"
    FOUNDATION = "53"
    OTHER_CIVIL = "59"
    FOREIGN_TOURISM_OFFICE = "61"
    REGIONAL_TOURISM_OFFICE = "62"
    OTHER_TOURISM = "69"
    RELIGIOUS_SITE = "71"
    RELIGIOUS_SCHOOL = "72"
    OTHER_RELIGION = "79"
    GRASSROOTS_UNION = "81"
    OTHER_UNION = "89"
    ENTERPRISE = "91"
    SOLE_TRADER = "92"
    FARMERS_COOPERATIVE = "93"
    MILITARY_INSTITUTION = "A1"
    OTHER_MILITARY = "A9"
    GROUP_COLLECTIVE = "N1"
    VILLAGE_COLLECTIVE = "N2"
    TOWNSHIP_COLLECTIVE = "N3"
    OTHER_COLLECTIVE = "N9"
    OTHER = "Y1"


@dataclass(frozen=True)
class CreditCode:
    """What a code says. Of a malformed one nothing but ``code`` is known."""

    code: str
    validity: Validity
    department: Department | None = None
    kind: Kind | None = None
    region_code: str | None = None
    organisation_code: str | None = None
    organisation_code_holds: bool | None = None
    """Whether the nine characters of the organisation code pass their own check."""

    @property
    def region(self) -> Region | None:
        """Where the registering office is, where the list knows it."""
        return region(self.region_code) if self.region_code else None

    @property
    def may_be_early(self) -> bool:
        """Whether it is of the series that some free-trade zones gave out before the standard, whose check fails.

        Known genuine ones are 91350100M0001TGQXM and 91350211M0000XUF46: an organisation code that begins with M000.
        """
        return bool(self.organisation_code and self.organisation_code.startswith("M000"))


def check_character(first_seventeen: str) -> str:
    """The eighteenth character: (31 − Σ value · 3^i mod 31) mod 31."""
    total = sum(weight * ALPHABET.index(sign) for weight, sign in zip(_WEIGHTS, first_seventeen, strict=True))
    return ALPHABET[-total % 31]


def organisation_check_character(first_eight: str) -> str:
    """The ninth character of an organisation code: 11 − Σ value · weight mod 11, where 10 is X and 11 is 0."""
    values = (_ORGANISATION_ALPHABET.index(sign) for sign in first_eight)
    total = sum(weight * value for weight, value in zip(_ORGANISATION_WEIGHTS, values, strict=True))
    return "0123456789X"[-total % 11]


def normalise(text: str) -> str:
    """Half width, upper case, without separators. What looks alike (O and 0) stays: that is for a person to see."""
    return _SEPARATORS.sub("", half_width(text)).upper()


def parse(text: str) -> CreditCode:
    """What a written code says; never raises."""
    code = normalise(text)
    if not _FORM.fullmatch(code):
        return CreditCode(code, Validity.MALFORMED)
    organisation_code = code[8:17]
    holds = organisation_check_character(organisation_code[:8]) == organisation_code[8]
    return CreditCode(
        code,
        Validity.VALID if check_character(code[:17]) == code[17] else Validity.FAILS_CHECK_DIGIT,
        department=Department(code[0]) if code[0] in set(Department) else None,
        kind=Kind(code[:2]) if code[:2] in set(Kind) else None,
        region_code=code[2:8],
        organisation_code=organisation_code,
        organisation_code_holds=holds,
    )
