"""Whose adverts are whose: one author under several accounts and on several platforms.

Adverts are one author's where they stand under one account of a platform, or name the same telephone, WeChat or QQ
number or web address, in their fields or in their texts. The same wording alone joins nothing: texts are copied, and
a template is not an agent. Nor does the same shown name, which anybody may choose.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from mingjian.contract import TABLES

__all__ = ["authors_of"]


def authors_of(solicitations: pa.Table, contacts: pa.Table) -> pa.Table:
    """The rows of ``advert_authors``, from the adverts and the rows of ``contact_mentions`` that their texts gave."""
    named: dict[str, set[str]] = defaultdict(set)
    for row in contacts.to_pylist():
        if row["subject_type"] == "solicitation":
            named[row["subject_id"]].add(f"{row['kind']}:{row['value']}")
    adverts = sorted(solicitations.to_pylist(), key=lambda row: str(row["solicitation_id"]))
    keys = {row["solicitation_id"]: (*_of_fields(row), *sorted(named[row["solicitation_id"]])) for row in adverts}
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
            yield f"{kind}:{str(row[name]).lower()}"


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
