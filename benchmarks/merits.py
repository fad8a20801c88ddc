"""Merits: what is said of each claim against the truth, claim by claim, in both simulated worlds.

``python -m benchmarks.merits --customers 3000 --seeds 77 --steps 0.5``. Letters are read and weighed as in a run;
families, gangs and scores are no input of merits and are left out, and complaints without a customer cannot be weighed.
A claim that a text does not make but that was heard counts as wrong, and one that was not heard as missed. Nobody
states that the simulated records hold everything, unless ``--complete`` names the tables. In each world
``--documented`` complaints carry papers, which are taken in and examined, and whose issuers are all asked
(:mod:`benchmarks._papers_answered`): illness, hardship and bereavement are borne out by nothing else.
"""

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import get_args

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks._papers_answered import ask_every_issuer, assessed, proved
from mingjian.letters.settings import LettersSettings
from mingjian.letters.tables import CLAIM, letter_inputs, part_of, read_letters
from mingjian.merits import Ledger, MeritsSettings, weigh
from mingjian.merits.settings import CompleteTable
from mingjian.simulation import WORLDS, WorldSettings, simulate
from mingjian.store.engine import DuckDBEngine
from mingjian.store.lake import Lake

STEPS = (0.0, 0.5, 1.0)


@dataclass(frozen=True)
class Row:
    """What became of one claim type; counts of complaints, since the records say the same of a claim made twice."""

    claim: str
    made: int
    heard: int
    rightly_heard: int
    borne_out: int
    said_borne_out: int
    rightly_borne_out: int
    contradicted: int
    said_contradicted: int
    rightly_contradicted: int
    true_but_contradicted: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=3_000)
    parser.add_argument("--seeds", type=int, nargs="+", default=[77])
    parser.add_argument("--steps", type=float, nargs="+", default=list(STEPS))
    parser.add_argument("--worlds", nargs="+", default=list(WORLDS))
    parser.add_argument("--documented", type=int, default=24, help="complaints that carry papers, in each world")
    parser.add_argument("--complete", nargs="*", default=[], choices=get_args(CompleteTable))
    chosen = parser.parse_args()
    settings = MeritsSettings(complete_tables=tuple(chosen.complete))
    for world in chosen.worlds:
        parts = []
        for step in chosen.steps:
            for seed in chosen.seeds:
                made = WorldSettings(
                    world=world,
                    customers=chosen.customers,
                    seed=seed,
                    sophistication=step,
                    documented_complaints=chosen.documented,
                )
                with tempfile.TemporaryDirectory() as folder:
                    place = Path(folder)
                    simulate(made, delivery=place / "delivery", truth=place / "truth")
                    if chosen.documented:
                        ask_every_issuer(place / "delivery", place / "truth", as_of=made.snapshot_at)
                    parts.append(compared(place, settings, as_of=made.snapshot_at))
        stated = ", ".join(chosen.complete) or "nothing"
        print(
            f"\n{world}, {chosen.customers} customers, seeds {chosen.seeds}, steps {chosen.steps}; complete: {stated}"
        )
        print(
            f"{'claim':24} {'hearing P':>10} {'R':>6} {'borne out P':>12} {'R':>6} {'contrad. P':>11} {'R':>6}"
            "  true but contradicted"
        )
        for row in rows(pl.concat(parts)):
            print(
                f"{row.claim:24} {_share(row.rightly_heard, row.heard):>10} {_share(row.rightly_heard, row.made):>6}"
                f" {_share(row.rightly_borne_out, row.said_borne_out):>12}"
                f" {_share(row.rightly_borne_out, row.borne_out):>6}"
                f" {_share(row.rightly_contradicted, row.said_contradicted):>11}"
                f" {_share(row.rightly_contradicted, row.contradicted):>6}  {row.true_but_contradicted}"
                f"   of {row.made} made, {row.borne_out} borne out, {row.contradicted} contradicted"
            )


def compared(world: Path, settings: MeritsSettings, *, as_of: datetime) -> pl.DataFrame:
    """One row a complaint and claim that its text makes or that was heard: what is so, and what was said."""
    delivery, truth = world / "delivery", world / "truth"
    documented = (delivery / "verifications.parquet").exists()
    with tempfile.TemporaryDirectory() as folder, closing(DuckDBEngine()) as engine:
        lake = Lake(engine, Path(folder))
        for file in delivery.glob("*.parquet"):
            lake.write(file.stem, pq.read_table(file))
        if documented:
            lake.write("material_assessments", assessed(delivery, world))
        inputs = letter_inputs(lake.table("complaints"), lake.table("loans")).to_pyarrow()
        for column in ("template_id", "skeleton", "complaints", "customers", "medoid_id"):
            inputs = inputs.append_column(column, pa.nulls(inputs.num_rows, pa.string()))
        lake.write("claim_mentions", part_of(read_letters(inputs, settings=LettersSettings()), CLAIM))
        found = weigh(lake.table("claim_mentions"), lake.table("complaints"), Ledger.of(lake, as_of), settings)
        said = pl.from_arrow(found.to_pyarrow())
    assert isinstance(said, pl.DataFrame)
    # Without a customer there are no records to hold a claim against.
    matched = pl.read_parquet(delivery / "complaints.parquet").select("complaint_id", "customer_id").drop_nulls()
    claims = pl.read_parquet(truth / "claims.parquet").join(matched, on="complaint_id")
    true = claims.filter(pl.col("claim") != "other")
    if documented:
        borne_out = proved(delivery, truth, as_of=as_of).with_columns(proved=True)
        true = true.join(borne_out, on=["customer_id", "claim"], how="left").with_columns(
            expected_status=pl.when("proved").then(pl.lit("borne_out")).otherwise("expected_status")
        )
    key = ["complaint_id", "claim"]
    # Of a claim made twice the strongest word counts: borne out, then contradicted.
    strength = {"borne_out": 2, "contradicted": 1, "unknown": 0}
    said = said.with_columns(strength=pl.col("status").replace_strict(strength)).sort("strength", descending=True)
    return (
        true.unique(key, keep="first", maintain_order=True)
        .select(*key, "expected_status", "is_true", true_start="start", true_end="end")
        .join(
            said.filter(pl.col("claim") != "other")
            .join(matched, on="complaint_id", how="semi")
            .unique(key, keep="first", maintain_order=True),
            on=key,
            how="full",
        )
        .with_columns(
            complaint_id=pl.coalesce("complaint_id", "complaint_id_right"),
            claim=pl.coalesce("claim", "claim_right"),
        )
    )


def rows(judged: pl.DataFrame) -> Iterator[Row]:
    """The counts of each claim type, and of all."""
    names = sorted(judged["claim"].unique().to_list())
    for name in (*names, "all"):
        part = judged if name == "all" else judged.filter(pl.col("claim") == name)
        true, said = pl.col("expected_status"), pl.col("status")

        def count(condition: pl.Expr, part: pl.DataFrame = part) -> int:
            return part.filter(condition).height

        yield Row(
            claim=name,
            made=count(true.is_not_null()),
            heard=count(said.is_not_null()),
            rightly_heard=count(true.is_not_null() & said.is_not_null()),
            borne_out=count(true == "borne_out"),
            said_borne_out=count(said == "borne_out"),
            rightly_borne_out=count((true == "borne_out") & (said == "borne_out")),
            contradicted=count(true == "contradicted"),
            said_contradicted=count(said == "contradicted"),
            rightly_contradicted=count((true == "contradicted") & (said == "contradicted")),
            true_but_contradicted=count(pl.col("is_true") & (said == "contradicted")),
        )


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


if __name__ == "__main__":
    main()
