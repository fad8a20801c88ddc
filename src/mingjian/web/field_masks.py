"""Which field is masked how, for rows of any table shown as they are."""

from collections.abc import Callable, Mapping

from mingjian.access import masking

MASKS: Mapping[str, Callable[[str | None], str]] = {
    "full_name": masking.mask_name,
    "sender_name": masking.mask_name,
    "representative_name": masking.mask_name,
    "replied_by": masking.mask_name,
    "said": lambda value: masking.HIDDEN if value else "",
    "issued_for": masking.mask_name,
    "asked_for": masking.mask_name,
    "author": masking.mask_name,
    "id_number": masking.mask_id_number,
    "phone": masking.mask_phone,
    "contact_phone": masking.mask_phone,
    "representative_phone": masking.mask_phone,
    "agent_phone": masking.mask_phone,
    "contact_email": masking.mask_email,
    "address": masking.mask_address,
    "sender_address": masking.mask_address,
    "payee_account": masking.mask_account,
    "wechat_id": masking.mask_account,
    "author_id": masking.mask_account,
    "tracking_number": masking.mask_account,
    "licence_number": masking.mask_account,
    "device_id": masking.mask_account,
    "ip": masking.mask_account,
    "employer": masking.mask_address,
    "old_value": lambda value: masking.HIDDEN if value else "",
    "new_value": lambda value: masking.HIDDEN if value else "",
    "original_filename": lambda value: masking.HIDDEN if value else "",
}
"""By field name; other texts are searched for numbers and addresses of e-mail."""


def mask_field(field: str | None, value: str | None) -> str:
    """A field's value as it may be shown to whoever gave no reason to see more.

    In quarantine a value may stand in the wrong column, so a field without personal data is searched as well.
    """
    mask = MASKS.get(field or "")
    if mask is not None:
        return mask(value)
    return masking.mask_text(value)
