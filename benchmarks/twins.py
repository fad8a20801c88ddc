"""Whether photographs of one form are found among many, and how quickly: ``python -m benchmarks.twins``.

Every form is filled in and photographed several times. Recall is the share of pairs of one form within the bits at
which one pair in a hundred of different forms lies; ``--read`` also reads pages and lays those pairs over each other.
"""

import argparse
import time
from itertools import combinations, product
from pathlib import Path

import numpy as np
from rich.console import Console
from tests.materials import page_drawing, seal_drawing

from mingjian.materials.examiners import pages
from mingjian.materials.similar import FingerprintIndex
from mingjian.materials.specimen import Specimen, TraitKind
from mingjian.materials.twins.layout import Layout, align
from mingjian.materials.twins.page_hash import page_hash
from mingjian.reading.flattening import flatten
from mingjian.reading.page import Page, PageOrigin
from mingjian.reading.recognition import recognise
from mingjian.reading.record import FileKind
from mingjian.reading.rendering import Rendering

Group = list[Layout]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forms", type=int, default=24)
    parser.add_argument("--photos", type=int, default=3, help="of each form, each filled in otherwise")
    parser.add_argument("--read", type=int, default=4, help="so many forms are read as well")
    parser.add_argument("--million", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--fonts", type=Path)
    parser.add_argument("--known", action="store_true")
    chosen = parser.parse_args()
    console = Console(width=150)
    random = np.random.default_rng(chosen.seed)
    known = chosen.known
    fonts = seal_drawing.fonts(unseen=False) if known else seal_drawing.unseen_fonts(chosen.fonts)
    forms: list[Group] = []
    for number in range(chosen.forms):
        form = page_drawing.blank(random, fonts[number % len(fonts)])
        photos = [page_drawing.photograph(page_drawing.fill(form, random), random) for _ in range(chosen.photos)]
        forms.append([_layout(photo, read=number < chosen.read) for photo in photos])
    near = np.array([_bits(a, b) for group in forms for a, b in combinations(group, 2)])
    far = np.array([_bits(a, b) for one, two in combinations(forms, 2) for a, b in product(one[:1], two[:1])])
    limit = int(np.quantile(far, 0.01))
    console.print(f"same form, bits apart: {np.quantile(near, [0, 0.5, 0.95, 1])}")
    console.print(f"other form, bits apart: {np.quantile(far, [0, 0.01, 0.5])}")
    console.print(f"recall by the look alone, at 1 % false (at most {limit} bits): {(near <= limit).mean():.3f}")
    _say_read(forms[: chosen.read], console)
    _say_speed([layout.hash for group in forms for layout in group], chosen.million, random, console)


def _layout(photo: page_drawing.Pixels, *, read: bool) -> Layout:
    page = Page(1, photo, PageOrigin.IMAGE)
    if not read:
        look = page_hash(flatten(page).pixels)
        assert look is not None
        return Layout(look, ())
    lines = recognise(page)
    specimen = Specimen("0" * 64, b"", Rendering(FileKind.IMAGE, "image/jpeg", (page,), (), None), lines)
    (trait,) = (trait for trait in pages.examine(specimen).traits if trait.kind is TraitKind.PAGE)
    return Layout.from_bytes(trait.content)


def _bits(one: Layout, other: Layout) -> int:
    return int(np.unpackbits(np.frombuffer(one.hash, np.uint8) ^ np.frombuffer(other.hash, np.uint8)).sum())


def _say_read(forms: list[Group], console: Console) -> None:
    if not forms:
        return
    same = [align(a, b) for group in forms for a, b in combinations(group, 2)]
    other = [align(one[0], two[0]) for one, two in combinations(forms, 2)]
    console.print(
        f"laid over each other: one form {sum(twins.same_form for twins in same)} of {len(same)}, "
        f"other forms {sum(twins.same_form for twins in other)} of {len(other)}; fixed text "
        f"{np.quantile([twins.fixed for twins in same], [0, 0.5])} against "
        f"{np.quantile([twins.fixed for twins in other] or [0], [0.5, 1])}"
    )


def _say_speed(looks: list[bytes], count: int, random: np.random.Generator, console: Console) -> None:
    """Among a million looks, bits drawn at random but for the measured pages, each of which is looked for."""
    filler = random.integers(0, 256, (count, 32), dtype=np.uint8)
    index = FingerprintIndex([*looks, *(row.tobytes() for row in filler)])
    began = time.process_time()
    found = sum(index.nearest(look, count=10, within=88)[0][0] == place for place, look in enumerate(looks))
    each = (time.process_time() - began) / len(looks)
    codes = np.unpackbits(filler[:20_000], axis=1)
    began = time.process_time()
    (codes != np.unpackbits(np.frombuffer(looks[0], np.uint8))).sum(axis=1)
    plain = (time.process_time() - began) * count / 20_000
    console.print(
        f"among {count:,}: itself found {found} of {len(looks)}, {1000 * each:.1f} ms of processor time a search, "
        f"{plain / each:.0f} times as fast as comparing all bits with NumPy in the same run"
    )


if __name__ == "__main__":
    main()
