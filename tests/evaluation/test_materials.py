"""The figures of documents, on a truth and a run small enough to count by hand."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from mingjian.contract import TABLES
from mingjian.contract.truth import TRUTH
from mingjian.evaluation import materials
from mingjian.evaluation.evidence import Run, Truth
from mingjian.evaluation.scorecard import Section


def write(folder: Path, name: str, rows: list[dict[str, Any]], *, truth: bool = False) -> None:
    table = TRUTH[name] if truth else TABLES[name]
    empty = pl.from_arrow(table.empty())
    assert isinstance(empty, pl.DataFrame)
    pl.DataFrame(rows, schema=empty.schema).write_parquet(folder / f"{name}.parquet")


def paper(number: int, *, forged: bool, method: str | None = None, look: str | None = None) -> dict[str, Any]:
    return {
        "material_id": f"M-{number}",
        "kind": "diagnosis_certificate",
        "forged": forged,
        "method": method,
        "capture": "scan",
        "look_alike": look,
        "path": f"files/M-{number}.jpg",
    }


def assessed(number: int, probability: float, verdict: str, certainty: str = "unverified") -> dict[str, Any]:
    return {
        "material_id": f"M-{number}",
        "forgery_probability": probability,
        "verdict": verdict,
        "certainty": certainty,
    }


def place(number: int, box: tuple[int, int, int, int]) -> dict[str, Any]:
    left, top, right, bottom = box
    return {
        "material_id": f"M-{number}",
        "page": 1,
        "what": "edit",
        "left": left,
        "top": top,
        "right": right,
        "bottom": bottom,
        "dpi": 150.0,
    }


def finding(number: int, region: str) -> dict[str, Any]:
    return {
        "subject_type": "material",
        "subject_id": f"M-{number}",
        "check": "jpeg_history_differs",
        "outcome": "suspect",
        "place": f'{{"page": 1, "region": {region}}}',
        "values": "{}",
        "evidence": "[]",
    }


@pytest.fixture
def measured(tmp_path: Path) -> Section:
    truth, run = tmp_path / "truth", tmp_path / "run"
    truth.mkdir()
    run.mkdir()
    write(
        truth,
        "materials",
        [
            paper(1, forged=True, method="retyped_field"),
            paper(2, forged=True, method="retyped_field"),
            paper(3, forged=True, method="engraved_seal"),
            paper(4, forged=False, look="plain"),
            paper(5, forged=False, look="bad_photo"),
            paper(6, forged=False, look="plain"),
        ],
        truth=True,
    )
    write(truth, "material_places", [place(1, (100, 100, 200, 130)), place(2, (100, 100, 200, 130))], truth=True)
    write(
        run,
        "material_assessments",
        [
            assessed(1, 0.8, "needs_review"),
            assessed(2, 0.7, "needs_review"),
            assessed(3, 0.05, "no_sign_of_forgery", "consistent"),
            assessed(4, 0.05, "no_sign_of_forgery", "consistent"),
            assessed(5, 0.3, "needs_review"),
            assessed(6, 0.001, "no_sign_of_forgery", "issuer_confirmed"),
        ],
    )
    write(run, "findings", [finding(1, "[110, 105, 190, 128]"), finding(2, "[600, 600, 700, 640]")])
    return materials.measure(Run(run), Truth(truth))


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("auc", (3 + 3 + 1.5) / 9),
        ("auc_unasked", (2 + 2 + 0.5) / 6),
        ("found", 2 / 3),
        ("accused", 0.0),
        ("edit_hit", 0.5),
        ("genuine_review", 1 / 3),
        ("genuine_accused", 0.0),
        ("genuine_consistent", 2 / 3),
        ("auc_retyped_field", 1.0),
        ("auc_engraved_seal", 0.25),
        ("review_bad_photo", 1.0),
        ("review_plain", 0.0),
    ],
)
def test_each_figure_is_what_a_hand_counts(measured: Section, code: str, value: float) -> None:
    assert measured[code].value == pytest.approx(value)


def test_a_truth_without_documents_is_not_measured(tmp_path: Path) -> None:
    section = materials.measure(Run(tmp_path), Truth(tmp_path))
    assert {figure.value for figure in section.figures} == {None}
    assert {figure.code for figure in section.figures} == set(materials.CODES)
