"""The zone that people's findings hold back."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from mingjian.risk import RiskSettings
from mingjian.risk.agent_model import AgentModel, written_model
from mingjian.risk.agent_scorecard import AGENT
from mingjian.risk.complaint_assessment import assess_complaints
from mingjian.risk.honest_groups import narrowed
from tests.risk.lakes import AS_OF
from tests.risk.test_manner import batch_of

SETTINGS = RiskSettings()
FOUND_OWN = batch_of([None] * 3, representative_paid_outsider=1.0, papers_false=1.0)
LABELS = tuple(FOUND_OWN.column("complaint_id").to_pylist())
LEARNED = AgentModel(
    SETTINGS, AGENT, base=2.0, covariance=np.zeros_like(written_model(SETTINGS).covariance), doubt=0.0, labels=50
)
LOW = assess_complaints(FOUND_OWN, model=LEARNED).column("agent_probability_low")[0].as_py()


@pytest.mark.parametrize(("outweighed", "above"), [((), LOW), (LABELS[:1], LOW), (LABELS, 0.0)])
def test_who_was_found_honest_holds_the_zone_back_unless_all_other_labels_outweigh_it(
    outweighed: tuple[str, ...], above: float
) -> None:
    customers = pl.DataFrame(
        {"customer_id": FOUND_OWN.column("customer_id").to_pylist()},
        schema_overrides={"customer_id": pl.String},
    ).with_columns(province=pl.lit(None, pl.String), id_number=pl.lit(None, pl.String))
    held = narrowed(
        replace(LEARNED, outweighed=frozenset(outweighed)),
        replace(LEARNED, base=-40.0),
        FOUND_OWN,
        customers,
        on=AS_OF.date(),
    )
    assert held.accused_above == above
    zones = set(assess_complaints(FOUND_OWN, model=held).column("zone").to_pylist())
    assert zones == ({"likely_agent"} if above == 0.0 else {"undecided"})
