"""Collectors threaten, insult or pretend to be an authority."""

from mingjian.contract.vocabulary import Claim
from mingjian.wording.claims.notions import FOUL, SPOKEN
from mingjian.wording.claims.rule import Asserted, ClaimRule
from mingjian.wording.clauses import Stance

RULE = ClaimRule(
    Claim.THREATS,
    wordings=(
        r"(?:放|撂)(?:下)?狠话|吓唬|恐吓|胁迫|逼迫|逼债|污言秽语|出言不逊|口出狂言|破口大骂|骂骂咧咧|不堪入耳|粗言|秽语|咒骂|诅咒|辱我|爆粗|言语(?:粗暴|恶劣|攻击|侮辱|刺激)|语气(?:恶劣|凶狠)|态度(?:恶劣|蛮横|凶)",
        r"(?:吃官司|蹲大?牢|坐大?牢|吃牢饭|抓(?:我|起来|人|走)|拘留我?|判刑|通缉|网上追逃|冻结(?:我)?(?:名下|全家)|连累(?:孩子|子女)|影响(?:孩子|子女)[^,。!?;]{0,6}(?:上学|考公|当兵))[^,。!?;]{0,8}",
        r"(?:假借|假扮|假称|谎称|冒用|打着)[^,。!?;]{0,4}(?:公检法|警察|公安|法院|检察院|律师|法官|派出所|司法)[^,。!?;]{0,8}",
        r"(?:泼漆|堵门|堵锁|贴大字报|张贴[^,。!?;]{0,6}(?:欠|公告|照片)|上门[^,。!?;]{0,6}(?:闹|堵|砸|抓|要人|让你))",
        r"弄死|打死|整死|打断(?:腿|手)|砍死|出口成脏|爆粗口|脏话|不得好死|走着瞧|混不下去|身败名裂",
        r"扬言[^,。!?;]{0,16}",
        r"(?:威胁|恐吓|恫吓|辱骂|谩骂|侮辱|羞辱|人身攻击|要挟|骂人|骂我|骂脏话)[^,。!?;]{0,10}",
        r"(?:扬言|声称|说)[^,。!?;]{0,6}(?:要|会)?(?:上门|弄死|打断|砍|抓|让我(?:身败名裂|好看|坐牢)|找人|曝光|毁)[^,。!?;]{0,10}",
        r"(?:冒充|假冒|自称(?:是)?|伪装成?)(?:是)?(?:公检法|警察|公安|法院|检察院|律师|法官|派出所)[^,。!?;]{0,8}|伪造(?:的)?(?:传票|律师函|法院"
        r"|公章|公函)",
        r"(?:p图|ps(?:照片|图)|裸照|爆照)|暴力威胁|上门(?:骚扰|闹事|泼|威胁|恐吓)",
        r"\bthreat(?:en(?:s|ed|ing)?|s)?\b[^.!?]{0,40}|\b(?:abusive|cursed at|cussed|verbally abused"
        r"|yelled at me|swore at)\b",
    ),
    together=((FOUL, SPOKEN),),
    unless=(r"构成威胁|受到(?:自然|疫情|病魔|疾病)[^,。]{0,4}威胁|威胁(?:生命|健康)",),
    asserts=(
        Asserted.DATE,
        Asserted.COUNT,
    ),
    stances=frozenset({Stance.ASSERTED, Stance.REPORTED}),
)
