"""An entity on screen: its kind in words, its id masked, and the page that it has."""

from dataclasses import dataclass
from urllib.parse import quote

from mingjian.access.entity_masks import mask_entity
from mingjian.access.masking import HIDDEN
from mingjian.contract.groups import GROUP_MARK, group_of, named_after
from mingjian.contract.vocabulary import EntityGroup
from mingjian.network.evidence import TESTIMONY
from mingjian.standards import address
from mingjian.web.languages import Speech, message
from mingjian.wording.judged_words import WORD

GANG = "gang"
"""The type by which judgements and pages name a gang, which is no entity of the contract."""
RECORDS = {TESTIMONY: message("Report by a consumer")}
"""Records that stand for whoever made them, where no customer is known of them; no entities of the contract either."""
PAGES = {
    "customer": "/customers/",
    "complaint": "/complaints/",
    "letter_template": "/templates/",
    "material": "/materials/",
    "solicitation": "/adverts/",
    TESTIMONY: "/testimonies/",
    GANG: "/gangs/",
}
"""Entity types that have a page of their own."""


@dataclass(frozen=True)
class Entity:
    """An entity as it is shown: its kind in words, its id masked, and its page."""

    kind: str
    name: str
    address: str


def entity(speech: Speech, entity_type: str, entity_id: str) -> Entity:
    """An entity for the screen."""
    name, group = shown_name(entity_type, entity_id), group_of(entity_type, entity_id)
    if group is not None:
        return Entity(speech.label(group, "EntityGroup"), name, "")
    page = PAGES.get(entity_type, "")
    return Entity(
        kind_name(speech, entity_type),
        name,
        page + quote(entity_id, safe="") if page else "",
    )


def shown_name(entity_type: str, entity_id: str) -> str:
    """What it is called, masked.

    Of a building, which stands under its division's code and not as anybody wrote it, the division in words; of a
    block of IP addresses its last number, by which two of them are told apart, and of whose network nothing.
    """
    if group_of(entity_type, entity_id) is EntityGroup.HOUSE:
        return address.division(named_after(entity_type, entity_id)[1]) + HIDDEN
    if group_of(entity_type, entity_id) is EntityGroup.IP_BLOCK:
        return f"{HIDDEN}.{entity_id.rpartition('.')[2]}.*"
    name = mask_entity(entity_type, entity_id)
    return name if group_of(entity_type, entity_id) is None else name.lstrip(GROUP_MARK)


def kind_name(speech: Speech, entity_type: str) -> str:
    """What a type is called."""
    if entity_type == WORD:
        return speech.say("Word")
    if entity_type in RECORDS:
        return speech.say(RECORDS[entity_type])
    return speech.say("Gang") if entity_type == GANG else speech.label(entity_type, "EntityType")
