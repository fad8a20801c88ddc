"""What consumers themselves reported, and adverts that name what a complaint uses."""

import ibis.expr.types as ir

from mingjian.risk.features.feature import Feature, FeatureGroup, Subject, Tables, days_between, moment


def own_testimony(subjects: ir.Table, tables: Tables) -> ir.Table:
    """The customer's own report of being approached by an agency, and whether he paid it."""
    rows = tables.table("testimonies")
    joined = subjects.select("complaint_id", "customer_id").inner_join(rows, "customer_id")
    return joined.group_by("complaint_id").agg(
        testimony_own=joined.testimony_id.nunique().cast("float64"),
        testimony_fee_paid=(joined.fee_yuan.fill_null(0.0) > 0).cast("float64").max(),
        testimony_evidence=joined.testimony_id.max(),
    )


def named_phone(subjects: ir.Table, tables: Tables) -> ir.Table:
    """Whether another consumer's report names the contact phone of this complaint as an agency's."""
    rows = tables.table("testimonies").select("testimony_id", "agent_phone", witness="customer_id")
    asked = subjects.filter(subjects.contact_phone.notnull()).select("complaint_id", "customer_id", "contact_phone")
    joined = asked.inner_join(rows, asked.contact_phone == rows.agent_phone)
    others = joined.filter(
        joined.witness.isnull() | joined.customer_id.isnull() | (joined.witness != joined.customer_id)
    )
    return others.group_by("complaint_id").agg(
        testimony_names_phone=others.testimony_id.nunique().cast("float64"),
        testimony_names_evidence=others.testimony_id.max(),
    )


def advertised_phone(subjects: ir.Table, tables: Tables) -> ir.Table:
    """Whether an advert for agency services gives the contact phone of this complaint."""
    rows = tables.table("solicitations").select("solicitation_id", "phone")
    asked = subjects.filter(subjects.contact_phone.notnull()).select("complaint_id", "contact_phone")
    joined = asked.inner_join(rows, asked.contact_phone == rows.phone)
    return joined.group_by("complaint_id").agg(
        advert_names_phone=joined.solicitation_id.nunique().cast("float64"),
        advert_evidence=joined.solicitation_id.max(),
    )


def customer_testimony(subjects: ir.Table, tables: Tables) -> ir.Table:
    """The customer's own reports, and how long ago the last was made."""
    rows = tables.table("testimonies").semi_join(subjects, "customer_id")
    return rows.group_by("customer_id").agg(
        testimonies=rows.testimony_id.nunique().cast("float64"),
        testimony_paid=(rows.fee_yuan.fill_null(0.0) > 0).cast("float64").max(),
        testimony_days=days_between(rows.reported_at, moment(tables.as_of)).min(),
        testimony_evidence=rows.testimony_id.max(),
    )


GROUPS = (
    FeatureGroup(
        subject=Subject.COMPLAINT,
        needs=("testimonies",),
        features=(
            Feature(
                "testimony_own",
                "the customer's own reports of being approached by an agency",
                "reports",
                "when the report was made",
                none_is_zero=True,
            ),
            Feature(
                "testimony_fee_paid",
                "whether one of them states a fee",
                "0 or 1",
                "when the report was made",
            ),
        ),
        evidence=("testimony_evidence",),
        build=own_testimony,
        needs_customer=True,
    ),
    FeatureGroup(
        subject=Subject.COMPLAINT,
        needs=("testimonies",),
        features=(
            Feature(
                "testimony_names_phone",
                "other consumers' reports that name the contact phone as an agency's",
                "reports",
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
                "adverts for agency services that give the contact phone",
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
            Feature("testimony_paid", "whether one of them states a fee", "0 or 1", "when the report was made"),
            Feature("testimony_days", "days since the last of them", "days", "when the report was made"),
        ),
        evidence=("testimony_evidence",),
        build=customer_testimony,
    ),
)
