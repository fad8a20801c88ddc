"""Provisions that a clue may touch, as wording for whoever judges it; none is applied here.

Each names when it may matter. Whether an offence was committed only the authorities and courts decide.
"""

from collections.abc import Callable
from dataclasses import dataclass

from mingjian.casework.clues.gathering import Holding
from mingjian.standards.payments import was_paid


@dataclass(frozen=True)
class Provision:
    """A rule, what it is about, and whether what was gathered touches it."""

    source: str
    about: str
    touched: Callable[[Holding], bool]


def _papers(holding: Holding) -> bool:
    return any(one.signs for one in holding.documents if one.doubtful)


def _fees(holding: Holding) -> bool:
    return any(was_paid(one["fee_yuan"], one["payee_account"], one["text"]) for one in holding.testimonies) or any(
        (one["fees"] or 0) > 0 for one in holding.agencies
    )


def _money_demanded(holding: Holding) -> bool:
    return any("compensation" in (one["demands"] or "") for one in holding.complaints)


def _several_people(holding: Holding) -> bool:
    return len(holding.customers) > 1


POSSIBLE_OFFENCES: tuple[Provision, ...] = (
    Provision(
        "《中华人民共和国刑法》第二百八十条",
        "伪造、变造、买卖国家机关公文、证件、印章；伪造公司、企业、事业单位、人民团体印章。如经核实材料确系伪造，可能涉及。",
        _papers,
    ),
    Provision(
        "《中华人民共和国刑法》第二百六十六条",
        "诈骗公私财物。如查明以虚假承诺收取费用，或以虚假材料骗取减免，且达到法定数额，可能涉及。",
        lambda holding: _papers(holding) or _fees(holding),
    ),
    Provision(
        "《中华人民共和国刑法》第二百七十四条",
        "敲诈勒索公私财物。如查明以投诉相要挟索取财物，可能涉及；消费者依法提出的赔偿请求不在此列。",
        _money_demanded,
    ),
    Provision(
        "《中华人民共和国刑法》第二百五十三条之一",
        "侵犯公民个人信息。如查明非法获取、出售或者提供消费者个人信息，可能涉及。",
        _several_people,
    ),
)
"""What may be touched, if the facts are borne out."""

BASES: tuple[tuple[str, str], ...] = (
    (
        "《中华人民共和国刑事诉讼法》第一百一十条",
        "任何单位和个人发现有犯罪事实或者犯罪嫌疑人，有权利也有义务向公安机关、人民检察院或者人民法院报案或者举报。",
    ),
    (
        "《最高人民法院、最高人民检察院、公安部关于办理刑事案件收集提取和审查判断电子数据若干问题的规定》（法发〔2016〕22号）",
        "电子数据的来源、完整性校验值等应当说明。本材料逐件列明类别、格式、校验值、来源、时间、方法和经手人；我单位系数据提供方，不作鉴定。",
    ),
    (
        "《中华人民共和国个人信息保护法》第六条、第二十八条",
        "处理个人信息应当限于实现处理目的的最小范围；敏感个人信息须有特定目的和充分必要性。遮蔽情况见「未提供与遮蔽的内容」。",
    ),
    (
        "《银行保险机构消费者权益保护管理办法》（银保监会令2022年第9号）",
        "消费者的投诉权利不因本材料受影响；相关投诉仍按规定期限独立处理。",
    ),
)
"""On what the handing over rests, and what it leaves untouched."""
