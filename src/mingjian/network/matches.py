"""Pairs of records that are one person's, and the people whom they make together."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Match:
    """Two records that are one person's, how probably, and what each feature added, in bits."""

    left: str
    right: str
    probability: float
    weights: Mapping[str, float]


@dataclass(frozen=True)
class Resolution:
    """The matches that stand, and the records of each person with more than one."""

    matches: tuple[Match, ...]
    people: tuple[tuple[str, ...], ...]


def grouped(
    matches: Sequence[Match],
    decisive: Mapping[str, Mapping[str, str]],
    apart: Sequence[frozenset[str]] = (),
) -> Resolution:
    """Matches are taken best first; one that would bring two decisive values, or two apart, together is left out."""
    judged: dict[str, set[str]] = defaultdict(set)
    for pair in apart:
        for record in pair:
            judged[record] |= pair - {record}
    group: dict[str, str] = {}
    members: dict[str, list[str]] = {}
    held: dict[str, dict[str, str]] = {}
    kept = []

    def root(record: str) -> str:
        if record not in group:
            group[record] = record
            members[record] = [record]
            held[record] = {name: values[record] for name, values in decisive.items() if record in values}
        while group[record] != record:
            group[record] = group[group[record]]
            record = group[record]
        return record

    for match in matches:
        left, right = root(match.left), root(match.right)
        if any(held[left][name] != held[right][name] for name in held[left].keys() & held[right].keys()):
            continue
        if any(judged[record] & set(members[right]) for record in members[left] if record in judged):
            continue
        kept.append(match)
        if left != right:
            small, large = sorted((left, right), key=lambda one: (len(members[one]), one))
            group[small] = large
            members[large] += members.pop(small)
            held[large] |= held.pop(small)
    return Resolution(tuple(kept), tuple(sorted(tuple(sorted(m)) for m in members.values() if len(m) > 1)))
