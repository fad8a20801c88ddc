import pytest

from mingjian.standards.code_words import CodeWordKind
from mingjian.wording.code_words import find_code_words
from mingjian.wording.judged_words import JudgedWords
from mingjian.wording.new_code_words import propose_code_words


@pytest.mark.parametrize(
    ("written", "standard"),
    [
        ("分琪", "分期"),
        ("崔收", "催收"),
        ("JR消费", "金融消费"),
        ("ＪＲ消費", "金融消费"),
        ("z信", "征信"),
        ("zx", "征信"),
        ("葆费", "保费"),
        ("丄岸", "上岸"),
        ("催*收", "催收"),
        ("dai款", "贷款"),
        ("彳正信", "征信"),
        ("征\u200b信", "征信"),
        ("信用💳", "信用卡"),
        ("停息掛賬", "停息挂账"),
        ("当天停催", "停催"),
        ("不成功不收费", "不成功不收费"),
    ],
)
def test_a_word_is_found_however_it_is_disguised(written: str, standard: str) -> None:
    text = f"欠款多，可以帮你{written}吗"
    (hit,) = find_code_words(text)
    assert hit.standard == standard
    assert text[hit.start : hit.end] == hit.word == written


@pytest.mark.parametrize(
    "text",
    [
        "他们天天催收，我逾期了，征信受影响，想办分期",
        "我們有逾期，想辦分期",
        "双方有分歧，不符合预期，见面再谈",
        "一部分其他人十分起劲",
        "型号ZX-3，account number wd40",
        "催收员威胁要把我打骨折，还说打骨折都算轻的",
        "我考研上岸以后又考公上岸，贷款一直按时还",
        "通话3分7秒，催收员骂人",
        "我想分7期归还贷款，贵司逾7日没有答复",
        "客服说不用还了，现在又来催款",
        "3月份期间每天接到催收电话",
        "小王贷款五万，老王贷了三万",
        "我在zx排队等客服，说完就挂了",
        "BF平台和LL公司的贷款都还清了",
        "",
    ],
)
def test_ordinary_words_are_no_code_words(text: str) -> None:
    assert find_code_words(text) == []


def test_what_an_agency_sells_counts_in_its_ordinary_writing() -> None:
    (hit,) = find_code_words("对方说可以停息挂账")
    assert hit.kind is CodeWordKind.SERVICE
    assert not hit.disguised, "whoever read an advert writes it"


@pytest.mark.parametrize("written", ["停息掛賬", "挂账停息", "全额退保", "先不要还", "停催"])
def test_another_plain_name_or_another_script_is_no_disguise(written: str) -> None:
    (hit,) = find_code_words(f"我要{written}")
    assert not hit.disguised


@pytest.mark.parametrize("written", ["停\u200b催", "亭催", "停c", "停*催", "z信"])
def test_a_disguise_is_one(written: str) -> None:
    (hit,) = find_code_words(f"欠款多，我要{written}")
    assert hit.disguised


def _adverts(word: str, count: int) -> list[str]:
    before = ("我的", "他们的", "关于", "目前", "对我", "帮我", "影响了", "处理")
    after = ("问题很大", "记录不好", "情况如下", "已经很久", "报告有误", "出现异常")
    return [f"第{i}位朋友，{before[i % 8]}{word}{after[i * 5 % 6]}，您看" for i in range(count)]


def test_a_disguise_that_no_rule_knows_is_proposed_from_its_company() -> None:
    texts = _adverts("征信", 48) + _adverts("征倌", 24) + _adverts("事情", 24)
    (candidate,) = propose_code_words(texts)
    assert (candidate.word, candidate.standard) == ("征倌", "征信")
    assert candidate.occurrences == 24
    assert all("征倌" in example for example in candidate.examples)


def test_one_template_sent_many_times_proposes_nothing() -> None:
    assert propose_code_words(_adverts("征信", 48) + ["我的征倌问题很大，您看"] * 500) == []


def judged(
    number: int, kind: str, word: str, standard: str | None = None, *, by: str | None = "zhao.min"
) -> dict[str, object]:
    return {
        "judgement_id": f"JG-{number}",
        "kind": kind,
        "left_type": "word",
        "left_id": word,
        "right_type": "word" if standard else None,
        "right_id": standard,
        "decided_at": number,
        "decided_by": by,
    }


def found_by_two(word: str, standard: str) -> list[dict[str, object]]:
    return [judged(number, "code_word", word, standard, by=by) for number, by in ((1, "zhao.min"), (2, "chen.jing"))]


def test_a_word_that_two_people_accepted_is_found_and_one_that_was_rejected_since_is_not() -> None:
    both = found_by_two("理想帮扶", "减免")
    accepted = JudgedWords.of([*both, *found_by_two("无此标准", "没有的词"), judged(3, "hub", "别的")])
    assert accepted.accepted == (("理想帮扶", "减免"),)
    text = "找我办​理想​帮扶，先付款"
    (hit,) = find_code_words(text, accepted=accepted.accepted)
    assert (hit.standard, text[hit.start : hit.end]) == ("减免", "理想​帮扶")
    assert not find_code_words(text)
    rejected = JudgedWords((), frozenset({"理想帮扶"}))
    assert JudgedWords.of([judged(3, "not_code_word", "理想帮扶"), *both]) == rejected
    again = judged(4, "code_word", "理想帮扶", "减免")
    assert JudgedWords.of([*both, judged(3, "not_code_word", "理想帮扶"), again]) == rejected, "it takes two anew"


@pytest.mark.parametrize(
    ("second", "standard"),
    [("zhao.min", "减免"), (" zhao.min ", "减免"), ("", "减免"), (None, "减免"), ("chen.jing", "分期")],
)
def test_a_word_that_one_person_accepted_counts_against_nobody(second: str | None, standard: str) -> None:
    said = [judged(1, "code_word", "理想帮扶", "减免"), judged(2, "code_word", "理想帮扶", standard, by=second)]
    assert JudgedWords.of(said) == JudgedWords()


@pytest.mark.parametrize("word", ["银行", "我们", "老师", "协商", "上岸"])
def test_an_ordinary_word_counts_against_nobody_whoever_accepted_it(word: str) -> None:
    assert JudgedWords.of(found_by_two(word, "减免")) == JudgedWords()


def test_what_was_judged_either_way_is_not_proposed_again() -> None:
    texts = _adverts("征信", 48) + _adverts("征倌", 12)
    (candidate,) = propose_code_words(texts)
    for known in (
        JudgedWords(rejected=frozenset({candidate.word})),
        JudgedWords(accepted=((candidate.word, "征信"),)),
    ):
        assert propose_code_words(texts, known) == []
