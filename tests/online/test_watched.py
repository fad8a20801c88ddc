"""From the front door to My work: a complaint that is taken in between two runs and shows what is watched."""

import json
from datetime import UTC, datetime, timedelta

from mingjian.access.policy import Principal, Role
from mingjian.casework.alerts import alerts, looked_at
from mingjian.casework.sightings import noted
from mingjian.casework.watchlist import Watchlist
from mingjian.online.reception import Reception
from mingjian.online.work import Workshop
from mingjian.store.database import Database
from mingjian.store.serving import Serving
from mingjian.store.vault import Vault
from mingjian.store.workspace import RunFolder, Workspace
from tests.online.conftest import SETTINGS

DESK = Principal("zhao.min", frozenset({Role.INVESTIGATOR}))
KEY = Principal("key north", frozenset({Role.SERVICE}))


def _sent(number: str, text: str) -> str:
    return json.dumps({"complaint_id": number, "received_at": "2026-10-31T17:00+08:00", "text": text})


def test_what_is_watched_and_turns_up_in_a_complaint_taken_in_online_is_an_alert_at_once(
    run: RunFolder, database: Database
) -> None:
    now = datetime.now(UTC)
    watchlist, vault = Watchlist(database), Vault.open(run.workspace)
    until = now.date() + timedelta(days=9)
    for kind, subject in (("entity", "phone:17099990001"), ("wording", "债务清零计划")):
        watchlist.add(kind, subject, until=until, by=DESK, at=now - timedelta(hours=1), why="团伙的新号码")
    reception = Reception(database, vault)
    reception.take(_sent("NEW-1", "请停止催收，联系电话 17099990001。"), [], by=KEY, request_key="1")
    reception.take(_sent("NEW-2", "我参加了债务清零计划，现在想退出。"), [], by=KEY, request_key="2")
    reception.take(_sent("NEW-3", "请核对我的账单。"), [], by=KEY, request_key="3")
    with Workshop(Workspace(run.workspace), database, vault, SETTINGS) as shop:
        while shop.run_one():
            pass
        watches = watchlist.current(today=now.date())
        with Serving.open(run.path) as tables:
            found = alerts(watches, tables, watchlist.known(), noted(database))
            shown = {alert.watch.subject_id: [one.complaint_id for one in alert.sightings] for alert in found}
            assert shown == {"phone:17099990001": ["NEW-1"], "债务清零计划": ["NEW-2"]}, "and the third shows nothing"
            looked = datetime.now(UTC)
            for watch in watches:
                known = looked_at(watch, tables, noted(database)[watch.watch_id], up_to=looked)
                assert known == (("complaints", shown[watch.subject_id][0]),), "so the run that brings it is no news"
                watchlist.look(
                    watch.watch_id, known=known, up_to=looked, by=DESK, at=looked, why="已逐一核实，无需处理"
                )
            again = watchlist.current(today=now.date())
            assert alerts(again, tables, watchlist.known(), noted(database)) == (), (
                "what somebody has looked at is not told again"
            )
