"""How many unrelated households stand behind one phone, mailbox, address or device."""

import ibis
import ibis.expr.types as ir

from mingjian.risk.features.feature import Tables


def with_household(complaints: ir.Table, tables: Tables) -> ir.Table:
    """Complaints with ``household``: all who live at one address are one.

    So families, dormitories and factories do not look like strangers who share a thing.
    """
    if not tables.knows("customers"):
        return complaints.mutate(household=ibis.coalesce(complaints.customer_id, complaints.complaint_id))
    homes = tables.table("customers").select(home_customer_id="customer_id", home="address")
    joined = complaints.left_join(homes, complaints.customer_id == homes.home_customer_id)
    return joined.mutate(household=ibis.coalesce(joined.home, joined.customer_id, joined.complaint_id)).drop(
        "home_customer_id", "home"
    )


def other_households(subjects: ir.Table, everyone: ir.Table, *, by: str, name: str) -> ir.Table:
    """For each subject with a value of ``by``: how many other households used it (``name``), and one such complaint.

    ``everyone`` has ``complaint_id``, ``household`` and ``by``, the subjects among them. The subject's own
    household is left out, so that a complaint does not testify for itself.
    """
    wanted = subjects.filter(subjects[by].notnull()).select("complaint_id", by)
    keys = wanted.select(by).distinct()
    users = everyone.semi_join(keys, by)
    counted = users.group_by(by).agg(
        households=users.household.nunique(), first_id=users.complaint_id.min(), last_id=users.complaint_id.max()
    )
    joined = wanted.inner_join(counted, by)
    other = ibis.ifelse(joined.first_id == joined.complaint_id, joined.last_id, joined.first_id)
    return joined.select(
        "complaint_id",
        **{
            name: (joined.households - 1).cast("float64"),
            f"{name}_evidence": ibis.ifelse(joined.households > 1, other, ibis.null("string")),
        },
    )
