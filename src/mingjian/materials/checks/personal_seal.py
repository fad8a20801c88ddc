"""Is a person's own seal the only one on a paper that an office stamps?

A name seal is no office's official seal (国发〔1999〕25号). But official seals fade, stand on another page or are lost
in a grey copy, and a village's or a small employer's paper is taken with its head's seal here and there: it is worth
knowing when somebody looks at the paper, and weighs nothing.
"""

import ibis.expr.types as ir

from mingjian.contract.vocabulary import CheckOutcome
from mingjian.materials.checks.on_paper import STAMPED
from mingjian.materials.findings import rows
from mingjian.materials.specimen import TraitKind
from mingjian.materials.tables import Tables


def find(tables: Tables) -> ir.Table:
    """One finding a paper of a stamped kind on which a person's seal stands and no round one, whole or in part."""
    examined = tables.examinations
    traits, seen = examined.traits, examined.observations
    round_ones = traits.filter(traits.kind == TraitKind.SEAL.value).select("sha256")
    pieces = seen.filter(seen.check.isin(["seal_partial", "pages_not_examined"])).select("sha256")
    personal = traits.filter(traits.kind == TraitKind.NAME_SEAL.value).select("sha256").distinct()
    alone = personal.anti_join(round_ones.union(pieces), "sha256")
    submitted = tables.submissions.filter(tables.submissions.kind.isin([kind.value for kind in STAMPED]))
    found = submitted.select("material_id", sha256=submitted.file_sha256).join(alone, "sha256")
    return rows(found, check="seal_personal_alone", outcome=CheckOutcome.NOT_APPLICABLE)
