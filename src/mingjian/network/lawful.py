"""Complaints that a lawful representative brought: what they share is the representative's, and no sign of a gang.

Who merely calls himself one where no register was delivered is *unverified*: what his complaints share founds no gang,
and they are found in one that stands without them.
"""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import (
    LEGAL_BODIES,
    OrganisationStatus,
    PractitionerStatus,
    Relationship,
    Requirement,
    RequirementStatus,
    RequirementSubject,
)
from mingjian.network.tables import NetworkTables
from mingjian.standards import legal_bodies
from mingjian.standards.credit_code import ALPHABET

_LAWYERS = (Relationship.LAWYER.value, Relationship.LEGAL_WORKER.value)
_ACQUAINTANCES = (Relationship.FRIEND.value, Relationship.OTHER.value)


def lawful_complaints(tables: NetworkTables) -> ir.Table:
    """``complaint_id`` of the complaints whose representative may act, as far as the registers tell.

    An active licence whose holder has the representative's name settles it. Without a licence, an active law firm,
    legal-aid or public body in the register does. Where no such register was delivered, a lawyer with a licence number
    or his firm's credit code in order is taken at his word: unknown raises no suspicion. Lenders who keep no
    representations still see on the envelope who sent a letter: a firm or a legal-aid body that the register has is as
    good there.
    """
    representations = tables.representations
    practitioners = tables.practitioners.select(
        "licence_number", holder=tables.practitioners.full_name, practitioner_status=tables.practitioners.status
    )
    licensed = representations.left_join(practitioners, "licence_number").drop("licence_number_right")
    organisations = _in_register(tables)
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
    lawyer = known.relationship.isin(_LAWYERS).fill_null(False)
    licence_in_order = ibis.literal(not tables.registers_known) & known.licence_number.re_search(
        legal_bodies.LICENCE
    ).fill_null(False)
    code_in_order = (
        ibis.literal(not tables.organisations_known)
        & known.licence_number.isnull()
        & _legal_credit_code(known.organisation_uscc)
    )
    at_his_word = lawyer & (licence_in_order | code_in_order)
    represented = known.filter(active | registered | at_his_word).select("complaint_id")
    senders = legal_senders(tables)
    return represented.union(senders.filter(senders.registered).select("complaint_id")).distinct()


def agencies_representations(tables: NetworkTables) -> ir.Table:
    """``representation_id`` of those that by themselves are an agency's work.

    Somebody acts as a lawyer or legal worker for what is a company, or is paid and says himself that he is neither that
    nor kin. A friend's account shows no pay: he may pass on a refund. One such favour is no gang; three households that
    share who did it are his clients.
    """
    judged = tables.requirements.filter(
        tables.requirements.subject_type == RequirementSubject.REPRESENTATION.value,
        tables.requirements.requirement == Requirement.ORGANISATION_KIND_FITS.value,
        tables.requirements.status == RequirementStatus.NOT_MET.value,
    )
    acting = tables.representations
    paid = acting.fee_yuan > 0
    stated = acting.filter(
        ((acting.relationship == Relationship.COMPANY.value) & (paid | acting.payee_account.notnull()))
        | (acting.relationship.isin(_ACQUAINTANCES) & paid)
    )
    return judged.select(representation_id="subject_id").union(stated.select("representation_id")).distinct()


def legal_senders(tables: NetworkTables) -> ir.Table:
    """``complaint_id`` and ``registered`` of complaints without a stated representative that a legal body sent.

    Where no register of organisations was delivered nobody can tell, and whoever calls himself so is not
    ``registered``; a sender whom a delivered register lacks is left out, like anybody else.
    """
    sent = tables.complaints.anti_join(tables.representations, "complaint_id").select("complaint_id", "sender_name")
    if tables.organisations_known:
        named = sent.semi_join(_in_register(tables).select(sender_name="name"), "sender_name")
    else:
        named = sent.filter(sent.sender_name.re_search(legal_bodies.NAME).fill_null(False))
    return named.select("complaint_id", registered=ibis.literal(tables.organisations_known))


def _in_register(tables: NetworkTables) -> ir.Table:
    """Bodies of the register that may help somebody with a complaint."""
    organisations = tables.organisations
    return organisations.filter(
        organisations.status == OrganisationStatus.ACTIVE.value,
        organisations.kind.isin(sorted(kind.value for kind in LEGAL_BODIES)),
    )


def _legal_credit_code(code: ir.StringColumn) -> ir.BooleanValue:
    """Whether it is a law firm's or legal service office's credit code whose check holds."""
    signs = ibis.literal(ALPHABET)
    total = sum((signs.find(code.substr(place, 1)) * pow(3, place, 31) for place in range(17)), ibis.literal(0))
    check = signs.substr((31 - total % 31) % 31, 1)
    return (code.re_search(legal_bodies.CREDIT_CODE) & (code.substr(17, 1) == check)).fill_null(False)
