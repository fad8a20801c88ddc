"""The rate charged differs from what was agreed or advertised."""

from mingjian.contract.vocabulary import Claim
from mingjian.wording.claims.rule import Asserted, ClaimRule

RULE = ClaimRule(
    Claim.RATE_ABOVE_CONTRACT,
    wordings=(
        r"(?:利率|利息|费率|年化|月供|还款额|息费)[^,。!?;]{0,14}(?:与|和|跟|同|比)[^,。!?;]{0,8}(?:合同|约定|宣传|承诺|协议|广告|当初|当时"
        r"|介绍)[^,。!?;]{0,12}(?:不符|不一致|不一样|不同|高|多|差)[^,。!?;]{0,6}",
        r"(?:利率|利息|费率|年化|息费)[^,。!?;]{0,10}(?:高于|超过|超出|高出)(?:了)?[^,。!?;]{0,6}(?:合同|约定|宣传|承诺|协议"
        r"|广告)[^,。!?;]{0,8}",
        r"(?:合同|宣传|广告|承诺|约定|当初说|业务员说)[^。!?;]{0,16}(?:利率|利息|费率|年化)[^。!?;]{0,16}(?:实际|结果|却"
        r"|但)[^。!?;]{0,16}(?:\d+(?:\.\d+)?\s*%|高|多收)",
        r"\b(?:interest rate|apr|rate)\b[^.!?]{0,40}\b(?:higher than|different from|not what"
        r"|more than)\b[^.!?]{0,20}\b(?:agreed|contract|promised|advertised|quoted|told|signed)",
    ),
    asserts=(
        Asserted.RATE,
        Asserted.SUM_YUAN,
    ),
)
