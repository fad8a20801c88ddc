"""Claim: the lender promised something and did not keep it."""

import ibis
import ibis.expr.types as ir
from ibis import _

from mingjian.contract.vocabulary import Claim, PromiseKind
from mingjian.merits.collection_calls import contacts_before
from mingjian.merits.json_text import array_of, object_of
from mingjian.merits.ledger import Ledger
from mingjian.merits.settings import MeritsSettings
from mingjian.merits.verdict import verdicts

CLAIM = Claim.PROMISE_NOT_KEPT


def check(mentions: ir.Table, ledger: Ledger, settings: MeritsSettings) -> ir.Table:
    """Borne out by a promise that was due before the complaint and was kept late or not at all.

    Unrecorded where promises are on record and each was kept in time, one of them made or due about the day that the
    complaint names, if it names one: another promise that was kept says nothing of the one that is meant. A promise
    without a due day says nothing, nor is one to stop collecting kept whose customer was collected from afterwards.
    """
    joined = mentions.join(ledger.promises, "customer_id")
    promises = joined.filter(joined.made_at.isnull() | (joined.made_at <= joined.received_at))
    filed_on = promises.received_at.date()
    collected = contacts_before(mentions, ledger, settings).group_by("mention").aggregate(last_at=_.started_at.max())
    promises = promises.left_join(collected, "mention").drop("mention_right")
    again = (promises.kind == PromiseKind.STOP_CONTACT.value) & (promises.last_at.date() > promises.kept_on)
    judged = promises.mutate(
        broken=(
            (promises.due_on < filed_on) & (promises.kept_on.isnull() | (promises.kept_on > promises.due_on))
        ).fill_null(False),
        kept=(
            (promises.kept_on <= filed_on) & (promises.kept_on <= promises.due_on) & ~again.fill_null(False)
        ).fill_null(False),
        meant=promises.asserted_on.isnull()
        | _near(promises.due_on, promises.asserted_on, settings)
        | _near(promises.made_at.date(), promises.asserted_on, settings),
    )
    summed = judged.group_by("mention").aggregate(
        promises=judged.count(),
        broken=judged.broken.sum(),
        kept=judged.kept.sum(),
        meant=judged.meant.sum(),
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
        unrecorded=(facts.kept == facts.promises) & (facts.meant > 0),
        values=object_of(promises=ibis.ifelse(facts.broken > 0, facts.broken, facts.kept), due_on=facts.due_on),
        evidence=ibis.ifelse(facts.broken > 0, facts.broken_rows, facts.kept_rows),
    )


def _near(day: ir.DateValue, asserted_on: ir.DateValue, settings: MeritsSettings) -> ir.BooleanValue:
    return (day.delta(asserted_on, unit="day").abs() <= settings.day_tolerance).fill_null(False)
