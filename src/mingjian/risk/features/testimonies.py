"""What consumers themselves reported, and adverts that name what a complaint uses.

What a customer reports of an agency that approached him is told of his own needs alone, and of none of his complaints:
who comes forward as a victim shall not be disbelieved for it.
"""

import ibis
import ibis.expr.types as ir

from mingjian.risk.features.campaign import identifiers
from mingjian.risk.features.feature import Feature, FeatureGroup, Subject, Tables, days_between, moment
from mingjian.risk.features.identity import own_device, own_phone
from mingjian.risk.features.sharing import lawfully_represented, with_telephone
from mingjian.standards.payments import paid


def _asked(subjects: ir.Table, tables: Tables) -> ir.Table:
    """The complaints with a contact phone that may be an agency's.

    A number that stands on the customer's own file is his, whoever had it before, and a lawful representative's is
    that representative's.
    """
    known = with_telephone(subjects)
    phones = own_phone(known, tables)
    own = phones.filter(phones.contact_phone_own == 1)
    return (
        known.anti_join(own, "complaint_id")
        .anti_join(tables.once(lawfully_represented), "complaint_id")
        .select("complaint_id", "customer_id", "contact_phone")
    )


def named_phone(subjects: ir.Table, tables: Tables) -> ir.Table:
    """How many other consumers' reports name the contact phone of this complaint as an agency's.

    Reports whose author nobody knows may all be one person's, and count as one; who wrote them may have written the
    adverts too, so only the customers among the authors bear an advert out.
    """
    rows = tables.table("testimonies").select("testimony_id", "agent_phone", witness="customer_id")
    asked = _asked(subjects, tables)
    joined = asked.inner_join(rows, asked.contact_phone == rows.agent_phone)
    others = joined.filter(
        joined.witness.isnull() | joined.customer_id.isnull() | (joined.witness != joined.customer_id)
    )
    return others.group_by("complaint_id").agg(
        testimony_names_phone=others.witness.fill_null("").nunique().cast("float64"),
        testimony_names_phone_signed=others.witness.nunique().cast("float64"),
        testimony_names_evidence=others.testimony_id.max(),
    )


def advertised_phone(subjects: ir.Table, tables: Tables) -> ir.Table:
    """Whether an advert for agency services gives the contact phone of this complaint."""
    adverts = tables.table("solicitations")
    # Who reported an advert is not told: it may be the customer whose own report would bear it out.
    collected = adverts.filter(~adverts.reported_by_consumer.fill_null(False))
    rows = collected.select("solicitation_id", "phone")
    asked = _asked(subjects, tables)
    joined = asked.inner_join(rows, asked.contact_phone == rows.phone)
    return joined.group_by("complaint_id").agg(
        advert_names_phone=joined.solicitation_id.nunique().cast("float64"),
        advert_evidence=joined.solicitation_id.max(),
    )


def told_of_paying(tables: Tables) -> ir.Table:
    """The reports of customers of an agency that they had paid: each has turned from it, and to the lender."""
    reports = tables.table("testimonies").filter(lambda row: row.customer_id.notnull())
    return reports.filter(paid(reports))


def set_aside(tables: Tables) -> ir.Table:
    """The complaints in a customer's name that tell nothing of who acts through him since he reported an agency.

    What came before he first reported one that he had paid: an agency may well be behind it, and it would hold it
    against him for good that he was its client. And what came ``since`` with the marks of that agency and neither his
    telephone nor his device: letters take days through 12378 and 12345, and it still has his papers, so this may be
    against his will. Whoever goes back to one shows it by what he files himself, or by the marks of another. A second
    report sets nothing more aside than what bears the telephone that it names.
    """
    reports = tables.once(told_of_paying)
    first = reports.group_by("customer_id").agg(told_at=reports.reported_at.min())
    complaints = tables.table("complaints").inner_join(first, "customer_id")
    before = complaints.filter(complaints.received_at < complaints.told_at)
    later = complaints.filter(complaints.received_at >= complaints.told_at)
    named = reports.filter(reports.agent_phone.notnull()).select(
        "customer_id", identifier=ibis.literal("contact_phone ") + reports.agent_phone
    )
    marks = _marks(before, tables).select("customer_id", "identifier").union(named)
    bearing = later.semi_join(_marks(later, tables).semi_join(marks, ["customer_id", "identifier"]), "complaint_id")
    phones, devices = own_phone(later, tables), own_device(later, tables)
    himself = (
        phones.filter(phones.contact_phone_own == 1)
        .select("complaint_id")
        .union(devices.filter(devices.device_own == 1).select("complaint_id"))
    )
    since = bearing.anti_join(himself, "complaint_id")
    return ibis.union(
        *(
            rows.select("complaint_id", "customer_id", "told_at", since=ibis.literal(told))
            for rows, told in ((before, 0.0), (since, 1.0))
        )
    )


WITH_MARKS = ("app_events", "customers", "customer_changes", "letters", "representations")
"""What ``set_aside`` reads besides reports and complaints, and does without."""


def _marks(complaints: ir.Table, tables: Tables) -> ir.Table:
    """What whoever files for another leaves on a complaint: telephone, mailbox, address, device, letter, helper.

    A public hotline is everybody's, and no mark.
    """
    of_somebody = with_telephone(complaints).select("complaint_id", somebody=ibis.literal(True))
    known = complaints.left_join(of_somebody, "complaint_id").drop("complaint_id_right")
    known = known.mutate(contact_phone=ibis.ifelse(known.somebody, known.contact_phone, ibis.null("string")))
    customers = complaints.select("complaint_id", "customer_id")
    letters, helpers = (
        tables.table(name).filter(lambda row, key=key: row[key].notnull()).inner_join(customers, "complaint_id")
        for name, key in (("letters", "template_id"), ("representations", "representative_phone"))
    )
    return ibis.union(
        identifiers(known, "customer_id"),
        letters.select("complaint_id", "customer_id", identifier=ibis.literal("letter ") + letters.template_id),
        helpers.select(
            "complaint_id", "customer_id", identifier=ibis.literal("contact_phone ") + helpers.representative_phone
        ),
    )


def client_who_left(subjects: ir.Table, tables: Tables) -> ir.Table:
    """How many complaints in his name are set aside, of before his report and since, and when he made it."""
    rows = tables.once(set_aside).semi_join(subjects, "customer_id")
    return rows.group_by("customer_id").agg(
        complaints_set_aside=(1 - rows.since).sum(),
        complaints_against_his_will=rows.since.sum(),
        told_of_paying_days=days_between(rows.told_at.max(), moment(tables.as_of)),
    )


def customer_testimony(subjects: ir.Table, tables: Tables) -> ir.Table:
    """The customer's own reports, and how long ago the last was made."""
    rows = tables.table("testimonies").semi_join(subjects, "customer_id")
    return rows.group_by("customer_id").agg(
        testimonies=rows.testimony_id.nunique().cast("float64"),
        testimony_paid=paid(rows).cast("float64").max(),
        testimony_days=days_between(rows.reported_at, moment(tables.as_of)).min(),
        testimony_evidence=rows.testimony_id.max(),
    )


GROUPS = (
    FeatureGroup(
        subject=Subject.COMPLAINT,
        needs=("testimonies",),
        features=(
            Feature(
                "testimony_names_phone",
                "other consumers whose reports name the contact phone as an agency's, those that nobody knows counted "
                "as one; none where the number stands on the customer's own file or a lawful representative brought it",
                "consumers",
                "when the report was made",
                none_is_zero=True,
            ),
            Feature(
                "testimony_names_phone_signed",
                "those of them who are customers of the lender",
                "consumers",
                "when the report was made",
                none_is_zero=True,
            ),
        ),
        evidence=("testimony_names_evidence",),
        also_reads=("customers", "customer_changes", "representations", "requirements"),
        build=named_phone,
    ),
    FeatureGroup(
        subject=Subject.COMPLAINT,
        needs=("solicitations",),
        features=(
            Feature(
                "advert_names_phone",
                "adverts for agency services that the lender found and that give the contact phone, likewise",
                "adverts",
                "when the advert was published",
                none_is_zero=True,
            ),
        ),
        evidence=("advert_evidence",),
        also_reads=("customers", "customer_changes", "representations", "requirements"),
        build=advertised_phone,
    ),
    FeatureGroup(
        subject=Subject.CUSTOMER,
        needs=("testimonies",),
        features=(
            Feature(
                "testimonies",
                "the customer's own reports of being approached by an agency",
                "reports",
                "when the report was made",
                none_is_zero=True,
            ),
            Feature(
                "testimony_paid", "whether he paid a fee that one of them states", "0 or 1", "when the report was made"
            ),
            Feature("testimony_days", "days since the last of them", "days", "when the report was made"),
        ),
        evidence=("testimony_evidence",),
        build=customer_testimony,
    ),
    FeatureGroup(
        subject=Subject.CUSTOMER,
        needs=("testimonies", "complaints"),
        features=(
            Feature(
                "complaints_set_aside",
                "complaints in his name that came before he first reported an agency that he had paid",
                "complaints",
                "when the report was made",
                none_is_zero=True,
            ),
            Feature(
                "complaints_against_his_will",
                "complaints since then with that agency's telephone, mailbox, address, device, letter or helper, "
                "and neither the customer's own telephone nor his device",
                "complaints",
                "when the complaint was received",
                none_is_zero=True,
            ),
            Feature(
                "told_of_paying_days",
                "days since that report, the first of several, where there are such complaints",
                "days",
                "when the report was made",
            ),
        ),
        also_reads=WITH_MARKS,
        build=client_who_left,
    ),
)
