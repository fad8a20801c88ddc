"""Families of letters: quality on planted families, speed against datasketch, memory, and the CFPB narratives.

``python -m benchmarks.letters [TEXTS]`` prints every figure; ``--million`` only the last, in a process of its own.
Both contestants read the same texts in the same process on the same CPUs; times are process CPU time as well as wall
time, since other work may share the machine.
"""

import csv
import os
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
from datasketch import MinHash, MinHashLSH

from benchmarks._letter_texts import Corpus, corpus
from mingjian.wording.alignment import read_by, skeleton
from mingjian.wording.families import Families, find_families
from mingjian.wording.matching import ROWS, Template, TemplateIndex, band_keys, match_text, text_key
from mingjian.wording.shingles import CHARACTERS
from mingjian.wording.signatures import PERMUTATIONS, bands

CFPB = Path(__file__).parents[2] / "shared" / "data" / "cfpb"
Result = TypeVar("Result")


def main(arguments: Sequence[str]) -> None:
    if "--million" in arguments:
        _million()
        return
    size = int(arguments[0]) if arguments else 100_000
    _cfpb()
    planted = corpus(size)
    print(
        f"\n{size:,} Chinese texts, {len(planted.edits):,} planted families, {_share(planted):.0%} of the texts in them"
    )
    found, wall, cpu = _timed(lambda: find_families(planted.texts))
    _quality(planted, found)
    print(f"  ours, end to end           {wall:7.1f} s wall {cpu:7.1f} s CPU")
    _, their_wall, their_cpu = _timed(lambda: _datasketch(planted.texts))
    print(f"  datasketch, insert + query {their_wall:7.1f} s wall {their_cpu:7.1f} s CPU")
    print(f"  times as fast: {their_wall / wall:.1f} by wall, {their_cpu / cpu:.1f} by CPU; {os.cpu_count()} CPUs")
    _alignment(planted, found)
    _online(planted, found)
    # A process of its own: peak memory must not carry over.
    subprocess.run([sys.executable, "-m", "benchmarks.letters", "--million"], check=True)


def _timed(work: Callable[[], Result]) -> tuple[Result, float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    return result, time.perf_counter() - wall, time.process_time() - cpu


def _share(planted: Corpus) -> float:
    return float((np.array(planted.family) >= 0).mean())


def _quality(planted: Corpus, found: Families) -> None:
    truth = np.array(planted.family)
    label = np.full(len(truth), -1)
    right = wrong = 0
    for number, family in enumerate(found.families):
        members = np.array(family.members)
        label[members] = number
        planted_in = truth[members]
        same = sum(_pairs(int(count)) for count in np.bincount(planted_in[planted_in >= 0]))
        right += same
        wrong += _pairs(len(members)) - same
    print(f"  level of similarity that the corpus itself gives: {found.level}")
    print(f"  pair precision {right / max(right + wrong, 1):.4f}")
    print(f"  organic texts in any family: {(label[truth < 0] >= 0).mean():.2%}")
    recall: dict[tuple[str, float], list[int]] = defaultdict(lambda: [0, 0])
    for family_number, (edits, mode) in enumerate(zip(planted.edits, planted.modes, strict=True)):
        given = label[truth == family_number]
        joined = sum(_pairs(int(count)) for count in np.bincount(given[given >= 0]))
        for key in ((mode, edits), ("all", edits)):
            recall[key][0] += joined
            recall[key][1] += _pairs(len(given))
    print("  pair recall by edits     10 %    20 %    30 %    40 %")
    for mode in sorted({mode for mode, _ in recall}):
        figures = "  ".join(f"{recall[mode, edits][0] / recall[mode, edits][1]:.4f}" for edits in (0.1, 0.2, 0.3, 0.4))
        print(f"    {mode:20} {figures}")


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


def _datasketch(texts: Sequence[str]) -> int:
    index = MinHashLSH(num_perm=PERMUTATIONS, params=(bands(ROWS), ROWS))
    signatures = []
    for number, text in enumerate(texts):
        signature = MinHash(num_perm=PERMUTATIONS)
        signature.update_batch(
            [text[start : start + CHARACTERS].encode() for start in range(max(len(text) - CHARACTERS + 1, 1))]
        )
        index.insert(number, signature)
        signatures.append(signature)
    return sum(len(index.query(signature)) for signature in signatures)


def _alignment(planted: Corpus, found: Families) -> None:
    families = found.families[:20]
    texts = planted.texts

    def draw() -> int:
        for family in families:
            drawn = skeleton(texts[family.medoid], [texts[member] for member in family.members[:64]])
            for member in family.members:
                read_by(drawn, texts[member])
        return sum(len(family.members) for family in families)

    letters, _, cpu = _timed(draw)
    print(f"  skeletons of {len(families)} families, {letters:,} letters read: {cpu / letters * 1000:.2f} ms each")


def _online(planted: Corpus, found: Families) -> None:
    texts = planted.texts
    by_band: dict[int, list[str]] = defaultdict(list)
    by_text: dict[int, str] = {}
    templates = {}
    for number, family in enumerate(found.families):
        name = f"T-{number}"
        medoid = texts[family.medoid]
        templates[name] = Template(name, medoid, found.level)
        by_text.update((text_key(texts[member]), name) for member in family.members)
        for key in band_keys(medoid):
            by_band[key].append(name)
    index = TemplateIndex(by_text, by_band, templates)
    member_of = {member: number for number, family in enumerate(found.families) for member in family.members}
    sample = range(0, len(texts), max(1, len(texts) // 1000))
    times, agreeing = [], 0
    for place in sample:
        started = time.perf_counter()
        match = match_text(texts[place], index)
        times.append(time.perf_counter() - started)
        expected = f"T-{member_of[place]}" if place in member_of else None
        agreeing += (match.template_id if match else None) == expected
    print(
        f"  one letter against {len(templates):,} templates: {np.median(times) * 1000:.1f} ms median, "
        f"{np.quantile(times, 0.99) * 1000:.1f} ms at 99 %; same answer as the batch {agreeing} of {len(times)}"
    )


def _cfpb() -> None:
    if not CFPB.exists():
        print(f"{CFPB} is not at hand: CFPB skipped")
        return
    mills, control, raw = (
        _narratives(name) for name in ("narratives_mills_450.csv", "narratives_1000.csv", "narratives_raw_220.csv")
    )
    found = find_families(mills).families
    place = {member: number for number, family in enumerate(found) for member in family.members}
    copies = defaultdict(set)
    for number, text in enumerate(mills):
        copies[text].add(place.get(number))
    groups = [families for text, families in copies.items() if mills.count(text) > 1]
    whole = sum(len(families) == 1 and None not in families for families in groups)
    print(f"CFPB mills: {whole} of {len(groups)} groups of exact duplicates in one family; sizes {_sizes(found)}")
    for name, texts in (("control 1,220", control + raw), ("control 1,000", control), ("control raw 220", raw)):
        three = find_families(texts, smallest=3).families
        inside = sum(len(family.members) for family in three)
        print(f"CFPB {name}: {inside} of {len(texts)} in a family of three or more ({inside / len(texts):.1%})")


def _sizes(families: Sequence[object]) -> str:
    counts = [len(family.members) for family in families if hasattr(family, "members")]
    return ", ".join(map(str, counts[:8])) + (" …" if len(counts) > 8 else "")


def _narratives(name: str) -> list[str]:
    with (CFPB / name).open(encoding="utf-8", newline="") as file:
        return [row["narrative"] for row in csv.DictReader(file)]


def _million() -> None:
    planted = corpus(1_000_000, planted=0.1)
    texts = planted.texts
    print(f"\n{len(texts):,} Chinese texts")
    found, wall, cpu = _timed(lambda: find_families(texts))
    _quality(planted, found)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"  {wall:.0f} s wall, {cpu:.0f} s CPU; peak memory with the texts {peak:.2f} GB")


if __name__ == "__main__":
    main(sys.argv[1:])
