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
    r"要求|请求|请(?!问|假|教)|希望|恳请|恳求|诉求|申请|盼望|望(?=贵|能|予|给)|麻烦|应当|应该|必须|立即|立刻|马上|尽快|给予|予以|同意|我想"
    r"|想要|能否|能不能|可否|是否可以|协商|需要|责令|督促|敦促|依法"
    r"|\b(?:want|request|ask|asking|demand|please|would like|need|should|must|remove|deleted?|refund|stop|cease"
    r"|help me)\b"
)
"""A sentence that asks. The words of a demand alone may name a product ("分期贷款") or tell what happened."""
_DECLINED = re.compile(
    r"(?:不|没有?|未|并非|无需|不是)(?:再)?(?:要求|请求|希望|申请|想要?|需要|要)[^,。;!?]{0,4}$|\b(?:not|n't)\s+(?:\w+\s+)?$"
)

_WORDINGS: tuple[tuple[Demand, tuple[str, ...]], ...] = (
    (
        Demand.WAIVE_INTEREST,
        (
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
            r"(?:停止|停掉|终止|暂停|杜绝|制止|禁止|不要再?|别再|不再|不准)[^,。;!?]{0,10}?(?:催收|骚扰|催"
            r"款|联系|拨打|打电话|打扰|外访|上门|爆通讯录|轰炸)",
            r"停催",
            r"\b(?:stop|cease)\b[^.!?]{0,24}\b(?:calling|calls|contacting|collection|harass\w*|contact)\b",
        ),
    ),
    (
        Demand.INSTALMENT_PLAN,
        (
            r"个性化(?:分期|还款)",
            r"停息挂账",
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
            r"(?:删除|消除|撤销|修复|恢复|更正|清除|撤回|修改|取消|不上|不要上报?|停止上报|纠正|还我)"
            r"[^,。;!?]{0,12}?(?:征信|逾期记录|不良(?:信用)?记录|信用记录|逾期信息|信用污点)",
            r"征信[^,。;!?]{0,8}?(?:删除|消除|撤销|修复|恢复|更正|清除)",
            r"\b(?:remove|delete|correct|fix|removed|deleted|corrected|block)\b[^.!?]{0,40}\b(?:credit (?:"
            r"report|file|bureaus?)|account|inquir(?:y|ies)|item|tradeline|late payments?)\b",
        ),
    ),
    (
        Demand.REFUND,
        (
            r"(?:退还|返还|退回|退款|退费|退息|返回|归还我|全额退|退给|退钱)[^,。;!?]{0,12}",
            r"\b(?:refund(?:ed)?|reimburse[ds]?|money back|return my money|give me back)\b",
        ),
    ),
    (
        Demand.COMPENSATION,
        (
            r"(?:赔偿|补偿|赔付|索赔|赔礼?)[^,。;!?]{0,10}(?:损失|费|金|元|万)?",
            r"精神损失费?",
            r"\b(?:compensat\w+|damages)\b",
        ),
    ),
    (
        Demand.ACCOUNT_CLOSURE,
        (
            r"(?:注销|销户|关闭|解除|销掉)[^,。;!?]{0,8}?(?:账户|账号|额度|帐户|帐号|合同|授权|绑定)",
            r"销户",
            r"\bclose (?:my |the |this )?account\b",
        ),
    ),
    (
        Demand.APOLOGY,
        (
            r"(?:赔礼)?道歉",
            r"致歉",
            r"\bapolog(?:y|i[sz]e)\b(?:提供|出具|邮寄|出示|寄送|公示|给我|开具|补发|调取|下发)"
            r"[^,。;!?]{0,14}?(?:合同|流水|明细|凭证|证明|录音|协议|资质|授权书|委托书|账单|发票|清单|材料"
            r")",
            r"\b(?:provide|send|proof|copy)\b[^.!?]{0,30}\b(?:contract|documents?|documentation|statement|"
            r"proof|validation|verification|agreement)\b",
        ),
    ),
    (
        Demand.DOCUMENTS,
        (
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
    found = []
    for demand, pattern, english in _PATTERNS:
        if english and not clauses.has_letters:
            continue
        for match in pattern.finditer(folded.text):
            start, end = match.span()
            sentence = clauses.sentence(start)
            if not _ASKING.search(folded.text, sentence.start, sentence.end):
                continue
            if _DECLINED.search(folded.text, clauses.clause(start)[0], start):
                continue
            found.append((demand, start, end))
    mentions = []
    reached: dict[Demand, int] = {}
    for demand, start, end in sorted(found, key=lambda item: (item[1], -item[2], item[0])):
        if start >= reached.get(demand, 0):
            reached[demand] = end
            mentions.append(DemandMention(demand, *folded.original_span(start, end)))
    return mentions
