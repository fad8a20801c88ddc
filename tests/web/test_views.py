import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import exp, log
from types import SimpleNamespace
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjian.access.entity_masks import ENTITY_MASKS, mask_entity
from mingjian.contract import Language, Reason
from mingjian.contract.reasons import sentence
from mingjian.contract.sentences import merits
from mingjian.reading.fields.lexicon import rows
from mingjian.risk.honest_groups import LOOK_ALIKES
from mingjian.web import document_view
from mingjian.web.claim_facts import facts_of
from mingjian.web.entities import entity, shown_name
from mingjian.web.explained import looked_at, result
from mingjian.web.field_masks import mask_field
from mingjian.web.languages import Speech
from mingjian.web.listing import ListState, address, read_rows, read_state
from mingjian.web.marked_text import Span, difference, pieces
from mingjian.web.model_words import group_told
from mingjian.web.neighbourhood import FONT, Box, Link, neighbourhood, width_of
from mingjian.web.probability import Doubt, leaving_out_of_both, probability_bar, without
from mingjian.web.queries import shared, warnings
from mingjian.web.queries.complaints import LISTING, Claim
from mingjian.web.reasoning import sentence_list
from mingjian.web.timeline import Event, timeline

ENGLISH = Speech(Language.EN)
NOW = datetime(2026, 10, 31, tzinfo=UTC)
SPANS = st.lists(
    st.builds(Span, st.integers(-3, 40), st.integers(-3, 40), st.sampled_from(["skeleton", "slot", "claim"])),
    max_size=8,
)


@given(st.text(max_size=40), SPANS)
def test_marking_a_text_changes_no_character_of_it(text: str, spans: list[Span]) -> None:
    assert "".join(piece.text for piece in pieces(text, spans)) == text


@given(st.text(max_size=40), SPANS)
def test_every_character_carries_the_marks_that_lie_on_it(text: str, spans: list[Span]) -> None:
    place = 0
    for piece in pieces(text, spans):
        for _ in piece.text:
            expected = {span.mark for span in spans if span.start <= place < span.end}
            assert set(piece.marks) == expected
            place += 1


@given(st.text("甲乙丙丁一二三", max_size=30), st.text("甲乙丙丁一二三", max_size=30))
def test_a_difference_holds_both_texts_whole(before: str, after: str) -> None:
    shown = difference(before, after)
    assert "".join(piece.text for piece in shown if "removed" not in piece.marks) == after
    kept = "".join(piece.text for piece in shown if "added" not in piece.marks)
    assert kept == before


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(
    "code", [one.code for one in merits.SENTENCES if one.code.endswith(("_borne_out", "_contradicted"))]
)
def test_a_letter_states_what_the_records_show_of_a_claim_and_not_the_verdict_again(
    code: str, language: Language
) -> None:
    said = sentence(code).zh
    values = {name: 0.2 if ":.2%" in said.split(name, 1)[1][:5] else 7 for name in re.findall(r"{(\w+)", said)}
    status = "borne_out" if code.endswith("_borne_out") else "contradicted"
    claim = Claim("K-1", "other", status, None, None, code, json.dumps(values), None)
    facts = facts_of(Speech(language), claim)
    assert len(facts) > 4
    assert not facts.endswith(("。", "."))
    for word in ("属实", "不符", "borne out", "contradicted", "customer", " them", " their name"):
        assert word not in facts
    assert facts_of(Speech(language), replace(claim, status="unknown")) == ""


def test_islands_of_a_few_letters_belong_to_the_change_around_them() -> None:
    shown = difference("请求减免全部利息", "请求减少所有利息")
    assert [piece.marks for piece in shown] == [(), ("removed",), ("added",), ()]


def test_a_bar_stretches_over_its_interval_and_marks_the_value() -> None:
    bar = probability_bar(ENGLISH, 0.7, low=0.5, high=0.9)
    assert (bar.tick, bar.low, bar.width) == (70.0, 50.0, 40.0)


def test_an_unknown_probability_is_drawn_as_wide_as_it_is() -> None:
    bar = probability_bar(ENGLISH, None, low=None, high=None)
    assert (bar.low, bar.width, bar.known, bar.words) == (0, 100, False, "unknown")


@given(st.floats(0.01, 0.99), st.floats(-4, 4), st.floats(0, 0.2))
def test_taking_a_reason_away_and_putting_it_back_gives_the_same_probability(
    value: float, weight: float, share: float
) -> None:
    doubt = Doubt(share, base_rate=0.2)
    stated = doubt.put_on(value)
    assert without(without(stated, weight, doubt), -weight, doubt) == pytest.approx(stated, abs=1e-6)


def test_a_reason_counts_against_what_the_reasons_alone_give() -> None:
    doubt = Doubt(0.05, base_rate=0.2)
    certain = doubt.put_on(1 / (1 + exp(-8.0)))
    assert without(certain, 6.0, doubt) == pytest.approx(doubt.put_on(1 / (1 + exp(-2.0))))


def test_what_comes_of_a_complaint_alone_goes_with_it() -> None:
    """Half of those who complain at one in five go further: each reason is taken from where it counts."""
    rest = leaving_out_of_both(0.2, 0.1, lambda reason: "escalation" in reason.code)
    of_the_first, of_the_second = Reason("warning_arrears", log(4)), Reason("warning_escalation_refusal", log(4))
    assert rest(of_the_first) == pytest.approx(1 / 17 * 0.5)
    assert rest(of_the_second) == pytest.approx(0.2 * 0.2)


def test_a_reason_of_an_unknown_code_is_shown_as_one() -> None:
    shown = sentence_list(ENGLISH, [Reason("of_the_future", 1.0)], address="/x", track="reasons", known={})
    assert shown.speaking_for[0].text == "A reason of another version (of_the_future)"


def test_a_phone_in_a_reason_is_masked() -> None:
    reason = Reason("gang_size", 1.0, {"customers": "13812345678"})
    shown = sentence_list(ENGLISH, [reason], address="/x", track="reasons", known={})
    assert "13812345678" not in shown.speaking_for[0].text


def test_evidence_is_addressed_by_its_place_and_not_by_its_value() -> None:
    reason = Reason("gang_size", 1.0, {"customers": 3}, ("phone:13812345678",))
    shown = sentence_list(ENGLISH, [reason], address="/x", track="reasons", known={})
    assert shown.speaking_for[0].evidence[0].address == "/x?track=reasons&sentence=0&item=0"


def test_the_present_is_the_right_edge_and_the_future_is_not_drawn() -> None:
    events = [
        Event("a", NOW - timedelta(days=100), "first"),
        Event("a", NOW, "now"),
        Event("a", NOW + timedelta(days=5), "later"),
    ]
    line = timeline(ENGLISH, events, [("a", "A")], now=NOW)
    assert line is not None
    assert [mark.title for mark in line.lanes[0].marks] == ["first", "now"]
    assert line.lanes[0].marks[-1].x == 100.0
    assert line.rows[0][2] == "now"


def test_nothing_that_happened_is_no_timeline() -> None:
    assert timeline(ENGLISH, [], [("a", "A")], now=NOW) is None


def _called(_entity_type: str, entity_id: str) -> str:
    return entity_id


def test_a_neighbourhood_keeps_to_its_limit_and_says_of_how_many() -> None:
    links = [
        Link("customer", f"C-{number}", "phone", f"P-{number % 5}", "has_phone", float(number)) for number in range(40)
    ] + [Link("customer", "me", "phone", f"P-{number}", "has_phone", None) for number in range(5)]
    picture = neighbourhood(("customer", "me"), links, limit=23, total=46, name=_called)
    assert picture is not None
    assert (picture.shown, picture.total) == (23, 46)
    assert len({(node.x, node.y) for node in picture.nodes}) == 23
    assert all(0 <= node.x <= picture.width and 0 <= node.y <= picture.height for node in picture.nodes)


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 30), st.sampled_from(("T-9f8e…a1b2c", "重庆市渝中区****"))),
        max_size=60,
    )
)
def test_no_name_of_a_neighbourhood_stands_on_another_or_outside(shared: list[tuple[int, int, str]]) -> None:
    names = {("phone", f"P-{thing}"): name for thing, _, name in shared}
    links = [Link("customer", "me", *thing, "has_phone", 1.0) for thing in names] + [
        Link("customer", f"C-{person}", "phone", f"P-{thing}", "has_phone", 1.0) for thing, person, _ in shared
    ]
    picture = neighbourhood(
        ("customer", "me"), links, limit=23, total=99, name=lambda kind, id_: names.get((kind, id_), id_)
    )

    named = [node for node in picture.nodes if node.name] if picture else []
    boxes = [
        Box(n.name_x - width_of(n.name) / 2, n.name_y - FONT, n.name_x + width_of(n.name) / 2, n.name_y) for n in named
    ]
    assert bool(named) == bool(links)
    assert all(min(box.left, box.top) >= 0 and box.right <= 720.1 and box.bottom <= 420.1 for box in boxes)
    assert not any(box.meets(other) for number, box in enumerate(boxes) for other in boxes[number + 1 :])


def test_a_customer_who_shares_nothing_has_no_picture() -> None:
    assert neighbourhood(("customer", "me"), [], limit=23, total=0, name=_called) is None


CHOSEN = st.fixed_dictionaries(
    {}, optional={"zone": st.just("undecided"), "customer": st.text("C-0123", min_size=1), "open": st.just("1")}
)


@given(
    st.sampled_from([sign + column.name for column in LISTING.columns for sign in ("", "-")]),
    st.integers(1, 999),
    CHOSEN,
)
def test_an_address_says_the_whole_state_of_a_list(order: str, page: int, chosen: dict[str, str]) -> None:
    columns = tuple(column.name for column in LISTING.columns if column.shown)
    state = ListState(order=order, page=page, columns=columns, chosen=chosen)
    query = address(LISTING, state).partition("?")[2]
    from urllib.parse import parse_qsl

    assert read_state(LISTING, parse_qsl(query)) == state


@pytest.mark.parametrize("kind", ENTITY_MASKS)
def test_an_entity_that_leads_to_a_person_is_masked(kind: str) -> None:
    assert "13812345678" not in mask_entity(kind, "13812345678")


def test_a_number_in_the_wrong_column_is_masked_all_the_same() -> None:
    assert mask_field("principal_yuan", "500112199003072734") == "5001**********2734"


def test_every_group_of_honest_people_has_words_in_both_languages() -> None:
    chinese = Speech(Language.ZH)
    for group in (*LOOK_ALIKES, "misconduct_borne_out"):
        words = group_told(ENGLISH, "look_alike", group)
        assert words != f"look-alike · {group}"
        assert group_told(chinese, "look_alike", group) != words
    assert group_told(chinese, "province", "50") == "省份 · 重庆"


def test_whom_service_reached_lately_may_be_passed_over_and_whom_it_did_not_is_called() -> None:
    """Nor whom collection called, who called himself, whose relative was called, or who did not pick up."""
    contacts = {
        "reached": (10, "outbound", "service", "self", 60.0),
        "written to": (10, "outbound", "service", "self", None),
        "long ago": (40, "outbound", "service", "self", 60.0),
        "collection": (10, "outbound", "collection", "self", 60.0),
        "called himself": (10, "inbound", "service", "self", 60.0),
        "a relative": (10, "outbound", "service", "relative", 60.0),
        "in vain": (10, "outbound", "service", "self", 0.0),
    }
    chosen, _ = next(one for one in warnings.LISTING.filters if "unreached" in one.parameters).condition(
        {"unreached": "1"}
    )
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE customer_assessments (customer_id VARCHAR, as_of TIMESTAMPTZ)")
        connection.execute(
            "CREATE TABLE contacts (customer_id VARCHAR, started_at TIMESTAMPTZ, direction VARCHAR, purpose VARCHAR, "
            "counterparty VARCHAR, duration_s DOUBLE)"
        )
        connection.executemany("INSERT INTO customer_assessments VALUES (?, ?)", [(one, NOW) for one in contacts])
        connection.executemany(
            "INSERT INTO contacts VALUES (?, ?, ?, ?, ?, ?)",
            [(one, NOW - timedelta(days=days), *rest) for one, (days, *rest) in contacts.items()],
        )
        found = connection.execute(f"SELECT customer_id FROM customer_assessments AS a WHERE {chosen}").fetchall()
    assert {one for (one,) in found} == contacts.keys() - {"reached", "written to"}


def test_what_a_witness_told_of_the_agency_is_not_said_to_speak_for_one() -> None:
    told = [Reason("involvement_left", 1.1), Reason("involvement_testimony_paid", 1.1)]
    assert looked_at(ENGLISH, told) == ()
    (other,) = looked_at(ENGLISH, [*told, Reason("agent_channel_direct", -0.8)])
    assert other.spoke_for == "you"
    assert "we thank you" in result(ENGLISH, 0.1, 0.3, left=True)


def test_groups_are_called_the_same_wherever_they_stand() -> None:
    house = entity(ENGLISH, "address", "~500103 中山路12号")
    assert (house.kind, house.name) == ("One building", "重庆市渝中区****")
    assert shown_name("address", "~500103 中山路12号") == "重庆市渝中区****"
    assert shown_name("ip", "~10.0.0") == "****.0.*"
    word = entity(ENGLISH, "email", "~fanshou@")
    assert (word.kind, word.name) == ("Mailboxes called alike", "f****@")
    assert entity(ENGLISH, "email", "~@firm.example").kind == "Mail domain"


def test_a_deep_page_of_shared_things_is_looked_up_by_number_and_holds_what_counting_through_would() -> None:
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE entity_index AS SELECT 'phone' AS entity_type, '138' || i AS entity_id, "
            "40 - i // 3 AS households, 90 AS population, 1.5 AS weight, i % 2 = 0 AS countable, false AS hub, "
            "NULL::VARCHAR AS gang_id, NULL::BIGINT AS gang_households, i + 1 AS number "
            "FROM range(100) AS t(i)"
        )
        asked: list[str] = []

        def query(sql: str, parameters: Sequence[object] = ()) -> list[dict[str, Any]]:
            asked.append(sql)
            found: pa.Table = connection.execute(sql, parameters).to_arrow_table()
            rows: list[dict[str, Any]] = found.to_pylist()
            return rows

        run: Any = SimpleNamespace(query=query, page=lambda _key, compute: compute())
        counted = replace(shared.LISTING, numbered="")
        for address_ in ([], [("order", "weight")], [("common", "1")], [("order", "number"), ("kind", "phone")]):
            state = read_state(shared.LISTING, address_)
            for offset in (0, 30, 95):
                pages = [read_rows(one, state, run, limit=10, offset=offset) for one in (shared.LISTING, counted)]
                assert pages[0] == pages[1], (address_, offset)
                assert ("OFFSET" not in asked[-2]) == (not address_)


def test_every_name_and_number_of_a_person_on_a_paper_is_masked() -> None:
    people = {row.field for row in rows() if row.form in ("name", "identity")}
    assert {"person_name", "relative_name", "id_number", "relative_id_number"} <= people
    assert people <= document_view.MASKS.keys()
