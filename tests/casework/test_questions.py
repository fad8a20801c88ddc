import random
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjian.casework.questions import ADVERSE, ANSWERS, Answer, Question, settle


@st.composite
def opinions(draw: st.DrawFn) -> tuple[Question, list[Answer]]:
    question = draw(st.sampled_from(Question))
    return question, draw(st.lists(st.sampled_from(ANSWERS[question]), max_size=5))


@given(opinions())
def test_nothing_adverse_holds_unless_two_people_say_so(case: tuple[Question, list[Answer]]) -> None:
    question, given = case
    held = settle(question, given)
    assert held is None or held not in ADVERSE or given.count(held) >= 2


@given(opinions())
def test_what_holds_was_said_by_somebody_and_three_people_are_always_enough(
    case: tuple[Question, list[Answer]],
) -> None:
    question, given = case
    held = settle(question, given)
    assert held is None or held in given
    assert held is not None or len(given) < 3


@given(opinions(), st.randoms(use_true_random=False))
def test_the_order_of_opinions_does_not_matter(case: tuple[Question, list[Answer]], chance: random.Random) -> None:
    question, given = case
    shuffled = chance.sample(given, len(given))
    assert settle(question, shuffled) is settle(question, given)


@pytest.mark.parametrize("question", list(Question))
def test_without_a_majority_the_best_answer_for_the_consumer_holds(question: Question) -> None:
    for three in product(ANSWERS[question], repeat=3):
        if len(set(three)) == 3:
            assert settle(question, three) is ANSWERS[question][0]


@pytest.mark.parametrize("question", list(Question))
def test_the_best_answer_for_the_consumer_takes_one_person_and_the_worst_two(question: Question) -> None:
    best, *_, worst = ANSWERS[question]
    assert best not in ADVERSE
    assert worst in ADVERSE
    assert settle(question, [best]) is best
    assert settle(question, [worst]) is None
    assert settle(question, [worst, worst]) is worst
    assert settle(question, [worst, best]) is None
    assert settle(question, []) is None


def test_every_answer_belongs_to_one_question_and_origin_shares_none_with_merit() -> None:
    every = [answer for answers in ANSWERS.values() for answer in answers]
    assert sorted(every) == sorted(Answer)
