"""Complaints that a lawful representative brought: what they share is the representative's, and no sign of a gang."""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import OrganisationKind, OrganisationStatus, PractitionerStatus, Relationship
from mingjian.network.tables import NetworkTables

_LEGAL = (
    OrganisationKind.LAW_FIRM.value,
    OrganisationKind.LEGAL_SERVICE_OFFICE.value,
    OrganisationKind.LEGAL_AID.value,
    OrganisationKind.GOVERNMENT.value,
    OrganisationKind.COMMUNITY.value,
)

_WELL_FORMED = r"^1\d{16}$|^\d{12}$"
"""律师执业证号: 17 digits beginning with 1, or the older 12."""

_LEGAL_NAME = r"(律师事务所|法律服务所|法律援助中心|法律援助工作站)$"


def lawful_complaints(tables: NetworkTables) -> ir.Table:
    """``complaint_id`` of the complaints whose representative may act, as far as the registers tell.

    An active licence whose holder has the representative's name settles it. Without a licence, an active law firm,
    legal-aid or public body in the register does. Where no register of lawyers was delivered, a lawyer with a
    well-formed licence number is taken at his word: unknown raises no suspicion. Lenders who keep no representations
    still see on the envelope who sent a letter: a firm or a legal-aid body that the register has is as good there.
    """
    representations = tables.representations
    practitioners = tables.practitioners.select(
        "licence_number", holder=tables.practitioners.full_name, practitioner_status=tables.practitioners.status
    )
    licensed = representations.left_join(practitioners, "licence_number").drop("licence_number_right")
    organisations = tables.organisations.filter(
        tables.organisations.status == OrganisationStatus.ACTIVE.value, tables.organisations.kind.isin(_LEGAL)
    )
    by_code = organisations.filter(organisations.uscc.notnull()).select(organisation_uscc="uscc").distinct()
    by_name = organisations.select(organisation_name="name").distinct()
    coded = licensed.left_join(by_code.mutate(code_known=ibis.literal(True)), "organisation_uscc").drop(
        "organisation_uscc_right"
    )
    known = coded.left_join(by_name.mutate(name_known=ibis.literal(True)), "organisation_name").drop(
        "organisation_name_right"
    )
    active = (known.practitioner_status == PractitionerStatus.ACTIVE.value).fill_null(False) & (
        known.holder.isnull() | known.representative_name.isnull() | (known.holder == known.representative_name)
    )
    registered = (
        known.code_known.fill_null(False) | (known.organisation_uscc.isnull() & known.name_known.fill_null(False))
    ) & known.licence_number.isnull()
    lawyer = known.relationship.isin((Relationship.LAWYER.value, Relationship.LEGAL_WORKER.value)).fill_null(False)
    at_his_word = (
        ibis.literal(not tables.registers_known)
        & lawyer
        & known.licence_number.re_search(_WELL_FORMED).fill_null(False)
    )
    represented = known.filter(active | registered | at_his_word).select("complaint_id")
    return represented.union(_sent_by_legal_bodies(tables, by_name)).distinct()


def _sent_by_legal_bodies(tables: NetworkTables, registered: ir.Table) -> ir.Table:
    """Complaints without a stated representative that a law firm or legal-aid body sent.

    Where no register of organisations was delivered, the name decides: the law keeps these words for them.
    """
    sent = tables.complaints.anti_join(tables.representations, "complaint_id").select(
        "complaint_id", organisation_name="sender_name"
    )
    if not tables.organisations_known:
        return sent.filter(sent.organisation_name.re_search(_LEGAL_NAME).fill_null(False)).select("complaint_id")
    return sent.semi_join(registered, "organisation_name").select("complaint_id")
