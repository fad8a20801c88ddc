"""What a lender may set about how claims are held against its own records."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from mingjian.standards.limits import CONTACT_RULES, RATE_CAPS, ContactRule, LenderKind, RateCap

CompleteTable: TypeAlias = Literal["contacts", "charges", "repayments", "promises"]


@dataclass(frozen=True)
class MeritsSettings:
    """Settings of the merits; every default is the cautious one."""

    lender: LenderKind = LenderKind.LICENSED_INSTITUTION
    """The licence under which the lender lends; it decides which rate caps bind."""

    rate_caps: tuple[RateCap, ...] = RATE_CAPS
    """Caps by date, from :mod:`mingjian.standards.limits`."""

    contact_rules: tuple[ContactRule, ...] = CONTACT_RULES
    """Hours, frequency and third parties by date, from :mod:`mingjian.standards.limits`."""

    complete_tables: tuple[CompleteTable, ...] = ()
    """Tables of which the lender states that they hold everything: ``contacts`` every collection call, outsourced
    collectors' included; ``charges`` every fee that anybody took for the loan, guarantors, insurers and partners
    included; ``repayments`` every payment; ``promises`` every promise. Without the statement what stands nowhere in a
    table stays unknown and never contradicts a claim."""

    contact_days: int = 365
    """How far back before the complaint a contact may lie to bear on it, in days."""

    rate_tolerance: float = 0.01
    """How far a rate that is measured on the repayment plan may differ from the contract's before it speaks; covers
    rounding, uneven months and an early or late first due date."""

    sum_tolerance_yuan: float = 1.0
    """How far a sum in a letter may differ from the booked one and still mean the same."""

    day_tolerance: int = 3
    """How many days a date in a letter may differ from the booked one and still mean the same."""

    misremembered_days: int = 30
    """How many days a date in a letter may lie from the calls that it means: people misremember days, not seasons."""

    evidence_rows: int = 20
    """How many rows a verdict names at most as its evidence."""
