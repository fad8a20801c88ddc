"""The report that opens a package: what is suspected and why, what speaks for the consumers, what is not known.

Its words are those of suspicion: the lender provides clues and establishes nothing. Set by typst with the fonts that
come with the product, so that it is the same to the byte wherever it is made.
"""

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

import pylopdf_fonts_zh_cn
import typst

from mingjian.casework.clues.asking import Row
from mingjian.casework.clues.casefile import CaseFile
from mingjian.casework.clues.caution import for_consumers, share, to_check, unconfirmed
from mingjian.casework.clues.disclosure import RULES, End
from mingjian.casework.clues.drawing import graph, months
from mingjian.casework.clues.evidence import NOT_ASSESSED, Item, Outside
from mingjian.casework.clues.gathering import Holding
from mingjian.casework.clues.law import BASES, POSSIBLE_OFFENCES
from mingjian.casework.clues.statement import Statement, SubjectKind
from mingjian.casework.clues.tables import moment, number_entities
from mingjian.casework.clues.words import UNKNOWN, word
from mingjian.casework.evidence import Evidence, EvidenceKind, Standing
from mingjian.contract.reasons import Language
from mingjian.contract.vocabulary import (
    Certainty,
    ComplaintChannel,
    EntityType,
    GangEventKind,
    MayAct,
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
    outside: Sequence[Outside] = (),
) -> bytes:
    """The report; ``pictures`` are JPEGs by the number of their item."""
    content = _content(holding, items, statement, source, fingerprints, pictures)
    content["board"] = (
        [] if case is None else _board(case, holding, {one.evidence.evidence_id: one.number for one in outside})
    )
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
        "stability": share(about.get("stability")),
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
        "agreements": [
            {
                "number": one.number,
                "material": one.document.material_id,
                "received": moment(one.document.received_at)[:10],
                "issuer": one.document.issuer or "未载明",
                "clauses": list(one.document.clauses),
            }
            for one in items
            if one.document.clauses
        ],
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
        "for_consumers": for_consumers(holding),
        "unconfirmed": unconfirmed(holding, items),
        "to_check": to_check(holding, items),
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


def _board(case: CaseFile, holding: Holding, numbers: Mapping[str, str]) -> list[list[str]]:
    standing = {Standing.FACT: "事实", Standing.HYPOTHESIS: "假设"}
    return [
        [
            standing[one.standing],
            _BOARD_KINDS.get(one.kind, one.kind.value),
            _board_name(one, holding, numbers),
            holding.disclosure.text("；".join(part for part in (one.provenance.source, one.note) if part)),
            " ".join(part for part in (moment(one.provenance.obtained_at)[:10], one.provenance.obtained_by) if part),
        ]
        for one in case.board
    ]


def _board_name(one: Evidence, holding: Holding, numbers: Mapping[str, str]) -> str:
    kind, mark, value = one.subject_id.partition(":")
    if one.kind is EvidenceKind.ENTITY and mark:
        return f"{word(EntityType, kind)} {holding.disclosure.show((kind, value)).text}"
    if one.kind is EvidenceKind.FILE:
        return f"{numbers.get(one.evidence_id, '')} {one.subject_id[:16]}".strip()
    return holding.disclosure.text(one.subject_id)


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


def _masked(holding: Holding, numbers: Mapping[End, str]) -> str:
    shown = [holding.disclosure.show(end) for end in numbers]
    return (
        f"本材料共列实体 {len(shown)} 项，其中 {sum(not one.open for one in shown)} 项予以遮蔽；"
        "逐项处理及理由见 tables/entities.csv。如办案需要调取被遮蔽的内容，请凭法律文书并注明编号（N 或材料、投诉、客户编号）办理。"
    )


def _number(value: float | None) -> str:
    return UNKNOWN if value is None else f"{value:.2f}"
