import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjian.wording.alignment import Change, compare, read_by, skeleton

MEDOID = "本人张三，于2023年5月在贵司借款30000元，因失业无力偿还，请求停止催收并分期还款。"
MEMBERS = [
    MEDOID,
    "本人李四光，于2022年11月在贵司借款8000元，因生病住院无力偿还，请求停止催收并分期还款。",
    "本人王五，于2021年1月在贵司借款5000元，因公司倒闭无力偿还，强烈请求停止催收并分期还款。",
]


@given(st.text(alphabet="催收停止请a b1，\n", max_size=40), st.text(alphabet="催收停止请a b1，\n", max_size=40))
def test_a_comparison_covers_both_texts_whole(text: str, base: str) -> None:
    segments = compare(text, base)
    assert "".join(text[segment.start : segment.end] for segment in segments) == text
    assert "".join(base[segment.base_start : segment.base_end] for segment in segments) == base


def test_each_difference_says_what_it_is() -> None:
    segments = compare("请立即停止催收，谢谢贵司", "请停止一切催收，谢谢")
    changed = {
        (segment.change, "请立即停止催收，谢谢贵司"[segment.start : segment.end])
        for segment in segments
        if segment.change is not Change.EQUAL
    }
    assert (Change.INSERTED, "贵司") in changed
    assert (Change.DELETED, "") in changed


@pytest.mark.parametrize(
    "between", ["", "\n", "\r\n", "\ue000"], ids=["one line", "a line break", "two signs", "a private sign"]
)
def test_another_script_or_width_is_no_difference_whatever_else_stands_there(between: str) -> None:
    text = f"本人于2023年借款30000元，{between}请停止催收并办理分期。"
    odd = f"本人於２０２３年借款３００００元，{between}請停止催收並辦理分期。"
    changed = [odd[part.start : part.end] for part in compare(odd, text) if part.change is not Change.EQUAL]
    assert changed == []
    assert read_by(skeleton(text, [text, text]), odd).similarity == 1.0


def test_equal_texts_are_one_segment() -> None:
    (segment,) = compare(MEDOID, MEDOID)
    assert segment.change is Change.EQUAL


def test_a_skeleton_is_what_members_share_and_its_slots_hold_what_each_filled_in() -> None:
    drawn = skeleton(MEDOID, MEMBERS)
    assert drawn.medoid == MEDOID
    assert drawn.text == "本人…，于…在贵司借款…元，因…无力偿还，请求停止催收并分期还款。"
    slots = {part.slot: part.examples for part in drawn.parts if part.slot}
    assert set(slots[1]) == {"张三", "李四光", "王五"}
    assert set(slots[3]) == {"30000", "8000", "5000"}


def test_a_letter_read_by_its_skeleton_shows_its_slots_and_where_it_deviates() -> None:
    drawn = skeleton(MEDOID, MEMBERS)
    text = MEMBERS[2]
    reading = read_by(drawn, text)
    assert reading.similarity == 1.0
    assert [(text[filled.start : filled.end], filled.slot) for filled in reading.filled] == [
        ("王五", 1),
        ("2021年1月", 2),
        ("5000", 3),
        ("公司倒闭", 4),
        ("强烈", None),
    ]


def test_a_value_fills_a_slot_whole_and_a_sentence_is_the_writers_own() -> None:
    members = [
        "本人张三，在2月11日被催收11次，利率41.0%，远超法定。我想好好还款。请处理。",
        "本人李四，在11月24日被催收39次，利率46.0%，远超法定。孩子病了。家里没有收入，请宽限。请处理。",
        "本人王五，在2月13日被催收25次，利率41.5%，远超法定。公司倒闭了，我在找工作。请处理。",
    ]
    drawn = skeleton(members[0], members)
    text = "本人赵六，在11月2日被催收7次，利率40.0%，远超法定。我住院了。真的没办法。请处理。"
    filled = [(text[one.start : one.end], one.slot) for one in read_by(drawn, text).filled]
    assert filled == [("赵六", 1), ("11月2日", 2), ("7", 3), ("40.0%", 4), ("我住院了。真的没办法", None)]


def test_skeleton_and_fillings_together_are_the_whole_letter() -> None:
    drawn = skeleton(MEDOID, MEMBERS)
    for text in (*MEMBERS, "完全不同的一段话，与模板无关。"):
        reading = read_by(drawn, text)
        pieces = sorted([*reading.shared, *((filled.start, filled.end) for filled in reading.filled)])
        assert "".join(text[start:end] for start, end in pieces) == text


def test_english_is_compared_by_words() -> None:
    segments = compare("the bank never called me", "the bank never emailed me")
    assert [segment.change for segment in segments] == [Change.EQUAL, Change.REPLACED, Change.EQUAL]
