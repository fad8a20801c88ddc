"""Sums of money in digits and in the characters of cheques (GB/T 15835 and the rules for filling in bills)."""

import re
from decimal import Decimal

from mingjian.reading.fields.dates import Found

_IN_DIGITS = re.compile(
    r"(?<![\d.,A-Za-z])(?P<sign>[-+]?) ?(?:[¥$€]|RM|CNY|RMB|人民币)? ?(?P<after>[-+]?)"
    r"(?P<whole>\d{1,3}(?:[,,] ?\d{3})+|\d+)(?P<cents>\. ?\d{1,2})?(?![\d]) *(?P<unit>亿元?|万元?|元|圆)?"
)
# 5万元 and 五万元 end in such characters and are no sums in words.
_IN_WORDS = re.compile(
    r"(?<![\d.,零〇一二三四五六七八九十百千两几数余多壹贰叁肆伍陆柒捌玖拾佰仟万亿])"
    r"[壹贰叁肆伍陆柒捌玖拾零〇][ 零〇壹贰叁肆伍陆柒捌玖拾佰仟万亿]*[圆元]"
    r"[ 零〇壹贰叁肆伍陆柒捌玖角分整正]*"
)
_DIGIT = {
    sign: digit
    for digit, signs in enumerate(("零〇", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"))
    for sign in signs
}
_PLACE = {"拾": 10, "佰": 100, "仟": 1000}
_UNIT = {None: 1, "元": 1, "圆": 1, "万": 10_000, "万元": 10_000, "亿": 100_000_000, "亿元": 100_000_000}


def sums(text: str) -> tuple[Found, ...]:
    """Every number that can be a sum, in yuan (or the currency of the document) with a point and two places."""
    found = []
    for match in _IN_DIGITS.finditer(text):
        number = Decimal(re.sub(r"[,, ]", "", match["whole"]) + (match["cents"] or "").replace(" ", ""))
        number *= _UNIT[match["unit"]]
        minus = "-" in (match["sign"], match["after"]) and number
        found.append(Found(f"{'-' if minus else ''}{number:.2f}", match.start(), match.end()))
    return tuple(found)


def sums_in_words(text: str) -> tuple[Found, ...]:
    """Every sum in the characters of cheques, in yuan with a point and two places."""
    return tuple(
        Found(f"{value:.2f}", match.start(), match.end())
        for match in _IN_WORDS.finditer(text)
        if (value := _value(match[0].replace(" ", ""))) is not None
    )


def _value(words: str) -> Decimal | None:
    whole, cents = re.split("[圆元]", words, maxsplit=1)
    yuan = section = digit = 0
    for sign in whole:
        if sign in _DIGIT:
            digit = _DIGIT[sign]
        elif sign in _PLACE:
            section += (digit or 1) * _PLACE[sign]
            digit = 0
        else:
            yuan = (yuan + section + digit) * (10_000 if sign == "万" else 100_000_000)
            section = digit = 0
    fen = 0
    for match in re.finditer("([壹贰叁肆伍陆柒捌玖])([角分])", cents):
        fen += _DIGIT[match[1]] * (10 if match[2] == "角" else 1)
    return Decimal(yuan + section + digit) + Decimal(fen) / 100
