"""Is the seal cut as the genuine one is, by the register's impression or by papers that their issuers confirmed?

Of one stamp every impression shows the same letters at the same places, whatever ink and pressure do; a workshop that
cuts the name anew, from a picture too, sets them otherwise. An office has several seals and renews them, so another cut
alone asks for nobody's look: it weighs, beside other evidence. That the same other cut stands on a paper which was
denied is a question. Likeness proves little: pictures of genuine seals are pasted.
"""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import CheckOutcome
from mingjian.materials.findings import json_array, rows
from mingjian.materials.known_seals import Standing
from mingjian.materials.seals.cutting import Cut
from mingjian.materials.tables import Tables


def find(tables: Tables) -> ir.Table:
    """One finding a file with a seal of whose owner another one is known."""
    cuts = tables.reuse.seal_cuts
    submitted = tables.submissions.select("file_sha256", submission=tables.submissions.material_id)
    each = submitted.join(cuts, submitted.file_sha256 == cuts.sha256)
    genuine = each.standing != Standing.DENIED.value
    same, other = each.cut == Cut.SAME.value, each.cut == Cut.OTHER.value
    each = each.select(
        "submission",
        "owner",
        "material_id",
        genuine=genuine,
        alike=genuine & same,
        otherwise=genuine & other,
        denied=~genuine & same & (each.material_id != each.submission).fill_null(False),
    )
    found = each.group_by(["submission", "owner"]).aggregate(
        genuine=lambda t: t.genuine.any(),
        alike=lambda t: t.alike.any(),
        otherwise=lambda t: t.otherwise.any(),
        denied=lambda t: t.denied.any(),
        paper=lambda t: t.material_id.min(where=t.denied),
    )
    found = found.filter(found.genuine | found.denied).rename(material_id="submission")
    check = ibis.cases(
        (found.alike, "seal_like_genuine"),
        (found.denied & found.otherwise, "seal_of_denied"),
        (found.denied, "seal_like_denied"),
        (found.otherwise, "seal_cut_otherwise"),
        else_="seal_not_like_genuine",
    )
    shown = check.isin(["seal_of_denied", "seal_like_denied"])
    return rows(
        found,
        check=check,
        outcome=ibis.cases(
            (check == "seal_like_genuine", CheckOutcome.CLEAR.value),
            (check == "seal_of_denied", CheckOutcome.SUSPECT.value),
            else_=CheckOutcome.NOT_APPLICABLE.value,
        ),
        score=ibis.ifelse(check == "seal_of_denied", ibis.literal(0.7), ibis.null("float64")),
        values={"name": found.owner},
        evidence=ibis.ifelse(shown, json_array(found.paper.fill_null("")), "[]"),
    )
