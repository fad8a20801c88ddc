"""Risk: quality on both simulated worlds, and how many complaints and customers are assessed a second."""

import resource
import tempfile
import time
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa

from mingjian.evaluation import agents, warning
from mingjian.evaluation.evidence import Run, Truth
from mingjian.pipeline import deliver, run
from mingjian.risk import RiskSettings, assess_complaints, assess_customers
from mingjian.risk.agent_model import written_model
from mingjian.risk.customer_assessment import CustomerModel
from mingjian.risk.fairness import false_accusations
from mingjian.risk.features import Subject, evidence_of, features_of
from mingjian.risk.history import WarningModel
from mingjian.risk.learning import LearnedScorecard
from mingjian.risk.warning_scorecard import COMPLAINT, ESCALATION
from mingjian.settings import Settings
from mingjian.simulation import WORLDS, WorldSettings, simulate
from mingjian.store.workspace import Workspace

CUSTOMERS = 5_000
SOPHISTICATIONS = (0.25, 0.75)
BATCH = 100_000


def main() -> None:
    for world in WORLDS:
        for sophistication in SOPHISTICATIONS:
            quality(world, sophistication)
    speed()


def quality(world: str, sophistication: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        delivery, truth, out = (Path(folder) / name for name in ("delivery", "truth", "out"))
        made = WorldSettings(world=world, customers=CUSTOMERS, sophistication=sophistication, seed=7)
        simulate(made, delivery=delivery, truth=truth)
        workspace, settings = Workspace(out), Settings()
        with workspace.writing():
            _, delivered = deliver(workspace, delivery, settings=settings)
            run(workspace, delivered, settings=settings, as_of=made.snapshot_at)
        print(f"{world}, {CUSTOMERS} customers, sophistication {sophistication}")
        for part in (agents, warning):
            for figure in part.measure(Run(out), Truth(truth)).figures:
                print(f"  {part.NAME:8} {figure.code:42} {_shown(figure.value):>8}  of {figure.cases}")
        honest = Truth(truth).table("complaints").filter(~pl.col("agent_filed"))
        rates = false_accusations(
            Run(out).table("complaint_assessments"),
            honest.select("complaint_id", "customer_id"),
            pl.read_parquet(delivery / "customers.parquet"),
            on=date(2026, 11, 1),
        )
        for attribute in ("province", "age_band", "sex"):
            group = [rate for rate in rates if rate.attribute == attribute]
            worst = max(group, key=lambda rate: rate.rate)
            print(
                f"  fairness {attribute}: worst of {len(group)} groups {worst.accused} of {worst.complaints} honest "
                f"complaints accused (90 % interval up to {worst.high:.3f})"
            )


def speed() -> None:
    for size in (BATCH // 10, BATCH):
        complaints = synthetic(Subject.COMPLAINT, size)
        model = written_model(RiskSettings())
        began = time.perf_counter()
        assess_complaints(complaints, model=model)
        took = time.perf_counter() - began
        print(f"{size} complaints: {size / took:.0f} a second on one core")
        customers = synthetic(Subject.CUSTOMER, size)
        learned = WarningModel(LearnedScorecard(COMPLAINT, base=-5.0), LearnedScorecard(ESCALATION, base=-0.6))
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
    if subject is Subject.CUSTOMER:
        known = random.random(size) < 0.1
        columns["worst_complaint_id"] = columns["customer_id"]
        columns["worst_score"] = pa.array(random.normal(-1, 2, size), mask=~known)
        columns["worst_deviation"] = pa.array(np.full(size, 1.0), mask=~known)
        columns["worst_reasons"] = pa.array(["[]" if one else None for one in known.tolist()], pa.string())
    return pa.table(columns)


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}"


if __name__ == "__main__":
    main()
