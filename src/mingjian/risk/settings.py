"""What an operator may set, each with its default and where that comes from."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RiskSettings:
    """Base rates, costs and edges of the risk stage."""

    agent_base_rate: float = 0.20
    """Share of all complaints that an agency files. A judgement: about a third of
    what regulators transfer is said to come from agencies; complaints made to the lender itself have fewer."""
    agent_base_deviation: float = 0.5
    """Error of the base rate in log-odds: 90 % between 0.10 and 0.36."""
    cost_false_accusation: float = 5.0
    """Cost of calling a customer's own complaint an agency's, in units of one person's review of one complaint."""
    cost_miss: float = 3.0
    """Cost of taking an agency's complaint for the customer's own, in the same unit. Every complaint is answered
    on its merit anyway, so a miss costs less than a false accusation."""
    least_kinds: int = 2
    """Kinds of evidence that must speak for an agent before a complaint is called likely_agent."""
    involvement_base_rate: float = 0.02
    """Share of customers without a complaint in the year through whom an agency acts or soon will: a judgement,
    one in five of the complaints that some 5 % of customers make in a year, doubled for those yet to file."""
    involvement_base_deviation: float = 0.8
    complaint_base_rate: float = 0.005
    """Share of customers who complain within 30 days, where the delivery has no history to tell."""
    complaint_base_deviation: float = 2.0
    history_months: int = 4
    """Past months of 30 days from which the early-warning scorecards learn, where the delivery covers them."""
    history_most_months: int = 12
    """Months that a lender with few complaints learns from: what is rare has to be remembered longer."""
    history_complaints: int = 500
    """Complaining customers, after which no month beyond ``history_months`` is read."""
    escalation_share: float = 0.35
    """Share of complaints that go to an authority, the media or a court, where the delivery does not tell."""
    escalation_deviation: float = 1.0
    watch_from: float = 0.03
    """Complaint probability from which a customer's band is watch."""
    elevated_from: float = 0.10
    high_from: float = 0.25
    gang_tie_from: float = 0.2
    """Strength of membership from which a customer is told about agencies."""
    victim_from: float = 0.5
    """Lower end of the involvement interval above which a customer is offered a victim's support."""
