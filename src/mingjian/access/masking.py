"""How personal values look on a screen before somebody with the right asks to see them.

Every function gives an empty text for an empty or absent value, and never more than it promises for a value of an
unexpected form: what cannot be recognised is masked whole.
"""

import re
from collections.abc import Iterable
from unicodedata import normalize

from mingjian.contract.issued_for import named

HIDDEN = "****"
"""Stands for a part whose length is not to be told."""

_HAN = r"\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAN_NAME = re.compile(rf"[{_HAN}][{_HAN}·•・\s]*")

# Province, city and county, in that order, each by its ending (GB/T 2260 names). A digit, a letter or, past its first
# character (路南区 is a county), a street or a house ends the search; 小区, 园区 and the like are not districts.
_PLACE = rf"[{_HAN}](?:(?![路街巷弄号栋幢楼室])[{_HAN}])"
_REGION = re.compile(
    rf"(?:{_PLACE}{{1,8}}?(?:省|自治区|特别行政区))?"
    rf"(?:{_PLACE}{{1,9}}?(?:自治州|地区|市|盟))?"
    rf"(?:[{_HAN}]县|{_PLACE}{{1,9}}?(?:自治县|自治旗|林区|特区|(?<![小社园校厂住宿舍])区|县|市|旗(?!区)))?"
)

_SEPARATED = r"[ \-\u2010-\u2015\uff0d\u3000]?"
_DIGIT = r"[0-9０-９]"
_NOT_INSIDE_NUMBER = rf"(?<!{_DIGIT})"
_NUMBER_ENDS = rf"(?!{_DIGIT})"
# \b finds no edge between a digit and a Chinese character, hence the look-around.
_IDENTITY = re.compile(
    rf"{_NOT_INSIDE_NUMBER}{_DIGIT}{{6}}{_SEPARATED}{_DIGIT}{{4}}{_SEPARATED}{_DIGIT}{{4}}{_SEPARATED}{_DIGIT}{{3}}[0-9０-９XxＸｘ]{_NUMBER_ENDS}"
)
_MOBILE = re.compile(rf"{_NOT_INSIDE_NUMBER}[1１][3-9３-９](?:{_SEPARATED}{_DIGIT}){{9}}{_NUMBER_ENDS}")
_LANDLINE = re.compile(
    rf"{_NOT_INSIDE_NUMBER}[(（]?[0０]{_DIGIT}{{2,3}}[)）]?{_SEPARATED}{_DIGIT}{{7,8}}{_NUMBER_ENDS}"
)
# A card number is often written in fours; other separators would join a phone and the date after it.
_LONG_NUMBER = re.compile(
    rf"{_NOT_INSIDE_NUMBER}"
    rf"(?:{_DIGIT}{{4}}(?:[ \-]{_DIGIT}{{4}}){{2,4}}(?:[ \-]{_DIGIT}{{1,4}})?|{_DIGIT}{{12,30}})"
    rf"{_NUMBER_ENDS}"
)
_WRITTEN_ON = r"[A-Za-z0-9]"
"""What continues a number or a Latin word; a Chinese character does not."""
_EMAIL = re.compile(r"[A-Za-z0-9._%+\-]+(?=@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+)")


def mask_name(name: str | None) -> str:
    """王小明 → 王*明, 王明 → 王*, John Smith → J*** S****."""
    text = (name or "").strip()
    if len(text) < 2:
        return "*" * len(text)
    if _HAN_NAME.fullmatch(text):
        return _keep_ends(text, 1, 1 if len(text) > 2 else 0)
    return " ".join(word[0] + "*" * max(1, len(word) - 1) for word in text.split())


def mask_phone(phone: str | None) -> str:
    """13812345678 → 138****5678; of another number the last four digits stay where it has eight or more."""
    digits = _digits(phone)
    if re.fullmatch(r"(?:86)?1[3-9]\d{9}", digits):
        return f"{digits[-11:-8]}****{digits[-4:]}"
    if len(digits) >= 8:
        return "*" * (len(digits) - 4) + digits[-4:]
    return HIDDEN if (phone or "").strip() else ""


def mask_id_number(id_number: str | None) -> str:
    """500112199003072734 → 5001**********2734; anything that is not an identity number is masked whole."""
    text = normalize("NFKC", id_number or "").strip()
    if re.fullmatch(r"\d{17}[\dXx]", text):
        return f"{text[:4]}{'*' * 10}{text[-4:]}"
    return "*" * len(text)


def mask_address(address: str | None) -> str:
    """重庆市渝中区解放碑街道88号 → 重庆市渝中区****: province, city and county stay."""
    text = (address or "").strip()
    if not text:
        return ""
    region = _REGION.match(text)
    kept = region.group() if region else ""
    return kept + HIDDEN


def mask_email(email: str | None) -> str:
    """zhang.san@example.com → z****@example.com."""
    text = (email or "").strip()
    local, at, domain = text.rpartition("@")
    if not at:
        return HIDDEN if text else ""
    return f"{local[:1]}{HIDDEN}@{domain}"


def mask_account(account: str | None) -> str:
    """A bank card, payee account or chat id: 6222021234567890123 → ****0123, wx_zhang → w****."""
    text = normalize("NFKC", account or "").strip()
    if not text:
        return ""
    if "@" in text:
        return mask_email(text)
    digits = _digits(text)
    if re.fullmatch(r"1[3-9]\d{9}", digits) and len(digits) == len(text):
        return mask_phone(text)
    if len(digits) >= 12:
        return HIDDEN + digits[-4:]
    return text[0] + HIDDEN


def mask_text(text: str | None, *, names: Iterable[str] = ()) -> str:
    """Free text with phones, identity numbers, accounts and e-mail addresses masked, and the ``names`` that are known.

    The text keeps its length, so that a span found in the original marks the same words here.
    """
    masked = text or ""
    for pattern, head, tail in (
        (_IDENTITY, 4, 4),
        (_MOBILE, 3, 4),
        (_LANDLINE, 0, 4),
        (_LONG_NUMBER, 0, 4),
        (_EMAIL, 1, 0),
    ):
        masked = pattern.sub(lambda found, head=head, tail=tail: _keep_ends(found.group(), head, tail), masked)  # type: ignore[misc]
    for name in sorted({name.strip() for name in names if len(name.strip()) > 1}, key=len, reverse=True):
        # A record's number may be short: the 12 of C12 is hidden where it stands for itself, not in 3120 yuan.
        whole = re.compile(rf"(?<!{_WRITTEN_ON}){re.escape(name)}(?!{_WRITTEN_ON})") if name.isascii() else None
        kept = _keep_ends(name, 1, 1 if len("".join(name.split())) > 2 else 0)
        masked = whole.sub(kept, masked) if whole else masked.replace(name, kept)
    return masked


def mask_answer(text: str | None, *, names: Iterable[str] = ()) -> str:
    """What an issuer answered: it may name the owner of another paper than the one that was asked about."""
    return mask_text(text, names=[*names, *named(text or "")])


def _keep_ends(text: str, head: int, tail: int) -> str:
    return text[:head] + "*" * (len(text) - head - tail) + text[len(text) - tail :]


def _digits(text: str | None) -> str:
    return re.sub(r"\D", "", normalize("NFKC", text or ""))
