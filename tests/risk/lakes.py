"""Small lakes for the tests of risk: rows as keyword lists, columns that a test does not name left empty."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from mingjian.contract import TABLES, FieldType
from mingjian.risk import RiskSettings, run
from mingjian.store.engine import Engine
from mingjian.store.lake import Lake
from mingjian.store.stage import StageContext

AS_OF = datetime(2026, 11, 1, 4, tzinfo=UTC)

Row = dict[str, Any]


def days_before(days: float) -> datetime:
    """A moment so many days before ``AS_OF``."""
    return AS_OF - timedelta(days=days)


def table_of(name: str, rows: list[Row]) -> pa.Table:
    """Rows as a table of the contract."""
    schema = TABLES[name].arrow_schema
    full = []
    for row in rows:
        unknown = set(row) - set(schema.names)
        assert not unknown, f"{name} has no {unknown}"
        full.append(
            {
                field.name: value.date()
                if field.type == FieldType.DATE.arrow and isinstance(value := row.get(field.name), datetime)
                else row.get(field.name)
                for field in schema
            }
        )
    return pa.Table.from_pylist(full, schema=schema)


def lake_of(engine: Engine, folder: Path, **tables: list[Row]) -> Lake:
    """A lake that holds these tables and no others."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        pq.write_table(table_of(name, rows), folder / f"{name}.parquet")
    return Lake(engine, folder)


def assess(lake: Lake, settings: RiskSettings | None = None, as_of: datetime = AS_OF) -> None:
    """Runs the risk stage over a lake."""
    run(StageContext(lake, as_of), settings)


def rows(lake: Lake, name: str, key: str) -> dict[str, Row]:
    """A table's rows by their key."""
    return {row[key]: row for row in lake.table(name).to_pyarrow().to_pylist()}
