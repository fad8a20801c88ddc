"""Whose telephone, mailbox, address and device a complaint comes from."""

import ibis
import ibis.expr.types as ir

from mingjian.risk.features.feature import Build, Feature, FeatureGroup, Subject, Tables, days_between
from mingjian.risk.features.helpers import desks, helpers_telephones
from mingjian.risk.features.sharing import (
    other_households,
    telling_complaints,
    to_be_asked,
    with_telephone,
)

VIRTUAL_OPERATOR_PREFIXES = ("170", "171", "162", "165", "167")
"""Numbers of virtual operators: many honest people have one, so this is weak and never enough alone."""

CHANGE_WINDOW_DAYS = 30


def own_phone(subjects: ir.Table, tables: Tables) -> ir.Table:
    """Whether the contact phone stands, or once stood, on the customer's file.

    A number that was put there in the month before the complaint, or after it, is fresh: it may be a new telephone, or
    the number of somebody who wants to be rung in the customer's place. Whose it is, nobody can say.
    """
    customers = tables.table("customers").select("customer_id", phone_on_file="phone")
    asked = with_telephone(subjects).select("complaint_id", "customer_id", "contact_phone", "received_at")
    joined = asked.inner_join(customers, "customer_id").filter(lambda row: row.phone_on_file.notnull())
    on_file = joined.select(
        "complaint_id", own=(joined.contact_phone == joined.phone_on_file).cast("float64"), fresh=ibis.literal(0.0)
    )
    changes = tables.table("customer_changes").filter(lambda row: row.field == "phone")
    earlier = asked.inner_join(changes.select("customer_id", "old_value", "new_value", "changed_at"), "customer_id")
    earlier = earlier.filter(
        (earlier.contact_phone == earlier.old_value) | (earlier.contact_phone == earlier.new_value)
    )
    put = earlier.contact_phone == earlier.new_value
    late = days_between(earlier.changed_at, earlier.received_at) < CHANGE_WINDOW_DAYS
    once = earlier.select("complaint_id", own=ibis.literal(1.0), fresh=(put & late).fill_null(False).cast("float64"))
    both = on_file.union(once)
    known = both.group_by("complaint_id").agg(own=both.own.max(), contact_phone_fresh=both.fresh.max())
    return known.mutate(
        contact_phone_own=ibis.ifelse(known.contact_phone_fresh > 0, ibis.null("float64"), known.own)
    ).drop("own")


def virtual_operator(subjects: ir.Table, _tables: Tables) -> ir.Table:
    """Whether the contact phone is a virtual operator's."""
    asked = subjects.filter(subjects.contact_phone.notnull())
    return asked.select(
        "complaint_id",
        contact_phone_virtual=asked.contact_phone.substr(0, 3).isin(VIRTUAL_OPERATOR_PREFIXES).cast("float64"),
    )


def _shared_but_at_desks(subjects: ir.Table, tables: Tables, *, by: str, name: str) -> ir.Table:
    return _shared(subjects.anti_join(desks(tables, by=by), by), tables, by=by, name=name)


def _shared(subjects: ir.Table, tables: Tables, *, by: str, name: str) -> ir.Table:
    return other_households(to_be_asked(subjects, tables), tables.once(telling_complaints), by=by, name=name)


def shared_phone(subjects: ir.Table, tables: Tables) -> ir.Table:
    """How many other households gave the same contact phone.

    A helper's of whom neither pay nor a company is known is not asked, nor a public body's, an employer's fixed line or
    a public hotline.
    """
    others = with_telephone(subjects).anti_join(tables.once(helpers_telephones), ["complaint_id", "contact_phone"])
    return _shared(others, tables, by="contact_phone", name="contact_phone_households")


def shared_email(subjects: ir.Table, tables: Tables) -> ir.Table:
    """How many other households gave the same mailbox."""
    return _shared_but_at_desks(subjects, tables, by="contact_email", name="contact_email_households")


def shared_sender(subjects: ir.Table, tables: Tables) -> ir.Table:
    """How many other households sent from the same address."""
    return _shared_but_at_desks(subjects, tables, by="sender_address", name="sender_address_households")


def shared_device(subjects: ir.Table, tables: Tables) -> ir.Table:
    """How many other households complained from the same device."""
    return _shared_but_at_desks(subjects, tables, by="device_id", name="device_households")


def shared_ip(subjects: ir.Table, tables: Tables) -> ir.Table:
    """How many other households complained from the same IP address."""
    return _shared(subjects, tables, by="ip", name="ip_households")


def own_device(subjects: ir.Table, tables: Tables) -> ir.Table:
    """Whether the customer had used the complaint's device before; unknown where no device of his is known."""
    asked = subjects.filter(subjects.device_id.notnull()).select(
        "complaint_id", "customer_id", "received_at", complaint_device="device_id"
    )
    events = tables.table("app_events").filter(lambda row: row.device_id.notnull())
    used = asked.inner_join(events.select("customer_id", "device_id", "occurred_at"), "customer_id")
    used = used.filter(used.occurred_at < used.received_at)
    return used.group_by("complaint_id").agg(device_own=(used.device_id == used.complaint_device).cast("float64").max())


def phone_change(subjects: ir.Table, tables: Tables) -> ir.Table:
    """Days from the last change of the phone on file to the complaint, where it fell in the month before."""
    changes = tables.table("customer_changes").filter(lambda row: row.field == "phone")
    joined = subjects.select("complaint_id", "customer_id", "received_at").inner_join(
        changes.select("change_id", "customer_id", "changed_at"), "customer_id"
    )
    days = days_between(joined.changed_at, joined.received_at)
    recent = joined.filter((days >= 0) & (days <= CHANGE_WINDOW_DAYS))
    return recent.group_by("complaint_id").agg(
        phone_changes_before=recent.change_id.nunique().cast("float64"),
        phone_change_days=days_between(recent.changed_at, recent.received_at).min(),
        phone_change_evidence=recent.change_id.max(),
    )


_IN_COMMON = ("customers", "representations", "requirements", "legal_senders")


def _sharing(name: str, what: str, build: Build, *, unless: str = "", also_reads: tuple[str, ...] = ()) -> FeatureGroup:
    return FeatureGroup(
        subject=Subject.COMPLAINT,
        needs=("complaints",),
        features=(
            Feature(
                name,
                f"other households whose complaints came with the same {what}; unknown where a lawful representative "
                f"brought it{unless}",
                "households",
                "when the last of those complaints was received",
            ),
        ),
        also_reads=(*_IN_COMMON, *also_reads),
        evidence=(f"{name}_evidence",),
        build=build,
    )


_DESKS = ("organisations",)
_AT_A_DESK = ", or half of those households name a public body"

GROUPS = (
    FeatureGroup(
        subject=Subject.COMPLAINT,
        needs=("customers",),
        features=(
            Feature(
                "contact_phone_own",
                "whether the contact phone stands, or once stood, on the customer's file; unknown where it was put "
                "there in the 30 days before the complaint, or later",
                "0 or 1",
                "when the complaint was received",
            ),
            Feature(
                "contact_phone_fresh",
                "whether the contact phone was put on the customer's file in the 30 days before the complaint, or "
                "later",
                "0 or 1",
                "when the number was put on file",
            ),
        ),
        also_reads=("customer_changes",),
        build=own_phone,
        needs_customer=True,
    ),
    FeatureGroup(
        subject=Subject.COMPLAINT,
        needs=("complaints",),
        features=(
            Feature(
                "contact_phone_virtual",
                "whether the contact phone has a virtual operator's prefix",
                "0 or 1",
                "when the complaint was received",
            ),
        ),
        build=virtual_operator,
    ),
    _sharing(
        "contact_phone_households",
        "contact phone",
        shared_phone,
        unless=", or it is a helper's of whom neither pay nor a company is known, a public body's, or the fixed line "
        "of an employer for whom most of them work",
        also_reads=_DESKS,
    ),
    _sharing("contact_email_households", "mailbox", shared_email, unless=_AT_A_DESK, also_reads=_DESKS),
    _sharing("sender_address_households", "sender's address", shared_sender, unless=_AT_A_DESK, also_reads=_DESKS),
    _sharing("device_households", "device", shared_device, unless=_AT_A_DESK, also_reads=_DESKS),
    _sharing("ip_households", "IP address", shared_ip),
    FeatureGroup(
        subject=Subject.COMPLAINT,
        needs=("app_events",),
        features=(
            Feature(
                "device_own",
                "whether the customer had used the complaint's device before",
                "0 or 1",
                "when the complaint was received",
            ),
        ),
        build=own_device,
        needs_customer=True,
    ),
    FeatureGroup(
        subject=Subject.COMPLAINT,
        needs=("customer_changes",),
        features=(
            Feature(
                "phone_changes_before",
                "changes of the phone on file in the 30 days before the complaint",
                "changes",
                "when the complaint was received",
                none_is_zero=True,
            ),
            Feature(
                "phone_change_days",
                "days from the last such change to the complaint",
                "days",
                "when the complaint was received",
            ),
        ),
        evidence=("phone_change_evidence",),
        build=phone_change,
        needs_customer=True,
    ),
)
