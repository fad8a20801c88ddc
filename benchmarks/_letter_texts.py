"""Chinese complaint texts with planted families, made without a line of the code that they test.

Organic texts come from many grammars. A grammar is a sequence of places, each with several wordings drawn from one
lexicon, so that grammars share words and often whole phrases; every text adds facts and asides of its own. A family
is a base text and members, each edited on its own from the base (never from another member).
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建文辉玲红春燕国志海波宇欣怡浩然子涵"
CITIES = (
    "重庆", "成都", "武汉", "郑州", "长沙", "西安", "合肥", "南昌", "昆明", "贵阳", "济南", "福州", "沈阳", "南宁",
    "太原", "兰州",
)  # fmt: skip
LENDERS = (
    "贵公司", "贵司", "你公司", "该平台", "该机构", "贵平台", "你们平台", "这家公司",
)  # fmt: skip
PRODUCTS = (
    "消费贷", "现金贷", "信用贷款", "分期借款", "循环额度", "装修贷", "手机分期", "教育分期", "医美分期", "车贷",
)  # fmt: skip
WHEN = (
    "去年年底", "今年年初", "上个月", "前几天", "疫情之后", "春节前后", "三月份以来", "最近半年", "这两个月",
    "一直以来", "国庆节期间", "前年夏天",
)  # fmt: skip
WHO = (
    "催收人员", "客服人员", "外包催收公司", "自称法务的人", "一个陌生号码", "第三方公司", "所谓的调解员", "业务经理",
    "风控部门", "回访专员",
)  # fmt: skip
DID = (
    "给我打了很多电话", "在电话里大声辱骂", "联系了我的家人", "威胁要上门走访", "发来措辞严厉的短信",
    "把我的欠款告诉了同事", "拒绝听我说明情况", "要求我一次性结清", "说要起诉到法院", "反复核对我的住址",
    "不肯提供录音", "推脱说系统就是这样", "答应了又不承认", "让我去找亲戚借钱", "说利息不能减", "把电话挂断了",
    "要我先还最低还款", "催得我无法正常上班",
)  # fmt: skip
WHY = (
    "因为工厂停工没有收入", "由于生意亏损资金断了", "因为孩子上学花销很大", "由于母亲住院需要照顾",
    "因为公司裁员我失业了", "由于车祸受伤在家休养", "因为投资被骗血本无归", "由于门面转让不出去",
    "因为离婚后独自抚养孩子", "由于工地拖欠工资", "因为身体不好不能干重活", "由于货款收不回来",
)  # fmt: skip
ASK = (
    "希望能够分期归还", "请求减免部分利息", "要求停止电话骚扰", "恳请给一个宽限期", "要求退还多收的费用",
    "希望更正征信记录", "请给我书面答复", "要求公开费用明细", "希望只还剩余本金", "请求协商还款方案",
    "要求提供借款合同", "希望相关部门介入调查",
)  # fmt: skip
COURTESY = (
    "感谢领导百忙之中处理", "谢谢理解与支持", "盼复", "以上情况属实", "如有虚假愿承担责任", "望尽快回复", "特此投诉",
    "敬请核实", "此致敬礼", "麻烦了", "希望得到公正处理", "等待您的回音",
)  # fmt: skip
LAW = (
    "根据消费者权益保护法的规定", "按照相关监管要求", "依据个人信息保护法", "根据民法典有关条款", "依照国家法律法规",
    "参照催收行业自律公约", "根据金融消费者权益保护实施办法", "按照银保监会的通知精神",
)  # fmt: skip
FEEL = (
    "我感到非常无助", "我整夜睡不着觉", "家里人都很担心", "我实在没有办法了", "精神压力特别大", "日子过得很艰难",
    "我不是恶意拖欠", "我一直想把钱还上", "邻居看我的眼神都变了", "老板差点把我辞退", "我真的很后悔",
    "孩子也跟着受影响",
)  # fmt: skip
LINK = (
    "另外", "同时", "而且", "但是", "所以", "后来", "目前", "其实", "当时", "现在", "为此", "不仅如此", "在此期间",
    "说实话",
)  # fmt: skip
ASIDE_NOUNS = (
    "小卖部", "理发店", "送外卖", "开货车", "厂里", "工地", "菜市场", "医院", "学校", "村里", "出租屋", "老家",
    "车间", "快递站", "奶茶店", "养猪场", "装修队", "网约车", "服装店", "建材城", "饭馆", "收费站", "幼儿园",
    "物流园", "果园", "茶楼", "美容院", "修理铺", "鱼塘", "印刷厂",
)  # fmt: skip
ASIDE_VERBS = (
    "上班", "帮忙", "打零工", "值夜班", "守摊子", "搬货", "学手艺", "进货", "算账", "跑腿", "做饭", "看门", "排队",
    "打听消息", "借住", "办手续", "看病", "接孩子", "卖东西", "等消息", "修车", "种菜", "摆摊", "应聘", "培训",
    "加班", "交房租", "吵架", "吃饭", "过夜",
)  # fmt: skip
ASIDE_TIMES = (
    "早上", "中午", "傍晚", "周末", "月底", "下雨天", "放假时", "发工资那天", "过生日时", "搬家那周", "中秋节",
    "冬至前",
)  # fmt: skip
ASIDE_ENDS = (
    "根本顾不上看手机", "只挣了几十块钱", "连饭都没吃上", "被人当面问起这件事", "手机响个不停", "回来才看到消息",
    "一句话也说不出来", "只好先垫付了药费", "差点误了车", "心里特别难受", "还要照看老人", "什么也没谈成",
    "材料又被退回来", "路上花了三个小时", "钱早就花光了",
)  # fmt: skip
SYNONYMS = {
    "希望": "盼望", "要求": "请求", "非常": "十分", "因为": "由于", "目前": "现在", "停止": "终止", "减免": "免除",
    "联系": "联络", "家人": "家属", "领导": "负责人", "答复": "回复", "费用": "收费", "归还": "偿还", "没有": "没",
    "感谢": "谢谢", "威胁": "恐吓", "电话": "来电", "多次": "反复", "尽快": "尽早", "处理": "解决", "规定": "要求",
    "情况": "状况", "困难": "艰难", "公司": "单位",
}  # fmt: skip
COMMON = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所"
    "然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与"
    "长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己"
    "制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系"
    "气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区"
)


@dataclass(frozen=True)
class Corpus:
    """Texts and what was planted: ``family[i]`` is -1 for an organic text.

    ``edits[f]`` and ``modes[f]`` say how the members of family f were made.
    """

    texts: list[str]
    family: list[int]
    edits: list[float]
    modes: list[str]


class Grammar:
    """A way to complain: places in order, each with several wordings, many of them other grammars' as well."""

    def __init__(self, chance: random.Random, stock: Sequence[str]) -> None:
        self._places = []
        for _ in range(chance.randint(7, 11)):
            wordings = [
                chance.choice(stock) if chance.random() < 0.5 else phrase(chance) for _ in range(chance.randint(6, 12))
            ]
            self._places.append(wordings)

    def write(self, chance: random.Random) -> list[str]:
        """The clauses of one text."""
        clauses = [opening(chance)]
        for wordings in self._places:
            if chance.random() < 0.85:
                clauses.append(chance.choice(wordings))
            if chance.random() < 0.3:
                clauses.append(aside(chance))
        return clauses


def phrase(chance: random.Random) -> str:
    """A clause of the lexicon."""
    pick = chance.choice
    kind = chance.randrange(7)
    if kind == 0:
        return f"{pick(WHEN)}{pick(WHO)}{pick(DID)}"
    if kind == 1:
        return f"{pick(WHY)}，{pick(FEEL)}"
    if kind == 2:
        return f"{pick(LAW)}，{pick(ASK)}"
    if kind == 3:
        return f"{pick(LINK)}{pick(WHO)}{pick(DID)}，{pick(FEEL)}"
    if kind == 4:
        return f"{pick(ASK)}，{pick(COURTESY)}"
    if kind == 5:
        return f"{pick(LINK)}{pick(WHEN)}{pick(WHY)}"
    return f"{pick(LENDERS)}的{pick(WHO)}{pick(DID)}，{pick(ASK)}"


def opening(chance: random.Random) -> str:
    """Who writes, about what."""
    pick = chance.choice
    name = pick(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.randint(1, 2)))
    year, month = chance.randint(2019, 2026), chance.randint(1, 12)
    return pick(
        (
            f"本人{name}，{pick(CITIES)}人，{year}年{month}月在{pick(LENDERS)}办理"
            f"{pick(PRODUCTS)}{chance.randint(3, 200) * 1000}元",
            f"我叫{name}，现住{pick(CITIES)}，借了{pick(LENDERS)}的{pick(PRODUCTS)}，一共{chance.randint(3, 200)}千元",
            f"投诉{pick(LENDERS)}，{pick(PRODUCTS)}，金额{chance.randint(3000, 200000)}，姓名{name}",
            f"你好，我是{pick(CITIES)}的{name}，{year}年通过{pick(LENDERS)}借款",
        )
    )


def aside(chance: random.Random) -> str:
    """Something that only this writer tells."""
    pick = chance.choice
    return f"{pick(ASIDE_TIMES)}我在{pick(CITIES)}{pick(ASIDE_NOUNS)}{pick(ASIDE_VERBS)}，{pick(ASIDE_ENDS)}"


def scattered(clauses: Sequence[str], share: float, _grammar: Grammar, chance: random.Random) -> str:
    """Single characters replaced, dropped or put in, anywhere."""
    text = list("，".join(clauses) + "。")
    places = chance.sample(range(len(text)), round(len(text) * share))
    for place in places:
        action = chance.random()
        if action < 0.6:
            text[place] = chance.choice(COMMON)
        elif action < 0.8:
            text[place] = ""
        else:
            text[place] += chance.choice(COMMON)
    return "".join(text)


def phrases(clauses: Sequence[str], share: float, grammar: Grammar, chance: random.Random) -> str:
    """Whole runs of characters rewritten, a clause or a part of one at a time."""
    text = "，".join(clauses) + "。"
    budget = round(len(text) * share)
    changed = [False] * len(text)
    pieces: list[tuple[int, int, str]] = []
    for _ in range(200):
        if budget <= 0:
            break
        length = min(budget, chance.randint(3, 16))
        start = chance.randrange(max(1, len(text) - length))
        if any(changed[max(0, start - 1) : start + length + 1]):
            continue
        changed[start : start + length] = [True] * length
        source = aside(chance) + chance.choice(grammar.write(chance))
        offset = chance.randrange(max(1, len(source) - length))
        pieces.append((start, start + length, source[offset : offset + length]))
        budget -= length
    for start, end, replacement in sorted(pieces, reverse=True):
        text = text[:start] + replacement + text[end:]
    return text


def own_facts(clauses: Sequence[str], share: float, grammar: Grammar, chance: random.Random) -> str:
    """The opening and some clauses replaced by the client's own, until the share is reached."""
    kept = list(clauses)
    kept[0] = opening(chance)
    total = sum(map(len, clauses))
    budget = share * total - len(clauses[0])
    order = list(range(1, len(kept)))
    chance.shuffle(order)
    for place in order:
        if len(kept[place]) > budget:
            continue
        budget -= len(kept[place])
        kept[place] = (
            aside(chance) if chance.random() < 0.6 else chance.choice(grammar.write(chance)[1:] or [aside(chance)])
        )
    return "，".join(kept) + "。"


def reordered(clauses: Sequence[str], share: float, grammar: Grammar, chance: random.Random) -> str:
    """Clauses moved, words replaced by synonyms, then own facts for what is left of the share."""
    body = list(clauses[1:])
    first, second = sorted(chance.sample(range(len(body) + 1), 2))
    body = body[second:] + body[first:second] + body[:first]
    text = own_facts([clauses[0], *body], share * 0.7, grammar, chance)
    for word, other in SYNONYMS.items():
        if chance.random() < share:
            text = text.replace(word, other)
    return text


MODES: dict[str, Callable[[Sequence[str], float, Grammar, random.Random], str]] = {
    "scattered": scattered,
    "phrases": phrases,
    "own_facts": own_facts,
    "reordered": reordered,
}


def corpus(size: int, *, planted: float = 0.2, grammars: int = 60, seed: int = 7) -> Corpus:
    """``size`` texts, a share ``planted`` of them in families of 5 to 150 members."""
    chance = random.Random(seed)
    stock = [phrase(chance) for _ in range(400)]
    ways = [Grammar(chance, stock) for _ in range(grammars)]
    texts: list[str] = []
    family: list[int] = []
    edits: list[float] = []
    modes: list[str] = []
    while len(texts) < size * planted:
        share, mode = chance.choice((0.1, 0.2, 0.3, 0.4)), chance.choice(tuple(MODES))
        grammar = chance.choice(ways)
        base = grammar.write(chance)
        for _ in range(min(150, int(5 * chance.paretovariate(0.9)))):
            texts.append(MODES[mode](base, share, grammar, chance))
            family.append(len(edits))
        edits.append(share)
        modes.append(mode)
    while len(texts) < size:
        texts.append("，".join(chance.choice(ways).write(chance)) + "。")
        family.append(-1)
    order = list(range(size))
    chance.shuffle(order)
    return Corpus([texts[i] for i in order], [family[i] for i in order], edits, modes)
