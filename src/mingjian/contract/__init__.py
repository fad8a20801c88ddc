"""Every table in and out, as code: names, types, units, allowed values, and the wording of reasons and merits."""

from mingjian.contract.intake import INTAKE
from mingjian.contract.outputs import OUTPUTS
from mingjian.contract.reasons import Language, Reason, Sentence, SentenceKind
from mingjian.contract.schema import TIME_ZONE, Field, FieldType, ForeignKey, Table
from mingjian.contract.workings import WORKINGS

TABLES: dict[str, Table] = {table.name: table for table in (*INTAKE, *WORKINGS, *OUTPUTS)}

__all__ = [
    "INTAKE",
    "OUTPUTS",
    "TABLES",
    "TIME_ZONE",
    "WORKINGS",
    "Field",
    "FieldType",
    "ForeignKey",
    "Language",
    "Reason",
    "Sentence",
    "SentenceKind",
    "Table",
]
