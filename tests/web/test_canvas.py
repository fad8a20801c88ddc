"""A gang's picture: the strongest evidence first, never more than fits, and the same every time."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from mingjian.access.layouts import MOST
from mingjian.web.canvas import LIMIT, Tie, around, left_as_it_was, what_holds_them_together
from tests.web import world
from tests.web.conftest import serving


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


def test_what_somebody_moved_is_drawn_whatever_it_brings() -> None:
    moved = ("customer", "C4999")
    assert moved not in {spot.end for spot in what_holds_them_together(_ties(5_000, 100), {}).spots}
    unknown = ("customer", "nobody")
    picture = what_holds_them_together(_ties(5_000, 100), {}, always=[moved, unknown])
    assert moved in {spot.end for spot in picture.spots}
    assert unknown not in {spot.end for spot in picture.spots}
    assert len(picture.spots) == LIMIT


def test_new_nodes_stand_amid_their_neighbours_that_have_a_place_and_hide_none() -> None:
    picture = what_holds_them_together(_ties(12, 2), {})
    left = left_as_it_was(picture, {("phone", "P0"): (5_000.0, 0.0), ("phone", "P1"): (5_000.0, 4_000.0)})

    at = {spot.end: (spot.x, spot.y) for spot in left.spots}
    assert (at["phone", "P0"], at["phone", "P1"]) == ((5_000.0, 0.0), (5_000.0, 4_000.0))
    assert abs(at["customer", "C2"][0] - 5_000) <= 40
    assert abs(at["customer", "C2"][1]) <= 40
    assert len(set(at.values())) == len(at)
    assert left_as_it_was(picture, {}) == picture


GRAPH = f"/gangs/{world.GANG}/graph"


def _nodes(visitor: httpx.Client) -> dict[str, dict[str, Any]]:
    """By type."""
    return {node["type"]: node for node in visitor.get(f"{GRAPH}.json").json()["nodes"]}


def _left(visitor: httpx.Client, *, of_run: str = "0001", **moved: tuple[float, float]) -> httpx.Response:
    found = _nodes(visitor)
    nodes = [{"id": found[kind]["id"], "x": x, "y": y, "by_hand": True} for kind, (x, y) in moved.items()]
    return visitor.post(f"{GRAPH}/layout", json={"of_run": of_run, "nodes": nodes})


def test_a_moved_node_keeps_its_place_into_the_next_run_where_it_has_another_number(tmp_path: Path) -> None:
    world.publish(tmp_path)
    with serving(tmp_path) as address, httpx.Client(base_url=address, timeout=60) as visitor:
        assert not _nodes(visitor)["phone"]["left"]
        assert _left(visitor, phone=(12.34, -500)).status_code == 204
        before = _nodes(visitor)["phone"]

        rows = world.tables()
        rows["gang_members"].insert(
            0,
            {"gang_id": world.GANG, "entity_type": "account", "entity_id": "6222", "role": "asset", "strength": 0.9},
        )
        world.publish(tmp_path, rows)
        after = _nodes(visitor)["phone"]
        assert before["id"] != after["id"], "a node's name in the browser is its place in the run's gang"
        assert [(one["x"], one["y"], one["by_hand"]) for one in (before, after)] == [(12.3, -500.0, True)] * 2
        opened = visitor.get(f"{GRAPH}/{after['id']}.json").json()["nodes"]
        assert (12.3, -500.0) in {(node["x"], node["y"]) for node in opened if node["left"]}

        refused = _left(visitor, of_run="0001", phone=(1, 1))
        assert refused.status_code == 409
        assert "请重新打开此图" in refused.text
        assert (_nodes(visitor)["phone"]["x"], _nodes(visitor)["phone"]["y"]) == (12.3, -500.0)

        assert visitor.post(f"{GRAPH}/layout/reset").status_code == 204
        assert not _nodes(visitor)["phone"]["left"]


@pytest.mark.parametrize(
    "node",
    [
        {"id": "0", "x": "1", "y": 1, "by_hand": True},
        {"id": "0", "x": 1e9, "y": 1, "by_hand": True},
        {"id": "0", "x": None, "y": 1, "by_hand": True},
        {"id": "404", "x": 1, "y": 1, "by_hand": True},
        {"id": "0", "x": 1, "y": 1, "by_hand": True, "phone": "1"},
    ],
)
def test_places_that_are_no_numbers_and_nodes_that_are_no_members_are_refused(
    english: httpx.Client, node: dict[str, Any]
) -> None:
    assert english.post(f"{GRAPH}/layout", json={"of_run": "0001", "nodes": [node]}).status_code == 422
    assert not any(one["left"] for one in _nodes(english).values())


def test_a_layout_has_no_more_nodes_than_a_browser_draws_and_a_gang_that_exists(english: httpx.Client) -> None:
    node = {"id": "0", "x": 1, "y": 1, "by_hand": False}
    many = {"of_run": "0001", "nodes": [node] * (MOST + 1)}
    assert english.post(f"{GRAPH}/layout", json=many).status_code == 422
    endless = '{"of_run": "0001", "nodes": [{"id": "0", "x": NaN, "y": 1, "by_hand": false}]}'
    told = {"content-type": "application/json"}
    assert english.post(f"{GRAPH}/layout", content=endless, headers=told).status_code == 422
    for path in ("layout", "layout/reset"):
        answer = english.post(f"/gangs/G-none/graph/{path}", json={"of_run": "0001", "nodes": []})
        assert answer.status_code == 404


def test_a_shared_thing_keeps_its_number_on_every_page_in_every_order_and_language(english: httpx.Client) -> None:
    def numbered(query: str) -> dict[str, str]:
        page = english.get(f"/shared?{query}").text
        rows = re.findall(r"<tr.*?</tr>", page, re.DOTALL)
        return {
            number[1]: re.sub(r"<[^>]+>", "", row).split()[0]
            for row in rows
            if (number := re.search(r'href="/shared/(\d+)"', row))
        }

    listed = numbered("columns=thing.number")
    assert set(listed) == {str(number) for number in range(1, 11)}
    assert numbered("columns=thing.number&order=thing") == listed
    assert numbered("columns=thing.number&kind=phone").items() <= listed.items()
    for number in listed:
        assert english.get(f"/shared/{number}").status_code == 200
        assert english.get(f"/shared/{number}", headers={"Accept-Language": "zh"}).status_code == 200
    assert english.get("/shared/11").status_code == 404
