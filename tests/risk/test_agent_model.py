import numpy as np
import pytest

from mingjian.risk.agent_model import AgentModel, Everyone, Labelled, Unseen, Way, learned_model, stretch, written_model
from mingjian.risk.agent_scorecard import AGENT
from mingjian.risk.ledger import agent_model, agent_rows
from mingjian.risk.scorecard import NO_LEVEL, Marks
from mingjian.risk.settings import RiskSettings

SETTINGS = RiskSettings()
LETTER = next(place for place, found in enumerate(AGENT.characteristics) if found.name == "letter_family")
LASTING, OWN_WORDS = (
    next(place for place, level in enumerate(AGENT.characteristics[LETTER].levels) if level.code == code)
    for code in ("agent_letter_family_lasting", "agent_letter_own_words")
)


def labels(*, agents_with: int, own_with: int, agents_without: int, own_without: int) -> Labelled:
    """Labels of complaints that follow a lasting letter family, or nothing at all; mixed evenly over time."""
    agents = np.repeat([1.0, 0.0, 1.0, 0.0], [agents_with, own_with, agents_without, own_without])
    patterns = np.full((len(agents), len(AGENT.characteristics)), NO_LEVEL, dtype=np.int8)
    patterns[: agents_with + own_with, LETTER] = LASTING
    order = np.random.default_rng(1).permutation(len(agents))
    return Labelled(patterns[order], agents[order], complaints=tuple(f"K{place}" for place in range(len(agents))))


def weight_of(model: AgentModel) -> float:
    return model.scorecard.characteristics[LETTER].levels[LASTING].weight


def marks_of(pattern: int) -> Marks:
    levels = np.full((1, len(AGENT.characteristics)), NO_LEVEL, dtype=np.int8)
    levels[0, LETTER] = pattern
    shape = levels.shape
    return Marks(AGENT, levels, known=np.ones(shape, dtype=bool), weights=np.zeros(shape), variances=np.zeros(shape))


def test_without_labels_the_model_is_as_written() -> None:
    assert learned_model(SETTINGS, labels(agents_with=0, own_with=0, agents_without=0, own_without=0)).labels == 0


def test_labels_of_one_kind_alone_teach_nothing() -> None:
    found = learned_model(SETTINGS, labels(agents_with=200, own_with=0, agents_without=200, own_without=3))
    assert found.labels == 0
    assert found.base == written_model(SETTINGS).base


def test_many_labels_move_a_weight_and_narrow_the_interval() -> None:
    written = written_model(SETTINGS)
    found = learned_model(SETTINGS, labels(agents_with=190, own_with=10, agents_without=20, own_without=180))
    assert found.labels == 400
    assert weight_of(found) > weight_of(written)
    marks = marks_of(LASTING)
    # What labels cannot tell, how many of all are agents', stays as open as it was.
    open_base = SETTINGS.agent_base_deviation**2
    assert found.variance(marks)[0] - open_base < (written.variance(marks)[0] - open_base) * 0.85


def test_a_label_that_all_others_contradict_is_taken_to_be_wrong_and_several_are_not() -> None:
    found, known = outweighed(own_with=1)
    assert {int(one[1:]) for one in found} == set(known)
    assert not outweighed(own_with=12)[0]
    # Of a small lender's two dozen agents chance makes two wrong at most: three were found honest, and hold.
    assert not outweighed(own_with=3, agents_with=25)[0]


def outweighed(*, own_with: int, agents_with: int = 190) -> tuple[frozenset[str], list[int]]:
    known = labels(agents_with=agents_with, own_with=own_with, agents_without=1, own_without=agents_with)
    alike = (known.patterns[:, LETTER] == LASTING) & (known.agents == 0)
    return learned_model(SETTINGS, known).outweighed, np.flatnonzero(alike).tolist()


def test_a_reason_never_comes_to_mean_its_opposite() -> None:
    found = learned_model(SETTINGS, labels(agents_with=10, own_with=190, agents_without=180, own_without=20))
    assert found.labels
    assert weight_of(found) == 0.0


def test_scores_that_say_less_than_they_know_are_stretched_and_noise_is_not() -> None:
    evidence = np.repeat([1.0, -1.0], 200)
    said = Unseen(np.zeros(400), evidence, np.zeros(400), np.zeros(400))
    telling, vague = (
        stretch(
            said, np.where(np.arange(400) % 20 < wrong, evidence < 0, evidence > 0).astype(float), Way.WEIGHTS
        ).slope
        for wrong in (1, 8)
    )
    assert telling > 1 > vague


def test_one_wrong_label_among_a_dozen_does_not_make_all_answers_vague() -> None:
    agents = (np.arange(12) % 2).astype(np.float64)
    evidence = np.where(agents == 1, 3.0, -3.0)
    evidence[-1] = -evidence[-1]
    assert stretch(Unseen(np.zeros(12), evidence, np.zeros(12), np.zeros(12)), agents, Way.WEIGHTS).slope > 1


def test_which_labels_somebody_chose_to_look_for_does_not_set_the_share_of_all() -> None:
    known = labels(agents_with=190, own_with=10, agents_without=20, own_without=180)
    known.patterns[known.patterns[:, LETTER] == NO_LEVEL, LETTER] = OWN_WORDS
    rare = np.full((1_000, len(AGENT.characteristics)), NO_LEVEL, dtype=np.int8)
    rare[:, LETTER] = np.where(np.arange(1_000) < 50, LASTING, OWN_WORDS)
    found = learned_model(SETTINGS, known, Everyone(rare, (None,) * 1_000))
    assert found.base_rate < learned_model(SETTINGS, known).base_rate


@pytest.mark.parametrize(("agents", "own"), [(50, 5), (5, 50)])
def test_labels_that_nothing_tells_apart_leave_everybody_as_he_was(agents: int, own: int) -> None:
    known = labels(agents_with=0, own_with=0, agents_without=agents, own_without=own)
    alike = np.full((2_000, len(AGENT.characteristics)), NO_LEVEL, dtype=np.int8)
    found = learned_model(SETTINGS, known, Everyone(alike, (None,) * 2_000))
    assert found.labels == agents + own
    assert found.base_rate == pytest.approx(SETTINGS.agent_base_rate, abs=0.02)
    assert found.covariance[0, 0] == pytest.approx(SETTINGS.agent_base_deviation**2, rel=0.1)


def test_labels_that_the_latest_ones_contradict_are_not_followed() -> None:
    early = labels(agents_with=190, own_with=10, agents_without=20, own_without=180)
    late = labels(agents_with=5, own_with=95, agents_without=50, own_without=50)
    both = Labelled(np.concatenate([early.patterns, late.patterns]), np.concatenate([early.agents, late.agents]))
    assert learned_model(SETTINGS, both).labels == 0


def test_of_very_many_labels_the_latest_teach(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mingjian.risk.agent_model.MOST_LABELS", 400)
    latest = labels(agents_with=190, own_with=10, agents_without=20, own_without=180)
    earlier = labels(agents_with=10, own_with=190, agents_without=180, own_without=20)
    both = Labelled(np.vstack([earlier.patterns, latest.patterns]), np.concatenate([earlier.agents, latest.agents]))
    assert weight_of(learned_model(SETTINGS, both)) == weight_of(learned_model(SETTINGS, latest))


def test_confident_answers_that_prove_wrong_raise_the_doubt() -> None:
    right = learned_model(SETTINGS, labels(agents_with=300, own_with=2, agents_without=2, own_without=300))
    wrong = learned_model(SETTINGS, labels(agents_with=285, own_with=18, agents_without=18, own_without=285))
    assert right.doubt < written_model(SETTINGS).doubt < 1 / 10
    assert wrong.doubt > right.doubt


def test_one_complaint_has_the_same_interval_alone_and_among_others() -> None:
    model = learned_model(SETTINGS, labels(agents_with=190, own_with=10, agents_without=20, own_without=180))
    several = np.concatenate([marks_of(pattern).levels for pattern in (LASTING, NO_LEVEL, LASTING)])
    shape = several.shape
    batch = Marks(AGENT, several, known=np.ones(shape, dtype=bool), weights=np.zeros(shape), variances=np.zeros(shape))
    assert model.variance(batch)[2] == model.variance(marks_of(LASTING))[0]


@pytest.mark.parametrize("taught", [False, True])
def test_a_model_comes_back_from_its_table_as_it_was(taught: bool) -> None:
    known = labels(agents_with=190, own_with=10, agents_without=20, own_without=180)
    model = learned_model(SETTINGS, known) if taught else written_model(SETTINGS)
    again = agent_model(agent_rows(model).to_pylist(), SETTINGS)
    assert again.scorecard == model.scorecard
    assert (again.base, again.doubt, again.labels) == (model.base, model.doubt, model.labels)
    assert (again.covariance == model.covariance).all()
