"""The complainant cannot pay."""

from mingjian.contract.vocabulary import Claim
from mingjian.wording.claims.rule import Asserted, ClaimRule

RULE = ClaimRule(
    Claim.HARDSHIP,
    wordings=(
        r"(?:工钱|工资|货款|工程款)[^,。!?;]{0,6}(?:没结|没发|拖欠|没给|要不到|欠着)|现金流(?:枯竭|断裂)|砸锅卖铁|生计(?:无着|困难|艰难)",
        r"待业|被(?:公司|单位|厂里?|老板)?(?:辞退|开除)|没有?活(?:干|儿)|还不(?:起|上)|停工|工资(?:停发|没发|发不出)|揭不开锅",
        r"失业|下岗|被裁员?|裁员|失去(?:了)?(?:工作|收入|经济来源)|没有?了?(?:稳定)?(?:的)?(?:工作|收入|经济来源)|丢了工作",
        r"(?:无力|无能力|没有?能力|没钱|无法|确实无法|实在无力)(?:继续|再|按时|按期|一次性|全额)*(?:偿还|还款|还贷|还钱|归还|支付|承担|还)[^,。!?;]{0,8}",
        r"(?:经济|家庭|生活|资金|财务)(?:上)?(?:条件)?(?:非常|十分|特别|极其|出现|陷入|遇到|发生)?(?:了)?(?:困难|拮据|困境|压力大|危机|紧张|周转困难)",
        r"收入(?:大幅|急剧|明显)?(?:减少|下降|锐减|降低|不稳定|中断|微薄)|生意(?:失败|亏损|不好|破产|倒闭)|(?:工厂|公司|店铺|单位)(?:倒闭|破产|停产|关门)"
        r"|资金链断裂|负债累累|降薪|欠薪|低保(?:户|家庭)?|入不敷出",
        r"\b(?:lost my job|laid off|unemployed|unemployment|financial hardship|hardship|cannot afford"
        r"|can't afford|unable to (?:pay|make)|reduced (?:income|hours)|out of work)\b",
    ),
    asserts=(
        Asserted.DATE,
        Asserted.SUM_YUAN,
    ),
)
