"""The lender's past months: its customers as they were known then, and who complained in the 30 days after."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property, partial
from zoneinfo import ZoneInfo

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from mingjian.contract import TIME_ZONE
from mingjian.risk.channel_kinds import FEATURES as CHANNEL_FEATURES
from mingjian.risk.channel_kinds import ChannelKinds, Counts, counts, learned_kinds
from mingjian.risk.features import KnownTables, Subject, features, features_of
from mingjian.risk.features.channels import ESCALATED, kind_number
from mingjian.risk.features.feature import moment
from mingjian.risk.learning import BasePrior, LearnedScorecard, Outcomes, learn, outcomes, spread_of
from mingjian.risk.scorecard import Columns, Marks, Numbers, Scorecard, mark, numbers, unknown_to_both
from mingjian.risk.settings import RiskSettings
from mingjian.risk.warning_scorecard import COMPLAINT, ESCALATION
from mingjian.risk.zones import Interval, both, interval, log_odds, probability
from mingjian.store.engine import Engine
from mingjian.store.lake import Lake
from mingjian.store.point_in_time import PointInTime

HORIZON_DAYS = 30
LOOK_BACK_DAYS = 30

DATED = {
    "app_events": "occurred_at",
    "charges": "charged_on",
    "complaints": "received_at",
    "contacts": "started_at",
    "customer_changes": "changed_at",
    "promises": "made_at",
    "testimonies": "reported_at",
}
"""Tables of events, which may reach back less far than a past month asks; then they were unknown in it."""

UNDATED = ("customers", "loans", "repayments")
"""Tables whose own dates say what was known."""


@dataclass(frozen=True)
class Foretold:
    """What is foretold of some customers, and what it rests on."""

    warning: Marks
    escalation: Marks
    complaint: Interval
    escalated: Interval
    kinds: Numbers
    """The probability of each kind of channel, a column each; they add up to that of a complaint."""


@dataclass(frozen=True)
class WarningModel:
    """The early-warning scorecards as they stand in one run."""

    complaint: LearnedScorecard
    escalation: LearnedScorecard
    channels: ChannelKinds = field(default_factory=partial(learned_kinds, ()))
    """How complaints divide among the kinds of channel; before any past month, as written."""
    kept_for: tuple[tuple[str, str], ...] = ()
    """Groups of people (attribute and group) whom newly learned weights would have foretold worse: then the written
    ones stayed."""

    def chance(self, rows: pa.Table) -> Numbers:
        """How probable a complaint of each of these customers is, without its interval."""
        columns = numbers(rows, self.complaint.scorecard.features)
        score = self.complaint.base + mark(self.complaint.scorecard, columns, size=rows.num_rows).total
        return probability(score)

    def foretell(self, columns: Columns, *, size: int) -> Foretold:
        """How probable a complaint, and an escalated one, is within 30 days."""
        warning = mark(self.complaint.scorecard, columns, size=size)
        escalation = mark(self.escalation.scorecard, columns, size=size)
        warned, unsure = self.complaint.base + warning.total, self.complaint.variance(warning)
        # Learned weights err apart, since escalation is learned given that a complaint came; what is not known of a
        # customer is not known to either score.
        escalated = both(
            warned,
            unsure,
            self.escalation.base + escalation.total,
            self.escalation.variance(escalation),
            unknown_to_both(warning, escalation),
        )
        complaint = interval(warned, unsure)
        kinds = self.channels.divided(columns, complaint=complaint.probability, escalated=escalated.probability)
        return Foretold(warning, escalation, complaint, escalated, kinds)


WARNING_FEATURES = tuple(dict.fromkeys((*COMPLAINT.features, *ESCALATION.features, *CHANNEL_FEATURES)))


@dataclass(frozen=True)
class Month:
    """What a past month's customers showed, and what came."""

    complaints: Outcomes
    escalations: Outcomes
    channels: Counts
    """Who complained, by situation and kind of channel."""


@dataclass(frozen=True)
class PastMonths:
    """Past months, the latest last."""

    months: list[Month]
    began: datetime | None = None
    """When the latest began; None where there is none."""
    latest: pa.Table | None = None
    """The latest whole: its customers as they were, and what came."""


def past_months(tables: KnownTables, lake: Lake, settings: RiskSettings) -> PastMonths:
    """The months before ``as_of`` that the delivery covers and that are learned from, the latest last.

    Those of a large lender are few, since they hold complaints enough; those of a small one reach back further.
    """
    past = Past(tables, lake)
    starts = past.month_starts(max(settings.history_months, settings.history_most_months))
    if not starts:
        return PastMonths([])
    latest = past.described(starts[-1])
    months = [month_of(latest)]
    seen = float(months[0].complaints.events.sum())
    for at in reversed(starts[:-1]):
        if len(months) >= settings.history_months and seen >= settings.history_complaints:
            break
        months.insert(0, month_of(past.described(at)))
        seen += float(months[0].complaints.events.sum())
    return PastMonths(months, starts[-1], latest)


@dataclass(frozen=True)
class Spreads:
    """By how much the weights of either scorecard may err more than they state; None: they stay as written."""

    complaint: float | None = None
    escalation: float | None = None


AS_WRITTEN = Spreads()


def spreads_of(months: list[Month], settings: RiskSettings) -> Spreads:
    """How far months let the weights move: the latest judges, and has no part in the choice (:func:`spread_of`)."""
    complaint, escalation = _priors(settings)
    return Spreads(
        spread_of(COMPLAINT, complaint, [month.complaints for month in months]),
        spread_of(ESCALATION, escalation, [month.escalations for month in months]),
    )


def learned_warning(months: list[Month], settings: RiskSettings, spreads: Spreads) -> WarningModel:
    """The early-warning scorecards as months teach them, their weights moved as far as ``spreads`` let them."""
    complaint, escalation = _priors(settings)
    return WarningModel(
        learn(COMPLAINT, complaint, [month.complaints for month in months], spreads.complaint),
        learn(ESCALATION, escalation, [month.escalations for month in months], spreads.escalation),
        learned_kinds([month.channels for month in months]),
    )


def _priors(settings: RiskSettings) -> tuple[BasePrior, BasePrior]:
    return (
        BasePrior(log_odds(settings.complaint_base_rate), settings.complaint_base_deviation),
        BasePrior(log_odds(settings.escalation_share), settings.escalation_deviation),
    )


@dataclass(frozen=True)
class Past:
    """A lender's customers as they were known at past moments.

    ``tables`` are those of today, ``lake`` holds the delivered ones that they are read from.
    """

    tables: KnownTables
    lake: Lake

    @cached_property
    def _first_times(self) -> Mapping[str, datetime]:
        """The earliest event of each table of events that has rows."""
        found = {}
        for name, column in DATED.items():
            if self.tables.knows(name):
                first = self.tables.table(name)[column].min().to_pyarrow().as_py()
                if first is not None:
                    found[name] = first if isinstance(first, datetime) else _begin_of(first)
        return found

    def month_starts(self, months: int) -> list[datetime]:
        """The starts of the past months that the complaints on record cover, the earliest first."""
        first = self._first_times.get("complaints")
        starts = [self.tables.as_of - timedelta(days=HORIZON_DAYS * back) for back in range(months, 0, -1)]
        return [start for start in starts if first is not None and first <= start - timedelta(days=LOOK_BACK_DAYS)]

    def described(self, at: datetime) -> pa.Table:
        """Every customer with the features that were known at a past moment, and what came in the 30 days after it.

        ``complained`` and ``escalated`` are 1 or 0; ``came_by`` is the kind of channel as a number, and
        ``complained_at`` is when the first complaint came.
        """
        begun = at - timedelta(days=LOOK_BACK_DAYS)
        covered = {name for name, first in self._first_times.items() if first <= begun}
        names = frozenset(covered | {name for name in UNDATED if self.tables.knows(name)})
        view = PointInTime(self.lake, as_of=at, snapshot=self.tables.as_of)
        known = KnownTables(_Computed(view, self.lake.engine), at, names)
        everyone = known.table("customers") if self.tables.knows("customers") else known.table("complaints")
        subjects = everyone.select("customer_id").filter(lambda row: row.customer_id.notnull()).distinct()
        wide = features(Subject.CUSTOMER, subjects, known)
        happened = _happened(self.tables, at).rename(happened__customer_id="customer_id")
        joined = wide.left_join(happened, wide.customer_id == happened.happened__customer_id)
        batch: pa.Table = joined.select(
            "customer_id",
            *(feature.name for feature in features_of(Subject.CUSTOMER)),
            complained=joined.complained.fill_null(0.0),
            escalated=joined.escalated.fill_null(0.0),
            came_by=joined.came_by,
            complained_at=joined.complained_at,
        ).to_pyarrow()
        return batch


class _Computed:
    """Tables of a past view, each computed when it is first asked for: most features ask for the same few."""

    def __init__(self, view: PointInTime, engine: Engine) -> None:
        self._view = view
        self.engine = engine
        self._tables: dict[str, ir.Table] = {}

    def table(self, name: str) -> ir.Table:
        if name not in self._tables:
            self._tables[name] = self.engine.materialise(self._view.table(name))
        return self._tables[name]


def _begin_of(day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(TIME_ZONE))


def month_of(batch: pa.Table) -> Month:
    """What is learned from the customers as they were, with ``complained``, ``escalated`` and ``came_by``."""
    complained = batch.filter(batch.column("complained").to_numpy() > 0)
    return Month(
        complaints=_outcomes(COMPLAINT, batch, "complained"),
        escalations=_outcomes(ESCALATION, complained, "escalated"),
        channels=counts(numbers(complained, CHANNEL_FEATURES), numbers(complained, ("came_by",))["came_by"]),
    )


def _outcomes(scorecard: Scorecard, batch: pa.Table, happened: str) -> Outcomes:
    return outcomes(scorecard, numbers(batch, scorecard.features), numbers(batch, (happened,))[happened])


def _happened(tables: KnownTables, at: datetime) -> ir.Table:
    """The customers who complained in the 30 days after ``at``, and whether one of the complaints was escalated."""
    rows = tables.table("complaints")
    until = moment(at + timedelta(days=HORIZON_DAYS))
    rows = rows.filter(rows.customer_id.notnull(), rows.received_at > moment(at), rows.received_at <= until)
    rows = rows.mutate(escalated=rows.channel.isin([str(value) for value in ESCALATED]).fill_null(False))
    by_weight = [ibis.desc("escalated"), ibis.asc("received_at"), ibis.asc("complaint_id")]
    rows = rows.mutate(place=ibis.row_number().over(ibis.window(group_by="customer_id", order_by=by_weight)))
    return rows.group_by("customer_id").agg(
        complained=(rows.complaint_id.nunique() > 0).cast("float64"),
        escalated=rows.escalated.cast("float64").max(),
        came_by=kind_number(rows.channel).max(where=rows.place == 0).cast("float64"),
        complained_at=rows.received_at.min(),
    )
