"""A gang on paper: what it shares on the left, whom that holds on the right, the firmest evidence drawn firmest.

A printed page cannot be opened node by node, so what is left out is counted and said; every link stands in
``tables/links.csv``.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from mingjian.casework.clues.asking import Row
from mingjian.casework.clues.disclosure import Disclosure, End
from mingjian.casework.clues.words import word
from mingjian.contract.vocabulary import EntityType

MOST_THINGS, MOST_PEOPLE = 22, 48
_WIDTH, _LEFT, _RIGHT = 760, 290, 540
_INK, _FIRM, _THIN, _THING = "#1f2933", "#3b4cca", "#b8c2cc", "#e8ebfa"


@dataclass(frozen=True)
class Picture:
    """An SVG, and how much of the whole it shows."""

    svg: str
    things: int
    all_things: int
    people: int
    all_people: int


def graph(
    links: Sequence[Row], disclosure: Disclosure, numbers: Mapping[End, str], people: frozenset[str]
) -> Picture | None:
    """The picture of who shares what; None without links. ``people`` are the entity types on the right."""
    held: dict[End, dict[End, float]] = defaultdict(dict)
    for one in links:
        source, target = (one["source_type"], one["source_id"]), (one["target_type"], one["target_id"])
        party, thing = (source, target) if source[0] in people else (target, source)
        if party[0] in people and thing[0] not in people:
            held[thing][party] = max(held[thing].get(party, 0.0), one["weight"] or 0.0)
    if not held:
        return None
    evidence = {thing: (sum(parties.values()), len(parties)) for thing, parties in held.items()}
    things = sorted(held, key=lambda one: (-evidence[one][0], -evidence[one][1], one))[:MOST_THINGS]
    everybody = {party for parties in held.values() for party in parties}
    bound = Counter(party for thing in things for party in held[thing])
    chosen = sorted(bound, key=lambda one: (-bound[one], numbers[one]))[:MOST_PEOPLE]
    place = {thing: row for row, thing in enumerate(things)}
    # Each person near the things that hold them: fewer lines cross.
    chosen.sort(
        key=lambda one: (
            sum(place[thing] for thing in things if one in held[thing]) / max(1, bound[one]),
            numbers[one],
        )
    )
    height = 40 + 28 * max(len(things), (len(chosen) + 1) // 2, 6)
    rows = {thing: 34 + (height - 54) * (row + 0.5) / len(things) for thing, row in place.items()}
    spots = {one: 34 + (height - 54) * (row + 0.5) / max(1, len(chosen)) for row, one in enumerate(chosen)}
    heaviest = max(max(parties.values()) for parties in held.values()) or 1.0
    lines, texts = [], []
    for thing in things:
        for party, weight in sorted(held[thing].items()):
            if party in spots:
                firm = bound[party] > 1
                lines.append(
                    f'<path d="M{_LEFT} {rows[thing]:.1f} C{_LEFT + 110} {rows[thing]:.1f} {_RIGHT - 110} '
                    f'{spots[party]:.1f} {_RIGHT} {spots[party]:.1f}" fill="none" stroke="{_FIRM if firm else _THIN}" '
                    f'stroke-width="{0.6 + 1.6 * weight / heaviest:.2f}" stroke-opacity="{0.75 if firm else 0.9}"/>'
                )
    for thing in things:
        kind = word(EntityType, thing[0])
        label = f"{numbers[thing]} {kind} {_short(disclosure.show(thing).text)}"
        texts.append(
            f'<rect x="8" y="{rows[thing] - 10:.1f}" width="{_LEFT - 12}" height="20" rx="4" fill="{_THING}"/>'
            f'<text x="16" y="{rows[thing] + 4:.1f}" font-size="12">{escape(label)}</text>'
            f'<text x="{_LEFT - 10}" y="{rows[thing] + 4:.1f}" font-size="11" text-anchor="end" fill="#52606d">'
            f"{evidence[thing][1]}人</text>"
        )
    for party in chosen:
        several = bound[party] > 1
        texts.append(
            f'<circle cx="{_RIGHT}" cy="{spots[party]:.1f}" r="{4 if several else 3}" '
            f'fill="{_FIRM if several else _INK}"/>'
            f'<text x="{_RIGHT + 9}" y="{spots[party] + 3.5:.1f}" font-size="{10 if len(chosen) > 30 else 12}">'
            f"{escape(numbers[party])} {escape(word(EntityType, party[0]))} "
            f"{escape(_short(disclosure.show(party).text))}</text>"
        )
    heads = (
        f'<text x="8" y="18" font-size="13" fill="#52606d">共用的线索</text>'
        f'<text x="{_RIGHT}" y="18" font-size="13" fill="#52606d">涉及的当事人</text>'
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" '
        f'font-family="Noto Sans SC" fill="{_INK}">{heads}{"".join(lines)}{"".join(texts)}</svg>'
    )
    return Picture(svg, len(things), len(held), len(chosen), len(everybody))


def months(moments: Sequence[datetime]) -> str | None:
    """Complaints by month as bars; None where none is dated."""
    if not moments:
        return None
    counts = Counter((one.year, one.month) for one in moments)
    first, last = min(counts), max(counts)
    span = [(number // 12, number % 12 + 1) for number in range(first[0] * 12 + first[1] - 1, last[0] * 12 + last[1])]
    most, step = max(counts.values()), (_WIDTH - 40) / len(span)
    bars = []
    for place, month in enumerate(span):
        tall = 90 * counts[month] / most
        bars.append(
            f'<rect x="{20 + place * step + step * 0.15:.1f}" y="{110 - tall:.1f}" width="{step * 0.7:.1f}" '
            f'height="{tall:.1f}" fill="{_FIRM}"/>'
        )
        if counts[month]:
            bars.append(
                f'<text x="{20 + (place + 0.5) * step:.1f}" y="{104 - tall:.1f}" font-size="11" '
                f'text-anchor="middle">{counts[month]}</text>'
            )
        if len(span) <= 18 or place % max(1, len(span) // 12) == 0:
            bars.append(
                f'<text x="{20 + (place + 0.5) * step:.1f}" y="128" font-size="10" text-anchor="middle" '
                f'fill="#52606d">{month[0]}-{month[1]:02d}</text>'
            )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} 140" width="{_WIDTH}" height="140" '
        f'font-family="Noto Sans SC" fill="{_INK}">'
        f'<line x1="20" y1="110" x2="{_WIDTH - 20}" y2="110" stroke="{_THIN}"/>'
        f"{''.join(bars)}</svg>"
    )


def _short(text: str) -> str:
    return text if len(text) <= 22 else f"{text[:21]}…"
