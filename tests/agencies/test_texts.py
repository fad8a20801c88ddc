"""Agreements and adverts through the stage."""

import json
from typing import Any

from mingjian.agencies import AgenciesSettings, run
from mingjian.contract import TABLES
from mingjian.contract.sentences import SENTENCES
from mingjian.store.engine import Engine
from mingjian.store.lake import Lake
from mingjian.store.stage import StageContext
from tests.agencies.conftest import AS_OF, Rows, Write

ADVERT = "征❤困难？JR消费逾期别怕，当天停催，先别还！加薇信：shangan2026"


def findings(lake: Lake) -> dict[str, list[dict[str, Any]]]:
    run(StageContext(lake=lake, as_of=AS_OF), AgenciesSettings())
    by_subject: dict[str, list[dict[str, Any]]] = {}
    for row in lake.table("findings").to_pyarrow().to_pylist():
        SENTENCES[row["check"]].render(json.loads(row["values"]))
        by_subject.setdefault(row["subject_id"], []).append(row)
    return by_subject


def line(number: int, text: str) -> dict[str, Any]:
    return {
        "material_id": "M-1", "number": number, "page": 1, "text": text, "confidence": 1.0,
        "left": 10, "top": 40 * number, "right": 600, "bottom": 40 * number + 30,
    }  # fmt: skip


def test_a_clause_is_found_in_the_region_of_its_lines(engine: Engine, write: Write) -> None:
    rows: Rows = {
        "complaints": [],
        "materials": [
            {"material_id": "M-1", "kind": "service_agreement", "path": "1.pdf"},
            {"material_id": "M-2", "kind": "service_agreement", "path": "2.pdf"},
            {"material_id": "M-3", "kind": "contract", "path": "3.pdf"},
        ],
        "document_lines": [line(1, "一、签约后甲方须停止"), line(2, "一切还款。"), line(3, "二、双方友好协商。")],
    }
    found = findings(write(engine, rows))
    (clause,) = found["M-1"]
    assert (clause["check"], clause["outcome"]) == ("clause_stop_repaying", "suspect")
    assert json.loads(clause["place"]) == {"page": 1, "region": [10, 40, 600, 110]}
    (unread,) = found["M-2"]
    assert (unread["check"], unread["outcome"]) == ("agreement_unreadable", "unreadable")
    assert "M-3" not in found


def test_an_advert_is_read_for_code_words_promises_and_contacts(engine: Engine, write: Write) -> None:
    rows: Rows = {
        "complaints": [],
        "solicitations": [
            {"solicitation_id": "A-1", "text": ADVERT},
            {"solicitation_id": "A-2", "text": "今天天气很好，适合出门散步。"},
        ],
        "testimonies": [{"testimony_id": "T-1", "reported_at": AS_OF, "text": "他让我打13812345678联系。"}],
    }
    lake = write(engine, rows)
    found = findings(lake)
    checks = {row["check"] for row in found["A-1"]}
    assert {"advert_offers_agency_service", "advert_code_word", "advert_code_word_plain"} <= checks
    for row in found["A-1"]:
        if row["check"].startswith("advert_code_word"):
            place, values = json.loads(row["place"]), json.loads(row["values"])
            assert ADVERT[place["start"] : place["end"]] == values["word"]
            assert (values["word"] == values["standard"]) == row["check"].endswith("plain")
    assert [row["check"] for row in found["A-2"]] == ["advert_says_nothing_known"]
    mentions = {
        (row["subject_type"], row["subject_id"], row["kind"], row["value"])
        for row in lake.table("contact_mentions").to_pyarrow().to_pylist()
    }
    assert mentions == {
        ("solicitation", "A-1", "wechat", "shangan2026"),
        ("testimony", "T-1", "phone", "13812345678"),
    }


def test_without_agreements_and_adverts_the_tables_are_there_and_empty(engine: Engine, write: Write) -> None:
    lake = write(engine, {"complaints": []})
    assert findings(lake) == {}
    assert list(lake.table("contact_mentions").columns) == list(TABLES["contact_mentions"].columns)
