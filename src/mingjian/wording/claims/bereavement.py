"""A relative, or the borrower, has died."""

from mingjian.contract.vocabulary import Claim
from mingjian.wording.claims.rule import Asserted, ClaimRule
from mingjian.wording.values import THIRD_PERSON

_DIED = (
    r"[^,。!?;]{0,10}?"
    r"(?:去世|过世|离世|病逝|病故|身亡|死亡|逝世|亡故|身故|离开人世|走了)"
)

RULE = ClaimRule(
    Claim.BEREAVEMENT,
    wordings=(
        r"新丧|热孝|守孝|出殡|下葬|圆了?坟|丧事|料理后事",
        THIRD_PERSON + _DIED,
        "(?:借款人|被继承人|主贷人)" + _DIED,
        r"丧(?:偶|子|夫|妻|父|母|亲|事)",
        r"(?:意外|突然|因病|不幸)(?:去世|过世|离世|身亡|死亡|身故)",
        r"\b(?:passed away|deceased|died|death of my|lost my (?:husband|wife|mother|father|son"
        r"|daughter))\b",
    ),
    asserts=(
        Asserted.PERSON,
        Asserted.DATE,
    ),
)
