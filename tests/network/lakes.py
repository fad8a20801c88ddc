"""Small deliveries written by hand, so that each test says what it shares."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pyarrow as pa

from mingjian.agencies import AgenciesSettings
from mingjian.agencies.cases import Tables, cases
from mingjian.agencies.judging import judge, requirements
from mingjian.contract import TABLES
from mingjian.network import NetworkSettings, run
from mingjian.store.engine import Engine
from mingjian.store.lake import Lake
from mingjian.store.stage import StageContext

CHINA = timezone(timedelta(hours=8))
AS_OF = datetime(2026, 6, 30, 12, tzinfo=CHINA)
FIRST_DAY = datetime(2026, 5, 1, 9, tzinfo=CHINA)

Row = dict[str, Any]


@dataclass
class Delivery:
    """Customers who have nothing in common, and what a test adds to them."""

    customers: int = 1000
    complainers: int = 300
    tables: dict[str, list[Row]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tables["customers"] = [
            {
                "customer_id": f"C{number}",
                "full_name": f"张{number}",
                "phone": f"138{number:08d}",
                "registered_on": date(2025, 1, 1),
                "address": f"重庆市渝中区中山路{number}号",
            }
            for number in range(self.customers)
        ]
        self.tables["complaints"] = [
            {
                "complaint_id": f"K{number}",
                "customer_id": f"C{number}",
                "received_at": FIRST_DAY + timedelta(hours=number),
                "channel": "app",
                "contact_phone": f"138{number:08d}",
                "device_id": f"d{number}",
                "ip": f"10.{number % 7}.0.1",
                "tracking_number": f"SF{1_000_000_000 + number * 7919}",
            }
            for number in range(self.complainers)
        ]
        self.tables["letters"] = [
            {"complaint_id": f"K{number}", "template_id": None} for number in range(self.complainers)
        ]

    def complaints(self, numbers: Sequence[int], **values: Any) -> "Delivery":
        """Gives these complaints the same values."""
        for number in numbers:
            self.tables["complaints"][number].update(values)
        return self

    def template(self, numbers: Sequence[int], template_id: str) -> "Delivery":
        """Has these complaints follow one letter."""
        for number in numbers:
            self.tables["letters"][number]["template_id"] = template_id
        return self

    def add(self, table: str, *rows: Row) -> "Delivery":
        """Adds rows to any table."""
        self.tables.setdefault(table, []).extend(rows)
        return self

    def gang(self, numbers: Sequence[int], name: str) -> "Delivery":
        """An agency of the simplest kind: one telephone and one letter."""
        return self.complaints(numbers, contact_phone=phone_of(name)).template(numbers, f"T-{name}")


def phone_of(name: str) -> str:
    return f"199{sum(map(ord, name)) * 7919:08d}"


def lake_of(engine: Engine, folder: Path, tables: Mapping[str, Sequence[Row]]) -> Lake:
    folder.mkdir(parents=True, exist_ok=True)
    lake = Lake(engine, folder)
    for name, rows in tables.items():
        schema = TABLES[name].arrow_schema
        full = [{column: row.get(column) for column in schema.names} for row in rows]
        lake.write(name, pa.Table.from_pylist(full, schema=schema))
    return lake


def ran(
    engine: Engine,
    folder: Path,
    delivery: Delivery,
    *,
    previous: Lake | None = None,
    as_of: datetime = AS_OF,
    settings: NetworkSettings | None = None,
) -> Lake:
    lake = lake_of(engine, folder, delivery.tables)
    if "representations" in delivery.tables and "requirements" not in delivery.tables:
        judged = judge(cases(Tables.from_lake(lake)), engine, AgenciesSettings())
        lake.write("requirements", requirements(judged).to_pyarrow())
    run(StageContext(lake, as_of, previous), settings or NetworkSettings())
    return lake


def rows(lake: Lake, table: str) -> list[Row]:
    found: list[Row] = lake.table(table).to_pyarrow().to_pylist()
    return found


def gangs(lake: Lake) -> dict[str, set[str]]:
    """The customers of each gang."""
    found: dict[str, set[str]] = {row["gang_id"]: set() for row in rows(lake, "gangs")}
    for row in rows(lake, "gang_members"):
        if row["entity_type"] == "customer":
            found[row["gang_id"]].add(row["entity_id"])
    return found


def customers(numbers: Sequence[int]) -> set[str]:
    return {f"C{number}" for number in numbers}
