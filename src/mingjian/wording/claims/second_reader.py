"""A second reader of claims: how much likelier some words are where a claim is made than where it is not.

The rules foresee wordings. This reader foresees none: it learnt from sentences whose claims are known, by one logistic
regression a claim on the runs of one to three characters of a clause and of those beside it. Either reader hears a
claim, since what nobody hears is never looked up; the lender's records may contradict one only where both hear it.
``python -m benchmarks.learn_claims`` makes its table anew.

Tried and left: frames of who does what to whom, with lists of words that raise a doubt, as the second reader. They
agreed more rarely and were wrong more often in sentences that nobody had read (docs/benchmarks/merits.md).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from itertools import pairwise
from math import log10
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from mingjian.contract.vocabulary import Claim
from mingjian.wording.clauses import Clauses
from mingjian.wording.spans import Spans
from mingjian.wording.values import THIRD_PERSON

AGREED = 10.0
"""So many times likelier must the words be with a claim than without it for the second reader to agree with a rule:
below, forensic science calls evidence weak and from here on moderate (ENFSI, Guideline for Evaluative Reporting, 2015).
"""

ALONE = 30.0
"""The same where no rule hears the claim. In people's own texts one place of thirty makes a given claim, so that from
here on it is likelier made than not."""

TABLE = "second_reader.tsv"
"""A row a run of characters, and its weight for each claim; the row without a run holds what each claim begins with."""

LONGEST_RUN = 3
_LENDER_OR_LOAN = re.compile(
    r"你|您|贵(?!重)|催|[贷借]|还款|结清|月供|逾期|欠(?!费)|利率|息|年化|放款|分期|客服|平台|他们|专员|坐席|信贷|业务员"
)
_OTHERS = re.compile(
    THIRD_PERSON + r"|房东|物业|商家|店家|[饭酒商车书网]店|中介|快递|外卖|警察|保险公司|医院|法院"
    r"|学校|驾校|幼儿园|邮局|加油站|旅行社"
)
_OTHERS_ACT = re.compile(rf"(?:^|(?<=[,。!?;、:\s]))(?:我|俺)?的?(?:{THIRD_PERSON})[^,。!?;]{{0,4}}(?:给|跟|打|联系)")
"""A third person is whom the lender contacts, unless he is the one who does."""
_MARKS = ' \t\n,、:。!?;.“”"'
_FIGURES = re.compile(r"\d+")
"""Which figure it is makes no claim."""


_Floats: TypeAlias = npt.NDArray[np.float32]


@dataclass(frozen=True)
class _Weights:
    place: dict[str, int]
    weights: _Floats
    beginning: _Floats
    claims: dict[Claim, int]


class SecondReader:
    """The clauses of one text as the second reader knows them, by number."""

    def __init__(self, clauses: Clauses) -> None:
        self.spans: list[tuple[int, int]] = []
        self._text = clauses.text
        self._sentence: list[int] = []
        for number, sentence in enumerate(clauses.sentences):
            for start, end in pairwise((*sentence.clause_starts, sentence.end)):
                if start < end:
                    self.spans.append((start, end))
                    self._sentence.append(number)
        self._starts, self._ends = ([span[side] for span in self.spans] for side in (0, 1))

    def clauses_around(self, start: int, end: int) -> range:
        """The clauses that a place stands in, and those beside them in the same sentence."""
        within = self._clauses_of(start, end)
        if not within:
            return range(0)
        first, last = within[0], within[-1]
        if first and self._sentence[first - 1] == self._sentence[first]:
            first -= 1
        if last + 1 < len(self.spans) and self._sentence[last + 1] == self._sentence[last]:
            last += 1
        return range(first, last + 1)

    def _clauses_of(self, start: int, end: int) -> range:
        return range(bisect_right(self._ends, start), bisect_left(self._starts, end))

    def words(self, clauses: Iterable[int]) -> frozenset[str]:
        """What some clauses are known by: their runs of characters, each once."""
        return frozenset[str]().union(*(self._runs(number) for number in clauses))

    def agrees(self, claim: Claim, start: int, end: int) -> bool:
        """Whether the words of a clause that a place stands in, with those beside it, make the claim for this reader.

        Runs of characters do not know who acts. Where another than the lender is named and neither the lender nor the
        loan is, it may have been the other: "医院重复扣了我两次挂号费".
        """
        column = _weights().claims.get(claim)
        within = self._clauses_of(start, end)
        if column is None or not (self._evidence[within, column] >= log10(AGREED)).any():
            return False
        around = self.clauses_around(start, end)
        if _LENDER_OR_LOAN.search(self._text, self.spans[around[0]][0], self.spans[around[-1]][1]):
            return True
        others = _OTHERS_ACT if claim is Claim.THIRD_PARTY_CONTACT else _OTHERS
        return others.search(self._text, self.spans[within[0]][0], self.spans[within[-1]][1]) is None

    def heard(self, claim: Claim, *, besides: Spans) -> list[tuple[int, int]]:
        """Clauses whose words make the claim alone, those that say it more clearly than their neighbours."""
        column = _weights().claims.get(claim)
        if column is None or not self.spans or self._clearest[column] < log10(ALONE):
            return []
        evidence = self._evidence[:, column]
        found: set[int] = set()
        for number in np.argsort(-evidence, kind="stable").tolist():
            if evidence[number] < log10(ALONE):
                break
            start, end = self._trimmed(*self.spans[number])
            # What stands between two marks may be nothing, and say as much as its neighbours do.
            if start < end and found.isdisjoint(range(number - 2, number + 3)):
                found.add(number)
        places = [self._trimmed(*self.spans[number]) for number in sorted(found)]
        return [place for place in places if not self.is_near(place, besides)]

    def is_near(self, place: tuple[int, int], others: Spans) -> bool:
        """Whether one of the others stands in the clauses around a place."""
        around = self.clauses_around(*place)
        return bool(around) and others.meet(self.spans[around[0]][0], self.spans[around[-1]][1])

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        """A clause without the marks and spaces at its ends."""
        clause = self._text[start:end]
        return start + len(clause) - len(clause.lstrip(_MARKS)), start + len(clause.rstrip(_MARKS))

    def _runs(self, number: int) -> frozenset[str]:
        start, end = self.spans[number]
        text = _FIGURES.sub("0", "".join(self._text[start:end].split()))
        return frozenset(
            text[first : first + size] for size in range(1, LONGEST_RUN + 1) for first in range(len(text) - size + 1)
        )

    @cached_property
    def _known(self) -> list[tuple[npt.NDArray[np.int64], int]]:
        """The places of the runs of each clause in the table, and how many runs stand in none."""
        place = _weights().place
        found = []
        for number in range(len(self.spans)):
            runs = self._runs(number)
            places = np.array([place[run] for run in runs if run in place], dtype=np.int64)
            found.append((places, len(runs) - len(places)))
        return found

    @cached_property
    def _evidence(self) -> _Floats:
        """A row a clause: how many times likelier it and those beside it are with each claim, as decimal logarithms."""
        known = _weights()
        stretches = [[self._known[number] for number in self.clauses_around(*span)] for span in self.spans]
        columns = [np.concatenate([columns for columns, _ in stretch]) for stretch in stretches]
        stands = csr_matrix(
            (
                np.ones(sum(map(len, columns)), dtype=np.float32),
                np.concatenate(columns),
                np.cumsum([0, *map(len, columns)]),
            ),
            shape=(len(stretches), len(known.weights)),
        )
        # What stands in two clauses of a stretch counts once.
        stands.sum_duplicates()
        stands.data[:] = 1
        runs = np.diff(stands.indptr) + np.array([sum(unknown for _, unknown in stretch) for stretch in stretches])
        evidence: _Floats = known.beginning + (stands @ known.weights) / np.sqrt(np.maximum(runs, 1))[:, None]
        return evidence

    @cached_property
    def _clearest(self) -> _Floats:
        clearest: _Floats = self._evidence.max(axis=0)
        return clearest


@cache
def _weights() -> _Weights:
    text = resources.files(__package__).joinpath(TABLE).read_text(encoding="utf-8")
    head, *rows = [line.split("\t") for line in text.splitlines()]
    weights = np.array([[float(cell or 0) for cell in row[1:]] for row in rows], dtype=np.float32)
    return _Weights(
        place={row[0]: number for number, row in enumerate(rows) if row[0]},
        weights=weights,
        beginning=weights[[not row[0] for row in rows]].sum(axis=0),
        claims={Claim(name): number for number, name in enumerate(head[1:])},
    )
