"""Clue packages from the desk, and their check in a browser that knows nothing of us."""

import base64
import hashlib
import random
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page

from mingjian.access.audit import AuditLog
from mingjian.casework.clues.package import write_package
from mingjian.casework.clues.verifier import verify
from mingjian.online.work import Workshop
from mingjian.settings import Settings
from mingjian.store.database import Database
from mingjian.store.workspace import Workspace
from tests.casework.clues.damage import damaged
from tests.casework.clues.test_verifier import ABOUT, KEY, SM2_KEY, parts
from tests.web import world

ADDRESS = f"/clues/gang/{world.GANG}"
STATED = {
    "purpose": "涉嫌伪造印章，报案",
    "recipient": "渝中区公安分局",
    "organisation": "某某消费金融有限公司",
    "prepared_by": "李查证",
}


def test_a_gang_leads_to_its_package_which_says_what_goes_along(desk: httpx.Client) -> None:
    assert ADDRESS in desk.get(f"/gangs/{world.GANG}").text
    page = desk.get(ADDRESS).text
    assert "2 份材料中的 1 份原件" in page
    assert "遮蔽" in page


def test_a_person_makes_it_for_a_purpose_and_the_log_says_so(
    desk: httpx.Client, workspace: Path, tmp_path: Path
) -> None:
    page = desk.post(ADDRESS, data=STATED).headers["location"]
    assert "生成中" in desk.get(page).text
    assert desk.get(f"{page}/file").status_code == 409
    with Workshop.open(Workspace(workspace), Settings()) as shop:
        assert shop.run_one()
    assert "已生成" in desk.get(page).text
    assert "一个人单独" in desk.get(page).text
    assert desk.get(f"{page}/report").content.startswith(b"%PDF-")
    answer = desk.get(f"{page}/file")
    assert answer.headers["content-type"] == "application/zip"
    package = tmp_path / "clue.zip"
    package.write_bytes(answer.content)
    assert verify.check_package(package).intact
    assert desk.post(f"{page}/handed", data={"receipt": "接收回执 1 号"}).status_code == 303
    assert desk.get(f"{page}/file").status_code == 409
    assert hashlib.sha256(answer.content).hexdigest() in desk.get(page).text
    anew = desk.post(f"{page}/again").headers["location"]
    assert anew != page
    assert "生成中" in desk.get(anew).text
    with Workshop.open(Workspace(workspace), Settings()) as shop:
        assert shop.run_one()
    database = Database.in_folder(workspace)
    entries = AuditLog(database).entries(action="clue_package", object_id=world.GANG, object_type="gang")
    database.close()
    assert (entries[0].actor, "渝中区公安分局" in entries[0].reason) == ("李查证", True)


@pytest.mark.parametrize("missing", ["purpose", "recipient", "organisation", "prepared_by"])
def test_without_a_purpose_or_a_name_nothing_is_made(desk: httpx.Client, missing: str) -> None:
    answer = desk.post(ADDRESS, data=STATED | {missing: " "})
    assert answer.status_code == 422
    assert "尚未生成任何内容" in answer.text


def test_a_consumers_report_leads_to_a_case_and_to_a_package_that_masks_them(
    desk: httpx.Client, workspace: Path, tmp_path: Path
) -> None:
    report = desk.get(f"/customers/{world.CUSTOMER}/evidence?track=reasons&sentence=0&item=0").text
    assert 'name="kind" value="testimony"' in report
    assert "/clues/testimony/Y-1" in report
    opened = {
        "kind": "testimony",
        "origin_id": "Y-1",
        "title": "反映",
        "why": "她付了钱",
        "customer_id": world.CUSTOMER,
    }
    case = desk.post("/cases", data=opened).headers["location"]
    asked = desk.post(f"/clues{case.replace('/cases', '/case')}", data=STATED).headers["location"]
    with Workshop.open(Workspace(workspace), Settings()) as shop:
        assert shop.run_one()
    package = tmp_path / "report.zip"
    package.write_bytes(desk.get(f"{asked}/file").content)
    assert verify.check_package(package).intact
    with zipfile.ZipFile(package) as held:
        tables = b"".join(held.read(name) for name in held.namelist() if name.startswith("tables/")).decode()
    assert "Y-1" in tables
    assert [value for value in (world.NAME, world.IDENTITY, world.STREET) if value in tables] == []


@pytest.mark.parametrize(
    "path",
    [
        "/clues/gang/G-404",
        "/clues/agency/X",
        "/clues/case/X",
        "/clues/complaint/X",
        "/clues/testimony/X",
        "/packages/X",
    ],
)
def test_a_package_about_nothing_is_not_found(desk: httpx.Client, path: str) -> None:
    assert desk.get(path).status_code == 404


@pytest.fixture(scope="module")
def checker(browser: Browser) -> Iterator[Page]:
    """The page that stands in every package, opened from a disk and without a network."""
    context = browser.new_context(offline=True)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda one: None if one.url.startswith("file:") else faults.append(one.url))
    page.goto(Path(verify.__file__).with_name("verify.html").as_uri())
    yield page
    context.close()
    assert faults == []


def chosen(page: Page, content: bytes) -> tuple[bool, set[tuple[str, str]]]:
    """What the page finds in a file: whether it is intact, and what is wrong where."""
    found = page.evaluate(
        "async text => { const found = await checkCluePackage(new Blob([Uint8Array.from(atob(text), one => "
        "one.charCodeAt(0))])); return found.breaches.map(one => [one.what, one.place]); }",
        base64.b64encode(content).decode(),
    )
    return not found, {(what, place) for what, place in found}


@pytest.mark.browser
def test_the_page_shows_an_intact_package_and_the_key(checker: Page, tmp_path: Path) -> None:
    package = write_package(tmp_path / "clue.zip", parts(), ABOUT, [KEY, SM2_KEY]).path
    checker.set_input_files("#file", package)
    checker.wait_for_selector("#verdict.good")
    told = checker.inner_text("#result")
    assert verify.fingerprint(KEY.public_key) in told
    assert verify.fingerprint(SM2_KEY.public_key) in told
    checker.fill("#known", verify.fingerprint(SM2_KEY.public_key).upper())
    checker.dispatch_event("#known", "change")
    checker.wait_for_selector("#verdict.good")
    changed = tmp_path / "changed.zip"
    changed.write_bytes(package.read_bytes() + b"more")
    checker.set_input_files("#file", changed)
    checker.wait_for_selector("#verdict.bad")
    assert "总长度被改" in checker.inner_text("#breaches")


@pytest.mark.browser
@pytest.mark.soak
def test_the_page_finds_what_the_script_finds(checker: Page, tmp_path: Path, repetitions: Callable[[int], int]) -> None:
    target = write_package(tmp_path / "clue.zip", parts(), ABOUT, [KEY]).path
    original = target.read_bytes()
    assert chosen(checker, original) == (True, set())
    wrong = []
    for seed in range(repetitions(300)):
        change = damaged(original, random.Random(seed))
        if change.content == original:
            continue
        intact, found = chosen(checker, change.content)
        if intact or not any(name in place for _, place in found for name in change.places):
            wrong.append((change.kind, seed, sorted(found)[:3]))
    assert wrong == []


def test_the_page_asks_no_network_and_brings_no_script_of_others() -> None:
    page = Path(verify.__file__).with_name("verify.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in page
    assert "http" not in page.replace('http-equiv="Content-Security-Policy"', "")
