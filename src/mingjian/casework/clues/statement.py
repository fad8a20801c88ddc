"""Who makes a package, about whom, for whom and for what: stated by a person, and never filled in by a program."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mingjian.errors import InputError

SHORTEST_PURPOSE = 4


class SubjectKind(StrEnum):
    """What a package can be about."""

    GANG = "gang"
    AGENCY = "agency"
    COMPLAINT = "complaint"
    TESTIMONY = "testimony"


@dataclass(frozen=True)
class Subject:
    """A gang, an agency, a complaint or a consumer's report of a run, by its number."""

    kind: SubjectKind
    id: str


@dataclass(frozen=True)
class Statement:
    """What the person who makes a package states. InputError where it says too little."""

    organisation: str
    prepared_by: str
    prepared_at: datetime
    purpose: str
    recipient: str
    contact: str = ""

    def __post_init__(self) -> None:
        if not self.organisation.strip():
            raise InputError("name the lender: set clues.organisation (MINGJIAN_CLUES__ORGANISATION), or state it")
        if not self.prepared_by.strip():
            raise InputError("name the person who prepares the package: it is a person's report, not a program's")
        if len(self.purpose.strip()) < SHORTEST_PURPOSE:
            raise InputError("state the purpose in words: it decides what may be handed over, and goes into the log")
        if not self.recipient.strip():
            raise InputError("name who shall get the package, such as the police unit")
        if self.prepared_at.utcoffset() is None:
            raise InputError("the time of preparation needs its offset, such as 2026-11-26T09:00+08:00")
