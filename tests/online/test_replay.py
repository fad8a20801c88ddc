from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from mingjian.access.audit import AuditLog
from mingjian.access.checkpoints import Checkpoints
from mingjian.errors import NotFoundError
from mingjian.online.replay import replay
from mingjian.online.work import Workshop
from mingjian.settings import Settings
from mingjian.store.database import Database
from mingjian.store.serving import Serving
from mingjian.store.workspace import RunFolder, Workspace
from tests.web.conftest import serving


def first_complaint(run: RunFolder) -> str:
    with Serving.open(run.path) as tables:
        return str(tables.query("SELECT complaint_id FROM complaints ORDER BY 1 LIMIT 1")[0]["complaint_id"])


def test_a_score_is_computed_again_from_its_run_and_is_the_same(run: RunFolder) -> None:
    found = replay(run, first_complaint(run), Settings())
    assert found.equal
    assert found.same_code
    assert found.run == run.name
    with pytest.raises(NotFoundError):
        replay(run, "no such complaint", Settings())


def test_an_auditor_computes_a_score_again_on_the_page_and_the_log_says_so(run: RunFolder, tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'database.sqlite'}")
    complaint = first_complaint(run)
    with (
        serving(run.workspace, settings) as address,
        httpx.Client(base_url=address, timeout=60, cookies={"language": "en"}) as auditor,
    ):
        said = auditor.post("/audit/replay", data={"complaint": complaint, "run": run.name})
        assert "The same score." in said.text
        assert auditor.post("/audit/replay", data={"complaint": "none"}).status_code == 404
    database = Database(settings.database_url)
    (entry,) = AuditLog(database).entries(action="replay")
    assert (entry.object_id, entry.reason) == (complaint, f"run {run.name}: the same")
    database.close()


def test_a_worker_keeps_a_head_of_the_audit_log_each_day(tmp_path: Path) -> None:
    elsewhere = Checkpoints(str(tmp_path / "elsewhere"))
    settings = Settings.model_validate({"access": {"checkpoints": elsewhere.folder}})
    with Workshop.open(Workspace(tmp_path / "desk"), settings) as shop:
        shop.stop()
        shop.run()
    assert len(elsewhere.read()) == 1
    log = AuditLog(Database.in_folder(tmp_path / "desk"))
    now = datetime.now(UTC)
    last = elsewhere.last_at()
    assert last is not None
    assert now - last < timedelta(hours=1)
    assert not elsewhere.keep_daily(log, now=last)
    assert elsewhere.keep_daily(log, now=last + timedelta(days=1))
    assert len(elsewhere.read()) == 2
