"""Is a document what it claims to be: how well forgeries rank above genuine papers, and who is suspected wrongly."""

import json

import numpy as np
import polars as pl

from mingjian.contract.truth import Capture, ForgeryMethod
from mingjian.evaluation.evidence import Run, Truth
from mingjian.evaluation.ranking import area_under_curve
from mingjian.evaluation.scorecard import Figure, Section, ratio, unmeasured

NAME = "materials"
CODES = (
    "auc",
    "auc_unasked",
    "found",
    "accused",
    "unreadable",
    "edit_hit",
    "genuine_review",
    "genuine_accused",
    "genuine_consistent",
)
PER_METHOD = "auc_"
"""Begins the code of one figure for each method of forgery in the truth, each against all genuine documents."""
PER_LOOK = "review_"
"""Begins the code of one figure for each look of genuine documents: how many of them are to be reviewed or worse."""
DRAWN_DPI = 150.0
"""At which pages without pixels of their own are drawn, where a finding does not say."""
_DOUBTED = ("needs_review", "signs_of_forgery")


def measure(run: Run, truth: Truth) -> Section:
    """Every figure about documents; ``auc_unasked`` leaves out those whose issuer has answered."""
    if not (truth.folder / "materials.parquet").exists():
        return unmeasured(NAME, CODES, "the truth has no documents")
    assessed = run.table("material_assessments").select("material_id", "forgery_probability", "verdict", "certainty")
    joined = truth.table("materials").join(assessed, on="material_id", how="inner")
    if joined.is_empty():
        return unmeasured(NAME, CODES, "the run assessed no document of the truth")
    forged, genuine = joined.filter("forged"), joined.filter(~pl.col("forged"))
    unasked = joined.filter(~pl.col("certainty").is_in(["issuer_confirmed", "issuer_denied"]))
    flagged, hit = _edits(run, truth, forged)
    return Section(
        NAME,
        (
            Figure("auc", _auc(joined), joined.height),
            Figure("auc_unasked", _auc(unasked), unasked.height),
            Figure("found", _share(forged, _DOUBTED), forged.height),
            Figure("accused", _share(forged, ("signs_of_forgery",)), forged.height),
            Figure("unreadable", _share(joined, ("unreadable",)), joined.height),
            Figure("edit_hit", ratio(hit, flagged), flagged),
            Figure("genuine_review", _share(genuine, ("needs_review",)), genuine.height),
            Figure("genuine_accused", _share(genuine, ("signs_of_forgery",)), genuine.height),
            Figure(
                "genuine_consistent",
                ratio(genuine.filter(pl.col("verdict") == "no_sign_of_forgery").height, genuine.height),
                genuine.height,
            ),
            *_by_method(unasked),
            *_by_look(genuine),
        ),
    )


def _by_method(unasked: pl.DataFrame) -> list[Figure]:
    genuine = unasked.filter(~pl.col("forged"))
    figures = []
    for method in ForgeryMethod:
        made = unasked.filter(pl.col("method") == method.value)
        if not made.is_empty():
            figures.append(Figure(PER_METHOD + method.value, _auc(pl.concat([genuine, made])), made.height))
    return figures


def _by_look(genuine: pl.DataFrame) -> list[Figure]:
    looks = sorted(set(genuine["look_alike"].drop_nulls()))
    return [
        Figure(PER_LOOK + look, _share(part, _DOUBTED), part.height)
        for look in looks
        for part in (genuine.filter(pl.col("look_alike") == look),)
    ]


def _auc(rows: pl.DataFrame) -> float | None:
    known = rows.filter(pl.col("forgery_probability").is_not_null())
    return area_under_curve(known["forged"].to_numpy(), known["forgery_probability"].to_numpy())


def _share(rows: pl.DataFrame, verdicts: tuple[str, ...]) -> float | None:
    return ratio(rows.filter(pl.col("verdict").is_in(list(verdicts))).height, rows.height)


def _edits(run: Run, truth: Truth, forged: pl.DataFrame) -> tuple[int, int]:
    """How many edited documents are flagged with a place, and of how many a place touches what was edited."""
    edits = truth.table("material_places").filter(pl.col("what") == "edit")
    flagged = forged.filter(
        pl.col("verdict").is_in(list(_DOUBTED)) & pl.col("material_id").is_in(edits["material_id"].to_list())
    )
    findings = run.table("findings").filter(
        pl.col("outcome").is_in(["suspect", "contradicted"]) & pl.col("place").is_not_null()
    )
    with_place = hits = 0
    for material_id, capture in flagged.select("material_id", "capture").iter_rows():
        places = [json.loads(place) for place in findings.filter(pl.col("subject_id") == material_id)["place"]]
        places = [place for place in places if "region" in place]
        if not places:
            continue
        with_place += 1
        mine = edits.filter(pl.col("material_id") == material_id)
        drawn = capture == Capture.ELECTRONIC.value
        hits += any(
            _touch(place["region"], place.get("dpi") or DRAWN_DPI if drawn else None, edit)
            for place in places
            for edit in mine.iter_rows(named=True)
            if edit["page"] == place["page"]
        )
    return with_place, hits


def _touch(region: list[float], dots_per_inch: float | None, edit: dict[str, float]) -> bool:
    """Whether a region lies on the edit: over a third of the smaller of the two."""
    scale = edit["dpi"] / dots_per_inch if dots_per_inch else 1.0
    left, top, right, bottom = np.array(region) * scale
    wide = min(right, edit["right"]) - max(left, edit["left"])
    tall = min(bottom, edit["bottom"]) - max(top, edit["top"])
    if wide <= 0 or tall <= 0:
        return False
    smaller = min((right - left) * (bottom - top), (edit["right"] - edit["left"]) * (edit["bottom"] - edit["top"]))
    return bool(wide * tall > smaller / 3)
