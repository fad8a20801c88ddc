import json
from pathlib import Path

import polars as pl
import pytest

from mingjian.contract import TABLES
from mingjian.errors import NotFoundError
from mingjian.evaluation import PARTS, Section, score
from mingjian.evaluation.agents import PER_LOOK_ALIKE
from tests.evaluation.conftest import World

PERFECT = {
    "letters": (
        "family_pair_precision",
        "family_pair_recall",
        "gang_family_recall",
        "slot_f1",
        "claim_f1",
        "claim_span_f1",
        "demand_f1",
    ),
    "agent": ("auc", "average_precision", "interval_coverage", "recall_at_precision_90", "found"),
    "warning": ("complaint_auc", "escalation_auc", "involvement_average_precision"),
    "gangs": ("gang_precision", "gang_recall", "gang_f1", "complaint_gang_recall", "client_recall", "stability"),
    "merits": ("status_accuracy", "borne_out_precision", "contradicted_recall", "unknown_as_unknown"),
    "representation": ("unlawful_precision", "unlawful_recall"),
}
NONE_AT_ALL = {
    "letters": ("organic_in_families",),
    "agent": ("brier", "calibration_error", "false_accusation", "undecided", "false_accusation_merited"),
    "gangs": ("background_drawn_in", "look_alikes_in_gangs"),
    "merits": ("true_but_contradicted", "borne_out_as_contradicted"),
    "representation": ("lawful_accused",),
}


def test_a_run_that_knew_the_truth_scores_at_the_top(clairvoyant: World) -> None:
    card = score(clairvoyant.run, clairvoyant.truth)
    for name, codes in PERFECT.items():
        for code in codes:
            assert card[name][code].value == pytest.approx(1), (name, code)
    for name, codes in NONE_AT_ALL.items():
        for code in codes:
            assert card[name][code].value == pytest.approx(0), (name, code)


def test_a_run_that_wrote_nothing_says_so_and_accuses_nobody(world: World) -> None:
    card = score(world.run, world.truth)
    for section in card.sections:
        for figure in section.figures:
            assert figure.value is None
            assert figure.note


def test_a_run_with_empty_tables_is_scored_like_one_without(world: World) -> None:
    for name in (
        "letters",
        "claim_mentions",
        "claims",
        "complaint_assessments",
        "gangs",
        "gang_members",
        "requirements",
    ):
        empty = pl.from_arrow(TABLES[name].empty())
        assert isinstance(empty, pl.DataFrame)
        world.write(name, empty)
    assert all(figure.value is None for section in score(world.run, world.truth).sections for figure in section.figures)


def test_tables_are_found_in_a_workspace_as_in_a_run(
    clairvoyant: World, tmp_path_factory: pytest.TempPathFactory
) -> None:
    workspace = tmp_path_factory.mktemp("workspace")
    (workspace / "current" / "workings").mkdir(parents=True)
    for path in clairvoyant.run.glob("*.parquet"):
        place = "current/workings" if path.stem in ("letters", "claim_mentions") else "current"
        path.rename(workspace / place / path.name)
    assert score(workspace, clairvoyant.truth)["letters"]["family_pair_recall"].value == 1


def test_without_a_truth_there_is_no_score(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="truth"):
        score(tmp_path, tmp_path)


def test_every_look_alike_has_its_own_rate_of_false_accusations(clairvoyant: World) -> None:
    kinds = set(clairvoyant.table("complaints").filter(~pl.col("labelled"))["look_alike"].drop_nulls())
    section = score(clairvoyant.run, clairvoyant.truth)["agent"]
    assert {figure.code for figure in section.figures if figure.code.removeprefix(PER_LOOK_ALIKE) in kinds} == {
        PER_LOOK_ALIKE + kind for kind in kinds
    }


def test_accusing_everybody_shows_in_the_false_accusations(clairvoyant: World) -> None:
    rows = pl.read_parquet(clairvoyant.run / "complaint_assessments.parquet")
    clairvoyant.write("complaint_assessments", rows.with_columns(pl.lit("likely_agent").alias("zone")))
    section = score(clairvoyant.run, clairvoyant.truth)["agent"]
    assert section["false_accusation"].value == 1
    assert section["found"].value == 1


def _gangs(world: World, members: pl.DataFrame) -> Section:
    world.write("gang_members", members)
    return score(world.run, world.truth)["gangs"]


def test_one_gang_of_everybody_finds_no_gang_and_draws_in_the_background(clairvoyant: World) -> None:
    everybody = clairvoyant.table("customers").select(
        pl.lit("X").alias("gang_id"), pl.lit("customer").alias("entity_type"), pl.col("customer_id").alias("entity_id")
    )
    section = _gangs(clairvoyant, everybody)
    assert section["gang_recall"].value == 0
    assert section["gang_precision"].value == 0
    assert section["background_drawn_in"].value == 1
    assert section["client_recall"].value == 1


def test_a_gang_cut_into_single_clients_is_not_found(clairvoyant: World) -> None:
    rows = pl.read_parquet(clairvoyant.run / "gang_members.parquet").with_columns(
        (pl.col("gang_id") + pl.col("entity_id")).alias("gang_id")
    )
    assert _gangs(clairvoyant, rows)["gang_recall"].value == 0


def test_families_thrown_together_cost_precision_and_families_cut_up_cost_recall(clairvoyant: World) -> None:
    rows = pl.read_parquet(clairvoyant.run / "letters.parquet")
    clairvoyant.write("letters", rows.with_columns(pl.lit("all").alias("template_id")))
    together = score(clairvoyant.run, clairvoyant.truth)["letters"]
    assert together["family_pair_recall"].value == 1
    assert together["organic_in_families"].value == 1
    assert together["family_pair_precision"].value < 0.5  # type: ignore[operator]
    clairvoyant.write("letters", rows.with_columns(pl.col("complaint_id").alias("template_id")))
    apart = score(clairvoyant.run, clairvoyant.truth)["letters"]
    assert apart["family_pair_recall"].value == 0
    assert apart["family_pair_precision"].value is None


def test_contradicting_what_the_ledger_bears_out_is_named(clairvoyant: World) -> None:
    rows = pl.read_parquet(clairvoyant.run / "claims.parquet")
    clairvoyant.write("claims", rows.with_columns(pl.lit("contradicted").alias("status")))
    section = score(clairvoyant.run, clairvoyant.truth)["merits"]
    assert section["true_but_contradicted"].value == 1
    assert section["borne_out_as_contradicted"].value == 1


def test_the_card_prints_as_a_table_and_as_json(clairvoyant: World) -> None:
    card = score(clairvoyant.run, clairvoyant.truth)
    text = card.to_text()
    data = json.loads(card.to_json())
    assert data["world"] == "chongqing"
    for section in card.sections:
        for figure in section.figures:
            assert figure.code in text
    assert {section["name"] for section in data["sections"]} == {part.NAME for part in PARTS}


def test_every_figure_is_documented(clairvoyant: World) -> None:
    page = (Path(__file__).parents[2] / "docs" / "evaluation.md").read_text(encoding="utf-8")
    for section in score(clairvoyant.run, clairvoyant.truth).sections:
        assert f"## {section.name}" in page
        for figure in section.figures:
            stem = (
                f"{PER_LOOK_ALIKE}*"
                if figure.code.startswith(PER_LOOK_ALIKE) and figure.code != "false_accusation_merited"
                else figure.code
            )
            assert f"`{stem}`" in page, figure.code


def test_the_figures_of_an_unmeasured_part_are_those_of_a_measured_one(
    clairvoyant: World, truth: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    measured = score(clairvoyant.run, clairvoyant.truth)
    empty = score(tmp_path_factory.mktemp("nothing"), truth)
    for one, other in zip(measured.sections, empty.sections, strict=True):
        codes = [
            figure.code
            for figure in one.figures
            if not figure.code.startswith(PER_LOOK_ALIKE) or figure.code.endswith("_merited")
        ]
        assert codes == [figure.code for figure in other.figures]
