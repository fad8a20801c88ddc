"""The scorecards as they stood in a run, as a table: every weight with its error, its source and what it was before."""

from collections.abc import Iterator

import pyarrow as pa

from mingjian.contract import TABLES
from mingjian.risk.agent_scorecard import AGENT
from mingjian.risk.complaint_assessment import AgentModel
from mingjian.risk.customer_assessment import CustomerModel
from mingjian.risk.involvement_scorecard import INVOLVEMENT
from mingjian.risk.scorecard import Scorecard
from mingjian.risk.warning_scorecard import COMPLAINT, ESCALATION
from mingjian.risk.zones import log_odds

BASE = "base"


def scorecard_rows(agent: AgentModel, customers: CustomerModel) -> pa.Table:
    """The contract's ``scorecards``: one row a level, and one for each base."""
    settings = agent.settings
    warning = customers.warning
    rows = [
        *_rows(AGENT, AGENT, base=agent.base, written=log_odds(settings.agent_base_rate), months=0),
        *_rows(
            INVOLVEMENT,
            INVOLVEMENT,
            base=log_odds(settings.involvement_base_rate),
            written=log_odds(settings.involvement_base_rate),
            months=0,
        ),
        *_rows(
            COMPLAINT,
            warning.complaint.scorecard,
            base=warning.complaint.base,
            written=log_odds(settings.complaint_base_rate),
            months=warning.complaint.months,
        ),
        *_rows(
            ESCALATION,
            warning.escalation.scorecard,
            base=warning.escalation.base,
            written=log_odds(settings.escalation_share),
            months=warning.escalation.months,
        ),
    ]
    return pa.Table.from_pylist(rows, TABLES["scorecards"].arrow_schema)


def _rows(
    written_card: Scorecard, card: Scorecard, *, base: float, written: float, months: int
) -> Iterator[dict[str, str | float | int | bool | None]]:
    yield {
        "scorecard": card.name,
        "characteristic": BASE,
        "level": 0,
        "weight": base,
        "written_weight": written,
        "history_months": months,
    }
    for before, characteristic in zip(written_card.characteristics, card.characteristics, strict=True):
        for index, (old, level) in enumerate(zip(before.levels, characteristic.levels, strict=True)):
            yield {
                "scorecard": card.name,
                "characteristic": characteristic.name,
                "level": index,
                "kind": str(characteristic.kind),
                "code": level.code,
                "weight": level.weight,
                "deviation": level.deviation,
                "written_weight": old.weight,
                "basis": str(level.source.basis),
                "source": level.source.text,
                "weak": level.weak,
                "history_months": months,
            }
