"""A claim that no other type covers: data leaked, papers withheld, collection said to be unlawful."""

from mingjian.contract.vocabulary import Claim
from mingjian.wording.claims.rule import ClaimRule

RULE = ClaimRule(
    Claim.OTHER,
    wordings=(
        r"(?:合同|证明|明细|凭证|发票|流水|录音)[^。!?;]{0,16}?(?:没给|不给|不肯给|未提供|没有提供|不提供|拿不到)",
        r"(?:泄露|泄漏|贩卖|倒卖|出卖|非法获取)了?[^,。!?;]{0,8}(?:信息|隐私|资料|数据)",
        r"(?:违规|违法|非法|不文明)催收",
        r"拒(?:绝|不)(?:提供|出具|协商|退还|退费|沟通|处理)[^,。!?;]{0,10}",
        r"\b(?:data breach|leaked|shared my (?:personal )?information|violat(?:es?|ed|ing"
        r"|ion) (?:of )?(?:the )?(?:fcra|fdcpa|my (?:privacy|rights))|refus(?:es?|ed) to (?:provide"
        r"|validate|verify|respond))\b[^.!?]{0,20}",
    ),
)
