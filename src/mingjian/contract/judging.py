"""Which judgement takes another one's place: one algebra for whoever makes judgements and whoever reads them."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

from mingjian.contract.vocabulary import JudgementKind

UNDONE_BY: Mapping[JudgementKind, JudgementKind] = {
    JudgementKind.HUB: JudgementKind.NOT_HUB,
    JudgementKind.SUPPRESS: JudgementKind.RESTORE,
    JudgementKind.SAME_ENTITY: JudgementKind.DIFFERENT_ENTITY,
    JudgementKind.GANG_MERGE: JudgementKind.GANG_SPLIT,
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
_TOPIC = {opposite: kind for kind, opposite in UNDONE_BY.items()}

Side = TypeVar("Side", bound=Hashable)


def topic(kind: JudgementKind, left: Side, right: Side | None) -> tuple[JudgementKind, frozenset[Side]]:
    """What a judgement is about: the latest one on a topic stands, an opposite one undoes it."""
    sides = {left} if right is None or kind in ABOUT_ONE else {left, right}
    return _TOPIC.get(kind, kind), frozenset(sides)
