from collections import defaultdict
from dataclasses import replace
from itertools import chain

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingjian.contract import Language
from mingjian.contract.reasons import SentenceKind, sentence
from mingjian.risk.agent_model import written_model
from mingjian.risk.agent_scorecard import AGENT
from mingjian.risk.explanation import reasons
from mingjian.risk.features import Subject, features_of
from mingjian.risk.involvement_scorecard import INVOLVEMENT
from mingjian.risk.learning import reweighted
from mingjian.risk.manner import beyond_the_letter
from mingjian.risk.scorecard import (
    NO_LEVEL,
    Basis,
    Characteristic,
    Columns,
    Condition,
    Kind,
    Level,
    Scorecard,
    Source,
    counted_once,
    mark,
)
from mingjian.risk.settings import RiskSettings
from mingjian.risk.warning_scorecard import COMPLAINT, ESCALATION
from mingjian.risk.zones import edges, interval, log_odds, zones

CARDS = (AGENT, INVOLVEMENT, COMPLAINT, ESCALATION)
BASE = log_odds(RiskSettings().agent_base_rate)


def columns_of(card: Scorecard, **known: float) -> Columns:
    assert set(known) <= set(card.features)
    return {name: np.array([known.get(name, np.nan)]) for name in card.features}


@st.composite
def evidence(draw: st.DrawFn, card: Scorecard = AGENT) -> dict[str, float]:
    """Any values of any of the scorecard's features, the others unknown."""
    values = st.one_of(st.none(), st.sampled_from([0.0, 0.25, 1.0, 2.0, 3.0, 5.0, 12.0, 40.0]))
    drawn = {name: draw(values) for name in card.features}
    return {name: value for name, value in drawn.items() if value is not None}


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.name)
def test_every_feature_that_a_scorecard_reads_is_in_the_catalogue(card: Scorecard) -> None:
    subject = Subject.COMPLAINT if card is AGENT else Subject.CUSTOMER
    assert set(card.features) <= {feature.name for feature in features_of(subject)}


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.name)
def test_no_feature_is_counted_by_two_characteristics(card: Scorecard) -> None:
    read = list(chain.from_iterable(characteristic.features for characteristic in card.characteristics))
    assert len(read) == len(set(read))


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.name)
def test_every_level_has_a_sentence_that_renders_and_a_source(card: Scorecard) -> None:
    for characteristic in card.characteristics:
        values = dict.fromkeys(characteristic.features, 3)
        for level in characteristic.levels:
            found = sentence(level.code)
            assert found.kind is SentenceKind.REASON
            assert all(found.render(values, language) for language in Language)
            assert level.source.text
            assert level.deviation > 0


def test_what_speaks_against_an_agent_has_its_merit() -> None:
    for level in AGENT.levels:
        if level.weight < 0:
            assert sentence(level.code.replace("agent_", "self_")).kind is SentenceKind.MERIT


@given(known=evidence())
@settings(max_examples=150)
def test_taking_away_what_a_reason_rests_on_changes_the_score_by_its_weight(known: dict[str, float]) -> None:
    marks = mark(AGENT, columns_of(AGENT, **known), size=1)
    for position, characteristic in enumerate(AGENT.characteristics):
        rest = {name: value for name, value in known.items() if name not in characteristic.features}
        without = mark(AGENT, columns_of(AGENT, **rest), size=1)
        assert marks.total[0] - without.total[0] == pytest.approx(marks.weights[0, position])


@given(known=evidence())
@settings(max_examples=100)
def test_not_knowing_adds_nothing_and_never_narrows_the_interval_of_an_open_question(known: dict[str, float]) -> None:
    marks = mark(AGENT, columns_of(AGENT, **known), size=1)
    for position, characteristic in enumerate(AGENT.characteristics):
        if not marks.known[0, position]:
            assert marks.weights[0, position] == 0
            assert marks.levels[0, position] == NO_LEVEL
            assert marks.variances[0, position] == characteristic.unknown_deviation**2


def test_nothing_known_leaves_the_base_rate_and_no_verdict() -> None:
    marks = mark(AGENT, columns_of(AGENT), size=1)
    found = interval(BASE + marks.total, RiskSettings().agent_base_deviation ** 2 + marks.variance)
    assert found.probability[0] == pytest.approx(RiskSettings().agent_base_rate)
    assert zones(found, marks.kinds_for(), RiskSettings())[0] == "undecided"
    nothing_open = interval(np.array([BASE]), np.array([RiskSettings().agent_base_deviation ** 2]))
    assert found.high[0] > nothing_open.high[0]


@given(known=evidence())
@settings(max_examples=200)
def test_one_kind_of_evidence_never_makes_a_likely_agent(known: dict[str, float]) -> None:
    for kind in Kind:
        features = {
            name
            for characteristic in AGENT.characteristics
            if characteristic.kind is kind
            for name in characteristic.features
        }
        marks = mark(AGENT, columns_of(AGENT, **{k: v for k, v in known.items() if k in features}), size=1)
        certain = interval(np.array([50.0]), np.array([0.0]))
        assert zones(certain, marks.kinds_for(), RiskSettings())[0] != "likely_agent"


@pytest.mark.parametrize(
    "weak",
    [
        {"contact_phone_virtual": 1.0, "contact_phone_own": 0.0},
        {"ip_households": 30.0},
        {"letter_family_households": 40.0, "letter_family_span_days": 2.0},
        {"device_own": 0.0},
        {"letter_package_demands": 4.0},
        {"channel_transferred": 1.0},
        {"document_kinds_fetched_before": 2.0},
        {"testimony_names_phone": 1.0, "advert_names_phone": 9.0},
        {"representative_households": 30.0},
    ],
)
def test_a_weak_signal_is_no_kind_of_evidence(weak: dict[str, float]) -> None:
    assert mark(AGENT, columns_of(AGENT, **weak), size=1).kinds_for()[0] == 0


def test_what_other_complaints_show_is_one_kind_and_none_without_one_of_its_own() -> None:
    elsewhere = {
        "elsewhere_households": 9.0,
        "elsewhere_paid_outsider": 1.0,
        "channels_within_days": 3.0,
        "refusals_before": 1.0,
        "gang_through_customer": 1.0,
        "gang_strength": 0.6,
        "gang_other_customers": 9.0,
        "gang_fresh_paths": 1.0,
    }
    assert mark(AGENT, columns_of(AGENT, **elsewhere), size=1).kinds_for()[0] == 0
    own = {"letter_code_words": 2.0}
    assert kinds(**own) == [1, 1, 1]
    assert kinds(**elsewhere, **own) == [1, 1, 2]
    # Where nobody's hand is seen and the wording is his own, he may have written it himself.
    assert kinds(**elsewhere, representative_paid_outsider=1.0) == [0, 2, 2]
    assert kinds(**elsewhere, **own, representative_paid_outsider=1.0) == [3, 3, 3]
    # A client of a gang has a new telephone, whoever wrote this complaint.
    assert kinds(**elsewhere, phone_changes_before=1.0) == [0, 0, 2]


def kinds(**known: float) -> list[int]:
    """How many kinds there are where the wording speaks for the customer, is not known, and speaks for an agent."""
    marks = mark(AGENT, columns_of(AGENT, **known), size=1)
    return [int(marks.kinds_for(wording)[0]) for wording in (-1.0, 0.0, 1.0)]


def test_whoever_writes_for_many_leaves_one_kind_of_evidence_on_all_of_it() -> None:
    hand = {
        "letter_family_households": 40.0,
        "letter_family_span_days": 90.0,
        "letter_code_words": 2.0,
        "contact_phone_households": 40.0,
        "contact_phone_own": 0.0,
        "contact_email_households": 40.0,
        "sender_address_households": 40.0,
        "device_households": 40.0,
        "device_own": 0.0,
        "elsewhere_households": 40.0,
        "gang_strength": 0.9,
        "gang_other_customers": 40.0,
        "gang_fresh_paths": 0.0,
    }
    assert kinds(**hand) == [1, 1, 1]
    # Whoever copies an agency's letter copies its wording too; a new telephone then tells him from nobody.
    changed = {"phone_changes_before": 1.0}
    assert kinds(**hand, **changed) == [1, 1, 1]
    everywhere = {"channels_within_days": 3.0, "refusals_before": 1.0}
    assert kinds(**hand, **everywhere, **changed) == [1, 1, 3]
    # Nor do several channels: whoever is angry tries every door. What agencies have their clients do tells beside them.
    assert kinds(**hand, **everywhere) == [1, 1, 1]
    assert kinds(**hand, **everywhere, document_kinds_fetched_before=2.0) == [1, 1, 2]
    assert kinds(**hand, **changed, representative_paid_outsider=1.0) == [2, 2, 3]
    assert kinds(**hand, representative_paid_outsider=1.0) == [2, 2, 2]
    assert kinds(**hand, papers_false=1.0) == [2, 2, 2]


def test_what_one_hand_leaves_counts_once_and_is_told_whole() -> None:
    telephone = {"contact_phone_households": 40.0, "contact_phone_own": 0.0}
    rest = {
        "letter_family_households": 40.0,
        "letter_family_span_days": 90.0,
        "contact_email_households": 40.0,
        "sender_address_households": 40.0,
        "device_households": 40.0,
        "device_own": 0.0,
        "ip_households": 40.0,
        "representative_households": 40.0,
        "elsewhere_households": 40.0,
        "gang_strength": 0.9,
        "gang_other_customers": 40.0,
        "gang_fresh_paths": 0.0,
    }

    def total(**known: float) -> float:
        return float(mark(AGENT, columns_of(AGENT, **known), size=1).once.total[0])

    assert total(**telephone, **rest) == pytest.approx(total(**telephone))
    # What no helper leaves, and what speaks for the customer, count beside it.
    assert total(**telephone, **rest, papers_false=1.0) > total(**telephone) + 1
    assert total(**telephone, instalments_paid_before=3.0) < total(**telephone)
    columns = columns_of(AGENT, **telephone, **rest)
    for labels in (0, 50):
        # Labels of agents teach nothing of helpers.
        marks = replace(written_model(RiskSettings()), labels=labels).marks(columns, size=1)
        said = {one.code: one.weight for one in reasons(marks, columns, defaultdict(lambda: [None]))}
        assert said["agent_phone_shared_stranger"] > 2
        assert said["agent_email_shared"] == said["agent_sender_shared"] == said["agent_letter_family_lasting"] == 0
        assert sum(said.values()) == pytest.approx(marks.total[0])


def total(**known: float) -> float:
    """What counts of these features, on the written scorecard."""
    return float(mark(AGENT, columns_of(AGENT, **known), size=1).once.total[0])


@st.composite
def one_level_more(draw: st.DrawFn) -> tuple[list[int], list[int]]:
    """Where a complaint stands on each characteristic, and the same with one level more that speaks for an agent."""
    standing = [draw(st.integers(NO_LEVEL, len(one.levels) - 1)) for one in AGENT.characteristics]
    place, index = draw(
        st.sampled_from(
            [
                (place, index)
                for place, one in enumerate(AGENT.characteristics)
                for index, level in enumerate(one.levels)
                if level.weight > 0
            ]
        )
    )
    before = [NO_LEVEL if at == place else level for at, level in enumerate(standing)]
    return before, [index if at == place else level for at, level in enumerate(standing)]


@settings(max_examples=500)
@given(one_level_more())
def test_nothing_more_that_speaks_for_an_agent_ever_lowers_the_score(levels: tuple[list[int], list[int]]) -> None:
    standing = np.array(levels, dtype=np.int8)
    weights = np.array(
        [
            [
                one.levels[level].weight if level >= 0 else 0.0
                for one, level in zip(AGENT.characteristics, row, strict=True)
            ]
            for row in levels
        ]
    )
    before, after = np.where(counted_once(AGENT, standing), weights, 0.0).sum(axis=1)
    assert after >= before - 1e-9


@pytest.mark.parametrize("learned", [0.0, 0.9, 1.0, 3.0])
def test_who_lacks_papers_and_acts_for_many_counts_no_less_than_the_stronger_of_the_two(learned: float) -> None:
    """Whatever labels make of that he acts for many: he is one helper, and his telephone is one hand with it."""
    weights = np.array([level.weight for level in AGENT.levels])
    weights[[level.code for level in AGENT.levels].index("agent_representative_of_many")] = learned
    card = reweighted(AGENT, weights, np.ones(len(weights)))

    def counts(**known: float) -> float:
        return float(mark(card, columns_of(card, **known), size=1).once.total[0])

    papers = {"requirements_not_met": 1.0, "representative_lawful_relation": 0.0}
    many = {"representative_households": 9.0}
    assert counts(**papers, **many) == pytest.approx(max(counts(**papers), counts(**many)))
    for phone in ({"contact_phone_households": 1.0}, {"contact_phone_households": 9.0}):
        telephone = {"contact_phone_own": 0.0, **phone}
        either = max(counts(**papers, **telephone), counts(**many))
        assert counts(**papers, **many, **telephone) == pytest.approx(either)
        assert counts(**many, **telephone) == pytest.approx(max(counts(**many), counts(**telephone)))
    # What the helper lacks is a kind of evidence, for however many he acts.
    assert kinds(**papers, **many) == kinds(**papers)


def test_what_is_left_out_takes_nothing_with_it_that_speaks_for_the_customer() -> None:
    known = {"contact_phone_own": 1.0, "letter_family_households": 9.0, "device_households": 0.0, "device_own": 1.0}
    marks = mark(AGENT, columns_of(AGENT, **known), size=1)
    without = marks.leaving_out(("contact_phone", "letter_family", "device"))
    assert without.total[0] == pytest.approx(marks.total[0] - total(letter_family_households=9.0))
    assert without.variance[0] < marks.variance[0]
    assert (without.known == marks.known).all()


def test_any_card_may_say_what_belongs_to_a_letter() -> None:
    """What counts once is told by the characteristics' own flags, whatever kind of evidence they are."""

    def card(*, of_letter: bool) -> Scorecard:
        source = Source(Basis.JUDGEMENT, "a made-up question")

        def one(name: str, *, one_hand: bool) -> Characteristic:
            level = Level("agent_code_words", 1.0, 0.5, (Condition(name, at_least=1),), source)
            return Characteristic(name, Kind.CONTACTS, (level,), one_hand=one_hand, one_letter=of_letter)

        return Scorecard("made up", (one("family", one_hand=True), one("words", one_hand=False)))

    both = np.zeros((1, 2), dtype=np.int8)
    assert counted_once(card(of_letter=True), both).sum() == 1
    assert counted_once(card(of_letter=False), both).sum() == 2


def test_a_copied_letter_brings_its_law_and_its_demands_along_and_counts_once() -> None:
    """An honest borrower copies the letter of an agency's advert: all else is his own."""
    content = {"letter_laws_misapplied": 1.0, "letter_package_demands": 5.0, "letter_code_words": 2.0}
    copied = {"letter_family_households": 28.0, "letter_family_span_days": 195.0}
    his_own = {"contact_phone_own": 1.0, "device_own": 1.0, "gang_strength": 0.0}
    assert total(**copied, **content, **his_own) == pytest.approx(total(**copied, **his_own))
    # What he wrote himself of law and demands counts as ever, and a letter in common never takes from it.
    alone = total(**content)
    assert alone > total(letter_laws_misapplied=1.0) > 0
    assert total(**content, letter_family_households=1.0) == pytest.approx(alone)
    # Beside another's telephone it is the same hand's, and takes nothing from what it says.
    for households in (1.0, 40.0):
        telephone = {"contact_phone_households": households, "contact_phone_own": 0.0}
        assert total(**telephone, **copied, **content) == pytest.approx(total(**telephone, **content))
        assert total(**telephone, **copied) == pytest.approx(max(total(**telephone), total(**copied)))


WORDING = np.array([3.0])
"""Of labelled agents' letters, as much as it may say."""


@pytest.mark.parametrize(
    "left",
    [
        {},
        {"contact_phone_own": 1.0},
        {"contact_phone_own": 1.0, "device_own": 1.0, "gang_strength": 0.9, "gang_other_customers": 9.0},
        {"contact_phone_own": 0.0, "contact_phone_virtual": 1.0, "device_own": 1.0},
        {"contact_phone_own": 0.0, "contact_phone_households": 40.0},
    ],
)
@pytest.mark.parametrize("content", [{}, {"letter_laws_misapplied": 1.0, "letter_package_demands": 5.0}])
def test_nobody_stands_better_for_a_letter_in_common_whatever_its_wording(
    left: dict[str, float], content: dict[str, float]
) -> None:
    """Of a template that would be a shield agencies would write all their letters."""

    def score(**known: float) -> float:
        marks = mark(AGENT, columns_of(AGENT, **left, **content, **known), size=1).once
        return float((marks.total + beyond_the_letter(WORDING, marks.copied))[0])

    alone = score()
    for households in (1.0, 5.0, 28.0):
        assert score(letter_family_households=households, letter_family_span_days=195.0) >= alone - 1e-9
    # A number that is nobody's own tells nothing of who copied, whatever device it came with.
    copied = mark(AGENT, columns_of(AGENT, **left, letter_family_households=28.0), size=1).once.copied
    assert bool(copied[0] > 0) == (left.get("contact_phone_own") == 1)


def test_who_is_in_earnest_about_a_dispute_does_several_things_that_count_once() -> None:
    """An honest borrower fetches his papers, keeps back what he disputes and tries every door."""
    fetched, tried, stopped = (
        {"document_kinds_fetched_before": 2.0},
        {"channels_within_days": 3.0, "refusals_before": 1.0},
        {"repayment_stopped": 1.0},
    )
    assert total(**fetched, **tried, **stopped) == pytest.approx(max(total(**one) for one in (fetched, tried, stopped)))
    # All of it is told, and what speaks for him counts beside it.
    columns = columns_of(AGENT, **fetched, **tried, instalments_paid_before=1.0)
    marks = mark(AGENT, columns, size=1).once
    said = {one.code: one.weight for one in reasons(marks, columns, defaultdict(lambda: [None]))}
    assert said.keys() >= {"agent_documents_fetched", "agent_burst_after_refusal"}
    assert sum(said.values()) == pytest.approx(max(said.values()) + said["agent_still_paying"])
    # An agency's client is told by what he did as before, beside another's telephone, and by a new one of his own.
    telephone, changed = {"contact_phone_households": 40.0, "contact_phone_own": 0.0}, {"phone_changes_before": 1.0}
    assert total(**telephone, **fetched) == pytest.approx(total(**telephone) + total(**fetched))
    assert total(**changed, **fetched) == pytest.approx(total(**changed) + total(**fetched))


def test_an_interval_tells_what_is_not_known_of_the_doubt_and_ends_in_hundredths() -> None:
    surely, doubt = np.array([-9.0, 9.0]), 0.04
    found = interval(surely, np.zeros(2), doubt=doubt, base_rate=0.25)
    assert (found.low < found.probability - 0.005).all()
    assert (found.high > found.probability + 0.01).all()
    known = interval(surely, np.zeros(2))
    assert np.array_equal(known.low, known.high)
    wide = interval(np.array([-6.0, 1.0, 6.0]), np.ones(3), doubt=doubt, base_rate=0.25)
    out = wide.outward()
    assert (out.low[0], out.high[2]) == (0.0, 1.0)
    assert ((out.low <= wide.low) & (wide.low - out.low < 0.01)).all()
    assert ((out.high >= wide.high) & (out.high - wide.high < 0.01)).all()


def test_weak_signals_together_do_not_accuse() -> None:
    known = {
        "contact_phone_virtual": 1.0,
        "contact_phone_own": 0.0,
        "ip_households": 30.0,
        "device_own": 0.0,
        "letter_package_demands": 4.0,
        "letter_laws_misapplied": 1.0,
        "channel_transferred": 1.0,
        "document_kinds_fetched_before": 2.0,
        "repayment_stopped": 1.0,
    }
    marks = mark(AGENT, columns_of(AGENT, **known), size=1)
    found = interval(BASE + marks.total, RiskSettings().agent_base_deviation ** 2 + marks.variance)
    assert zones(found, marks.kinds_for(), RiskSettings())[0] == "undecided"


def test_edges_are_where_the_costs_of_the_answers_meet() -> None:
    limits = edges(RiskSettings(cost_false_accusation=10.0, cost_miss=4.0))
    assert limits.agent_at_least == pytest.approx(0.9)
    assert limits.self_at_most == pytest.approx(0.25)


def test_an_interval_across_an_edge_stays_undecided() -> None:
    kinds = np.array([3])
    limits = edges(RiskSettings())
    score = np.array([log_odds(limits.agent_at_least)])
    assert zones(interval(score, np.array([0.1])), kinds, RiskSettings())[0] == "undecided"
    assert zones(interval(score + 2, np.array([0.1])), kinds, RiskSettings())[0] == "likely_agent"
