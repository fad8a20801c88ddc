"""Is the seal alike to the genuine impression that is on file for its owner?

Only likeness is said. An office has several seals and renews them, and a worn or photographed one is easily unlike, so
that none was found alike proves nothing: a person lays both side by side.
"""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import CheckOutcome
from mingjian.materials.findings import rows
from mingjian.materials.tables import Tables


def find(tables: Tables) -> ir.Table:
    """One finding a file with a seal whose owner's genuine impression is on file."""
    genuine = impressions_on_file(tables.organisations)
    seals = tables.reuse.seals
    mine = seals.filter(seals.registered_name.notnull()).select("seal", "sha256", owner=seals.registered_name)
    kept = seals.join(genuine, seals.sha256 == genuine.genuine_sha256).select(genuine_seal=seals.seal, owner="owner")
    both = mine.join(kept, "owner")
    pairs = tables.reuse.seal_pairs
    alike = ibis.union(
        pairs.select(seal=pairs.first, genuine_seal=pairs.second),
        pairs.select(seal=pairs.second, genuine_seal=pairs.first),
    ).mutate(alike=True)
    compared = both.left_join(alike, ["seal", "genuine_seal"])
    submitted = tables.submissions.select("material_id", "file_sha256")
    each = submitted.join(compared, submitted.file_sha256 == compared.sha256)
    found = each.group_by(["material_id", "owner"]).aggregate(alike=lambda t: t.alike.fill_null(False).any())
    return rows(
        found,
        check=ibis.ifelse(found.alike, "seal_like_genuine", "seal_not_like_genuine"),
        outcome=ibis.ifelse(found.alike, CheckOutcome.CLEAR.value, CheckOutcome.NOT_APPLICABLE.value),
        values={"name": found.owner},
    )


def impressions_on_file(organisations: ir.Table) -> ir.Table:
    """``owner, genuine_sha256``: the files that intake took for ``seal_path``."""
    if "seal_sha256" not in organisations.columns:
        organisations = organisations.mutate(seal_sha256=ibis.null("string"))
    held = organisations.filter(organisations.seal_sha256.notnull())
    return held.select(owner=held.name, genuine_sha256=held.seal_sha256).distinct()
