"""The registers, asked by people: by code, by certificate, and by names that were written wrong."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjian.agencies.register import LookUp, Nearness, look_up
from mingjian.agencies.register.names import house_signature, query_signatures, signatures
from mingjian.agencies.register.stage import signatures_of
from mingjian.contract import TABLES, Language
from mingjian.contract.vocabulary import MayAct
from mingjian.errors import InputError
from mingjian.standards.house_names import core, house_name
from mingjian.store import serving
from mingjian.store.engine import Engine
from mingjian.store.serving import Serving
from tests.agencies.test_agencies import credit_code

FIRM, COMPANY, CLOSED = "重庆市渝信律师事务所", "重庆市恒诺法务咨询有限公司", "成都蓉正律师事务所"
POSING, MISUSED = "清债无忧法律咨询有限公司", "重庆市山城律师事务所"
VILLAGE = "白杨村村民委员会"
POSING_CODE = credit_code("91", "MA5U0009")
ROWS: dict[str, list[dict[str, Any]]] = {
    "organisations": [
        {"organisation_id": "O-1", "name": FIRM, "kind": "law_firm", "status": "active", "uscc": "31500000MD0000001A"},
        {"organisation_id": "O-2", "name": COMPANY, "kind": "consulting", "status": "active"},
        {"organisation_id": "O-3", "name": CLOSED, "kind": "law_firm", "status": "revoked"},
        {"organisation_id": "O-6", "name": MISUSED, "kind": "law_firm", "status": "active"},
        {"organisation_id": "O-4", "name": "天平商贸有限公司", "kind": "other", "status": "active"},
        {"organisation_id": "O-5", "name": "天平商贸公司", "kind": "other", "status": "active"},
        {"organisation_id": "O-7", "name": VILLAGE, "kind": "community", "status": "active"},
    ],
    "practitioners": [
        {"licence_number": "15001201010123456", "organisation_name": FIRM, "status": "active"},
        {"licence_number": "15001201010123457", "organisation_name": FIRM, "status": "revoked"},
    ],
    "agencies": [
        {"agency_id": "AG-1", "name": "上岸无忧", "may_act": "unknown"},
        {"agency_id": "AG-2", "name": POSING, "may_act": "may_not", "requirements_not_met": 1},
        {"agency_id": "AG-4", "name": "某公司", "uscc": POSING_CODE, "may_act": "may_not", "requirements_not_met": 2},
        {"agency_id": "AG-5", "name": "某公司", "uscc": "91500103MA5U000010", "may_act": "may_not"},
        {"agency_id": "AG-3", "name": MISUSED, "may_act": "may_not", "requirements_not_met": 2},
    ],
    "agency_mentions": [
        {"agency_id": f"AG-{number}", "record_table": "solicitations", "record_id": f"S-{number}", "name": name}
        for number, name in enumerate(("上岸无忧", POSING, MISUSED), start=1)
    ],
}
Ask = Callable[[str], LookUp]


@pytest.fixture(scope="module")
def ask(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    folder = tmp_path_factory.mktemp("registers")
    for name, rows in ROWS.items():
        pq.write_table(pa.Table.from_pylist(rows, schema=TABLES[name].arrow_schema), folder / f"{name}.parquet")
    names = [*ROWS, "organisation_signatures"]
    engine.write(
        signatures_of(engine.read(folder / "organisations.parquet"), engine),
        folder / "organisation_signatures.parquet",
    )
    serving.build({name: folder / f"{name}.parquet" for name in names}, folder / serving.FILE_NAME)
    with Serving.open(folder) as tables:
        yield lambda asked: look_up(asked, tables)


@pytest.mark.parametrize(
    "written",
    [
        "重庆渝信律师事务所",
        "渝信律师事务所",
        "渝信律所",
        "渝欣律师事务所",
        "渝信津师事务所",
        "渝信律师务所",
        "渝信律师事务所（重庆）",
        "渝信重庆律师事务所",
        "重床市渝信律师事务所",
        "渝信",
    ],
)
def test_a_firm_is_found_under_names_that_were_written_wrong_and_is_not_called_the_same(ask: Ask, written: str) -> None:
    answer = ask(written)
    assert answer.matches[0].organisation_id == "O-1"
    assert answer.matches[0].nearness is Nearness.ALIKE
    assert answer.may_act is MayAct.UNKNOWN, "a similar name is no certainty"
    assert answer.to_ask


def test_legal_form_and_brackets_alone_make_no_other_firm(ask: Ask) -> None:
    answer = ask("重庆市恒诺法务咨询（有限公司）")
    assert (answer.matches[0].organisation_id, answer.matches[0].nearness) == ("O-2", Nearness.SAME_NAME)
    assert answer.may_act is MayAct.ADVICE_ONLY


@pytest.mark.parametrize(
    ("asked", "may_act"), [(FIRM, MayAct.MAY), (COMPANY, MayAct.ADVICE_ONLY), (CLOSED, MayAct.MAY_NOT)]
)
def test_the_register_answers_for_a_firm_that_no_complaint_names(ask: Ask, asked: str, may_act: MayAct) -> None:
    assert ask(asked).may_act is may_act


def test_a_village_is_no_company_and_may_recommend_somebody(ask: Ask) -> None:
    answer = ask(VILLAGE)
    assert answer.may_act is MayAct.UNKNOWN
    assert [said.code for said in answer.known] == ["look_up_active", "look_up_may_recommend"]
    assert "ask_private_person" in {said.code for said in answer.to_ask}


def test_where_two_bear_one_name_the_answer_is_unknown_and_both_are_shown(ask: Ask) -> None:
    answer = ask("天平商贸")
    assert {match.organisation_id for match in answer.matches} == {"O-4", "O-5"}
    assert (answer.may_act, [said.code for said in answer.unknown]) == (MayAct.UNKNOWN, ["look_up_several"])


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("91350100M0001TGQXM", "organisation_code_early"),
        ("91500103MA5U000010", "organisation_code_fails_check"),
        ("91500103MA5U0000I0", "organisation_code_malformed"),
    ],
)
def test_a_code_that_fails_its_check_asks_for_a_look_up_and_accuses_nobody(ask: Ask, code: str, said: str) -> None:
    answer = ask(code)
    assert answer.may_act is MayAct.UNKNOWN
    assert [one.code for one in answer.unknown] == [said, "organisation_not_in_register"]
    assert "ask_public_registers" in {one.code for one in answer.to_ask}


def test_a_code_that_the_register_has_is_known_whatever_its_check_digit_says(ask: Ask) -> None:
    answer = ask("3150 0000 MD00 0000 1A")
    assert (answer.matches[0].organisation_id, answer.may_act) == ("O-1", MayAct.MAY)


def test_a_certificate_is_looked_up_with_its_firm(ask: Ask) -> None:
    assert ask("15001201010123456").may_act is MayAct.MAY
    assert ask("15001201010123456").matches[0].organisation_id == "O-1"
    assert ask("15001201010123457").may_act is MayAct.MAY_NOT
    absent = ask("15001201010999999")
    assert (absent.may_act, [said.code for said in absent.unknown]) == (MayAct.UNKNOWN, ["licence_not_in_register"])


def test_a_name_that_no_register_has_leads_to_the_dossier_that_goes_by_it(ask: Ask) -> None:
    answer = ask("上岸无忧有限公司")
    assert (answer.agencies, answer.matches, answer.may_act) == (("AG-1",), (), MayAct.UNKNOWN)


def test_a_company_that_posed_as_a_lawyer_may_not_though_no_register_has_it(ask: Ask) -> None:
    answer = ask(POSING)
    assert (answer.may_act, [said.code for said in answer.known]) == (MayAct.MAY_NOT, ["look_up_posed"])


def test_the_look_up_by_code_says_what_the_dossier_of_that_code_says(ask: Ask) -> None:
    """A code that fails its check may be another firm's, mistyped: AG-5 has one, and the test of such codes asks it."""
    answer = ask(POSING_CODE)
    assert (answer.may_act, answer.agencies) == (MayAct.MAY_NOT, ("AG-4",))
    assert [said.code for said in answer.known] == ["organisation_code_sound", "look_up_posed"]


def test_a_firm_whose_name_was_borrowed_may_act_and_the_asker_is_told_to_ask_the_firm(ask: Ask) -> None:
    answer = ask(MISUSED)
    assert answer.may_act is MayAct.MAY
    assert "look_up_name_borrowed" in {said.code for said in answer.known}
    assert "look_up_name_borrowed" not in {said.code for said in ask(FIRM).known}


def test_without_registers_everything_is_unknown(tmp_path: Path) -> None:
    serving.build({}, tmp_path / serving.FILE_NAME)
    with Serving.open(tmp_path) as tables:
        answer = look_up(FIRM, tables)
        assert [said.code for said in answer.unknown] == ["organisation_register_absent"]
        assert [said.code for said in look_up("15001201010123456", tables).unknown] == ["licence_register_absent"]


def test_every_answer_can_be_said_in_both_languages(ask: Ask) -> None:
    for asked in (FIRM, CLOSED, "天平商贸", "无此机构甲乙丙", "15001201010123456", "91350100M0001TGQXM"):
        for language in Language:
            said = ask(asked).as_json(language)
            assert said["known"] or said["unknown"]
            assert said["to_ask"]


@pytest.mark.parametrize("asked", ["", " ", "甲", "甲" * 101])
def test_a_question_that_is_none_is_refused(ask: Ask, asked: str) -> None:
    with pytest.raises(InputError, match="2 to 100"):
        ask(asked)


@given(st.text(min_size=2, max_size=40))
def test_any_text_has_signatures_and_finds_itself(text: str) -> None:
    assert set(signatures(text)) <= {*query_signatures(text), house_signature(text)}
    assert house_name(core(text)) in core(text)


@given(st.text(alphabet="恒诚瑞华盛德润泽", min_size=3, max_size=8), st.data())
def test_names_one_character_apart_share_a_signature(house: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(house) - 1))
    other = house[:place] + data.draw(st.sampled_from(("", "鹏", "杰凯"[0]))) + house[place + 1 :]
    assert set(signatures(house)) & set(query_signatures(other))
