import codecs
import csv
import io
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mingjian.intake import IntakeSettings
from tests.intake.conftest import COMPLAINTS, Desk

HEADER = "complaint_id,received_at,text\n"
GOOD = "C{},2026-03-05,{}\n"
LETTER = "我于2020年借款,现无力偿还，请求停止催收。"


def letters(count: int, text: str = "您好") -> str:
    return HEADER + "".join(GOOD.format(number, text) for number in range(1, count + 1))


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode("utf-8"),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("gb18030"),
        lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
        lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    ],
    ids=["utf-8", "utf-8 with mark", "gb18030", "utf-16 little", "utf-16 big"],
)
def test_every_usual_encoding_is_recognised(desk: Desk, encode: Callable[[str], bytes]) -> None:
    taken = desk.take({"complaints.csv": encode(letters(3, LETTER.replace(",", "，") + "𠮷㐂"))})
    assert taken.column("complaints", "text") == [LETTER.replace(",", "，") + "𠮷㐂"] * 3
    assert taken.quarantine == []


def test_a_few_spoilt_bytes_do_not_make_a_file_another_encoding(desk: Desk) -> None:
    lines = letters(5, LETTER.replace(",", "")).encode().splitlines(keepends=True)
    lines[3] = lines[3].replace("催".encode(), "催".encode()[:2])
    taken = desk.take({"complaints.csv": b"".join(lines)})
    assert taken.column("complaints", "complaint_id") == ["C1", "C2", "C4", "C5"]
    assert taken.problems == [("complaints", 3, None, "bad_encoding", True)]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_is_the_one_of_the_header(desk: Desk, delimiter: str) -> None:
    taken = desk.take({"complaints.csv": COMPLAINTS.replace(",", delimiter)})
    assert taken.column("complaints", "text") == ["您好"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_is_taken(desk: Desk, end: str) -> None:
    taken = desk.take({"complaints.csv": letters(3).replace("\n", end)})
    assert taken.column("complaints", "text") == ["您好"] * 3


def test_line_ends_may_be_mixed(desk: Desk) -> None:
    taken = desk.take({"complaints.csv": HEADER + "C1,2026-03-05,a\r\nC2,2026-03-05,b\nC3,2026-03-05,c\r\n"})
    assert taken.column("complaints", "text") == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (b"C9,2026-03-05\n", "columns_too_few"),
        (b"C9,2026-03-05,a,b\n", "columns_too_many"),
        (b'C9,2026-03-05,"open\n', "broken_quotes"),
        (b"C9,2026-03-05,\xff\xfe\n", "bad_encoding"),
        (b"C9,2026-03-05,a\0b\n", "nul_byte"),
        (b"C9,2026-03-05," + b"x" * 5000 + b"\n", "row_too_long"),
    ],
)
@pytest.mark.parametrize("place", [1, 3, 5])
def test_one_bad_row_costs_itself_and_no_other(desk: Desk, bad: bytes, code: str, place: int) -> None:
    lines = letters(5).encode().splitlines(keepends=True)
    lines[place:place] = [bad]
    taken = desk.take({"complaints.csv": b"".join(lines)}, settings=IntakeSettings(max_row_bytes=2000))
    assert taken.column("complaints", "complaint_id") == ["C1", "C2", "C3", "C4", "C5"]
    assert taken.problems == [("complaints", place, None, code, True)]


def test_a_broken_line_at_the_end_of_a_large_file_ends_in_time(desk: Desk) -> None:
    # DuckDB 2.0.0 hangs now and then where it writes in order what it reads and the reading fails in a later block.
    events = "".join(f"E{number},U{number % 9},2026-03-05T10:00:00+08:00\n" for number in range(250_000))
    taken = desk.take({"app_events.csv": f"event_id,customer_id,occurred_at\n{events}broken\n"})
    (summary,) = [table for table in taken.summary.tables if table.table == "app_events"]
    assert (summary.rows_stored, summary.rows_quarantined) == (250_000, 1)


def test_a_bad_row_does_not_shift_the_numbers_of_the_rows_after_it(desk: Desk) -> None:
    taken = desk.take({"complaints.csv": HEADER + "C1\nC2,2026-03-05,a\nC3,gestern,b\n"})
    assert [(row, code) for _table, row, _field, code, _whole in taken.problems] == [
        (1, "columns_too_few"),
        (3, "not_a_time"),
    ]


def test_quotes_hold_commas_quotes_and_lines(desk: Desk) -> None:
    text = 'a, "b"\r\nc\n\nd'
    quoted = '"' + text.replace('"', '""') + '"'
    taken = desk.take({"complaints.csv": f"{HEADER}C1,2026-03-05,{quoted}\nC2,2026-03-05,x\nshort\n"})
    assert taken.column("complaints", "text") == [text, "x"]


def test_an_inch_sign_in_a_plain_cell_is_a_character(desk: Desk) -> None:
    taken = desk.take({"complaints.csv": HEADER + 'C1,2026-03-05,5" screen\nC2,2026-03-05,b\nC3\n'})
    assert taken.column("complaints", "text") == ['5" screen', "b"]


def test_trailing_commas_of_a_spreadsheet_are_no_columns(desk: Desk) -> None:
    taken = desk.take({"complaints.csv": "complaint_id,received_at,text,,\nC1,2026-03-05,a,,\nC2,2026-03-05,b,,\n"})
    assert taken.column("complaints", "text") == ["a", "b"]
    assert taken.quarantine == []


def test_a_heading_may_be_quoted_and_span_lines(desk: Desk) -> None:
    taken = desk.take({"complaints.csv": '"complaint\nid","received_at",text\nC1,2026-03-05,a\n'})
    assert taken.column("complaints", "complaint_id") == ["C1"]


@pytest.mark.parametrize("content", ["", "\n\n", ",,\n", "\ufeff"])
def test_a_file_without_a_header_is_noted(desk: Desk, content: str) -> None:
    taken = desk.take({"customers.csv": content})
    assert [(row["table"], row["code"]) for row in taken.quarantine] == [("customers", "file_unreadable")]


def test_a_header_alone_is_an_empty_table_and_not_an_absent_one(desk: Desk) -> None:
    taken = desk.take({"customers.csv": "customer_id\n"})
    assert taken.rows("customers") == []
    assert "customers" not in taken.summary.tables_absent


def test_too_many_columns_are_refused(desk: Desk) -> None:
    taken = desk.take({"customers.csv": ",".join(f"c{i}" for i in range(2000)) + "\n"})
    assert [row["code"] for row in taken.quarantine] == ["file_unreadable"]


def test_an_oversize_file_is_refused(desk: Desk) -> None:
    settings = IntakeSettings(max_table_bytes=1000)
    taken = desk.take({"customers.csv": "customer_id\n" + "U1\n" * 1000}, settings=settings)
    assert [row["code"] for row in taken.quarantine] == ["file_too_large"]


CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(CELL, CELL), max_size=8), force=st.booleans(), line_end=st.sampled_from(["\n", "\r\n"]))
def test_what_the_csv_module_writes_is_read_back_by_both_readers(
    desk: Desk, rows: list[tuple[str, str]], force: bool, line_end: str
) -> None:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator=line_end, quoting=csv.QUOTE_ALL)
    writer.writerow(["complaint_id", "received_at", "text", "original"])
    for number, (text, other) in enumerate(rows):
        writer.writerow([f"C{number}", "2026-03-05", text, other])
    # A ragged last row sends the whole file to the patient reader; alone it would be a delivery of nothing.
    ragged = force and bool(rows)
    content = buffer.getvalue() + ("ragged\n" if ragged else "")
    taken = desk.take({"complaints.csv": content}, fresh=True)
    assert taken.column("complaints", "text") == [text or None for text, _other in rows]
    assert len(taken.quarantine) == ragged
