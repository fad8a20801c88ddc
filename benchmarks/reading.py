"""How well and at what cost pages are read: character error and CPU-seconds by layout, degraded as scans are.

``python -m benchmarks.reading [clean]``. An error is an edit between the text as written and as read, blanks left out
and half and full width taken for the same; CPU-seconds are this process's own, all its threads together.
"""

import os
import sys
import time
import unicodedata

import numpy as np
from rapidfuzz.distance import Levenshtein

from benchmarks._sheets import DOTS_PER_INCH, LAYOUTS, degraded, drawn
from mingjian.reading.page import Page, PageOrigin
from mingjian.reading.recognition import recognise

SAMPLES = int(os.environ.get("MINGJIAN_BENCH_SAMPLES", "2"))
BAR_ERROR, BAR_SECONDS = 0.005, 3.0


def main(arguments: list[str]) -> int:
    clean = "clean" in arguments
    chosen = [name for name in LAYOUTS if not set(arguments) - {"clean"} or name in arguments]
    recognise(Page(1, np.full((400, 400, 3), 255, np.uint8), PageOrigin.IMAGE))  # loads the models
    print(f"{'layout':<28}{'characters':>11}{'errors':>8}{'error':>9}{'CPU s':>8}")
    edits = characters = 0
    seconds: list[float] = []
    for name in chosen:
        wrong = long = 0
        spent = 0.0
        for seed in range(SAMPLES):
            sheet = drawn(name, seed)
            pixels = np.asarray(sheet.picture) if clean else degraded(sheet.picture, seed)
            start = time.process_time()
            lines = recognise(Page(1, pixels, PageOrigin.IMAGE, DOTS_PER_INCH))
            spent += time.process_time() - start
            truth, read = folded(sheet.text), folded("".join(line.text for line in lines))
            wrong += Levenshtein.distance(truth, read)
            long += len(truth)
            if os.environ.get("MINGJIAN_BENCH_SHOW"):
                _show(truth, read)
        print(f"{name:<28}{long:>11}{wrong:>8}{wrong / long:>9.2%}{spent / SAMPLES:>8.1f}", flush=True)
        edits, characters = edits + wrong, characters + long
        seconds.append(spent / SAMPLES)
    print(
        f"{len(chosen)} layouts, {SAMPLES} pages each: error {edits / characters:.2%} (bar {BAR_ERROR:.1%}), "
        f"mean {sum(seconds) / len(seconds):.1f} and at most {max(seconds):.1f} CPU-seconds a page "
        f"(bar {BAR_SECONDS:.0f})"
    )
    return 0


def folded(text: str) -> str:
    """Half width and without blanks."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text) if not sign.isspace())


def _show(truth: str, read: str) -> None:
    for edit in Levenshtein.opcodes(truth, read):
        if edit.tag != "equal":
            before = truth[max(0, edit.src_start - 6) : edit.src_start]
            print(f"   …{before}[{truth[edit.src_start : edit.src_end]} → {read[edit.dest_start : edit.dest_end]}]")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
