"""The rate is above what the law lets a court protect."""

from mingjian.contract.vocabulary import Claim
from mingjian.wording.claims.rule import Asserted, ClaimRule
from mingjian.wording.values import NUMERAL

RULE = ClaimRule(
    Claim.RATE_ABOVE_CAP,
    wordings=(
        r"(?:利滚利|驴打滚|高利|暴利|吸血)[^,。!?;]{0,8}|(?:三|四|五|3|4|5)分(?:利|息)",
        r"(?:息费|利息|利率|费率|年化|成本|irr)[^。!?;]{0,18}?(?:超|越|破|逾|高过|高于|大于|不止|多出)[^。!?;]{0,14}?(?:法|线|限|倍|lpr|24|36|15\.4|14\.8|标准|规定|上限|保护)[^,。!?;]{0,6}",
        r"(?:24|36|15\.4|14\.8)\s*%?(?:的)?(?:红线|上限|司法|法定)|(?:四|4)倍(?:lpr|的?上限|利率|红线)",
        r"(?:年化|年利率|综合成本|实际利率|真实利率|利率|irr)[^,。!?;\d]{0,10}?(?:2[4-9]|[3-9]\d|\d{3})(?:\.\d+)?\s*%",
        r"(?:超过|超出|超|高于|高过|突破|远超|大于|违反|高出)了?[^,。!?;]{0,14}?(?:24\s*%|36\s*%|lpr|四倍|4倍|法定|上限|红线|司法保护|国家规定"
        r"|国家标准|最高(?:利率|限)|规定的?利[率息]|民间借贷|百分之二十四|百分之三十六|银行(?:同期)?利率)[^,。!?;]{0,8}",
        rf"(?:年化|年利率|综合(?:年化|成本|费率)?|实际(?:年化)?利率|利率|利息|irr|息费)[^,。!?;]{{0,14}}?(?:高达|达到?了?|超过|已?超|接近"
        rf"|为)[^,。!?;]{{0,6}}?(?:\d+(?:\.\d+)?\s*%|百分之{NUMERAL})",
        r"高利贷|砍头息|高息贷款|(?:利息|利率|息费|费率)(?:实在|明显|真的)?(?:过高|太高|畸高|奇高|高得离谱|严重过高)|超高(?:利息|利率)|变相(?:高利|收取高额)",
        r"\b(?:usur(?:y|ious)|predatory (?:interest|rate|lending)|interest rate (?:is |was )?(?:too high"
        r"|illegal|above|over|exceeds?)|extremely high interest|exorbitant interest)\b[^.!?]{0,20}",
    ),
    unless=(
        r"(?:超过|超出|高于|高出|超)[^,。!?;]{0,16}(?:部分|的利息)[^,。!?;]{0,6}(?:无效|不予|不受|不支持)",
        r"(?:退还|退回|返还|退)[^,。!?;]{0,4}(?:超过|超出|高于|高出)",
    ),
    asserts=(
        Asserted.RATE,
        Asserted.SUM_YUAN,
    ),
)
