"""The report that opens a package: what is suspected and why, what speaks for the consumers, what is not known.

Its words are those of suspicion: the lender provides clues and establishes nothing. Set by typst with the fonts that
come with the product, so that it is the same to the byte wherever it is made.
"""

import json
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

import pylopdf_fonts_zh_cn
import typst

from mingjian.casework.clues.casefile import CaseFile
from mingjian.casework.clues.disclosure import RULES, End
from mingjian.casework.clues.drawing import graph, months
from mingjian.casework.clues.evidence import NOT_ASSESSED, Item
from mingjian.casework.clues.gathering import Holding, Row
from mingjian.casework.clues.law import BASES, POSSIBLE_OFFENCES
from mingjian.casework.clues.statement import Statement, SubjectKind
from mingjian.casework.clues.tables import moment, number_entities
from mingjian.casework.clues.words import UNKNOWN, word
from mingjian.casework.evidence import Evidence, EvidenceKind, Standing
from mingjian.contract.reasons import Language
from mingjian.contract.vocabulary import (
    Certainty,
    Claim,
    ClaimStatus,
    ComplaintChannel,
    EntityType,
    GangEventKind,
    MayAct,
    ProtectionNeed,
    Role,
    Verdict,
)

_RECORDS = frozenset({EntityType.COMPLAINT.value, EntityType.MATERIAL.value})
MOST_PICTURES = 16
MOST_MEMBERS, MOST_PATHS, MOST_INDEXED = 60, 40, 400
_BOARD_KINDS = {
    EvidenceKind.GANG: "团伙",
    EvidenceKind.AGENCY: "机构",
    EvidenceKind.COMPLAINT: "投诉",
    EvidenceKind.CUSTOMER: "客户",
    EvidenceKind.MATERIAL: "材料",
    EvidenceKind.CONTACT: "通话或触达",
    EvidenceKind.TESTIMONY: "消费者线索",
    EvidenceKind.SOLICITATION: "引流信息",
    EvidenceKind.REPRESENTATION: "委托代理",
    EvidenceKind.ORGANISATION: "登记机构",
    EvidenceKind.ENTITY: "实体",
    EvidenceKind.LINK: "关联",
    EvidenceKind.FILE: "外部文件",
}
_KINDS = {
    SubjectKind.GANG: "疑似非法代理团伙",
    SubjectKind.AGENCY: "代理机构",
    SubjectKind.COMPLAINT: "投诉",
    SubjectKind.TESTIMONY: "消费者反映",
}


@dataclass(frozen=True)
class Source:
    """The run that the report speaks from."""

    run: str
    identity: str
    as_of: str
    code: str


def report_pdf(
    holding: Holding,
    items: Sequence[Item],
    statement: Statement,
    source: Source,
    *,
    fingerprints: Sequence[tuple[str, str]],
    pictures: Mapping[str, bytes],
    case: CaseFile | None = None,
) -> bytes:
    """The report; ``pictures`` are JPEGs by the number of their item."""
    content = _content(holding, items, statement, source, fingerprints, pictures)
    content["board"] = [] if case is None else _board(case, holding)
    if case is not None:
        content["title"] += f"（案件 {case.case.case_id}）"
    with tempfile.TemporaryDirectory(prefix="mingjian-report-") as name:
        root = Path(name)
        for number, data in pictures.items():
            (root / f"{number}.jpg").write_bytes(data)
        for svg in ("graph", "months"):
            if content[svg]:
                (root / f"{svg}.svg").write_text(content[svg], encoding="utf-8")
                content[svg] = f"{svg}.svg"
        (root / "content.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        main = root / "report.typ"
        main.write_bytes(files("mingjian.casework.clues").joinpath("report.typ").read_bytes())
        compiler = typst.Compiler(
            main,
            root=root,
            font_paths=[Path(pylopdf_fonts_zh_cn.sans_path()).parent],
            ignore_system_fonts=True,
        )
        # PDF/A, for files that are kept; the stated time stands in it, and no clock.
        moment_s = int(statement.prepared_at.timestamp())
        return cast("bytes", compiler.compile(format="pdf", timestamp=moment_s, pdf_standards=["a-2b"]))


def _content(
    holding: Holding,
    items: Sequence[Item],
    statement: Statement,
    source: Source,
    fingerprints: Sequence[tuple[str, str]],
    pictures: Mapping[str, bytes],
) -> dict[str, Any]:
    numbers = number_entities(holding)
    picture = graph(holding.links, holding.disclosure, numbers, frozenset({EntityType.CUSTOMER.value}))
    about, subject = holding.about, holding.subject
    doubtful = [one for one in items if one.document.doubtful]
    # A complaint belongs with its customer; all of them stand in the tables.
    members = [one for one in holding.members if one["entity_type"] not in _RECORDS]
    paths = [one for one in holding.paths if one["entity_type"] not in _RECORDS]
    return {
        "title": f"关于{_KINDS[subject.kind]} {subject.id} 的线索材料",
        "statement": {
            "organisation": statement.organisation,
            "by": statement.prepared_by,
            "at": moment(statement.prepared_at),
            "purpose": statement.purpose,
            "recipient": statement.recipient,
            "contact": statement.contact or "未填写",
        },
        "source": [source.run, source.identity, source.as_of, source.code],
        "fingerprints": [list(one) for one in fingerprints],
        "summary": holding.summary,
        "figures": _figures(holding, items),
        "reasons": [
            [text, "、".join(evidence[:6]) + (f" 等{len(evidence)}项" if len(evidence) > 6 else "")]
            for text, evidence in holding.reasons
        ],
        "stability": _share(about.get("stability")),
        "graph": picture.svg if picture else "",
        "graph_note": (
            f"图示共用线索 {picture.things} 项（共 {picture.all_things} 项）、当事人 {picture.people} 名"
            f"（共 {picture.all_people} 名）；其余见 tables/links.csv。深色线：同时由两项以上线索联系的当事人。"
            if picture
            else "本次运行没有可绘制的关联。"
        ),
        "members": [_member(one, holding, numbers) for one in members[:MOST_MEMBERS]],
        "all_members": len(members),
        "paths": [_path(one, holding, numbers) for one in paths[:MOST_PATHS]],
        "all_paths": len(holding.paths),
        "months": months([one["received_at"] for one in holding.complaints if one["received_at"]]) or "",
        "timeline": _timeline(holding),
        "agencies": [_agency(one) for one in holding.agencies],
        "documents": [
            {
                "number": one.number,
                "title": one.document.title,
                "material": one.document.material_id,
                "complaint": one.document.complaint_id,
                "received": moment(one.document.received_at)[:10],
                "issuer": one.document.issuer or "未载明",
                "certainty": word(Certainty, one.document.certainty, unknown=NOT_ASSESSED),
                "verdict": word(Verdict, one.document.verdict, unknown=NOT_ASSESSED),
                "signs": [sign.text + (f"（第{sign.page}页）" if sign.page else "") for sign in one.document.signs[:8]],
                "merits": list(one.document.merits[:4]),
                "picture": f"{one.number}.jpg" if one.number in pictures else "",
                "file": one.path or "未提供",
            }
            for one in doubtful
            if one.number in pictures
        ],
        "all_documents": len(items),
        "doubtful": len(doubtful),
        "for_consumers": _for_consumers(holding),
        "unconfirmed": _unconfirmed(holding, items),
        "to_check": _to_check(holding, items),
        "bases": [list(one) for one in BASES],
        "offences": [[one.source, one.about] for one in POSSIBLE_OFFENCES if one.touched(holding)],
        "disclosure": [list(one.said(Language.ZH)) for one in RULES],
        "masked": _masked(holding, numbers),
        "index": [
            [
                one.number,
                one.document.title,
                one.document.material_id,
                moment(one.document.received_at)[:10],
                word(ComplaintChannel, one.document.channel),
                word(Certainty, one.document.certainty, unknown=NOT_ASSESSED),
                one.document.sha256[:16],
                one.path.rpartition("/")[2] or one.why,
            ]
            for one in items[:MOST_INDEXED]
        ],
    }


def _board(case: CaseFile, holding: Holding) -> list[list[str]]:
    standing = {Standing.FACT: "事实", Standing.HYPOTHESIS: "假设"}
    return [
        [
            standing[one.standing],
            _BOARD_KINDS.get(one.kind, one.kind.value),
            _board_name(one, holding),
            holding.disclosure.text("；".join(part for part in (one.provenance.source, one.note) if part)),
            " ".join(part for part in (moment(one.provenance.obtained_at)[:10], one.provenance.obtained_by) if part),
        ]
        for one in case.board
    ]


def _board_name(one: Evidence, holding: Holding) -> str:
    kind, mark, value = one.subject_id.partition(":")
    if one.kind is EvidenceKind.ENTITY and mark:
        return f"{word(EntityType, kind)} {holding.disclosure.show((kind, value)).text}"
    return one.subject_id[:16] if one.kind is EvidenceKind.FILE else holding.disclosure.text(one.subject_id)


def _figures(holding: Holding, items: Sequence[Item]) -> list[list[str]]:
    about = holding.about
    return [
        ["涉及客户", f"{len(holding.customers)} 名"],
        ["涉及投诉", f"{len(holding.complaints)} 件"],
        ["提交材料", f"{len(items)} 份"],
        ["其中有疑点", f"{sum(one.document.doubtful for one in items)} 份"],
        ["消费者线索", f"{len(holding.testimonies)} 份"],
        ["首次出现", moment(about.get("first_seen_at"))[:10] or UNKNOWN],
        ["最近出现", moment(about.get("last_seen_at"))[:10] or UNKNOWN],
    ]


def _member(one: Row, holding: Holding, numbers: Mapping[End, str]) -> list[str]:
    end = (one["entity_type"], one["entity_id"])
    shown = holding.disclosure.show(end)
    return [
        numbers[end],
        word(Role, one["role"]),
        word(EntityType, end[0]),
        shown.text,
        "列明" if shown.open else "遮蔽",
        _number(one["strength"]),
    ]


def _path(one: Row, holding: Holding, numbers: Mapping[End, str]) -> list[str]:
    steps = [(str(step[0]), str(step[1])) for step in json.loads(one["path"] or "[]")]
    words = " → ".join(
        f"{numbers[end]} {word(EntityType, end[0])} {holding.disclosure.show(end).text}" for end in steps
    )
    return [
        numbers[one["entity_type"], one["entity_id"]],
        words,
        _number(one["strength"]),
        _number(one["strength_without"]),
    ]


def _timeline(holding: Holding) -> list[list[str]]:
    rows: list[tuple[str, str, str]] = [
        (moment(one["at"])[:10], word(GangEventKind, one["event"]), one["other_gang_id"] or "")
        for one in holding.events
    ]
    rows += [
        (moment(one["reported_at"])[:10], "消费者反映被代理方接触", one["testimony_id"])
        for one in holding.testimonies[:12]
    ]
    rows += [
        (moment(one["published_at"])[:10], "发布引流信息", one["solicitation_id"]) for one in holding.solicitations[:12]
    ]
    rows += [
        (moment(one["replied_at"])[:10], "出具单位就材料作出答复", one["material_id"])
        for one in holding.verifications
        if one["replied_at"]
    ][:12]
    if holding.complaints:
        rows.append(
            (moment(holding.complaints[0]["received_at"])[:10], "首件投诉", holding.complaints[0]["complaint_id"])
        )
        rows.append(
            (moment(holding.complaints[-1]["received_at"])[:10], "最近一件投诉", holding.complaints[-1]["complaint_id"])
        )
    return [list(one) for one in sorted(dict.fromkeys(rows))]


def _agency(one: Row) -> list[str]:
    return [
        one["agency_id"],
        one["name"] or "未载明",
        one["uscc"] or "未载明",
        word(MayAct, one["may_act"]),
        f"{one['complaints'] or 0} 件",
        f"{one['median_fee_yuan']:,.0f} 元" if one["median_fee_yuan"] is not None else UNKNOWN,
    ]


def _for_consumers(holding: Holding) -> list[str]:
    """What must be said on the consumers' side, with the same care."""
    status = Counter(one["status"] for one in holding.claims)
    borne = Counter(one["claim"] for one in holding.claims if one["status"] == ClaimStatus.BORNE_OUT.value)
    needs = Counter(one["protection_need"] for one in holding.customers if one["protection_need"])
    fees = [one["fee_yuan"] for one in holding.testimonies if one["fee_yuan"]]
    lines = [
        "消费者可能是被害人：付费委托、身份证件及手机卡被他人使用、被劝停止还款，均可能使其受损。请先作为可能的被害人对待，不因其为代理方客户而推定其参与。"
    ]
    if holding.claims:
        lines.append(
            f"投诉中共提出可核对的主张 {len(holding.claims)} 项：经我单位自身记录核对，{status['borne_out']} 项属实或部分属实，"
            f"{status['contradicted']} 项与记录不符，{status['unknown']} 项无法判断。属实的主张由我单位另行处理，不受本材料影响。"
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


def _unconfirmed(holding: Holding, items: Sequence[Item]) -> list[str]:
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
        stability = _share(holding.about.get("stability"))
        lines.append(
            f"团伙边界由数据关联推得{'，在重复抽样中保持不变的比例为 ' + stability if stability else ''}；"
            "成员身份、分工及相互是否相识，均未经核实。"
        )
    lost = sum(one.document.doubtful and not one.path for one in items)
    if lost:
        lines.append(f"{lost} 份有疑点的材料原件未留存于文件库，未能提供。")
    lines.append("各项分值为模型估计，用于排序和提示，不是证据，也不构成认定。")
    return lines


def _to_check(holding: Holding, items: Sequence[Item]) -> list[list[str]]:
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


def _masked(holding: Holding, numbers: Mapping[End, str]) -> str:
    shown = [holding.disclosure.show(end) for end in numbers]
    return (
        f"本材料共列实体 {len(shown)} 项，其中 {sum(not one.open for one in shown)} 项予以遮蔽；"
        "逐项处理及理由见 tables/entities.csv。如办案需要调取被遮蔽的内容，请凭法律文书并注明编号（N 或材料、投诉、客户编号）办理。"
    )


def _number(value: float | None) -> str:
    return UNKNOWN if value is None else f"{value:.2f}"


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.0%}"
