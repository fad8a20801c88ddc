"""Which claims are heard in sentences that neither simulated world wrote.

``sets/claims_heard.tsv``: complaints as people of many walks write them, with the claims that each makes, none where it
makes none. They were written in one go before what hears claims was mended on 2026-11-27. Whoever mends it reads what
goes wrong in every second one from the first (``--show``); the others are for figures alone and are read by nobody.

``python -m benchmarks.claims``: precision and recall a claim type, of both halves apart.
"""

import argparse
import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mingjian.contract.vocabulary import Claim
from mingjian.wording.claims import find_claims

SET = Path(__file__).parent / "sets" / "claims_heard.tsv"


@dataclass(frozen=True)
class Heard:
    """A text, the claims that it makes and those that were heard in it; one that no type covers counts as none."""

    text: str
    made: frozenset[str]
    heard: frozenset[str]


def main() -> None:
    """Prints every figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="what goes wrong in the half that may be read")
    chosen = parser.parse_args()
    texts = _read()
    _score("the half that is read", texts[::2])
    _score("the half that is not", texts[1::2])
    if chosen.show:
        for one in texts[::2]:
            if one.made != one.heard:
                wrongly, missed = ", ".join(one.heard - one.made), ", ".join(one.made - one.heard)
                print(f"\n{one.text}\n    heard wrongly: {wrongly or '-'}; missed: {missed or '-'}")


def _read() -> list[Heard]:
    with SET.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Heard(
            row["text"],
            frozenset(filter(None, row["claims"].split(";"))),
            frozenset(mention.claim.value for mention in find_claims(row["text"])) - {Claim.OTHER.value},
        )
        for row in rows
    ]


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


if __name__ == "__main__":
    main()
