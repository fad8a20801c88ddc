"""A document of a run, looked up for the letter to its issuer."""

from datetime import date
from pathlib import Path
from typing import Any

from mingjian.contract.reasons import Language
from mingjian.contract.vocabulary import MaterialKind
from mingjian.errors import NotFoundError
from mingjian.materials.checks.issuer_answer import NUMBER_CONFIRMED
from mingjian.materials.examination import examine_files
from mingjian.materials.issuer_letter import IssuerLetter, letter_about
from mingjian.reading.fields import fields
from mingjian.reading.page import DocumentField, Line, Region
from mingjian.store.engine import DuckDBEngine
from mingjian.store.serving import RunTables, Serving
from mingjian.store.vault import Vault
from mingjian.store.workspace import RunFolder

__all__ = ["enquire", "holder_named"]

_BORNE_AGAIN = (NUMBER_CONFIRMED, "serial_number_reused", "page_altered")
"""Findings by which the paper's number stands on another one, too."""


def enquire(
    run: RunFolder,
    material_id: str,
    *,
    vault: Vault,
    cache: Path,
    sender: str,
    day: date,
    language: Language = Language.ZH,
) -> IssuerLetter:
    """The letter about one document of a run; NotFoundError where the run has no such document.

    What the file states comes from the cache of examinations, or is read now. Address and telephone are the register's.
    Raises InputError where there is nobody to ask.
    """
    with Serving.open(run.path) as serving:
        rows = serving.query("SELECT * FROM materials WHERE material_id = ?", [material_id])
        if not rows:
            raise NotFoundError(f"run {run.name} has no document {material_id}")
        row = rows[0]
        kind = MaterialKind(row["kind"] or MaterialKind.OTHER.value)
        stated = _stated(row, kind, vault=vault, cache=cache)
        issuer = row["issuer_name"] or next((one.value for one in stated if one.name == "issuer"), "")
        register = serving.query(
            "SELECT address, phone FROM organisations WHERE name = ? ORDER BY organisation_id LIMIT 1", [issuer]
        )
        borne_again = _is_borne_again(serving, material_id)
    known = register[0] if register else {"address": None, "phone": None}
    return letter_about(
        material_id=material_id,
        kind=kind,
        issuer=issuer,
        fields=stated,
        sender=sender,
        day=day,
        address=known["address"] or "",
        phone=known["phone"] or "",
        language=language,
        borne_again=borne_again,
    )


def holder_named(run: RunTables, material_id: str) -> str:
    """Whom the letter about a document names; an empty text where nobody was read on it."""
    rows = run.query(
        "SELECT value FROM document_fields WHERE material_id = ? AND field = 'person_name' "
        "ORDER BY confidence DESC NULLS LAST, number LIMIT 1",
        [material_id],
    )
    return (rows[0]["value"] or "") if rows else ""


def _is_borne_again(run: RunTables, material_id: str) -> bool:
    checks = ", ".join("?" * len(_BORNE_AGAIN))
    sql = f'SELECT 1 FROM findings WHERE subject_id = ? AND "check" IN ({checks}) LIMIT 1'
    return bool(run.query(sql, [material_id, *_BORNE_AGAIN]))


def _stated(row: dict[str, Any], kind: MaterialKind, *, vault: Vault, cache: Path) -> tuple[DocumentField, ...]:
    digest = row.get("file_sha256")
    if not digest:
        return ()
    engine = DuckDBEngine(workers=1)
    try:
        # The text alone is wanted, which a run has kept.
        seen = examine_files([digest], vault=vault, folder=cache / "examinations", engine=engine, examiners=())
        lines = [
            Line(
                one["page"],
                one["text"],
                one["confidence"],
                Region(one["left"], one["top"], one["right"], one["bottom"]),
            )
            for one in seen.lines.order_by("number").to_pyarrow().to_pylist()
        ]
    finally:
        engine.close()
    return fields(kind, lines)
