import io
import subprocess
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from mingjian.intake import IntakeSettings
from mingjian.intake.workbook_process import text_of
from tests.intake.conftest import Desk, instant


def workbook(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


COMPLAINTS: list[list[Any]] = [
    ["complaint_id", "received_at", "text", "filed_as"],
    ["C1", datetime.fromisoformat("2026-03-05T10:30:00"), "您好\n再见", "self"],
    ["C2", date(2026, 3, 6), None, None],
]


def test_a_workbook_is_read_with_its_own_dates(desk: Desk) -> None:
    taken = desk.take({"complaints.xlsx": workbook({"Sheet1": COMPLAINTS})})
    assert taken.column("complaints", "received_at") == [
        instant("2026-03-05T10:30:00+08:00"),
        instant("2026-03-06T00:00:00+08:00"),
    ]
    assert taken.column("complaints", "text") == ["您好\n再见", None]


def test_the_reading_process_starts_without_what_it_does_not_need(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Arrow imports pandas to look at a list, which would take as long as all else of the process."""
    started: list[str] = []
    run = subprocess.run

    def with_times(command: list[str], **options: Any) -> Any:
        done = run([command[0], "-X", "importtime", *command[1:]], **options)
        started.extend(line.split("|")[-1].strip() for line in done.stderr.decode().splitlines())
        return done

    monkeypatch.setattr("mingjian.intake.workbooks.subprocess.run", with_times)
    desk.take({"complaints.xlsx": workbook({"Sheet1": COMPLAINTS})})
    assert "pyarrow" in started
    assert "pandas" not in started


def test_the_sheet_is_the_one_of_the_tables_name_or_the_first(desk: Desk) -> None:
    other = [["a"], ["b"]]
    taken = desk.take({"complaints.xlsx": workbook({"说明": other, "Complaints": COMPLAINTS})})
    assert taken.column("complaints", "complaint_id") == ["C1", "C2"]


def test_a_number_that_stands_for_a_key_keeps_its_digits(desk: Desk) -> None:
    rows: list[list[Any]] = [["customer_id", "phone", "id_number"], [1001, 13800138000, 5.00101199001011e17]]
    taken = desk.take({"customers.xlsx": workbook({"s": rows})})
    (row,) = taken.rows("customers")
    assert (row["customer_id"], row["phone"], row["id_number"]) == ("1001", "13800138000", None)
    assert [problem[3] for problem in taken.problems] == ["rounded_by_spreadsheet"]


def test_row_numbers_are_those_of_the_sheet(desk: Desk) -> None:
    rows: list[list[Any]] = [["customer_id", "phone"], ["U1", "1380013800x"], [None, None], ["U2", "?"]]
    taken = desk.take({"customers.xlsx": workbook({"s": rows})})
    assert [problem[1] for problem in taken.problems] == [1, 3]
    assert taken.summary.tables[0].rows_in == 2


def test_a_cell_beyond_the_header_keeps_its_row_out(desk: Desk) -> None:
    rows: list[list[Any]] = [["customer_id"], ["U1"], ["U2", "beyond"]]
    taken = desk.take({"customers.xlsx": workbook({"s": rows})})
    assert taken.column("customers", "customer_id") == ["U1"]
    assert taken.problems == [("customers", 2, None, "columns_too_many", True)]


def test_a_bomb_is_refused(desk: Desk) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (20 * 2**20))
    taken = desk.take({"customers.xlsx": buffer.getvalue()}, settings=IntakeSettings(max_workbook_bytes=2**20))
    assert [row["code"] for row in taken.quarantine] == ["file_too_large"]


def test_a_bomb_that_lies_about_its_size_is_refused(desk: Desk) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (20 * 2**20))
    size = (20 * 2**20).to_bytes(4, "little")
    lying = buffer.getvalue().replace(size, (100).to_bytes(4, "little"))
    taken = desk.take({"customers.xlsx": lying}, settings=IntakeSettings(max_workbook_bytes=2**20))
    assert [row["code"] for row in taken.quarantine] == ["file_too_large"]


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04 nonsense", b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 100, b"<html>"]
)
def test_a_file_that_is_no_workbook_is_noted(desk: Desk, content: bytes) -> None:
    taken = desk.take({"customers.xlsx": content})
    assert [row["code"] for row in taken.quarantine] == ["file_unreadable"]


def test_a_workbook_that_is_called_csv_is_read_as_what_it_is(desk: Desk) -> None:
    taken = desk.take({"complaints.csv": workbook({"s": COMPLAINTS})})
    assert taken.column("complaints", "complaint_id") == ["C1", "C2"]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, None),
        ("", None),
        (True, "true"),
        (12.0, "12"),
        (0.1, "0.1"),
        (1e20, "1.00000000000000e+20"),
        (date(2026, 3, 5), "2026-03-05"),
    ],
)
def test_a_cell_reads_as_in_a_text_file(cell: object, text: str | None) -> None:
    assert text_of(cell) == text
