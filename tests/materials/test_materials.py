import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pytest

from mingjian.contract import Language
from mingjian.contract.reasons import from_json
from mingjian.contract.sentences import SENTENCES
from mingjian.contract.workings import DOCUMENT_FIELDS
from mingjian.materials import MaterialsSettings, run
from mingjian.materials.assessment import assess
from mingjian.materials.checks import CHECKS
from mingjian.materials.examination import nothing_examined
from mingjian.materials.reuse import nothing_reused
from mingjian.materials.tables import from_lake
from mingjian.materials.weights import MERITS, REASONS
from mingjian.reading.files import SCHEMA as READINGS
from mingjian.reading.record import Problem
from mingjian.store.engine import Engine
from mingjian.store.lake import Lake
from mingjian.store.stage import StageContext
from mingjian.store.vault import Vault
from tests.materials.conftest import AS_OF, Rows, Write
from tests.reading.samples import SAMPLES

DAY = datetime(2026, 5, 4, 2, tzinfo=UTC)
SAME = "a" * 64


def paper(number: int, **values: Any) -> dict[str, Any]:
    return {
        "material_id": f"M-{number}",
        "complaint_id": f"K-{number}",
        "kind": "diagnosis_certificate",
        "path": f"files/{number}.jpg",
        "received_at": DAY,
        **values,
    }


def world(papers: list[dict[str, Any]], **tables: list[dict[str, Any]]) -> Rows:
    count = len(papers)
    rows: Rows = {
        "customers": [
            {"customer_id": f"C-{number}", "id_number": f"{number:018d}", "address": f"address {number}"}
            for number in range(1, count + 1)
        ],
        "complaints": [
            {"complaint_id": f"K-{number}", "customer_id": f"C-{number}", "received_at": DAY}
            for number in range(1, count + 1)
        ],
        "materials": papers,
    }
    return rows | tables


def assessed(lake: Lake, **context: Any) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, dict[str, Any]]]]:
    """Assessments by document, and findings by document and check."""
    run(StageContext(lake=lake, as_of=AS_OF, **context), MaterialsSettings())
    assessments = {row["material_id"]: row for row in lake.table("material_assessments").to_pyarrow().to_pylist()}
    findings: dict[str, dict[str, dict[str, Any]]] = {}
    for row in lake.table("findings").to_pyarrow().to_pylist():
        findings.setdefault(row["subject_id"], {})[row["check"]] = row
    return assessments, findings


def judged(
    lake: Lake, engine: Engine, *, problem: str | None = None, **facts: str
) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, dict[str, Any]]]]:
    """The same of files that were read, each stating these facts."""
    papers = lake.table("materials").to_pyarrow().to_pylist()
    read = {row["file_sha256"] for row in papers if row["file_sha256"]}
    readings = [{"sha256": one, "extractor": "image", "kind": "image", "problem": problem} for one in sorted(read)]
    stated = [
        {"material_id": row["material_id"], "number": 1, "field": name, "value": value, "page": 1, "confidence": 1.0}
        for row in papers
        for name, value in facts.items()
    ]
    bare = from_lake(
        lake,
        engine.read_arrow(pa.Table.from_pylist(readings, schema=READINGS)),
        nothing_examined(engine),
        nothing_reused(engine),
        engine,
    )
    facts_read = engine.read_arrow(pa.Table.from_pylist(stated, schema=DOCUMENT_FIELDS.arrow_schema))
    found = engine.materialise(ibis.union(*(find(replace(bare, facts=facts_read)) for find in CHECKS)))
    assessments = assess(found, engine, MaterialsSettings()).to_pyarrow().to_pylist()
    findings: dict[str, dict[str, dict[str, Any]]] = {}
    for row in found.to_pyarrow().to_pylist():
        findings.setdefault(row["subject_id"], {})[row["check"]] = row
    return {row["material_id"]: row for row in assessments}, findings


def codes(reasons: str) -> set[str]:
    return {reason.code for reason in from_json(reasons)}


def reply(number: int, answer: str | None, day: int = 10, **values: Any) -> dict[str, Any]:
    return {
        "verification_id": f"V-{number}-{day}",
        "material_id": f"M-{number}",
        "asked_at": DAY,
        "replied_at": datetime(2026, 5, day, tzinfo=UTC) if answer else None,
        "reply": answer,
        **values,
    }


def test_a_document_that_nobody_examined_is_unverified_and_never_called_clean(engine: Engine, write: Write) -> None:
    assessments, findings = assessed(write(engine, world([paper(1), paper(2, kind="chat_screenshot")])))
    assessment = assessments["M-1"]
    assert (assessment["certainty"], assessment["verdict"]) == ("unverified", "unreadable")
    assert "document_not_settled" in codes(assessment["reasons"])
    assert assessment["forgery_probability"] == pytest.approx(MaterialsSettings().prior_forgery)
    assert findings["M-1"]["issuer_not_asked"]["outcome"] == "not_applicable"
    assert findings["M-2"]["issuer_none_to_ask"]["outcome"] == "not_applicable"


def test_the_issuers_confirmation_settles_a_document(engine: Engine, write: Write) -> None:
    assessments, _ = assessed(write(engine, world([paper(1)], verifications=[reply(1, "confirmed")])))
    assessment = assessments["M-1"]
    assert (assessment["certainty"], assessment["verdict"]) == ("issuer_confirmed", "no_sign_of_forgery")
    assert codes(assessment["merits"]) == {"document_confirmed_by_issuer"}
    assert assessment["forgery_probability"] < 0.01


def test_the_issuers_denial_speaks_of_falsity(engine: Engine, write: Write) -> None:
    assessments, findings = assessed(write(engine, world([paper(1)], verifications=[reply(1, "denied")])))
    assessment = assessments["M-1"]
    assert (assessment["certainty"], assessment["verdict"]) == ("issuer_denied", "signs_of_forgery")
    assert assessment["forgery_probability"] > 0.9
    assert findings["M-1"]["issuer_denied"]["outcome"] == "contradicted"
    assert json.loads(findings["M-1"]["issuer_denied"]["evidence"]) == ["V-1-10"]


def test_a_paper_that_people_found_genuine_is_not_flagged_again_and_a_strangers_copy_of_it_is(
    engine: Engine, write: Write
) -> None:
    shared = world([paper(number, file_sha256="ab" * 32) for number in (1, 2, 3)])
    decided = [("M-1", "forged", 8), ("M-1", "genuine", 10), ("M-2", "genuine", 10), ("M-2", "forged", 12)]
    shared["labels"] = [
        {"label_id": f"L-{number}", "subject_type": "material", "subject_id": material, "label": label}
        | {"decided_at": datetime(2026, 5, day, tzinfo=UTC)}
        for number, (material, label, day) in enumerate(decided)
    ]
    assessments, findings = judged(write(engine, shared), engine, person_name="王明")
    assert (assessments["M-1"]["verdict"], assessments["M-1"]["certainty"]) == ("no_sign_of_forgery", "consistent")
    assert codes(assessments["M-1"]["merits"]) == {"document_found_genuine"}
    assert "file_reused" in findings["M-1"], "what was found stays in sight"
    assert {assessments[one]["verdict"] for one in ("M-2", "M-3")} == {"needs_review"}


@pytest.mark.parametrize(
    ("answers", "certainty"),
    [
        ([("denied", 10), ("confirmed", 12)], "issuer_confirmed"),
        ([("confirmed", 10), ("denied", 12)], "issuer_denied"),
        ([("confirmed", 10), ("unreachable", 12)], "issuer_confirmed"),
        ([("confirmed", 10), (None, 12)], "issuer_confirmed"),
        ([("no_record", 10)], "unverified"),
        ([("unreachable", 10)], "unverified"),
        ([(None, 10)], "unverified"),
    ],
)
def test_of_several_answers_the_newest_definite_one_stands(
    engine: Engine, write: Write, answers: list[tuple[str | None, int]], certainty: str
) -> None:
    rows = world([paper(1)], verifications=[reply(1, answer, day) for answer, day in answers])
    assessments, _ = assessed(write(engine, rows))
    assert assessments["M-1"]["certainty"] == certainty


def test_an_office_without_a_record_raises_a_question_and_no_verdict_of_falsity(engine: Engine, write: Write) -> None:
    assessments, _ = assessed(write(engine, world([paper(1)], verifications=[reply(1, "no_record")])))
    assert assessments["M-1"]["verdict"] == "needs_review"
    assert assessments["M-1"]["forgery_probability"] < 0.5


def test_the_same_file_of_unrelated_customers_is_found_with_the_other_document(engine: Engine, write: Write) -> None:
    papers = [paper(number, file_sha256=SAME if number < 4 else f"{number:064d}") for number in range(1, 6)]
    assessments, findings = judged(write(engine, world(papers)), engine, person_name="王明")
    reused = findings["M-1"]["file_reused"]
    assert reused["outcome"] == "suspect"
    assert json.loads(reused["values"]) == {"customers": 3, "households": 3}
    assert json.loads(reused["evidence"]) == ["M-3"]
    assert assessments["M-1"]["verdict"] == "needs_review"
    assert "document_file_reused" in codes(assessments["M-1"]["reasons"])
    assert "file_not_reused" in findings["M-4"]
    assert assessments["M-1"]["forgery_probability"] > assessments["M-4"]["forgery_probability"]


def test_more_households_weigh_more(engine: Engine, write: Write) -> None:
    papers = [paper(number, file_sha256="b" * 64 if number < 3 else SAME) for number in range(1, 10)]
    assessments, _ = judged(write(engine, world(papers)), engine, person_name="王明")
    assert assessments["M-9"]["forgery_probability"] > assessments["M-1"]["forgery_probability"]


@pytest.mark.parametrize("shared", [{"address": "one home"}, {"id_number": "500112199003072734"}])
def test_a_household_and_a_customer_with_two_numbers_share_papers_lawfully(
    engine: Engine, write: Write, shared: dict[str, str]
) -> None:
    rows = world([paper(number, file_sha256=SAME) for number in (1, 2)])
    rows["customers"] = [{**customer, **shared} for customer in rows["customers"]]
    _, findings = judged(write(engine, rows), engine, person_name="王明")
    assert "file_not_reused" in findings["M-1"]


@pytest.mark.parametrize(("count", "of_others"), [(2, None), (4, "file_not_reused"), (5, "file_reused")])
def test_a_paper_is_theirs_whom_it_names_together_and_a_question_where_most_who_hand_it_in_are_others(
    engine: Engine, write: Write, count: int, of_others: str | None
) -> None:
    rows = world([paper(number, kind="hardship_certificate", file_sha256=SAME) for number in range(1, count + 1)])
    rows["customers"][0]["full_name"] = "王明"
    _, findings = judged(write(engine, rows), engine, person_name="王明", relative_id_number=f"{2:018d}")
    assert "file_not_reused" in findings["M-1"]
    assert "file_not_reused" in findings["M-2"]
    assert of_others is None or of_others in findings[f"M-{count}"]


@pytest.mark.parametrize("kind", ["contract", "complaint_letter", "lawyer_letter", "other", None])
def test_blank_forms_and_papers_for_many_may_be_the_same(engine: Engine, write: Write, kind: str | None) -> None:
    assessments, findings = judged(
        write(engine, world([paper(number, kind=kind, file_sha256=SAME) for number in (1, 2, 3)])),
        engine,
        person_name="王明",
    )
    assert findings["M-1"]["file_reuse_lawful"]["outcome"] == "not_applicable"
    assert "document_reuse_lawful" in codes(assessments["M-1"]["merits"])
    assert codes(assessments["M-1"]["reasons"]).isdisjoint({"document_file_reused"})


def test_a_lawyer_attaches_one_identity_card_to_every_case(engine: Engine, write: Write) -> None:
    papers = [paper(number, kind="identity_card", file_sha256=SAME) for number in (1, 2, 3)]
    representations = [
        {"representation_id": f"R-{number}", "complaint_id": f"K-{number}", "licence_number": "15001201010123456"}
        for number in (1, 2, 3)
    ]
    _, findings = judged(write(engine, world(papers, representations=representations)), engine, person_name="王明")
    assert "file_reuse_lawful" in findings["M-1"]
    assert "file_reused" not in findings["M-1"]


def test_a_lawyer_does_not_make_one_diagnosis_fit_three_clients(engine: Engine, write: Write) -> None:
    papers = [paper(number, file_sha256=SAME) for number in (1, 2, 3)]
    representations = [
        {"representation_id": f"R-{number}", "complaint_id": f"K-{number}", "licence_number": "15001201010123456"}
        for number in (1, 2, 3)
    ]
    _, findings = judged(write(engine, world(papers, representations=representations)), engine, person_name="王明")
    assert "file_reused" in findings["M-1"]


def test_a_file_whose_owner_nobody_knows_raises_no_suspicion(engine: Engine, write: Write) -> None:
    rows = world([paper(number, complaint_id=None, file_sha256=SAME) for number in (1, 2, 3)])
    _, findings = judged(write(engine, rows), engine, person_name="王明")
    assert findings["M-1"]["file_reuse_unknown"]["outcome"] == "not_applicable"


@pytest.mark.parametrize(
    ("problem", "facts"),
    [
        ("empty", {"person_name": "王明"}),
        ("damaged", {"person_name": "王明"}),
        (None, {}),
        (None, {"issuer": "某医院"}),
    ],
    ids=["empty", "broken", "a notice instead of the paper", "a blank form"],
)
def test_an_upload_that_failed_is_the_same_for_everybody_and_accuses_nobody(
    engine: Engine, write: Write, problem: str | None, facts: dict[str, str]
) -> None:
    papers = [paper(number, file_sha256=SAME) for number in range(1, 21)]
    assessments, findings = judged(write(engine, world(papers)), engine, problem=problem, **facts)
    assert findings["M-1"]["file_reuse_unknown"]["outcome"] == "not_applicable"
    assert assessments["M-1"]["forgery_probability"] < 0.1


def test_a_file_that_a_busy_machine_could_not_read_counts_against_nobody(engine: Engine, write: Write) -> None:
    papers = [paper(number, file_sha256=SAME, issuer_name="渝中区第一医院") for number in (1, 2, 3)]
    assessments, findings = judged(
        write(engine, world(papers, organisations=[HOSPITAL])), engine, problem="too_slow", person_name="王明"
    )
    assert findings["M-1"]["file_too_slow"]["outcome"] == "unreadable"
    assert {row["outcome"] for row in findings["M-1"].values()} == {"unreadable", "not_applicable", "clear"}
    assert (assessments["M-1"]["verdict"], assessments["M-1"]["certainty"]) == ("unreadable", "unverified")
    assert assessments["M-1"]["forgery_probability"] == pytest.approx(MaterialsSettings().prior_forgery)


HOSPITAL = {"organisation_id": "O-1", "name": "渝中区第一医院", "kind": "hospital", "status": "active"}
CLOSED = {**HOSPITAL, "organisation_id": "O-2", "name": "旧城医院", "status": "dissolved"}


@pytest.mark.parametrize(
    ("issuer", "organisations", "check", "outcome"),
    [
        ("渝中区第一医院", [HOSPITAL], "issuer_in_register", "clear"),
        ("渝中区第—医院", [HOSPITAL], "issuer_not_in_register", "not_applicable"),
        ("渝中区第一医院", None, "issuer_register_absent", "not_applicable"),
        ("渝中区第一医院", [], "issuer_not_in_register", "not_applicable"),
        (None, [HOSPITAL], "issuer_not_stated", "not_applicable"),
        # People hand in old papers: the day of receipt is not theirs.
        ("旧城医院", [{**CLOSED, "status_from": date(2025, 1, 1)}], "issuer_in_register", "clear"),
        ("旧城医院", [{**CLOSED, "status_from": date(2026, 6, 1)}], "issuer_in_register", "clear"),
        ("旧城医院", [CLOSED], "issuer_in_register", "clear"),
        (
            "旧城医院",
            [{**CLOSED, "status_from": date(2025, 1, 1)}, {**HOSPITAL, "name": "旧城医院"}],
            "issuer_in_register",
            "clear",
        ),
    ],
    ids=[
        "known",
        "mistyped",
        "no register",
        "empty register",
        "not stated",
        "closed, a paper of an unknown day",
        "closed later",
        "closed, unknown when",
        "another of the name lives",
    ],
)
def test_the_stated_issuer_is_looked_up_on_the_day_of_the_document(
    engine: Engine,
    write: Write,
    issuer: str | None,
    organisations: list[dict[str, Any]] | None,
    check: str,
    outcome: str,
) -> None:
    tables = {} if organisations is None else {"organisations": organisations}
    assessments, findings = assessed(write(engine, world([paper(1, issuer_name=issuer)], **tables)))
    assert findings["M-1"][check]["outcome"] == outcome
    assert len(findings["M-1"]) == 5
    assert assessments["M-1"]["certainty"] == "unverified"


@pytest.mark.parametrize(
    ("issued", "check"),
    [("2026-05-01", "issuer_not_active"), ("2024-12-31", "issuer_in_register"), ("2026-02-30", "issuer_in_register")],
)
def test_an_issuer_is_asked_for_on_the_day_that_the_paper_states(
    engine: Engine, write: Write, issued: str, check: str
) -> None:
    closed = [{**CLOSED, "status_from": date(2025, 1, 1)}]
    lake = write(engine, world([paper(1, issuer_name="旧城医院")], organisations=closed))
    assert check in judged(lake, engine, issued_on=issued)[1]["M-1"]


def test_a_name_with_quotation_marks_comes_through_whole(engine: Engine, write: Write) -> None:
    name = '"康\\健"医院'
    rows = world([paper(1, issuer_name=name)], organisations=[{**HOSPITAL, "name": name}])
    _, findings = assessed(write(engine, rows))
    assert json.loads(findings["M-1"]["issuer_in_register"]["values"])["issuer"] == name


def test_files_of_the_vault_are_read(engine: Engine, write: Write, tmp_path: Path) -> None:
    vault = Vault.open(tmp_path)
    papers = [
        paper(1, file_sha256=vault.put_bytes(SAMPLES["pdf"])),
        paper(2, file_sha256=vault.put_bytes(SAMPLES["jpeg"][:600])),
        paper(3, file_sha256=vault.put_bytes(b"PK\x03\x04" + b"\0" * 60)),
        paper(4, file_sha256=vault.put_bytes(SAMPLES["jpeg"])),
    ]
    assessments, findings = assessed(write(engine, world(papers)), vault=vault, cache=tmp_path / "cache")
    assert findings["M-1"]["file_read"]["outcome"] == "clear"
    assert findings["M-2"]["file_damaged"]["outcome"] == "unreadable"
    assert findings["M-3"]["file_unsupported"]["outcome"] == "unreadable"
    assert findings["M-4"]["text_absent"]["outcome"] == "unreadable", "a picture without a word says nothing"
    assert [assessments[f"M-{number}"]["verdict"] for number in (1, 2, 3, 4)] == [
        "no_sign_of_forgery",
        "unreadable",
        "unreadable",
        "unreadable",
    ]
    prior = MaterialsSettings().prior_forgery
    assert all(row["forgery_probability"] <= prior + 1e-9 for row in assessments.values()), (
        "a bad photo is no suspicion"
    )


def test_a_delivery_without_documents_gives_empty_tables(engine: Engine, write: Write) -> None:
    assessments, findings = assessed(write(engine, {"complaints": [{"complaint_id": "K-1", "received_at": DAY}]}))
    assert assessments == {}
    assert findings == {}


def rich_world() -> Rows:
    papers = [
        paper(
            number, issuer_name="渝中区第一医院" if number % 2 else "旧城医院", file_sha256=SAME if number < 5 else None
        )
        for number in range(1, 9)
    ]
    return world(
        papers,
        organisations=[HOSPITAL, {**CLOSED, "status_from": date(2025, 1, 1)}],
        verifications=[reply(1, "confirmed"), reply(2, "denied"), reply(3, "no_record"), reply(4, None)],
    )


def test_every_finding_and_reason_has_its_sentence_in_both_languages(engine: Engine, write: Write) -> None:
    assessments, findings = assessed(write(engine, rich_world()))
    for checks in findings.values():
        for check, row in checks.items():
            for language in Language:
                assert "None" not in SENTENCES[check].render(json.loads(row["values"]), language)
    for row in assessments.values():
        for reason in (*from_json(row["reasons"]), *from_json(row["merits"])):
            for language in Language:
                assert "None" not in reason.render(language)


def test_every_problem_of_reading_and_every_weighed_code_has_a_sentence() -> None:
    assert {f"file_{problem}" for problem in Problem} <= set(SENTENCES)
    assert {*REASONS, *REASONS.values(), *MERITS, *MERITS.values()} <= set(SENTENCES)


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")  # PySpark leaves its sockets to the collector
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_both_engines_say_the_same(engine: Engine, spark_engine: Engine, write: Write) -> None:
    here, there = assessed(write(engine, rich_world())), assessed(write(spark_engine, rich_world()))
    assert here[1] == there[1]
    assert here[0].keys() == there[0].keys()
    for material_id, row in here[0].items():
        other = there[0][material_id]
        assert row.pop("forgery_probability") == pytest.approx(other.pop("forgery_probability"))
        assert row == other


def test_where_nobody_submitted_anything_the_same_is_written_as_by_asking_every_check(
    engine: Engine, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake = write(engine, {"complaints": [{"complaint_id": "K-1", "customer_id": "C-1", "received_at": DAY}]})
    own = (
        "material_assessments",
        "findings",
        "document_weights",
        "document_lines",
        "document_fields",
        "document_marks",
    )

    def written() -> dict[str, pa.Table]:
        run(StageContext(lake=lake, as_of=AS_OF), MaterialsSettings())
        return {name: lake.table(name).to_pyarrow() for name in own}

    quick = written()
    with monkeypatch.context() as patch:
        patch.setattr(Lake, "knows", lambda _lake, _name: True)
        assert written() == quick
    monkeypatch.setattr("mingjian.materials.stage.CHECKS", ())
    assert written() == quick, "no check was asked"
