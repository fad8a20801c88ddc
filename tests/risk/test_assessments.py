import json
from datetime import timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from mingjian.contract import Language
from mingjian.contract.reasons import Reason, SentenceKind, from_json, sentence
from mingjian.contract.vocabulary import ChannelKind
from mingjian.risk import RiskSettings, assess_complaints, assess_customers
from mingjian.risk.agent_model import AgentModel, written_model
from mingjian.risk.customer_assessment import CustomerModel
from mingjian.risk.facts import supposed
from mingjian.risk.features import Subject, known_tables
from mingjian.risk.history import WARNING_FEATURES, WarningModel
from mingjian.risk.learning import BasePrior, LearnedScorecard
from mingjian.risk.ledger import agent_model, warning_model
from mingjian.risk.stage import all_customers, complaint_inputs, customer_inputs
from mingjian.risk.warning_scorecard import COMPLAINT, ESCALATION
from mingjian.risk.what_if import agrees, complaint_row, warned, without
from mingjian.store.engine import Engine
from mingjian.store.lake import Lake
from mingjian.web.languages import Speech
from mingjian.web.offers import offers
from tests.risk.lakes import AS_OF, Row, assess, days_before, lake_of, rows
from tests.risk.story import story

WRITTEN = CustomerModel(
    RiskSettings(),
    AS_OF,
    written_model(RiskSettings()),
    WarningModel(
        LearnedScorecard.as_written(COMPLAINT, BasePrior(-5.0, 0.3)),
        LearnedScorecard.as_written(ESCALATION, BasePrior(-0.6, 1.0)),
    ),
)


@pytest.fixture(scope="module")
def lake(duckdb_engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Lake:
    lake = lake_of(duckdb_engine, tmp_path_factory.mktemp("story"), **story())
    assess(lake)
    return lake


def complaints_of(lake: Lake) -> dict[str, Row]:
    return rows(lake, "complaint_assessments", "complaint_id")


def test_agencys_clients_are_told_from_an_honest_customer(lake: Lake) -> None:
    found = complaints_of(lake)
    assert {found[f"K{number}"]["zone"] for number in (1, 3, 4, 5)} == {"likely_agent"}
    # One hand alone: its customer named the telephone, which is told against none of his own complaints.
    assert found["K2"]["zone"] == "undecided"
    assert found["K6"]["zone"] == "likely_self"


def told_alike(*, channel: str) -> dict[str, list[Row]]:
    """C1 to C5 of the story as honest people: each in his own words, over one channel, with nothing but a telephone."""
    tables = story()
    for name in (
        *("testimonies", "solicitations", "gangs", "gang_members", "representations", "requirements"),
        *("customer_changes", "material_assessments", "materials"),
    ):
        tables[name] = []
    for complaint in tables["complaints"][:5]:
        complaint |= dict.fromkeys(("contact_email", "sender_address", "device_id", "ip"))
        complaint |= {"channel": channel, "demands": "apology"}
    tables["letters"] = [
        {"complaint_id": f"K{number}", "demands": "[]", "code_words": "[]", "laws": "[]"} for number in range(1, 7)
    ]
    return tables


def test_who_helps_a_village_for_nothing_makes_agencys_clients_of_nobody(duckdb_engine: Engine, tmp_path: Path) -> None:
    tables = told_alike(channel="government_12345")
    tables["representations"] = [
        {
            "representation_id": f"R{number}",
            "complaint_id": f"K{number}",
            "representative_phone": tables["complaints"][0]["contact_phone"],
            "relationship": "other",
        }
        for number in range(1, 6)
    ]
    tables["requirements"] = [
        {"subject_type": "representation", "subject_id": f"R{number}", "requirement": "authorisation", "status": "met"}
        for number in range(1, 6)
    ]
    lake = lake_of(duckdb_engine, tmp_path, **tables)
    assess(lake)
    found = complaints_of(lake)
    assert "agent_representative_of_many" in found["K1"]["reasons"]
    assert {found[f"K{number}"]["zone"] for number in range(1, 6)} == {"undecided"}


def test_adverts_with_somebodys_number_count_once_a_customer_names_it_too(
    duckdb_engine: Engine, tmp_path: Path
) -> None:
    """A rival may post a lawyer's number wherever he likes, and report it without a name."""
    tables = told_alike(channel="hotline")
    number = tables["complaints"][0]["contact_phone"]
    found = []
    for posts, reporters in ((0, ()), (3, (None,)), (3, ("C6",))):
        tables["solicitations"] = [
            {"solicitation_id": f"A{n}", "platform": "douyin", "author_id": f"u{n}", "phone": number}
            for n in range(posts)
        ]
        tables["testimonies"] = [
            {"testimony_id": "S1", "customer_id": one, "reported_at": days_before(20), "agent_phone": number}
            for one in reporters
        ]
        lake = lake_of(duckdb_engine, tmp_path / f"{posts}{reporters}", **tables)
        assess(lake)
        found.append(complaints_of(lake)["K1"])
    silent, lead, signed = found
    assert "agent_phone_lead" in lead["reasons"]
    assert lead["agent_probability"] == pytest.approx(silent["agent_probability"])
    assert "agent_phone_advertised" in signed["reasons"]
    assert signed["agent_probability"] > lead["agent_probability"]


def test_who_warns_the_lender_of_an_agency_is_neither_involved_nor_watched_more_than_who_says_nothing(
    duckdb_engine: Engine, tmp_path: Path
) -> None:
    found = []
    for who in ("C6", "C7"):
        told = [{"testimony_id": "S2", "customer_id": who, "reported_at": days_before(30)}]
        lake = lake_of(duckdb_engine, tmp_path / who, **story() | {"testimonies": told})
        assess(lake)
        found.append(rows(lake, "customer_assessments", "customer_id")["C7"])
    silent, warned = found
    assert warned["agent_involvement_probability"] == pytest.approx(silent["agent_involvement_probability"])
    assert (warned["protection_need"], warned["gang_id"]) == ("inform", None)
    for told_of in ("complaint_probability_30d", "complaint_high_30d", "escalation_probability_30d"):
        assert warned[told_of] == pytest.approx(silent[told_of])
    assert warned["band"] == silent["band"]
    assert "warning_approached" in warned["reasons"]
    assert offers(Speech(Language.EN), None, [], from_json(warned["reasons"]))


def test_a_customers_own_report_of_an_agency_speaks_against_none_of_his_complaints(
    duckdb_engine: Engine, tmp_path: Path
) -> None:
    """He paid, has a new number since, and complains on several channels himself."""
    tables = told_alike(channel="hotline")
    first = tables["complaints"][0] | {"contact_phone": "13900000009", "received_at": days_before(9)}
    tables["complaints"][0] = first
    tables["complaints"] += [
        first | {"complaint_id": f"K{number}", "channel": channel}
        for number, channel in ((8, "regulator_12378"), (9, "government_12345"))
    ]
    silent = lake_of(duckdb_engine, tmp_path / "silent", **tables)
    assess(silent)
    tables["testimonies"] = [
        {
            "testimony_id": "S1",
            "customer_id": "C1",
            "reported_at": days_before(20),
            "fee_yuan": 2980.0,
            "text": "钱交了人也不回了",
        }
    ]
    reported = lake_of(duckdb_engine, tmp_path / "reported", **tables)
    assess(reported)
    before, after = complaints_of(silent)["K1"], complaints_of(reported)["K1"]
    assert after["reasons"] == before["reasons"]
    assert rows(reported, "customer_assessments", "customer_id")["C1"]["protection_need"] == "victim_support"


def test_who_left_an_agency_and_reported_it_is_a_witness_until_a_later_complaint_shows_one_again(
    duckdb_engine: Engine, tmp_path: Path
) -> None:
    """C1's agency filed 85 days ago; he reports that he paid it, and complains himself or through it once more."""

    def of_c1(name: str, *, text: str = "交了2980，被骗了，再也不找他们", later: Row | None = None) -> tuple[Row, Row]:
        tables = story()
        tables["testimonies"] = [
            {
                "testimony_id": "S1",
                "customer_id": "C1",
                "reported_at": days_before(20),
                "fee_yuan": 2980.0,
                "text": text,
            }
        ]
        if later:
            tables["complaints"].append(tables["complaints"][0] | {"complaint_id": "K8"} | later)
        lake = lake_of(duckdb_engine, tmp_path / name, **tables)
        assess(lake)
        return rows(lake, "customer_assessments", "customer_id")["C1"], complaints_of(lake)["K1"]

    asked, behind = of_c1("asked", text="有人让我交2980，我没答应")
    assert asked["agent_involvement_probability"] > 0.9  # who only declined reports nothing of these complaints
    left, filed = of_c1("left")
    assert filed["agent_probability"] == pytest.approx(behind["agent_probability"], abs=0.02)
    assert (left["agent_involvement_probability"] < 0.1, left["agent_involvement_high"] < 0.5) == (True, True)
    assert (left["protection_need"], left["merits"]) == ("victim_support", asked["merits"])
    said = {reason.code: reason for reason in from_json(left["reasons"])}
    assert said["involvement_left"].evidence == ("S1",)
    assert said["involvement_left"].values == {
        "complaints_set_aside": 1,
        "told_of_paying_days": 20,
        "testimonies": 1,
        "testimony_paid": 1,
    }
    assert not {"involvement_complaint", "involvement_gang"} & said.keys()

    own = {"received_at": days_before(9), "channel": "hotline", "contact_phone": "13800000001", "device_id": "D-own"}
    himself, _ = of_c1("himself", later=own | {"contact_email": None, "sender_address": None, "ip": None})
    assert himself["agent_involvement_low"] < 0.5
    assert "involvement_left" in himself["reasons"]
    # He goes back: by his own device and its letter and mailbox, or by another agency's marks.
    own = {"device_id": "D-one", "ip": None}
    for name, signs in (("back", own), ("another", ANOTHER)):
        again, _ = of_c1(name, later={"received_at": days_before(9)} | signs)
        assert again["agent_involvement_probability"] > 0.5, name
        assert "involvement_against_will" not in {reason.code for reason in from_json(again["reasons"])}


ANOTHER = {
    "contact_phone": "17100000000",
    "contact_email": "other@example.com",
    "sender_address": "room 9, tower B",
    "device_id": "D-other",
    "ip": "4.3.2.1",
}
"""The marks of an agency that nobody has named."""


def test_what_the_reported_agency_files_later_may_be_against_his_will(duckdb_engine: Engine, tmp_path: Path) -> None:
    """Letters of the same wave arrive through 12378 after C1's report; he reports once a month."""
    found = {}
    for name, marks in (
        ("wave", {}),
        ("telephone", {"contact_email": None, "sender_address": None, "device_id": None}),
    ):
        tables = story()
        reported = {"customer_id": "C1", "fee_yuan": 2980.0, "text": "交了2980，被骗了，再也不找他们"}
        tables["testimonies"] = [
            reported | {"testimony_id": f"S{day}", "reported_at": days_before(day)} for day in (20, 4)
        ]
        tables["complaints"].append(
            tables["complaints"][0] | {"complaint_id": "K8", "received_at": days_before(9)} | marks
        )
        lake = lake_of(duckdb_engine, tmp_path / name, **tables)
        assess(lake)
        found[name] = rows(lake, "customer_assessments", "customer_id")["C1"]
    for row in found.values():
        assert (row["agent_involvement_probability"] < 0.1, row["protection_need"]) == (True, "victim_support")
        said = {reason.code: reason for reason in from_json(row["reasons"])}
        assert said["involvement_against_will"].values == {"complaints_against_his_will": 1}
        assert said["involvement_left"].values["told_of_paying_days"] == 20
        assert "involvement_complaint" not in said


def test_the_early_warning_counts_nothing_of_what_a_witnesss_agency_filed(
    duckdb_engine: Engine, tmp_path: Path
) -> None:
    """His page says that what came before is not held against him; C1's agency filed twice, and was refused."""

    def warned(name: str, *, filed: bool) -> Row:
        tables = story()
        reported = {"customer_id": "C1", "fee_yuan": 2980.0, "text": "交了2980，被骗了，再也不找他们"}
        tables["testimonies"] = [reported | {"testimony_id": "S1", "reported_at": days_before(20)}]
        tables["complaints"][0] |= {"outcome": "not_upheld", "closed_at": days_before(60)}
        tables["complaints"].append(
            tables["complaints"][0] | {"complaint_id": "K8", "received_at": days_before(9), "closed_at": None}
        )
        if not filed:
            tables["complaints"] = [one for one in tables["complaints"] if one["customer_id"] != "C1"]
            tables["gang_members"] = [one for one in tables["gang_members"] if one["entity_id"] not in ("C1", "K1")]
        lake = lake_of(duckdb_engine, tmp_path / name, **tables)
        assess(lake)
        return rows(lake, "customer_assessments", "customer_id")["C1"]

    def told(customer: Row) -> dict[str, float]:
        said = from_json(customer["reasons"])
        return {one.code: one.weight for one in said if one.code.startswith("warning_")}

    said, nobodys = told(warned("filed", filed=True)), told(warned("not filed", filed=False))
    assert {code: weight for code, weight in said.items() if weight} == {"warning_arrears": nobodys["warning_arrears"]}
    # That he is tied to a gang is told, since he may need help, and weighs nothing.
    assert said["warning_gang"] == said["warning_escalation_gang"] == 0


def test_a_report_every_month_washes_no_other_agency(duckdb_engine: Engine, tmp_path: Path) -> None:
    tables = story()
    reported = {"customer_id": "C1", "fee_yuan": 2980.0, "text": "交了2980，被骗了，再也不找他们"}
    tables["testimonies"] = [
        reported | {"testimony_id": f"S{day}", "reported_at": days_before(day)} for day in (60, 30, 4)
    ]
    tables["complaints"][1:4] = [row | ANOTHER for row in tables["complaints"][1:4]]
    tables["complaints"].append(
        tables["complaints"][0] | {"complaint_id": "K8", "received_at": days_before(9)} | ANOTHER
    )
    lake = lake_of(duckdb_engine, tmp_path, **tables)
    assess(lake)
    assert rows(lake, "customer_assessments", "customer_id")["C1"]["agent_involvement_probability"] > 0.5


def model_of(lake: Lake) -> AgentModel:
    """The model that the run assessed by: its base is told by its complaints."""
    return agent_model(lake.table("scorecards").to_pyarrow().to_pylist(), RiskSettings())


def test_reasons_and_the_base_add_up_to_the_probability(lake: Lake) -> None:
    model = model_of(lake)
    for row in complaints_of(lake).values():
        total = model.base + sum(reason.weight for reason in from_json(row["reasons"]))
        undoubted = 1 / (1 + np.exp(-total))
        expected = (1 - model.doubt) * undoubted + model.doubt * model.base_rate
        assert row["agent_probability"] == pytest.approx(expected, abs=1e-5)


def test_the_interval_holds_the_probability(lake: Lake) -> None:
    for row in complaints_of(lake).values():
        assert row["agent_probability_low"] <= row["agent_probability"] <= row["agent_probability_high"]


def test_reasons_come_strongest_first_with_text_and_evidence(lake: Lake) -> None:
    reasons = json.loads(complaints_of(lake)["K1"]["reasons"])
    weights = [abs(reason["weight"]) for reason in reasons]
    assert weights == sorted(weights, reverse=True)
    assert all(reason["text"] for reason in reasons)
    by_code = {reason["code"]: reason for reason in reasons}
    assert by_code["agent_letter_family"]["evidence"] == ["T1"]
    assert by_code["agent_gang_fresh"]["evidence"] == ["G1"]


def test_an_agents_true_claim_stays_true(lake: Lake) -> None:
    merits = from_json(complaints_of(lake)["K1"]["merits"])
    assert [merit.code for merit in merits] == ["hardship_borne_out"]
    assert merits[0].evidence == ("M1",)


def test_merits_are_the_same_whoever_is_behind_the_complaint(duckdb_engine: Engine, tmp_path: Path, lake: Lake) -> None:
    honest = story()
    for name in ("letters", "testimonies", "solicitations", "gangs", "gang_members", "representations"):
        honest[name] = []
    honest["complaints"] = [
        {**row, "contact_phone": f"1380000000{number}", "device_id": None, "ip": None}
        for number, row in enumerate(honest["complaints"], start=1)
    ]
    other = lake_of(duckdb_engine, tmp_path, **honest)
    assess(other)
    before, after = complaints_of(lake), complaints_of(other)
    assert before["K1"]["agent_probability"] > after["K1"]["agent_probability"]
    for complaint in before:
        claims = [
            [merit for merit in from_json(found[complaint]["merits"]) if merit.code.endswith("_borne_out")]
            for found in (before, after)
        ]
        assert claims[0] == claims[1]


def test_what_speaks_for_the_customer_himself_is_a_merit(lake: Lake) -> None:
    merits = from_json(complaints_of(lake)["K6"]["merits"])
    assert merits[0].code == "call_frequency_borne_out"
    assert {"self_phone_own", "self_device_own"} <= {merit.code for merit in merits}
    assert all(sentence(merit.code).kind is SentenceKind.MERIT for merit in merits)


def test_removing_a_source_changes_the_score_as_the_reason_said(
    duckdb_engine: Engine, tmp_path: Path, lake: Lake
) -> None:
    tables = story()
    tables["customer_changes"] = []
    lesser = lake_of(duckdb_engine, tmp_path, **tables)
    assess(lesser)
    before, after = complaints_of(lake)["K1"], complaints_of(lesser)["K1"]
    weight = next(r.weight for r in from_json(before["reasons"]) if r.code == "agent_phone_changed")
    # The base is told by all complaints, so what one of them lacks moves it by next to nothing.
    assert before["score"] - after["score"] == pytest.approx(weight, abs=1e-3)


def test_one_complaint_alone_is_assessed_as_in_the_batch(lake: Lake) -> None:
    wide = complaint_inputs(lake.table("complaints"), known_tables(lake, AS_OF)).to_pyarrow()
    model = written_model(RiskSettings())
    batch = assess_complaints(wide, model=model)
    for row in range(wide.num_rows):
        assert assess_complaints(wide.slice(row, 1), model=model).to_pylist() == batch.slice(row, 1).to_pylist()


def test_one_customer_alone_is_assessed_as_in_the_batch(lake: Lake) -> None:
    tables = known_tables(lake, AS_OF)
    wide = customer_inputs(all_customers(tables), lake.table("complaint_assessments"), tables).to_pyarrow()
    batch = assess_customers(wide, model=WRITTEN)
    for row in range(wide.num_rows):
        assert assess_customers(wide.slice(row, 1), model=WRITTEN).to_pylist() == batch.slice(row, 1).to_pylist()


def test_one_new_complaint_against_all_tables_is_assessed_as_in_the_batch(lake: Lake) -> None:
    one = lake.table("complaints").filter(lambda row: row.complaint_id == "K3")
    wide = complaint_inputs(one, known_tables(lake, AS_OF)).to_pyarrow()
    found = assess_complaints(wide, model=model_of(lake)).to_pylist()
    assert found[0]["score"] == pytest.approx(complaints_of(lake)["K3"]["score"])


def test_escalation_is_never_likelier_than_the_complaint(lake: Lake) -> None:
    for row in rows(lake, "customer_assessments", "customer_id").values():
        assert row["escalation_probability_30d"] <= row["complaint_probability_30d"]
        kinds = {kind: row[f"{kind}_probability_30d"] for kind in ChannelKind}
        assert sum(kinds.values()) == pytest.approx(row["complaint_probability_30d"])
        assert kinds[ChannelKind(row["likely_channel"])] == max(kinds.values())
        for kind in ("complaint", "escalation"):
            low, stated, high = (row[f"{kind}_{part}_30d"] for part in ("low", "probability", "high"))
            assert 0 < low < stated < high < 1


@pytest.mark.parametrize("kind", ChannelKind)
def test_who_would_go_to_somebody_independent_is_offered_mediation_and_kept_from_nothing(kind: ChannelKind) -> None:
    speech, driven = Speech(Language.EN), [Reason("warning_arrears", weight=1.0)]
    mediation = "mediation by an independent centre, free of charge; every other way stays open"
    assert (mediation in offers(speech, None, (), driven, likely=kind)) == (kind is not ChannelKind.LENDER)
    assert mediation not in offers(speech, None, (), (), likely=kind)  # whom nothing drives is not warned of


def test_every_customer_is_assessed_and_offered_what_the_rules_say(lake: Lake) -> None:
    found = rows(lake, "customer_assessments", "customer_id")
    assert set(found) == {f"C{number}" for number in range(1, 8)}
    assert found["C2"]["protection_need"] == "victim_support"
    assert found["C7"]["protection_need"] == "inform"
    assert found["C1"]["gang_id"] == "G1"
    assert found["C7"]["gang_id"] is None


def test_whoever_complained_is_offered_a_victims_support_only_where_something_bears_it_out(lake: Lake) -> None:
    """What one helper leaves raises the score of all whom he helps; without a fee he makes nobody a victim."""
    tables = known_tables(lake, AS_OF)
    inputs = customer_inputs(all_customers(tables), lake.table("complaint_assessments"), tables).to_pyarrow()
    involved = next(row for row in inputs.to_pylist() if row["customer_id"] == "C3")  # who has reported nobody
    asked = [
        involved | {"customer_id": f"{zone}, {paid}", "worst_zone": zone, "testimony_paid": paid}
        for zone in ("undecided", "likely_agent")
        for paid in (0, 1)
    ]
    found = assess_customers(pa.Table.from_pylist(asked, schema=inputs.schema), model=WRITTEN).to_pylist()
    assert {row["customer_id"]: row["protection_need"] == "victim_support" for row in found} == {
        "undecided, 0": False,
        "undecided, 1": True,
        "likely_agent, 0": True,
        "likely_agent, 1": True,
    }


def test_nothing_after_as_of_moves_an_assessment(duckdb_engine: Engine, tmp_path: Path) -> None:
    """The future is shuffled: later events of every table are added, and the past view is assessed again."""
    past = story()
    future = story()
    later = AS_OF + timedelta(days=9)
    future["contacts"] += [{"contact_id": "N99", "customer_id": "C7", "started_at": later, "direction": "inbound"}]
    future["app_events"] += [{"event_id": "E99", "customer_id": "C7", "occurred_at": later, "action": "complaint_page"}]
    future["complaints"] += [
        {"complaint_id": "K99", "customer_id": "C7", "received_at": later, "contact_phone": "13800000006"}
    ]
    future["testimonies"] += [{"testimony_id": "S99", "customer_id": "C6", "reported_at": later, "fee_yuan": 9.0}]
    future["customer_changes"] += [
        {"change_id": "X99", "customer_id": "C6", "changed_at": later, "field": "address", "new_value": "elsewhere"}
    ]
    plain = _past_view(duckdb_engine, tmp_path / "plain", past)
    shuffled = _past_view(duckdb_engine, tmp_path / "shuffled", future)
    for name, key in (("complaint_assessments", "complaint_id"), ("customer_assessments", "customer_id")):
        assert rows(plain, name, key) == rows(shuffled, name, key)


def _past_view(engine: Engine, folder: Path, tables: dict[str, list[Row]]) -> Lake:
    from mingjian.store.point_in_time import cut

    delivered = lake_of(engine, folder / "delivered", **tables)
    run = folder / "run"
    run.mkdir()
    cut(delivered, run, as_of=AS_OF, snapshot=AS_OF + timedelta(days=30))
    worked = {name: tables[name] for name in ("letters", "claim_mentions", "claim_grounds", "requirements")}
    lake = lake_of(engine, run, **worked)
    assess(lake)
    return lake


def test_what_if_with_unchanged_facts_is_what_the_run_states_to_the_bit(lake: Lake) -> None:
    long = lake.table("features").to_pyarrow().to_pylist()
    known: dict[tuple[str, str], dict[str, float]] = {}
    for row in long:
        known.setdefault((row["subject_type"], row["subject_id"]), {})[row["feature"]] = row["value"]
    model = warning_model(lake.table("scorecards").to_pyarrow().to_pylist())
    for customer_id, stated in rows(lake, "customer_assessments", "customer_id").items():
        features = known["customer", customer_id]
        same = supposed(
            features, Subject.CUSTOMER, numbers={"days_past_due": features["days_past_due"]}, read=WARNING_FEATURES
        )
        found = warned(same, model, RiskSettings())
        assert found.probability == stated["complaint_probability_30d"]
        assert (found.low, found.high) == (stated["complaint_low_30d"], stated["complaint_high_30d"])
        assert found.escalation_probability == stated["escalation_probability_30d"]
        assert (found.band, found.likely_channel) == (stated["band"], stated["likely_channel"])
    for complaint_id, stated in complaints_of(lake).items():
        same = supposed(known["complaint", complaint_id], Subject.COMPLAINT, read=())
        one = without(complaint_row(complaint_id, same, None), model_of(lake), ())
        assert one.probability == stated["agent_probability"]
        assert (one.low, one.high) == (stated["agent_probability_low"], stated["agent_probability_high"])


def test_what_if_with_nothing_taken_away_is_what_the_run_states(lake: Lake) -> None:
    features = lake.table("features").filter(lambda row: row.subject_type == "complaint").to_pyarrow().to_pylist()
    model = model_of(lake)
    for complaint_id, stated in complaints_of(lake).items():
        known = {row["feature"]: row["value"] for row in features if row["subject_id"] == complaint_id}
        found = without(complaint_row(complaint_id, known, None), model, ())
        assert agrees(found, stated["agent_probability"], stated["zone"])
        assert found.zone == stated["zone"]
