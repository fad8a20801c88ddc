"""How a check answers: a status, the code of its sentence, the sentence's values and the rows that it rests on.

The rule of every check: ``borne_out`` and ``contradicted`` both need rows that speak; silence is ``unknown``.
"""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import Claim, ClaimStatus

COLUMNS = ("mention", "status", "code", "values", "evidence")


def verdicts(
    mentions: ir.Table,
    *,
    claim: Claim,
    borne_out: ir.BooleanValue,
    contradicted: ir.BooleanValue,
    values: ir.StringValue,
    evidence: ir.StringValue,
) -> ir.Table:
    """One verdict a row of ``mentions``, of which the conditions and texts are columns.

    ``borne_out`` wins where both hold. A condition that is null does not hold. Where neither holds the status is
    unknown, with no values and no evidence. Sentence codes are the claim and its status.
    """
    status = ibis.cases(
        (borne_out.fill_null(False), ClaimStatus.BORNE_OUT.value),
        (contradicted.fill_null(False), ClaimStatus.CONTRADICTED.value),
        else_=ClaimStatus.UNKNOWN.value,
    )
    judged = mentions.select("mention", status=status, values=values, evidence=evidence)
    known = judged.status != ClaimStatus.UNKNOWN.value
    return judged.select(
        "mention",
        "status",
        code=ibis.literal(f"{claim.value}_") + judged.status,
        values=ibis.ifelse(known, judged["values"].fill_null("{}"), ibis.literal("{}")),
        evidence=ibis.ifelse(known, judged.evidence.fill_null("[]"), ibis.literal("[]")),
    )


def unknown(mentions: ir.Table, *, claim: Claim) -> ir.Table:
    """Every mention unknown: the records that would tell were not handed over, or do not exist."""
    return mentions.select(
        "mention",
        status=ibis.literal(ClaimStatus.UNKNOWN.value),
        code=ibis.literal(f"{claim.value}_{ClaimStatus.UNKNOWN.value}"),
        values=ibis.literal("{}"),
        evidence=ibis.literal("[]"),
    )
