"""Which records are one person: probabilistic linkage with Splink, learnt without labels.

Fellegi and Sunter's model: each feature that agrees adds ln(m/u), m being how often it agrees among records of one
person and u among others; both are learnt by expectation maximisation, and rare values weigh more than common ones.
Spelling errors are seen by overlap of bigrams.

Two records are never one by a single feature, nor where a feature that tells people apart for certain, such as
an identity number, is written out and well formed in both and differs.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Any, Protocol

import pyarrow as pa
from splink import Linker, SettingsCreator, block_on
from splink import comparison_level_library as levels
from splink import comparison_library as comparisons
from splink.internals.exceptions import EMTrainingException

from mingjian.network.matches import Match, Resolution, grouped
from mingjian.network.spelling import grams

ID = "record_id"

PAIRS_A_RECORD = 20
"""How many candidates a record may have by one blocking rule at most."""

ALIKE = 0.5
"""What is needed has to agree in itself: among few records its own weight may stay unlearnt."""

MOST_BITS = 40.0
"""What a feature adds at most: agreement that was seen among no strangers at all is not beyond all doubt for that."""

SAMPLED_PAIRS = 2e6
SEED = 20

SESSIONS = 4
"""Sessions of training: each learns about the features that its rule does not hold equal."""


class FeatureKind(StrEnum):
    """How values of a feature are compared."""

    TEXT = "text"
    """A name or a street: exact, or alike in its bigrams."""
    CODE = "code"
    """Signs at fixed places, such as a date, a telephone or a postcode: exact, or one or two places off."""
    CATEGORY = "category"
    """Exact or not."""


@dataclass(frozen=True)
class Feature:
    """A column of the records; ``decisive`` means that two different values are never one person's.

    Where it is ``needed``, nothing else makes up for its not agreeing: husband and wife share all but their names.
    """

    name: str
    kind: FeatureKind
    decisive: bool = False
    needed: bool = False
    swapped_with: str | None = None
    """A column with which its value is often confused, such as the given name with the surname."""
    coarser: str | None = None
    """A column whose agreement is the next best thing, such as the sound of a name. Errors are looked for in it."""

    @property
    def compared(self) -> str:
        """The column whose parts are compared where the value itself differs."""
        return self.coarser or self.name


class LinkageBackend(Protocol):
    """Splink's own interface to a DuckDB, on which it works whatever engine the run is on.

    Whom to compare is asked of the engine, and they are few: who share a telephone, a mailbox or a door. A second
    session on the cluster would cost more than comparing them, and spell its comparisons in another dialect.
    """

    def register(self, table: Any) -> Any: ...


def resolve(
    records: pa.Table,
    features: Sequence[Feature],
    backend: LinkageBackend,
    *,
    least_probability: float = 0.8,
    least_agreeing: int = 2,
    known: Sequence[Match] = (),
    apart: Sequence[frozenset[str]] = (),
) -> Resolution:
    """The records that are one person's. ``records`` has ``record_id`` and a string column for each feature.

    What people judged goes before: ``known`` matches need no agreement, and pairs that are ``apart`` are never brought
    under one person, by whatever chain of others. Two decisive values stay two people even so.
    """
    said = _linked(records, features, backend, least_probability=least_probability, least_agreeing=least_agreeing)
    decisive = [feature.name for feature in features if feature.decisive and feature.name in records.column_names]
    return grouped((*known, *said), _values(records, decisive), apart)


def _linked(
    records: pa.Table,
    features: Sequence[Feature],
    backend: LinkageBackend,
    *,
    least_probability: float,
    least_agreeing: int,
) -> Sequence[Match]:
    """The pairs that agree in enough, the most probable first; none where there is nothing to compare or to learn."""
    known = [feature for feature in features if _distinct(records, feature.name) > 1]
    columns = dict.fromkeys(name for feature in known for name in (feature.name, feature.compared))
    rules = blocking_rules(records, list(columns))
    if len(known) < 2 or not rules:
        return ()
    prepared = _prepared(records, known)
    linker = Linker(
        backend.register(prepared),
        SettingsCreator(
            link_type="dedupe_only",
            comparisons=[_comparison(feature) for feature in known],
            blocking_rules_to_generate_predictions=[block_on(*rule) for rule in rules],
            unique_id_column_name=ID,
            retain_intermediate_calculation_columns=True,
            retain_matching_columns=False,
        ),
        log_level=logging.ERROR,
    )
    if not _train(linker, rules):
        return ()
    predicted = linker.inference.predict(threshold_match_probability=least_probability)
    needed = [feature for feature in features if feature.needed]
    compared = _values(records, [feature.compared for feature in needed])
    found = []
    for match in _matches(predicted.as_record_list(), known):
        values = [(compared[one.compared].get(match.left), compared[one.compared].get(match.right)) for one in needed]
        agreeing = sum(bits > 0 for bits in match.weights.values())
        if agreeing >= least_agreeing and all(alike(left, right) for left, right in values):
            found.append(match)
    return found


def alike(left: str | None, right: str | None) -> bool:
    """Whether two values are the same but for small errors: at least half of their bigrams, by Dice's measure."""
    if not left or not right:
        return False
    first, second = set(grams(left)), set(grams(right))
    return 2 * len(first & second) >= ALIKE * (len(first) + len(second))


def blocking_rules(records: pa.Table, names: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Columns, or pairs of columns where neither alone suffices, by whose equality few enough candidates arise."""
    most = PAIRS_A_RECORD * records.num_rows
    values = {name: records[name].to_pylist() for name in names}
    found: list[tuple[str, ...]] = [(name,) for name in names if 0 < _pairs([values[name]]) <= most]
    single = {rule[0] for rule in found}
    found.extend(
        (first, second)
        for first, second in combinations([name for name in names if name not in single], 2)
        if 0 < _pairs([values[first], values[second]]) <= most
    )
    return tuple(found)


def _pairs(columns: Sequence[Sequence[str | None]]) -> int:
    counts: dict[tuple[str | None, ...], int] = defaultdict(int)
    for key in zip(*columns, strict=True):
        if all(key):
            counts[key] += 1
    return sum(count * (count - 1) // 2 for count in counts.values())


def _distinct(records: pa.Table, name: str) -> int:
    return len(set(records[name].drop_null().to_pylist()))


def _prepared(records: pa.Table, features: Sequence[Feature]) -> pa.Table:
    """The records with the bigrams, or the places, of each feature beside it."""
    columns = dict.fromkeys(name for feature in features for name in (feature.name, feature.compared))
    prepared = records.select([ID, *columns])
    for feature in features:
        if feature.kind is not FeatureKind.CATEGORY:
            values = records[feature.compared].to_pylist()
            rows = [None if value is None else _parts(value, feature.kind) for value in values]
            prepared = prepared.append_column(f"{feature.name}_parts", pa.array(rows, pa.list_(pa.string())))
    return prepared


def _parts(value: str, kind: FeatureKind) -> list[str]:
    if kind is FeatureKind.CODE:
        return [f"{place}{sign}" for place, sign in enumerate(value)]
    return grams(value)


def _comparison(feature: Feature) -> comparisons.CustomComparison:
    name, kind = feature.name, feature.kind
    given = [levels.NullLevel(name), levels.ExactMatchLevel(name, term_frequency_adjustments=True)]
    if feature.swapped_with:
        given.append(levels.ColumnsReversedLevel(name, feature.swapped_with))
    if feature.coarser:
        given.append(levels.ExactMatchLevel(feature.coarser))
    if kind is FeatureKind.CODE:
        longest = f"greatest({_length(name, 'l')}, {_length(name, 'r')})"
        given += [levels.CustomLevel(f"{_common(name)} >= {longest} - {off}", f"{off} off") for off in (1, 2)]
    elif kind is FeatureKind.TEXT:
        both = f"({_length(name, 'l')} + {_length(name, 'r')})"
        given += [
            levels.CustomLevel(f"2 * {_common(name)} >= {share} * {both}", f"Dice {share}")
            for share in (0.75, 0.5, 0.3)
        ]
    return comparisons.CustomComparison(output_column_name=name, comparison_levels=[*given, levels.ElseLevel()])


def _common(name: str) -> str:
    return f"len(list_intersect({name}_parts_l, {name}_parts_r))"


def _length(name: str, side: str) -> str:
    return f"len({name}_parts_{side})"


def _train(linker: Linker, rules: Sequence[Sequence[str]]) -> bool:
    """U from random pairs, m by expectation maximisation among the pairs of each of the rules but the last ones."""
    telling = [rule[0] for rule in rules if len(rule) == 1]
    columns = telling if len(telling) > 1 else list(dict.fromkeys(name for rule in rules for name in rule))
    certain: list[Any] = [block_on(*pair) for pair in combinations(columns, 2)]
    try:
        linker.training.estimate_probability_two_random_records_match(certain, recall=0.8)
    except ValueError:
        # Nearly every pair agrees in two columns: there is no stranger from whom anything could be learnt.
        return False
    linker.training.estimate_u_using_random_sampling(max_pairs=SAMPLED_PAIRS, seed=SEED)
    learnt = 0
    for rule in rules[:SESSIONS]:
        try:
            linker.training.estimate_parameters_using_expectation_maximisation(block_on(*rule))
        except (ValueError, EMTrainingException):
            # Among few pairs, all of one kind, an m shrinks until Splink refuses it: this session teaches nothing.
            continue
        learnt += 1
    return learnt > 0


def _matches(rows: Iterable[Mapping[str, Any]], features: Sequence[Feature]) -> list[Match]:
    found = []
    for row in rows:
        left, right = sorted((str(row[f"{ID}_l"]), str(row[f"{ID}_r"])))
        weights = {feature.name: _weight(row, feature.name) for feature in features}
        found.append(Match(left, right, float(row["match_probability"]), weights))
    return sorted(found, key=lambda match: (-match.probability, match.left, match.right))


def _weight(row: Mapping[str, Any], name: str) -> float:
    """What the feature added, in bits, the rarity of the value included."""
    added = float(row.get(f"mw_{name}") or 0.0) + float(row.get(f"mw_tf_adj_{name}") or 0.0)
    return round(max(-MOST_BITS, min(MOST_BITS, added)), 3)


def _values(records: pa.Table, names: Sequence[str]) -> dict[str, dict[str, str]]:
    ids = records[ID].to_pylist()
    return {
        name: {record: value for record, value in zip(ids, records[name].to_pylist(), strict=True) if value}
        for name in names
    }
