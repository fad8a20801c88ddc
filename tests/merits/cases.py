"""Claims and the records that they are held against, one customer a case."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pyarrow as pa

from mingjian.contract import TABLES
from mingjian.merits import MeritsSettings, run
from mingjian.store.engine import Engine
from mingjian.store.lake import Lake
from mingjian.store.stage import StageContext

CHINA = timezone(timedelta(hours=8))
FILED = datetime(2026, 6, 1, 10, tzinfo=CHINA)
Row = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """One complaint with one claim; ``tables`` are written for customer C and loan L of this case alone."""

    name: str
    claim: str
    expected: str
    asserted: Mapping[str, Any] = field(default_factory=dict)
    tables: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    filed: datetime = FILED
    certain: bool | None = True
    """Whether both readers of claims heard it; None in a run of before there were two."""


def call(day: int, hour: int = 10, minute: int = 0, *, month: int = 5, **values: Any) -> Row:
    row: Row = {
        "contact_id": f"X{month}-{day}-{hour}-{minute}",
        "started_at": datetime(2026, month, day, hour, minute, tzinfo=CHINA),
        "direction": "outbound",
        "channel": "call",
        "purpose": "collection",
        "counterparty": "self",
    }
    return row | values


def calls(count: int, day: int = 12) -> list[Row]:
    return [call(day, 9 + number // 6, (number % 6) * 10) for number in range(count)]


def plan(rate: float, *, paid: int = 12, months: int = 12, principal: float = 12000.0) -> list[Row]:
    """An annuity at a nominal yearly rate, paid out on 10 January 2025."""
    monthly = rate / 12
    due = principal * monthly / (1 - (1 + monthly) ** -months) if monthly else principal / months
    rows: list[Row] = []
    for number in range(1, months + 1):
        on = date(2025 + number // 12, number % 12 + 1, 10)
        rows.append(
            {
                "loan_id": "L",
                "instalment_number": number,
                "due_on": on,
                "due_yuan": due,
                "paid_on": on if number <= paid else None,
                "paid_yuan": due if number <= paid else None,
            }
        )
    return rows


def loan(rate: float, *, disbursed_on: date = date(2025, 1, 10), months: int = 12) -> Row:
    return {
        "loan_id": "L",
        "customer_id": "C",
        "principal_yuan": 12000.0,
        "annual_rate": rate,
        "disbursed_on": disbursed_on,
        "term_months": months,
    }


def fee(yuan: float, **values: Any) -> Row:
    """A service fee at the payout."""
    row: Row = {
        "charge_id": "F",
        "loan_id": "L",
        "charged_on": date(2025, 1, 10),
        "kind": "service_fee",
        "amount_yuan": yuan,
    }
    return row | values


def repaid(day: int) -> Row:
    """A repayment that the app saw in May 2025."""
    return {"event_id": f"E{day}", "occurred_at": datetime(2025, 5, day, 12, tzinfo=CHINA), "action": "repay"}


def judged(
    engine: Engine,
    folder: Path,
    cases: Sequence[Case],
    settings: MeritsSettings | None = None,
    *,
    complaint: Mapping[str, object] | None = None,
    young_log: bool = False,
    log_until: datetime = FILED + timedelta(days=1),
) -> dict[str, Row]:
    """The row of ``claim_grounds`` of each case, by its name; ``complaint`` is set on every complaint."""
    tables: dict[str, list[Row]] = {"complaints": [], "claim_mentions": []}
    for number, case in enumerate(cases):
        tables["complaints"].append(
            {"complaint_id": case.name, "customer_id": f"C{number}", "received_at": case.filed} | dict(complaint or {})
        )
        tables["claim_mentions"].append(
            {
                "complaint_id": case.name,
                "claim": case.claim,
                "start": 0,
                "end": 10,
                "values": json.dumps(dict(case.asserted), ensure_ascii=False),
                "certain": case.certain,
            }
        )
        for name, rows in case.tables.items():
            table = TABLES[name]
            for row in rows:
                filled = {column: row.get(column) for column in table.columns}
                if "customer_id" in filled and row.get("customer_id") != "C-other":
                    filled["customer_id"] = f"C{number}"
                for key in {"loan_id", *table.primary_key} & filled.keys():
                    if isinstance(filled.get(key), str):
                        filled[key] = f"{filled[key]}-{number}"
                if name in ("materials", "material_assessments"):
                    filled["complaint_id"] = case.name
                    filled = {column: filled.get(column) for column in table.columns}
                    filled["material_id"] = f"M-{number}"
                tables.setdefault(name, []).append(filled)
    if "contacts" in tables:
        # The log goes on after the last contact of these customers, and began before the first.
        began = () if young_log else (datetime(2026, 1, 1, 10, tzinfo=CHINA),)
        tables["contacts"] += [
            call(1, contact_id=f"X-else-{number}", customer_id="C-else", started_at=at)
            for number, at in enumerate((*began, log_until))
        ]
    folder.mkdir(parents=True, exist_ok=True)
    lake = Lake(engine, folder)
    for name, rows in tables.items():
        schema = TABLES[name].arrow_schema
        lake.write(name, pa.Table.from_pylist([{c: r.get(c) for c in schema.names} for r in rows], schema=schema))
    run(StageContext(lake, FILED + timedelta(days=1)), settings or MeritsSettings())
    found: list[Row] = lake.table("claim_grounds").to_pyarrow().to_pylist()
    return {row["complaint_id"]: row for row in found}
