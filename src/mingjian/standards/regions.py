"""Administrative divisions of China at county level and above: GB/T 2260 codes with their present and former names.

``regions.tsv`` holds every code that the Ministry of Civil Affairs published from 1980 to April 2019, because identity
numbers keep the code of the place and year in which they were given. What was created later is unknown here, and
unknown is no contradiction.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Region:
    """One division under one name. ``since`` and ``until`` are revisions of the list (``yyyymm``)."""

    code: str
    name: str
    since: str
    until: str
    """Empty where it stood in the list of April 2019."""

    @property
    def current(self) -> bool:
        """Whether the code and name were in force in April 2019."""
        return not self.until

    @property
    def level(self) -> int:
        """1 province, 2 prefecture, 3 county; as the code's zeros say. 0 without a code."""
        if not self.code:
            return 0
        if self.code.endswith("0000"):
            return 1
        return 2 if self.code.endswith("00") else 3

    @property
    def short(self) -> str:
        """The name as people write it: 重庆, 凉山, 朝阳."""
        return short_name(self.name)


PROVINCES: dict[str, str] = {
    "11": "北京市",
    "12": "天津市",
    "13": "河北省",
    "14": "山西省",
    "15": "内蒙古自治区",
    "21": "辽宁省",
    "22": "吉林省",
    "23": "黑龙江省",
    "31": "上海市",
    "32": "江苏省",
    "33": "浙江省",
    "34": "安徽省",
    "35": "福建省",
    "36": "江西省",
    "37": "山东省",
    "41": "河南省",
    "42": "湖北省",
    "43": "湖南省",
    "44": "广东省",
    "45": "广西壮族自治区",
    "46": "海南省",
    "50": "重庆市",
    "51": "四川省",
    "52": "贵州省",
    "53": "云南省",
    "54": "西藏自治区",
    "61": "陕西省",
    "62": "甘肃省",
    "63": "青海省",
    "64": "宁夏回族自治区",
    "65": "新疆维吾尔自治区",
    "71": "台湾省",
    "81": "香港特别行政区",
    "82": "澳门特别行政区",
}
"""Names by the first two digits, GB/T 2260."""

PROVINCES_IN_ENGLISH: dict[str, tuple[str, str]] = {
    "11": ("BJ", "Beijing"),
    "12": ("TJ", "Tianjin"),
    "13": ("HE", "Hebei"),
    "14": ("SX", "Shanxi"),
    "15": ("NM", "Inner Mongolia"),
    "21": ("LN", "Liaoning"),
    "22": ("JL", "Jilin"),
    "23": ("HL", "Heilongjiang"),
    "31": ("SH", "Shanghai"),
    "32": ("JS", "Jiangsu"),
    "33": ("ZJ", "Zhejiang"),
    "34": ("AH", "Anhui"),
    "35": ("FJ", "Fujian"),
    "36": ("JX", "Jiangxi"),
    "37": ("SD", "Shandong"),
    "41": ("HA", "Henan"),
    "42": ("HB", "Hubei"),
    "43": ("HN", "Hunan"),
    "44": ("GD", "Guangdong"),
    "45": ("GX", "Guangxi"),
    "46": ("HI", "Hainan"),
    "50": ("CQ", "Chongqing"),
    "51": ("SC", "Sichuan"),
    "52": ("GZ", "Guizhou"),
    "53": ("YN", "Yunnan"),
    "54": ("XZ", "Tibet"),
    "61": ("SN", "Shaanxi"),
    "62": ("GS", "Gansu"),
    "63": ("QH", "Qinghai"),
    "64": ("NX", "Ningxia"),
    "65": ("XJ", "Xinjiang"),
    "71": ("TW", "Taiwan"),
    "81": ("HK", "Hong Kong"),
    "82": ("MO", "Macao"),
}
"""The two letters of ISO 3166-2:CN and the English name, by the first two digits."""

MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
"""Provinces that are one city."""

# fmt: off
_PEOPLES = (
    "蒙古族", "回族", "藏族", "维吾尔", "苗族", "彝族", "壮族", "布依族", "朝鲜族", "满族",
    "侗族", "瑶族", "白族", "土家族", "哈尼族", "哈萨克族", "哈萨克", "傣族", "黎族", "傈僳族",
    "佤族", "畲族", "高山族", "拉祜族", "水族", "东乡族", "纳西族", "景颇族", "柯尔克孜", "土族",
    "达斡尔族", "仫佬族", "羌族", "布朗族", "撒拉族", "毛南族", "仡佬族", "锡伯族", "锡伯", "阿昌族",
    "普米族", "塔吉克", "怒族", "乌孜别克族", "俄罗斯族", "鄂温克族", "德昂族", "保安族", "裕固族", "京族",
    "塔塔尔族", "独龙族", "鄂伦春", "赫哲族", "门巴族", "珞巴族", "基诺族", "各族",
)
# fmt: on
_ENDINGS = (
    "特别行政区",
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "地区",
    "林区",
    "特区",
    "省",
    "市",
    "盟",
    "区",
    "县",
    "旗",
)


def short_name(name: str) -> str:
    """The name without what kind of division it is and without the peoples that it is named after."""
    if name == "内蒙古自治区":
        return "内蒙古"
    for ending in _ENDINGS:
        if name.endswith(ending) and len(name) > len(ending) + 1:
            name = name[: -len(ending)]
            # Autonomous divisions, and city districts such as 管城回族区.
            return _without_peoples(name) if ending.startswith("自治") or name.endswith("族") else name
    return name


def _without_peoples(name: str) -> str:
    while True:
        for people in _PEOPLES:
            if name.endswith(people) and len(name) > len(people) + 1:
                name = name[: -len(people)]
                break
        else:
            return name


@cache
def regions() -> tuple[Region, ...]:
    """Every code with every name that it bore."""
    text = files("mingjian.standards").joinpath("regions.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return tuple(Region(*row) for row in rows[1:])


@cache
def _by_code() -> dict[str, tuple[Region, ...]]:
    found: dict[str, list[Region]] = {}
    for region in regions():
        found.setdefault(region.code, []).append(region)
    return {code: tuple(sorted(named, key=lambda region: region.until or "999999")) for code, named in found.items()}


@cache
def _by_name() -> dict[str, tuple[Region, ...]]:
    found: dict[str, list[Region]] = {}
    for region in regions():
        for name in {region.name, region.short}:
            found.setdefault(name, []).append(region)
    return {name: tuple(sorted(named, key=_newest_and_highest_first)) for name, named in found.items()}


def _newest_and_highest_first(region: Region) -> tuple[bool, int, str]:
    return (not region.current, region.level, region.code)


def region(code: str) -> Region | None:
    """The division of a six-digit code under its latest name; None where no list has it."""
    named = _by_code().get(code)
    return named[-1] if named else None


def named(name: str, *, within: str = "") -> tuple[Region, ...]:
    """The divisions of that full or short name whose code begins with ``within``: present and higher ones first."""
    return tuple(region for region in _by_name().get(name, ()) if region.code.startswith(within))


@cache
def longest_name() -> int:
    """Characters of the longest name."""
    return max(map(len, _by_name()))


def province_code(text: str) -> str | None:
    """The two-digit code that a province's code, any of its divisions' six-digit codes, or its name stands for."""
    if text.isascii() and text.isdecimal():
        return text[:2] if len(text) in {2, 6, 12} and text[:2] in PROVINCES else None
    for code, name in PROVINCES.items():
        if text in {name, short_name(name), f"{short_name(name)}省", f"{short_name(name)}市"}:
            return code
    return None
