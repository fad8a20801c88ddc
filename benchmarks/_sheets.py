"""Pages as offices write them, with their true text: fourteen layouts at 150 dots per inch, and what a scanner does.

The four faces are Noto Sans and Serif, regular and bold: no other Chinese font came with the machine.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from mingjian.reading.page import Pixels

WIDTH, HEIGHT, DOTS_PER_INCH = 1240, 1754, 150
_FONTS = Path("/usr/share/fonts/opentype/noto")
_SIMPLIFIED = 2
SANS, SERIF = "NotoSansCJK-Regular.ttc", "NotoSerifCJK-Regular.ttc"
SANS_BOLD, SERIF_BOLD = "NotoSansCJK-Bold.ttc", "NotoSerifCJK-Bold.ttc"


@cache
def face(name: str, pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FONTS / name), pixels, index=_SIMPLIFIED)


@dataclass
class Sheet:
    """A page that remembers what was written where."""

    dice: random.Random
    width: int = WIDTH
    height: int = HEIGHT
    cells: list[tuple[float, float, float, str]] = field(default_factory=list)
    """Top, height, left and text."""

    def __post_init__(self) -> None:
        self.picture = Image.new("RGB", (self.width, self.height), (252, 251, 248))
        self.pen = ImageDraw.Draw(self.picture)

    def put(self, text: str, left: float, top: float, points: float, name: str = SERIF) -> float:
        """Writes one line; where it ends."""
        font = face(name, round(points * DOTS_PER_INCH / 72))
        self.pen.text((left, top), text, font=font, fill=(28, 28, 30))
        self.cells.append((top, font.size, left, text))
        return left + font.getlength(text)

    def middle(self, text: str, top: float, points: float, name: str = SERIF_BOLD) -> None:
        length = face(name, round(points * DOTS_PER_INCH / 72)).getlength(text)
        self.put(text, (self.width - length) / 2, top, points, name)

    def prose(self, text: str, left: float, top: float, right: float, points: float, name: str = SERIF) -> float:
        """Writes a paragraph, broken where it is full; where the next may begin."""
        font = face(name, round(points * DOTS_PER_INCH / 72))
        line = ""
        for sign in "　　" + text:
            # No line begins with a full stop.
            if font.getlength(line + sign) > right - left and sign not in "，。、；：）》":
                self.put(line, left, top, points, name)
                top += 1.65 * font.size
                line = ""
            line += sign
        if line:
            self.put(line, left, top, points, name)
            top += 1.65 * font.size
        return top

    def rule(self, left: float, top: float, right: float, bottom: float) -> None:
        self.pen.line((left, top, right, bottom), fill=(60, 60, 60), width=2)

    def table(
        self, rows: list[list[str]], left: float, top: float, columns: list[int], high: int, points: float, name: str
    ) -> float:
        """A table with rules; where the next may begin."""
        edges = [left]
        for column in columns:
            edges.append(edges[-1] + column)
        for number in range(len(rows) + 1):
            self.rule(left, top + number * high, edges[-1], top + number * high)
        for edge in edges:
            self.rule(edge, top, edge, top + len(rows) * high)
        size = points * DOTS_PER_INCH / 72
        for number, row in enumerate(rows):
            for edge, text in zip(edges, row, strict=False):
                if text:
                    self.put(text, edge + 10, top + number * high + (high - 1.35 * size) / 2, points, name)
        return top + len(rows) * high

    @property
    def text(self) -> str:
        """Everything written: rows from above, and in a row from the left."""
        rows: list[list[tuple[float, float, float, str]]] = []
        for cell in sorted(self.cells, key=lambda one: one[0] + one[1] / 2):
            middle = cell[0] + cell[1] / 2
            last = rows[-1][-1] if rows else None
            if last and abs(middle - last[0] - last[1] / 2) < 0.5 * min(cell[1], last[1]):
                rows[-1].append(cell)
            else:
                rows.append([cell])
        return "".join(cell[3] for row in rows for cell in sorted(row, key=lambda one: one[2]))


_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
_GIVEN = "建国秀英志强丽华永红海燕晓东雪梅德明玉兰文博思远佳怡子轩雨桐浩然欣妍俊杰诗涵天佑若曦鹏飞凤霞"
_PLACES = ("渝州市江南区", "青川县", "临海市", "云溪市高新区", "广宁市", "石桥镇", "南屏市西陵区")
_DISEASES = (
    "急性阑尾炎",
    "2型糖尿病伴周围神经病变",
    "腰椎间盘突出症",
    "重度抑郁发作",
    "高血压病3级（极高危）",
    "右侧股骨颈骨折",
    "慢性肾功能不全（CKD 4期）",
    "双肺多发结节",
)


def person(dice: random.Random) -> str:
    return dice.choice(_SURNAMES) + "".join(dice.sample(_GIVEN, dice.choice((1, 2, 2))))


def identity(dice: random.Random) -> str:
    body = f"{dice.choice(('510212', '330106', '440305', '110108'))}{dice.randint(1955, 2003)}{dice.randint(1, 12):02}{dice.randint(1, 28):02}{dice.randint(0, 999):03}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(one) * weight for one, weight in zip(body, weights, strict=True)) % 11]


def day(dice: random.Random) -> str:
    return f"{dice.randint(2023, 2026)}年{dice.randint(1, 12)}月{dice.randint(1, 28)}日"


def money(dice: random.Random, most: int = 90_000) -> str:
    return f"{dice.randint(100, most * 100) / 100:,.2f}"


def phone(dice: random.Random) -> str:
    return f"1{dice.choice('35789')}{dice.randint(0, 999_999_999):09}"


def diagnosis(sheet: Sheet) -> None:
    dice = sheet.dice
    sheet.middle(dice.choice(_PLACES) + "第一人民医院", 120, 22)
    sheet.middle("疾病诊断证明书", 210, 26)
    sheet.put(f"编号：{dice.randint(20230000, 20269999)}", 880, 300, 11)
    top = 370.0
    for text in (
        f"姓名：{person(dice)}　　性别：{dice.choice('男女')}　　年龄：{dice.randint(19, 80)}岁　　科室：心血管内科",
        f"身份证号：{identity(dice)}　　门诊号：{dice.randint(10**7, 10**8)}",
        f"工作单位：{dice.choice(_PLACES)}宏达机械制造有限公司　　联系电话：{phone(dice)}",
        f"就诊日期：{day(dice)}",
    ):
        sheet.put(text, 150, top, 12)
        top += 62
    top = sheet.prose(
        "主诉：反复胸闷、气短3月余，加重1周。患者3月前无明显诱因出现活动后胸闷，休息后可缓解，未予重视；1周前症状加重，伴夜间阵发性呼吸困难，遂来我院就诊。",
        150, top + 20, 1090, 12,
    )  # fmt: skip
    sheet.put("临床诊断：", 150, top + 20, 13, SERIF_BOLD)
    for number, disease in enumerate(dice.sample(_DISEASES, 3), 1):
        sheet.put(f"{number}. {disease}", 220, top + 20 + 56 * number, 12)
    top = sheet.prose(
        "处理意见：建议住院进一步治疗；全休贰周，避免重体力劳动，低盐低脂饮食，定期复查心电图及肝肾功能。",
        150,
        top + 270,
        1090,
        12,
    )
    sheet.put(f"主治医师：{person(dice)}", 760, top + 90, 12)
    sheet.put(day(dice), 760, top + 160, 12)
    sheet.put("（本证明未盖医院诊断专用章无效）", 150, 1600, 9)


def record(sheet: Sheet) -> None:
    dice = sheet.dice
    sheet.middle("渝州医科大学附属第二医院　住院病历", 100, 17, SANS_BOLD)
    sheet.put(
        f"姓名：{person(dice)}  科别：神经内科  床号：{dice.randint(1, 60)}  住院号：{dice.randint(10**7, 10**8)}  入院日期：{day(dice)}",
        110,
        180,
        9.5,
        SANS,
    )
    top = 240.0
    for text in (
        "主诉：右侧肢体无力伴言语不清6小时。",
        "现病史：患者于6小时前晨起时发现右侧肢体无力，右手持物不稳，行走向右侧偏斜，伴言语含糊，无头痛、恶心、呕吐，无意识障碍及大小便失禁。家属急送我院，急诊头颅CT未见出血灶，以“急性脑梗死”收住我科。病程中精神差，饮食睡眠尚可，体重无明显变化。",
        "既往史：高血压病史10年，最高血压180/110mmHg，口服氨氯地平5mg每日1次，血压控制欠佳；否认冠心病、糖尿病史，否认肝炎、结核等传染病史，否认手术外伤史，否认药物及食物过敏史。",
        "个人史：生于原籍，久居本地，吸烟20年，每日约20支，偶饮酒。适龄结婚，育有一子一女，家人体健。",
        "体格检查：T 36.6℃，P 82次/分，R 18次/分，BP 168/98mmHg。神志清楚，构音障碍，双侧瞳孔等大等圆，直径约3mm，对光反射灵敏。右侧鼻唇沟变浅，伸舌偏右。右侧上肢肌力3级，下肢肌力4级，左侧肢体肌力5级，右侧巴宾斯基征阳性。",
        "辅助检查：头颅CT（"
        + day(dice)
        + "）示左侧基底节区低密度影；血常规：WBC 7.82×10^9/L，HGB 138g/L，PLT 215×10^9/L；空腹血糖6.1mmol/L，总胆固醇6.32mmol/L，低密度脂蛋白4.05mmol/L。",
        "初步诊断：1.急性脑梗死（左侧基底节区）；2.高血压病3级，极高危；3.高脂血症。",
        "诊疗计划：完善头颅MRI、颈动脉彩超、心脏彩超等检查；予阿司匹林100mg、氯吡格雷75mg双抗治疗，阿托伐他汀20mg每晚一次，依达拉奉30mg静滴每日两次；控制血压，早期康复训练，密切观察病情变化。",
        "病程记录：患者入院第3日，言语较前清晰，右侧上肢肌力恢复至4级，未诉特殊不适，生命体征平稳，继续目前治疗。",
    ):
        top = sheet.prose(text, 110, top, 1140, 9.5, SANS) + 12
    sheet.put(f"记录医师：{person(dice)}　　上级医师：{person(dice)}", 640, top + 40, 10, SANS)


def death(sheet: Sheet) -> None:
    dice = sheet.dice
    sheet.middle("居民死亡医学证明（推断）书", 130, 21)
    sheet.put(f"行政区划代码：{dice.randint(110101, 659001)}　　编号：{dice.randint(10**9, 10**10)}", 150, 230, 11)
    rows = [
        ["死者姓名", person(dice), "性别", dice.choice("男女"), "民族", "汉族"],
        ["身份证件", "居民身份证", "证件号码", identity(dice), "年龄", str(dice.randint(40, 95))],
        ["出生日期", day(dice), "死亡日期", day(dice), "婚姻", "已婚"],
        ["文化程度", "初中", "户籍地址", dice.choice(_PLACES), "职业", "农民"],
        ["死亡地点", "医疗卫生机构", "家属姓名", person(dice), "关系", "子女"],
        ["联系电话", phone(dice), "家属住址", dice.choice(_PLACES), "", ""],
    ]
    top = sheet.table(rows, 110, 300, [140, 230, 150, 290, 90, 120], 74, 10.5, SERIF)
    sheet.put("致死的主要疾病诊断", 130, top + 30, 12, SERIF_BOLD)
    causes = [
        ["I", "（a）直接导致死亡的疾病", "急性心肌梗死", "3小时"],
        ["", "（b）引起（a）的疾病", "冠状动脉粥样硬化性心脏病", "8年"],
        ["", "（c）引起（b）的疾病", "高血压病3级", "15年"],
        ["II", "其他疾病诊断", dice.choice(_DISEASES), "2年"],
    ]
    top = sheet.table(causes, 110, top + 90, [80, 380, 400, 160], 74, 11, SERIF)
    sheet.put(f"医师签名：{person(dice)}　　　医疗机构盖章　　　填表日期：{day(dice)}", 130, top + 80, 11.5)
    sheet.put("注：本证明书由死者家属保存，作为办理户籍注销、殡葬等手续的凭证。", 130, top + 160, 9.5)


def unemployment(sheet: Sheet) -> None:
    dice = sheet.dice
    sheet.middle("失 业 证 明", 180, 30)
    top = 360.0
    for text in (
        f"兹证明{person(dice)}，{dice.choice('男女')}，身份证号码{identity(dice)}，系我社区居民，户籍地址：{dice.choice(_PLACES)}人民路{dice.randint(1, 300)}号{dice.randint(1, 30)}栋{dice.randint(101, 3305)}室。",
        f"该居民原在{dice.choice(_PLACES)}鸿运电子科技有限公司工作，因企业经营困难裁员，于{day(dice)}解除劳动合同，至今无固定工作，家庭生活困难，无力偿还贷款。",
        "情况属实，特此证明。",
    ):
        top = sheet.prose(text, 160, top, 1080, 16) + 30
    sheet.put(dice.choice(_PLACES) + "幸福社区居民委员会", 620, top + 160, 16)
    sheet.put(day(dice), 760, top + 240, 16)
    sheet.put(f"经办人：{person(dice)}　　电话：{phone(dice)}", 160, top + 360, 13)


def income(sheet: Sheet) -> None:
    dice = sheet.dice
    sheet.middle("收入证明", 150, 24, SANS_BOLD)
    top = sheet.prose(
        f"渝州银行股份有限公司江南支行：兹有我单位员工{person(dice)}（身份证号：{identity(dice)}），自{day(dice)}起在我单位任职，现任技术部工程师职务，劳动合同期限至{day(dice)}。",
        140, 260, 1100, 13, SANS,
    )  # fmt: skip
    top = sheet.table(
        [["项目", "月均（元）", "年合计（元）"]]
        + [[name, money(dice, 12_000), money(dice, 140_000)] for name in ("基本工资", "岗位津贴", "绩效奖金", "住房公积金", "合计")],
        180, top + 30, [280, 300, 300], 66, 12, SANS,
    )  # fmt: skip
    top = sheet.prose(
        "我单位对上述内容的真实性负责，本证明仅用于贷款申请，不作为我单位对该员工任何形式的担保文件。",
        140,
        top + 40,
        1100,
        13,
        SANS,
    )
    for number, text in enumerate(
        (
            "单位名称：临海市恒信精密模具有限公司",
            "统一社会信用代码：91331082MA2K7XQ45T",
            "地址：临海市江南街道工业大道88号",
            f"联系电话：0576-8{dice.randint(1000000, 9999999)}",
            f"开具日期：{day(dice)}",
        )
    ):
        sheet.put(text, 520, top + 60 + 58 * number, 12, SANS)


def disability(sheet: Sheet) -> None:
    dice = sheet.dice
    sheet.middle("中华人民共和国残疾人证", 160, 20, SERIF_BOLD)
    number = identity(dice)
    top = 300.0
    for text in (
        f"姓名：{person(dice)}",
        f"性别：{dice.choice('男女')}　　民族：土家族",
        f"残疾类别：肢体　　残疾等级：{dice.choice('一二三四')}级",
        f"证号：{number}4{dice.randint(1, 4)}",
        f"住址：{dice.choice(_PLACES)}解放路{dice.randint(1, 400)}号",
        f"监护人：{person(dice)}　　联系电话：{phone(dice)}",
        f"签发日期：{day(dice)}",
        "批准机关：渝州市江南区残疾人联合会",
    ):
        sheet.put(text, 200, top, 14)
        top += 84
    sheet.put("持证须知", 200, top + 40, 13, SERIF_BOLD)
    top += 120
    for text in (
        "一、残疾人证由残疾人本人或监护人妥善保管，不得转借、涂改。",
        "二、残疾类别、等级发生变化的，应当申请办理变更手续。",
        "三、遗失残疾人证的，应当及时到批准机关办理挂失补办。",
    ):
        sheet.put(text, 200, top, 11)
        top += 58


def police(sheet: Sheet) -> None:
    dice = sheet.dice
    sheet.middle(dice.choice(_PLACES) + "公安局", 150, 22)
    sheet.middle("受案回执", 240, 28)
    sheet.put(f"渝公（江）受案字〔2026〕{dice.randint(1000, 99999)}号", 640, 350, 12)
    top = 450.0
    sheet.put(f"{person(dice)}：", 150, top, 15)
    top = sheet.prose(
        f"你（单位）于{day(dice)}报称的{person(dice)}被诈骗案我单位已受理（受案登记表文号为渝公（江）受案字〔2026〕{dice.randint(1000, 99999)}号）。你（单位）可通过以下方式查询案件进展情况。",
        150, top + 80, 1090, 15,
    )  # fmt: skip
    for text in (
        f"联系人：{person(dice)}、{person(dice)}",
        f"联系方式：023-6{dice.randint(1000000, 9999999)}",
        "查询网址：https://www.cqga.gov.cn/ajgk",
        f"查询码：{dice.randint(10**11, 10**12)}",
    ):
        sheet.put(text, 210, top + 30, 14)
        top += 76
    sheet.put("（受案单位印）", 760, top + 120, 14)
    sheet.put(day(dice), 760, top + 200, 14)
    sheet.put("报案人、控告人、举报人、扭送人（签名）：", 150, top + 320, 12)
    sheet.put("此联交报案人、控告人、举报人、扭送人", 150, 1610, 10)


def statement(sheet: Sheet) -> None:
    dice = sheet.dice
    sheet.middle("渝州银行个人账户交易明细", 80, 16, SANS_BOLD)
    sheet.put(
        f"户名：{person(dice)}　账号：6217{dice.randint(10**14, 10**15)}　币种：人民币　查询期间：2026-01-01至2026-06-30",
        70,
        150,
        9,
        SANS,
    )
    rows = [["序号", "交易日期", "摘要", "交易金额", "账户余额", "对方户名", "对方账号"]]
    for number in range(1, 34):
        rows.append(
            [
                str(number),
                f"2026-{dice.randint(1, 6):02}-{dice.randint(1, 28):02}",
                dice.choice(("转账存入", "消费支出", "工资", "贷款扣款", "ATM取款", "结息", "快捷支付")),
                dice.choice(("", "-")) + money(dice, 9000),
                money(dice, 60_000),
                dice.choice((person(dice), "财付通", "支付宝（中国）", "京东金融")),
                f"{dice.randint(10**15, 10**16)}",
            ]
        )
    top = sheet.table(rows, 60, 200, [70, 160, 150, 170, 180, 190, 210], 42, 8, SANS)
    sheet.put(
        "第1页 共3页　打印时间：2026-07-02 10:23:45　打印渠道：手机银行　本明细仅供参考，以柜台打印为准",
        60,
        top + 24,
        8,
        SANS,
    )


def receipt(sheet: Sheet) -> None:
    dice = sheet.dice
    sheet.middle("转账电子回单", 150, 22, SANS_BOLD)
    sheet.middle("渝州银行股份有限公司", 230, 13, SANS)
    top = 340.0
    for label, value in (
        ("交易日期", f"2026-0{dice.randint(1, 9)}-{dice.randint(10, 28)} 14:05:{dice.randint(10, 59)}"), ("交易流水号", str(dice.randint(10**19, 10**20))), ("付款人户名", person(dice)), ("付款人账号", f"6217 **** **** {dice.randint(1000, 9999)}"), ("付款人开户行", "渝州银行江南支行"), ("收款人户名", "广宁市信达法律咨询有限公司"), ("收款人账号", str(dice.randint(10**18, 10**19))), ("收款人开户行", "中国建设银行广宁城东支行"), ("交易金额（小写）", "¥" + money(dice)), ("交易金额（大写）", "人民币贰仟玖佰捌拾元整"), ("用途", "咨询服务费"), ("手续费", "0.00元"), ("交易状态", "交易成功"), ("验证码", "K7PQ-93XD-TY2M"),
    ):  # fmt: skip
        sheet.put(label, 170, top, 12, SANS)
        sheet.put(value, 520, top, 12, SANS)
        sheet.rule(160, top + 52, 1080, top + 52)
        top += 78
    sheet.put("重要提示：本回单可重复打印，请勿重复记账；如有疑问请致电客服热线95588。", 170, top + 20, 9.5, SANS)


def credit(sheet: Sheet) -> None:
    dice = sheet.dice
    sheet.middle("个人信用报告", 90, 22, SANS_BOLD)
    sheet.middle("（本人版）", 160, 11, SANS)
    sheet.put(f"报告编号：20260{dice.randint(10**16, 10**17)}　　报告时间：2026-06-18 09:12:33", 90, 220, 9.5, SANS)
    sheet.put(f"姓名：{person(dice)}　证件类型：身份证　证件号码：{identity(dice)}　婚姻状况：已婚", 90, 262, 9.5, SANS)
    top = sheet.table(
        [["", "信用卡", "住房贷款", "其他贷款"], ["账户数", "6", "1", "11"], ["未结清/未销户账户数", "4", "1", "5"], ["发生过逾期的账户数", "2", "--", "3"], ["发生过90天以上逾期的账户数", "1", "--", "1"]],
        90, 330, [420, 200, 200, 230], 52, 9.5, SANS,
    )  # fmt: skip
    sheet.put("从未逾期过的账户明细如下：", 90, top + 20, 10, SANS_BOLD)
    top += 66
    for number in range(1, 15):
        top = sheet.prose(
            f"{number}. {day(dice)}{dice.choice(('渝州银行', '重庆农村商业银行', '马上消费金融公司', '招商银行信用卡中心'))}发放的{money(dice, 200_000).split('.', maxsplit=1)[0]}元（人民币）个人消费贷款，业务号X{dice.randint(10**6, 10**7)}，{dice.choice(('信用', '抵押', '保证'))}，{dice.randint(6, 60)}期，按月归还，{day(dice)}到期。截至2026年5月，余额{money(dice, 90_000).split('.', maxsplit=1)[0]}。",
            90, top, 1150, 9, SANS,
        )  # fmt: skip


def attorney(sheet: Sheet) -> None:
    dice = sheet.dice
    sheet.middle("授权委托书", 130, 24)
    top = 250.0
    for text in (
        f"委托人：{person(dice)}　　身份证号：{identity(dice)}",
        f"住址：{dice.choice(_PLACES)}滨江路{dice.randint(1, 200)}号　电话：{phone(dice)}",
        f"受托人：{person(dice)}　　身份证号：{identity(dice)}",
        f"工作单位：广宁市信达法律咨询有限公司　电话：{phone(dice)}",
    ):
        sheet.put(text, 150, top, 13)
        sheet.rule(150, top + 48, 1090, top + 48)
        top += 76
    for text in (
        "委托人因与消费金融机构的借款合同纠纷，现委托上述受托人作为委托人的代理人，代为办理下列事项：",
        "一、代为与金融机构协商还款方案，包括但不限于减免利息、违约金，延长还款期限，办理个性化分期；",
        "二、代为向金融监督管理部门、中国人民银行及消费者权益保护组织提交投诉、申请复议，签收相关法律文书；",
        "三、代为调取、复制与本案有关的借款合同、还款明细、催收录音、征信记录等资料；",
        "四、代为参加调解，签署调解协议。",
        "委托权限：特别授权。委托期限：自本委托书签署之日起至委托事项办理完毕之日止。受托人在上述权限范围内所签署的一切文件和办理的一切手续，委托人均予以承认，并承担由此产生的法律责任。",
    ):
        top = sheet.prose(text, 150, top + 10, 1090, 13)
    sheet.put("委托人（签名按印）：", 150, top + 90, 13)
    sheet.put("受托人（签名）：", 680, top + 90, 13)
    sheet.put(day(dice), 760, top + 170, 13)


_CLAUSES = (
    "第一条 借款金额与期限。贷款人同意向借款人提供人民币借款，借款期限自实际放款之日起计算，以放款凭证记载为准。",
    "第二条 借款利率。本合同项下借款年化利率为21.6%（单利），按日计息，日利率=年利率/360，利息自放款日起计收。",
    "第三条 还款方式。借款人选择等额本息还款法，还款日为每月15日，遇法定节假日不顺延，首期还款日以还款计划表为准。",
    "第四条 提前还款。借款人可申请提前还款，应提前三个工作日通知贷款人，贷款人不收取违约金，利息按实际用款天数计收。",
    "第五条 逾期责任。借款人未按期足额还款的，自逾期之日起按约定利率上浮50%计收罚息，直至清偿本息为止。",
    "第六条 借款用途。借款仅限于个人日常消费，不得用于购房、投资、偿还其他债务或法律法规禁止的其他用途。",
    "第七条 个人信息。借款人同意贷款人向金融信用信息基础数据库查询并报送其信用信息，包括不良信息。",
    "第八条 通知与送达。双方确认合同首部所载地址、电话、电子邮箱为有效送达地址，适用于诉讼、仲裁各阶段。",
    "第九条 争议解决。因本合同产生的争议，双方协商解决；协商不成的，向贷款人住所地有管辖权的人民法院起诉。",
    "第十条 其他。本合同自双方签署之日起生效，电子签名与手写签名具有同等法律效力，附件为本合同不可分割的组成部分。",
)


def contract(sheet: Sheet) -> None:
    sheet.middle("个人消费借款合同", 80, 17, SANS_BOLD)
    sheet.put(f"合同编号：XF2026{sheet.dice.randint(10**9, 10**10)}", 80, 150, 9, SANS)
    left = right = 210.0
    for clause in _CLAUSES:
        left = sheet.prose(clause, 80, left, 600, 8.5, SANS) + 10
    for clause in reversed(_CLAUSES):
        right = sheet.prose(clause, 650, right, 1170, 8.5, SANS) + 10
    bottom = max(left, right) + 40
    sheet.put("借款人（电子签名）：" + person(sheet.dice), 80, bottom, 9.5, SANS)
    sheet.put("贷款人（盖章）：渝州消费金融有限公司", 650, bottom, 9.5, SANS)


def judgment(sheet: Sheet) -> None:
    dice = sheet.dice
    sheet.middle("渝州市江南区人民法院", 120, 22)
    sheet.middle("民 事 调 解 书", 210, 26)
    sheet.put(f"（2026）渝0108民初{dice.randint(100, 9999)}号", 720, 310, 14)
    top = 390.0
    for text in (
        f"原告：渝州消费金融有限公司，住所地渝州市江南区金融大道1号，统一社会信用代码91500108MA5UC1K28R。法定代表人：{person(dice)}，董事长。",
        f"被告：{person(dice)}，{dice.choice('男女')}，{day(dice)}出生，汉族，住{dice.choice(_PLACES)}。",
        f"原告与被告金融借款合同纠纷一案，本院于{day(dice)}立案后，依法适用简易程序，公开开庭进行了审理。本案审理过程中，经本院主持调解，双方当事人自愿达成如下协议：",
        f"一、被告于{day(dice)}前偿还原告借款本金{money(dice)}元及利息{money(dice, 9000)}元；",
        "二、若被告未按期足额履行上述义务，原告有权就剩余款项一并申请强制执行；",
        "三、案件受理费减半收取计125元，由被告负担。",
        "上述协议，不违反法律规定，本院予以确认。",
    ):
        top = sheet.prose(text, 150, top, 1090, 14)
    sheet.put(f"审　判　员　{person(dice)}", 740, top + 60, 14)
    sheet.put(day(dice), 740, top + 130, 14)
    sheet.put(f"书　记　员　{person(dice)}", 740, top + 200, 14)


def chat(sheet: Sheet) -> None:
    dice = sheet.dice
    sheet.middle("客服专员小林", 60, 16, SANS_BOLD)
    top = 180.0
    for mine, text in (
        (False, "您好，请问有什么可以帮您？"), (True, "我上个月已经还了1260元，为什么还打电话给我单位？"), (False, "非常抱歉给您带来困扰，我先为您核实一下通话记录。"), (True, "5月12日下午一共打了9个电话，我同事都听到了"), (False, "经核实当日确有多次外呼，我们会记录并提交复核，3个工作日内给您答复。"), (True, "好的，工单号给我"), (False, f"工单号：TS2026{dice.randint(10**6, 10**7)}，请您留存。"), (True, "另外利息能不能减免一部分，最近失业了"), (False, "您可以提交失业证明和收入流水，我们为您申请个性化分期。"), (True, "收到，谢谢"),
    ):  # fmt: skip
        font = face(SANS, round(14 * DOTS_PER_INCH / 72))
        length = font.getlength(text)
        lines = [text] if length < 700 else [text[: len(text) // 2], text[len(text) // 2 :]]
        widest = max(font.getlength(line) for line in lines)
        left = 1160 - widest if mine else 130
        box = (left - 24, top - 16, left + widest + 24, top + 44 * len(lines) + 20)
        sheet.pen.rounded_rectangle(box, 14, fill=(149, 236, 105) if mine else (235, 235, 235))
        for line in lines:
            sheet.put(line, left, top, 14, SANS)
            top += 44
        top += 76
    sheet.put("2026-05-20 15:42", 520, top, 10, SANS)


LAYOUTS: dict[str, Callable[[Sheet], None]] = {
    "diagnosis certificate": diagnosis,
    "medical record": record,
    "death certificate": death,
    "unemployment certificate": unemployment,
    "income certificate": income,
    "disability card": disability,
    "police receipt": police,
    "bank statement": statement,
    "transfer receipt": receipt,
    "credit report": credit,
    "power of attorney": attorney,
    "contract, two columns": contract,
    "court settlement": judgment,
    "chat screenshot": chat,
}


def drawn(layout: str, seed: int) -> Sheet:
    sheet = Sheet(random.Random(f"{layout} {seed}"))
    LAYOUTS[layout](sheet)
    return sheet


def degraded(picture: Image.Image, seed: int) -> Pixels:
    """Turned by 2 degrees, shaded from one corner, noisy, saved as JPEG of quality 40."""
    dice = np.random.default_rng(seed)
    pixels = np.asarray(picture)
    height, width = pixels.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 2.0 if seed % 2 else -2.0, 1.0)
    turned = cv2.warpAffine(pixels, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(252, 251, 248))
    across, down = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    shade = (1 - 0.35 * (across + down) / 2)[..., None]
    noisy = turned * shade + dice.normal(0, 8, turned.shape)
    file = BytesIO()
    Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8)).save(file, "JPEG", quality=40)
    return np.asarray(Image.open(file).convert("RGB"))
