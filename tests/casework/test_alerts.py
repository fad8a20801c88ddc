"""What is watched turns up: in which records, and never in those that somebody has seen."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjian.casework.alerts import SHOWN, alerts, looked_at, showing
from mingjian.casework.sightings import Arrived, noted, seen_in, things_of, write
from mingjian.casework.watched import says, wording_pattern
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
    "contacts": [
        {
            "contact_id": "T-1",
            "customer_id": "C-1",
            "started_at": AFTER,
            "phone": "17000000009",
            "transcript": "老师教我说",
        }
    ],
    "customer_changes": [
        {"change_id": "H-1", "customer_id": "C-1", "changed_at": AFTER, "field": "phone", "new_value": "17000000008"},
        {"change_id": "H-2", "customer_id": "C-1", "changed_at": BEFORE, "field": "phone", "new_value": "17000000008"},
    ],
    "testimonies": [
        {
            "testimony_id": "Y-1",
            "reported_at": AFTER,
            "payee_account": "6222 0212 3456 7890",
            "wechat_id": "ShangAn_66",
            "text": "他們讓我加微信，承諾ＪＲ消費能停 息\u200b掛賬；电话170-0000-0007",
        }
    ],
    "materials": [
        {
            "material_id": "M-1",
            "complaint_id": "K-2",
            "kind": "power_of_attorney",
            "path": "p",
            "issuer_name": "某某医院",
        }
    ],
    "document_fields": [
        {"material_id": "M-1", "number": 1, "field": "telephone", "value": "17000000006"},
    ],
    "document_lines": [{"material_id": "M-1", "number": 1, "text": "收款账号 6222021234567891"}],
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
def test_only_what_no_run_had_shown_is_an_alert_whatever_its_date(tables: Serving, kind: str, subject: str) -> None:
    """Of two complaints, one of before the watch and one of after it, whichever was there already is no news."""
    everything = showing(kind, subject, tables)
    for there, late in (("1", ("K-2", AFTER)), ("2", ("K-1", BEFORE))):
        known = {"WT-1": [(table, record) for table, record in everything if record.endswith(there)]}
        (alert,) = alerts([watch(kind, subject)], tables, known)
        assert late in {(one.complaint_id, one.at) for one in alert.sightings}
        assert not set(known["WT-1"]) & {(one.record_table, one.record_id) for one in alert.sightings}
    assert alerts([watch(kind, subject)], tables, {"WT-1": everything}) == ()


def test_the_watch_of_an_agency_follows_it_when_more_is_known_of_it_and_its_number_is_another(tables: Serving) -> None:
    """AG-0 was a lead by one source; what showed it is AG-1 now."""
    first = {"WT-1": [("representations", "R-1")]}
    (alert,) = alerts([watch("agency", "AG-0")], tables, first)
    assert ("representations", "R-2") in {(one.record_table, one.record_id) for one in alert.sightings}
    seen = looked_at(watch("agency", "AG-0"), tables, [], known=first["WT-1"], up_to=AFTER)
    assert alerts([watch("agency", "AG-0")], tables, {"WT-1": seen}) == ()
    named = arrived("委托恒诺咨询办理")
    assert seen_in(named, [watch("agency", "AG-0")], tables, first) == (watch("agency", "AG-0"),)
    assert alerts([watch("agency", "AG-0")], tables, {}) == (), "what nothing showed is nobody's"


@pytest.mark.parametrize(
    ("kind", "subject", "record"),
    [
        ("entity", "phone:+86 170-0000-0009", ("contacts", "T-1")),
        ("entity", "phone:17000000008", ("customer_changes", "H-1")),
        ("entity", "phone:17000000007", ("testimonies", "Y-1")),
        ("entity", "phone:17000000006", ("materials", "M-1")),
        ("entity", "account:6222021234567890", ("testimonies", "Y-1")),
        ("entity", "account:6222021234567891", ("materials", "M-1")),
        ("entity", "wechat:shangan_66", ("testimonies", "Y-1")),
        ("entity", "organisation:某某医院", ("materials", "M-1")),
        ("organisation", "某某医院", ("materials", "M-1")),
        ("wording", "老师教", ("contacts", "T-1")),
        ("wording", "jr消费", ("testimonies", "Y-1")),
        ("wording", "停息挂账", ("testimonies", "Y-1")),
    ],
)
def test_whatever_table_shows_it_is_an_alert_however_it_is_written(
    tables: Serving, kind: str, subject: str, record: tuple[str, str]
) -> None:
    (alert,) = alerts([watch(kind, subject)], tables, {})
    assert record in {(one.record_table, one.record_id) for one in alert.sightings}


@pytest.mark.parametrize("subject", ["phone:7000000009", "phone:170000000", "account:622202123456789", "phone:17"])
def test_a_part_of_a_number_is_not_the_number(tables: Serving, subject: str) -> None:
    assert alerts([watch("entity", subject)], tables, {}) == ()


@given(st.text(alphabet="停息挂账JRjr消费 ", min_size=1, max_size=8).filter(str.strip), st.text(max_size=20))
def test_a_wording_is_found_in_itself_and_in_its_traditional_and_full_width_forms(wording: str, around: str) -> None:
    written = wording.translate(str.maketrans("挂账费JRjr", "掛賬費ＪＲｊｒ"))
    for text in (wording, written):
        assert says(wording_pattern(wording), f"{around}\n{text}\n{around}")


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
        ("wording", "停息挂账", arrived("請求停息掛賬")),
        ("entity", "phone:+86 170-0000-0001", arrived("请打170 0000 0001找老师")),
        ("organisation", "O-1", arrived("委托恒诺咨询办理")),
        ("agency", "AG-1", arrived("委托恒诺咨询办理")),
        ("agency", "AG-1", arrived(phone="17000000002")),
    ],
)
def test_a_complaint_taken_in_between_two_runs_shows_what_is_watched(
    tables: Serving, kind: str, subject: str, complaint: Arrived
) -> None:
    assert [one.kind for one in seen_in(complaint, [watch(kind, subject)], tables, {})] == [kind]
    assert seen_in(arrived("催收态度差"), [watch(kind, subject)], tables, {}) == ()


def test_what_arrived_since_the_run_is_an_alert_until_the_run_has_it(database: Database, tables: Serving) -> None:
    one, now = watch("wording", "停息挂账"), AFTER + timedelta(days=3)
    with database.begin() as connection:
        write(connection, [one], "K-9", now)
        write(connection, [one], "K-9", now)
        write(connection, [one], "K-2", now)
    (alert,) = alerts([one], tables, {"WT-1": [("complaints", "K-1")]}, noted(database))
    shown = [(seen.complaint_id, seen.at) for seen in alert.sightings if seen.complaint_id]
    assert shown == [("K-9", now), ("K-2", AFTER)]
    assert alert.number == 3, "a report of a consumer shows it as well"


def test_many_sightings_are_counted_and_the_newest_named(tables: Serving) -> None:
    (alert,) = alerts([watch("wording", "上岸老师")], tables, {})
    assert (len(alert.sightings), alert.number) == (SHOWN, SHOWN + 5)


@pytest.mark.parametrize("kind", KINDS)
def test_what_turns_up_nowhere_is_no_alert(tables: Serving, kind: str) -> None:
    assert alerts([watch(kind, "无人提到")], tables, {}) == ()
