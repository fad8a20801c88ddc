"""A second reader of claims, which weighs the words of a whole text and what the rules made of them.

The rules foresee wordings. This reader foresees none: it learnt from texts whose claims are known, by one logistic
regression a claim, from the runs of one to three characters of a clause and of those beside it, from those of the whole
text, and from the rules' own signals: which of them take the clause for a claim, and which would but for a doubt. It
overrules a rule where the words speak against its claim, and hears claims that no rule foresaw; the lender's records
may contradict one only where a rule hears it and this reader is sure. ``python -m benchmarks.learn_claims`` makes its
table anew.

Tried and left: frames of who does what to whom, with lists of words that raise a doubt; pairs of characters that stand
apart; embeddings of a language model (docs/benchmarks/merits.md).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from importlib import resources
from itertools import pairwise
from math import log10, sqrt
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from mingjian.contract.vocabulary import Claim
from mingjian.wording.clauses import Clauses
from mingjian.wording.spans import Spans
from mingjian.wording.values import THIRD_PERSON

HEARD = 1.0
"""Where no rule hears it, a claim is heard where it is likelier made than not."""

CERTAIN = 10.0
"""So many times likelier made than not must what a rule hears be for this reader to be sure of it. Below, forensic
science calls evidence weak and from here on moderate (ENFSI, Guideline for Evaluative Reporting, 2015)."""

OVERRULED = 0.1
"""A rule is overruled where its words alone make the claim so many times less likely. No sooner: what nobody hears is
never looked up, and words that this reader never saw say nothing."""

TABLE = "second_reader.tsv"
"""A row a run of characters and where it stands, and its weight for each claim, as decimal logarithms of odds."""


class Scope(StrEnum):
    """Where a run of characters stands, seen from a clause."""

    AROUND = "around"
    """In the clause, or beside it in the same sentence."""
    TEXT = "text"


SCOPES = frozenset(scope.value for scope in Scope)
RULES = "rules"
"""In place of a scope: the row is a signal of the rules."""
BEGINNING = "beginning"
"""In place of a scope: what a claim begins with, whatever is written."""
SIGNAL = 0.3
"""What one signal of the rules counts for, where the runs of a stretch together count for one."""

LONGEST_RUN = 3
_LENDER_OR_LOAN = re.compile(
    r"你|您|贵(?!重)|催|[贷借]|还款|结清|月供|逾期|欠(?!费)|利率|息|年化|放款|分期|客服|平台|他们|专员|坐席|信贷|业务员"
)
_OTHERS = re.compile(
    THIRD_PERSON + r"|房东|物业|商家|店|超市|中介|快递|外卖|推销|开发商|健身房|培训|警察|保险公司|医院|法院"
    r"|学校|驾校|幼儿园|邮局|加油站|旅行社"
)
_OTHERS_ACT = re.compile(rf"(?:^|(?<=[,。!?;、:\s]))(?:我|俺)?的?(?:{THIRD_PERSON})[^,。!?;]{{0,4}}(?:给|跟|打|联系)")
"""A third person is whom the lender contacts, unless he is the one who does."""
_MARKS = ' \t\n,、:。!?;.“”"'
_FIGURES = re.compile(r"\d+(?:[.,]\d+)*")
"""Which figure it is makes no claim."""

_Floats: TypeAlias = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Signal:
    """What a rule made of a place in the folded text."""

    claim: Claim
    start: int
    end: int
    doubt: str | None = None
    """Why the rule did not take for its claim what reads like it, if it did not."""


@dataclass(frozen=True)
class _Table:
    places: dict[str, int]
    """The row of each run, the same for every scope."""
    weights: Mapping[Scope, _Floats]
    signals: dict[str, _Floats]
    beginning: _Floats
    claims: dict[Claim, int]


def share(runs: frozenset[str]) -> float:
    """What each run of a group counts for: the less, the more of them there are."""
    return 1 / sqrt(max(len(runs), 1))


class SecondReader:
    """The clauses of one text as the second reader knows them, by number."""

    def __init__(self, clauses: Clauses, signals: Iterable[Signal] = ()) -> None:
        self.spans: list[tuple[int, int]] = []
        self._text = clauses.text
        self._sentence: list[int] = []
        for number, sentence in enumerate(clauses.sentences):
            for start, end in pairwise((*sentence.clause_starts, sentence.end)):
                if start < end:
                    self.spans.append((start, end))
                    self._sentence.append(number)
        self._starts, self._ends = ([span[side] for span in self.spans] for side in (0, 1))
        self._signals = tuple(signals)

    def clauses_of(self, start: int, end: int) -> range:
        """The clauses that a place stands in."""
        return range(bisect_right(self._ends, start), bisect_left(self._starts, end))

    def clauses_around(self, start: int, end: int) -> range:
        """The clauses that a place stands in, and those beside them in the same sentence."""
        within = self.clauses_of(start, end)
        return self._with_neighbours(within[0], within[-1]) if within else range(0)

    def _with_neighbours(self, first: int, last: int) -> range:
        if first and self._sentence[first - 1] == self._sentence[first]:
            first -= 1
        if last + 1 < len(self.spans) and self._sentence[last + 1] == self._sentence[last]:
            last += 1
        return range(first, last + 1)

    def overrules(self, claim: Claim, start: int, end: int) -> bool:
        """Whether the words speak against what a rule took for a claim."""
        column = _table().claims[claim]
        return bool((self._words[self.clauses_of(start, end), column] < log10(OVERRULED)).all())

    def is_sure(self, claim: Claim, start: int, end: int) -> bool:
        """Whether there is next to no doubt of what a rule took for a claim.

        Runs of characters do not know who acts. Where another than the lender is named and neither the lender nor the
        loan is, it may have been the other: "医院重复扣了我两次挂号费".
        """
        around, within = self.clauses_around(start, end), self.clauses_of(start, end)
        if not (self._evidence[within, _table().claims[claim]] >= log10(CERTAIN)).any():
            return False
        if _LENDER_OR_LOAN.search(self._text, self.spans[around[0]][0], self.spans[around[-1]][1]):
            return True
        others = _OTHERS_ACT if claim is Claim.THIRD_PARTY_CONTACT else _OTHERS
        return others.search(self._text, self.spans[within[0]][0], self.spans[within[-1]][1]) is None

    def heard(self, claim: Claim, *, besides: Spans) -> list[tuple[int, int]]:
        """Clauses that make the claim by their words alone, those that say it more clearly than their neighbours."""
        column = _table().claims[claim]
        if not self.spans or self._clearest[column] < log10(HEARD):
            return []
        evidence = self._evidence[:, column]
        found: set[int] = set()
        for number in np.argsort(-evidence, kind="stable").tolist():
            if evidence[number] < log10(HEARD):
                break
            start, end = self._trimmed(*self.spans[number])
            # What stands between two marks may be nothing, and say as much as its neighbours do.
            if start < end and found.isdisjoint(range(number - 2, number + 3)):
                found.add(number)
        places = [self._trimmed(*self.spans[number]) for number in sorted(found)]
        return [place for place in places if not self._is_near(place, besides)]

    def _is_near(self, place: tuple[int, int], others: Spans) -> bool:
        around = self.clauses_around(*place)
        return bool(around) and others.meet(self.spans[around[0]][0], self.spans[around[-1]][1])

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        """A clause without the marks and spaces at its ends."""
        clause = self._text[start:end]
        return start + len(clause) - len(clause.lstrip(_MARKS)), start + len(clause.rstrip(_MARKS))

    @cached_property
    def runs(self) -> list[frozenset[str]]:
        """The runs of characters of each clause."""
        found = []
        for start, end in self.spans:
            text = _FIGURES.sub("0", "".join(self._text[start:end].split()))
            found.append(
                frozenset(
                    text[first : first + size]
                    for size in range(1, LONGEST_RUN + 1)
                    for first in range(len(text) - size + 1)
                )
            )
        return found

    def stands(self, scope: Scope) -> tuple[list[frozenset[str]], list[int]]:
        """What stands in each group of clauses that a scope makes, each run once, and the group of each clause."""
        every = range(len(self.spans))
        match scope:
            case Scope.AROUND:
                groups = [self._with_neighbours(number, number) for number in every]
                return [frozenset().union(*self.runs[group.start : group.stop]) for group in groups], list(every)
            case Scope.TEXT:
                return [frozenset().union(*self.runs)], [0] * len(every)

    def signals(self) -> list[frozenset[str]]:
        """The rules' signals of each clause: what stands in it, and what a rule heard beside it in its sentence."""
        found: list[set[str]] = [set() for _ in self.spans]
        for signal in self._signals:
            within = self.clauses_of(signal.start, signal.end)
            for number in within:
                if signal.doubt is None:
                    found[number].add(f"{signal.claim} made")
                else:
                    found[number] |= {f"{signal.claim} doubted", f"{signal.claim} doubted: {signal.doubt}"}
            if signal.doubt is None:
                for number in self.clauses_around(signal.start, signal.end):
                    if number not in within:
                        found[number].add(f"{signal.claim} beside")
        return [frozenset(one) for one in found]

    @cached_property
    def _words(self) -> _Floats:
        """A row a clause: how many times likelier its words make each claim, as decimal logarithms."""
        table = _table()
        words = np.zeros((len(self.spans), len(table.claims)), dtype=np.float32)
        for scope in Scope:
            weights = table.weights[scope]
            groups, group_of = self.stands(scope)
            said = np.zeros((len(groups), len(table.claims)), dtype=np.float32)
            for group, runs in enumerate(groups):
                places = [place for run in runs if (place := table.places.get(run)) is not None]
                said[group] = weights[places].sum(axis=0) * share(runs)
            words += said[group_of]
        return words

    @cached_property
    def _evidence(self) -> _Floats:
        """A row a clause: how many times likelier each claim is made there than not, as decimal logarithms."""
        table = _table()
        evidence: _Floats = self._words + table.beginning
        for number, signals in enumerate(self.signals()):
            for signal in signals & table.signals.keys():
                evidence[number] += SIGNAL * table.signals[signal]
        return evidence

    @cached_property
    def _clearest(self) -> _Floats:
        clearest: _Floats = self._evidence.max(axis=0)
        return clearest


@cache
def _table() -> _Table:
    text = resources.files(__package__).joinpath(TABLE).read_bytes()
    rows = pl.read_csv(text, separator="\t", quote_char=None, infer_schema=False)
    names = rows.columns[2:]
    weights = rows.select(pl.col(names).cast(pl.Float32).fill_null(0)).to_numpy()
    scopes: Sequence[str] = rows["scope"].to_list()
    runs: Sequence[str] = rows["run"].to_list()
    places: dict[str, int] = {}
    for scope, run in zip(scopes, runs, strict=True):
        if scope in SCOPES:
            places.setdefault(run, len(places))
    by_scope = {scope: np.zeros((len(places), len(names)), dtype=np.float32) for scope in Scope}
    for scope in Scope:
        numbers = [number for number, one in enumerate(scopes) if one == scope.value]
        by_scope[scope][[places[runs[number]] for number in numbers]] = weights[numbers]
    return _Table(
        places=places,
        weights=by_scope,
        signals={runs[number]: weights[number] for number, scope in enumerate(scopes) if scope == RULES},
        beginning=weights[scopes.index(BEGINNING)],
        claims={Claim(name): number for number, name in enumerate(names)},
    )
