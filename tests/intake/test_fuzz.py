"""Spoilt deliveries: each ends in a summary that accounts for every row, or in an error that says what to do."""

import csv
import io
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mingjian.contract import TABLES
from mingjian.errors import MingjianError
from mingjian.intake import IntakeSettings, Mapping, adapters, take
from mingjian.store.workspace import Workspace

CASES = 2_000
BATCHES = 8
MAPPINGS = (*(3 * [None]), Mapping().with_constants({"channel": "app"}), adapters.by_name("cfpb"))

Rows = list[list[str]]
Random = random.Random

TABLE_ROWS: dict[str, Rows] = {
    "customers": [
        ["customer_id", "full_name", "id_number", "phone", "registered_on", "province", "address"],
        *(
            [
                f"U{i}",
                "张三",
                "11010519491231002X",
                "13800138000",
                f"2020-01-{i + 1:02d}",
                "50",
                "重庆市渝北区金山路1号",
            ]
            for i in range(9)
        ),
    ],
    "loans": [
        ["loan_id", "customer_id", "principal_yuan", "annual_rate", "status", "term_months"],
        *([f"L{i}", f"U{i % 10}", "1000.50", "0.24", "overdue", "12"] for i in range(9)),
    ],
    "complaints": [
        ["complaint_id", "customer_id", "received_at", "channel", "text", "demands"],
        *(
            [f"C{i}", f"U{i}", f"2026-03-{i + 1:02d}T10:00:00+08:00", "app", f'他说"你好",\n第{i}行', "refund"]
            for i in range(12)
        ),
    ],
    "materials": [
        ["material_id", "complaint_id", "kind", "path", "received_at"],
        *([f"M{i}", f"C{i}", "bank_statement", "files/a.pdf", "2026-03-05"] for i in range(4)),
    ],
    "labels": [
        ["label_id", "subject_type", "subject_id", "label", "decided_at"],
        ["K1", "complaint", "C1", "agent_filed", "2026-03-09"],
    ],
}
JUNK = (
    *("", " ", "NULL", "-", "不详", "0", "-1", "1e400", "NaN", "２０２６年", "2026-99-99", "9" * 40, "x" * 3_000),
    *('"', '""', ",", "\n", "\r", "\t", "\0", "\ufeff", "\u202e", "𠮷", "=1+1", "../../etc/passwd", "'; DROP TABLE x"),
    *("U1", "C1", "138****8000", "5.0E+17"),
)


def as_csv(rows: Rows, rng: Random) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(
        buffer,
        delimiter=rng.choice(",,,,\t;|"),
        lineterminator=rng.choice(["\n", "\n", "\r\n", "\r"]),
        quoting=rng.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    )
    writer.writerows(rows)
    encoding = rng.choice(["utf-8", "utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "big5", "latin-1"])
    return buffer.getvalue().encode(encoding, "replace")


def as_parquet(rows: Rows, rng: Random) -> bytes:
    columns = {name: pa.array([row[index] for row in rows[1:]]) for index, name in enumerate(rows[0])}
    if rng.random() < 0.3:
        name = rng.choice(list(columns))
        columns[name] = rng.choice(
            [
                pa.array([rng.random() for _ in rows[1:]]),
                pa.array([None for _ in rows[1:]]),
                pa.array([{"a": [1]} for _ in rows[1:]]),
                pa.array([b"\xff\xfe" for _ in rows[1:]]),
                pa.array([rng.randrange(2**62) for _ in rows[1:]], pa.timestamp("us")),
            ]
        )
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns), buffer)
    return buffer.getvalue()


def as_workbook(rows: Rows, _rng: Random) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(["".join(sign for sign in cell if sign.isprintable() or sign == "\n") for cell in row])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


WRITERS: dict[str, Callable[[Rows, Random], bytes]] = {".csv": as_csv, ".parquet": as_parquet, ".xlsx": as_workbook}


def spoil_rows(rows: Rows, rng: Random) -> Rows:
    rows = [list(row) for row in rows]
    for _ in range(rng.choice([0, 0, 1, 2, 8])):
        row = rng.choice(rows)
        match rng.randrange(7):
            case 0 | 1 | 2:
                row[rng.randrange(len(row))] = rng.choice(JUNK)
            case 3:
                rows.insert(rng.randrange(1, len(rows) + 1), list(rng.choice(rows)))
            case 4:
                order = list(range(len(rows[0])))
                rng.shuffle(order)
                rows = [[line[place] for place in order] for line in rows]
            case 5:
                rows = [line[1:] for line in rows] if len(rows[0]) > 2 else rows
            case 6:
                rows[0][rng.randrange(len(row))] = rng.choice(
                    [*JUNK, "customer_id", "file_row_number", "row__", "file__"]
                )
    return rows


def spoil_bytes(content: bytes, rng: Random) -> bytes:
    data = bytearray(content)
    for _ in range(rng.choice([0, 0, 0, 1, 3, 20])):
        if not data:
            break
        place = rng.randrange(len(data))
        match rng.randrange(6):
            case 0 | 1:
                data[place] = rng.randrange(256)
            case 2:
                del data[place:]
            case 3:
                del data[place : place + rng.randrange(50)]
            case 4:
                data[place:place] = rng.randbytes(rng.randrange(1, 30))
            case 5:
                data[place:place] = rng.choice([b'"', b"\n", b"\0", b",", b"\r", b"\xff", b"PAR1"])
    return bytes(data)


def write_delivery(folder: Path, rng: Random) -> None:
    (folder / "files").mkdir(parents=True)
    (folder / "files" / "a.pdf").write_bytes(b"%PDF-1.4")
    for table, rows in TABLE_ROWS.items():
        if rng.random() < 0.15 and table != "complaints":
            continue
        ending = rng.choices([".csv", ".parquet", ".xlsx"], [8, 3, 1])[0]
        content = spoil_bytes(WRITERS[ending](spoil_rows(rows, rng), rng), rng)
        ending = ending if rng.random() < 0.95 else rng.choice(list(WRITERS))
        (folder / f"{table}{ending}").write_bytes(content)
    if rng.random() < 0.2:
        manifest = b"lender: x\nsnapshot_at: 2026-04-01\nprevious: y\n"
        (folder / "delivery.yaml").write_bytes(spoil_bytes(manifest, rng))
    if rng.random() < 0.1:
        (folder / "customers.parquet").unlink(missing_ok=True)
        (folder / "customers.parquet").symlink_to("/etc/passwd")


def count(path: Path, condition: Callable[[dict[str, Any]], bool]) -> int:
    return sum(condition(row) for row in pq.read_table(path).to_pylist())


def check_accounts(workspace: Workspace, version: str, summary: Any, *, first: bool) -> None:
    folder = workspace.intake / version
    json.loads(summary.to_json())
    for table in summary.tables:
        contract = TABLES[table.table]
        assert table.rows_in == table.rows_stored + table.rows_quarantined
        assert table.rows_stored == table.added + table.corrected + table.unchanged
        rows = pq.read_table(folder / f"{table.table}.parquet").to_pylist()
        assert len(rows) == table.rows_total
        keys = {tuple(row[name] for name in contract.primary_key) for row in rows}
        assert len(keys) == len(rows)
        assert all(row[field.name] is not None for row in rows for field in contract.fields if field.required)
        if first:
            assert len(rows) == table.rows_stored
            whole = count(
                folder / "quarantine.parquet",
                lambda row, name=table.table: row["table"] == name and row["whole_row"],  # type: ignore[misc]
            )
            assert whole == table.rows_quarantined
        assert sum(problem.count for problem in table.problems if problem.whole_row) == table.rows_quarantined


def run_case(seed: int, root: Path) -> bool:
    """Whether the delivery was taken."""
    rng = random.Random(seed)
    workspace = Workspace(root / "desk")
    mapping = rng.choice(MAPPINGS)
    version = None
    taken = False
    for number in range(rng.choice([1, 1, 2])):
        folder = root / f"delivery-{number}"
        write_delivery(folder, rng)
        try:
            with workspace.writing():
                summary = take(
                    folder,
                    into=workspace,
                    previous=version,
                    mapping=mapping,
                    settings=IntakeSettings(max_row_bytes=2_000, memory_limit="500MB"),
                )
        except MingjianError:
            continue
        check_accounts(workspace, summary.version, summary, first=version is None)
        version = summary.version
        taken = True
    leftovers = [path.name for path in workspace.intake.glob(".*")] if workspace.intake.exists() else []
    assert not leftovers
    return taken


@pytest.mark.soak
@pytest.mark.parametrize("batch", range(BATCHES))
def test_every_spoilt_delivery_ends_in_a_full_account_or_a_clear_error(
    batch: int, tmp_path: Path, repetitions: Callable[[int], int]
) -> None:
    cases = repetitions(CASES) // BATCHES
    taken = 0
    for number in range(cases):
        seed = batch * 1_000_000 + number
        try:
            taken += run_case(seed, tmp_path / str(number))
        except Exception as error:
            raise AssertionError(f"case {seed} ended in {type(error).__name__}: {error}") from error
    # Were most of them refused, the accounts of the others would show little.
    assert taken >= cases // 4
