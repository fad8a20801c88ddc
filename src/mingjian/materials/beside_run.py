"""One new file held against a finished run: by the run's own stage, over the file and the papers that lie near it.

Near is what has the same bytes or number, or a page, a seal or handwriting whose fingerprint is close; the register is
asked as in a run. Nothing of it is kept: tables and what was examined stand in a folder that goes with the answer.
Weights are the written ones, as for every single file.
"""

import hashlib
import json
import shutil
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import ibis
import pyarrow as pa

from mingjian.contract.vocabulary import Certainty, CheckOutcome, Verdict
from mingjian.materials.assessment import assess_one
from mingjian.materials.examination import examine_files, kept_traits
from mingjian.materials.handwriting import Handwriting
from mingjian.materials.inspection import Inspection, in_order
from mingjian.materials.known_documents import evidence_of
from mingjian.materials.portraits import Portrait
from mingjian.materials.reuse import INK_BITS, NEIGHBOURS, PAGE_BITS, PORTRAIT_BITS, SEAL_BITS, SQUARE_BITS
from mingjian.materials.seals.comparison import fingerprints
from mingjian.materials.seals.impression import Impression
from mingjian.materials.seals.squares import SquareSeal
from mingjian.materials.settings import MaterialsSettings
from mingjian.materials.similar import FingerprintIndex
from mingjian.materials.specimen import Observation, Place, Trait, TraitKind
from mingjian.materials.stage import run
from mingjian.reading.page import Region
from mingjian.store.engine import Engine
from mingjian.store.lake import Lake
from mingjian.store.stage import StageContext
from mingjian.store.vault import Vault

__all__ = ["FinishedRun", "held_against"]

_THIS = "inspected file"
"""The number that it has as a material meanwhile."""
_WITHIN: Mapping[TraitKind, int] = {
    TraitKind.PAGE: PAGE_BITS,
    TraitKind.SEAL: SEAL_BITS,
    TraitKind.SQUARE_SEAL: SQUARE_BITS,
    TraitKind.NAME_SEAL: SQUARE_BITS,
    TraitKind.SIGNATURE: INK_BITS,
    TraitKind.HANDWRITING: INK_BITS,
    TraitKind.PORTRAIT: PORTRAIT_BITS,
    TraitKind.FRAMED_PORTRAIT: PORTRAIT_BITS,
}


@dataclass(frozen=True)
class FinishedRun:
    """A run and what its workspace keeps of its files."""

    lake: Lake
    as_of: datetime
    vault: Vault
    cache: Path


def held_against(
    inspection: Inspection, data: bytes, finished: FinishedRun, customer_id: str, settings: MaterialsSettings
) -> Inspection:
    """The same inspection with all that the run's papers and registers say of the file of that customer."""
    digest = hashlib.sha256(data).hexdigest()
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        vault = finished.vault.with_content(data)
        engine = finished.lake.engine
        kept = folder / "cache" / "examinations"
        examine_files([digest], vault=vault, folder=kept, engine=engine, most=settings.pages_examined)
        near = _near(kept_traits(digest, kept), finished) | {digest}
        held = near | _on_file(finished.lake)
        _borrow(finished.cache, folder / "cache", held, engine)
        lake = finished.lake.over(folder)
        lake.write("materials", _with_this(finished, near, inspection, digest, customer_id))
        run(StageContext(lake=lake, as_of=finished.as_of, vault=vault, cache=folder / "cache"), settings)
        findings = lake.table("findings")
        rows = findings.filter(findings.subject_id == _THIS).order_by("check").to_pyarrow().to_pylist()
    judged = assess_one(inspection.name, evidence_of(rows), settings)
    return replace(
        inspection,
        observations=in_order(map(_observation, rows)),
        verdict=Verdict(str(judged["verdict"])),
        certainty=Certainty(str(judged["certainty"])),
        probability=float(str(judged["forgery_probability"])),
        reasons=str(judged["reasons"]),
        merits=str(judged["merits"]),
    )


def _near(mine: Iterable[Trait], finished: FinishedRun) -> set[str]:
    """The submitted files that have something near."""
    numbers: set[str] = set()
    wanted: dict[TraitKind, list[bytes]] = defaultdict(list)
    for trait in mine:
        if trait.kind is TraitKind.SERIAL_NUMBER:
            numbers.add(trait.text)
        else:
            wanted[trait.kind].extend(_prints(trait))
    files: dict[TraitKind, list[str]] = defaultdict(list)
    prints: dict[TraitKind, list[bytes]] = defaultdict(list)
    near = set()
    for digest in _digests(finished.lake):
        for trait in kept_traits(digest, finished.cache / "examinations"):
            if trait.kind is TraitKind.SERIAL_NUMBER and trait.text in numbers:
                near.add(digest)
            elif trait.kind in wanted:
                files[trait.kind].append(digest)
                prints[trait.kind].append(_prints(trait)[0])
    for kind, codes in wanted.items():
        index = FingerprintIndex(prints[kind])
        for code in codes:
            found = index.nearest(code, count=NEIGHBOURS, within=_WITHIN[kind])
            near.update(files[kind][place] for place, _ in found)
    return near


def _prints(trait: Trait) -> tuple[bytes, ...]:
    """The fingerprint, and others by which it is searched for, too."""
    match trait.kind:
        case TraitKind.PAGE:
            return (trait.content[:32],)
        case TraitKind.SEAL:
            return fingerprints(Impression.from_bytes(trait.content).picture)
        case TraitKind.SQUARE_SEAL | TraitKind.NAME_SEAL:
            return (SquareSeal.from_bytes(trait.content).fingerprint,)
        case TraitKind.PORTRAIT | TraitKind.FRAMED_PORTRAIT:
            return Portrait.from_bytes(trait.content).fingerprints
        case _:
            return (Handwriting.from_bytes(trait.content).fingerprint,)


def _digests(lake: Lake) -> set[str]:
    materials = lake.table("materials")
    if "file_sha256" not in materials.columns:
        return set()
    return {digest for digest in materials.file_sha256.to_pyarrow().to_pylist() if digest}


def _on_file(lake: Lake) -> set[str]:
    """The register's impressions of seals."""
    organisations = lake.table("organisations")
    if "seal_sha256" not in organisations.columns:
        return set()
    return {digest for digest in organisations.seal_sha256.to_pyarrow().to_pylist() if digest}


def _borrow(cache: Path, folder: Path, digests: set[str], engine: Engine) -> None:
    """What the workspace keeps of these files, so that none is read or examined anew."""
    for digest in digests:
        place = Path("examinations") / digest[:2] / f"{digest}.json.gz"
        if (cache / place).exists() and not (folder / place).exists():
            (folder / place).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(cache / place, folder / place)
    if any((cache / "readings").glob("*.parquet")):
        readings = engine.read(cache / "readings")
        (folder / "readings").mkdir(parents=True)
        engine.write(readings.filter(readings.sha256.isin(sorted(digests))), folder / "readings" / "kept.parquet")


def _with_this(
    finished: FinishedRun, near: set[str], inspection: Inspection, digest: str, customer_id: str
) -> pa.Table:
    """The run's materials that are near, and the file as one more."""
    materials = finished.lake.table("materials")
    if "file_sha256" not in materials.columns:
        materials = materials.mutate(file_sha256=ibis.null("string"))
    others = materials.filter(materials.file_sha256.isin(sorted(near))).to_pyarrow()
    this: dict[str, Any] = dict.fromkeys(others.schema.names)
    this |= {"material_id": _THIS, "customer_id": customer_id, "kind": inspection.kind.value, "file_sha256": digest}
    this |= {"path": inspection.name, "received_at": finished.as_of}
    row = pa.Table.from_pylist([this], schema=pa.schema([field.with_nullable(True) for field in others.schema]))
    return pa.concat_tables([others.cast(row.schema), row])


def _observation(row: Mapping[str, Any]) -> Observation:
    place = json.loads(row["place"]) if row["place"] else None
    return Observation(
        row["check"],
        CheckOutcome(row["outcome"]),
        row["score"],
        None if place is None else Place(place["page"], _region(place), place.get("dpi")),
        json.loads(row["values"]),
        tuple(one for one in json.loads(row["evidence"]) if one != _THIS),
    )


def _region(place: Mapping[str, Any]) -> Region | None:
    return Region(*place["region"]) if "region" in place else None
