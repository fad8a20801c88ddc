"""Claim: the rate is above what the law allows."""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import Claim
from mingjian.merits.customer_loans import loans_before
from mingjian.merits.dated import value_on
from mingjian.merits.json_text import array_of, object_of
from mingjian.merits.ledger import Ledger
from mingjian.merits.measured_rate import if_continued
from mingjian.merits.settings import MeritsSettings
from mingjian.merits.verdict import verdicts
from mingjian.standards.limits import rate_caps

CLAIM = Claim.RATE_ABOVE_CAP


def check(mentions: ir.Table, ledger: Ledger, settings: MeritsSettings) -> ir.Table:
    """Borne out by a loan whose stated or measured rate is above the cap of the day it was paid out.

    Unrecorded where every loan of the customer has a stated rate within its cap and its plan measures within it too,
    with every charge that the books hold: a guarantor's or a partner's fee is part of the price and may stand
    elsewhere. A loan whose plan cannot be measured leaves the question open, whatever rate is stated for it, and so
    does one whose fees would lift it above the cap if they went on as they came so far.
    """
    caps = rate_caps(settings.lender, settings.rate_caps)
    loans = loans_before(mentions, ledger)
    rated = loans.left_join(ledger.rates, "loan_id").drop("loan_id_right")
    capped = rated.mutate(cap=value_on(rated.disbursed_on, caps, lambda rule: rule.rate, type="float64"))
    measured_above = (capped.measured_rate > capped.cap + settings.rate_tolerance).fill_null(False)
    surely_within = (capped.highest_rate <= capped.cap + settings.rate_tolerance).fill_null(False)
    goes_above = surely_within & (capped.continued_rate > capped.cap + settings.rate_tolerance).fill_null(False)
    judged = capped.mutate(
        rate=ibis.ifelse(
            measured_above, ibis.greatest(capped.measured_rate, capped.annual_rate), capped.annual_rate
        ).round(4),
        above=(capped.annual_rate > capped.cap).fill_null(False) | measured_above,
        goes_above=goes_above & (capped.annual_rate <= capped.cap).fill_null(False),
        within=(capped.annual_rate <= capped.cap).fill_null(False) & surely_within,
    )
    worst = judged.mutate(
        place=ibis.row_number().over(
            group_by=judged.mention,
            order_by=[(judged.rate - judged.cap).fill_null(-9.0).desc(), judged.loan_id],
        )
    )
    summed = judged.group_by("mention").aggregate(
        loans=judged.count(),
        above=judged.above.sum(),
        within=judged.within.sum(),
        above_rows=array_of(judged.loan_id, limit=settings.evidence_rows, where=judged.above),
        all_rows=array_of(judged.loan_id, limit=settings.evidence_rows),
    )
    facts = (
        mentions.left_join(summed, "mention")
        .drop("mention_right")
        .left_join(worst.filter(worst.place == 0).select("mention", "rate", "cap"), "mention")
        .drop("mention_right")
    )
    facts = facts.left_join(
        if_continued(judged, ledger.charges, bound=judged.cap, limit=settings.evidence_rows), "mention"
    ).drop("mention_right")
    return verdicts(
        facts,
        claim=CLAIM,
        borne_out=facts.above > 0,
        unfinished=facts.continued.notnull(),
        complete=ledger.complete(settings, "charges", "repayments"),
        unrecorded=(facts.within == facts.loans) & (facts.loans > 0),
        values=ibis.ifelse(
            (facts.above == 0) & facts.continued.notnull(),
            object_of(rate=facts.booked, cap=facts.bound, continued=facts.continued),
            object_of(rate=facts.rate, cap=facts.cap, asserted=facts.asserted_rate),
        ),
        evidence=ibis.cases(
            (facts.above > 0, facts.above_rows),
            (facts.continued.notnull(), facts.fee_rows),
            else_=facts.all_rows,
        ),
    )
