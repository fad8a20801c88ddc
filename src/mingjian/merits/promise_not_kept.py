"""Claim: the lender promised something and did not keep it."""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import Claim
from mingjian.merits.json_text import array_of, object_of
from mingjian.merits.ledger import Ledger
from mingjian.merits.settings import MeritsSettings
from mingjian.merits.verdict import verdicts

CLAIM = Claim.PROMISE_NOT_KEPT


def check(mentions: ir.Table, ledger: Ledger, settings: MeritsSettings) -> ir.Table:
    """Borne out by a promise that was due before the complaint and was kept late or not at all.

    Unrecorded where promises are on record and each was kept in time: the one that is meant may stand nowhere. A
    promise without a due day says nothing.
    """
    joined = mentions.join(ledger.promises, "customer_id")
    promises = joined.filter(joined.made_at.isnull() | (joined.made_at <= joined.received_at))
    filed_on = promises.received_at.date()
    judged = promises.mutate(
        broken=(
            (promises.due_on < filed_on) & (promises.kept_on.isnull() | (promises.kept_on > promises.due_on))
        ).fill_null(False),
        kept=((promises.kept_on <= filed_on) & (promises.kept_on <= promises.due_on)).fill_null(False),
    )
    summed = judged.group_by("mention").aggregate(
        promises=judged.count(),
        broken=judged.broken.sum(),
        kept=judged.kept.sum(),
        due_on=judged.due_on.max(where=judged.broken),
        broken_rows=array_of(judged.promise_id, limit=settings.evidence_rows, where=judged.broken),
        kept_rows=array_of(judged.promise_id, limit=settings.evidence_rows, where=judged.kept),
    )
    facts = mentions.left_join(summed, "mention").drop("mention_right")
    return verdicts(
        facts,
        claim=CLAIM,
        borne_out=facts.broken > 0,
        complete=ledger.complete(settings, "promises"),
        unrecorded=(facts.kept == facts.promises) & (facts.promises > 0),
        values=object_of(promises=ibis.ifelse(facts.broken > 0, facts.broken, facts.kept), due_on=facts.due_on),
        evidence=ibis.ifelse(facts.broken > 0, facts.broken_rows, facts.kept_rows),
    )
