"""Templates of letters: which letters follow which, under which id, and what is known of each family."""

import json
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

import pyarrow as pa

from mingjian.contract import TABLES
from mingjian.standards.folding import fold_text
from mingjian.wording.alignment import Skeleton, SkeletonPart, read_by, skeleton
from mingjian.wording.families import Family
from mingjian.wording.matching import Template, TemplateIndex, band_keys, match_text, text_key

SKELETON_SAMPLE = 64
"""Members from which a skeleton is drawn: a share of a half is then known to within 6 percentage points (one sigma)."""
SAME_FAMILY = 0.5
"""Share of the smaller family's letters that a family of this run and one of the run before have in common, from
which they are the same."""
_WEEK = timedelta(days=7)
_NUMBER = re.compile(r"[0-9]{10}")
"""What may be a telephone's or an account's number: of 60 digests one has as many digits in a row."""

TEMPLATE, KEY = "template", "key"
"""What a row of :data:`TEMPLATE_SCHEMA` is: of ``letter_templates`` or of ``letter_keys``."""
TEMPLATE_SCHEMA = pa.schema(
    {
        "part": pa.string(),
        **{
            field.name: field.type
            for name in ("letter_templates", "letter_keys")
            for field in TABLES[name].arrow_schema
        },
    }.items()
)


@dataclass(frozen=True)
class Previous:
    """The families of the run before: the template of each of its letters, and its index."""

    template_of: Mapping[str, str]
    index: TemplateIndex


def content_id(medoid: str) -> str:
    """An id that the same medoid gives in every run, and that no screen takes for somebody's number and masks."""
    digest = blake2b(fold_text(medoid).encode(), digest_size=6).hexdigest()
    while _NUMBER.search(digest):
        digest = blake2b(digest.encode(), digest_size=6).hexdigest()
    return f"T-{digest}"


def name_families(
    families: Sequence[Family], complaint_ids: Sequence[str], texts: Sequence[str], previous: Previous | None
) -> list[str]:
    """An id for each family: that of the run before where it is the same family, else one made of its medoid.

    The same family shares letters with the old one; where no letter is in both runs (a delivery of new complaints
    alone), its medoid belongs to the old one by the old one's index. No id is given twice.
    """
    names: dict[int, str] = {}
    if previous is not None:
        shared: list[tuple[int, int, str]] = []
        sizes = Counter(previous.template_of.values())
        for place, family in enumerate(families):
            old = Counter(
                previous.template_of[complaint_ids[member]]
                for member in family.members
                if complaint_ids[member] in previous.template_of
            )
            shared.extend(
                (common, place, name)
                for name, common in old.items()
                if common >= SAME_FAMILY * min(len(family.members), sizes[name])
            )
        for _, place, name in sorted(shared, key=lambda item: (-item[0], item[1], item[2])):
            if place not in names and name not in names.values():
                names[place] = name
        for place, family in enumerate(families):
            match = None if place in names else match_text(texts[family.medoid], previous.index)
            if match and match.template_id not in names.values():
                names[place] = match.template_id
    taken = set(names.values())
    for place, family in enumerate(families):
        if place not in names:
            name = content_id(texts[family.medoid])
            while name in taken:
                name = content_id(name)
            names[place] = name
            taken.add(name)
    return [names[place] for place in range(len(families))]


def describe_templates(bucket: pa.Table) -> pa.Table:
    """One row a family and one a key of its index, from rows of its letters."""
    families: dict[str, list[dict[str, Any]]] = {}
    for row in bucket.to_pylist():
        families.setdefault(row["template_id"], []).append(row)
    rows: list[dict[str, Any]] = []
    for name, letters in families.items():
        rows.append({"part": TEMPLATE, **_describe(name, letters)})
        medoid = next(letter["text"] for letter in letters if letter["is_medoid"])
        keys = {(text_key(letter["text"]), "text") for letter in letters}
        keys.update((key, "band") for key in band_keys(medoid))
        rows.extend({"part": KEY, "key": key, "kind": kind, "template_id": name} for key, kind in sorted(keys))
    return pa.Table.from_pylist(rows, TEMPLATE_SCHEMA)


def template_index(keys: Sequence[Mapping[str, Any]], templates: Sequence[Mapping[str, Any]]) -> TemplateIndex:
    """The index from rows of ``letter_keys`` and ``letter_templates``: all of them, or those of one text's keys."""
    by_text: dict[int, str] = {}
    by_band: dict[int, list[str]] = {}
    for row in keys:
        if row["kind"] == "text":
            by_text[row["key"]] = row["template_id"]
        else:
            by_band.setdefault(row["key"], []).append(row["template_id"])
    return TemplateIndex(
        by_text,
        by_band,
        {
            row["template_id"]: Template(
                row["template_id"], skeleton_from_json(row["skeleton"]).medoid, float(row["level"])
            )
            for row in templates
        },
    )


def skeleton_json(drawn: Skeleton) -> str:
    """The skeleton as the table holds it; ``own`` is what the medoid has in a slot."""
    return json.dumps(
        [
            {"text": part.text}
            if part.slot is None
            else {"slot": part.slot, "examples": list(part.examples), "own": part.text}
            for part in drawn.parts
        ],
        ensure_ascii=False,
    )


def skeleton_from_json(text: str) -> Skeleton:
    """Reads what :func:`skeleton_json` wrote."""
    return Skeleton(
        tuple(
            SkeletonPart(part["text"])
            if "text" in part
            else SkeletonPart(part["own"], part["slot"], tuple(part["examples"]))
            for part in json.loads(text)
        )
    )


def _describe(name: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    rows.sort(key=lambda row: str(row["complaint_id"]))
    medoid = next(row for row in rows if row["is_medoid"])
    sample = [row["text"] for row in rows[:: max(1, len(rows) // SKELETON_SAMPLE)][:SKELETON_SAMPLE]]
    drawn = skeleton(medoid["text"], sample)
    copies = Counter(row["text"] for row in rows)
    customers = {row["customer_id"] for row in rows if row["customer_id"]}
    contacts = {row["contact_phone"] for row in rows if row["contact_phone"]}
    received = sorted(row["received_at"] for row in rows if row["received_at"])
    return {
        "template_id": name,
        "medoid_id": medoid["complaint_id"],
        "skeleton": skeleton_json(drawn),
        "complaints": len(rows),
        # A complaint that could not be matched to a customer counts as one of its own.
        "customers": len(customers) + sum(1 for row in rows if not row["customer_id"]),
        "exact_copies": sum(count for count in copies.values() if count > 1),
        "mean_similarity": sum(row["text_similarity"] for row in rows) / len(rows),
        "own_share": sum(_own_share(drawn, text) for text in sample) / len(sample),
        "contacts": len(contacts) or None,
        "channels": len({row["channel"] for row in rows if row["channel"]}) or None,
        "busiest_week_share": _busiest_week(received),
        "level": medoid["level"],
        "first_seen_at": received[0] if received else None,
        "last_seen_at": received[-1] if received else None,
    }


def _own_share(drawn: Skeleton, text: str) -> float:
    shared = sum(end - start for start, end in read_by(drawn, text).shared)
    return 1.0 - shared / max(len(text), 1)


def _busiest_week(received: list[datetime]) -> float | None:
    if not received:
        return None
    most = max(bisect_right(received, start + _WEEK) - place for place, start in enumerate(received))
    return most / len(received)
