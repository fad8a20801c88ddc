"""What is said of real receipts, all evidence together: as they are, saved again, and each edited once.

The edits are made by ``_edited_receipts``, which knows nothing of the checks. A receipt is flagged where its verdict is
at least ``needs_review``; a place is hit where one of the regions named touches the edit. OCR is not run, because no
examiner of pixels reads text: every receipt counts as read. Bounds were chosen while looking at the even half; the odd
half is held out for figures that are reported.
"""

import argparse
import time
from collections import Counter
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks._edited_receipts import QUALITIES, Box, Edit, edited, saved
from mingjian.contract.vocabulary import CheckOutcome, Verdict
from mingjian.materials.assessment import assess_one
from mingjian.materials.examiners import copying, drawing, jpeg_history, metadata, noise, retyping
from mingjian.materials.settings import MaterialsSettings
from mingjian.materials.specimen import Observation, Specimen
from mingjian.materials.weights import Evidence
from mingjian.reading.page import Page, PageOrigin
from mingjian.reading.record import FileKind
from mingjian.reading.rendering import Rendering

RECEIPTS = Path(__file__).parents[2] / "shared" / "data" / "documents" / "sroie"
EXAMINERS = (jpeg_history, retyping, copying, noise, drawing, metadata)
READ = Evidence("text_read", CheckOutcome.CLEAR.value, {}, ())
HALVES = {"even": slice(0, None, 2), "odd": slice(1, None, 2), "all": slice(None)}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--folder", type=Path, default=RECEIPTS)
    options.add_argument("--seeds", type=int, default=1, help="each edits every receipt once, in turn in every way")
    options.add_argument("--every", type=int, default=1, help="only each n-th receipt")
    options.add_argument("--half", choices=list(HALVES), default="odd")
    chosen = options.parse_args()
    files = sorted(chosen.folder.glob("*.jpg"))[HALVES[chosen.half]][:: chosen.every]
    if not files:
        raise SystemExit(f"no receipts in {chosen.folder}")
    counts: Counter[tuple[str, str]] = Counter()
    began = time.process_time()
    for file in files:
        _count(counts, "as they are", file.read_bytes(), None)
    seconds = (time.process_time() - began) / len(files)
    for number, file in enumerate(files):
        quality = QUALITIES[number % len(QUALITIES)]
        _count(counts, "saved again", saved(_picture(file), quality), None)
    for seed in range(chosen.seeds):
        for number, file in enumerate(files):
            edit = list(Edit)[(number + seed) % len(Edit)]
            donor = files[(number + 17 * (seed + 1)) % len(files)]
            made = edited(_picture(file), _picture(donor), edit, np.random.default_rng([seed, number]))
            if made is not None:
                _count(counts, edit.value, made.data, made.place)
                _count(counts, f"quality {made.quality}", made.data, made.place)
    print("| set | files | needs review | signs of forgery | place hit | JPEG history | word | copy | grain |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name in sorted({name for name, _ in counts}):
        row = [
            counts[name, figure]
            for figure in (
                "files",
                "flagged",
                "accused",
                "hit",
                jpeg_history.NAME,
                retyping.NAME,
                copying.NAME,
                noise.NAME,
            )
        ]
        print(f"| {name} | " + " | ".join(str(figure) for figure in row) + " |")
    print(f"CPU-seconds a receipt: {seconds:.2f}")


def _picture(file: Path) -> np.ndarray:
    return np.asarray(Image.open(file).convert("RGB"), np.uint8)


def _count(counts: Counter[tuple[str, str]], name: str, data: bytes, place: Box | None) -> None:
    observations = _observations(data)
    verdict = _verdict(observations)
    flagged = verdict in (Verdict.NEEDS_REVIEW, Verdict.SIGNS_OF_FORGERY)
    raised = [one for one in observations if one.outcome is CheckOutcome.SUSPECT]
    counts[name, "files"] += 1
    counts[name, "flagged"] += flagged
    counts[name, "accused"] += verdict is Verdict.SIGNS_OF_FORGERY
    counts[name, "hit"] += flagged and place is not None and any(_touches(one, place) for one in raised)
    for examiner, check in (
        (jpeg_history, jpeg_history.DIFFERS),
        (retyping, retyping.DIFFERS),
        (copying, copying.COPIED),
        (noise, noise.DIFFERS),
    ):
        counts[name, examiner.NAME] += any(one.check == check for one in raised)


def _verdict(observations: list[Observation]) -> Verdict:
    """Of what was observed, weighed together as the stage does it."""
    evidence = [Evidence(one.check, one.outcome.value, one.values, ()) for one in observations]
    return Verdict(str(assess_one("receipt", [READ, *evidence], MaterialsSettings())["verdict"]))


def _observations(data: bytes) -> list[Observation]:
    pixels = np.asarray(Image.open(BytesIO(data)).convert("RGB"), np.uint8)
    page = Page(1, pixels, PageOrigin.IMAGE)
    specimen = Specimen("0" * 64, data, Rendering(FileKind.IMAGE, "image/jpeg", (page,), (), None), ())
    return [one for examiner in EXAMINERS for one in examiner.examine(specimen).observations]


def _touches(observation: Observation, place: Box) -> bool:
    region = observation.place.region if observation.place else None
    return region is not None and (
        max(region.left, place.left) < min(region.right, place.right)
        and max(region.top, place.top) < min(region.bottom, place.bottom)
    )


if __name__ == "__main__":
    main()
