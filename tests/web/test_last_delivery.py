from pathlib import Path

from mingjian.intake import take
from mingjian.store.workspace import Workspace
from mingjian.web.last_delivery import DeliveredTable, last_delivery


def test_the_last_delivery_is_told_with_its_tables_and_what_was_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "2026-03"
    folder.mkdir()
    (folder / "complaints.csv").write_text("complaint_id,received_at,text\nC1,2026-03-05,a\n,2026-03-05,b\n")
    (folder / "customers.xlsx").write_bytes(b"PK no workbook")
    workspace = Workspace(tmp_path / "desk")
    with workspace.writing():
        version = take(folder, into=workspace).version
    found = last_delivery(workspace, version)
    assert found is not None
    assert found.name == "2026-03"
    assert found.tables == (DeliveredTable("complaints", 2, 1),)
    assert (found.unreadable, found.left_out) == (("customers",), ("customers.xlsx",))


def test_a_delivery_whose_record_is_gone_is_not_told(tmp_path: Path) -> None:
    assert last_delivery(Workspace(tmp_path), "abcd") is None
