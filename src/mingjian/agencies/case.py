"""One representation, with all that is known of it on the day of the complaint."""

import re
from dataclasses import dataclass
from datetime import date

from mingjian.contract.vocabulary import OrganisationKind, OrganisationStatus, PractitionerStatus, Relationship
from mingjian.standards import credit_code
from mingjian.standards.credit_code import CreditCode
from mingjian.standards.names import normalise_lines, organisation_key, stands_in
from mingjian.standards.validity import Validity

_AGENT = re.compile(
    r"(?<!法定)(?:受托人|受委托人|被委托人|被授权人|代理人)(?:\([^()\n]{1,8}\)|姓名|名称)?:"
    r"(?:[\u3400-\u9fff·]{2,4}|[\u3400-\u9fff·()]{2,30}(?:事务所|服务所|公司|中心))(?![\u3400-\u9fff·:])"
)
"""Where a power of attorney says who acts."""


@dataclass(frozen=True)
class RegisteredOrganisation:
    """An organisation as the register has it."""

    organisation_id: str
    name: str
    code: str | None
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
class Authorisation:
    """A power of attorney of the customer, and all text that was read on it; None where none could be."""

    material_id: str
    text: str | None
    hand_signed: bool | None = None
    """What a person who looked said of the signature; None where nobody has."""


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
    authorisations: tuple[Authorisation, ...]
    """The customer's powers of attorney, in whichever complaint, by their number."""
    customer_name: str | None
    relationship_proof_id: str | None
    households: int
    """Unrelated households for whom the same person says to act as a relative, this one included."""

    @property
    def organisation(self) -> RegisteredOrganisation | None:
        """The organisation in the register: the one of the code, else of the name if not borrowed."""
        return self.by_code or (None if self.borrows_name else self.by_name)

    @property
    def borrows_name(self) -> bool:
        """Whether the code, sound and unknown to the register, is another than the register has for that name."""
        code, named = self.code, self.by_name
        if self.by_code or named is None or named.code is None or code is None or code.validity is not Validity.VALID:
            return False
        return credit_code.normalise(named.code) != credit_code.normalise(self.organisation_code or "")

    @property
    def authorisation(self) -> Authorisation | None:
        """The power that counts: one that names who acts, else one that may, else one that names somebody else."""
        return max(self.authorisations, key=self._fits, default=None)

    def names_agent(self, authorisation: Authorisation) -> bool:
        """Whether a power names the representative, or the organisation behind them."""
        text = authorisation.text or ""
        person, organisation = self.representative_name, self.organisation_name
        by_name = person is not None and stands_in(person, text)
        return by_name or (bool(organisation) and organisation_key(organisation or "") in organisation_key(text))

    def names_another(self, authorisation: Authorisation) -> bool:
        """Whether a power names an agent, and none that acts here: only what was read whole tells that."""
        if not (self.representative_name or self.organisation_name) or self.names_agent(authorisation):
            return False
        return _AGENT.search(normalise_lines(authorisation.text or "")) is not None

    def _fits(self, authorisation: Authorisation) -> int:
        return self.names_agent(authorisation) - self.names_another(authorisation)

    @property
    def code(self) -> CreditCode | None:
        """The organisation's code, read."""
        return credit_code.parse(self.organisation_code) if self.organisation_code else None

    @property
    def names_an_organisation(self) -> bool:
        """Whether an organisation stands behind the representative at all."""
        return bool(self.organisation_name or self.organisation_code)
