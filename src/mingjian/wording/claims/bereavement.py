"""A relative, or the borrower, has died."""

from mingjian.contract.vocabulary import Claim
from mingjian.wording.claims.rule import Asserted, ClaimRule
from mingjian.wording.values import RELATIVE

_DIED = (
    r"[^,。!?;]{0,10}?"
    r"(?:去世|过世|离世|病逝|病故|身亡|死亡|逝世|亡故|身故|离开人世|走了|猝死|病死|溺亡|自杀)"
)

RULE = ClaimRule(
    Claim.BEREAVEMENT,
    wordings=(
        r"(?:先父|先母|先夫|亡夫|亡妻|亡父|亡母|亡兄|遗孀|遗属|丧葬(?!用品|店)"
        r"|火化|骨灰|讣告|追悼|入土|头七|白事|办后事|奔丧|撒手人寰|撒手西去|天人永隔|阴阳两隔|白发人送黑发人)",
        RELATIVE + r"[^,。!?;]{0,10}?(?:辞世|故去|作古|病亡|遇难|罹难|没了|不在了|不在人世|走了|撒手|离逝"
        r"|归西|咽气|抢救无效|没救过来|没能救)",
        r"(?:已|早已|不幸|因病|因故|突然|意外)(?:经)?(?:故去|离世|辞世|病亡|身故|亡故|去世|过世|身亡|逝世)",
        RELATIVE + r"[^,。!?;]{0,10}?(?:没(?:能)?抢救|没挺过|殉职|牺牲|不治)",
        r"(?:给|为|替)" + RELATIVE + r"(?:办|料理|操办)[^,。!?;]{0,3}后事|人(?:都|已经)?(?:没了|不在了|死了)",
        RELATIVE + r"[^,。!?;]{0,6}?走的(?=[,。!?;]|$)",
        r"(?:出(?:海|门|事|车祸)|落水|遇险)[^。!?;]{0,6}?(?:没|未)(?:能)?(?:回来|救)|人没(?:能)?(?:救|抢救|找)(?:过)?回?来",
        r"新丧|热孝|守孝|出殡|下葬|圆了?坟|丧事|料理后事",
        RELATIVE + _DIED,
        "(?:借款人|被继承人|主贷人)" + _DIED,
        r"丧(?:偶|子|夫|妻|父|母|亲|事)",
        r"(?:意外|突然|因病|不幸)(?:去世|过世|离世|身亡|死亡|身故)",
        r"\b(?:passed away|deceased|died|death of my|lost my (?:husband|wife|mother|father|son"
        r"|daughter))\b",
    ),
    # Of old, as the reason for something else.
    sentence_unless=(r"(?:跟|和|与)(?:这笔|我的)?(?:贷款|借款|欠款)(?:没|无)(?:有)?关",),
    asserts=(
        Asserted.PERSON,
        Asserted.DATE,
    ),
)
