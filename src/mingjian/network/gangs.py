"""Gangs out of stars: clusters with members, circumstances, scores and names."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mingjian.contract.vocabulary import EntityType
from mingjian.network.assessment import Assessment, Circumstances
from mingjian.network.corroboration import REPORTS
from mingjian.network.evidence import TESTIMONY, Attachment, Entity
from mingjian.network.life import Living
from mingjian.network.membership import Membership
from mingjian.standards.fees import PETTY_COSTS_YUAN
from mingjian.standards.sources import LEAST_SOURCES, independent_sources


@dataclass(frozen=True, order=True)
class Fee:
    """Money that somebody says, or a representation states, was paid for acting."""

    customer: Entity
    record_id: str
    yuan: float
    paid_to: tuple[Entity, ...]
    """The person or organisation that acts, and the account."""


@dataclass(frozen=True)
class Gang:
    """A gang as it is written."""

    membership: Membership
    circumstances: Circumstances
    assessment: Assessment
    stability: float
    operators: Mapping[Entity, int]


def circumstances_of(
    membership: Membership,
    fees: Mapping[Entity, Sequence[Fee]],
    adverts: Mapping[Entity, Sequence[Attachment]],
    known: frozenset[Entity],
    reported: frozenset[str],
) -> tuple[Circumstances, dict[Entity, int]]:
    """What is known beside the sharing, and for how many customers each person or organisation is named in it.

    ``fees`` by who paid them and by whom they were paid to; ``adverts`` by what they name; ``known`` is what is known
    as an agency's, ``reported`` which adverts consumers reported.
    """
    assets = membership.cluster.assets
    touched = membership.parties | assets
    concerned = sorted({fee for entity in touched for fee in fees.get(entity, ())})
    paid = _once(fee for fee in concerned if fee.yuan > PETTY_COSTS_YUAN)
    # A report that tells of a fee speaks by the fee.
    telling = {fee.record_id for fee in concerned if fee.yuan > PETTY_COSTS_YUAN}
    told = [row for row in membership.attachments if row.record_table == REPORTS]
    witnesses = sorted({row.record_id for row in told} - telling)
    # One customer is one source, whether he warned or paid.
    reporters = {None if kind == TESTIMONY else who for kind, _, who in (row.household.partition(":") for row in told)}
    advertised = sorted({row.party.id for entity in assets for row in adverts.get(entity, ())})
    named: dict[Entity, set[Entity]] = defaultdict(set)
    for fee in concerned:
        for entity in fee.paid_to:
            if entity.type in (EntityType.PERSON, EntityType.ORGANISATION):
                named[entity].add(fee.customer)
    circumstances = Circumstances(
        fee_payers=frozenset(fee.customer for fee in paid),
        fees_yuan=sum(fee.yuan for fee in paid),
        witnesses=tuple(witnesses),
        adverts=tuple(advertised),
        reported=frozenset(advertised) & reported,
        reporters=frozenset(row.party for row in told),
        borne_out=bool(assets & known)
        or independent_sources(reporters, advertised=not reported.issuperset(advertised)) >= LEAST_SOURCES,
    )
    return circumstances, {entity: len(customers) for entity, customers in named.items()}


def _once(fees: Iterable[Fee]) -> tuple[Fee, ...]:
    """One fee a customer and payee, the largest: the next complaint, and his own report, tell of the same again."""
    kept: list[Fee] = []
    payees: dict[Entity, set[Entity]] = defaultdict(set)
    for fee in sorted(fees, key=lambda fee: (fee.customer, -fee.yuan, fee)):
        if not payees[fee.customer] & set(fee.paid_to):
            kept.append(fee)
        payees[fee.customer] |= set(fee.paid_to)
    return tuple(kept)


def living(membership: Membership) -> Living:
    """The gang as the next run will compare it."""
    firsts = [row.first_seen_at for row in membership.attachments if row.first_seen_at is not None]
    lasts = [row.last_seen_at for row in membership.attachments if row.last_seen_at is not None]
    people = frozenset(
        member.entity
        for member in membership.members
        if member.entity.type in (EntityType.CUSTOMER, EntityType.COMPLAINT)
    )
    return Living(
        people=people,
        assets=frozenset(member.entity for member in membership.members) - people,
        first_seen_at=min(firsts, default=None),
        last_seen_at=max(lasts, default=None),
    )
