"""Documents, genuine and forged, in both worlds at three steps of the ladder: ``python -m benchmarks.materials``.

Only intake and the stage ``materials`` run, so that what is measured is theirs. ``--documented``, ``--steps``,
``--seed`` and ``--worlds`` make it smaller or other; ``--json FILE`` keeps all figures, ``--folder`` the files and
what was found of them, so that a changed examiner alone looks again (then no speed is measured). Each world has its
own layouts, wording and issuers, each seed its own people, seals and dens; the checks share nothing with the generator.
The documents are then halved, and weights learned from one half are held against the written ones on the other.
"""

import argparse
import json
import shutil
import tempfile
import time
from collections import defaultdict
from dataclasses import asdict
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

from benchmarks._fusion import Document, compared, documents_of
from mingjian import materials, pipeline, settings
from mingjian.evaluation import materials as evaluation
from mingjian.evaluation.evidence import Run, Truth
from mingjian.evaluation.scorecard import Figure
from mingjian.simulation import WORLDS, WorldSettings, simulate
from mingjian.store.engine import DuckDBEngine
from mingjian.store.lake import Lake
from mingjian.store.point_in_time import cut
from mingjian.store.stage import StageContext
from mingjian.store.vault import Vault
from mingjian.store.workspace import Workspace

STEPS = (0.0, 0.5, 1.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documented", type=int, default=60, help="complaints that carry documents, in each world")
    parser.add_argument("--seed", type=int, default=23)
    parser.add_argument("--steps", type=float, nargs="+", default=list(STEPS))
    parser.add_argument("--worlds", nargs="+", default=list(WORLDS))
    parser.add_argument("--json", type=Path)
    parser.add_argument("--folder", type=Path, help="keep worlds, runs and caches here")
    chosen = parser.parse_args()
    columns: dict[str, list[Figure]] = {}
    known: dict[str, list[Document]] = defaultdict(list)
    for world in chosen.worlds:
        for step in chosen.steps:
            made = WorldSettings(
                world=world,
                customers=max(600, chosen.documented * 14),
                complaints_per_customer=0.6,
                sophistication=step,
                seed=chosen.seed,
                agent_share=0.4,
                documented_complaints=chosen.documented,
            )
            with tempfile.TemporaryDirectory() as place:
                folder = chosen.folder / f"{world}-{step:g}-{chosen.seed}" if chosen.folder else Path(place)
                columns[f"{world[:2]} {step:g}"] = _measured(made, folder)
                known[world] += documents_of(folder)
    console = Console(width=150)
    console.print(_table(columns))
    console.print(compared(known))
    if chosen.json:
        kept = {name: [asdict(figure) for figure in figures] for name, figures in columns.items()}
        chosen.json.write_text(json.dumps(kept, indent=2), encoding="utf-8")


def _measured(world: WorldSettings, folder: Path) -> list[Figure]:
    chosen = settings.load()
    if not (folder / "delivery").exists():
        simulate(world, delivery=folder / "delivery", truth=folder / "truth")
    for old in ("intake1", "intake2", "run1", "run2"):
        shutil.rmtree(folder / old, ignore_errors=True)
    workspace = Workspace(folder / "desk")
    with workspace.writing():
        _, delivered = pipeline.deliver(workspace, folder / "delivery", settings=chosen)
    vault = Vault.open(workspace.root, key=chosen.vault_key.get_secret_value())
    engine = DuckDBEngine(memory_limit=chosen.memory_limit)
    seconds, cpu = [], []
    try:
        for number in (1, 2):
            intake, run = folder / f"intake{number}", folder / f"run{number}"
            intake.mkdir()
            run.mkdir()
            cut(Lake(engine, delivered.folder), intake, as_of=delivered.snapshot_at, snapshot=delivered.snapshot_at)
            lake = Lake(engine, run, intake)
            context = StageContext(
                lake=lake,
                as_of=delivered.snapshot_at,
                previous=None,
                progress=lambda _doing, _share: None,
                vault=vault,
                cache=workspace.cache,
            )
            began, before = time.perf_counter(), _cpu_seconds()
            materials.run(context, chosen.materials)
            seconds.append(time.perf_counter() - began)
            cpu.append(_cpu_seconds() - before)
            lake.seal("findings")
    finally:
        engine.close()
    section = evaluation.measure(Run(folder / "run1"), Truth(folder / "truth"))
    pages = section["auc"].cases
    print(f"{world.world} at {world.sophistication:g}: {pages} documents, {seconds[0]:.0f} s", flush=True)
    return [
        *section.figures,
        Figure("cpu_seconds_a_page", cpu[0] / pages, pages),
        Figure("second_run_times_faster", seconds[0] / seconds[1], pages),
        Figure("second_run_times_less_work", cpu[0] / cpu[1], pages),
    ]


def _cpu_seconds() -> float:
    """Of this process and of all that it started and that still run, the sandbox among them."""
    own = psutil.Process()
    times = [own.cpu_times(), *(child.cpu_times() for child in own.children(recursive=True))]
    return sum(one.user + one.system + one.children_user + one.children_system for one in times)


def _table(columns: dict[str, list[Figure]]) -> Table:
    """One row a figure, one column a world and step."""
    table = Table(title="documents")
    table.add_column("figure")
    for name in columns:
        table.add_column(name, justify="right")
    values = {name: {figure.code: figure for figure in figures} for name, figures in columns.items()}
    for code in dict.fromkeys(figure.code for figures in columns.values() for figure in figures):
        table.add_row(code, *(_shown(values[name].get(code)) for name in columns))
    return table


def _shown(figure: Figure | None) -> str:
    return "-" if figure is None or figure.value is None else f"{figure.value:.3f} ({figure.cases})"


if __name__ == "__main__":
    main()
