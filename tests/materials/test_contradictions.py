"""The rules over tables: each complaint's papers, the customer on file, the lender's own log and the register."""

import json
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pytest

from mingjian.contract import TABLES
from mingjian.materials.contradictions import contradictions
from mingjian.materials.examination import LINES
from mingjian.standards import identity
from mingjian.store.engine import Engine
from tests.materials.conftest import Write

MAN = "50011219870312451"
NUMBER = MAN + identity.check_character(MAN)
DEATH = f"""居民死亡医学证明
编号：{NUMBER}
死者姓名：王晓明
证件号码：{NUMBER}
死亡日期：2026年8月2日
出具日期：2026年8月4日"""
DIAGNOSIS = f"""重庆市渝北区人民医院
姓名：刘建国
身份证号：{NUMBER}
就诊日期：2026年8月1日
出具日期：2026年8月4日"""


def lines(**texts: str) -> pa.Table:
    rows = [
        {
            "sha256": name,
            "page": 1,
            "left": 10,
            "top": 40 * row,
            "right": 800,
            "bottom": 40 * row + 30,
            "text": text,
            "confidence": 0.99,
        }
        for name, content in texts.items()
        for row, text in enumerate(content.splitlines(), start=1)
    ]
    return pa.Table.from_pylist(rows, schema=LINES)


def paper(name: str, kind: str) -> dict[str, Any]:
    return {
        "material_id": name,
        "complaint_id": "K-1",
        "kind": kind,
        "path": f"{name}.jpg",
        "received_at": datetime(2026, 9, 20, tzinfo=UTC),
        "file_sha256": name,
    }


def call(number: int, day: int) -> dict[str, Any]:
    return {
        "contact_id": f"T-{number}",
        "customer_id": "C-1",
        "started_at": datetime(2026, 8, day, 3, tzinfo=UTC),
        "duration_s": 60.0,
        "channel": "call",
        "counterparty": "self",
    }


@pytest.fixture
def found(engine: Engine, write: Write) -> dict[str, dict[str, dict[str, Any]]]:
    lake = write(
        engine,
        {
            "materials": [
                paper("M-1", "death_certificate"),
                paper("M-2", "diagnosis_certificate"),
                paper("M-3", "chat_screenshot"),
            ],
            "complaints": [
                {"complaint_id": "K-1", "customer_id": "C-1", "received_at": datetime(2026, 9, 20, tzinfo=UTC)}
            ],
            "customers": [{"customer_id": "C-1", "full_name": "王晓明", "id_number": NUMBER}],
            "contacts": [call(1, 1), call(2, 20), call(3, 25)],
        },
    )
    text = engine.read_arrow(lines(**{"M-1": DEATH, "M-2": DIAGNOSIS}))
    rows = contradictions(lake, text, engine).to_pyarrow()
    assert rows.schema.names == TABLES["findings"].arrow_schema.names
    result: dict[str, dict[str, dict[str, Any]]] = {}
    for row in rows.to_pylist():
        result.setdefault(row["subject_id"], {})[row["check"]] = row
    return result


def test_the_customer_s_later_calls_contradict_the_customer_s_death(
    found: dict[str, dict[str, dict[str, Any]]],
) -> None:
    finding = found["M-1"]["customer_active_after_death"]
    assert finding["outcome"] == "contradicted"
    assert json.loads(finding["values"]) == {"died": "2026-08-02", "calls": 2, "logins": 0, "first": "2026-08-20"}
    assert json.loads(finding["place"])["page"] == 1


def test_papers_of_one_complaint_are_held_against_each_other_and_the_customer(
    found: dict[str, dict[str, dict[str, Any]]],
) -> None:
    assert found["M-2"]["name_differs_from_customer"]["outcome"] == "suspect"
    assert json.loads(found["M-2"]["documents_name_different_people"]["evidence"]) == ["M-1"]


def test_a_document_that_states_nothing_is_under_no_suspicion(found: dict[str, dict[str, dict[str, Any]]]) -> None:
    assert {code: row["outcome"] for code, row in found["M-3"].items()} == {"facts_not_read": "not_applicable"}
