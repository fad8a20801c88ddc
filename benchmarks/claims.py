"""Which claims are heard in sentences that neither simulated world wrote.

Complaints as people of many walks write them, with the claims that each makes, none where it makes none; ``‹›`` around
the words that make it, in the order of the claims. Each set was written in one go before what hears claims was mended:

* ``sets/claims_heard.tsv`` (2026-11-27): every second text from the first is read by whoever mends it.
* ``sets/complaints_read.tsv`` (2026-11-27): in the manner of complaints to platforms and hotlines; read by whoever
  mends it. Its last 378 texts, without marks, were added when the first had been worked through.
* ``sets/complaints_counted.tsv``: the other half of the same texts, told apart by the first byte of their SHA-256.

What goes wrong in a half that is read is shown by ``--show``; the others are for figures alone and are read by nobody.

``python -m benchmarks.claims``: precision and recall a claim type of every set, and whether the right words were taken.
"""

import argparse
import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mingjian.contract.vocabulary import Claim
from mingjian.wording.claims import ClaimMention, find_claims

SETS = Path(__file__).parent / "sets"
_MARKED = re.compile("‹([^›]*)›")


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
    first = _read("claims_heard")
    sets = {
        "claims_heard, the half that is read": first[::2],
        "claims_heard, the half that is not": first[1::2],
        "complaints, the half that is read": _read("complaints_read"),
        "complaints, the half that is not": _read("complaints_counted"),
    }
    for title, texts in sets.items():
        _score(title, texts)
        if chosen.show and title.endswith("is read"):
            for one in texts:
                if one.made != one.heard:
                    wrongly, missed = ", ".join(one.heard - one.made), ", ".join(one.made - one.heard)
                    print(f"\n{one.text}\n    heard wrongly: {wrongly or '-'}; missed: {missed or '-'}")


def _read(name: str) -> list[Heard]:
    with (SETS / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [_hear(row["text"], tuple(filter(None, row["claims"].split(";")))) for row in rows]


def _hear(marked: str, claims: tuple[str, ...]) -> Heard:
    text = re.sub("[‹›]", "", marked)
    # Each mark before a span has moved it by one, and so has the mark that opens it.
    spans = [(match.start() - 2 * n, match.end() - 2 * n - 2) for n, match in enumerate(_MARKED.finditer(marked))]
    if len(spans) == len(claims):
        words = tuple((claim, *span) for claim, span in zip(claims, spans, strict=True))
    else:
        words = tuple((claim, *span) for claim in claims for span in spans)
    mentions = tuple(mention for mention in find_claims(text) if mention.claim is not Claim.OTHER)
    return Heard(text, frozenset(claims), words, mentions)


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
    placed = [
        any(mention.claim == claim and mention.start < end and start < mention.end for claim, start, end in one.words)
        for one in texts
        if one.words
        for mention in one.mentions
        if mention.claim in one.made
    ]
    if placed:
        print(
            f"of {len(placed)} mentions that are right and marked, in the right words: {sum(placed) / len(placed):.3f}"
        )


if __name__ == "__main__":
    main()
