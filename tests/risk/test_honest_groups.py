"""The zone that people's findings hold back."""

from dataclasses import replace

import numpy as np
import polars as pl
import pyarrow as pa
import pytest

from mingjian.risk import RiskSettings
from mingjian.risk.agent_model import AgentModel, written_model
from mingjian.risk.agent_scorecard import AGENT
from mingjian.risk.complaint_assessment import assess_complaints
from mingjian.risk.honest_groups import narrowed
from mingjian.risk.ledger import agent_model, agent_rows
from tests.risk.lakes import AS_OF
from tests.risk.test_manner import batch_of

SETTINGS = RiskSettings()
FOUND_OWN = batch_of([None] * 3, representative_paid_outsider=1.0, papers_false=1.0)
LABELS = tuple(FOUND_OWN.column("complaint_id").to_pylist())
LEARNED = AgentModel(
    SETTINGS, AGENT, base=2.0, covariance=np.zeros_like(written_model(SETTINGS).covariance), doubt=0.0, labels=50
)
NOBODY_ACCUSED = replace(LEARNED, base=-40.0)
NOBODY_KNOWN = pl.DataFrame(schema=dict.fromkeys(("customer_id", "province", "id_number"), pl.String))
LOW = assess_complaints(FOUND_OWN, model=LEARNED).column("agent_probability_low")[0].as_py()


@pytest.mark.parametrize(("outweighed", "above"), [((), LOW), (LABELS[:1], LOW), (LABELS, 0.0)])
def test_who_was_found_honest_holds_the_zone_back_unless_all_other_labels_outweigh_it(
    outweighed: tuple[str, ...], above: float
) -> None:
    held = narrowed(
        replace(LEARNED, outweighed=frozenset(outweighed)), NOBODY_ACCUSED, FOUND_OWN, NOBODY_KNOWN, on=AS_OF.date()
    )
    assert held.accused_above == above
    zones = set(assess_complaints(FOUND_OWN, model=held).column("zone").to_pylist())
    assert zones == ({"likely_agent"} if above == 0.0 else {"undecided"})


def with_letters(*letters: str | None, others: float) -> pa.Table:
    """Complaints as those that were found honest, each with its letter, which so many others have in common."""
    rows = batch_of(
        [None] * len(letters), representative_paid_outsider=1.0, papers_false=1.0, letter_family_households=others
    )
    return rows.set_column(rows.column_names.index("template_id"), "template_id", pa.array(letters, pa.string()))


def test_who_was_found_honest_and_copied_a_letter_holds_back_that_letter_alone() -> None:
    own = with_letters("T-copied", others=2.0)
    held = narrowed(replace(LEARNED, base=-1.0), NOBODY_ACCUSED, own, NOBODY_KNOWN, on=AS_OF.date())
    assert (held.accused_above, set(held.held_letters)) == (0.0, {"T-copied"})
    asked = with_letters("T-copied", "T-other", None, others=2.0)
    zones = assess_complaints(asked, model=held).column("zone").to_pylist()
    assert zones == ["undecided", "likely_agent", "likely_agent"]
    # Whoever shows more than he did is named, with that letter as well.
    more = assess_complaints(asked, model=replace(held, base=held.base + 3.0)).column("zone").to_pylist()
    assert more[0] == "likely_agent"
    # A later run and the online path read the same limits.
    rows = [*agent_rows(held).to_pylist()]
    assert agent_model(rows, SETTINGS).held_letters == held.held_letters


def test_a_letter_of_his_own_holds_back_the_zone_as_a_whole() -> None:
    held = narrowed(LEARNED, NOBODY_ACCUSED, with_letters("T-own", others=0.0), NOBODY_KNOWN, on=AS_OF.date())
    assert (held.accused_above > 0.0, dict(held.held_letters)) == (True, {})
