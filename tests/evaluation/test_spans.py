from hypothesis import given
from hypothesis import strategies as st

from mingjian.evaluation.spans import covered, matched, overlap

SPANS = st.tuples(st.integers(0, 50), st.integers(1, 30)).map(lambda one: (one[0], one[0] + one[1]))


@given(SPANS, SPANS)
def test_overlap_is_the_same_from_either_side(left: tuple[int, int], right: tuple[int, int]) -> None:
    assert overlap(left, right) == overlap(right, left)
    assert 0 <= overlap(left, right) <= 1


@given(SPANS)
def test_a_span_agrees_with_itself_and_with_what_holds_it(span: tuple[int, int]) -> None:
    assert overlap(span, span) == 1
    assert overlap(span, (span[0] - 3, span[1] + 3)) == 1
    assert overlap(span, (span[1], span[1] + 5)) == 0


def test_matches_are_counted_on_both_sides() -> None:
    assert matched([(0, 10), (20, 30)], [(5, 12), (40, 50), (0, 4)]) == (1, 2)


def test_covered_characters_are_counted_once() -> None:
    assert covered([(0, 3), (2, 5)]) == {0, 1, 2, 3, 4}
