"""Fairness of manner: whether the wording of honest complaints makes a group look more like an agency's clients.

``python -m benchmarks.fairness --customers 5000 --seeds 31 32 33``. On each simulated world manner is learned from the
delivery's labels, and every other honest complaint is read by it: the gap between the highest and the lowest mean of
any two groups of 20 or more, in log-odds, and how often chance alone (groups shuffled) makes as large a one.

Figures of manner are before its bound. Simulated lenders have one province, whose people write alike, so they show only
that nothing else leaks in. ``dialect`` is the hard case: a third of the people live in a province of their own words,
and four of five complaints that agents wrote use them as well, as if their clients came from there; with what tells a
group left in, and left out.

With ``--runs`` whole runs are made, and the shares called likely_agent and mean probabilities are told by group, with
manner and without.
"""

import argparse
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from mingjian.pipeline import deliver, run
from mingjian.risk import assess_complaints
from mingjian.risk.agent_life import described
from mingjian.risk.agent_model import PART, everyone, labelled, learned_model
from mingjian.risk.fairness import ATTRIBUTES, groups_of
from mingjian.risk.manner import Manner, Writings, learned, sequences, vocabulary
from mingjian.risk.proxies import LEAST_OF_A_GROUP, telling_of_people
from mingjian.settings import Settings
from mingjian.simulation import WORLDS, WorldSettings, simulate
from mingjian.store.engine import DuckDBEngine
from mingjian.store.workspace import Workspace

DIALECT = {"没有": "莫得", "我": "俺", "你们": "恁们", "怎么": "咋", "不": "弗"}
FROM_THERE = 0.8
SHUFFLES = 500
GROUPS = (*ATTRIBUTES, PART)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=5_000)
    parser.add_argument("--seeds", type=int, nargs="+", default=[31, 32, 33])
    parser.add_argument("--step", type=float, default=0.5)
    parser.add_argument("--worlds", nargs="+", default=list(WORLDS))
    parser.add_argument("--runs", action="store_true")
    chosen = parser.parse_args()
    for world in chosen.worlds:
        for seed in chosen.seeds:
            made = WorldSettings(world=world, customers=chosen.customers, seed=seed, sophistication=chosen.step)
            with tempfile.TemporaryDirectory() as folder:
                delivery, truth = Path(folder) / "delivery", Path(folder) / "truth"
                simulate(made, delivery=delivery, truth=truth)
                print(f"\n{world}, {made.customers} customers, step {made.sophistication}, seed {seed}")
                told = complaints(delivery, truth, on=made.snapshot_at.date())
                wording(told, "as written", GROUPS)
                wording(in_dialect(told, seed), "dialect", ("province",))
                if chosen.runs:
                    whole(Path(folder), made, told)


def complaints(delivery: Path, truth: Path, *, on: date) -> pl.DataFrame:
    """One row a complaint of a known customer with a text: its label if any, the truth, and the customer's groups."""
    labels = pl.read_parquet(delivery / "labels.parquet").filter(pl.col("subject_type") == "complaint")
    latest = (
        labels.sort("decided_at").unique("subject_id", keep="last").select(complaint_id="subject_id", label="label")
    )
    so_it_is = pl.read_parquet(truth / "complaints.parquet").select("complaint_id", "agent_filed")
    people = groups_of(pl.read_parquet(delivery / "customers.parquet"), on=on)
    return (
        pl.read_parquet(delivery / "complaints.parquet")
        .filter(pl.col("customer_id").is_not_null(), pl.col("text").is_not_null())
        .select("complaint_id", "customer_id", "text")
        .join(so_it_is, on="complaint_id")
        .join(latest, on="complaint_id", how="left")
        .join(people, on="customer_id", how="left")
        .with_columns(**{PART: pl.col("province").str.slice(0, 1)})
        .sort("complaint_id")
    )


def in_dialect(told: pl.DataFrame, seed: int) -> pl.DataFrame:
    """A third of the customers in a province with a dialect, which most complaints of agents use as well."""
    random = np.random.default_rng(seed)
    customers = told["customer_id"].unique().sort()
    there = dict(zip(customers, random.random(len(customers)) < 1 / 3, strict=True))
    lives_there = told["customer_id"].replace_strict(there, return_dtype=pl.Boolean)
    speaks = (told["agent_filed"] & pl.Series(random.random(told.height) < FROM_THERE)) | (
        ~told["agent_filed"] & lives_there
    )
    spoken = pl.col("text").str.replace_many(list(DIALECT), list(DIALECT.values()))
    return told.with_columns(
        text=pl.when(speaks).then(spoken).otherwise(pl.col("text")),
        province=pl.when(lives_there).then(pl.lit("41")).otherwise(pl.lit("11")),
    )


def wording(told: pl.DataFrame, name: str, attributes: tuple[str, ...]) -> None:
    """What manner says of honest complaints without a label, by group, with what tells a group left in and left out."""
    known = told.filter(pl.col("label").is_in(["agent_filed", "self_filed"]))
    agents = (known["label"] == "agent_filed").to_numpy().astype(float)
    texts = Writings(tuple(known["text"]), tuple(known["customer_id"]))
    own = told.filter(~pl.col("agent_filed")).unique("customer_id", keep="first", maintain_order=True)
    people = {attribute: own[attribute].to_list() for attribute in GROUPS}
    barred = telling_of_people([sequences(text) for text in own["text"]], people, vocabulary(texts))
    honest = told.filter(~pl.col("agent_filed") & pl.col("label").is_null())
    others = told.filter(pl.col("agent_filed") & pl.col("label").is_null())
    for case, writings in (("left in", texts), (f"left out ({len(barred)})", replace(texts, barred=barred))):
        manner = learned(writings, agents)
        scores, theirs = (unbounded(manner, list(some["text"])) for some in (honest, others))
        apart = theirs.mean() - scores.mean()
        for attribute in attributes:
            found = gap(scores, honest[attribute].to_list())
            print(
                f"  manner   {name:10} {case:16} {attribute:9} gap {found.size:.2f} log-odds ({found.names}), "
                f"by chance {found.by_chance:.3f}; agents' stand {apart:.2f} above, {len(known)} labels",
                flush=True,
            )


def unbounded(manner: Manner, texts: Sequence[str]) -> NDArray[np.float64]:
    """What manner would say without its bound, at which most texts of a simulated world stand."""
    return manner.weighed(0.01).scores(texts) * 100


@dataclass(frozen=True)
class Gap:
    """The difference of the highest and the lowest mean, of which groups, and how often chance makes as large a one."""

    size: float
    names: str
    by_chance: float


def gap(values: NDArray[np.float64], groups: Sequence[str | None]) -> Gap:
    """The widest gap between two groups of enough people."""
    names = np.array([group or "" for group in groups])
    large = [name for name in sorted(set(names) - {""}) if (names == name).sum() >= LEAST_OF_A_GROUP]
    if len(large) < 2:
        return Gap(0.0, "too few people", 1.0)
    kept = np.isin(names, large)
    values, place = values[kept], np.searchsorted(large, names[kept])
    sizes = np.bincount(place)

    def means(at: NDArray[np.int64]) -> NDArray[np.float64]:
        return np.bincount(at, weights=values) / sizes

    found, random = means(place), np.random.default_rng(7)
    wide = np.ptp(found)
    chance = np.mean([np.ptp(means(random.permutation(place))) >= wide for _ in range(SHUFFLES)])
    return Gap(float(wide), f"{large[int(found.argmin())]} to {large[int(found.argmax())]}", float(chance))


def whole(folder: Path, made: WorldSettings, told: pl.DataFrame) -> None:
    """A run, and what it says of honest complaints without a label by group, with manner and without."""
    workspace, settings = Workspace(folder / "out"), Settings()
    with workspace.writing():
        _, delivered = deliver(workspace, folder / "delivery", settings=settings)
        done = run(workspace, delivered, settings=settings, as_of=made.snapshot_at)
    with closing(DuckDBEngine()) as engine:
        found = described(done.lake(engine), done.read_record())
    model = learned_model(
        settings.risk, labelled(found.labels.rows), everyone(found.rows, found.customers, on=made.snapshot_at.date())
    )
    honest = told.filter(~pl.col("agent_filed") & pl.col("label").is_null())
    for case, one in (("with manner", model), ("without", replace(model, manner=None))):
        said = pl.from_arrow(
            assess_complaints(found.rows, model=one).select(["complaint_id", "agent_probability", "zone"])
        )
        assert isinstance(said, pl.DataFrame)
        judged = honest.join(said, on="complaint_id")
        accused = judged["zone"] == "likely_agent"
        print(
            f"  run      {case:12} {accused.sum()} of {judged.height} honest accused; manner {one.manner is not None}"
        )
        for attribute in GROUPS:
            found_gap = gap(judged["agent_probability"].to_numpy(), judged[attribute].to_list())
            worst = judged.group_by(attribute).agg(share=(pl.col("zone") == "likely_agent").mean(), size=pl.len())
            worst = worst.filter(pl.col("size") >= LEAST_OF_A_GROUP).sort("share", descending=True)
            most = float(worst["share"].to_numpy().max(initial=0.0))
            print(
                f"  run      {case:12} {attribute:9} mean probability gap {found_gap.size:.3f} ({found_gap.names}), by "
                f"chance {found_gap.by_chance:.3f}; worst group accused {most:.3f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
