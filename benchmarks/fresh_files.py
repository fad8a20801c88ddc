"""Files of programs, offices and layouts that no check was made for: ``python -m benchmarks.fresh_files``.

Each round draws other people, places, sums and seals; every paper is printed by a browser, scanned, photographed, sent
on, merged, locked, filled in and put into an OFD, and some of the files are then edited. All are inspected alone, as by
``mingjian inspect``. The generator shares no code with the checks and none with the simulation. ``--rounds`` and
``--seed`` make it larger or other, ``--only`` takes files whose names contain a word, ``--out`` keeps them.
"""

import argparse
import time
from collections import Counter
from pathlib import Path

import numpy as np

from benchmarks._fresh_edits import Edited, edited
from benchmarks._fresh_papers import browser
from benchmarks._fresh_producers import File, genuine, issued
from mingjian.contract.vocabulary import CheckOutcome, Verdict
from mingjian.materials.inspection import Inspection, inspect

_RAISED = (CheckOutcome.SUSPECT, CheckOutcome.CONTRADICTED, CheckOutcome.UNREADABLE)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=1)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--only", default="")
    options.add_argument("--out", type=Path)
    chosen = options.parse_args()
    honest: Counter[Verdict] = Counter()
    flagged: Counter[str] = Counter()
    hit: Counter[str] = Counter()
    made: Counter[str] = Counter()
    began = time.process_time()
    with browser() as opened:
        for number in range(chosen.seed, chosen.seed + chosen.rounds):
            dice = np.random.default_rng(number)
            office = issued(opened, dice)
            files = genuine(opened, office, dice)
            changed = edited(office, files, dice)
            _keep(chosen.out, number, files, changed)
            for file in files:
                if chosen.only in file.name:
                    honest[_inspected(f"{number} genuine {file.name}", file, quiet=True).verdict] += 1
            for one in changed:
                if chosen.only in one.file.name:
                    found = _inspected(f"{number} {one.edit} {one.file.name}", one.file, quiet=False)
                    made[one.edit] += 1
                    flagged[one.edit] += found.verdict in (Verdict.NEEDS_REVIEW, Verdict.SIGNS_OF_FORGERY)
                    hit[one.edit] += _is_hit(found, one)
    print(f"\n{honest.total()} genuine: " + ", ".join(f"{count} {verdict.value}" for verdict, count in honest.items()))
    for edit, count in made.items():
        print(f"{edit}: {flagged[edit]} of {count} at least to be reviewed, the place hit in {hit[edit]}")
    print(f"edited: {flagged.total()} of {made.total()}, {time.process_time() - began:.0f} s of this process")


def _inspected(title: str, file: File, *, quiet: bool) -> Inspection:
    found = inspect(file.name, file.data, file.kind)
    raised = [one for one in found.observations if one.outcome in _RAISED]
    if raised or found.verdict is not Verdict.NO_SIGN_OF_FORGERY or not quiet:
        said = "; ".join(f"{one.check} {dict(one.values)}" for one in raised)
        print(f"{found.verdict.value:20s} {found.probability:.3f} {title}: {said}", flush=True)
    return found


def _is_hit(found: Inspection, one: Edited) -> bool:
    """Whether a place that was named touches the edit; without a place of its own the page is enough."""
    named = [seen.place for seen in found.observations if seen.outcome in _RAISED[:2] and seen.place is not None]
    if one.place is None:
        return bool(named)
    left, top, right, bottom = one.place
    return any(
        place.region is not None
        and place.region.left < right
        and left < place.region.right
        and place.region.top < bottom
        and top < place.region.bottom
        for place in named
    )


def _keep(folder: Path | None, number: int, files: list[File], changed: list[Edited]) -> None:
    if folder is None:
        return
    named = {f"genuine/{file.name}": file.data for file in files}
    named |= {f"edited/{one.edit}, {one.file.name}": one.file.data for one in changed}
    for name, data in named.items():
        place = folder / str(number) / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)


if __name__ == "__main__":
    main()
