"""One complaint's documents as the rules see them: what each states, and what the lender knows beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from mingjian.contract.reasons import Value
from mingjian.contract.vocabulary import MaterialKind
from mingjian.reading.page import DocumentField, Line

__all__ = ["Customer", "Document", "Dossier", "Doubt", "Organisation", "Register"]


@dataclass(frozen=True)
class Organisation:
    """One entry of the register."""

    organisation_id: str
    name: str
    kind: str
    credit_code: str
    phone: str = ""


@dataclass(frozen=True)
class Register:
    """What the lender holds of public registers; empty where it holds none."""

    organisations: Mapping[str, Organisation] = field(default_factory=dict)
    """By name."""
    lawyers: Mapping[str, str] = field(default_factory=dict)
    """Licence number to name."""


@dataclass(frozen=True)
class Customer:
    """What the lender has on file of the complainant; empty where it has nothing."""

    name: str = ""
    id_number: str = ""
    spoken_on: tuple[date, ...] = ()
    """Days on which the lender spoke to the customer in person, in order."""
    logged_in_on: tuple[date, ...] = ()
    """Days of logins, in order."""


@dataclass(frozen=True)
class Document:
    """One material, read."""

    material_id: str
    kind: MaterialKind
    received_on: date | None
    """Of the paper itself; papers are added to a complaint later, and its day is not theirs."""
    lines: tuple[Line, ...]
    fields: tuple[DocumentField, ...]
    complained_on: date | None = None

    @property
    def known_on(self) -> date | None:
        """About when it came, as far as that is known: for what a few weeks do not change."""
        return self.received_on or self.complained_on

    def all(self, *names: str) -> list[DocumentField]:
        """The facts of these names, in the order in which they stand."""
        return [one for one in self.fields if one.name in names]

    def first(self, *names: str) -> DocumentField | None:
        """The most exact name first; of one name the one that is read best."""
        for name in names:
            found = self.all(name)
            if found:
                return max(found, key=self.certainty)
        return None

    def certainty(self, one: DocumentField) -> float:
        """How well the line was read in which the fact stands, in [0, 1]; 1 for text that stands in the file."""
        within = [
            line.confidence
            for line in self.lines
            if line.page == one.page
            and line.region.top <= one.region.top
            and one.region.bottom <= line.region.bottom
            and line.region.left <= one.region.left
            and one.region.right <= line.region.right
            and one.text in line.text
        ]
        return max(within, default=one.confidence)

    def in_the_file(self, one: DocumentField) -> bool:
        """Whether the fact is text of the file, which recognition cannot have misread."""
        return self.certainty(one) >= 1.0

    def stands_twice(self, value: str) -> bool:
        """Whether two places of the document state the same value, each read well."""
        places = {
            (one.page, one.region.top, one.region.left)
            for one in self.fields
            if one.value == value and self.certainty(one) >= WELL_READ
        }
        return len(places) > 1

    def sure_of(self, one: DocumentField) -> bool:
        """Whether a misreading is out of the question: text of the file, or two places that agree."""
        return self.in_the_file(one) or self.stands_twice(one.value)


WELL_READ = 0.95
"""From this confidence on a line counts as read well. Recognition that is sure errs in about one line of a hundred."""

READ = 0.9
"""From here on the gist is right, where a digit or two may be wrong."""


@dataclass(frozen=True)
class Dossier:
    """All documents of one complaint."""

    documents: Sequence[Document]
    customer: Customer
    register: Register


@dataclass(frozen=True)
class Doubt:
    """What a rule found: values for its sentence, the places, and the rows it rests on."""

    values: Mapping[str, Value]
    at: DocumentField | Line | None = None
    sure: bool = False
    """Whether neither recognition nor an innocent slip explains it, as far as this document can tell."""
    score: float = 0.6
    evidence: tuple[str, ...] = ()
