"""Where each requirement comes from: the law or rule, its date, and from when it holds."""

from dataclasses import dataclass
from datetime import date

from mingjian.contract.vocabulary import Requirement


@dataclass(frozen=True)
class Rule:
    """One provision as it is cited in ``requirements.source``."""

    name: str
    since: date

    @property
    def cited(self) -> str:
        """The rule with the day since when it holds."""
        return f"{self.name}，{self.since.isoformat()}起施行"


def look_at(requirement: Requirement) -> str:
    """The code of the sentence that says what a person looks at before a requirement can be called met or not met."""
    return f"look_at_{requirement}"


CREDIT_CODE = Rule("GB 32100-2015《法人和其他组织统一社会信用代码编码规则》", date(2015, 10, 1))
REGISTRATION = Rule("《市场主体登记管理条例》（国务院令第746号）", date(2022, 3, 1))
LAWYERS_NAME = Rule("《中华人民共和国律师法》（2017年修正）第十三条", date(2018, 1, 1))
"""Who holds no practising certificate may not provide legal services in a lawyer's name."""
LAW_FIRMS = Rule("《中华人民共和国律师法》（2017年修正）第十四条", date(2018, 1, 1))
"""A law firm is the institution in which lawyers practise."""
LAW_FIRM_NAMES = Rule("《律师事务所名称管理办法》（司法部令第120号）第六条", date(2010, 3, 1))
"""A law firm's name ends with 律师事务所."""
CERTIFICATES = Rule("《律师和律师事务所执业证书管理办法》（司法部令第119号）", date(2009, 9, 21))
LEGAL_WORKERS = Rule("《基层法律服务工作者管理办法》（司法部令第138号）", date(2018, 2, 1))
LEGAL_OFFICE_NAMES = Rule("《基层法律服务所管理办法》（司法部令第137号）", date(2018, 2, 1))
"""A legal-service office's name ends with 法律服务所."""
ENTRUSTED_COMPLAINTS = Rule(
    "《银行业保险业消费投诉处理管理办法》（银保监会令2020年第3号）委托投诉的规定", date(2020, 3, 1)
)
"""Where the consumer is in real difficulty an entrusted complaint must be accepted, with the hand-signed authorisation
and the agent's identity. Other lenders fall under local rules."""
PAID_PRIVATE_PERSONS = Rule("《最高人民法院关于公民代理合同中给付报酬约定的效力问题的答复》", date(2010, 9, 16))
"""Courts do not protect what a private person, whom no justice department has licensed, is promised for legal services;
travel and other costs that arose they do."""
