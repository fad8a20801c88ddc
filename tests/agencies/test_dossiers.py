import json
from datetime import UTC, datetime
from typing import Any

import pytest

from mingjian.agencies import AgenciesSettings, run
from mingjian.store.engine import Engine
from mingjian.store.lake import Lake
from mingjian.store.stage import StageContext
from tests.agencies.conftest import AS_OF, Rows, Write
from tests.agencies.test_agencies import (
    COMPANY,
    COMPANY_CODE,
    FIRM,
    FIRM_CODE,
    LAWYER,
    OTHER_LICENCE,
    credit_code,
    lawyer,
    representation,
)


def day(number: int) -> datetime:
    return datetime(2026, 5, number, 2, tzinfo=UTC)


def dossiers(lake: Lake, by: str = "name") -> dict[str, dict[str, Any]]:
    """By the name that the agency used last, or by its code."""
    run(StageContext(lake=lake, as_of=AS_OF), AgenciesSettings())
    return {row[by]: row for row in lake.table("agencies").to_pyarrow().to_pylist()}


def world(representations: list[dict[str, Any]], **tables: list[dict[str, Any]]) -> Rows:
    complaints = [
        {"complaint_id": f"K-{number}", "customer_id": f"C-{number}", "received_at": day(number), "outcome": "upheld"}
        for number in range(1, 7)
    ]
    return {"complaints": complaints, "representations": representations, "organisations": [FIRM, COMPANY]} | tables


def poses(number: int, **values: Any) -> dict[str, Any]:
    """A lawyer, as somebody wrote down, in the name of a company of the register."""
    return lawyer(number, **{"organisation_name": COMPANY["name"], "organisation_uscc": None, **values})


def company(number: int, name: str, **values: Any) -> dict[str, Any]:
    return representation(number, relationship="company", organisation_name=name, **values)


def test_names_that_share_a_payee_account_are_one_agency_over_time(engine: Engine, write: Write) -> None:
    found = dossiers(
        write(
            engine,
            world(
                [
                    company(1, "无忧债务咨询有限公司", payee_account="6222021234567890123", representative_phone=None),
                    company(3, "上岸咨询公司", payee_account="6222021234567890123", representative_phone=None),
                ],
                testimonies=[
                    {"testimony_id": "T-1", "reported_at": day(2), "agency_name": "无忧债务咨询", "fee_yuan": 2980.0}
                ],
            ),
        )
    )
    (one,) = found.values()
    assert [row["name"] for row in json.loads(one["names"])] == ["无忧债务咨询有限公司", "无忧债务咨询", "上岸咨询公司"]
    assert (one["complaints"], one["complaints_upheld"], one["testimonies"], one["median_fee_yuan"]) == (
        2,
        2,
        1,
        2980.0,
    )
    assert (one["kind"], one["may_act"]) == ("consulting", "advice_only")


def test_two_organisations_with_codes_of_their_own_stay_two_whatever_they_share(engine: Engine, write: Write) -> None:
    found = dossiers(
        write(
            engine,
            world(
                [
                    company(1, "上岸咨询公司", organisation_uscc=COMPANY_CODE, payee_account="6222021234567890123"),
                    company(2, "重庆真律师事务所", organisation_uscc=FIRM_CODE, payee_account="6222021234567890123"),
                ]
            ),
        )
    )
    assert set(found) == {"上岸咨询公司", "重庆真律师事务所"}


def test_a_real_law_firm_may_act_and_a_relative_has_no_dossier(engine: Engine, write: Write) -> None:
    relative = representation(2, relationship="relative", representative_name="李兰")
    found = dossiers(write(engine, world([lawyer(1), relative], practitioners=[LAWYER])))
    assert {name: row["may_act"] for name, row in found.items()} == {"重庆真律师事务所": "may"}


def test_the_contacts_in_an_adverts_text_lead_to_its_agency(engine: Engine, write: Write) -> None:
    advert = {
        "solicitation_id": "S-1",
        "published_at": day(4),
        "author": "上岸老师",
        "text": "加微信shangan66或电17011112222",
    }
    reported = {"testimony_id": "T-1", "reported_at": day(5), "agency_name": "某某工作室", "wechat_id": "shangan66"}
    (one,) = dossiers(write(engine, world([], solicitations=[advert], testimonies=[reported]))).values()
    assert (one["adverts"], one["testimonies"]) == (1, 1)
    assert (json.loads(one["phones"]), json.loads(one["wechat_ids"])) == (["17011112222"], ["shangan66"])


def test_an_agreement_is_its_agencys_and_makes_no_complaint_so(engine: Engine, write: Write) -> None:
    paper = {
        "material_id": "M-1",
        "kind": "service_agreement",
        "path": "files/a.pdf",
        "received_at": day(4),
        "issuer_name": "某某解债工作室",
        "complaint_id": "K-1",
    }
    reported = {"testimony_id": "T-1", "reported_at": day(5), "agency_name": "某某解债工作室"}
    lake = write(engine, world([], materials=[paper], testimonies=[reported]))
    (one,) = dossiers(lake).values()
    assert (one["testimonies"], one["complaints"], one["first_seen_at"]) == (1, 0, day(4))
    assert {row["record_table"] for row in lake.table("agency_mentions").to_pyarrow().to_pylist()} == {
        "materials",
        "testimonies",
    }


def test_the_name_under_which_an_account_shows_itself_joins_nobody(engine: Engine, write: Write) -> None:
    """Two accounts are called alike, and two companies use the telephones that they name."""
    adverts = [
        {
            "solicitation_id": f"S-{number}",
            "published_at": day(4),
            "platform": "douyin",
            "author": "momo",
            "author_id": f"u{number}",
            "phone": f"1701111222{number}",
        }
        for number in (1, 2)
    ]
    companies = [
        company(number, name, representative_phone=f"1701111222{number}")
        for number, name in ((1, "无忧债务咨询有限公司"), (2, "上岸信息咨询有限公司"))
    ]
    reports = [
        {
            "testimony_id": f"T-{number}",
            "reported_at": day(5),
            "customer_id": "C-6",
            "agent_phone": f"1701111222{number}",
        }
        for number in (1, 2)
    ]
    found = dossiers(write(engine, world(companies, solicitations=adverts, testimonies=reports)))
    assert {name: (row["adverts"], row["customers"]) for name, row in found.items()} == {
        "无忧债务咨询有限公司": (1, 2),
        "上岸信息咨询有限公司": (1, 2),
    }
    assert "momo" not in found["无忧债务咨询有限公司"]["names"]


@pytest.mark.parametrize(
    ("by_consumer", "reporter", "leads", "led"),
    [(False, None, [(1, 1)], (0, 0)), (False, "C-6", [], (1, 1)), (True, "C-6", [(1, 1)], (0, 0))],
    ids=["nobody answers for it", "a customer reports it too", "a customer says both"],
)
def test_a_lawyers_number_that_somebody_posts_leads_to_the_firm_once_a_customer_names_it_too(
    engine: Engine,
    write: Write,
    by_consumer: bool,
    reporter: str | None,
    leads: list[tuple[int, int]],
    led: tuple[int, int],
) -> None:
    acting = lawyer(1)
    number = acting["representative_phone"]
    advert = {"solicitation_id": "S-1", "published_at": day(4), "author_id": "u1", "phone": number}
    advert["reported_by_consumer"] = by_consumer
    report = {"testimony_id": "T-1", "reported_at": day(5), "agency_name": "渝信法务", "agent_phone": number}
    told = {"solicitations": [advert], "testimonies": [report | {"customer_id": reporter}]}

    found = dossiers(write(engine, world([acting], **told)), by="organisation_id")

    firm = found.pop(FIRM["organisation_id"])
    assert (firm["adverts"], firm["testimonies"]) == led
    assert firm["may_act"] == "may"
    assert [(row["adverts"], row["testimonies"]) for row in found.values()] == leads


def test_adverts_of_one_account_are_one_agencys_and_the_account_names_it_where_nobody_does(
    engine: Engine, write: Write
) -> None:
    adverts = [
        {"solicitation_id": f"S-{number}", "published_at": day(number), "platform": platform, "author_id": "u1"}
        | {"author": COMPANY["name"]}
        for number, platform in ((1, "douyin"), (2, "douyin"), (3, "weibo"))
    ]
    lake = write(engine, world([], solicitations=adverts))
    run(StageContext(lake=lake, as_of=AS_OF), AgenciesSettings())
    rows = lake.table("agencies").to_pyarrow().to_pylist()
    assert sorted(row["adverts"] for row in rows) == [1, 2]
    assert {(row["name"], row["organisation_id"]) for row in rows} == {(COMPANY["name"], None)}, "anybody may choose it"


@pytest.mark.parametrize("name", ["法务公司", "不知道", "重庆法律咨询", "某某公司"])
def test_what_many_write_where_they_know_no_name_joins_nobody(engine: Engine, write: Write, name: str) -> None:
    reports = [
        {"testimony_id": f"T-{number}", "reported_at": day(number), "agency_name": name, "agent_phone": phone}
        for number, phone in ((1, "17011112221"), (2, "17011112222"))
    ]
    lake = write(engine, world([], testimonies=reports))
    run(StageContext(lake=lake, as_of=AS_OF), AgenciesSettings())
    rows = lake.table("agencies").to_pyarrow().to_pylist()
    assert [(row["testimonies"], row["name"], row["names"]) for row in rows] == [(1, name, "[]")] * 2


@pytest.mark.parametrize("name", ["无忧债务咨询有限公司", "上岸咨询公司", "渝信法务"])
def test_a_name_of_its_own_joins(engine: Engine, write: Write, name: str) -> None:
    reports = [
        {"testimony_id": f"T-{number}", "reported_at": day(number), "agency_name": name, "agent_phone": phone}
        for number, phone in ((1, "17011112221"), (2, "17011112222"))
    ]
    (one,) = dossiers(write(engine, world([], testimonies=reports))).values()
    assert one["testimonies"] == 2


def test_one_wechat_number_is_one_however_it_is_written(engine: Engine, write: Write) -> None:
    reports = [
        {"testimony_id": f"T-{number}", "reported_at": day(number), "wechat_id": wechat}
        for number, wechat in ((1, "ShangAn66"), (2, "shangan66 "))
    ]
    (one,) = dossiers(write(engine, world([], testimonies=reports))).values()
    assert (one["testimonies"], json.loads(one["wechat_ids"])) == (2, ["shangan66"])


def test_an_impostor_changes_nothing_for_the_firm_whose_name_it_borrows(engine: Engine, write: Write) -> None:
    other_code = credit_code("91", "MA5U0009")
    others = LAWYER | {"licence_number": OTHER_LICENCE, "full_name": "赵强"}
    found = dossiers(
        write(
            engine,
            world(
                [
                    lawyer(1, organisation_uscc=None),
                    lawyer(2, organisation_uscc=other_code, representative_phone="17000000001"),
                    lawyer(3, organisation_uscc=COMPANY_CODE, representative_phone="17000000002"),
                    lawyer(4, licence_number=OTHER_LICENCE, representative_phone="17000000003"),
                    lawyer(5, organisation_uscc=other_code, representative_phone="17000000001"),
                    lawyer(6, organisation_uscc=COMPANY_CODE, representative_phone="17000000002"),
                ],
                practitioners=[LAWYER, others],
            ),
        ),
        by="uscc",
    )
    assert {code: (row["may_act"], row["organisation_id"]) for code, row in found.items()} == {
        FIRM_CODE: ("may", "O-1"),
        other_code: ("may_not", None),
        COMPANY_CODE: ("may_not", "O-2"),
    }
    assert found[FIRM_CODE]["requirements_not_met"] == 1, "what was done in its name is still shown"
    assert "17000000001" not in found[FIRM_CODE]["phones"]


UNREGISTERED = "某某法律咨询有限公司"


@pytest.mark.parametrize(
    ("values", "once"),
    [({}, "advice_only"), ({"organisation_name": UNREGISTERED, "licence_number": None}, "unknown")],
    ids=["by the register", "by its name alone"],
)
def test_a_company_may_not_act_once_two_customers_had_it_as_their_lawyer(
    engine: Engine, write: Write, values: dict[str, Any], once: str
) -> None:
    lake = write(engine, world([poses(1, **values)]))
    (one,) = dossiers(lake).values()
    assert one["may_act"] == once, "one representation may be a slip of the pen"
    lake.write("representations", write_rows([poses(1, **values), poses(2, **values)]))
    (one,) = dossiers(lake).values()
    assert one["may_act"] == "may_not"


@pytest.mark.parametrize("same", [{"customer_id": "C-1"}, {"received_at": day(1)}], ids=["customer", "day"])
def test_two_representations_of_one_customer_or_one_day_are_not_independent(
    engine: Engine, write: Write, same: dict[str, Any]
) -> None:
    rows = world([poses(1), poses(2)])
    rows["complaints"][1] |= same
    (one,) = dossiers(write(engine, rows)).values()
    assert one["may_act"] == "advice_only"


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        (f"受托人：王明 律师（{UNREGISTERED}）", "may_not"),
        (f"受托人：王明（{UNREGISTERED}）\n本人未另请律师", "unknown"),
        (f"律师：王明\n收费单位：{UNREGISTERED}", "may_not"),
        (f"受托人：张三 律师\n收费单位：{UNREGISTERED}", "unknown"),
        (f"委托{UNREGISTERED}协助，受托人王明（非律师）", "unknown"),
        (f"委托{UNREGISTERED}王明，办理时请出示律师证或身份证", "unknown"),
        (f"委托{UNREGISTERED}王明办理，本人未另请律师王明华", "unknown"),
        (f"{UNREGISTERED}\n受托人王明，本人未委托律师", "unknown"),
        (f"{UNREGISTERED}\n受托人不是王明律师", "unknown"),
        (f"{UNREGISTERED}\n请王明律师事务所或王明律师证持有人查收", "unknown"),
    ],
)
def test_a_clients_own_paper_that_names_it_as_the_lawyer_is_enough(
    engine: Engine, write: Write, line: str, answer: str
) -> None:
    paper = {"material_id": "M-1", "complaint_id": "K-1", "kind": "power_of_attorney", "path": "p"}
    lines = [
        {"material_id": "M-1", "number": number, "page": 1, "text": text, "confidence": 1.0}
        for number, text in enumerate(line.split("\n"), 1)
    ]
    rows = world(
        [poses(1, organisation_name=UNREGISTERED, licence_number=None)], materials=[paper], document_lines=lines
    )
    (one,) = dossiers(write(engine, rows)).values()
    assert one["may_act"] == answer


def test_an_agency_that_no_register_knows_is_unknown_and_not_accused(engine: Engine, write: Write) -> None:
    found = dossiers(write(engine, world([company(1, "某某工作室")])))
    assert found["某某工作室"]["may_act"] == "unknown"


def test_an_agency_keeps_its_number_when_more_becomes_known(engine: Engine, write: Write) -> None:
    first = company(1, "渝信工作室", payee_account="6222021234567890123", representative_phone=None)
    lake = write(engine, world([first]))
    before = dossiers(lake)["渝信工作室"]["agency_id"]
    later = company(2, "渝信工作室", representative_phone="13900000000")
    lake.write("representations", write_rows([first, later]))
    assert dossiers(lake)["渝信工作室"]["agency_id"] == before


def write_rows(rows: list[dict[str, Any]]) -> Any:
    import pyarrow as pa

    from mingjian.contract import TABLES

    return pa.Table.from_pylist(rows, schema=TABLES["representations"].arrow_schema)


@pytest.mark.parametrize("undone", [False, True], ids=["stands", "undone"])
def test_firms_that_a_person_found_to_be_two_have_two_dossiers_whatever_they_share(
    engine: Engine, write: Write, undone: bool
) -> None:
    names = ("渝信（重庆）法务咨询有限公司", "重庆渝信法务咨询有限公司", "上岸咨询公司", "无忧债务咨询公司")
    acting = [company(n, name, representative_phone="17000000001") for n, name in enumerate(names, 1)]
    judged = [
        {
            "judgement_id": f"J-{number}",
            "kind": kind,
            "left_type": "organisation",
            "left_id": left,
            "right_type": "organisation",
            "right_id": right,
            "decided_at": day(number),
        }
        for number, (kind, left, right) in enumerate(
            [
                ("different_entity", names[0], names[1]),
                ("different_entity", names[2], names[0]),
                ("same_entity" if undone else "different_entity", names[0], names[2]),
            ],
            1,
        )
    ]
    found = dossiers(write(engine, world(acting, judgements=judged)))
    together = {frozenset(name["name"] for name in json.loads(row["names"])) for row in found.values()}
    assert {names[0]} not in [set(one) for one in together if names[1] in one]
    assert any({names[0], names[2]} <= one for one in together) == undone
