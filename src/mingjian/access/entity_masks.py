"""An entity's id as it may be shown to whoever gave no reason to see more."""

from collections.abc import Callable, Mapping

from mingjian.access import masking
from mingjian.contract.groups import GROUP_MARK, group_of, named_after

ENTITY_MASKS: Mapping[str, Callable[[str | None], str]] = {
    "phone": masking.mask_phone,
    "email": masking.mask_email,
    "person": masking.mask_name,
    "address": masking.mask_address,
    "account": masking.mask_account,
    "wechat": masking.mask_account,
    "device": masking.mask_account,
    "ip": masking.mask_account,
    "licence": masking.mask_account,
    "waybill": masking.mask_account,
}
"""By entity type; entities of other types carry numbers of the lender's or of the run, which name nobody."""


def mask_entity(entity_type: str, entity_id: str) -> str:
    """An entity's id as it may be shown; a group's as what it is called by, with the mark before it."""
    if group_of(entity_type, entity_id) is not None:
        return GROUP_MARK + mask_entity(*named_after(entity_type, entity_id))
    mask = ENTITY_MASKS.get(entity_type)
    return entity_id if mask is None else mask(entity_id)
