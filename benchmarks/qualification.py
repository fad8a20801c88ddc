"""Who may act for a customer, against the truth of both worlds: ``python -m benchmarks.qualification``.

``--customers``, ``--worlds``, ``--steps`` and ``--seed`` make it smaller or other. A world's figures are printed once
it is done, and what it waits for before that. The stage's judgements alone are made, on the tables as delivered;
without ``--documented`` there are no documents, so what is written on an authorisation is not judged. With it so many
complaints carry documents, and their powers of attorney are read first, which costs seconds each: up to ``--documents``
of a world, and of its other papers and the registers' seals none.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import polars as pl

from mingjian import materials, pipeline, settings
from mingjian.agencies.cases import Tables, cases
from mingjian.agencies.judging import judge, requirements
from mingjian.agencies.register import look_up
from mingjian.agencies.settings import AgenciesSettings
from mingjian.simulation import WORLDS, WorldSettings, simulate
from mingjian.store import serving
from mingjian.store.engine import DuckDBEngine
from mingjian.store.lake import Lake
from mingjian.store.point_in_time import cut
from mingjian.store.serving import Serving
from mingjian.store.stage import StageContext
from mingjian.store.vault import Vault
from mingjian.store.workspace import Workspace

EARLY = ("91350100M0001TGQXM", "91350211M0000XUF46")
"""Genuine codes of the first years, published by their owners, whose check digit fails."""
OF_LAWYERS = ("organisation_kind_fits", "licence_in_force", "licence_number_sound")
"""What somebody who poses as a lawyer must fail, or at least not be shown to meet."""


def main() -> None:
    """Prints every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=4_000)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--documented", type=int, default=0)
    parser.add_argument("--documents", type=int, default=40, help="how many documents are read at most")
    parser.add_argument("--worlds", nargs="+", choices=tuple(WORLDS), default=tuple(WORLDS))
    parser.add_argument("--steps", type=float, nargs="+", default=[0.0, 0.5, 1.0])
    chosen = parser.parse_args()
    for world in chosen.worlds:
        for step in chosen.steps:
            made = WorldSettings(world=world, customers=chosen.customers, seed=chosen.seed, sophistication=step)
            _of_world(replace(made, documented_complaints=chosen.documented), most=chosen.documents)


def _of_world(world: WorldSettings, *, most: int) -> None:
    with tempfile.TemporaryDirectory() as place, closing(DuckDBEngine(workers=1)) as engine:
        folder = Path(place)
        simulate(world, delivery=folder / "delivery", truth=folder / "truth")
        workspace = Workspace(folder / "desk")
        with workspace.writing():
            _, delivered = pipeline.deliver(workspace, folder / "delivery", settings=settings.load())
        _waits(f"{world.world} at step {world.sophistication:g} is delivered")
        lake = Lake(engine, delivered.folder)
        papers = pl.DataFrame()
        if world.documented_complaints:
            papers = pl.read_parquet(delivered.folder / "materials.parquet").filter(kind="power_of_attorney")
            papers = papers.sort("material_id").head(most)
            _waits(f"{papers.height} powers of attorney are read")
            lake = _read(workspace, engine, delivered, papers)
        judged = requirements(judge(cases(Tables.from_lake(lake)), engine, AgenciesSettings()))
        rows = pl.DataFrame(judged.to_pyarrow())
        (truth,) = (folder / "truth").rglob("representations.parquet")
        true = pl.read_parquet(truth)
        print(f"{world.world} at step {world.sophistication:g}: {true.height} representations", flush=True)
        if world.documented_complaints:
            # Every power of attorney here is genuine: whose paper was handed in, agency or helper, is said apart.
            of = pl.read_parquet(folder / "delivery" / "representations.parquet")
            of = of.filter(pl.col("complaint_id").is_in(papers["complaint_id"].implode()))
            with_paper = true.filter(pl.col("representation_id").is_in(of["representation_id"].implode()))
            _papers(rows, with_paper)
        _lawful(rows, true.filter("lawful"))
        _unlawful(rows, true.filter(~pl.col("lawful")))
        _early(delivered.folder, folder)


def _waits(said: str) -> None:
    """To who waits, and not to the figures: with the processor time so far."""
    print(f"{said} ({time.process_time():.0f} s)", file=sys.stderr, flush=True)


def _read(workspace: Workspace, engine: DuckDBEngine, delivered: pipeline.Delivered, papers: pl.DataFrame) -> Lake:
    """The delivery with these of its documents, read."""
    chosen = settings.load()
    known, run = workspace.root / "known", workspace.root / "run"
    known.mkdir()
    run.mkdir()
    cut(Lake(engine, delivered.folder), known, as_of=delivered.snapshot_at, snapshot=delivered.snapshot_at)
    papers.write_parquet(known / "materials.parquet")
    organisations = pl.read_parquet(known / "organisations.parquet")
    organisations.with_columns(seal_sha256=pl.lit(None, pl.String)).write_parquet(known / "organisations.parquet")
    lake = Lake(engine, run, known)
    materials.run(
        StageContext(
            lake=lake,
            as_of=delivered.snapshot_at,
            vault=Vault.open(workspace.root, key=chosen.vault_key.get_secret_value()),
            cache=workspace.cache,
        ),
        chosen.materials,
    )
    return lake


def _papers(rows: pl.DataFrame, true: pl.DataFrame) -> None:
    """What was made of the authorisations of those who handed one in."""
    for lawful in (True, False):
        theirs = true.filter(pl.col("lawful") == lawful)["representation_id"]
        asked = rows.filter(
            pl.col("subject_id").is_in(theirs.implode()) & pl.col("requirement").str.starts_with("authorisation")
        )
        said = {
            f"{one} {status}": count
            for one, status, count in asked.group_by("requirement", "status")
            .len()
            .sort("requirement", "status")
            .iter_rows()
        }
        print(f"  {'lawful' if lawful else 'unlawful'}, {len(theirs)} with a power of attorney: {said}")


def _lawful(rows: pl.DataFrame, true: pl.DataFrame) -> None:
    theirs = rows.filter(pl.col("subject_id").is_in(true["representation_id"].implode()))
    failed = theirs.filter(pl.col("status") == "not_met")["subject_id"].n_unique()
    print(f"  lawful: {failed} of {true.height} fail a requirement")
    open_ = theirs.filter(pl.col("status") == "unverified")
    print(f"    left open: {dict(Counter(open_['requirement']).most_common())}")


def _unlawful(rows: pl.DataFrame, true: pl.DataFrame) -> None:
    for why in sorted(true["why"].unique()):
        ids = true.filter(pl.col("why") == why)["representation_id"]
        theirs = rows.filter(pl.col("subject_id").is_in(ids.implode()))
        failed = theirs.filter(pl.col("status") == "not_met")
        doubted = theirs.filter(pl.col("status") != "met")
        beyond = doubted.filter(pl.col("requirement") != "authorisation_on_file")
        print(
            f"  {why}: not met {failed['subject_id'].n_unique()}, not met or unverified "
            f"{doubted['subject_id'].n_unique()}, beyond a missing authorisation {beyond['subject_id'].n_unique()}, "
            f"of {len(ids)}"
        )
        if why == "poses_as_lawyer":
            ruled = doubted.filter(pl.col("requirement").is_in(OF_LAWYERS) & pl.col("source").str.contains("律师"))
            print(f"    with a rule on lawyers named: {ruled['subject_id'].n_unique()} of {len(ids)}")
        print(f"    not met: {dict(Counter(failed['requirement']).most_common())}")
        print(f"    left open: {dict(Counter(doubted.filter(pl.col('status') == 'unverified')['requirement']))}")


def _early(delivered: Path, folder: Path) -> None:
    """Early codes are looked up, and where the register lacks them nothing is held against their owner."""
    sources = {name: path for name in ("organisations",) if (path := delivered / f"{name}.parquet").exists()}
    serving.build(sources, folder / "serving.duckdb")
    with Serving.open(folder) as tables:
        for code in EARLY:
            answer = look_up(code, tables)
            print(f"  {code}: {answer.may_act}, {', '.join(said.code for said in (*answer.known, *answer.unknown))}")


if __name__ == "__main__":
    main()
