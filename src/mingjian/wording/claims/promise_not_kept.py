"""The lender promised something and did not do it."""

from mingjian.contract.vocabulary import Claim
from mingjian.wording.claims.rule import Asserted, ClaimRule

RULE = ClaimRule(
    Claim.PROMISE_NOT_KEPT,
    wordings=(
        r"(?:应承|应下|许下|答应|承诺|说好)[^。!?;]{0,30}?(?:黄了|没影|泡汤|变卦|落空|打水漂|翻脸|不见动静|没着落)",
        r"(?:承诺|答应|保证|允诺|说好|许诺)[^。!?;]{0,36}?(?:没办|没改|没处理|没退|没给|没有处理|不了了之|没有?下文|没有?然后|一直拖|拖着|没动静|没消息|不承认|石沉大海)",
        r"(?:承诺|答应|保证|允诺|说好|许诺|协商好|谈好|同意)(?!书)[^。!?;]{0,30}?(?:未兑现|没兑现|没有兑现|不兑现|反悔|不认|不作数|没做到|没有做到|未履行"
        r"|没有履行|没履行|不算数|食言|失信|出尔反尔|至今(?:未|没|仍|都)|却|但是?|结果|后来又?|现在又)[^,。!?;]{0,14}",
        r"出尔反尔|言而无信|说话不算(?:数|话)|口头承诺[^,。!?;]{0,10}(?:未|没|不)",
        r"\b(?:promised|agreed|assured|guaranteed|was told)\b[^.!?]{0,60}\b(?:but|never|did ?n.?t"
        r"|has ?n.?t|have ?n.?t|failed|instead|yet)\b[^.!?]{0,20}",
    ),
    unless=(r"(?:我|本人)(?:已|也|曾|还)?(?:承诺|保证|答应|同意)",),
    asserts=(
        Asserted.DATE,
        Asserted.SUM_YUAN,
    ),
)
