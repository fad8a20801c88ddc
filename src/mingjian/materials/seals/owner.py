"""Is the seal that of the same office of another place, or the paper's own name with a letter wrong?

Whoever pastes a seal takes the one that comes nearest. Honest papers bear seals of departments, of the office above,
of a place that was renamed, and name other hospitals: of all that nothing is said. Whoever draws a seal types its name,
and may type 人名医院, or its letters in another order. The old seal of a renamed office is none: it has words more or
fewer, or what was renamed is its place (襄樊, 襄阳), its rank (县 and 区, 乡 and 镇) or its kind (卫生局, 卫健局).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from rapidfuzz.distance import Levenshtein

from mingjian.materials.rules.dossier import WELL_READ
from mingjian.materials.seals.lattice import Lattice
from mingjian.materials.seals.register import is_clearly_another
from mingjian.reading.fields.organisations import organisation_alone
from mingjian.reading.page import Line
from mingjian.standards import names, regions
from mingjian.standards.regions import Region

__all__ = ["misspelt", "same_office_elsewhere"]

_LEAST_OFFICE = 3
"""Characters of what an office is called without its place: 中医院."""
_LONGEST_PLACE = 12
_PLAIN = 0.99
"""Confidence of a heading beside which a seal may be called misspelt: either may be misread."""
_LEAST_NAME = 6
"""Characters: a shorter name differs from others by a letter."""
_NUMBERED = frozenset("一二三四五六七八九十东西南北中上下新老前后")
"""What tells one office from its neighbour: 第一, 第二; 桥东, 桥西."""
_RENAMED = tuple(map(frozenset, ("省市县区旗州盟乡镇村居街", "局委办厅所处站科室院部社厂", "生健", "险障")))
"""What a reform puts for each other: 撤县设区, 撤乡并镇, 村改居, 卫生局 and 卫健局, 社会保险 and 社会保障."""


@dataclass(frozen=True)
class _Office:
    places: tuple[Region, ...]
    """What the last place of its name may be; several bear one name."""
    called: str


def same_office_elsewhere(seal: str, lines: Sequence[Line]) -> str | None:
    """The organisation that heads or signs a paper, where the seal's is called alike and of another place.

    None where the paper names the seal's place anywhere: then it may be a referral, an employer or a branch.
    """
    own = _office(seal)
    if own is None or any(place.short in line.text for place in own.places for line in lines):
        return None
    return next((name for name, stated in _stated(lines) if stated.called == own.called and _apart(own, stated)), None)


def misspelt(lattice: Lattice, lines: Sequence[Line]) -> str | None:
    """The organisation that heads or signs a paper, where the seal's name has one letter of it wrong, or moved.

    Every letter of the seal must be plain where it differs, and the paper must not bear the seal's spelling anywhere.
    """
    seal = names.normalise("".join(glyph.character for glyph in lattice.name()))
    if len(seal) < _LEAST_NAME or any(seal in names.normalise(line.text) for line in lines):
        return None
    for line in lines:
        found = organisation_alone(line.text) if line.confidence >= _PLAIN else None
        stated = names.normalise(found.value) if found is not None else ""
        if stated != seal and _has_a_letter_wrong(seal, stated) and is_clearly_another(lattice, stated):
            return stated
    return None


def _has_a_letter_wrong(seal: str, stated: str) -> bool:
    if len(seal) != len(stated):
        return False
    wrong = [place for place, (one, other) in enumerate(zip(seal, stated, strict=True)) if one != other]
    if sorted(seal) == sorted(stated):
        return Levenshtein.distance(seal, stated) <= 2  # one letter taken out and put in elsewhere
    return len(wrong) == 1 and not _is_another_name(seal, stated, wrong[0])


def _is_another_name(seal: str, stated: str, at: int) -> bool:
    """Whether a letter makes another office's name of it, or the office's own former one."""
    pair = {seal[at], stated[at]}
    renamed = any(pair <= letters for letters in _RENAMED)
    places = all(at < len(name) - len(_places(name)[1]) for name in (seal, stated))
    return bool(_NUMBERED & pair) or renamed or places


def _stated(lines: Sequence[Line]) -> Iterator[tuple[str, _Office]]:
    for line in lines:
        found = organisation_alone(line.text) if line.confidence >= WELL_READ else None
        office = _office(found.value) if found is not None else None
        if found is not None and office is not None:
            yield names.normalise(found.value), office


def _office(name: str) -> _Office | None:
    """None of a name that begins with no place that stands today, or with a place alone."""
    places, rest = _places(names.normalise(name))
    standing = tuple(place for place in places if place.current)
    return _Office(standing, rest) if standing and len(rest) >= _LEAST_OFFICE else None


def _places(name: str) -> tuple[tuple[Region, ...], str]:
    """What the last of the places may be that a name begins with, and what follows it."""
    rest = name
    places: tuple[Region, ...] = ()
    while True:
        ends = range(min(_LONGEST_PLACE, len(rest)), 1, -1)
        found = next((end for end in ends if rest[end - 1] in "省市区县旗州盟" and regions.named(rest[:end])), None)
        if found is None:
            break
        places, rest = regions.named(rest[:found]), rest[found:]
    return places, rest


def _apart(one: _Office, other: _Office) -> bool:
    """Whether neither place lies in the other, nor can be the other under another name."""
    return all(
        first.short != second.short and not _holds(first, second) and not _holds(second, first)
        for first, second in product(one.places, other.places)
    )


def _holds(outer: Region, inner: Region) -> bool:
    return inner.code.startswith(outer.code[: 2 * outer.level])
