import io
import json
import os
import re
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass, fields
from pathlib import Path
from random import Random

import polars as pl
import pyotp
import pytest

from mingjian.access.accounts import FIRST, Accounts
from mingjian.access.audit import AuditLog
from mingjian.access.second_factor import SecondFactors
from mingjian.access.sessions import Sessions
from mingjian.cli import main
from mingjian.cli.doing import said
from mingjian.cli.summary import RunSummary, run_lines, run_summary
from mingjian.contract import Language
from mingjian.store.database import Database
from mingjian.store.vault import Vault
from mingjian.store.workspace import Workspace, find_run
from tests.lender import write_delivery

DOCS = Path(__file__).parents[1] / "docs"
COMMANDS = (
    "run",
    "serve",
    "demo",
    "intake",
    "assess",
    "inspect",
    "agreement",
    "export",
    "network",
    "runs",
    "audit",
    "account",
    "code-word",
    "received",
    "work",
    "subject",
    "retention",
    "vault",
    "backup",
    "restore",
    "rehearse",
    "doctor",
    "simulate",
    "score",
    "schema",
)


PROCESS = (sys.executable, "-c", "from mingjian.cli import main; main()")


@dataclass(frozen=True)
class Ended:
    returncode: int
    stdout: str
    stderr: str


def mingjian(*arguments: object, text: str = "") -> Ended:
    """What a command prints and how it ends, in this process: to start one takes longer than most commands do."""
    stdout, stderr = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(stdout), redirect_stderr(stderr):
        patch.setattr(sys, "argv", ["mingjian", *map(str, arguments)])
        patch.setattr(sys, "stdin", io.StringIO(text))
        with pytest.raises(SystemExit) as ended:
            main()
    code = ended.value.code
    assert isinstance(code, int)
    return Ended(code, stdout.getvalue(), stderr.getvalue())


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    out = folder / "desk"
    delivery = write_delivery(folder / "delivery")
    command = [*PROCESS, "run", str(delivery), "--out", str(out), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    summary = json.loads(done.stdout)
    assert (summary["run"], summary["complaints"], summary["customers"]) == ("0001", 20, 40)
    for step in ("信函", "关系网络", "风险评估", "供查询的索引"):
        assert step in done.stderr
    assert summary["intake"]["tables"]
    return out


def test_every_command_is_in_the_help_and_on_the_page() -> None:
    said = mingjian("--help").stdout
    page = (DOCS / "cli.md").read_text(encoding="utf-8")
    for command in COMMANDS:
        assert f" {command} " in said
        assert f"`mingjian {command}" in page


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_teaches_by_example(command: str) -> None:
    done = mingjian(command, "--help")
    assert done.returncode == 0
    assert f"mingjian {command}" in done.stdout


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys\nfrom mingjian import cli\n"
        "print([name for name in ('pyspark', 'polars', 'ibis', 'duckdb', 'pyarrow', 'scipy', 'numpy', 'pandas') "
        "if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_an_agreement_is_read_with_its_clauses_their_places_and_reasons(tmp_path: Path) -> None:
    paper = tmp_path / "agreement.txt"
    paper.write_bytes("服务协议\n\n一、甲方应将身份证原件交乙方保管。\n".encode("gb18030"))
    shown = mingjian("agreement", paper, "--language", "zh").stdout
    assert "第1页第3行：“一、甲方应将身份证原件交乙方保管。”\n  要求交出身份证件" in shown
    assert "不表示您做错了什么" in shown
    record = json.loads(mingjian("agreement", paper, "--language", "en", "--json").stdout)
    assert [(one["kind"], one["page"], one["line"]) for one in record["clauses"]] == [("hand_over_identity", 1, 3)]
    assert "identity card" in record["clauses"][0]["why"]
    assert any("not what was done" in remark for remark in record["remarks"])


def test_an_agreement_that_cannot_be_read_says_what_to_do(tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    done = mingjian("agreement", empty)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{empty} cannot be read: it is empty: save or photograph it again" in done.stderr
    assert mingjian("agreement", tmp_path / "none.txt").returncode == 2


@pytest.mark.parametrize(("language", "outcome"), [("zh", "未见异常"), ("en", "Nothing found")])
def test_an_inspection_speaks_one_language(tmp_path: Path, language: str, outcome: str) -> None:
    paper = tmp_path / "paper.txt"
    paper.write_text("诊断证明\n姓名：李查证\n开具日期：2026-03-02\n", encoding="utf-8")
    said = mingjian("inspect", paper, "--language", language).stdout
    assert outcome in said
    assert "not_applicable" not in said


def test_a_run_says_what_came_of_it_and_what_to_do_next(desk: Path) -> None:
    for language, next_step in ((Language.ZH, "查看"), (Language.EN, "To see it")):
        *counts, last = run_lines(run_summary(find_run(desk)), desk, language)
        assert any("20" in line for line in counts)
        assert next_step in last
        assert f"mingjian serve {desk}" in last


def test_the_workspace_lists_its_runs(desk: Path) -> None:
    (run,) = json.loads(mingjian("runs", desk, "--json").stdout)
    assert (run["run"], run["current"]) == ("0001", True)
    assert mingjian("runs", desk).stdout.startswith("* 0001")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("run", "nowhere", "--out", "{tmp}/x"), 2, "nowhere"),
        (("run", "--out", "{tmp}/x"), 3, "no delivery"),
        (("run", "{tmp}", "--out", "{tmp}/x", "--as-of", "soon"), 2, "2026-11-21"),
        (("run", "{tmp}", "--mapping", "a.yaml", "--adapter", "cfpb"), 2, "name one"),
        (("serve", "{tmp}"), 3, "mingjian run"),
        (("export", "{desk}", "nothing"), 3, "mingjian schema"),
        (("export", "{desk}", "complaints", "--unmasked"), 2, "--reason"),
        (("serve", "{desk}", "--host", "0.0.0.0"), 2, "127.0.0.1"),
        (("intake", "{tmp}", "--out", "{desk}/run.json"), 2, "run.json cannot be written"),
        (("simulate", "{desk}/run.json"), 2, "run.json/delivery cannot be written"),
        (("export", "{desk}", "complaints", "--to", "{tmp}/no/x.csv"), 2, "x.csv cannot be written"),
        (("export", "{desk}", "complaints", "--format", "xlsx", "--to", "{tmp}/no/x.xlsx"), 2, "cannot be written"),
        (("export", "{desk}", "complaints", "--format", "parquet", "--to", "{tmp}/no/x.p"), 2, "cannot be written"),
        (("frobnicate",), 2, "frobnicate"),
    ],
)
def test_an_error_is_one_sentence_with_its_exit_code(
    arguments: Sequence[str], code: int, said: str, desk: Path, tmp_path: Path
) -> None:
    done = mingjian(*(argument.format(tmp=tmp_path, desk=desk) for argument in arguments))
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_an_export_is_masked(desk: Path, tmp_path: Path) -> None:
    target = tmp_path / "customers.csv"
    assert mingjian("export", desk, "customers", "--to", target).returncode == 0
    written = target.read_text(encoding="utf-8-sig")
    assert "王*明" in written
    assert "王小明" not in written
    assert "13800000001" not in written


def test_an_unmasked_export_is_in_the_audit_log(desk: Path, tmp_path: Path) -> None:
    target = tmp_path / "customers.json"
    done = mingjian("export", desk, "customers", "-f", "json", "--to", target, "--unmasked", "--reason", "court order")
    assert done.returncode == 0, done.stderr
    assert {row["full_name"] for row in json.loads(target.read_text(encoding="utf-8"))} == {"王小明"}
    database = Database.in_folder(desk)
    (entry,) = AuditLog(database).entries(action="export_unmasked")
    database.close()
    assert (entry.object_key, entry.reason) == ("0001/customers", "court order")


def test_an_export_says_what_it_wrote_as_json(desk: Path, tmp_path: Path) -> None:
    target = tmp_path / "gangs.csv"
    said = json.loads(mingjian("export", desk, "gangs", "--to", target, "--json").stdout)
    rows = len(target.read_text(encoding="utf-8-sig").splitlines()) - 1
    assert said == {"run": "0001", "table": "gangs", "rows": rows, "masked": True, "file": str(target)}


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet", "json"])
def test_every_form_holds_every_row(desk: Path, tmp_path: Path, form: str) -> None:
    target = tmp_path / f"assessments.{form}"
    done = mingjian("export", desk, "complaint_assessments", "--format", form, "--to", target)
    assert done.returncode == 0, done.stderr
    if form == "xlsx":
        import openpyxl

        with closing(openpyxl.load_workbook(target, read_only=True)) as book:
            assert len(list(book.worksheets[0].iter_rows())) == 21
    elif form == "parquet":
        assert pl.read_parquet(target).height == 20
    elif form == "csv":
        assert pl.read_csv(target).height == 20
    else:
        assert len(json.loads(target.read_text(encoding="utf-8"))) == 20


def test_one_complaint_is_assessed_from_standard_input(desk: Path) -> None:
    complaint = {"complaint_id": "NEW", "received_at": "2026-10-31T09:00+08:00", "text": "一天打我九个电话"}
    done = mingjian("assess", desk, "-", text=json.dumps(complaint))
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["complaint_id"] == "NEW"
    assert 0 < found["agent_probability_low"] < found["agent_probability_high"] < 1


@pytest.mark.parametrize(("form", "said"), [("markdown", "complaints"), ("sql", "CREATE TABLE"), ("frictionless", "{")])
def test_the_contract_is_printed_in_every_form(form: str, said: str) -> None:
    assert said in mingjian("schema", "--format", form).stdout


def test_the_truth_is_printed_when_it_is_asked_for() -> None:
    assert "agent_filed" in mingjian("schema", "--part", "truth").stdout
    assert "agent_filed" not in mingjian("schema", "--part", "outputs", "--format", "sql").stdout


def test_a_simulated_lender_is_as_old_and_as_beset_as_asked_for(tmp_path: Path) -> None:
    asked = ("--customers", 200, "--months", 9, "--agent-share", 0, "--documented-complaints", 0)
    done = mingjian("simulate", tmp_path, *asked, "--json")
    assert done.returncode == 0, done.stderr
    (world,) = pl.read_parquet(tmp_path / "truth" / "world.parquet").to_dicts()
    said = json.loads(world["settings"])
    assert (said["months"], said["agent_share"]) == (9, 0)
    assert json.loads(done.stdout)["truth"]["gangs"] == 0


def test_the_pages_answer_and_are_found_on_a_free_port(desk: Path) -> None:
    command = [*PROCESS, "serve", str(desk), "--port", "0"]
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        try:
            assert server.stdout is not None
            address = server.stdout.readline().split()[0]
            for _ in range(100):
                try:
                    with urllib.request.urlopen(address) as answer:
                        assert answer.status == 200
                        break
                except OSError:
                    time.sleep(0.1)
            else:
                pytest.fail("the pages did not answer")
        finally:
            server.terminate()


def test_the_audit_log_is_verified_and_a_changed_entry_named(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    (tmp_path / "runs").mkdir()
    log = AuditLog(Database.in_folder(workspace.root))
    for number in range(3):
        log.record(actor="desk", action="unmask", object_type="complaint", object_id=f"C{number}", reason="call back")
    kept = mingjian("audit", "head", tmp_path).stdout.strip()
    whole = mingjian("audit", "verify", tmp_path, "--kept", kept)
    assert (whole.returncode, whole.stdout) == (0, "3 entries, all as they were written\n")
    drawn = mingjian("audit", "sample", tmp_path, "--by", "wu.tao", "--size", "2", "--seed", "7", "--of", "3", "--json")
    numbers = [entry["sequence"] for entry in json.loads(drawn.stdout)]
    assert numbers == sorted(Random(7).sample(range(1, 4), 2))
    asked = mingjian("audit", "list", tmp_path, "--thing", "audit_log", "--json")
    assert [(one["actor"], one["reason"]) for one in json.loads(asked.stdout)] == [("wu.tao", "2 of 3, seed 7")]
    with closing(sqlite3.connect(tmp_path / "database.sqlite")) as connection:
        connection.execute("DROP TRIGGER audit_entries_no_update")
        connection.execute("UPDATE audit_entries SET actor = 'nobody' WHERE sequence = 2")
        connection.commit()
    broken = mingjian("audit", "verify", tmp_path, "--json")
    assert broken.returncode == 1
    assert json.loads(broken.stdout)["breaches"] == [{"first": 2, "last": 2, "breach": "changed"}]


def test_a_head_that_is_none_is_refused_with_what_it_should_be(desk: Path) -> None:
    done = mingjian("audit", "verify", desk, "--kept", "yesterday")
    assert done.returncode == 2
    assert "mingjian audit head" in done.stderr


def test_a_list_of_identifiers_is_held_against_the_network(desk: Path, tmp_path: Path) -> None:
    asked = tmp_path / "asked.csv"
    asked.write_text("号码\n+86 138-0000-0001\nnobody@nowhere.example\n", encoding="utf-8")
    done = mingjian("network", "check", desk, asked, "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert (answer["values"], answer["known"]) == (3, 1)
    assert {(row["value"], row["entity_type"]) for row in answer["found"]} == {("+86 138-0000-0001", "phone")}


def test_a_file_of_a_customer_whom_the_run_does_not_know_is_held_against_nobody(desk: Path, tmp_path: Path) -> None:
    paper = tmp_path / "paper.txt"
    paper.write_text("诊断证明书", encoding="utf-8")
    done = mingjian("inspect", paper, "--workspace", desk, "--customer", "mistyped")
    assert done.returncode == 3
    assert "no customer mistyped" in done.stderr


@pytest.mark.parametrize("form", ["graphml", "ftm", "parquet"])
def test_gangs_leave_masked_in_the_forms_of_other_tools(desk: Path, tmp_path: Path, form: str) -> None:
    target = tmp_path / f"gangs.{form}"
    done = mingjian("network", "export", desk, "--format", form, "--to", target)
    assert done.returncode == 0, done.stderr
    assert "masked" in done.stderr
    files = sorted(target.iterdir()) if form == "parquet" else [target]
    assert all(b"13800000001" not in file.read_bytes() for file in files)
    assert mingjian("network", "export", desk, "--gang", "G-9999").returncode == 3


def test_the_summary_of_a_run_names_the_tables_of_what_came_later() -> None:
    none = dict.fromkeys((field.name for field in fields(RunSummary)), 0)
    later = {"run": "0001", "as_of": "2026-10-31T20:00", "rows_later": {"complaints": 1, "contacts": 1200}}
    summary = RunSummary(**none | later)  # type: ignore[arg-type]
    said = {language: run_lines(summary, Path(), language)[1] for language in Language}
    assert said == {
        Language.EN: "  Later than that, and not in this run: 1 row of complaints, 1,200 rows of contacts",
        Language.ZH: "  晚于该时间、不在本次运行内：投诉（complaints）1 行、触达与来电（contacts）1,200 行",
    }


def test_the_summary_of_an_intake_asks_which_field_an_unknown_heading_means(tmp_path: Path) -> None:
    delivery = tmp_path / "delivery"
    delivery.mkdir()
    rows = "投诉编号,客户号,收到时间,渠道,星座\nK1,C1,2026-05-01 09:00,电报,狮子\n"
    (delivery / "complaints.csv").write_text(rows, encoding="utf-8")

    said = mingjian("intake", delivery, "--out", tmp_path / "desk").stdout

    assert "客户号（是 customer_id 客户编号 吗？）" in said
    assert "星座；请在映射文件中" in said
    assert "不在允许的取值之内" in said


def test_the_last_administrator_gets_back_in_from_the_machine(tmp_path: Path) -> None:
    (tmp_path / "runs").mkdir()
    database = Database.in_folder(tmp_path)
    accounts = Accounts(database)
    accounts.make_first()
    (first,) = accounts.list()
    factors = SecondFactors(database, Vault.open(tmp_path))
    factors.confirm(first, pyotp.TOTP(factors.begin(first).secret).now())
    token = Sessions(database).start(first)
    assert "no account" in mingjian("account", "reset", tmp_path, "somebody", "--by", "wang.wei").stderr
    said = mingjian("account", "reset", tmp_path, FIRST, "--by", "wang.wei").stdout
    again = accounts.check(FIRST, said.split()[-1])
    assert again.must_change
    assert not again.has_second_factor
    assert Sessions(database).account(token) is None
    assert {entry.actor for entry in AuditLog(database).entries(limit=2)} == {"wang.wei, at the machine"}
    database.close()


def test_run_and_intake_speak_one_language(tmp_path: Path) -> None:
    delivery = tmp_path / "delivery"
    delivery.mkdir()
    (delivery / "complaints.csv").write_text(
        'complaint_id,received_at,phone,full_name\nK1,2026-05-01 09:00,1,x\n"K2,2026-05-01 09:00,1,x\n',
        encoding="utf-8",
    )
    (delivery / "customers.xlsx").write_bytes(b"PK no workbook")
    (delivery / "weird.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (delivery / "l.pdf").symlink_to(tmp_path)

    chinese = mingjian("intake", delivery, "--out", tmp_path / "zh")
    english = mingjian("intake", delivery, "--out", tmp_path / "en", "--language", "en")

    assert "已交付但读不出：借款客户" in chinese.stdout
    assert "delivered, but not readable: Customers" in english.stdout
    for summary in (chinese.stdout, english.stdout):
        assert "weird.csv" in summary
        assert "l.pdf" in summary
        assert "text" in summary
        assert "sender_name" not in summary
    assert re.search(r"1 处：引号", chinese.stdout)
    shown = chinese.stdout + chinese.stderr
    assert not re.search(r"\b(not|the|read|rows|delivery of|so)\b", shown.replace(str(delivery), ""))
    assert not re.search(r"[\u4e00-\u9fff]", english.stdout + english.stderr)


def test_whatever_a_room_says_that_it_does_is_said_in_chinese() -> None:
    source = Path(__file__).parents[1] / "src" / "mingjian"
    texts = (path.read_text(encoding="utf-8") for path in source.rglob("*.py"))
    doings = {doing for text in texts for doing in re.findall(r'progress\("([^"]+)"', text)}
    assert len(doings) > 15
    assert {doing for doing in doings if not re.search(r"[\u4e00-\u9fff]", said(doing, Language.ZH))} == set()


def test_a_heading_that_the_mapping_displaced_is_told_so(tmp_path: Path) -> None:
    delivery = tmp_path / "delivery"
    delivery.mkdir()
    rows = "complaint_id,received_at,filed_as\nK1,2026-05-01 09:00,self\n"
    (delivery / "complaints.csv").write_text(rows, encoding="utf-8")
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text("tables: {complaints: {columns: {filed_as: 谁提交的}}}", encoding="utf-8")

    printed = mingjian("intake", delivery, "--out", tmp_path / "desk", "--mapping", mapping).stdout

    assert "filed_as（即 filed_as，但映射文件为它指定了别的列）" in printed
