# ruff: noqa: E501  # a phrase is kept on one line, so that it can be found
"""Papers of this world: letters in running text, serif, with a letterhead and a red rule."""

import random
from collections.abc import Callable, Mapping

from mingjian.contract.vocabulary import MaterialKind
from mingjian.simulation.documents.facts import Facts, day_text
from mingjian.simulation.documents.fonts import Face
from mingjian.simulation.documents.paper import Composer, Paper, Slot

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


_LETTERS: Mapping[MaterialKind, Callable[[Facts, random.Random, random.Random], Paper]] = {
    MaterialKind.DIAGNOSIS_CERTIFICATE: _sick_note,
    MaterialKind.HARDSHIP_CERTIFICATE: _straits,
    MaterialKind.DEATH_CERTIFICATE: _death,
}
