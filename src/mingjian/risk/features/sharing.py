"""How many unrelated households stand behind one phone, mailbox, address or device."""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import (
    COMPANIES,
    Relationship,
    Requirement,
    RequirementStatus,
    RequirementSubject,
)
from mingjian.risk.features.feature import Tables
from mingjian.standards import legal_bodies, public_bodies
from mingjian.standards.fees import PETTY_COSTS_YUAN
from mingjian.standards.phone import HOTLINE

LAWFUL = (Relationship.LAWYER, Relationship.LEGAL_WORKER, Relationship.RELATIVE)
"""Who may act for another by profession or by kinship, where his papers are in order."""


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


def lawfully_represented(tables: Tables) -> ir.Table:
    """``complaint_id`` of the complaints that a lawyer, a legal-service worker or a relative brought.

    What these share is their helper's telephone, office and form, and no sign of an agency; so they are not asked
    with whom they share it. A helper who fails a requirement, such as standing in the register, explains nothing; a
    power of attorney that came as a copy is no failure of the helper's.
    """
    rows = tables.table("representations")
    asked = tables.table("requirements")
    failed = asked.filter(
        (asked.subject_type == str(RequirementSubject.REPRESENTATION))
        & (asked.status == str(RequirementStatus.NOT_MET))
        & (asked.requirement != str(Requirement.AUTHORISATION_HAND_SIGNED))
    ).select(representation_id="subject_id")
    lawful = rows.filter(rows.relationship.isin([str(value) for value in LAWFUL]))
    return lawful.anti_join(failed, "representation_id").select("complaint_id").distinct()


def with_telephone(complaints: ir.Table) -> ir.Table:
    """The complaints with a contact phone that is somebody's: a public hotline is everybody's, and tells of nobody."""
    phone = complaints.contact_phone
    return complaints.filter(phone.notnull(), ~phone.re_search(HOTLINE))


def with_fees(rows: ir.Table, tables: Tables) -> ir.Table:
    """Representations with ``takes_fee``: more than petty costs, or anything where a company takes it."""
    acting = companies(rows, tables).select(company_acts="representation_id").distinct()
    joined = rows.left_join(acting, rows.representation_id == acting.company_acts)
    costs = ibis.ifelse(joined.company_acts.isnull(), PETTY_COSTS_YUAN, 0)
    return joined.mutate(takes_fee=joined.fee_yuan > costs).drop("company_acts")


def companies(rows: ir.Table, tables: Tables) -> ir.Table:
    """The representations that are a company's: by the code, else by the register, else by the legal form of the name.

    Only a company may call itself one. A 工作室 or a 服务中心 may be an agency's, a social worker's or legal aid's:
    what neither code nor register tells is unknown, and speaks against nobody. What a clerk wrote down stands where the
    name is not that of a public body's or a charity's office.
    """
    register = tables.table("organisations").filter(lambda row: row.kind.notnull() & row.name.notnull())
    kinds = register.group_by(organisation_name=register.name).agg(
        registered=register.kind.isin([str(kind) for kind in COMPANIES]).min(),
        somewhere=register.kind.isin([str(kind) for kind in COMPANIES]).max(),
    )
    known = rows.left_join(kinds.filter(kinds.registered == kinds.somewhere), "organisation_name")
    code = known.organisation_uscc
    named = known.organisation_name.re_search(legal_bodies.COMPANY_NAME).fill_null(False)
    public = known.organisation_name.re_search(public_bodies.NO_COMPANY).fill_null(False)
    stated = (known.relationship == str(Relationship.COMPANY)).fill_null(False) & ~public
    company = ibis.cases(
        (code.notnull() & (code != ""), code.re_search(legal_bodies.COMPANYS_CODE)),
        (known.registered.notnull(), known.registered),
        else_=named | stated,
    )
    return known.filter(company).select(*rows.columns)


def telling(complaints: ir.Table, tables: Tables) -> ir.Table:
    """The complaints of which it tells something that another one shares a thing with them.

    Those that a lawful representative brought do not, nor those that a law firm or legal aid sent, whether the register
    has it or nobody can say.
    """
    senders = tables.table("legal_senders").select("complaint_id")
    return complaints.anti_join(tables.once(lawfully_represented).union(senders), "complaint_id")


def telling_complaints(tables: Tables) -> ir.Table:
    """Every telling complaint with its ``household``: the others among whom a complaint is asked what it shares."""
    return with_household(telling(tables.table("complaints"), tables), tables)


def to_be_asked(subjects: ir.Table, tables: Tables) -> ir.Table:
    """The complaints that are asked what they share, and whether each is ``telling`` itself.

    Who calls himself a law firm where no register can say so is asked whether he shares it with others who are telling.
    """
    senders = tables.table("legal_senders").select("registered", sender_of="complaint_id")
    sent = subjects.anti_join(tables.once(lawfully_represented), "complaint_id").left_join(
        senders, [("complaint_id", "sender_of")]
    )
    return (
        sent.filter(~sent.registered.fill_null(False))
        .mutate(telling=sent.sender_of.isnull())
        .drop("registered", "sender_of")
    )


def other_households(subjects: ir.Table, everyone: ir.Table, *, by: str, name: str) -> ir.Table:
    """For each subject with a value of ``by``: how many other households used it (``name``), and one such complaint.

    ``everyone`` has ``complaint_id``, ``household`` and ``by``, the telling ones of the ``subjects`` among them. The
    subject's own household is left out, so that a complaint does not testify for itself. Where a subject is not telling
    and nobody else shares it with him, it is unknown.
    """
    wanted = subjects.filter(subjects[by].notnull()).select("complaint_id", "telling", by)
    keys = wanted.select(by).distinct()
    users = everyone.semi_join(keys, by)
    counted = users.group_by(by).agg(
        households=users.household.nunique(), first_id=users.complaint_id.min(), last_id=users.complaint_id.max()
    )
    joined = wanted.inner_join(counted, by)
    others = joined.households - joined.telling.cast("int64")
    other = ibis.ifelse(joined.first_id == joined.complaint_id, joined.last_id, joined.first_id)
    return joined.select(
        "complaint_id",
        **{
            name: others.cast("float64"),
            f"{name}_evidence": ibis.ifelse(others > 0, other, ibis.null("string")),
        },
    )
