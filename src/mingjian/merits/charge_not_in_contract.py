"""Claim: the lender took a charge that the contract does not have."""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import Claim
from mingjian.merits.customer_loans import charges_before
from mingjian.merits.json_text import array_of, object_of
from mingjian.merits.ledger import Ledger
from mingjian.merits.settings import MeritsSettings
from mingjian.merits.verdict import verdicts

CLAIM = Claim.CHARGE_NOT_IN_CONTRACT


def check(mentions: ir.Table, ledger: Ledger, settings: MeritsSettings) -> ir.Table:
    """Borne out by a charge that the books themselves mark as not in the contract.

    Contradicted where the customer was charged and the books hold every charge to be in the contract; where a sum is
    asserted, one of those charges must be it, or the complaint may be about something that is not booked.
    """
    charges = charges_before(mentions, ledger)
    same_sum = (charges.amount_yuan - charges.asserted_yuan).abs() <= settings.sum_tolerance_yuan
    judged = charges.mutate(
        outside=(charges.in_contract == ibis.literal(False)).fill_null(False),
        inside=(charges.in_contract == ibis.literal(True)).fill_null(False),
        meant=charges.asserted_yuan.isnull() | same_sum.fill_null(False),
    )
    summed = judged.group_by("mention").aggregate(
        charges=judged.count(),
        outside=judged.outside.sum(),
        inside=judged.inside.sum(),
        meant=judged.meant.sum(),
        outside_yuan=judged.amount_yuan.sum(where=judged.outside),
        outside_rows=array_of(judged.charge_id, limit=settings.evidence_rows, where=judged.outside),
        inside_rows=array_of(judged.charge_id, limit=settings.evidence_rows, where=judged.meant),
    )
    facts = mentions.left_join(summed, "mention").drop("mention_right")
    return verdicts(
        facts,
        claim=CLAIM,
        borne_out=facts.outside > 0,
        contradicted=(facts.inside == facts.charges) & (facts.meant > 0),
        values=object_of(
            charges=ibis.ifelse(facts.outside > 0, facts.outside, facts.charges),
            sum_yuan=facts.outside_yuan.round(2),
        ),
        evidence=ibis.ifelse(facts.outside > 0, facts.outside_rows, facts.inside_rows),
    )
