"""Correcting what is held of one person: a delivery of one row, so that a correction is checked like any other data."""

import tempfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from mingjian import intake
from mingjian.contract import TABLES, FieldType
from mingjian.errors import InputError, NotFoundError
from mingjian.intake import IntakeSummary
from mingjian.store.vault import Vault
from mingjian.store.workspace import Workspace
from mingjian.subjects.belongings import CUSTOMER, Belongings, Thing

CORRECTABLE = tuple(
    field.name
    for field in TABLES["customers"].fields
    if field.type is FieldType.STRING and field.name != "customer_id" and not field.name.endswith("path")
)


def correct(
    workspace: Workspace, person_id: str, field: str, value: str, *, vault: Vault, settings: intake.IntakeSettings
) -> IntakeSummary:
    """Puts a value in place of the one that is held; the next run uses it. To be called inside ``writing()``.

    InputError where the value cannot be taken (nothing is changed then), NotFoundError where there is no such customer.
    """
    if field not in CORRECTABLE:
        raise InputError(f"these fields of a customer can be corrected: {', '.join(CORRECTABLE)}")
    version = workspace.delivered
    if version is None:
        raise NotFoundError(f"{workspace.root} holds no delivery")
    contract = TABLES["customers"]
    with Belongings(workspace.intake / version, [Thing(CUSTOMER, person_id)]) as found:
        rows = found.rows(contract)
    if not rows:
        raise NotFoundError("there is no customer of this number")
    row: dict[str, Any] = {name: rows[0].get(name) for name in contract.columns} | {field: value}
    with tempfile.TemporaryDirectory(dir=workspace.root, prefix=".correction-") as folder:
        schema = contract.arrow_schema
        pq.write_table(pa.Table.from_pylist([row], schema=schema), Path(folder) / "customers.parquet")
        summary = intake.take(Path(folder), into=workspace, previous=version, vault=vault, settings=settings)
    (table,) = (one for one in summary.tables if one.table == "customers")
    if any(problem.field == field for problem in table.problems) or table.rows_quarantined:
        raise InputError(f"{field} cannot be taken as it is written: nothing was changed")
    workspace.accept(summary.version)
    return summary
