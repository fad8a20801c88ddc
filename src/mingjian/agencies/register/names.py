"""By which signatures an organisation's name is found again where it is misspelt, shortened or heard on the telephone.

Signatures are of the house name and the trade, by sound. A signature of all syllables, and one each
without a syllable: two names that differ by one character put in, left out or replaced share one (deletion
neighbourhoods: Mor and Fraenkel 1982; Garbe's SymSpell).
"""

import hashlib
from collections.abc import Iterator, Sequence

from mingjian.standards.house_names import core, house_name, place_at_start
from mingjian.standards.sounds import sounds

__all__ = [
    "SEPARATOR",
    "exact_signatures",
    "house_signature",
    "query_signatures",
    "signatures",
]

SEPARATOR = "\n"
"""Between the bearers of one signature."""
_SHORTEST_HOUSE = 2


def signatures(name: str) -> tuple[int, ...]:
    """Under which signatures a registered name stands."""
    return tuple(sorted(set(_stored(core(name)))))


def exact_signatures(text: str) -> tuple[int, ...]:
    """The one signature under which whoever bears this very name stands: few others do, so it is looked for first."""
    return (_signature("name", sounds(core(text))),)


def query_signatures(text: str) -> tuple[int, ...]:
    """Under which a written name is looked for where it may be misspelt.

    Its own, without the house name's; those of it where place or legal form is misspelt; and those of it without a
    place in its midst: 恒信重庆法务咨询 may stand in the register as 恒信（重庆）法务咨询.
    """
    spelt = core(text)
    wanted = dict.fromkeys(_of_sounds(spelt))
    spoken = sounds(spelt)
    for cut in (*(spoken[left:] for left in range(1, 5)), *(spoken[:-right] for right in (2, 4, 6))):
        if len(cut) >= 3:
            wanted[_signature("name", cut)] = None
    for start in range(_SHORTEST_HOUSE, len(spelt) - 2):
        if length := place_at_start(spelt[start:]):
            wanted |= dict.fromkeys(_of_sounds(spelt[:start] + spelt[start + length :]))
            break
    return tuple(wanted)


def house_signature(text: str) -> int | None:
    """Under which all firms of its house name stand; None where it has none."""
    spelt = core(text)
    house = house_name(spelt)
    return _house(sounds(spelt)[: len(house)]) if house else None


def _stored(spelt: str) -> Iterator[int]:
    yield from _of_sounds(spelt)
    if house := house_name(spelt):
        yield _house(sounds(spelt)[: len(house)])


def _of_sounds(spelt: str) -> Iterator[int]:
    """Of all syllables, and one each without a syllable."""
    spoken = sounds(spelt)
    yield _signature("name", spoken)
    if len(spoken) >= 3:
        for place in range(len(spoken)):
            yield _signature("name", (*spoken[:place], *spoken[place + 1 :]))


def _house(spoken: Sequence[str]) -> int:
    return _signature("house", spoken)


def _signature(kind: str, spoken: Sequence[str]) -> int:
    text = f"{kind} {' '.join(spoken)}".encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "little", signed=True)
