"""What people found to be two and not one: whatever their records share, their dossiers stay two."""

from collections import defaultdict
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

import ibis.expr.types as ir

from mingjian.contract.judging import topic
from mingjian.contract.vocabulary import EntityType, JudgementKind
from mingjian.standards.names import organisation_key
from mingjian.standards.spelling import one_spelling

__all__ = ["Apart", "judged_apart"]

_PAIRS = (JudgementKind.SAME_ENTITY, JudgementKind.DIFFERENT_ENTITY)
_CONTACTS = frozenset({EntityType.PHONE.value, EntityType.WECHAT.value, EntityType.ACCOUNT.value})


@dataclass(frozen=True)
class Apart:
    """The keys of dossiers that do not go together, and the names that stand for themselves as they are written."""

    of: Mapping[str, frozenset[str]] = field(default_factory=dict)
    written: frozenset[str] = frozenset()

    def firm(self, name: str) -> str:
        """By what a name tells which agency it means: two spellings of one name may be two firms by what was found."""
        return name if name in self.written else organisation_key(name)

    def between(self, keys: AbstractSet[str], others: AbstractSet[str]) -> bool:
        """Whether somebody found that these are not those."""
        return any(not others.isdisjoint(self.of.get(key, ())) for key in keys)


def judged_apart(judgements: ir.Table) -> Apart:
    """Of firms, telephones, WeChat numbers and accounts; the latest judgement about a pair stands."""
    rows = judgements.filter(judgements.kind.isin([kind.value for kind in _PAIRS])).to_pyarrow().to_pylist()
    standing: dict[object, dict[str, Any]] = {}
    for row in sorted(rows, key=lambda row: (row["decided_at"], row["judgement_id"])):
        left, right = (row["left_type"], row["left_id"]), (row["right_type"], row["right_id"])
        standing[topic(JudgementKind(row["kind"]), left, right)] = row
    pairs = [
        (row["left_type"], row["left_id"], row["right_id"])
        for row in standing.values()
        if row["kind"] == JudgementKind.DIFFERENT_ENTITY.value and row["left_type"] == row["right_type"]
    ]
    firms = [(one, other) for kind, one, other in pairs if kind == EntityType.ORGANISATION.value]
    written = frozenset(
        name for pair in firms if organisation_key(pair[0]) == organisation_key(pair[1]) for name in pair
    )
    spelt = Apart(written=written)
    named = [("name", spelt.firm(one), spelt.firm(other)) for one, other in firms]
    named += [pair for pair in pairs if pair[0] in _CONTACTS]
    of: dict[str, set[str]] = defaultdict(set)
    for kind, *both in named:
        one, other = (f"{kind}:{one_spelling(kind, value)}" for value in both)
        of[one].add(other)
        of[other].add(one)
    return Apart({key: frozenset(others) for key, others in of.items()}, written)
