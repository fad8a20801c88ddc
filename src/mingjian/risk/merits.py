"""What speaks for the consumer: the claims that the lender's records bear out, and what speaks against an agent."""

import json
from collections.abc import Iterable, Iterator

import ibis
import ibis.expr.types as ir

from mingjian.contract.reasons import Reason
from mingjian.contract.vocabulary import ClaimStatus

ROW_SEPARATOR = "\x1e"
FIELD_SEPARATOR = "\x1f"

BORNE_OUT_WEIGHT = 5.0
"""A claim borne out is a fact of the lender's own records: it stands before any inference about the author, and
nothing that is found about the author changes its weight."""

AGAINST_PREFIX = "agent_"
MERIT_PREFIX = "self_"


def borne_out_claims(claims: ir.Table, *, by: str) -> ir.Table:
    """One row a subject: its claims that are borne out (code, values, evidence), packed into one text."""
    rows = claims.filter(claims.status == str(ClaimStatus.BORNE_OUT))
    packed = (
        rows.code
        + ibis.literal(FIELD_SEPARATOR)
        + rows["values"].fill_null("{}")
        + ibis.literal(FIELD_SEPARATOR)
        + rows.evidence.fill_null("[]")
    )
    return (
        rows.mutate(packed__=packed)
        .group_by(by)
        .agg(borne_out=lambda row: row.packed__.group_concat(sep=ROW_SEPARATOR))
    )


def claim_merits(packed: str | None) -> Iterator[Reason]:
    """The merits that :func:`borne_out_claims` packed; the same claim with the same evidence once."""
    for row in sorted(set(packed.split(ROW_SEPARATOR))) if packed else ():
        code, values, evidence = row.split(FIELD_SEPARATOR)
        yield Reason(
            code,
            weight=BORNE_OUT_WEIGHT,
            values=json.loads(values),
            evidence=tuple(str(item) for item in json.loads(evidence)),
        )


def origin_merits(reasons: Iterable[Reason]) -> Iterator[Reason]:
    """What among the reasons about the author speaks for the customer himself."""
    for reason in reasons:
        if reason.weight < 0:
            code = MERIT_PREFIX + reason.code.removeprefix(AGAINST_PREFIX)
            yield Reason(code, weight=-reason.weight, values=reason.values, evidence=reason.evidence)
