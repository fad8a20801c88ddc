"""Who is who, against Splink's own ready-made comparisons: ``python -m benchmarks.entities [--data FOLDER]``.

FEBRL 3, FEBRL 4 and fake_1000 from public data, and simulated Chinese people with errors. Both ways have the same
candidates, the same training and the same threshold; they differ in how values are compared.
"""

import argparse
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl
from rich.console import Console
from rich.table import Table
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink import comparison_library as ready
from tests.network.miswritten import simulated

from mingjian.network.people import CHINESE
from mingjian.network.resolution import ID, SEED, Feature, FeatureKind, blocking_rules, resolve

TEXT, CODE, CATEGORY = FeatureKind.TEXT, FeatureKind.CODE, FeatureKind.CATEGORY
FEBRL = (
    Feature("given_name", TEXT, swapped_with="surname"),
    Feature("surname", TEXT),
    Feature("street_number", CODE),
    Feature("address_1", TEXT),
    Feature("address_2", TEXT),
    Feature("suburb", TEXT),
    Feature("postcode", CODE),
    Feature("state", CATEGORY),
    Feature("date_of_birth", CODE),
    Feature("soc_sec_id", CODE),
)
FAKE = (
    Feature("first_name", TEXT, swapped_with="surname"),
    Feature("surname", TEXT),
    Feature("dob", CODE),
    Feature("city", TEXT),
    Feature("email", TEXT),
)
READY = {
    "given_name": ready.NameComparison("given_name"),
    "first_name": ready.NameComparison("first_name"),
    "surname": ready.NameComparison("surname"),
    "date_of_birth": ready.DamerauLevenshteinAtThresholds("date_of_birth"),
    "dob": ready.DateOfBirthComparison("dob", input_is_string=True),
    "email": ready.EmailComparison("email"),
    "postcode": ready.LevenshteinAtThresholds("postcode", 2),
    "address_1": ready.JaroWinklerAtThresholds("address_1"),
    "address_2": ready.JaroWinklerAtThresholds("address_2"),
}
"""What Splink offers for such columns; for every other column, its exact match with term frequencies."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared/data/entities")
    parser.add_argument("--people", type=int, default=3_000)
    chosen = parser.parse_args()
    table = Table(title="pairs of records that are one person's")
    for column in ("data", "records", "ours P", "R", "F1", "s", "Splink's own P", "R", "F1", "s"):
        table.add_column(column, justify="right")
    if chosen.data.exists():
        for name, records, features, truth in (_febrl_3(chosen.data), _febrl_4(chosen.data), _fake(chosen.data)):
            table.add_row(
                name, f"{records.height:,}", *_ours(records, features, truth), *_own(records, features, truth)
            )
    records, truth = simulated(chosen.people)
    table.add_row("simulated Chinese", f"{records.height:,}", *_ours(records, CHINESE, truth), "", "", "", "")
    Console(width=150).print(table)
    print(f"pairs joined across different identity numbers: {_across(records)}")


def _ours(records: pl.DataFrame, features: Sequence[Feature], truth: Mapping[str, str]) -> list[str]:
    began = time.process_time()
    people = resolve(records.to_arrow(), features, DuckDBAPI()).people
    return [*_shown(people, truth), f"{time.process_time() - began:.0f}"]


def _own(records: pl.DataFrame, features: Sequence[Feature], truth: Mapping[str, str]) -> list[str]:
    """Splink with its ready-made comparisons, trained and cut alike, and clustered by its own components."""
    began = time.process_time()
    names = [feature.name for feature in features]
    rules = blocking_rules(records.to_arrow(), names)
    database = DuckDBAPI()
    linker = Linker(
        database.register(records.to_arrow()),
        SettingsCreator(
            link_type="dedupe_only",
            unique_id_column_name=ID,
            comparisons=[
                READY.get(name, ready.ExactMatch(name).configure(term_frequency_adjustments=True)) for name in names
            ],
            blocking_rules_to_generate_predictions=[block_on(*rule) for rule in rules],
        ),
        log_level=None,
    )
    linker.training.estimate_probability_two_random_records_match([block_on(*names[:2], names[-1])], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=SEED)
    for rule in rules[:4]:
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*rule))
    predicted = linker.inference.predict(threshold_match_probability=0.5)
    clustered = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, 0.5).as_record_list()
    groups: dict[str, list[str]] = {}
    for row in clustered:
        groups.setdefault(row["cluster_id"], []).append(row[ID])
    return [*_shown([tuple(group) for group in groups.values()], truth), f"{time.process_time() - began:.0f}"]


def _shown(people: Sequence[Sequence[str]], truth: Mapping[str, str]) -> list[str]:
    true = sum(_pairs(count) for count in Counter(truth.values()).values())
    said = sum(_pairs(len(person)) for person in people)
    right = sum(_pairs(count) for person in people for count in Counter(truth[record] for record in person).values())
    return [f"{right / max(1, said):.4f}", f"{right / true:.4f}", f"{2 * right / (said + true):.4f}"]


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


def _across(records: pl.DataFrame) -> int:
    number = {row[ID]: row["id_number"] for row in records.iter_rows(named=True) if row["id_number"]}
    people = resolve(records.to_arrow(), CHINESE, DuckDBAPI()).people
    return sum(len({number[record] for record in person if record in number}) > 1 for person in people)


_Data = tuple[str, pl.DataFrame, Sequence[Feature], Mapping[str, str]]


def _febrl_3(folder: Path) -> _Data:
    records = _read(folder / "febrl_dataset3.csv").rename({"rec_id": ID})
    return "FEBRL 3", records, FEBRL, _febrl_truth(records)


def _febrl_4(folder: Path) -> _Data:
    records = pl.concat([_read(folder / f"febrl_dataset4{half}.csv") for half in "ab"]).rename({"rec_id": ID})
    return "FEBRL 4", records, FEBRL, _febrl_truth(records)


def _fake(folder: Path) -> _Data:
    records = _read(folder / "fake_1000.csv").rename({"unique_id": ID})
    return "fake_1000", records, FAKE, dict(zip(records[ID], records["cluster"], strict=True))


def _febrl_truth(records: pl.DataFrame) -> Mapping[str, str]:
    return {record: record.split("-")[1] for record in records[ID]}


def _read(path: Path) -> pl.DataFrame:
    read = pl.read_csv(path, infer_schema=False)
    tidy = read.rename({name: name.strip() for name in read.columns}).with_columns(pl.all().str.strip_chars())
    return tidy.with_columns(pl.when(pl.all() == "").then(None).otherwise(pl.all()).name.keep())


if __name__ == "__main__":
    main()
