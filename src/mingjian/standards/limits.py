"""Dated law and limits as rows that a lawyer can read: what was allowed, when, for whom, and where it says so.

Each row is a fact with its source. Where a text is guidance, binds only some lenders, or could not be read in full
here, ``note`` says so; a lender replaces rows with its own (see ``docs/law.md``). Rates are fractions a year.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import TypeVar


class LenderKind(StrEnum):
    """Under which licence the lender lends; it decides which caps bind it."""

    LICENSED_INSTITUTION = "licensed_institution"
    """Banks, consumer-finance and trust companies."""
    MICRO_LENDER = "micro_lender"
    """小额贷款公司 and other local financial organisations."""
    PRIVATE_LENDER = "private_lender"
    """Natural persons and companies without a licence to lend."""


@dataclass(frozen=True)
class Rule:
    """Where a rule stands, and from when to when it holds; ``until`` is the first day on which it no longer does."""

    source: str
    since: date
    until: date | None
    note: str

    def holds_on(self, day: date) -> bool:
        """Whether the rule is in force on a day."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True)
class RateCap(Rule):
    """The highest annual rate, all fees included, that a contract of that day may ask or a court will enforce."""

    applies_to: frozenset[LenderKind]
    rate: float


@dataclass(frozen=True)
class ContactRule(Rule):
    """When, how often and whom a lender and its collectors together may call to collect."""

    calls_a_day: int | None
    earliest: time
    latest: time
    third_parties: bool
    """Whether people other than the debtor may be asked to pay or be pressed."""


@dataclass(frozen=True)
class Clock(Rule):
    """A number of days that the law gives for a step in handling a complaint."""

    name: str
    days: int


@dataclass(frozen=True)
class ScopeRule(Rule):
    """A provision that complainants quote, and the kinds of product that it covers."""

    provision: str
    product_kinds: frozenset[str]


@dataclass(frozen=True)
class LoanPrimeRate:
    """The one-year loan prime rate as published on a day; it holds until the next publication."""

    published_on: date
    one_year: float


_EVERY_LICENCE = frozenset({LenderKind.LICENSED_INSTITUTION, LenderKind.MICRO_LENDER})
_PRIVATE = frozenset({LenderKind.PRIVATE_LENDER})

LOAN_PRIME_RATES: tuple[LoanPrimeRate, ...] = (
    LoanPrimeRate(date(2020, 8, 20), 0.0385),
    LoanPrimeRate(date(2021, 12, 20), 0.0380),
    LoanPrimeRate(date(2022, 1, 20), 0.0370),
    LoanPrimeRate(date(2022, 8, 22), 0.0365),
    LoanPrimeRate(date(2023, 6, 20), 0.0355),
    LoanPrimeRate(date(2023, 8, 21), 0.0345),
    LoanPrimeRate(date(2024, 7, 22), 0.0335),
    LoanPrimeRate(date(2024, 10, 21), 0.0310),
    LoanPrimeRate(date(2025, 5, 20), 0.0300),
)
"""全国银行间同业拆借中心 on behalf of the People's Bank; the days on which the one-year rate changed."""


def _four_times_prime() -> tuple[RateCap, ...]:
    ends: list[date | None] = [rate.published_on for rate in LOAN_PRIME_RATES[1:]]
    return tuple(
        RateCap(
            source="最高人民法院关于审理民间借贷案件适用法律若干问题的规定（法释〔2020〕6号、〔2020〕17号）第二十五条",
            since=rate.published_on,
            until=end,
            note="四倍一年期LPR，以合同成立时为准；不适用于经批准的金融机构（法释〔2020〕27号批复）。",
            applies_to=_PRIVATE,
            rate=round(rate.one_year * 4, 6),
        )
        for rate, end in zip(LOAN_PRIME_RATES, [*ends, None], strict=True)
    )


RATE_CAPS: tuple[RateCap, ...] = (
    RateCap(
        source="最高人民法院关于审理民间借贷案件适用法律若干问题的规定（法释〔2015〕18号）第二十六条",
        since=date(2015, 9, 1),
        until=date(2020, 8, 20),
        note="24%以内法院支持，24%至36%自愿支付不返还，超过36%无效；此处取无效线。",
        applies_to=_PRIVATE,
        rate=0.36,
    ),
    *_four_times_prime(),
    RateCap(
        source="中国人民银行、中国银行业监督管理委员会关于规范整顿“现金贷”业务的通知（整治办函〔2017〕141号）与法释〔2015〕18号",
        since=date(2015, 9, 1),
        until=date(2017, 8, 4),
        note="持牌机构当时无专门上限；以民间借贷36%无效线为参照，属指导性，可由机构改写。",
        applies_to=_EVERY_LICENCE,
        rate=0.36,
    ),
    RateCap(
        source="最高人民法院关于进一步加强金融审判工作的若干意见（法发〔2017〕22号）第2条",
        since=date(2017, 8, 4),
        until=None,
        note="借款人请求对利息、复利、罚息、违约金和其他费用总和超过年利率24%的部分调减的，应予支持；属裁判口径，非行政上限。"
        "2025-10-01起金融监管总局关于商业银行互联网助贷业务的通知（金规〔2025〕9号）沿用24%口径。",
        applies_to=_EVERY_LICENCE,
        rate=0.24,
    ),
)

CONTACT_RULES: tuple[ContactRule, ...] = (
    ContactRule(
        source="中国互联网金融协会《互联网金融逾期债务催收自律公约（试行）》（2018-03-28）",
        since=date(2018, 3, 28),
        until=date(2025, 2, 28),
        note="自律公约：不得频繁致电，未规定次数；夜间22:00至次日8:00不得催收的口径为行业通行做法，机构可改写。",
        calls_a_day=None,
        earliest=time(8),
        latest=time(22),
        third_parties=False,
    ),
    ContactRule(
        source="GB/T 45251—2025《互联网金融 个人网络消费信贷 贷后催收风控指引》",
        since=date(2025, 2, 28),
        until=None,
        note="推荐性国家标准：同一机构及其第三方催收机构对单一债务人拨通电话每日合计不应超过3次；"
        "未约定时22:00至次日8:00不应催收；应只向债务人催收。次数和时段可按约定改写。",
        calls_a_day=3,
        earliest=time(8),
        latest=time(22),
        third_parties=False,
    ),
)

_HANDLING = "银行业保险业消费投诉处理管理办法（中国银行保险监督管理委员会令2020年第3号）"

CLOCKS: tuple[Clock, ...] = (
    Clock(_HANDLING, date(2020, 3, 1), None, "事实清楚、争议较小的。", name="answer", days=15),
    Clock(_HANDLING, date(2020, 3, 1), None, "情况复杂的。", name="answer_complex", days=30),
    Clock(
        _HANDLING, date(2020, 3, 1), None, "情况特别复杂，经审批并告知投诉人的。", name="answer_with_approval", days=60
    ),
    Clock(
        _HANDLING,
        date(2020, 3, 1),
        None,
        "投诉人自收到处理决定之日起可申请核查的期限。",
        name="request_review",
        days=30,
    ),
    Clock(_HANDLING, date(2020, 3, 1), None, "收到核查申请后作出核查决定的期限。", name="review", days=30),
)

SCOPES: tuple[ScopeRule, ...] = (
    ScopeRule(
        source="商业银行信用卡业务监督管理办法（中国银行业监督管理委员会令2011年第2号）第七十条",
        since=date(2011, 1, 13),
        until=None,
        note="仅适用于信用卡欠款，且须确认欠款超出还款能力、仍有还款意愿；最长不超过5年（60期），需双方协商一致。",
        provision="credit_card_rules_article_70",
        product_kinds=frozenset({"credit_card"}),
    ),
)

_Dated = TypeVar("_Dated", bound=Rule)


def in_force(rules: Sequence[_Dated], day: date) -> tuple[_Dated, ...]:
    """The rules that hold on a day, in their order."""
    return tuple(rule for rule in rules if rule.holds_on(day))


def rate_caps(lender: LenderKind, rules: Sequence[RateCap] = RATE_CAPS) -> tuple[RateCap, ...]:
    """The caps that bind a kind of lender, earliest first."""
    return tuple(sorted((rule for rule in rules if lender in rule.applies_to), key=lambda rule: rule.since))


def clock(name: str, day: date, rules: Sequence[Clock] = CLOCKS) -> Clock:
    """The clock of that name on that day; KeyError where there was none."""
    for rule in in_force(rules, day):
        if rule.name == name:
            return rule
    raise KeyError(name)
