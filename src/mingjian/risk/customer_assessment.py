"""The assessment of customers: involvement, early warning, band and what to offer; alike for one and many."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa

from mingjian.contract import TABLES
from mingjian.contract.reasons import Reason, from_json
from mingjian.contract.vocabulary import Band, Zone
from mingjian.risk import explanation
from mingjian.risk.agent_model import UNLEARNT_DOUBT, AgentModel
from mingjian.risk.channel_kinds import KINDS
from mingjian.risk.explanation import Saying, evidence_columns, single, written
from mingjian.risk.history import WARNING_FEATURES, WarningModel
from mingjian.risk.involvement_scorecard import AGAINST_HIS_WILL, INVOLVEMENT, LEFT, TIES
from mingjian.risk.merits import claim_sayings
from mingjian.risk.protection import needs
from mingjian.risk.scorecard import Columns, Numbers, mark, numbers
from mingjian.risk.settings import RiskSettings
from mingjian.risk.warning_scorecard import COMPLAINT, ESCALATION
from mingjian.risk.zones import interval, log_odds

COMPLAINED = "involvement_complaint"
"""Said of whose involvement is that of a complaint, which it names."""
SCHEMA = TABLES["customer_assessments"].arrow_schema


@dataclass(frozen=True)
class CustomerModel:
    """The scorecards with their bases, as they stand in one run."""

    settings: RiskSettings
    as_of: datetime
    agent: AgentModel
    warning: WarningModel


FEATURES = tuple(
    dict.fromkeys(
        (
            *INVOLVEMENT.features,
            *WARNING_FEATURES,
            "days_past_due",
            "difficulty_borne_out",
            "difficulty_claimed",
            "testimonies",
            "testimony_paid",
            "complaints_set_aside",
            "complaints_against_his_will",
            "told_of_paying_days",
            "gang_strength",
            "complaints_year",
            "hardship_page_month",
        )
    )
)
EVIDENCE = tuple(
    dict.fromkeys(
        name
        for card in (INVOLVEMENT, COMPLAINT, ESCALATION)
        for characteristic in card.characteristics
        for name in characteristic.evidence
    )
)


def assess_customers(batch: pa.Table, *, model: CustomerModel) -> pa.Table:
    """Assesses a batch of customers.

    ``batch`` has their wide features, ``borne_out`` claims, and of the complaint of the last year (of those not set
    aside) that speaks most for an agent ``worst_complaint_id``, ``worst_score``, ``worst_deviation`` and
    ``worst_reasons``, and of all of them the ``worst_zone``, empty where there is none.
    """
    settings = model.settings
    size = batch.num_rows
    columns = numbers(batch, FEATURES)
    complained = numbers(batch, ("worst_score", "worst_deviation"))
    has_complaint = ~np.isnan(complained["worst_score"])
    # What a complaint's assessment has weighed already is not weighed again.
    unseen = {name: np.where(has_complaint, np.nan, columns[name]) for name in INVOLVEMENT.features}
    turned = columns["testimony_paid"] >= 1
    # What tied him to the agency is of the time before he reported it, as far as anybody can tell.
    unseen |= {name: np.where(turned, np.nan, unseen[name]) for name in TIES}
    own = mark(INVOLVEMENT, unseen, size=size)
    base = log_odds(settings.involvement_base_rate)
    involvement = np.where(has_complaint, complained["worst_score"], base + own.total)
    variance = np.where(
        has_complaint, complained["worst_deviation"] ** 2, settings.involvement_base_deviation**2 + own.variance
    )
    found = interval(
        involvement,
        variance,
        doubt=np.where(has_complaint, model.agent.doubt, UNLEARNT_DOUBT),
        base_rate=np.where(has_complaint, model.agent.base_rate, settings.involvement_base_rate),
    )
    # What one hand leaves an unpaid helper leaves as well: where he complained, it takes what accuses.
    borne_out = ~has_complaint | (np.array(batch.column("worst_zone").to_pylist()) == Zone.LIKELY_AGENT)
    offered = needs(columns, involvement=found, borne_out=borne_out, settings=settings)
    told = model.warning.foretell(columns, size=size)
    evidence = evidence_columns(batch, EVIDENCE)
    worst = batch.column("worst_complaint_id").to_pylist()
    said = batch.column("worst_reasons").to_pylist()
    reasons = written(
        (
            *explanation.reasons(own, unseen, evidence),
            *explanation.reasons(told.warning, columns, evidence),
            *explanation.reasons(told.escalation, columns, evidence),
            *(
                saying
                for row in np.flatnonzero(has_complaint).tolist()
                for saying in _complaint_reasons(
                    row,
                    worst[row],
                    said[row],
                    weight=model.agent.base - base,
                    share=float(found.probability[row]),
                )
            ),
            *(
                _left(row, columns, evidence["testimony_evidence"][row])
                for row in np.flatnonzero(has_complaint & turned & (columns["complaints_set_aside"] >= 1)).tolist()
            ),
            *(
                _against_his_will(row, columns)
                for row in np.flatnonzero(columns["complaints_against_his_will"] >= 1).tolist()
            ),
        ),
        size=size,
    )
    merits = written(claim_sayings(batch.column("borne_out").to_pylist()), size=size)
    return pa.table(
        {
            "customer_id": batch.column("customer_id"),
            "as_of": pa.array([model.as_of] * size, pa.timestamp("us", tz="UTC")),
            "agent_involvement_probability": found.probability,
            "agent_involvement_low": found.low,
            "agent_involvement_high": found.high,
            "complaint_probability_30d": told.complaint.probability,
            "escalation_probability_30d": told.escalated.probability,
            "band": pa.array(bands(told.complaint.probability, settings), pa.string()),
            "gang_id": batch.column("gang_id"),
            "protection_need": pa.array(offered, pa.string()),
            "reasons": pa.array(reasons, pa.string()),
            "merits": pa.array(merits, pa.string()),
            "complaint_low_30d": told.complaint.low,
            "complaint_high_30d": told.complaint.high,
            "escalation_low_30d": told.escalated.low,
            "escalation_high_30d": told.escalated.high,
            **{f"{kind}_probability_30d": told.kinds[:, place] for place, kind in enumerate(KINDS)},
            "likely_channel": pa.array([str(KINDS[place]) for place in told.kinds.argmax(axis=1)], pa.string()),
            "channel_basis": pa.array([str(model.warning.channels.basis)] * size, pa.string()),
            "channel_complainants": pa.array([model.warning.channels.complainants] * size, pa.int64()),
        }
    ).cast(SCHEMA)


def _complaint_reasons(row: int, complaint_id: str, reasons: str, *, weight: float, share: float) -> Iterator[Saying]:
    """What speaks for an agent behind the complaint speaks for one behind the customer; so does complaining at all."""
    complained = Reason(COMPLAINED, weight=weight, values={"probability": round(share, 3)}, evidence=(complaint_id,))
    for reason in (complained, *from_json(reasons)):
        yield single(row, reason)


def _left(row: int, columns: Columns, report: str | None) -> Saying:
    """That he was an agency's client until his report, beside what he complained of later: it weighs nothing."""
    told = {name: int(columns[name][row]) for name in ("complaints_set_aside", "told_of_paying_days")}
    return single(row, Reason(LEFT, weight=0.0, values=told, evidence=(report,) if report else ()))


def _against_his_will(row: int, columns: Columns) -> Saying:
    """That the agency which he reported goes on in his name, or that its letters were still on their way."""
    name = "complaints_against_his_will"
    return single(row, Reason(AGAINST_HIS_WILL, weight=0.0, values={name: int(columns[name][row])}))


def bands(complaint: Numbers, settings: RiskSettings) -> list[str]:
    """The band of each complaint probability."""
    edges = (settings.watch_from, settings.elevated_from, settings.high_from)
    names = (Band.LOW, Band.WATCH, Band.ELEVATED, Band.HIGH)
    return [str(names[index]) for index in np.digitize(complaint, edges)]
