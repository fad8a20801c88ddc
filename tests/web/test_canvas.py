"""A gang's picture: the strongest evidence first, never more than fits, and the same every time."""

import re
from datetime import date

import httpx

from mingjian.web.canvas import LIMIT, Tie, around, what_holds_them_together
from tests.web import world


def _ties(people: int, things: int) -> tuple[Tie, ...]:
    """Everybody has one telephone in turn, and every third one the account too."""
    day = date(2026, 5, 1)
    phones = [Tie(("customer", f"C{n}"), ("phone", f"P{n % things}"), 3.0, day, day) for n in range(people)]
    paid = [Tie(("customer", f"C{n}"), ("account", "A"), 6.0, day, None) for n in range(0, people, 3)]
    return (*phones, *paid)


def test_a_gang_of_five_thousand_is_shown_by_its_strongest_things_and_says_how_many_there_are() -> None:
    picture = what_holds_them_together(_ties(5_000, 100), {})

    assert len(picture.spots) == LIMIT
    assert picture.total == 5_101
    assert picture.spots[0].end == ("account", "A")
    assert all(0 <= spot.x <= 1000 and 0 <= spot.y <= 1000 for spot in picture.spots)
    assert picture == what_holds_them_together(_ties(5_000, 100), {})


def test_firm_lines_are_a_tree() -> None:
    picture = what_holds_them_together(_ties(40, 4), {})

    assert sum(line.holds for line in picture.lines) == len(picture.spots) - 1
    assert {spot.end for spot in picture.spots if spot.hidden == 0}


def test_an_opened_node_brings_all_its_neighbours() -> None:
    picture = around(_ties(40, 4), ("phone", "P1"))

    assert {spot.end for spot in picture.spots} == {("phone", "P1"), *(("customer", f"C{n}") for n in range(1, 40, 4))}
    assert next(spot.hidden for spot in picture.spots if spot.end == ("phone", "P1")) == 0


def test_the_page_and_its_data_are_masked_and_no_address_names_anybody(english: httpx.Client) -> None:
    page = english.get(f"/gangs/{world.GANG}/graph")
    data = english.get(f"/gangs/{world.GANG}/graph.json")
    of_type = {node["type"]: node["id"] for node in data.json()["nodes"]}
    opened = english.get(f"/gangs/{world.GANG}/graph/{of_type['phone']}.json")

    assert [answer.status_code for answer in (page, data, opened)] == [200, 200, 200]
    assert all(value not in answer.text for answer in (page, data, opened) for value in world.PERSONAL)
    assert {node["id"] for node in opened.json()["nodes"]} == {of_type["phone"], of_type["customer"]}
    # Beside a masked number a digest of it gives it away: nothing of a node's name may follow from what it is.
    assert all(name.isdigit() and len(name) < 5 for name in of_type.values())
    assert "2 of 2 nodes" in page.text
    assert english.get(f"/gangs/{world.GANG}/graph/{'0' * 16}.json").status_code == 404


def test_a_gangs_page_says_where_its_people_live_and_that_nothing_came_before(english: httpx.Client) -> None:
    page = english.get(f"/gangs/{world.GANG}").text

    assert "There is no earlier run to compare with." in page
    assert 'class="many"' in page


def test_a_gangs_complaints_stand_apart_from_its_things(english: httpx.Client) -> None:
    page = english.get(f"/gangs/{world.GANG}").text

    groups = re.findall(r"<h3>([^<]+) <small>1 of 1</small>", page)
    assert groups == ["Asset", "Victim", "Complaints"]


def test_a_members_page_says_what_holds_it_and_what_to_ask(english: httpx.Client) -> None:
    page = english.get(f"/gangs/{world.GANG}").text
    (address,) = re.findall(r'href="(/gangs/[^"]+/members/\d+)">why<span class="unseen"> Customer', page)
    why = english.get(address).text

    assert "strength 0.90, without this path 0.10" in why
    assert why.index("Are they family or friends") < why.index("Ask the customer who answers there")
    assert [value for value in world.PERSONAL if value in why] == []
    assert english.get(f"/gangs/{world.GANG}/members/404").status_code == 404


def test_shared_things_are_listed_masked_and_found_by_their_kind(english: httpx.Client) -> None:
    listed = english.get("/shared?kind=phone").text

    assert "138****5678" in listed
    assert world.PHONE not in listed
    assert "138****5678" not in english.get("/shared?kind=email").text
    assert world.PHONE not in english.get("/shared.csv").text
