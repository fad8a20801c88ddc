"""A fee was taken that the contract does not name or that nobody explained."""

from mingjian.contract.vocabulary import Claim
from mingjian.wording.claims.notions import FEE, SUM, TAKEN, UNEXPLAINED
from mingjian.wording.claims.rule import Asserted, ClaimRule

RULE = ClaimRule(
    Claim.CHARGE_NOT_IN_CONTRACT,
    wordings=(
        r"(?:合同|协议|约定)(?:以外|之外|外)的?[^,。!?;]{0,10}(?:费|收|扣|款)",
        r"(?:不知(?:道|情)|没(?:人)?(?:说|讲|提|告诉)|从(?:未|没|来没)[^,。!?;]{0,4}(?:说|讲|提|听|签|办|同意)|未(?:告知|说明|列明|约定)|约定里没有|不存在|查不到)[^,。!?;]{0,12}(?:[\u4e00-\u9fff]{1,6}费|保险|权益卡|会员)",
        r"(?:费|扣|收|少了)[^。!?;]{0,30}?(?:压根|从来|根本|从)?(?:没|没有|未)签",
        r"(?:费|扣|收|少了)[^。!?;]{0,30}?(?:合同|协议)(?:哪|何处|几时)",
        r"(?:费|元|扣|收)[^。!?;]{0,24}?(?:没有|从未|未|没)(?:经)?(?:过)?(?:我|本人)?的?同意",
        r"(?:费|元|扣|收)[^。!?;]{0,24}?(?:合同|协议)(?:里|中|上|内)?(?:面)?(?:根本|压根|完全|也|都|并|从来)*(?:没有|没|未|无)[^,。!?;]{0,8}",
        r"(?:合同|协议)(?:里|中|上|内)?(?:面)?(?:根本|压根|完全|也|都|并|从来)*(?:没有|没|未|无)[^。!?;]{0,10}(?:费|扣款|收费)",
        r"(?:无|没有)(?:任何)?(?:合同|法律|协议)(?:上的|的)?依据",
        r"(?:合同|协议)(?:里|中|上|内)?(?:面)?[^,。!?;]{0,6}(?:没有|并未|未|没|不曾|从未)[^,。!?;]{0,6}(?:约定|写|注明|载明|提到|提及|体现"
        r"|列明|说|明确)[^,。!?;]{0,14}",
        r"(?:未经(?:我|本人)?(?:同意|授权)|未告知|没有?告知|不知情|擅自|强制|强行|捆绑|搭售|莫名(?:其妙)?|无故|乱|违规|私自|额外|变相"
        r"|巧立名目)[^,。!?;]{0,12}(?:担保费|服务费|保险费?|会员费?|手续费|咨询费|管理费|违约金|融担费?|权益费?|费用|信审费|评估费|收费|扣费|扣款(?!顺序|日|方式|时间|账户|卡))",
        r"(?:收取|扣|加收|多收|被收)了?[^,。!?;]{0,10}(?:不合理|不明|莫名|高额|额外|未告知|没有?约定)[^,。!?;]{0,4}(?:的)?[^,。!?;]{0,6}费",
        r"\b(?:unauthorized|hidden|undisclosed|unexplained|bogus|junk|unknown)\b(?: \w+)? (?:fee"
        r"|charge)s?|\bcharged?\b[^.!?]{0,30}\b(?:fee|fees)\b[^.!?]{0,20}\b(?:never agreed|not disclosed"
        r"|did not agree|without (?:my )?(?:consent|permission))",
    ),
    together=(
        (r"(?<!消)费|违约金|保险|会员", r"(?:咋|怎么|什么|啥)(?:一)?回事|没签过|哪(?:里)?来的"),
        (SUM, UNEXPLAINED, TAKEN),
        # A fee, that nobody agreed to it, and that it is taken.
        (FEE, UNEXPLAINED, r"(?<!不)(?<!没)(?<!未)(?:扣|划|收|交|缴)(?:我|了|走|过|掉|的|\d)"),
        (FEE, UNEXPLAINED, r"签(?:字|合同|约)|放款|结清"),
        (SUM, rf"(?:合同|协议|约定|签约|签(?:的|字)?)[^。!?;]{{0,12}}(?:{UNEXPLAINED})"),
    ),
    # A sweeping demand names nothing that was taken.
    unless=(r"(?:退还|退回|返还|退掉|退)(?!我)[^,。!?;\d]{0,4}(?:所有|一切|全部|任何|违规|违法|不合理)(?!.{0,20}\d)",),
    asserts=(
        Asserted.SUM_YUAN,
        Asserted.DATE,
    ),
)
