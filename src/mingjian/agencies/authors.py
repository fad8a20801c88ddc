"""Whose adverts are whose: one author under several accounts and on several platforms.

Adverts are one author's where they stand under one account of a platform, or name the same telephone, WeChat or QQ
number or web address, in their fields or in their texts. The same wording alone joins nothing: texts are copied, and
a template is not an agent. Nor does the same shown name, which anybody may choose, nor a web address that is
everybody's.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from mingjian.contract import TABLES
from mingjian.standards.spelling import one_spelling

__all__ = ["authors_of"]

_ACCOUNTS_OF_ONE = 20
"""So many accounts that bear one web address may still be one author's; a page that more of them cite is a news item, a
shop or a rule. Our own choice, far above the few accounts that collectors see of one agency."""


def authors_of(solicitations: pa.Table, contacts: pa.Table) -> pa.Table:
    """The rows of ``advert_authors``, from the adverts and the rows of ``contact_mentions`` that their texts gave."""
    named: dict[str, set[str]] = defaultdict(set)
    for row in contacts.to_pylist():
        if row["subject_type"] == "solicitation":
            named[row["subject_id"]].add(f"{row['kind']}:{one_spelling(row['kind'], row['value'])}")
    adverts = sorted(solicitations.to_pylist(), key=lambda row: str(row["solicitation_id"]))
    own = _without_what_is_everybodys(named, adverts)
    keys = {row["solicitation_id"]: (*_of_fields(row), *own.get(row["solicitation_id"], ())) for row in adverts}
    groups = _grouped(keys)
    rows = []
    for row in adverts:
        mine = keys[row["solicitation_id"]]
        if not mine:
            continue
        members, whole = groups[mine[0]]
        shared = {key.partition(":")[0] for key, bearers in whole.items() if len(bearers) > 1}
        rows.append(
            {
                "group_id": _group_id(whole),
                "solicitation_id": row["solicitation_id"],
                "platform": row["platform"],
                "adverts": len(members),
                "shared": json.dumps(sorted(shared)),
            }
        )
    return pa.Table.from_pylist(rows, schema=TABLES["advert_authors"].arrow_schema)


def _of_fields(row: Mapping[str, Any]) -> Iterator[str]:
    if row["platform"] and row["author_id"]:
        yield f"account:{row['platform']}:{row['author_id']}"
    for kind, name in (("phone", "phone"), ("wechat", "wechat_id")):
        if row[name]:
            yield f"{kind}:{one_spelling(kind, str(row[name]))}"


def _without_what_is_everybodys(
    named: Mapping[str, Iterable[str]], adverts: Iterable[Mapping[str, Any]]
) -> dict[str, list[str]]:
    """By advert, what its text names, without web addresses that more accounts bear than one agency has."""
    accounts: dict[str, set[tuple[object, object]]] = defaultdict(set)
    for row in adverts:
        for key in named.get(row["solicitation_id"], ()):
            if key.startswith("web:"):
                accounts[key].add((row["platform"], row["author_id"] or row["author"] or row["solicitation_id"]))
    return {
        advert: sorted(key for key in keys if len(accounts.get(key, ())) <= _ACCOUNTS_OF_ONE)
        for advert, keys in named.items()
    }


def _grouped(keys: Mapping[str, Sequence[str]]) -> dict[str, tuple[set[str], dict[str, set[str]]]]:
    """By each key, the adverts that hang together with it and which of them bear which key."""
    parent: dict[str, str] = {}

    def root(key: str) -> str:
        while (above := parent.setdefault(key, key)) != key:
            parent[key] = parent[above]
            key = parent[key]
        return key

    for mine in keys.values():
        for key in mine:
            parent[root(key)] = root(mine[0])
    groups: dict[str, tuple[set[str], dict[str, set[str]]]] = {}
    for advert, mine in keys.items():
        for key in mine:
            members, bearers = groups.setdefault(root(key), (set(), defaultdict(set)))
            members.add(advert)
            bearers[key].add(advert)
    return {key: groups[root(key)] for key in parent}


def _group_id(bearers: Mapping[str, set[str]]) -> str:
    """From the key that most of its adverts bear, so that it stays the same from run to run while that does."""
    first = min(bearers, key=lambda key: (-len(bearers[key]), key))
    return f"AU-{hashlib.sha256(first.encode()).hexdigest()[:10]}"
