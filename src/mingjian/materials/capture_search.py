"""Which pages of different files are one photograph or one scan: the likeliest of a form are laid over each other."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache, partial
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from mingjian.materials.captures import Written, in_common, may_be_one
from mingjian.materials.examination import Examinations, content_of
from mingjian.materials.examiners import drawing
from mingjian.materials.kept_answers import KeptAnswers, answered
from mingjian.materials.specimen import Place
from mingjian.reading.page import Pixels, Region
from mingjian.reading.record import PageOrigin
from mingjian.reading.rendering import render
from mingjian.store.engine import Engine
from mingjian.store.vault import Vault

__all__ = ["CAPTURES", "COMPARED", "compare_captures", "likeliest", "one_captures", "written"]

_COPIES = 4
"""Pages of its form that a page is laid over as a picture: those that say most of what it says."""
_HELD = 2
"""Files whose pages are kept drawn while they are compared: a file is drawn as a whole, which is what costs."""

CAPTURES = pa.schema([("page", pa.string()), ("other", pa.string()), ("place", pa.string())])
"""One row a page, another one that is the same photograph or scan, and a place of the page that differs, as
``findings.place``; null where none does. Each pair in either order."""

COMPARED = CAPTURES.append(pa.field("captured", pa.bool_()))
"""The same of all pages whose paper has something in common; ``captured`` as of ``captures.Common``."""


def likeliest(forms: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Pairs of pages of different files that may be one capture: for each page the few that say most of the same."""
    chosen, taken = [], Counter[str]()
    for row in sorted(forms, key=_likelihood):
        pair = row["first"], row["second"]
        if _file(pair[0]) != _file(pair[1]) and max(taken[page] for page in pair) < _COPIES:
            chosen.append(pair)
            taken.update(pair)
    return chosen


def _likelihood(row: Mapping[str, Any]) -> tuple[float, int, bytes]:
    """Those that say most of the same first; of equal ones any, lest many copies of one picture fall apart by name."""
    any_ = hashlib.sha256(f"{row['first']} {row['second']}".encode()).digest()
    return -row["fixed"], row["filled"], any_


def _file(page: str) -> str:
    return page.split(":")[0]


def written(examinations: Examinations, pages: set[str], engine: Engine) -> ir.Table:
    """``member, content``: what was read where on these pages, of those that were captured and not drawn."""
    drawn = examinations.observations.filter(examinations.observations.check == drawing.DRAWN).select("sha256")
    kept = examinations.pages.filter(examinations.pages.origin != PageOrigin.RENDERED.value)
    kept = kept.anti_join(drawn, "sha256").select("sha256", "page", "width", "height")
    sizes = {f"{row['sha256']}:{row['page']}": (row["width"], row["height"]) for row in kept.to_pyarrow().to_pylist()}
    wanted = sorted(pages & sizes.keys())
    files = engine.read_arrow(
        pa.table({"sha256": sorted({_file(page) for page in wanted})}, pa.schema([("sha256", pa.string())]))
    )
    lines: dict[str, list[tuple[str, int, int, int, int]]] = {page: [] for page in wanted}
    for row in examinations.lines.semi_join(files, "sha256").order_by("sha256", "number").to_pyarrow().to_pylist():
        page = f"{row['sha256']}:{row['page']}"
        if page in lines:
            lines[page].append((row["text"], row["left"], row["top"], row["right"], row["bottom"]))
    contents = [
        Written(_file(page), int(page.split(":")[1]), sizes[page], tuple(lines[page])).to_bytes() for page in wanted
    ]
    return engine.read_arrow(
        pa.table({"member": pa.array(wanted, pa.string()), "content": pa.array(contents, pa.binary())})
    )


def compare_captures(bucket: pa.Table, *, kept: KeptAnswers, vault: Vault | None) -> pa.Table:
    """Rows of ``COMPARED`` of pairs with what ``written`` says of them; file by file, so that each is drawn seldom."""
    bucket = bucket.sort_by([("second", "ascending"), ("first", "ascending")])
    wanted = frozenset(bucket["first"].to_pylist()) | frozenset(bucket["second"].to_pylist())
    drawn = lru_cache(_HELD)(partial(_drawn, wanted=wanted, vault=vault))
    rows = []
    for row, common in answered(bucket, kept, partial(_in_common, drawn=drawn), by="file"):
        if common is not None:
            first, second = zip(*common["altered"], strict=True) if common["altered"] else ((), ())
            for page, other, boxes in (("first", "second", first), ("second", "first", second)):
                rows += [
                    {"page": row[page], "other": row[other], "place": place, "captured": common["captured"]}
                    for place in _places(row[page], boxes)
                ]
    return pa.Table.from_pylist(rows, schema=COMPARED)


def one_captures(compared: ir.Table, engine: Engine) -> ir.Table:
    """Rows of ``CAPTURES`` alone: what lies on the paper of two captures is print, and tells of no third one."""
    printed = compared.filter(~compared.captured).select("page").distinct()
    whole = compared.filter(compared.captured).anti_join(printed, "page")
    return engine.materialise(whole.anti_join(printed.select(other="page"), "other").drop("captured"))


def _places(page: str, boxes: Sequence[Sequence[int]]) -> Sequence[str | None]:
    """Each box as ``findings.place``."""
    number = int(page.split(":")[1])
    return [Place(number, Region(*box)).to_json() for box in boxes] or [None]


def _in_common(one: bytes, other: bytes, *, drawn: Callable[[str], Mapping[int, Pixels]]) -> dict[str, Any] | None:
    first, second = Written.from_bytes(one), Written.from_bytes(other)
    placement = may_be_one(first, second)
    if placement is None:
        return None
    pixels = drawn(first.sha256).get(first.page), drawn(second.sha256).get(second.page)
    if pixels[0] is None or pixels[1] is None:
        return None
    common = in_common(first, second, placement, (pixels[0], pixels[1]))
    return None if common is None else asdict(common)


def _drawn(sha256: str, *, wanted: frozenset[str], vault: Vault | None) -> Mapping[int, Pixels]:
    """The pages of a file that are compared, as it shows them; none where it is gone or can no longer be drawn."""
    data = None if vault is None else content_of(sha256, vault)
    pages = () if data is None else render(data).pages
    return {each.number: each.pixels for each in pages if f"{sha256}:{each.number}" in wanted}
