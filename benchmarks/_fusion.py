"""Whether weights learned from labels harm honest papers; nothing is examined anew.

The documents of one world, all steps together, are halved again and again by complaint; the truth of one half stands
for labels, and the other half is judged by the written weights and by those of the run (which are the written ones
where its gate says so).
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import polars as pl
from rich.table import Table

from mingjian.contract.vocabulary import Verdict
from mingjian.evaluation.ranking import area_under_curve
from mingjian.materials.assessment import assess_one
from mingjian.materials.fusion import WRITTEN, Fusion, Known, learned
from mingjian.materials.known_documents import evidence_of
from mingjian.materials.settings import MaterialsSettings
from mingjian.materials.weights import Evidence

SETTINGS = MaterialsSettings()
Document = tuple[str, Known]
"""Its complaint, and what is known of it."""


def compared(worlds: Mapping[str, Sequence[Document]], *, halves: int = 20, seed: int = 7) -> Table:
    """Means over the halves, one row a world and way of weighing.

    Doubted and accused are shares of the genuine documents of a half. Without any issuer's answer the AUC is lower than
    where answers count, and than where those whose issuer answered are left out.
    """
    table = Table(title="weights as written and learned from half, on the other half, without answers")
    for name in ("world", "genuine", "forged", "which stood", "genuine doubted", "genuine accused", "AUC"):
        table.add_column(name)
    for world, documents in worlds.items():
        if documents:
            _add(table, world, documents, halves, np.random.default_rng(seed))
    return table


def documents_of(run: Path) -> list[Document]:
    """The documents of one run of ``benchmarks.materials`` with what was found of them."""
    truth = pl.read_parquet(run / "truth" / "materials.parquet")
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in pl.read_parquet(run / "run1" / "findings.parquet").iter_rows(named=True):
        found[row["subject_id"]].append(row)
    return [
        (
            f"{run.name} {one['complaint_id']}",
            Known(evidence_of(found[material]), one["forged"], f"{run.name} {material}"),
        )
        for one in truth.iter_rows(named=True)
        if (material := one["material_id"]) in found
    ]


def _add(table: Table, world: str, documents: Sequence[Document], halves: int, random: np.random.Generator) -> None:
    complaints = sorted({complaint for complaint, _ in documents})
    stood: Counter[str] = Counter()
    figures: dict[str, list[tuple[float, float, float]]] = {"written": [], "learned": []}
    for _ in range(halves):
        labelled = set(random.permutation(complaints)[: len(complaints) // 2].tolist())
        known = [one for complaint, one in documents if complaint in labelled]
        rest = [one for complaint, one in documents if complaint not in labelled]
        fusion = learned(known, prior=SETTINGS.prior_log_odds, review_from=SETTINGS.review_from)
        stood[fusion.standing.value] += 1
        figures["written"].append(_judged(rest, WRITTEN))
        figures["learned"].append(_judged(rest, fusion))
    forged = sum(one.forged for _, one in documents)
    for name, rows in figures.items():
        doubted, accused, ranked = np.nanmean(np.array(rows, np.float64), axis=0)
        which = ", ".join(f"{one} {count}" for one, count in stood.most_common()) if name == "learned" else name
        counts = (str(len(documents) - forged), str(forged))
        table.add_row(world, *counts, which, f"{doubted:.3f}", f"{accused:.3f}", f"{ranked:.3f}")


def _judged(documents: list[Known], fusion: Fusion) -> tuple[float, float, float]:
    """The shares of genuine documents to be looked at, and accused; and how well forged ones rank above them."""
    rows = [assess_one("", _unanswered(one.evidence), SETTINGS, fusion) for one in documents]
    verdicts = [row["verdict"] for row, one in zip(rows, documents, strict=True) if not one.forged]
    forged = np.array([one.forged for one in documents], np.bool_)
    ranked = area_under_curve(forged, np.array([float(str(row["forgery_probability"])) for row in rows]))
    genuine = max(1, len(verdicts))
    return (
        verdicts.count(Verdict.NEEDS_REVIEW.value) / genuine,
        verdicts.count(Verdict.SIGNS_OF_FORGERY.value) / genuine,
        float("nan") if ranked is None else ranked,
    )


def _unanswered(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Without what the issuer answered: it would settle the document."""
    return [one for one in evidence if not one.check.startswith(("issuer_confirmed", "issuer_denied"))]
