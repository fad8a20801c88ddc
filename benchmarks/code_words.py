"""Code words under disguises that were written down for this benchmark alone, among innocent near-words.

No rule of the product is used: the disguises stand here as lists, made by hand. Prints recall by kind of disguise and
precision over all hits; then how many of planted new words stand among the first proposals.
"""

import random
import time
from collections import Counter

from mingjian.wording.code_words import find_code_words
from mingjian.wording.new_code_words import propose_code_words

HOMOPHONES = {
    "征信": ("征芯", "争信", "证信", "征辛", "睁信", "征欣", "征馨"),
    "催收": ("崔收", "摧收", "催寿", "催受", "崔寿", "璀收"),
    "逾期": ("愉期", "逾琪", "渔期", "愚期", "逾七", "榆期"),
    "分期": ("芬期", "份期", "分琪", "纷期", "分棋", "分奇"),
    "网贷": ("往贷", "网袋", "网代", "罔贷", "网黛"),
    "贷款": ("代款", "带款", "袋款", "贷宽", "戴款"),
    "减免": ("减勉", "剪免", "检免", "减缅", "碱免"),
    "停催": ("婷催", "停崔", "亭催", "停摧", "庭催"),
    "保费": ("堡费", "葆费", "保废", "宝费", "褓费"),
    "老赖": ("老癞", "佬赖", "姥赖", "老籁"),
}
INITIALS = {
    "征信": ("zx", "z信", "征x", "ZX", "zheng信", "征xin"),
    "催收": ("cs", "c收", "催s", "cui收", "催shou"),
    "逾期": ("yq", "y期", "逾q", "yu期", "逾qi"),
    "分期": ("fq", "f期", "分q", "fen期", "分qi"),
    "网贷": ("wd", "w贷", "网d", "wang贷", "网dai"),
    "贷款": ("dk", "d款", "贷k", "dai款", "贷kuan"),
    "减免": ("j免", "减m", "jian免", "减mian"),
    "停催": ("t催", "停c", "ting催", "停cui"),
    "信用卡": ("xyk", "信用k", "xin用卡", "信yong卡"),
}
SPLIT = {
    "征信": ("彳正信", "征亻言", "征人言", "彳正亻言"),
    "催收": ("亻崔收", "人崔收"),
    "逾期": ("逾其月",),
    "分期": ("八刀期", "分其月"),
    "网贷": ("网代贝",),
    "贷款": ("代贝款",),
    "停催": ("停亻崔", "亻亭催"),
    "保费": ("亻呆费", "保弗贝"),
}
EMOJI = {
    "信用卡": ("信用💳",),
    "停催": ("🛑催", "✋催"),
    "上岸": ("⬆岸", "上🏖"),
    "催收": ("催👋",),
    "征信": ("征❤",),
}
MIXED = {
    "征信": ("徵信", "征·信", "征|信", "征_信", "ｚ信", "征*信", "征\u200b信"),
    "催收": ("催·收", "催-收", "催/收", "催.收", "催\u2060收"),
    "逾期": ("逾*期", "逾~期", "逾_期", "逾\u200b期"),
    "分期": ("分*期", "分|期", "分7", "分\ufeff期"),
    "网贷": ("網·贷", "网*贷", "网.贷"),
    "贷款": ("贷*款", "贷_款", "货款".replace("货", "贷·")),
}
DISGUISES = {
    "homophones": HOMOPHONES,
    "initials": INITIALS,
    "split characters": SPLIT,
    "emoji": EMOJI,
    "mixed script": MIXED,
}
PLAIN = frozenset({"徵信"})
"""Traditional writing alone is no disguise."""

CARRIERS = (
    "姐妹们，{}问题别慌，评论区扣1帮你看看，欠款多也不怕",
    "专业处理{}，十年经验，负债人看过来",
    "还在为{}发愁？私信我，教你和银行协商",
    "{}被影响了怎么办，老哥告诉你三步走，利息也能谈",
    "有{}困扰的朋友，先别急着还款，看完再说",
    "本团队只做{}，不成可谈，债务压力大的来",
    "今天说说{}那些事，欠银行钱的都进来听听",
    "做了三年{}，平台怕什么我最清楚",
    "家人们，{}的坑我都踩过，还不起的来聊聊",
    "关于{}，很多人第一步就错了，催得再凶也别慌",
)
INNOCENT = (
    "双方对方案有分歧，但符合预期，下周再谈",
    "我前期工作做得不错，同期的同事都升职了",
    "网袋里装着水果，带宽升级到了千兆，贷前资料已交",
    "保肥的土壤很适合种菜，报废车辆请到指定地点",
    "他老来得子，一家人欢喜",
    "公正信任的社会需要每个人努力，真心希望大家好",
    "型号ZX-3的键盘和WD40润滑剂一起买",
    "今天cs游戏更新，dk球队赢了比赛",
    "请证明信件已经寄到，正心诚意做事",
    "婷婷催他快点走，庭院里花开了",
    "分棋子的时候要公平，纷纷期待明天",
    "渔期从五月开始，愚人节过后才出海",
    "简明扼要地说，检验免费，剪辑免费教学",
    "宝贝，费用我来出，堡垒费了很大劲才拿下",
    "老赖着不走可不行，佬们都在等",
    "贷款请到银行柜台，征信报告可以免费查询，逾期会有利息",
    "信用卡分期有手续费，催收请文明",
    "代表款待了客人，代购款式很多",
    "收到快递后请签收，催促收货",
    "其月经不调已三月，八刀纸剪成花",
    "言而有信，人言可畏",
    "上海岸边风很大，岸上有人钓鱼",
    "心❤一直都在，晒太阳🏖真舒服",
    "停车场的催化剂味道很重，停电了",
    "减免税收政策解读",
    "由于期限未到，暂不受理；余期望你成功",
    "网带式输送机，王代表来了",
    "金融消费者权益保护日宣传活动",
    "催收员威胁要把我打骨折，还说打骨折都算轻的",
    "考研上岸以后又考公上岸，贷款一直按时还",
    "通话3分7秒，他说不还款就天天打",
    "我申请分7期归还，贵司逾7日没有答复",
    "还清证明开了，客服说不用还了，现在又来催款",
    "3月份期间每天接到催收电话",
    "小王贷款五万，老王贷了三万",
    "在zx排队等客服，说完就挂了",
    "BF平台和LL公司的贷款都还清了",
    "有个代理维权的公司叫我先别还，我没答应",
    "网上都说停息挂账，我问银行能不能停息挂账",
    "保单是被误导买的，我要求全额退保",
    "医生说先不要还床位，等复查完再说",
    "投诉以后第二天，催收电话打到了单位",
)
"""Innocent of any disguise. The last fourteen are sentences of honest letters that an earlier list of words accused."""


def disguised(seed: int) -> None:
    """Recall and precision, by kind of disguise."""
    draw = random.Random(seed)
    true_hits: Counter[str] = Counter()
    planted: Counter[str] = Counter()
    hits = wrong = 0
    for kind, words in DISGUISES.items():
        for standard, writings in words.items():
            for written in writings:
                if written in PLAIN:
                    continue
                for carrier in draw.sample(CARRIERS, 4):
                    text = carrier.format(written)
                    place = carrier.index("{}")
                    planted[kind] += 1
                    found = [hit for hit in find_code_words(text) if hit.disguised]
                    right = [
                        h for h in found if h.start < place + len(written) and place < h.end and h.standard == standard
                    ]
                    true_hits[kind] += bool(right)
                    hits += len(right)
                    wrong += len(found) - len(right)
    innocent = 0
    for text in INNOCENT:
        found = [hit for hit in find_code_words(text) if hit.disguised]
        innocent += len(found)
        for hit in found:
            print(f"  innocent text read as {hit.standard}: {hit.word} in {text}")
    for kind in DISGUISES:
        print(f"recall, {kind:18} {true_hits[kind] / planted[kind]:.3f} of {planted[kind]}")
    print(f"recall, all                {sum(true_hits.values()) / planted.total():.3f} of {planted.total()}")
    # Innocent texts weigh as much as adverts: as many readings of each.
    weight = planted.total() / len(INNOCENT) / 4
    precision = hits / (hits + wrong + innocent * weight)
    print(f"precision                  {precision:.3f} ({innocent} hits in {len(INNOCENT)} innocent texts)")


NEW = {
    "征倌": "征信",
    "催牧": "催收",
    "逾斯": "逾期",
    "网货": "网贷",
    "贷欸": "贷款",
    "怔信": "征信",
    "催収": "催收",
    "分朞": "分期",
    "减兔": "减免",
    "渟催": "停催",
    "逾其": "逾期",
    "冈贷": "网贷",
    "征伩": "征信",
    "贷歀": "贷款",
}
"""Look-alike characters, for which the product has no rule."""
_BEFORE = ("我的", "他们的", "关于", "目前", "帮我", "影响了", "处理", "有没有人懂", "专做", "解决")
_AFTER = ("问题", "太难了", "怎么办", "的朋友", "可以谈", "记录", "压力大", "别怕", "找我", "免费看")


def new_words(seed: int, posts: int = 10_000) -> None:
    """The share of planted new words among the first fifty proposals."""
    draw = random.Random(seed)
    plain = ("征信", "催收", "逾期", "网贷", "贷款", "分期", "减免", "停催")
    other = ("工作", "孩子", "房子", "身体", "感情", "学习", "饮食", "旅行", "宠物", "天气")
    texts = []
    for number in range(posts):
        kind = draw.random()
        word = draw.choice(plain) if kind < 0.45 else draw.choice(other) if kind < 0.9 else draw.choice(list(NEW))
        texts.append(f"第{number}楼，{draw.choice(_BEFORE)}{word}{draw.choice(_AFTER)}，懂的来聊{draw.randrange(1000)}")
    start = time.process_time()
    first = [candidate.word for candidate in propose_code_words(texts)[:50]]
    seconds = time.process_time() - start
    # What the rules read by themselves needs no proposal.
    unknown = [word for word in NEW if not find_code_words(f"欠款{word}怎么办")]
    found = [word for word in unknown if word in first]
    print(f"new words among the first 50: {len(found)} of {len(unknown)} that no rule reads")
    print(f"processor time for {posts} posts: {seconds:.1f} s")


if __name__ == "__main__":
    disguised(7)
    new_words(7)
