import pyarrow as pa
import pytest

from mingjian.contract import INTAKE, OUTPUTS, TABLES, WORKINGS, FieldType, Table
from mingjian.contract.schema import SNAPSHOT

ALL = (*INTAKE, *WORKINGS, *OUTPUTS)


def test_no_two_tables_share_a_name() -> None:
    assert len(TABLES) == len(ALL)


@pytest.mark.parametrize("table", ALL, ids=lambda table: table.name)
def test_keys_references_and_times_name_fields_that_exist(table: Table) -> None:
    for name in table.primary_key:
        table.field(name)
    for key in table.foreign_keys:
        table.field(key.field)
        assert TABLES[key.table].primary_key == (key.references,)
    for known_at in {table.known_at, *(field.known_at for field in table.fields)} - {"", SNAPSHOT}:
        assert table.field(known_at).type in (FieldType.DATE, FieldType.DATETIME)
    assert len(set(table.columns)) == len(table.columns)


@pytest.mark.parametrize(
    ("table", "field", "unit"),
    [
        ("loans", "principal_yuan", "yuan (CNY)"),
        ("loans", "annual_rate", "fraction a year"),
        ("loans", "term_months", "months"),
        ("loans", "days_past_due", "days"),
        ("contacts", "duration_s", "seconds"),
        ("complaint_assessments", "agent_probability", "probability in [0, 1]"),
        ("complaint_assessments", "agent_probability_low", "probability in [0, 1]"),
        ("customer_assessments", "complaint_probability_30d", "probability in [0, 1]"),
        ("customer_assessments", "agent_involvement_high", "probability in [0, 1]"),
        ("customers", "full_name", ""),
        ("repayments", "instalment_number", ""),
        ("findings", "values", ""),
    ],
)
def test_a_field_states_its_unit(table: str, field: str, unit: str) -> None:
    assert TABLES[table].field(field).unit == unit


def test_every_sum_rate_and_duration_of_the_intake_has_a_unit() -> None:
    for table in INTAKE:
        for field in table.fields:
            if field.type is FieldType.NUMBER:
                assert field.unit, f"{table.name}.{field.name}"


def test_an_unknown_field_is_a_key_error_that_names_table_and_field() -> None:
    with pytest.raises(KeyError, match="customers has no field salary"):
        TABLES["customers"].field("salary")


def test_an_empty_table_has_the_columns_of_the_contract() -> None:
    empty = TABLES["complaints"].empty()
    assert empty.num_rows == 0
    assert empty.column_names == list(TABLES["complaints"].columns)
    assert empty.schema.field("received_at").type == pa.timestamp("us", tz="UTC")
