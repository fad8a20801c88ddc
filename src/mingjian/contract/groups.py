"""Groups of entities: how an id says that it stands for several, and what they have in common."""

import re
from collections.abc import Mapping

from mingjian.contract.vocabulary import EntityGroup, EntityType

GROUP_MARK = "~"
"""Before the id of a group of entities, such as a batch of telephone numbers."""

TYPE_OF: Mapping[EntityGroup, EntityType] = {
    EntityGroup.MAIL_DOMAIN: EntityType.EMAIL,
    EntityGroup.IP_BLOCK: EntityType.IP,
    EntityGroup.HOUSE: EntityType.ADDRESS,
    EntityGroup.NUMBER_RUN: EntityType.PHONE,
    EntityGroup.POOL: EntityType.PERSON,
    EntityGroup.MAILBOX_WORD: EntityType.EMAIL,
}
"""The type of what stands in each group, under which the group stands as well."""

PATTERNS: Mapping[EntityGroup, str] = {
    EntityGroup.MAIL_DOMAIN: rf"^{GROUP_MARK}@",
    EntityGroup.IP_BLOCK: rf"^{GROUP_MARK}[0-9]+[.]",
    EntityGroup.HOUSE: rf"^{GROUP_MARK}([0-9]{{6}}[^ ]*|[^ 0-9]+[区县市旗]) ",
    EntityGroup.NUMBER_RUN: rf"^{GROUP_MARK}[0-9]",
    EntityGroup.POOL: rf"^{GROUP_MARK}(phone|email|wechat|licence|organisation):",
    EntityGroup.MAILBOX_WORD: rf"^{GROUP_MARK}[a-z._-]+@$",
}
"""How their ids begin: the mark alone may be a mailbox's own first sign, a nickname's or an address's.

A pool is named after a thing that goes round, a house after its division's code, or its name where several bear it.
"""


def group_of(entity_type: str, entity_id: str) -> EntityGroup | None:
    """What kind of group this is; None where it is one thing."""
    if not entity_id.startswith(GROUP_MARK):
        return None
    of_type = (group for group, type_ in TYPE_OF.items() if type_ == entity_type)
    return next((group for group in of_type if re.match(PATTERNS[group], entity_id)), None)


def named_after(entity_type: str, entity_id: str) -> tuple[str, str]:
    """Type and id of what a group is called by: a domain, a block, a house, a word, its first number or member."""
    named = entity_id.removeprefix(GROUP_MARK)
    if entity_type == EntityType.PERSON:
        of_type, _, of_id = named.partition(":")
        return of_type, of_id
    return entity_type, named
