"""The stage: reads tables, writes tables."""

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from mingjian.contract import TABLES
from mingjian.contract.workings import DOCUMENT_WEIGHTS
from mingjian.materials.assessment import assess
from mingjian.materials.checks import CHECKS
from mingjian.materials.contested import with_contested
from mingjian.materials.contradictions import contradictions
from mingjian.materials.examination import Examinations, examine_files, nothing_examined
from mingjian.materials.fusion import learned
from mingjian.materials.known_documents import known_documents
from mingjian.materials.known_seals import known_seals
from mingjian.materials.marks import marks
from mingjian.materials.reuse import Reuse, find_reuse, nothing_reused
from mingjian.materials.settings import MaterialsSettings
from mingjian.materials.tables import from_lake, lines_of_materials
from mingjian.reading.cache import ReadingCache
from mingjian.reading.files import SCHEMA as READINGS
from mingjian.store.stage import StageContext

__all__ = ["run"]


def run(context: StageContext, settings: MaterialsSettings) -> None:
    """Writes ``material_assessments`` and its part of ``findings``."""
    engine = context.engine
    context.progress("documents", 0.0)
    digests = _digests(context)
    if not digests and not context.lake.knows("materials"):
        _write_nothing(context, settings)
        return
    readings, examinations = _readings(context, digests), _examinations(context, digests, settings)
    context.progress("documents", 0.7)
    tables = from_lake(context.lake, readings, examinations, _reuse(context, examinations), engine)
    tables = with_contested(tables, engine)
    context.progress("documents", 0.8)
    contradicted = contradictions(context.lake, tables.examinations.lines, engine)
    findings = engine.materialise(ibis.union(*(find(tables) for find in CHECKS), contradicted))
    context.lake.write_part("findings", "materials", findings)
    prior = settings.prior_log_odds
    fusion = learned(known_documents(context.lake, findings), prior=prior, review_from=settings.review_from)
    weights = pa.Table.from_pylist(list(fusion.rows(prior)), schema=DOCUMENT_WEIGHTS.arrow_schema)
    context.lake.write("document_weights", weights)
    context.lake.write("material_assessments", assess(findings, engine, settings, fusion))
    context.lake.write("document_lines", lines_of_materials(tables))
    context.lake.write("document_fields", tables.facts)
    context.lake.write("document_marks", marks(tables))
    context.progress("documents", 1.0)


def _write_nothing(context: StageContext, settings: MaterialsSettings) -> None:
    """What is written where nobody submitted anything: asking every check about no document takes seconds."""
    prior = settings.prior_log_odds
    weights = list(learned((), prior=prior, review_from=settings.review_from).rows(prior))
    context.lake.write_part("findings", "materials", TABLES["findings"].empty())
    context.lake.write("document_weights", pa.Table.from_pylist(weights, schema=DOCUMENT_WEIGHTS.arrow_schema))
    for name in ("material_assessments", "document_lines", "document_fields", "document_marks"):
        context.lake.write(name, TABLES[name].empty())
    context.progress("documents", 1.0)


def _digests(context: StageContext) -> list[str]:
    """The submitted files at hand and the register's genuine impressions of seals, by SHA-256."""
    held: set[str] = set()
    for name, column in (("materials", "file_sha256"), ("organisations", "seal_sha256")):
        table = context.lake.table(name)
        if column in table.columns:
            held.update(digest for digest in table[column].to_pyarrow().to_pylist() if digest)
    return sorted(held)


def _readings(context: StageContext, digests: list[str]) -> ir.Table:
    """The submitted files, read once each; none where no vault is at hand."""
    if context.vault is None or context.cache is None:
        return context.engine.read_arrow(READINGS.empty_table())
    return ReadingCache(context.cache / "readings").read(digests, vault=context.vault, engine=context.engine)


def _examinations(context: StageContext, digests: list[str], settings: MaterialsSettings) -> Examinations:
    if context.vault is None or context.cache is None:
        return nothing_examined(context.engine)
    folder = context.cache / "examinations"
    return examine_files(
        digests, vault=context.vault, folder=folder, engine=context.engine, most=settings.pages_examined
    )


def _reuse(context: StageContext, examinations: Examinations) -> Reuse:
    if context.vault is None or context.cache is None:
        return nothing_reused(context.engine)
    names = context.lake.table("organisations").name.to_pyarrow().to_pylist()
    folder = context.cache / "comparisons"
    known = known_seals(context.lake)
    return find_reuse(examinations, names, context.engine, known=known, folder=folder, vault=context.vault)
