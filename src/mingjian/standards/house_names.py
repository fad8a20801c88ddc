"""The house name of an organisation, and whether a name says who somebody is at all.

A name is place, house name, trade and legal form: 重庆市 渝信 法务咨询 有限公司. Place and form say little and are left
out or written in many ways.
"""

import re
from functools import cache

from mingjian.standards.names import normalise, organisation_key
from mingjian.standards.organisations import TRADE
from mingjian.standards.regions import regions

__all__ = ["core", "house_name", "is_nobodys", "place_at_start"]

_BRANCH = re.compile(r"(?<=[司所])[\u4e00-\u9fff]{2,6}分(?:公司|所)$")
_FORMS = re.compile(r"(?:股份有限公司|有限责任公司|有限公司|公司)$")
_TRADES = re.compile(f"{TRADE}+$")
_NO_NAME = re.compile(
    r"(?:不知道|不清楚|不详|不记得|忘记?了|未知|不明|无|没有|没说|未提供|未填写|其他|某+|某家|一家|网上|网络|网友|黑?中介|朋友"
    r"|个人|匿名|老师|客服|专员|代办|代理[人商]|律师?所|债务公司|抖音|快手|微信|小红书|微博|知乎|百度|贴吧|公众号)?"
)
"""What people write where a name is asked for and they have none; of a mere trade no house name is left."""
_PLACE_IN_BRACKETS = re.compile(r"[（(〔\[【]([^）)〕\]】]{2,12})[）)〕\]】]")
_LONGEST_PLACE = 15
_LONGEST_CORE = 24
"""Characters of a name that are read; the longest registered names have some forty with place and form."""


def core(name: str) -> str:
    """House name and trade alone: 重庆市渝信(集团)法务咨询有限公司 is 渝信集团法务咨询."""
    without_place = _PLACE_IN_BRACKETS.sub(lambda found: "" if found[1] in _places() else found[1], normalise(name))
    whole = _BRANCH.sub("", without_place)
    spelt = organisation_key(_FORMS.sub("", whole) or whole)
    while (length := place_at_start(spelt)) and house_name(spelt[length:]):
        spelt = spelt[length:]
    return spelt[:_LONGEST_CORE]


def house_name(spelt: str) -> str:
    """What is left of a core without its trade; empty where the trade is all."""
    return _TRADES.sub("", spelt)


def is_nobodys(name: str) -> bool:
    """Whether a name says what somebody does and not who it is: 法务公司, 重庆法律咨询, 不知道."""
    spelt = core(name)
    house = house_name(spelt)
    unnamed = any(map(_NO_NAME.fullmatch, (house, spelt)))
    return unnamed or spelt in _places() or (house != spelt and house in _places())


def place_at_start(spelt: str) -> int:
    """How many characters at the start are a division's name."""
    places = _places()
    for length in range(min(_LONGEST_PLACE, len(spelt) - 2), 1, -1):
        if spelt[:length] in places:
            return length
    return 0


@cache
def _places() -> frozenset[str]:
    """Divisions' names; the short ones down to prefectures, since a county's may as well be a house name."""
    full = {found.name for found in regions()}
    return frozenset(full | {found.short for found in regions() if 0 < found.level <= 2})
