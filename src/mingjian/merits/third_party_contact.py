"""Claim: the lender told or pressed people other than the debtor."""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import Claim, Counterparty
from mingjian.merits.collection_calls import covered, possible_before
from mingjian.merits.json_text import array_of, object_of
from mingjian.merits.ledger import Ledger
from mingjian.merits.settings import MeritsSettings
from mingjian.merits.verdict import verdicts

CLAIM = Claim.THIRD_PARTY_CONTACT

_OTHERS = (Counterparty.RELATIVE.value, Counterparty.COLLEAGUE.value, Counterparty.OTHER_THIRD_PARTY.value)


def check(mentions: ir.Table, ledger: Ledger, settings: MeritsSettings) -> ir.Table:
    """Borne out by a collection contact whose counterparty is recorded as somebody else.

    Unrecorded where a day is asserted, the log covers it and holds contacts with the customer, and every one of them,
    for whatever purpose, names the customer in person, at one number: of two numbers one may be another's.
    """
    contacts = possible_before(mentions, ledger, settings)
    own = (contacts.counterparty == Counterparty.SELF.value).fill_null(False)
    judged = contacts.mutate(
        other=contacts.counterparty.isin(_OTHERS).fill_null(False) & contacts.collecting,
        own=own & contacts.collecting,
        elsewhere=~own,
    )
    summed = judged.group_by("mention").aggregate(
        contacts=judged.collecting.sum(),
        elsewhere=judged.elsewhere.sum(),
        numbers=judged.phone.nunique(),
        others=judged.other.sum(),
        own=judged.own.sum(),
        day=judged.started_at.max(where=judged.other).date(),
        other_rows=array_of(judged.contact_id, limit=settings.evidence_rows, where=judged.other),
        own_rows=array_of(judged.contact_id, limit=settings.evidence_rows, where=judged.own),
    )
    facts = covered(mentions, ledger, settings).left_join(summed, "mention").drop("mention_right")
    return verdicts(
        facts,
        claim=CLAIM,
        borne_out=facts.others > 0,
        complete=ledger.complete(settings, "contacts"),
        unrecorded=facts.log_covers
        & facts.asserted_on.notnull()
        & (facts.elsewhere == 0)
        & (facts.contacts > 0)
        & (facts.numbers <= 1),
        values=object_of(contacts=ibis.ifelse(facts.others > 0, facts.others, facts.contacts), day=facts.day),
        evidence=ibis.ifelse(facts.others > 0, facts.other_rows, facts.own_rows),
    )
