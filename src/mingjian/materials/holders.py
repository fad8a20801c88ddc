"""Whom a paper names, and whether two papers name two people."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import ibis

from mingjian.materials.tables import Tables
from mingjian.standards.people import Likeness, is_somebodys, likeness

__all__ = ["NOBODY", "Holder", "holders", "may_be_one", "spelt"]

_NAME, _IDENTITY, _RELATIVE, _OWNER = "person_name", "id_number", "relative_name", "customer"
_MISREAD = 1
"""So many characters of a name or an identity number may be read otherwise on two papers of one holder."""
_SHORTEST_MISREAD = 3
"""A name of two characters of which one differs is another name."""


@dataclass(frozen=True)
class Holder:
    """Whom a paper names: by name, and by identity number.

    ``also`` are names by which an issuer may well mean the same paper: a relative's on it, and its customer's.
    """

    names: frozenset[str] = frozenset()
    identities: frozenset[str] = frozenset()
    also: frozenset[str] = frozenset()

    def is_another_than(self, other: "Holder") -> bool:
        """Whether both name somebody, and nobody who may be the same: two sons hold their mother's paper."""
        both = [
            (mine, theirs)
            for mine, theirs in ((self.names, other.names), (self.identities, other.identities))
            if mine and theirs
        ]
        return bool(both) and not any(may_be_one(a, b) for mine, theirs in both for a in mine for b in theirs)

    def may_be_called(self, name: str) -> bool:
        """Whether one of its names may be this one."""
        return any(may_be_one(one, name) for one in self.names | self.also)

    def is_surely_not(self, name: str) -> bool:
        """Whether this is another person's name, however badly the paper was read; a remark is nobody's."""
        written = name if name.isascii() else spelt(name)
        return (
            bool(self.names)
            and is_somebodys(written)
            and all(likeness(written, one) is Likeness.DIFFERENT for one in self.names | self.also)
        )


NOBODY = Holder()
"""Of a paper on which no name was read."""


def may_be_one(one: str, other: str) -> bool:
    """Whether two names or numbers, as they were read, may be one."""
    if one == other:
        return True
    differing = sum(a != b for a, b in zip(one, other, strict=False))
    return len(one) == len(other) >= _SHORTEST_MISREAD and differing <= _MISREAD


def spelt(value: str) -> str:
    """A name or a number as they are held against each other: lists set blanks within short names."""
    return "".join(value.split()).upper()


def holders(tables: Tables, papers: Collection[str]) -> Mapping[str, Holder]:
    """Whom each of these papers names, as it was read."""
    facts, submitted = tables.facts, tables.submissions
    wanted = facts.filter(facts.field.isin([_NAME, _IDENTITY, _RELATIVE]) & facts.material_id.isin(sorted(papers)))
    owned = submitted.filter(submitted.material_id.isin(sorted(papers)) & submitted.full_name.notnull())
    stated = wanted.select("material_id", "field", "value").union(
        owned.select("material_id", field=ibis.literal(_OWNER), value="full_name")
    )
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in stated.to_pyarrow().to_pylist():
        value = spelt(row["value"] or "")
        if len(value) > 1:
            found[row["material_id"]][row["field"]].add(value)
    return {
        paper: Holder(frozenset(by[_NAME]), frozenset(by[_IDENTITY]), frozenset(by[_RELATIVE] | by[_OWNER]))
        for paper, by in found.items()
    }
