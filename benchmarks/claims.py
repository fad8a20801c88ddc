"""Which claims are heard in sentences that neither simulated world wrote, and of which both readers are certain.

Complaints as people of many walks write them, with the claims that each makes, none where it makes none; ``‹›`` around
the words that make it, in the order of the claims:

* ``sets/complaints_read.tsv``: read by whoever mends what hears claims, and learnt from by the second reader
  (:mod:`benchmarks.learn_claims`), so that its figures flatter. On the texts of its first writer rules were mended.
* ``sets/complaints_counted.tsv``: for figures alone, read and learnt from by nobody. Once its figures have been looked
  at a few times it is spent: it joins the read half, and a fresh set takes its place.

``python -m benchmarks.claims``: precision and recall a claim type of either set, the same for mentions that are
certain, and whether the right words were taken; ``--show``: what goes wrong in the half that is read.
"""

import argparse
import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mingjian.contract.sentences.merits import SENTENCES
from mingjian.contract.vocabulary import Claim
from mingjian.wording.claims import ClaimMention, find_claims

SETS = Path(__file__).parent / "sets"
CONTRADICTED = frozenset(
    claim for claim in Claim if f"{claim}_contradicted" in {sentence.code for sentence in SENTENCES}
)
"""Claims that the lender's records can contradict."""
_MARKED = re.compile("‹([^›]*)›")


@dataclass(frozen=True)
class Marked:
    """A text, who wrote it, and the claims that it makes with the words that make them."""

    writer: str
    text: str
    words: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Heard:
    """A text, the claims that it makes with the words that make them, and the mentions that were heard in it."""

    text: str
    made: frozenset[str]
    words: tuple[tuple[str, int, int], ...]
    mentions: tuple[ClaimMention, ...]

    @property
    def heard(self) -> frozenset[str]:
        """The claims heard; one that no type covers counts as none."""
        return frozenset(mention.claim.value for mention in self.mentions)


def main() -> None:
    """Prints every figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="what goes wrong in the halves that may be read")
    chosen = parser.parse_args()
    for name in ("complaints_read", "complaints_counted"):
        texts = [_hear(marked.text, marked.words) for marked in read_marked(name)]
        _score(name, texts)
        if chosen.show and name == "complaints_read":
            for one in texts:
                if one.made != one.heard:
                    wrongly, missed = ", ".join(one.heard - one.made), ", ".join(one.made - one.heard)
                    print(f"\n{one.text}\n    heard wrongly: {wrongly or '-'}; missed: {missed or '-'}")


def read_marked(name: str) -> list[Marked]:
    """The texts of a set, each with the claims that it makes and their words: all of them where none is marked."""
    with (SETS / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Marked(row.get("writer", name), *_marked(row["text"], tuple(filter(None, row["claims"].split(";")))))
        for row in rows
    ]


def _marked(marked: str, claims: tuple[str, ...]) -> tuple[str, tuple[tuple[str, int, int], ...]]:
    text = re.sub("[‹›]", "", marked)
    # Each mark before a span has moved it by one, and so has the mark that opens it.
    spans = [(match.start() - 2 * n, match.end() - 2 * n - 2) for n, match in enumerate(_MARKED.finditer(marked))]
    spans = spans or [(0, len(text))]
    if len(spans) == len(claims):
        return text, tuple((claim, *span) for claim, span in zip(claims, spans, strict=True))
    return text, tuple((claim, *span) for claim in claims for span in spans)


def _hear(text: str, words: tuple[tuple[str, int, int], ...]) -> Heard:
    mentions = tuple(mention for mention in find_claims(text) if mention.claim is not Claim.OTHER)
    return Heard(text, frozenset(claim for claim, *_ in words), words, mentions)


def _score(title: str, texts: Sequence[Heard]) -> None:
    print(f"\n{title}: {len(texts)} texts, {sum(not one.made for one in texts)} of them make no claim")
    print(f"{'claim':24} {'made':>5} {'heard':>6} {'precision':>10} {'recall':>7}")
    for claim in (*sorted({claim for one in texts for claim in one.made | one.heard}), None):
        made = sum(len(one.made) if claim is None else claim in one.made for one in texts)
        heard = sum(len(one.heard) if claim is None else claim in one.heard for one in texts)
        both = sum(len(one.made & one.heard) if claim is None else claim in one.made & one.heard for one in texts)
        precision = f"{both / heard:.3f}" if heard else "-"
        recall = f"{both / made:.3f}" if made else "-"
        print(f"{claim or 'all':24} {made:5} {heard:6} {precision:>10} {recall:>7}")
    weighed = [
        (mention.certain, mention.claim in one.made)
        for one in texts
        for mention in one.mentions
        if mention.claim in CONTRADICTED
    ]
    right = sum(rightly for _, rightly in weighed)
    certain = sum(certain for certain, _ in weighed)
    both = sum(certain and rightly for certain, rightly in weighed)
    print(
        f"of {len(weighed)} mentions that records could contradict {right / max(len(weighed), 1):.3f} are right; both "
        f"readers are certain of {certain}: {both / max(certain, 1):.3f} are right, {both / max(right, 1):.3f} of all"
    )
    placed = [
        any(mention.claim == claim and mention.start < end and start < mention.end for claim, start, end in one.words)
        for one in texts
        for mention in one.mentions
        if mention.claim in one.made and (mention.claim, 0, len(one.text)) not in one.words
    ]
    if placed:
        print(
            f"of {len(placed)} mentions that are right and marked, in the right words: {sum(placed) / len(placed):.3f}"
        )


if __name__ == "__main__":
    main()
