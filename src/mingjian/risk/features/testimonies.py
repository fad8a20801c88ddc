"""What consumers themselves reported, and adverts that name what a complaint uses.

What a customer reports of an agency that approached him is told of his own needs alone, and of none of his complaints:
who comes forward as a victim shall not be disbelieved for it.
"""

import ibis.expr.types as ir

from mingjian.risk.features.feature import Feature, FeatureGroup, Subject, Tables, days_between, moment
from mingjian.risk.features.identity import own_phone
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
    """Who reported an agency that he had paid, and when he last did: he has turned from it, and to the lender."""
    reports = tables.table("testimonies").filter(lambda row: row.customer_id.notnull())
    return reports.filter(paid(reports)).group_by("customer_id").agg(told_at=lambda row: row.reported_at.max())


def set_aside(tables: Tables) -> ir.Table:
    """The complaints in a customer's name of before he reported the agency that he had paid.

    An agency may well be behind them. They tell nothing of who acts through him since, and would hold it against him
    for good that he was its client: whoever goes back to one shows it by what is complained of later.
    """
    complaints = tables.table("complaints").inner_join(told_of_paying(tables), "customer_id")
    before = complaints.filter(complaints.received_at < complaints.told_at)
    return before.select("complaint_id", "customer_id", "told_at")


def client_who_left(subjects: ir.Table, tables: Tables) -> ir.Table:
    """How many complaints in his name are set aside, and since when."""
    rows = tables.once(set_aside).semi_join(subjects, "customer_id")
    return rows.group_by("customer_id").agg(
        complaints_set_aside=rows.complaint_id.nunique().cast("float64"),
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
                "complaints in his name that came before he reported an agency that he had paid",
                "complaints",
                "when the report was made",
                none_is_zero=True,
            ),
            Feature(
                "told_of_paying_days",
                "days since that report, the last of several, where there are such complaints",
                "days",
                "when the report was made",
            ),
        ),
        build=client_who_left,
    ),
)
