"""A document of a run becomes a letter to its issuer."""

import random
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mingjian.contract import TABLES
from mingjian.contract.vocabulary import MaterialKind
from mingjian.errors import NotFoundError
from mingjian.materials.enquiry import enquire
from mingjian.simulation.documents.electronic import pdf_of
from mingjian.simulation.documents.facts import Facts, Issuer, Person
from mingjian.simulation.documents.seal import Seal
from mingjian.simulation.settings import CHINA
from mingjian.simulation.worlds.chongqing import papers
from mingjian.store import serving
from mingjian.store.vault import Vault
from mingjian.store.workspace import RunFolder

BANK = "重庆山城银行股份有限公司"


def receipt() -> bytes:
    person = Person("王晓明", False, "500112198703124512", "重庆市渝北区人民路1号")
    facts = Facts(
        kind=MaterialKind.PAYMENT_RECEIPT,
        person=person,
        issuer=Issuer("O-1", BANK, "other", "", "023-60000000", "", Seal("O-1", BANK)),
        number="20260900017",
        issued=date(2026, 9, 14),
        event=date(2026, 9, 10),
        lender="渝信消费金融",
        product="渝易贷",
        amount_yuan=830.5,
        account="6228480000000000000",
    )
    paper = papers.paper(facts, random.Random(1), random.Random(2))
    return pdf_of(paper, datetime(2026, 9, 14, 10, tzinfo=CHINA), random.Random(3))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    root = tmp_path_factory.mktemp("desk")
    digest = Vault.open(root).put_bytes(receipt())
    folder = root / "runs" / "0001"
    folder.mkdir(parents=True)
    materials = TABLES["materials"].arrow_schema.append(pa.field("file_sha256", pa.string()))
    rows = [
        {"material_id": "M-1", "kind": "payment_receipt", "path": "a.pdf", "issuer_name": BANK, "file_sha256": digest}
    ]
    pq.write_table(pa.Table.from_pylist(rows, schema=materials), folder / "materials.parquet")
    register = [{"organisation_id": "O-1", "name": BANK, "address": "重庆市江北区建新路2号", "phone": "023-60000001"}]
    pq.write_table(
        pa.Table.from_pylist(register, schema=TABLES["organisations"].arrow_schema), folder / "organisations.parquet"
    )
    serving.build(
        {name: folder / f"{name}.parquet" for name in ("materials", "organisations")}, folder / serving.FILE_NAME
    )
    return RunFolder(folder, "0001")


def test_the_letter_states_what_the_file_says_and_where_the_register_says_to_send_it(run: RunFolder) -> None:
    letter = enquire(
        run,
        "M-1",
        vault=Vault.open(run.workspace),
        cache=run.workspace / "cache",
        sender="渝信消费金融",
        day=date(2026, 11, 25),
    )
    text = letter.to_text()
    for said in (BANK, "20260900017", "2026-09-14", "重庆市江北区建新路2号", "023-60000001"):
        assert said in text, text
    assert "6228480000000000000" not in text


def test_a_document_that_the_run_does_not_have_is_named(run: RunFolder, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="M-9"):
        enquire(run, "M-9", vault=Vault.open(run.workspace), cache=tmp_path, sender="", day=date(2026, 11, 25))
