"""China as tiles: one square a province, each where it lies among its neighbours, so that small ones are seen too.

A drawn map shows area, which says nothing of people, and needs boundaries that only an approved map may draw.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from mingjian.contract import Language
from mingjian.standards.regions import PROVINCES_IN_ENGLISH
from mingjian.web.languages import Speech

TILE = 40

_PLACES = {
    "23": (9, 0),
    "65": (1, 1),
    "15": (6, 1),
    "22": (9, 1),
    "62": (3, 2),
    "64": (4, 2),
    "14": (5, 2),
    "13": (6, 2),
    "11": (7, 2),
    "21": (9, 2),
    "54": (1, 3),
    "63": (2, 3),
    "61": (4, 3),
    "41": (5, 3),
    "37": (7, 3),
    "12": (8, 2),
    "51": (3, 4),
    "50": (4, 4),
    "42": (5, 4),
    "34": (6, 4),
    "32": (7, 4),
    "31": (8, 4),
    "53": (3, 5),
    "52": (4, 5),
    "43": (5, 5),
    "36": (6, 5),
    "33": (7, 5),
    "45": (4, 6),
    "44": (5, 6),
    "35": (6, 6),
    "71": (8, 6),
    "46": (4, 7),
    "81": (6, 7),
    "82": (5, 7),
}
"""Column and row by the first two digits of the division's code (GB/T 2260)."""


@dataclass(frozen=True)
class Tile:
    """One province; ``share`` of the largest number, 0 where nobody lives there."""

    name: str
    mark: str
    """What fits into it: the first characters of its name, or the two letters of ISO 3166-2."""
    people: int
    share: float
    x: int
    y: int


def tiles(people: Mapping[str, int], speech: Speech) -> tuple[Tile, ...]:
    """Every province with its people; ``people`` by two digits."""
    most = max(people.values(), default=0)
    found = []
    for code, (column, row) in _PLACES.items():
        count, name = people.get(code, 0), speech.province(code)
        mark = name[:3] if speech.language is Language.ZH else PROVINCES_IN_ENGLISH[code][0]
        found.append(Tile(name, mark, count, count / most if most else 0.0, column * TILE, row * TILE))
    return tuple(sorted(found, key=lambda tile: (-tile.people, tile.y, tile.x)))
