"""Casework on screen: a team works from the queue to a report, by forms alone."""

import ast
import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image
from typer.testing import CliRunner

import mingjian
from mingjian.access.api_keys import ApiKeys
from mingjian.access.audit import AuditLog
from mingjian.access.policy import Role
from mingjian.casework.judgements import Judgements
from mingjian.casework.police import Police
from mingjian.casework.watchlist import RECORDS
from mingjian.cli import app
from mingjian.online.work import Workshop
from mingjian.settings import Settings
from mingjian.store.database import Database
from mingjian.store.workspace import Workspace
from mingjian.web.refusals import REFUSALS
from tests.casework.people import ADMINISTRATOR
from tests.web import world
from tests.web.conftest import serving
from tests.web.test_team import Team, accept

FACTS = {"basis": "facts", "why": "the ledger shows nine calls"}


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    folder = tmp_path_factory.mktemp("casework")
    world.publish(folder)
    database = Database.in_folder(folder)
    for name, role in (
        ("li.na", Role.HANDLER),
        ("chen.jing", Role.REVIEWER),
        ("zhao.min", Role.INVESTIGATOR),
        ("wu.tao", Role.ANALYST),
    ):
        accept(database, name, role)
    with serving(folder, Settings()) as address:
        yield Team(address, database, "", folder)
    database.close()


def post(client: httpx.Client, path: str, **data: object) -> httpx.Response:
    return client.post(path, data=data)


def test_a_complaint_goes_from_the_queue_through_two_people_to_its_answer(team: Team) -> None:
    with team.signed_in("li.na") as li, team.signed_in("chen.jing") as chen:
        assert post(li, "/queue/take").headers["location"] == "/queue"
        matter = li.get(f"/complaints/{world.COMPLAINT}/matter").headers["location"]
        number = matter.removeprefix("/matters/")
        given = post(li, "/queue/assign", matter=number, to="li.na", why="my turn")
        assert given.headers["location"] == "/queue#bulks"
        assert number in li.get("/work").text
        tasked = post(li, "/queue/task", matter=number, to="chen.jing", title="call the hospital", why="its number")
        assert tasked.status_code == 303
        assert "call the hospital" in chen.get("/work").text
        undo = re.search(r'name="bulk" value="([^"]+)"', li.get("/queue").text)
        assert undo is not None
        assert post(li, "/queue/undo", bulk=undo[1], why="the wrong hospital").status_code == 303
        assert "call the hospital" not in chen.get("/work").text
        assert post(li, "/matters/M-404/note", text="nobody reads this").status_code == 404
        assert post(li, f"{matter}/task", title="hear him", assignee="li.na", due_on="").status_code == 303
        page = li.get(matter).text
        assert "hear him" in page
        assert "Who acts in it" in page
        assert "Rule:" in page, "what the law asks of whoever acts, with its source"
        assert post(li, f"{matter}/judge", question="origin", answer="agent_filed", **FACTS).status_code == 303
        seen = chen.get(matter).text
        assert "1 opinion given, another is needed" in seen
        assert FACTS["why"] not in seen
        assert number in chen.get("/work").text
        assert post(li, f"{matter}/judge", question="origin", answer="agent_filed", **FACTS).status_code == 409
        assert post(li, f"{matter}/answer", channel="mail", text="done so").status_code == 409
        post(chen, f"{matter}/judge", question="origin", answer="agent_filed", **FACTS)
        post(li, f"{matter}/judge", question="merit", answer="upheld", **FACTS)
        own = li.get(matter).text
        assert "经核对我方记录，情况属实：" in own, "she wrote Chinese, whatever the screen of who answers her speaks"
        assert '<input type="hidden" name="language" value="zh">' in own
        page = li.get(f"{matter}?draft=en").text
        assert '<input type="hidden" name="language" value="en">' in page
        assert FACTS["why"] in page
        assert "<strong>filed by an agent</strong>" in page
        assert "<strong>right</strong>" in page
        draft = re.search(r"<textarea name=\"text\"[^>]*lang[^>]*>(.*?)</textarea>", page, re.DOTALL)
        assert draft is not None
        assert "our own records confirm it: the log shows " in draft[1]
        assert post(li, f"{matter}/answer", channel="mail", text=draft[1]).status_code == 422
        assert post(li, f"{matter}/answer", channel="mail", text="属实，我们道歉。", language="zh").status_code == 303
        (sent,) = li.get(f"/api/v1{matter}/notices").json()
        assert sent["language"] == "zh"
        assert number not in li.get("/queue").text
        assert f'href="{matter}"' in li.get("/statistics/matters_answered").text


def test_a_case_goes_to_the_police_by_two_people_only(team: Team) -> None:
    with team.signed_in("zhao.min") as zhao, team.signed_in("chen.jing") as chen:
        opened = post(zhao, "/cases", kind="gang", origin_id=world.GANG, title="渝中团伙", why="one letter, 41 people")
        case = opened.headers["location"]
        again = post(zhao, "/cases", kind="gang", origin_id=world.GANG, title="x", why="once more")
        assert again.headers["location"] == case
        evidence = {"kind": "complaint", "subject_id": world.COMPLAINT, "customer_id": world.CUSTOMER}
        post(zhao, f"{case}/evidence", standing="fact", source="read by hand", **evidence)
        post(zhao, f"{case}/note", text="请 @chen.jing 看看")
        assert "请 @chen.jing 看看" in chen.get("/work").text
        post(zhao, f"{case}/step", to="clue", why="confirmed by the payee")
        step = {"to": "reported", "why": "two of us agree", "reference": "渝中区公安分局"}
        assert post(zhao, f"{case}/step", **step).status_code == 409
        for person in (zhao, chen):
            post(person, f"{case}/judge", answer="hand_over", **FACTS)
        assert post(zhao, f"{case}/step", **step).status_code == 303
        page = chen.get(case).text
        assert "reported to the police" in page
        assert "渝中区公安分局" not in chen.get("/work").text
        assert [f'href="{case}"' in zhao.get(f"/statistics/{name}").text for name in ("clues", "cases_reported")] == [
            True,
            True,
        ]
        assert f'href="/customers/{world.CUSTOMER}"' in zhao.get("/statistics/linked_customers").text


def test_a_document_is_called_forged_by_two_people_and_its_customer_is_counted_once(team: Team) -> None:
    page = f"/materials/{world.MATERIAL}"
    with team.signed_in("zhao.min") as zhao, team.signed_in("chen.jing") as chen:
        opinion = {"answer": "forged", "basis": "facts", "why": "the hospital denies it"}
        assert post(zhao, f"{page}/judge", **opinion).status_code == 303
        assert world.MATERIAL in chen.get("/work").text
        blind = chen.get(page).text
        assert "1 opinion given, another is needed" in blind
        assert opinion["why"] not in blind
        assert world.CUSTOMER not in zhao.get("/statistics/false_material_customers").text
        assert post(chen, f"{page}/judge", **opinion).status_code == 303
        assert "<strong>forged</strong>" in zhao.get(page).text
        assert f'href="/customers/{world.CUSTOMER}"' in zhao.get("/statistics/false_material_customers").text
        assert f'href="{page}"' in zhao.get("/statistics/false_materials").text
        assert post(zhao, f"{page}/judge", **opinion | {"answer": "upheld"}).status_code == 422
        assert post(zhao, "/materials/M-404/judge", **opinion).status_code == 404


def test_a_wish_is_noted_respected_and_lifted_on_the_customers_word(team: Team) -> None:
    customer = f"/customers/{world.CUSTOMER}"
    with team.signed_in("li.na") as li, team.signed_in("wu.tao") as analyst:
        post(li, "/queue/take")
        matter = li.get("/complaints/K-002/matter").headers["location"]
        assert post(li, f"{customer}/wishes", channel="hotline", source="请不要打电话").status_code == 303
        assert post(li, f"{matter}/ask", channel="hotline", text="哪一天？").status_code == 409
        assert "Do not contact: " in li.get("/warnings").text
        assert "Do not contact: " in analyst.get("/warnings.csv").text
        lift = re.search(rf'action="({customer}/wishes/[^"]+/lift)"', li.get(customer).text)
        assert lift is not None
        assert "/wishes/" not in analyst.get(customer).text
        assert post(analyst, lift[1], why="she called us").status_code == 403
        assert post(li, lift[1], why="she called us on Monday").status_code == 303
        assert post(li, lift[1], why="she called us on Monday").status_code == 404
        assert post(li, f"{matter}/ask", channel="hotline", text="哪一天？").status_code == 303
        assert post(li, "/customers/C-404/wishes", source="no").status_code == 404


def test_a_new_number_is_asked_about_by_a_known_channel_and_nothing_waits_for_it(team: Team) -> None:
    customer = f"/customers/{world.CUSTOMER}"
    asked = {"news": "phone", "channel": "earlier_phone", "heard": "not_theirs", "said": "我没有换过号码"}
    with team.signed_in("li.na") as li, team.signed_in("wu.tao") as analyst:
        assert "Nobody has asked." in li.get(customer).text
        assert post(analyst, f"{customer}/confirmations", **asked).status_code == 403
        assert post(li, f"{customer}/confirmations", **asked | {"channel": "new_phone"}).status_code == 422
        assert post(li, f"{customer}/confirmations", **asked | {"said": " "}).status_code == 422
        assert post(li, "/customers/C-404/confirmations", **asked).status_code == 404
        assert post(li, f"{customer}/confirmations", **asked).status_code == 303
        page = li.get(customer).text
        assert "it is not theirs" in page
        assert "by the telephone on file before" in page
        assert asked["said"] in page
        assert "asked whether a new telephone is the customer&#39;s" in page
        post(li, "/queue/take")
        assert li.get("/complaints/K-002/matter").status_code == 303
        assert post(li, f"{customer}/confirmations", **asked | {"heard": "theirs"}).status_code == 303
        assert li.get(customer).text.index("it is theirs") < li.get(customer).text.index("it is not theirs")


def test_whom_nobody_asked_about_what_is_new_is_listed_until_somebody_does(team: Team) -> None:
    """Of a telephone or of a representative alike, on the page and in the API."""
    api = "/api/v1"
    noted = f"{api}/customers/{world.CUSTOMER}/confirmations"
    asked = {"news": "representative", "channel": "in_person", "heard": "theirs", "said": "是我请的律师"}
    with team.signed_in("li.na") as li, team.signed_in("wu.tao") as analyst:
        if not li.get(f"{api}/customers/{world.CUSTOMER}/confirmations").json():
            phone = asked | {"news": "phone", "channel": "earlier_phone"}
            waiting = [(one["customer_id"], one["news"]) for one in li.get(f"{api}/confirmations").json()]
            assert waiting == [(world.CUSTOMER, "phone"), (world.CUSTOMER, "representative")]
            second = li.get(f"{api}/confirmations", params={"offset": 1, "limit": 1})
            assert [one["news"] for one in second.json()] == ["representative"]
            assert second.headers["x-total-count"] == "2", "a part says how long the whole is"
            assert li.post(noted, json=phone).status_code == 204
        assert [one["news"] for one in li.get(f"{api}/confirmations").json()] == ["representative"]
        assert "a new representative" in li.get("/confirmations").text
        offered = "whether the new representative acts for them; nothing waits for it"
        assert offered in li.get(f"/customers/{world.CUSTOMER}").text
        assert offered in li.get("/warnings").text
        assert "whether the new representative acts for you" in li.get(f"/customers/{world.CUSTOMER}/explanation").text
        assert analyst.post(noted, json=asked).status_code == 403
        assert li.post(noted, json=asked | {"heard": "refused"}).status_code == 422
        assert li.post(f"{api}/customers/C-404/confirmations", json=asked).status_code == 404
        assert li.post(noted, json=asked).status_code == 204
        one = li.get(noted).json()[0]
        assert (one["news"], one["heard"], one["said"]) == ("representative", "theirs", asked["said"])
        assert li.get(f"{api}/confirmations").json() == []
        assert "Nobody waits to be asked." in li.get("/confirmations").text


def test_who_held_a_list_against_the_network_stands_in_the_log_and_nothing_of_the_list(team: Team) -> None:
    with team.signed_in("zhao.min") as zhao:
        page = post(zhao, "/find/list", values="\n".join([world.PHONE, *map(str, range(1_001))])).text

    assert "1 of 1,000 are known" in page
    assert "2 more were not looked up" in page
    (entry,) = AuditLog(team.database).entries(action="check_list")
    assert (entry.actor, entry.reason) == ("zhao.min", "1000 values")


def test_a_gang_is_merged_split_and_its_hubs_named_by_people_and_each_is_undone(team: Team) -> None:
    gang = f"/gangs/{world.GANG}"
    with team.signed_in("zhao.min") as zhao, team.signed_in("li.na") as li:
        page = zhao.get(gang).text
        assert [value for value in world.PERSONAL if value in page] == []
        phone = {"kind": "hub", "of_run": "0001", "why": "a hospital's telephone"}
        place = re.search(r'name="member" value="(\d+)"> <span class="quiet">Phone', page)
        assert place is not None
        assert post(zhao, f"{gang}/members", member=place[1], **phone).status_code == 303
        assert post(zhao, f"{gang}/members", member=place[1], **phone | {"of_run": "0000"}).status_code == 409
        assert post(zhao, f"{gang}/members", member="99", **phone).status_code == 422
        person = re.search(r'name="member" value="(\d+)"> <span class="quiet">Customer', page)
        assert person is not None
        assert post(zhao, f"{gang}/members", member=person[1], **phone).status_code == 422
        split = phone | {"kind": "gang_split", "why": "his sister's telephone"}
        assert post(zhao, f"{gang}/members", member=person[1], **split).status_code == 303
        assert "his sister" in zhao.get(gang).text
        assert post(zhao, f"{gang}/merge", other=world.GANG, why="the same").status_code == 422
        assert post(zhao, f"{gang}/merge", other="G-404", why="the same").status_code == 422
        assert post(li, f"{gang}/merge", other="G-404", why="the same").status_code == 403
        listed = zhao.get("/judgements").text
        assert "138****5678" in listed
        assert [value for value in world.PERSONAL if value in listed] == []
        undone = re.findall(r'action="(/judgements/[^"]+/undo)"', listed)
        assert len(undone) == 2
        assert "They belong together" in listed
        for undo in undone:
            assert post(zhao, undo, why="asked the hospital").status_code == 303
            assert post(zhao, undo, why="asked the hospital").status_code == 409
        assert "Not a hub" in zhao.get("/judgements").text
        assert "his sister" not in zhao.get(gang).text


def test_a_shared_thing_is_judged_a_hub_from_its_row_without_being_unmasked(team: Team) -> None:
    with team.signed_in("zhao.min") as zhao, team.signed_in("li.na") as li:
        row = re.findall(r'href="(/shared/\d+)"', zhao.get("/shared?kind=phone").text)[0]
        page = zhao.get(row).text
        assert "138****5678" in page
        assert [value for value in world.PERSONAL if value in page] == []
        said = {"of_run": "0001", "why": "a switchboard's number"}
        assert f'action="{row}"' in page
        assert 'name="of_run" value="0001"' in page
        assert post(li, row, **said).status_code == 403
        assert post(zhao, row, **said | {"of_run": "0000"}).status_code == 409
        assert [zhao.get(f"/shared/{number}").status_code for number in (999999, 10**40, -1)] == [404] * 3
        assert post(zhao, row, **said).status_code == 303
        one = Judgements(team.database).standing()[0]
        assert (one.kind, one.left_type, one.left_id, one.reason) == ("hub", "phone", world.PHONE, said["why"])
        assert post(zhao, f"/judgements/{one.judgement_id}/undo", why="asked again").status_code == 303


GROUPS = (
    (
        5,
        "Mail domain",
        "@firm.example",
        ("C-1", "w****@firm.example", "C-10", "z****@firm.example", "works at one firm"),
    ),
    (6, "Block of IP addresses", "****.0.*", ("nobody is listed", "a dormitory")),
    (7, "One building", "重庆市渝中区****", ("C-1", "重庆市渝中区****", "fellow workers")),
    (8, "Numbers in a row", "138****8000", ("C-1", "138****8001", "Factories and firms")),
    (9, "Contacts used in turn", "139****9000", ("C-1", "139****9000", "w****@firm.example", "and 1 more", "A family")),
    (10, "Mailboxes called alike", "f****@", ("C-1", "f****@163.com", "A teacher", "strangers")),
)


@pytest.mark.parametrize(("number", "kind", "name", "said"), GROUPS)
def test_a_group_says_what_it_is_who_is_in_it_and_that_honest_people_are_too(
    team: Team, number: int, kind: str, name: str, said: tuple[str, ...]
) -> None:
    hidden = (*world.PERSONAL, "wang.xm@", "13800138001", "13900139000", "中山路", "10.0.0", "~")
    with team.signed_in("zhao.min") as zhao:
        listed = zhao.get("/shared").text
        row = listed[: listed.index(f'href="/shared/{number}"')].rsplit("<tr>", 1)[1]
        assert (kind in row, name in row) == (True, True)
        page = zhao.get(f"/shared/{number}").text
        shown = page[page.index("<main") :]
        assert f"{kind} {name}" in shown.replace("****@", "@") or f"{kind} {name}" in shown
        assert [words for words in said if words not in shown] == []
        assert [value for value in hidden if value in shown or value in listed] == []


def test_shared_things_are_filtered_by_what_several_have_in_common(team: Team) -> None:
    with team.signed_in("zhao.min") as zhao:
        assert re.findall(r'href="(/shared/\d+)"', zhao.get("/shared?group=house").text) == ["/shared/7"]
        assert "Mail domain" in zhao.get("/shared.csv").text


def test_what_somebody_names_is_judged_under_the_runs_own_spelling(team: Team) -> None:
    with team.signed_in("chen.jing") as chen:
        typed = {"kind": "hub", "left_type": "phone", "left_id": f"+86 {world.PHONE}", "why": "a carrier's number"}
        assert post(chen, "/judgements", **typed).status_code == 303
        assert post(chen, "/judgements", **typed | {"left_id": "13999999999"}).status_code == 422
        assert post(chen, "/judgements", **typed | {"left_type": "customer", "left_id": "C-1"}).status_code == 422
        one = Judgements(team.database).standing()[0]
        assert (one.kind, one.left_type, one.left_id) == ("hub", "phone", world.PHONE)
        other = {"right_type": "account", "right_id": world.ACCOUNT}
        assert post(chen, "/judgements", **typed | {"kind": "same_entity"} | other).status_code == 422
    entry = AuditLog(team.database).entries(action="judge_hub", limit=1)[0]
    assert (entry.actor, entry.object_type, world.PHONE in entry.object_key) == ("chen.jing", "judgement", False)


def test_judgements_and_watches_go_by_the_api_under_the_rights_of_the_pages(team: Team) -> None:
    judged, phone = "/api/v1/judgements", {"type": "phone", "id": world.PHONE}
    watches = "/api/v1/watches"
    with team.signed_in("zhao.min") as zhao, team.signed_in("li.na") as li:
        asked = {"kind": "suppress", "left": phone, "why": "a hospital's telephone"}
        assert li.post(judged, json=asked).status_code == 403
        made = zhao.post(judged, json=asked).json()["id"]
        (one,) = [each for each in zhao.get(judged).json() if each["judgement_id"] == made]
        assert (one["left"], one["right"]) == ({"type": "phone", "name": "138****5678"}, None)
        assert zhao.post(judged, json=asked | {"left": {"type": "phone", "id": "13999999999"}}).status_code == 422
        assert zhao.post(judged, json=asked | {"kind": "same_entity"}).status_code == 422, "of which other one?"
        assert zhao.post(f"{judged}/{made}/undo", json={"why": "asked the hospital"}).status_code == 201
        assert zhao.post(f"{judged}/{made}/undo", json={"why": "asked the hospital"}).status_code == 409
        watch = {"kind": "entity", "subject_id": f"phone:{world.PHONE}", "until": "2099-01-01", "why": "may come back"}
        assert li.post(watches, json=watch).status_code == 403
        assert zhao.post(watches, json=watch | {"kind": "customer"}).status_code == 422
        number = zhao.post(watches, json=watch).json()["id"]
        (held,) = [each for each in zhao.get(watches).json() if each["watch_id"] == number]
        assert world.PHONE not in json.dumps(held)
        assert zhao.post(f"{watches}/{number}/end", json={"why": "no more of it"}).status_code == 204
        number = zhao.post(watches, json=watch | {"kind": "wording", "subject_id": world.MEDOID_TEXT[-8:]}).json()["id"]
        with team.database.begin() as connection:
            connection.execute(RECORDS.delete().where(RECORDS.c.watch_id == number))
        (alert,) = [each for each in zhao.get(f"{watches}/alerts").json() if each["watch"]["watch_id"] == number]
        seen = {"run": alert["run"], "up_to": alert["sightings"][0]["at"], "why": "one family"}
        assert zhao.post(f"{watches}/{number}/look", json=seen | {"run": "0000"}).status_code == 409, "an older run's"
        assert zhao.post(f"{watches}/{number}/look", json=seen).status_code == 204
        assert number not in {each["watch"]["watch_id"] for each in zhao.get(f"{watches}/alerts").json()}
        assert zhao.post(f"{watches}/{number}/end", json={"why": "no more of it"}).status_code == 204
        assert zhao.post(f"{watches}/{number}/end", json={"why": "no more of it"}).status_code == 404
        assert zhao.get(watches).json() == []


def test_people_judge_words_and_watch_an_advert(team: Team) -> None:
    watches = "/api/v1/watches"
    with team.signed_in("zhao.min") as zhao, team.signed_in("li.na") as li, team.signed_in("chen.jing") as chen:
        said = {"word": "上岸帮", "kind": "code_word", "standard": "分期", "why": "in ten adverts"}
        assert post(zhao, "/code-words", **said | {"standard": "没有的词"}).status_code == 422
        assert post(zhao, "/code-words", **said | {"word": "银行"}).status_code == 409, "honest people write it"
        assert post(zhao, "/code-words", **said).status_code == 303
        assert post(zhao, "/code-words", **said).status_code == 409, "nobody agrees with themselves"
        for page in ("/code-words", "/code-words/word?word=上岸帮", "/judgements"):
            seen = chen.get(page).text
            assert "in ten adverts" not in seen
            assert "上岸帮 → 分期" not in seen
        assert "A second person is asked" in chen.get("/code-words").text
        assert "selected" not in chen.get("/code-words/word?word=上岸帮").text, "the first one's word is not given away"
        assert "code_word" not in [each["kind"] for each in chen.get("/api/v1/judgements").json()]
        assert post(chen, "/code-words", **said).status_code == 303
        page = zhao.get("/code-words").text
        assert "上岸帮 → 分期" in page
        assert "zhao.min + chen.jing" in page
        assert post(zhao, "/code-words", **said | {"kind": "not_code_word"}).status_code == 303
        assert "上岸帮 → 分期" not in zhao.get("/code-words").text, "the later judgement stands"
        word = {"type": "word", "id": "上岸帮"}
        assert (
            zhao.post("/api/v1/judgements", json={"kind": "code_word", "left": word, "why": "of what?"}).status_code
            == 422
        )
        assert post(li, "/adverts/S-2/watch", until="2099-01-01", why="it may come back").status_code == 403
        assert post(zhao, "/adverts/S-2/watch", until="2099-01-01", why="it may come back").status_code == 303
        held = [each for each in zhao.get(watches).json() if each["why"] == "it may come back"]
        assert [each["subject"] for each in held] == ["138****5678"]
        page = zhao.get("/watches").text
        assert "138****5678" in page
        assert world.PHONE not in page
        for each in held:
            assert zhao.post(f"{watches}/{each['watch_id']}/end", json={"why": "no more of it"}).status_code == 204


def test_a_package_leaves_once_two_people_agree_who_judged_blind_and_answers_the_request(team: Team) -> None:
    stated = {"purpose": "涉嫌伪造印章，报案", "recipient": "渝中区公安分局", "organisation": "某某消费金融有限公司"}
    asked = {"officers": "两名民警", "instrument": "调证字9号", "scope": "印章材料", "due_on": "2026-12-01"}
    with team.signed_in("zhao.min") as zhao, team.signed_in("chen.jing") as chen, team.signed_in("li.na") as li:
        post(zhao, "/police/requests", station="渝中区公安分局", **asked)
        request = next(one.request_id for one in Police(team.database).requests() if one.instrument == "调证字9号")
        address = f"/clues/gang/{world.GANG}"
        assert request in zhao.get(f"{address}?request={request}").text
        assert post(chen, address, **stated).status_code == 403
        assert post(zhao, address, **stated, request="PR-404").status_code == 404
        page = post(zhao, address, **stated, request=request).headers["location"]
        early = {"answer": "hand_over", "basis": "facts", "why": "nobody can know yet"}
        assert post(zhao, f"{page}/judge", **early).status_code == 409
        settings = Settings()
        with Workshop.open(Workspace(team.folder), settings) as shop:
            assert shop.run_one()
        opinion = {"answer": "hand_over", "basis": "facts", "why": "the seals are one raster"}
        assert zhao.get(f"{page}/file").status_code == 409
        assert post(zhao, f"{page}/handed", receipt="receipt 7").status_code == 409
        assert post(zhao, f"{page}/judge", **opinion).status_code == 409, "what was not read"
        assert zhao.get(f"{page}/report").content.startswith(b"%PDF-")
        assert post(zhao, f"{page}/judge", **opinion).status_code == 303
        assert zhao.get(f"{page}/file").status_code == 409
        assert page in chen.get("/work").text
        assert page not in li.get("/work").text, "nobody is called to what their role does not open"
        assert "Read its report first" in chen.get(page).text
        assert post(chen, f"{page}/judge", **opinion).status_code == 409
        assert li.get(f"{page}/report").status_code == 403
        assert chen.get(f"{page}/report").content.startswith(b"%PDF-")
        blind = chen.get(page).text
        assert f'action="{page}/judge"' in blind
        assert opinion["why"] not in blind
        assert post(li, f"{page}/judge", **opinion).status_code == 403
        assert post(chen, f"{page}/judge", **opinion).status_code == 303
        assert zhao.get(f"{page}/file").headers["content-type"] == "application/zip"
        assert chen.get(f"{page}/file").status_code == 403
        waiting = [one["package_id"] for one in chen.get("/api/v1/packages").json()]
        assert waiting == [page.removeprefix("/packages/")]
        assert "Packages on their way out" in chen.get("/work").text
        assert post(zhao, f"{page}/handed", receipt="receipt 7").status_code == 303
        assert post(zhao, f"{page}/handed", receipt="receipt 7").status_code == 409
        told = chen.get(f"/api/v1{page}").json()
        assert (told["agreed"], told["handed_by"], told["request_id"]) == (True, "zhao.min", request)
        kinds = [one["kind"] for one in chen.get(f"/api/v1{page}/timeline").json()]
        assert kinds[-1] == "hand_package"
        assert kinds.count("read_package") == 2
        assert [len(one["opinions"]) for one in chen.get(f"/api/v1{page}/decisions").json()] == [2]
        asked_by_api = {"kind": "gang", "subject_id": world.GANG, **stated}
        assert chen.post("/api/v1/packages", json=asked_by_api).status_code == 403
        made = zhao.post("/api/v1/packages", json=asked_by_api).json()["package_id"]
        early |= {"question": "report"}
        for refused in (
            zhao.post(f"/api/v1/packages/{made}/decisions", json=early),
            zhao.post(f"/api/v1/packages/{made}/handover", json={"receipt": "receipt 8"}),
            zhao.get(f"/api/v1/packages/{made}/report"),
            zhao.get(f"/api/v1/packages/{made}/file"),
        ):
            assert refused.status_code == 409
    answered = next(one for one in Police(team.database).requests() if one.request_id == request)
    assert "receipt 7" in answered.reply
    assert page.removeprefix("/packages/") in answered.reply


def test_what_is_watched_and_turns_up_stands_on_my_work(team: Team) -> None:
    wording = world.MEDOID_TEXT[-8:]
    with team.signed_in("zhao.min") as zhao:
        assert "Turned up again" not in zhao.get("/work").text
        watch = {"kind": "wording", "subject_id": wording, "until": "2099-01-01", "why": "it may come back"}
        assert post(zhao, "/police/watches", **watch).status_code == 303
        assert "Turned up again" not in zhao.get("/work").text, "the run shows them already"
        with team.database.begin() as connection:
            connection.execute(RECORDS.delete())
        page = zhao.get("/work").text
        assert "Turned up again" in page
        assert wording in page
        assert "/complaints/K-002" in page
        form = re.search(
            r'action="(/police/watches/[^"]+/look)".*?name="run" value="([^"]+)".*?name="up_to" value="([^"]+)"',
            page,
            re.DOTALL,
        )
        assert form is not None
        assert post(zhao, form[1], run=form[2], up_to=form[3], why="one family").status_code == 303
        assert "Turned up again" not in zhao.get("/work").text


PICTURE = b"\x89PNG\r\n\x1a\n" + b"0" * 64


def test_a_file_hangs_on_a_case_by_its_content_and_comes_back_as_a_file(team: Team) -> None:
    with team.signed_in("zhao.min") as zhao, team.signed_in("li.na") as li, team.signed_in("wu.tao") as analyst:
        opened = post(zhao, "/cases", kind="gang", origin_id=world.GANG, title="渝中团伙", why="one letter, 41 people")
        case = opened.headers["location"]

        def attach(name: str, content: bytes) -> httpx.Response:
            return zhao.post(f"{case}/attachments", files={"file": (name, content)}, data={"text": "回执"})

        assert attach("../../收据\u202e.png", PICTURE).status_code == 303
        assert attach("run.exe", b"MZ\x90\x00" + b"0" * 64).status_code == 422
        assert attach("page.txt", b"<html><script>alert(1)</script>").status_code == 422
        assert attach("nothing.png", b"").status_code == 422
        page = zhao.get(case).text
        link = re.search(rf'href="({case}/attachments/[^"]+)"[^>]*>([^<]+)<', page)
        assert link is not None
        assert link[2] == "收据.png"
        given = zhao.get(link[1])
        assert given.content == PICTURE
        assert given.headers["content-type"] == "application/octet-stream"
        assert given.headers["content-disposition"].startswith("attachment")
        assert given.headers["x-content-type-options"] == "nosniff"
        assert (li.get(link[1]).status_code, analyst.get(link[1]).status_code) == (403, 403)
        assert zhao.get(link[1].replace("CASE-2026", "CASE-2025")).status_code == 404
        by_api = f"/api/v1{case}/attachments"
        board = {"standing": "fact", "source": "handed over at the station", "note": "their receipt"}
        assert post(zhao, f"{link[1]}/board", **board).status_code == 303
        assert "their receipt" in zhao.get(case).text
        assert f"{link[1]}/board" not in zhao.get(case).text
        typed = {"kind": "file", "subject_id": "ab" * 32, "standing": "fact", "source": "as I say"}
        assert post(zhao, f"{case}/evidence", **typed).status_code == 422, "no hash that somebody types"
        (item,) = [one for one in zhao.get(f"/api/v1{case}/evidence").json() if one["kind"] == "file"]
        assert item["subject_id"] == hashlib.sha256(PICTURE).hexdigest()
        withdrawal = f"/api/v1{case}/evidence/{item['evidence_id']}/withdrawal"
        assert zhao.post(withdrawal, json={"why": "put on by mistake"}).status_code == 200
        again = f"/api/v1{link[1]}/evidence"
        assert zhao.post(again, json=board).status_code == 201
        assert zhao.post(again, json=board).status_code == 409
        assert li.post(again, json=board).status_code == 403
        sent = zhao.post(by_api, files={"file": ("回执.png", PICTURE)}, data={"text": "from a program of ours"})
        assert (sent.status_code, sent.json()["file_name"]) == (201, "回执.png")
        assert zhao.get(f"{by_api}/{sent.json()['note_id']}").content == PICTURE
        assert zhao.post(by_api, files={"file": ("run.exe", b"MZ\x90\x00" + b"0" * 64)}).status_code == 422
        assert li.post(by_api, files={"file": ("回执.png", PICTURE)}).status_code == 403
        assert zhao.get(f"{by_api}/N-404").status_code == 404
    assert AuditLog(team.database).entries(action="open_attachment", limit=1)[0].actor == "zhao.min"


def test_an_issuers_answer_is_noted_by_one_and_read_by_a_second_person_where_it_denies(team: Team) -> None:
    address = f"/materials/{world.MATERIAL}"
    with team.signed_in("li.na") as li, team.signed_in("chen.jing") as chen, team.signed_in("wu.tao") as analyst:
        asked = {"channel": "letter", "question": "是否出具过该证明", "asked_at": "2026-11-01T09:00"}
        assert post(li, f"{address}/enquiries", issuer="渝州市第一人民医院", **asked).status_code == 303
        assert post(analyst, f"{address}/enquiries", issuer="渝州市第一人民医院", **asked).status_code == 403
        for page in (li.get("/enquiries").text, li.get("/work").text):
            assert "ask again" in page
        form = re.search(rf'action="({address}/enquiries/[^"]+/answer)"', li.get(address).text)
        assert form is not None
        said = {"reply": "denied", "said": "未出具过", "replied_by": "医务科", "replied_at": "2026-11-25T09:00"}
        letter = {"letter": ("回函.png", PICTURE)}
        assert li.post(form[1], data=said, files=letter).status_code == 303
        page = chen.get(address).text
        agreed = re.search(rf'action="({address}/answers/[^"]+/agree)"', page)
        assert agreed is not None
        assert agreed[1] not in li.get(address).text, "nobody reads their own"
        assert post(li, agreed[1]).status_code == 409
        link = re.search(rf'href="({address}/answers/[^"]+/letter)"', page)
        assert link is not None
        assert chen.get(link[1]).content == PICTURE
        assert analyst.get(link[1]).status_code == 403
        by_api = f"/api/v1{address}/enquiries"
        assert [one["reply"] for one in li.get(by_api).json()] == ["pending"]
        assert "a second person has to read" in chen.get("/work").text
        assert post(chen, agreed[1]).status_code == 303
        (one,) = li.get(by_api).json()
        assert (one["reply"], one["replies"][0]["agreed_by"]) == ("denied", "chen.jing")
        assert li.get("/api/v1/enquiries").json() == []
        asked_again = li.post(
            by_api, json=asked | {"issuer": "渝州市第一人民医院", "asked_at": "2026-11-01T09:00+08:00"}
        )
        answers = f"{by_api}/{asked_again.json()['enquiry_id']}/answers"
        confirmed = {"reply": "confirmed", "said": "系我院出具", "replied_at": "2026-11-25T10:00+08:00"}
        noted = li.post(answers, data=confirmed)
        assert (noted.status_code, noted.json()["agreed_at"] is None) == (201, False)
        assert li.post(answers, data=confirmed | {"reply": "pending"}).status_code == 422
        named = li.post(answers, data=confirmed | {"issued_for": "赵安之", "issued_for_asked": "true"})
        assert named.status_code == 422, "the question named nobody"
        named = li.post(answers, data=confirmed | {"said": "赵安之确有就诊", "issued_for": "赵安之"})
        assert (named.json()["issued_for"], named.json()["said"]) == ("赵*之", "赵*之确有就诊")
        assert named.json()["agreed_at"] is None, "the question named nobody: a second person tells whose it is"
        assert "赵安之" not in li.get(address).text
        assert "For whom does the issuer say" in li.get(address).text
        # Another customer, with whom this one has nothing to do, and in no set words.
        assert (
            li.post(answers, data=confirmed | {"said": "编号属实，是赵 安的，赵安在册"}).json()["said"].count("赵") == 2
        )
        shown = (li.get(address).text, li.get(by_api).text, chen.get(address).text)
        assert all("赵*" in one and not re.search(r"赵\s?安", one) for one in shown), "nor in what was done here"


def test_whoever_may_not_decide_sees_no_form_and_is_refused(team: Team) -> None:
    with team.signed_in("wu.tao") as analyst, team.signed_in("li.na") as li:
        post(li, "/queue/take")
        matter = li.get("/complaints/K-002/matter").headers["location"]
        assert '<form method="post" action="/matters' not in analyst.get(matter).text
        answer = post(analyst, f"{matter}/judge", question="merit", answer="upheld", **FACTS)
        assert answer.status_code == 403


def test_the_desk_of_the_police_keeps_requests_stations_and_watches(team: Team) -> None:
    with team.signed_in("zhao.min") as zhao:
        asked = post(
            zhao,
            "/police/requests",
            station="渝中区公安分局",
            officers="两名民警",
            instrument="调证字〔2026〕8号",
            scope="放款流水",
            due_on="2026-12-01",
            received_at="2026-11-20T09:30",
        )
        request = asked.headers["location"]
        zhao.post(f"{request}/attachments", files={"file": ("文书.png", PICTURE)}, data={"text": "the instrument"})
        post(zhao, f"{request}/task", title="放款流水", assignee="zhao.min")
        (task,) = zhao.get(f"/api/v1{request}/tasks").json()
        moved = post(zhao, f"{request}/tasks/{task['task_id']}/move", due_on="2026-11-30", why="the bank is shut")
        assert moved.headers["location"] == f"{request}#tasks"
        assert zhao.get(f"/api/v1{request}/tasks").json()[0]["due_on"] == "2026-11-30"
        page = zhao.get(request).text
        assert [one for one in ("2026-11-20 09:30", "文书.png", "放款流水", "noted a request") if one not in page] == []
        assert request in zhao.get("/work").text
        by_api = f"/api/v1{request}"
        assert zhao.get(by_api).json()["received_at"].startswith("2026-11-20T01:30")
        assert [one["kind"] for one in zhao.get(f"{by_api}/timeline").json()] == [
            "note_request", "note", "add_task", "move_task",
        ]  # fmt: skip
        assert zhao.get(f"{by_api}/notes").json()[0]["file_name"] == "文书.png"
        assert zhao.get("/police/requests/PR-404").status_code == 404
        post(zhao, "/police/partners", kind="police", name="渝中区公安分局", province="50")
        post(zhao, "/police/watches", kind="gang", subject_id=world.GANG, until="2099-01-01", why="may come back")
        refused = post(zhao, "/police/watches", kind="customer", subject_id="C-1", until="2099-01-01", why="complained")
        assert refused.status_code == 422
        page = zhao.get("/police").text
        assert "调证字〔2026〕8号" in page
        assert "Chongqing" in page
        assert "may come back" in page
        opened = post(zhao, "/cases", kind="gang", origin_id=world.GANG, title="渝中团伙", why="one letter, 41 people")
        case = opened.headers["location"]
        assert "渝中区公安分局" in zhao.get(case).text
        partner = re.search(r'<option value="(PT-[^"]+)"', zhao.get(case).text)
        assert partner is not None
        assert post(zhao, f"{case}/partners", partner_id=partner[1]).headers["location"] == f"{case}#partners"
        number = {"their_number": "渝公〔2026〕7号", "why": "their letter came"}
        assert post(zhao, f"{case}/partners/{partner[1]}", **number).status_code == 303
        assert "渝公〔2026〕7号" in zhao.get("/police").text
        assert zhao.get(f"/api/v1{case}/partners").json()[0]["their_number"] == "渝公〔2026〕7号"
        assert post(zhao, f"{case}/partners/{partner[1]}/end", why="they gave it away").status_code == 303
        assert zhao.get(f"/api/v1{case}/partners").json() == []
        assert "a partner works on it no longer" in zhao.get(case).text


def test_somebody_goes_along_with_a_consumer_from_the_consumers_page(team: Team) -> None:
    customer = f"/customers/{world.CUSTOMER}"
    with team.signed_in("zhao.min") as zhao, team.signed_in("li.na") as li:
        assert "/police/accompaniments" in zhao.get(customer).text
        assert "/police/accompaniments" not in li.get(customer).text
        along = {"companion": "li.na", "station": "渝中区公安分局", "meets_at": "2099-01-02T10:00"}
        assert post(zhao, "/police/accompaniments", customer_id="C-404", **along).status_code == 422
        made = post(zhao, "/police/accompaniments", customer_id=world.CUSTOMER, **along).headers["location"]
        number = made.removeprefix("/police#")
        assert f"/police#{number}" in li.get("/work").text
        later = {"meets_at": "2099-01-03T10:00", "station": "渝北区公安分局", "why": "she is ill"}
        assert post(zhao, f"/police/accompaniments/{number}/move", **later).status_code == 303
        assert "2099-01-03 10:00" in zhao.get(customer).text
        assert post(li, f"/police/accompaniments/{number}/outcome", result="talked", outcome="x").status_code == 403
        done = {"result": "taken_in", "outcome": "受案回执 7 号"}
        assert post(zhao, f"/police/accompaniments/{number}/outcome", **done).status_code == 303
        assert "the police took the report in" in zhao.get(customer).text
        assert number not in li.get("/work").text


def test_a_transfer_taken_by_hand_is_handled_at_once_and_goes_into_the_next_delivery(team: Team) -> None:
    came = {
        "channel": "regulator_12378",
        "received_at": "2026-11-20T09:30",
        "external_number": "ZB-2026-99",
        "due_on": "2026-11-28",
        "customer_id": world.CUSTOMER,
        "text": f"我母亲去世了，你们还打电话催收，电话{world.PHONE}。",
    }
    with team.signed_in("li.na") as li, team.signed_in("zhao.min") as zhao, team.signed_in("wu.tao") as wu:
        assert "Take one by hand" in li.get("/queue").text
        assert li.get("/queue/new").status_code == 200
        assert zhao.get("/queue/new").status_code == 403
        assert post(li, "/queue/new", **came | {"customer_id": "C-404"}).status_code == 422
        paper = {"files": ("转办单.png", PICTURE)}
        matter = li.post("/queue/new", data=came, files=paper).headers["location"]
        page = li.get(matter).text
        assert "ZB-2026-99" in page
        assert "我母亲去世了" in page
        assert world.PHONE not in page
        assert "urgent" in page, "what it says makes it urgent before any run has it"
        assert "2026-11-28" in page
        sent = json.dumps({"complaint_id": "API-1", "received_at": "2026-11-21T09:00+08:00", "text": "利率太高"})
        taken = li.post("/api/v1/complaints", data={"complaint": sent})
        assert taken.status_code == 202
        assert "The answer is not there yet" in li.get("/arrivals/API-1").text
        assert wu.get("/arrivals/API-1").status_code == 403, "an analyst reads no complaints of the desk"
        post(li, "/queue/take")
        assert "利率太高" in li.get(li.get("/complaints/API-1/matter").headers["location"]).text
        number = matter.removeprefix("/matters/")
        rows = re.findall(r'href="/matters/(M-[^"]+)"', li.get("/queue?need=urgent&whose=nobody&within=99").text)
        assert rows == [number]
        assert number not in li.get("/queue?whose=mine").text
        assert number not in li.get("/queue?need=ordinary").text
        assert li.get("/queue?within=x").status_code == 422
        by_api = li.get("/api/v1/matters", params={"assignee": "", "need": "urgent"}).json()
        assert [one["matter_id"] for one in by_api["matters"]] == [number]


def test_figures_stand_by_month_and_their_rows_leave_as_a_file(team: Team) -> None:
    with team.signed_in("li.na") as li:
        post(li, "/queue/take")
        page = li.get("/statistics?since=2026-10-15&until=2026-11-30").text
        assert "2026-10" in page
        assert "/statistics/complaints_taken?since=2026-10-15&amp;until=2026-10-31" in page
        period = "since=2026-10-15&until=2026-11-30"
        assert li.get(f"/statistics/complaints_taken.csv?{period}").status_code == 403, "a handler takes no file along"
        rows = li.get(f"/statistics/complaints_taken?{period}").text
        assert "/statistics/complaints_taken.csv" not in rows
        led = re.findall(r'<td class="first"><a href="([^"]+)">', rows)
        assert led
        assert {li.get(one, follow_redirects=True).status_code for one in led} == {200}
    with team.signed_in("chen.jing") as chen:
        file = chen.get(f"/statistics/complaints_taken.csv?{period}")
        assert file.headers["content-disposition"].startswith("attachment")
        lines = list(csv.reader(file.text.removeprefix("\ufeff").splitlines()))
        counted = chen.get(f"/api/v1/statistics/complaints_taken?{period}").json()["rows"]
        assert [line[0] for line in lines[1:]] == [row["subject_id"] for row in counted]
        assert counted
        assert chen.get("/statistics/nothing.csv").status_code == 404
    assert AuditLog(team.database).entries(action="export_csv", limit=1)[0].actor == "chen.jing"


def test_a_case_holds_what_is_on_record_and_of_whom_the_records_say(team: Team) -> None:
    opened = {"title": "另一案", "why": "one telephone, many customers"}
    nobodys = (
        {"kind": "customer", "subject_id": "C-404"},
        {"kind": "gang", "subject_id": "G-404"},
        {"kind": "material", "subject_id": "M-404"},
        {"kind": "material", "subject_id": world.MATERIAL, "customer_id": world.QUIET_CUSTOMER},
        {"kind": "entity", "subject_id": f"phone:{world.PHONE}", "customer_id": "C-404"},
    )
    with team.signed_in("zhao.min") as zhao:
        case = zhao.post(
            "/api/v1/cases", json={"kind": "complaint", "origin_id": "K-003", **opened}
        ).json()["case_id"]  # fmt: skip
        board = f"/cases/{case}/evidence"
        for before, body in (("", "data"), ("/api/v1", "json")):

            def said(path: str, before: str = before, body: str = body, **fields: object) -> int:
                sent: dict[str, Any] = {body: fields}
                return zhao.post(f"{before}{path}", **sent).status_code

            assert said("/cases", kind="gang", origin_id="G-404", **opened) == 422
            assert said("/cases", kind="complaint", origin_id="K-404", **opened) == 422
            stated = {"origin_id": "Y-1", "customer_id": world.QUIET_CUSTOMER}
            assert said("/cases", kind="testimony", **stated, **opened) == 422
            for item in nobodys:
                assert said(board, standing="fact", source="as somebody typed", **item) == 422, (before, item)
        (origin,) = zhao.get(f"/api/v1{board}").json()
        assert origin["customer_id"] == world.CUSTOMER, "whose complaint it is the run says"
        post(zhao, board, kind="material", subject_id=world.MATERIAL, standing="fact", source="its paper")
        assert {one["customer_id"] for one in zhao.get(f"/api/v1{board}").json()} == {world.CUSTOMER}
        asked = {"station": "渝中区分局", "officers": "两名民警", "instrument": "9号", "scope": "放款流水"}
        asked |= {"due_on": "2026-12-01"}
        request = zhao.post("/api/v1/police/requests", json=asked | {"case_id": case}).json()["id"]
        other = post(zhao, "/cases", kind="agency", origin_id=world.AGENCY, **opened).headers["location"]
        package = {
            "kind": "case",
            "subject_id": other.removeprefix("/cases/"),
            "purpose": "报案线索",
            "recipient": "分局",
        }
        refused = zhao.post("/api/v1/packages", json=package | {"organisation": "某公司", "request_id": request})
        assert (refused.status_code, refused.json()["message"]) == (409, "that request is about another case")


def test_a_longer_period_is_told_and_a_refusal_ends_and_is_reviewed_by_others(team: Team) -> None:
    with team.signed_in("li.na") as li, team.signed_in("chen.jing") as chen:
        post(li, "/queue/take")
        matter = li.get("/complaints/K-004/matter").headers["location"]
        post(li, f"{matter}/judge", question="deadline", answer="complex", **FACTS)
        page = li.get(f"{matter}?draft=en").text
        assert "Decided, and not told yet" in page
        draft = li.get(f"/api/v1{matter}/draft?question=deadline&language=en").json()["text"]
        assert draft.splitlines()[0] in page
        told = {"question": "deadline", "channel": "mail"}
        assert post(li, f"{matter}/tell", text=draft, **told).status_code == 422
        assert post(li, f"{matter}/tell", text="It takes until 30 days.", **told).status_code == 303
        assert "Decided, and not told yet" not in li.get(matter).text
        for person in (li, chen):
            post(person, f"{matter}/judge", question="acceptance", answer="refuse", **FACTS)
        assert "We do not take your complaint up" in li.get(f"/api/v1{matter}/draft?language=en").json()["text"]
        assert post(li, f"{matter}/answer", channel="mail", text="A court has decided it.").status_code == 303
        notices = li.get(f"/api/v1{matter}/notices").json()
        assert [one["text"] for one in notices] == ["It takes until 30 days.", "A court has decided it."]
        assert post(li, f"{matter}/appeal", question="acceptance", words="no court has").status_code == 303
        page = li.get(matter).text
        assert "who took part does not review it" in page
        assert "no court has" in page
        assert post(li, f"{matter}/answer", channel="mail", text="Still no.").status_code == 409
        correction = {"basis": "correction", "why": "there is no judgement"}
        assert post(chen, f"{matter}/judge", question="acceptance", answer="accept", **correction).status_code == 409


def test_a_gang_that_was_nothing_leaves_the_list_until_somebody_judges_otherwise(team: Team) -> None:
    with team.signed_in("zhao.min") as zhao:
        opened = post(zhao, "/cases", kind="gang", origin_id=world.GANG, title="渝中团伙", why="one letter, 41 people")
        case = opened.headers["location"]
        assert f'href="{case}"' in zhao.get(f"/gangs/{world.GANG}").text, "seen before"
        shown = f'href="/gangs/{world.GANG}"'
        assert shown in zhao.get("/gangs").text
        assert post(zhao, f"{case}/suppress", why="a family, we asked").status_code == 303
        listed = zhao.get("/gangs").text
        assert shown not in listed
        assert "1 gang was judged not to be shown again" in listed
        assert world.GANG not in zhao.get("/gangs.csv").text
        assert "a family, we asked" in zhao.get(case).text
        standing = zhao.get("/judgements").text.partition("a family, we asked")[2]
        judged = re.search(r'action="(/judgements/[^"]+/undo)"', standing)
        assert judged is not None
        assert post(zhao, judged[1], why="they moved, and it went on").status_code == 303
        assert shown in zhao.get("/gangs").text


def test_a_pasted_agreement_is_shown_with_its_clauses_marked_and_why(team: Team) -> None:
    with team.signed_in("zhao.min") as zhao:
        page = post(zhao, "/agreements", text="第一条 乙方须在签约当日支付服务费3980元，无论结果如何均不退还。").text
        assert "<mark" in page
        assert "3980" in page
        paper = {
            "file": ("合同.txt", "第一条 乙方须在签约当日支付服务费3980元，无论结果如何均不退还。".encode("gb18030"))
        }
        assert "<mark" in zhao.post("/agreements", files=paper).text
        broken = zhao.post("/agreements", files={"file": ("合同.pdf", b"%PDF-1.7 broken")}).text
        assert "<mark" not in broken
        assert 'role="alert"' in broken
        harmless = post(zhao, "/agreements", text="今天天气很好，我们去公园散步。").text
        assert "<mark" not in harmless
        assert post(zhao, "/agreements", text="  ").status_code in {200, 422}


def test_a_consumers_report_of_an_advert_is_looked_through_and_leaves_without_who_reported_it(team: Team) -> None:
    spaced, phone = f"{world.NAME[:1]} {world.NAME[1:]}", f"{world.PHONE[:3]} {world.PHONE[3:7]} {world.PHONE[7:]}"
    words = {
        "platform": "douyin",
        "seen_on": "2026-11-20",
        "text": f"停息挂账 {spaced} 看到 {phone}",
        "phone": "17000000009",
    }
    scope = ["create:advert_reports"]
    secret = ApiKeys(team.database).make(by=ADMINISTRATOR, name="客户端", team="north", scopes=scope)
    program = httpx.Client(base_url=team.address, headers={"authorization": f"Bearer {secret}"}, timeout=60)
    with program, team.signed_in("li.na") as li, team.signed_in("chen.jing") as chen, team.signed_in("wu.tao") as wu:
        drawn = io.BytesIO()
        Image.new("RGB", (320, 80), "white").save(drawn, "PNG")
        sent = program.post("/api/v1/advert-reports", data=words, files={"picture": ("a.png", drawn.getvalue())})
        assert sent.status_code == 201, sent.text
        assert program.get("/api/v1/advert-reports").status_code == 403, "a program passes on, and reads nothing"
        assert post(wu, "/advert-reports", **words).status_code == 403
        assert post(li, "/advert-reports", customer_id="C-404", **words).status_code == 422
        page = post(li, "/advert-reports", customer_id=world.CUSTOMER, **words).headers["location"]
        for name, content in (("x.png", b"MZ\x90\x00" + b"0" * 64), ("broken.png", PICTURE), ("empty.png", b"")):
            hostile = li.post("/advert-reports", data=words, files={"picture": (name, content)})
            assert hostile.status_code == 422
            assert "picture" in hostile.text or "screenshot" in hostile.text
        by_api = f"/api/v1{page}"
        assert len(li.get("/api/v1/advert-reports").json()) == 2
        assert sent.json()["id"] in li.get(page).text, "it has the same telephone"
        assert f"{page}/accept" not in li.get(page).text
        assert post(li, f"{page}/accept", text="停息挂账", why="系引流广告").status_code == 403
        assert "/advert-reports" in chen.get("/work").text
        asked = (chen.get(page).text, post(chen, f"{page}/words", reason="查看原文以便审核").text)
        assert [phone in shown for shown in asked] == [False, True]
        assert post(li, f"{page}/words", reason="查看原文以便审核").status_code == 403
        (seen,) = (
            one for one in AuditLog(team.database).entries(object_type="advert_report") if "unmask" in one.action
        )
        assert (seen.actor, seen.reason) == ("chen.jing", "查看原文以便审核")
        for said in (spaced, phone):
            refused = post(chen, f"{page}/accept", text=said, why="系引流广告")
            assert (refused.status_code, "names who reported" in refused.text) == (409, True)
        assert chen.post(f"{by_api}/accept", json={"why": "系引流广告"}).status_code == 409, "as it was noted"
        assert post(chen, f"{page}/accept", text="停息挂账", why="系引流广告").status_code == 303
        assert li.get(by_api).json()["outcome"] == "accepted"
        other = f"/api/v1/advert-reports/{sent.json()['id']}"
        assert chen.get(f"{other}/picture").content == drawn.getvalue()
        assert wu.get(f"{other}/picture").status_code == 403
        assert chen.post(f"{other}/reject", json={"outcome": "duplicate", "why": "已举报过"}).status_code == 204
        assert chen.post(f"{other}/accept", json={"why": "系引流广告"}).status_code == 409
        with zipfile.ZipFile(io.BytesIO(post(chen, "/judgements/delivery").content)) as archive:
            (row,) = csv.DictReader(archive.read("solicitations.csv").decode("utf-8").splitlines())
        assert (row["text"], row["phone"], row["reported_by_consumer"]) == ("停息挂账", "17000000009", "true")
        assert world.CUSTOMER not in row.values()
    command = ["advert-report", "add", str(team.folder), "wechat", "--by", "li.na", "--text", "免费咨询"]
    added = CliRunner().invoke(app, command)
    assert added.exit_code == 0, added.output
    assert CliRunner().invoke(app, [*command, "--customer", "C-404"]).exit_code != 0
    number = added.output.strip()
    refuse = ["advert-report", "reject", str(team.folder), number, "not_advert", "--why", "普通宣传"]
    assert CliRunner().invoke(app, [*refuse, "--by", "li.na"]).exit_code != 0
    assert CliRunner().invoke(app, [*refuse, "--by", "chen.jing"]).exit_code == 0
    listed = json.loads(CliRunner().invoke(app, ["advert-report", "list", str(team.folder), "--json"]).output)
    assert next(one for one in listed if one["report"] == number)["outcome"] == "not_advert"


def test_a_takedown_lives_on_the_command_line_as_well(team: Team, tmp_path: Path) -> None:
    """Its advert is still there at the end, so that it may be asked for again."""

    def mingjian(*arguments: str, code: int = 0) -> str:
        done = CliRunner().invoke(app, ["takedown", arguments[0], str(team.folder), *arguments[1:]])
        assert done.exit_code == code, done.output
        return done.output

    by = ("--by", "zhao.min")
    mingjian("prepare", "douyin", "--advert", "S-9", *by, code=1)
    mistaken = mingjian("prepare", "douyin", "--advert", "S-1", *by).split()[0]
    mingjian("withdraw", mistaken, *by, "--why", "拟定了两次")
    number = mingjian("prepare", "douyin", "--at-least", "0", *by).split()[0]
    mingjian("write", number, "--to", str(tmp_path / "report.txt"), "--sender", "某某消费金融有限公司")
    assert "某某消费金融有限公司" in (tmp_path / "report.txt").read_text("utf-8")
    mingjian("sent", number, *by, "--reference", "W-1")
    mingjian("answered", number, "不予处理", "--reply", "refuses", *by)
    mingjian("looked", number, "S-1", "still_up", *by)
    shown = json.loads(mingjian("show", number, "--json"))
    assert (shown["state"], shown["reply"], shown["reference"]) == ("answered", "refuses", "W-1")
    assert [one["whereabouts"] for one in shown["adverts"]] == ["still_up"]
    states = {one["takedown"]: one["state"] for one in json.loads(mingjian("list", "--json"))}
    assert (states[mistaken], states[number]) == ("withdrawn", "answered")


def test_a_takedown_is_prepared_taken_as_a_file_sent_and_looked_after(team: Team) -> None:
    with team.signed_in("zhao.min") as zhao, team.signed_in("wu.tao") as analyst:
        assert "/adverts/S-1" in zhao.get("/takedowns?platform=douyin").text
        assert world.PHONE not in zhao.get("/takedowns?platform=douyin").text
        refused = post(analyst, "/takedowns", platform="douyin", advert="S-1")
        assert refused.status_code == 403
        page = post(zhao, "/takedowns", platform="douyin", advert="S-1").headers["location"]
        assert post(zhao, "/takedowns", platform="douyin", advert="S-1").status_code == 409
        letter = zhao.get(f"{page}/file.txt")
        assert letter.headers["content-disposition"].startswith("attachment")
        assert world.PHONE in letter.text, "the platform needs what draws people in"
        assert analyst.get(f"{page}/file.txt").status_code == 403
        assert zhao.get(f"{page}/file.docx").content.startswith(b"PK")
        assert zhao.get(f"{page}/file.exe").status_code == 404
        assert post(zhao, f"{page}/sent", reference="D-77").status_code == 303
        by_api = f"/api/v1{page}"
        assert zhao.get(by_api).json()["due_on"], "somebody looks again"
        assert zhao.get("/api/v1/takedowns").json()[0]["adverts"][0]["solicitation_id"] == "S-1"
        assert zhao.post("/api/v1/takedowns", json={"platform": "douyin", "adverts": ["S-9"]}).status_code == 422
        assert zhao.get(f"{by_api}/file.txt?language=en").text == letter.text, (
            "a program hands the same file to whoever sends it"
        )
        assert analyst.get(f"{by_api}/file.txt").status_code == 403
        assert zhao.post(f"{by_api}/answered", json={"answer": "no breach", "reply": "refuses"}).status_code == 204
        assert "A refusal ends nothing" in analyst.get(page).text
        assert zhao.post(f"{by_api}/withdraw", json={"why": "it was sent"}).status_code == 409
        assert post(zhao, f"{page}/withdraw", why="it was sent").status_code == 409
        assert post(zhao, f"{page}/looked", whereabouts="gone").status_code == 422
        assert post(zhao, f"{page}/looked", advert="S-1", whereabouts="still_up").status_code == 303
        assert "Ask again about what is still there" in analyst.get(page).text
        assert "looked whether it is still there · S-1" in analyst.get(page).text
        assert "0 gone, 1 still up" in analyst.get("/takedowns").text
        assert post(zhao, f"{page}/answered", answer="removed", reply="takes_down").status_code == 303
        assert post(zhao, f"{page}/looked", advert="S-1", whereabouts="gone").status_code == 303
        assert "all gone" in analyst.get(page).text
        assert "Douyin · 1 advert" in analyst.get(page).text
        assert post(analyst, f"{page}/sent").status_code == 403
        advert = zhao.get("/adverts/S-1").text
        assert "/adverts/S-2" in advert, "the same author on another platform"
        assert 'href="/testimonies/Y-1"' in advert
        assert world.PHONE not in zhao.get("/testimonies/Y-1").text
        assert "/agencies" in zhao.get("/testimonies/Y-1").text
        assert zhao.get("/testimonies/NONE").status_code == 404
        there = zhao.get(f"/agencies/{world.AGENCY}/records/R-1")
        assert there.headers["location"] == f"/complaints/{world.COMPLAINT}"
        assert zhao.get(f"/agencies/{world.AGENCY}/records/R-9").status_code == 404
        assert page in advert
        assert zhao.get("/adverts/S-9").status_code == 404
    assert AuditLog(team.database).entries(action="takedown_file", limit=1)[0].actor == "zhao.min"


def test_pages_of_casework_show_nothing_personal_unasked(team: Team) -> None:
    with team.signed_in("li.na") as li, team.signed_in("zhao.min") as zhao:
        post(li, "/queue/take")
        matter = zhao.get("/complaints/K-003/matter").headers["location"]
        opened = post(zhao, "/cases", kind="gang", origin_id=world.GANG, title="渝中团伙", why="one letter, 41 people")
        case = opened.headers["location"]
        phone = {"kind": "entity", "subject_id": f"phone:{world.PHONE}", "standing": "hypothesis"}
        post(zhao, f"{case}/evidence", source="the run's gang", **phone)
        for page in ("/work", "/queue", matter, "/cases", case, "/police", "/statistics", "/statistics/cases_opened"):
            answer = zhao.get(page)
            assert answer.status_code == 200, page
            assert [value for value in world.PERSONAL if value in answer.text] == [], page


def test_what_the_next_delivery_holds_for_closed_is_told_stays_open_and_is_ended_by_two(team: Team) -> None:
    with team.signed_in("li.na") as li, team.signed_in("chen.jing") as chen:
        came = {"complaint_id": "K-010", "customer_id": "C-2", "received_at": "2026-10-20T09:00:00+08:00"}
        post_json = li.post("/api/v1/arrivals", json=came | {"channel": "hotline", "text": "退还多收的利息"})
        matter = f"/matters/{post_json.json()['matter_id']}"
        page = li.get(matter).text
        assert "hold closed what is open here" in page
        assert "K-010 · Not upheld" in page
        assert matter.removeprefix("/matters/") in li.get("/queue?records=closed").text
        closed = li.get("/api/v1/matters", params={"records": "closed"}).json()
        assert [one["matter_id"] for one in closed["matters"]] == [matter.removeprefix("/matters/")]
        (record,) = li.get(f"/api/v1{matter}/records").json()
        assert (record["complaint_id"], record["outcome"]) == ("K-010", "not_upheld")
        post(li, f"{matter}/judge", question="ending", answer="elsewhere", **FACTS)
        assert post(li, f"{matter}/answer", channel="hotline", text="It was settled.").status_code == 409
        post(chen, f"{matter}/judge", question="ending", answer="elsewhere", **FACTS)
        assert "was dealt with on ____" in li.get(f"/api/v1{matter}/draft?language=en").json()["text"]
        assert post(li, f"{matter}/answer", channel="hotline", text="It was settled.").status_code == 303
        assert "hold closed what is open here" not in li.get(matter).text
        period = "since=2020-01-01&until=2100-01-01"
        ended = li.get(f"/api/v1/statistics/matters_ended?{period}").json()["rows"]
        assert matter.removeprefix("/matters/") in [one["subject_id"] for one in ended]


def test_the_api_says_in_which_provinces_a_case_has_its_customers(team: Team) -> None:
    with team.signed_in("zhao.min") as zhao:
        station = {"kind": "police", "name": "渝中区公安分局", "province": "50"}
        assert zhao.post("/api/v1/police/partners", json=station).status_code == 201
        asked = {"kind": "complaint", "origin_id": "K-011", "title": "one complaint", "why": "a forged letter"}
        case = zhao.post("/api/v1/cases", json=asked | {"customer_id": world.CUSTOMER}).json()["case_id"]
        (place,) = zhao.get(f"/api/v1/cases/{case}/jurisdictions").json()
        assert (place["province"], place["customers"]) == ("50", 1)
        assert "渝中区公安分局" in [one["name"] for one in place["stations"]]


def test_a_refused_form_says_why_and_gives_back_what_was_written(team: Team) -> None:
    with team.signed_in("li.na") as li, team.as_nobody() as nobody:
        post(li, "/queue/take")
        matter = li.get("/complaints/K-005/matter").headers["location"]
        assert post(li, f"{matter}/take-on").status_code == 303
        page = li.get(matter).text
        assert "with: li.na" in page
        assert "Take it on" not in page
        assert post(li, f"{matter}/give", to="chen.jing", why="she knows it").status_code == 303
        assert "with: chen.jing" in li.get(matter).text
        post(li, f"{matter}/judge", question="merit", answer="upheld", **FACTS)
        half = {"channel": "mail", "text": "We looked <into> it & will: ____"}
        refused = post(li, f"{matter}/answer", **half)
        assert refused.status_code == 422
        assert "Finish the text first: fill in every ____." in refused.text
        assert "We looked &lt;into&gt; it &amp; will: ____</textarea>" in refused.text
        assert '<input type="hidden" name="channel" value="mail">' in refused.text
        assert f'action="{matter}/answer"' in refused.text
        assert f'<a href="{matter}">Back to the page</a>' in refused.text
        ended = post(nobody, f"{matter}/note", text="what I had written while the session ended")
        assert ended.status_code == 401
        assert "what I had written while the session ended</textarea>" in ended.text
        assert post(li, f"{matter}/judge", question="merit", answer="upheld", basis="score", why="0.97 says so").text
        two = post(li, f"{matter}/judge", question="need", answer="lowered", **FACTS)
        again = post(li, f"{matter}/judge", question="need", answer="lowered", **FACTS)
        assert (two.status_code, again.status_code) == (303, 409)
        assert "You have given your opinion: somebody else has to give theirs." in again.text
        lowering = li.get(matter).text.partition('value="need"')[0]
        assert lowering.count("You have given your opinion") == 1, "no form that would be refused"
        li.cookies.set("language", "zh")
        assert "您已给出意见" in post(li, f"{matter}/judge", question="need", answer="lowered", **FACTS).text
        li.cookies.set("language", "en")
        file = {"file": ("x.exe", b"\x7fELF\x00\x01\x02")}
        hung = li.post(f"{matter}/attachments", data={"text": "her letter"}, files=file)
        assert "has to be chosen again" in hung.text
        assert "her letter</textarea>" in hung.text


def test_a_refused_form_with_a_password_is_not_given_back(team: Team) -> None:
    with team.as_nobody() as nobody:
        refused = post(nobody, "/sign-in", name="li.na", password="wrong horse", text="x", why="x")
        assert "wrong horse" not in refused.text


def test_every_sentence_of_a_refusal_is_known_to_the_pages() -> None:
    """What the desk's own code says when it refuses, as far as the sentence is fixed."""
    source = Path(mingjian.__file__).parent
    files = [
        *(source / "casework").glob("*.py"),
        *(source / "casework" / "clues" / name for name in ("handover.py", "statement.py")),
        *(source / "web" / name for name in ("judging.py", "arriving.py")),
        *(source / "web" / "pages").glob("*.py"),
    ]
    refused = {"RefusedError", "InputError", "ConflictOfInterestError", "DoNotContactError"}
    said = {
        node.args[0].value
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in refused
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    assert len(said) > 50
    assert said - set(REFUSALS) - SAID_TO_OPERATORS == set()


SAID_TO_OPERATORS = {"the time of preparation needs its offset, such as 2026-11-26T09:00+08:00"}
"""The command line asks for these, and no form."""


def test_customers_of_a_gang_come_on_the_board_at_once_and_as_hypotheses_unless_somebody_says_more(team: Team) -> None:
    with team.signed_in("zhao.min") as zhao:
        opened = post(zhao, "/cases", kind="gang", origin_id=world.GANG, title="渝中团伙", why="one letter, 41 people")
        case = opened.headers["location"]
        for item in zhao.get(f"/api/v1{case}/evidence").json():  # what other tests have put on the board of this case
            if item["kind"] != "gang":
                off = f"/api/v1{case}/evidence/{item['evidence_id']}/withdrawal"
                assert zhao.post(off, json={"why": "for this test"}).is_success
        assert "Customers of this gang that are not on the board" in zhao.get(case).text
        assert post(zhao, f"{case}/members", standing="fact").status_code == 422
        assert post(zhao, f"{case}/members", standing="fact", customer="C-404").status_code == 422
        assert post(zhao, f"{case}/members", standing="fact", customer=world.CUSTOMER).status_code == 303
        post(zhao, f"{case}/members", standing="fact", every="true")
        board = zhao.get(f"/api/v1{case}/evidence").json()
        customers = {one["subject_id"]: one["standing"] for one in board if one["kind"] == "customer"}
        assert customers.pop(world.CUSTOMER) == "fact"
        assert set(customers.values()) <= {"hypothesis"}
        assert "Customers of this gang that are not on the board" not in zhao.get(case).text


def test_judgements_leave_as_a_delivery_by_the_page_and_come_in_by_intake(team: Team, tmp_path: Path) -> None:
    with team.signed_in("zhao.min") as zhao, team.signed_in("wu.tao") as analyst, team.signed_in("li.na") as li:
        named = {"left_type": "phone", "left_id": world.PHONE, "why": "a hospital's telephone"}
        assert post(zhao, "/judgements", kind="hub", **named).status_code == 303
        assert "/judgements/delivery" in zhao.get("/judgements").text
        for other in (analyst, li):
            assert "/judgements/delivery" not in other.get("/judgements").text
            assert post(other, "/judgements/delivery").status_code == 403
        taken = post(zhao, "/judgements/delivery")
        assert taken.headers["content-disposition"].startswith('attachment; filename="judgements-20')
        with zipfile.ZipFile(io.BytesIO(taken.content)) as archive:
            assert {"delivery.yaml", "judgements.csv"} <= set(archive.namelist())
            archive.extractall(tmp_path / "delivery")
        assert world.PHONE in (tmp_path / "delivery" / "judgements.csv").read_text(encoding="utf-8")
        (entry,) = AuditLog(team.database).entries(action="deliver_judgements", limit=1)
        assert (entry.actor, "judgements" in entry.reason) == ("zhao.min", True)
    (tmp_path / "first").mkdir()
    rows = "complaint_id,customer_id,received_at\nK-1,C-1,2026-11-02T12:00+08:00\n"
    (tmp_path / "first" / "complaints.csv").write_text(rows, encoding="utf-8")
    for delivery in ("first", "delivery"):
        taken_in = ["intake", str(tmp_path / delivery), "--out", str(tmp_path / "desk"), "--quiet"]
        came = CliRunner().invoke(app, taken_in)
        assert came.exit_code == 0, came.output


def test_what_was_mistyped_of_a_transfer_is_put_right_and_put_off_by_two(team: Team) -> None:
    with team.signed_in("li.na") as li, team.signed_in("chen.jing") as chen:
        transfer = {"external_number": "ZB-2026-17", "due_on": "2026-12-01", "customer_id": world.CUSTOMER}
        came = {"text": "每天九次电话", "received_at": "2026-11-20T09:00", "channel": "mail"} | transfer
        typed = post(li, "/queue/new", **came)
        matter = typed.headers["location"]
        (arrival,) = li.get(f"/api/v1{matter}").json()["arrivals"]
        assert 'name="due_on" value="2026-12-01"' in li.get(matter).text, "who corrects the number alone keeps the day"
        right = {"complaint_id": arrival["complaint_id"], "why": "the letter says so"}
        assert post(li, f"{matter}/correct", number="ZB-2026-71", due_on="2026-12-01", **right).status_code == 303
        assert "ZB-2026-17" in li.get(matter).text, "what was typed stands beside what is right"
        (one,) = li.get(f"/api/v1{matter}/corrections").json()
        assert (one["number_before"], one["number"], one["due_at"]) == ("ZB-2026-17", "ZB-2026-71", arrival["due_at"])
        assert post(li, f"{matter}/correct", number="ZB-2026-71", due_on="2026-12-03", **right).status_code == 303
        assert "waits for a second person" in li.get(matter).text
        assert "/agree" not in li.get(matter).text
        agree = re.search(r'action="([^"]+/agree)"', chen.get(matter).text)
        assert agree is not None
        assert post(li, agree[1]).status_code == 409
        assert li.get(f"/api/v1{matter}").json()["arrivals"][0]["due_at"] == arrival["due_at"]
        assert post(chen, agree[1]).status_code == 303
        assert li.get(f"/api/v1{matter}").json()["arrivals"][0]["due_at"].startswith("2026-12-03")
        assert post(li, f"{matter}/correct", complaint_id="K-404", why="no such one").status_code == 404
        sent = {"complaint_id": arrival["complaint_id"], "number": "ZB-1", "due_at": "2026-12-02T12:00+08:00"}
        assert li.post(f"/api/v1{matter}/corrections", json=sent | {"why": "as it says"}).status_code == 201


def test_a_consent_withdrawn_in_a_later_run_keeps_back_what_was_begun_before(team: Team) -> None:
    with team.signed_in("li.na") as li:
        matter = li.get("/complaints/K-002/matter").headers["location"]
        assert post(li, f"{matter}/ask", channel="hotline", text="哪一天？").status_code == 303
        granted = {"consent_id": "O-1", "customer_id": world.CUSTOMER, "purpose": "contact"}
        since = {"granted_at": world.days_ago(200), "withdrawn_at": world.days_ago(1)}
        world.publish(team.folder, world.tables() | {"consents": [granted | since]})
        assert post(li, f"{matter}/ask", channel="hotline", text="哪一天？").status_code == 409
        assert post(li, "/adverts/S-1/warned", customer_id=world.CUSTOMER, channel="app").status_code == 409
        assert "the consent to contact was withdrawn" in li.get(matter).text
        assert "the consent to contact was withdrawn" in li.get(f"/customers/{world.CUSTOMER}").text
