import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjian.standards import credit_code
from mingjian.standards.credit_code import ALPHABET, Department, Kind
from mingjian.standards.validity import Validity

CODES = st.builds(
    lambda kind, region, body: f"{kind}{region:06d}{body}{credit_code.organisation_check_character(body)}",
    st.sampled_from(sorted(Kind)),
    st.integers(110000, 659999),
    st.text(ALPHABET, min_size=8, max_size=8),
).map(lambda seventeen: seventeen + credit_code.check_character(seventeen))


@pytest.mark.parametrize(
    ("written", "validity", "kind"),
    [
        ("91110000600037341L", Validity.VALID, Kind.ENTERPRISE),  # the example of GB 32100
        ("31110000E00017891P", Validity.VALID, Kind.LAW_FIRM),
        ("９１１１００００６０００３７３４１l", Validity.VALID, Kind.ENTERPRISE),
        ("9111 0000 6000 3734 1L", Validity.VALID, Kind.ENTERPRISE),
        ("911100006000373411", Validity.FAILS_CHECK_DIGIT, Kind.ENTERPRISE),
        ("91350100M0001TGQXM", Validity.FAILS_CHECK_DIGIT, Kind.ENTERPRISE),
        ("9111000060003734IL", Validity.MALFORMED, None),
        ("91110000600037341", Validity.MALFORMED, None),
        ("", Validity.MALFORMED, None),
    ],
)
def test_what_a_written_code_is_worth(written: str, validity: Validity, kind: Kind | None) -> None:
    parsed = credit_code.parse(written)
    assert parsed.validity is validity
    assert parsed.kind is kind


@pytest.mark.parametrize("code", ["91350100M0001TGQXM", "91350211M0000XUF46"])
def test_genuine_early_codes_fail_the_check_but_are_known_to(code: str) -> None:
    parsed = credit_code.parse(code)
    assert parsed.validity is Validity.FAILS_CHECK_DIGIT
    assert parsed.organisation_code_holds
    assert parsed.may_be_early


def test_an_ordinary_code_that_fails_is_not_called_early() -> None:
    assert not credit_code.parse("911100006000373411").may_be_early


@given(CODES)
def test_a_code_with_its_own_check_character_is_valid_in_both_parts(code: str) -> None:
    parsed = credit_code.parse(code.lower())
    assert parsed.validity is Validity.VALID
    assert parsed.organisation_code_holds
    assert parsed.department is Department(code[0])


@given(CODES, st.integers(0, 16), st.integers(1, 30))
def test_one_wrong_character_is_always_noticed(code: str, place: int, shift: int) -> None:
    wrong = ALPHABET[(ALPHABET.index(code[place]) + shift) % len(ALPHABET)]
    assert credit_code.parse(code[:place] + wrong + code[place + 1 :]).validity is not Validity.VALID


@given(st.text(max_size=40))
def test_any_text_is_answered(text: str) -> None:
    parsed = credit_code.parse(text)
    assert credit_code.parse(parsed.code).code == parsed.code


def test_every_kind_belongs_to_a_department() -> None:
    assert {kind[0] for kind in Kind} == set(Department)
