"""What speaks for the consumer: the claims that the lender's own records bear out."""

import json
from collections.abc import Iterator, Sequence

import ibis
import ibis.expr.types as ir

from mingjian.contract.reasons import Reason
from mingjian.contract.vocabulary import ClaimStatus
from mingjian.risk.explanation import Saying, single

ROW_SEPARATOR = "\x1e"
FIELD_SEPARATOR = "\x1f"

BORNE_OUT_WEIGHT = 5.0
"""A claim borne out is a fact of the lender's own records: it stands before any inference about the author, and
nothing that is found about the author changes its weight."""


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


def claim_sayings(packed: Sequence[str | None]) -> Iterator[Saying]:
    """The claims of a batch that are borne out; the same for every author."""
    for row, claims in enumerate(packed):
        for merit in claim_merits(claims):
            yield single(row, merit)
