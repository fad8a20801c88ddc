"""The contract reader on provisions that stand in a table of their own, in wordings that it was not trained on.

``agreement_provisions.tsv``: what an agency's agreement or advert says, formally, colloquially and with the line
breaks of a page (⏎), beside harmless provisions of lawyers, insurers, banks and daily life. The first two sets were
written before there was a model, for rules that were mended on one half of each; whoever wrote the model's sentences
had not read them, so for the model all their halves are blind. The third, in the manner of chats and live streams, was
written by that hand before the sentences; only the model's first training was blind to it.
"""

import csv
import time
from collections import Counter
from pathlib import Path

from mingjian.agencies.agreements import read_agreement

HARMLESS = "none"
PAGE = 800
"""Characters of a page of text."""


def main() -> None:
    """Prints every figure."""
    with Path(__file__).with_name("agreement_provisions.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    for name in ("first", "second"):
        for half in ("mended on", "held out"):
            _score(f"{name} set, {half}", [row for row in rows if (row["set"], row["half"]) == (name, half)])
    blind = [row for row in rows if row["set"] != "third"]
    _score("first and second", blind)
    _score("third", [row for row in rows if row["set"] == "third"])
    _by_kind(blind)
    text = "\n".join(f"{number}. {_text(row)}" for number, row in enumerate(rows, 1))
    before = time.process_time()
    read_agreement(text)
    print(
        f"{len(text) / PAGE / (time.process_time() - before):.0f} pages of {PAGE} characters a second of processor time"
    )


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
