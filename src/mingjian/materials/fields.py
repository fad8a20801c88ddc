"""What each submitted file states, by its kind: the table ``document_fields``."""

import json
from itertools import groupby

import ibis.expr.types as ir
import pyarrow as pa

from mingjian.contract.vocabulary import MaterialKind
from mingjian.contract.workings import DOCUMENT_FIELDS
from mingjian.reading.fields import fields
from mingjian.reading.page import Line, Region
from mingjian.store.engine import Engine


def fields_of_materials(submissions: ir.Table, lines: ir.Table, engine: Engine) -> ir.Table:
    """The facts in reading order; the same file handed in as another kind of document may state others."""
    submitted = submissions.select("material_id", "file_sha256", "kind")
    joined = submitted.join(lines, submitted.file_sha256 == lines.sha256).drop("sha256", "file_sha256")
    return engine.map_groups(_stated, joined, by="material_id", schema=DOCUMENT_FIELDS.arrow_schema)


def _stated(lines: pa.Table) -> pa.Table:
    ordered = lines.sort_by([("material_id", "ascending"), ("number", "ascending")]).to_pylist()
    rows = []
    for material, group in groupby(ordered, key=lambda line: line["material_id"]):
        whole = list(group)
        kind = MaterialKind(whole[0]["kind"] or MaterialKind.OTHER)
        read = [
            Line(
                line["page"],
                line["text"],
                line["confidence"],
                Region(line["left"], line["top"], line["right"], line["bottom"]),
            )
            for line in whole
        ]
        for number, fact in enumerate(fields(kind, read), start=1):
            rows.append(
                {
                    "material_id": material,
                    "number": number,
                    "field": fact.name,
                    "value": fact.value,
                    "text": fact.text,
                    "page": fact.page,
                    "region": json.dumps(
                        [fact.region.left, fact.region.top, fact.region.right, fact.region.bottom],
                    ),
                    "confidence": fact.confidence,
                }
            )
    return pa.Table.from_pylist(rows, schema=DOCUMENT_FIELDS.arrow_schema)
