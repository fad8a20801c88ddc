"""Risk: every bar of the agent model and the early warning on both simulated worlds, and the speed of assessing.

``python -m benchmarks.risk`` (``make bench-risk``) is small; the full size is ``--customers 20000 --steps 0 0.25 0.5 1
--oracle-customers 100000``. The agent model of the run is put beside the written scorecard without labels and beside a
common baseline on the same labels: character n-grams of the text and metadata of the complaint in LightGBM. Figures
leave the labelled complaints out.

The early warning is put beside the most that the delivery shows of the true hazard. Since that has no closed form, it
is approached by boosted trees over the same features, taught what came after in a larger world of another seed.
"""

import argparse
import resource
import tempfile
import time
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import lightgbm
import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from mingjian.contract.vocabulary import Band, ComplaintChannel
from mingjian.evaluation import agents, warning
from mingjian.evaluation.evidence import Run, Truth
from mingjian.evaluation.ranking import area_under_curve, average_precision, calibration_error, coverage, groups
from mingjian.pipeline import deliver, run
from mingjian.risk import RiskSettings, assess_complaints, assess_customers
from mingjian.risk.agent_life import described as complaints_of
from mingjian.risk.agent_model import written_model
from mingjian.risk.channel_kinds import EVERYBODY, KINDS
from mingjian.risk.customer_assessment import CustomerModel
from mingjian.risk.features import KnownTables, Subject, evidence_of, features, features_of, known_tables
from mingjian.risk.features.channels import kind_of
from mingjian.risk.history import HORIZON_DAYS, Past, WarningModel, learned_warning, past_months, spreads_of
from mingjian.risk.learning import BasePrior, LearnedScorecard
from mingjian.risk.scorecard import mark, numbers
from mingjian.risk.warning_scorecard import COMPLAINT, ESCALATION
from mingjian.settings import Settings
from mingjian.simulation import WORLDS, WorldSettings, simulate
from mingjian.store.engine import DuckDBEngine
from mingjian.store.lake import Lake
from mingjian.store.point_in_time import PointInTime
from mingjian.store.workspace import RunFolder, Workspace

STEPS = (0.5,)
BATCH = 100_000
LEAD_DAYS = 14
BIN = 200
"""Complaints of a bin whose observed rate is held against its mean interval."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=2_500)
    parser.add_argument("--oracle-customers", type=int, default=20_000)
    parser.add_argument("--weeks", type=int, default=12, help="weekly runs over which alerts are dated; 0 for none")
    parser.add_argument("--seed", type=int, default=901)
    parser.add_argument("--steps", type=float, nargs="+", default=list(STEPS))
    parser.add_argument("--worlds", nargs="+", default=list(WORLDS))
    parser.add_argument("--no-speed", action="store_true")
    chosen = parser.parse_args()
    for world in chosen.worlds:
        for step in chosen.steps:
            made = WorldSettings(world=world, customers=chosen.customers, sophistication=step, seed=chosen.seed)
            larger = replace(made, customers=chosen.oracle_customers, seed=chosen.seed + 1)
            quality(made, oracle=taught(larger), weeks=chosen.weeks)
    if not chosen.no_speed:
        speed()


def quality(made: WorldSettings, *, oracle: lightgbm.LGBMClassifier, weeks: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        delivery, truth, out = (Path(folder) / name for name in ("delivery", "truth", "out"))
        simulate(made, delivery=delivery, truth=truth)
        workspace, settings = Workspace(out), Settings()
        with workspace.writing():
            _, delivered = deliver(workspace, delivery, settings=settings)
            done = run(workspace, delivered, settings=settings, as_of=made.snapshot_at)
        print(f"\n{made.world}, {made.customers} customers, step {made.sophistication}, seed {made.seed}")
        _agents(Run(out), Truth(truth), delivery, done)
        _warning(Run(out), Truth(truth), done, oracle, weeks=weeks)
        for figure in warning.measure(Run(out), Truth(truth)).figures:
            if figure.code.startswith(("complaint_", "escalation_")):
                print(f"  {warning.NAME:8} {figure.code:42} {_shown(figure.value):>8}  of {figure.cases}", flush=True)


CUSTOMER_FEATURES = tuple(
    feature.name for feature in features_of(Subject.CUSTOMER) if not feature.name.startswith("gang_")
)
"""Without gangs, which no past month knows."""


def taught(made: WorldSettings) -> lightgbm.LGBMClassifier:
    """Boosted trees that learned from the four past months of a larger world what its features foretell."""
    with tempfile.TemporaryDirectory() as folder:
        delivery, out = Path(folder) / "delivery", Path(folder) / "out"
        simulate(made, delivery=delivery, truth=Path(folder) / "truth")
        workspace = Workspace(out)
        with workspace.writing():
            _, delivered = deliver(workspace, delivery, settings=Settings())
        with closing(DuckDBEngine()) as engine:
            lake = Lake(engine, delivered.folder)
            past = Past(known_tables(lake, made.snapshot_at), lake)
            months = [past.described(at) for at in past.month_starts(RiskSettings().history_months)]
    rows = pa.concat_tables(months)
    trees = lightgbm.LGBMClassifier(
        n_estimators=150, num_leaves=8, learning_rate=0.03, min_child_samples=50, reg_lambda=5, verbose=-1, n_jobs=1
    )
    return trees.fit(_matrix(rows), rows.column("complained").to_numpy())


def _matrix(rows: pa.Table) -> NDArray[np.float64]:
    return np.column_stack(list(numbers(rows, CUSTOMER_FEATURES).values()))


def _warning(assessed: Run, truth: Truth, done: RunFolder, oracle: lightgbm.LGBMClassifier, *, weeks: int) -> None:
    as_of = done.read_record().as_of
    with closing(DuckDBEngine()) as engine:
        lake = done.lake(engine)
        tables = known_tables(lake, as_of)
        wide = features(Subject.CUSTOMER, tables.table("customers").select("customer_id"), tables).to_pyarrow()
        best = pl.DataFrame(
            {
                "customer_id": wide.column("customer_id").to_pylist(),
                "best": np.asarray(oracle.predict_proba(_matrix(wide)))[:, 1],
            }
        )
        leads = _leads(tables, lake, weeks) if weeks else None
        months = past_months(tables, lake, RiskSettings()).months
        came_by_share = np.sum([month.channels[EVERYBODY] for month in months], axis=0)
    so_it_is = truth.table("customers").select("customer_id", "complains_within_30d", "next_channel")
    rows = assessed.table("customer_assessments").join(so_it_is, on="customer_id").join(best, on="customer_id")
    so = rows["complains_within_30d"].to_numpy()
    ours, theirs = (rows[name].to_numpy() for name in ("complaint_probability_30d", "best"))
    area, area_best = (area_under_curve(so, chance) for chance in (ours, theirs))
    precision, precision_best = (average_precision(so, chance) for chance in (ours, theirs))
    caught, caught_best = (_caught(so, chance) for chance in (ours, theirs))
    if area and area_best and precision and precision_best:
        ratio = (area - 0.5) / (area_best - 0.5)
        print(f"  warning  AUROC {area:.3f}, at best {area_best:.3f}: less 0.5, ratio {ratio:.2f} (bar 0.9)")
        print(
            f"  warning  average precision {precision:.3f}, at best {precision_best:.3f}: "
            f"ratio {precision / precision_best:.2f} (bar 0.8)"
        )
    print(f"  warning  top 1 % catches {caught} of {so.sum()}, at best {caught_best} (bar 0.8 of it)")
    _channels(rows, came_by_share)
    for band in Band:
        part = rows.filter(pl.col("band") == str(band))
        foretold, came = (
            part[name].cast(pl.Float64).to_numpy() for name in ("complaint_probability_30d", "complains_within_30d")
        )
        if len(part):
            print(f"  warning  band {band:9} foretold {foretold.mean():.4f}, came {came.mean():.4f} of {len(part)}")
    for pause, lead in (leads or {}).items():
        days = lead["days"].drop_nulls().to_numpy()
        early = float((days >= LEAD_DAYS).mean()) if len(days) else None
        print(
            f"  warning  first alert {_shown(float(np.median(days)) if len(days) else None)} days before (median; bar "
            f"{LEAD_DAYS}), of {len(days)} among {lead.height} who complained, {_shown(early)} of them in time; of "
            f"nobody again within {pause} days",
            flush=True,
        )


def _channels(rows: pl.DataFrame, came_by: NDArray[np.float64]) -> None:
    """What is foretold of no complaint and of each kind of channel, beside the same total by the shares of past months.

    A hundredth of a complaining customer more of each kind keeps a kind that never came from an infinite loss.
    """
    number = {kind: place for place, kind in enumerate(KINDS, start=1)}
    came = np.array([number[kind_of(ComplaintChannel(one))] if one else 0 for one in rows["next_channel"].to_list()])
    total = rows["complaint_probability_30d"].to_numpy()
    shares = (came_by + 0.01) / (came_by + 0.01).sum()
    ours = np.column_stack([1 - total, *(rows[f"{kind}_probability_30d"].to_numpy() for kind in KINDS)])
    rival = np.column_stack([1 - total, total[:, None] * shares])
    so = np.eye(1 + len(KINDS))[came]
    basis, complainants = rows["channel_basis"][0], rows["channel_complainants"][0]
    for name, told in (("told", ours), ("total by shares", rival)):
        losses = -np.log(np.clip(told[np.arange(len(came)), came], 1e-12, 1))
        print(
            f"  channel  {name:16} log loss {losses.mean():.5f}, of complainants {losses[came > 0].mean():.4f}, "
            f"Brier {((told - so) ** 2).sum(axis=1).mean():.5f} ({basis}, {complainants} complainants)"
        )
    for place, kind in enumerate(KINDS, start=1):
        print(f"  channel  {kind:16} foretold {ours[:, place].sum():.1f}, came {(came == place).sum()}")


def _caught(so: NDArray[np.bool_], chance: NDArray[np.float64]) -> int:
    first = np.argsort(-chance, kind="stable")[: max(1, len(so) // 100)]
    return int(so[first].sum())


def _leads(tables: KnownTables, lake: Lake, weeks: int) -> dict[int, pl.DataFrame]:
    """Days from the first alert to the complaint, of each customer's first complaint since the first weekly run.

    By the days that nobody is alerted of again: none, and those that an alert speaks of.

    The weights are learned from months that ended before the first run, and 1 % of the customers are alerted in each.
    """
    start = tables.as_of - timedelta(weeks=weeks)
    then = KnownTables(PointInTime(lake, as_of=start, snapshot=tables.as_of), start, tables.names)
    months = past_months(then, lake, RiskSettings()).months
    model = learned_warning(months, RiskSettings(), spreads_of(months, RiskSettings())).complaint
    past = Past(tables, lake)
    ranked = []
    for week in range(weeks, 0, -1):
        at = tables.as_of - timedelta(weeks=week)
        rows = past.described(at)
        score = mark(model.scorecard, numbers(rows, model.scorecard.features), size=rows.num_rows).total
        order = np.argsort(-score, kind="stable")
        ranked.append((at, rows.column("customer_id").take(order).to_pylist()))
    complaints = tables.table("complaints").select("customer_id", "received_at").to_pyarrow()
    received = pl.from_arrow(complaints)
    assert isinstance(received, pl.DataFrame)
    came = received.filter(pl.col("customer_id").is_not_null(), pl.col("received_at") > start)
    came = came.group_by("customer_id").agg(pl.col("received_at").min())
    return {pause: _days_ahead(came, _alerts(ranked, pause)) for pause in (0, HORIZON_DAYS)}


def _alerts(ranked: list[tuple[datetime, list[str]]], pause: int) -> pl.DataFrame:
    """Whom each run alerts of: the first 1 % of those of whom none did in so many days before."""
    last: dict[str, datetime] = {}
    found = []
    for at, customers in ranked:
        due = [one for one in customers if one not in last or at - last[one] >= timedelta(days=pause)]
        chosen = due[: max(1, len(customers) // 100)]
        last |= dict.fromkeys(chosen, at)
        found.append(pl.DataFrame({"customer_id": chosen, "at": [at] * len(chosen)}))
    return pl.concat(found)


def _days_ahead(came: pl.DataFrame, alerts: pl.DataFrame) -> pl.DataFrame:
    told = came.join(alerts, on="customer_id", how="left")
    ahead = pl.when(pl.col("at") < pl.col("received_at")).then(
        (pl.col("received_at") - pl.col("at")).dt.total_seconds()
    )
    return told.group_by("customer_id").agg(days=ahead.max() / 86_400)


def _agents(assessed: Run, truth: Truth, delivery: Path, done: RunFolder) -> None:
    with closing(DuckDBEngine()) as engine:
        complaints = complaints_of(done.lake(engine), done.read_record())
        alone = assess_complaints(complaints.rows, model=written_model(RiskSettings()))
    scorecard = pl.from_arrow(alone.select(["complaint_id", "agent_probability"]))
    assert isinstance(scorecard, pl.DataFrame)
    so_it_is = truth.table("complaints").select("complaint_id", "agent_filed", "labelled", "look_alike")
    told = pl.read_parquet(delivery / "complaints.parquet").join(so_it_is, on="complaint_id")
    told = told.with_columns(baseline=_baseline(told, pl.read_parquet(delivery / "labels.parquet")))
    rows = (
        told.join(assessed.table("complaint_assessments").drop("customer_id", strict=False), on="complaint_id")
        .join(scorecard.rename({"agent_probability": "scorecard"}), on="complaint_id")
        .filter(~pl.col("labelled"))
    )
    so = rows["agent_filed"].to_numpy()
    missing = {}
    for name, column in (("model", "agent_probability"), ("scorecard", "scorecard"), ("text + metadata", "baseline")):
        chance = rows[column].to_numpy()
        precision = average_precision(so, chance)
        missing[name] = 1 - precision if precision is not None else None
        print(
            f"  agent    {name:16} missing AP {_shown(missing[name])}  AUROC {_shown(area_under_curve(so, chance))}"
            f"  calibration error {_shown(calibration_error(so, chance))}, by chance {by_chance(chance):.4f}"
        )
    rivals = [share for name in ("scorecard", "text + metadata") if (share := missing[name]) is not None]
    if rivals and missing["model"] is not None:
        best = min(rivals)
        # A rival that misses nothing leaves nothing to halve, and stays the better one.
        ratio = f"{missing['model'] / best:.2f}" if best else "none, the rival misses nothing"
        print(f"  agent    missing AP over the better rival's: {ratio} (bar 0.5 at step 0.5)")
    zone, honest = rows["zone"].to_numpy() == "likely_agent", ~so
    print(
        f"  agent    likely_agent holds {zone[so].mean():.3f} of agents' (bar 0.5 at step 0.5), "
        f"{zone[honest].mean():.4f} of honest (bar 0.005)"
    )
    alike = rows.filter(~pl.col("agent_filed") & pl.col("look_alike").is_not_null()).group_by("look_alike")
    shares = alike.agg(share=(pl.col("zone") == "likely_agent").mean())["share"].to_list()
    print(f"  agent    worst of {len(shares)} look-alikes accused: {_shown(max(shares, default=None))} (bar 0.01)")
    low, high = (rows[f"agent_probability_{end}"].to_numpy() for end in ("low", "high"))
    parts = groups(rows["agent_probability"].to_numpy(), bins=max(1, len(rows) // BIN))
    inside = [low[part].mean() <= so[part].mean() <= high[part].mean() for part in parts]
    # A bin without a single agent lies below every interval, however right: so the sampling error is told as well.
    met = coverage(so, rows["agent_probability"].to_numpy(), low, high, bins=max(1, len(rows) // BIN))
    print(
        f"  agent    {np.mean(inside):.2f} of {len(parts)} bins inside (bar 0.85), {_shown(met)} given the error of a "
        f"rate of {BIN}; mean width {(high - low).mean():.3f} (bar 0.2)"
    )
    for figure in agents.measure(assessed, truth).figures:
        if figure.code in ("undecided", "false_accusation_merited"):
            print(f"  agent    {figure.code:42} {_shown(figure.value):>8}  of {figure.cases}")


def by_chance(chances: NDArray[np.float64], *, draws: int = 200) -> float:
    """The calibration error that so many complaints show on average though every probability is right."""
    random = np.random.default_rng(1)
    errors = [calibration_error(random.random(len(chances)) < chances, chances) or 0.0 for _ in range(draws)]
    return float(np.mean(errors))


def _baseline(told: pl.DataFrame, labels: pl.DataFrame) -> NDArray[np.float64]:
    """What a common text model says of each complaint, taught by the same labels."""
    found = labels.filter(pl.col("subject_type") == "complaint").sort("decided_at").unique("subject_id", keep="last")
    known = dict(zip(found["subject_id"], found["label"] == "agent_filed", strict=True))
    texts = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), max_features=20_000, min_df=3).fit_transform(
        told["text"].fill_null("").to_list()
    )
    shared = [
        told.select(count=pl.when(pl.col(name).is_not_null()).then(pl.len().over(name)).otherwise(0))[
            "count"
        ].to_numpy()
        for name in ("contact_phone", "contact_email", "device_id", "ip", "sender_address")
    ]
    codes = told.select(
        pl.col("channel").rank("dense"),
        hour=pl.col("received_at").dt.hour(),
        weekday=pl.col("received_at").dt.weekday(),
        length=pl.col("text").str.len_chars().fill_null(0),
    ).to_numpy()
    metadata = np.column_stack([*shared, codes]).astype(np.float64)
    features = sparse.hstack([texts, sparse.csr_matrix(metadata)]).tocsr()
    taught = np.array([number for number, key in enumerate(told["complaint_id"]) if key in known])
    answers = np.array([known[told["complaint_id"][int(number)]] for number in taught], dtype=float)
    model = lightgbm.LGBMClassifier(n_estimators=200, min_child_samples=5, num_leaves=15, verbose=-1, n_jobs=1)
    model.fit(features[taught], answers)
    chances: NDArray[np.float64] = np.asarray(model.predict_proba(features))[:, 1]
    return chances


def speed() -> None:
    for size in (BATCH // 10, BATCH):
        complaints = synthetic(Subject.COMPLAINT, size)
        model = written_model(RiskSettings())
        began = time.perf_counter()
        assess_complaints(complaints, model=model)
        took = time.perf_counter() - began
        print(f"{size} complaints: {size / took:.0f} a second on one core")
        customers = synthetic(Subject.CUSTOMER, size)
        learned = WarningModel(
            LearnedScorecard.as_written(COMPLAINT, BasePrior(-5.0, 0.3)),
            LearnedScorecard.as_written(ESCALATION, BasePrior(-0.6, 1.0)),
        )
        began = time.perf_counter()
        assess_customers(customers, model=CustomerModel(RiskSettings(), WorldSettings().snapshot_at, model, learned))
        took = time.perf_counter() - began
        print(f"{size} customers: {size / took:.0f} a second on one core")
    one = complaints.slice(0, 1)
    times = []
    for _ in range(50):
        began = time.perf_counter()
        assess_complaints(one, model=model)
        times.append(time.perf_counter() - began)
    print(f"one complaint from its features: {np.median(times) * 1000:.1f} ms median")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def synthetic(subject: Subject, size: int) -> pa.Table:
    """Random features, half of them unknown: far more reasons a subject than life has."""
    random = np.random.default_rng(1)
    columns = {subject.key: pa.array([f"{subject}{number}" for number in range(size)])}
    if subject is Subject.COMPLAINT:
        columns["customer_id"] = columns["complaint_id"]
    for feature in features_of(subject):
        values = random.choice([0.0, 0.0, 0.0, 1.0, 2.0, 4.0, 12.0], size)
        columns[feature.name] = pa.array(values, mask=random.random(size) < 0.5)
    for column in evidence_of(subject):
        columns[column] = pa.array([f"E{number}" if number % 3 else None for number in range(size)], pa.string())
    columns["borne_out"] = pa.nulls(size, pa.string())
    columns["text"] = pa.nulls(size, pa.string())
    if subject is Subject.CUSTOMER:
        known = random.random(size) < 0.1
        columns["worst_complaint_id"] = columns["customer_id"]
        columns["worst_score"] = pa.array(random.normal(-1, 2, size), mask=~known)
        columns["worst_deviation"] = pa.array(np.full(size, 1.0), mask=~known)
        columns["worst_reasons"] = pa.array(["[]" if one else None for one in known.tolist()], pa.string())
        columns["worst_zone"] = pa.array(["undecided" if one else None for one in known.tolist()], pa.string())
    return pa.table(columns)


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}"


if __name__ == "__main__":
    main()
