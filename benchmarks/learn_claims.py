"""Makes the table of the second reader of claims anew, and says what it is worth on writers it did not learn from.

It learns from the texts of ``sets/complaints_read.tsv``, which people wrote, and from some of the simulated Chongqing;
never from ``sets/complaints_counted.tsv`` nor from Qingdao, which are for figures alone. Each clause is an example,
known by its runs of characters, those around it, and what the rules made of it. How sure the reader may be is told by
writers that were left out, one at a time, whose figures are printed. The same texts give the same table.

``python -m benchmarks.learn_claims``: some minutes of processor time.
"""

import argparse
import hashlib
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import chain, product
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl
import scipy.sparse
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.linear_model import LogisticRegression

from benchmarks.claims import CONTRADICTED, Marked, read_marked
from mingjian.contract.vocabulary import Claim
from mingjian.simulation import WorldSettings, simulate
from mingjian.wording import claims
from mingjian.wording.claims import CLAIM_RULES
from mingjian.wording.claims.second_reader import (
    BEGINNING,
    CERTAIN,
    HEARD,
    OVERRULED,
    RULES,
    SIGNAL,
    TABLE,
    Scope,
    SecondReader,
    share,
)
from mingjian.wording.clauses import Clauses

LEFT_OUT = (
    "second",
    "third",
    "fourth",
    "fifth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
)
"""Writers who knew neither the rules nor each other."""
KNOWING = "sixth"
"""Who had read what those wrote: learnt from, but not where one of them is left out."""
MENDED = ("first",)
"""Whose texts the rules were mended on: what the rules make of them flatters the rules, and is not learnt from."""
LETTERS = 500
"""Letters of Chongqing."""
SEEDS = (20261127, 20261128, 20261129)
CUSTOMERS = 500
STEPS = (0.0, 0.5, 1.0)
STRENGTH = 10.0
"""The inverse of how strongly the regression is held back."""
ITERATIONS = 45
SEEN = 2
"""In so many texts a run of characters must stand."""
SLIGHT = 0.15
"""A weight below this moves no clause by much, and is left out."""
CLAIMS = tuple(claim for claim in Claim if claim is not Claim.OTHER)

Floats: TypeAlias = npt.NDArray[np.float64]
Truth: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Text:
    """A text as the second reader knows it, and the claims that each of its clauses makes."""

    writer: str
    clauses: Clauses
    reader: SecondReader
    signals: tuple[frozenset[str], ...]
    claims: frozenset[str]
    made: Floats
    """A row a clause, a column a claim."""
    counts: Floats
    """The same: zero beside a clause that makes the claim, of which it is no counterexample."""


@dataclass(frozen=True)
class Part:
    """What stands in the groups of clauses of one scope, or what the rules made of each clause."""

    name: str
    columns: tuple[str, ...]
    stands: scipy.sparse.csr_matrix
    """A row a group."""
    members: scipy.sparse.csr_matrix
    """A row a clause, a column a group, one where it belongs to it."""

    def of(self, clauses: Truth) -> "Part":
        """The same of some of the clauses."""
        members = self.members[clauses]
        groups = members.sum(axis=0).A1 > 0
        return Part(self.name, self.columns, self.stands[groups], members[:, groups])


def main() -> None:
    """Writes the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.parse_args()
    texts = [known(one) for one in [*read_marked("complaints_read"), *of_chongqing()]]
    parts = parts_of(texts)
    writers = np.array([text.writer for text in texts for _ in text.signals])
    made, counts = (np.concatenate([getattr(text, name) for text in texts]) for name in ("made", "counts"))
    alone, words, sure, true = ([] for _ in range(4))
    for writer in LEFT_OUT:
        others = (writers != writer) & (writers != KNOWING)
        weights = learn([part.of(others) for part in parts], made[others], counts[others])
        left_out = [part.of(writers == writer) for part in parts]
        judged = [text for text in texts if text.writer == writer]
        odds, by_rule = odds_of(left_out, weights), told(judged, "made")
        alone.append(loudest(judged, np.where(told(judged, "doubted") | doubted(judged), -np.inf, odds)))
        words.append(loudest(judged, np.where(by_rule, words_of(left_out, weights), -np.inf)))
        sure.append(loudest(judged, np.where(by_rule, odds, -np.inf)))
        true.append(np.array([[claim in text.claims for claim in CLAIMS] for text in judged]))
    unforeseen = np.isfinite(np.concatenate(alone)) & ~np.isfinite(np.concatenate(words))
    likely = LogisticRegression(C=np.inf).fit(
        np.concatenate(alone)[unforeseen].reshape(-1, 1), np.concatenate(true)[unforeseen]
    )
    slope, shift = likely.coef_[0, 0], likely.intercept_[0]
    for number, writer in enumerate((*LEFT_OUT, "all")):
        chosen = slice(None) if writer == "all" else slice(number, number + 1)
        heard = slope * np.concatenate(alone[chosen]) + shift >= np.log(HEARD)
        heard |= slope * np.concatenate(words[chosen]) >= np.log(OVERRULED)
        certain = slope * np.concatenate(sure[chosen]) + shift >= np.log(CERTAIN)
        says = np.concatenate(true[chosen])
        print(f"{writer}: {len(says)} texts, {says.sum()} claims made")
        _score("heard", heard, says)
        records = [claim in CONTRADICTED for claim in CLAIMS]
        _score("may be contradicted", certain[:, records], says[:, records])
    for column, claim in enumerate(CLAIMS):
        _score(claim, heard[:, column], says[:, column])
    weights = learn(parts, made, counts) * slope
    weights[-1] += shift
    place = Path(str(resources.files(claims))) / TABLE
    place.write_text(table(parts, weights / np.log(10)), encoding="utf-8")
    print(f"{place}: {place.stat().st_size} bytes")


def known(marked: Marked) -> Text:
    """What the second reader knows a text by."""
    clauses = Clauses(marked.text)
    told = [signal for rule in CLAIM_RULES for signal in rule.read(clauses, received_on=None)[1]]
    reader = SecondReader(clauses, [] if marked.writer in MENDED else [one for one in told if one.claim in CLAIMS])
    made = np.zeros((len(reader.spans), len(CLAIMS)))
    counts = np.ones_like(made)
    for claim, start, end in marked.words:
        start, end = clauses.folded.folded_span(start, end)
        column = CLAIMS.index(Claim(claim))
        made[reader.clauses_of(start, end), column] = 1
        counts[reader.clauses_around(start, end), column] = 0
    counts[made == 1] = 1
    return Text(
        writer=marked.writer,
        clauses=clauses,
        reader=reader,
        signals=tuple(reader.signals()),
        claims=frozenset(claim for claim, *_ in marked.words),
        made=made,
        counts=counts,
    )


def of_chongqing() -> list[Marked]:
    """Letters of Chongqing, chosen by hash."""
    found: list[Marked] = []
    for seed, step in product(SEEDS, STEPS):
        settings = WorldSettings(world="chongqing", customers=CUSTOMERS, seed=seed, sophistication=step)
        with tempfile.TemporaryDirectory() as folder:
            delivery, truth = Path(folder) / "delivery", Path(folder) / "truth"
            simulate(settings, delivery=delivery, truth=truth)
            letters = pl.read_parquet(delivery / "complaints.parquet").select("complaint_id", "text").drop_nulls()
            made = pl.read_parquet(truth / "claims.parquet").filter(pl.col("claim") != "other")
        words: dict[str, list[tuple[str, int, int]]] = {}
        for complaint, claim, start, end in made.select("complaint_id", "claim", "start", "end").iter_rows():
            words.setdefault(complaint, []).append((claim, start, end))
        found += [Marked("chongqing", text, tuple(words.get(complaint, []))) for complaint, text in letters.iter_rows()]
    # Gangs write the same letter many times over.
    once = {one.text: one for one in found}.values()
    return sorted(once, key=lambda one: hashlib.sha256(one.text.encode()).digest())[:LETTERS]


def parts_of(texts: Sequence[Text]) -> list[Part]:
    """The features of every clause."""
    seen = Counter(run for text in texts for run in frozenset[str]().union(*text.reader.runs))
    runs = sorted(run for run, times in seen.items() if times >= SEEN)
    places = {run: number for number, run in enumerate(runs)}
    parts = []
    for scope in Scope:
        groups: list[frozenset[str]] = []
        members: list[int] = []
        for text in texts:
            standing, group_of = text.reader.stands(scope)
            members += [len(groups) + group for group in group_of]
            groups += standing
        columns = [[places[run] for run in sorted(group & places.keys())] for group in groups]
        shares = np.repeat([share(group) for group in groups], [len(row) for row in columns])
        stands = scipy.sparse.csr_matrix(
            (
                shares.astype(np.float32),
                np.fromiter(chain.from_iterable(columns), dtype=np.int64),
                np.cumsum([0, *map(len, columns)]),
            ),
            shape=(len(groups), len(runs)),
        )
        parts.append(Part(scope.value, tuple(runs), stands, _one_of(members)))
    every = [signals for text in texts for signals in text.signals]
    signals = sorted(frozenset[str]().union(*every))
    rows = [(row, signals.index(signal)) for row, one in enumerate(every) for signal in sorted(one)]
    spoken = scipy.sparse.csr_matrix(
        (np.full(len(rows), SIGNAL, dtype=np.float32), tuple(np.array(rows).T)), shape=(len(every), len(signals))
    )
    return [*parts, Part(RULES, tuple(signals), spoken, _one_of(range(len(every))))]


def _one_of(groups: Sequence[int]) -> scipy.sparse.csr_matrix:
    ones = np.ones(len(groups), dtype=np.float32)
    return scipy.sparse.csr_matrix((ones, (np.arange(len(groups)), np.array(groups))))


def odds_of(parts: Sequence[Part], weights: Floats) -> Floats:
    """A row a clause, a column a claim: the logarithm of its odds."""
    bounds = np.cumsum([0, *(len(part.columns) for part in parts)])
    small = weights.astype(np.float32)
    odds: Floats = weights[-1]
    for part, start, stop in zip(parts, bounds, bounds[1:], strict=False):
        odds = odds + part.members @ (part.stands @ small[start:stop])
    return odds


def words_of(parts: Sequence[Part], weights: Floats) -> Floats:
    """The same of the words alone."""
    others = len(parts[-1].columns) + 1
    return odds_of(parts, np.vstack([weights[:-others], np.zeros((others, len(CLAIMS)))]))


def learn(parts: Sequence[Part], made: Floats, counts: Floats) -> Floats:
    """A row of weights a feature, a column a claim; the last row is what each claim begins with."""
    turned = [(part.stands.T.tocsr(), part.members.T.tocsr()) for part in parts]

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(-1, len(CLAIMS))
        odds = odds_of(parts, weights)
        off = (expit(odds) - made) * counts
        held = weights[:-1] / STRENGTH
        worth = (counts * (np.logaddexp(0, odds) - made * odds)).sum() + (held * weights[:-1]).sum() / 2
        pull = np.vstack([stands @ (members @ off.astype(np.float32)) for stands, members in turned])
        return worth, np.vstack([pull + held, off.sum(axis=0)]).ravel()

    start = np.zeros((sum(len(part.columns) for part in parts) + 1, len(CLAIMS)))
    start[-1] = np.log(made.sum(axis=0) / (counts - made).sum(axis=0))
    found = minimize(loss, start.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": ITERATIONS})
    weights: Floats = found.x.reshape(-1, len(CLAIMS))
    return weights


def loudest(texts: Sequence[Text], odds: Floats) -> Floats:
    """A row a text: of each claim the clause that makes it most clearly."""
    ends = np.cumsum([0, *(len(text.signals) for text in texts)])
    return np.maximum.reduceat(odds, ends[:-1])


def told(texts: Sequence[Text], signal: str) -> Truth:
    """A row a clause, a column a claim: whether the claim's rule gives this signal there."""
    return np.array([[f"{claim} {signal}" in one for claim in CLAIMS] for text in texts for one in text.signals])


def doubted(texts: Sequence[Text]) -> Truth:
    """The same: whether its rule would doubt the claim if it were heard there."""
    rules = [next(rule for rule in CLAIM_RULES if rule.claim is claim) for claim in CLAIMS]
    return np.array(
        [
            [rule.doubt(text.clauses, start, end) is not None for rule in rules]
            for text in texts
            for start, end in text.reader.spans
        ]
    )


def table(parts: Sequence[Part], weights: Floats) -> str:
    """The table, as text."""
    lines = ["\t".join(["scope", "run", *(claim.value for claim in CLAIMS)]), _line(BEGINNING, "", weights[-1])]
    rows = [(part.name, column) for part in parts for column in part.columns]
    for (scope, run), row in zip(rows, np.where(np.abs(weights[:-1]) < SLIGHT, 0, weights[:-1]), strict=True):
        if row.any():
            lines.append(_line(scope, run, row))
    return "\n".join(lines) + "\n"


def _line(scope: str, run: str, weights: Floats) -> str:
    return "\t".join([scope, run, *(f"{weight:.2f}" if weight else "" for weight in weights)])


def _score(title: str, heard: Truth, made: Truth) -> None:
    right = (heard & made).sum()
    print(
        f"    {title}: {heard.sum()} of {made.sum()} made, "
        f"precision {right / max(heard.sum(), 1):.3f}, recall {right / made.sum():.3f}"
    )


if __name__ == "__main__":
    main()
