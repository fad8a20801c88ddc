"""Every mention held against the ledger by the check of its claim."""

from collections.abc import Sequence
from types import ModuleType

import ibis
import ibis.expr.types as ir

from mingjian.merits import (
    bereavement,
    call_frequency,
    call_hours,
    charge_not_in_contract,
    credit_record_wrong,
    double_charge,
    hardship,
    illness,
    loan_not_taken,
    other,
    promise_not_kept,
    rate_above_cap,
    rate_above_contract,
    repayment_not_booked,
    third_party_contact,
    threats,
)
from mingjian.merits.ledger import Ledger
from mingjian.merits.mentions import asserted
from mingjian.merits.settings import MeritsSettings
from mingjian.merits.verdict import COLUMNS

CHECKS: tuple[ModuleType, ...] = (
    bereavement,
    call_frequency,
    call_hours,
    charge_not_in_contract,
    credit_record_wrong,
    double_charge,
    hardship,
    illness,
    loan_not_taken,
    other,
    promise_not_kept,
    rate_above_cap,
    rate_above_contract,
    repayment_not_booked,
    third_party_contact,
    threats,
)
"""One module a claim of the contract; each has ``CLAIM`` and ``check(mentions, ledger, settings)``."""


def weigh(
    claim_mentions: ir.Table,
    complaints: ir.Table,
    ledger: Ledger,
    settings: MeritsSettings | None = None,
    *,
    checks: Sequence[ModuleType] = CHECKS,
) -> ir.Table:
    """One row a claim: its status, the code and values of its sentence, and the rows that it rests on.

    Who is behind a complaint is no input: an agent's true claim is true. With fewer ``checks``, only their claims.
    """
    settings = settings or MeritsSettings()
    mentions = asserted(claim_mentions, complaints)
    answers = ibis.union(
        *(
            module.check(mentions.filter(mentions.claim == module.CLAIM.value), ledger, settings).select(*COLUMNS)
            for module in checks
        )
    )
    claims = mentions.select("mention", "complaint_id", "claim", "start", "end")
    return claims.join(answers, "mention").select(
        "complaint_id", "claim", "start", "end", "status", "code", "values", "evidence"
    )
