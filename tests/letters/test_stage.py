import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from mingjian.contract import TABLES
from mingjian.letters import LettersSettings, run
from mingjian.store.engine import DuckDBEngine
from mingjian.store.lake import Lake
from mingjian.store.stage import StageContext

START = datetime(2026, 3, 1, 2, tzinfo=UTC)
LETTER = (
    "本人{}在贵司借款{}元，因失业无力偿还，催收每天打三十个电话，根据信用卡办法第七十条要求停息挂账，"
    "并且恳请监管部门依法核查该机构的违规行为后给我书面答复。"
)
NAMES = ("张三", "李四", "王五", "赵六")


def _complaints() -> list[dict[str, Any]]:
    texts: list[str | None] = [LETTER.format(name, 1000 * place) for place, name in enumerate(NAMES, start=1)]
    texts += ["账单上的金额看不懂，麻烦解释一下第三笔是什么", "", None]
    return [
        {
            "complaint_id": f"C{place}",
            "customer_id": f"K{place}",
            "received_at": START + timedelta(days=place),
            "text": text,
        }
        for place, text in enumerate(texts)
    ]


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckDBEngine]:
    engine = DuckDBEngine(workers=1)
    yield engine
    engine.close()


def _run(engine: DuckDBEngine, folder: Path, *, loans: bool = True, previous: Lake | None = None) -> Lake:
    lake = Lake(engine, folder)
    lake.write("complaints", pa.Table.from_pylist(_complaints(), TABLES["complaints"].arrow_schema))
    if loans:
        rows = [
            {"loan_id": "L0", "customer_id": "K0", "product_kind": "cash_loan", "disbursed_on": date(2025, 1, 1)},
            {"loan_id": "L1", "customer_id": "K1", "product_kind": "credit_card", "disbursed_on": date(2025, 1, 1)},
        ]
        lake.write("loans", pa.Table.from_pylist(rows, TABLES["loans"].arrow_schema))
    run(StageContext(lake, START + timedelta(days=30), previous), LettersSettings())
    return lake


def _rows(lake: Lake, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = lake.table(name).to_pyarrow().to_pylist()
    return rows


@pytest.fixture(scope="module")
def lake(engine: DuckDBEngine, tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return _run(engine, tmp_path_factory.mktemp("letters"))


def test_each_letter_with_text_is_read(lake: Lake) -> None:
    letters = {row["complaint_id"]: row for row in _rows(lake, "letters")}
    assert set(letters) == {f"C{place}" for place in range(5)}
    (template,) = _rows(lake, "letter_templates")
    followers = {key for key, row in letters.items() if row["template_id"] == template["template_id"]}
    assert followers == {"C0", "C1", "C2", "C3"}


def test_slots_and_spans_point_into_the_text(lake: Lake) -> None:
    texts = {row["complaint_id"]: row["text"] for row in _complaints()}
    for row in _rows(lake, "letters"):
        text = texts[row["complaint_id"]]
        for slot in json.loads(row["slots"] or "[]"):
            if slot["slot"] == 1:
                assert text[slot["start"] : slot["end"]] in NAMES
        for start, end in json.loads(row["skeleton_spans"] or "[]"):
            assert 0 <= start < end <= len(text)
    said = {texts[row["complaint_id"]][row["start"] : row["end"]] for row in _rows(lake, "claim_mentions")}
    assert any("失业" in words for words in said)


def test_a_law_for_cards_is_judged_by_the_customers_own_loans(lake: Lake) -> None:
    applies = {
        row["complaint_id"]: [law["applies"] for law in json.loads(row["laws"])] for row in _rows(lake, "letters")
    }
    assert applies["C0"] == [False]
    assert applies["C1"] == [True]
    assert applies["C2"] == [None]


def test_without_loans_no_quotation_is_judged(engine: DuckDBEngine, tmp_path: Path) -> None:
    lake = _run(engine, tmp_path, loans=False)
    for row in _rows(lake, "letters"):
        assert all(law["applies"] is None for law in json.loads(row["laws"]))
    outcomes = {row["outcome"] for row in _rows(lake, "findings") if row["check"] == "quoted_law_misapplied"}
    assert "suspect" not in outcomes


def test_every_check_says_something_of_every_complaint(lake: Lake) -> None:
    checks: dict[str, set[str]] = {}
    for row in _rows(lake, "findings"):
        checks.setdefault(row["subject_id"], set()).add(row["check"])
    assert set(checks) == {f"C{place}" for place in range(7)}
    assert all(found == {"letter_template", "code_words", "quoted_law_misapplied"} for found in checks.values())


def test_a_template_keeps_its_id_in_the_next_run(engine: DuckDBEngine, lake: Lake, tmp_path: Path) -> None:
    again = _run(engine, tmp_path, previous=lake)
    assert [row["template_id"] for row in _rows(again, "letter_templates")] == [
        row["template_id"] for row in _rows(lake, "letter_templates")
    ]


def test_without_complaints_every_table_is_there_and_empty(engine: DuckDBEngine, tmp_path: Path) -> None:
    lake = Lake(engine, tmp_path)
    run(StageContext(lake, START), LettersSettings())
    for name in ("letters", "letter_templates", "letter_keys", "claim_mentions", "code_word_candidates"):
        assert lake.has(name)
        assert _rows(lake, name) == []
