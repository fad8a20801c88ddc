"""The stage: reads tables, writes tables."""

from dataclasses import replace

from mingjian.merits.ledger import OF_RATES, Ledger
from mingjian.merits.settings import MeritsSettings
from mingjian.merits.weighing import CHECKS, weigh
from mingjian.store.stage import StageContext

__all__ = ["run"]


def run(context: StageContext, settings: MeritsSettings) -> None:
    """Writes ``claims``, and ``claim_grounds`` with what their sentences are rendered from."""
    lake = context.lake
    context.progress("merits", 0.0)
    mentions = lake.table("claim_mentions")
    claimed = set(mentions.select("claim").distinct().to_pyarrow().column(0).to_pylist())
    # A check is a long expression: what nobody claims is not worth its compiling.
    checks = [check for check in CHECKS if check.CLAIM.value in claimed] or CHECKS[:1]
    ledger = Ledger.of(lake, context.as_of)
    if claimed.intersection(OF_RATES):
        ledger = replace(ledger, rates=context.engine.materialise(ledger.rates))
    grounds = context.engine.materialise(weigh(mentions, lake.table("complaints"), ledger, settings, checks=checks))
    lake.write("claim_grounds", grounds)
    lake.write("claims", grounds.drop("code", "values"))
    context.progress("merits", 1.0)
