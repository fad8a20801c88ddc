"""A package of what one run knows about a subject, made by a person for a stated purpose."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from pathlib import Path

from mingjian.access.audit import AuditLog
from mingjian.casework.clues import evidence
from mingjian.casework.clues.casefile import CaseFile
from mingjian.casework.clues.disclosure import RULES, Mask
from mingjian.casework.clues.evidence import Item, Outside, chunks_of, index_rows, items_of, outside_of
from mingjian.casework.clues.gathering import Holding, gather
from mingjian.casework.clues.package import Part, Written, write_package
from mingjian.casework.clues.pictures import picture_of
from mingjian.casework.clues.report import MOST_PICTURES, Source, report_pdf
from mingjian.casework.clues.signing import Signer, fingerprint
from mingjian.casework.clues.statement import Statement, Subject
from mingjian.casework.clues.tables import board_table, moment, tables_of, to_csv, to_json
from mingjian.contract.reasons import Language
from mingjian.store.serving import Serving
from mingjian.store.vault import Vault
from mingjian.store.workspace import RunFolder

__all__ = ["Built", "build"]


@dataclass(frozen=True)
class Built:
    """A package that was made: what is in it and how it can be told from any other."""

    written: Written
    documents: int
    originals: int
    missing: int
    """Originals that should be there and that the vault does not hold."""


def build(
    run: RunFolder,
    subject: Subject,
    statement: Statement,
    *,
    vault: Vault | None,
    signers: Sequence[Signer],
    audit: AuditLog,
    mask: Mask,
    target: Path,
    also: Collection[str] = (),
    case: CaseFile | None = None,
) -> Built:
    """Makes the package. That it is made stands in the audit log before a byte is written, and then which it was.

    ``also`` names documents whose originals go with it although nothing speaks against them. With ``case``, its board
    is told and its files from outside go along. Raises NotFoundError where the run does not know the subject. The same
    run, subject, statement, keys and vault make the same bytes.
    """
    with Serving.open(run.path) as serving:
        holding = gather(serving, subject, mask=mask)
    record = _source(run)
    audit.record(
        actor=statement.prepared_by,
        action="clue_package",
        object_type=subject.kind.value,
        object_id=subject.id,
        reason=f"{statement.purpose} → {statement.recipient}",
    )
    items = items_of(holding, vault, also={*also, *(case.materials if case else ())})
    outside = outside_of(case, vault)
    written = write_package(
        target,
        _parts(holding, items, outside, statement, record, signers, vault, case),
        _about(subject, statement, record, case),
        signers,
    )
    originals = sum(bool(one.path) for one in items) + sum(bool(one.path) for one in outside)
    audit.record(
        actor=statement.prepared_by,
        action="clue_package_made",
        object_type=subject.kind.value,
        object_id=subject.id,
        reason=f"{originals} files, SHA-256 {written.sha256[:8]}",
    )
    missing = sum(one.document.doubtful and not one.path for one in items) + sum(not one.path for one in outside)
    return Built(written, len(items), originals, missing)


def _source(run: RunFolder) -> Source:
    record = json.loads(run.record.read_text(encoding="utf-8"))
    code = record.get("grounds", {}).get("code", {}).get("mingjian", "")
    return Source(record["run"], record["identity"], str(record["as_of"]), f"Mingjian {code}".strip())


def _about(subject: Subject, statement: Statement, source: Source, case: CaseFile | None) -> dict[str, object]:
    return {
        "subject": {"kind": subject.kind.value, "id": subject.id},
        "case": case.case.case_id if case else "",
        "prepared": {
            "organisation": statement.organisation,
            "by": statement.prepared_by,
            "at": moment(statement.prepared_at),
            "purpose": statement.purpose,
            "recipient": statement.recipient,
            "contact": statement.contact,
        },
        "nature": "线索材料，不构成鉴定意见或对任何人的认定 / clues, no finding of guilt",
        "source": {"run": source.run, "identity": source.identity, "as_of": source.as_of, "code": source.code},
        "masking": [dict(zip(("what", "treatment", "why"), one.said(Language.ZH), strict=True)) for one in RULES],
    }


def _parts(
    holding: Holding,
    items: Sequence[Item],
    outside: Sequence[Outside],
    statement: Statement,
    source: Source,
    signers: Sequence[Signer],
    vault: Vault | None,
    case: CaseFile | None,
) -> Iterator[Part]:
    pictures: dict[str, bytes] = {}
    if vault is not None:
        for item in items:
            if len(pictures) < MOST_PICTURES and item.path and item.document.doubtful:
                drawn = picture_of(item, vault)
                if drawn is not None:
                    pictures[item.number] = drawn
    report = report_pdf(
        holding,
        items,
        statement,
        source,
        fingerprints=[(one.algorithm, fingerprint(one)) for one in signers],
        pictures=pictures,
        case=case,
        outside=outside,
    )
    shelf = files("mingjian.casework.clues")
    yield Part.of("README.txt", shelf.joinpath("readme.txt").read_bytes(), "说明")
    yield Part.of("report.pdf", report, "线索报告")
    rows = index_rows(items, outside, holding.disclosure, run=source.run, identity=source.identity)
    yield Part.of("evidence/index.csv", to_csv(evidence.COLUMNS, rows), "证据目录")
    yield Part.of("evidence/index.json", to_json({"evidence": (evidence.COLUMNS, rows)}), "证据目录（JSON）")
    if vault is not None:
        for item in items:
            if item.path:
                title = f"{item.number} {item.document.title}（原件）"
                yield Part(item.path, partial(chunks_of, item, vault), title)
        for one in outside:
            if one.path:
                file = partial(vault.chunks, one.evidence.provenance.file_sha256)
                yield Part(one.path, file, f"{one.number} 案件外部文件（原件）")
    tables = dict(tables_of(holding))
    if case is not None:
        tables["board"] = board_table(case, holding, {one.evidence.evidence_id: one.path for one in outside})
    for name, (columns, found) in tables.items():
        yield Part.of(f"tables/{name}.csv", to_csv(columns, found), f"数据表 {name}")
    yield Part.of("tables/tables.json", to_json(tables), "全部数据表（JSON）")
    for name in ("verify.py", "verify.html"):
        yield Part.of(name, shelf.joinpath(f"verifier/{name}").read_bytes(), "核验程序")
