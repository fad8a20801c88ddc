"""A repayment was made that the lender does not show."""

from mingjian.contract.vocabulary import Claim
from mingjian.wording.claims.rule import Asserted, ClaimRule

RULE = ClaimRule(
    Claim.REPAYMENT_NOT_BOOKED,
    wordings=(
        r"(?:还|付|汇|转|打|存|缴|交|结)(?:了?款|了?账|了?钱|清了?|过去)[^。!?;]{0,26}?(?:仍|还|依旧|依然|照样|照旧|系统)[^,。!?;]{0,6}?(?:欠|逾期|未还|没还|未结清|催|显示)",
        r"(?:不|没|未)(?:给|予|为)?(?:我|本人)?(?:入账|销账|记账|核销|上账|冲账|平账)|(?:还款|转账|付款)[^,。!?;]{0,6}(?:凭证|回单|截图|流水)[^。!?;]{0,12}(?:没|未|不)[^,。!?;]{0,4}(?:认|记|入)",
        r"(?:还了|还的|还款|转过去|转账|支付了?|付了|汇了|打过去|存了)[^。!?;]{0,30}?(?:没见着?|没收到|查无|没记上?|没算|不认|没有?记录|没销|没到账|未到)",
        r"(?:还款|还了|还清|还上|结清|转账|汇款|付款|支付|存入|扣款成功)[^。!?;]{0,18}(?:未|没有?|迟迟未|一直没有?|不)(?:能|被)?(?:入账|到账|记账|销账"
        r"|显示|核销|更新|确认|到位|算|认账|抵扣|记录)[^,。!?;]{0,6}",
        r"(?:已经?|早已|明明|按时|按期|当天|提前|全部)(?:全部|全额)?(?:还款|还了|还清|还上|结清|转账|付清)[^。!?;]{0,16}(?:仍然?|还|依然|却"
        r"|依旧)(?:是|被|在)?(?:显示|提示|催收|催我|说我|算)[^。!?;]{0,10}",
        r"\bpayments?\b[^.!?]{0,40}\b(?:not|never|n't)\b[^.!?]{0,12}\b(?:posted|credited|applied|recorded"
        r"|processed|received|shown?|reflected)|\b(?:failed|refuse[sd]?) to (?:post|credit|apply"
        r"|record)\b[^.!?]{0,20}\bpayments?",
    ),
    asserts=(
        Asserted.DATE,
        Asserted.SUM_YUAN,
    ),
)
