"""The complainant never took the loan, or never got it."""

from mingjian.contract.vocabulary import Claim
from mingjian.wording.claims.rule import Asserted, ClaimRule

RULE = ClaimRule(
    Claim.LOAN_NOT_TAKEN,
    wordings=(
        r"(?:账|债|款|字|贷款)(?:根本|压根|都|也)?不是(?:我|俺|本人)(?:欠|借|签|贷|办)",
        r"(?:平白|无缘)无故(?:地)?(?:背|多出|欠|冒出)[^,。!?;]{0,10}",
        r"(?:钱|款|贷款)(?:我|本人|也|都|根本)*(?:没有|没|未|从未)(?:拿到|到账|收到|到手)",
        r"(?:贷款|借款|欠款|这笔)[^,。!?;]{0,6}(?:跟|和|与)(?:我|本人)(?:没有|没|毫无|无)(?:任何)?关",
        r"身份证(?:件)?[^,。!?;]{0,6}(?:丢|遗失|被盗|被偷|弄丢)[^,。!?;]{0,4}",
        r"(?:从未|从来没有?|从没|没有|未曾|不曾|并未|根本没有?|并没有|压根没有?)(?:在|向|跟|于|到)?[^,。!?;]{0,10}?(?:借过?款|贷过?款|申请过?(?:贷款"
        r"|借款|任何贷|这笔)|办理过?(?:贷款|借款|任何贷|这笔)|借过|贷过|开通过|注册过|签过(?:字|合同))[^,。!?;]{0,6}",
        r"(?:冒名|冒用|盗用|顶名|冒充我)[^,。!?;]{0,10}(?:贷款|借款|办理|申请|开户|身份|名义|信息)?",
        r"(?:不是|并非|非)(?:由)?(?:我|本人)(?:自己|本人|亲自)?(?:所)?(?:借|贷|申请|操作|办理|签)[^,。!?;]{0,6}",
        r"被(?:贷款|网贷)",
        r"(?:未|没有?|从未|并未|一直没有?)收到[^,。!?;]{0,8}(?:放款|贷款|借款|款项|本金)",
        r"\b(?:identity theft|stolen identity|fraudulent(?:ly)? (?:account|loan|opened?)"
        r"|not my (?:account|debt|loan)|(?:did not|didn't|never|didnt) (?:open|apply for|authorize"
        r"|take out|sign up)|opened in my name|do not recognize (?:this|the) (?:account|debt|loan)"
        r"|without my knowledge)\b",
    ),
    asserts=(
        Asserted.DATE,
        Asserted.SUM_YUAN,
    ),
)
