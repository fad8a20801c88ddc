"""For whom a yes was given, answer by answer; a run's tables are in ``test_contested``."""

from dataclasses import replace

import pytest

from mingjian.materials.holders import NOBODY, Holder
from mingjian.materials.whose_yes import Answer, ForWhom, is_for_another, is_own

OWNER = Holder(frozenset({"刘建国"}), frozenset({"500103198001011234"}), frozenset({"赵小明"}))
OTHER = Holder(frozenset({"李秀英"}))
YES, NO = Answer(asked_for="刘建国", issued_for_asked=True), Answer(asked_for="刘建国", issued_for_asked=False)
LEFT_OPEN, NOD = Answer(asked_for="李秀英"), Answer(asked_for="李秀英", issued_for_asked=True)
BARE = Answer(said="属实")


@pytest.mark.parametrize(
    ("issued_for", "so"),
    [
        ("刘建国", ForWhom.NAMED),
        ("刘 建囯 先生", ForWhom.NAMED),
        ("赵小明", ForWhom.NAMED),
        ("张三丰", ForWhom.ANOTHER),
        ("李秀英", ForWhom.ANOTHER),
        ("刘建国、李秀英", ForWhom.OPEN),
        # Remarks, other letters and what may be a misreading accuse nobody.
        ("无", ForWhom.OPEN),
        ("见回函", ForWhom.OPEN),
        ("未说明", ForWhom.OPEN),
        ("该院患者", ForWhom.OPEN),
        ("王经理", ForWhom.OPEN),
        ("N/A", ForWhom.OPEN),
        ("-", ForWhom.OPEN),
        ("Liu Jianguo", ForWhom.OPEN),
        ("刘国", ForWhom.OPEN),
        ("", ForWhom.OPEN),
    ],
)
def test_only_a_persons_name_that_is_surely_another_ones_speaks_against_the_holder(
    issued_for: str, so: ForWhom
) -> None:
    assert Answer(issued_for=issued_for).of(OWNER, beside=OTHER) is so


def test_what_the_field_leaves_open_the_words_and_the_answer_to_the_question_may_say() -> None:
    assert replace(YES, issued_for="见回函").of(OWNER) is ForWhom.NODDED
    assert Answer(issued_for="见回函", said="系我院为刘建国出具").of(OWNER) is ForWhom.NAMED
    assert replace(NO, issued_for="刘建国").of(OWNER) is ForWhom.NAMED


def test_a_no_speaks_against_whom_was_asked_for_and_a_boolean_of_nobody_against_none() -> None:
    assert NO.of(OWNER) is ForWhom.ANOTHER
    assert NO.of(OTHER) is ForWhom.OPEN
    assert NO.of(NOBODY) is ForWhom.ANOTHER
    assert Answer(issued_for_asked=False).of(OWNER) is ForWhom.OPEN


@pytest.mark.parametrize(
    ("own", "of_the_other", "came_first", "so"),
    [
        ([YES], [], True, True),
        ([YES], [], False, False),
        ([YES], [LEFT_OPEN], False, True),
        ([YES], [BARE], True, False),
        ([YES], [NOD], True, False),
        ([BARE], [Answer(issued_for="刘建国"), LEFT_OPEN], False, True),
        ([BARE], [Answer(issued_for="刘建国"), Answer(issued_for="李秀英")], False, False),
        ([NO, YES], [LEFT_OPEN], False, True),
        ([YES, NO], [LEFT_OPEN], True, False),
    ],
)
def test_a_nod_counts_beside_another_paper_where_its_holder_was_asked_for_or_it_came_later_unasked(
    own: list[Answer], of_the_other: list[Answer], came_first: bool, so: bool
) -> None:
    assert is_own(OWNER, OTHER, own=own, of_the_other=of_the_other, came_first=came_first) is so


def test_the_newest_answer_that_says_for_whom_stands() -> None:
    assert is_for_another(OWNER, [YES, NO])
    assert not is_for_another(OWNER, [NO, YES])
    assert is_for_another(OWNER, [NO, BARE])
