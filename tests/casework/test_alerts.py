"""What is watched turns up: in which records, and never in those that were there before."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mingjian.casework.alerts import SHOWN, alerts
from mingjian.casework.sightings import Arrived, noted, seen_in, things_of, write
from mingjian.casework.watchlist import KINDS, Watch
from mingjian.contract import TABLES
from mingjian.store import serving
from mingjian.store.database import Database
from mingjian.store.serving import Serving

WATCHED_AT = datetime(2026, 9, 1, tzinfo=UTC)
BEFORE, AFTER = WATCHED_AT - timedelta(days=1), WATCHED_AT + timedelta(days=1)
ROWS: dict[str, list[dict[str, Any]]] = {
    "complaints": [
        {"complaint_id": "K-1", "received_at": BEFORE, "text": "请求停息挂账"},
        {"complaint_id": "K-2", "received_at": AFTER, "text": "请求停息挂账"},
    ],
    "representations": [
        {"representation_id": f"R-{number}", "complaint_id": f"K-{number}", "organisation_name": "恒诺咨询"}
        for number in (1, 2)
    ],
    "organisations": [{"organisation_id": "O-1", "name": "恒诺咨询"}],
    "solicitations": [
        {"solicitation_id": f"S-{number:02d}", "published_at": AFTER, "text": "上岸老师"} for number in range(SHOWN + 5)
    ],
    "agencies": [
        {"agency_id": "AG-1", "may_act": "unknown", "names": '[{"name": "恒诺咨询"}]', "phones": '["17000000002"]'}
    ],
    "agency_mentions": [
        {
            "agency_id": "AG-1",
            "record_table": "representations",
            "record_id": f"R-{n}",
            "at": at,
            "complaint_id": f"K-{n}",
        }
        for n, at in ((1, BEFORE), (2, AFTER))
    ],
    "gang_members": [{"gang_id": "G-1", "entity_type": "complaint", "entity_id": f"K-{number}"} for number in (1, 2)],
    "entities": [
        {"entity_type": "phone", "entity_id": "17000000001", "record_table": "complaints", "record_id": f"K-{number}"}
        for number in (1, 2)
    ],
}


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder = tmp_path_factory.mktemp("watched")
    for name, rows in ROWS.items():
        pq.write_table(pa.Table.from_pylist(rows, schema=TABLES[name].arrow_schema), folder / f"{name}.parquet")
    serving.build({name: folder / f"{name}.parquet" for name in ROWS}, folder / serving.FILE_NAME)
    with Serving.open(folder) as opened:
        yield opened


def watch(kind: str, subject: str) -> Watch:
    return Watch("WT-1", kind, subject, "it may come back", "li.na", WATCHED_AT, date(2027, 1, 1), None)


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        ("agency", "AG-1"),
        ("gang", "G-1"),
        ("entity", "phone:17000000001"),
        ("organisation", "O-1"),
        ("organisation", "恒诺咨询"),
        ("wording", "停息挂账"),
    ],
)
def test_only_what_came_after_the_watch_began_is_an_alert(tables: Serving, kind: str, subject: str) -> None:
    (alert,) = alerts([watch(kind, subject)], tables)
    assert [(one.complaint_id, one.at) for one in alert.sightings] == [("K-2", AFTER)]
    assert alert.number == 1


def arrived(text: str = "", *, gang: str | None = None, phone: str = "") -> Arrived:
    complaint = {"contact_phone": phone, "text": text}
    return Arrived("K-9", text, gang, things_of(complaint))


@pytest.mark.parametrize(
    ("kind", "subject", "complaint"),
    [
        ("gang", "G-1", arrived(gang="G-1")),
        ("entity", "phone:17000000001", arrived(phone="17000000001")),
        ("entity", "phone:17000000001", arrived("请打17000000001找老师")),
        ("wording", "停息挂账", arrived("请求停息挂账")),
        ("organisation", "O-1", arrived("委托恒诺咨询办理")),
        ("agency", "AG-1", arrived("委托恒诺咨询办理")),
        ("agency", "AG-1", arrived(phone="17000000002")),
    ],
)
def test_a_complaint_taken_in_between_two_runs_shows_what_is_watched(
    tables: Serving, kind: str, subject: str, complaint: Arrived
) -> None:
    assert [one.kind for one in seen_in(complaint, [watch(kind, subject)], tables)] == [kind]
    assert seen_in(arrived("催收态度差"), [watch(kind, subject)], tables) == ()


def test_what_arrived_since_the_run_is_an_alert_until_the_run_has_it(database: Database, tables: Serving) -> None:
    one, now = watch("wording", "停息挂账"), AFTER + timedelta(days=3)
    with database.begin() as connection:
        write(connection, [one], "K-9", now)
        write(connection, [one], "K-9", now)
        write(connection, [one], "K-2", now)
    (alert,) = alerts([one], tables, noted(database))
    assert [(seen.complaint_id, seen.at) for seen in alert.sightings] == [("K-9", now), ("K-2", AFTER)]
    assert alert.number == 2


def test_many_sightings_are_counted_and_the_newest_named(tables: Serving) -> None:
    (alert,) = alerts([watch("wording", "上岸老师")], tables)
    assert (len(alert.sightings), alert.number) == (SHOWN, SHOWN + 5)


@pytest.mark.parametrize("kind", KINDS)
def test_what_turns_up_nowhere_is_no_alert(tables: Serving, kind: str) -> None:
    assert alerts([watch(kind, "无人提到")], tables) == ()
