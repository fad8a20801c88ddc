"""One representation, with all that is known of it on the day of the complaint."""

from dataclasses import dataclass
from datetime import date

from mingjian.contract.vocabulary import OrganisationKind, OrganisationStatus, PractitionerStatus, Relationship
from mingjian.standards import credit_code
from mingjian.standards.credit_code import CreditCode


@dataclass(frozen=True)
class RegisteredOrganisation:
    """An organisation as the register has it."""

    organisation_id: str
    name: str
    kind: OrganisationKind | None
    status: OrganisationStatus | None
    status_from: date | None
    registered_on: date | None


@dataclass(frozen=True)
class RegisteredPractitioner:
    """A lawyer or legal-service worker as the register has them."""

    licence_number: str
    full_name: str | None
    organisation_name: str | None
    status: PractitionerStatus | None
    status_from: date | None


@dataclass(frozen=True)
class Case:
    """A representation in a complaint; what nobody stated or delivered is None."""

    representation_id: str
    relationship: Relationship | None
    representative_name: str | None
    representative_phone: str | None
    organisation_name: str | None
    organisation_code: str | None
    licence_number: str | None
    fee_yuan: float | None
    received_on: date | None
    by_code: RegisteredOrganisation | None
    by_name: RegisteredOrganisation | None
    practitioner: RegisteredPractitioner | None
    organisations_held: bool
    practitioners_held: bool
    authorisation_id: str | None
    authorisation_text: str | None
    """All text that was read on the authorisation; None where none could be."""
    customer_name: str | None
    relationship_proof_id: str | None
    households: int
    """Unrelated households for whom the same person says to act as a relative, this one included."""

    @property
    def organisation(self) -> RegisteredOrganisation | None:
        """The organisation in the register: the one of the code, or else the one of the name."""
        return self.by_code or self.by_name

    @property
    def code(self) -> CreditCode | None:
        """The organisation's code, read."""
        return credit_code.parse(self.organisation_code) if self.organisation_code else None

    @property
    def names_an_organisation(self) -> bool:
        """Whether an organisation stands behind the representative at all."""
        return bool(self.organisation_name or self.organisation_code)
