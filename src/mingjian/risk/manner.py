"""The manner of writing: what is common in the wording of agents' complaints and rare in that of customers' own.

A weak thing to know, and close to who somebody is. So it is learned only from a lender's own confirmed findings, is
bounded, is never one of the kinds of evidence that an accusation needs, and counts only where it foretells later labels
better than the scorecard does without it. What it says is a sum over short character sequences that at least
``LEAST_WRITERS`` labelled customers used, of which the strongest are shown.

    manner(text) = intercept + (Σ weight of each sequence that occurs) / sqrt(number of sequences that occur)

Logistic regression with a normal prior; digits count as one sign, so that sums, days and telephones teach nothing, and
what tells where somebody comes from, their age or sex (:mod:`mingjian.risk.proxies`) is left out, and so are the names
of the lender and its products, which say whom a complaint is against and nothing of who wrote it.
"""

import math
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import rjieba
import scipy
from numpy.typing import NDArray

from mingjian.risk.scorecard import Numbers
from mingjian.wording.transfers import without_transfer

LENGTHS = (2, 3)
"""Characters of a sequence."""
MOST_SEQUENCES = 4_000
LEAST_WRITERS = 3
"""Labelled customers who used a sequence, below which it is not learned: it may be somebody's name."""
PRECISION = 0.3
"""Of the weights before there are labels."""
MOST = 3.0
"""Log-odds beyond which manner says no more."""
ERROR = 0.25
"""Standard deviation of what manner says, as a share of it."""
SHOWN = 3
FOR_AGENT, FOR_CUSTOMER, MERIT = "agent_manner", "agent_manner_own", "self_manner_own"
REASONS = (FOR_AGENT, FOR_CUSTOMER)

_DIGITS = re.compile(r"[0-9]+")
_BREAKS = re.compile(r"[^\w]+|[_]")


@dataclass(frozen=True)
class Manner:
    """The weights of sequences, in log-odds for an agent."""

    intercept: float
    weights: Mapping[str, float]

    def scores(self, texts: Sequence[str | None]) -> Numbers:
        """The log-odds of each text, at most ``MOST`` to either side; 0 where there is no text."""
        return np.clip([self._score(text) if text else 0.0 for text in texts], -MOST, MOST)

    def weighed(self, share: float) -> "Manner":
        """The same manner with a share of its weight."""
        return Manner(self.intercept * share, {one: weight * share for one, weight in self.weights.items()})

    def telling(self, text: str, *, for_agent: bool) -> tuple[str, ...]:
        """The words of a text that hold the sequences which speak most for an agent, or for the customer.

        A piece of a word says nothing to a reader, so whole words are told, or none. All that is told was learned, that
        is used by several writers: a word that is somebody's name was not.
        """
        sign = 1.0 if for_agent else -1.0
        told: dict[str, float] = {}
        for part in _parts(text):
            tokens = rjieba.cut(part)
            ends = list(accumulate(map(len, tokens)))
            for length in LENGTHS:
                for place in range(len(part) - length + 1):
                    weight = sign * self.weights.get(part[place : place + length], 0.0)
                    if weight > 0:
                        words = tokens[bisect_right(ends, place) : bisect_left(ends, place + length) + 1]
                        if all(map(self._is_learned_word, words)):
                            phrase = "".join(words)
                            told[phrase] = max(told.get(phrase, 0.0), weight)
        shown: list[str] = []
        for one in sorted(told, key=lambda one: (-told[one], one)):
            if not any(one in other or other in one for other in shown):
                shown.append(one)
        return tuple(shown[:SHOWN])

    def _is_learned_word(self, token: str) -> bool:
        longest = min(len(token), max(LENGTHS))
        return longest > 1 and all(
            token[place : place + longest] in self.weights for place in range(len(token) - longest + 1)
        )

    def _score(self, text: str) -> float:
        occurring = sequences(text)
        # Sorted, so that the same text gives the same bits in every process.
        total = sum(self.weights.get(one, 0.0) for one in sorted(occurring))
        return self.intercept + total / math.sqrt(max(len(occurring), 1))


def beyond_the_letter(wording: Numbers, letter: Numbers) -> Numbers:
    """What the wording adds to a letter that may be copied (``letter``), both in log-odds for an agent.

    Who copies a letter copies its words: that these are agencies' words says once more that the letter is, or its law
    and its demands are.
    """
    found: Numbers = np.where((wording > 0) & (letter > 0), np.maximum(wording - letter, 0.0), wording)
    return found


def sequences(text: str) -> frozenset[str]:
    """The sequences of a text, none across a sign of punctuation."""
    return frozenset(
        part[place : place + length]
        for part in _parts(text)
        for length in LENGTHS
        for place in range(len(part) - length + 1)
    )


def _parts(text: str) -> list[str]:
    own = without_transfer(text)
    return _BREAKS.split(_DIGITS.sub("0", unicodedata.normalize("NFKC", own).lower()))


@dataclass(frozen=True)
class Writings:
    """The texts of labelled complaints, empty where there is none, and the customers who are said to have written.

    ``barred`` are sequences that are not to be learned, since they tell who somebody is, or name the lender.
    """

    texts: tuple[str, ...] = ()
    writers: tuple[str, ...] = ()
    barred: frozenset[str] = frozenset()

    def part(self, places: Sequence[int]) -> "Writings":
        """Some of them."""
        texts, writers = (tuple(kept[place] for place in places) for kept in (self.texts, self.writers))
        return Writings(texts, writers, self.barred)


NO_WRITINGS = Writings()


def learned(writings: Writings, agents: Numbers) -> Manner:
    """The most probable weights given labelled texts; ``agents`` is 1 for an agent's, 0 for a customer's own."""
    written = [place for place, text in enumerate(writings.texts) if text]
    agents, writings = agents[written], writings.part(written)
    texts = writings.texts
    if not texts:
        return Manner(0.0, {})
    occurring = [sequences(text) for text in texts]
    known = [one for one in _vocabulary(occurring, writings.writers) if one not in writings.barred]
    place = {one: number for number, one in enumerate(known)}
    rows, columns, values = [], [], []
    for row, found in enumerate(occurring):
        for one in sorted(found & place.keys()):
            rows.append(row)
            columns.append(place[one])
            values.append(len(found) ** -0.5)
    variables = scipy.sparse.csr_matrix((values, (rows, columns)), shape=(len(texts), len(known)))
    # Each side weighs alike: how many labels are agents' is the choice of those who looked.
    side = np.where(agents == 1, 0.5 / max(agents.sum(), 1), 0.5 / max((1 - agents).sum(), 1)) * len(agents)

    def loss(point: Numbers) -> tuple[float, NDArray[np.float64]]:
        score = point[0] + variables @ point[1:]
        sign = 2 * agents - 1
        value = (side * np.logaddexp(0, -sign * score)).sum() + PRECISION / 2 * (point[1:] @ point[1:])
        slope = side * -sign / (1 + np.exp(sign * score))
        gradient = np.concatenate([[slope.sum()], variables.T @ slope + PRECISION * point[1:]])
        return float(value), gradient

    best = scipy.optimize.minimize(loss, np.zeros(1 + len(known)), jac=True, method="L-BFGS-B").x
    return Manner(float(best[0]), dict(zip(known, best[1:].tolist(), strict=True)))


def vocabulary(writings: Writings) -> frozenset[str]:
    """The sequences that can be learned from labelled texts."""
    return frozenset(_vocabulary([sequences(text) for text in writings.texts], writings.writers))


def _vocabulary(occurring: Sequence[frozenset[str]], writers: Sequence[str]) -> list[str]:
    used: Counter[str] = Counter()
    by_writer: dict[str, set[str]] = {}
    for writer, found in zip(writers, occurring, strict=True):
        by_writer.setdefault(writer, set()).update(found)
    for found_by in by_writer.values():
        used.update(found_by)
    common = [one for one, count in used.items() if count >= LEAST_WRITERS]
    return sorted(sorted(common, key=lambda one: (-used[one], one))[:MOST_SEQUENCES])
