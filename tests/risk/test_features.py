from pathlib import Path

import pytest

from mingjian.risk.features import GROUPS, Subject, evidence_of, features, features_of, known_tables
from mingjian.risk.features.document import document
from mingjian.store.engine import Engine
from tests.risk.lakes import AS_OF, Row, lake_of
from tests.risk.story import story

PROTECTED = (
    "province", "region", "city", "age", "birth", "sex", "gender", "male", "ethnic", "nation", "employer", "religion",
    "marital", "education", "income", "name", "id_number", "address_", "disab", "illness", "health",
)  # fmt: skip
NOT_AN_ATTRIBUTE = {"sender_address_households", "testimony_names_phone", "advert_names_phone"}
"""How many strangers share a sender's address, and reports that name a telephone, say nothing of who somebody is."""


def wide_rows(engine: Engine, folder: Path, subject: Subject, tables: dict[str, list[Row]]) -> dict[str, Row]:
    lake = lake_of(engine, folder, **tables)
    rows = lake.table("complaints" if subject is Subject.COMPLAINT else "customers")
    table = features(subject, rows, known_tables(lake, AS_OF)).to_pyarrow()
    return {row[subject.key]: row for row in table.to_pylist()}


def test_feature_names_are_unique_for_a_subject() -> None:
    for subject in Subject:
        names = [feature.name for feature in features_of(subject)] + list(evidence_of(subject))
        assert len(names) == len(set(names))


def test_no_feature_is_a_protected_attribute_or_a_close_proxy() -> None:
    for subject in Subject:
        for feature in features_of(subject):
            if feature.name not in NOT_AN_ATTRIBUTE:
                words = f"_{feature.name}_"
                assert not [word for word in PROTECTED if f"_{word}" in words], feature.name


def test_every_feature_is_documented_and_the_page_is_up_to_date() -> None:
    page = Path(__file__).parents[2] / "docs" / "features.md"
    assert page.read_text(encoding="utf-8") == document()


def test_absent_tables_leave_features_empty_and_not_zero(duckdb_engine: Engine, tmp_path: Path) -> None:
    found = wide_rows(duckdb_engine, tmp_path, Subject.COMPLAINT, {"complaints": story()["complaints"]})
    present = {
        feature.name
        for group in GROUPS
        if group.subject is Subject.COMPLAINT and set(group.needs) <= {"complaints"}
        for feature in group.features
    }
    for row in found.values():
        for feature in features_of(Subject.COMPLAINT):
            if feature.name not in present:
                assert row[feature.name] is None


def test_a_phone_is_counted_by_other_households(duckdb_engine: Engine, tmp_path: Path) -> None:
    tables = story()
    found = wide_rows(duckdb_engine, tmp_path / "strangers", Subject.COMPLAINT, tables)
    assert found["K1"]["contact_phone_households"] == 4
    assert found["K6"]["contact_phone_households"] == 0
    for customer in tables["customers"]:
        customer["address"] = "one dormitory"
    found = wide_rows(duckdb_engine, tmp_path / "dormitory", Subject.COMPLAINT, tables)
    assert found["K1"]["contact_phone_households"] == 0
    assert found["K1"]["device_households"] == 0


def test_a_family_letter_counts_only_its_other_households(duckdb_engine: Engine, tmp_path: Path) -> None:
    found = wide_rows(duckdb_engine, tmp_path, Subject.COMPLAINT, story())
    assert found["K1"]["letter_family_households"] == 4
    assert found["K1"]["letter_family_span_days"] == pytest.approx(60)
    assert found["K6"]["letter_family_households"] == 0


def test_what_a_lawyers_clients_share_is_the_lawyers(duckdb_engine: Engine, tmp_path: Path) -> None:
    tables = story()
    tables["representations"] = [
        {"representation_id": f"R{number}", "complaint_id": f"K{number}", "relationship": "lawyer"}
        for number in range(1, 6)
    ]
    tables["requirements"] = [
        {"subject_type": "representation", "subject_id": "R5", "requirement": "register", "status": "not_met"}
    ]
    found = wide_rows(duckdb_engine, tmp_path, Subject.COMPLAINT, tables)
    assert found["K1"]["contact_phone_households"] is None
    assert found["K1"]["letter_family_households"] is None
    assert found["K5"]["contact_phone_households"] is not None


def test_who_calls_himself_a_law_firm_without_a_register_is_neither_evidence_nor_excused(
    duckdb_engine: Engine, tmp_path: Path
) -> None:
    tables = story() | {"representations": []}
    tables["legal_senders"] = [
        {"complaint_id": "K1", "registered": False},
        {"complaint_id": "K2", "registered": False},
        {"complaint_id": "K3", "registered": True},
    ]
    found = wide_rows(duckdb_engine, tmp_path / "some", Subject.COMPLAINT, tables)
    for name in ("contact_phone_households", "letter_family_households"):
        assert found["K1"][name] == 2  # K4 and K5, who call themselves nothing
        assert found["K3"][name] is None  # the register has it
        assert found["K5"][name] == 1  # K4 alone

    tables["legal_senders"] += [{"complaint_id": name, "registered": False} for name in ("K4", "K5")]
    found = wide_rows(duckdb_engine, tmp_path / "all", Subject.COMPLAINT, tables)
    for name in ("contact_phone_households", "letter_family_households"):
        assert found["K1"][name] is None


def test_an_old_phone_on_file_is_the_customers_own(duckdb_engine: Engine, tmp_path: Path) -> None:
    tables = story()
    tables["complaints"][0]["contact_phone"] = "13900000001"
    found = wide_rows(duckdb_engine, tmp_path, Subject.COMPLAINT, tables)
    assert found["K1"]["contact_phone_own"] == 1
    assert found["K2"]["contact_phone_own"] == 0


def test_gang_links_that_are_counted_elsewhere_are_not_fresh(duckdb_engine: Engine, tmp_path: Path) -> None:
    found = wide_rows(duckdb_engine, tmp_path, Subject.COMPLAINT, story())
    assert found["K1"]["gang_fresh_paths"] == 1
    assert found["K2"]["gang_fresh_paths"] == 0
    assert found["K2"]["gang_other_customers"] == 4
    assert found["K6"]["gang_strength"] == 0


def test_a_gang_of_two_does_not_testify(duckdb_engine: Engine, tmp_path: Path) -> None:
    tables = story()
    tables["gangs"] = [{"gang_id": "G1", "customers": 2}]
    found = wide_rows(duckdb_engine, tmp_path, Subject.COMPLAINT, tables)
    assert found["K1"]["gang_strength"] == 0


def test_arrears_follow_from_the_instalments(duckdb_engine: Engine, tmp_path: Path) -> None:
    found = wide_rows(duckdb_engine, tmp_path, Subject.CUSTOMER, story())
    assert found["C1"]["days_past_due"] == pytest.approx(120, abs=1)
    assert found["C1"]["days_past_due_month_ago"] == pytest.approx(90, abs=1)
    assert found["C1"]["instalments_missed_quarter"] == 3
    assert found["C6"]["days_past_due"] == 0


def test_contacts_promises_and_pages_are_counted_in_their_windows(duckdb_engine: Engine, tmp_path: Path) -> None:
    found = wide_rows(duckdb_engine, tmp_path, Subject.CUSTOMER, story())
    assert found["C6"]["collection_contacts_week"] == 9
    assert found["C6"]["promises_broken_quarter"] == 1
    assert found["C6"]["complaint_page_month"] == 1
    assert found["C1"]["complaint_page_month"] == 0
    assert found["C2"]["testimony_paid"] == 1


def test_an_unmatched_complaint_has_no_customers_features(duckdb_engine: Engine, tmp_path: Path) -> None:
    tables = story()
    tables["complaints"][0]["customer_id"] = None
    found = wide_rows(duckdb_engine, tmp_path, Subject.COMPLAINT, tables)
    for name in ("testimony_own", "phone_changes_before", "channels_within_days", "documents_fetched_before"):
        assert found["K1"][name] is None
    assert found["K1"]["contact_phone_households"] == 4
