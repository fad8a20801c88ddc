"""Telephones of one's own: that an agency had a number before, or has its client's, ties its holder to nobody.

Carriers give a cancelled number to somebody else once it has rested. The new holder has it on his file, complains
with it, and knows none of those who had it. What stands on the files of two homes, though, is the own number of one of
them at most: an agency puts its telephone in the place of its clients'.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

import ibis.expr.types as ir

from mingjian.contract.vocabulary import EntityType
from mingjian.network.evidence import Attachment, Entity

RESTED = timedelta(days=90)
"""So long at least a cancelled number rests before a carrier gives it out again."""


def on_one_file(rows: ir.Table) -> ir.Table:
    """``household``, ``entity_type`` and ``entity_id`` of the telephones that stand on one home's file alone."""
    on_file = rows.filter(rows.record_table == "customers", rows.entity_type == EntityType.PHONE.value)
    thing = ("entity_type", "entity_id")
    homes = on_file.group_by(*thing).aggregate(homes=on_file.household.nunique(), household=on_file.household.min())
    return homes.filter(homes.homes == 1).select("household", *thing)


def own_telephones(rows: Iterable[Attachment]) -> Mapping[Entity, frozenset[Entity]]:
    """For each party what it has by telephones alone that are its own, which may be groups that these are in.

    A number on file is its holder's own where it stands on no other home's file, or where whatever is dated of the
    others who have it lies further from what is dated of him than a number rests.
    """
    of_numbers = [row for row in rows if row.fine.type == EntityType.PHONE]
    on_file: dict[Entity, set[str]] = defaultdict(set)
    seen: dict[Entity, dict[str, list[datetime]]] = defaultdict(lambda: defaultdict(list))
    for row in of_numbers:
        if row.record_table == "customers":
            on_file[row.fine].add(row.household)
        seen[row.fine][row.household].extend(at for at in (row.first_seen_at, row.last_seen_at) if at is not None)

    def is_own(number: Entity, household: str) -> bool:
        if on_file[number] == {household}:
            return True
        his = seen[number][household]
        others = [at for house, times in seen[number].items() if house != household for at in times]
        apart = bool(his and others) and max(min(his) - max(others), min(others) - max(his)) > RESTED
        return household in on_file[number] and apart

    numbers: dict[tuple[Entity, Entity], set[Entity]] = defaultdict(set)
    for row in of_numbers:
        numbers[row.party, row.entity].add(row.fine)
    house_of = {row.party: row.household for row in of_numbers}
    own: dict[Entity, set[Entity]] = defaultdict(set)
    for (party, entity), bearing in numbers.items():
        if all(is_own(number, house_of[party]) for number in bearing):
            own[party].add(entity)
    return defaultdict(frozenset, {party: frozenset(entities) for party, entities in own.items()})
