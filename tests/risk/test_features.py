import re
from datetime import timedelta
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pytest

from mingjian.contract import TABLES
from mingjian.risk.features import GROUPS, Subject, evidence_of, features, features_of, known_tables
from mingjian.risk.features.campaign import DISAVOWED
from mingjian.risk.features.document import document
from mingjian.risk.features.feature import Derived, FeatureGroup
from mingjian.store.engine import Engine
from mingjian.store.lake import IBIS_TYPES
from tests.risk.lakes import AS_OF, Row, days_before, lake_of
from tests.risk.story import GANG_PHONE, story

PROTECTED = (
    "province", "region", "city", "age", "birth", "sex", "gender", "male", "ethnic", "nation", "employer", "religion",
    "marital", "education", "income", "name", "id_number", "address_", "disab", "illness", "health",
)  # fmt: skip
NOT_AN_ATTRIBUTE = {
    "sender_address_households",
    "testimony_names_phone",
    "testimony_names_phone_signed",
    "advert_names_phone",
}
"""How many strangers share a sender's address, and reports that name a telephone, say nothing of who somebody is."""


def wide_rows(engine: Engine, folder: Path, subject: Subject, tables: dict[str, list[Row]]) -> dict[str, Row]:
    lake = lake_of(engine, folder, **tables)
    rows = lake.table("complaints" if subject is Subject.COMPLAINT else "customers")
    table = features(subject, rows, known_tables(lake, AS_OF)).to_pyarrow()
    return {row[subject.key]: row for row in table.to_pylist()}


@pytest.fixture(scope="module")
def complaints(duckdb_engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Row]:
    """The features of the story's complaints, as it stands."""
    return wide_rows(duckdb_engine, tmp_path_factory.mktemp("complaints"), Subject.COMPLAINT, story())


@pytest.fixture(scope="module")
def customers(duckdb_engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Row]:
    """The features of the story's customers, as it stands."""
    return wide_rows(duckdb_engine, tmp_path_factory.mktemp("customers"), Subject.CUSTOMER, story())


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


class Read:
    """Tables that have no rows, and note which of them are asked for."""

    as_of = AS_OF

    def __init__(self) -> None:
        self.names: set[str] = set()

    def table(self, name: str) -> ir.Table:
        self.names.add(name)
        return ibis.table({one.name: IBIS_TYPES[one.type.value] for one in TABLES[name].fields}, name=name)

    def knows(self, name: str) -> bool:
        self.names.add(name)
        return True

    def once(self, what: Derived) -> ir.Table:
        return what(self)


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: f"{group.name}-{group.build.__name__}")
def test_every_table_that_a_group_reads_stands_in_the_catalogue(group: FeatureGroup) -> None:
    tables = Read()
    subjects = Read().table(f"{group.subject}s")
    group.build(subjects, tables)
    stated = {*group.needs, *group.also_reads}
    assert tables.names <= stated
    # A channel stands on the complaint itself, which is the subject.
    assert stated - tables.names <= {"complaints"}
    assert not set(group.needs) & set(group.also_reads)


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


def test_a_phone_is_counted_by_other_households(
    duckdb_engine: Engine, tmp_path: Path, complaints: dict[str, Row]
) -> None:
    assert complaints["K1"]["contact_phone_households"] == 4
    assert complaints["K6"]["contact_phone_households"] == 0
    tables = story()
    for customer in tables["customers"]:
        customer["address"] = "one dormitory"
    found = wide_rows(duckdb_engine, tmp_path, Subject.COMPLAINT, tables)
    assert found["K1"]["contact_phone_households"] == 0
    assert found["K1"]["device_households"] == 0


def test_a_public_hotline_is_nobodys_telephone(duckdb_engine: Engine, tmp_path: Path) -> None:
    tables = story()
    for complaint, hotline in zip(tables["complaints"], ("02312345", "4000612378"), strict=False):
        complaint["contact_phone"] = hotline
    for complaint in tables["complaints"][2:]:
        complaint["contact_phone"] = "12378"
    found = wide_rows(duckdb_engine, tmp_path, Subject.COMPLAINT, tables)
    assert {row["contact_phone_households"] for row in found.values()} == {None}
    assert {row["contact_phone_own"] for row in found.values()} == {None}


def test_a_family_letter_counts_only_its_other_households(complaints: dict[str, Row]) -> None:
    assert complaints["K1"]["letter_family_households"] == 4
    assert complaints["K1"]["letter_family_span_days"] == pytest.approx(60)
    assert complaints["K6"]["letter_family_households"] == 0


def test_ordinary_words_of_the_law_that_are_out_of_date_are_no_sign(complaints: dict[str, Row]) -> None:
    assert complaints["K1"]["letter_laws_misapplied"] == 1
    assert complaints["K6"]["letter_laws_misapplied"] == 0


def test_what_a_lawyers_clients_share_is_the_lawyers(duckdb_engine: Engine, tmp_path: Path) -> None:
    tables = story()
    tables["representations"] = [
        {"representation_id": f"R{number}", "complaint_id": f"K{number}", "relationship": "lawyer"}
        for number in range(1, 6)
    ]
    tables["requirements"] = [
        {"subject_type": "representation", "subject_id": "R5", "requirement": "register", "status": "not_met"},
        # Honest people send copies of what they signed: that is no failure of the lawyer's.
        {
            "subject_type": "representation",
            "subject_id": "R1",
            "requirement": "authorisation_hand_signed",
            "status": "not_met",
        },
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


def helped_by(**fields: object) -> dict[str, list[Row]]:
    """The story, in which somebody with the shared telephone brought K1 to K5; nobody's papers fail."""
    tables = story() | {"requirements": []}
    tables["representations"] = [
        {"representation_id": f"R{number}", "complaint_id": f"K{number}", "representative_phone": GANG_PHONE} | fields
        for number in range(1, 6)
    ]
    return tables


def test_an_unpaid_helpers_telephone_is_told_of_once(duckdb_engine: Engine, tmp_path: Path) -> None:
    found = wide_rows(duckdb_engine, tmp_path / "unpaid", Subject.COMPLAINT, helped_by(relationship="friend"))
    assert found["K1"]["representative_households"] == 4
    assert found["K1"]["contact_phone_households"] is None
    paid = helped_by(relationship="friend", fee_yuan=500.0)
    found = wide_rows(duckdb_engine, tmp_path / "paid", Subject.COMPLAINT, paid)
    assert found["K1"]["contact_phone_households"] == 4
    # A lawyer acts for many by profession; of whom nobody knows what he is, nothing follows.
    for relationship in ("lawyer", "relative", None):
        lake = tmp_path / str(relationship)
        found = wide_rows(duckdb_engine, lake, Subject.COMPLAINT, helped_by(relationship=relationship))
        assert found["K1"]["representative_households"] is None


@pytest.mark.parametrize(("typed", "shared"), [(3, None), (2, 4.0)])
def test_whom_a_clerk_typed_no_helper_for_is_excused_where_half_name_him(
    typed: int, shared: float | None, duckdb_engine: Engine, tmp_path: Path
) -> None:
    tables = helped_by(relationship="friend")
    del tables["representations"][typed:]
    found = wide_rows(duckdb_engine, tmp_path, Subject.COMPLAINT, tables)
    assert found["K1"]["contact_phone_households"] is None
    assert [found[f"K{place}"]["contact_phone_households"] for place in (4, 5)] == [shared, shared]


def test_a_telephone_that_somebody_is_paid_at_is_no_helpers(duckdb_engine: Engine, tmp_path: Path) -> None:
    tables = helped_by(relationship="friend")
    tables["representations"][3]["fee_yuan"] = 3000.0
    del tables["representations"][4:]
    found = wide_rows(duckdb_engine, tmp_path, Subject.COMPLAINT, tables)
    assert (found["K4"]["contact_phone_households"], found["K5"]["contact_phone_households"]) == (4, 4)


SHARED_AT_A_DESK = (
    "contact_phone_households",
    "contact_email_households",
    "sender_address_households",
    "device_households",
)


@pytest.mark.parametrize(
    ("sender", "named", "excused"),
    [("昆明市明信公证处", 3, True), ("昆明市明信公证处", 2, False), ("上岸法律援助中心", 5, False)],
)
def test_a_public_bodys_desk_is_its_own_whoever_wrote_there(
    sender: str, named: int, excused: bool, duckdb_engine: Engine, tmp_path: Path
) -> None:
    tables = story() | {"representations": []}
    for complaint in tables["complaints"][:5]:
        complaint |= {"contact_phone": "087163161148", "sender_name": "本人", "device_id": "desk"}
        complaint |= {"contact_email": "desk@kunming.cn", "sender_address": "人民中路36号"}
    for complaint in tables["complaints"][:named]:
        complaint["sender_name"] = sender
    found = wide_rows(duckdb_engine, tmp_path, Subject.COMPLAINT, tables)
    assert [found["K5"][name] for name in SHARED_AT_A_DESK] == ([None] * 4 if excused else [4] * 4)


@pytest.mark.parametrize(
    ("phone", "employer", "workers", "excused"),
    [
        ("02785731166", "江汉大通出租汽车有限公司", 3, True),
        ("02785731166", "江汉大通出租汽车有限公司", 2, False),
        ("02785731166", "个体", 5, False),
        # An agency's man in the works has a mobile telephone.
        ("13800007777", "江汉大通出租汽车有限公司", 5, False),
    ],
)
def test_an_employers_fixed_line_is_no_strangers(
    phone: str, employer: str, workers: int, excused: bool, duckdb_engine: Engine, tmp_path: Path
) -> None:
    tables = story() | {"representations": []}
    for complaint in tables["complaints"][:5]:
        complaint["contact_phone"] = phone
    for customer in tables["customers"]:
        customer["employer"] = employer if customer["customer_id"] in [f"C{n + 1}" for n in range(workers)] else None
    found = wide_rows(duckdb_engine, tmp_path, Subject.COMPLAINT, tables)
    assert found["K5"]["contact_phone_households"] == (None if excused else 4)
    assert found["K5"]["contact_email_households"] == 4


def test_fare_and_copies_are_no_fee_but_a_companys(duckdb_engine: Engine, tmp_path: Path) -> None:
    tables = helped_by(relationship="friend")
    company: Row = {"relationship": "company", "organisation_name": "上岸咨询有限公司"}
    taken: list[Row] = [
        {"fee_yuan": 200.0},
        {"fee_yuan": 301.0},
        company | {"fee_yuan": 200.0},
        company | {"fee_yuan": 0.0},
        {},
    ]
    for row, fee in zip(tables["representations"], taken, strict=True):
        row |= fee
    found = wide_rows(duckdb_engine, tmp_path, Subject.COMPLAINT, tables)
    assert [found[f"K{place}"]["representative_paid_outsider"] for place in range(1, 6)] == [0, 1, 1, 0, None]
    assert found["K1"]["contact_phone_households"] is None


WHERE_THEY_WORK = "江北机械有限公司"
HELPERS: dict[str, tuple[Row, bool]] = {
    "village cadre": ({"relationship": "other", "organisation_name": "柳溪村村民委员会"}, False),
    "legal-aid volunteer": ({"relationship": "other"}, False),
    "social worker whom a clerk took for a company's": (
        {"relationship": "company", "organisation_name": "晨光社会工作服务中心", "organisation_uscc": "52"},
        False,
    ),
    "social worker of whom no code is stated": (
        {"relationship": "company", "organisation_name": "晨光社工工作室"},
        False,
    ),
    "federation of the disabled": ({"relationship": "company", "organisation_name": "江北区残联"}, False),
    "workshop that nobody knows": ({"relationship": "other", "organisation_name": "晨光工作室"}, False),
    "legal aid by the register": ({"relationship": "company", "organisation_name": "江北援助工作室"}, False),
    "where they work": ({"relationship": "company", "organisation_name": WHERE_THEY_WORK}, False),
    "company by the register": ({"relationship": "other", "organisation_name": "上岸工作室"}, True),
    "company, no fee stated": ({"relationship": "company", "organisation_name": "上岸咨询有限公司"}, True),
    "company, first consultation free": (
        {"relationship": "friend", "organisation_name": "上岸咨询有限公司", "fee_yuan": 0.0},
        True,
    ),
    "company by its code alone": ({"relationship": "other", "organisation_uscc": "91370200MA3C"}, True),
}


@pytest.mark.parametrize("some", [tuple(HELPERS)[first : first + 5] for first in range(0, len(HELPERS), 5)])
def test_a_company_gains_nothing_by_a_fee_that_nobody_states(
    duckdb_engine: Engine, tmp_path: Path, some: tuple[str, ...]
) -> None:
    tables = helped_by()
    for row, name in zip(tables["representations"], some, strict=False):
        row |= HELPERS[name][0]
    for customer in tables["customers"]:
        customer["employer"] = WHERE_THEY_WORK
    tables["organisations"] = [
        {"organisation_id": "O1", "name": "上岸工作室", "kind": "consulting"},
        {"organisation_id": "O2", "name": "江北援助工作室", "kind": "legal_aid"},
    ]
    found = wide_rows(duckdb_engine, tmp_path, Subject.COMPLAINT, tables)
    asked = {name: found[f"K{n}"]["contact_phone_households"] is not None for n, name in enumerate(some, start=1)}
    assert asked == {name: HELPERS[name][1] for name in some}


def test_who_says_what_he_is_is_not_yet_shown_to_be_it(duckdb_engine: Engine, tmp_path: Path) -> None:
    tables = helped_by(relationship="lawyer")
    tables["representations"][3]["relationship"] = "relative"
    met = [
        ("R1", "representative_stated"),
        ("R2", "organisation_active"),
        ("R3", "licence_in_force"),
        ("R4", "relationship_shown"),
    ]
    tables["requirements"] = [
        {"subject_type": "representation", "subject_id": who, "requirement": requirement, "status": "met"}
        for who, requirement in met
    ]
    found = wide_rows(duckdb_engine, tmp_path, Subject.COMPLAINT, tables)
    assert [found[f"K{place}"]["representative_capacity_shown"] for place in range(1, 6)] == [0, 0, 1, 1, None]


def test_an_instalment_that_is_late_is_no_stop(duckdb_engine: Engine, tmp_path: Path) -> None:
    """One day or six of arrears befall everybody, and most of all who complains to a lender."""
    tables = story()
    received = {row["customer_id"]: row["received_at"].date() for row in tables["complaints"]}
    late = {"C1": 1, "C2": 29, "C3": 30}
    tables["repayments"] = [
        {
            "loan_id": f"L{customer[1:]}",
            "instalment_number": place,
            "due_on": received[customer] - timedelta(days=days),
            "paid_on": None if place == 5 else received[customer] - timedelta(days=days),
        }
        for customer in late
        for place, days in enumerate((220, 190, 160, 130, late[customer]), start=1)
    ]
    found = wide_rows(duckdb_engine, tmp_path, Subject.COMPLAINT, tables)
    assert [found[f"K{customer[1:]}"]["repayment_stopped"] for customer in late] == [0, 0, 1]


@pytest.mark.parametrize(("days", "stopped"), [(2, 0), (31, 1)])
def test_a_customer_who_is_days_late_has_not_stopped_paying(
    duckdb_engine: Engine, tmp_path: Path, days: int, stopped: int
) -> None:
    tables = story()
    tables["repayments"] = [
        {
            "loan_id": "L1",
            "instalment_number": place,
            "due_on": days_before(before).date(),
            "paid_on": None if place == 5 else days_before(before).date(),
        }
        for place, before in enumerate((220, 190, 160, 130, days), start=1)
    ]
    found = wide_rows(duckdb_engine, tmp_path, Subject.CUSTOMER, tables)
    assert found["C1"]["stopped_paying"] == stopped


def test_an_unpaid_helpers_telephone_elsewhere_ties_nobody_to_others(duckdb_engine: Engine, tmp_path: Path) -> None:
    tables = helped_by(relationship="other")
    for complaint in tables["complaints"]:
        complaint |= {"contact_email": None, "sender_address": None, "device_id": None}
    another = {"complaint_id": "K7", "customer_id": "C1", "received_at": days_before(75), "channel": "hotline"}
    tables["complaints"].append(another | {"contact_phone": "13800000001"})
    found = wide_rows(duckdb_engine, tmp_path / "unpaid", Subject.COMPLAINT, tables)
    assert found["K7"]["elsewhere_households"] == 0
    tables["representations"] = []
    found = wide_rows(duckdb_engine, tmp_path / "nobody", Subject.COMPLAINT, tables)
    assert found["K7"]["elsewhere_households"] == 4


def reports(*witnesses: str | None) -> list[Row]:
    """Reports that name the shared telephone."""
    return [
        {
            "testimony_id": f"S{number}",
            "customer_id": witness,
            "reported_at": days_before(number),
            "agent_phone": GANG_PHONE,
        }
        for number, witness in enumerate(witnesses, start=1)
    ]


def test_a_number_is_named_by_as_many_as_are_known_apart(duckdb_engine: Engine, tmp_path: Path) -> None:
    tables = story() | {"representations": [], "testimonies": reports("C6", "C6", "C7", None, None)}
    found = wide_rows(duckdb_engine, tmp_path, Subject.COMPLAINT, tables)
    assert (found["K1"]["testimony_names_phone"], found["K1"]["testimony_names_phone_signed"]) == (3, 2)


def test_an_advert_that_a_consumer_reported_counts_as_none(duckdb_engine: Engine, tmp_path: Path) -> None:
    tables = story() | {"representations": []}
    advert = {"platform": "douyin", "published_at": tables["complaints"][0]["received_at"], "phone": GANG_PHONE}
    said: tuple[dict[str, bool], ...] = ({"reported_by_consumer": True}, {"reported_by_consumer": False}, {})
    tables["solicitations"] = [advert | {"solicitation_id": f"S{n}"} | one for n, one in enumerate(said)]
    found = wide_rows(duckdb_engine, tmp_path, Subject.COMPLAINT, tables)
    assert found["K1"]["advert_names_phone"] == 2


@pytest.mark.parametrize("whose", ["the customer's", "a lawyer's"])
def test_neither_ones_own_number_nor_a_lawful_helpers_is_an_agencys(
    whose: str, duckdb_engine: Engine, tmp_path: Path
) -> None:
    tables = helped_by(relationship="lawyer") | {"testimonies": reports("C6", "C7")}
    if whose == "the customer's":
        tables |= {"representations": []}
        for customer in tables["customers"]:
            customer["phone"] = GANG_PHONE
    found = wide_rows(duckdb_engine, tmp_path, Subject.COMPLAINT, tables)
    assert found["K1"]["testimony_names_phone"] == 0
    assert found["K1"]["advert_names_phone"] == 0


def test_a_gang_is_told_apart_by_who_belongs_to_it(duckdb_engine: Engine, tmp_path: Path) -> None:
    tables = with_another(days=75)
    found = wide_rows(duckdb_engine, tmp_path, Subject.COMPLAINT, tables)
    assert found["K1"]["gang_through_customer"] == 0
    assert found["K7"]["gang_through_customer"] == 1
    assert found["K7"]["gang_strength"] == pytest.approx(0.7)


def test_an_old_phone_on_file_is_the_customers_own(duckdb_engine: Engine, tmp_path: Path) -> None:
    tables = story()
    tables["complaints"][0]["contact_phone"] = "13900000001"
    found = wide_rows(duckdb_engine, tmp_path, Subject.COMPLAINT, tables)
    assert found["K1"]["contact_phone_own"] == 1
    assert found["K2"]["contact_phone_own"] == 0


def test_a_number_put_on_file_about_the_time_of_the_complaint_is_nobodys_yet(
    duckdb_engine: Engine, tmp_path: Path
) -> None:
    tables = story()
    tables["customers"][0]["phone"] = GANG_PHONE
    change = {"change_id": "X2", "customer_id": "C1", "field": "phone"}
    change |= {"old_value": "13800000001", "new_value": GANG_PHONE}
    tables["customer_changes"].append(change | {"changed_at": days_before(95)})
    found = wide_rows(duckdb_engine, tmp_path / "fresh", Subject.COMPLAINT, tables)
    assert found["K1"]["contact_phone_own"] is None
    assert found["K1"]["contact_phone_fresh"] == 1
    tables["customer_changes"][-1]["changed_at"] = days_before(120)
    found = wide_rows(duckdb_engine, tmp_path / "settled", Subject.COMPLAINT, tables)
    assert found["K1"]["contact_phone_own"] == 1
    assert found["K1"]["contact_phone_fresh"] == 0


def with_another(*, days: float, **fields: object) -> dict[str, list[Row]]:
    """The story, and one more complaint of C1, whose K1 is 85 days old."""
    tables = story()
    another = {"complaint_id": "K7", "customer_id": "C1", "received_at": days_before(days), "channel": "hotline"}
    tables["complaints"].append(another | fields)
    return tables


def test_what_another_complaint_of_the_same_weeks_came_with_is_told_of_this_one(
    duckdb_engine: Engine, tmp_path: Path
) -> None:
    tables = with_another(days=75, contact_phone="13800000001")
    disavows = {"complaint_id": "K8", "text": "之前那个投诉不是我写的，是中介拿我手机弄的，我要撤"}
    tables["complaints"].append(tables["complaints"][-1] | disavows)
    found = wide_rows(duckdb_engine, tmp_path / "weeks", Subject.COMPLAINT, tables)
    assert found["K7"]["elsewhere_households"] == 4
    assert found["K8"]["elsewhere_households"] == 0
    assert found["K7"]["elsewhere_evidence"] is not None
    # The customer's own telephone ties K1 to nobody, and what C6 shares with himself is nothing.
    assert found["K1"]["elsewhere_households"] == 0
    assert found["K6"]["elsewhere_households"] == 0
    tables = with_another(days=20, contact_phone="13800000001")
    found = wide_rows(duckdb_engine, tmp_path / "months", Subject.COMPLAINT, tables)
    assert found["K7"]["elsewhere_households"] == 0


@pytest.mark.parametrize(
    ("text", "disavowed"),
    [
        ("之前那个投诉不是我写的，是中介拿我手机弄的，我要撤", True),
        ("以前找过中介，被骗了，现在自己来说", True),
        ("代理公司用我的身份证提交了投诉，我不知情", True),
        ("以前委托法务公司，被骗了", True),
        ("他们拿我身份证给我写的投诉", True),
        ("之前投诉过一次，你们不是说给我减免吗", False),
        ("他们拿我身份证办的贷款，我要投诉", False),
        ("以前找过你们公司被骗了", False),
        ("催收公司用我的手机号骚扰投诉我单位", False),
        ("你们公司打我手机，还发短信骂人", False),
        ("之前的投诉是我写的，到现在没人回", False),
    ],
)
def test_who_writes_that_the_other_complaint_was_not_his_is_known(text: str, disavowed: bool) -> None:
    assert (re.search(DISAVOWED, text) is not None) == disavowed


def test_what_a_complaint_shows_itself_is_not_counted_elsewhere(duckdb_engine: Engine, tmp_path: Path) -> None:
    same = {name: story()["complaints"][0][name] for name in ("contact_phone", "contact_email", "sender_address")}
    tables = with_another(days=75, device_id="D-agency", **same)
    found = wide_rows(duckdb_engine, tmp_path, Subject.COMPLAINT, tables)
    assert found["K7"]["contact_phone_households"] == 4
    assert found["K7"]["elsewhere_households"] == 0


def test_a_paid_outsider_elsewhere_is_told_only_of_what_nobody_brought(duckdb_engine: Engine, tmp_path: Path) -> None:
    tables = with_another(days=50, customer_id="C3")
    found = wide_rows(duckdb_engine, tmp_path / "alone", Subject.COMPLAINT, tables)
    assert found["K7"]["elsewhere_paid_outsider"] == 1
    assert found["K3"]["elsewhere_paid_outsider"] == 0
    tables["representations"].append({"representation_id": "R7", "complaint_id": "K7", "relationship": "relative"})
    found = wide_rows(duckdb_engine, tmp_path / "kin", Subject.COMPLAINT, tables)
    assert found["K7"]["elsewhere_paid_outsider"] == 0


def test_payments_pages_and_both_documents_before_a_complaint_are_counted(
    duckdb_engine: Engine, tmp_path: Path
) -> None:
    tables = story()
    tables["app_events"] += [
        {"event_id": f"E{number}", "customer_id": "C6", "occurred_at": days_before(days), "action": action}
        for number, (days, action) in enumerate(
            ((20, "view_contract"), (21, "view_contract"), (15, "download_statement"), (38, "chat")), start=3
        )
    ]
    found = wide_rows(duckdb_engine, tmp_path, Subject.COMPLAINT, tables)["K6"]
    assert found["documents_fetched_before"] == 3
    assert found["document_kinds_fetched_before"] == 2
    assert found["asked_in_app_before"] == 1  # the chat is four weeks old
    assert found["instalments_paid_before"] == 1


def test_gang_links_that_are_counted_elsewhere_are_not_fresh(complaints: dict[str, Row]) -> None:
    assert complaints["K1"]["gang_fresh_paths"] == 1
    assert complaints["K2"]["gang_fresh_paths"] == 0
    assert complaints["K2"]["gang_other_customers"] == 4
    assert complaints["K6"]["gang_strength"] == 0


def test_a_gang_of_two_does_not_testify(duckdb_engine: Engine, tmp_path: Path) -> None:
    tables = story()
    tables["gangs"] = [{"gang_id": "G1", "customers": 2}]
    found = wide_rows(duckdb_engine, tmp_path, Subject.COMPLAINT, tables)
    assert found["K1"]["gang_strength"] == 0


def test_arrears_follow_from_the_instalments(customers: dict[str, Row]) -> None:
    assert customers["C1"]["days_past_due"] == pytest.approx(120, abs=1)
    assert customers["C1"]["days_past_due_month_ago"] == pytest.approx(90, abs=1)
    assert customers["C1"]["instalments_missed_quarter"] == 3
    assert customers["C6"]["days_past_due"] == 0


def test_contacts_promises_and_pages_are_counted_in_their_windows(customers: dict[str, Row]) -> None:
    assert customers["C6"]["collection_contacts_week"] == 9
    assert customers["C6"]["promises_broken_quarter"] == 1
    assert customers["C6"]["complaint_page_month"] == 1
    assert customers["C1"]["complaint_page_month"] == 0
    assert customers["C2"]["testimony_paid"] == 1
    assert (customers["C7"]["testimonies"], customers["C7"]["testimony_paid"]) == (1, 0)


def test_an_unmatched_complaint_has_no_customers_features(duckdb_engine: Engine, tmp_path: Path) -> None:
    tables = story()
    tables["complaints"][0]["customer_id"] = None
    found = wide_rows(duckdb_engine, tmp_path, Subject.COMPLAINT, tables)
    for name in ("phone_changes_before", "elsewhere_households", "channels_within_days", "documents_fetched_before"):
        assert found["K1"][name] is None
    assert found["K1"]["contact_phone_households"] == 4
