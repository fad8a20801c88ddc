"""The contract reader on provisions that stand in a table of their own, in wordings that it was not trained on.

``python -m benchmarks.agreements [FILE]``: every figure of our table, or of a file of the same columns, whole and by
every second row. ``python -m benchmarks.agreements --manners`` trains on all manners of speaking but some, and reads
the sentences of those; the thresholds were chosen by it alone.

``agreement_provisions.tsv``: what an agency's agreement or advert says, formally, colloquially and with the line
breaks of a page (⏎), beside harmless provisions of lawyers, insurers, banks and daily life. The first two sets were
written before there was a model, for rules that were mended on one half of each; whoever wrote the model's sentences
had not read them, so for the model all their halves are blind. The third, in the manner of chats and live streams, was
written by that hand before the sentences; only the model's first training was blind to it. The
fourth, in twelve manners of speaking from formal terms to riddles, wrong characters and dialects, was written by
somebody who had seen neither code nor sentences, after the model's sentences and before anybody read it: the model is
blind to the whole of it.
"""

import csv
import random
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np

from mingjian.agencies.agreements import read_agreement
from mingjian.agencies.agreements.model import told
from mingjian.agencies.agreements.training import SEED, fitted, manners, sentences

HARMLESS = "none"
LEFT_OUT = 6
"""Into so many groups the manners fall; one is left out at a time."""
PAGE = 800
"""Characters of a page of text."""


def main() -> None:
    """Prints every figure."""
    asked = sys.argv[1:]
    if asked == ["--manners"]:
        _manners_left_out()
    elif asked:
        _of_a_file(_rows(Path(asked[0])))
    else:
        _of_our_table(_rows(Path(__file__).with_name("agreement_provisions.tsv")))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _of_a_file(rows: list[dict[str, str]]) -> None:
    _score("all", rows)
    _score("every second from the first", rows[::2])
    _score("every second from the second", rows[1::2])
    _by_kind(rows)


def _of_our_table(rows: list[dict[str, str]]) -> None:
    for name in ("first", "second"):
        for half in ("mended on", "held out"):
            _score(f"{name} set, {half}", [row for row in rows if (row["set"], row["half"]) == (name, half)])
    _score("first and second", [row for row in rows if row["set"] in ("first", "second")])
    _score("third", [row for row in rows if row["set"] == "third"])
    fourth = [row for row in rows if row["set"] == "fourth"]
    _score("fourth", fourth)
    _by_kind(fourth)
    text = "\n".join(f"{number}. {_text(row)}" for number, row in enumerate(rows, 1))
    before = time.process_time()
    read_agreement(text)
    print(
        f"{len(text) / PAGE / (time.process_time() - before):.0f} pages of {PAGE} characters a second of processor time"
    )


def _manners_left_out() -> None:
    """Some manners at a time, each once: what the model makes of a way of speaking that it never met."""
    chance = random.Random(SEED)
    every = list(sentences(chance))
    order = manners()
    right = wrong = missed = 0
    for first in range(LEFT_OUT):
        out = frozenset(order[first::LEFT_OUT])
        model = fitted([one for one in every if one.manner not in out], chance)
        asked = [one for one in every if one.manner in out]
        found = told(model.scores([one.text for one in asked]))
        meant = np.array([[kind in one.kinds for kind in model.kinds] for one in asked])
        counts = [int((found & meant).sum()), int((found & ~meant).sum()), int((~found & meant).sum())]
        print(f"{', '.join(sorted(out)):<40} {len(asked):>4} sentences  {_figures(*counts)}")
        right, wrong, missed = right + counts[0], wrong + counts[1], missed + counts[2]
    print(f"{'all':<40} {len(every):>4} sentences  {_figures(right, wrong, missed)}")


def _text(row: dict[str, str]) -> str:
    return row["text"].replace("⏎", "\n")


def _counts(rows: list[dict[str, str]]) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Right, wrongly found and missed, by kind; a provision is written to be of one kind or of none."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for row in rows:
        found = {clause.kind for clause in read_agreement(_text(row))}
        meant = {row["kind"]} - {HARMLESS}
        right.update(found & meant)
        wrong.update(found - meant)
        missed.update(meant - found)
    return right, wrong, missed


def _figures(right: int, wrong: int, missed: int) -> str:
    precision = right / (right + wrong) if right + wrong else 0.0
    recall = right / (right + missed) if right + missed else 0.0
    return f"precision {precision:.3f}  recall {recall:.3f}  F1 {2 * right / (2 * right + wrong + missed):.3f}"


def _score(name: str, rows: list[dict[str, str]]) -> None:
    right, wrong, missed = (counted.total() for counted in _counts(rows))
    harmless = [row for row in rows if row["kind"] == HARMLESS]
    flagged = sum(bool(read_agreement(_text(row))) for row in harmless)
    print(
        f"{name:<24} {len(rows):>3} provisions  {_figures(right, wrong, missed)}  "
        f"harmless ones flagged: {flagged} of {len(harmless)}"
    )


def _by_kind(rows: list[dict[str, str]]) -> None:
    right, wrong, missed = _counts(rows)
    for kind in sorted({row["kind"] for row in rows} - {HARMLESS}):
        print(f"  {kind:<28} {_figures(right[kind], wrong[kind], missed[kind])}")


if __name__ == "__main__":
    main()
