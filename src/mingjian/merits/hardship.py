"""Claim: the customer is in difficulty."""

import ibis.expr.types as ir

from mingjian.contract.vocabulary import Claim, MaterialKind
from mingjian.merits.confirmed_material import confirmed_by_issuer
from mingjian.merits.ledger import Ledger
from mingjian.merits.settings import MeritsSettings

CLAIM = Claim.HARDSHIP

KINDS = (
    MaterialKind.HARDSHIP_CERTIFICATE,
    MaterialKind.UNEMPLOYMENT_CERTIFICATE,
    MaterialKind.INCOME_CERTIFICATE,
    MaterialKind.DISABILITY_CERTIFICATE,
)


def check(mentions: ir.Table, ledger: Ledger, settings: MeritsSettings) -> ir.Table:
    """Borne out by a document that its issuer confirmed, unknown otherwise."""
    return confirmed_by_issuer(mentions, ledger, settings, claim=CLAIM, kinds=KINDS)
