"""Simulated Chinese people, some of whom stand in several records, written with the errors of counters and forms."""

import random
from collections.abc import Mapping

import polars as pl
from pypinyin import lazy_pinyin

from mingjian.network.people import chinese_people

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉玲华红建国志玉春梅云龙海燕雪婷宇浩欣怡子轩晨"
_ROADS = ("中山", "人民", "解放", "建设", "民生", "长江", "新华", "和平", "文化", "滨海", "青年", "朝阳")
_PLACES = ("重庆市渝中区", "重庆市江北区", "青岛市市南区", "成都市武侯区", "武汉市江汉区", "西安市雁塔区")
_HOMOPHONES = {
    "伟": "玮",
    "芳": "方",
    "静": "婧",
    "丽": "莉",
    "军": "君",
    "洋": "阳",
    "英": "瑛",
    "华": "桦",
    "萧": "肖",
}
_TRADITIONAL = {
    "张": "張",
    "刘": "劉",
    "陈": "陳",
    "丽": "麗",
    "军": "軍",
    "国": "國",
    "华": "華",
    "红": "紅",
    "杨": "楊",
}


def simulated(people: int, *, seed: int = 7) -> tuple[pl.DataFrame, Mapping[str, str]]:
    """People of whom one in two stands in two to four records, written with the errors of counters and forms."""
    throw = random.Random(seed)
    rows: list[dict[str, str | None]] = []
    truth: dict[str, str] = {}
    for number in range(people):
        born = f"{throw.randrange(1955, 2004)}{throw.randrange(1, 13):02d}{throw.randrange(1, 29):02d}"
        person: dict[str, str | None] = {
            "name": throw.choice(_SURNAMES) + "".join(throw.choice(_GIVEN) for _ in range(throw.choice((1, 2, 2)))),
            "id_number": f"{throw.choice(('500103', '370202', '510107'))}{born}{throw.randrange(10**4):04d}",
            "phone": f"1{throw.choice('358')}{throw.randrange(10**9):09d}",
            "address": f"{throw.choice(_PLACES)}{throw.choice(_ROADS)}路{throw.randrange(1, 300)}号"
            f"{throw.randrange(1, 20)}栋{throw.randrange(1, 30)}{throw.randrange(1, 9):02d}室",
        }
        for copy in range(throw.choice((1, 1, 1, 2, 3, 4))):
            record = f"R{number}-{copy}"
            truth[record] = str(number)
            rows.append({"record": record, **(_miswritten(person, throw) if copy else person)})
    written = pl.DataFrame(rows, infer_schema_length=None).to_arrow()
    return pl.DataFrame(chinese_people(written, id_column="record")), truth


def _miswritten(person: Mapping[str, str | None], throw: random.Random) -> dict[str, str | None]:
    name, phone, address = person["name"] or "", person["phone"] or "", person["address"] or ""
    error = throw.random()
    if error < 0.1:
        name = "".join(_HOMOPHONES.get(sign, sign) for sign in name)
    elif error < 0.2:
        name = "".join(_TRADITIONAL.get(sign, sign) for sign in name)
    elif error < 0.25:
        name = "".join(lazy_pinyin(name))
    elif error < 0.3 and len(name) == 3:
        name = name[0] + name[2] + name[1]
    phone = throw.choice((phone, phone, "+86 " + phone, f"{phone[:3]}-{phone[3:7]}-{phone[7:]}", _moved(phone, throw)))
    spelled = throw.choice(
        (address, address.replace("市", "", 1), address.replace("号", "號"), address.replace("栋", "幢"))
    )
    if throw.random() < 0.15:
        spelled = spelled.split("号")[0] + "号"
    return {
        "name": name,
        "id_number": person["id_number"] if throw.random() < 0.5 else None,
        "phone": phone if throw.random() < 0.8 else f"1{throw.choice('358')}{throw.randrange(10**9):09d}",
        "address": spelled if throw.random() < 0.85 else None,
    }


def _moved(phone: str, throw: random.Random) -> str:
    place = throw.randrange(3, 10)
    return phone[:place] + phone[place + 1] + phone[place] + phone[place + 2 :]
