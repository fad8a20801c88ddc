"""What a run finds of its own models, whether or not anybody trains one: the table ``model_watch``.

- How often each group of people, and each honest look-alike, is called ``likely_agent`` or left undecided.
- How often findings (``labels``) say that this was wrong.
- Whether probabilities came true: of findings that came after a run of a month ago said them, and of its early
  warnings.
- How far inputs and scores have moved since that run. The last one would not do: whoever runs every night would see no
  warning come true, and a drift in steps that are each too small to be one.

Province, age and sex are read for this alone. Every row states what it is held against, and calls somebody (``alert``)
only where it lies beyond that by more than chance explains:

- A share of recent complaints beyond that of all others by a quarter (the four-fifths rule of 29 CFR 1607.4 D, turned
  to what burdens), the 90 % interval of one against that of the other, every gang and every letter counted once: where
  one sits is no matter of the model. Look-alikes are told and do not call: what they show is evidence.
- The same of honest people accused. How many they are among all findings tells what somebody looked into, no more: who
  looks into ``likely_agent`` alone finds every honest person among the accused.
- Probabilities whose 90 % interval and that of what came do not meet.
- A population stability index that is acted on, and that is no chance of few cases (Yurdakul 2018: it is chi-squared
  over the two sizes).

None of fewer than ``LEAST`` calls, and none of fewer than ``FEWEST`` is told: it would tell of persons.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

import ibis
import ibis.expr.types as ir
import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray
from scipy.stats import chi2

from mingjian.contract import TABLES
from mingjian.contract.vocabulary import Band, ModelKind, ModelMeasure, Zone
from mingjian.risk.agent_model import MISLABELLED
from mingjian.risk.agent_scorecard import AGENT
from mingjian.risk.drift import ACT_FROM, drifts, spread, spread_as
from mingjian.risk.fairness import ATTRIBUTES, UNKNOWN, GroupRate, rates_by_group, wilson
from mingjian.risk.features import Subject
from mingjian.risk.features.feature import moment
from mingjian.risk.findings import findings
from mingjian.risk.history import HORIZON_DAYS, WARNING_FEATURES
from mingjian.risk.honest_groups import with_look_alikes
from mingjian.risk.registry import Distribution
from mingjian.risk.scorecard import Columns, Numbers
from mingjian.store.lake import Lake

TABLE = "model_watch"
ALL = "all"
LEAST = 30
"""Of a group or a bin; the usual size from which a share is told by its interval."""
FEWEST = 10
"""Of a group, below which official statistics suppress a cell, since it would tell of persons."""
BEYOND_OTHERS = 1.25
"""Times the share of all others: four fifths, turned round."""
BY_CHANCE = 0.01
RECENT = timedelta(days=90)
"""Complaints that came so shortly before each run are compared: one month's drowns in those of years."""
TENTHS = 10
HORIZON = timedelta(days=HORIZON_DAYS)
MOST = 4_000
"""Complaints or customers of each run whose inputs are compared: more would move an index by less than its error."""


@dataclass(frozen=True)
class Watched:
    """One row of the table."""

    model: ModelKind
    measure: ModelMeasure
    attribute: str
    group: str
    size: int
    value: float | None
    low: float | None = None
    high: float | None = None
    expected: float | None = None
    unseen: bool = True
    alert: bool = False
    candidate: bool = False


@dataclass(frozen=True)
class Asked:
    """Of whom it is asked, and when."""

    rows: pa.Table
    """The wide complaints with what look-alikes are told from."""
    people: pl.DataFrame
    """customer_id, province and id_number of who complained."""
    on: datetime


def watched(lake: Lake, asked: Asked, *, before: Lake | None, candidate_knew: datetime | None = None) -> pa.Table:
    """The table of a run whose other tables are written.

    ``before`` is the lake of the latest run that stands 30 days or more before, and ``candidate_knew`` the latest
    finding that the agents' candidate had learned from, which ran along.
    """
    complaints = with_look_alikes(asked.rows)
    found = [*_of_complaints(lake, complaints, asked, before=before), *_moved(lake, before)]
    if candidate_knew is not None:
        found += _of_candidate(lake, complaints, asked, knew=candidate_knew)
    return pa.Table.from_pylist([asdict(one) for one in found], schema=TABLES[TABLE].arrow_schema)


def _of_complaints(lake: Lake, complaints: pl.DataFrame, asked: Asked, *, before: Lake | None) -> Iterator[Watched]:
    said, known = _said(lake), _frame(findings(lake))
    yield from shares(_recent(lake, said, asked), complaints, asked.people, on=asked.on)
    yield from _judged(said, known, complaints, asked, unseen=False)
    if before is not None and (at := _as_of(before)) is not None:
        yield from _judged(_said(before), known.filter(pl.col("decided_at") > at), complaints, asked, unseen=True)
        received = _frame(lake.table("complaints").select("customer_id", "received_at"))
        yield from warnings_come_true(before, received, since=at, until=asked.on)


def _of_candidate(lake: Lake, complaints: pl.DataFrame, asked: Asked, *, knew: datetime) -> Iterator[Watched]:
    """What runs along calls nobody: it harms nobody, and whoever is to put it in place looks at all of it."""
    rows = lake.table("shadow_assessments").filter(lambda row: row.subject_type == str(Subject.COMPLAINT))
    said = _frame(rows.select("probability", "low", "high", complaint_id="subject_id", zone="standing"))
    said = said.join(_said(lake).select("complaint_id", "hand"), on="complaint_id")
    found = _frame(findings(lake)).filter(pl.col("decided_at") > knew)
    for one in (
        *shares(_recent(lake, said, asked), complaints, asked.people, on=asked.on),
        *_judged(said, found, complaints, asked, unseen=True),
    ):
        yield replace(one, candidate=True, alert=False)


def _judged(
    said: pl.DataFrame, found: pl.DataFrame, complaints: pl.DataFrame, asked: Asked, *, unseen: bool
) -> Iterator[Watched]:
    honest = complaints.join(found.filter(pl.col("agent") == 0), on="complaint_id", how="semi")
    yield from accused(said, honest, asked.people, on=asked.on, unseen=unseen)
    yield from calibration(said, found, unseen=unseen)


def _moved(lake: Lake, before: Lake | None) -> Iterator[Watched]:
    if before is None:
        return
    agent, warning = _complaint_columns, _customer_columns
    for model, columns, scores in (
        (ModelKind.AGENT, agent, AGENT_SCORES),
        (ModelKind.WARNING, warning, WARNING_SCORES),
    ):
        then, now = columns(before), columns(lake)
        if then and now:
            yield from moved(model, then, now, scores=scores)


def shares(said: pl.DataFrame, complaints: pl.DataFrame, people: pl.DataFrame, *, on: datetime) -> Iterator[Watched]:
    """How often the complaints of each group are called ``likely_agent``, or left undecided.

    ``said`` has complaint_id, zone and hand (whose it is); ``complaints`` complaint_id, customer_id and look_alike;
    ``people`` customer_id, province and id_number.
    """
    for measure in (ModelMeasure.LIKELY_AGENT, ModelMeasure.UNDECIDED):
        yield from _compared(measure, said, complaints, people, on=on)


def _compared(
    measure: ModelMeasure, said: pl.DataFrame, complaints: pl.DataFrame, people: pl.DataFrame, *, on: datetime
) -> Iterator[Watched]:
    said = said.join(complaints, on="complaint_id", how="semi").sort("complaint_id")
    if not len(said):
        return
    everybody = _everybody(said)
    yield _rate(measure, everybody)
    once = said.unique("hand", keep="first", maintain_order=True)
    of_hands, all_hands = rates_by_group(once, complaints, people, on=on.date()), _everybody(once)
    hands = {(one.attribute, one.group): one for one in of_hands}
    for one in rates_by_group(said, complaints, people, on=on.date()):
        if one.complaints < FEWEST:
            continue
        compared = one.attribute in ATTRIBUTES and everybody.complaints > one.complaints
        others = _without(everybody, one)
        counted = hands.get((one.attribute, one.group))
        yield replace(
            _rate(measure, one),
            expected=_count(measure, others) / others.complaints if compared else None,
            alert=compared
            and one.group != UNKNOWN
            and counted is not None
            and _is_beyond(measure, counted, _without(all_hands, counted)),
        )


def _everybody(said: pl.DataFrame) -> GroupRate:
    zones = said["zone"]
    count, waiting = (int((zones == str(zone)).sum()) for zone in (Zone.LIKELY_AGENT, Zone.UNDECIDED))
    low, high = wilson(count, len(zones))
    return GroupRate(ALL, ALL, complaints=len(zones), accused=count, undecided=waiting, low=low, high=high)


def _without(everybody: GroupRate, one: GroupRate) -> GroupRate:
    return replace(
        everybody,
        complaints=everybody.complaints - one.complaints,
        accused=everybody.accused - one.accused,
        undecided=everybody.undecided - one.undecided,
    )


def _count(measure: ModelMeasure, one: GroupRate) -> int:
    return one.undecided if measure is ModelMeasure.UNDECIDED else one.accused


def _rate(measure: ModelMeasure, one: GroupRate) -> Watched:
    count = _count(measure, one)
    low, high = wilson(count, one.complaints)
    return Watched(
        ModelKind.AGENT, measure, one.attribute, one.group, one.complaints, count / one.complaints, low, high
    )


def _is_beyond(measure: ModelMeasure, one: GroupRate, others: GroupRate) -> bool:
    if min(one.complaints, others.complaints) < LEAST:
        return False
    low, _ = wilson(_count(measure, one), one.complaints)
    _, high = wilson(_count(measure, others), others.complaints)
    return low > BEYOND_OTHERS * high


def accused(
    said: pl.DataFrame, honest: pl.DataFrame, people: pl.DataFrame, *, on: datetime, unseen: bool
) -> Iterator[Watched]:
    """How often people who were found to have complained for themselves are called ``likely_agent``.

    ``unseen`` tells whether it was said before the finding.
    """
    for one in _compared(ModelMeasure.ACCUSED, said, honest, people, on=on):
        yield replace(one, unseen=unseen)


def calibration(said: pl.DataFrame, found: pl.DataFrame, *, unseen: bool) -> Iterator[Watched]:
    """The share of agents among findings, by tenths of the probability that was said.

    ``said`` has complaint_id, probability, low and high; ``found`` complaint_id and agent (1 or 0).
    """
    tenth = (pl.col("probability") * TENTHS).floor().clip(0, TENTHS - 1).cast(pl.Int64)
    judged = said.join(found, on="complaint_id").with_columns(bin=tenth)
    for (number,), rows in judged.sort("bin").group_by("bin", maintain_order=True):
        assert isinstance(number, int)
        # Some findings are wrong, whatever the model says.
        ends = tuple(MISLABELLED + (1 - 2 * MISLABELLED) * share for share in _means(rows))
        group = f"{number / TENTHS:.1f}-{(number + 1) / TENTHS:.1f}"
        yield _came_true(ModelKind.AGENT, "probability", group, rows["agent"].to_numpy() == 1, ends, unseen=unseen)


def warnings_come_true(before: Lake, received: pl.DataFrame, *, since: datetime, until: datetime) -> Iterator[Watched]:
    """The share who complained in the 30 days after the run before, by the band that it put them in.

    ``received`` has customer_id and received_at of complaints; nothing is told before these days are over.
    """
    if since + HORIZON > until:
        return
    came = received.filter((pl.col("received_at") > since) & (pl.col("received_at") <= since + HORIZON))
    said = _frame(
        before.table("customer_assessments").select(
            "customer_id",
            "band",
            probability="complaint_probability_30d",
            low="complaint_low_30d",
            high="complaint_high_30d",
        )
    ).with_columns(came=pl.col("customer_id").is_in(came["customer_id"].unique().implode()))
    for band in Band:
        rows = said.filter(pl.col("band") == str(band))
        if len(rows):
            yield _came_true(ModelKind.WARNING, "band", str(band), rows["came"].to_numpy(), _means(rows), unseen=True)


def _means(rows: pl.DataFrame) -> tuple[float, ...]:
    return tuple(float(np.mean(rows[name].to_numpy())) for name in ("probability", "low", "high"))


def _came_true(
    model: ModelKind, attribute: str, group: str, came: NDArray[np.bool_], ends: tuple[float, ...], *, unseen: bool
) -> Watched:
    expected, least, most = ends
    low, high = wilson(int(came.sum()), len(came))
    called = unseen and len(came) >= LEAST and (low > most or high < least)
    share = float(came.mean())
    return Watched(
        model, ModelMeasure.CALIBRATION, attribute, group, len(came), share, low, high, expected, unseen, called
    )


def moved(model: ModelKind, before: Columns, now: Columns, *, scores: tuple[str, ...] = ()) -> Iterator[Watched]:
    """How far each input and score has moved between two runs, the furthest first.

    What the earlier run had of nobody has not moved: it may be an input that came with a later version.
    """
    spreads = spread({name: numbers for name, numbers in before.items() if not np.isnan(numbers).all()})
    sizes = tuple(len(next(iter(columns.values()))) for columns in (before, now))
    for one in drifts(spreads, spread_as(spreads, now)):
        chance = _chance(spreads[one.name], sizes)
        yield Watched(
            model, ModelMeasure.STABILITY, "score" if one.name in scores else "input", one.name, sizes[1],
            None if one.unknown else one.index, expected=chance, alert=one.index >= max(ACT_FROM, chance),
        )  # fmt: skip


def _chance(before: Distribution, sizes: tuple[int, ...]) -> float:
    """How high the index of two samples of one population is at most, but for one time in a hundred."""
    bins = sum(share > 0 for share in before.shares)
    return float(chi2.ppf(1 - BY_CHANCE, max(bins - 1, 1)) * sum(1 / size for size in sizes))


AGENT_SCORES = ("agent_probability",)
WARNING_SCORES = ("complaint_probability_30d", "escalation_probability_30d")


def _complaint_columns(run: Lake) -> Columns:
    """Of the complaints that came shortly before a run."""
    at = _as_of(run)
    rows = run.table("complaint_assessments")
    if at is not None:
        recent = run.table("complaints").filter(lambda row: row.received_at > moment(at - RECENT))
        rows = rows.semi_join(recent, "complaint_id")
    return _columns(run, rows.rename(subject_id="complaint_id"), Subject.COMPLAINT, AGENT_SCORES, AGENT.features)


def _customer_columns(run: Lake) -> Columns:
    rows = run.table("customer_assessments").rename(subject_id="customer_id")
    return _columns(run, rows, Subject.CUSTOMER, WARNING_SCORES, WARNING_FEATURES)


def _columns(
    run: Lake, rows: ir.Table, subject: Subject, scores: tuple[str, ...], names: tuple[str, ...]
) -> dict[str, Numbers]:
    """Scores and features as a run wrote them, of at most ``MOST`` evenly by their numbers; empty where it has none."""
    told = _frame(rows.select("subject_id", *scores)).sort("subject_id")
    told = told.gather_every(max(1, -(-len(told) // MOST)))
    if not len(told):
        return {}
    chosen = run.engine.read_arrow(pa.table({"subject_id": pa.array(told["subject_id"].to_list(), pa.string())}))
    known = run.table("features").semi_join(chosen, "subject_id")
    known = known.filter(known.subject_type == str(subject), known.feature.isin(names))
    wide = _frame(known.select("subject_id", "feature", "value")).pivot("feature", index="subject_id")
    told = told.join(wide, on="subject_id", how="left")
    absent = np.full(len(told), np.nan)
    return {
        name: told[name].cast(pl.Float64).fill_null(np.nan).to_numpy() if name in told.columns else absent
        for name in dict.fromkeys((*scores, *names))
    }


def _said(run: Lake) -> pl.DataFrame:
    """What a run said of each complaint, and whose hand it shows: a gang's, a letter's, or its own alone."""
    gangs = run.table("customer_assessments").select("customer_id", "gang_id")
    known = run.table("complaints").select("complaint_id", "customer_id").left_join(gangs, "customer_id")
    rows = run.table("complaint_assessments")
    rows = rows.left_join(known.select("complaint_id", "gang_id"), "complaint_id")
    return _frame(
        rows.select(
            "complaint_id",
            "zone",
            probability=rows.agent_probability,
            low=rows.agent_probability_low,
            high=rows.agent_probability_high,
            hand=ibis.coalesce(rows.gang_id, rows.template_id, rows.complaint_id),
        )
    )


def _recent(run: Lake, said: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    received = run.table("complaints").filter(lambda row: row.received_at > moment(asked.on - RECENT))
    return said.join(_frame(received.select("complaint_id")), on="complaint_id", how="semi")


def _as_of(run: Lake) -> datetime | None:
    """When a run stands; None where it assessed nobody."""
    found: datetime | None = run.table("customer_assessments").as_of.max().to_pyarrow().as_py()
    return found


def _frame(rows: ir.Table) -> pl.DataFrame:
    found = pl.from_arrow(rows.to_pyarrow())
    assert isinstance(found, pl.DataFrame)
    return found
