"""What kind of thing a field holds, which is finer than its type: it says how a value is normalised."""

from enum import StrEnum

from mingjian.contract import TABLES, Field, FieldType, Table
from mingjian.contract.vocabulary import ChangedField


class Kind(StrEnum):
    """How a field's values are read."""

    IDENTIFIER = "identifier"
    """A key or code: half-width, without surrounding space."""
    NAME = "name"
    """A person's, firm's or place's name: half-width, mainland characters."""
    PHONE = "phone"
    ID_NUMBER = "id_number"
    CODE = "code"
    """An upper-case register number: credit code, licence."""
    EMAIL = "email"
    DEVICE = "device"
    IP = "ip"
    """An address by which people outside are seen."""
    PROVINCE = "province"
    VERBATIM = "verbatim"
    """Kept to the character, because findings point into it."""
    PATH = "path"
    """A file in the delivery."""
    DEMANDS = "demands"
    CHANGED = "changed"
    """What a fact was before or became: read as that fact is, which another field of the row names."""
    CHOICE = "choice"
    NUMBER = "number"
    RATE = "rate"
    """Interest a year as a fraction: 0.24, or 24%."""
    INTEGER = "integer"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"


_BY_TYPE = {
    FieldType.NUMBER: Kind.NUMBER,
    FieldType.INTEGER: Kind.INTEGER,
    FieldType.BOOLEAN: Kind.BOOLEAN,
    FieldType.DATE: Kind.DATE,
    FieldType.DATETIME: Kind.DATETIME,
}

_BY_NAME = {
    "full_name": Kind.NAME,
    "sender_name": Kind.NAME,
    "representative_name": Kind.NAME,
    "organisation_name": Kind.NAME,
    "issuer_name": Kind.NAME,
    "agency_name": Kind.NAME,
    "name": Kind.NAME,
    "product": Kind.NAME,
    "address": Kind.NAME,
    "sender_address": Kind.NAME,
    "employer": Kind.NAME,
    "phone": Kind.PHONE,
    "contact_phone": Kind.PHONE,
    "representative_phone": Kind.PHONE,
    "agent_phone": Kind.PHONE,
    "id_number": Kind.ID_NUMBER,
    "uscc": Kind.CODE,
    "organisation_uscc": Kind.CODE,
    "licence_number": Kind.CODE,
    "contact_email": Kind.EMAIL,
    "device_id": Kind.DEVICE,
    "ip": Kind.IP,
    "province": Kind.PROVINCE,
    "text": Kind.VERBATIM,
    "transcript": Kind.VERBATIM,
    "business_scope": Kind.VERBATIM,
    "basis": Kind.VERBATIM,
    "reason": Kind.VERBATIM,
    "author": Kind.VERBATIM,
    "original_filename": Kind.VERBATIM,
    "old_value": Kind.CHANGED,
    "new_value": Kind.CHANGED,
    "path": Kind.PATH,
    "recording_path": Kind.PATH,
    "seal_path": Kind.PATH,
    "demands": Kind.DEMANDS,
}


def kind_of(table: Table, field: Field) -> Kind:
    """The kind of a field of the contract."""
    if field.name == "annual_rate":
        return Kind.RATE
    if field.type is not FieldType.STRING:
        return _BY_TYPE[field.type]
    if field.values is not None:
        return Kind.CHOICE
    if field.name in table.primary_key:
        # A key must stay what other tables refer to, so it is never rewritten beyond half-width and space.
        return Kind.IDENTIFIER
    return _BY_NAME.get(field.name, Kind.IDENTIFIER)


NAMES_THE_FACT = "field"
"""The field of ``customer_changes`` that says which fact changed."""


def _fact(table: str, field: str) -> tuple[Kind, Field]:
    return kind_of(TABLES[table], TABLES[table].field(field)), TABLES[table].field(field)


CHANGED_FACTS: dict[str, tuple[Kind, Field]] = {
    ChangedField.PHONE.value: _fact("customers", "phone"),
    ChangedField.ADDRESS.value: _fact("customers", "address"),
    ChangedField.EMPLOYER.value: _fact("customers", "employer"),
    ChangedField.EMAIL.value: _fact("complaints", "contact_email"),
    ChangedField.LOAN_STATUS.value: _fact("loans", "status"),
}
"""By the fact that changed: how it is read where else it stands, so that what it was and what it is compare."""


def digest_columns(field: Field) -> tuple[str, str]:
    """The names of the columns that keep a named file's hash and size: ``path`` → ``file_sha256``, ``file_bytes``."""
    stem = field.name.removesuffix("path").rstrip("_") or "file"
    return f"{stem}_sha256", f"{stem}_bytes"


def path_fields(table: Table) -> tuple[Field, ...]:
    """The fields that name files."""
    return tuple(field for field in table.fields if kind_of(table, field) is Kind.PATH)
