"""Chinese addresses: written freely, read into parts, and given one spelling a door.

Rules, not a model: division names come from GB/T 2260 (:mod:`mingjian.standards.regions`), what follows is read by its
endings (路, 号, 栋, 单元, 室 and their kin). A part that is not written is empty, and empty is unknown: two addresses
that differ only in what one of them leaves out are not contradicted.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from mingjian.standards.names import normalise as normalise_name
from mingjian.standards.regions import MUNICIPALITIES, PROVINCES, Region, longest_name, named, region, short_name

_DIGITS = {
    "〇": 0,
    "零": 0,
    "○": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_CHINESE_NUMBER = re.compile(
    r"[〇零○一二两三四五六七八九十百千]+(?=号|栋|幢|座|楼|层|单元|室|弄|组|社|队|巷|期|区|户|房)"
)


@dataclass(frozen=True)
class Address:
    """The parts of an address; empty where not written."""

    province_code: str = ""
    province: str = ""
    city: str = ""
    county: str = ""
    region_code: str = ""
    """Of the lowest division that was recognised."""
    town: str = ""
    """镇, 乡 or 街道."""
    village: str = ""
    """村, 社区 or 组."""
    road: str = ""
    number: str = ""
    """House number on the road, such as 12 or 12-3."""
    estate: str = ""
    """Named place: 小区, 公寓, 大厦, company."""
    building: str = ""
    unit: str = ""
    floor: str = ""
    room: str = ""

    @property
    def home(self) -> str:
        """All parts in one text, by which likeness is told: it leaves out what was not recognised."""
        parts = (self.region_code, self.town, self.village, self.road, self.number, self.estate)
        return "|".join((*parts, self.building, self.unit, self.room)).strip("|")


def chinese_number(text: str) -> int | None:
    """The number that Chinese numerals write, by units (一百二十三) or digit by digit (一二三); None where neither."""
    if not text or any(sign not in _DIGITS and sign not in _UNITS for sign in text):
        return None
    if not any(sign in _UNITS for sign in text):
        return int("".join(str(_DIGITS[sign]) for sign in text))
    total, digit = 0, 0
    for sign in text:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        else:
            total += (digit or 1) * _UNITS[sign]
            digit = 0
    return total + digit


def normalise(text: str) -> str:
    """One spelling of the whole: half width, mainland characters, no space, house numbers in digits."""
    compact = re.sub(r"[\s,，。.;；、]+", "", normalise_name(text))
    return _CHINESE_NUMBER.sub(_to_digits, compact)


def _to_digits(match: re.Match[str]) -> str:
    number = chinese_number(match[0])
    return match[0] if number is None else str(number)


def parse(text: str) -> Address:
    """The parts of a written address; never raises. What is not recognised stays out of every part."""
    rest = normalise(text)
    rest = re.sub(r"^(?:中华人民共和国|中国)", "", rest)
    rest = re.sub(r"\([^()]*\)", "", rest)
    province, city, county, rest = _divisions(rest)
    # A county whose name alone is ambiguous has no code; what stands above it is still known.
    lowest = next((found for found in (county, city, province) if found and found.code), None)
    parts = _details(rest)
    return Address(
        province_code=lowest.code[:2] if lowest else "",
        province=PROVINCES[lowest.code[:2]] if lowest and lowest.code[:2] in PROVINCES else "",
        city=_city_name(city, county),
        county=county.name if county else "",
        region_code=lowest.code if lowest else "",
        **parts,
    )


def _city_name(city: Region | None, county: Region | None) -> str:
    if city:
        return city.name
    if county is None or not county.code:
        return ""
    if county.code[:2] in MUNICIPALITIES:
        return PROVINCES[county.code[:2]]
    above = region(county.code[:4] + "00")
    return above.name if above else ""


def _divisions(text: str) -> tuple[Region | None, Region | None, Region | None, str]:
    """Province, prefecture and county at the head of the text, and what follows."""
    province, rest = _take(text, level=1, within="")
    within = province.code[:2] if province else ""
    city = None
    if within in MUNICIPALITIES:
        # 重庆市 is often written twice, as province and as city.
        rest = re.sub(rf"^(?:{PROVINCES[within]}|市辖区|县(?=.))", "", rest)
    else:
        city, rest = _take(rest, level=2, within=within)
        if city:
            within = city.code[:4]
        rest = re.sub(r"^市辖区", "", rest)
    county, after = _take(rest, level=3, within=within)
    if county is None and city is not None:
        # A county may have moved to another prefecture, or a county-level city may stand below its province.
        county, after = _take(rest, level=3, within=city.code[:2])
    return province, city, county, after


_SHORT_ENDINGS = {1: r"省|市|自治区", 2: r"市|州|盟|地区", 3: r"(?!)"}
"""What may follow a short name and still belong to it, by level: 凉山州, 广西省."""
_OTHER_LEVEL = re.compile(r"[区县旗市州盟]|新区|开发区|高新")
"""After a short name, these make another division of it: 朝阳区 is not 朝阳市."""
_ROAD_OR_PLACE = re.compile(
    r"[东南西北中]?(?:[一二三四五六七八九十\d]+)?(?:路|街|大道|巷|弄|里|村|镇|乡|大厦|小区|花园|广场|公寓)"
)


def _take(text: str, *, level: int, within: str) -> tuple[Region | None, str]:
    """The division of a level that the text begins with, and the rest; a full name before a short one."""
    for length in range(min(longest_name(), len(text)), 1, -1):
        found = [region for region in named(text[:length], within=within) if region.level == level]
        full = [region for region in found if region.name == text[:length]]
        if full:
            return _unambiguous(full), text[length:]
        if found and (within or level < 3):
            # A bare short name counts where the level above is known, or where it is a province's or prefecture's
            # own, and where no road or estate goes on from it (重庆路, 南京东路).
            rest = re.sub(rf"^(?:{_SHORT_ENDINGS[level]})", "", text[length:], count=1)
            if not _ROAD_OR_PLACE.match(rest) and (rest != text[length:] or not _OTHER_LEVEL.match(rest)):
                return _unambiguous(found), rest
    return None, text


def _unambiguous(found: list[Region]) -> Region:
    """The one division, or one without a code where several present ones bear the name (朝阳区, 鼓楼区)."""
    present = {region.code for region in found if region.current} or {region.code for region in found}
    if len(present) == 1:
        return found[0]
    return Region("", found[0].name, found[0].since, found[0].until)


_TOWN = re.compile(r"^[^\d路]{1,10}?(?:街道办事处|街道|地区办事处|镇|乡|苏木)(?!路|街|大道|中路|东路|西路|南路|北路)")
_VILLAGE = re.compile(
    r"^[^\d路号]{1,10}?(?:居委会|村委会|行政村|自然村|新村|社区|村)(?:\d+(?:组|社|队))?(?!路|街|小区|大厦)"
)
_ROAD = re.compile(
    r"^[^号]{1,12}?(?:大道|大街|胡同|公路|路|街|巷|弄|里(?=\d)|道(?=\d))(?:[东南西北中]?段)?(?:\d+(?:弄|巷))?"
)
_NUMBER = re.compile(r"^(?:附)?(\d+(?:[-\d之附]*\d)?[A-Za-z]?)号(?:附(\d+)号)?(?!楼|栋|院楼|线)(?:院)?")
_BUILDING = re.compile(r"([\dA-Za-z]+|[甲乙丙丁东南西北])(?:号楼|栋|幢|座|号院|#楼?|号大楼)")
_UNIT = re.compile(r"([\dA-Za-z]+)单元")
_FLOOR = re.compile(r"(\d+)(?:层|楼)")
_ROOM = re.compile(r"([A-Za-z]?\d+[A-Za-z]?)(?:号?(?:室|房|户)|号)?$")
_DASHED = re.compile(r"^(\d+)[-—–](\d+)(?:[-—–](\d+))?(?:室|号|房)?$")


def _details(text: str) -> dict[str, str]:
    """What stands below the county."""
    parts: dict[str, str] = {}
    rest = text
    for name, pattern in (("town", _TOWN), ("village", _VILLAGE), ("road", _ROAD)):
        if match := pattern.match(rest):
            parts[name], rest = match[0], rest[match.end() :]
    parts_town = parts.get("town", "")
    if parts_town:
        parts["town"] = re.sub(r"街道办事处$", "街道", parts_town)
    if match := _NUMBER.match(rest):
        parts["number"] = match[1] + (f"-{match[2]}" if match[2] else "")
        rest = rest[match.end() :]
    for name, pattern in (("building", _BUILDING), ("unit", _UNIT), ("floor", _FLOOR)):
        if match := pattern.search(rest):
            parts[name] = match[1].upper()
            before, rest = rest[: match.start()], rest[match.end() :]
            if before and "estate" not in parts:
                parts["estate"] = before
    rest = rest.lstrip("-")
    if match := _DASHED.match(rest):
        # 3-1-502 after an estate's name: building, unit, room; two numbers are building and room.
        numbers = [number for number in match.groups() if number]
        names = ("unit", "room") if "building" in parts else ("building", "room")
        for name, number in zip(("building", "unit", "room") if len(numbers) == 3 else names, numbers, strict=True):
            parts.setdefault(name, number)
        rest = ""
    elif match := _ROOM.search(rest):
        parts["room"] = match[1].upper()
        rest = rest[: match.start()]
        if dashed := re.search(r"(\d+)[-—–](?:(\d+)[-—–])?$", rest):
            parts.setdefault("building", dashed[1])
            if dashed[2]:
                parts.setdefault("unit", dashed[2])
            rest = rest[: dashed.start()]
    if rest and "estate" not in parts:
        parts["estate"] = rest
    return parts


def short_region(code: str) -> str:
    """The short name of a division's code, or an empty text."""
    found = region(code)
    return short_name(found.name) if found else ""


_NUMERAL = r"[\d〇零○一二两三四五六七八九十百千]"
_BETWEEN_NUMBERS = re.compile(rf"(?<={_NUMERAL})[\s,，.．。｡·・、､;；/()（）【】\[\]]+(?={_NUMERAL})")
"""A sign that keeps two numbers apart: 2, 1501 is another door than 21501."""
_OF_THE_POST = re.compile(
    r"[(（]?(?:邮编|邮政编码)[\s:：]*\d{6}(?!\d)[)）]?|^\s*\d{6}(?![\d号])|(?<![\d\-])\d{6}\s*$"
    r"|[(（]?(?<!代)收(?:件人?|信人?)?[)）]?\s*$"
)
"""What an envelope says besides a place: the postal code, which a whole town has, and that it is to be received."""
_MASKED = re.compile(r"[*＊×✕□■●_＿?？…]|[XxＸｘ]{2,}|某某")
_DASHES = re.compile(r"[\-—–－‐‑−]+")
_SAME_IN_EVERY_DOOR = (
    (re.compile(r"[()\[\]【】]"), ""),
    (re.compile(r"街道办事处|地区办事处"), "街道"),
    (re.compile(r"(\d+)号?附(\d+)号?"), r"\1-\2号"),
    (re.compile(r"(?<=[\dA-Z甲乙丙丁])(?:号楼|号大楼|幢|座|#楼?)"), "栋"),
    (re.compile(r"(\d)(?:层|F)(?=\d)"), r"\1楼"),
    (re.compile(r"(?<=[号栋元楼])-|^-|-$"), ""),
    (re.compile(r"(?<=[栋元楼厦号\-])([A-Z]?\d+[A-Z]?)(?:室|房间|房|户)$"), r"\1"),
    (re.compile(r"(?<=[栋元楼])(\d+)号(?:室|房|户)?$|(?<=号)((?:\d+-)*\d{3,})号$"), r"\1\2"),
    # A room of three digits or more has its floor in it. Where no building is named, 12楼 may itself be one.
    (re.compile(r"(?<=[栋元厦])(\d{1,2})楼(\1\d{2})$"), r"\2"),
    (re.compile(r"(\d+)楼(\d{1,2})$"), r"\1-\2"),
    (re.compile(r"(\d+)栋(?:(\d+)(?:单元|-))(\d{3,4})$"), r"\1-\2-\3"),
    (re.compile(r"(\d+)栋((?:\d+-\d{1,2})|\d{3,4})$"), r"\1-\2"),
)
_PLAIN = re.compile(r"(?:(?![附事幢座楼])[\u3400-\u9fff])+\d+号(?:\d+(?:-\d+)*)?$")
"""Most addresses, of which none of these changes anything."""
_WORDS_OF_A_HOUSE = re.compile(r"[\d\-#]|[A-Z](?=\d|栋)|单元|[号栋楼层室房户]")
_HAMLET = re.compile(r"^[^\d号]{0,8}?\d*(?:村民小组|小组|组|社|队|屯|寨|湾)")
_NUMBERED = re.compile(r"\d(?:号(?!线)|[附栋楼室房户#\-]|单元|[A-Z]?$)|[A-Z甲乙丙丁东西南北]栋")
_NAMED = re.compile(r".{3,}(?:[厦楼厂店行所局处点站部会台]|公司|[医法学]院|监狱|监区|学校|[大中小]学|宿舍|中心)$")
"""One house by its name. Of three signs it may as well be a hamlet's (三里店), and an estate is many houses."""


def spelling(text: str) -> str:
    """One spelling of an address, be it a door's or only a village's: the division's code and what stands below it.

    Nothing that is written is dropped but what says the same in every address, unlike in :func:`parse`: what it does
    not recognise makes another address.
    """
    return " ".join(filter(None, _spelt(text)))


def door(text: str) -> str:
    """The spelling of a door: equal for two texts only if they name the same one. Empty where none is named.

    A district, a village or an estate is where many live, and what is masked or in no division may be anywhere.
    """
    division, rest = _spelt(text)
    return f"{division} {rest}" if division and not _MASKED.search(text) and _is_door(rest) else ""


def division(spelt: str) -> str:
    """In words the division that a :func:`spelling` begins with: 500103 中山路12号 → 重庆市渝中区."""
    head = spelt.split(" ", 1)[0]
    code = head[:6] if head[:6].isdecimal() else ""
    between = [] if code[:2] in MUNICIPALITIES else [code[:4] + "00"]
    found = [region(one) for one in dict.fromkeys([code[:2] + "0000", *between, code]) if one]
    return "".join(one.name for one in found if one is not None) + head[len(code) :]


def _spelt(text: str) -> tuple[str, str]:
    """The division that an address begins with, and the rest, each in one spelling."""
    place = _OF_THE_POST.sub("", _OF_THE_POST.sub("", text))
    whole = _DASHES.sub("-", normalise(_BETWEEN_NUMBERS.sub("-", place)).upper())
    whole = re.sub(r"^(?:中华人民共和国|中国)", "", whole)
    # Roads are few and doors many: what stands before the first number is read once.
    first = re.search(r"\d", whole)
    head = re.sub(r"\d", "0", whole[: first.start() + 3]) if first else whole
    division, taken = _head(head)
    rest = whole[taken:]
    if not _PLAIN.match(rest):
        for pattern, said in _SAME_IN_EVERY_DOOR:
            rest = pattern.sub(said, rest)
    return division, rest


@lru_cache(maxsize=65_536)
def _head(text: str) -> tuple[str, int]:
    """The code of the lowest division at the head of a text (and its name where it has none), and how long that is."""
    province, city, county, rest = _divisions(text)
    found = [division for division in (county, city, province) if division]
    code = next((division.code for division in found if division.code), "")
    return code + "".join(division.name for division in found if not division.code), len(text) - len(rest)


def _is_door(rest: str) -> bool:
    """Whether a house is named below the town, village, hamlet and road: by its number, or by a name of its own.

    A number alone (3栋2单元501) is one of every estate.
    """
    placed = len(_WORDS_OF_A_HOUSE.sub("", rest)) > 1
    for pattern in (_TOWN, _VILLAGE, _HAMLET, _ROAD):
        if match := pattern.match(rest):
            rest = rest[match.end() :]
    return placed and bool(_NUMBERED.search(rest) or _NAMED.match(rest))
