"""The same amount was taken more than once."""

from mingjian.contract.vocabulary import Claim
from mingjian.wording.claims.rule import Asserted, ClaimRule

RULE = ClaimRule(
    Claim.DOUBLE_CHARGE,
    wordings=(
        r"(?:扣|划|收|转|代扣|付)(?:了|走|款|我)*(?:两|2|二|三|3|双)(?:次|遍|笔|回|份|道)[^,。!?;]{0,8}|双份|一(?:笔|期|账|款)(?:两|二|双|多)(?:扣|收|划)|重收|重扣|连扣(?:两|二|2|三)",
        r"(?:同一?(?:天|日|月|期|笔|账单)|当天|当日|一(?:天|日|期)之?内?)[^。!?;]{0,14}?(?:扣|划|收|付)[^。!?;]{0,6}?(?:两|2|二|三|3|双|又|再)(?:次|笔|遍|回|一|度|扣)",
        r"(?:扣|划|收|算|交)重了|重(?:复)?了(?:一|两)(?:期|笔)|(?:等于|相当于|同一期)[^,。!?;]{0,8}(?:交|扣|付|还)了?(?:两|2|二)(?:次|遍|回|份)|多(?:扣|划|收)了?(?:我)?一(?:期|遍|次)",
        r"(?:重复|两次|二次|双重|双倍|多次)(?:地)?(?:扣款|扣费|收费|扣|收取|划扣|计息|代扣|划款|支付)[^,。!?;]{0,10}",
        r"(?:扣|划|收)(?:了|走|款)*(?:我)?(?:两|2|二|三|3)(?:次|遍|笔|回)[^,。!?;]{0,8}|同一(?:笔"
        r"|期)[^,。!?;]{0,10}(?:又|再)(?:次)?扣",
        r"\b(?:charged|billed|debited|withdrew|taken)\b[^.!?]{0,30}\b(?:twice|two times|double)\b"
        r"|\bdouble (?:charged?|billed|billing|payment)\b|\bduplicate (?:charge|payment|debit)s?",
    ),
    together=(
        # Money was taken, and the same twice.
        (
            r"(?:两|2|二|俩|双)(?:遍|次|笔|回|道|份)|重复|一模一样|同样的(?:钱|金额|数)|又(?:扣|划|刷)",
            r"扣(?:了|走|款|我|掉)|划(?:了|走|扣)|代扣|刷走|多收",
            r"元|块|¥|￥|钱|款|扣了我",
        ),
    ),
    unless=(r"电话|拨打|来电|催收|反映|投诉过|扣款顺序",),
    asserts=(
        Asserted.SUM_YUAN,
        Asserted.DATE,
        Asserted.COUNT,
    ),
)
