"""The contract reader on whole agreements of both worlds: ``python -m benchmarks.agreement_papers``.

They are texts, PDFs and photos. What is found is compared with the truth file by file: a kind of clause counts once an
agreement. No sentence of either world is among those that the reader learnt from. ``--agreements`` and ``--seed`` make
it larger or other.
"""

import argparse
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from mingjian.agencies.agreements.paper import UnreadableAgreementError, read_paper
from mingjian.simulation import WORLDS, WorldSettings, simulate
from mingjian.simulation.books.agreements import DOCUMENTED_FOR_ONE


@dataclass
class _Count:
    files: int = 0
    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, true: set[str], found: set[str]) -> None:
        self.files += 1
        self.right += len(true & found)
        self.wrong += len(found - true)
        self.missed += len(true - found)

    def __str__(self) -> str:
        precision, recall = self.right / (self.right + self.wrong), self.right / (self.right + self.missed)
        f1 = 2 * self.right / (2 * self.right + self.wrong + self.missed)
        return f"{self.files:>3} files  precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}"


def main() -> None:
    """Prints every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--agreements", type=int, default=30)
    parser.add_argument("--seed", type=int, default=31)
    chosen = parser.parse_args()
    for world in WORLDS:
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            made = WorldSettings(
                world=world,
                customers=max(600, chosen.agreements * 60),
                seed=chosen.seed,
                documented_complaints=chosen.agreements * DOCUMENTED_FOR_ONE,
            )
            simulate(made, delivery=folder / "delivery", truth=folder / "truth")
            _measure(world, folder)


def _measure(world: str, folder: Path) -> None:
    agreements = pl.read_parquet(folder / "truth" / "agreements.parquet")
    clauses = pl.read_parquet(folder / "truth" / "agreement_clauses.parquet")
    paths = dict(pl.read_parquet(folder / "delivery" / "materials.parquet").select("material_id", "path").iter_rows())
    counts: dict[str, _Count] = defaultdict(_Count)
    for material_id, capture in agreements.select("material_id", "capture").iter_rows():
        true = set(clauses.filter(pl.col("material_id") == material_id)["kind"])
        try:
            read = read_paper((folder / "delivery" / paths[material_id]).read_bytes())
            found = {one.kind for one in read.passages}
        except UnreadableAgreementError:
            found = set()
        for name in (capture, "all"):
            counts[name].add(true, found)
    for name in sorted(counts):
        print(f"{world:<10} {name:<11} {counts[name]}", flush=True)


if __name__ == "__main__":
    main()
