"""Whether who reports an agency paid it: a price that he was asked is no fee that he paid.

He says so, or that he was cheated, or names the account that he paid into. Who says that he gave nothing is believed,
unless he says in the same breath what he had paid before. The patterns read alike in Python, DuckDB and Spark.
"""

import re

import ibis.expr.types as ir

_PAY = r"(?:交|付|转|汇|缴|掏|花|给|打|充|投)"
_DONE = r"(?:了|过|走|去|完|清)"
_SUM = r"(?:钱|费|款|金|元|块|千|百|万)"
_CLAUSE = r"[^，。；！？、,.;!?\s]"
_NOT = r"(?:没有?|未曾?|不曾|并未|从未|不肯|拒绝)"

_PAID = "|".join(
    (
        # 交了三千块, 收了我2980元, 被他们骗走五千
        rf"(?:{_PAY}|收|扣|骗|坑|卷){_DONE}{_CLAUSE}{{0,6}}(?:{_SUM}|\d{{2,6}}(?:\D|$))",
        # 钱交了人也不回, 2980块交上去, 钱打到一个私人卡上
        rf"(?:{_SUM}|\d{{2,6}}){_CLAUSE}{{0,4}}{_PAY}(?:{_DONE}|上去|到|给(?:了|他|她|对方))",
        # 押了身份证还交2980, 花2980买了个包
        rf"(?:还|又|已经?|先后|一?共){_PAY}(?:给他们?)?\d{{2,6}}|花{_CLAUSE}{{0,8}}[买报]了",
        r"已经?(?:付款|付费|交费|缴费|转账|汇款)",
    )
)

_CHEATED = r"被骗[了的]|上当了|[坑害]苦|被坑|坑了|后悔|追回|要回|退我"

_REFUSED = "|".join(
    (
        # Not what an agency left undone for its fee: 没给我办, 没理我.
        rf"{_NOT}(?:敢|再|去)?(?:交|付|转|汇|缴|掏|花钱|答应|同意|上当|上他|相信|信他|搭理|理会|理[他她睬]|签|加入|报名)",
        rf"(?:{_NOT}|不)敢?(?:给|理)(?:钱|他|她|对方|[，。；！？、,.;!?\s]|$)",
        r"拒绝了|[没未](?:有)?(?:损失|被骗|受骗)|差点|险些|(?:觉得|怀疑|像|怕)是?骗",
    )
)

_OF_NOBODY = "|".join(
    (
        # What he did not do, or would have done, what was promised for it, and what another one did.
        rf"(?:{_NOT}|别|不要|差点|险些|如果|要是|等)我?(?:敢|再|去|先)?(?:{_PAY}{_DONE}?|上当|被骗)",
        rf"{_PAY}{_DONE}{_CLAUSE}{{0,8}}就(?:能|可以|会|帮|包)",
        rf"(?:朋友|同事|亲戚|邻居|别人|人家|有人|老乡|网友|工友|同学)[也都就]?(?:{_PAY}{_DONE}|被[骗坑]|上当)",
    )
)


def paid(reports: ir.Table) -> ir.BooleanValue:
    """Whether the author of each row of ``testimonies`` paid the fee that it states, however small."""
    text = reports.text.fill_null("")
    his = text.re_replace(_OF_NOBODY, "")
    harmed = reports.payee_account.notnull() | his.re_search(_CHEATED)
    return (reports.fee_yuan.fill_null(0.0) > 0) & (his.re_search(_PAID) | (harmed & ~text.re_search(_REFUSED)))


def was_paid(fee_yuan: float | None, payee_account: str | None, text: str | None) -> bool:
    """The same of one row."""
    said = text or ""
    his = re.sub(_OF_NOBODY, "", said)
    harmed = payee_account is not None or re.search(_CHEATED, his) is not None
    told = re.search(_PAID, his) is not None or (harmed and re.search(_REFUSED, said) is None)
    return (fee_yuan or 0) > 0 and told
