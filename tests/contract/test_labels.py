from enum import StrEnum

import pytest

from mingjian.contract import INTAKE, OUTPUTS, WORKINGS, Language, Table, vocabulary
from mingjian.contract.labels import FIELDS, TABLES, VALUES, field_label, table_label, value_label
from mingjian.contract.vocabulary import ComplaintChannel

ENUMS = [
    enum
    for enum in vars(vocabulary).values()
    if isinstance(enum, type) and issubclass(enum, StrEnum) and enum is not StrEnum
]


def test_a_regulator_transfer_is_called_what_people_call_it() -> None:
    label = value_label(ComplaintChannel.REGULATOR_12378)
    assert (label[Language.ZH], label[Language.EN]) == ("监管转办 12378", "Regulator 12378")


@pytest.mark.parametrize("enum", ENUMS, ids=lambda enum: enum.__name__)
def test_every_value_of_every_enum_has_a_name_of_its_own_in_both_languages(enum: type[StrEnum]) -> None:
    assert set(VALUES[enum]) == {member.value for member in enum}
    labels = [value_label(member) for member in enum]
    for language in Language:
        names = [label[language] for label in labels]
        assert all(names)
        assert len(set(names)) == len(names), "two values that look alike on screen"


@pytest.mark.parametrize("table", WORKINGS, ids=lambda table: table.name)
def test_every_table_between_stages_is_called_as_its_title_says(table: Table) -> None:
    assert table.title.startswith(f"{table_label(table.name).zh}. ")
    assert table_label(table.name).en


@pytest.mark.parametrize("table", [*INTAKE, *OUTPUTS], ids=lambda table: table.name)
def test_every_table_and_field_has_a_name_in_both_languages(table: Table) -> None:
    for label in (table_label(table.name), *(field_label(table.name, field.name) for field in table.fields)):
        assert label.zh
        assert label.en


def test_no_name_is_kept_for_what_the_contract_does_not_have() -> None:
    tables = [*INTAKE, *OUTPUTS]
    fields = {name for table in tables for field in table.fields for name in (field.name, f"{table.name}.{field.name}")}
    assert set(FIELDS) <= fields
    assert set(TABLES) == {table.name for table in (*tables, *WORKINGS)}
    assert set(VALUES) == set(ENUMS)


def test_a_table_may_call_a_field_differently_from_the_others() -> None:
    assert field_label("contacts", "phone").zh == "对方号码"
    assert field_label("customers", "phone").zh == "电话"
