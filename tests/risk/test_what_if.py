"""What if a reason were not known: the same model on the same features, less those that it rests on."""

import pytest

from mingjian.contract.vocabulary import Zone
from mingjian.risk import RiskSettings, assess_complaints
from mingjian.risk.agent_model import AgentModel, written_model
from mingjian.risk.manner import Manner
from mingjian.risk.what_if import agrees, complaint_row, without

MODEL = written_model(RiskSettings())
SHOWN = {
    "representative_paid_outsider": 1.0,
    "gang_strength": 0.9,
    "gang_other_customers": 10.0,
    "gang_fresh_paths": 1.0,
    "channel_transferred": 1.0,
}


def test_with_nothing_taken_away_it_is_the_assessment_itself() -> None:
    row = complaint_row("K1", SHOWN, None)
    assessed = assess_complaints(row, model=MODEL).to_pylist()[0]
    found = without(row, MODEL, ())
    assert (found.probability, found.low, found.high) == (
        assessed["agent_probability"],
        assessed["agent_probability_low"],
        assessed["agent_probability_high"],
    )
    assert agrees(found, assessed["agent_probability"], assessed["zone"])
    assert not agrees(found, None, assessed["zone"])
    assert not agrees(found, assessed["agent_probability"], Zone.LIKELY_SELF)


def test_a_reason_taken_away_is_a_reason_whose_grounds_are_not_known() -> None:
    row = complaint_row("K1", SHOWN, None)
    less = {name: value for name, value in SHOWN.items() if not name.startswith("gang")}
    assert without(row, MODEL, ["agent_gang_fresh"]) == without(complaint_row("K1", less, None), MODEL, ())


def test_without_its_strongest_reason_a_complaint_is_no_longer_called_an_agents() -> None:
    row = complaint_row("K1", SHOWN, None)
    model = AgentModel(MODEL.settings, MODEL.scorecard, MODEL.base, MODEL.covariance / 100, 0.0)
    stands = without(row, model, ())
    changed = without(row, model, [stands.reasons[0].code])
    assert stands.zone == Zone.LIKELY_AGENT
    assert changed.zone == Zone.UNDECIDED
    assert changed.probability < stands.probability
    assert stands.reasons[0].code not in {reason.code for reason in changed.reasons}


def test_the_wording_can_be_taken_away_as_well() -> None:
    model = AgentModel(MODEL.settings, MODEL.scorecard, MODEL.base, MODEL.covariance, 0.0, 99, Manner(0, {"贵司": 1.0}))
    row = complaint_row("K1", {}, "贵司")
    assert [reason.code for reason in without(row, model, ()).reasons] == ["agent_manner"]
    assert without(row, model, ["agent_manner"]).probability == pytest.approx(model.base_rate)
