"""One author under several accounts and on several platforms; the same wording or shown name joins nothing."""

import json
from typing import Any

import pyarrow as pa

from mingjian.agencies.authors import authors_of
from mingjian.contract import TABLES

ADVERTS: list[dict[str, Any]] = [
    {
        "solicitation_id": "S-1",
        "platform": "douyin",
        "author": "上岸老师",
        "author_id": "u1",
        "wechat_id": "Shangan666",
    },
    {"solicitation_id": "S-2", "platform": "weibo", "author": "无忧", "author_id": "w9"},
    {"solicitation_id": "S-3", "platform": "douyin", "author": "上岸老师", "author_id": "u1"},
    {"solicitation_id": "S-4", "platform": "weibo", "author": "上岸老师", "author_id": "u1", "text": "停息挂账"},
    {"solicitation_id": "S-5", "platform": "zhihu", "author": "上岸老师", "text": "停息挂账"},
]
IN_TEXTS = [
    {"subject_type": "solicitation", "subject_id": "S-2", "kind": "wechat", "value": "shangan666"},
    {"subject_type": "testimony", "subject_id": "S-4", "kind": "wechat", "value": "shangan666"},
]


def rows(adverts: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    table = authors_of(
        pa.Table.from_pylist(adverts, schema=TABLES["solicitations"].arrow_schema),
        pa.Table.from_pylist(IN_TEXTS, schema=TABLES["contact_mentions"].arrow_schema),
    )
    return {row["solicitation_id"]: row for row in table.to_pylist()}


def test_an_account_and_a_way_to_be_reached_join_adverts_across_platforms() -> None:
    found = rows(ADVERTS)
    assert {found[key]["group_id"] for key in ("S-1", "S-2", "S-3")} == {found["S-1"]["group_id"]}
    assert (found["S-2"]["adverts"], json.loads(found["S-2"]["shared"])) == (3, ["account", "wechat"])


def test_another_platforms_account_the_same_name_and_the_same_wording_join_nothing() -> None:
    found = rows(ADVERTS)
    assert found["S-4"]["group_id"] != found["S-1"]["group_id"]
    assert (found["S-4"]["adverts"], found["S-4"]["shared"]) == (1, "[]")
    assert "S-5" not in found, "nothing shows whose it is"


def test_groups_do_not_depend_on_the_order_of_rows() -> None:
    assert rows(ADVERTS) == rows(ADVERTS[::-1])


def _citing(address: str, accounts: int) -> dict[str, dict[str, Any]]:
    adverts = [{"solicitation_id": f"S-{n}", "platform": "douyin", "author_id": f"u{n}"} for n in range(accounts)]
    cited = [
        {"subject_type": "solicitation", "subject_id": row["solicitation_id"], "kind": "web", "value": address}
        for row in adverts
    ]
    table = authors_of(
        pa.Table.from_pylist(adverts, schema=TABLES["solicitations"].arrow_schema),
        pa.Table.from_pylist(cited, schema=TABLES["contact_mentions"].arrow_schema),
    )
    return {row["solicitation_id"]: row for row in table.to_pylist()}


def test_a_web_address_that_more_accounts_cite_than_an_agency_has_is_everybodys() -> None:
    assert {row["adverts"] for row in _citing("www.zhaiwu.top", 3).values()} == {3}
    assert {row["adverts"] for row in _citing("www.some-news.cn/1", 40).values()} == {1}
