from datetime import date

from mingjian.contract.reasons import sentence
from mingjian.contract.vocabulary import CheckOutcome, Demand, ProductKind
from mingjian.letters import Letter, LettersSettings, LoanFacts, Template, read_letter
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
