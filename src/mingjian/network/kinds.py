"""Independent kinds of evidence: entities that come with each other for one honest reason are one kind."""

from enum import StrEnum

from mingjian.contract.vocabulary import EntityType


class Kind(StrEnum):
    """Two shared entities count as two only where they are of different kinds."""

    SPEAKER = "speaker"
    """Who speaks or is to be called back: one helper brings telephone, mailbox, name, firm and licence together."""

    PLACE = "place"
    """Where one sits: a family, a dormitory or a factory shares device, address and IP together."""

    MONEY = "money"
    """Who is paid."""

    WORDING = "wording"
    """What is written: a form, a news day or a factory of letters."""

    POST = "post"
    """With whom it was posted."""

    PAPER = "paper"
    """What its papers were made with: a seal that was pasted."""


KIND_OF: dict[EntityType, Kind] = {
    EntityType.PHONE: Kind.SPEAKER,
    EntityType.EMAIL: Kind.SPEAKER,
    EntityType.WECHAT: Kind.SPEAKER,
    EntityType.PERSON: Kind.SPEAKER,
    EntityType.ORGANISATION: Kind.SPEAKER,
    EntityType.LICENCE: Kind.SPEAKER,
    EntityType.DEVICE: Kind.PLACE,
    EntityType.IP: Kind.PLACE,
    EntityType.ADDRESS: Kind.PLACE,
    EntityType.ACCOUNT: Kind.MONEY,
    EntityType.LETTER_TEMPLATE: Kind.WORDING,
    EntityType.WAYBILL: Kind.POST,
    EntityType.SEAL: Kind.PAPER,
}
"""The kind of each type of entity that is read today."""

ENOUGH_ALONE = frozenset({Kind.SPEAKER, Kind.MONEY, Kind.POST})
"""Kinds by which somebody may be joined to a gang that stands already; a place, wording or paper alone never joins."""
