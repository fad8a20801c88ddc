import contextlib
import json
import shutil
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from mingjian.contract import TABLES
from mingjian.contract.labels import value_label
from mingjian.contract.reasons import Reason, from_json
from mingjian.contract.vocabulary import ComplaintChannel
from mingjian.errors import InputError
from mingjian.network import Links, Standing
from mingjian.online import Arrival, OnlineDesk
from mingjian.online import parse_arrival as parse
from mingjian.online.assessment import Assessment
from mingjian.store.serving import Serving
from mingjian.store.workspace import RunFolder
from tests.online.conftest import SETTINGS

SHANGHAI = ZoneInfo("Asia/Shanghai")
FULL_WIDTH = {code: code + 0xFEE0 for code in range(ord("0"), ord("9") + 1)}
TAKEN = datetime(2026, 10, 31, 18, tzinfo=SHANGHAI)


def arrival_of(text: str) -> Arrival:
    """What was sent, taken in at ``TAKEN``."""
    return parse(text, taken_at=TAKEN)


def complaint_of(text: str) -> pa.Table:
    """The row of a complaint that was sent."""
    return arrival_of(text).complaint


@pytest.fixture(scope="module")
def desk(run: RunFolder) -> Iterator[OnlineDesk]:
    with OnlineDesk.open(run, SETTINGS) as opened:
        yield opened


@pytest.fixture(scope="module")
def serving(run: RunFolder) -> Iterator[Serving]:
    with Serving.open(run.path) as opened:
        yield opened


def _complaints(serving: Serving, where: str = "true") -> list[pa.Table]:
    contract = TABLES["complaints"]
    rows = serving.query_arrow(f"SELECT * FROM complaints WHERE {where} ORDER BY complaint_id")
    rows = rows.select(list(contract.columns)).cast(contract.arrow_schema)
    return [rows.slice(place, 1) for place in range(rows.num_rows)]


def _plain(reasons: tuple[Reason, ...]) -> list[tuple[str, float, str, tuple[str, ...]]]:
    return sorted((r.code, round(r.weight, 5), json.dumps(dict(r.values), sort_keys=True), r.evidence) for r in reasons)


def test_a_complaint_of_the_run_is_assessed_online_as_in_the_run(desk: OnlineDesk, serving: Serving) -> None:
    complaints = _complaints(serving)
    assert len(complaints) > 40
    for complaint in complaints:
        online = desk.assess(complaint)
        (batch,) = serving.query("SELECT * FROM complaint_assessments WHERE complaint_id = ?", [online.complaint_id])
        claims = serving.query(
            'SELECT claim, status, start, "end", evidence FROM claims WHERE complaint_id = ?', [online.complaint_id]
        )
        assert online.agent_probability == pytest.approx(batch["agent_probability"], abs=1e-9)
        assert online.agent_probability_low == pytest.approx(batch["agent_probability_low"], abs=1e-9)
        assert online.agent_probability_high == pytest.approx(batch["agent_probability_high"], abs=1e-9)
        assert (online.zone, online.template_id) == (batch["zone"], batch["template_id"])
        assert _plain(online.reasons) == _plain(from_json(batch["reasons"]))
        assert _plain(online.merits) == _plain(from_json(batch["merits"]))
        assert sorted((c.claim, c.status, c.start, c.end, sorted(c.evidence)) for c in online.claims) == sorted(
            (c["claim"], c["status"], c["start"], c["end"], sorted(json.loads(c["evidence"]))) for c in claims
        )


def test_a_new_letter_after_a_known_template_is_put_to_it(desk: OnlineDesk, serving: Serving) -> None:
    (known,) = serving.query(
        "SELECT c.text, l.template_id FROM letter_templates l JOIN complaints c ON c.complaint_id = l.medoid_id "
        "ORDER BY l.complaints DESC LIMIT 1"
    )
    received = "2026-10-31T17:00+08:00"
    new = complaint_of(json.dumps({"complaint_id": "NEW", "received_at": received, "text": known["text"] + "谢谢。"}))
    assert desk.assess(new).template_id == known["template_id"]


def test_a_new_letter_of_a_firm_in_the_register_is_not_asked_what_it_shares(desk: OnlineDesk, serving: Serving) -> None:
    (firm,) = serving.query(
        "SELECT name FROM organisations WHERE kind = 'law_firm' AND status = 'active' ORDER BY name LIMIT 1"
    )
    (shared,) = serving.query(
        "SELECT contact_phone FROM complaints WHERE contact_phone IS NOT NULL GROUP BY contact_phone "
        "HAVING count(DISTINCT customer_id) > 2 ORDER BY contact_phone LIMIT 1"
    )
    fields = {"complaint_id": "NEW", "received_at": "2026-10-31T17:00+08:00"} | shared

    by_nobody, by_the_firm = (
        desk.assess(complaint_of(json.dumps(fields | {"sender_name": name}))) for name in (None, firm["name"])
    )

    assert any(reason.code.startswith("agent_phone_shared") for reason in by_nobody.reasons)
    assert not any(reason.code.startswith("agent_phone_shared") for reason in by_the_firm.reasons)
    assert by_the_firm.gang_id is None


def _new_on_a_gangs_telephone(serving: Serving) -> dict[str, str]:
    """What a complaint comes with that a gang's telephone holds, and the gang."""
    (held,) = serving.query(
        "SELECT entity_id AS contact_phone FROM entity_index WHERE entity_type = 'phone' AND countable "
        "AND NOT coalesce(hub, false) AND gang_households * 2 > households + 1 ORDER BY entity_id LIMIT 1"
    )
    return {"complaint_id": "NEW", "received_at": "2026-10-31T17:00+08:00", **held}


def test_a_new_complaint_says_what_it_has_in_common_with_whom(desk: OnlineDesk, serving: Serving) -> None:
    def assessed(**fields: str) -> Assessment:
        new = {"complaint_id": "NEW", "received_at": "2026-10-31T17:00+08:00", **fields}
        return desk.assess(complaint_of(json.dumps(new)))

    def linked(**fields: str) -> Links:
        return assessed(**fields).links

    assert linked(device_id="of-nobody") == Links(Standing.NOTHING_KNOWN)

    joined = linked(**_new_on_a_gangs_telephone(serving))
    assert joined.standing is Standing.JOINS
    assert [hold.entity.type for hold in joined.gangs[0].holds] == ["phone"]
    (answered,) = json.loads(assessed(**_new_on_a_gangs_telephone(serving)).to_json())["links"]["gangs"][0]["holds"]
    assert "****" in answered["entity_id"]

    for field, type_ in (("contact_phone", "phone"), ("device_id", "device"), ("sender_address", "address")):
        (other,) = serving.query(
            f"SELECT complaint_id, customer_id, {field} AS value FROM complaints JOIN customers USING (customer_id) "
            f"JOIN entity_index ON entity_type = '{type_}' AND entity_id = {field} WHERE gang_id IS NULL "
            "AND NOT coalesce(hub, false) AND households * 8 < population AND phone IS DISTINCT FROM contact_phone "
            "AND complaint_id NOT IN (SELECT complaint_id FROM legal_senders) ORDER BY complaint_id LIMIT 1"
        )
        spelt = other["value"].translate(FULL_WIDTH) if field == "sender_address" else other["value"]
        shared = linked(**{field: spelt})
        assert shared.standing is Standing.SHARES, field
        assert [len(one.voices) > 0 for one in shared.shared] == [True], field
        told = assessed(**{field: spelt}).to_json()
        assert [name for name in other.values() if name in told] == [], "masked, and nobody else is named"
        assert linked(**{field: spelt, "customer_id": other["customer_id"]}).shared == (), field


def test_who_was_judged_not_to_be_of_a_gang_is_not_linked_to_it_again(
    desk: OnlineDesk, run: RunFolder, serving: Serving, tmp_path: Path
) -> None:
    fields = _new_on_a_gangs_telephone(serving)
    (customer,) = serving.query(
        "SELECT customer_id FROM customers WHERE customer_id NOT IN (SELECT entity_id FROM gang_members) "
        "ORDER BY customer_id LIMIT 1"
    )
    new = complaint_of(json.dumps(fields | customer))
    gang_id = desk.assess(new).gang_id
    assert gang_id is not None
    copied = shutil.copytree(run.path, tmp_path / run.path.name)
    for away, linked in (("G-another", gang_id), (gang_id, None), (None, None)):
        with contextlib.closing(sqlite3.connect(copied / "rows.sqlite")) as rows, rows:
            rows.execute("DELETE FROM sent_away")
            rows.execute(
                "INSERT INTO sent_away (entity_type, entity_id, gang_id) VALUES ('customer', ?, ?)",
                [customer["customer_id"], away],
            )
        with OnlineDesk.open(replace(run, path=copied), SETTINGS) as judged:
            assert judged.assess(new).gang_id == linked


def test_a_telephone_on_the_customers_own_file_links_his_complaint_to_nobody(
    desk: OnlineDesk, run: RunFolder, serving: Serving, tmp_path: Path
) -> None:
    fields = _new_on_a_gangs_telephone(serving)
    (customer,) = serving.query(
        "SELECT customer_id FROM customers WHERE customer_id NOT IN (SELECT entity_id FROM gang_members) "
        "ORDER BY customer_id LIMIT 1"
    )
    new = complaint_of(json.dumps(fields | customer))
    assert desk.assess(new).gang_id is not None
    copied = shutil.copytree(run.path, tmp_path / run.path.name)
    with contextlib.closing(sqlite3.connect(copied / "rows.sqlite")) as rows, rows:
        rows.execute(
            "UPDATE customers SET phone = ? WHERE customer_id = ?", [fields["contact_phone"], customer["customer_id"]]
        )
    with OnlineDesk.open(replace(run, path=copied), SETTINGS) as on_file:
        assert on_file.assess(new).gang_id is None


@pytest.mark.parametrize("change", ["DROP TABLE contacts", "ALTER TABLE letters DROP COLUMN laws"])
def test_a_run_of_another_version_is_to_be_run_again(run: RunFolder, tmp_path: Path, change: str) -> None:
    copied = tmp_path / run.path.name
    copied.mkdir()
    for path in (run.serving, run.rows):
        shutil.copyfile(path, copied / path.name)
    with contextlib.closing(sqlite3.connect(copied / run.rows.name)) as rows, rows:
        rows.execute(change)
    with pytest.raises(InputError, match="run again"):
        OnlineDesk.open(replace(run, path=copied), SETTINGS)


def test_what_a_lawyers_clients_share_links_no_new_complaint_of_his(desk: OnlineDesk, serving: Serving) -> None:
    fields = _new_on_a_gangs_telephone(serving)
    (lawyer,) = serving.query(
        "SELECT full_name AS representative_name, licence_number FROM practitioners WHERE status = 'active' "
        "ORDER BY licence_number LIMIT 1"
    )

    def linked(**stated: str) -> str | None:
        acting = lawyer | {"relationship": "lawyer"} | stated
        arrival = arrival_of(json.dumps(fields | {"representations": [acting]}, ensure_ascii=False))
        return desk.assess(arrival.complaint, arrival.representations).gang_id

    assert linked() is None
    assert linked(representative_name="某某某") is not None


def test_a_telephone_tells_the_same_whether_the_customer_or_who_acts_left_it(
    desk: OnlineDesk, serving: Serving
) -> None:
    fields = _new_on_a_gangs_telephone(serving)
    phone = fields.pop("contact_phone")

    def linked(**acting: str) -> str | None:
        arrival = arrival_of(json.dumps(fields | {"representations": [{"relationship": "company"} | acting]}))
        return desk.assess(arrival.complaint, arrival.representations).gang_id

    left = desk.assess(complaint_of(json.dumps(fields | {"contact_phone": phone}))).gang_id
    assert left is not None
    assert linked(representative_phone=phone) == left
    assert linked(representative_phone="13900001111") is None


def test_a_new_complaint_is_looked_up_by_each_thing_that_the_run_reads_of_it(
    desk: OnlineDesk, run: RunFolder, serving: Serving, tmp_path: Path
) -> None:
    known = {
        "organisation_name": ("organisation", "某某信息咨询有限公司"),
        "licence_number": ("licence", "11101201810000001"),
        "representative_name": ("person", "司马青云"),
        "payee_account": ("account", "6222020000000000001"),
    }
    phone = _new_on_a_gangs_telephone(serving)["contact_phone"]
    copied = shutil.copytree(run.path, tmp_path / run.path.name)

    def gang_by(desk: OnlineDesk, field: str, value: str) -> str | None:
        acting = {"relationship": "company", field: value}
        fields = {"complaint_id": "NEW", "received_at": "2026-10-31T17:00+08:00", "representations": [acting]}
        arrival = arrival_of(json.dumps(fields))
        assert not arrival.left_out
        return desk.assess(arrival.complaint, arrival.representations).gang_id

    others = ", ".join(
        name for name in TABLES["entity_index"].columns if name not in ("entity_type", "entity_id", "key")
    )
    with contextlib.closing(sqlite3.connect(copied / "rows.sqlite")) as rows, rows:
        for kind, value in known.values():  # as if the gang had it as well
            rows.execute(
                f"INSERT INTO entity_index (entity_type, entity_id, key, {others}) SELECT ?, ?, ?, {others} "
                "FROM entity_index WHERE entity_type = 'phone' AND entity_id = ?",
                [kind, value, value, phone],
            )
    with OnlineDesk.open(replace(run, path=copied), SETTINGS) as changed:
        for field, (_, value) in known.items():
            assert gang_by(changed, field, value) is not None, field
            assert gang_by(desk, field, value) is None, field


def _acting(serving: Serving, complaint: pa.Table) -> pa.Table:
    contract = TABLES["representations"]
    rows = serving.query_arrow(
        "SELECT * FROM representations WHERE complaint_id = ? ORDER BY representation_id",
        [complaint["complaint_id"][0].as_py()],
    )
    return rows.select(list(contract.columns)).cast(contract.arrow_schema)


def test_who_acts_is_judged_online_as_in_the_run_and_counts_as_there(desk: OnlineDesk, serving: Serving) -> None:
    represented = _complaints(serving, "complaint_id IN (SELECT complaint_id FROM representations)")
    assert len(represented) >= 5
    for complaint in represented:
        acting = _acting(serving, complaint)
        found = desk.assess(complaint, acting)
        keys = acting["representation_id"].to_pylist()
        batch = serving.query(
            "SELECT subject_id, requirement, status FROM requirements WHERE list_contains(?, subject_id)", [keys]
        )
        assert {(one.representation_id, one.requirement.value, one.status.value) for one in found.requirements} == {
            (row["subject_id"], row["requirement"], row["status"]) for row in batch
        }
        assert found.agent_probability == pytest.approx(desk.assess(complaint).agent_probability, abs=1e-9)


def test_a_new_complaint_with_somebody_who_acts_is_judged_by_the_registers_of_the_run(
    desk: OnlineDesk, serving: Serving
) -> None:
    (firm,) = serving.query(
        "SELECT o.name, o.uscc, p.full_name, p.licence_number FROM organisations AS o JOIN practitioners AS p "
        "ON p.organisation_name = o.name WHERE o.kind = 'law_firm' AND o.status = 'active' AND p.status = 'active' "
        "ORDER BY p.licence_number LIMIT 1"
    )
    fields = {"complaint_id": "NEW", "received_at": "2026-10-31T17:00+08:00", "text": "请核查多收的费用。"}
    named = {"relationship": "lawyer", "representative_phone": "13900001111", "organisation_name": firm["name"]}
    real = {"representative_name": firm["full_name"], "licence_number": firm["licence_number"]}

    def judged(**stated: str) -> dict[str, str]:
        arrival = arrival_of(json.dumps(fields | {"representations": [named | stated]}, ensure_ascii=False))
        found = desk.assess(arrival.complaint, arrival.representations)
        assert json.loads(found.to_json())["requirements"][0]["representation_id"] == "NEW-R1"
        return {one.requirement.value: one.status.value for one in found.requirements}

    lawful = judged(**real, organisation_uscc=firm["uscc"])
    assert lawful["licence_in_force"] == lawful["organisation_kind_fits"] == lawful["organisation_active"] == "met"
    assert judged(**real | {"representative_name": "欧阳无此"})["licence_in_force"] == "not_met"
    assert desk._rows.rows("SELECT count(*) FROM requirements") == [(0,)], "nothing of it stays"


def test_nothing_of_a_complaint_stays(desk: OnlineDesk, serving: Serving) -> None:
    desk.assess(_complaints(serving)[0])
    assert desk._rows.rows("SELECT count(*) FROM complaints") == [(0,)]


def test_a_new_complaint_of_a_stranger_is_assessed_with_a_wide_interval(desk: OnlineDesk) -> None:
    text = "我上个月失业了，希望贵公司能给我办理分期还款，每个月还五百元。"
    fields = {"complaint_id": "NEW", "received_at": "2026-10-31T17:00+08:00", "channel": "app", "text": text}
    found = desk.assess(complaint_of(json.dumps(fields)))
    assert found.agent_probability_low < found.agent_probability < found.agent_probability_high
    assert found.template_id is None
    assert json.loads(found.to_json())["complaint_id"] == "NEW"


def test_a_complaint_without_text_is_still_assessed(desk: OnlineDesk) -> None:
    found = desk.assess(complaint_of('{"complaint_id": "NEW", "received_at": "2026-10-31T17:00+08:00"}'))
    assert found.claims == ()


def test_threads_get_each_their_own_answer(desk: OnlineDesk, serving: Serving) -> None:
    complaints = _complaints(serving)[:8]
    alone = [desk.assess(complaint) for complaint in complaints]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(desk.assess, complaints)) == alone


def _sent(complaint: pa.Table) -> dict[str, Any]:
    (row,) = complaint.to_pylist()
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in row.items()
        if value is not None
    }


def test_odd_spellings_say_online_what_they_say_in_a_delivery(desk: OnlineDesk, serving: Serving) -> None:
    own = "(SELECT complaint_id FROM complaint_assessments WHERE reasons LIKE '%agent_phone_own%')"
    complaints = _complaints(
        serving, f"complaint_id IN {own} AND length(contact_phone) = 11 AND sender_name IS NOT NULL"
    )
    assert complaints
    for complaint in complaints[:3]:
        plain = _sent(complaint)
        phone = str(plain["contact_phone"])
        odd = plain | {
            "contact_phone": f"+86 {phone[:3]}-{phone[3:7]}-{phone[7:]}",
            "sender_name": f"{plain['sender_name']}\u200b",
            "channel": value_label(ComplaintChannel(str(plain["channel"]))).zh,
            "complaint_id": f" {plain['complaint_id']}\u3000",
            "customer_id": f"{plain['customer_id']} ",
            "contact_email": "Li.Na@QQ.com",
        }
        arrival = arrival_of(json.dumps(odd, ensure_ascii=False))
        assert _sent(arrival.complaint) == plain | {"contact_email": "li.na@qq.com"}
        found = desk.assess_arrival(arrival)
        assert "agent_phone_own" in {reason.code for reason in found.reasons}
        assert found == desk.assess(complaint_of(json.dumps(plain | {"contact_email": "li.na@qq.com"})))


def test_what_cannot_be_read_is_left_out_told_and_kept_as_written(desk: OnlineDesk, serving: Serving) -> None:
    sent = _sent(_complaints(serving, "contact_phone IS NOT NULL")[0])
    acting = [{"representative_phone": "139****8000", "fee_yuan": -1}]
    arrival = arrival_of(json.dumps(sent | {"contact_phone": "139****8000", "representations": acting}))
    found = desk.assess_arrival(arrival)
    without = {name: value for name, value in sent.items() if name != "contact_phone"}
    assert found.reasons == desk.assess_arrival(arrival_of(json.dumps(without | {"representations": [{}]}))).reasons
    told = [(one["table"], one["field"], one["code"]) for one in json.loads(found.to_json())["left_out"]]
    assert told == [
        ("complaints", "contact_phone", "masked_value"),
        ("representations", "representative_phone", "masked_value"),
        ("representations", "fee_yuan", "below_minimum"),
    ]
    assert arrival.written["contact_phone"] == "139****8000"
    (acting_written,) = arrival.written_representations
    assert (acting_written["representative_phone"], acting_written["fee_yuan"]) == ("139****8000", -1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[]", "JSON object"),
        ('{"received_at": "2026-10-31"}', "no complaint_id"),
        ('{"complaint_id": "  ", "received_at": "2026-10-31"}', "no complaint_id"),
        ('{"complaint_id": ["C"], "received_at": "2026-10-31"}', "no complaint_id"),
    ],
)
def test_only_what_is_no_complaint_that_can_be_found_again_is_refused(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        arrival_of(text)


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({}, ("received_at", "required_missing")),
        ({"received_at": "soon"}, ("received_at", "not_a_time")),
        ({"received_at": "2026-10-31", "colour": "red"}, ("colour", "column_not_understood")),
        ({"received_at": "2026-10-31", "channel": "pigeon"}, ("channel", "unknown_value")),
        ({"received_at": "2026-10-31", "due_at": "tomorrow"}, ("due_at", "not_a_time")),
        ({"received_at": "2026-10-31", "text": {"zh": "请停止催收"}}, ("text", "not_a_text")),
        ({"received_at": "2026-10-31", "representations": "王明"}, ("representations", "not_rows")),
        ({"received_at": "2026-10-31", "representations": [7]}, ("representations", "not_rows")),
        ({"received_at": "2026-10-31", "representations": [{}] * 21}, ("representations", "too_many_rows")),
        ({"received_at": "2026-10-31", "representations": [{"colour": "red"}]}, ("colour", "column_not_understood")),
        ({"received_at": "2026-10-31", "representations": [{"fee_yuan": True}]}, ("fee_yuan", "not_a_number")),
        ({"received_at": "2026-10-31", "representations": [{"fee_yuan": "x"}]}, ("fee_yuan", "not_a_number")),
        (
            {"received_at": "2026-10-31", "representations": [{"relationship": "neighbour"}]},
            ("relationship", "unknown_value"),
        ),
        (
            {"received_at": "2026-10-31", "representations": [{"representation_id": "R"}, {"representation_id": "R"}]},
            ("representation_id", "duplicate_key"),
        ),
    ],
)
def test_a_complaint_is_taken_whatever_of_it_cannot_be_read(sent: dict[str, object], told: tuple[str, str]) -> None:
    arrival = arrival_of(json.dumps({"complaint_id": 7} | sent))
    assert [(one.field, one.problem.value) for one in arrival.left_out] == [told]
    (row,) = arrival.complaint.to_pylist()
    assert row["complaint_id"] == "7"
    assert row["received_at"] == (TAKEN if told[0] == "received_at" else datetime(2026, 10, 31, tzinfo=SHANGHAI))
    again = arrival.written | {"representations": arrival.written_representations}
    kept = json.dumps({name: value for name, value in again.items() if value is not None}, default=datetime.isoformat)
    assert arrival_of(kept).left_out == arrival.left_out, "it can be read again as it was written"


def test_a_representation_is_the_complaints_that_it_came_with() -> None:
    sent = [{"complaint_id": "another's", "fee_yuan": 500}, {"representation_id": "R-9"}]
    fields = {"complaint_id": "C", "received_at": "2026-10-31", "representations": sent}
    rows = arrival_of(json.dumps(fields)).representations.to_pylist()
    assert [(row["representation_id"], row["complaint_id"], row["fee_yuan"]) for row in rows] == [
        ("C-R1", "C", 500.0),
        ("R-9", "C", None),
    ]
