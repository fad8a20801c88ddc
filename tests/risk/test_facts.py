"""Facts that may be supposed: what each sets, and what may not be supposed."""

import pytest

from mingjian.errors import InputError
from mingjian.risk.agent_scorecard import AGENT
from mingjian.risk.facts import FACTS, facts_of, supposed
from mingjian.risk.features import Subject, features_of
from mingjian.risk.history import AS_WRITTEN, WARNING_FEATURES, learned_warning
from mingjian.risk.settings import RiskSettings
from mingjian.risk.what_if import warned
from mingjian.web.supposing import FACTS as SAID


def test_every_fact_is_said_in_words_and_sets_features_that_its_model_reads() -> None:
    assert {fact.name for fact in FACTS} == SAID.keys()
    read = {Subject.COMPLAINT: set(AGENT.features), Subject.CUSTOMER: set(WARNING_FEATURES)}
    for fact in FACTS:
        assert {*fact.at_most, *fact.at_least, *fact.exactly} <= read[fact.subject], fact.name
        assert not fact.where or fact.where in {one.name for one in features_of(fact.subject)}


def test_what_a_fact_bounds_stays_where_it_is_lower_already() -> None:
    known = {"collection_day_peak_month": 2.0, "collection_outside_hours_month": 5.0, "chats_fresh": 1.0}
    found = supposed(known, Subject.CUSTOMER, facts=["calls_within_rules"], read=())
    assert found["collection_day_peak_month"] == 2
    assert found["collection_outside_hours_month"] == 0
    assert found["chats_fresh"] == 1
    assert known["collection_outside_hours_month"] == 5


def test_who_has_more_than_a_fact_supposes_keeps_it() -> None:
    known = {"instalments_paid_before": 3.0, "papers_confirmed": 2.0}
    assert supposed(known, Subject.COMPLAINT, facts=["plan_kept", "papers_confirmed"], read=()).items() >= known.items()


def test_a_size_that_no_kind_of_channel_has_divides_as_everybody() -> None:
    model = learned_warning([], RiskSettings(), AS_WRITTEN)
    known = dict.fromkeys(WARNING_FEATURES, 0.0)
    for number in (9.0, 1.5, -1.0):
        odd = supposed(known, Subject.CUSTOMER, numbers={"last_complaint_kind": number}, read=WARNING_FEATURES)
        assert 0 < warned(odd, model, RiskSettings()).probability < 1


def test_nothing_is_supposed_of_a_representative_where_nobody_acts() -> None:
    with pytest.raises(InputError, match="no fact"):
        supposed({"representative_present": 0.0}, Subject.COMPLAINT, facts=["fee_not_paid"], read=())
    assert supposed({"representative_present": 1.0}, Subject.COMPLAINT, facts=["fee_not_paid"], read=())


@pytest.mark.parametrize("feature", ["province", "testimonies", "complaint_probability_30d"])
def test_only_what_the_model_reads_may_be_given_a_size(feature: str) -> None:
    with pytest.raises(InputError, match="reads no feature"):
        supposed({}, Subject.CUSTOMER, numbers={feature: 1.0}, read=WARNING_FEATURES)


def test_each_fact_that_the_lender_can_bring_about_lowers_a_warning_that_rests_on_it() -> None:
    model = learned_warning([], RiskSettings(), AS_WRITTEN)
    for fact in facts_of(Subject.CUSTOMER):
        worse = dict.fromkeys(fact.at_most, 9.0)
        better = supposed(worse, Subject.CUSTOMER, facts=[fact.name], read=())
        before, after = (warned(one, model, RiskSettings()) for one in (worse, better))
        assert after.probability < before.probability, fact.name
