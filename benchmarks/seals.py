"""What is read off a seal, whether reuse is told from a second stamping, and one die from another of the same name.

``python -m benchmarks.seals``.

Seals are drawn in fonts that no check has seen (``--known`` for the others; ``--fonts DIR`` where they are not
installed) and scanned at 150 dpi; every condition but the first lies over dense print.
"""

import argparse
import time
from dataclasses import replace
from itertools import combinations, product
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.table import Table
from scipy.stats import mannwhitneyu
from tests.materials import seal_drawing as drawing

from mingjian.materials.examiners.seals import impressions
from mingjian.materials.seals.comparison import Likeness, Relation, compare, fingerprint, fingerprints
from mingjian.materials.seals.cutting import Cut, compare_cut
from mingjian.materials.seals.impression import Impression
from mingjian.materials.seals.register import NameRegister
from mingjian.reading.page import Page, PageOrigin

DPI = 150
CONDITIONS = ("clean", "overlapped", "rotated", "worn", "faded", "grey copy", "oval")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seals", type=int, default=20, help="of each condition")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--known", action="store_true")
    parser.add_argument("--fonts", type=Path)
    parser.add_argument("--only", choices=("reading", "reuse", "cuts"))
    chosen = parser.parse_args()
    known = chosen.known
    fonts = drawing.fonts(unseen=False) if known else drawing.unseen_fonts(chosen.fonts)
    console = Console(width=150)
    for name, measured in (("reading", reading), ("reuse", reuse), ("cuts", cuts)):
        if chosen.only in (None, name):
            console.print(measured(fonts, count=chosen.seals, seed=chosen.seed))


def _pressing(condition: str, random: np.random.Generator) -> drawing.Pressing:
    turn = float(random.uniform(-8, 8))
    match condition:
        case "clean":
            return drawing.Pressing(turn=turn)
        case "rotated":
            return drawing.Pressing(turn=float(random.uniform(-180, 180)), worn=0.2)
        case "worn":
            return drawing.Pressing(turn=turn, worn=0.6, lean=0.2)
        case "faded":
            return drawing.Pressing(turn=turn, worn=0.2, strength=0.4)
        case _:
            return drawing.Pressing(turn=turn, worn=0.2)


def _sheet(random: np.random.Generator, *, print_: bool) -> drawing.Pixels:
    if not print_:
        return np.full((round(90 / 25.4 * DPI), round(120 / 25.4 * DPI), 3), 250, np.uint8)
    font = drawing.fonts(unseen=False)[random.integers(2, 4)]
    return drawing.page(random, font=font, dpi=DPI, size_mm=(120, 90))


def reading(fonts: tuple[drawing.Font, ...], *, count: int, seed: int) -> Table:
    """How often the name is read to the letter: free, and with a register of some thousand like names."""
    lottery = np.random.default_rng(10_000 + seed)
    names = sorted({drawing.design(lottery, font=fonts[0]).name for _ in range(4_000)})
    table = Table(title=f"seal reading, {count} a condition, unseen names among {len(names):,}")
    for column in (
        "condition",
        "found",
        "read freely",
        "with the register",
        "wrong with it",
        "wrong, name absent",
        "s",
    ):
        table.add_column(column, justify="right")
    for condition in CONDITIONS:
        random = np.random.default_rng([seed, CONDITIONS.index(condition)])
        found = free = settled = wrong = absent = 0
        began = time.process_time()
        for number in range(count):
            design = drawing.design(random, font=fonts[number % len(fonts)], oval=condition == "oval")
            ink = drawing.stamp(drawing.engrave(design), _pressing(condition, random), dpi=DPI, random=random)
            sheet = _sheet(random, print_=condition != "clean")
            drawing.press(sheet, ink, at=(int(random.integers(0, sheet.shape[1] - ink.shape[1])), 30))
            seen = drawing.scan(sheet, random, grey=condition == "grey copy")
            kept = impressions(Page(1, seen, PageOrigin.IMAGE, float(DPI)))
            if not kept:
                continue
            found += 1
            impression = kept[0][1]
            free += impression.name == design.name
            match = NameRegister([*names, design.name]).match(impression.lattice)
            settled += (match.name if match else impression.name) == design.name
            wrong += match is not None and match.name != design.name
            others = NameRegister([name for name in names if name != design.name]).match(impression.lattice)
            absent += others is not None
        seconds = (time.process_time() - began) / count
        shares = [f"{number / count:.3f}" for number in (found, free, settled, wrong, absent)]
        table.add_row(condition, *shares, f"{seconds:.1f}")
    return table


def _impression(sheet: drawing.Pixels) -> Impression | None:
    kept = impressions(Page(1, sheet, PageOrigin.IMAGE, float(DPI)))
    return kept[0][1] if kept else None


def _placed(ink: drawing.Ink, random: np.random.Generator) -> Impression | None:
    sheet = _sheet(random, print_=bool(random.random() < 0.6))
    drawing.press(sheet, ink, at=(int(random.integers(0, sheet.shape[1] - ink.shape[1])), 20))
    scanned = drawing.scan(sheet, random, quality=int(random.integers(60, 95)), blur=float(random.uniform(0.3, 0.8)))
    return _impression(scanned)


def reuse(fonts: tuple[drawing.Font, ...], *, count: int, seed: int) -> Table:
    """Three copies of one image and three stampings of one die, for each of some seals; then all against all."""
    pasted, pressed = impressions_of(fonts, count=count, seed=seed)
    same_image = [compare(a.picture, b.picture) for group in pasted for a, b in combinations(group, 2)]
    same_seal = [compare(a.picture, b.picture) for group in pressed for a, b in combinations(group, 2)]
    heads = [group[0] for group in (*pasted, *pressed) if group]
    half = len(heads) // 2
    unrelated = [
        compare(a.picture, b.picture) for (i, a), (j, b) in combinations(enumerate(heads), 2) if i % half != j % half
    ]
    return _reuse_table(same_image, same_seal, unrelated, pasted, heads)


def impressions_of(
    fonts: tuple[drawing.Font, ...], *, count: int, seed: int
) -> tuple[list[list[Impression]], list[list[Impression]]]:
    """For a quarter of ``count`` seals: copies of one image, and stampings of the same die."""
    random = np.random.default_rng([seed, 99])
    pasted: list[list[Impression]] = []
    pressed: list[list[Impression]] = []
    for number in range(max(2, count // 4)):
        design = drawing.design(random, font=fonts[number % len(fonts)])
        die = drawing.engrave(design)
        # The forger's picture: one stamping, or clean from a drawing programme.
        clean = number % 3 == 0
        turn = float(random.uniform(-20, 20))
        one = drawing.Pressing(turn=turn, worn=0.0 if clean else 0.35, spread_mm=0.0 if clean else 0.05)
        state = random.bit_generator.state
        copies: list[Impression | None] = []
        for _ in range(3):
            random.bit_generator.state = state  # the same ink, speck by speck
            ink = drawing.stamp(die, one, dpi=DPI, random=random)
            other = np.random.default_rng([seed, number, len(copies)])
            copies.append(_placed(_resized(ink, other), other))
        pasted.append([copy for copy in copies if copy is not None])
        stampings = [_placed(drawing.stamp(die, _again(random), dpi=DPI, random=random), random) for _ in range(3)]
        pressed.append([stamping for stamping in stampings if stamping is not None])
    return pasted, pressed


def cuts(fonts: tuple[drawing.Font, ...], *, count: int, seed: int) -> Table:
    """A name cut by one workshop, by another in the same type, by a third in another type; scanned and photographed.

    Other workshops differ by up to a tenth in the space of the name, in its letters, the star and the rim. Where the
    name fills its space in both, nothing of that moves a letter: those are counted apart.
    """
    told: dict[str, list[Cut]] = {}
    for number in range(count):
        random = np.random.default_rng([seed, 7, number])
        own = drawing.design(random, font=fonts[number % len(fonts)])
        near = _cut_anew(own, random)
        far = replace(near, font=fonts[(number + 1) % len(fonts)])
        first = _kept([_seen(own, random, photo=photo) for photo in (False, False, True)])
        second = _kept([_seen(near, random, photo=photo) for photo in (False, True)])
        third = _kept([_seen(far, random, photo=bool(number % 2))])
        moved = abs(near.span / own.span - 1) > 0.015
        apart = "" if moved else ", letters where they were"
        for group in (first, second):
            told.setdefault("one die", []).extend(compare_cut(a, b) for a, b in combinations(group, 2))
        told.setdefault(f"another die{apart}", []).extend(compare_cut(a, b) for a, b in product(first, second))
        told.setdefault(f"another type{apart}", []).extend(compare_cut(a, b) for a, b in product(first, third))
    table = Table(title="one name, one die or two")
    for column in ("pairs", "count", *Cut):
        table.add_column(column, justify="right")
    for name, found in sorted(told.items()):
        table.add_row(name, str(len(found)), *(str(found.count(cut)) for cut in Cut))
    return table


def _kept(impressions: list[Impression | None]) -> list[Impression]:
    return [impression for impression in impressions if impression is not None]


def _cut_anew(own: drawing.Design, random: np.random.Generator) -> drawing.Design:
    """As another workshop cuts the name."""
    return replace(
        own,
        span=own.span * float(random.uniform(0.9, 1.1)),
        letter_mm=own.letter_mm * float(random.uniform(0.9, 1.1)),
        star_mm=own.star_mm * float(random.uniform(0.88, 1.12)),
        ring_mm=own.ring_mm * float(random.uniform(0.8, 1.2)),
        narrow=min(0.95, own.narrow * float(random.uniform(0.9, 1.1))),
    )


def _seen(design: drawing.Design, random: np.random.Generator, *, photo: bool) -> Impression | None:
    """One stamping on a page, scanned or photographed."""
    ink = drawing.stamp(drawing.engrave(design), _again(random), dpi=DPI, random=random)
    sheet = _sheet(random, print_=bool(random.random() < 0.6))
    drawing.press(sheet, ink, at=(int(random.integers(0, sheet.shape[1] - ink.shape[1])), 20))
    quality = int(random.integers(70, 92))
    if not photo:
        return _impression(drawing.scan(sheet, random, quality=quality, blur=float(random.uniform(0.4, 0.8))))
    high, wide = sheet.shape[:2]
    corners = np.array([(0, 0), (wide, 0), (wide, high), (0, high)], np.float32)
    moved = corners + random.uniform(-0.03, 0.03, (4, 2)).astype(np.float32) * (wide, high) + 30
    turn = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    size = (wide + 60, high + 60)
    lying = cv2.warpPerspective(sheet, turn, size, borderValue=(90, 80, 70), flags=cv2.INTER_CUBIC)
    shade = np.linspace(random.uniform(0.7, 1), random.uniform(0.8, 1), size[0])[None, :, None]
    dim = (lying * shade).astype(np.uint8)
    return _impression(drawing.scan(dim, random, blur=float(random.uniform(0.7, 1.1)), noise=5, quality=quality))


def _again(random: np.random.Generator) -> drawing.Pressing:
    return drawing.Pressing(
        turn=float(random.uniform(-40, 40)),
        worn=float(random.uniform(0.05, 0.5)),
        strength=float(random.uniform(0.7, 0.9)),
        lean=float(random.uniform(0, 0.2)),
    )


def _resized(ink: drawing.Ink, random: np.random.Generator) -> drawing.Ink:
    """As it was pasted: a little larger or smaller, a little turned."""
    high, wide = ink.shape
    scale = float(random.uniform(0.94, 1.06))
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), float(random.uniform(-6, 6)), scale)
    turn[:, 2] += 6
    return np.asarray(np.clip(cv2.warpAffine(ink, turn, (wide + 12, high + 12)), 0, 1), np.float32)


def _reuse_table(
    same_image: list[Likeness],
    same_seal: list[Likeness],
    unrelated: list[Likeness],
    pasted: list[list[Impression]],
    heads: list[Impression],
) -> Table:
    scores = [[one.score for one in group] for group in (same_image, same_seal, unrelated)]
    above = mannwhitneyu(scores[0], scores[1]).statistic
    auroc = float(above) / (len(scores[0]) * len(scores[1]))
    table = Table(title="one image, one seal pressed twice, two seals")
    for column in ("pairs", "count", "ink", "design", "texture", "score", "called one image", "called one seal"):
        table.add_column(column, justify="right")
    for name, group in (("same image", same_image), ("same stamp", same_seal), ("unrelated", unrelated)):
        called = [one.relation for one in group]
        table.add_row(
            name,
            str(len(group)),
            *(_range([getattr(one, part) for one in group]) for part in ("ink", "design", "texture", "score")),
            f"{called.count(Relation.SAME_IMAGE) / len(group):.4f}",
            f"{called.count(Relation.SAME_SEAL) / len(group):.4f}",
        )
    near = [_bits(a, b) for group in pasted for a, b in combinations(group, 2)]
    far = [_bits(a, b) for a, b in combinations(heads, 2)]
    table.caption = (
        f"AUROC of one image against one stamp {auroc:.4f}; fingerprint bits apart: one image {_range(near)}, "
        f"two seals {_range(far)}"
    )
    return table


def _bits(one: Impression, other: Impression) -> float:
    """Between the fingerprint of the first and the nearest by which the second is searched for."""
    first = np.frombuffer(fingerprint(one.picture), np.uint8)
    codes = (np.frombuffer(code, np.uint8) for code in fingerprints(other.picture))
    return float(min(np.unpackbits(first ^ code).sum() for code in codes))


def _range(values: list[float] | npt.NDArray[np.float64]) -> str:
    low, middle, high = np.quantile(values, [0.02, 0.5, 0.98])
    return f"{low:.2f} {middle:.2f} {high:.2f}"


if __name__ == "__main__":
    main()
