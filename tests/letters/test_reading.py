from datetime import date

import pytest

from mingjian.contract.reasons import sentence
from mingjian.contract.vocabulary import CheckOutcome, Demand, ProductKind
from mingjian.letters import Letter, LettersSettings, LoanFacts, Template, read_letter
from mingjian.letters.tables import letter_row
from mingjian.wording.alignment import skeleton

TEXT = "您好，z信受影响，根据信用卡办法第七十条，我要求停息挂账。催收每天打三十个电话。"


def _read(text: str | None, template: Template | None = None) -> Letter:
    return read_letter(
        text,
        received_on=date(2026, 3, 1),
        loans=LoanFacts(frozenset({ProductKind.CASH_LOAN}), date(2024, 1, 1), date(2024, 1, 1)),
        template=template,
        settings=LettersSettings(),
    )


def _template(customers: int) -> Template:
    return Template("T-1", skeleton(TEXT, [TEXT, TEXT]), 3, customers, "C1")


def test_a_letter_is_read_for_all_that_it_says() -> None:
    letter = _read(TEXT)
    assert {demand.demand for demand in letter.demands} == {Demand.WAIVE_INTEREST, Demand.INSTALMENT_PLAN}
    assert {hit.standard for hit in letter.code_words} == {"征信", "停息挂账"}
    assert [law.applies for law in letter.laws] == [False]
    assert letter.claims


@pytest.mark.parametrize(
    "text",
    [
        "有个代理维权的公司叫我先别还，我没答应",
        "他们短信里写“洗z信，当天停催”，我报警了",
        "网上有人说可以处理z信，我不信",
        "我没有找代理维权，是我自己写的",
        "我自己写的，停息挂账能不能办？停息挂账办不了就分期",
        "催收员威胁要把我打骨折，还说打骨折都算轻的",
    ],
)
def test_words_that_are_plain_or_another_s_are_held_against_nobody(text: str) -> None:
    letter = _read(text)
    assert letter_row("C1", letter)["disguised_words"] == 0
    (finding,) = (finding for finding in letter.findings if finding.check == "code_words")
    assert finding.outcome is CheckOutcome.CLEAR


def test_a_word_in_disguise_counts_once_however_often_and_however_it_is_written() -> None:
    letter = _read("我的彳正信受影响，征信要恢复，征*信不能这样；另外要求分*期")
    assert letter_row("C1", letter)["disguised_words"] == 2
    letter = _read("贵司没有亻崔收依据，也不给我分*期")
    assert letter_row("C1", letter)["disguised_words"] == 2, "who denies a thing has still disguised its name"


@pytest.mark.parametrize(
    "text",
    ["我欠款多，zx花了，yq两个月，wd和xyk都还不上", "z信受影响，dai款逾q", "欠款多，争信坏了，要求份期，愉期太久"],
)
def test_how_borrowers_write_past_a_filter_or_mistype_is_no_agencys_disguise(text: str) -> None:
    letter = _read(text)
    assert letter.code_words
    assert letter_row("C1", letter)["disguised_words"] == 0
    assert not any(one.outcome is CheckOutcome.SUSPECT for one in letter.findings if one.check == "code_words")


def test_what_agencies_sell_is_told_in_any_disguise() -> None:
    assert letter_row("C1", _read("我要停cui，还要tingxi挂账"))["disguised_words"] == 2


def test_every_finding_has_a_sentence_in_both_languages() -> None:
    for finding in _read(TEXT, _template(3)).findings:
        if finding.outcome is CheckOutcome.SUSPECT:
            rendered = sentence(finding.check)
            assert finding.values is not None
            assert rendered.render(finding.values)


def test_a_complaint_without_text_is_not_clear_but_not_applicable() -> None:
    for text in (None, "", "  \n"):
        outcomes = {finding.outcome for finding in _read(text).findings}
        assert outcomes == {CheckOutcome.NOT_APPLICABLE}


def test_checks_that_found_nothing_say_clear() -> None:
    findings = _read("请帮我查一下账单").findings
    assert {finding.check for finding in findings} == {"letter_template", "code_words", "quoted_law_misapplied"}
    assert {finding.outcome for finding in findings} == {CheckOutcome.CLEAR}


def test_the_letters_of_one_customer_to_several_places_are_no_suspicion() -> None:
    (alone,) = (finding for finding in _read(TEXT, _template(1)).findings if finding.check == "letter_template")
    (shared,) = (finding for finding in _read(TEXT, _template(3)).findings if finding.check == "letter_template")
    assert (alone.outcome, alone.score) == (CheckOutcome.CLEAR, 0.0)
    assert shared.outcome is CheckOutcome.SUSPECT
    assert shared.score is not None
    assert shared.score > 0.5
