"""The agent model of a lender that has no label at all, beside rules of shared identifiers.

``python -m benchmarks.unlabelled``: whole runs of deliveries without their labels. The rules are what lenders begin
with: how many other customers complained from the same telephone, mailbox, sender's address, device or IP address.
Taken are the most for one of them, and how many of them are shared at all; the better one is the rival. Bars: AUROC
0.95, and half of the average precision that the rival misses.
"""

import argparse
import tempfile
from pathlib import Path

import numpy as np
import polars as pl

from mingjian.evaluation.evidence import Run, Truth
from mingjian.evaluation.ranking import area_under_curve, average_precision
from mingjian.pipeline import deliver, run
from mingjian.settings import Settings
from mingjian.simulation import WORLDS, WorldSettings, simulate
from mingjian.store.workspace import Workspace

IDENTIFIERS = ("contact_phone", "contact_email", "sender_address", "device_id", "ip")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--customers", type=int, default=2_000)
    parser.add_argument("--seeds", type=int, nargs="+", default=[9901, 9902, 9903])
    parser.add_argument("--steps", type=float, nargs="+", default=[0.25])
    parser.add_argument("--worlds", nargs="+", default=list(WORLDS))
    chosen = parser.parse_args()
    print("world      step  seed  complaints  AUROC  missing AP: ours  rules  ratio  agents found  honest accused")
    for world in chosen.worlds:
        for step in chosen.steps:
            for seed in chosen.seeds:
                _one(WorldSettings(world=world, customers=chosen.customers, sophistication=step, seed=seed))


def _one(made: WorldSettings) -> None:
    with tempfile.TemporaryDirectory() as folder:
        delivery, truth, out = (Path(folder) / name for name in ("delivery", "truth", "out"))
        simulate(made, delivery=delivery, truth=truth)
        (delivery / "labels.parquet").unlink()
        workspace, settings = Workspace(out), Settings()
        with workspace.writing():
            _, delivered = deliver(workspace, delivery, settings=settings)
            run(workspace, delivered, settings=settings, as_of=made.snapshot_at)
        rows = (
            _shared(pl.read_parquet(delivery / "complaints.parquet"))
            .join(Truth(truth).table("complaints").select("complaint_id", "agent_filed"), on="complaint_id")
            .join(
                Run(out).table("complaint_assessments").select("complaint_id", "agent_probability", "zone"),
                on="complaint_id",
            )
        )
    so = rows["agent_filed"].to_numpy()
    precision, most, kinds = (
        average_precision(so, rows[said].cast(pl.Float64).to_numpy()) or 0.0
        for said in ("agent_probability", "most", "kinds")
    )
    ours, rules = 1 - precision, 1 - max(most, kinds)
    area = area_under_curve(so, rows["agent_probability"].to_numpy())
    named = rows["zone"].to_numpy() == "likely_agent"
    print(
        f"{made.world:10} {made.sophistication:4}  {made.seed}  {len(rows):10}  {area:.3f}  {ours:16.4f} {rules:6.4f}"
        f"  {_over(ours, rules):>5}  {np.mean(named[so]):12.3f}  {int(named[~so].sum())} of {int((~so).sum())}",
        flush=True,
    )


def _over(ours: float, rules: float) -> str:
    # Rules that miss nothing leave nothing to halve.
    return f"{ours / rules:.2f}" if rules else "-"


def _shared(complaints: pl.DataFrame) -> pl.DataFrame:
    """Of each complaint: the most other customers who share one identifier, and how many identifiers are shared."""
    others = [
        pl.when(pl.col(name).is_not_null()).then(pl.col("customer_id").n_unique().over(name) - 1).otherwise(0)
        for name in IDENTIFIERS
    ]
    return complaints.select(
        "complaint_id", most=pl.max_horizontal(others), kinds=pl.sum_horizontal(other > 0 for other in others)
    )


if __name__ == "__main__":
    main()
