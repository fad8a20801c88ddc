"""Trains the clause model from ``sentences.tsv``: ``python -m mingjian.agencies.agreements.training``.

Each row is a kind (or several, with + between) and a pattern of sentences: ``(a|b)`` for either, ``(a)?`` for
perhaps. ``none`` is what is harmless, much of it in the same words: warnings, lawful lawyers, banks, what happened to
somebody. Sentences are drawn from each pattern; two of different patterns are put together as well, since a provision
may say several things.
"""

import random
import re
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np

from mingjian.agencies.agreements.features import features
from mingjian.agencies.agreements.model import WEIGHTS
from mingjian.standards.folding import fold

__all__ = ["HARMLESS", "sentences", "train"]

HARMLESS = "none"
_SEED = 20261126
_OF_A_PATTERN = 8
_REGULARISATION = 4.0
_ALTERNATIVES = re.compile(r"\(([^()]*)\)(\?)?")


def sentences(chance: random.Random) -> Iterator[tuple[frozenset[str], str]]:
    """Kinds and text, as many of each pattern as it can say, up to a limit."""
    text = files("mingjian.agencies.agreements").joinpath("sentences.tsv").read_text("utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            kinds, pattern = line.split("\t")
            for said in sorted({_said(pattern, chance) for _ in range(_OF_A_PATTERN)}):
                yield frozenset(kinds.split("+")) - {HARMLESS}, fold(said).text


def _said(pattern: str, chance: random.Random) -> str:
    def chosen(match: re.Match[str]) -> str:
        choices: list[str] = match[1].split("|")
        return chance.choice([*choices, ""] if match[2] else choices)

    said: str = _ALTERNATIVES.sub(chosen, pattern)
    return said


def _joined(
    simple: Sequence[tuple[frozenset[str], str]], chance: random.Random
) -> Iterator[tuple[frozenset[str], str]]:
    for _ in simple:
        (some, first), (others, second) = chance.sample(simple, 2)
        yield some | others, f"{first},{second}"


def train(target: Path) -> None:
    """Writes the weights; the same sentences give the same weights."""
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression

    chance = random.Random(_SEED)  # noqa: S311  # no secret hangs on it
    simple = list(sentences(chance))
    rows = [*simple, *_joined(simple, chance)]
    counter = CountVectorizer(analyzer=features, binary=True, min_df=3)
    seen = counter.fit_transform([text for _, text in rows])
    kinds = sorted(frozenset().union(*(meant for meant, _ in simple)))
    models = [
        LogisticRegression(C=_REGULARISATION, max_iter=500).fit(seen, [kind in meant for meant, _ in rows])
        for kind in kinds
    ]
    np.savez_compressed(
        target,
        features=np.array("\n".join(counter.get_feature_names_out())),
        kinds=np.array("\n".join(kinds)),
        weights=np.column_stack([model.coef_[0] for model in models]).astype(np.float16),
        intercepts=np.array([model.intercept_[0] for model in models], dtype=np.float32),
    )


if __name__ == "__main__":
    train(Path(__file__).with_name(WEIGHTS))
