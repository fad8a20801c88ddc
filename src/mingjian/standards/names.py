"""Names of people, firms and places in one spelling: half width, mainland characters, without stray space.

Only a character that GB/T 2312, the mainland's basic set, lacks is simplified. 於 and 乾 are in it and stand as
surnames and given names of their own, so a mainland name is never rewritten.
"""

import re
from functools import cache

from opencc import OpenCC

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e"))
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}
_FOLD = _INVISIBLE | _HALF_WIDTH
_SPACE_IN_CHINESE = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")
_SEPARATING_DOTS = str.maketrans(dict.fromkeys("•・‧∙⋅●．", "·"))


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def half_width(text: str) -> str:
    """Full-width letters, digits and signs as ASCII; invisible marks and surrounding space gone."""
    return text.translate(_FOLD).strip()


def simplify(text: str) -> str:
    """Traditional characters that the mainland does not write, as the ones that it writes."""
    if text.isascii() or all(map(_in_mainland_set, text)):
        return text
    simplified: str = _converter().convert(text)
    if len(simplified) != len(text):
        return simplified
    return "".join(old if _in_mainland_set(old) else new for old, new in zip(text, simplified, strict=True))


@cache
def _in_mainland_set(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@cache
def unusual_characters() -> str:
    """A regular expression (RE2) that matches somewhere in every text that :func:`normalise` may change.

    It lets millions of ordinary names pass without being looked at one by one.
    """
    spaces = (chr(code) for code in range(0x3000) if chr(code).isspace() and chr(code) != " ")
    changed = sorted(map(ord, {*_traditional(), *map(chr, _FOLD), *map(chr, _SEPARATING_DOTS), *spaces}))
    ranges: list[tuple[int, int]] = []
    for code in changed:
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1] = ranges[-1][0], code
        else:
            ranges.append((code, code))
    listed = "".join(chr(first) if first == last else f"{chr(first)}-{chr(last)}" for first, last in ranges)
    return f"[{listed}]|^ | $|  |[\u3400-\u9fff] [\u3400-\u9fff]"


def _traditional() -> set[str]:
    """The characters that :func:`simplify` may rewrite: those that t2s maps and GB/T 2312 lacks."""
    han = [
        chr(code) for block in (range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0x20000, 0x2FA20)) for code in block
    ]
    simplified = _converter().convert("\n".join(han)).split("\n")
    return {old for old, new in zip(han, simplified, strict=True) if old != new and not _in_mainland_set(old)}


def normalise(text: str) -> str:
    """The one spelling of a name or an address."""
    folded = half_width(text.translate(_SEPARATING_DOTS))
    return _SPACE_IN_CHINESE.sub("", re.sub(r"\s+", " ", simplify(folded)))


_FORM = re.compile(r"(?:(?:有限)?责任公司|股份有限公司|有限公司|集团公司|公司)$")
_BRACKETS = re.compile(r"[()（）〔〕\[\]【】《》\"'“”]")


def organisation_key(name: str) -> str:
    """By what two spellings of an organisation's name are the same: without its legal form, brackets and space."""
    spelt = re.sub(r"\s+", "", _BRACKETS.sub("", normalise(name))).lower()
    return _FORM.sub("", spelt) or spelt


_CHINESE = re.compile(r"[\u3400-\u9fff]")
_AFTER_A_NAME = re.compile(
    r"(?:身份|性别|男|女|出生|民族|汉族|电话|手机|联系|住址|住所|住|地址|先生|女士|同志|律师|本人|亲自|全权|代为|代理|代表|代办|作为|担任|受托|委托|授权"
    r"|办理|处理|向|与|和|及|或|为|系|是|的|在|对|就|因|于|以|依|持|到|前往|签|执业|职务|工作|证件|日期|[一二〇零]|年)"
)
"""What follows a name in a letter and begins none that is longer."""


def stands_in(name: str, text: str) -> bool:
    """Whether a person's name stands in a text as a whole: 王明 does in 受托人王明办理, and not in 受托人王明华.

    Where a text without spaces leaves it open the name is taken to be there. A name with a dot stands in a text also
    where one of the two is written without it (阿依古丽·买买提): forms drop it.
    """
    wanted = normalise(name).replace(" ", "")
    page = normalise_lines(text)
    if _stands_in(wanted, page):
        return True
    undotted = wanted.replace("·", "")
    return len(undotted) >= _LEAST_UNDOTTED and _stands_in(undotted, page.replace("·", ""))


_LEAST_UNDOTTED = 5
"""Characters of a name that nobody has without a dot: in a shorter one the dot may tell two people apart."""


def _stands_in(wanted: str, page: str) -> bool:
    return bool(wanted) and any(
        not _goes_on(page, found.end()) for found in re.finditer(re.escape(wanted), page, re.IGNORECASE)
    )


def normalise_lines(text: str) -> str:
    """A page in the spelling of names: as :func:`normalise`, but without any space, and with its line breaks."""
    return re.sub(r"[^\S\n]+", "", simplify(half_width(text.translate(_SEPARATING_DOTS))))


def _goes_on(page: str, end: int) -> bool:
    """Whether the name is longer than to ``end``: one more character, and then what ends a name."""
    rest = page[end:]
    if not _CHINESE.match(rest):
        return rest.startswith("·")
    return not _AFTER_A_NAME.match(rest) and (not _CHINESE.match(rest[1:2]) or bool(_AFTER_A_NAME.match(rest[1:])))
