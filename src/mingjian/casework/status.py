"""How far a case has come, from a suspicion to what became of it, and which step may follow which."""

from collections.abc import Mapping
from enum import StrEnum


class CaseStatus(StrEnum):
    """A case's place on the way to the police and through them."""

    SUSPICION = "suspicion"
    """Something looks connected; nobody has confirmed it."""
    CLUE = "clue"
    """A person has confirmed facts that together are worth reporting (线索)."""
    REPORTED = "reported"
    """Handed to the police by a person (报案)."""
    ACCEPTED = "accepted"
    """The police have taken it in (受案)."""
    DECLINED = "declined"
    """The police have not taken it in, or have not filed it (不予立案)."""
    FILED = "filed"
    """The police have opened a criminal case (立案)."""
    CONCLUDED = "concluded"
    """The outcome is known: a judgement, no prosecution, a withdrawal."""
    CLOSED = "closed"
    """Ended here without a report; it may be opened again."""

    @property
    def ended(self) -> bool:
        """Whether nobody works on it."""
        return self in (CaseStatus.CONCLUDED, CaseStatus.CLOSED)

    @property
    def with_the_police(self) -> bool:
        """Whether it has been handed over."""
        return self in _HANDED_OVER

    def may_become(self, other: "CaseStatus") -> bool:
        """Whether that step may follow."""
        return other in NEXT[self]


_HANDED_OVER = frozenset(
    {CaseStatus.REPORTED, CaseStatus.ACCEPTED, CaseStatus.DECLINED, CaseStatus.FILED, CaseStatus.CONCLUDED}
)

NEXT: Mapping[CaseStatus, tuple[CaseStatus, ...]] = {
    CaseStatus.SUSPICION: (CaseStatus.CLUE, CaseStatus.CLOSED),
    CaseStatus.CLUE: (CaseStatus.REPORTED, CaseStatus.SUSPICION, CaseStatus.CLOSED),
    CaseStatus.REPORTED: (CaseStatus.ACCEPTED, CaseStatus.DECLINED),
    CaseStatus.ACCEPTED: (CaseStatus.FILED, CaseStatus.DECLINED),
    CaseStatus.DECLINED: (CaseStatus.CLUE, CaseStatus.CONCLUDED),
    CaseStatus.FILED: (CaseStatus.CONCLUDED,),
    CaseStatus.CONCLUDED: (),
    CaseStatus.CLOSED: (CaseStatus.SUSPICION,),
}
"""Nothing is skipped: a filing without a report, or a report without a clue, is a mistake of whoever types."""

NEEDS_REFERENCE = frozenset({CaseStatus.REPORTED, CaseStatus.ACCEPTED, CaseStatus.FILED, CaseStatus.CONCLUDED})
"""Steps that have a paper of the other side: the station, its receipt (受案回执), the filing's number, the verdict."""
