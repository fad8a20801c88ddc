"""Which judgement takes another one's place: one algebra for whoever makes judgements and whoever reads them."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from mingjian.contract.vocabulary import JudgementKind

UNDONE_BY: Mapping[JudgementKind, JudgementKind] = {
    JudgementKind.HUB: JudgementKind.NOT_HUB,
    JudgementKind.SUPPRESS: JudgementKind.RESTORE,
    JudgementKind.SAME_ENTITY: JudgementKind.DIFFERENT_ENTITY,
    JudgementKind.GANG_MERGE: JudgementKind.GANG_SPLIT,
    JudgementKind.GANG_SPLIT: JudgementKind.GANG_MERGE,
    JudgementKind.CODE_WORD: JudgementKind.NOT_CODE_WORD,
    JudgementKind.HAND_SIGNED: JudgementKind.NOT_HAND_SIGNED,
}
"""The opposite of each kind; of the two about one thing or pair, the later one stands."""
OF_WORDS = frozenset({JudgementKind.CODE_WORD, JudgementKind.NOT_CODE_WORD})
"""About a word that adverts or letters use: on the right of a code word, the known word that it stands for."""
OF_SIGNATURES = frozenset({JudgementKind.HAND_SIGNED, JudgementKind.NOT_HAND_SIGNED})
"""About the signature on a submitted document."""
ABOUT_ONE = (
    frozenset({JudgementKind.HUB, JudgementKind.NOT_HUB, JudgementKind.SUPPRESS, JudgementKind.RESTORE})
    | OF_WORDS
    | OF_SIGNATURES
)
"""Kinds that are about the left side alone, whatever stands on the right; all others relate two."""
_TOPIC: dict[JudgementKind, JudgementKind] = {}
for _kind, _opposite in UNDONE_BY.items():
    # Two that undo each other are one topic: the first one's.
    _TOPIC.setdefault(_opposite, _TOPIC.get(_kind, _kind))

Side = TypeVar("Side", bound=Hashable)


def topic(kind: JudgementKind, left: Side, right: Side | None) -> tuple[JudgementKind, frozenset[Side]]:
    """What a judgement is about: the latest one on a topic stands, an opposite one undoes it."""
    sides = {left} if right is None or kind in ABOUT_ONE else {left, right}
    return _TOPIC.get(kind, kind), frozenset(sides)


AGREEING = 2
"""So many people find, each for themselves, that a word is a code word before it counts against whoever uses it."""


@dataclass(frozen=True)
class SaidOfWord:
    """What one person said of a word."""

    kind: JudgementKind
    word: str
    standard: str
    """The known word that it stands for; an empty text where it is none."""
    by: str


@dataclass(frozen=True)
class WordThatStands:
    """The known word that a word stands for by what these people said; None where it was found to be none."""

    standard: str | None
    people: tuple[str, ...]


def words_that_stand(said: Iterable[SaidOfWord]) -> dict[str, WordThatStands]:
    """By word, what stands after all that was said, oldest first.

    That it is none, one person says, and whatever was said before is void. What only one person found a code word, or
    a person without a name, is left out: it counts for nothing.
    """
    stands: dict[str, WordThatStands] = {}
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for one in said:
        by = one.by.strip()
        if one.kind is not JudgementKind.CODE_WORD:
            found.pop(one.word, None)
            stands[one.word] = WordThatStands(None, (by,))
        elif by and by not in (people := found[one.word][one.standard]):
            people.append(by)
            if len(people) >= AGREEING:
                stands[one.word] = WordThatStands(one.standard, tuple(people))
    return stands
