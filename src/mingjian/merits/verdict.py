"""How a check answers: a status, the code of its sentence, the sentence's values and the rows that it rests on.

The rule of every check: ``borne_out`` and ``contradicted`` both need rows that speak; silence is ``unknown``, unless
the lender states that the records which are silent hold everything. And nobody is contradicted in what he may not have
said: where the two readers of claims are not certain of a mention, what would contradict it leaves it unknown.
"""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import Claim, ClaimStatus

UNRECORDED = "unrecorded"
"""Ends the code of a sentence that says what the records hold where they may not hold everything."""

UNCERTAIN = "uncertain"
"""Ends the code of a sentence about a claim that the records would contradict, if it is certain that it was made."""

OTHER_SUM = "other_sum"
"""Ends the code of a sentence that bears a claim out by rows of another sum than was stated."""

UNFINISHED = "unfinished"
"""Ends the code of a sentence about a series that is within bounds so far and would not be if it went on."""

COLUMNS = ("mention", "status", "code", "values", "evidence")


def verdicts(
    mentions: ir.Table,
    *,
    claim: Claim,
    borne_out: ir.BooleanValue,
    contradicted: ir.BooleanValue | None = None,
    unrecorded: ir.BooleanValue | None = None,
    other_sum: ir.BooleanValue | None = None,
    unfinished: ir.BooleanValue | None = None,
    complete: bool = False,
    values: ir.StringValue,
    evidence: ir.StringValue,
) -> ir.Table:
    """One verdict a row of ``mentions``, of which the conditions and texts are columns.

    ``contradicted``: rows are there that cannot stand beside the claim. ``unrecorded``: no row shows what is claimed,
    which contradicts it only where the records are ``complete``; where nobody stated that, the status is unknown and
    the sentence says what the records hold. ``other_sum``: of what bears it out no row is of the sum that was stated;
    people round, and say the sum of several or of the loan, so it is borne out and the sentence says so.
    ``unfinished``: what is recorded would be borne out if it went on as it began, which is unknown however complete the
    records are. The first that holds of borne out, unfinished, contradicted and unrecorded counts, and a condition that
    is null does not hold. Where none does the status is unknown, with no values and no evidence.
    Sentence codes are the claim and its status, or the claim and ``unrecorded``, ``unfinished``, ``uncertain`` or
    ``other_sum``.
    """
    never = ibis.literal(False)
    against = never if contradicted is None else contradicted.fill_null(False)
    silent = never if unrecorded is None else unrecorded.fill_null(False)
    other = never if other_sum is None else other_sum.fill_null(False)
    open_still = never if unfinished is None else unfinished.fill_null(False)
    contradiction = ibis.ifelse(mentions.certain, ClaimStatus.CONTRADICTED.value, UNCERTAIN)
    word = ibis.cases(
        (borne_out.fill_null(False), ibis.ifelse(other, OTHER_SUM, ClaimStatus.BORNE_OUT.value)),
        (open_still, UNFINISHED),
        (against, contradiction),
        (silent, contradiction if complete else UNRECORDED),
        else_=ClaimStatus.UNKNOWN.value,
    )
    judged = mentions.select("mention", word=word, values=values, evidence=evidence)
    known = judged.word != ClaimStatus.UNKNOWN.value
    return judged.select(
        "mention",
        status=ibis.cases(
            (judged.word == OTHER_SUM, ClaimStatus.BORNE_OUT.value),
            (judged.word.isin((UNRECORDED, UNCERTAIN, UNFINISHED)), ClaimStatus.UNKNOWN.value),
            else_=judged.word,
        ),
        code=ibis.literal(f"{claim.value}_") + judged.word,
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
