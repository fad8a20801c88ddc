"""Claim: the lender told or pressed people other than the debtor."""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import Claim, Counterparty
from mingjian.merits.collection_calls import covered, filed_under_others, possible_before
from mingjian.merits.json_text import array_of, object_of
from mingjian.merits.ledger import Ledger
from mingjian.merits.settings import MeritsSettings
from mingjian.merits.verdict import verdicts

CLAIM = Claim.THIRD_PARTY_CONTACT

_OTHERS = (Counterparty.RELATIVE.value, Counterparty.COLLEAGUE.value, Counterparty.OTHER_THIRD_PARTY.value)

_KIN = (
    "(?:老婆|媳妇|妻子|爱人|太太|老公|丈夫|先生|对象|爸|妈|爹|娘|父亲|母亲|儿子|女儿|闺女|哥|姐|弟|妹|嫂|叔|舅|姑|姨|婆婆|公公|岳父|岳母"
    "|家属|家人|亲戚|同事|领导|老板|主管|朋友|同学|邻居|室友|房东)"
)
_SOMEBODY_ELSE = rf"我(?:就)?是(?:他|她)的?{_KIN}(?:[，。！？,.!?;；\s]|$)"
"""“I am his wife”: nobody says so who is the customer."""
_PERHAPS_SOMEBODY_ELSE = (
    rf"{_SOMEBODY_ELSE}|(?:你|您)(?:是(?:他|她)|的?{_KIN})|(?:先生|女士|他|她)的?(?:家属|家人|{_KIN})|转告"
    r"|(?:叫|让|通知|告诉)(?:他|她)|打错"
)
"""May be said to somebody else, and to the customer of somebody else."""


def check(mentions: ir.Table, ledger: Ledger, settings: MeritsSettings) -> ir.Table:
    """Borne out by a collection contact with somebody else, by what is recorded, or said in the transcript.

    Also by one about a loan of the customer that stands under another customer's number of customer, at a telephone
    that is not one where he was reached himself.
    Unrecorded where a day is asserted, the log covers it and holds contacts with the customer, and every one of them,
    for whatever purpose, is surely with the customer in person, at one number: of two numbers one may be another's.
    """
    contacts = _told_apart(possible_before(mentions, ledger, settings))
    judged = contacts.union(_under_others(filed_under_others(mentions, ledger, settings), contacts))
    summed = judged.group_by("mention").aggregate(
        own=judged.own.sum(),
        elsewhere=(~judged.own).sum(),
        numbers=judged.phone.nunique(),
        others=judged.other.sum(),
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
        & (facts.own > 0)
        & (facts.numbers <= 1),
        values=object_of(contacts=ibis.ifelse(facts.others > 0, facts.others, facts.own), day=facts.day),
        evidence=ibis.ifelse(facts.others > 0, facts.other_rows, facts.own_rows),
    )


def _told_apart(contacts: ir.Table) -> ir.Table:
    """The contacts with ``other``, surely with somebody else and to collect, and ``own``, surely with the customer."""
    words = contacts.transcript.fill_null("")
    other = contacts.counterparty.isin(_OTHERS).fill_null(False) | words.re_search(_SOMEBODY_ELSE)
    himself = (contacts.counterparty == Counterparty.SELF.value).fill_null(False)
    return contacts.select(
        "mention",
        "contact_id",
        "phone",
        "started_at",
        "collecting",
        other=other & contacts.collecting,
        himself=himself,
        own=himself & ~words.re_search(_PERHAPS_SOMEBODY_ELSE),
    )


def _under_others(filed: ir.Table, contacts: ir.Table) -> ir.Table:
    """Contacts about the customer's loans under another's number of customer; none of them is surely with himself.

    Whoever has two numbers of customer may have been called under the second: his telephone would tell.
    """
    own = contacts.filter(contacts.own, contacts.phone.notnull()).select("mention", "phone").distinct()
    reached = own.group_by("mention").aggregate(telephones=own.phone.count())
    apart = _told_apart(filed)
    known = apart.left_join(reached, "mention").drop("mention_right")
    held = known.left_join(own.mutate(his=ibis.literal(True)), ["mention", "phone"]).drop(
        "mention_right", "phone_right"
    )
    another = held.himself & held.collecting & (held.telephones > 0) & held.phone.notnull() & held.his.isnull()
    return held.mutate(other=held.other | another.fill_null(False), own=ibis.literal(False)).select(*apart.columns)
