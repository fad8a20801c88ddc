"""Identity numbers, credit codes and telephones; what recognition confuses is settled where a check digit can."""

import re

from mingjian.reading.fields.dates import Found
from mingjian.standards import credit_code, identity, phone
from mingjian.standards.validity import Validity

_LOOKS_LIKE = str.maketrans(
    {
        "O": "0",
        "o": "0",
        "Q": "0",
        "D": "0",
        "l": "1",
        "I": "1",
        "|": "1",
        "i": "1",
        "Z": "2",
        "z": "2",
        "S": "5",
        "s": "5",
        "B": "8",
    }
)
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-9lI|ZzSsB][0-9OoQDlI|iZzSsB ]{13,22}[0-9OoQDlI|iZzSsBXx×](?![0-9A-Za-z])")
_CREDIT_CODE = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z](?: ?[0-9A-Za-z|]){17}(?![0-9A-Za-z])")
_NOT_IN_CODES = str.maketrans({"O": "0", "I": "1", "|": "1", "Z": "2", "S": "5", "V": "Y"})
"""The letters that GB 32100-2015 leaves out, and what each of them is taken for."""
_TELEPHONE = re.compile(
    r"(?<![\d.])(?:\+?86[- ]?)?(?:1[3-9]\d[- ]?\d{4}[- ]?\d{4}"
    r"|\(?0\d{2,3}\)?[- ]?\d{7,8}|[48]00[- ]?\d{3}[- ]?\d{4})(?!\d)"
)


def identity_numbers(text: str) -> tuple[Found, ...]:
    """Every identity number; one whose check digit fails stays as it was read."""
    found = []
    for match in _IDENTITY.finditer(text):
        raw = match[0].replace(" ", "")
        if len(raw) not in (15, 18):
            continue
        read = identity.normalise(raw)
        settled = identity.normalise(
            raw[:-1].translate(_LOOKS_LIKE) + raw[-1:].replace("x", "X").translate(_LOOKS_LIKE)
        )
        if identity.parse(read).validity is not Validity.VALID and identity.parse(settled).validity is Validity.VALID:
            read = settled
        if identity.parse(read).validity is not Validity.MALFORMED:
            found.append(Found(read, match.start(), match.end()))
    return tuple(found)


def credit_codes(text: str) -> tuple[Found, ...]:
    """Every unified social credit code; one whose check character fails stays as it was read."""
    found = []
    for match in _CREDIT_CODE.finditer(text):
        read = credit_code.normalise(match[0].replace("|", "1"))
        settled = read.translate(_NOT_IN_CODES)
        if credit_code.parse(settled).validity is Validity.VALID:
            read = settled
        parsed = credit_code.parse(read)
        # Eighteen digits are as well an account, or an identity number.
        if parsed.validity is Validity.MALFORMED or (parsed.validity is not Validity.VALID and read.isdecimal()):
            continue
        if identity.parse(read).validity is Validity.VALID:
            continue
        found.append(Found(read, match.start(), match.end()))
    return tuple(found)


def telephones(text: str) -> tuple[Found, ...]:
    """Every telephone number, as digits."""
    return tuple(
        Found(number, match.start(), match.end())
        for match in _TELEPHONE.finditer(text)
        if (number := phone.normalise(match[0])) is not None
    )
