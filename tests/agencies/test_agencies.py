import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from mingjian.agencies import AgenciesSettings, run
from mingjian.contract import Language
from mingjian.contract.sentences import SENTENCES
from mingjian.contract.sentences.agencies import SENTENCES as OWN
from mingjian.contract.vocabulary import Requirement
from mingjian.standards.credit_code import check_character, organisation_check_character
from mingjian.store.engine import Engine
from mingjian.store.lake import Lake
from mingjian.store.stage import StageContext
from tests.agencies.conftest import AS_OF, Rows, Write

DAY = datetime(2026, 5, 4, 2, tzinfo=UTC)
LICENCE = "15001201010123456"
OTHER_LICENCE = "15001201511123457"


def credit_code(kind: str, organisation: str = "MA5U0001") -> str:
    """A code that passes both of its checks."""
    first = f"{kind}500103{organisation}{organisation_check_character(organisation)}"
    return first + check_character(first)


FIRM_CODE, COMPANY_CODE = credit_code("31"), credit_code("91")
EARLY_CODE = "91350100M0001TGQXM"

FIRM = {"organisation_id": "O-1", "name": "重庆真律师事务所", "uscc": FIRM_CODE, "kind": "law_firm", "status": "active"}
COMPANY = {
    "organisation_id": "O-2",
    "name": "上岸咨询公司",
    "uscc": COMPANY_CODE,
    "kind": "consulting",
    "status": "active",
}
LAWYER = {"licence_number": LICENCE, "full_name": "王明", "organisation_name": "重庆真律师事务所", "status": "active"}


def representation(number: int = 1, **values: Any) -> dict[str, Any]:
    return {
        "representation_id": f"R-{number}",
        "complaint_id": f"K-{number}",
        "representative_name": "王明",
        "representative_phone": "13812345678",
        **values,
    }


def lawyer(number: int = 1, **values: Any) -> dict[str, Any]:
    stated = {
        "relationship": "lawyer",
        "organisation_name": FIRM["name"],
        "organisation_uscc": FIRM_CODE,
        "licence_number": LICENCE,
    }
    return representation(number, **{**stated, **values})


def world(representations: list[dict[str, Any]], *, complaints: int = 1, **tables: list[dict[str, Any]]) -> Rows:
    numbers = range(1, complaints + 1)
    rows: Rows = {
        "customers": [{"customer_id": f"C-{number}", "address": f"address {number}"} for number in numbers],
        "complaints": [
            {"complaint_id": f"K-{number}", "customer_id": f"C-{number}", "received_at": DAY} for number in numbers
        ],
        "representations": representations,
    }
    return rows | tables


def judged(lake: Lake) -> dict[str, dict[str, str]]:
    """By representation and requirement, the status; each has its finding, and every finding its sentence."""
    run(StageContext(lake=lake, as_of=AS_OF), AgenciesSettings())
    judgements: dict[str, dict[str, str]] = {}
    for row in lake.table("requirements").to_pyarrow().to_pylist():
        assert row["source"]
        judgements.setdefault(row["subject_id"], {})[Requirement(row["requirement"]).value] = row["status"]
    of_representations = [statuses for subject, statuses in judgements.items() if subject.startswith("R-")]
    findings = lake.table("findings").to_pyarrow().to_pylist()
    assert len(findings) == sum(map(len, of_representations))
    for finding in findings:
        for language in Language:
            assert "None" not in SENTENCES[finding["check"]].render(json.loads(finding["values"]), language)
    return judgements


def statuses(lake: Lake, number: int = 1) -> dict[str, str]:
    return judged(lake)[f"R-{number}"]


def checks(lake: Lake, number: int = 1) -> dict[str, str]:
    rows = lake.table("findings").to_pyarrow().to_pylist()
    return {row["check"]: row["outcome"] for row in rows if row["subject_id"] == f"R-{number}"}


def test_a_real_lawyer_passes_without_friction(engine: Engine, write: Write) -> None:
    rows = world(
        [lawyer()],
        organisations=[FIRM, COMPANY],
        practitioners=[LAWYER],
        materials=[{"material_id": "M-1", "complaint_id": "K-1", "kind": "power_of_attorney", "path": "p"}],
    )
    lake = write(engine, rows)
    assert set(statuses(lake).values()) == {"met"}
    assert set(checks(lake).values()) == {"clear"}


def test_a_relative_with_proof_passes_without_friction(engine: Engine, write: Write) -> None:
    papers = [
        {"material_id": f"M-{kind}", "customer_id": "C-1", "kind": kind, "path": "p"}
        for kind in ("power_of_attorney", "relationship_proof")
    ]
    lake = write(engine, world([representation(relationship="relative")], materials=papers))
    assert set(statuses(lake).values()) == {"met"}


def test_papers_of_an_earlier_complaint_count_because_the_lender_has_them(engine: Engine, write: Write) -> None:
    rows = world(
        [representation(2, complaint_id="K-2", relationship="friend")],
        complaints=2,
        materials=[{"material_id": "M-1", "complaint_id": "K-1", "kind": "power_of_attorney", "path": "p"}],
    )
    rows["complaints"][1]["customer_id"] = "C-1"
    assert statuses(write(engine, rows), 2)["authorisation_on_file"] == "met"


@pytest.mark.parametrize("relationship", ["lawyer", "legal_worker", "relative", "company", "friend", "other", None])
def test_without_registers_and_papers_nothing_is_ever_not_met(
    engine: Engine, write: Write, relationship: str | None
) -> None:
    lake = write(engine, world([lawyer(relationship=relationship)]))
    assert "not_met" not in statuses(lake).values()
    assert set(checks(lake).values()) <= {"clear", "not_applicable"}


@pytest.mark.parametrize("relationship", ["lawyer", "legal_worker", "relative", "company", "friend", "other", None])
def test_who_states_nothing_is_asked_and_not_accused(engine: Engine, write: Write, relationship: str | None) -> None:
    bare = {"representation_id": "R-1", "complaint_id": "K-1", "relationship": relationship}
    lake = write(engine, world([bare], organisations=[FIRM], practitioners=[LAWYER]))
    assert set(statuses(lake).values()) <= {"unverified"}


@pytest.mark.parametrize(
    ("stated", "tables", "requirement", "status", "check"),
    [
        # the code
        ({"organisation_uscc": EARLY_CODE}, {}, "organisation_code_sound", "unverified", "organisation_code_early"),
        (
            {"organisation_uscc": FIRM_CODE[:-1] + ("0" if FIRM_CODE[-1] != "0" else "1")},
            {},
            "organisation_code_sound",
            "unverified",
            "organisation_code_fails_check",
        ),
        ({"organisation_uscc": "31500"}, {}, "organisation_code_sound", "unverified", "organisation_code_malformed"),
        ({}, {}, "organisation_code_sound", "met", "organisation_code_sound"),
        (
            {"organisation_uscc": EARLY_CODE, "organisation_name": "早期公司", "relationship": "company"},
            {"organisations": [{**COMPANY, "name": "早期公司", "uscc": EARLY_CODE}]},
            "organisation_code_sound",
            "met",
            "organisation_code_known",
        ),
        (
            {"organisation_uscc": COMPANY_CODE},
            {"organisations": [FIRM, COMPANY]},
            "organisation_code_sound",
            "unverified",
            "organisation_code_of_another",
        ),
        (
            {"organisation_uscc": credit_code("31", "MA5U0009")},
            {"organisations": [FIRM]},
            "organisation_code_sound",
            "unverified",
            "organisation_code_not_the_named",
        ),
        # the register of organisations, on the day
        ({}, {"organisations": [FIRM]}, "organisation_active", "met", "organisation_active"),
        (
            {},
            {"organisations": [{**FIRM, "status": "revoked", "status_from": date(2025, 1, 1)}]},
            "organisation_active",
            "not_met",
            "organisation_not_active",
        ),
        (
            {},
            {"organisations": [{**FIRM, "status": "revoked", "status_from": date(2026, 6, 1)}]},
            "organisation_active",
            "unverified",
            "organisation_status_then_unknown",
        ),
        (
            {},
            {"organisations": [{**FIRM, "status": "dissolved"}]},
            "organisation_active",
            "unverified",
            "organisation_status_then_unknown",
        ),
        (
            {},
            {"organisations": [{**FIRM, "registered_on": date(2026, 6, 1)}]},
            "organisation_active",
            "not_met",
            "organisation_registered_later",
        ),
        (
            {"organisation_name": "别的律师事务所", "organisation_uscc": None},
            {"organisations": [FIRM]},
            "organisation_active",
            "unverified",
            "organisation_not_in_register",
        ),
        # the kind of organisation
        (
            {"organisation_name": COMPANY["name"], "organisation_uscc": COMPANY_CODE},
            {"organisations": [COMPANY]},
            "organisation_kind_fits",
            "not_met",
            "organisation_kind_is_company",
        ),
        (
            {"organisation_name": "某某法律咨询有限公司", "organisation_uscc": None},
            {"organisations": [FIRM]},
            "organisation_kind_fits",
            "unverified",
            "organisation_name_is_company",
        ),
        # a certificate that the register knows: the organisation may be written down wrong
        (
            {"organisation_name": "某某法律咨询有限公司", "organisation_uscc": None},
            {"organisations": [FIRM], "practitioners": [LAWYER]},
            "organisation_kind_fits",
            "unverified",
            "organisation_kind_unknown",
        ),
        # 公司律师, by his certificate: his employer is a company
        (
            {
                "organisation_name": "嘉陵机械有限公司",
                "organisation_uscc": None,
                "licence_number": "15001201270123456",
            },
            {"organisations": [FIRM]},
            "organisation_kind_fits",
            "unverified",
            "organisation_kind_unknown",
        ),
        (
            {"organisation_name": "某某市法律援助中心", "organisation_uscc": None},
            {"organisations": [FIRM]},
            "organisation_kind_fits",
            "unverified",
            "organisation_kind_unknown",
        ),
        (
            {"organisation_name": "假律师事务所", "organisation_uscc": COMPANY_CODE},
            {},
            "organisation_kind_fits",
            "not_met",
            "law_firm_code_is_company",
        ),
        (
            {"organisation_uscc": COMPANY_CODE},
            {"organisations": [FIRM]},
            "organisation_kind_fits",
            "not_met",
            "law_firm_code_is_company",
        ),
        (
            {"organisation_name": "假律师事务所", "organisation_uscc": COMPANY_CODE, "relationship": "friend"},
            {"organisations": [COMPANY]},
            "organisation_kind_fits",
            "not_met",
            "law_firm_is_company",
        ),
        (
            {"organisation_name": "假律师事务所", "organisation_uscc": EARLY_CODE},
            {},
            "organisation_kind_fits",
            "unverified",
            "organisation_kind_unknown",
        ),
        ({}, {}, "organisation_kind_fits", "met", "organisation_kind_by_code"),
        (
            {"organisation_name": COMPANY["name"], "organisation_uscc": COMPANY_CODE, "relationship": "company"},
            {"organisations": [COMPANY]},
            "organisation_kind_fits",
            "met",
            "company_may_advise",
        ),
        (
            {"organisation_name": COMPANY["name"], "relationship": "company", "fee_yuan": 2980.0},
            {"organisations": [COMPANY]},
            "organisation_kind_fits",
            "unverified",
            "company_is_paid",
        ),
        # the licence
        ({"licence_number": "12345"}, {}, "licence_number_sound", "unverified", "licence_number_unsound"),
        ({"licence_number": None}, {}, "licence_number_sound", "unverified", "licence_not_stated"),
        ({}, {"practitioners": [LAWYER]}, "licence_in_force", "met", "licence_in_force"),
        (
            {"representative_name": "李四"},
            {"practitioners": [LAWYER]},
            "licence_in_force",
            "not_met",
            "licence_of_another",
        ),
        *(
            ({"representative_name": name}, {"practitioners": [LAWYER]}, "licence_in_force", status, check)
            for name, status, check in (
                ("王明律师", "met", "licence_in_force"),
                ("王*", "unverified", "licence_name_alike"),
                ("王民", "unverified", "licence_name_alike"),
                ("汪铭", "unverified", "licence_name_alike"),
            )
        ),
        # whoever states a licence is compared with the register, as what they may act
        (
            {"relationship": "other", "organisation_name": None, "organisation_uscc": None},
            {"practitioners": [LAWYER]},
            "licence_in_force",
            "met",
            "licence_in_force",
        ),
        (
            {},
            {"practitioners": [{**LAWYER, "status": "revoked", "status_from": date(2025, 1, 1)}]},
            "licence_in_force",
            "not_met",
            "licence_not_in_force",
        ),
        (
            {},
            {"practitioners": [{**LAWYER, "status": "revoked", "status_from": date(2026, 6, 1)}]},
            "licence_in_force",
            "unverified",
            "licence_status_then_unknown",
        ),
        (
            {"licence_number": OTHER_LICENCE},
            {"practitioners": [LAWYER]},
            "licence_in_force",
            "unverified",
            "licence_not_in_register",
        ),
        ({}, {}, "licence_in_force", "unverified", "licence_register_absent"),
        # the person
        ({"representative_phone": None}, {}, "representative_stated", "unverified", "representative_not_stated"),
        ({}, {}, "authorisation_on_file", "unverified", "authorisation_not_on_file"),
        ({"relationship": "relative"}, {}, "relationship_shown", "unverified", "relationship_not_shown"),
        (
            {"relationship": "relative", "fee_yuan": 2980.0},
            {},
            "relationship_shown",
            "unverified",
            "relative_takes_fee",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_requirement_is_judged_by_what_is_known(
    engine: Engine,
    write: Write,
    stated: dict[str, Any],
    tables: dict[str, list[dict[str, Any]]],
    requirement: str,
    status: str,
    check: str,
) -> None:
    lake = write(engine, world([lawyer(**stated)]) | tables)
    assert statuses(lake)[requirement] == status
    assert check in checks(lake)


ASKED_IN_WHAT_CAPACITY: list[tuple[str, dict[str, Any]]] = [
    ("a friend for a fee", {"relationship": "friend"}),
    ("another for a fee", {"relationship": "other"}),
    ("nobody says who", {"relationship": None}),
    ("a company that is not named", {"relationship": "company"}),
    ("a friend from a consulting company", {"relationship": "friend", "organisation_name": COMPANY["name"]}),
    ("another, with a company's code alone", {"relationship": "other", "organisation_uscc": COMPANY_CODE}),
    ("another from a company that no register has", {"relationship": "other", "organisation_name": "渝中法务有限公司"}),
]
NOT_ASKED: list[tuple[str, dict[str, Any]]] = [
    ("a friend for nothing", {"relationship": "friend", "fee_yuan": 0.0}),
    ("a friend of whom no fee is known", {"relationship": "friend", "fee_yuan": None}),
    ("a volunteer of whom no fee is known", {"relationship": "other", "fee_yuan": None}),
    ("sent by the village", {"relationship": "other", "organisation_name": "白杨村村民委员会"}),
    (
        "sent by the union",
        {"relationship": "other", "organisation_name": "区总工会", "organisation_uscc": credit_code("81")},
    ),
    ("sent by an employer in the register", {"relationship": "other", "organisation_name": "嘉陵机械有限公司"}),
    ("sent by a law firm", {"relationship": "other", "organisation_name": FIRM["name"]}),
    ("states a licence", {"relationship": "other", "licence_number": LICENCE}),
    ("a lawyer", {"relationship": "lawyer", "licence_number": LICENCE}),
    ("a legal-service worker", {"relationship": "legal_worker"}),
    (
        "a company that is named is asked by its own rule",
        {"relationship": "company", "organisation_name": COMPANY["name"]},
    ),
]


def test_who_takes_a_fee_and_states_nothing_that_lets_them_is_asked_in_what_capacity(
    engine: Engine, write: Write
) -> None:
    both = [*ASKED_IN_WHAT_CAPACITY, *NOT_ASKED]
    stated = [representation(number, **{"fee_yuan": 2980.0, **values}) for number, (_, values) in enumerate(both, 1)]
    employer = {"organisation_id": "O-3", "name": "嘉陵机械有限公司", "uscc": credit_code("91", "MA5U0002")}
    register = [FIRM, COMPANY, {**employer, "kind": "employer", "status": "active"}]
    lake = write(engine, world(stated, complaints=len(both), organisations=register, practitioners=[LAWYER]))
    found = judged(lake)
    asked = [who for number, (who, _) in enumerate(both, 1) if "relationship_shown" in found[f"R-{number}"]]
    assert asked == [who for who, _ in ASKED_IN_WHAT_CAPACITY]
    assert {found[f"R-{number}"]["relationship_shown"] for number in range(1, len(asked) + 1)} == {"unverified"}
    assert "not_met" not in {status for statuses in found.values() for status in statuses.values()}
    (source,) = {
        row["source"]
        for row in lake.table("requirements").to_pyarrow().to_pylist()
        if row["requirement"] == "relationship_shown"
    }
    assert source == "《最高人民法院关于公民代理合同中给付报酬约定的效力问题的答复》，2010-09-16起施行"


def test_one_telephone_as_the_relative_of_many_households_raises_a_question(engine: Engine, write: Write) -> None:
    representations = [representation(number, relationship="relative") for number in range(1, 6)]
    lake = write(engine, world(representations, complaints=5))
    assert statuses(lake)["relationship_shown"] == "unverified"
    assert checks(lake)["relative_of_many"] == "suspect"


def test_a_daughter_who_helps_parents_and_brothers_at_one_address_raises_none(engine: Engine, write: Write) -> None:
    rows = world([representation(number, relationship="relative") for number in range(1, 6)], complaints=5)
    rows["customers"] = [{**customer, "address": "one home"} for customer in rows["customers"]]
    lake = write(engine, rows)
    judged(lake)
    assert "relative_of_many" not in checks(lake)


def test_the_rule_is_cited_with_its_date(engine: Engine, write: Write) -> None:
    lake = write(engine, world([lawyer()], practitioners=[LAWYER]))
    judged(lake)
    sources = {row["requirement"]: row["source"] for row in lake.table("requirements").to_pyarrow().to_pylist()}
    assert sources["licence_in_force"] == "《中华人民共和国律师法》（2017年修正）第十三条，2018-01-01起施行"
    assert sources["organisation_code_sound"].startswith("GB 32100-2015")


def test_nobody_represented_gives_empty_tables(engine: Engine, write: Write) -> None:
    lake = write(engine, {"complaints": [{"complaint_id": "K-1", "received_at": DAY}]})
    assert judged(lake) == {}


def test_every_statement_is_a_finding_of_its_own() -> None:
    assert len({sentence.code for sentence in OWN}) == len(OWN)


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")  # PySpark leaves its sockets to the collector
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_both_engines_say_the_same(engine: Engine, spark_engine: Engine, write: Write) -> None:
    rows = world(
        [lawyer(1), lawyer(2, organisation_uscc=COMPANY_CODE), lawyer(3, representative_name="李四")]
        + [representation(number, relationship="relative") for number in range(4, 9)],
        complaints=8,
        organisations=[FIRM, COMPANY],
        practitioners=[LAWYER],
        materials=[{"material_id": "M-1", "complaint_id": "K-1", "kind": "power_of_attorney", "path": "p"}],
    )
    results = []
    for one in (engine, spark_engine):
        lake = write(one, rows)
        judged(lake)
        results.append(
            [sorted(lake.table(name).to_pyarrow().to_pylist(), key=repr) for name in ("requirements", "findings")]
        )
    assert results[0] == results[1]


def test_a_power_that_another_agent_was_given_is_not_taken_where_there_is_one_for_who_acts(
    engine: Engine, write: Write
) -> None:
    rows = _authorised("委托人：李春兰", "受托人：张三")
    rows["materials"].append({"material_id": "M-2", "complaint_id": "K-1", "kind": "power_of_attorney", "path": "q"})
    text = "委托人：李春兰 受托人：王明"
    rows["document_lines"].append({"material_id": "M-2", "number": 1, "page": 1, "text": text, "confidence": 1.0})
    lake = write(engine, rows)
    assert statuses(lake)["authorisation_complete"] == "met"
    found = lake.table("findings").to_pyarrow().to_pylist()
    assert "M-2" in next(row["evidence"] for row in found if row["check"] == "authorisation_on_file")


@pytest.mark.parametrize(
    ("lines", "status", "check"),
    [
        (("委托人：李春兰", "受托人：张三"), "unverified", "authorisation_names_another"),
        (("委托人：李春兰", "受托人：王明华"), "unverified", "authorisation_names_another"),
        (("委托人：李春兰 受托人（代理人）：重庆别家律师事务所",), "unverified", "authorisation_names_another"),
        (("委托人：李春兰", "受托人：张三、王明"), "met", "authorisation_on_file"),
        (("委托人：李春兰", "受托人：", "身份证号：", "受托人代为办理投诉。"), "met", "authorisation_on_file"),
        (("李春兰的法定代理人：李大山", "今请王明办理投诉"), "met", "authorisation_on_file"),
    ],
)
def test_a_power_for_somebody_else_is_none_for_who_acts_and_is_asked_for(
    engine: Engine, write: Write, lines: tuple[str, ...], status: str, check: str
) -> None:
    lake = write(engine, _authorised(*lines))
    assert statuses(lake)["authorisation_on_file"] == status
    assert check in checks(lake)


@pytest.mark.parametrize("hidden", ["\x1eM-9\x1fhand_signed\x1f受托人：王明", "\x1e王明", "\x1d\x1c"])
def test_a_document_cannot_speak_for_the_person_who_looks_at_its_signature(
    engine: Engine, write: Write, hidden: str
) -> None:
    lake = write(engine, _authorised("委托人：李春兰", f"受托人：王明{hidden}"))
    assert "authorisation_hand_signed" not in statuses(lake)
    assert statuses(lake)["authorisation_on_file"] == "met"


def test_what_a_person_saw_last_of_the_signature_counts_and_nothing_is_said_before(
    engine: Engine, write: Write
) -> None:
    rows = _authorised("委托人：李春兰", "受托人：王明")
    rows["judgements"] = [
        {
            "judgement_id": f"JG-{number}",
            "kind": kind,
            "left_type": "material",
            "left_id": "M-1",
            "decided_at": DAY.replace(day=number),
        }
        for number, kind in ((1, "hand_signed"), (2, "not_hand_signed"))
    ]
    lake = write(engine, rows)
    assert statuses(lake)["authorisation_hand_signed"] == "not_met"
    assert checks(lake)["authorisation_not_signed_by_hand"] == "contradicted"


def _authorised(*lines: str) -> Rows:
    rows = world(
        [representation(relationship="friend")],
        materials=[{"material_id": "M-1", "complaint_id": "K-1", "kind": "power_of_attorney", "path": "p"}],
        document_lines=[
            {"material_id": "M-1", "number": number, "page": 1, "text": text, "confidence": 1.0}
            for number, text in enumerate(lines, start=1)
        ],
    )
    rows["customers"][0]["full_name"] = "李春兰"
    return rows


@pytest.mark.parametrize(
    ("lines", "status", "check"),
    [
        (("授权委托书", "委托人：李春兰", "受托人：王 明"), "met", "authorisation_names_both"),
        (("授权委托书", "委托人：李春兰", "受托人："), "unverified", "authorisation_lacks_agent"),
        (("授权委托书", "受托人：王明"), "unverified", "authorisation_lacks_client"),
    ],
)
def test_an_authorisation_is_complete_where_both_names_stand_on_it(
    engine: Engine, write: Write, lines: tuple[str, ...], status: str, check: str
) -> None:
    lake = write(engine, _authorised(*lines))
    assert statuses(lake)["authorisation_complete"] == status
    assert check in checks(lake)


def test_an_authorisation_that_was_not_read_raises_no_question(engine: Engine, write: Write) -> None:
    assert "authorisation_complete" not in statuses(write(engine, _authorised()))


def test_an_organisation_has_the_worst_status_that_its_representations_showed(engine: Engine, write: Write) -> None:
    before = {**COMPANY, "registered_on": date(2026, 5, 10)}
    rows = world(
        [
            lawyer(1, relationship="company", organisation_name=COMPANY["name"], organisation_uscc=COMPANY_CODE),
            lawyer(2, relationship="company", organisation_name=COMPANY["name"], organisation_uscc=COMPANY_CODE),
        ],
        complaints=2,
        organisations=[before],
    )
    rows["complaints"][1]["received_at"] = datetime(2026, 5, 20, tzinfo=UTC)
    assert judged(write(engine, rows))["O-2"]["organisation_active"] == "not_met"
