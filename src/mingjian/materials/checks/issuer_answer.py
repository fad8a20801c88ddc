"""What the stated issuer answered when asked: the one evidence that settles a document."""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import CheckOutcome, IssuerReply, MaterialKind
from mingjian.materials.answers import latest_answers
from mingjian.materials.findings import json_array, rows
from mingjian.materials.issuer_letter import enquiry_of
from mingjian.materials.tables import Tables

_ANSWERS = (
    (IssuerReply.CONFIRMED, "issuer_confirmed", CheckOutcome.CLEAR, 0.0),
    (IssuerReply.DENIED, "issuer_denied", CheckOutcome.CONTRADICTED, 1.0),
    # An office that finds nothing may have looked under a misspelt name: a question, not a denial.
    (IssuerReply.NO_RECORD, "issuer_no_record", CheckOutcome.SUSPECT, 0.5),
    (IssuerReply.UNREACHABLE, "issuer_unreachable", CheckOutcome.NOT_APPLICABLE, None),
    (IssuerReply.PENDING, "issuer_pending", CheckOutcome.NOT_APPLICABLE, None),
)
NOT_ASKED = "issuer_not_asked"
NONE = "issuer_none_to_ask"
"""A chat, a screenshot, what a customer wrote: nobody issued it who could be asked."""
NUMBER_CONFIRMED = "issuer_confirmed_number"
"""The issuer said yes of a number that another paper bears, too, and did not say for whom it issued its own."""
FOR_ANOTHER = "issuer_confirmed_for_another"
"""The issuer said that it issued the paper, and not for whom the question named: it may have named them wrongly."""


def find(tables: Tables) -> ir.Table:
    """One finding a file; of several answers the newest definite one stands."""
    latest = latest_answers(tables.verifications)
    latest = latest.left_join(tables.unsettled.mutate(unsettled=True), "material_id").drop("material_id_right")
    joined = tables.submissions.left_join(latest, "material_id").drop("material_id_right")
    answer = joined.reply
    without = joined.kind.isin([kind.value for kind in MaterialKind if enquiry_of(kind) is None]).fill_null(True)
    unanswered = ibis.ifelse(without & (joined.issuer_name.fill_null("") == ""), NONE, NOT_ASKED)
    open_ = (answer == IssuerReply.CONFIRMED.value).fill_null(False) & joined.unsettled.notnull()
    check = ibis.cases(
        (open_ & joined.number.isnull(), FOR_ANOTHER),
        (open_, NUMBER_CONFIRMED),
        *((answer == reply.value, check) for reply, check, _, _ in _ANSWERS),
        else_=unanswered,
    )
    outcome = ibis.cases(
        (open_, CheckOutcome.SUSPECT.value),
        *((answer == reply.value, outcome.value) for reply, _, outcome, _ in _ANSWERS),
        else_=CheckOutcome.NOT_APPLICABLE.value,
    )
    score = ibis.cases(
        (open_, ibis.null("float64")),
        *((answer == reply.value, ibis.literal(score, type="float64")) for reply, _, _, score in _ANSWERS),
        else_=ibis.null("float64"),
    )
    return rows(
        joined,
        check=check,
        outcome=outcome,
        score=score,
        values={
            "issuer": joined.issuer_name,
            "day": joined.answered_on.cast("string"),
            "number": joined.number,
        },
        evidence=ibis.cases(
            (joined.verification_id.isnull(), "[]"),
            (
                open_ & joined.other.notnull(),
                json_array(joined.verification_id.fill_null(""), joined.other.fill_null("")),
            ),
            else_=json_array(joined.verification_id.fill_null("")),
        ),
    )
