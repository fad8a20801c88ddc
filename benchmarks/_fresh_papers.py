"""Papers of issuers that no simulated world knows, set by a browser, with what stands where on them.

Nothing here is of the checks or of the simulation: another hand, other layouts, wording and programs.
"""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from playwright.sync_api import Browser, sync_playwright

from mingjian.contract.vocabulary import MaterialKind as Kind

Dice = np.random.Generator
Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""

PAGE = (794, 1123)
"""An A4 page in the browser's pixels, 96 to an inch."""

_STYLE = """
body{font-family:'Noto Serif CJK SC',serif;font-size:15px;margin:46px;line-height:1.9;color:#111}
h1{text-align:center;font-size:23px} table{border-collapse:collapse;width:100%}
td,th{border:1px solid #333;padding:4px 7px;font-size:13px;text-align:left} .r{text-align:right}
.sans,.sans td,.sans th{font-family:'Noto Sans CJK SC',sans-serif}
"""
_SURNAMES, _GIVEN = (
    "赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张",
    ("志远", "晓岚", "立群", "桂英", "俊", "建平", "秀珍", "文斌", "雨桐", "海燕"),
)
_PLACES = (
    ("330602", "临江市", "浙江省临江市"),
    ("420106", "东湖区", "江城市东湖区"),
    ("341282", "临泉县", "安徽省临泉县"),
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True)
class Paper:
    """One paper: ``seal`` is the name on its seal, empty where it bears none; ``marked`` the values that are named."""

    name: str
    kind: Kind
    html: str
    seal: str = ""
    marked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Printed:
    """A paper as the browser printed it: the file, and where its marked values stand, in pixels of ``PAGE``."""

    pdf: bytes
    places: Mapping[str, Box] = field(default_factory=dict)


def identity_number(area: str, born: date, order: int) -> str:
    """With the check digit of GB 11643."""
    body = f"{area}{born:%Y%m%d}{order:03d}"
    return body + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True)) % 11]


def html(body: str, face: str = "") -> str:
    return f"<html><meta charset=utf-8><style>{_STYLE}</style><body class='{face}'>{body}</body></html>"


def value(name: str, text: str) -> str:
    """A value whose place is asked for later."""
    return f"<span id='{name}'>{text}</span>"


def diagnosis(
    *, hospital: str, name: str, number: str, sex: str, age: int, found: str, doctor: str, day: date, case: str
) -> str:
    """The body of a certificate of diagnosis as one hospital's system prints it."""
    return (
        f"<h1>{hospital}<br>疾病诊断证明书</h1><p>门诊号：{case}</p>"
        f"<p>姓名：{value('name', name)}　性别：{sex}　年龄：{age} 岁</p><p>身份证号：{value('number', number)}</p>"
        f"<p>临床诊断：{value('diagnosis', found)}</p><p>处理意见：建议休息一周，门诊随访，按时服药。</p><br>"
        f"<p class=r>医师签名：{doctor}</p><p class=r>日期：{value('day', chinese(day))}</p>"
    )


def chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def papers(dice: Dice) -> list[Paper]:
    """One of each kind, with people, numbers and sums of its own."""
    area, town, long_town = _PLACES[int(dice.integers(len(_PLACES)))]
    names = [str(dice.choice(list(_SURNAMES))) + str(dice.choice(_GIVEN)) for _ in range(8)]
    day = date(2026, 10, int(dice.integers(8, 28)))
    born = [
        date(int(dice.integers(1962, 2000)), int(dice.integers(1, 13)), int(dice.integers(1, 28))) for _ in range(8)
    ]
    numbers = [identity_number(area, when, int(dice.integers(10, 490)) * 2) for when in born]
    bank, firm, hospital = f"{town}农村商业银行", f"{town}宏达物流有限公司", f"{town}第三人民医院"
    return [
        Paper(
            "diagnosis",
            Kind.DIAGNOSIS_CERTIFICATE,
            html(
                diagnosis(
                    hospital=hospital,
                    name=names[0],
                    number=numbers[0],
                    sex="女",
                    doctor="沈国栋",
                    day=day,
                    age=day.year - born[0].year - ((day.month, day.day) < (born[0].month, born[0].day)),
                    found="慢性浅表性胃炎；缺铁性贫血（轻度）",
                    case=f"2026{int(dice.integers(10_000, 99_999))}",
                )
            ),
            hospital,
            ("name", "number", "diagnosis", "day"),
        ),
        _statement(dice, bank, names[1]),
        Paper(
            "income",
            Kind.INCOME_CERTIFICATE,
            html(
                f"<h1>收入证明</h1><p>{bank}：</p><p>　　兹证明 {value('name', names[2])}（身份证号：{numbers[2]}）系我单位员工，"
                f"自 2019 年 6 月起在我单位任仓储管理员，月平均收入为人民币 {value('sum', '5,600.00')} 元（大写：伍仟陆佰元整）。</p>"
                f"<p>　　特此证明。</p><br><p class=r>单位名称：{firm}</p><p class=r>联系电话：0575-8230 4417</p>"
                f"<p class=r>{value('day', chinese(day))}</p>"
            ),
            firm,
            ("name", "sum", "day"),
        ),
        Paper(
            "hardship",
            Kind.HARDSHIP_CERTIFICATE,
            html(
                f"<h1>证　明</h1><p>　　兹有我村村民 {value('name', names[3])}，女，身份证号 {value('number', numbers[3])}，家庭共 4 口人，"
                "其丈夫因病长期卧床，家庭收入微薄，生活确有困难。情况属实。</p><p>　　特此证明。</p><br>"
                f"<p class=r>{long_town}杨桥镇大李村村民委员会</p><p class=r>{value('day', chinese(day))}</p>"
            ),
            f"{long_town}杨桥镇大李村村民委员会",
            ("name", "number", "day"),
        ),
        Paper(
            "police",
            Kind.POLICE_RECEIPT,
            html(
                f"<h1>{town}公安局<br>受案回执</h1><p>　{value('name', names[4])}：</p><p>　　你于 {value('day', chinese(day))} 报称的 "
                f"{names[4]}被诈骗案 我单位已受理（受案登记表文号为 {town[:1]}公(城)受案字〔2026〕{int(dice.integers(10_000, 19_999))}号）。</p>"
                "<p>　　你可通过 0575-88120110 查询案件进展情况。</p><p>　　联系人、联系方式：严警官 0575-88120132</p><br>"
                f"<p class=r>{town}公安局城关派出所</p><p class=r>{chinese(day)}</p>"
            ),
            f"{town}公安局城关派出所",
            ("name", "day"),
        ),
        _fees(names[5], day),
        Paper(
            "receipt",
            Kind.PAYMENT_RECEIPT,
            html(
                "<h1>HARBOUR LIGHT DENTAL CLINIC</h1><p>18 Queen's Road, Suite 402 &middot; Tel: +852 2555 0199</p>"
                f"<p>RECEIPT No. HL-26-00{int(dice.integers(1000, 9999))}<br>Date: {day:%d %b %Y}<br>Patient: {value('name', 'CHAN Siu Ming')}</p>"
                "<table><tr><th>Item<th>Qty<th>Amount (HKD)</tr><tr><td>Consultation<td>1<td class=r>350.00</tr><tr><td>Scaling and polishing<td>1"
                "<td class=r>680.00</tr><tr><td>Panoramic X-ray<td>1<td class=r>420.00</tr>"
                f"<tr><td>Total<td><td class=r>{value('sum', '1,450.00')}</tr></table><p>Paid by: EPS &nbsp; With thanks</p>"
            ),
            marked=("name", "sum"),
        ),
        Paper(
            "layoff",
            Kind.UNEMPLOYMENT_CERTIFICATE,
            html(
                f"<h1>解除劳动合同证明书</h1><p>　　兹证明 员工 {value('name', names[6])}（身份证号：{value('number', numbers[6])}）与我公司签订的"
                f"劳动合同，因公司经营困难、岗位裁撤，自 2026 年 9 月 30 日起解除。在本公司工作年限为 7 年 4 个月。</p>"
                f"<p class=r>{town}锦川精密机械有限公司</p><p class=r>{value('day', chinese(day))}</p>"
            ),
            f"{town}锦川精密机械有限公司",
            ("name", "number", "day"),
        ),
        Paper(
            "letter",
            Kind.COMPLAINT_LETTER,
            html(
                f"<h1>投诉信</h1><p>监管局领导：</p><p>　　我叫{value('name', names[7])}，2024年3月在贵辖区一家消费金融公司借款 20000 元。2026年以来因为"
                "孩子住院，逾期了两个月。从上月开始，催收人员每天给我打十多个电话，还打到我单位，我多次提出希望协商分期，但都被拒绝。</p>"
                "<p>　　请求：一、停止骚扰我的同事和家人；二、给我一次协商分期的机会。</p><p>　　本人联系电话：13957501186</p>"
                f"<p class=r>投诉人：{names[7]}</p><p class=r>{chinese(day)}</p>"
            ),
            marked=("name",),
        ),
    ]


def _statement(dice: Dice, bank: str, name: str) -> Paper:
    balance = before = round(float(dice.uniform(800, 2500)), 2)
    rows = ""
    kinds = (
        "工资",
        "消费 超市",
        "还款 消费金融",
        "转账",
        "消费 加油",
        "利息",
        "转账",
        "消费 药店",
        "水费",
        "消费 餐饮",
    )
    for number, kind in enumerate(kinds):
        amount = round(float(dice.uniform(3000, 6000) if kind == "工资" else -dice.uniform(20, 300)), 2)
        balance = round(balance + amount, 2)
        shown = value("sum", f"{amount:,.2f}") if number == 0 else f"{amount:,.2f}"
        rows += f"<tr><td>2026-09-{3 * number + 1:02d}<td>{kind}<td class=r>{shown}<td class=r>{balance:,.2f}</tr>"
    body = (
        f"<h1>{bank}　个人账户交易明细</h1><p>户名：{value('name', name)}　账号：6217 0021 4400 8136 552　币种：人民币</p>"
        f"<p>期间：2026-09-01 至 2026-09-30　期初余额：{before:,.2f}</p><table><tr><th>日期<th>摘要<th>金额<th>余额</tr>{rows}</table>"
        "<p>打印日期：2026-10-03　此件由网上银行生成</p>"
    )
    return Paper("statement", Kind.BANK_STATEMENT, html(body, "sans"), bank, ("name", "sum"))


def _fees(name: str, day: date) -> Paper:
    bought = (
        ("血常规", 20.0, 1),
        ("奥美拉唑肠溶胶囊", 18.6, 2),
        ("胃镜检查", 268.0, 1),
        ("多糖铁复合物", 33.45, 2),
        ("挂号费", 15.0, 1),
    )
    rows = "".join(
        f"<tr><td>{what}<td class=r>{price:.2f}<td>{count}<td class=r>{price * count:.2f}</tr>"
        for what, price, count in bought
    )
    body = (
        f"<h1>医疗收费明细清单</h1><p>姓名：{value('name', name)}　病历号：00418852　日期：{value('day', day.isoformat())}</p><table>"
        f"<tr><th>项目<th>单价<th>数量<th>金额</tr>{rows}</table><p>合计：{value('sum', '407.10')}　大写：肆佰零柒元壹角　收款员：0312</p>"
    )
    return Paper("fees", Kind.PAYMENT_RECEIPT, html(body, "sans"), marked=("name", "day", "sum"))


PAYMENT = """<html><meta charset=utf-8><body style="margin:0;width:390px;font-family:'Noto Sans CJK SC';background:#f4f5f7">
<div style="padding:8px 18px;font-size:13px;display:flex;justify-content:space-between"><b>14:26</b><span>5G 78%</span></div>
<div style="text-align:center;font-size:17px;padding:10px">账单详情</div>
<div style="background:#fff;margin:12px;border-radius:12px;padding:20px"><div style="text-align:center;font-size:13px;color:#666">还款成功</div>
<div style="text-align:center;font-size:32px;font-weight:bold"><span id="sum">-1,204.33</span></div>
<p style="font-size:14px;color:#555">付款方式　　东湖农商行(6552)</p><p style="font-size:14px;color:#555">商品说明　　消费贷款 第8期</p>
<p style="font-size:14px;color:#555">创建时间　　2026-10-05 14:25:51</p></div></body></html>"""
"""A payment as a telephone shows it."""

_SAID = (
    ("left", "林女士，今天下午五点前必须处理"), ("right", "我孩子还在住院，能不能分期"), ("left", "不处理我们就联系你单位了"),
    ("right", "请不要打到单位"), ("left", "那是你的事情"),
)  # fmt: skip
CHAT = (
    "<html><meta charset=utf-8><body style=\"margin:0;width:390px;font-family:'Noto Sans CJK SC';background:#ededed\">"
    '<div style="padding:8px 18px;font-size:13px"><b>21:07</b></div><div style="text-align:center;padding:8px;font-size:16px">催收-王</div>'
    + "".join(
        f'<div style="margin:14px;text-align:{side}"><span style="display:inline-block;max-width:250px;background:'
        f'{"#fff" if side == "left" else "#95ec69"};padding:10px 12px;border-radius:6px;font-size:15px"{" id=said" * (number == 2)}>{text}</span></div>'
        for number, (side, text) in enumerate(_SAID)
    )
    + "</body></html>"
)
"""A conversation as a telephone shows it."""


@contextmanager
def browser() -> Iterator[Browser]:
    """Chromium, as the tests take it."""
    path = os.environ.get("MINGJIAN_TEST_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


def printed(opened: Browser, paper: Paper) -> Printed:
    """The paper as a PDF of one A4 page."""
    tab = opened.new_page(viewport={"width": PAGE[0], "height": PAGE[1]})
    tab.emulate_media(media="print")
    tab.set_content(paper.html)
    places = {name: _place(tab.locator(f"#{name}").bounding_box()) for name in paper.marked}
    pdf = tab.pdf(format="A4", print_background=True)
    tab.close()
    return Printed(pdf, places)


def shown(opened: Browser, page: str, marked: str, *, size: tuple[int, int], scale: float) -> tuple[bytes, Box]:
    """A screenshot as a PNG, and where the marked value stands in it."""
    tab = opened.new_page(viewport={"width": size[0], "height": size[1]}, device_scale_factor=scale)
    tab.set_content(page)
    box = tuple(scale * edge for edge in _place(tab.locator(f"#{marked}").bounding_box()))
    data = tab.screenshot()
    tab.close()
    return data, (box[0], box[1], box[2], box[3])


def _place(box: object) -> Box:
    assert isinstance(box, dict)
    return box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"]
