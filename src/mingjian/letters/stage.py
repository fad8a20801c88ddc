"""The stage: complaints in; letters, templates, claims, code-word candidates and findings out."""

from functools import partial

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from mingjian.contract import TABLES
from mingjian.letters import tables, templates
from mingjian.letters.settings import LettersSettings
from mingjian.store.lake import Lake
from mingjian.store.stage import StageContext
from mingjian.wording.families import find_families
from mingjian.wording.judged_words import JudgedWords, judged_words
from mingjian.wording.new_code_words import propose_code_words

CANDIDATE_TEXTS = 20_000
"""Texts of each table in which new code words are looked for, the newest: that is where new words are."""
_SPOKEN = (
    ("complaints", "complaint_id", "received_at"),
    ("solicitations", "solicitation_id", "published_at"),
    ("testimonies", "testimony_id", "reported_at"),
)
_MEMBER_SCHEMA = pa.schema(
    [
        ("complaint_id", pa.string()),
        ("template_id", pa.string()),
        ("is_medoid", pa.bool_()),
        ("text_similarity", pa.float64()),
        ("level", pa.float64()),
    ]
)


def run(context: StageContext, settings: LettersSettings) -> None:
    """Writes letters, letter_templates, letter_keys, claim_mentions, code_word_candidates and its part of findings."""
    lake, engine = context.lake, context.engine
    inputs = engine.materialise(tables.letter_inputs(lake.table("complaints"), lake.table("loans")))
    judged = judged_words(lake.table("judgements"))
    context.progress("families of letters", 0.0)
    members = engine.read_arrow(_assign(inputs, settings, context.previous))
    context.progress("templates", 0.4)
    described = engine.map_groups(
        templates.describe_templates,
        inputs.inner_join(members, "complaint_id"),
        by="template_id",
        schema=templates.TEMPLATE_SCHEMA,
    )
    for part, name in ((templates.TEMPLATE, "letter_templates"), (templates.KEY, "letter_keys")):
        lake.write(name, _part(described, part, name))
    context.progress("letters", 0.5)
    read = engine.map_groups(
        partial(tables.read_letters, settings=settings, judged=judged),
        _with_templates(inputs, members, lake.table("letter_templates")),
        by="complaint_id",
        schema=tables.READ_SCHEMA,
    )
    for part, name in ((tables.LETTER, "letters"), (tables.CLAIM, "claim_mentions")):
        lake.write(name, _part(read, part, name))
    lake.write_part("findings", "letters", _part(read, tables.FINDING, "findings"))
    context.progress("code words", 0.9)
    lake.write("code_word_candidates", _candidates(lake, judged))
    context.progress("letters", 1.0)


def _with_templates(inputs: ir.Table, members: ir.Table, described: ir.Table) -> ir.Table:
    known = described.select("template_id", "skeleton", "complaints", "customers", "medoid_id")
    followed = members.select("complaint_id", "template_id").inner_join(known, "template_id")
    return inputs.left_join(followed, "complaint_id").drop("complaint_id_right")


def _part(rows: ir.Table, part: str, name: str) -> ir.Table:
    return rows.filter(rows.part == part).select(*TABLES[name].columns)


def _assign(inputs: ir.Table, settings: LettersSettings, previous: Lake | None) -> pa.Table:
    """Which complaint follows which template."""
    rows = inputs.filter(inputs.text.notnull()).select("complaint_id", "text").order_by("complaint_id").to_pyarrow()
    ids, texts = rows.column("complaint_id").to_pylist(), rows.column("text").to_pylist()
    del rows
    found = find_families(texts, smallest=settings.smallest_family)
    names = templates.name_families(found.families, ids, texts, _previous(previous))
    columns: dict[str, list[object]] = {name: [] for name in _MEMBER_SCHEMA.names}
    for name, family in zip(names, found.families, strict=True):
        columns["complaint_id"] += [ids[member] for member in family.members]
        columns["template_id"] += [name] * len(family.members)
        columns["is_medoid"] += [member == family.medoid for member in family.members]
        columns["text_similarity"] += family.similarities
        columns["level"] += [found.level] * len(family.members)
    return pa.table(columns, _MEMBER_SCHEMA)


def _previous(lake: Lake | None) -> templates.Previous | None:
    if lake is None or not all(map(lake.has, ("letters", "letter_templates", "letter_keys"))):
        return None
    letters = lake.table("letters")
    followed = letters.filter(letters.template_id.notnull()).select("complaint_id", "template_id").to_pyarrow()
    return templates.Previous(
        dict(zip(followed.column(0).to_pylist(), followed.column(1).to_pylist(), strict=True)),
        templates.template_index(
            lake.table("letter_keys").to_pyarrow().to_pylist(),
            lake.table("letter_templates").select("template_id", "skeleton", "level").to_pyarrow().to_pylist(),
        ),
    )


def _candidates(lake: Lake, judged: JudgedWords) -> pa.Table:
    """New code words in what complaints, adverts and consumers' reports say."""
    texts: list[str] = []
    for name, key, time in _SPOKEN:
        table = lake.table(name)
        newest = table.filter(table.text.notnull()).order_by([ibis.desc(table[time]), table[key]])
        texts += newest.limit(CANDIDATE_TEXTS).select("text").to_pyarrow().column(0).to_pylist()
    return tables.candidate_rows(propose_code_words(texts, judged))
