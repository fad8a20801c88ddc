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


def with_labels(rows: pa.Table, *, agents: int = 0) -> pa.Table:
    """The complaints as they were labelled: the last so many an agent's, and all others the customers' own."""
    labels = [0.0] * (rows.num_rows - agents) + [1.0] * agents
    return rows.append_column("agent", pa.array(labels, pa.float64()))


@pytest.mark.parametrize(("outweighed", "above"), [((), LOW), (LABELS[:1], LOW), (LABELS, 0.0)])
def test_who_was_found_honest_holds_the_zone_back_unless_all_other_labels_outweigh_it(
    outweighed: tuple[str, ...], above: float
) -> None:
    held = narrowed(
        replace(LEARNED, outweighed=frozenset(outweighed)),
        NOBODY_ACCUSED,
        with_labels(FOUND_OWN),
        NOBODY_KNOWN,
        on=AS_OF.date(),
        others=FOUND_OWN,
    )
    assert held.accused_above == above
    zones = set(assess_complaints(FOUND_OWN, model=held).column("zone").to_pylist())
    assert zones == ({"likely_agent"} if above == 0.0 else {"undecided"})


def sharing(
    column: str, things: tuple[str, ...], features: dict[str, float], *, complaints: tuple[str, ...] = ()
) -> pa.Table:
    """Complaints with a false paper, each of which shares a thing with others; ``column`` says which."""
    rows = batch_of([None] * len(things), papers_false=1.0, **features)
    named = {column: things, "complaint_id": complaints or tuple(rows.column("complaint_id").to_pylist())}
    for name, values in named.items():
        rows = rows.set_column(rows.column_names.index(name), name, pa.array(values, pa.string()))
    return rows


LETTER = {"letter_family_households": 5.0, "letter_family_span_days": 90.0}
TELEPHONE = {"contact_phone_households": 9.0, "contact_phone_own": 0.0}
PHONE = "contact_phone_households_evidence"


def held_by(own: pa.Table, *, others: pa.Table | None = None, base: float = 2.0, agents: int = 0) -> AgentModel:
    """What labels hold back of a model; the last ``agents`` of the complaints were found an agent's."""
    others = own if others is None else others
    labels = with_labels(own, agents=agents)
    learned = replace(LEARNED, base=base)
    return narrowed(learned, NOBODY_ACCUSED, labels, NOBODY_KNOWN, on=AS_OF.date(), others=others)


def zones_of(rows: pa.Table, model: AgentModel) -> list[str]:
    zones: list[str] = assess_complaints(rows, model=model).column("zone").to_pylist()
    return zones


def test_who_was_found_honest_and_copied_a_letter_holds_back_that_letter_alone() -> None:
    held = held_by(sharing("template_id", ("T-copied",), LETTER), base=-1.0)
    assert (held.accused_above, set(held.held)) == (0.0, {"letter_family T-copied"})
    asked = sharing("template_id", ("T-copied", "T-other"), LETTER)
    assert zones_of(asked, held) == ["undecided", "likely_agent"]
    # Whoever shows more than he did is named, with that letter as well.
    assert zones_of(asked, replace(held, base=held.base + 3.0))[0] == "likely_agent"
    # A later run and the online path read the same limits.
    assert agent_model(agent_rows(held).to_pylist(), SETTINGS).held == held.held


def test_an_honest_label_with_an_agencys_telephone_holds_back_that_telephone_alone() -> None:
    """K2 left the number that K1 to K3 left; the first of them goes by the last, and all others by the first."""
    with_it = sharing(PHONE, ("K3", "K1", "K1"), TELEPHONE, complaints=("K1", "K2", "K3"))
    held = held_by(with_it.slice(1, 1), others=with_it)
    assert held.accused_above == 0.0
    assert set(held.held) == {f"contact_phone {one}" for one in ("K1", "K2", "K3")}
    another = sharing(PHONE, ("K4",), TELEPHONE, complaints=("K5",))
    # A complaint that arrives goes by the last where its own number sorts before all others'.
    arrived = sharing(PHONE, ("K3", "K1"), TELEPHONE, complaints=("A0", "Z9"))
    asked = pa.concat_tables([with_it, arrived, another])
    assert zones_of(asked, held) == ["undecided"] * 5 + ["likely_agent"]


def test_ten_honest_labels_with_ten_telephones_speak_for_whoever_has_an_eleventh() -> None:
    """Ten dormitories, one person asked in each: what accuses them accuses the others of theirs."""
    own = sharing(PHONE, tuple(f"D{n}" for n in range(10)), TELEPHONE, complaints=tuple(f"H{n}" for n in range(10)))
    held = held_by(own)
    assert (held.accused_above > 0.0, dict(held.held)) == (True, {})
    alike = sharing(PHONE, ("U1",), TELEPHONE, complaints=("V1",))
    assert zones_of(alike, held) == ["undecided"]


@pytest.mark.parametrize(("agents", "alone"), [(3, False), (4, True)])
def test_where_the_telephone_is_an_agencys_by_all_other_labels_he_is_held_back_alone(agents: int, alone: bool) -> None:
    """A false accusation costs five reviews, so four in five of those with it have to be an agent's."""
    numbers = range(1, 2 + agents)
    named = tuple("K1" if number > 1 else f"K{1 + agents}" for number in numbers)
    rows = sharing(PHONE, named, TELEPHONE, complaints=tuple(f"K{number}" for number in numbers))
    held = held_by(rows, agents=agents)
    assert held.accused_above == 0.0
    assert (set(held.held) == {"complaint K1"}) == alone
    assert zones_of(rows, held) == ["undecided"] + ["likely_agent" if alone else "undecided"] * agents


def test_what_did_not_accuse_him_is_not_held_back() -> None:
    """He left the agency's telephone, and sent it by the device of a reading room."""
    device = {"device_households": 1.0, "device_own": 0.0}
    rows = sharing(PHONE, ("K1",), TELEPHONE | device, complaints=("K2",))
    column = rows.column_names.index("device_households_evidence")
    rows = rows.set_column(column, "device_households_evidence", pa.array(["K9"]))
    assert set(held_by(rows).held) == {"contact_phone K1", "contact_phone K2"}


def test_limits_that_the_version_before_wrote_of_letters_stay() -> None:
    held = held_by(sharing("template_id", ("T-copied",), LETTER), base=-1.0)
    (name,) = held.held
    before = [
        row | ({"scorecard": "held_letters", "characteristic": "T-copied"} if row["characteristic"] == name else {})
        for row in agent_rows(held).to_pylist()
    ]
    assert agent_model(before, SETTINGS).held == held.held


def test_who_would_be_accused_without_what_he_shares_holds_back_the_zone_as_a_whole() -> None:
    """A paid outsider and a false paper accuse him; the telephone beside them explains nothing."""
    own = sharing(PHONE, ("K1",), TELEPHONE | {"representative_paid_outsider": 1.0}, complaints=("K2",))
    held = held_by(own)
    assert (held.accused_above > 0.0, dict(held.held)) == (True, {})


def test_a_letter_of_his_own_holds_back_the_zone_as_a_whole() -> None:
    own = sharing("template_id", ("T-own",), {"letter_family_households": 0.0, "representative_paid_outsider": 1.0})
    held = held_by(own)
    assert (held.accused_above > 0.0, dict(held.held)) == (True, {})
