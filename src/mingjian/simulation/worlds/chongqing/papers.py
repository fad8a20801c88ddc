# ruff: noqa: E501  # a phrase is kept on one line, so that it can be found
"""Papers of this world: ruled forms, sans serif, labels on the left."""

import random
from collections.abc import Callable, Mapping

from mingjian.contract.vocabulary import MaterialKind
from mingjian.simulation.documents.facts import Facts, day_text
from mingjian.simulation.documents.fonts import Face, width
from mingjian.simulation.documents.identity_card import back_of
from mingjian.simulation.documents.paper import Composer, Imprint, Panel, Paper, Portrait, Slot

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


def _kinship(facts: Facts, blank: random.Random, throw: random.Random) -> Paper:
    page = _page(facts, blank)
    page.skip(12)
    page.centre("亲属关系证明", size=blank.choice((20, 22, 24)), weight=0.03)
    page.skip(2)
    page.text(page.width - page.margin - 62, page.top, f"编号：{facts.number}", size=10, name="document_number")
    page.skip(12)
    page.paragraph(
        "兹证明", Slot("person_name", facts.person.name), f"（{'女' if facts.woman else '男'}，身份证号码", Slot("id_number", facts.person.id_number),
        "）系我辖区居民，现住", Slot("address", facts.person.address), "，与", Slot("relative_name", facts.relative), "系近亲属。情况属实。",
    )  # fmt: skip
    page.paragraph("此证明仅用于代为办理贷款投诉事宜。")
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


def _income(facts: Facts, blank: random.Random, throw: random.Random) -> Paper:
    page = _page(facts, blank)
    page.skip(6)
    page.centre("职工收入证明", size=blank.choice((20, 22)), weight=0.03)
    page.skip(10)
    page.paragraph(f"{facts.lender}：", indent=False)
    page.paragraph(
        "我单位职工", Slot("person_name", facts.person.name), "（身份证号：", Slot("id_number", facts.person.id_number), "），自",
        Slot("event_on", day_text(facts.event)), "起在本单位工作，岗位为", Slot("post", throw.choice(("装配工", "配送员", "收银员", "保安", "质检员"))),
        "，近半年税后月均收入为人民币", Slot("amount_yuan", f"{facts.amount_yuan:.0f}"), "元。",
    )  # fmt: skip
    page.paragraph("我单位对上述内容的真实性负责。")
    page.skip(12)
    turn, drift = _seal_turn(throw)
    page.row((page.margin, "统一社会信用代码：", "credit_code", facts.issuer.uscc))
    page.skip(4)
    page.signed(facts.issuer.name, day_text(facts.issued), facts.issuer.seal, turn=turn, drift=drift)
    page.headed(facts.issuer.seal, blank, throw)
    page.skip(14)
    page.row((page.margin, "人事负责人：", "", ""), (page.margin + 70, "电话：", "telephone", facts.issuer.phone))
    page.text(page.margin + 30, page.top - page.line_height() - 1, facts.officer, by_hand=True, name="officer")
    return page.paper()


def _dismissal(facts: Facts, blank: random.Random, throw: random.Random) -> Paper:
    page = _page(facts, blank)
    page.centre(facts.issuer.name, size=17, weight=0.02, name="issuer")
    page.centre("解除劳动合同证明书", size=blank.choice((19, 21)), weight=0.03)
    page.skip(4)
    left, right = page.margin, page.width - page.margin
    page.text(right - 58, page.top, f"编号：{facts.number}", size=10, name="document_number")
    page.skip(7)
    third = (right - left) / 3
    page.grid(
        (left, left + third * 0.8, right),
        [
            [("", "劳动者姓名"), ("person_name", facts.person.name)],
            [("", "性别"), ("sex", "女" if facts.woman else "男")],
            [("", "身份证号码"), ("id_number", facts.person.id_number)],
            [("", "解除日期"), ("event_on", day_text(facts.event))],
            [("", "解除原因"), ("reason", throw.choice(("用人单位裁减人员", "协商一致解除", "合同期满不再续签")))],
            [("", "统一社会信用代码"), ("credit_code", facts.issuer.uscc)],
        ],
        height=blank.uniform(10, 14),
    )
    page.skip(14)
    turn, drift = _seal_turn(throw)
    page.signed(facts.issuer.name, day_text(facts.issued), facts.issuer.seal, turn=turn, drift=drift)
    page.headed(facts.issuer.seal, blank, throw)
    return page.paper()


def _mandate(facts: Facts, blank: random.Random, throw: random.Random) -> Paper:
    page = _page(facts, blank)
    page.skip(8)
    page.centre("授权委托书", size=22, weight=0.03)
    page.skip(8)
    page.row(
        (page.margin, "委托人：", "person_name", facts.person.name),
        (page.margin + 70, "性别：", "sex", "女" if facts.woman else "男"),
    )
    page.row((page.margin, "身份证号：", "id_number", facts.person.id_number))
    page.row((page.margin, "受托人：", "relative_name", facts.relative))
    page.skip(4)
    page.paragraph(
        "本人就与",
        Slot("lender", facts.lender),
        "之间的借款投诉事宜，委托上述受托人代为提交材料、沟通协商、领取答复。委托期限自签署之日起六个月。",
    )
    page.skip(12)
    page.row((page.width - 100, "委托人签名：", "", ""))
    page.text(
        page.width - 70, page.top - page.line_height() - 1.5, facts.person.name, size=16, by_hand=True, name="signature"
    )
    page.row((page.width - 100, "日期：", "issued_on", day_text(facts.issued)))
    if facts.issuer.kind == "law_firm":
        page.elements.append(Imprint(page.margin + 30, page.top, facts.issuer.seal, _seal_turn(throw)[0]))
    return page.paper()


def _identity_card(facts: Facts, blank: random.Random, throw: random.Random) -> Paper:
    del blank
    page = Composer(facts.kind, width=128.0, height=92.0, margin=10, size=9.0, face=Face.SANS, ground=(252, 252, 252))
    x, y = 21.0, 18.0
    page.elements.append(Panel(x, y, x + 85.6, y + 54, (226, 238, 240), radius=3))
    person = facts.person
    blue = (40, 90, 150)
    for label, name, value, top in (
        ("姓名", "person_name", person.name, 6.0),
        ("出生", "born_on", f"{person.born.year}年{person.born.month}月{person.born.day}日", 20.0),
    ):
        page.text(x + 5, y + top, label, size=7, colour=blue)
        page.text(x + 15, y + top - 0.4, value, size=9, name=name)
    page.text(x + 5, y + 13, "性别", size=7, colour=blue)
    page.text(x + 15, y + 12.6, "女" if facts.woman else "男", size=9, name="sex")
    page.text(x + 26, y + 13, "民族", size=7, colour=blue)
    page.text(x + 35, y + 12.6, "汉", size=9)
    page.text(x + 5, y + 27, "住址", size=7, colour=blue)
    page.text(x + 15, y + 26.6, person.address[:14], size=8, name="address")
    page.text(x + 15, y + 31.2, person.address[14:28], size=8, name="address")
    page.text(x + 5, y + 45, "公民身份号码", size=7, colour=blue)
    page.text(x + 30, y + 44.2, person.id_number, size=10.5, name="id_number")
    page.elements.append(Portrait(x + 58, y + 7, x + 80, y + 36, int(person.id_number[10:17])))
    if throw.random() < 0.6:
        # Both sides on one sheet, as counters ask for.
        y += 64
        page.height += 64
        back = back_of(person.address, person.born, facts.issued)
        page.elements.append(Panel(x, y, x + 85.6, y + 54, (226, 238, 240), radius=3))
        page.text(x + 29, y + 8, "中华人民共和国", size=12)
        page.text(x + 29, y + 17, "居 民 身 份 证", size=14, weight=0.02)
        page.text(x + 18, y + 37, "签发机关", size=7, colour=blue)
        page.text(x + 32, y + 36.6, back.authority, size=8.5, name="authority")
        page.text(x + 18, y + 44, "有效期限", size=7, colour=blue)
        page.text(x + 32, y + 43.6, back.validity, size=8.5, name="validity")
    return page.paper()


def _statement(facts: Facts, blank: random.Random, throw: random.Random) -> Paper:
    page = _page(facts, blank)
    page.size, page.face = 9.0, Face.SANS
    page.centre(facts.issuer.name, size=15, weight=0.02, name="issuer")
    page.centre("个人账户交易明细", size=13, weight=0.02)
    left, right = page.margin, page.width - page.margin
    page.row((left, "户名：", "person_name", facts.person.name), (left + 60, "账号：", "account", facts.account))
    page.row(
        (left, "打印日期：", "issued_on", day_text(facts.issued)),
        (left + 60, "回单编号：", "document_number", facts.number),
    )
    edges = (left, left + 27, left + 62, left + 92, left + 122, right)
    rows = [[("", "交易日期"), ("", "摘要"), ("", "金额"), ("", "余额"), ("", "对方户名")]]
    rows += [
        [
            ("entry_on", one.day.isoformat()),
            ("entry_what", one.what),
            ("entry_amount", f"{one.amount:,.2f}"),
            ("entry_balance", f"{one.balance:,.2f}"),
            ("entry_other", one.other),
        ]
        for one in facts.entries
    ]
    page.grid(edges, rows, height=7.0)
    page.skip(6)
    into = sum(one.amount for one in facts.entries if one.amount > 0) + facts.amount_yuan
    out = -sum(one.amount for one in facts.entries if one.amount < 0)
    page.row((left, "收入合计：", "total_in", f"{into:,.2f}"), (left + 60, "支出合计：", "total_out", f"{out:,.2f}"))
    page.skip(3)
    page.text(left, page.top, "本明细由系统生成，如有疑问请致电客服热线。", size=8)
    page.elements.append(Imprint(right - 22, page.top + 8, facts.issuer.seal, throw.gauss(0, 2)))
    return page.paper()


def _receipt(facts: Facts, blank: random.Random, throw: random.Random) -> Paper:
    page = Composer(facts.kind, width=210.0, height=110.0, margin=16, size=10.0, ground=(255, 255, 255), top=10)
    page.centre(facts.issuer.name, size=14, weight=0.02, name="issuer")
    page.centre("电子回单（转账）", size=13, weight=0.02)
    left, right = page.margin, page.width - page.margin
    del blank
    page.grid(
        (left, left + 32, left + 89, left + 121, right),
        [
            [("", "付款人"), ("person_name", facts.person.name), ("", "收款人"), ("payee", facts.lender)],
            [("", "付款账号"), ("account", facts.account), ("", "交易日期"), ("event_on", day_text(facts.event))],
            [
                ("", "金额（小写）"),
                ("amount_yuan", f"￥{facts.amount_yuan:,.2f}"),
                ("", "流水号"),
                ("document_number", facts.number),
            ],
            [("", "金额（大写）"), ("amount_in_words", facts.words), ("", "用途"), ("", "归还贷款")],
        ],
        height=11,
    )
    page.skip(4)
    page.row((left, "打印时间：", "issued_on", day_text(facts.issued)))
    page.elements.append(Imprint(right - 26, page.top - 4, facts.issuer.seal, throw.gauss(0, 1)))
    return page.paper()


def _police(facts: Facts, blank: random.Random, throw: random.Random) -> Paper:
    page = _page(facts, blank)
    page.centre(facts.issuer.name, size=17, weight=0.02, name="issuer")
    page.centre("接受证据材料（报警）回执", size=19, weight=0.03)
    page.text(
        page.width - page.margin - 60,
        page.top,
        f"渝公接字〔{facts.issued.year}〕{facts.number[-5:]}号",
        size=10,
        name="document_number",
    )
    page.skip(11)
    page.paragraph(
        Slot("person_name", facts.person.name), "（身份证号", Slot("id_number", facts.person.id_number), "）：你于", Slot("event_on", day_text(facts.event)),
        "报称被他人以催收名义骚扰恐吓一案，我所已接受，现将有关材料登记在案。",
    )  # fmt: skip
    page.skip(8)
    page.row((page.margin, "接报民警：", "", ""))
    page.text(page.margin + 26, page.top - page.line_height() - 1, facts.officer, by_hand=True, name="officer")
    page.skip(4)
    turn, drift = _seal_turn(throw)
    page.signed(facts.issuer.name, day_text(facts.issued), facts.issuer.seal, turn=turn, drift=drift)
    return page.paper()


def _chat(facts: Facts, blank: random.Random, throw: random.Random) -> Paper:
    del blank
    page = Composer(facts.kind, width=91.4, height=198.0, margin=4, size=8.0, ground=(237, 237, 237), top=6)
    page.text(4, 2.5, f"{throw.randint(8, 22):02d}:{throw.randint(0, 59):02d}", size=7, weight=0.02)
    page.elements.append(Panel(0, 8, 91.4, 8.2, (210, 210, 210)))
    page.text(38, 10, throw.choice(("催收张经理", "贷后小李", "法务部")), size=9.5)
    page.text(34, 19, f"{facts.event.month}月{facts.event.day}日", size=6.5, colour=(140, 140, 140), name="event_on")
    page.top = 26
    talk = (
        (False, "你的账今天必须处理"),
        (True, "我现在真的没钱，能不能缓几天"),
        (False, f"再不还{facts.amount_yuan:.0f}元就联系你单位"),
        (True, "你们这样打电话给我同事不合适"),
        (False, "那是你自己的问题"),
        (True, "我会投诉的"),
    )
    for own, said in talk[: throw.randint(4, 6)]:
        across = width(said, page.face, page.size * 25.4 / 72)
        left = 91.4 - 14 - across if own else 14.0
        page.elements.append(
            Panel(
                left - 2.5,
                page.top - 2,
                left + across + 2.5,
                page.top + 6,
                (149, 236, 105) if own else (255, 255, 255),
                radius=1.5,
            )
        )
        page.text(left, page.top, said, name="said")
        page.elements.append(
            Panel(
                83 if own else 3,
                page.top - 2,
                89 if own else 9,
                page.top + 4,
                (90, 130, 180) if own else (180, 120, 90),
                radius=1,
            )
        )
        page.top += 13
    return page.paper()


def _lawyer(facts: Facts, blank: random.Random, throw: random.Random) -> Paper:
    page = _page(facts, blank)
    page.centre(facts.issuer.name, size=19, weight=0.03, name="issuer")
    page.rule(weight=0.6)
    page.centre("律师函", size=20, weight=0.03)
    page.text(
        page.width - page.margin - 58,
        page.top,
        f"（{facts.issued.year}）渝律函字第{facts.number[-4:]}号",
        size=10,
        name="document_number",
    )
    page.skip(10)
    page.paragraph(f"致{facts.lender}：", indent=False)
    page.paragraph(
        "本所受",
        Slot("person_name", facts.person.name),
        "（身份证号码",
        Slot("id_number", facts.person.id_number),
        "）委托，就其借款合同履行中的争议致函贵司。请于收函后十五日内书面回复，并暂停电话催收。",
    )
    page.skip(6)
    page.row(
        (page.margin, "承办律师：", "officer", facts.officer),
        (page.margin + 62, "执业证号：", "licence", facts.licence),
    )
    page.row((page.margin, "统一社会信用代码：", "credit_code", facts.issuer.uscc))
    page.skip(6)
    turn, drift = _seal_turn(throw)
    page.signed(facts.issuer.name, day_text(facts.issued), facts.issuer.seal, turn=turn, drift=drift)
    return page.paper()


_FORMS: Mapping[MaterialKind, Callable[[Facts, random.Random, random.Random], Paper]] = {
    MaterialKind.DIAGNOSIS_CERTIFICATE: _diagnosis,
    MaterialKind.HARDSHIP_CERTIFICATE: _hardship,
    MaterialKind.DEATH_CERTIFICATE: _death,
    MaterialKind.INCOME_CERTIFICATE: _income,
    MaterialKind.UNEMPLOYMENT_CERTIFICATE: _dismissal,
    MaterialKind.POWER_OF_ATTORNEY: _mandate,
    MaterialKind.RELATIONSHIP_PROOF: _kinship,
    MaterialKind.IDENTITY_CARD: _identity_card,
    MaterialKind.BANK_STATEMENT: _statement,
    MaterialKind.PAYMENT_RECEIPT: _receipt,
    MaterialKind.POLICE_RECEIPT: _police,
    MaterialKind.CHAT_SCREENSHOT: _chat,
    MaterialKind.LAWYER_LETTER: _lawyer,
}
