"""What a consumer may be offered: suggestions from what was found. A person decides, nothing is refused."""

from collections.abc import Collection, Sequence
from typing import Protocol

from mingjian.casework.confirmations import News
from mingjian.contract.reasons import Reason
from mingjian.contract.vocabulary import ChannelKind, Claim, ClaimStatus, ProtectionNeed
from mingjian.web.languages import Speech, message

_CONDUCT = {Claim.CALL_FREQUENCY, Claim.CALL_HOURS, Claim.THIRD_PARTY_CONTACT, Claim.THREATS}
_MONEY = {
    Claim.RATE_ABOVE_CAP,
    Claim.RATE_ABOVE_CONTRACT,
    Claim.CHARGE_NOT_IN_CONTRACT,
    Claim.DOUBLE_CHARGE,
    Claim.REPAYMENT_NOT_BOOKED,
}
_DISTRESS = {Claim.HARDSHIP, Claim.ILLNESS, Claim.BEREAVEMENT}


DRIVER = "warning_"
"""What the codes of reasons for a complaint to come begin with."""
_CONDUCT_ON_RECORD = {"outside_hours", "calls_a_day", "third_party"}
_MONEY_ON_RECORD = {"charge_outside_contract", "charge_repeated"}
_SEEKS_AN_ANSWER = {
    "complaint_call",
    "inbound",
    "chat",
    "complaint_page",
    "open_complaint",
    "earlier_complaints",
    "earlier_escalation",
    "refusal",
    "escalation_refusal",
    "escalation_series",
}
_FALLS_BEHIND = {"arrears", "newly_overdue", "stopped_paying", "hardship_page"}
_NEAR_AN_AGENCY = {"gang", "escalation_gang"}
_WARNED_US = "warning_approached"
"""Said of who reported an agency: it weighs nothing, and is answered with what he should know."""
_ANSWERED_BY_MEDIATION = {
    ChannelKind.REGULATOR,
    ChannelKind.GOVERNMENT_LINE,
    ChannelKind.COURT_OR_MEDIA,
    ChannelKind.ELSEWHERE,
}
"""Who would go to somebody independent is hardly content with the lender's answer alone, and may have one at once."""
_NEW_NUMBER = {"phone_change", "escalation_phone_change"}


class Checked(Protocol):
    """A claim and what the records say of it."""

    @property
    def claim(self) -> str: ...
    @property
    def status(self) -> str: ...


def offers(
    speech: Speech,
    need: str | None,
    claims: Sequence[Checked],
    reasons: Sequence[Reason] = (),
    *,
    news: Collection[News] = (),
    likely: str | None = None,
    to_the_customer: bool = False,
) -> tuple[str, ...]:
    """The suggestions, what the lender owes first; said of the customer, or to him.

    What drives an early warning is answered before anybody complains: ``reasons`` are those of the assessment, and
    ``news`` is what is new of the customer, and ``likely`` the kind of channel that a warned one would take.
    """
    borne_out = {claim.claim for claim in claims if claim.status == ClaimStatus.BORNE_OUT}
    stated = {claim.claim for claim in claims if claim.status != ClaimStatus.CONTRADICTED}
    drivers = {
        reason.code.removeprefix(DRIVER) for reason in reasons if reason.code.startswith(DRIVER) and reason.weight > 0
    }
    say = speech.say
    found = []

    def told(of_them: str, to_them: str) -> str:
        return say(to_them if to_the_customer else of_them)

    if borne_out & _CONDUCT or drivers & _CONDUCT_ON_RECORD:
        found.append(say("an apology, and an end to the conduct that our records bear out"))
    if borne_out & _MONEY or drivers & _MONEY_ON_RECORD:
        found.append(say("a corrected account, and money back where too much was taken"))
    if Claim.CREDIT_RECORD_WRONG in borne_out:
        found.append(say("a correction of the credit record"))
    if Claim.PROMISE_NOT_KEPT in borne_out or "broken_promise" in drivers:
        found.append(say("what was promised, kept now"))
    if drivers & _SEEKS_AN_ANSWER:
        found.append(
            told(
                message("a call back, or an answer where they wrote, by somebody who can decide"),
                message("a call back, or an answer where you wrote, by somebody who can decide"),
            )
        )
    if drivers and likely in _ANSWERED_BY_MEDIATION:
        found.append(say("mediation by an independent centre, free of charge; every other way stays open"))
    if stated & _DISTRESS or drivers & _FALLS_BEHIND:
        found.append(
            told(
                message("a plan by instalments, agreed with the customer in person"),
                message("a plan by instalments, agreed with you in person"),
            )
        )
    if Claim.LOAN_NOT_TAKEN in stated:
        found.append(say("a look at who took the loan, before anything is collected"))
    if drivers & _NEW_NUMBER or News.PHONE in news:
        found.append(
            told(
                message("a question by a channel known before whether the new number is theirs; nothing waits for it"),
                message("a question by a channel known before whether the new number is yours; nothing waits for it"),
            )
        )
    if News.REPRESENTATIVE in news:
        found.append(
            told(
                message(
                    "a question by a channel known before whether the new representative acts for them; nothing waits "
                    "for it"
                ),
                message(
                    "a question by a channel known before whether the new representative acts for you; nothing waits "
                    "for it"
                ),
            )
        )
    if drivers & _NEAR_AN_AGENCY or any(reason.code == _WARNED_US for reason in reasons):
        found.append(
            told(
                message(
                    "a warning against agencies: what they take, what they do with papers, and that complaining is free"
                ),
                message("about agencies: what they take, what they do with your papers, and that complaining is free"),
            )
        )
    if need == ProtectionNeed.VICTIM_SUPPORT:
        found.append(
            told(
                message("support as a victim: how to report to the police (110, 96110), what to keep as proof"),
                message("support: how you can report to the police (110, 96110), and what to keep as proof"),
            )
        )
        found.append(
            told(
                message("a warning that the agency may misuse identity card and SIM, and how to block both"),
                message("how to block your identity card and SIM, which the agency may misuse"),
            )
        )
    elif need == ProtectionNeed.ASSIST:
        found.append(
            told(
                message("a talk with a person of ours, free of charge, without the agency"),
                message("a talk between you and a person of ours, free of charge, without the agency"),
            )
        )
        found.append(say("free legal aid on 12348"))
    elif need == ProtectionNeed.INFORM:
        found.append(say("plain information: complaints cost nothing, and nobody needs an agent"))
    return tuple(found)
