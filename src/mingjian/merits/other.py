"""Claim: anything that no record of the lender can speak about."""

import ibis.expr.types as ir

from mingjian.contract.vocabulary import Claim
from mingjian.merits.ledger import Ledger
from mingjian.merits.settings import MeritsSettings
from mingjian.merits.verdict import unknown

CLAIM = Claim.OTHER


def check(mentions: ir.Table, _ledger: Ledger, _settings: MeritsSettings) -> ir.Table:
    """Unknown, always."""
    return unknown(mentions, claim=CLAIM)
