"""What a text asks for: the contract's demands, each with its span."""

import re
from dataclasses import dataclass

from mingjian.contract.vocabulary import Demand
from mingjian.wording.clauses import Clauses


@dataclass(frozen=True)
class DemandMention:
    """A demand with its span in the text as it was written."""

    demand: Demand
    start: int
    end: int


_ASKING = re.compile(
    r"(?<![条例定法])要求|请求|请(?!问|假|教)|希望|恳请|恳求|诉求|申请|盼望|望(?=贵|能|予|给)|麻烦|应当|应该|必须|立即|立刻|马上|尽快|给予|予以|同意|我想"
    r"|想要|能否|能不能|可否|是否可以|协商|需要|责令|督促|敦促|依法"
    # Pleas, orders and conditions, from the humble to the blunt: 求, 烦请, 务必, 限期, 还我, 讨个说法.
    r"|求(?=你|您|贵|放|给|帮|个|把|减|免|停|缓)|恳|祈|盼|务必|烦|敬请|拜托|吁请|诉请|主张|责成|为荷|限期"
    r"|限(?=你|贵|三|五|七|十|\d)|赶紧|赶快|速|尽早|准予|准许|允许|容我|酌情|酌予|只求|只想|就想|图个"
    r"|我要|要(?:一)?[份张]|俺要|俺想|本人要|讨个|讨要|讨回|索要|索回|追回|要回|还我|给我|给个|给俺|替我|帮我|让我"
    r"|行不行|成不成|好不好|行吗|可以吗|别再|甭|莫|勿|不要再|不许|不准|必得|得给|得把"
    r"|把[^,。;!?]{1,16}(?:退|还|撤|消|删|改|免|停|减|返|注销|销|拿|交|寄|提供)"
    r"|\b(?:want|request|ask|asking|demand|please|would like|need|should|must|remove|deleted?|refund|stop|cease"
    r"|help me)\b"
)
"""A sentence that asks. The words of a demand alone may name a product ("分期贷款") or tell what happened."""
_HEADING = re.compile(
    r"(?:诉求|请求|要求|请愿|主张|希望|恳请)(?:事项|内容|如下|为|是)*\s*:?\s*$"
    r"|(?:诉求|请求|要求|主张)(?:事项|如下|有?[一二两三四五六七八九十\d]+[条点项])"
)
"""What comes before a list of demands; its items then need no word of asking of their own."""
_ITEM = re.compile(
    r"\s*(?:[((]?(?:[一二三四五六七八九十]|\d{1,2})[))、.,:]|第[一二三四五六七八九十]|其[一二三四五]"
    r"|首先|其次|再次|再者|再有|另|此外|最后|还有|同时|并且?|以及)"
)
_DECLINED = re.compile(
    r"(?:不|没有?|未|并非|无需|不是)(?:再)?(?:要求|请求|希望|申请|想要?|需要|要)[^,。;!?]{0,4}$|\b(?:not|n't)\s+(?:\w+\s+)?$"
)

_PLAIN = frozenset(
    {
        Demand.APOLOGY,
        Demand.COMPENSATION,
        Demand.DELETE_CREDIT_RECORD,
        Demand.REFUND,
        Demand.STOP_COLLECTION,
        Demand.WAIVE_INTEREST,
    }
)
"""Demands whose words ask by themselves, as nobody else in a complaint does these things, unless they are told as past.
Instalments, papers and accounts are what a loan consists of: their words ask only in a sentence that asks."""
_NARRATED = re.compile(
    r"(?:客服|平台|对方|业务员|专员|催收员?|工作人员|他们|曾经?|已经?|之前|当时|后来|上次|以前|去年|法院|判决|规定|条例|办法)"
    r"[^,。;!?]{0,8}$"
)
_DONE = re.compile(r"过(?![高多分])|了(?!结|断)")

_WORDINGS: tuple[tuple[Demand, tuple[str, ...]], ...] = (
    (
        Demand.WAIVE_INTEREST,
        (
            r"(?:减免|免除|免去|免掉|免|抹掉|抹去|抹|去掉|划掉|核减|扣减|少收|少算|降低|下调|调低|降|不再计|别再?算|不算|停计|停算"
            r"|停收|冲减|豁免|取消|放弃|剔除|扣除)[^,。;!?]{0,10}?"
            r"(?:利息|息费|罚息|复利|滞纳金|违约金|手续费|利率|费用|逾期费|高息)",
            r"(?:利息|息费|罚息|复利|滞纳金|违约金|利率|高息)[^,。;!?]{0,10}?(?:减免|免除|免掉|全免|免了|免去|抹掉|抹去|去掉|降低"
            r"|降下来|下调|取消|停掉|停止|停了|别算|不算|少算|少收|少一点|减半|减掉|减一减|降一降|作废|一笔勾销)",
            r"(?:光|单|仅|就|只)(?:还|认|付|交|收|偿还|归还|承担|要)[^,。;!?]{0,4}?(?:本金|本钱|本|借的那?些)|还本(?:停|免|不付|不还)息"
            r"|本金(?:还清|还完|分期|为限)|停罚|止息|减息"
            r"|本金[^,。;!?]{0,4}(?:打?[一二三四五六七八九\d]折|减半|[一二三四五六七八九]成)"
            r"|按(?:照)?(?:法定|法律|国家|lpr|合同)[^,。;!?]{0,10}(?:计算|计息|重算|核算|执行)",
            r"(?:减免|免除|免去|减少|豁免|抵扣|降低|取消|减)(?:掉|部分|全部|所有|后续|剩余|高额|剩下的?|我"
            r"的?)*[^,。;!?]{0,6}?(?:利息|罚息|违约金|息费|费用|滞纳金|利率|逾期费)",
            r"停息(?:挂账)?",
            r"免息",
            r"停止计息",
            r"只(?:还|偿还|归还|付|承担)(?:剩余)?本金",
            r"(?:仅|只)(?:认|还)本金",
            r"减债",
            r"债务减免",
            r"本金(?:一次性)?结清",
            r"\b(?:waive|reduce|lower|remove|forgive)\b[^.!?]{0,24}\b(?:interest|fees?|penalt(?:y|ies)|bal"
            r"ance)\b",
        ),
    ),
    (
        Demand.STOP_COLLECTION,
        (
            r"(?:停|勿|莫|别|甭|休|不要|不许|不准|不得|不再|不能再|禁|制止|终止|中止|杜绝|收回|撤回|撤走|规范|约束)[^,。;!?]{0,12}?"
            r"(?:催|骚扰|滋扰|搅扰|打扰|打搅|电话|来电|致电|上门|外访|轰炸|纠缠|恐吓|威胁|找我|找家|逼"
            r"|联系(?:我|本人|俺)?(?:和|及|与)?(?:我|本人|家|亲|单|第三|朋|通讯))",
            r"(?:催收|骚扰|电话|催款|上门|外访|轰炸)[^,。;!?]{0,6}?(?:停止|停下|停掉|停了|终止|撤掉|叫停|到此为止|别再|不要再)"
            r"|还(?:我|本人|俺|家人|全家)[^,。;!?]{0,6}(?:安宁|清静|清净|安静)|(?:文明|合规|依法)催收",
            r"(?:停止|停掉|终止|暂停|杜绝|制止|禁止|不要再?|别再|不再|不准)[^,。;!?]{0,10}?(?:催收|骚扰|催"
            r"款|联系|拨打|打电话|打扰|外访|上门|爆通讯录|轰炸)",
            r"停催|(?:不要|不能|别|勿)再(?:给我)?(?:打|拨)(?:了|来|过来|电话)|冻结[^,。;!?]{0,6}催|(?:催收|讨账|讨债)的?[^,。;!?]{0,4}撤"
            r"|只(?:许|准|能|用)[^,。;!?]{0,6}(?:短信|书信|书面|信息)(?:联系|往来|沟通)",
            r"\b(?:stop|cease)\b[^.!?]{0,24}\b(?:calling|calls|contacting|collection|harass\w*|contact)\b",
        ),
    ),
    (
        Demand.INSTALMENT_PLAN,
        (
            r"(?:分|摊|拆)(?:成|作|为|到|开)?[^,。;!?]{0,4}?(?:\d+|[一二两三四五六七八九十百几若干多]+)?个?(?:期|月|年|批|次)"
            r"[^,。;!?]{0,4}?(?:还|归还|偿还|付|清|结|来)|分批|按月|逐月|每月(?:还|偿还|付|归还)|月供(?:降|减|调)|慢慢(?:还|来)",
            r"(?:宽限|宽缓|缓|延|展|顺延|推迟|延后|延长|拉长|推后|放宽|重新(?:安排|约定|制定|签)|重组|调整)[^,。;!?]{0,10}?"
            r"(?:还|款|期|时间|日子|些时|几天|几个月|债务|月供|半年|一年|阵子)|容(?:我|本人|俺)[^,。;!?]{0,6}(?:时|日|缓|慢)"
            r"|还款(?:计划|方案|安排)",
            r"个性化(?:分期|还款)",
            r"停息挂账",
            r"(?:摊|分)(?:作|成|为|到)[^,。;!?]{0,3}(?:\d+|[一二两三四五六七八九十百]+)个?(?:期|月|年)|(?:期|年|月)[^,。;!?]{0,3}分摊"
            r"|(?:给|让|帮)(?:我|本人|俺)[^,。;!?]{0,4}分期|每个?月少还",
            r"(?:协商|办理|申请|给予|制定|重新|二次|延长|延期|要求|希望|同意|达成)[^,。;!?]{0,10}?(?:分期|"
            r"还款(?:计划|方案|期限|协议)?|延期|展期)",
            r"分(?:\d+|[一二三四五六七八九十百]+)(?:个月|期|年)",
            r"(?:\d+|[一二三四五六七八九十]+)期(?:还|分)",
            r"延期还款",
            r"暂缓还款",
            r"宽限期?",
            r"缓(?:期|缴)",
            r"\b(?:payment plan|payment arrangement|installments?|extension|deferment|forbearance|loan mod"
            r"ification)\b",
        ),
    ),
    (
        Demand.DELETE_CREDIT_RECORD,
        (
            r"(?:删|消(?!费)|撤|改|更正|纠正|恢复|修复|修正|清除|清理|清|抹|去掉|洗|移除|剔除|勾销|更新|核实|澄清|还(?:我|本人)?"
            r"|不(?:要|得|再)?(?:上|报|上报)|停止上报|异议)[^,。;!?]{0,14}?"
            r"(?:征信(?!业)|信用(?!卡|贷)|不良|逾期(?:记录|信息)|记录|污点|黑点|黑名单|人行|央行|失信)",
            r"(?:征信(?!业)|信用(?:记录|报告|档案)?|不良|逾期记录|污点|黑名单|人行(?:记录|系统)?|央行)[^,。;!?]{0,14}?"
            r"(?:删|消|撤|改|更正|纠正|恢复|修复|修正|清除|清理|清掉|抹|去掉|洗|移除|剔除|勾销|更新|复原|正常|澄清)",
            r"(?:删除|消除|撤销|修复|恢复|更正|清除|撤回|修改|取消|不上|不要上报?|停止上报|纠正|还我)"
            r"[^,。;!?]{0,12}?(?:征信(?!业)|逾期记录|不良(?:信用)?记录|信用记录|逾期信息|信用污点)",
            r"征信(?!业)[^,。;!?]{0,8}?(?:删除|消除|撤销|修复|恢复|更正|清除|(?:请|给|帮)[^,。;!?]{0,4}?处理)",
            r"\b(?:remove|delete|correct|fix|removed|deleted|corrected|block)\b[^.!?]{0,40}\b(?:credit (?:"
            r"report|file|bureaus?)|account|inquir(?:y|ies)|item|tradeline|late payments?)\b",
        ),
    ),
    (
        Demand.REFUND,
        (
            r"(?:退|返|归还|吐出?|冲回|补还)(?:还|回|给|清|我|出来|了|赔|缴)*[^,。;!?]{0,14}?(?:钱|款|费|元|息|金|差额|多收|多扣|多交)",
            r"(?:钱|款|费|元|利息|差额|多收|多扣|扣走|收走)[^,。;!?]{0,10}?(?:退还|退回|退给|退我|退掉|退来|返还|返回|还给?我|还回来"
            r"|退到|吐出来|原路退|如数退|全退|退一退)|(?:讨回|索回|追回|要回|拿回)[^,。;!?]{0,12}(?:钱|款|费|元|息)",
            r"(?:钱|款|费)[^,。;!?]{0,4}(?:必须|应当|应该|要|得)(?:全部|如数|全额)?退",
            r"(?:退还|返还|退回|退款|退费|退息|返回|归还我|全额退|退给|退钱)[^,。;!?]{0,12}",
            r"\b(?:refund(?:ed)?|reimburse[ds]?|money back|return my money|give me back)\b",
        ),
    ),
    (
        Demand.COMPENSATION,
        (
            r"(?:误工|交通|精神|名誉|医药|损失)[^,。;!?]{0,6}?(?:赔|补)|弥补[^,。;!?]{0,6}(?:损失|亏)|假一赔|退一赔|惩罚性",
            r"(?:赔偿|补偿|赔付|索赔|赔(?!礼|不是|罪|本|光|了|钱了|进去|个不是|个礼))[^,。;!?]{0,10}(?:损失|费|金|元|万)?",
            r"精神损失费?|抚慰金|慰问金",
            r"\b(?:compensat\w+|damages)\b",
        ),
    ),
    (
        Demand.ACCOUNT_CLOSURE,
        (
            r"(?:注销|销掉|销|关闭|关掉|关停|(?<![相有无海机])关|停用|终止|解除|解绑|解约|取消|作废|清退|了结)[^,。;!?]{0,8}?"
            r"(?:账户|账号|帐户|帐号|户头|额度|授信|授权|绑定|绑卡|合同|协议|代扣|会员|卡)",
            r"(?:账户|账号|帐户|帐号|户头|额度|授信|卡)[^,。;!?]{0,6}?(?:注销|销掉|销了|关闭|关掉|关了|停用|作废|取消|解绑)",
            r"(?:注销|销户|关闭|解除|销掉)[^,。;!?]{0,8}?(?:账户|账号|额度|帐户|帐号|合同|授权|绑定)",
            r"销户",
            r"\bclose (?:my |the |this )?account\b",
        ),
    ),
    (
        Demand.APOLOGY,
        (
            r"赔(?:个|声)?(?:礼|不是|罪)|认(?:个)?错|说(?:一)?声(?:对不起|抱歉)|书面检讨|恢复名誉|登报",
            r"(?:赔礼)?道歉",
            r"致歉",
            r"\bapolog(?:y|i[sz]e)\b",
        ),
    ),
    (
        Demand.DOCUMENTS,
        (
            r"(?:提供|出具|出示|拿出|交出|亮出|给(?:我|本人|俺|出|付|份)?|要(?:一)?(?:份|张)|发|寄|调出|调取|调阅|开具?|打印|复印|索要|索取|公开|披露|提交"
            r"|补|列出|列明|核发|附上)[^,。;!?]{0,14}?"
            r"(?:合同|流水|明细|凭证|证明|录音|协议|资质|授权书|委托书|账单|发票|清单|材料|票据|收据|依据"
            r"|底单|单据|字据|副本|原件|复印件|计算(?:方式|过程|公式)|回执|资料)",
            r"(?:合同|流水|明细|凭证|录音|协议|账单|发票|清单|票据|收据|单据|字据|证明|材料|依据)[^,。;!?]{0,8}?"
            r"(?:给我|给俺|发我|发来|寄来|寄给|拿出来|拿来|提供|出具|出示|补齐|补上|亮出来|调出来|打出来|公开)",
            r"(?:提供|出具|邮寄|出示|寄送|公示|给我|开具|补发|调取|下发)[^,。;!?]{0,14}?"
            r"(?:合同|流水|明细|凭证|证明|录音|协议|资质|授权书|委托书|账单|发票|清单|材料)",
            r"\b(?:provide|send|proof|copy)\b[^.!?]{0,30}"
            r"\b(?:contract|documents?|documentation|statement|proof|validation|verification|agreement)\b",
        ),
    ),
)
_PATTERNS = tuple(
    (demand, re.compile(part), part.startswith(r"\b")) for demand, wording in _WORDINGS for part in wording
)


def find_demands(text: str | Clauses) -> list[DemandMention]:
    """The demands of a text in order, with spans in the text as it was written."""
    clauses = text if isinstance(text, Clauses) else Clauses(text)
    folded = clauses.folded
    asking = _asking(clauses)
    found = []
    for demand, pattern, english in _PATTERNS:
        if english and not clauses.has_letters:
            continue
        for match in pattern.finditer(folded.text):
            start, end = match.span()
            clause = clauses.clause(start)[0]
            if clauses.sentence(start).start not in asking and not (
                demand in _PLAIN
                and not english
                and not _NARRATED.search(folded.text, clause, start)
                and not _DONE.search(folded.text, start, end)
            ):
                continue
            if _DECLINED.search(folded.text, clause, start):
                continue
            found.append((demand, start, end))
    mentions = []
    reached: dict[Demand, int] = {}
    for demand, start, end in sorted(found, key=lambda item: (item[1], -item[2], item[0])):
        if start >= reached.get(demand, 0):
            reached[demand] = end
            mentions.append(DemandMention(demand, *folded.original_span(start, end)))
    return mentions


def _asking(clauses: Clauses) -> frozenset[int]:
    """Where the sentences begin that ask: those with a word of asking, and the items of a list of demands.

    Semicolons keep a list together, also where its items bear no number.
    """
    text = clauses.text
    found = set()
    listed = continued = False
    for sentence in clauses.sentences:
        asks = _ASKING.search(text, sentence.start, sentence.end) is not None
        if asks or continued or (listed and _ITEM.match(text, sentence.start, sentence.end)):
            found.add(sentence.start)
        else:
            listed = False
        continued = (asks or continued) and text[sentence.end - 1] == ";"
        listed = listed or _HEADING.search(text, sentence.start, sentence.end) is not None
    return frozenset(found)
