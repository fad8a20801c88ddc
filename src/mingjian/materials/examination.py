"""Each file drawn, read and examined once, and kept until an examiner changes.

A file costs seconds and comes back with every run, so what was found of it is kept in the cache of the workspace: one
small compressed JSON file for each submitted file, named by its SHA-256, in which every part carries its version.
"""

import base64
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from mingjian.contract.vocabulary import CheckOutcome
from mingjian.errors import NotFoundError
from mingjian.materials.depth import examined
from mingjian.materials.examiners import EXAMINERS, Examiner
from mingjian.materials.settings import MaterialsSettings
from mingjian.materials.specimen import Examination, Observation, Place, Specimen, Trait, TraitKind
from mingjian.reading import lines as reading_lines
from mingjian.reading import rendering
from mingjian.reading.files import sandbox
from mingjian.reading.page import Line, Region
from mingjian.reading.record import PASSING
from mingjian.store.engine import Engine
from mingjian.store.kept import keep, kept
from mingjian.store.vault import DamagedFileError, Vault

__all__ = [
    "LINES",
    "OBSERVATIONS",
    "PAGES",
    "TRAITS",
    "Examinations",
    "content_of",
    "examine_bytes",
    "examine_files",
    "kept_traits",
]

_PLACE: list[tuple[str, pa.DataType]] = [
    ("page", pa.int64()),
    ("left", pa.int64()),
    ("top", pa.int64()),
    ("right", pa.int64()),
    ("bottom", pa.int64()),
]
PAGES = pa.schema(
    [
        ("sha256", pa.string()),
        ("page", pa.int64()),
        ("width", pa.int64()),
        ("height", pa.int64()),
        ("origin", pa.string()),
        ("dots_per_inch", pa.float64()),
    ]
)
"""One row a page that was drawn; sizes in pixels."""
LINES = pa.schema(
    [("sha256", pa.string()), ("number", pa.int64()), *_PLACE, ("text", pa.string()), ("confidence", pa.float64())]
)
"""One row a line of text, numbered from 1 in reading order."""
OBSERVATIONS = pa.schema(
    [
        ("sha256", pa.string()),
        ("check", pa.string()),
        ("outcome", pa.string()),
        ("score", pa.float64()),
        ("place", pa.string()),
        ("values", pa.string()),
    ]
)
"""One row an observation; ``place`` and ``values`` are JSON as in ``findings``."""
TRAITS = pa.schema(
    [("sha256", pa.string()), ("kind", pa.string()), *_PLACE, ("content", pa.binary()), ("text", pa.string())]
)
"""One row a trait."""
_KEPT = pa.schema([("sha256", pa.string()), ("parts", pa.string())])

_EDGES = ("left", "top", "right", "bottom")
_DRAWING = "drawing"
_READING = "reading"
_FAILED = "examiner_failed"
_Parts = dict[str, dict[str, Any]]
"""By name: ``version`` and ``content``."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Examinations:
    """What is known of the files of a run, by ``sha256``."""

    pages: ir.Table
    lines: ir.Table
    observations: ir.Table
    traits: ir.Table


def examine_files(
    digests: Sequence[str],
    *,
    vault: Vault,
    folder: Path,
    engine: Engine,
    most: int = MaterialsSettings.pages_examined,
    examiners: Sequence[Examiner] = EXAMINERS,
) -> Examinations:
    """Examines files of the vault, each once and so many pictures of each at most; ``folder`` keeps what was found."""
    names = tuple(examiner.NAME for examiner in examiners)
    examine = partial(_examined, vault=vault, folder=folder, names=names, most=most)
    found = engine.map_files(examine, sorted(set(digests)), _KEPT)
    return _unpacked(engine.materialise(found), engine)


def nothing_examined(engine: Engine) -> Examinations:
    """The tables where no file is at hand."""
    return _unpacked(engine.read_arrow(_KEPT.empty_table()), engine)


def examine_bytes(
    data: bytes,
    sha256: str,
    *,
    most: int = MaterialsSettings.pages_examined,
    examiners: Sequence[Examiner] = EXAMINERS,
) -> tuple[Specimen, Examination]:
    """Draws, reads and examines one file that stands in no vault."""
    drawn, left = examined(rendering.render(data), most)
    specimen = Specimen(sha256, data, drawn, reading_lines.lines_of(drawn), left)
    found = [_examination(examiner, specimen) for examiner in examiners]
    return specimen, Examination(
        tuple(observation for one in found for observation in one.observations),
        tuple(trait for one in found for trait in one.traits),
    )


def kept_traits(digest: str, folder: Path) -> tuple[Trait, ...]:
    """The traits that were kept of a file; none where it was not examined."""
    parts = _load(folder / digest[:2] / f"{digest}.json.gz")
    return tuple(
        Trait(
            TraitKind(one["kind"]),
            Place(one["page"], Region(*(one[edge] for edge in _EDGES)) if "left" in one else None),
            base64.b64decode(one["content"]),
            one["text"],
        )
        for part in _examined_parts(parts)
        for one in part["traits"]
    )


def _examined(digest: str, *, vault: Vault, folder: Path, names: Sequence[str], most: int) -> pa.Table:
    """One file's parts, those that are missing or outdated made anew."""
    path = folder / digest[:2] / f"{digest}.json.gz"
    parts = _lasting(_load(path))
    examiners = [examiner for examiner in EXAMINERS if examiner.NAME in names]
    versions = {_DRAWING: rendering.VERSION, _READING: reading_lines.VERSION} | {
        examiner.NAME: examiner.VERSION for examiner in examiners
    }
    outdated = {name for name, version in versions.items() if parts.get(name, {}).get("version") != version}
    if _asks_for_more(parts.get(_DRAWING, {}), most):
        outdated.add(_DRAWING)
    if outdated:
        data = content_of(digest, vault)
        if data is None:
            return pa.Table.from_pylist([], schema=_KEPT)
        passed = _renew(parts, digest, data, versions, outdated, examiners, most)
        # What failed for want of time or memory, or for an error of ours, is tried again in the next run.
        if not passed:
            keep(path, _lasting(parts))
    wanted = {name: parts[name] for name in versions}
    return pa.Table.from_pylist([{"sha256": digest, "parts": json.dumps(wanted, ensure_ascii=False)}], schema=_KEPT)


def _renew(
    parts: _Parts,
    digest: str,
    data: bytes,
    versions: Mapping[str, int],
    outdated: set[str],
    examiners: Sequence[Examiner],
    most: int,
) -> bool:
    """Makes the parts anew; whether the file could not be drawn for a reason that may pass."""
    if _DRAWING not in outdated:
        most = parts[_DRAWING].get("most", most)  # of one file all parts tell of the same pages
    drawn, left = examined(rendering.render(data), most)
    if _DRAWING in outdated:
        outdated |= set(versions)  # everything was made of the pages
        pages = [
            {
                "page": page.number,
                "width": page.pixels.shape[1],
                "height": page.pixels.shape[0],
                "origin": page.origin.value,
                "dots_per_inch": page.dots_per_inch,
            }
            for page in drawn.pages
        ]
        parts[_DRAWING] = {"version": versions[_DRAWING], "content": pages, "most": most, "left": left}
    if _READING in outdated:
        read = [asdict(line) for line in reading_lines.lines_of(drawn)]
        parts[_READING] = {"version": versions[_READING], "content": read}
    lines = tuple(Line(**{**line, "region": Region(**line["region"])}) for line in parts[_READING]["content"])
    specimen = Specimen(digest, data, drawn, lines, left)
    for examiner in examiners:
        if examiner.NAME in outdated:
            content = _record_of(_examination(examiner, specimen))
            parts[examiner.NAME] = {"version": versions[examiner.NAME], "content": content}
    return drawn.problem in PASSING


def _asks_for_more(drawing: dict[str, Any], most: int) -> bool:
    """Whether pages were left that the setting now asks for; where it was lowered, what is known stays known."""
    return bool(drawing.get("left")) and drawing["most"] < most


def _lasting(parts: _Parts) -> _Parts:
    """Those that did not fail."""
    return {
        name: part
        for name, part in parts.items()
        if name in (_DRAWING, _READING) or all(one["check"] != _FAILED for one in part["content"]["observations"])
    }


def _examination(examiner: Examiner, specimen: Specimen) -> Examination:
    try:
        return examiner.examine(specimen)
    except Exception:
        # One examiner that stumbles over one file must cost neither the run nor the others; that it did is said.
        _log.exception("the examiner %s failed on a file", examiner.NAME)
        failed = Observation(_FAILED, CheckOutcome.UNREADABLE, values={"examiner": examiner.NAME})
        return Examination((failed,))


def _record_of(examination: Examination) -> dict[str, Any]:
    return {
        "observations": [
            {
                "check": one.check,
                "outcome": one.outcome.value,
                "score": one.score,
                "place": one.place.to_json() if one.place else None,
                "values": json.dumps(dict(one.values), ensure_ascii=False),
            }
            for one in examination.observations
        ],
        "traits": [
            {
                "kind": one.kind.value,
                "page": one.place.page,
                **(asdict(one.place.region) if one.place.region else {}),
                "content": base64.b64encode(one.content).decode("ascii"),
                "text": one.text,
            }
            for one in examination.traits
        ],
    }


def content_of(digest: str, vault: Vault) -> bytes | None:
    """The file; None where it is missing, damaged or beyond the limit, as the finding of its reading says."""
    data = bytearray()
    try:
        for chunk in vault.chunks(digest):
            data += chunk
            if len(data) > sandbox().limits.bytes:
                return None
    except (NotFoundError, DamagedFileError):
        return None
    return bytes(data)


def _load(path: Path) -> _Parts:
    """What is kept; nothing where the file is absent or damaged: then it is made again."""
    parts = kept(path)
    return {name: part for name, part in parts.items() if _is_whole(name, part)} if isinstance(parts, dict) else {}


def _is_whole(name: str, part: object) -> bool:
    match part:
        case {"version": int(), "content": list()}:
            return name in (_DRAWING, _READING)
        case {"version": int(), "content": {"observations": list(), "traits": list()}}:
            return True
    return False


def _unpacked(kept: ir.Table, engine: Engine) -> Examinations:
    def table(schema: pa.Schema, rows: Callable[[_Parts], list[dict[str, Any]]]) -> ir.Table:
        return engine.map_groups(partial(_rows, schema=schema, rows=rows), kept, by="sha256", schema=schema)

    return Examinations(
        pages=table(PAGES, _page_rows),
        lines=table(LINES, _line_rows),
        observations=table(OBSERVATIONS, _observation_rows),
        traits=table(TRAITS, _trait_rows),
    )


def _rows(kept: pa.Table, *, schema: pa.Schema, rows: Callable[[_Parts], list[dict[str, Any]]]) -> pa.Table:
    unpacked = [{"sha256": row["sha256"], **one} for row in kept.to_pylist() for one in rows(json.loads(row["parts"]))]
    return pa.Table.from_pylist(unpacked, schema=schema)


def _page_rows(parts: _Parts) -> list[dict[str, Any]]:
    pages: list[dict[str, Any]] = parts[_DRAWING]["content"]
    return pages


def _line_rows(parts: _Parts) -> list[dict[str, Any]]:
    lines = parts[_READING]["content"]
    return [{"number": number, **line, **line["region"]} for number, line in enumerate(lines, start=1)]


def _observation_rows(parts: _Parts) -> list[dict[str, Any]]:
    return [one for part in _examined_parts(parts) for one in part["observations"]]


def _trait_rows(parts: _Parts) -> list[dict[str, Any]]:
    return [
        {**one, "content": base64.b64decode(one["content"])}
        for part in _examined_parts(parts)
        for one in part["traits"]
    ]


def _examined_parts(parts: _Parts) -> list[dict[str, Any]]:
    return [part["content"] for name, part in parts.items() if name not in (_DRAWING, _READING)]
