"""Files that bear a seal of which something is known: genuine impressions, and papers whose issuers have answered."""

from enum import StrEnum

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import IssuerReply
from mingjian.materials.answers import latest_answers
from mingjian.store.lake import Lake

__all__ = ["Standing", "known_seals"]


class Standing(StrEnum):
    """What is known of a file's seal."""

    ON_FILE = "on_file"
    """The register's own impression."""
    CONFIRMED = "confirmed"
    """Its issuer says that it issued the paper."""
    DENIED = "denied"
    """Its issuer says that it did not."""


def known_seals(lake: Lake) -> ir.Table:
    """``known_sha256, owner, standing, material_id``: the owner of impressions on file, of others the paper's id."""
    papers = lake.table("materials")
    if "file_sha256" not in papers.columns:
        papers = papers.mutate(file_sha256=ibis.null("string"))
    answers = latest_answers(lake.table("verifications")).select("material_id", "reply")
    settled = answers.filter(answers.reply.isin([IssuerReply.CONFIRMED.value, IssuerReply.DENIED.value]))
    answered = papers.filter(papers.file_sha256.notnull()).join(settled, "material_id")
    denied = answered.reply == IssuerReply.DENIED.value
    return ibis.union(
        impressions_on_file(lake.table("organisations")),
        answered.select(
            known_sha256=answered.file_sha256,
            owner=ibis.null("string"),
            standing=ibis.ifelse(denied, Standing.DENIED.value, Standing.CONFIRMED.value),
            material_id=answered.material_id,
        ),
    ).distinct()


def impressions_on_file(organisations: ir.Table) -> ir.Table:
    """The files that intake took for ``seal_path``, with the columns of ``known_seals``."""
    if "seal_sha256" not in organisations.columns:
        organisations = organisations.mutate(seal_sha256=ibis.null("string"))
    held = organisations.filter(organisations.seal_sha256.notnull())
    return held.select(
        known_sha256=held.seal_sha256,
        owner=held.name,
        standing=ibis.literal(Standing.ON_FILE.value),
        material_id=ibis.null("string"),
    )
