"""What a letter is about, and what it became: the only things that a world's writers and its lender share."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from mingjian.contract.vocabulary import Claim, ClaimStatus, ComplaintChannel


class LookAlike(StrEnum):
    """Honest things that look like a gang (``domain.md``); each must stay innocent."""

    RELATIVE_HELPS = "relative_helps"
    HELPER_OF_MANY = "helper_of_many"
    LAWYER_HELPS = "lawyer_helps"
    LEGAL_AID = "legal_aid"
    NEWS_DAY = "news_day"
    ASSOCIATION_FORM = "association_form"
    SHARED_HOME = "shared_home"
    COLLECTOR_MISCONDUCT = "collector_misconduct"
    HOSPITAL_TEMPLATE = "hospital_template"
    CARRIER_NAT = "carrier_nat"
    VIRTUAL_OPERATOR = "virtual_operator"
    TYPING_ERROR = "typing_error"
    EARLY_CREDIT_CODE = "early_credit_code"


class MarkKind(StrEnum):
    """What a marked span of a letter is."""

    SLOT = "slot"
    CLAIM = "claim"
    DEMAND = "demand"
    CODE_WORD = "code_word"
    NEW_WORD = "new_word"
    """A code word written as no list knows it."""


@dataclass(frozen=True)
class Mark:
    """A span of characters: ``code`` is a slot's name, a claim, a demand, or a code word's standard form."""

    kind: MarkKind
    code: str
    start: int
    end: int


@dataclass(frozen=True)
class Letter:
    """A text with its marks in order of their starts."""

    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Provision:
    """One item of an agreement, and of which kinds of clauses it is; none where it is harmless."""

    text: str
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Particulars:
    """The figures of a claim, in no world's words; None where it has none.

    ``person`` is relative, colleague or friend.
    """

    day: date | None = None
    count: int | None = None
    hour: float | None = None
    rate: float | None = None
    contract_rate: float | None = None
    sum_yuan: float | None = None
    person: str | None = None


@dataclass(frozen=True)
class Assertion:
    """A claim that a letter is to make, whether it is so, and what the lender's own records can say of it."""

    claim: Claim
    is_true: bool
    expected: ClaimStatus
    particulars: Particulars = Particulars()
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Brief:
    """All that a writer is told."""

    name: str
    woman: bool
    city: str
    employer: str
    lender: str
    product: str
    is_card: bool
    loan_id: str
    principal_yuan: int
    outstanding_yuan: int
    instalment_yuan: int
    days_past_due: int
    disbursed_on: date
    received_at: datetime
    channel: ComplaintChannel
    phone: str
    identity_tail: str
    assertions: tuple[Assertion, ...]
    demands: tuple[str, ...]
    helper: str = ""
    """Who writes, where it is not the customer: a daughter, a lawyer and the firm, an association."""
    complained_before: bool = False
