"""Is the seal that of the same office of another place? 营山县人民医院 upon a paper of 奉节县人民医院.

Whoever pastes a seal takes the one that comes nearest. Honest papers bear seals of departments, of the office above,
of a place that was renamed, and name other hospitals: of all that nothing is said.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from mingjian.materials.rules.dossier import WELL_READ
from mingjian.reading.fields.organisations import organisation_alone
from mingjian.reading.page import Line
from mingjian.standards import names, regions
from mingjian.standards.regions import Region

__all__ = ["same_office_elsewhere"]

_LEAST_OFFICE = 3
"""Characters of what an office is called without its place: 中医院."""
_LONGEST_PLACE = 12


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


def _stated(lines: Sequence[Line]) -> Iterator[tuple[str, _Office]]:
    for line in lines:
        found = organisation_alone(line.text) if line.confidence >= WELL_READ else None
        office = _office(found.value) if found is not None else None
        if found is not None and office is not None:
            yield names.normalise(found.value), office


def _office(name: str) -> _Office | None:
    """None of a name that begins with no place that stands today, or with a place alone."""
    rest = names.normalise(name)
    places: tuple[Region, ...] = ()
    while True:
        ends = range(min(_LONGEST_PLACE, len(rest)), 1, -1)
        found = next((end for end in ends if rest[end - 1] in "省市区县旗州盟" and regions.named(rest[:end])), None)
        if found is None:
            break
        places, rest = regions.named(rest[:found]), rest[found:]
    standing = tuple(place for place in places if place.current)
    return _Office(standing, rest) if standing and len(rest) >= _LEAST_OFFICE else None


def _apart(one: _Office, other: _Office) -> bool:
    """Whether neither place lies in the other, nor can be the other under another name."""
    return all(
        first.short != second.short and not _holds(first, second) and not _holds(second, first)
        for first, second in product(one.places, other.places)
    )


def _holds(outer: Region, inner: Region) -> bool:
    return inner.code.startswith(outer.code[: 2 * outer.level])
