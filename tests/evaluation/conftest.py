import json
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from mingjian.simulation import WorldSettings, simulate


@dataclass(frozen=True)
class World:
    """A simulated world and an empty folder for a run over it."""

    truth: Path
    run: Path

    def table(self, name: str) -> pl.DataFrame:
        return pl.read_parquet(self.truth / f"{name}.parquet")

    def write(self, name: str, rows: pl.DataFrame) -> None:
        rows.write_parquet(self.run / f"{name}.parquet")


@pytest.fixture(scope="session")
def truth(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("world")
    settings = WorldSettings(customers=1_200, complaints_per_customer=0.5, sophistication=0.1)
    simulate(settings, delivery=folder / "delivery", truth=folder / "truth")
    return folder / "truth"


@pytest.fixture
def world(truth: Path, tmp_path: Path) -> World:
    return World(truth, tmp_path)


@pytest.fixture
def clairvoyant(world: World) -> World:
    """A run that knew the truth: every figure must be at its best."""
    complaints, customers = world.table("complaints"), world.table("customers")
    marks, claims = world.table("marks"), world.table("claims")

    def spans(kind: str, *, key: str) -> pl.DataFrame:
        rows = marks.filter(pl.col("kind") == kind).group_by("complaint_id").agg(pl.struct("code", "start", "end"))
        return rows.select(
            "complaint_id",
            pl.col("code")
            .map_elements(
                lambda entries: json.dumps(
                    [{key: one["code"], "start": one["start"], "end": one["end"]} for one in entries]
                ),
                return_dtype=pl.String,
            )
            .alias(f"{kind}s"),
        )

    letters = (
        complaints.select("complaint_id", pl.col("family_id").alias("template_id"))
        .join(spans("slot", key="slot"), on="complaint_id", how="left")
        .join(spans("demand", key="demand"), on="complaint_id", how="left")
        .with_columns(pl.lit("[]").alias("code_words"))
    )
    world.write("letters", letters)
    new = world.table("code_words").filter("new").select("word", "standard").unique()
    world.write("code_word_candidates", new.with_columns(pl.lit(1.0).alias("score")))
    world.write("claim_mentions", claims.select("complaint_id", "claim", "start", "end"))
    world.write("claims", claims.select("complaint_id", "claim", pl.col("expected_status").alias("status")))
    certain = pl.col("agent_filed").cast(pl.Float64)
    world.write(
        "complaint_assessments",
        complaints.select(
            "complaint_id",
            certain.alias("agent_probability"),
            certain.alias("agent_probability_low"),
            certain.alias("agent_probability_high"),
            pl.when("agent_filed").then(pl.lit("likely_agent")).otherwise(pl.lit("likely_self")).alias("zone"),
        ),
    )
    world.write(
        "customer_assessments",
        customers.select(
            "customer_id",
            pl.col("complains_within_30d").cast(pl.Float64).alias("complaint_probability_30d"),
            pl.col("escalates_within_30d").cast(pl.Float64).alias("escalation_probability_30d"),
            pl.col("agent_within_30d").cast(pl.Float64).alias("agent_involvement_probability"),
            pl.lit(None, dtype=pl.String).alias("gang_id"),
        ),
    )
    filed = complaints.filter("agent_filed").join(world.table("gangs").select("gang_id", "lineage_id"), on="gang_id")
    members = pl.concat(
        [
            filed.select(
                pl.col("lineage_id").alias("gang_id"), pl.lit(kind).alias("entity_type"), pl.col(key).alias("entity_id")
            )
            for kind, key in (("customer", "customer_id"), ("complaint", "complaint_id"))
        ]
    ).unique()
    world.write("gang_members", members)
    world.write("gangs", members.select("gang_id", pl.lit(1.0).alias("stability")).unique())
    world.write(
        "requirements",
        world.table("representations").select(
            pl.lit("representation").alias("subject_type"),
            pl.col("representation_id").alias("subject_id"),
            pl.when("lawful").then(pl.lit("met")).otherwise(pl.lit("not_met")).alias("status"),
        ),
    )
    return world
