import math

import ibis
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from mingjian.network.surprise import surprise, surprise_of

COUNTS = st.integers(1, 200).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))
CHANCES = st.floats(1e-6, 0.999)


@given(COUNTS, CHANCES)
def test_it_never_overstates_how_improbable_chance_is(counts: tuple[int, int], chance: float) -> None:
    shared, of = counts

    assert math.exp(-surprise_of(shared, of=of, chance=chance)) >= binom.sf(shared - 1, of, chance) - 1e-9


@given(COUNTS, CHANCES)
def test_what_chance_brings_anyway_is_no_surprise(counts: tuple[int, int], chance: float) -> None:
    shared, of = counts

    if shared <= of * chance:
        assert surprise_of(shared, of=of, chance=chance) == 0.0


@given(COUNTS, CHANCES)
def test_more_in_common_is_more_surprising(counts: tuple[int, int], chance: float) -> None:
    shared, of = counts

    if shared < of:
        assert surprise_of(shared + 1, of=of, chance=chance) >= surprise_of(shared, of=of, chance=chance)


def test_where_all_have_both_it_is_the_pairs_evidence_for_each() -> None:
    assert surprise_of(6, of=6, chance=20 / 450) == pytest.approx(6 * math.log(450 / 20))


def test_the_column_and_the_number_are_one_arithmetic() -> None:
    cases = [
        {"shared": shared, "of": of, "chance": chance}
        for of in (1, 3, 50)
        for shared in range(of + 1)
        for chance in (1e-6, 0.02, 0.5, 0.999, 1.0, 40.0)
    ]
    table = ibis.memtable(pa.Table.from_pylist(cases))
    judged = table.mutate(said=surprise(table.shared, of=table["of"], chance=table.chance))

    for row in ibis.duckdb.connect().to_pyarrow(judged).to_pylist():
        assert row["said"] == pytest.approx(surprise_of(row["shared"], of=row["of"], chance=row["chance"]), abs=1e-9)
