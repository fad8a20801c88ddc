# ruff: noqa: E501  # a phrase is kept on one line, so that it can be found
"""Papers of this world: ruled forms, sans serif, labels on the left."""

import random
from collections.abc import Callable, Mapping

from mingjian.contract.vocabulary import MaterialKind
from mingjian.simulation.documents.facts import Facts, day_text
from mingjian.simulation.documents.fonts import Face
from mingjian.simulation.documents.paper import Composer, Paper, Slot

ILLNESSES = (
    ("腰椎间盘突出症（L4/5）", "绝对卧床休息四周，避免负重，门诊随访。"),
    ("2型糖尿病伴周围神经病变", "控制血糖，规律服药，建议休息壹个月。"),
    ("急性阑尾炎术后", "注意切口护理，全休三周，不适随诊。"),
    ("右侧胫骨平台骨折", "石膏固定六周，患肢免负重，定期复查X线片。"),
    ("冠状动脉粥样硬化性心脏病", "低盐低脂饮食，按时服药，避免劳累。"),
    ("重度抑郁发作", "住院治疗，家属陪护，三个月内不宜工作。"),
    ("肺部感染，慢性阻塞性肺疾病急性加重", "继续抗感染治疗，氧疗，建议休息六周。"),
    ("甲状腺恶性肿瘤术后", "终身服药替代治疗，定期复查，建议休息三个月。"),
)
WARDS = ("骨科", "内分泌科", "普外科", "心血管内科", "呼吸与危重症医学科", "精神科", "肿瘤科", "神经内科")
CAUSES = ("急性心肌梗死", "脑出血", "肝恶性肿瘤", "多器官功能衰竭", "肺恶性肿瘤", "呼吸循环衰竭")
HARDSHIPS = (
    "因家中失火，房屋及财物受损严重",
    "因配偶长期患病，医疗开支较大，且需赡养两位老人",
    "因所在工厂停产，已有半年无固定收入",
    "因独自抚养未成年子女，靠打零工维持生活",
)


def paper(facts: Facts, blank: random.Random, throw: random.Random) -> Paper:
    """The document; one issuer's blank is always drawn by equal throws of ``blank``."""
    return _FORMS[facts.kind](facts, blank, throw)


def _page(facts: Facts, blank: random.Random) -> Composer:
    """A sheet in one of the issuers' styles."""
    return Composer(
        facts.kind,
        margin=blank.choice((22.0, 25.0, 28.0)),
        face=Face.SANS if blank.random() < 0.7 else Face.SERIF,
        size=blank.choice((11.0, 11.5, 12.0)),
        stretch=blank.choice((1.0, 1.0, 0.96)),
        leading=blank.choice((1.65, 1.8, 1.95)),
        ground=(255, 255, blank.randint(248, 255)),
        top=blank.uniform(18, 30),
    )


def _seal_turn(throw: random.Random) -> tuple[float, float]:
    return throw.gauss(0, 9), throw.uniform(-5, 5)


def _diagnosis(facts: Facts, blank: random.Random, throw: random.Random) -> Paper:
    page = _page(facts, blank)
    illness, advice = throw.choice(ILLNESSES)
    page.centre(facts.issuer.name, size=18, weight=0.03, name="issuer")
    page.centre("疾病诊断证明书", size=blank.choice((20, 22)), weight=0.035)
    page.skip(4)
    left, right = page.margin, page.width - page.margin
    page.row((left, "门诊/住院号：", "document_number", facts.number), (right - 60, "科别：", "", throw.choice(WARDS)))
    third = (right - left) / 3
    rows = [
        [
            ("", "姓名"),
            ("person_name", facts.person.name),
            ("", "性别"),
            ("sex", "女" if facts.woman else "男"),
            ("", "年龄"),
            ("age", f"{facts.age}岁"),
        ],
    ]
    edges = (left, left + third * 0.42, left + third, left + third * 1.42, left + third * 2, left + third * 2.42, right)
    height = blank.uniform(9, 12)
    page.grid(edges, rows, height=height)
    wide = (left, left + third * 0.62, right)
    details = [
        [("", "身份证号"), ("id_number", facts.person.id_number)],
        [("", "就诊日期"), ("event_on", day_text(facts.event))],
        [("", "临床诊断"), ("diagnosis", illness)],
        [("", "处理意见"), ("advice", advice)],
    ]
    page.grid(wide, details, height=height + blank.uniform(0, 4))
    page.skip(8)
    page.row((left, "主治医师：", "officer", ""), (right - 70, "（未盖医疗专用章无效）", "", ""))
    page.text(left + 26, page.top - page.line_height() - 1, facts.officer, by_hand=True, name="officer")
    page.skip(6)
    turn, drift = _seal_turn(throw)
    page.signed(facts.issuer.name, day_text(facts.issued), facts.issuer.seal, turn=turn, drift=drift)
    page.skip(14)
    page.text(left, page.top, f"咨询电话：{facts.issuer.phone}", size=9, name="telephone")
    return page.paper()


def _hardship(facts: Facts, blank: random.Random, throw: random.Random) -> Paper:
    page = _page(facts, blank)
    page.skip(12)
    page.centre("家庭经济困难情况证明", size=blank.choice((20, 22, 24)), weight=0.03)
    page.skip(2)
    page.text(page.width - page.margin - 62, page.top, f"编号：{facts.number}", size=10, name="document_number")
    page.skip(12)
    page.paragraph(
        "兹证明", Slot("person_name", facts.person.name), f"（{'女' if facts.woman else '男'}，身份证号码", Slot("id_number", facts.person.id_number),
        "）系我辖区居民，现住", Slot("address", facts.person.address), "。该户", Slot("reason", throw.choice(HARDSHIPS)),
        "，目前家庭月收入不足", Slot("amount_yuan", f"{facts.amount_yuan:.0f}"), "元，生活确有困难。情况属实。",
    )  # fmt: skip
    page.paragraph("此证明仅用于办理贷款延期还款申请。")
    page.skip(4)
    page.paragraph("特此证明")
    page.skip(10)
    turn, drift = _seal_turn(throw)
    page.signed(facts.issuer.name, day_text(facts.issued), facts.issuer.seal, turn=turn, drift=drift)
    page.skip(16)
    page.row((page.margin, "经办人：", "", ""), (page.margin + 70, "联系电话：", "telephone", facts.issuer.phone))
    page.text(page.margin + 20, page.top - page.line_height() - 1, facts.officer, by_hand=True, name="officer")
    return page.paper()


def _death(facts: Facts, blank: random.Random, throw: random.Random) -> Paper:
    page = _page(facts, blank)
    page.size = 11
    if facts.form_2026:
        page.centre("居民死亡医学证明", size=22, weight=0.035, face=Face.SERIF)
        number = facts.person.id_number
    else:
        page.centre("居民死亡医学证明（推断）书", size=20, weight=0.035, face=Face.SERIF)
        number = facts.number
    page.skip(3)
    left, right = page.margin, page.width - page.margin
    page.text(left, page.top, f"编号：{number}", size=10, name="document_number")
    page.skip(8)
    half = (right - left) / 2
    edges = (left, left + half * 0.48, left + half, left + half * 1.44, right)
    page.grid(
        edges,
        [
            [
                ("", "死者姓名"),
                ("person_name", facts.person.name),
                ("", "性别"),
                ("sex", "女" if facts.woman else "男"),
            ],
            [("", "证件号码"), ("id_number", facts.person.id_number), ("", "年龄"), ("age", f"{facts.age}岁")],
            [
                ("", "出生日期"),
                ("born_on", day_text(facts.person.born)),
                ("", "死亡日期"),
                ("event_on", day_text(facts.event)),
            ],
            [("", "死亡地点"), ("", "医疗卫生机构"), ("", "最高诊断单位"), ("", "三级医院")],
        ],
        height=blank.uniform(10, 13),
    )
    page.grid(
        (left, left + half * 0.48, right),
        [
            [("", "生前住址"), ("address", facts.person.address)],
            [("", "死亡原因"), ("diagnosis", throw.choice(CAUSES))],
            [("", "家属姓名"), ("relative_name", f"{facts.relative}（{facts.relation}）")],
        ],
        height=blank.uniform(11, 14),
    )
    page.skip(6)
    page.row((left, "医师签名：", "", ""), (left + 80, "民警签名：", "", ""))
    page.text(left + 24, page.top - page.line_height() - 1, facts.officer, by_hand=True, name="officer")
    page.skip(5)
    turn, drift = _seal_turn(throw)
    page.signed(facts.issuer.name, day_text(facts.issued), facts.issuer.seal, turn=turn, drift=drift)
    return page.paper()


_FORMS: Mapping[MaterialKind, Callable[[Facts, random.Random, random.Random], Paper]] = {
    MaterialKind.DIAGNOSIS_CERTIFICATE: _diagnosis,
    MaterialKind.HARDSHIP_CERTIFICATE: _hardship,
    MaterialKind.DEATH_CERTIFICATE: _death,
}
