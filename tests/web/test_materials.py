"""The material desk: a document's page, its findings and what it states, masked until somebody says why."""

import base64
import io
import re

import httpx
import pytest
from docx import Document
from PIL import Image

from tests.web import world

ADDRESS = f"/materials/{world.MATERIAL}"


def picture(text: str) -> Image.Image:
    found = re.search(r'href="data:image/jpeg;base64,([^"]+)"', text)
    assert found is not None
    return Image.open(io.BytesIO(base64.b64decode(found[1])))


def test_a_page_is_too_coarse_to_be_read_and_its_facts_are_masked(desk: httpx.Client) -> None:
    text = desk.get(ADDRESS).text
    assert max(picture(text).size) < 60
    assert "急性阑尾炎" not in text
    assert [value for value in world.PERSONAL if value in text] == []


def test_findings_are_numbered_on_the_page_and_beside_it(desk: httpx.Client) -> None:
    text = desk.get(ADDRESS).text
    number = re.search(r'<a href="#finding-(\d+)"', text)
    assert number is not None
    assert f'id="finding-{number[1]}"' in text
    assert 'x="110.0" y="80.0" width="410.0" height="70.0"' in text


def test_who_says_why_sees_the_page_and_it_is_written_down(desk: httpx.Client) -> None:
    answer = desk.post(f"{ADDRESS}/unmask", data={"reason": "核对姓名与身份证号", "page": "1"})
    assert answer.status_code == 200
    assert max(picture(answer.text).size) > 1000
    assert world.IDENTITY in answer.text
    assert "急性阑尾炎" in answer.text
    assert "核对姓名与身份证号" in desk.get(ADDRESS).text


def test_nobody_sees_more_without_a_reason(desk: httpx.Client) -> None:
    answer = desk.post(f"{ADDRESS}/unmask", data={"reason": "", "page": "1"})
    assert answer.status_code == 422
    assert world.IDENTITY not in answer.text


def test_a_document_of_another_run_is_not_there(desk: httpx.Client) -> None:
    assert desk.get("/materials/none").status_code == 404


def test_a_complaint_leads_to_its_documents(desk: httpx.Client) -> None:
    assert f'href="{ADDRESS}"' in desk.get(f"/complaints/{world.COMPLAINT}").text


def test_a_clause_speaks_against_the_agency_and_not_against_the_paper_or_the_customer(desk: httpx.Client) -> None:
    text = desk.get(ADDRESS).text
    agency, checks = text.index('id="agency"'), text.index('id="findings"')
    assert agency < text.index("约定不退费") < checks
    assert "不针对提交人" in text
    assert "可疑" not in text[agency:checks]


def test_the_letter_to_the_issuer_is_a_button_away_and_written_down(desk: httpx.Client) -> None:
    assert f'action="{ADDRESS}/letter"' in desk.get(ADDRESS).text
    answer = desk.post(f"{ADDRESS}/letter", data={"language": "zh"})
    assert answer.status_code == 200
    text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(answer.content)).paragraphs)
    assert "渝州市第一人民医院" in text
    assert world.IDENTITY not in text
    assert world.COMPLAINT not in text
    assert "致函出具单位" in desk.get(ADDRESS).text


def test_nobody_writes_about_a_document_that_is_not_there(desk: httpx.Client) -> None:
    assert desk.post("/materials/none/letter", data={"language": "zh"}).status_code == 404


def test_a_place_is_led_to_and_a_heat_map_is_laid_over_the_page(desk: httpx.Client) -> None:
    text = desk.get(ADDRESS).text
    number = re.search(r'href="#place-(\d+)"', text)
    assert number is not None
    assert f'id="place-{number[1]}"' in text
    warm = desk.get(ADDRESS, params={"heat": "retyping"}).text
    assert "越红" in warm or "不适用" in warm
    assert desk.get(ADDRESS, params={"heat": "nothing"}).status_code == 422


@pytest.mark.parametrize("what", [f"beside/{world.MATERIAL}", "updates"])
def test_two_pages_are_shown_to_who_says_why_and_it_is_written_down(desk: httpx.Client, what: str) -> None:
    asked = desk.get(f"{ADDRESS}/{what}")
    assert asked.status_code == 200
    assert "data:image" not in asked.text
    assert desk.post(f"{ADDRESS}/{what}", data={"reason": "", "page": "1"}).status_code == 422
    shown = desk.post(f"{ADDRESS}/{what}", data={"reason": f"对照{what[:6]}", "page": "1"})
    assert shown.status_code == 200
    # The run examined nothing, and the paper is no PDF.
    assert "无法叠放" in shown.text or "文件不是PDF" in shown.text
    assert f"对照{what[:6]}" in desk.get(ADDRESS).text
    assert desk.get(f"/materials/none/{what}").status_code == 404
