from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from mingjian.wording.clauses import LONGEST_SENTENCE, Clauses
from mingjian.wording.spans import Spans

RUN_ON = st.lists(st.sampled_from(["催收天天打电话", "我没有还", "的" * 700, ",", "、", "。", "\n"]), max_size=60).map(
    "".join
)
SPANS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 9)).map(lambda one: (one[0], one[0] + one[1])), max_size=12
)


@given(RUN_ON)
def test_sentences_hold_the_whole_text_in_order_and_none_runs_on_for_pages(text: str) -> None:
    clauses = Clauses(text)

    assert "".join(clauses.text[one.start : one.end] for one in clauses.sentences) == clauses.text
    for sentence in clauses.sentences:
        assert sentence.end - sentence.start <= LONGEST_SENTENCE
        assert sentence.clause_starts[0] == sentence.start
        assert all(one < other for one, other in pairwise((*sentence.clause_starts, sentence.end))) or not text


def test_a_sentence_of_pages_is_parted_where_a_clause_ends() -> None:
    clauses = Clauses("催收天天打电话给我," * 300)

    assert len(clauses.sentences) > 1
    assert all(clauses.text[one.end - 1] == "," for one in clauses.sentences)


@given(SPANS, st.integers(0, 40), st.integers(1, 9))
def test_spans_meet_what_one_of_them_overlaps(spans: list[tuple[int, int]], start: int, length: int) -> None:
    overlaps = any(one < start + length and start < end for one, end in spans)

    assert Spans(spans).meet(start, start + length) is overlaps
