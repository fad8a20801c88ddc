"""A small lender's delivery, for tests that run everything."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from mingjian.contract import TABLES

SNAPSHOT = datetime(2026, 10, 31, 10, tzinfo=UTC)


def write_delivery(folder: Path, *, customers: int = 40) -> Path:
    """Customers of whom every second complains; those of one phone send one letter."""
    start = SNAPSHOT - timedelta(days=120)
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in ("customers", "loans", "complaints", "contacts")}
    for number in range(customers):
        customer, loan = f"K{number:04d}", f"L{number:04d}"
        tables["customers"].append(
            {
                "customer_id": customer,
                "full_name": "王小明",
                "phone": f"138{number:08d}",
                "address": f"重庆市渝中区解放碑街道{number}号",
                "registered_on": date(2025, 1, 1),
            }
        )
        tables["loans"].append(
            {
                "loan_id": loan,
                "customer_id": customer,
                "product_kind": "cash_loan",
                "principal_yuan": 10_000.0,
                "annual_rate": 0.22,
                "disbursed_on": date(2026, 1, 5),
                "term_months": 12,
                "status": "overdue",
                "days_past_due": number,
            }
        )
        tables["contacts"] += [
            {
                "contact_id": f"T{number}-{call}",
                "customer_id": customer,
                "started_at": start + timedelta(days=number, hours=call),
                "direction": "outbound",
                "channel": "call",
                "counterparty": "self",
                "purpose": "collection",
            }
            for call in range(3)
        ]
        if number % 2 == 0:
            shared = number % 4 == 0
            text = f"本人贷款{number}元，贵司一天打我九个电话，要求停止催收并停息挂账，否则向12378投诉。"
            own = f"我在{number}月失业了，家里老人住院，希望能分期还款，每月还得起{300 + number}元，谢谢你们。"
            tables["complaints"].append(
                {
                    "complaint_id": f"C{number:04d}",
                    "customer_id": customer,
                    "received_at": start + timedelta(days=number, hours=5),
                    "channel": "regulator_12378" if shared else "app",
                    "text": text if shared else own,
                    "contact_phone": "17012345678" if shared else f"138{number:08d}",
                }
            )
    folder.mkdir(parents=True)
    for name, rows in tables.items():
        pq.write_table(pa.Table.from_pylist(rows, schema=TABLES[name].arrow_schema), folder / f"{name}.parquet")
    (folder / "delivery.yaml").write_text(f"lender: 测试\nsnapshot_at: {SNAPSHOT.isoformat()}\n")
    return folder
