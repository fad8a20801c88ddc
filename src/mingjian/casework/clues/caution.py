"""What a report may not leave out: what speaks for the consumers, what nobody has confirmed, what would settle it."""

from collections import Counter
from collections.abc import Sequence

from mingjian.casework.clues.evidence import Item
from mingjian.casework.clues.gathering import Holding
from mingjian.casework.clues.words import word
from mingjian.contract.vocabulary import Certainty, Claim, ClaimStatus, EntityType, ProtectionNeed
from mingjian.standards.payments import was_paid
from mingjian.standards.sources import LEAST_SOURCES, independent_sources


def for_consumers(holding: Holding) -> list[str]:
    """What must be said on the consumers' side, with the same care."""
    status = Counter(one["status"] for one in holding.claims)
    borne = Counter(one["claim"] for one in holding.claims if one["status"] == ClaimStatus.BORNE_OUT.value)
    needs = Counter(one["protection_need"] for one in holding.customers if one["protection_need"])
    fees = [
        one["fee_yuan"] for one in holding.testimonies if was_paid(one["fee_yuan"], one["payee_account"], one["text"])
    ]
    lines = [
        "消费者可能是被害人：付费委托、身份证件及手机卡被他人使用、被劝停止还款，均可能使其受损。请先作为可能的被害人对待，不因其为代理方客户而推定其参与。"
    ]
    if holding.claims:
        lines.append(
            f"投诉中共提出可核对的主张 {len(holding.claims)} 项：经我单位自身记录核对，"
            f"{status['borne_out']} 项属实或部分属实，{status['contradicted']} 项与记录不符，"
            f"{status['unknown']} 项无法判断。属实的主张由我单位另行处理，不受本材料影响。"
        )
    if borne:
        named = "、".join(f"{word(Claim, claim)} {count} 项" for claim, count in borne.most_common(6))
        lines.append(f"属实的主张：{named}。")
    if fees:
        lines.append(f"已有 {len(fees)} 名消费者反映支付费用，合计 {sum(fees):,.0f} 元。")
    help_ = needs[ProtectionNeed.ASSIST.value] + needs[ProtectionNeed.VICTIM_SUPPORT.value]
    if help_:
        lines.append(f"{help_} 名客户被评估为需要协助或被害人支持。")
    genuine = [
        one
        for one in holding.documents
        if one.certainty in (Certainty.ISSUER_CONFIRMED.value, Certainty.CONSISTENT.value)
    ]
    if genuine:
        lines.append(f"{len(genuine)} 份材料经出具单位确认或与各项记录一致，未作为疑点列入。")
    lines.append("使用相同的投诉模板或经他人协助投诉，本身并不违法，也不说明投诉内容不实。")
    return lines


def unconfirmed(holding: Holding, items: Sequence[Item]) -> list[str]:
    """What nobody has confirmed, and what a score is not."""
    lines = []
    review = sum(
        one.document.doubtful
        and one.document.certainty not in (Certainty.ISSUER_DENIED.value, Certainty.CONTRADICTED.value)
        for one in items
    )
    if review:
        lines.append(f"{review} 份材料仅由技术检查提示疑点，尚无出具单位答复或记录可以印证，真伪未定。")
    undecided = sum(one["zone"] == "undecided" for one in holding.complaints)
    if undecided:
        lines.append(f"{undecided} 件投诉由谁实际提出尚不能判断。")
    if holding.members:
        stability = share(holding.about.get("stability"))
        lines.append(
            f"团伙边界由数据关联推得{'，在重复抽样中保持不变的比例为 ' + stability if stability else ''}；"
            "成员身份、分工及相互是否相识，均未经核实。"
        )
    reporters = [one["customer_id"] for one in holding.testimonies]
    # Of a run of an earlier version, whose adverts the lender found itself, the column is not there.
    collected = any(not one.get("reported_by_consumer") for one in holding.solicitations)
    if (reporters or holding.solicitations) and (independent_sources(reporters, advertised=collected) < LEAST_SOURCES):
        lines.append("所列引流信息、消费者线索来源单一，尚无独立来源印证，可能误指他人，仅供核查。")
    lost = sum(one.document.doubtful and not one.path for one in items)
    if lost:
        lines.append(f"{lost} 份有疑点的材料原件未留存于文件库，未能提供。")
    lines.append("各项分值为模型估计，用于排序和提示，不是证据，也不构成认定。")
    return lines


def to_check(holding: Holding, items: Sequence[Item]) -> list[list[str]]:
    """Facts that would settle it, and where they can be had."""
    rows: list[list[str]] = []
    kinds = Counter(
        one["entity_type"]
        for one in holding.members
        if holding.disclosure.show((one["entity_type"], one["entity_id"])).open
    )
    for kind, fact, where in (
        ("phone", "号码的实名登记人、使用人及同机使用的其他号码", "通信运营商"),
        ("account", "账户户名、开户资料及资金往来，收费与转出情况", "开户机构、支付机构"),
        ("wechat", "微信号的实名信息及与委托人的沟通内容", "平台运营者"),
        ("device", "设备的使用人，是否同时登录多名客户账户", "我单位登录记录（可凭文书调取）、设备厂商"),
        ("ip", "对应时间的接入地点与用户", "网络接入服务商"),
        ("address", "寄件地址的实际使用人", "寄递企业、物业"),
        ("waybill", "快递单的寄件人、付款人及揽收地点", "寄递企业"),
        ("licence", "执业证号是否真实、是否本人使用", "司法行政机关"),
        ("person", "代办人的身份及与机构的关系", "机构登记、社会保险记录"),
    ):
        if kinds[kind]:
            rows.append([f"{word(EntityType, kind)}（{kinds[kind]} 项）", fact, where])
    issuers = Counter(
        one.document.issuer
        for one in items
        if one.document.doubtful and one.document.issuer and one.document.certainty != Certainty.ISSUER_DENIED.value
    )
    for issuer, count in sorted(issuers.items(), key=lambda one: (-one[1], one[0]))[:8]:
        rows.append([f"{issuer}（{count} 份材料）", "是否由该单位出具，印章是否为其所有", "该单位（函证）"])
    if len(issuers) > 8:
        rows.append([f"其余 {len(issuers) - 8} 家出具单位", "同上", "见 evidence/index.csv"])
    rows.append(
        ["消费者", "是否知情、是否付费、证件与手机卡由谁使用、材料由谁提供", "询问消费者本人（作为可能的被害人）"]
    )
    return rows


def share(value: float | None) -> str:
    """A share as a report says it; an empty text where none is known."""
    return "" if value is None else f"{value:.0%}"
