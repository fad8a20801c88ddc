import csv
import io
import re
from datetime import date, timedelta
from html import unescape
from itertools import pairwise
from pathlib import Path

import duckdb
import httpx
import openpyxl
import pytest
from markupsafe import escape
from structlog.testing import capture_logs

from mingjian.contract.reasons import Language, sentence
from mingjian.risk.agent_scorecard import AGENT
from mingjian.risk.scorecard import Scorecard
from mingjian.risk.settings import RiskSettings
from mingjian.risk.warning_scorecard import COMPLAINT, ESCALATION
from mingjian.settings import Settings
from mingjian.web.claim_lines import claim_lines
from mingjian.web.desk import Desk
from mingjian.web.feature_titles import FEATURE_TITLES
from mingjian.web.languages import Speech
from mingjian.web.queries.complaints import Claim
from mingjian.web.warming import warm
from tests.web import world
from tests.web.conftest import serving


@pytest.mark.parametrize("page", world.PAGES.values(), ids=world.PAGES)
def test_every_page_answers_in_chinese_unless_english_was_chosen(
    desk: httpx.Client, english: httpx.Client, page: str
) -> None:
    chinese, other = desk.get(page), english.get(page)
    assert (chinese.status_code, other.status_code) == (200, 200)
    assert '<html lang="zh-CN"' in chinese.text
    assert '<html lang="en"' in other.text
    assert "跳到正文" in chinese.text
    assert "Skip to the content" in other.text


@pytest.mark.parametrize("page", world.PAGES.values(), ids=world.PAGES)
def test_no_page_shows_anything_personal_unasked(desk: httpx.Client, page: str) -> None:
    text = desk.get(page).text
    assert [value for value in world.PERSONAL if value in text] == []


def test_no_address_on_any_page_holds_anything_personal(desk: httpx.Client) -> None:
    addresses = [
        found
        for page in world.PAGES.values()
        for found in re.findall(r'(?:href|action|hx-get)="([^"]*)"', desk.get(page).text)
    ]
    assert len(addresses) > 200
    held = [value for value in world.PERSONAL if any(value in httpx.URL(one).path for one in addresses)]
    assert held == []


def test_every_answer_carries_the_strict_policy(desk: httpx.Client) -> None:
    for path in ("/", "/nowhere", "/static/desk.css"):
        headers = desk.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["x-frame-options"] == "DENY"


def test_no_page_has_a_style_or_script_of_its_own(desk: httpx.Client) -> None:
    for page in world.PAGES.values():
        text = desk.get(page).text
        assert " style=" not in text
        assert "<style" not in text
        assert re.findall(r"<script(?![^>]*\bsrc=)", text) == []
        assert re.findall(r'\son\w+="', text) == []


def test_pages_are_not_kept_by_caches_and_static_files_are(desk: httpx.Client) -> None:
    page = desk.get("/")
    sheet = re.search(r'href="(/static/desk\.css\?v=\w+)"', page.text)
    assert sheet is not None
    assert page.headers["cache-control"] == "no-store"
    assert "immutable" in desk.get(sheet[1]).headers["cache-control"]


@pytest.mark.parametrize(
    "path", ["/nowhere", "/customers/none", "/complaints/none", "/templates/none", "/gangs/none", "/runs/9"]
)
def test_what_is_not_there_is_said_in_the_visitors_language(
    desk: httpx.Client, english: httpx.Client, path: str
) -> None:
    chinese, other = desk.get(path), english.get(path)
    assert (chinese.status_code, other.status_code) == (404, 404)
    assert "这个地址没有内容" in chinese.text
    assert "There is nothing at this address" in other.text


@pytest.mark.parametrize(
    "path",
    [
        "/complaints?page=x",
        "/complaints?page=0",
        "/complaints?order=text",
        "/complaints?order=received;drop",
        "/complaints?zone=guilty",
        "/complaints?received_from=yesterday",
        "/complaints?columns=text",
        "/complaints/K-001?show=all",
        "/customers/C-1/evidence?track=reasons&sentence=-1&item=0",
    ],
)
def test_an_address_that_cannot_be_read_is_refused_with_a_page(english: httpx.Client, path: str) -> None:
    answer = english.get(path)
    assert answer.status_code == 422
    assert "cannot be read" in answer.text


def test_a_page_beyond_the_end_is_the_last_one(english: httpx.Client) -> None:
    queue = english.get("/queue?page=99999")
    assert (queue.status_code, "Nothing waits" in queue.text) == (200, False)
    assert "101 to 120 of 120" in english.get("/complaints?page=99999").text


def test_a_server_works_out_first_what_everybody_opens_first_and_begins_whatever_the_run_is(tmp_path: Path) -> None:
    warm(Desk(tmp_path / "empty", Settings()))
    world.publish(tmp_path)
    ready = Desk(tmp_path, Settings())
    with capture_logs() as told:
        warm(ready)
    assert told == []
    asked: list[str] = []
    assert ready.runs.current().once("overview", lambda: asked.append("overview")) is not None
    assert asked == []
    ready.close()
    with duckdb.connect(str(tmp_path / "current" / "serving.duckdb")) as written:
        written.execute("DROP TABLE claim_grounds")
    another = Desk(tmp_path, Settings())
    with capture_logs() as told:
        warm(another)
    assert [line["failure"] for line in told] == ["OtherVersionError"]
    another.close()


def test_a_run_of_another_version_says_so_where_it_lacks_what_a_page_shows(tmp_path: Path) -> None:
    world.publish(tmp_path)
    with duckdb.connect(str(tmp_path / "current" / "serving.duckdb")) as written:
        written.execute("DROP TABLE claim_grounds")
    with serving(tmp_path) as address, httpx.Client(timeout=None, base_url=address) as client:
        client.cookies.set("language", "en")
        answer = client.get(f"/complaints/{world.COMPLAINT}")
        assert answer.status_code == 409
        assert "This run is of another version" in answer.text
        assert "mingjian run --out FOLDER" in answer.text
        assert client.get("/quarantine").status_code == 200


def test_a_run_of_before_the_early_warning_named_channels_is_explained_to_the_customer_all_the_same(
    tmp_path: Path,
) -> None:
    world.publish(tmp_path)
    with duckdb.connect(str(tmp_path / "current" / "serving.duckdb")) as written:
        later = "channel_basis, channel_complainants, likely_channel"
        written.execute(f"CREATE TABLE earlier AS SELECT * EXCLUDE ({later}) FROM customer_assessments")
        written.execute("DROP TABLE customer_assessments; ALTER TABLE earlier RENAME TO customer_assessments")
    with serving(tmp_path) as address, httpx.Client(timeout=None, base_url=address) as client:
        assert client.get(f"/customers/{world.CUSTOMER}").status_code == 409
        assert "与您本人商定的分期方案" in client.get(f"/customers/{world.CUSTOMER}/explanation").text
        assert client.get("/customers/nobody/explanation").status_code == 404


def test_a_claim_that_a_letter_makes_twice_stands_and_counts_once(tmp_path: Path) -> None:
    rows = dict(world.tables())
    for name in ("claims", "claim_grounds"):
        rows[name] = [*rows[name], *({**row, "start": None, "end": None} for row in rows[name])]
    world.publish(tmp_path / "twice", rows)
    world.publish(tmp_path / "once")
    said = []
    for folder in ("once", "twice"):
        with serving(tmp_path / folder) as address, httpx.Client(timeout=None, base_url=address) as client:
            page = client.get(f"/complaints/{world.COMPLAINT}").text
            customer = client.get(f"/customers/{world.CUSTOMER}").text
            lines = [re.findall(r'<li class="claim-line">', one) for one in (page, customer)]
            counts = [re.findall(r"\d+ 项主张中 \d+ 项有据", one) for one in (page, customer)]
            merit = re.findall(r"<td[^>]*>(\d+ / \d+)</td>", client.get("/complaints").text)
            said.append((*map(len, lines), counts, merit, client.get("/customers").text.count(" / ")))
            assert lines[0]
    assert said[0] == said[1]


def test_beside_a_claim_that_the_records_speak_of_stand_the_words_that_were_taken_for_it(
    desk: httpx.Client, english: httpx.Client
) -> None:
    for place in (f"/customers/{world.CUSTOMER}", f"/complaints/{world.COMPLAINT}"):
        assert desk.get(place).text.count("投诉人原话：“拨打电话9次”") == 1
        page = english.get(place).text
        assert "in the complainant's words: “拨打电话9次”" in page
        assert "“告知我单位”" not in page  # of which the records tell nothing


def test_the_words_stand_beside_a_claim_that_may_not_have_been_made() -> None:
    claim = Claim("K", "double_charge", "unknown", 2, 7, "double_charge_uncertain", "{}", "[]")

    (line,) = claim_lines(Speech(Language.ZH), [claim], texts={"K": "医院重复扣了我两次挂号费"}).lines

    assert line.words == ("重复扣了我",)
    assert "不能确定" in line.said[0]


def test_rows_that_a_run_leaves_out_since_they_are_later_are_told(desk: httpx.Client, english: httpx.Client) -> None:
    assert "有 1,203 行交付数据晚于本次运行的数据时间" in desk.get("/").text
    page = english.get("/runs/0001").text
    assert "Delivered rows that are later, and not in this run:" in page
    assert re.search(r"\b1,200\b", page)


def test_weeks_without_a_complaint_stand_on_the_overview_too(desk: httpx.Client) -> None:
    table = re.search(r'<table[^>]*id="weeks-table">.*?</table>', desk.get("/").text, re.DOTALL)
    assert table is not None
    weeks = [date.fromisoformat(one) for one in re.findall(r"<time[^>]*>(\d{4}-\d\d-\d\d)</time>", table[0])]
    assert len(weeks) > 2
    assert {later - week for later, week in pairwise(weeks)} == {timedelta(days=7)}


def test_what_a_letter_says_twice_counts_once_in_the_overview(desk: httpx.Client) -> None:
    table = re.search(r'<table[^>]*id="claims-table">.*?</table>', desk.get("/").text, re.DOTALL)
    assert table is not None
    months = re.findall(r"<td>(\d+)</td><td>(\d+)</td><td>(\d+)</td>", table[0])
    assert [sum(map(int, column)) for column in zip(*months, strict=True)] == [1, 0, 2]


def test_before_the_first_run_the_pages_say_what_to_do_and_then_follow_without_a_restart(tmp_path: Path) -> None:
    with serving(tmp_path) as address, httpx.Client(timeout=None, base_url=address) as client:
        empty = client.get("/complaints")
        assert empty.status_code == 200
        assert "mingjian run" in empty.text
        world.publish(tmp_path)
        assert "K-001" in client.get("/complaints").text
        world.publish(tmp_path, {"complaints": [{"complaint_id": "K-NEW", "received_at": world.AS_OF}]})
        after = client.get("/complaints")
        assert "K-NEW" in after.text
        assert "0002" in after.text


def test_a_run_without_any_row_shows_pages_and_not_faults(tmp_path: Path) -> None:
    world.publish(tmp_path, {})
    with serving(tmp_path) as address, httpx.Client(timeout=None, base_url=address) as client:
        for page in ("/", "/complaints", "/customers", "/templates", "/gangs", "/code-words", "/quarantine", "/runs"):
            assert client.get(page).status_code == 200, page


def test_an_assessment_always_shows_both_tracks(desk: httpx.Client) -> None:
    for page in (
        f"/customers/{world.CUSTOMER}",
        f"/customers/{world.QUIET_CUSTOMER}",
        f"/complaints/{world.COMPLAINT}",
        f"/gangs/{world.GANG}",
    ):
        text = desk.get(page).text
        assert text.count('class="track origin"') == 1, page
        assert text.count('class="track merit"') == 1, page
        tracks = text[text.index('class="tracks') : text.index('class="track merit"')]
        assert "<details" not in tracks[: tracks.index('class="track origin"')], "neither track can be folded away"


def test_a_probability_is_said_in_words_with_its_interval_and_never_as_a_percentage(
    desk: httpx.Client, english: httpx.Client
) -> None:
    page = f"/customers/{world.CUSTOMER}"
    assert "约十分之八" in desk.get(page).text
    text = english.get(page).text
    assert "about 8 in 10" in text
    assert "at least 6 in 10" in text
    assert not re.search(r"\b82(\.0)? ?%<", text)


def test_reasons_are_rendered_in_the_language_of_the_screen(desk: httpx.Client, english: httpx.Client) -> None:
    page = f"/complaints/{world.COMPLAINT}"
    assert "2名其他消费者指出该联系电话属于代理机构" in desk.get(page).text
    assert "2名其他消费者指出该联系电话属于代理机构" not in english.get(page).text


def test_five_reasons_stand_open_and_the_rest_is_one_click_away(english: httpx.Client) -> None:
    text = english.get(f"/complaints/{world.COMPLAINT}").text
    origin = text[text.index('class="track origin"') : text.index('class="track merit"')]
    opened, rest = origin[: origin.index('class="rest"')], origin[origin.index('class="rest"') :]
    assert opened.count('class="sentence"') == 5
    assert rest.count('class="sentence"') == 3 + 1
    assert "Speaks against" in rest


def test_what_stands_in_no_record_is_shown_with_what_the_records_hold_and_counts_for_nothing(
    desk: httpx.Client, english: httpx.Client
) -> None:
    for page in (f"/complaints/{world.COMPLAINT}", f"/customers/{world.CUSTOMER}"):
        assert "记录中的2次联系对象均为本人；记录是否完整未经声明，不作不利认定。" in desk.get(page).text
        assert "whether it holds every contact was not stated" in english.get(page).text


def test_the_text_is_marked_for_template_slots_claims_code_words_and_law(english: httpx.Client) -> None:
    text = english.get(f"/complaints/{world.COMPLAINT}").text
    assert '<mark class="skeleton">投诉人</mark>' in text
    assert re.search(r'<mark class="slot"[^>]*>王\*明</mark>', text)
    assert re.search(r'<mark class="claim claim-borne_out"[^>]*>拨打电话9次</mark>', text)
    assert re.search(r'<mark class="code-word" title="[^"]*停止催收[^"]*">停催</mark>', text)
    assert 'class="law-broken"' in text
    assert "does not apply" in text


def test_the_difference_shows_what_was_put_in_and_taken_out(desk: httpx.Client) -> None:
    text = desk.get(f"/complaints/{world.COMPLAINT}?show=diff").text
    assert "<del>" in text
    assert re.search(r"<ins>[^<]*告知我单位", text)


def test_unmasking_needs_a_reason_shows_one_field_once_and_stands_in_the_history(desk: httpx.Client) -> None:
    page = f"/customers/{world.CUSTOMER}"
    refused = desk.post(f"{page}/unmask", data={"field": "phone", "reason": ""})
    assert refused.status_code == 422
    shown = desk.post(f"{page}/unmask", data={"field": "phone", "reason": "回电核实诉求"})
    assert world.PHONE in shown.text
    assert world.NAME not in shown.text
    after = desk.get(page).text
    assert world.PHONE not in after
    assert "回电核实诉求" in after


def test_the_letter_is_unmasked_only_with_a_reason(desk: httpx.Client) -> None:
    shown = desk.post(f"/complaints/{world.COMPLAINT}/unmask", data={"field": "text", "reason": "核对原文"})
    assert world.NAME in shown.text
    assert world.IDENTITY not in shown.text
    assert (
        desk.post(f"/complaints/{world.COMPLAINT}/unmask", data={"field": "ip", "reason": "核对原文"}).status_code
        == 404
    )


def test_a_form_from_another_site_is_refused(desk: httpx.Client) -> None:
    data = {"field": "phone", "reason": "looks harmless"}
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        assert desk.post(f"/customers/{world.CUSTOMER}/unmask", data=data, headers=headers).status_code == 403


def test_a_foreign_name_for_this_machine_is_refused(desk: httpx.Client) -> None:
    assert desk.get("/", headers={"host": "rebound.example"}).status_code == 400


def test_a_choice_of_language_returns_to_the_page_and_never_to_another_site(desk: httpx.Client) -> None:
    answer = desk.post("/preferences", data={"language": "en", "back": "/complaints?page=2"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/complaints?page=2")
    assert '<html lang="en"' in desk.get("/").text
    for back in ("https://evil.example/", "//evil.example", "/\\evil.example", "/a\r\nset-cookie: x"):
        assert desk.post("/preferences", data={"theme": "dark", "back": back}).headers["location"] == "/"
    assert 'data-theme="dark"' in desk.get("/").text


def test_a_list_sorts_filters_and_pages_by_its_address(english: httpx.Client) -> None:
    first = english.get("/complaints?order=received")
    assert first.text.index("K-120") < first.text.index("K-119")
    assert "1 to 50 of 120" in first.text
    second = english.get("/complaints?order=received&page=2")
    assert "51 to 100 of 120" in second.text
    filtered = english.get("/complaints?zone=likely_agent")
    assert "1 of 120" in filtered.text
    assert "K-002" not in filtered.text
    assert "No row fits this filter" in english.get("/complaints?zone=likely_self").text


def test_days_of_a_filter_are_days_in_shanghai(english: httpx.Client) -> None:
    # K-001 came in on the 28th at 18:00 in Shanghai, which is 10:00 in UTC.
    assert "K-001" in english.get("/complaints?received_from=2026-10-28&received_to=2026-10-28").text
    assert "K-001" not in english.get("/complaints?received_from=2026-10-29").text


def test_chosen_columns_are_kept(english: httpx.Client) -> None:
    text = english.get("/complaints?columns=complaint&columns=phone").text
    assert "Contact phone" in re.findall(r"<thead>.*?</thead>", text, re.DOTALL)[0]
    later = english.get("/complaints").text
    head = re.findall(r"<thead>.*?</thead>", later, re.DOTALL)[0]
    assert "Contact phone" in head
    assert "Channel" not in head


def test_an_export_holds_what_is_shown_masked_and_without_formulas(english: httpx.Client) -> None:
    query = "?order=received&channel=mail&columns=complaint.sender.phone"
    answer = english.get(f"/complaints.csv{query}")
    assert answer.headers["content-disposition"] == 'attachment; filename="complaints-run-0001.csv"'
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert rows[0] == ["Complaint", "Sender", "Contact phone"]
    assert len(rows) == 61
    assert rows[1][0] == "K-119"
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert rows[-1] == ["K-001", "李*信", "138****5678"]
    book = openpyxl.load_workbook(io.BytesIO(english.get(f"/complaints.xlsx{query}").content))
    sheet = book.worksheets[0]
    assert [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)] == rows
    assert book.worksheets[1]["B1"].value == "0001"


@pytest.mark.parametrize("spelling", ["{}", "+86 {}", "0086-{}", "86{}", "手机：{}"])
def test_finding_by_telephone_leads_to_the_customer_and_puts_no_number_in_an_address(
    desk: httpx.Client, spelling: str
) -> None:
    answer = desk.post("/find", data={"text": spelling.format(world.PHONE)})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/customers/{world.CUSTOMER}")
    assert "没有查到" in desk.post("/find", data={"text": "13999999999"}).text


def test_evidence_opens_the_row_masked(english: httpx.Client) -> None:
    text = english.get(f"/customers/{world.CUSTOMER}/evidence?track=claims&sentence=0&item=0").text
    assert "CT-1" in text
    assert "138****5678" in text
    assert english.get(f"/customers/{world.CUSTOMER}/evidence?track=claims&sentence=9&item=0").status_code == 404


def test_evidence_that_several_share_says_how_many(english: httpx.Client) -> None:
    text = english.get(f"/gangs/{world.GANG}/evidence?sentence=0&item=1").text
    assert "138****5678" in text
    assert "61 customers" in text


def test_an_unmatched_complaint_says_whose_it_probably_is(english: httpx.Client) -> None:
    probably = english.get("/complaints/K-005").text
    nobodys = english.get("/complaints/K-006").text

    assert f'bears the name and details of <a href="/customers/{world.QUIET_CUSTOMER}">' in probably
    assert "matches no customer" in nobodys
    assert "bears the name" not in nobodys


def test_what_an_agreement_of_an_agency_asks_stands_with_the_customer_who_reported_it(english: httpx.Client) -> None:
    page = english.get(f"/customers/{world.CUSTOMER}").text
    assert 'href="/materials/MS-1"' in page
    for check in ("clause_hand_over_sim", "clause_gag"):
        assert page.count(str(escape(sentence(check).render({}, Language.EN)))) == 1
    assert "MS-1" not in english.get(f"/customers/{world.QUIET_CUSTOMER}").text


def test_a_gang_leads_to_the_gangs_that_share_its_things_and_to_the_dossiers_behind_it(english: httpx.Client) -> None:
    page = english.get(f"/gangs/{world.GANG}").text
    assert 'href="/gangs/G-0002"' in page
    assert f'href="/agencies/{world.AGENCY}"' in page
    members = [english.get(one).text for one in re.findall(r'href="(/gangs/[^"]+/members/\d+)"', page)]
    assert sum('href="/gangs/G-0002"' in one for one in members) == 1, "the telephone is in both, the people are not"


def test_every_link_of_a_gang_leads_to_a_record_that_says_so(english: httpx.Client) -> None:
    assert f'<a href="/complaints/{world.COMPLAINT}">R-1</a>' in english.get(f"/gangs/{world.GANG}/graph").text
    members = re.findall(r'href="(/gangs/[^"]+/members/\d+)"', english.get(f"/gangs/{world.GANG}").text)
    (held,) = (page for one in members if "On record" in (page := english.get(one).text))
    assert all(f'href="{page}"' in held for page in (f"/complaints/{world.COMPLAINT}", "/adverts/S-1"))
    (report,) = re.findall(r'href="(/gangs/[^"]+/record[^"]+)"', held)
    assert "138****5678" in english.get(unescape(report)).text, "a consumer's report has no page of its own"
    assert english.get(unescape(report).replace("item=3", "item=9")).status_code == 404


def test_the_neighbourhood_says_how_much_it_leaves_out(english: httpx.Client) -> None:
    assert "23 of 62" in english.get(f"/customers/{world.CUSTOMER}").text


def test_quarantine_says_what_is_wrong_and_what_to_do(desk: httpx.Client) -> None:
    text = desk.get("/quarantine").text
    assert "不是电话号码" in text
    assert "看不懂的数字" in text


def test_quarantine_speaks_english_and_names_the_file(english: httpx.Client) -> None:
    text = english.get("/quarantine").text
    assert "not a telephone number (the value was left out, the row taken)" in text
    assert "customers-2.csv" in text
    assert "不是电话号码" not in text


def test_a_gang_is_summed_up_in_the_visitors_language(desk: httpx.Client, english: httpx.Client) -> None:
    for page in ("/gangs", f"/gangs/{world.GANG}", f"/customers/{world.CUSTOMER}"):
        assert "1名客户共用联系电话1个" in desk.get(page).text
        said = english.get(page).text
        assert "1 customers share 1 × telephone." in said
        assert "共用联系电话" not in said


def test_a_path_between_two_customers_names_what_each_step_shares(desk: httpx.Client) -> None:
    page = desk.post("/paths", data={"left": world.CUSTOMER, "right": "C-11"}).text

    assert page.index("C-1<") < page.index("C-10<") < page.index("C-11<")
    assert "4 步" in page  # over the account, and not by the carrier's address that 900 households have
    assert world.ACCOUNT not in page
    assert world.PHONE not in page


@pytest.mark.parametrize("spelling", ["{} {}", "+86 {}-{}", "0086{}{}", "86{}{}"])
def test_a_path_may_begin_at_a_telephone_however_it_is_written(english: httpx.Client, spelling: str) -> None:
    page = english.post(
        "/paths", data={"left": spelling.format(world.PHONE[:3], world.PHONE[3:]), "right": "C-10"}
    ).text

    assert "1 step" in page


def test_whoever_asked_for_a_path_sees_what_he_asked_and_comes_to_the_record_of_a_step(desk: httpx.Client) -> None:
    page = desk.post("/paths", data={"left": world.CUSTOMER, "right": "C-11"}).text

    assert f'name="left" required maxlength="100" autocomplete="off" value="{world.CUSTOMER}"' in page
    assert 'href="/complaints/K-C-10"' in page


def test_a_list_pasted_from_a_spreadsheet_is_held_against_what_records_name(english: httpx.Client) -> None:
    telephone = f"+86 {world.PHONE[:3]}-{world.PHONE[3:]}"
    page = english.post(
        "/find/list", data={"values": f"number\t\r\n{telephone}\t13999999999\r\n{world.ACCOUNT}\n"}
    ).text

    assert "2 of 4 are known" in page
    assert re.findall(r'kind-number">(\d+)</td><td>(\w+)</td>', page) == [("2", "Phone"), ("4", "Account")]
    assert f'href="/gangs/{world.GANG}"' in page
    assert all(value not in page for value in (world.PHONE, telephone, world.ACCOUNT))
    assert "No record of this run names" in english.post("/find/list", data={"values": "13999999999"}).text


def test_where_nothing_joins_two_the_page_says_so(english: httpx.Client) -> None:
    assert "Nothing that households share" in english.post("/paths", data={"left": "C-1", "right": "C-99"}).text
    assert "the second one" in english.post("/paths", data={"left": "C-1", "right": "no such"}).text
    assert "one and the same" in english.post("/paths", data={"left": "C-1", "right": "C-1"}).text


def test_whatever_records_name_is_found_with_who_has_it(english: httpx.Client) -> None:
    page = english.post("/find", data={"text": f" {world.ACCOUNT[:6]} {world.ACCOUNT[6:]}"}).text

    assert "2 households have it" in page
    assert 'href="/customers/C-10"' in page
    assert 'href="/customers/C-11"' in page
    assert world.ACCOUNT not in page
    # Whoever sees that it is everybody's can say so there; what he typed names it, in his own spelling.
    assert 'name="left_type" value="account"' in page
    assert f'name="left_id" value="{world.ACCOUNT[:6]} {world.ACCOUNT[6:]}"' in page


def test_where_a_complaint_would_go_is_told_with_what_tells_it(english: httpx.Client) -> None:
    page = english.get(f"/customers/{world.CUSTOMER}").text
    assert "Likely channel" in page
    assert "The 12345 government line" in page
    told = "Told by customers who complained in past months, 412 with each month counted by itself: first by those in"
    assert told in page
    assert world.CUSTOMER in english.get("/warnings?channel=lender").text
    assert "No row fits this filter" in english.get("/warnings?channel=regulator").text


def test_warnings_stand_with_what_drives_them_and_what_to_offer_those_in_need_first(english: httpx.Client) -> None:
    page = english.get("/warnings").text
    assert "Is 41 days past due." in page
    assert "a talk with a person of ours, free of charge, without the agency" in page
    assert "an apology, and an end to the conduct that our records bear out" in page
    assert "a call back, or an answer where they wrote, by somebody who can decide" in page
    assert world.NAME not in page
    assert world.PHONE not in page
    assert world.CUSTOMER in english.get("/warnings.csv").text
    assert "No row fits this filter" in english.get("/warnings?need=none").text


def test_the_page_of_models_says_for_whose_sake_fewer_are_accused_or_older_weights_stayed(
    english: httpx.Client,
) -> None:
    page = english.get("/models").text
    assert "would have accused more people" in page
    assert "(sex · women). So only a complaint whose interval begins above 91.2 %" in page
    assert "foretold some people worse in the latest of them (age · 55 and over, sex · men)" in page
    assert "Moved by known documents (31 known to be genuine, 17 forged)" in page


def test_the_page_of_models_tells_the_early_warning_in_place_and_how_far_its_inputs_moved(
    english: httpx.Client,
) -> None:
    page = english.get("/models").text
    assert "Early warning 0001 is in place." in page
    assert "5 of 100 customers complained" in page
    assert "6.5" in page
    # The run knows it of nobody, and it was known of nine in ten: nothing is there that could have moved.
    assert "1 input has no value in this run: look whether its table was delivered." in page
    assert "Days in arrears <code" in page
    assert "预测更准" in page
    assert "<td>0001</td><td>the written scorecard</td>" in page


def test_the_page_of_models_tells_what_the_run_finds_of_them_though_nobody_trained_one(
    english: httpx.Client,
) -> None:
    page = " ".join(english.get("/models").text.split())
    assert "province · Chongqing: 37.5 % of 40 complaints are called likely agent, 5.0 % of all others;" in page
    assert "of 31 found to have complained for themselves 12.9 % are called likely agent" in page
    assert "Early warning · High: 30.0 % was foretold and 60.0 % of 33 came." in page
    assert "has moved by 0.31 since the run of a month ago." in page
    assert "no value in this run: look whether its table was delivered." in page
    assert '<th scope="row">Agent model · 0.8-0.9</th><td class="kind-number">40</td>' in page
    health = english.get("/health").text
    assert "5 figures of run 0001 are beyond what is expected: see Models" in health


def test_the_page_of_models_tells_calibration_and_lift_of_what_was_trained(english: httpx.Client) -> None:
    page = english.get("/models").text
    row = '<th scope="row">this one</th>' + "".join(
        f'<td class="kind-number">{value}</td>' for value in ("0.220", "0.034", "3.7", "50.0 %", "0.0 %")
    )
    assert row in page
    assert "Its probabilities were off by about 3.4 in 100 on average; the model before it by 6.2." in page
    assert "agents&#39; complaints are 3.7 times as frequent as among all." in page


def test_the_page_of_models_tells_what_a_candidate_that_ran_along_would_have_said(english: httpx.Client) -> None:
    page = english.get("/models").text
    assert "It ran along in the current run and changed nothing. Its probabilities differ by 10.7 % on average." in page
    assert '<td>Probably an agency</td><td>Undecided</td><td class="kind-number">1</td>' in page
    number = '<td class="kind-number">'
    assert f"{number}40</td>{number}37.5 %</td>{number}35.0 %</td>{number}9</td>{number}0.0 %</td>" in page


def test_what_if_asks_the_model_again_and_says_where_the_run_differs(english: httpx.Client) -> None:
    address = f"/complaints/{world.COMPLAINT}/what-if"
    as_it_stands = english.get(address).text
    assert "Choose one reason or several, or suppose a fact." in as_it_stands
    assert "This differs from what the run states." in as_it_stands
    changed = english.get(f"{address}?without=agent_phone_named").text
    assert "Choose one reason or several, or suppose a fact." not in changed
    assert 'value="agent_phone_named" checked' in changed
    assert english.get("/complaints/nobody/what-if").status_code == 404


def test_what_if_supposes_facts_and_says_what_would_change(english: httpx.Client) -> None:
    address = f"/customers/{world.CUSTOMER}/what-if"
    assert f'href="{address}"' in english.get(f"/customers/{world.CUSTOMER}").text
    assert "Suppose a fact." in english.get(address).text
    changed = english.get(f"{address}?fact=plan_kept&feature=collection_contacts_week&number=9&feature=&number=").text
    assert 'value="plan_kept" checked' in changed
    assert "Said instead" in changed
    assert english.get(f"{address}?fact=rich").status_code == 422
    assert english.get(f"{address}?feature=days_past_due&number=many").status_code == 422
    assert english.get(f"{address}?feature=province&number=50").status_code == 422
    assert english.get(f"/customers/{world.QUIET_CUSTOMER}/what-if").status_code == 404
    complaint = english.get(f"/complaints/{world.COMPLAINT}/what-if?fact=papers_confirmed").text
    assert 'value="papers_confirmed" checked' in complaint


def test_what_if_calls_each_feature_by_its_title_in_the_readers_language(
    desk: httpx.Client, english: httpx.Client
) -> None:
    for address, name, title, english_title in (
        (f"/customers/{world.CUSTOMER}/what-if", "days_past_due", "逾期天数", "Days in arrears"),
        (
            f"/complaints/{world.COMPLAINT}/what-if",
            "refusals_before",
            "此前30天内未获支持的投诉数",
            "Refusals in the 30 days",
        ),
    ):
        assert f'<option value="{name}">{title} · {name}</option>' in desk.get(address).text
        assert f'<option value="{name}">{english_title}' in english.get(address).text


@pytest.mark.parametrize("card", [AGENT, COMPLAINT, ESCALATION], ids=lambda card: card.name)
def test_every_feature_that_a_model_reads_has_a_title_of_its_own(card: Scorecard) -> None:
    titles = [FEATURE_TITLES[name] for name in card.features]
    assert len(set(titles)) == len(titles)


def test_what_if_weighs_by_the_lenders_own_costs(workspace: Path) -> None:
    """Where a miss costs next to nothing, a complaint with nothing known of it is let go as the customer's own."""
    settings = Settings(risk=RiskSettings(cost_miss=1.05, cost_false_accusation=100.0))
    with serving(workspace, settings) as address, httpx.Client(timeout=None, base_url=address) as client:
        page = client.get(f"/complaints/{world.COMPLAINT}/what-if?without=agent_phone_named").text
    assert "很可能为本人" in page


def test_the_customers_explanation_speaks_to_the_customer(desk: httpx.Client, english: httpx.Client) -> None:
    page = desk.get(f"/customers/{world.CUSTOMER}/explanation").text
    assert "与您本人商定的分期方案" in page
    assert "客户本人" not in page
    assert "wording alone never has it said" in english.get(f"/customers/{world.CUSTOMER}/explanation").text


def test_the_customers_explanation_names_no_gang_no_weight_and_no_other_person(english: httpx.Client) -> None:
    page = english.get(f"/customers/{world.CUSTOMER}/explanation").text
    assert "You are not accused of anything" in page
    assert "whether others report the telephone that was given as an agency&#39;s" in page
    assert "what you told us yourself" not in page
    assert "spoke for somebody else acting through you" in page
    for hidden in (*world.PERSONAL, world.GANG, "out of 10", "in 10"):
        assert hidden not in page
    assert "cannot be told" in english.get(f"/customers/{world.QUIET_CUSTOMER}/explanation").text


def test_a_complaint_says_what_its_representative_lacks_and_that_it_is_handled_all_the_same(
    desk: httpx.Client, english: httpx.Client
) -> None:
    address = f"/complaints/{world.COMPLAINT}"
    chinese, other = desk.get(address).text, english.get(address).text
    assert "名录显示，该机构于2026-11-19才登记成立，晚于投诉日。" in chinese
    assert "The register says that the organisation was founded on 2026-11-19, after the complaint." in other
    for page in (chinese, other):
        assert "《中华人民共和国律师法》（2017年修正）第十三条，2018-01-01起施行" in page
    assert "To look at: the number on the practising certificate." in other
    assert "By the assessment this customer should be offered" in other  # the assessment says: assist
    assert "handled on its merits whatever stands here" in other
    acting = other[other.index("Who acts in it") :]
    failed, open_, met = (acting.index(status) for status in ("Not met<", "Unverified<", "1 requirement met"))
    assert failed < open_ < met
    assert "Who acts in it" not in english.get("/complaints/K-002").text


def test_a_dossier_counts_the_requirements_and_leads_to_the_complaints_concerned(english: httpx.Client) -> None:
    text = english.get(f"/agencies/{world.AGENCY}").text
    section = text[text.index('id="requirements"') : text.index('id="clauses"')]
    assert "Organisation registered and active · 1 " in section
    assert section.count(f'href="/complaints/{world.COMPLAINT}"') == len(world.JUDGED)
    assert section.index("Not met<") < section.index("Unverified<") < section.index("Met<")


def test_a_job_that_did_not_fail_says_nothing_of_a_failure(desk: httpx.Client) -> None:
    page = desk.get("/jobs").text
    assert "<td></td></tr>" in page
    assert "Content-Type:" not in page, "the catalogue has a word for an empty text too"
