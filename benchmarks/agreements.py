"""The contract reader on provisions in wordings that it was not trained on.

``sets/agreements_fifth.tsv`` is blind: whoever works on the model does not open it.

``python -m benchmarks.agreements``: the sets that other hands wrote, read by a model of our own sentences alone, and
the speed. ``python -m benchmarks.agreements FILE``: the model as it is, on a file with the columns ``kind`` and
``text`` that nobody who worked on it has read; ``none`` is the kind of what is harmless, ⏎ a line break.
``python -m benchmarks.agreements --manners``: our own manners of speaking, a sixth of them left out at a time; the
thresholds were chosen by it.

The sets ``others_…`` of the model's sentences are by hands that had not read its other sentences. The first two were
written before there was a model; the third, in the manner of chats and live streams, before the other files. The
fourth, in twelve manners from formal terms to riddles, wrong characters and dialects, was blind for the model of its
day (F1 0.727); **what was missed in it was read** before ``rest``, ``protecting`` and ``second_round`` were written,
so they are left out with the sets.
"""

import csv
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mingjian.agencies.agreements import read_agreement
from mingjian.agencies.agreements.model import told
from mingjian.agencies.agreements.training import SEED, Sentence, fitted, manners, sentences

HARMLESS = "none"
OTHERS = "others_"
AFTER_THE_FOURTH = ("rest", "protecting", "second_round")
LEFT_OUT = 6
"""Into so many groups our own manners fall; one is left out at a time."""
PAGE = 800
"""Characters of a page of text."""


@dataclass(frozen=True)
class Provision:
    """A text, of which kinds it is meant to be and of which it was found to be."""

    manner: str
    meant: frozenset[str]
    found: frozenset[str]


def main() -> None:
    """Prints every figure."""
    asked = sys.argv[1:]
    if asked == ["--manners"]:
        _manners_left_out()
    elif asked:
        _of_a_file(Path(asked[0]))
    else:
        _others_left_out()
        _speed()


def _of_a_file(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    read = [
        Provision(
            path.stem,
            frozenset({row["kind"]} - {HARMLESS}),
            frozenset(clause.kind for clause in read_agreement(row["text"].replace("⏎", "\n"))),
        )
        for row in rows
    ]
    _score("all", read)
    _score("every second from the first", read[::2])
    _score("every second from the second", read[1::2])
    _by_kind(read)


def _others_left_out() -> None:
    every = list(sentences(random.Random(SEED)))
    others = [manner for manner in manners() if manner.startswith(OTHERS)]
    read = _read_without(every, {*others, *AFTER_THE_FOURTH}, others)
    for manner, part in zip(others, _by_manner(read, others), strict=True):
        _score(manner, part)
    _score("all", read)
    _by_kind(read)


def _manners_left_out() -> None:
    """Some manners at a time, each once: what the model makes of a way of speaking that it never met."""
    every = list(sentences(random.Random(SEED)))
    order = [manner for manner in manners() if not manner.startswith(OTHERS)]
    read = []
    for first in range(LEFT_OUT):
        out = set(order[first::LEFT_OUT])
        read += _read_without(every, out, out)
    for manner, part in zip(order, _by_manner(read, order), strict=True):
        _score(manner, part)
    _score("all", read)
    _by_kind(read)


def _read_without(every: Sequence[Sentence], out: Iterable[str], asked: Iterable[str]) -> list[Provision]:
    """What a model that knows none of the manners ``out`` makes of the manners asked."""
    model = fitted([one for one in every if one.manner not in out], random.Random(SEED))
    texts = [one for one in every if one.manner in asked]
    found = told(model.scores([one.text for one in texts]))
    kinds = np.array(model.kinds)
    return [
        Provision(one.manner, one.kinds, frozenset(kinds[row].tolist())) for one, row in zip(texts, found, strict=True)
    ]


def _by_manner(read: Sequence[Provision], order: Iterable[str]) -> Iterator[list[Provision]]:
    for manner in order:
        yield [one for one in read if one.manner == manner]


def _speed() -> None:
    texts = [one.text for one in sentences(random.Random(SEED)) if one.manner.startswith(OTHERS)]
    text = "\n".join(f"{number}. {said}" for number, said in enumerate(texts, 1))
    read_agreement("密码")
    before = time.process_time()
    read_agreement(text)
    spent = time.process_time() - before
    print(f"{len(text) / PAGE / spent:.0f} pages of {PAGE} characters a second of processor time")


def _figures(right: int, wrong: int, missed: int) -> str:
    precision = right / (right + wrong) if right + wrong else 0.0
    recall = right / (right + missed) if right + missed else 0.0
    return f"precision {precision:.3f}  recall {recall:.3f}  F1 {2 * right / (2 * right + wrong + missed):.3f}"


def _score(name: str, read: Sequence[Provision]) -> None:
    right = sum(len(one.found & one.meant) for one in read)
    wrong = sum(len(one.found - one.meant) for one in read)
    missed = sum(len(one.meant - one.found) for one in read)
    harmless = [one for one in read if not one.meant]
    flagged = sum(bool(one.found) for one in harmless)
    print(
        f"{name:<24} {len(read):>4} provisions  {_figures(right, wrong, missed)}  "
        f"harmless ones flagged: {flagged} of {len(harmless)}",
        flush=True,
    )


def _by_kind(read: Sequence[Provision]) -> None:
    right = Counter(kind for one in read for kind in one.found & one.meant)
    wrong = Counter(kind for one in read for kind in one.found - one.meant)
    missed = Counter(kind for one in read for kind in one.meant - one.found)
    for kind in sorted(right | wrong | missed):
        print(f"  {kind:<28} {_figures(right[kind], wrong[kind], missed[kind])}")


if __name__ == "__main__":
    main()
