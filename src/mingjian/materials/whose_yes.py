"""For whom an issuer's yes was given: by a field, by the answer to our own question, or by its free text.

The office that looks for a number alone says yes of the genuine paper and of every copy that kept it. So a yes is the
holder's own where the issuer says that it issued the paper for them: it names them, or it says yes to the question
whether it was issued for them. A bare yes says that of nobody. To a question that names somebody an office may nod
without looking. So while another paper bears the number a nod counts only where the office was asked for the other's
holder as well, and did not nod; or where nobody asked about the other paper, which came later.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from mingjian.contract.issued_for import names_in_field, says_so_of, undoubted
from mingjian.materials.holders import NOBODY, Holder, spelt

__all__ = ["Answer", "ForWhom", "is_for_another", "is_own"]


class ForWhom(StrEnum):
    """What an answer says of whether the paper was issued for one holder."""

    NAMED = "named"
    """The issuer names them of itself."""
    NODDED = "nodded"
    """It says yes to our question whether it was issued for them."""
    ANOTHER = "another"
    """It names somebody else, or says no to that question."""
    OPEN = "open"


@dataclass(frozen=True)
class Answer:
    """One yes of an issuer, with what it says of for whom the paper was issued."""

    said: str = ""
    issued_for: str = ""
    asked_for: str = ""
    issued_for_asked: bool | None = None

    def of(self, holder: Holder, *, beside: Holder = NOBODY) -> ForWhom:
        """What it says of one holder; ``beside`` is whom a paper of the same number names.

        Words count where no field names anybody; the answer to a question that named nobody is none.
        """
        for by_name in (self._by_field(holder, beside), self._by_words(holder, beside)):
            if by_name is not None:
                return by_name
        asked = spelt(self.asked_for)
        if not asked or self.issued_for_asked is None:
            return ForWhom.OPEN
        if holder.may_be_called(asked):
            return ForWhom.NODDED if self.issued_for_asked else ForWhom.ANOTHER
        # Of a paper on which nobody can be read the question's name is all there is.
        return ForWhom.ANOTHER if holder == NOBODY and not self.issued_for_asked else ForWhom.OPEN

    def _by_field(self, holder: Holder, beside: Holder) -> ForWhom | None:
        names = names_in_field(self.issued_for)
        if not names:
            return None
        mine, theirs = (any(one.may_be_called(spelt(name)) for name in names) for one in (holder, beside))
        if mine:
            return ForWhom.OPEN if theirs else ForWhom.NAMED
        surely = all(holder.is_surely_not(name) for name in names)
        return ForWhom.ANOTHER if theirs or surely else None

    def _by_words(self, holder: Holder, beside: Holder) -> ForWhom | None:
        mine, theirs = (_says_so_of(one, self.said) for one in (holder, beside))
        if mine or theirs:
            return ForWhom.ANOTHER if theirs and not mine else ForWhom.OPEN if theirs else ForWhom.NAMED
        return None


def is_own(
    mine: Holder, theirs: Holder, *, own: Sequence[Answer], of_the_other: Sequence[Answer], came_first: bool
) -> bool:
    """Whether the yes to a paper is its holder's, where one of the same number names somebody else.

    ``own`` are the answers about the paper, ``of_the_other`` those about the other one, the newest last.
    """
    said = _newest(own, mine, theirs)
    if said in (ForWhom.NAMED, ForWhom.ANOTHER):
        return said is ForWhom.NAMED
    if _newest(of_the_other, mine, theirs) is ForWhom.NAMED:
        return True
    of_theirs = _newest(of_the_other, theirs, mine)
    if said is not ForWhom.NODDED or of_theirs in (ForWhom.NAMED, ForWhom.NODDED):
        return False
    # A bare yes to the other paper is as good as this one, unless the office was asked for whom and left that open.
    return any(theirs.may_be_called(spelt(one.asked_for)) for one in of_the_other) if of_the_other else came_first


def is_for_another(holder: Holder, own: Sequence[Answer]) -> bool:
    """Whether the issuer says, and last of all, that it issued the paper for somebody else than its holder."""
    return _newest(own, holder, NOBODY) is ForWhom.ANOTHER


def _newest(answers: Sequence[Answer], holder: Holder, beside: Holder) -> ForWhom:
    """The last answer that says anything of for whom: an office, or who noted it, may have corrected itself."""
    said = (one.of(holder, beside=beside) for one in reversed(answers))
    return next((one for one in said if one is not ForWhom.OPEN), ForWhom.OPEN)


def _says_so_of(holder: Holder, said: str) -> bool:
    """Whether the answer says so in words: by a name, or by the identity number or its last four."""
    if not said:
        return False
    joined = undoubted(said)
    return any(says_so_of(name, said) for name in holder.names) or any(
        re.search(rf"(^|[^0-9]){number}([^0-9]|$)", joined)
        or re.search(rf"([末后]四位|尾号)(为|是|：|:)?{number[-4:]}([^0-9X]|$)", joined)
        for number in holder.identities
    )
