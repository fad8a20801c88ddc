"""Claim: the lender took a charge that the contract does not have."""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import ChargeKind, Claim
from mingjian.merits.customer_loans import charges_before, instalments_before
from mingjian.merits.json_text import array_of, object_of
from mingjian.merits.ledger import Ledger
from mingjian.merits.settings import MeritsSettings
from mingjian.merits.stated_sums import is_exactly, is_stated
from mingjian.merits.verdict import verdicts

CLAIM = Claim.CHARGE_NOT_IN_CONTRACT

LATE = (ChargeKind.PENALTY_INTEREST.value, ChargeKind.LATE_FEE.value)


def check(mentions: ir.Table, ledger: Ledger, settings: MeritsSettings) -> ir.Table:
    """Borne out by a charge that the books themselves mark as not in the contract.

    Where a sum is asserted that is neither one such charge's, rounded or not, nor that of all of them, the sentence
    says so: it may be the loan's, or that of some of them.
    Contradicted where the books hold every charge of the customer to be in the contract, and the one that is meant is
    among them: by its sum, and its day where one is asserted. A charge of that sum on another day is another one, and
    without a sum nobody can tell which charge is meant.
    Unrecorded where all charges are in the contract, and none of them is recognisably the one: a sum that stands
    nowhere in books that are kept for this loan may have been taken by somebody else. Where no sum is asserted,
    interest for being late says nothing about fees.
    """
    slack = settings.sum_tolerance_yuan
    charges = charges_before(mentions, ledger)
    fee = ~charges.kind.isin(LATE).fill_null(False)
    on_the_day = (
        charges.asserted_on.delta(charges.charged_on, unit="day")
        .between(-settings.day_tolerance, settings.day_tolerance)
        .fill_null(False)
    )
    judged = charges.mutate(
        outside=(charges.in_contract == ibis.literal(False)).fill_null(False),
        inside=(charges.in_contract == ibis.literal(True)).fill_null(False),
        same_sum=is_stated(charges.amount_yuan, charges.asserted_yuan, slack=slack).fill_null(True),
        meant=is_exactly(charges.amount_yuan, charges.asserted_yuan, slack=slack).fill_null(False)
        & (charges.asserted_on.isnull() | on_the_day),
        possible=fee & (charges.asserted_on.isnull() | on_the_day),
    )
    summed = judged.group_by("mention").aggregate(
        charges=judged.count(),
        outside=judged.outside.sum(),
        inside=judged.inside.sum(),
        meant=judged.meant.sum(),
        possible=judged.possible.sum(),
        outside_yuan=judged.amount_yuan.sum(where=judged.outside),
        outside_meant=(judged.outside & judged.same_sum).sum(),
        outside_rows=array_of(judged.charge_id, limit=settings.evidence_rows, where=judged.outside),
        inside_rows=array_of(judged.charge_id, limit=settings.evidence_rows, where=judged.inside),
    )
    instalments = instalments_before(mentions, ledger)
    kept = instalments.group_by("mention").aggregate(booked=instalments.count())
    facts = mentions
    for part in (summed, kept):
        facts = facts.left_join(part, "mention").drop("mention_right")
    delivered = ibis.literal("charges" in ledger.delivered)
    in_all = is_stated(facts.outside_yuan, facts.asserted_yuan, slack=slack).fill_null(False)
    count = facts.charges.fill_null(0)
    all_inside = delivered & (facts.inside.fill_null(0) == count)
    return verdicts(
        facts,
        claim=CLAIM,
        borne_out=facts.outside > 0,
        other_sum=(facts.outside_meant == 0) & ~in_all,
        contradicted=all_inside & (facts.meant > 0),
        complete=ledger.complete(settings, "charges"),
        unrecorded=all_inside
        & ibis.ifelse(facts.asserted_yuan.isnull(), facts.possible > 0, (count > 0) | (facts.booked > 0)),
        values=object_of(
            charges=ibis.ifelse(facts.outside > 0, facts.outside, count),
            sum_yuan=facts.outside_yuan.round(2),
        ),
        evidence=ibis.ifelse(facts.outside > 0, facts.outside_rows, facts.inside_rows),
    )
