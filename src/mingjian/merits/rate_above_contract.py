"""Claim: the loan costs more than its contract says."""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import Claim
from mingjian.merits.customer_loans import loans_before
from mingjian.merits.json_text import array_of, object_of
from mingjian.merits.ledger import Ledger
from mingjian.merits.measured_rate import if_continued
from mingjian.merits.settings import MeritsSettings
from mingjian.merits.verdict import verdicts

CLAIM = Claim.RATE_ABOVE_CONTRACT


def check(mentions: ir.Table, ledger: Ledger, settings: MeritsSettings) -> ir.Table:
    """Borne out by a plan whose measured rate exceeds the contract's by more than the tolerance.

    Unrecorded where every loan's plan is booked whole and measures as its contract says, in one of the two lawful
    ways of stating a rate: what somebody else took beside it may stand elsewhere. Unknown where the fees so far would
    make it dearer if they went on.
    """
    loans = loans_before(mentions, ledger)
    rated = loans.left_join(ledger.rates, "loan_id").drop("loan_id_right")
    slack = settings.rate_tolerance
    above = rated.measured_rate > rated.annual_rate + slack
    # A charge beside the plan leaves open what the contract's rate covers.
    nothing_beside = (rated.highest_rate <= rated.annual_rate + slack).fill_null(False)
    as_stated = ((rated.measured_rate - rated.annual_rate).abs() <= slack) | (
        rated.compound_rate <= rated.annual_rate + slack
    )
    goes_above = nothing_beside & (rated.continued_rate > rated.annual_rate + slack).fill_null(False)
    judged = rated.mutate(
        above=above.fill_null(False),
        as_stated=as_stated.fill_null(False) & nothing_beside,
        goes_above=goes_above,
    )
    summed = judged.group_by("mention").aggregate(
        loans=judged.count(),
        above=judged.above.sum(),
        as_stated=judged.as_stated.sum(),
        above_rows=array_of(judged.loan_id, limit=settings.evidence_rows, where=judged.above),
        all_rows=array_of(judged.loan_id, limit=settings.evidence_rows),
    )
    ranked = judged.mutate(
        place=ibis.row_number().over(
            group_by=judged.mention,
            order_by=[(judged.measured_rate - judged.annual_rate).fill_null(-9.0).desc(), judged.loan_id],
        )
    )
    worst = ranked.filter(ranked.place == 0).select(
        "mention", measured=ranked.measured_rate.round(4), contract=ranked.annual_rate.round(4)
    )
    facts = (
        mentions.left_join(summed, "mention").drop("mention_right").left_join(worst, "mention").drop("mention_right")
    )
    facts = facts.left_join(
        if_continued(judged, ledger.charges, bound=judged.annual_rate, limit=settings.evidence_rows), "mention"
    ).drop("mention_right")
    return verdicts(
        facts,
        claim=CLAIM,
        borne_out=facts.above > 0,
        unfinished=facts.continued.notnull(),
        complete=ledger.complete(settings, "charges", "repayments"),
        unrecorded=(facts.as_stated == facts.loans) & (facts.loans > 0),
        values=ibis.ifelse(
            (facts.above == 0) & facts.continued.notnull(),
            object_of(measured=facts.booked, contract=facts.bound, continued=facts.continued),
            object_of(measured=facts.measured, contract=facts.contract),
        ),
        evidence=ibis.cases(
            (facts.above > 0, facts.above_rows),
            (facts.continued.notnull(), facts.fee_rows),
            else_=facts.all_rows,
        ),
    )
