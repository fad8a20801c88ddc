"""What issuers answered when they were asked about a paper: of several answers one stands."""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import IssuerReply

__all__ = ["latest_answers"]


def latest_answers(verifications: ir.Table) -> ir.Table:
    """``material_id, verification_id, reply, answered_on``: the newest definite answer, or else the newest question."""
    definite = verifications.reply.isin(
        [IssuerReply.CONFIRMED.value, IssuerReply.DENIED.value, IssuerReply.NO_RECORD.value]
    ).fill_null(False)
    reply = verifications.reply.fill_null(IssuerReply.PENDING.value)
    at = ibis.coalesce(verifications.replied_at, verifications.asked_at)
    dated = verifications.select(
        "material_id",
        "verification_id",
        reply=reply,
        answered_on=verifications.replied_at.date(),
        definite=definite.cast("int64"),
        # Backends order empty values differently; an answer without a time counts as the oldest.
        seconds=at.epoch_seconds().fill_null(0),
        denied=(reply == IssuerReply.DENIED.value).cast("int64"),
    )
    order = [ibis.desc("definite"), ibis.desc("seconds"), ibis.desc("denied"), ibis.asc("verification_id")]
    ranked = dated.mutate(place=ibis.row_number().over(group_by="material_id", order_by=order))
    return ranked.filter(ranked.place == 0).select("material_id", "verification_id", "reply", "answered_on")
