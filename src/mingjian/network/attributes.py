"""Who has what: every identifier in a record, as one row a party, an entity and a record.

A party is a customer, or a complaint or testimony that could not be matched to one. Adverts are no parties: they
join a gang afterwards, by what they name.
"""

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import ChangedField, EntityType, FindingSubject, MaterialKind
from mingjian.network.evidence import TESTIMONY
from mingjian.network.groups import group_of
from mingjian.network.lawful import lawful_complaints
from mingjian.network.organisations import NOBODYS
from mingjian.network.tables import NetworkTables
from mingjian.network.waybills import waybill_series
from mingjian.standards import people, phone

COLUMNS = (
    "party_type",
    "party_id",
    "entity_type",
    "entity_id",
    "record_table",
    "record_id",
    "field",
    "first_seen_at",
    "last_seen_at",
)


@dataclass(frozen=True)
class _Field:
    """A column that names an entity."""

    name: str
    entity_type: EntityType


_COMPLAINT_FIELDS = (
    _Field("contact_phone", EntityType.PHONE),
    _Field("contact_email", EntityType.EMAIL),
    _Field("device_id", EntityType.DEVICE),
    _Field("ip", EntityType.IP),
)
_REPRESENTATION_FIELDS = (
    _Field("representative_phone", EntityType.PHONE),
    _Field("representative_name", EntityType.PERSON),
    _Field("licence_number", EntityType.LICENCE),
    _Field("payee_account", EntityType.ACCOUNT),
)
_TESTIMONY_FIELDS = (
    _Field("agent_phone", EntityType.PHONE),
    _Field("wechat_id", EntityType.WECHAT),
    _Field("payee_account", EntityType.ACCOUNT),
    _Field("agency_name", EntityType.ORGANISATION),
)
_ON_PAPERS = (("telephone", EntityType.PHONE), ("account_number", EntityType.ACCOUNT))
_BY_WHICH_ONE_ACTS = (MaterialKind.POWER_OF_ATTORNEY.value, MaterialKind.SERVICE_AGREEMENT.value)
_MENTIONED = (EntityType.PHONE.value, EntityType.WECHAT.value, EntityType.ACCOUNT.value)
_SOLICITATION_FIELDS = (
    _Field("phone", EntityType.PHONE),
    _Field("wechat_id", EntityType.WECHAT),
    _Field("organisation_name", EntityType.ORGANISATION),
)


def attributes(tables: NetworkTables, organisations: ir.Table, *, waybill_gap: int) -> ir.Table:
    """Every identifier that a party brought, but not those that a lawful representative brought for it.

    ``tables`` have doors (:func:`mingjian.network.doors.with_doors`).
    """
    filed = _filed(tables)
    parts = [
        *_named(filed, tables),
        _waybills(filed, waybill_gap),
        _papers(filed, tables),
        *_reported(tables.testimonies),
        _on_file(tables, _Field("phone", EntityType.PHONE), ChangedField.PHONE),
        *(
            _seen(tables.app_events, field)
            for field in (_Field("device_id", EntityType.DEVICE), _Field("ip", EntityType.IP))
        ),
    ]
    at_home = _on_file(tables, _Field("address", EntityType.ADDRESS), ChangedField.ADDRESS, "door")
    places = _sent_from(filed).union(at_home)
    return _by_key(ibis.union(*parts), organisations).union(_by_first_spelling(places))


def things_of_complaints(tables: NetworkTables) -> ir.Table:
    """What complaints, and those who act for them, name, and who: by ``entity_type`` and ``key`` an index finds it.

    ``tables`` have doors. A mailbox, an IP or an address is there under its group as well.
    """
    filed = _filed(tables)
    named = _keyed(ibis.union(*_named(filed, tables)))
    sent_from = _sent_from(filed)
    doors = sent_from.filter(sent_from.door != "").rename(key="door")
    columns = ("party_type", "party_id", "record_table", "record_id", "entity_type", "key")
    alone = named.select(*columns).union(doors.select(*columns))
    grouped = alone.mutate(key=group_of(alone.entity_type, alone.key))
    return alone.union(grouped.filter(grouped.key.notnull()).select(*columns)).distinct()


def mentioned(tables: NetworkTables, organisations: ir.Table) -> ir.Table:
    """What consumers' reports say in their words, and the papers by which a customer has somebody act for him state.

    A complaint's own words are not read for it: who is pressed by a collector quotes the collector's number, and so do
    many who have nothing else in common. A report's are where they name one thing and its fields name nothing: who
    paid one agency and tells that another rang as well is no client of the other.
    """
    said = tables.contact_mentions.filter(tables.contact_mentions.subject_type == FindingSubject.TESTIMONY.value)
    alone = said.group_by("subject_id").aggregate(things=said["value"].nunique())
    said = said.semi_join(alone.filter(alone.things == 1), "subject_id")
    silent = tables.testimonies.filter(*(tables.testimonies[field.name].isnull() for field in _TESTIMONY_FIELDS))
    told = _told(silent).join(
        said.select(testimony_id="subject_id", entity_type="kind", entity_id="value"), "testimony_id"
    )
    stated = tables.document_fields.mutate(
        entity_type=ibis.cases(*((tables.document_fields.field == name, type_.value) for name, type_ in _ON_PAPERS))
    )
    papers = tables.materials.filter(tables.materials.kind.isin(_BY_WHICH_ONE_ACTS))
    brought = (
        stated.filter(stated.entity_type.notnull())
        .select("material_id", "entity_type", entity_id="value")
        .join(papers.select("material_id", "complaint_id"), "material_id")
        .join(_filed(tables).select("complaint_id", "party_type", "party_id", "received_at"), "complaint_id")
    )
    rows = [
        found.select(
            "party_type",
            "party_id",
            "entity_type",
            "entity_id",
            record_table=ibis.literal(table),
            record_id=found[key],
            field=ibis.literal(field),
            first_seen_at=found[seen_at],
            last_seen_at=found[seen_at],
        )
        for found, table, key, field, seen_at in (
            (told, "testimonies", "testimony_id", "text", "reported_at"),
            (brought, "materials", "material_id", "paper", "received_at"),
        )
    ]
    named = _by_key(ibis.union(*rows), organisations).filter(lambda row: row.entity_type.isin(_MENTIONED))
    return named.mutate(fine_type=named.entity_type, fine_id=named.entity_id)


def advert_attributes(solicitations: ir.Table, mentions: ir.Table, organisations: ir.Table) -> ir.Table:
    """What adverts name in their fields and (``contact_mentions``) in their texts, in the same form.

    The party is the advert; what it names twice stands once.
    """
    adverts = solicitations.mutate(
        party_type=ibis.literal(EntityType.SOLICITATION.value), party_id=solicitations.solicitation_id
    )
    stated = mentions.filter(
        mentions.subject_type == FindingSubject.SOLICITATION.value,
        mentions.kind.isin((EntityType.PHONE.value, EntityType.WECHAT.value)),
    )
    said = adverts.join(stated.select(solicitation_id="subject_id", said="kind", text_names="value"), "solicitation_id")
    parts = [
        *(_rows(adverts, field, "solicitations", "solicitation_id", "published_at") for field in _SOLICITATION_FIELDS),
        *(
            _rows(
                said.filter(said.said == kind.value),
                _Field("text_names", kind),
                "solicitations",
                "solicitation_id",
                "published_at",
            )
            for kind in (EntityType.PHONE, EntityType.WECHAT)
        ),
    ]
    rows = _by_key(ibis.union(*parts), organisations)
    once = rows.group_by([name for name in rows.columns if name != "field"]).aggregate(field=rows.field.min())
    return once.select(*rows.columns).mutate(fine_type=once.entity_type, fine_id=once.entity_id)


def _by_key(rows: ir.Table, organisations: ir.Table) -> ir.Table:
    """The rows under their normalised ids, which ``key`` has too; organisations of several names under one.

    What is nobody's name is left out: of a person a role or a masked name, of a firm a mere trade.
    """
    keyed = _keyed(rows)
    named = (keyed.entity_type == EntityType.ORGANISATION.value) & (keyed.entity_id == organisations.written)
    joined = keyed.left_join(organisations, named)
    known = joined.filter((joined.organisation != NOBODYS).fill_null(True))
    return known.mutate(entity_id=ibis.coalesce(known.organisation, known.key)).select(*keyed.columns)


def _by_first_spelling(rows: ir.Table) -> ir.Table:
    """Addresses that are a ``door`` under the first of their spellings: doors are not for people to read."""
    keyed = rows.filter(rows.door != "").rename(key="door")
    return keyed.mutate(entity_id=keyed.entity_id.min().over(group_by=keyed.key))


def _keyed(rows: ir.Table) -> ir.Table:
    keyed = rows.mutate(key=normalised(rows.entity_type, rows.entity_id))
    nobody = (keyed.entity_type == EntityType.PERSON.value) & keyed.key.re_search(people.NOBODYS)
    everybodys = (keyed.entity_type == EntityType.PHONE.value) & keyed.key.re_search(phone.HOTLINE)
    return keyed.filter(keyed.key.notnull(), keyed.key != "", ~nobody, ~everybodys)


def normalised(entity_type: ir.StringColumn, value: ir.StringColumn) -> ir.StringValue:
    """One spelling a thing: what differs only in case, blanks or a country code is equal.

    No expression reads an address: it is to be a :func:`mingjian.standards.address.door` already.
    """
    tight = value.re_replace(r"[\s\-—–()（）,，.。·、]", "")
    digits = value.re_replace(r"\D", "")
    mobile = ibis.ifelse(digits.re_search(r"^(?:(?:00)?86|0)1[3-9][0-9]{9}$"), digits.right(11), digits)
    # Not strip(): on Spark it takes the letters f and v for blanks.
    verbatim = value.re_replace(r"^\s+|\s+$", "")
    return ibis.cases(
        (entity_type == EntityType.PHONE.value, mobile),
        (entity_type == EntityType.EMAIL.value, verbatim.lower()),
        (entity_type == EntityType.WECHAT.value, verbatim.lower()),
        (entity_type == EntityType.ACCOUNT.value, tight.lower()),
        (entity_type == EntityType.LICENCE.value, tight),
        (entity_type == EntityType.ORGANISATION.value, tight),
        (entity_type == EntityType.PERSON.value, tight),
        else_=verbatim,
    )


def _filed(tables: NetworkTables) -> ir.Table:
    """The complaints with their parties, but not those that a lawful representative brought."""
    complaints = tables.complaints.anti_join(lawful_complaints(tables), "complaint_id")
    return complaints.mutate(
        party_type=ibis.ifelse(complaints.customer_id.isnull(), EntityType.COMPLAINT.value, EntityType.CUSTOMER.value),
        party_id=ibis.coalesce(complaints.customer_id, complaints.complaint_id),
    )


def _named(filed: ir.Table, tables: NetworkTables) -> list[ir.Table]:
    """What each complaint by itself names, but for the place that it was sent from."""
    return [
        *(_rows(filed, field, "complaints", "complaint_id", "received_at") for field in _COMPLAINT_FIELDS),
        _senders(filed, tables.customers),
        _letters(filed, tables.letters),
        *_represented(filed, tables.representations),
    ]


def _sent_from(filed: ir.Table) -> ir.Table:
    field = _Field("sender_address", EntityType.ADDRESS)
    return _rows(filed, field, "complaints", "complaint_id", "received_at", "door")


def _rows(table: ir.Table, field: _Field, record_table: str, record_id: str, seen_at: str, *more: str) -> ir.Table:
    present = table.filter(table[field.name].notnull())
    return present.select(
        "party_type",
        "party_id",
        entity_type=ibis.literal(field.entity_type.value),
        entity_id=present[field.name],
        record_table=ibis.literal(record_table),
        record_id=present[record_id],
        field=ibis.literal(field.name),
        first_seen_at=present[seen_at],
        last_seen_at=present[seen_at],
        **{name: present[name] for name in more},
    )


def _senders(filed: ir.Table, customers: ir.Table) -> ir.Table:
    """Who posted it, where that is somebody else than the customer."""
    named = filed.join(customers.select("customer_id", "full_name"), "customer_id")
    others = named.filter(named.sender_name.notnull(), named.full_name.notnull(), named.sender_name != named.full_name)
    return _rows(others, _Field("sender_name", EntityType.PERSON), "complaints", "complaint_id", "received_at")


def _letters(filed: ir.Table, letters: ir.Table) -> ir.Table:
    following = filed.join(letters.select("complaint_id", "template_id"), "complaint_id")
    return _rows(
        following, _Field("template_id", EntityType.LETTER_TEMPLATE), "complaints", "complaint_id", "received_at"
    )


def _waybills(filed: ir.Table, gap: int) -> ir.Table:
    posted = filed.join(waybill_series(filed, gap=gap), "complaint_id")
    return _rows(posted, _Field("series", EntityType.WAYBILL), "complaints", "complaint_id", "received_at")


def _papers(filed: ir.Table, tables: NetworkTables) -> ir.Table:
    """What the submitted papers share that papers should not: one image of a seal, pasted into each of them.

    A blank, a stamp pressed twice and a seal for which somebody vouches are shared lawfully.
    """
    handed_in = tables.materials.select("material_id", "complaint_id", handed_in_at="received_at")
    marked = tables.document_marks.filter(~tables.document_marks.lawful.fill_null(True)).join(handed_in, "material_id")
    parties = filed.select("complaint_id", "party_type", "party_id", "received_at")
    brought = marked.join(parties, "complaint_id")
    seen_at = ibis.coalesce(brought.handed_in_at, brought.received_at)
    return brought.select(
        "party_type",
        "party_id",
        "entity_type",
        "entity_id",
        record_table=ibis.literal("materials"),
        record_id="material_id",
        field="entity_type",
        first_seen_at=seen_at,
        last_seen_at=seen_at,
    )


def _represented(filed: ir.Table, representations: ir.Table) -> list[ir.Table]:
    acting = representations.join(filed.select("complaint_id", "party_type", "party_id", "received_at"), "complaint_id")
    named = acting.mutate(organisation=ibis.coalesce(acting.organisation_uscc, acting.organisation_name))
    fields = (*_REPRESENTATION_FIELDS, _Field("organisation", EntityType.ORGANISATION))
    return [_rows(named, field, "representations", "representation_id", "received_at") for field in fields]


def _told(testimonies: ir.Table) -> ir.Table:
    return testimonies.mutate(
        party_type=ibis.ifelse(testimonies.customer_id.isnull(), TESTIMONY, EntityType.CUSTOMER.value),
        party_id=ibis.coalesce(testimonies.customer_id, testimonies.testimony_id),
    )


def _reported(testimonies: ir.Table) -> list[ir.Table]:
    told = _told(testimonies)
    return [_rows(told, field, "testimonies", "testimony_id", "reported_at") for field in _TESTIMONY_FIELDS]


def _on_file(tables: NetworkTables, field: _Field, changed: ChangedField, *more: str) -> ir.Table:
    """What the lender's file says, since its last change; since when before that, the file does not say."""
    changes = tables.customer_changes.filter(tables.customer_changes.field == changed.value)
    last = changes.group_by("customer_id").aggregate(seen_at=changes.changed_at.max())
    dated = tables.customers.left_join(last, "customer_id").drop("customer_id_right")
    filed = dated.mutate(party_type=ibis.literal(EntityType.CUSTOMER.value), party_id=dated.customer_id)
    return _rows(filed, field, "customers", "customer_id", "seen_at", *more)


def _seen(app_events: ir.Table, field: _Field) -> ir.Table:
    """App events, one row a customer and a device or IP: the first of them stands for all."""
    present = app_events.filter(app_events[field.name].notnull())
    grouped = present.group_by("customer_id", entity_id=present[field.name]).aggregate(
        record_id=present.event_id.min(),
        first_seen_at=present.occurred_at.min(),
        last_seen_at=present.occurred_at.max(),
    )
    return grouped.select(
        party_type=ibis.literal(EntityType.CUSTOMER.value),
        party_id=grouped.customer_id,
        entity_type=ibis.literal(field.entity_type.value),
        entity_id=grouped.entity_id,
        record_table=ibis.literal("app_events"),
        record_id=grouped.record_id,
        field=ibis.literal(field.name),
        first_seen_at=grouped.first_seen_at,
        last_seen_at=grouped.last_seen_at,
    )
