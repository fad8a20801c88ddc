"""For whom an issuer's yes was given: by a field, by the answer to our own question, or by its free text.

The office that looks for a number alone says yes of the genuine paper and of every copy that kept it. So a yes is the
holder's own where the issuer says that it issued the paper for them: it names them, or it says yes to the question
whether it was issued for them. A bare yes says that of nobody. To a question that names somebody an office may nod
without looking: where it nods for two, it has said nothing of either.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from mingjian.contract.issued_for import says_so_of, undoubted
from mingjian.materials.holders import Holder, spelt

__all__ = ["Answer", "is_for_another", "is_own"]

_BETWEEN_NAMES = re.compile("[、,，;；/]")
_ASIDE = re.compile(r"[(（].*?[)）]")


@dataclass(frozen=True)
class Answer:
    """One yes of an issuer, with what it says of for whom the paper was issued."""

    said: str = ""
    issued_for: str = ""
    asked_for: str = ""
    issued_for_asked: bool | None = None

    def names(self, holder: Holder) -> bool:
        """Whether the issuer says of itself that the paper was issued for this one; words count without a field."""
        if self.issued_for.strip():
            parts = _BETWEEN_NAMES.split(_ASIDE.sub("", self.issued_for))
            return any(holder.may_be_called(spelt(part)) for part in parts)
        return any(says_so_of(name, self.said) for name in holder.names) or _numbers(self.said, holder)

    def agrees(self, holder: Holder) -> bool:
        """Whether the issuer said yes to the question whether the paper was issued for this one."""
        return self.issued_for_asked is True and holder.may_be_called(spelt(self.asked_for))


def is_own(mine: Holder, theirs: Holder, *, own: Collection[Answer], of_the_other: Collection[Answer]) -> bool:
    """Whether the yes to a paper is its holder's, where one of the same number names somebody else.

    ``own`` are the answers about the paper, ``of_the_other`` those about the other one.
    """
    if any(one.names(theirs) for one in own):
        return False
    if any(one.names(mine) for one in (*own, *of_the_other)):
        return True
    nodded_for_the_other = any(one.names(theirs) or one.agrees(theirs) for one in of_the_other)
    return any(one.agrees(mine) for one in own) and not nodded_for_the_other


def is_for_another(holder: Holder, own: Collection[Answer]) -> bool:
    """Whether the issuer says that it issued the paper, and not for whom it was asked.

    Unless it names the holder itself: the question may have had the name misread.
    """
    return any(one.issued_for_asked is False for one in own) and not any(one.names(holder) for one in own)


def _numbers(said: str, holder: Holder) -> bool:
    """Whether the answer gives the holder's identity number, or its last four."""
    joined = undoubted(said)
    return any(
        re.search(rf"(^|[^0-9]){number}([^0-9]|$)", joined)
        or re.search(rf"([末后]四位|尾号)(为|是|：|:)?{number[-4:]}([^0-9X]|$)", joined)
        for number in holder.identities
    )
