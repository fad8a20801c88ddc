from datetime import date

import polars as pl
import pytest

from mingjian.risk.fairness import rates_by_group, wilson


def test_false_accusations_are_counted_by_group_with_their_base() -> None:
    assessments = pl.DataFrame(
        {"complaint_id": ["K1", "K2", "K3"], "zone": ["likely_agent", "undecided", "likely_self"]}
    )
    honest = pl.DataFrame(
        {
            "complaint_id": ["K1", "K2", "K3"],
            "customer_id": ["C1", "C2", None],
            "look_alike": [["lawyer_helps", "news_day"], [], []],
        }
    )
    customers = pl.DataFrame(
        {
            "customer_id": ["C1", "C2"],
            "province": ["50", "50"],
            "id_number": ["500103199001010011", "500103196001010028"],
        }
    )
    rates = {(r.attribute, r.group): r for r in rates_by_group(assessments, honest, customers, on=date(2026, 11, 1))}
    assert (rates["province", "50"].accused, rates["province", "50"].complaints) == (1, 2)
    assert rates["sex", "male"].accused == 1
    assert rates["sex", "female"].undecided == 1
    assert rates["age_band", "35-44"].rate == 1
    assert rates["age_band", "55 and over"].complaints == 1
    assert rates["look_alike", "lawyer_helps"].accused == rates["look_alike", "news_day"].accused == 1
    assert ("look_alike", "unknown") not in rates
    assert rates["province", "unknown"].complaints == 1


def test_no_accusation_among_few_is_no_proof_of_none() -> None:
    assert wilson(0, 10)[0] == pytest.approx(0.0)
    assert wilson(0, 10)[1] > 0.2
    assert wilson(0, 10_000)[1] < 0.001
