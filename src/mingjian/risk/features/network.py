"""What a gang's other members say of one of them; what its own letter and phone say is counted elsewhere."""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import EntityType
from mingjian.risk.features.feature import Feature, FeatureGroup, Subject, Tables

FRESH = (EntityType.ACCOUNT, EntityType.SEAL, EntityType.SOLICITATION)
"""Links that no other feature measures: who is paid, pasted seals and adverts.

Letters, telephones, mailboxes, devices and places are counted under letters and identity. A person, a firm, a
licence and a WeChat id come with a helper's telephone, and who writes for ten neighbours posts the ten letters on one
walk: they are the same helper once more.
"""

LEAST_OTHER_CUSTOMERS = 2


def _memberships(subjects: ir.Table, tables: Tables, entity_type: EntityType) -> ir.Table:
    """The strongest membership of each subject in a gang that stands without it, and how it is held there."""
    key = f"{entity_type}_id"
    members = tables.table("gang_members").filter(lambda row: row.entity_type == str(entity_type))
    members = members.semi_join(subjects, members.entity_id == subjects[key]).select(
        "gang_id", "strength", subject_id="entity_id"
    )
    gangs = tables.table("gangs").select("gang_id", "customers")
    joined = members.inner_join(gangs, "gang_id").filter(lambda row: row.customers - 1 >= LEAST_OTHER_CUSTOMERS)
    paths = tables.table("membership_paths").filter(lambda row: row.entity_type == str(entity_type))
    fresh = ibis.or_(*(paths.path.contains(f'"{kind}"') for kind in FRESH))
    held = paths.group_by(paths.gang_id, subject_id=paths.entity_id).agg(fresh_paths=fresh.cast("int64").sum())
    return joined.left_join(held, ["gang_id", "subject_id"]).select(
        "subject_id", "gang_id", "strength", "customers", fresh_paths=lambda row: row.fresh_paths.fill_null(0)
    )


def _strongest(memberships: ir.Table, key: str, *kept: str) -> ir.Table:
    ranked = memberships.mutate(
        rank__=ibis.row_number().over(
            ibis.window(
                group_by="subject_id", order_by=[ibis.desc("strength"), ibis.desc("fresh_paths"), ibis.asc("gang_id")]
            )
        )
    )
    top = ranked.filter(ranked.rank__ == 0)
    return top.select(
        gang_strength=top.strength.cast("float64"),
        gang_other_customers=(top.customers - 1).cast("float64"),
        gang_fresh_paths=top.fresh_paths.cast("float64"),
        gang_id=top.gang_id,
        **{name: top[name].cast("float64") for name in kept},
        **{key: top.subject_id},
    )


def complaint_memberships(subjects: ir.Table, tables: Tables) -> ir.Table:
    """The gang that a complaint, or else its customer, belongs to."""
    direct = _memberships(subjects, tables, EntityType.COMPLAINT).mutate(gang_through_customer=ibis.literal(False))
    customers = subjects.filter(subjects.customer_id.notnull()).select("customer_id").distinct()
    through = _memberships(customers, tables, EntityType.CUSTOMER).rename(customer_id="subject_id")
    owned = subjects.select("complaint_id", "customer_id").inner_join(through, "customer_id")
    owned = owned.anti_join(direct, owned.complaint_id == direct.subject_id)
    owned = owned.mutate(subject_id=owned.complaint_id, gang_through_customer=ibis.literal(True))
    columns = ("subject_id", "gang_id", "strength", "customers", "fresh_paths", "gang_through_customer")
    both = direct.select(*columns).union(owned.select(*columns))
    return _strongest(both, "complaint_id", "gang_through_customer")


def customer_memberships(subjects: ir.Table, tables: Tables) -> ir.Table:
    """The gang that a customer belongs to."""
    return _strongest(_memberships(subjects, tables, EntityType.CUSTOMER), "customer_id")


_FEATURES = (
    Feature(
        "gang_strength",
        "how firmly it belongs to a gang that has at least two other customers",
        "strength in [0, 1]",
        "when the last of the gang's links was seen",
        none_is_zero=True,
    ),
    Feature(
        "gang_other_customers",
        "other customers of that gang",
        "customers",
        "when the last of them was seen",
        none_is_zero=True,
    ),
    Feature(
        "gang_fresh_paths",
        "paths that hold it there over links that no other feature counts and no helper leaves: payee account, "
        "pasted seal, advert",
        "paths",
        "when the path's last link was seen",
        none_is_zero=True,
    ),
)

GROUPS = (
    FeatureGroup(
        subject=Subject.COMPLAINT,
        needs=("gangs", "gang_members"),
        features=(
            *_FEATURES,
            Feature(
                "gang_through_customer",
                "whether the customer belongs to that gang, and the complaint itself does not",
                "0 or 1",
                "when the last of the gang's links was seen",
                none_is_zero=True,
            ),
        ),
        evidence=("gang_id",),
        also_reads=("membership_paths",),
        build=complaint_memberships,
    ),
    FeatureGroup(
        subject=Subject.CUSTOMER,
        needs=("gangs", "gang_members"),
        features=_FEATURES,
        evidence=("gang_id",),
        also_reads=("membership_paths",),
        build=customer_memberships,
    ),
)
