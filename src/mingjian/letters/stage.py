"""The stage: complaints in, letters, templates, claims and findings out."""

from functools import partial

import ibis.expr.types as ir
import pyarrow as pa

from mingjian.contract import TABLES
from mingjian.letters import tables
from mingjian.letters.settings import LettersSettings
from mingjian.store.stage import StageContext
from mingjian.wording.families import find_families

_ASSIGNMENT_SCHEMA = pa.schema(
    [
        ("complaint_id", pa.string()),
        ("template_id", pa.string()),
        ("is_medoid", pa.bool_()),
        ("text_similarity", pa.float64()),
    ]
)


def run(context: StageContext, settings: LettersSettings) -> None:
    """Writes letters, letter_templates, claim_mentions, code_word_candidates and its part of findings."""
    lake, engine = context.lake, context.engine
    inputs = engine.materialise(tables.letter_inputs(lake.table("complaints"), lake.table("loans")))
    context.progress("families of letters", 0.0)
    assigned = engine.read_arrow(_assign(inputs, settings))
    members = inputs.inner_join(assigned, "complaint_id")
    context.progress("templates", 0.4)
    templates = engine.map_groups(
        tables.describe_templates,
        members.select(
            "complaint_id", "customer_id", "text", "received_at", "template_id", "is_medoid",
            similarity=members.text_similarity,
        ),
        by="template_id",
        schema=tables.TEMPLATE_SCHEMA,
    )  # fmt: skip
    lake.write("letter_templates", templates)
    context.progress("letters", 0.5)
    with_templates = inputs.left_join(assigned, "complaint_id").drop("complaint_id_right")
    known = templates.select("template_id", "skeleton", "complaints", "customers", "medoid_id")
    read = engine.map_groups(
        partial(tables.read_letters, settings=settings),
        with_templates.left_join(known, "template_id").drop("template_id_right"),
        by="complaint_id",
        schema=tables.READ_SCHEMA,
    )
    lake.write("letters", read.filter(read.demands.notnull()).drop("claims", "findings"))
    context.progress("claims and findings", 0.9)
    _write_rows(context, "claim_mentions", read)
    lake.write("code_word_candidates", TABLES["code_word_candidates"].empty())
    context.progress("letters", 1.0)


def _write_rows(context: StageContext, _name: str, read: ir.Table) -> None:
    engine, lake = context.engine, context.lake
    claims = engine.map_groups(
        tables.claim_rows, read.select("complaint_id", "claims"), by="complaint_id",
        schema=TABLES["claim_mentions"].arrow_schema,
    )  # fmt: skip
    lake.write("claim_mentions", claims)
    findings = engine.map_groups(
        tables.finding_rows, read.select("complaint_id", "findings"), by="complaint_id",
        schema=TABLES["findings"].arrow_schema,
    )  # fmt: skip
    lake.write_part("findings", "letters", findings)


def _assign(inputs: ir.Table, settings: LettersSettings) -> pa.Table:
    """Which complaint follows which template."""
    rows = inputs.filter(inputs.text.notnull()).select("complaint_id", "text").order_by("complaint_id").to_pyarrow()
    ids, texts = rows.column("complaint_id").to_pylist(), rows.column("text").to_pylist()
    del rows
    assigned: list[dict[str, object]] = []
    for family in find_families(texts, smallest=settings.smallest_family).families:
        name = tables.template_id(texts[family.medoid])
        assigned.extend(
            {
                "complaint_id": ids[member],
                "template_id": name,
                "is_medoid": member == family.medoid,
                "text_similarity": similarity,
            }
            for member, similarity in zip(family.members, family.similarities, strict=True)
        )
    return pa.Table.from_pylist(assigned, _ASSIGNMENT_SCHEMA)
