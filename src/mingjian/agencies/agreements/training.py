"""Trains the clause model from ``sentences/``: ``python -m mingjian.agencies.agreements.training``.

One file a manner of speaking; each row is a kind (or several, with + between) and a pattern of sentences: ``(a|b)`` for
either, ``(a)?`` for perhaps. ``none`` is what is harmless, much of it in the same words: warnings, lawful lawyers,
banks, what happened to somebody. Sentences are drawn from each pattern; two of different patterns are put together as
well, since a provision may say several things. How well it generalises is told by leaving manners out
(``benchmarks/agreements.py``), not by leaving out sentences of a manner that the model knows.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from mingjian.agencies.agreements.features import View, views
from mingjian.agencies.agreements.grams import Hashes
from mingjian.agencies.agreements.model import WEIGHTS, ClauseModel
from mingjian.standards.folding import fold

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = ["HARMLESS", "Sentence", "fitted", "manners", "sentences", "train"]

HARMLESS = "none"
SEED = 20261126
_OF_A_PATTERN = 3
_PAIRS = 0.25
"""So many provisions that say two things for each that says one."""
_SEEN = 2
"""A feature of a single sentence is not learnt."""
_REGULARISATION = 0.1
_ALTERNATIVES = re.compile(r"\(([^()]*)\)(\?)?")


@dataclass(frozen=True)
class Sentence:
    """A folded sentence, the kinds that it is of, and its manner of speaking."""

    text: str
    kinds: frozenset[str]
    manner: str


def manners() -> tuple[str, ...]:
    """The manners of speaking, each a file of patterns."""
    folder = files("mingjian.agencies.agreements").joinpath("sentences")
    return tuple(sorted(file.name.removesuffix(".tsv") for file in folder.iterdir() if file.name.endswith(".tsv")))


def sentences(chance: random.Random) -> Iterator[Sentence]:
    """As many sentences of each pattern as it can say, up to a limit."""
    for manner in manners():
        text = files("mingjian.agencies.agreements").joinpath("sentences", f"{manner}.tsv").read_text("utf-8")
        for line in text.splitlines():
            if line and not line.startswith("#"):
                kinds, pattern = line.split("\t")
                for said in sorted({_said(pattern, chance) for _ in range(_OF_A_PATTERN)}):
                    yield Sentence(fold(said).text, frozenset(kinds.split("+")) - {HARMLESS}, manner)


def _said(pattern: str, chance: random.Random) -> str:
    def chosen(match: re.Match[str]) -> str:
        choices: list[str] = match[1].split("|")
        return chance.choice([*choices, ""] if match[2] else choices)

    said: str = _ALTERNATIVES.sub(chosen, pattern)
    return said


def fitted(simple: Sequence[Sentence], chance: random.Random) -> ClauseModel:
    """The model of these sentences and of pairs of them.

    Ridge regression on rows of which each view has length one, so that no view outweighs another, solved in its dual
    form, which is as wide as there are sentences; a support vector machine and a quadratic kernel were no better where
    manners were left out, and cost far more.
    """
    rows = [(one.kinds, one.text) for one in simple]
    for _ in range(int(_PAIRS * len(simple))):
        first, second = chance.sample(simple, 2)
        rows.append((first.kinds | second.kinds, f"{first.text},{second.text}"))
    kinds = sorted(frozenset[str]().union(*(one.kinds for one in simple)))
    meant = np.array([[1.0 if kind in some else -1.0 for kind in kinds] for some, _ in rows], dtype=np.float32)
    seen = [_matrix(view, len(rows)) for view in views([text for _, text in rows])]
    # The one added is a feature that every row has: the intercept, regularised as the others are.
    alike = sum((matrix @ matrix.T).toarray() for _, matrix in seen) / len(seen) + 1.0
    alike[np.diag_indices(len(rows))] += _REGULARISATION
    shares = np.linalg.solve(alike, meant)
    features = np.concatenate([hashes for hashes, _ in seen])
    weights = np.concatenate([matrix.T @ shares for _, matrix in seen]) / len(seen)
    order = np.argsort(features)
    return ClauseModel(
        kinds=tuple(kinds),
        features=features[order],
        weights=weights[order].astype(np.float32),
        intercepts=shares.sum(axis=0).astype(np.float32),
    )


def _matrix(view: View, rows: int) -> "tuple[Hashes, csr_array]":
    """The features of a view that are learnt, and which row has which: rows of length one."""
    from scipy.sparse import csr_array

    hashes, owners = (np.concatenate(column) for column in zip(*view, strict=True))
    features, columns = np.unique(hashes, return_inverse=True)
    each = np.unique(owners * len(features) + columns)
    owners, columns = np.divmod(each, len(features))
    learnt = np.bincount(columns, minlength=len(features)) >= _SEEN
    kept = learnt[columns]
    owners, columns = owners[kept], (np.cumsum(learnt) - 1)[columns[kept]]
    values = 1 / np.sqrt(np.bincount(owners, minlength=rows)[owners])
    shape = (rows, int(learnt.sum()))
    return features[learnt], csr_array((values.astype(np.float32), (owners, columns)), shape=shape)


def train(target: Path) -> None:
    """Writes the weights; the same sentences give the same weights."""
    chance = random.Random(SEED)  # noqa: S311  # no secret hangs on it
    fitted(list(sentences(chance)), chance).write(target)


if __name__ == "__main__":
    train(Path(__file__).with_name(WEIGHTS))
