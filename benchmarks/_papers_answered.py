"""A simulated lender that asks every issuer about the papers that it was given: what they answer, and what that proves.

The simulation has one paper in five asked about: too few to measure by. Here the rest are asked as well: who issued a
paper confirms it, who did not denies it, and what the simulation has answered stays. What it proves is told
from the truth alone: a genuine paper that its issuer confirmed bears out the misfortune for which people hand such
papers in, whatever complaint of its customer speaks of it.
"""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl
import pyarrow as pa

from mingjian import materials, pipeline, settings
from mingjian.contract.vocabulary import Claim, IssuerReply
from mingjian.simulation.documents.archive import ISSUED_BY, SHOWN_FOR
from mingjian.store.engine import DuckDBEngine
from mingjian.store.lake import Lake
from mingjian.store.point_in_time import cut
from mingjian.store.stage import StageContext
from mingjian.store.vault import Vault
from mingjian.store.workspace import Workspace

MISFORTUNES = (Claim.ILLNESS, Claim.BEREAVEMENT, Claim.HARDSHIP)
_DEFINITE = [IssuerReply.CONFIRMED.value, IssuerReply.DENIED.value, IssuerReply.NO_RECORD.value]


def ask_every_issuer(delivery: Path, truth: Path, *, as_of: datetime) -> None:
    """Adds to a delivery what the issuers of the papers that it asks nothing about would answer."""
    file = delivery / "verifications.parquet"
    asked = pl.read_parquet(file)
    made = pl.read_parquet(truth / "materials.parquet").filter(pl.col("kind").is_in([kind.value for kind in ISSUED_BY]))
    received = pl.read_parquet(delivery / "materials.parquet").select("material_id", "received_at")
    unasked = made.join(asked, on="material_id", how="anti").join(received, on="material_id")
    day = timedelta(days=1)
    answers = unasked.filter(pl.col("received_at") + day < as_of).select(
        verification_id="VA" + pl.col("material_id"),
        material_id="material_id",
        asked_at="received_at",
        replied_at=pl.min_horizontal(pl.col("received_at") + 20 * day, pl.lit(as_of - day)),
        reply=pl.when("forged").then(pl.lit(IssuerReply.DENIED.value)).otherwise(pl.lit(IssuerReply.CONFIRMED.value)),
    )
    pl.concat(
        [asked, answers.cast({name: asked.schema[name] for name in answers.columns})], how="diagonal"
    ).write_parquet(file)


def proved(delivery: Path, truth: Path, *, as_of: datetime) -> pl.DataFrame:
    """``customer_id, claim``: the misfortunes that a genuine paper proves, whose issuer has confirmed it by then."""
    answers = pl.read_parquet(delivery / "verifications.parquet").filter(
        pl.col("reply").is_in(_DEFINITE), pl.col("replied_at") <= as_of
    )
    newest = answers.sort("replied_at").unique("material_id", keep="last")
    confirmed = newest.filter(pl.col("reply") == IssuerReply.CONFIRMED.value)
    genuine = pl.read_parquet(truth / "materials.parquet").filter(~pl.col("forged"))
    shown = pl.DataFrame(
        [{"claim": claim.value, "kind": kind.value} for claim in MISFORTUNES for kind in SHOWN_FOR[claim]]
    )
    return (
        genuine.join(confirmed, on="material_id", how="semi")
        .join(shown, on="kind")
        .select("customer_id", "claim")
        .unique()
    )


def assessed(delivery: Path, folder: Path) -> pa.Table:
    """``material_assessments`` of a delivery: taken in and examined in ``folder`` as a run does, every file of it."""
    chosen = settings.load()
    workspace = Workspace(folder / "desk")
    with workspace.writing():
        _, delivered = pipeline.deliver(workspace, delivery, settings=chosen)
    intake, run = folder / "intake", folder / "run"
    for place in (intake, run):
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
    engine = DuckDBEngine(memory_limit=chosen.memory_limit)
    try:
        cut(Lake(engine, delivered.folder), intake, as_of=delivered.snapshot_at, snapshot=delivered.snapshot_at)
        lake = Lake(engine, run, intake)
        context = StageContext(
            lake=lake,
            as_of=delivered.snapshot_at,
            previous=None,
            progress=lambda _doing, _share: None,
            vault=Vault.open(workspace.root, key=chosen.vault_key.get_secret_value()),
            cache=workspace.cache,
        )
        materials.run(context, chosen.materials)
        return lake.table("material_assessments").to_pyarrow()
    finally:
        engine.close()
