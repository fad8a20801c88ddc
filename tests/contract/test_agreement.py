"""The contract in code against the two files that it was agreed in."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from mingjian.contract import INTAKE, OUTPUTS, Field, Table

AGREED = Path(__file__).parents[3] / "shared" / "contract"

pytestmark = pytest.mark.skipif(
    not AGREED.is_dir(), reason="the agreed contract (../shared/contract) is not beside this clone"
)

PARTS = pytest.mark.parametrize(
    ("file", "tables"), [("intake.yaml", INTAKE), ("outputs.yaml", OUTPUTS)], ids=["intake", "outputs"]
)


def agreed(file: str) -> dict[str, dict[str, Any]]:
    resources = yaml.safe_load((AGREED / file).read_text(encoding="utf-8"))["resources"]
    return {resource["name"]: resource for resource in resources}


def as_agreed(field: Field) -> dict[str, Any]:
    described: dict[str, Any] = {"name": field.name, "type": field.type.value}
    constraints: dict[str, Any] = {}
    if field.required:
        constraints["required"] = True
    if field.minimum is not None:
        constraints["minimum"] = field.minimum
    if field.values is not None:
        constraints["enum"] = {value.value for value in field.values}
    if field.description:
        described["description"] = field.description
    if constraints:
        described["constraints"] = constraints
    return described


@PARTS
def test_every_agreed_table_is_there_and_no_other(file: str, tables: tuple[Table, ...]) -> None:
    assert [table.name for table in tables] == list(agreed(file))


@PARTS
def test_every_field_has_the_agreed_name_type_limits_and_meaning_in_the_agreed_order(
    file: str, tables: tuple[Table, ...]
) -> None:
    resources = agreed(file)
    for table in tables:
        expected = resources[table.name]["schema"]["fields"]
        for field in expected:
            if "enum" in field.get("constraints", {}):
                field["constraints"]["enum"] = set(field["constraints"]["enum"])
        ours = [as_agreed(field) for field in table.fields]
        for field, given in zip(ours, expected, strict=False):
            if allowed := given.get("constraints", {}).get("enum"):
                # A value may be added; that none is missing shows by what the two have in common.
                field["constraints"]["enum"] &= allowed
        # The contract may grow: what was agreed comes first, in its order, and what was added stands behind it.
        assert ours[: len(expected)] == expected, table.name


@PARTS
def test_keys_and_references_are_as_agreed(file: str, tables: tuple[Table, ...]) -> None:
    resources = agreed(file)
    for table in tables:
        schema = resources[table.name]["schema"]
        assert list(table.primary_key) == schema.get("primaryKey", []), table.name
        references = [(key.field, key.table, key.references) for key in table.foreign_keys]
        assert references == [
            (key["fields"], key["reference"]["resource"], key["reference"]["fields"])
            for key in schema.get("foreignKeys", [])
        ], table.name


@PARTS
def test_titles_are_as_agreed_where_the_agreement_gives_one(file: str, tables: tuple[Table, ...]) -> None:
    for name, resource in agreed(file).items():
        if "title" in resource:
            assert {table.name: table.title for table in tables}[name] == resource["title"]
