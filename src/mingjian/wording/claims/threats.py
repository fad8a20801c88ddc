"""Collectors threaten, insult or pretend to be an authority."""

from mingjian.contract.vocabulary import Claim
from mingjian.wording.claims.rule import Asserted, ClaimRule
from mingjian.wording.clauses import Stance

RULE = ClaimRule(
    Claim.THREATS,
    wordings=(
        r"弄死|打死|整死|打断(?:腿|手)|砍死|出口成脏|爆粗口|脏话|不得好死|走着瞧|混不下去|身败名裂",
        r"扬言[^,。!?;]{0,16}",
        r"(?:威胁|恐吓|恫吓|辱骂|谩骂|侮辱|羞辱|人身攻击|要挟|骂人|骂我|骂脏话)[^,。!?;]{0,10}",
        r"(?:扬言|声称|说)[^,。!?;]{0,6}(?:要|会)?(?:上门|弄死|打断|砍|抓|让我(?:身败名裂|好看|坐牢)|找人|曝光|毁)[^,。!?;]{0,10}",
        r"(?:冒充|假冒|自称(?:是)?|伪装成?)(?:是)?(?:公检法|警察|公安|法院|检察院|律师|法官|派出所)[^,。!?;]{0,8}|伪造(?:的)?(?:传票|律师函|法院"
        r"|公章|公函)",
        r"(?:p图|ps(?:照片|图)|裸照|爆照)|暴力(?:催收|威胁)|上门(?:骚扰|闹事|泼|威胁|恐吓)|软暴力",
        r"\bthreat(?:en(?:s|ed|ing)?|s)?\b[^.!?]{0,40}|\b(?:abusive|cursed at|cussed|verbally abused"
        r"|yelled at me|swore at)\b",
    ),
    unless=(r"构成威胁|受到(?:自然|疫情|病魔|疾病)[^,。]{0,4}威胁|威胁(?:生命|健康)",),
    asserts=(
        Asserted.DATE,
        Asserted.COUNT,
    ),
    stances=frozenset({Stance.ASSERTED, Stance.REPORTED}),
)
