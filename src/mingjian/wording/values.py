"""What a sentence asserts in figures: how often, when, at what rate, how much, to whom."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from mingjian.contract.vocabulary import Counterparty

DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "俩": 2,
    "廿": 20,
}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
NUMERAL = r"(?:\d+(?:,\d{3})*(?:\.\d+)?|[零〇一二两三四五六七八九十百千万亿廿]+)"
"""A number in digits or Chinese characters."""

_TIMES = re.compile(
    rf"(?<![\d/.])(?P<number>{NUMERAL}|几)(?P<more>十|百)?(?:多|余|来|几)?\s*(?:个|通|次|遍|回|条|封)(?=[^月年日天小]|$)"
    r"|(?P<english>\d+|two|three|four|five|six|seven|eight|nine|ten|dozens?)(?:\s+or more)?\s+"
    r"(?:times|calls|phone calls)"
)
_FULL_DATE = re.compile(
    r"(?P<year>\d{4})\s*[年/.\-]\s*(?P<month>\d{1,2})\s*[月/.\-]\s*(?P<day>\d{1,2})\s*[日号]?(?!\d)"
)
_DAY_OF_YEAR = re.compile(rf"(?<![\d年/.\-])(?P<month>{NUMERAL})月(?P<day>{NUMERAL})[日号]")
_SLASHED_DAY = re.compile(r"(?<![\d/.])(?P<month>1[0-2]|0?[1-9])/(?P<day>3[01]|[12]\d|0?[1-9])(?=$|[^\d/%]|\d\d?:\d\d)")
"""A day as 11/24; a time of day may follow without a space."""
_DOTTED_DAY = re.compile(
    r"(?<![\d./¥￥$])(?<![率化息约共超达])(?P<month>1[0-2]|0?[1-9])\.(?P<day>3[01]|[12]\d|0?[1-9])"
    r"(?=[\u4e00-\u9fff])(?!个点|元|万|千|百|亿|块|倍|折|成|分|期|厘|号楼|公斤|以上|以下)"
)
"""A day as 11.24; what it is followed by tells it from a decimal."""
_EACH_DAY = re.compile(
    r"每一?天|天天|一天(?!到晚|比一天)|[每一单当同]日|当天|同一天|日均"
    r"|\b(?:a|per|each|every|one|single) day\b|\bdaily\b"
)
_SPAN = re.compile(
    rf"(?P<number>几|(?![一1]天){NUMERAL})(?:多|来)?(?:个?(?P<unit>天|周|星期|礼拜)|个多?(?P<months>月))|(?P<half>半)个?月"
    r"|[这上本每]个?(?P<named>周|星期|礼拜|月)"
    rf"|(?:(?P<from_month>{NUMERAL})月)?(?P<from_day>{NUMERAL})[日号]?[到至和跟与、~—-]+"
    rf"(?:(?P<to_month>{NUMERAL})月)?(?P<to_day>{NUMERAL})[日号]"
    r"|\b(?:(?P<english>\d+|two|three|four) )?(?P<english_unit>week|month)s?\b"
)
"""A stretch of days that says how long it is."""
_A_FEW = 9
"""Few days are no more than so many."""
_DAYS_OF = {"天": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 31, "week": 7, "month": 31}
_LASTING = re.compile(
    r"前后|加起来|累计|先后|总共|一共|共计|合计|以来|至今|到现在"
    r"|[日号](?:起|开始|之?以?后)|\b(?:in total|altogether|since)\b"
)
"""Words for a stretch of days that do not say how long it is."""
_RELATIVE_DAYS = {"今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "昨晚": 1, "前天": 2, "大前天": 3}
_RELATIVE_DAY = re.compile("今天|今日|昨天|昨日|昨晚|大?前天")
_DATES = (_RELATIVE_DAY, _FULL_DATE, _DAY_OF_YEAR, _SLASHED_DAY, _DOTTED_DAY)
ABOUT_AN_HOUR = r"\s*(?:(?:都|已经?|就)?(?:快(?:到|要)?|将近|接近|过了?))?"
"""What stands between the part of the day and its hour: 晚上过了十点, 夜里都快十一点."""
_CLOCK = re.compile(
    r"(?P<english>\d{1,2})(?::(?P<english_minute>\d\d))?\s*(?P<half>[ap])\.?m\b"
    rf"|(?:(?P<part>凌晨|半夜|深夜|夜里|夜间|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚间|晚|早){ABOUT_AN_HOUR}\s*)?"
    rf"(?P<hour>{NUMERAL})(?:点钟?|时(?!间|候)|[:](?=\d\d))(?P<minute>半|一刻|三刻|\d{{1,2}})?"
)
_RATE = re.compile(
    rf"(?P<period>[年月日])?(?:化|利率|息|费率)?[^,。;\d%]{{0,12}}?(?:(?P<percent>\d+(?:\.\d+)?)\s*(?:%|个点)|百分之(?P<words>{NUMERAL}(?:点{NUMERAL})?))"
)
_SUM = re.compile(
    rf"(?:¥|￥|rmb\s*)\s*(?P<marked>\d+(?:,\d{{3}})*(?:\.\d+)?)\s*(?P<marked_unit>[万千亿])?"
    rf"|(?P<number>{NUMERAL})\s*(?P<unit>[wk])?\s*(?:多|余|来)?(?:元|块钱?|圆)"
    r"|(?P<tens>\d+(?:\.\d+)?)\s*(?P<tens_unit>[万wk])(?![a-z])"
    r"|\{?\$\s*(?P<dollars>\d+(?:,\d{3})*(?:\.\d+)?)\}?"
)
_ENGLISH_NUMBERS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "dozen": 12, "dozens": 24,
}  # fmt: skip

RELATIVES = (
    "家人", "家属", "家里人", "家里", "父母", "父亲", "母亲", "爸爸", "妈妈", "爸妈", "老爸", "老妈", "爱人", "妻子",
    "丈夫", "老公", "老婆", "配偶", "儿子", "女儿", "孩子", "子女", "兄弟", "姐妹", "哥哥", "姐姐", "弟弟", "妹妹",
    "大哥", "大姐", "表哥", "表姐", "表弟", "表妹", "堂哥", "堂弟", "亲戚", "亲属", "亲友", "亲人", "岳父", "岳母",
    "婆婆", "公公", "公婆", "前妻", "前夫", "嫂子", "叔叔", "舅舅", "姑姑", "阿姨", "爷爷", "奶奶", "外公", "外婆",
    "老人", "老母亲", "老父亲", "爹", "娘", "老爹", "老娘", "爹娘", "双亲", "媳妇", "闺女", "儿媳", "女婿", "娘家",
    "婆家", "老家", "家中", "全家", "一家人", "一家老小", "大伯", "大爷", "伯父", "伯母", "舅妈", "姑父", "姑妈",
    "姨妈", "姨夫", "婶婶", "婶子", "弟媳", "妹夫", "姐夫", "堂姐", "堂妹", "祖父", "祖母", "孙子", "侄子", "外甥",
    "我妈", "我爸", "我哥", "我姐", "我弟", "我妹", "我爷", "我奶", "俺妈", "俺爸", "俺哥", "俺姐", "俺弟", "俺妹",
    "丈母娘", "老丈人", "亲家", "老父", "老母", "咱妈", "咱爸", "老伴", "内人", "太太", "未婚妻", "未婚夫", "长辈",
    "亲朋", "至亲", "我先生", "俺男人", "我男人", "孩子他爸", "孩子他妈", "娃他爸", "娃他妈", "舅哥",
    "小舅子", "小姨子", "连襟", "妯娌",
    "大嫂", "弟妹", "侄女", "外孙", "孙女", "公爹", "婆母", "养父", "养母", "继父", "继母", "干妈", "干爹",
    "对象", "娃儿",
)  # fmt: skip
COLLEAGUES = (
    "同事", "领导", "老板", "上司", "主管", "人事", "工作单位", "单位", "我公司", "我们公司", "就职公司", "任职公司",
    "工友", "厂里", "厂长", "公司前台", "车间", "雇主", "用人单位", "人事部", "工地", "班组", "同僚",
    "前台", "财务", "hr", "东家", "保安室", "传达室", "科室", "学校领导", "车队", "人力", "门房", "食堂",
    "工头", "队长", "班长", "组长", "会计", "出纳",
    "店长", "科长", "部门的人",
)  # fmt: skip
OTHER_THIRD_PARTIES = (
    "朋友", "女朋友", "男朋友", "女友", "男友", "同学", "邻居", "村委会", "村委", "村干部", "村里人", "居委会",
    "社区", "物业", "房东", "紧急联系人", "联系人", "通讯录", "通讯录好友", "第三方", "第三人", "无关人员", "老师",
    "学校", "客户", "战友", "室友", "街坊", "邻里", "乡亲", "同乡", "老乡", "村支书", "村主任", "支书", "村民",
    "旁人", "外人", "局外人", "熟人", "发小", "哥们", "闺蜜", "好友", "班主任", "辅导员", "业主群", "家长群",
    "微信群", "朋友圈", "通讯簿", "门卫", "保安", "网格员", "隔壁", "师傅", "徒弟", "合伙人", "搭档", "伙计", "房客",
    "村长", "村里", "组织委员", "教练", "甲方", "我领导", "导师", "学生", "家长", "客户群",
)  # fmt: skip


def _any_of(words: Iterable[str]) -> str:
    # The first characters are asked for first: few places have one, and what stands before costs most.
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return (
        f"(?=[{''.join(sorted({word[0] for word in longest_first}))}])"
        "(?<!委托的)(?<!委托)(?<!合作的)(?<!女)(?<!男)(?<!贵)(?<!该)(?<!姑)"
        # Nor is who leads the lender's own people.
        "(?!(?<=催收|客服|你们|贵司)(?:主管|组长|队长|班长|领导|老板|科长))"
        f"(?:{'|'.join(longest_first)})"
    )


RELATIVE = _any_of(RELATIVES)
"""One of the borrower's family."""
THIRD_PERSON = _any_of((*RELATIVES, *COLLEAGUES, *OTHER_THIRD_PARTIES))
"""Somebody else than the borrower; a third party that works for the lender is the lender."""
ENGLISH_RELATIVES = (
    "family", "mother", "father", "mom", "dad", "parents", "wife", "husband", "spouse", "son", "daughter",
    "brother", "sister", "relatives", "relative", "grandmother", "grandfather", "in-laws", "ex-wife", "ex-husband",
    "aunt", "uncle",
)  # fmt: skip
ENGLISH_COLLEAGUES = (
    "employer", "boss", "work", "workplace", "job", "coworkers", "coworker", "co-workers", "office", "hr",
)  # fmt: skip
ENGLISH_OTHERS = (
    "friends", "friend", "neighbors", "neighbor", "landlord", "references", "roommate",
)  # fmt: skip
ENGLISH_THIRD_PERSON = "(?:" + "|".join((*ENGLISH_RELATIVES, *ENGLISH_COLLEAGUES, *ENGLISH_OTHERS)) + r")\b"
_PERSON = re.compile(THIRD_PERSON + r"|\b" + ENGLISH_THIRD_PERSON)
_COUNTERPARTIES = (
    dict.fromkeys((*RELATIVES, *ENGLISH_RELATIVES), Counterparty.RELATIVE)
    | dict.fromkeys((*COLLEAGUES, *ENGLISH_COLLEAGUES), Counterparty.COLLEAGUE)
    | dict.fromkeys((*OTHER_THIRD_PARTIES, *ENGLISH_OTHERS), Counterparty.OTHER_THIRD_PARTY)
)


@dataclass(frozen=True)
class Person:
    """Somebody else than the borrower, as named and as the lender's records would class him."""

    name: str
    counterparty: Counterparty


def number(text: str) -> float | None:
    """The value of a numeral in digits or Chinese characters, such as ``1,200``, ``三千五`` or ``十二``, or None."""
    plain = text.replace(",", "").replace(",", "")
    try:
        return float(plain)
    except ValueError:
        pass
    if not plain or any(character not in DIGITS and character not in _UNITS for character in plain):
        return None
    if all(character in DIGITS for character in plain):
        return float("".join(str(DIGITS[character]) for character in plain))
    total = section = digit = 0
    last_unit = 10
    for character in plain:
        if character in DIGITS:
            digit = DIGITS[character]
            if digit == 0:
                last_unit = 10
            continue
        unit = _UNITS[character]
        if unit >= 10_000:
            total = (total + section + digit) * unit
            section = 0
        else:
            section += (digit or 1) * unit
        digit, last_unit = 0, unit
    return float(total + section + digit * (last_unit // 10))


def count(text: str) -> int | None:
    """How many times or calls the text speaks of; the lower bound where it says "more than".

    "One" counts only where no other number does: 一个上午, 又来一通 say when and how, not how often.
    """
    counted = _counted(text)
    return _times(counted) if counted else None


def _counted(text: str) -> re.Match[str] | None:
    """Where the text says how often: its first number but one, or else the last "one"."""
    single = None
    for match in _TIMES.finditer(text):
        times = _times(match)
        if times is None:
            continue
        if times != 1:
            return match
        single = match
    return single


def _times(match: re.Match[str]) -> int | None:
    if english := match["english"]:
        return int(_ENGLISH_NUMBERS.get(english) or english)
    if match["number"] == "几":
        return {"十": 30, "百": 300}.get(match["more"] or "", 3)
    value = number(match["number"])
    if value is None or value > 10_000:
        return None
    return int(value * _UNITS.get(match["more"] or "", 1))


def day(text: str, *, received_on: date | None = None) -> date | None:
    """The first day that the text names. A day without a year is the last one not after ``received_on``."""
    if match := _FULL_DATE.search(text):
        return _date(int(match["year"]), int(match["month"]), int(match["day"]))
    if received_on is None:
        return None
    if match := _DAY_OF_YEAR.search(text) or _SLASHED_DAY.search(text) or _DOTTED_DAY.search(text):
        month, day_of_month = number(match["month"]), number(match["day"])
        if month is None or day_of_month is None:
            return None
        for year in (received_on.year, received_on.year - 1):
            found = _date(year, int(month), int(day_of_month))
            if found is not None and found <= received_on:
                return found
        return None
    for word, days in _RELATIVE_DAYS.items():
        if word in text:
            return received_on - timedelta(days=days)
    return None


def of_a_day(text: str) -> bool:
    """Whether what the text counts happened on one day, by its words for it or by the only day that it names.

    Where it also speaks of weeks or of several days, nobody can tell of which the number is.
    """
    if _SPAN.search(text) or _LASTING.search(text):
        return False
    return sum(len(pattern.findall(text)) for pattern in _DATES) == 1 or _EACH_DAY.search(text) is not None


def over_days(text: str) -> int | None:
    """Over how many days what the text counts happened, by the stretch of days that stands nearest before the number.

    Where none stands before it the first after it counts. None where a day stands there.
    """
    counted = _counted(text)
    if counted is None:
        return None
    days: list[re.Match[str]] = [match for pattern in (_SPAN, _EACH_DAY, *_DATES) for match in pattern.finditer(text)]
    before = [match for match in days if match.end() <= counted.start()]
    after = [match for match in days if match.start() >= counted.end()]
    # Of two that end together the longer says more: the last day of a stretch is a day as well.
    nearest = max(before, key=lambda match: (match.end(), -match.start()), default=None) or min(
        after, key=lambda match: (match.start(), -match.end()), default=None
    )
    return _length(nearest) if nearest is not None and nearest.re is _SPAN else None


def _length(span: re.Match[str]) -> int | None:
    """How many days a stretch has; of what is said by the way rather more than fewer."""
    if span["half"]:
        return 15
    if unit := span["named"]:
        return _DAYS_OF[unit]
    if unit := span["english_unit"]:
        return int(_ENGLISH_NUMBERS.get(span["english"]) or span["english"] or 1) * _DAYS_OF[unit]
    if unit := span["unit"] or span["months"]:
        times = _A_FEW if span["number"] == "几" else number(span["number"])
        return round(times * _DAYS_OF[unit]) if times else None
    first, last = number(span["from_day"]), number(span["to_day"])
    if first is None or last is None:
        return None
    begun, ended = number(span["from_month"] or ""), number(span["to_month"] or "")
    months = float(last < first) if begun is None or ended is None else (ended - begun) % 12
    return max(int(last - first + months * 31), 1) + 1


def clock(text: str) -> str | None:
    """The first time of day that the text names, as HH:MM on a 24-hour clock."""
    for match in _CLOCK.finditer(text):
        if match["english"]:
            hour = int(match["english"]) % 12 + (12 if match["half"] == "p" else 0)
            return f"{hour:02d}:{int(match['english_minute'] or 0):02d}"
        value = number(match["hour"])
        if value is None or value > 24:
            continue
        hour = int(value)
        part = match["part"] or ""
        if part in ("下午", "傍晚", "晚上", "晚间", "晚", "半夜", "深夜", "夜里", "夜间") and hour < 12:
            hour += 12 if not (part in ("半夜", "深夜", "夜里", "夜间", "晚上") and hour < 5) else 0
        elif part in ("晚上", "半夜", "深夜", "夜里", "夜间", "晚") and hour == 12:
            hour = 0
        elif part == "中午" and hour < 3:
            hour += 12
        minute = match["minute"] or "0"
        minutes = {"半": 30, "一刻": 15, "三刻": 45}.get(minute)
        if minutes is None:
            minutes = int(minute)
        if minutes < 60:
            return f"{hour % 24:02d}:{minutes:02d}"
    return None


def rate(text: str) -> float | None:
    """The highest yearly rate that the text names, as a fraction; monthly and daily ones are multiplied out."""
    found = []
    for match in _RATE.finditer(text):
        value = float(match["percent"]) if match["percent"] else _percentage(match["words"])
        if value is not None:
            found.append(value / 100 * {"月": 12, "日": 365}.get(match["period"] or "", 1))
    return round(max(found), 6) if found else None


def sum_yuan(text: str) -> float | None:
    """The first sum of money that the text names."""
    for match in _SUM.finditer(text):
        for name, unit_name in (
            ("marked", "marked_unit"),
            ("number", "unit"),
            ("tens", "tens_unit"),
            ("dollars", None),
        ):
            if match[name]:
                value = number(match[name])
                unit = (match[unit_name] if unit_name else "") or ""
                if value is not None:
                    return value * {"万": 1e4, "w": 1e4, "千": 1e3, "k": 1e3, "亿": 1e8}.get(unit, 1)
    return None


def person(text: str) -> Person | None:
    """The first person other than the borrower that the text names."""
    match = _PERSON.search(text)
    return Person(match.group(), _COUNTERPARTIES[match.group()]) if match else None


def _percentage(words: str) -> float | None:
    whole, _, fraction = words.partition("点")
    value = number(whole)
    if value is None or not fraction:
        return value
    return float(f"{int(value)}." + "".join(str(DIGITS.get(character, character)) for character in fraction))


def _date(year: int, month: int, day_of_month: int) -> date | None:
    try:
        return date(year, month, day_of_month)
    except ValueError:
        return None
