import json
import re
from pathlib import Path
from typing import Any

import duckdb
import pytest

from mingjian.contract import INTAKE, OUTPUTS
from mingjian.contract.describe import CONTRACT, Format, Part, data_package, describe
from mingjian.contract.pages import PAGES
from mingjian.contract.sentences import SENTENCES
from mingjian.contract.truth import TRUTH

DOCS = Path(__file__).parents[2] / "docs"
TYPES = {"string", "number", "integer", "boolean", "date", "datetime"}


@pytest.mark.parametrize("parts", [(Part.INTAKE,), (Part.OUTPUTS,), CONTRACT, (Part.TRUTH,)], ids="+".join)
def test_the_frictionless_form_is_a_valid_data_package(parts: tuple[Part, ...]) -> None:
    # The rules of Data Package 1 and Table Schema 1: names, paths, types, keys that exist.
    package = json.loads(describe(Format.FRICTIONLESS, parts))
    assert package == data_package(parts)
    assert re.fullmatch(r"[a-z0-9.\-_/]+", package["name"])
    resources: dict[str, Any] = {resource["name"]: resource for resource in package["resources"]}
    assert len(resources) == len(package["resources"]) == sum(len(part.tables) for part in parts)
    for name, resource in resources.items():
        assert re.fullmatch(r"[a-z0-9.\-_]+", name)
        assert not Path(resource["path"]).is_absolute()
        assert ".." not in resource["path"]
        fields = {field["name"]: field for field in resource["schema"]["fields"]}
        assert {field["type"] for field in fields.values()} <= TYPES
        assert set(resource["schema"].get("primaryKey", [])) <= set(fields)
        for key in resource["schema"].get("foreignKeys", []):
            assert key["fields"] in fields
            target = resources[key["reference"]["resource"]]
            assert key["reference"]["fields"] in {field["name"] for field in target["schema"]["fields"]}


def test_a_field_of_the_package_carries_limits_unit_and_both_names() -> None:
    loans = next(resource for resource in data_package()["resources"] if resource["name"] == "loans")
    principal = next(field for field in loans["schema"]["fields"] if field["name"] == "principal_yuan")
    assert principal["constraints"] == {"minimum": 0}
    assert principal["unit"] == "yuan (CNY)"
    assert principal["title"] == "本金（元） · Principal (yuan)"


def test_the_sql_form_makes_tables_that_hold_keys_and_checks() -> None:
    connection = duckdb.connect()
    connection.execute(describe(Format.SQL))
    tables = {name for (name,) in connection.execute("SELECT table_name FROM information_schema.tables").fetchall()}
    assert tables == {table.name for table in (*INTAKE, *OUTPUTS)}
    connection.execute("INSERT INTO customers (customer_id) VALUES ('C1')")
    connection.execute("INSERT INTO loans (loan_id, customer_id, product_kind) VALUES ('L1', 'C1', 'cash_loan')")
    for refused in (
        "INSERT INTO customers (customer_id) VALUES ('C1')",
        "INSERT INTO customers (customer_id) VALUES (NULL)",
        "INSERT INTO loans (loan_id, customer_id, principal_yuan) VALUES ('L2', 'C1', -1)",
        "INSERT INTO loans (loan_id, customer_id, product_kind) VALUES ('L2', 'C1', 'barter')",
        "INSERT INTO loans (loan_id, customer_id) VALUES ('L2', 'C9')",
    ):
        with pytest.raises(duckdb.ConstraintException):
            connection.execute(refused)


def test_the_truth_is_described_in_every_form() -> None:
    page, sql = describe(Format.MARKDOWN, [Part.TRUTH]), describe(Format.SQL, [Part.TRUTH])
    connection = duckdb.connect()
    connection.execute(sql)
    for table in TRUTH.values():
        assert f"### {table.name}\n\n{table.title}" in page
        assert connection.execute(f"SELECT count(*) FROM {table.name}").fetchone() == (0,)
        for field in table.fields:
            assert f"| `{field.name}` |" in page


def test_the_sql_form_explains_its_columns() -> None:
    connection = duckdb.connect()
    connection.execute(describe(Format.SQL, [Part.INTAKE]))
    query = "SELECT comment FROM duckdb_columns() WHERE table_name = 'customers' AND column_name = 'id_number'"
    assert connection.execute(query).fetchone() == ("18-character resident identity number, GB 11643",)


@pytest.mark.parametrize("name", list(PAGES))
def test_the_generated_pages_are_fresh(name: str) -> None:
    written = (DOCS / name).read_text(encoding="utf-8")
    assert written == PAGES[name](), "run: python -m mingjian.contract.pages docs"


def test_every_table_field_value_and_code_is_documented() -> None:
    contract = (DOCS / "contract.md").read_text(encoding="utf-8")
    for table in (*INTAKE, *OUTPUTS):
        assert f"### {table.name}\n" in contract
        for field in table.fields:
            assert f"| `{field.name}` |" in contract
            for value in field.values or ():
                assert f"`{value.value}`" in contract
    sentences = (DOCS / "sentences.md").read_text(encoding="utf-8")
    for code in SENTENCES:
        assert f"| `{code}` |" in sentences
