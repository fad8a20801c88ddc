"""What the customer's other complaints of the same weeks show and this one does not.

An agency files for its client on several channels at once. One of the letters may come from its desk, another pass
through a clerk's hands who writes it anew and notes the client's own telephone. So what ties the first to other people
is told of the second as well; it is not who wrote the second, and counts as one kind of evidence at most.
"""

import ibis
import ibis.expr.types as ir

from mingjian.risk.features.feature import Feature, FeatureGroup, Subject, Tables, days_between
from mingjian.risk.features.helpers import helpers_telephones
from mingjian.risk.features.identity import own_device, own_phone
from mingjian.risk.features.representation import representative
from mingjian.risk.features.sharing import (
    other_households,
    telling_complaints,
    to_be_asked,
    with_telephone,
)

CAMPAIGN_DAYS = 60
"""An agency's complaints for one client follow each other within weeks."""

_FIRM = r"(?:^|[^收们贵])(?:机构|公司)"
"""Not the collector's, and not whoever is addressed."""
_AGENCY = rf"(?:中介|代理|反催收|他们|人家|那人|别人|{_FIRM})"
_NOT_HIMSELF = r"(?:[给帮替为在着]我|[^。！？\n我俺本要想])"
"""Between his name and what another wrote in it he does not begin to speak of himself: then it is he who complains."""
DISAVOWED = (
    r"(?:之前|以前|上次|上回|先前|前面|前几天|前阵子)[^。！？\n]{0,20}(?:投诉|举报|信)[^。！？\n]{0,10}"
    r"(?:不是|并非|非)(?:我|俺|本人)(?:自己|本人)?(?:写|提|投|弄|发|寄|操作|的?意思|意愿)"
    rf"|{_AGENCY}[^。！？\n]{{0,8}}(?:拿|用|借)(?:我|俺|本人)的?(?:手机|号|身份|账号|名义|名字){_NOT_HIMSELF}{{0,10}}"
    r"(?:投诉|写|提交|弄|发|寄|操作)"
    rf"|(?:之前|以前|曾|先前|前面)经?(?:找|托|委托|听信|听|信)(?:过|了)?[^。！？\n]{{0,8}}{_AGENCY}[^。！？\n]{{0,24}}"
    r"(?:被骗|上当|骗了|骗钱|后悔|不找了|退了|断了|跑了)"
)
"""Whoever says that another wrote the complaint before, or that he was an agency's client and is no more."""

IDENTIFIERS = ("contact_phone", "contact_email", "sender_address", "device_id")


def _pairs(subjects: ir.Table, tables: Tables) -> ir.Table:
    """``complaint_id`` of each subject with ``other_id`` of every other complaint of its customer in the same weeks.

    Nothing is told of who writes that the other one was not his.
    """
    subjects = subjects.filter(~subjects.text.re_search(DISAVOWED).fill_null(False))
    everyone = tables.table("complaints").select("customer_id", other_id="complaint_id", other_at="received_at")
    joined = subjects.select("complaint_id", "customer_id", "received_at").inner_join(everyone, "customer_id")
    near = days_between(joined.other_at, joined.received_at).abs() <= CAMPAIGN_DAYS
    return joined.filter(joined.other_id != joined.complaint_id, near).select("complaint_id", "other_id")


def _others(pairs: ir.Table, tables: Tables) -> ir.Table:
    """The rows of the other complaints."""
    complaints = tables.table("complaints")
    return complaints.semi_join(pairs, complaints.complaint_id == pairs.other_id)


def identifiers(complaints: ir.Table, *kept: str) -> ir.Table:
    """One row for each telephone, mailbox, sender's address and device: ``complaint_id``, ``kept``, ``identifier``."""
    return ibis.union(
        *(
            complaints.filter(complaints[name].notnull()).select(
                "complaint_id", *kept, identifier=ibis.literal(f"{name} ") + complaints[name]
            )
            for name in IDENTIFIERS
        )
    )


def shared_elsewhere(subjects: ir.Table, tables: Tables) -> ir.Table:
    """How many other households share what another complaint came with, and neither the customer's own nor this one's.

    Another complaint that a lawful representative brought is not asked, nor a public hotline, nor the telephone of a
    helper of whom neither pay nor a company is known.
    """
    pairs = _pairs(subjects, tables)
    others = _others(pairs, tables)
    asked = to_be_asked(others, tables)
    phones, devices = own_phone(others, tables), own_device(others, tables)
    helped = others.semi_join(tables.once(helpers_telephones), ["complaint_id", "contact_phone"])
    of_everybody = others.anti_join(with_telephone(others), "complaint_id")
    explained = ibis.union(
        of_everybody.select("complaint_id", field=ibis.literal("contact_phone")),
        phones.filter(phones.contact_phone_own == 1).select("complaint_id", field=ibis.literal("contact_phone")),
        helped.select("complaint_id", field=ibis.literal("contact_phone")),
        devices.filter(devices.device_own == 1).select("complaint_id", field=ibis.literal("device_id")),
    )
    brought = identifiers(asked, "telling").rename(other_id="complaint_id")
    brought = brought.anti_join(
        explained,
        (brought.other_id == explained.complaint_id) & brought.identifier.startswith(explained.field + " "),
    )
    named = pairs.inner_join(brought, "other_id").select("complaint_id", "telling", "identifier").distinct()
    named = named.anti_join(identifiers(subjects), ["complaint_id", "identifier"])
    everyone = identifiers(tables.once(telling_complaints), "household")
    counted = other_households(named, everyone, by="identifier", name="elsewhere_households")
    return counted.group_by("complaint_id").agg(
        elsewhere_households=counted.elsewhere_households.max(),
        elsewhere_evidence=counted.elsewhere_households_evidence.max(),
    )


def represented_elsewhere(subjects: ir.Table, tables: Tables) -> ir.Table:
    """Whether another complaint was brought by a paid outsider, and this one by nobody."""
    pairs = _pairs(subjects, tables).anti_join(tables.table("representations"), "complaint_id")
    brought = representative(_others(pairs, tables), tables).rename(other_id="complaint_id")
    joined = pairs.inner_join(brought.filter(brought.representative_paid_outsider == 1), "other_id")
    return joined.group_by("complaint_id").agg(
        elsewhere_paid_outsider=joined.representative_paid_outsider.max(),
        elsewhere_representative_evidence=joined.representative_evidence.max(),
    )


GROUPS = (
    FeatureGroup(
        subject=Subject.COMPLAINT,
        needs=("complaints", "customers"),
        features=(
            Feature(
                "elsewhere_households",
                "most other households who share a telephone, mailbox, sender's address or device with another "
                "complaint of the customer within 60 days, if it is neither the customer's own nor this complaint's; "
                "what a lawful representative brought and the telephone of a helper "
                "of whom neither pay nor a company is known are left out",
                "households",
                "when the last of those complaints was received",
                none_is_zero=True,
            ),
        ),
        evidence=("elsewhere_evidence",),
        also_reads=(
            "app_events",
            "customer_changes",
            "representations",
            "requirements",
            "organisations",
            "legal_senders",
        ),
        build=shared_elsewhere,
        needs_customer=True,
    ),
    FeatureGroup(
        subject=Subject.COMPLAINT,
        needs=("complaints", "representations"),
        features=(
            Feature(
                "elsewhere_paid_outsider",
                "whether another complaint of the customer within 60 days was brought by someone who takes a fee and "
                "is neither lawyer nor relative, and this one by nobody",
                "0 or 1",
                "when the other complaint was received",
                none_is_zero=True,
            ),
        ),
        evidence=("elsewhere_representative_evidence",),
        also_reads=("organisations",),
        build=represented_elsewhere,
        needs_customer=True,
    ),
)
