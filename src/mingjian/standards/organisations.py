"""When two names are one organisation's: with and without legal form, with the place in front or in brackets.

A name is place, house name, trade and legal form: 重庆市 渝信 法务咨询 有限公司; the place may stand in brackets
instead, 渝信(重庆)法务咨询有限公司. No registrar takes two firms of one place, house name and trade.
"""

import re
from collections import defaultdict
from functools import cache

from mingjian.standards.names import normalise
from mingjian.standards.regions import Region, regions

__all__ = ["TRADE", "registered_name"]

_FORM = re.compile(r"(?:股份有限|有限责任|有限|责任)公司$|(?<!分)公司$|(?:特殊普通|普通|有限)合伙$")
TRADE = (
    r"(?:法律|法务|信息|科技|技术|网络|咨询|服务|管理|企业|商务|商贸|文化|传媒|传播|金融|财务|财税|信用|征信|债务|资产|数据"
    r"|电子|实业|贸易|投资|控股|集团|教育|健康|发展|中心|工作室|经营部|事务所|律师|律所|服务所|商行|顾问|策划|产业|代理|调解)"
)
_BRACKETS = str.maketrans("〔［[【〕］]】", "(((())))")
_IN_BRACKETS = re.compile(r"\(([^()]+)\)")
_LONGEST_PLACE = 15
_NO_ENDING = ("市政", "市民", "市场", "市容")
"""After a city's short name these are words of the house name or the trade: 重庆市政工程."""


def registered_name(name: str) -> str:
    """Place, house name and trade: 渝信（重庆）法务咨询有限公司 and 重庆市渝信法务咨询 are 重庆渝信法务咨询.

    A place that is left out is not guessed, since firms in several places bear one name; and a mere trade keeps its
    form, or whoever wrote 法务公司 would have named one firm with whoever wrote 法务.
    """
    written = re.sub(r"[\s\-—–,，.。·、]", "", normalise(name).translate(_BRACKETS))
    for bracket in _IN_BRACKETS.finditer(written):
        if place := _places().get(bracket[1]):
            written = place + written[: bracket.start()] + written[bracket.end() :]
            break
    whole = re.sub("[()]", "", written)
    found = next((whole[:end] for end in range(_LONGEST_PLACE, 1, -1) if whole[:end] in _places()), "")
    if found and not whole.startswith(_NO_ENDING, len(found) - 1):
        whole = _places()[found] + whole[len(found) :]
    formless = _FORM.sub("", whole)
    own = formless.removeprefix(_places().get(found, ""))
    return whole if re.fullmatch(f"{TRADE}*", own) else formless


@cache
def _places() -> dict[str, str]:
    """Provinces and prefectures with the short names of those that mean one place: 重庆, but not 吉林 nor 朝阳."""
    bearers: dict[str, list[Region]] = defaultdict(list)
    for region in regions():
        if region.current and region.level:
            for name in {region.short, re.sub("[省市县区旗盟]$", "", region.name)}:
                bearers[name].append(region)
    found: dict[str, str] = {}
    for short, named in bearers.items():
        first, *others = sorted(named, key=lambda region: (region.level, region.code))
        if first.level <= 2 and first.short == short and all(_is_told_from(one, first) for one in others):
            found |= {short: short, first.name: short}
    return found


def _is_told_from(county: Region, larger: Region) -> bool:
    """Whether a county of its own is told from it by its ending: 长沙县 in 长沙市."""
    return county.code.startswith(larger.code[: 2 * larger.level]) and county.name.endswith(("县", "区", "旗"))
