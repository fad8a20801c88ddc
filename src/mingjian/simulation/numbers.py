"""Numbers that obey their standards, a column at a time: identity and credit codes, telephones, waybills.

``mingjian.standards`` judges one code at a time; here columns of millions are written, so the sums are arrays.
A test holds the one against the other.
"""

import numpy as np
import numpy.typing as npt

Text = npt.NDArray[np.str_]
Integers = npt.NDArray[np.int64]

_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100: without I, O, S, V, Z
_CREDIT_WEIGHTS = np.array([pow(3, power, 31) for power in range(17)])
_ORGANISATION_WEIGHTS = np.array([3, 7, 9, 10, 5, 8, 4, 2])  # GB 11714
_IDENTITY_WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])  # GB 11643
_IDENTITY_CHECKS = np.frombuffer(b"10X98765432", dtype=np.uint8)


def digits(numbers: Integers, width: int) -> npt.NDArray[np.int64]:
    """The decimal digits of each number, one row a number, left-padded with zeros."""
    powers = 10 ** np.arange(width - 1, -1, -1, dtype=np.int64)
    result: npt.NDArray[np.int64] = (numbers[:, None] // powers) % 10
    return result


def _text(ascii_codes: npt.NDArray[np.uint8]) -> Text:
    width = ascii_codes.shape[1]
    return np.ascontiguousarray(ascii_codes).view(f"S{width}").ravel().astype(f"U{width}")


def codes(prefix: str, numbers: Integers, width: int = 9) -> Text:
    """Keys such as ``C000000017``."""
    body = digits(numbers, width).astype(np.uint8) + ord("0")
    head = np.tile(np.frombuffer(prefix.encode(), dtype=np.uint8), (len(numbers), 1))
    return _text(np.hstack([head, body]))


def hexadecimal(numbers: npt.NDArray[np.uint64], prefix: str = "") -> Text:
    """Each number as sixteen hexadecimal digits, for device identifiers."""
    shifts = np.arange(60, -4, -4, dtype=np.uint64)
    nibbles = ((numbers[:, None] >> shifts) & np.uint64(15)).astype(np.uint8)
    body = np.frombuffer(b"0123456789abcdef", dtype=np.uint8)[nibbles]
    head = np.tile(np.frombuffer(prefix.encode(), dtype=np.uint8), (len(numbers), 1))
    return _text(np.hstack([head, body]))


def identity_numbers(regions: Integers, birthdays: npt.NDArray[np.datetime64], serials: Integers) -> Text:
    """Resident identity numbers (GB 11643); an odd serial is a man's."""
    dates = birthdays.astype("datetime64[D]")
    years = dates.astype("datetime64[Y]").astype(np.int64) + 1970
    months = dates.astype("datetime64[M]").astype(np.int64) % 12 + 1
    days = (dates - dates.astype("datetime64[M]")).astype(np.int64) + 1
    body = np.hstack([digits(regions, 6), digits(years * 10_000 + months * 100 + days, 8), digits(serials, 3)])
    checks = _IDENTITY_CHECKS[(body @ _IDENTITY_WEIGHTS) % 11]
    return _text(np.hstack([body.astype(np.uint8) + ord("0"), checks[:, None]]))


def phone_numbers(prefixes: Integers, subscribers: Integers) -> Text:
    """Mobile numbers of three plus eight digits."""
    return _text((np.hstack([digits(prefixes, 3), digits(subscribers, 8)])).astype(np.uint8) + ord("0"))


def addresses_v4(numbers: Integers) -> Text:
    """Dotted internet addresses of 32-bit numbers."""
    parts = [((numbers >> shift) & 255).astype(str) for shift in (24, 16, 8, 0)]
    result = parts[0]
    for part in parts[1:]:
        result = np.char.add(np.char.add(result, "."), part)
    return result


def credit_code(department: str, region: int, serial: int, *, early: bool = False) -> str:
    """A unified social credit code (GB 32100); ``department`` holds its first two characters.

    An ``early`` one stands for the genuine codes of 2015 whose last character fails the check.
    """
    organisation = digits(np.array([serial]), 8)[0]
    remainder = 11 - int(organisation @ _ORGANISATION_WEIGHTS) % 11
    check = "0" if remainder == 11 else "X" if remainder == 10 else str(remainder)
    body = f"{department}{region:06d}{''.join(map(str, organisation))}{check}"
    values = np.array([_CREDIT_ALPHABET.index(character) for character in body])
    last = (31 - int(values @ _CREDIT_WEIGHTS) % 31) % 31
    return body + _CREDIT_ALPHABET[(last + 7) % 31 if early else last]


def licence_number(province: int, city: int, *, category: int, year: int, woman: bool, serial: int) -> str:
    """A lawyer's 17-digit practising certificate number."""
    return f"1{province:02d}{city:02d}{category}{year:04d}{int(woman)}{serial:06d}"


def account_number(bin_code: int, serial: int) -> str:
    """A 19-digit bank card number with its Luhn check (ISO/IEC 7812)."""
    body = f"{bin_code:06d}{serial:012d}"
    total = 0
    for place, digit in enumerate(reversed(body)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return f"{body}{(10 - total % 10) % 10}"
