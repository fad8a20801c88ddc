"""Which records are one person: simulated people, and what must never be joined."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from splink import DuckDBAPI

from mingjian.network.matches import Match, grouped
from mingjian.network.people import CHINESE, chinese_people
from mingjian.network.resolution import ID, alike, blocking_rules, resolve
from mingjian.network.spelling import grams
from tests.network.miswritten import simulated

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


def _match(left: str, right: str, probability: float = 0.99) -> Match:
    return Match(left, right, probability, {"name": 5.0, "phone": 7.0})


def test_people_written_with_errors_are_found_and_no_two_identity_numbers_become_one() -> None:
    records, truth = simulated(400)

    found = resolve(records.to_arrow(), CHINESE, DuckDBAPI())

    said = {(match.left, match.right) for match in found.matches}
    right = sum(truth[left] == truth[second] for left, second in said)
    number = dict(zip(records[ID], records["id_number"], strict=True))
    assert right >= 0.97 * len(said)
    assert len({record for person in found.people for record in person}) > 300
    assert all(len({number[record] for record in person} - {None}) <= 1 for person in found.people)
    assert all(sum(weight > 0 for weight in match.weights.values()) >= 2 for match in found.matches)


def test_a_chain_never_joins_two_identity_numbers() -> None:
    matches = [_match("a", "b"), _match("b", "c", 0.9)]

    found = grouped(matches, {"id_number": {"a": "1", "c": "2"}})

    assert found.people == (("a", "b"),)
    assert found.matches == (matches[0],)


def test_nothing_is_resolved_where_nothing_can_be_compared() -> None:
    records = pa.table({ID: ["a", "b"], **{feature.name: [None, None] for feature in CHINESE}})

    assert resolve(records, CHINESE, DuckDBAPI()).people == ()


def test_one_column_suffices_for_candidates_where_few_share_it() -> None:
    records = pa.table({ID: ["a", "b", "c"], "name": ["x", "x", "y"], "sex": ["f", "f", None]})

    assert blocking_rules(records, ["name", "sex"]) == (("name",), ("sex",))


def test_a_telephone_a_name_and_an_address_have_one_spelling() -> None:
    written = pa.table(
        {
            "record": ["a", "b"],
            "name": ["張偉", "张伟"],
            "id_number": ["", None],
            "phone": ["+86 138-0013-8000", "13800138000"],
            "address": ["重庆市渝中区中山路１２號3栋502", "重庆渝中区中山路12号3幢502室"],
        }
    )

    first, second = chinese_people(written, id_column="record").drop_columns([ID]).to_pylist()

    assert first["id_number"] is None
    assert first == second


@given(st.text(max_size=20))
def test_bigrams_do_not_depend_on_case_or_signs(text: str) -> None:
    assert grams(text.upper().lower()) == grams(f" {text.upper().lower()}!".strip())
    assert len(set(grams(text))) == len(grams(text))


def test_names_are_alike_by_sound_and_small_errors_and_not_by_a_common_syllable() -> None:
    assert alike("wangxiaoming", "wangmingxiao")
    assert alike("zhangwei", "zhangwei")
    assert not alike("zhouweiying", "wangwei")
    assert not alike(None, "wangwei")
