"""Makes the table of the second reader of claims anew.

It learns from the sentences of ``sets/complaints_read.tsv``, which people wrote, and from a few thousand of both
simulated worlds; never from ``sets/complaints_counted.tsv``. Each stretch of a text that makes a claim is an example
with the clauses beside it, and each that makes none. The same sentences and worlds give the same table.

``python -m benchmarks.learn_claims``: a minute or two, most of it for the worlds.
"""

import argparse
import hashlib
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from importlib import resources
from itertools import chain, product
from pathlib import Path

import numpy as np
import polars as pl
import scipy.sparse
from sklearn.linear_model import LogisticRegression

from benchmarks.claims import read_marked
from mingjian.contract.vocabulary import Claim
from mingjian.simulation import WORLDS, WorldSettings, simulate
from mingjian.wording import claims
from mingjian.wording.claims.second_reader import TABLE, SecondReader
from mingjian.wording.clauses import Clauses

Example = tuple[frozenset[str], frozenset[str]]
"""What some clauses are known by, and the claims that they make."""

OF_WORLDS = 4_000
"""Examples of the worlds, twice as many as people's own."""
SEEDS = (20261127, 20261128, 20261129)
CUSTOMERS = 500
STEPS = (0.0, 0.5, 1.0)
STRENGTH = 10.0
"""The inverse of how strongly the regression is held back; a third or three times of it agree as rightly."""
SEEN = 2
"""In so many examples a run of characters must stand."""
SLIGHT = 0.15
"""A weight below this moves no clause by a tenth of what agreement takes, and is left out."""
CLAIMS = tuple(claim for claim in Claim if claim is not Claim.OTHER)


def main() -> None:
    """Writes the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.parse_args()
    people = [example for text, words in read_marked("complaints_read") for example in examples(text, words)]
    table = learn(once(chain(people, of_worlds())))
    place = Path(str(resources.files(claims))) / TABLE
    place.write_text(table, encoding="utf-8")
    print(f"{place}: {table.count(chr(10)) - 2} runs of characters, {place.stat().st_size} bytes")


def examples(text: str, words: Sequence[tuple[str, int, int]]) -> Iterator[Example]:
    """Each stretch of a text that makes a claim, and each clause that makes none, with the clauses beside them."""
    clauses = Clauses(text)
    reader = SecondReader(clauses)
    made = [(claim, *clauses.folded.folded_span(start, end)) for claim, start, end in words]
    every = [(start, end) for _, start, end in made] + reader.spans
    for place, (start, end) in enumerate(every):
        around = reader.clauses_around(start, end)
        if not around or not reader.words(around):
            continue
        begin, stop = reader.spans[around[0]][0], reader.spans[around[-1]][1]
        heard = frozenset(claim for claim, first, last in made if first < stop and begin < last)
        # A clause beside one that makes a claim is part of that one's example.
        if place < len(made) or not heard:
            yield reader.words(around), heard


def of_worlds() -> list[Example]:
    """Examples of both worlds, chosen by hash."""
    found: list[Example] = []
    for world, seed, step in product(WORLDS, SEEDS, STEPS):
        settings = WorldSettings(world=world, customers=CUSTOMERS, seed=seed, sophistication=step)
        with tempfile.TemporaryDirectory() as folder:
            delivery, truth = Path(folder) / "delivery", Path(folder) / "truth"
            simulate(settings, delivery=delivery, truth=truth)
            texts = pl.read_parquet(delivery / "complaints.parquet").select("complaint_id", "text").drop_nulls()
            made = pl.read_parquet(truth / "claims.parquet").filter(pl.col("claim") != "other")
        words: dict[str, list[tuple[str, int, int]]] = {}
        for complaint, claim, start, end in made.select("complaint_id", "claim", "start", "end").iter_rows():
            words.setdefault(complaint, []).append((claim, start, end))
        for complaint, text in texts.iter_rows():
            found += examples(text, words.get(complaint, []))
    return sorted(once(found), key=_hash)[:OF_WORLDS]


def once(found: Iterable[Example]) -> list[Example]:
    """Each example once, however often its words were written."""
    return list({words: (words, made) for words, made in found}.values())


def learn(found: Sequence[Example]) -> str:
    """The table that a list of examples makes."""
    seen = Counter(run for words, _ in found for run in words)
    place = {run: number for number, run in enumerate(sorted(run for run, times in seen.items() if times >= SEEN))}
    rows, columns, shares = [], [], []
    for number, (words, _) in enumerate(found):
        known = sorted(place[run] for run in words if run in place)
        rows += [number] * len(known)
        columns += known
        shares += [1 / np.sqrt(len(words) or 1)] * len(known)
    stands = scipy.sparse.csr_matrix((shares, (rows, columns)), shape=(len(found), len(place)))
    weights = np.zeros((len(place), len(CLAIMS)))
    beginning = np.zeros(len(CLAIMS))
    for column, claim in enumerate(CLAIMS):
        made = np.array([claim.value in claimed for _, claimed in found])
        fitted = LogisticRegression(C=STRENGTH, max_iter=200, solver="liblinear", random_state=0).fit(stands, made)
        weights[:, column] = fitted.coef_[0] / np.log(10)
        # How often a claim is made says nothing of these words.
        beginning[column] = (fitted.intercept_[0] - np.log(made.sum() / (~made).sum())) / np.log(10)
    weights[np.abs(weights) < SLIGHT] = 0
    lines = ["\t".join(["", *(claim.value for claim in CLAIMS)]), _line("", beginning)]
    lines += [_line(run, weights[number]) for run, number in place.items() if weights[number].any()]
    return "\n".join(lines) + "\n"


def _line(run: str, weights: np.ndarray) -> str:
    return "\t".join([run, *(f"{weight:.2f}" if weight else "" for weight in weights)])


def _hash(example: Example) -> bytes:
    return hashlib.sha256("|".join(sorted(example[0])).encode()).digest()


if __name__ == "__main__":
    main()
