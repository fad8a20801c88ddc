"""The credit record is wrong."""

from mingjian.contract.vocabulary import Claim
from mingjian.wording.claims.rule import Asserted, ClaimRule

RULE = ClaimRule(
    Claim.CREDIT_RECORD_WRONG,
    wordings=(
        r"(?:信用报告|征信|信用记录)[^。!?;]{0,30}?(?:不对|没道理|糊涂账|黑点|冤枉|弄错|搞错|污点[^,。!?;]{0,6}不)",
        r"(?:不良|逾期|违约)记录[^。!?;]{0,24}?(?:不是事实|不属实|不实|错误|有误|没有逾期|从未逾期|不是我)",
        r"(?:上报|征信|信用记录|记录)[^。!?;]{0,24}?(?:从未|从没|没有|并未|并没有)逾期",
        r"(?:从未|从没|没有|并未|并没有)逾期[^。!?;]{0,20}?(?:征信|记录|上报)",
        r"征信[^,。!?;]{0,8}(?:逾期|记录)[^,。!?;]{0,6}(?:改正|纠正|更正)",
        r"征信(?:报告|记录|系统|上|里)*[^,。!?;]{0,14}(?:错误|有误|不符|不实|不属实|未更新|没有?更新|误报|错报|乱报|仍然?显示|还显示|依然显示|未消除|出错"
        r"|与事实)[^,。!?;]{0,8}",
        r"(?:错误|误|违规|擅自|恶意|虚假|无故|乱)(?:地|的)?(?:上报|上传|报送|录入|报)[^,。!?;]{0,6}(?:征信|逾期|不良)",
        r"(?:结清|还清|还完)[^。!?;]{0,14}征信[^。!?;]{0,12}(?:逾期|未结清|不良|欠款)",
        r"(?:被|莫名)[^,。!?;]{0,4}(?:上了?|报了?)征信",
        r"征信[^,。!?;]{0,10}(?:不是我|非本人)",
        r"\b(?:inaccurate|incorrect|wrong|erroneous|false|outdated"
        r"|error)\b[^.!?]{0,40}\b(?:credit (?:report|file|bureau)|reporting|information|item|account)"
        r"|\b(?:credit (?:report|file))\b[^.!?]{0,40}\b(?:inaccurate|incorrect|wrong|error|erroneous"
        r"|false)|\breport(?:ed|ing) (?:inaccurate|incorrect|wrong|late|false)",
    ),
    asserts=(
        Asserted.DATE,
        Asserted.SUM_YUAN,
    ),
)
