"""What becomes a gang, and what must never."""

import itertools
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from mingjian.contract import TABLES
from mingjian.contract.reasons import from_json
from mingjian.network.groups import group_of
from mingjian.standards.address import door
from mingjian.standards.credit_code import check_character
from mingjian.store.engine import Engine
from mingjian.store.lake import Lake
from tests.network.lakes import FIRST_DAY, Delivery, Row, customers, gangs, phone_of, ran, rows

MEMBERS = range(12)
MORE = range(20, 24)
LICENCE, OTHER_LICENCE = "15001201010123456", "15001201010999999"
LAW_FIRM_CODE, COMPANY_CODE = (first + check_character(first) for first in ("31500000MD0123456", "91500000MA0123456"))


def test_the_same_delivery_gives_the_same_bytes(engine: Engine, one_gang: Lake, tmp_path: Path) -> None:
    again = ran(engine, tmp_path, Delivery().gang(range(12), "a"))
    for name in ("gangs", "gang_members", "links", "membership_paths", "gang_events", "entities"):
        first, second = one_gang.path(name), again.path(name)
        assert first is not None
        assert second is not None
        assert first.read_bytes() == second.read_bytes(), name


def test_one_telephone_and_one_letter_are_a_gang(one_gang: Lake) -> None:
    assert list(gangs(one_gang).values()) == [customers(MEMBERS)]
    (gang,) = rows(one_gang, "gangs")
    assert gang["customers"] == gang["complaints"] == len(MEMBERS)
    assert 0 < gang["score"] < 1
    assert 0 <= gang["stability"] <= 1
    assert {reason.code for reason in from_json(gang["reasons"])} >= {"gang_independent_kinds", "gang_shares_phone"}


def test_every_table_is_written_where_there_is_nothing_at_all(engine: Engine, tmp_path: Path) -> None:
    lake = ran(engine, tmp_path, Delivery(customers=0, complainers=0))

    for name in (
        "gangs",
        "gang_members",
        "links",
        "membership_paths",
        "gang_events",
        "entities",
        "entity_index",
        "sharings",
        "group_holders",
        "legal_senders",
    ):
        assert lake.has(name)
        assert rows(lake, name) == []


def test_complaints_alone_suffice(engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery(customers=0)
    for complaint in delivery.tables["complaints"]:
        complaint["customer_id"] = None

    lake = ran(engine, tmp_path, delivery.gang(MEMBERS, "a"))

    members = {row["entity_id"] for row in rows(lake, "gang_members") if row["role"] == "client"}
    assert members == {f"K{number}" for number in MEMBERS}


def _dormitory(delivery: Delivery) -> None:
    delivery.complaints(range(40), device_id="shared", ip="10.99.0.1", sender_address="重庆市电子厂宿舍2栋")


def _dormitory_with_a_form(delivery: Delivery) -> None:
    _dormitory(delivery)
    delivery.template(range(40), "T-form")


def _an_associations_form_with_its_hotline(delivery: Delivery) -> None:
    delivery.template(MEMBERS, "T-form").complaints(MEMBERS, contact_phone="02312315")


def _news_day(delivery: Delivery) -> None:
    delivery.template(range(150), "T-news")


def _news_day_behind_one_carrier(delivery: Delivery) -> None:
    delivery.template(range(150), "T-news").complaints(range(0, 300, 2), ip="100.64.0.1")


def _family(delivery: Delivery) -> None:
    for number in range(4):
        delivery.tables["customers"][number]["address"] = "重庆市渝中区人和街1号3-2"
    delivery.gang(range(4), "family").complaints(range(4), device_id="home", ip="10.98.0.1")


def _family_of_a_hamlet(delivery: Delivery) -> None:
    written = ("湖南省衡阳市衡阳县西渡镇五星村3组", "衡阳市衡阳县西渡镇五星村三组")
    for number in range(4):
        delivery.tables["customers"][number]["address"] = written[number % 2]
    delivery.gang(range(4), "family").complaints(range(4), device_id="home", ip="10.98.0.1")


def _friends(delivery: Delivery) -> None:
    delivery.gang(range(2), "friends").complaints(range(2), device_id="home")


def _a_son_who_files_for_three_homes(delivery: Delivery) -> None:
    delivery.complaints(range(3), contact_phone=phone_of("son"), device_id="his")


def _a_son_who_is_stated_and_posts_three_letters(delivery: Delivery, *, homes: int = 3) -> None:
    for number in range(homes):
        delivery.tables["complaints"][number].update(
            contact_phone=phone_of("son"), tracking_number=f"SF7770000{number:02d}"
        )
    delivery.add(
        "representations",
        *(
            {
                "representation_id": f"R{number}",
                "complaint_id": f"K{number}",
                "representative_name": "王儿子",
                "representative_phone": phone_of("son"),
                "relationship": "relative",
            }
            for number in range(homes)
        ),
    )


def _a_son_who_is_stated_for_eight_homes(delivery: Delivery) -> None:
    _a_son_who_is_stated_and_posts_three_letters(delivery, homes=8)


def _a_foreman_who_lends_his_handset(delivery: Delivery, homes: Sequence[int] = range(6)) -> None:
    """Each in his own words, and nobody stated to act."""
    delivery.complaints(homes, contact_phone=phone_of("foreman"), device_id="his", ip="10.96.0.1")


def _a_foreman_who_signs_besides(delivery: Delivery) -> None:
    _a_foreman_who_lends_his_handset(delivery)
    delivery.complaints(range(6), sender_name="赵大柱")


def _helper(delivery: Delivery, homes: Sequence[int], *, represented: int, **stated: object) -> None:
    """One telephone, device, letter and walk to the post office, and for some of them a stated representative."""
    delivery.gang(homes, "helper").complaints(homes, device_id="his", ip="10.97.0.1")
    for number in homes:
        delivery.tables["complaints"][number]["tracking_number"] = f"EMS117300{4200 + 3 * number}"
    delivery.add(
        "representations",
        *(
            {
                "representation_id": f"R{number}",
                "complaint_id": f"K{number}",
                "representative_name": "郑娜云",
                "representative_phone": phone_of("helper"),
                "relationship": ("other", "friend")[number % 2],
                **stated,
            }
            for number in homes[:represented]
        ),
    )


def _a_shop_that_files_for_the_old_and_takes_ten_yuan_for_printing(delivery: Delivery) -> None:
    _helper(delivery, range(8), represented=4, fee_yuan=10.0)


def _a_victims_spokesman(delivery: Delivery, homes: Sequence[int], **stated: object) -> None:
    """Their letter, his telephone and his account, into which each sends fifty yuan for a lawyer."""
    _helper(delivery, homes, represented=len(homes), fee_yuan=50.0, payee_account="6217996500000056", **stated)


def _victims_whose_spokesman_collects_for_a_lawyer(delivery: Delivery) -> None:
    _a_victims_spokesman(delivery, MEMBERS)


def _victims_of_whom_a_clerk_noted_the_sum_for_half(delivery: Delivery) -> None:
    _a_victims_spokesman(delivery, MEMBERS)
    for row in delivery.tables["representations"][6:]:
        row.update(fee_yuan=None)


def _victims_of_whom_one_reports_the_account_and_no_sum(delivery: Delivery) -> None:
    _a_victims_spokesman(delivery, MEMBERS)
    delivery.add("testimonies", _report("W1", "C3", payee_account="6217996500000056"))


def _colleagues_who_collect_for_a_lawyer(delivery: Delivery) -> None:
    """Nobody left the spokesman's telephone: what they share is the account and the union's form."""
    _colleagues_with_company_mail_and_the_unions_form(delivery)
    _a_victims_spokesman(delivery, range(20))


def _a_village_worker_of_whom_nobody_is_stated_to_act(delivery: Delivery) -> None:
    _helper(delivery, range(9), represented=0)
    delivery.complaints(range(9), sender_address="巫山县龙溪镇红椿村村民委员会")


def _a_social_worker_of_a_hospital_in_the_register(delivery: Delivery) -> None:
    _helper(delivery, MEMBERS, represented=7, organisation_name="重庆渝南医疗集团", fee_yuan=0.0)
    delivery.add(
        "organisations",
        {"organisation_id": "O1", "name": "重庆渝南医疗集团", "kind": "hospital", "status": "active"},
    )


def _complaints_that_an_association_passed_on(
    delivery: Delivery, homes: Sequence[int] = range(8), *, passed_on: int = 8, named_by: int = 2
) -> None:
    """Its form, its mailbox and, where the clerk did not ask for the consumer's own, its telephone."""
    delivery.template(homes, "T-form").complaints(homes, contact_email="lyqxbw@ah163.com")
    delivery.complaints(homes[:5], contact_phone="055162615315").complaints(homes[:passed_on], channel="association")
    delivery.add(
        "representations",
        *(
            {
                "representation_id": f"R{number}",
                "complaint_id": f"K{number}",
                "representative_name": "吴欣怡",
                "relationship": "other",
                "organisation_name": "合肥市庐阳区消费者权益保护委员会",
            }
            for number in homes[:named_by]
        ),
    )


def _complaints_with_a_telephone_that_the_register_has_as_a_committees(delivery: Delivery) -> None:
    delivery.gang(MEMBERS, "committee").complaints(MEMBERS, contact_phone="055162615315")
    delivery.add(
        "organisations",
        {
            "organisation_id": "O1",
            "name": "庐阳区消费者权益保护委员会",
            "kind": "other",
            "status": "active",
            "phone": "0551-62615315",
        },
    )


def _clients_of_a_copy_shop(delivery: Delivery, homes: Sequence[int], *, naming_it: int) -> None:
    """Everybody's own telephone, the shop's form and mailbox, and on some envelopes where it is."""
    delivery.template(homes, "T-form").complaints(homes, contact_email="fayuanlu_dayin@163.com")
    delivery.complaints(homes[:naming_it], sender_address="永川区法院路16号旁文印店")


def _a_copy_shop_that_half_of_its_clients_name(delivery: Delivery) -> None:
    _clients_of_a_copy_shop(delivery, range(8), naming_it=4)


def _posted_together(delivery: Delivery) -> None:
    for number in MEMBERS:
        delivery.complaints((number,), channel="mail", tracking_number=f"YT{7000123450 + number}")


def _villagers_who_post_at_one_parcel_point(delivery: Delivery) -> None:
    _posted_together(delivery)
    delivery.complaints(MEMBERS, sender_address="依安县双阳镇菜鸟快递代收处")


def _prisoners_whose_letters_one_desk_sends(delivery: Delivery) -> None:
    delivery.complaints(MEMBERS, sender_name="狱务公开办转", sender_address="黑龙江省呼兰监狱七监区")


def _customers_for_whom_a_branch_files(delivery: Delivery) -> None:
    delivery.complaints(MEMBERS, contact_phone="04556700099", device_id="pad-branch02", ip="10.20.3.15")


def _customers_for_whom_a_branch_files_in_its_name(delivery: Delivery, homes: Sequence[int] = range(9)) -> None:
    delivery.complaints(homes, device_id="pad-branch02", ip="10.20.3.15", sender_name="江汉营业部")
    delivery.complaints(homes[:6], contact_phone="02782290011")


def _visitors_of_a_branch_that_has_one_form(delivery: Delivery, *, visits: int = 5) -> None:
    _customers_for_whom_a_branch_files_in_its_name(delivery)
    delivery.template(range(9), "T-form").complaints(range(visits), channel="visit")


def _law_firm(delivery: Delivery) -> None:
    delivery.gang(MEMBERS, "firm")
    delivery.add("practitioners", {"licence_number": LICENCE, "full_name": "李律师", "status": "active"})
    delivery.add(
        "representations",
        *(
            {
                "representation_id": f"R{number}",
                "complaint_id": f"K{number}",
                "representative_name": "李律师",
                "representative_phone": phone_of("firm"),
                "relationship": "lawyer",
                "licence_number": LICENCE,
                "payee_account": "6222000000000001",
            }
            for number in MEMBERS
        ),
    )


def _lawyer_whom_the_extract_lacks(delivery: Delivery) -> None:
    _law_firm(delivery)
    delivery.tables["practitioners"][0].update(licence_number=OTHER_LICENCE)


def _lawyer_whose_name_a_clerk_wrote_his_own_way(delivery: Delivery) -> None:
    _law_firm(delivery)
    delivery.tables["practitioners"][0].update(full_name="李大强")
    for row, name in zip(delivery.tables["representations"], itertools.cycle(("李大强律师", "李*", "李大疆"))):
        row.update(representative_name=name)


def _lawyer_without_registers(delivery: Delivery) -> None:
    _law_firm(delivery)
    del delivery.tables["practitioners"]


def _lawyer_with_his_firms_code_without_registers(delivery: Delivery, code: str = LAW_FIRM_CODE) -> None:
    _law_firm(delivery)
    del delivery.tables["practitioners"]
    for row in delivery.tables["representations"]:
        row.update(licence_number=None, organisation_uscc=code)


def _letters_of_a_firm_without_registers_or_representations(delivery: Delivery) -> None:
    delivery.gang(MEMBERS, "firm").complaints(MEMBERS, sender_name="重庆某某律师事务所")


def _letters_of_a_firm_where_the_register_is_empty(delivery: Delivery) -> None:
    _letters_of_a_firm_without_registers_or_representations(delivery)
    delivery.tables["organisations"] = []


def _letters_of_a_legal_aid_centre_in_the_register(delivery: Delivery) -> None:
    delivery.gang(MEMBERS, "aid").complaints(MEMBERS, sender_name="重庆市某区援助中心")
    delivery.add(
        "organisations",
        {"organisation_id": "O1", "name": "重庆市某区援助中心", "kind": "legal_aid", "status": "active"},
    )


def _same_employee_of_the_lender(delivery: Delivery) -> None:
    delivery.add(
        "contacts",
        *(
            {
                "contact_id": f"X{number}",
                "customer_id": f"C{number}",
                "started_at": delivery.tables["complaints"][number]["received_at"],
                "handler_id": "H1",
                "direction": "outbound",
                "channel": "call",
            }
            for number in range(50)
        ),
    )


def _colleagues_with_company_mail_and_the_unions_form(delivery: Delivery) -> None:
    delivery.template(range(20), "T-form")
    for number in range(20):
        delivery.tables["customers"][number]["employer"] = "重庆长江机械厂"
        delivery.tables["complaints"][number].update(
            contact_email=f"w{number}@cjjx.com.cn", contact_phone=f"1770000{number:04d}"
        )


@pytest.mark.parametrize(
    "look_alike",
    [
        _colleagues_with_company_mail_and_the_unions_form,
        _dormitory,
        _dormitory_with_a_form,
        _an_associations_form_with_its_hotline,
        _news_day,
        _news_day_behind_one_carrier,
        _family,
        _family_of_a_hamlet,
        _friends,
        _a_son_who_files_for_three_homes,
        _a_son_who_is_stated_and_posts_three_letters,
        _a_son_who_is_stated_for_eight_homes,
        _a_foreman_who_lends_his_handset,
        _a_foreman_who_signs_besides,
        _a_shop_that_files_for_the_old_and_takes_ten_yuan_for_printing,
        _victims_whose_spokesman_collects_for_a_lawyer,
        _victims_of_whom_a_clerk_noted_the_sum_for_half,
        _victims_of_whom_one_reports_the_account_and_no_sum,
        _colleagues_who_collect_for_a_lawyer,
        _a_village_worker_of_whom_nobody_is_stated_to_act,
        _a_social_worker_of_a_hospital_in_the_register,
        _complaints_that_an_association_passed_on,
        _complaints_with_a_telephone_that_the_register_has_as_a_committees,
        _a_copy_shop_that_half_of_its_clients_name,
        _villagers_who_post_at_one_parcel_point,
        _prisoners_whose_letters_one_desk_sends,
        _customers_for_whom_a_branch_files,
        _customers_for_whom_a_branch_files_in_its_name,
        _visitors_of_a_branch_that_has_one_form,
        _law_firm,
        _lawyer_whom_the_extract_lacks,
        _lawyer_whose_name_a_clerk_wrote_his_own_way,
        _lawyer_without_registers,
        _lawyer_with_his_firms_code_without_registers,
        _letters_of_a_firm_without_registers_or_representations,
        _letters_of_a_firm_where_the_register_is_empty,
        _letters_of_a_legal_aid_centre_in_the_register,
        _same_employee_of_the_lender,
    ],
)
def test_honest_look_alikes_are_no_gang(look_alike, engine: Engine, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    delivery = Delivery()
    look_alike(delivery)

    assert gangs(ran(engine, tmp_path, delivery)) == {}


def test_who_is_stated_to_be_kin_to_a_dozen_homes_is_not_excused(engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery()
    _a_son_who_is_stated_and_posts_three_letters(delivery, homes=12)

    assert list(gangs(ran(engine, tmp_path, delivery)).values()) == [customers(MEMBERS)]


@pytest.mark.parametrize(
    "given_away_by", ["a fee", "an account", "few of whom he says it", "telephones on file", "who told of a fee"]
)
def test_who_says_that_he_helps_for_nothing_is_not_excused_where_more_is_known(
    given_away_by: str, duckdb_engine: Engine, tmp_path: Path
) -> None:
    delivery = Delivery()
    _helper(delivery, MEMBERS, represented=5 if given_away_by == "few of whom he says it" else 12)
    match given_away_by:
        case "a fee":
            delivery.tables["representations"][0].update(fee_yuan=2980.0)
        case "an account":
            delivery.tables["representations"][0].update(payee_account="6222000000000001")
        case "telephones on file":
            for row in delivery.tables["customers"][:2]:
                row.update(phone=phone_of("helper"))
        case "who told of a fee":
            delivery.add("testimonies", _report("W1", "C3", agent_phone=phone_of("helper"), fee_yuan=2980.0))

    assert list(gangs(ran(duckdb_engine, tmp_path, delivery)).values()) == [customers(MEMBERS)]


@pytest.mark.parametrize("given_away_by", ["a letter", "parcels", "a fee", "telephones on file", "many"])
def test_who_lends_his_handset_is_not_excused_where_more_is_known(
    given_away_by: str, duckdb_engine: Engine, tmp_path: Path
) -> None:
    delivery, homes = Delivery(), range(12 if given_away_by == "many" else 6)
    _a_foreman_who_lends_his_handset(delivery, homes)
    match given_away_by:
        case "a letter":
            delivery.template(homes, "T-his")
        case "parcels":
            for number in homes:
                delivery.complaints((number,), tracking_number=f"EMS117300{4200 + 3 * number}")
        case "a fee":
            delivery.add("testimonies", _report("W1", "C900", agent_phone=phone_of("foreman"), fee_yuan=2980.0))
        case "telephones on file":
            for row in delivery.tables["customers"][:2]:
                row.update(phone=phone_of("foreman"))

    assert list(gangs(ran(duckdb_engine, tmp_path, delivery)).values()) == [customers(homes)]


@pytest.mark.parametrize(
    "given_away_by",
    [
        "one larger fee",
        "few sums",
        "a company",
        "no yuan",
        "who paid into it",
        "a fee at his other account",
    ],
)
def test_who_calls_what_he_takes_costs_is_not_excused_where_more_is_known(
    given_away_by: str, duckdb_engine: Engine, tmp_path: Path
) -> None:
    delivery = Delivery()
    _a_victims_spokesman(delivery, MEMBERS)
    stated = delivery.tables["representations"]
    match given_away_by:
        case "one larger fee":
            stated[0].update(fee_yuan=2980.0)
        case "few sums":
            for row in stated[5:]:
                row.update(fee_yuan=None)
        case "no yuan":
            for row in stated:
                row.update(fee_yuan=0.0)
        case "a company":
            stated[0].update(organisation_name="重庆某某法务咨询有限公司")
        case "who paid into it":
            delivery.add("testimonies", _report("W1", "C3", payee_account="6217996500000056", fee_yuan=2980.0))
        case "a fee at his other account":
            stated[0].update(fee_yuan=2980.0, payee_account="6217996500000057")

    assert list(gangs(ran(duckdb_engine, tmp_path, delivery)).values()) == [customers(MEMBERS)]


def test_two_of_sixty_who_write_an_associations_name_free_nobody(duckdb_engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery()
    _complaints_that_an_association_passed_on(delivery, range(60), passed_on=60)

    assert list(gangs(ran(duckdb_engine, tmp_path, delivery)).values()) == [customers(range(60))]


@pytest.mark.parametrize("given_away_by", ["other channels", "one alone who names it", "a fee"])
def test_who_writes_an_associations_name_is_not_excused_where_more_is_known(
    given_away_by: str, duckdb_engine: Engine, tmp_path: Path
) -> None:
    delivery = Delivery()
    _complaints_that_an_association_passed_on(
        delivery,
        passed_on=3 if given_away_by == "other channels" else 8,
        named_by=1 if given_away_by == "one alone who names it" else 2,
    )
    if given_away_by == "a fee":
        delivery.tables["representations"][0].update(fee_yuan=2980.0)

    assert list(gangs(ran(duckdb_engine, tmp_path, delivery)).values()) == [customers(range(8))]


def test_a_desk_that_few_of_its_clients_name_explains_nothing(duckdb_engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery()
    _clients_of_a_copy_shop(delivery, MEMBERS, naming_it=5)

    assert list(gangs(ran(duckdb_engine, tmp_path, delivery)).values()) == [customers(MEMBERS)]


def test_who_posts_together_with_telephones_that_are_not_their_own_is_a_gang(
    duckdb_engine: Engine, tmp_path: Path
) -> None:
    delivery = Delivery()
    _villagers_who_post_at_one_parcel_point(delivery)
    for number in MEMBERS:
        delivery.complaints((number,), contact_phone=f"170{number * 7919:08d}")

    assert list(gangs(ran(duckdb_engine, tmp_path, delivery)).values()) == [customers(MEMBERS)]


def test_what_sixty_pay_is_no_costs_however_little_each_pays(duckdb_engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery()
    _a_victims_spokesman(delivery, range(60))
    for row in delivery.tables["representations"]:
        row.update(fee_yuan=299.0)

    assert list(gangs(ran(duckdb_engine, tmp_path, delivery)).values()) == [customers(range(60))]


def test_two_telephones_and_two_devices_are_no_one_hand(duckdb_engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery()
    _a_foreman_who_lends_his_handset(delivery, range(8))
    delivery.complaints(range(8), contact_email="him@126.com")
    delivery.complaints(range(0, 8, 2), contact_phone="19912345678").complaints(range(4), device_id="his other")

    assert list(gangs(ran(duckdb_engine, tmp_path, delivery)).values()) == [customers(range(8))]


def test_a_handset_for_every_six_clients_is_no_help(duckdb_engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery()
    for hand in range(10):
        homes = range(6 * hand, 6 * hand + 6)
        delivery.complaints(homes, contact_phone=f"19{hand}77712345", device_id=f"d-{hand}", ip=f"36.{hand}.9.9")

    assert len(gangs(ran(duckdb_engine, tmp_path, delivery))) == 10


@pytest.mark.parametrize("given_away_by", ["who acts", "a company", "a man", "a centre", "telephones of others"])
def test_who_files_on_his_device_in_his_name_is_not_excused_where_more_is_known(
    given_away_by: str, duckdb_engine: Engine, tmp_path: Path
) -> None:
    delivery = Delivery()
    _customers_for_whom_a_branch_files_in_its_name(delivery, MEMBERS)
    match given_away_by:
        case "who acts":
            acts = {"representation_id": "R900", "complaint_id": "K0", "representative_name": "江汉营业部"}
            delivery.add("representations", acts)
        case "a company":
            delivery.complaints(MEMBERS, sender_name="武汉信安达信息咨询有限公司")
        case "a man":
            delivery.complaints(MEMBERS, sender_name="李万利")
        case "a centre":
            delivery.complaints(MEMBERS, sender_name="鑫诚法务维权中心")
        case "telephones of others":
            for number in MEMBERS:
                delivery.complaints((number,), contact_phone=f"170{number * 7919:08d}")

    assert list(gangs(ran(duckdb_engine, tmp_path, delivery)).values()) == [customers(MEMBERS)]


def test_a_form_and_a_fixed_line_of_whom_few_came_in_are_not_the_lenders(duckdb_engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery()
    _visitors_of_a_branch_that_has_one_form(delivery, visits=2)

    assert list(gangs(ran(duckdb_engine, tmp_path, delivery)).values()) == [customers(range(9))]


def test_an_agency_that_escorts_half_of_its_clients_to_the_desk_frees_nobody(
    duckdb_engine: Engine, tmp_path: Path
) -> None:
    delivery, homes = Delivery(), range(15)
    delivery.template(homes, "T-den").complaints(homes, sender_name="李万利", contact_phone="02388881234")
    delivery.complaints(homes[:8], channel="visit", device_id="pad").complaints(homes[8:], device_id="office")

    assert list(gangs(ran(duckdb_engine, tmp_path, delivery)).values()) == [customers(homes)]


def test_an_agencys_telephone_stays_one_where_the_lenders_desk_took_its_clients_down(
    duckdb_engine: Engine, tmp_path: Path
) -> None:
    delivery = Delivery()
    _visitors_of_a_branch_that_has_one_form(delivery, visits=9)
    delivery.gang(range(9), "den")

    assert list(gangs(ran(duckdb_engine, tmp_path, delivery)).values()) == [customers(range(9))]


def test_a_lawyer_whom_the_register_at_hand_lacks_founds_no_gang_and_leaves_none(
    engine: Engine, tmp_path: Path
) -> None:
    delivery = Delivery()
    _lawyer_whom_the_extract_lacks(delivery)
    delivery.gang(MORE, "firm")
    lake = ran(engine, tmp_path / "with a den", delivery.gang(range(30, 40), "firm"))
    assert list(gangs(lake).values()) == [customers([*MEMBERS, *MORE, *range(30, 40)])]


@pytest.mark.parametrize(
    ("register", "stated"),
    [
        ({"full_name": "赵甲乙"}, {}),
        ({"status": "revoked", "status_from": date(2020, 1, 1)}, {}),
        ({"licence_number": OTHER_LICENCE}, {"organisation_name": "重庆某某法律咨询有限公司"}),
    ],
    ids=["another's licence", "a revoked licence", "for a company"],
)
def test_a_lawyer_whom_something_contradicts_is_not_excused(
    register: dict[str, object], stated: dict[str, object], engine: Engine, tmp_path: Path
) -> None:
    delivery = Delivery()
    _law_firm(delivery)
    delivery.tables["practitioners"][0].update(register)
    for row in delivery.tables["representations"]:
        row.update(stated)

    assert list(gangs(ran(engine, tmp_path, delivery)).values()) == [customers(MEMBERS)]


@pytest.mark.parametrize("licence", [LICENCE, None])
def test_who_states_his_licence_fares_no_worse_than_who_leaves_it_out(
    licence: str | None, engine: Engine, tmp_path: Path
) -> None:
    """An active firm of the register stands behind both, and the extract of lawyers has neither."""
    delivery = Delivery().gang(MORE, "firm").gang(range(30, 40), "firm")
    _lawyer_whom_the_extract_lacks(delivery)
    delivery.add(
        "organisations",
        {
            "organisation_id": "O1",
            "name": "重庆某某律师事务所",
            "uscc": LAW_FIRM_CODE,
            "kind": "law_firm",
            "status": "active",
        },
    )
    for row in delivery.tables["representations"]:
        row.update(licence_number=licence, organisation_uscc=LAW_FIRM_CODE)

    assert list(gangs(ran(engine, tmp_path, delivery)).values()) == [customers([*MORE, *range(30, 40)])]


def test_a_sender_who_calls_himself_a_firm_that_the_register_lacks_is_not_excused(
    engine: Engine, tmp_path: Path
) -> None:
    delivery = Delivery().gang(MEMBERS, "firm").complaints(MEMBERS, sender_name="重庆某某律师事务所")
    delivery.add("organisations", {"organisation_id": "O1", "name": "别的律师事务所", "kind": "law_firm"})

    assert list(gangs(ran(engine, tmp_path, delivery)).values()) == [customers(MEMBERS)]


@pytest.mark.parametrize("code", [COMPANY_CODE, LAW_FIRM_CODE[:-1] + "0"])
def test_a_lawyer_with_a_companys_code_or_one_whose_check_fails_is_not_excused(
    code: str, duckdb_engine: Engine, tmp_path: Path
) -> None:
    delivery = Delivery()
    _lawyer_with_his_firms_code_without_registers(delivery, code)

    assert list(gangs(ran(duckdb_engine, tmp_path, delivery)).values()) == [customers(MEMBERS)]


def test_a_den_does_not_leave_the_network_by_calling_itself_a_law_firm(engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery().gang(MEMBERS, "den").gang(MORE, "den")
    delivery.complaints(MORE, sender_name="重庆某某律师事务所")
    lake = ran(engine, tmp_path, delivery)

    assert list(gangs(lake).values()) == [customers([*MEMBERS, *MORE])]
    assert {f"K{number}" for number in MORE} <= {row["entity_id"] for row in rows(lake, "gang_members")}


def test_a_telephone_from_an_advert_needs_no_second_kind(engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery().complaints(range(5), contact_phone=phone_of("ad"))
    delivery.add("solicitations", {"solicitation_id": "S1", "phone": phone_of("ad"), "author_id": "u1"})
    delivery.add("testimonies", _report("W1", "C900", agent_phone=phone_of("ad")))
    lake = ran(engine, tmp_path, delivery)

    assert list(gangs(lake).values()) == [customers(range(5))]
    (gang,) = rows(lake, "gangs")
    weights = {reason.code: reason.weight for reason in from_json(gang["reasons"])}
    assert min(weights["gang_adverts"], weights["gang_witnesses"]) > 0
    assert "gang_one_source" not in weights
    assert ("solicitation", "S1") in {(row["entity_type"], row["entity_id"]) for row in rows(lake, "gang_members")}


def test_who_warns_the_lender_is_no_member_of_the_gang(engine: Engine, tmp_path: Path) -> None:
    """He ties the number to the gang, whatever he was asked; who paid is a client, and who has the number anyway."""
    delivery = Delivery().gang(MEMBERS, "a")
    delivery.tables["customers"][904]["phone"] = phone_of("a")
    delivery.add(
        "testimonies",
        _report("W1", "C900", agent_phone=phone_of("a"), wechat_id="shangan"),
        _report("W2", "C901", agent_phone=phone_of("a"), fee_yuan=2980.0, text="交了2980元，后来就不回消息了。"),
        _report("W3", "C0", agent_phone=phone_of("a")),
        _report(
            "W4", "C902", agent_phone=phone_of("a"), fee_yuan=2980.0, text="给我打电话说能只还本金，要2980，我没给。"
        ),
        _report("W5", "C903", agent_phone=phone_of("a"), fee_yuan=2980.0, wechat_id="shangan"),
    )
    lake = ran(engine, tmp_path, delivery)

    assert list(gangs(lake).values()) == [customers([*MEMBERS, 901])]
    roles = {row["entity_id"]: row["role"] for row in rows(lake, "gang_members") if row["entity_type"] == "customer"}
    assert {one for one, role in roles.items() if role == "victim"} == {"C0", "C901"}
    reasons = {reason.code: reason for reason in from_json(rows(lake, "gangs")[0]["reasons"])}
    assert reasons["gang_witnesses"].values == {"testimonies": 4}
    assert reasons["gang_witnesses"].weight > 0, "customers who answer for what they say"
    assert reasons["gang_fees"].values == {"customers": 1, "sum_yuan": 2980.0}
    shared = [reason.values for code, reason in reasons.items() if code.startswith("gang_shares_")]
    assert not {0, 1} & {values["customers"] for values in shared}
    linked = {row[end] for row in rows(lake, "links") for end in ("source_id", "target_id")}
    assert not linked & {"C900", "C902", "C903"}


def test_texts_and_papers_add_clients_to_what_is_known_and_make_no_gang(engine: Engine, tmp_path: Path) -> None:
    """A collector's number is quoted by many, an agency's is named by somebody as that of who acts."""
    delivery = Delivery().gang(MEMBERS, "a")
    collector, quoting, stating = "17712345678", range(910, 920), range(60, 70)
    paid = {"fee_yuan": 2980.0, "text": "交了2980元，后来就不回消息了。"}
    delivery.add(
        "testimonies",
        _report("W0", "C900", agent_phone=phone_of("a")),
        _report("W1", "C901", **paid),
        _report("W2", "C902", text="有人推荐我打这个电话，我没打。"),
        # Who paid one agency and tells that another rang as well; and who names two numbers and not which he paid.
        _report("W3", "C904", agent_phone="17700000001", **paid),
        _report("W4", "C905", agency_name="重庆渝信法务咨询", **paid),
        _report("W5", "C906", **paid),
        *(_report(f"W{number}", f"C{number}", **paid) for number in quoting),
    )
    named = [(f"W{number}", phone_of("a")) for number in range(1, 6)] + [("W5", "17700000001")]
    for testimony_id, value in [*named, *((f"W{number}", collector) for number in quoting)]:
        mention = {"subject_type": "testimony", "subject_id": testimony_id, "kind": "phone", "value": value}
        delivery.add("contact_mentions", mention)
    papers = {50: phone_of("a"), 51: "13900000051"} | dict.fromkeys(stating, collector)
    for number, value in papers.items():
        paper = {
            "material_id": f"M{number}",
            "complaint_id": f"K{number}",
            "kind": "power_of_attorney",
            "path": "a.jpg",
        }
        delivery.add("materials", paper)
        stated = {"material_id": f"M{number}", "number": 1, "field": "telephone", "value": value}
        delivery.add("document_fields", stated)
    delivery.tables["customers"][51]["phone"] = "13900000051"

    lake = ran(engine, tmp_path, delivery)

    assert list(gangs(lake).values()) == [customers([*MEMBERS, 50, 901])]


@pytest.mark.parametrize(
    ("on_file", "filed", "members"),
    [
        pytest.param((100,), timedelta(), (), id="his own number, which an agency had before"),
        pytest.param((100, 101), timedelta(days=2), (100, 101), id="put in the place of two homes' own"),
        pytest.param((100, 101), timedelta(days=-91), (101,), id="his own once, an agency's after it had rested"),
    ],
)
def test_a_number_of_ones_own_holds_nobody(
    on_file: Sequence[int], filed: timedelta, members: Sequence[int], duckdb_engine: Engine, tmp_path: Path
) -> None:
    delivery = Delivery().gang(MEMBERS, "a")
    for number in on_file:
        delivery.tables["customers"][number]["phone"] = phone_of("a")
        delivery.complaints((number,), contact_phone=phone_of("a"), received_at=FIRST_DAY)
    delivery.complaints((100,), received_at=FIRST_DAY + filed)

    assert list(gangs(ran(duckdb_engine, tmp_path, delivery)).values()) == [customers([*MEMBERS, *members])]


def _report(testimony_id: str, customer_id: str | None, **values: object) -> Row:
    return {"testimony_id": testimony_id, "customer_id": customer_id, "reported_at": FIRST_DAY, **values}


@pytest.mark.parametrize(
    ("accounts", "consumers_say", "reporters"),
    [
        pytest.param(("u1", "u2", "u3"), False, (None, None), id="many, and nobody answers for one"),
        pytest.param((), False, ("C900", "C900"), id="one customer, twice"),
        pytest.param(("u1", "u2"), True, ("C900",), id="one customer, and adverts that the same may have reported"),
    ],
)
def test_nobody_is_framed_as_an_agency_by_one_source(
    accounts: Sequence[str], consumers_say: bool, reporters: Sequence[str | None], duckdb_engine: Engine, tmp_path: Path
) -> None:
    """Five honest customers leave the number of one lawyer, whom no paper names, and somebody says it an agency's."""
    lawyers = phone_of("lawyer")
    delivery = Delivery().complaints(range(5), contact_phone=lawyers)
    adverts = (
        {"solicitation_id": one, "author_id": one, "phone": lawyers, "reported_by_consumer": consumers_say}
        for one in accounts
    )
    delivery.add("solicitations", *adverts)
    delivery.add("testimonies", *(_report(f"W{n}", one, agent_phone=lawyers) for n, one in enumerate(reporters)))

    assert gangs(ran(duckdb_engine, tmp_path, delivery)) == {}


def test_a_number_that_one_post_writes_down_beside_an_agencys_is_not_the_agencys(
    duckdb_engine: Engine, tmp_path: Path
) -> None:
    delivery = Delivery().gang(range(12), "a").complaints(range(20, 23), contact_phone=phone_of("lawyer"))
    for number, phone in enumerate((phone_of("a"), phone_of("lawyer"))):
        delivery.add("solicitations", {"solicitation_id": f"S{number}", "phone": phone, "author_id": "u1"})
    delivery.add("testimonies", _report("W1", "C3", agent_phone=phone_of("a")))

    lake = ran(duckdb_engine, tmp_path, delivery)

    assert list(gangs(lake).values()) == [customers(range(12))]
    assert phone_of("lawyer") not in {row["entity_id"] for row in rows(lake, "gang_members")}


@pytest.mark.parametrize("also_told_by", [(), ("C900",)], ids=["an advert", "a consumer's advert and a customer"])
def test_what_one_source_says_of_a_gang_is_shown_and_weighs_nothing(
    also_told_by: Sequence[str], duckdb_engine: Engine, tmp_path: Path
) -> None:
    delivery = Delivery().gang(MEMBERS, "a")
    advert = {"solicitation_id": "S1", "phone": phone_of("a"), "author_id": "u1"}
    delivery.add("solicitations", advert | {"reported_by_consumer": bool(also_told_by)})
    delivery.add("testimonies", *(_report("W1", one, agent_phone=phone_of("a")) for one in also_told_by))

    (gang,) = rows(ran(duckdb_engine, tmp_path, delivery), "gangs")

    weights = {reason.code: reason.weight for reason in from_json(gang["reasons"])}
    said = "gang_adverts_reported" if also_told_by else "gang_adverts"
    assert (weights[said], weights["gang_one_source"]) == (0.0, 0.0)


def test_an_advert_that_a_consumer_reported_adds_nothing_to_a_gang_that_is_borne_out(
    duckdb_engine: Engine, tmp_path: Path
) -> None:
    told = [_report(f"W{number}", f"C90{number}", agent_phone=phone_of("a")) for number in range(2)]
    scores = []
    for reported in (False, True):
        delivery = Delivery().gang(MEMBERS, "a").add("testimonies", *told)
        if reported:
            advert = {"solicitation_id": "AR-1", "phone": phone_of("a"), "reported_by_consumer": True}
            delivery.add("solicitations", advert)
        lake = ran(duckdb_engine, tmp_path / str(reported), delivery)
        scores += [gang["score"] for gang in rows(lake, "gangs")]
    assert scores[0] == scores[1]
    assert "AR-1" in {row["entity_id"] for row in rows(lake, "gang_members")}, "it is shown all the same"


def test_two_agencies_with_one_customer_in_common_stay_two(engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery().gang(range(12), "a").gang(range(12, 24), "b")
    delivery.add("complaints", {**delivery.tables["complaints"][12], "complaint_id": "K-again", "customer_id": "C0"})
    delivery.add("letters", {"complaint_id": "K-again", "template_id": "T-b"})

    found = sorted(gangs(ran(engine, tmp_path, delivery)).values(), key=min)

    assert len(found) == 2
    assert customers(range(1, 12)) <= found[0]
    assert customers(range(12, 24)) <= found[1]


def test_a_letter_that_a_den_sold_to_two_agencies_does_not_join_them(engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery().gang(range(12), "a").gang(range(12, 24), "b").template(range(24), "T-den")

    assert sorted(gangs(ran(engine, tmp_path, delivery)).values(), key=min) == [
        customers(range(12)),
        customers(range(12, 24)),
    ]


def test_telephones_that_one_author_advertises_are_one_gang(engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery().gang(range(12), "a").gang(range(12, 24), "b")
    delivery.add(
        "solicitations",
        {"solicitation_id": "S1", "phone": phone_of("a"), "author_id": "u1"},
        {"solicitation_id": "S2", "phone": phone_of("b"), "author_id": "u1"},
    )
    delivery.add(
        "testimonies", *(_report(f"W{n}", f"C{n}", agent_phone=phone_of(name)) for n, name in ((0, "a"), (12, "b")))
    )

    assert list(gangs(ran(engine, tmp_path, delivery)).values()) == [customers(range(24))]


def test_consecutive_waybills_are_one_series(engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery().template(MEMBERS, "T-post")
    for number in MEMBERS:
        delivery.tables["complaints"][number]["tracking_number"] = f"YT{888_000_000_000 + 3 * number}"

    lake = ran(engine, tmp_path, delivery)

    assert list(gangs(lake).values()) == [customers(MEMBERS)]
    assert "waybill" in {row["entity_type"] for row in rows(lake, "gang_members")}


def test_an_address_in_many_spellings_is_one_place(engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery().complaints(MEMBERS, contact_phone=phone_of("a"))
    spellings = ("重庆市渝中区大坪正街20号24-12", "重庆渝中大坪正街二十號 24-12", "渝中区大坪正街20号24楼12室")
    for number in MEMBERS:
        delivery.tables["complaints"][number]["sender_address"] = spellings[number % 3]

    lake = ran(engine, tmp_path, delivery)

    assert [row["entity_id"] for row in rows(lake, "gang_members") if row["entity_type"] == "address"] == [
        min(spellings)
    ]


def test_a_neighbour_of_the_estate_with_the_same_form_is_no_member(duckdb_engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery().gang(MEMBERS, "a").template((50,), "T-a")
    for number in MEMBERS:
        home = f"重庆市渝北区龙溪花园{number % 2 + 1}栋2单元{number + 3}01"
        delivery.complaints((number,), sender_address=home)
    delivery.complaints((50,), sender_address="重庆市渝北区龙溪花园20栋1单元301")

    assert list(gangs(ran(duckdb_engine, tmp_path, delivery)).values()) == [customers(MEMBERS)]


def test_an_address_is_in_the_group_of_its_house_and_an_estate_is_none(duckdb_engine: Engine) -> None:
    houses = {
        "渝北区龙溪花园3栋2单元501": "~500112 龙溪花园3-2",
        "渝北区龙溪花园3-24-12": "~500112 龙溪花园3-24",
        "渝北区龙溪路9号501": "~500112 龙溪路9号",
        "渝北区龙溪路9号时代大厦24-12": "~500112 龙溪路9号时代大厦",
        "渝北区龙溪路9号A座1203": "~500112 龙溪路9号A栋",
        "渝北区龙溪花园501": None,
        "渝北区龙溪小区2单元501": None,
        "巫山县龙溪镇红椿村3组12": None,
        "渝北区龙溪路9号": None,
    }
    keys = pa.table({"entity_type": ["address"] * len(houses), "key": [door(home) for home in houses]})
    read = duckdb_engine.read_arrow(keys)

    found = read.select("key", house=group_of(read.entity_type, read.key)).to_pyarrow().to_pylist()

    assert {row["key"]: row["house"] for row in found} == {door(home): house for home, house in houses.items()}


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("contact_phone", [f"176362144{number:02d}" for number in range(12)]),
        ("contact_email", [f"service+{number:03d}@debt-help.example" for number in range(12)]),
    ],
)
def test_a_telephone_or_mailbox_for_each_client_from_one_batch_is_seen(
    field: str, values: list[str], engine: Engine, tmp_path: Path
) -> None:
    delivery = Delivery().template(MEMBERS, "T-batch")
    for number, value in zip(MEMBERS, values, strict=True):
        delivery.tables["complaints"][number][field] = value

    lake = ran(engine, tmp_path, delivery)

    assert list(gangs(lake).values()) == [customers(MEMBERS)]
    entity_type = field.removeprefix("contact_")
    assert {row["entity_id"] for row in rows(lake, "gang_members") if row["entity_type"] == entity_type} == set(values)
    assert "~" not in "".join(row["path"] for row in rows(lake, "membership_paths"))
    assert {row["target_id"] for row in rows(lake, "links")} == {*values, "T-batch"}


def test_a_public_mail_service_is_no_group(engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery().template(MEMBERS, "T-news")
    for number in range(delivery.complainers):
        delivery.tables["complaints"][number]["contact_email"] = f"p{number}@163.com"

    assert gangs(ran(engine, tmp_path, delivery)) == {}


@pytest.mark.parametrize("provider", ["qq.com", "163.com", "139.com"])
def test_a_public_mail_service_of_a_few_who_write_one_letter_is_no_group(
    provider: str, duckdb_engine: Engine, tmp_path: Path
) -> None:
    delivery = Delivery().template(MEMBERS, "T-news")
    for number in range(delivery.complainers):
        at = provider if number in MEMBERS else f"house{number}.example"
        delivery.tables["complaints"][number]["contact_email"] = f"p{number}@{at}"

    assert gangs(ran(duckdb_engine, tmp_path, delivery)) == {}


def test_a_customers_own_telephone_is_no_link(engine: Engine, tmp_path: Path) -> None:
    lake = ran(engine, tmp_path, Delivery())

    index = {row["entity_id"]: row for row in rows(lake, "entity_index") if row["entity_type"] == "phone"}
    assert index["13800000000"]["households"] == 1
    assert gangs(lake) == {}


def test_who_paid_or_told_is_a_victim_and_the_rest_are_clients(engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery().gang(MEMBERS, "a")
    delivery.add(
        "testimonies",
        {
            "testimony_id": "W1",
            "customer_id": "C3",
            "reported_at": delivery.tables["complaints"][0]["received_at"],
            "agent_phone": phone_of("a"),
            "fee_yuan": 2980.0,
            "payee_account": "6222000000000003",
        },
    )

    lake = ran(engine, tmp_path, delivery)

    roles = {row["entity_id"]: row["role"] for row in rows(lake, "gang_members") if row["entity_type"] == "customer"}
    assert roles.pop("C3") == "victim"
    assert set(roles.values()) == {"client"}
    assert "gang_fees" in {reason.code for reason in from_json(rows(lake, "gangs")[0]["reasons"])}


def test_every_membership_can_be_traced_to_records(one_gang: Lake) -> None:
    members = rows(one_gang, "gang_members")
    paths = rows(one_gang, "membership_paths")
    assert {(row["entity_type"], row["entity_id"]) for row in paths} == {
        (row["entity_type"], row["entity_id"]) for row in members
    }
    strengths = {(row["entity_type"], row["entity_id"]): row["strength"] for row in members}
    for path in paths:
        assert path["strength_without"] <= strengths[path["entity_type"], path["entity_id"]]
    links = {(row["source_id"], row["target_id"]): row["evidence"] for row in rows(one_gang, "links")}
    assert links["C0", phone_of("a")] == '["K0"]'


def test_no_reason_or_summary_tells_a_telephone(one_gang: Lake) -> None:
    (gang,) = rows(one_gang, "gangs")

    assert phone_of("a") not in gang["reasons"] + gang["summary"] + gang["summary_en"]


def test_a_gang_is_summed_up_in_both_languages(one_gang: Lake) -> None:
    (gang,) = rows(one_gang, "gangs")

    assert gang["summary"] == f"{len(MEMBERS)}名客户共用投诉信模板1个、联系电话1个。"
    assert gang["summary_en"] == f"{len(MEMBERS)} customers share 1 × letter template, 1 × telephone."


def test_the_tables_keep_the_contract(engine: Engine, tmp_path: Path) -> None:
    lake = ran(engine, tmp_path, Delivery().gang(MEMBERS, "a"))

    for name in ("gang_members", "entities", "gang_events", "entity_index"):
        for field in TABLES[name].fields:
            if field.values is not None:
                seen = {row[field.name] for row in rows(lake, name)} - {None}
                assert seen <= {value.value for value in field.values}


def _sealed(delivery: Delivery, *, lawful: bool, numbers: range = MEMBERS) -> Delivery:
    """The members' papers all bear one image of a seal."""
    for number in numbers:
        delivery.add("materials", {"material_id": f"M{number}", "complaint_id": f"K{number}", "path": f"{number}.jpg"})
        mark = {"material_id": f"M{number}", "entity_type": "seal", "entity_id": "seal-1", "page": 1, "lawful": lawful}
        delivery.add("document_marks", mark)
    return delivery


def test_one_pasted_seal_and_one_telephone_are_a_gang(engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery().complaints(MEMBERS, contact_phone=phone_of("a"))

    lake = ran(engine, tmp_path, _sealed(delivery, lawful=False))

    assert list(gangs(lake).values()) == [customers(MEMBERS)]
    assert ("seal", "seal-1") in {(row["entity_type"], row["entity_id"]) for row in rows(lake, "gang_members")}
    sealed = [row for row in rows(lake, "links") if "seal" in (row["source_type"], row["target_type"])]
    assert {row["evidence"] for row in sealed} == {f'["M{number}"]' for number in MEMBERS}


def test_a_seal_that_a_den_sold_to_two_agencies_is_a_suppliers_in_both(engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery().gang(range(12), "a").gang(range(12, 24), "b")

    lake = ran(engine, tmp_path, _sealed(delivery, lawful=False, numbers=range(24)))

    assert sorted(gangs(lake).values(), key=min) == [customers(range(12)), customers(range(12, 24))]
    assert [row["entity_id"] for row in rows(lake, "gang_members") if row["role"] == "supplier"] == ["seal-1"] * 2


def test_one_fee_is_counted_once_and_the_report_of_it_is_no_witness_besides(engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery().gang(MEMBERS, "a")
    delivery.add("complaints", {**delivery.tables["complaints"][0], "complaint_id": "K0b"})
    stated = {"representative_phone": phone_of("a"), "relationship": "company", "fee_yuan": 2980.0}
    delivery.add(
        "representations",
        {"representation_id": "R0", "complaint_id": "K0", **stated},
        {"representation_id": "R0b", "complaint_id": "K0b", **stated},
    )
    told = {"agent_phone": phone_of("a"), "reported_at": delivery.tables["complaints"][0]["received_at"]}
    paid = {"fee_yuan": 2980.0, "text": "收了我2980元"}
    delivery.add("testimonies", {"testimony_id": "W0", "customer_id": "C0", **paid, **told})

    (gang,) = rows(ran(engine, tmp_path, delivery), "gangs")

    said = {reason.code: reason.values for reason in from_json(gang["reasons"])}
    assert said["gang_fees"] == {"customers": 1, "sum_yuan": 2980.0}
    assert "gang_witnesses" not in said


def test_reports_that_nobody_signed_make_no_gang_of_who_was_called_from_there(engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery().complaints((5,), contact_phone=phone_of("x"))
    told = {"agent_phone": phone_of("x"), "payee_account": "6222000000000009"}
    at = delivery.tables["complaints"][0]["received_at"]
    delivery.add("testimonies", *({"testimony_id": f"W{n}", "reported_at": at, **told} for n in range(6)))

    assert rows(ran(engine, tmp_path, delivery), "gangs") == []


def test_what_stands_on_file_is_dated_by_its_last_change_alone(engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery().gang(MEMBERS, "a")
    delivery.tables["customers"][0].update(phone=phone_of("a"))
    lake = ran(engine, tmp_path / "1", delivery)
    assert rows(lake, "gangs")[0]["first_seen_at"] == delivery.tables["complaints"][0]["received_at"]

    changed = delivery.tables["complaints"][0]["received_at"] - timedelta(days=6)
    delivery.add("customer_changes", {"change_id": "X", "customer_id": "C0", "changed_at": changed, "field": "phone"})
    assert rows(ran(engine, tmp_path / "2", delivery), "gangs")[0]["first_seen_at"] == changed


def test_a_complaint_is_what_its_customer_is(engine: Engine, tmp_path: Path) -> None:
    lake = ran(engine, tmp_path, Delivery().gang(MEMBERS, "a"))

    assert {(row["entity_type"], row["role"]) for row in rows(lake, "gang_members")} == {
        ("customer", "client"),
        ("complaint", "client"),
        ("phone", "asset"),
        ("letter_template", "asset"),
    }


def test_a_hospitals_lawful_seal_links_nobody(engine: Engine, tmp_path: Path) -> None:
    delivery = Delivery().complaints(MEMBERS, contact_phone=phone_of("a"))

    lake = ran(engine, tmp_path, _sealed(delivery, lawful=True))

    assert gangs(lake) == {}


def test_a_group_keeps_who_is_in_it_and_by_what_and_of_what_is_common_to_many_nobody(
    engine: Engine, tmp_path: Path
) -> None:
    delivery = Delivery(customers=40, complainers=40).complaints(range(40), ip="10.9.0.1")
    for number in (3, 5):
        delivery.complaints((number,), contact_email=f"client{number}@firm.example", ip=f"172.16.5.{number}")
    delivery.complaints((7,), contact_email="alone@other.example")

    lake = ran(engine, tmp_path, delivery)

    delivery.complaints((11,), contact_phone="02362345678").complaints((13,), contact_phone="02362345679")
    lines = rows(ran(engine, tmp_path / "lines", delivery), "group_holders")
    assert {row["entity_id"] for row in lines if row["entity_type"] == "phone"} == {"~02362345678"}

    held = rows(lake, "group_holders")
    assert {(row["entity_id"], row["party_id"], row["member_id"], row["record_id"]) for row in held} == {
        *(("~@firm.example", f"C{number}", f"client{number}@firm.example", f"K{number}") for number in (3, 5)),
        *(("~172.16.5", f"C{number}", f"172.16.5.{number}", f"K{number}") for number in (3, 5)),
    }


def test_what_two_households_share_is_kept_for_paths_and_what_one_has_is_not(engine: Engine, tmp_path: Path) -> None:
    lake = ran(engine, tmp_path, Delivery().complaints((3, 5), contact_phone=phone_of("a")))

    phones = [row for row in rows(lake, "sharings") if row["entity_type"] == "phone"]
    assert {(row["party_id"], row["record_table"], row["record_id"]) for row in phones} == {
        ("C3", "complaints", "K3"),
        ("C5", "complaints", "K5"),
    }
