"""By which signatures an organisation's name is found again where it is misspelt, shortened or heard on the telephone.

A name is place, house name, trade and legal form: 重庆市 渝信 法务咨询 有限公司. Place and form say little and are left
out or written in many ways, so signatures are of the rest, by sound. A signature of all syllables, and one each
without a syllable: two names that differ by one character put in, left out or replaced share one (deletion
neighbourhoods: Mor and Fraenkel 1982; Garbe's SymSpell).
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from functools import cache

from mingjian.standards.names import normalise, organisation_key
from mingjian.standards.organisations import TRADE
from mingjian.standards.regions import regions
from mingjian.standards.sounds import sounds

__all__ = [
    "SEPARATOR",
    "core",
    "exact_signatures",
    "house_name",
    "house_signature",
    "is_nobodys",
    "query_signatures",
    "signatures",
]

SEPARATOR = "\n"
"""Between the bearers of one signature."""
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
_SHORTEST_HOUSE = 2
_LONGEST_CORE = 24
"""Characters of a name that are read; the longest registered names have some forty with place and form."""


def core(name: str) -> str:
    """House name and trade alone: 重庆市渝信(集团)法务咨询有限公司 is 渝信集团法务咨询."""
    without_place = _PLACE_IN_BRACKETS.sub(lambda found: "" if found[1] in _places() else found[1], normalise(name))
    whole = _BRANCH.sub("", without_place)
    spelt = organisation_key(_FORMS.sub("", whole) or whole)
    while (length := _place_at_start(spelt)) and house_name(spelt[length:]):
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


def signatures(name: str) -> tuple[int, ...]:
    """Under which signatures a registered name stands."""
    return tuple(sorted(set(_stored(core(name)))))


def exact_signatures(text: str) -> tuple[int, ...]:
    """The one signature under which whoever bears this very name stands: few others do, so it is looked for first."""
    return (_signature("name", sounds(core(text))),)


def query_signatures(text: str) -> tuple[int, ...]:
    """Under which a written name is looked for where it may be misspelt.

    Its own, without the house name's; those of it where place or legal form is misspelt; and those of it without a
    place in its midst: 恒信重庆法务咨询 may stand in the register as 恒信（重庆）法务咨询.
    """
    spelt = core(text)
    wanted = dict.fromkeys(_of_sounds(spelt))
    spoken = sounds(spelt)
    for cut in (*(spoken[left:] for left in range(1, 5)), *(spoken[:-right] for right in (2, 4, 6))):
        if len(cut) >= 3:
            wanted[_signature("name", cut)] = None
    for start in range(_SHORTEST_HOUSE, len(spelt) - 2):
        if length := _place_at_start(spelt[start:]):
            wanted |= dict.fromkeys(_of_sounds(spelt[:start] + spelt[start + length :]))
            break
    return tuple(wanted)


def house_signature(text: str) -> int | None:
    """Under which all firms of its house name stand; None where it has none."""
    spelt = core(text)
    house = house_name(spelt)
    return _house(sounds(spelt)[: len(house)]) if house else None


def _stored(spelt: str) -> Iterator[int]:
    yield from _of_sounds(spelt)
    if house := house_name(spelt):
        yield _house(sounds(spelt)[: len(house)])


def _of_sounds(spelt: str) -> Iterator[int]:
    """Of all syllables, and one each without a syllable."""
    spoken = sounds(spelt)
    yield _signature("name", spoken)
    if len(spoken) >= 3:
        for place in range(len(spoken)):
            yield _signature("name", (*spoken[:place], *spoken[place + 1 :]))


def _house(spoken: Sequence[str]) -> int:
    return _signature("house", spoken)


def _signature(kind: str, spoken: Sequence[str]) -> int:
    text = f"{kind} {' '.join(spoken)}".encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "little", signed=True)


def _place_at_start(spelt: str) -> int:
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
