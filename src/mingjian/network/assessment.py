"""A gang's score with its reasons, its summary, and the roles of its members.

The scorecard is written, not learnt: weights are log-odds, set so that two independent kinds among a handful of
people stay near even, and money or a witness is what makes it probable. Labels will replace it where they beat it.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from mingjian.contract.reasons import Language, Reason, sentence
from mingjian.contract.vocabulary import EntityType, Role
from mingjian.network.evidence import CommonnessOf, Entity, clients
from mingjian.network.kinds import Kind
from mingjian.network.membership import Membership
from mingjian.standards import public_bodies

BASE = -1.5
"""Log-odds of a cluster with one kind and three people, which no cluster is: below even."""
A_KIND_MORE = 1.0
A_DOUBLING = 0.5
FEES = 1.0
WITNESSES = 1.0
ADVERTS = 1.0

RECORDS = 20
"""How many records a reason names at most."""


@dataclass(frozen=True)
class Circumstances:
    """What is known of a gang's people and things beside that they share them."""

    fee_payers: frozenset[Entity]
    """Customers who reported a fee or whose representative charged one."""
    fees_yuan: float
    witnesses: tuple[str, ...]
    """Testimonies that name one of the gang's entities."""
    adverts: tuple[str, ...]
    """Solicitations that name one of the gang's entities."""
    reported: frozenset[str]
    """Which of the adverts consumers reported: they are shown, and no source, so they weigh nothing."""
    reporters: frozenset[Entity]
    """Customers who reported the agency themselves."""
    borne_out: bool
    """Whether independent sources name it: what one alone says is shown, and weighs nothing."""


@dataclass(frozen=True)
class Assessment:
    """What is said of a gang."""

    score: float
    summary: str
    summary_en: str
    reasons: tuple[Reason, ...]


def assess(membership: Membership, circumstances: Circumstances, commonness: CommonnessOf) -> Assessment:
    """The score, a sentence that sums up, and the reasons, each with its weight in log-odds."""
    houses: dict[Entity, set[str]] = defaultdict(set)
    records: dict[Entity, set[str]] = defaultdict(set)
    for row in membership.attachments:
        houses[row.entity] |= clients([row.household])
        records[row.entity].add(row.record_id)
    holders = {entity: len(found) for entity, found in houses.items()}
    founding = {entity.kind for entity in membership.cluster.assets if not entity.founds_nothing}
    kinds = sorted(founding or _star_kinds(membership))
    people = len(clients(membership.households))
    reasons = [
        Reason("gang_independent_kinds", A_KIND_MORE * (len(kinds) - 1), {"kinds": len(kinds)}),
        Reason("gang_size", A_DOUBLING * math.log2(people / 3), {"customers": people}),
    ]
    said = 1.0 if circumstances.borne_out else 0.0
    if circumstances.fee_payers:
        reasons.append(
            Reason(
                "gang_fees",
                FEES * said,
                {"customers": len(circumstances.fee_payers), "sum_yuan": round(circumstances.fees_yuan, 2)},
                tuple(sorted(payer.id for payer in circumstances.fee_payers)),
            )
        )
    if circumstances.witnesses:
        reasons.append(
            Reason(
                "gang_witnesses",
                WITNESSES * said,
                {"testimonies": len(circumstances.witnesses)},
                circumstances.witnesses,
            )
        )
    collected = tuple(one for one in circumstances.adverts if one not in circumstances.reported)
    if collected:
        reasons.append(Reason("gang_adverts", ADVERTS * said, {"adverts": len(collected)}, collected))
    if circumstances.reported:
        told = tuple(sorted(circumstances.reported))
        reasons.append(Reason("gang_adverts_reported", 0.0, {"adverts": len(told)}, told))
    if not circumstances.borne_out and (circumstances.fee_payers or circumstances.witnesses or circumstances.adverts):
        reasons.append(Reason("gang_one_source", 0.0))
    log_odds = BASE + sum(reason.weight for reason in reasons)
    shared = [
        Reason(
            f"gang_shares_{entity.sentence}",
            0.0,
            {"customers": count, "holders": commonness[entity].households},
            tuple(sorted(records[entity])[:RECORDS]),
        )
        for entity, count in sorted(holders.items(), key=lambda item: (-item[1], item[0]))[:5]
        if count > 1
    ]
    return Assessment(
        score=1 / (1 + math.exp(-log_odds)),
        summary=_summary(people, holders, Language.ZH),
        summary_en=_summary(people, holders, Language.EN),
        reasons=(*reasons, *shared),
    )


def role_of(entity: Entity, circumstances: Circumstances, customers_of: Mapping[Entity, int]) -> Role:
    """Clients are people who were talked into it; an operator is named by money or by a witness, for several clients.

    ``customers_of`` counts, for a person or an organisation, the customers of the gang for whom it was paid or whom a
    witness's report of it concerns.
    """
    if entity.type == EntityType.CUSTOMER:
        talked_into = entity in circumstances.fee_payers or entity in circumstances.reporters
        return Role.VICTIM if talked_into else Role.CLIENT
    public = re.search(public_bodies.NAME, entity.id)
    if entity.type in (EntityType.PERSON, EntityType.ORGANISATION) and customers_of.get(entity, 0) >= 3 and not public:
        return Role.OPERATOR
    return Role.ASSET


def _star_kinds(membership: Membership) -> set[Kind]:
    return {entity.kind for star in membership.cluster.stars for entity in star.entities}


def _summary(people: int, holders: Mapping[Entity, int], language: Language) -> str:
    types = Counter(entity.sentence for entity, count in holders.items() if count >= 2)
    shared = ("、" if language is Language.ZH else ", ").join(
        sentence(f"shared_{type_}").render({"count": count}, language)
        for type_, count in sorted(types.items(), key=lambda item: (-item[1], item[0]))
    )
    return sentence("gang_summary").render({"customers": people, "shared": shared}, language)
