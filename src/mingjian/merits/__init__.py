"""What the lender's own records say of each claim in a complaint: borne out, contradicted, or unknown."""

from mingjian.merits.ledger import Ledger
from mingjian.merits.settings import MeritsSettings
from mingjian.merits.weighing import weigh
from mingjian.store.stage import StageContext

__all__ = ["Ledger", "MeritsSettings", "run", "weigh"]


def run(context: StageContext, settings: MeritsSettings) -> None:
    """Writes ``claims``, and ``claim_grounds`` with what their sentences are rendered from."""
    lake = context.lake
    context.progress("merits", 0.0)
    grounds = context.engine.materialise(
        weigh(lake.table("claim_mentions"), lake.table("complaints"), Ledger.of(lake), settings)
    )
    lake.write("claim_grounds", grounds)
    lake.write("claims", grounds.drop("code", "values"))
    context.progress("merits", 1.0)
