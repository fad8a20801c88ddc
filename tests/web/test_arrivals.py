"""The page of what was answered when a complaint arrived."""

import re
from typing import cast

import httpx

from mingjian.web.queries import linked
from mingjian.web.runs import Run
from tests.web import world


def _links(text: str) -> str:
    return text[text.index('id="links"') : text.index("</article>")]


def test_an_answer_on_arrival_says_that_it_is_no_result_of_a_run(english: httpx.Client) -> None:
    page = english.get(f"/arrivals/{world.ARRIVED}").text
    assert "It is no result of a run." in page
    assert "against run 0001" in page
    assert "looks anew" in page
    assert page.index("who is behind it") < page.index("is it right") < page.index("What it is linked with")


def test_each_link_leads_from_the_complaints_own_field_to_the_rows_of_others(english: httpx.Client) -> None:
    links = _links(english.get(f"/arrivals/{world.ARRIVED}").text)
    joined, other = links.split("<h3>")[1:3]
    assert f'href="/gangs/{world.GANG}"' in joined
    assert "joins it" in joined
    assert "62.0 % of those who have it are the gang's" in joined.replace("&#39;", "'")
    assert re.search(r"its own “Contact phone”:</span> Phone <a href=\"/shared/2\">138\*\*\*\*5678", joined)
    assert f'href="/customers/{world.CUSTOMER}"' in joined
    assert f'href="/complaints/K-{world.CUSTOMER}"' in joined
    assert "does not join it" in other
    assert "the current run has no such gang" in other
    assert "The current run knows no such thing" in other, "it names another mailbox"
    shared = links.split("<h3>")[3]
    assert 'Mail domain <a href="/shared/5">****@firm.example</a>' in shared
    assert f'href="/customers/{world.CUSTOMER}"' in shared
    assert "2 households had it in the run" in shared


class Asked:
    """A run that knows nothing, and counts how often it is asked."""

    times = 0

    def query(self, _sql: str, _parameters: object = ()) -> list[dict[str, object]]:
        self.times += 1
        return []


def test_things_are_looked_up_together_however_many_a_complaint_names() -> None:
    things = [("phone", f"1380000{number:04}") for number in range(60)] + [("ip", "1.2.3.4"), ("email", "~@a.example")]
    run = Asked()
    linked.numbers(cast("Run", run), things)
    assert run.times == 1
    linked.rows(cast("Run", run), things, limit=5)
    assert run.times == 3  # of things, and of groups
    linked.gangs(cast("Run", run), ["G1", "G2", "G3"])
    assert run.times == 4


def test_the_words_of_a_claim_name_nobody_who_is_on_file(english: httpx.Client) -> None:
    page = english.get(f"/arrivals/{world.ARRIVED}").text
    assert "“投诉人王*明,电话1”" in page


def test_a_complaint_without_a_link_is_said_to_have_none(english: httpx.Client) -> None:
    page = english.get(f"/arrivals/{world.UNLINKED}").text
    assert "No link was found" in page
    assert "/gangs/G" not in _links(page)


def test_what_a_sentence_of_an_answer_rests_on_opens(english: httpx.Client) -> None:
    page = english.get(f"/arrivals/{world.ARRIVED}").text
    handles = re.findall(rf'href="(/arrivals/{world.ARRIVED}/evidence[^"]+)"', page)
    assert len(handles) >= 2
    assert {english.get(one.replace("&amp;", "&")).status_code for one in handles} == {200}


def test_an_answer_on_arrival_is_found_by_its_number_and_an_unknown_one_is_not(english: httpx.Client) -> None:
    assert english.post("/find", data={"text": world.ARRIVED}).headers["location"] == f"/arrivals/{world.ARRIVED}"
    assert english.get("/arrivals/N-404").status_code == 404
