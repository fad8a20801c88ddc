"""What the life of an early warning rests on: the lender's past months, and who complained in them.

It is judged on the latest month: on all customers, and on those of every province, age band and sex. The first in the
order of alarm are a hundredth of the customers, whom somebody could call within days.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from mingjian.errors import InputError
from mingjian.risk.customer_assessment import bands
from mingjian.risk.features import Subject, features, known_tables
from mingjian.risk.foretold_groups import foretold_by_group
from mingjian.risk.history import (
    AS_WRITTEN,
    WARNING_FEATURES,
    Month,
    WarningModel,
    learned_warning,
    past_months,
    spreads_of,
)
from mingjian.risk.learning import log_losses
from mingjian.risk.life import Evidence, calibration_error, standings
from mingjian.risk.registry import WRITTEN, Foresight, MonthCompared, Registry, WarningReport
from mingjian.risk.scorecard import Columns, numbers
from mingjian.risk.settings import RiskSettings
from mingjian.risk.stage import all_customers, people_of
from mingjian.store.lake import Lake
from mingjian.store.record import RunRecord

SCORES = ("complaint_probability_30d", "escalation_probability_30d")
SAID = ("customer_id", "band", SCORES[0])
FIRST = 100
"""One in so many customers stands in the first hundredth."""


@dataclass(frozen=True)
class PastAndPresent(Evidence[WarningModel, WarningReport, MonthCompared, Foresight]):
    """A run's customers as they are today, and those of the past months with what came."""

    record: RunRecord
    months: list[Month]
    """All that is learned from, the latest last."""
    began: datetime
    """When the latest month began."""
    latest_month: pa.Table
    """The customers as they were then, with ``complained`` and ``complained_at``."""
    today: pa.Table
    """With the features of the early warning."""
    said: pl.DataFrame
    customers: pl.DataFrame
    """customer_id, province and id_number: for fairness alone, never for a feature."""

    @property
    def cases(self) -> int:
        """Who complained in the latest month."""
        return int(self._complained.sum())

    def latest(self) -> "PastAndPresent":
        """The latest month judges as it is."""
        if len(self.months) < 2:
            raise InputError("an early warning needs two past months that the complaints on record cover: there is one")
        return self

    def since(self, report: WarningReport) -> "PastAndPresent | None":
        """The latest month judges where it began after the training."""
        return self if self.began >= report.as_of else None

    def written(self, settings: RiskSettings) -> WarningModel:
        """The written weights, with the base of the months before the latest."""
        return learned_warning(self.months[:-1], settings, AS_WRITTEN)

    def learned(self, settings: RiskSettings, *, but_the_latest: bool = False) -> WarningModel:
        """What the months teach."""
        months = self.months[:-1] if but_the_latest else self.months
        return learned_warning(months, settings, spreads_of(months, settings))

    def told(self, _model: WarningModel) -> Mapping[str, Any]:
        """Of the months."""
        complained = round(sum(float(month.complaints.events.sum()) for month in self.months))
        return {"months": len(self.months), "complained": complained}

    def compared(
        self, registry: Registry[WarningModel, WarningReport], *, before: WarningModel, after: WarningModel
    ) -> MonthCompared:
        """On the latest month, and on the customers of each group in it."""
        name = registry.in_place
        return MonthCompared(
            in_place=name,
            since=self.began,
            known_in_place=name != WRITTEN and registry.report(name).as_of > self.began,
            customers=self.latest_month.num_rows,
            complained=self.cases,
            before=self.judged(before),
            after=self.judged(after),
            groups=foretold_by_group(before, after, self.latest_month, self.customers, on=self.record.as_of.date()),
        )

    def judged(self, model: WarningModel) -> Foresight:
        """On the latest month."""
        chance, came = model.chance(self.latest_month), self._complained
        first = np.argsort(-chance, kind="stable")[: max(1, len(chance) // FIRST)]
        caught = first[came[first]]
        complained_at = self.latest_month.column("complained_at").take(caught).to_pylist()
        days = [(at - self.began).total_seconds() / 86_400 for at in complained_at]
        return Foresight(
            log_loss=float(log_losses(chance, came).mean()),
            calibration_error=calibration_error(came, chance),
            caught=len(caught) / int(came.sum()) if came.any() else None,
            lead_days=float(np.median(days)) if days else None,
        )

    def columns(self, model: WarningModel) -> Columns:
        """The features of today, and both probabilities."""
        columns = dict(numbers(self.today, WARNING_FEATURES))
        told = model.foretell(columns, size=self.today.num_rows)
        return columns | dict(zip(SCORES, (told.complaint.probability, told.escalated.probability), strict=True))

    def said_by(self, model: WarningModel, settings: RiskSettings) -> pl.DataFrame:
        """Bands and probabilities of customers."""
        chance = model.chance(self.today)
        said = (self.today.column("customer_id"), pa.array(bands(chance, settings), pa.string()), pa.array(chance))
        return standings(pa.table(said, names=SAID))

    @property
    def _complained(self) -> NDArray[np.bool_]:
        return np.asarray(self.latest_month.column("complained").to_numpy() == 1)


def past_and_present(lake: Lake, record: RunRecord, settings: RiskSettings) -> PastAndPresent:
    """What a run's tables tell; InputError where the complaints on record cover no past month."""
    tables = known_tables(lake, record.as_of)
    past = past_months(tables, lake, settings)
    if past.latest is None or past.began is None:
        raise InputError("the complaints on record cover no past month: nothing can be learned or judged yet")
    today = features(Subject.CUSTOMER, all_customers(tables), tables).select("customer_id", *WARNING_FEATURES)
    return PastAndPresent(
        record,
        past.months,
        began=past.began,
        latest_month=past.latest,
        today=today.to_pyarrow(),
        said=standings(lake.table("customer_assessments").select(*SAID).to_pyarrow()),
        customers=people_of(lake.table("customers")),
    )
