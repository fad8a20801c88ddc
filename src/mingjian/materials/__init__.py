"""Whether a document is what it claims to be."""

import ibis

from mingjian.materials.assessment import assess
from mingjian.materials.checks import CHECKS
from mingjian.materials.settings import MaterialsSettings
from mingjian.materials.tables import Tables, from_lake
from mingjian.reading.files import SCHEMA as READINGS
from mingjian.store.stage import StageContext

__all__ = ["CHECKS", "MaterialsSettings", "Tables", "run"]


def run(context: StageContext, settings: MaterialsSettings) -> None:
    """Writes ``material_assessments`` and its part of ``findings``."""
    engine = context.engine
    tables = from_lake(context.lake, engine.read_arrow(READINGS.empty_table()))
    context.progress("documents", 0.5)
    findings = engine.materialise(ibis.union(*(find(tables) for find in CHECKS)))
    context.lake.write_part("findings", "materials", findings)
    context.lake.write("material_assessments", assess(findings, engine, settings))
    context.progress("documents", 1.0)
