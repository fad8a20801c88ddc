"""Collectors contact somebody else than the borrower."""

from mingjian.contract.vocabulary import Claim
from mingjian.wording.claims.rule import Asserted, ClaimRule
from mingjian.wording.values import ENGLISH_THIRD_PERSON, THIRD_PERSON

RULE = ClaimRule(
    Claim.THIRD_PARTY_CONTACT,
    wordings=(
        r"(?:骚扰|惊扰|打扰)了?(?!我|本人|俺|申请人|投诉人|电话|短信|信息|行为|式|等|催|和|或|恐吓|威胁)[^,。!?;]{2,10}",
        rf"{THIRD_PERSON}[^。!?;]{{0,16}}?(?:接到|收到)[^,。!?;]{{0,14}}(?:电话|短信|催收)",
        rf"(?:联系|致电|骚扰|打扰|惊扰|通知|告诉|告知|威胁|恐吓|拨打|打到|打给|找到|催|轰炸|群发|波及|牵连)了?"
        rf"(?:我们?的?|本人的?|俺的?|其他|所有|身边的?)?[^,。!?;]{{0,6}}?{THIRD_PERSON}[^,。!?;]{{0,12}}",
        rf"(?:给|向|对|跟|朝|找)了?(?:我们?的?|本人的?|俺的?|其他|所有|身边的?)?[^,。!?;]{{0,6}}?{THIRD_PERSON}"
        rf"[^,。!?;]{{0,10}}?(?:电话|短信|联系|催|骚扰|施压|透露|泄露|要债|讨债|要钱|欠款|欠债|欠账|辱骂|威胁)[^,。!?;]{{0,6}}",
        r"(?:电话|短信)(?:都|也|就|直接|又)?(?:打|拨|发)(?:给|到)了?(?!(?:我|本人|俺)(?:手机|这|[,。!?;])|客服|贵|银行|你们)"
        r"[^,。!?;]{1,12}",
        rf"{THIRD_PERSON}[^,。!?;]{{0,6}}(?:也|都|均|还)?(?:接到|收到|被)[^,。!?;]{{0,12}}(?:电话|催收|骚扰|短信|联系|打扰|轰炸|威胁)",
        rf"(?:电话|短信|催收)(?:打|发|催)?(?:到|给)了?[^,。!?;]{{0,6}}{THIRD_PERSON}",
        rf"爆(?:了|我|我的)*通讯录|(?:泄露|透露|散布|告知)[^,。!?;]{{0,14}}(?:给|向)?(?:第三方|第三人|他人|{THIRD_PERSON})",
        rf"\b(?:call(?:s|ed|ing)?|contact(?:s|ed|ing)?|text(?:s|ed|ing)?|harass(?:es|ed|ing)?|told"
        rf"|notified|reached out to)\b(?: (?:to|at|up))?(?: (?:my|our|all my"
        rf"|me at))(?: \w+)? {ENGLISH_THIRD_PERSON}",
    ),
    unless=(
        r"借(?:了|点|些)?(?:钱|款)|治病|看病|商量|照顾|赡养|抚养|生病|住院|去世|打工|(?:我|本人)(?:只好|只能|不得不|已经?|便|就|也)?(?:向|找|跟|给|和)[^,。;]{0,4}(?:借|求助|商量|说明|坦白)",
        r"给[^,。;]{0,4}(?:带来|造成|增加)",
    ),
    asserts=(
        Asserted.PERSON,
        Asserted.COUNT,
        Asserted.DATE,
        Asserted.CLOCK,
    ),
)
