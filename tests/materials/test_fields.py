import json
from pathlib import Path
from typing import Any

from mingjian.materials import MaterialsSettings, run
from mingjian.store.engine import Engine
from mingjian.store.stage import StageContext
from mingjian.store.vault import Vault
from tests.materials.conftest import AS_OF, Write
from tests.reading.documents import CERTIFICATE, encoded, scan


def test_what_a_document_states_is_written_with_its_place(tmp_path: Path, write: Write, engine: Engine) -> None:
    vault = Vault.open(tmp_path / "vault")
    digest = vault.put_bytes(encoded(scan(*CERTIFICATE)))
    paper: dict[str, Any] = {"material_id": "M-1", "kind": "diagnosis_certificate", "file_sha256": digest}
    lake = write(engine, {"materials": [paper]})
    run(StageContext(lake=lake, as_of=AS_OF, vault=vault, cache=tmp_path / "cache"), MaterialsSettings())
    rows = {row["field"]: row for row in lake.table("document_fields").to_pyarrow().to_pylist()}
    assert {name: row["value"] for name, row in rows.items()} == {
        "issuer": "渝州市第一人民医院",
        "person_name": "陈建国",
        "sex": "male",
        "age": "41",
        "id_number": "510212198503072731",
        "diagnosis": "急性阑尾炎",
        "issued_on": "2026-05-01",
    }
    left, top, right, bottom = json.loads(rows["diagnosis"]["region"])
    assert left < 420 < right
    assert top < 90 + 4 * 70 + 22 < bottom
    assert 0.5 < rows["diagnosis"]["confidence"] <= 1
