from datetime import date

import pytest

from mingjian.contract.vocabulary import ProductKind
from mingjian.letters.quoted_law import LawReason, LoanFacts, find_laws, laws
from mingjian.standards.folding import fold

ARTICLE_70 = "根据《商业银行信用卡业务监督管理办法》第七十条，我有权个性化分期"
LIMIT_36 = "法律规定年利率不得超过36%"


def _quoted(text: str, loans: LoanFacts, *, licensed: bool | None = None) -> list[tuple[bool | None, LawReason]]:
    found = find_laws(fold(text), loans, received_on=date(2026, 5, 1), licensed_lender=licensed)
    return [(law.applies, law.why) for law in found]


def _loans(*kinds: ProductKind, day: date | None = date(2024, 1, 1)) -> LoanFacts:
    return LoanFacts(frozenset(kinds), day, day)


@pytest.mark.parametrize(
    ("loans", "expected"),
    [
        (_loans(ProductKind.CASH_LOAN), (False, LawReason.OTHER_PRODUCT)),
        (_loans(ProductKind.CREDIT_CARD), (True, LawReason.IN_FORCE)),
        (_loans(ProductKind.CASH_LOAN, ProductKind.CREDIT_CARD), (True, LawReason.IN_FORCE)),
        (_loans(ProductKind.OTHER), (None, LawReason.PRODUCT_UNKNOWN)),
        (LoanFacts(), (None, LawReason.PRODUCT_UNKNOWN)),
    ],
)
def test_the_credit_card_rule_holds_for_cards_alone(loans: LoanFacts, expected: tuple[bool | None, LawReason]) -> None:
    assert _quoted(ARTICLE_70, loans) == [expected]


@pytest.mark.parametrize(
    ("day", "licensed", "expected"),
    [
        (date(2024, 1, 1), True, (False, LawReason.LICENSED_LENDER)),
        (date(2024, 1, 1), None, (False, LawReason.REPLACED_BEFORE_LOAN)),
        (date(2018, 1, 1), False, (True, LawReason.IN_FORCE)),
        (date(2018, 1, 1), None, (None, LawReason.LENDER_UNKNOWN)),
        (None, False, (None, LawReason.DATE_UNKNOWN)),
    ],
)
def test_a_limit_out_of_date_or_not_for_this_lender_does_not_apply(
    day: date | None, licensed: bool | None, expected: tuple[bool | None, LawReason]
) -> None:
    assert _quoted(LIMIT_36, _loans(ProductKind.CASH_LOAN, day=day), licensed=licensed) == [expected]


@pytest.mark.parametrize(
    ("text", "telling"), [(ARTICLE_70, True), (LIMIT_36, False), ("依据合同法，合同应当公平", False)]
)
def test_of_what_does_not_apply_only_what_agencies_quote_is_telling(text: str, telling: bool) -> None:
    (law,) = find_laws(fold(text), _loans(ProductKind.CASH_LOAN), received_on=date(2026, 5, 1), licensed_lender=True)
    assert law.applies is False
    assert law.telling is telling


def test_a_rule_that_applies_tells_nothing_of_who_wrote_it() -> None:
    (law,) = find_laws(
        fold(ARTICLE_70), _loans(ProductKind.CREDIT_CARD), received_on=date(2026, 5, 1), licensed_lender=True
    )
    assert not law.telling


def test_a_quotation_keeps_its_place() -> None:
    (law,) = find_laws(fold("您好，" + ARTICLE_70), LoanFacts(), received_on=None, licensed_lender=None)
    assert ("您好，" + ARTICLE_70)[law.start : law.end].endswith("第七十条")


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        (ARTICLE_70, "《商业银行信用卡业务监督管理办法》第七十条"),
        ("按《中华人民共和国合同法》办", "《中华人民共和国合同法》"),
        ("看过《告知书》，违反了合同法", "合同法"),
    ],
)
def test_a_quotation_holds_the_whole_title_and_no_other(text: str, marked: str) -> None:
    (law,) = find_laws(fold(text), LoanFacts(), received_on=None, licensed_lender=None)
    assert text[law.start : law.end] == marked


def test_a_replaced_law_is_told_by_the_loans_date() -> None:
    text = "违反了合同法"
    assert _quoted(text, _loans(ProductKind.CASH_LOAN, day=date(2022, 1, 1)))[0][0] is False
    assert _quoted(text, _loans(ProductKind.CASH_LOAN, day=date(2019, 1, 1)))[0][0] is True
    assert _quoted("违反劳动合同法", LoanFacts()) == []


def test_every_rule_names_its_source_and_the_day_from_which_it_holds() -> None:
    for law in laws():
        assert law.source
        assert law.zh
        assert law.en
        assert law.in_force_until is None or law.in_force_from < law.in_force_until
