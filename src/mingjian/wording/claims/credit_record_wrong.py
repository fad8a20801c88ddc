"""The credit record is wrong."""

from mingjian.contract.vocabulary import Claim
from mingjian.wording.claims.rule import Asserted, ClaimRule

RULE = ClaimRule(
    Claim.CREDIT_RECORD_WRONG,
    wordings=(
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
