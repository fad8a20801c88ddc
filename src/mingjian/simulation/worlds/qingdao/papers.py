# ruff: noqa: E501  # a phrase is kept on one line, so that it can be found
"""Papers of this world: letters in running text, serif, with a letterhead and a red rule."""

import random
from collections.abc import Callable, Mapping

from mingjian.contract.vocabulary import MaterialKind
from mingjian.simulation.documents.facts import Facts, day_text
from mingjian.simulation.documents.fonts import Face, width
from mingjian.simulation.documents.identity_card import back_of
from mingjian.simulation.documents.paper import Composer, Imprint, Panel, Paper, Portrait, Slot

COMPLAINTS_OF_THE_BODY = (
    "颈椎病（神经根型）", "高血压3级，很高危", "左肩袖损伤", "慢性肾功能不全", "脑梗死恢复期", "胃溃疡伴出血", "双膝骨关节炎", "焦虑障碍",
)  # fmt: skip
COUNSEL = ("休养四十天", "院外康复，两月后复诊", "静养，勿劳作", "建议病休至复查之日")
ENDS = ("心源性猝死", "恶性肿瘤晚期", "重症肺炎", "脑血管意外", "交通伤致失血性休克")
STRAITS = ("渔船休渔，收入中断", "经营的门店歇业，欠租未清", "家中老人住院，花费甚巨", "工伤后不能出工，赔偿未到")


def paper(facts: Facts, blank: random.Random, throw: random.Random) -> Paper:
    """The document; one issuer's blank is always drawn by equal throws of ``blank``."""
    return _LETTERS[facts.kind](facts, blank, throw)


def _sheet(facts: Facts, blank: random.Random) -> Composer:
    small = blank.random() < 0.3
    return Composer(
        facts.kind,
        width=176.0 if small else 210.0,
        height=250.0 if small else 297.0,
        margin=blank.uniform(24, 31),
        face=Face.SERIF if blank.random() < 0.8 else Face.SANS,
        size=12.0 if small else blank.choice((13.0, 14.0)),
        stretch=blank.choice((0.92, 0.95, 1.0)),
        leading=blank.choice((1.6, 1.75)),
        ground=(255, 255 - blank.randint(0, 4), 255 - blank.randint(0, 9)),
        top=blank.uniform(16, 24),
    )


def _head(page: Composer, facts: Facts, blank: random.Random, title: str) -> None:
    page.centre(facts.issuer.name, size=blank.choice((19, 21)), weight=0.02, name="issuer")
    page.rule(weight=blank.choice((0.5, 0.9)), colour=(190, 30, 35) if blank.random() < 0.6 else (40, 40, 40))
    page.skip(blank.uniform(5, 12))
    page.centre(title, size=blank.choice((17, 18)), weight=0.03)
    page.skip(blank.uniform(3, 7))


def _foot(page: Composer, facts: Facts, throw: random.Random) -> None:
    page.skip(12)
    page.signed(
        facts.issuer.name,
        day_text(facts.issued),
        facts.issuer.seal,
        turn=throw.gauss(0, 14),
        drift=throw.uniform(-9, 3),
    )
    page.skip(15)
    page.text(page.margin, page.top, f"单位地址：{facts.issuer.address}", size=9)
    page.skip(5)
    page.text(page.margin, page.top, f"电话 {facts.issuer.phone}", size=9, name="telephone")


def _sick_note(facts: Facts, blank: random.Random, throw: random.Random) -> Paper:
    page = _sheet(facts, blank)
    _head(page, facts, blank, "诊断证明")
    page.text(page.margin, page.top, f"病案号 {facts.number}", size=10, name="document_number")
    page.skip(9)
    page.paragraph(
        "患者", Slot("person_name", facts.person.name), "，", Slot("sex", "女" if facts.woman else "男"), "，", Slot("age", f"{facts.age}岁"),
        "，公民身份号码", Slot("id_number", facts.person.id_number), "，于", Slot("event_on", day_text(facts.event)), "来院，经查诊断为：",
    )  # fmt: skip
    page.paragraph(Slot("diagnosis", throw.choice(COMPLAINTS_OF_THE_BODY)), "。")
    page.paragraph("医生意见：", Slot("advice", throw.choice(COUNSEL)), "。")
    page.skip(8)
    page.row((page.margin, "医生：", "", ""))
    page.text(page.margin + 18, page.top - page.line_height() - 1, facts.officer, by_hand=True, name="officer")
    _foot(page, facts, throw)
    return page.paper()


def _straits(facts: Facts, blank: random.Random, throw: random.Random) -> Paper:
    page = _sheet(facts, blank)
    _head(page, facts, blank, "困难证明")
    page.text(page.width - page.margin - 55, page.top, f"第 {facts.number} 号", size=10, name="document_number")
    page.skip(9)
    page.paragraph(f"{facts.lender}：", indent=False)
    page.paragraph(
        "居民", Slot("person_name", facts.person.name), "，身份证号", Slot("id_number", facts.person.id_number), "，家住",
        Slot("address", facts.person.address), "。据了解，其", Slot("reason", throw.choice(STRAITS)), "，每月进项约",
        Slot("amount_yuan", f"{facts.amount_yuan:.0f}"), "元，一时无力偿付。以上情况经走访核实。",
    )  # fmt: skip
    page.paragraph("请予照顾为盼。")
    page.skip(4)
    page.row((page.margin, "走访人：", "", ""))
    page.text(page.margin + 22, page.top - page.line_height() - 1, facts.officer, by_hand=True, name="officer")
    _foot(page, facts, throw)
    return page.paper()


def _kin(facts: Facts, blank: random.Random, throw: random.Random) -> Paper:
    page = _sheet(facts, blank)
    _head(page, facts, blank, "关系证明")
    page.text(page.width - page.margin - 55, page.top, f"第 {facts.number} 号", size=10, name="document_number")
    page.skip(9)
    page.paragraph(f"{facts.lender}：", indent=False)
    page.paragraph(
        "居民", Slot("person_name", facts.person.name), "，身份证号", Slot("id_number", facts.person.id_number), "，家住",
        Slot("address", facts.person.address), "。经查户籍底册，与", Slot("relative_name", facts.relative), "同属一家。",
    )  # fmt: skip
    page.skip(4)
    page.row((page.margin, "经办 ", "", ""))
    page.text(page.margin + 22, page.top - page.line_height() - 1, facts.officer, by_hand=True, name="officer")
    _foot(page, facts, throw)
    return page.paper()


def _death(facts: Facts, blank: random.Random, throw: random.Random) -> Paper:
    page = _sheet(facts, blank)
    page.size = 12
    page.centre("居民死亡医学证明" if facts.form_2026 else "居民死亡医学证明（推断）书", size=19, weight=0.03)
    page.rule(weight=0.4)
    number = facts.person.id_number if facts.form_2026 else facts.number
    page.row((page.margin, "证号 ", "document_number", number))
    for label, name, value in (
        ("姓名 ", "person_name", facts.person.name),
        ("性别 ", "sex", "女" if facts.woman else "男"),
        ("公民身份号码 ", "id_number", facts.person.id_number),
        ("生于 ", "born_on", day_text(facts.person.born)),
        ("卒于 ", "event_on", day_text(facts.event)),
        ("终年 ", "age", f"{facts.age}岁"),
        ("常住地址 ", "address", facts.person.address),
        ("直接死因 ", "diagnosis", throw.choice(ENDS)),
        (f"{facts.relation} ", "relative_name", facts.relative),
    ):
        page.row((page.margin, label, name, value))
        page.top += 1.2
    page.row((page.margin, "填报医师 ", "", ""))
    page.text(page.margin + 26, page.top - page.line_height() - 1, facts.officer, by_hand=True, name="officer")
    _foot(page, facts, throw)
    return page.paper()


def _wages(facts: Facts, blank: random.Random, throw: random.Random) -> Paper:
    page = _sheet(facts, blank)
    _head(page, facts, blank, "工资收入说明")
    page.paragraph(f"{facts.lender}：", indent=False)
    page.paragraph(
        Slot("person_name", facts.person.name), "同志（公民身份号码", Slot("id_number", facts.person.id_number), "）于", Slot("event_on", day_text(facts.event)),
        "入职我处，任", Slot("post", throw.choice(("电焊工", "冷库搬运", "缝纫工", "导游", "司机"))), "一职，每月实发工资", Slot("amount_yuan", f"{facts.amount_yuan:.0f}"), "元整。",
    )  # fmt: skip
    page.row((page.margin, "信用代码 ", "credit_code", facts.issuer.uscc))
    _foot(page, facts, throw)
    page.headed(facts.issuer.seal, blank, throw)
    return page.paper()


def _leaving(facts: Facts, blank: random.Random, throw: random.Random) -> Paper:
    page = _sheet(facts, blank)
    _head(page, facts, blank, "离职证明")
    page.text(page.margin, page.top, f"存根 {facts.number}", size=10, name="document_number")
    page.skip(9)
    page.paragraph(
        "原职工", Slot("person_name", facts.person.name), "，", Slot("sex", "女" if facts.woman else "男"), "，公民身份号码", Slot("id_number", facts.person.id_number),
        "，因", Slot("reason", throw.choice(("企业减员", "工厂搬迁", "劳动合同到期"))), "，自", Slot("event_on", day_text(facts.event)), "起与我处终止劳动关系，手续已办结。",
    )  # fmt: skip
    page.row((page.margin, "信用代码 ", "credit_code", facts.issuer.uscc))
    _foot(page, facts, throw)
    page.headed(facts.issuer.seal, blank, throw)
    return page.paper()


def _proxy(facts: Facts, blank: random.Random, throw: random.Random) -> Paper:
    page = _sheet(facts, blank)
    page.skip(14)
    page.centre("委托书", size=20, weight=0.02)
    page.skip(8)
    page.paragraph(
        "立书人", Slot("person_name", facts.person.name), "（公民身份号码", Slot("id_number", facts.person.id_number), "），现请", Slot("relative_name", facts.relative),
        "代我与", Slot("lender", facts.lender), "商谈贷款一事，其所签文件我都认可，半年内有效。",
    )  # fmt: skip
    page.skip(14)
    page.row((page.margin, "立书人亲笔 ", "", ""))
    page.text(
        page.margin + 32, page.top - page.line_height() - 1, facts.person.name, size=17, by_hand=True, name="signature"
    )
    page.row((page.margin, "", "issued_on", day_text(facts.issued)))
    if facts.issuer.kind == "law_firm":
        page.elements.append(Imprint(page.width - 60, page.top - 10, facts.issuer.seal, throw.gauss(0, 10)))
    return page.paper()


def _card(facts: Facts, blank: random.Random, throw: random.Random) -> Paper:
    del blank
    page = Composer(facts.kind, width=140.0, height=100.0, size=9.0, face=Face.SERIF, ground=(248, 248, 246))
    x, y, person = 27.0, 22.0, facts.person
    page.elements.append(Panel(x, y, x + 85.6, y + 54, (235, 232, 244), radius=3))
    grey = (95, 80, 130)
    for label, name, value, left, top in (
        ("姓 名", "person_name", person.name, 5, 6),
        ("性 别", "sex", "女" if facts.woman else "男", 5, 13),
        ("民 族", "", "汉", 27, 13),
        ("出 生", "born_on", day_text(person.born), 5, 20),
        ("住 址", "address", person.address[:13], 5, 27),
    ):
        page.text(x + left, y + top, label, size=6.5, colour=grey)
        page.text(x + left + 10, y + top - 0.5, value, size=8.5, name=name)
    page.text(x + 15, y + 31.5, person.address[13:26], size=8.5, name="address")
    page.text(x + 5, y + 45, "公民身份号码", size=6.5, colour=grey)
    page.text(x + 28, y + 44, person.id_number, size=10.5, name="id_number")
    page.elements.append(Portrait(x + 59, y + 8, x + 80, y + 36, int(person.id_number[9:17])))
    if throw.random() < 0.5:
        y += 70
        page.height += 70
        back = back_of(person.address, person.born, facts.issued)
        page.elements.append(Panel(x, y, x + 85.6, y + 54, (235, 232, 244), radius=3))
        page.text(x + 27, y + 9, "中华人民共和国", size=13)
        page.text(x + 28, y + 18, "居民身份证", size=15)
        for label, name, value, top in (
            ("签发机关", "authority", back.authority, 36),
            ("有效期限", "validity", back.validity, 43),
        ):
            page.text(x + 16, y + top, label, size=6.5, colour=grey)
            page.text(x + 31, y + top - 0.5, value, size=8.5, name=name)
    return page.paper()


def _account(facts: Facts, blank: random.Random, throw: random.Random) -> Paper:
    page = _sheet(facts, blank)
    page.width, page.height, page.margin, page.size = 210.0, 297.0, 24.0, 9.5
    page.centre(facts.issuer.name, size=16, weight=0.02, name="issuer")
    page.centre("账户流水", size=13)
    page.row((page.margin, "客户 ", "person_name", facts.person.name))
    page.row((page.margin, "卡号 ", "account", facts.account))
    page.row(
        (page.margin, "出具日 ", "issued_on", day_text(facts.issued)),
        (page.margin + 80, "校验号 ", "document_number", facts.number),
    )
    page.rule(weight=0.5)
    for name, left, label in (
        ("", 0, "日期"),
        ("", 30, "摘要"),
        ("", 70, "发生额"),
        ("", 104, "结余"),
        ("", 134, "对手方"),
    ):
        page.text(page.margin + left, page.top, label, weight=0.02, name=name)
    page.skip(6)
    page.rule(weight=0.3)
    for one in facts.entries:
        for name, left, value in (
            ("entry_on", 0, one.day.strftime("%Y/%m/%d")),
            ("entry_what", 30, one.what),
            ("entry_amount", 70, f"{one.amount:+.2f}"),
            ("entry_balance", 104, f"{one.balance:.2f}"),
            ("entry_other", 134, one.other),
        ):
            page.text(page.margin + left, page.top, value, name=name)
        page.skip(6.2)
    page.rule(weight=0.5)
    into = sum(one.amount for one in facts.entries if one.amount > 0) + facts.amount_yuan
    out = -sum(one.amount for one in facts.entries if one.amount < 0)
    page.row(
        (page.margin, "转入总额 ", "total_in", f"{into:.2f}"),
        (page.margin + 80, "转出总额 ", "total_out", f"{out:.2f}"),
    )
    page.elements.append(Imprint(page.width - page.margin - 24, page.top + 10, facts.issuer.seal, throw.gauss(0, 1)))
    return page.paper()


def _transfer(facts: Facts, blank: random.Random, throw: random.Random) -> Paper:
    page = Composer(facts.kind, width=148.0, height=210.0, margin=18, size=11.0, face=Face.SERIF, top=16)
    page.centre(facts.issuer.name, size=14, weight=0.02, name="issuer")
    page.centre("转账凭据", size=16, weight=0.02)
    page.rule(weight=0.4, colour=(30, 80, 150) if blank.random() < 0.5 else (0, 120, 90))
    for label, name, value in (
        ("凭据号 ", "document_number", facts.number),
        ("转出户名 ", "person_name", facts.person.name),
        ("转出账户 ", "account", facts.account),
        ("转入户名 ", "payee", facts.lender),
        ("金额 ", "amount_yuan", f"{facts.amount_yuan:.2f} 元"),
        ("大写 ", "amount_in_words", facts.words),
        ("入账日 ", "event_on", day_text(facts.event)),
        ("开立日 ", "issued_on", day_text(facts.issued)),
    ):
        page.row((page.margin, label, name, value))
    page.elements.append(Imprint(page.width - 42, page.top + 10, facts.issuer.seal, throw.gauss(0, 1)))
    return page.paper()


def _constabulary(facts: Facts, blank: random.Random, throw: random.Random) -> Paper:
    page = _sheet(facts, blank)
    _head(page, facts, blank, "接处警登记回执")
    page.text(page.margin, page.top, f"青公{facts.issued.year}-{facts.number[-5:]}", size=10, name="document_number")
    page.skip(9)
    page.paragraph(
        "报警人", Slot("person_name", facts.person.name), "，公民身份号码", Slot("id_number", facts.person.id_number), "，", Slot("event_on", day_text(facts.event)),
        "来所反映有人上门滋扰索债，我所已录入系统，正在核查中。",
    )  # fmt: skip
    page.row((page.margin, "值班民警 ", "", ""))
    page.text(page.margin + 26, page.top - page.line_height() - 1, facts.officer, by_hand=True, name="officer")
    _foot(page, facts, throw)
    return page.paper()


def _messages(facts: Facts, blank: random.Random, throw: random.Random) -> Paper:
    del blank
    page = Composer(facts.kind, width=86.0, height=186.0, margin=4, size=8.5, ground=(250, 250, 252), top=8)
    page.text(30, 6, f"106{throw.randrange(10**8):08d}", size=10, weight=0.02)
    page.text(30, 14, day_text(facts.event), size=6.5, colour=(130, 130, 130), name="event_on")
    page.top = 24
    for said in (
        f"【资产部】{facts.person.name}，你欠的",
        f"{facts.amount_yuan:.0f}元已经拖很久了",
        "不处理就到你老家找人",
        "别怪没提醒过你",
    ):
        across = width(said, page.face, page.size * 25.4 / 72)
        page.elements.append(Panel(6, page.top - 2, 11 + across, page.top + 6.5, (232, 233, 238), radius=3))
        page.text(8.5, page.top, said, name="said")
        page.top += 11
    return page.paper()


def _counsel(facts: Facts, blank: random.Random, throw: random.Random) -> Paper:
    page = _sheet(facts, blank)
    _head(page, facts, blank, "法律意见函")
    page.text(
        page.margin, page.top, f"文号 鲁琴{facts.issued.year}-{facts.number[-4:]}", size=10, name="document_number"
    )
    page.skip(9)
    page.paragraph(f"{facts.lender} 台鉴：", indent=False)
    page.paragraph(
        "我们代理",
        Slot("person_name", facts.person.name),
        "女士（先生），公民身份号码",
        Slot("id_number", facts.person.id_number),
        "。望贵行停止对其亲属的打扰，并就分期事宜与我们联络。",
    )
    page.row((page.margin, "律师 ", "officer", facts.officer))
    page.row((page.margin, "证号 ", "licence", facts.licence))
    page.row((page.margin, "信用代码 ", "credit_code", facts.issuer.uscc))
    _foot(page, facts, throw)
    return page.paper()


_LETTERS: Mapping[MaterialKind, Callable[[Facts, random.Random, random.Random], Paper]] = {
    MaterialKind.DIAGNOSIS_CERTIFICATE: _sick_note,
    MaterialKind.HARDSHIP_CERTIFICATE: _straits,
    MaterialKind.DEATH_CERTIFICATE: _death,
    MaterialKind.INCOME_CERTIFICATE: _wages,
    MaterialKind.UNEMPLOYMENT_CERTIFICATE: _leaving,
    MaterialKind.POWER_OF_ATTORNEY: _proxy,
    MaterialKind.RELATIONSHIP_PROOF: _kin,
    MaterialKind.IDENTITY_CARD: _card,
    MaterialKind.BANK_STATEMENT: _account,
    MaterialKind.PAYMENT_RECEIPT: _transfer,
    MaterialKind.POLICE_RECEIPT: _constabulary,
    MaterialKind.CHAT_SCREENSHOT: _messages,
    MaterialKind.LAWYER_LETTER: _counsel,
}
