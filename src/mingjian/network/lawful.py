"""Complaints that a lawful representative brought: what they share is the representative's, and no sign of a gang.

Who says that he is one, and whom nothing at hand contradicts or bears out, is *unverified*: what his complaints share
founds no gang, and they are found in one that stands without them.
"""

import ibis
import ibis.expr.types as ir

from mingjian.contract.vocabulary import (
    LEGAL_BODIES,
    OrganisationStatus,
    Relationship,
    Requirement,
    RequirementStatus,
    RequirementSubject,
)
from mingjian.network.tables import NetworkTables
from mingjian.standards import legal_bodies
from mingjian.standards.fees import PETTY_COSTS_YUAN

_LAWYERS = (Relationship.LAWYER.value, Relationship.LEGAL_WORKER.value)
_ACQUAINTANCES = (Relationship.FRIEND.value, Relationship.OTHER.value)
_LAWFUL, _UNVERIFIED = "lawful", "unverified"


def lawful_complaints(tables: NetworkTables) -> ir.Table:
    """``complaint_id`` of the complaints whose representative may act, as far as the registers tell.

    Lenders who keep no representations still see on the envelope who sent a letter: a firm or a legal-aid body that the
    register has is as good there.
    """
    acting = _standing(tables)
    senders = legal_senders(tables)
    represented = acting.filter(acting.standing == _LAWFUL).select("complaint_id")
    return represented.union(senders.filter(senders.registered).select("complaint_id")).distinct()


def unverified_complaints(tables: NetworkTables) -> ir.Table:
    """``complaint_id`` of those whose representative or sender may be a lawful one, and nobody can tell."""
    acting = _standing(tables)
    senders = legal_senders(tables)
    represented = acting.filter(acting.standing == _UNVERIFIED).select("complaint_id")
    claimed = represented.union(senders.filter(~senders.registered).select("complaint_id"))
    return claimed.distinct().anti_join(lawful_complaints(tables), "complaint_id")


def _standing(tables: NetworkTables) -> ir.Table:
    """``complaint_id`` and ``standing`` of each representation, by what the stage before found of its requirements.

    A licence in force in the name of who acts settles it, and so does an active law firm, legal-aid or public body of
    the register, whatever the register of lawyers at hand lacks: it is an extract, and nobody may fare worse for
    stating his licence. A licence that is another's or no longer in force excuses nobody. Where no register was
    delivered at all, a lawyer with a licence number or his firm's credit code in order is taken at his word. Where one
    was, and lacks him, or spells his name otherwise, he is unverified, unless a company stands behind him.
    """
    acting = tables.representations
    licence = _met(tables, Requirement.LICENCE_IN_FORCE, "licence_met")
    code = _met(tables, Requirement.ORGANISATION_CODE_SOUND, "code_met")
    kind = _met(tables, Requirement.ORGANISATION_KIND_FITS, "kind_met")
    for judged in (licence, code, kind, _backed(tables)):
        acting = acting.left_join(judged, "representation_id").drop("representation_id_right")
    licence_fails = ~acting.licence_met.fill_null(True)
    kind_fails = ~acting.kind_met.fill_null(True)
    lawyer = acting.relationship.isin(_LAWYERS).fill_null(True)  # who states a licence or a firm's code and no more
    licence_in_order = acting.licence_number.re_search(legal_bodies.LICENCE).fill_null(False)
    code_in_order = acting.code_met.fill_null(False) & (
        acting.organisation_uscc.re_search(legal_bodies.CREDIT_CODE).fill_null(False)
    )
    nowhere = (licence_in_order & ibis.literal(not tables.registers_known)) | (
        code_in_order & ibis.literal(not tables.organisations_known)
    )
    of_a_company = kind_fails | acting.organisation_name.re_search(legal_bodies.COMPANY_NAME).fill_null(False)
    claimed = lawyer & ~licence_fails & (licence_in_order | code_in_order)
    standing = ibis.cases(
        (acting.licence_met.fill_null(False) | (acting.backed.fill_null(False) & ~licence_fails), _LAWFUL),
        (claimed & nowhere, _LAWFUL),
        (claimed & ~of_a_company, _UNVERIFIED),
    )
    return acting.select("complaint_id", standing=standing)


def _met(tables: NetworkTables, requirement: Requirement, name: str) -> ir.Table:
    """By representation, whether a requirement is met or not; null where nobody can tell."""
    asked = _asked(tables, requirement)
    status = ibis.cases(
        (asked.status == RequirementStatus.MET.value, True), (asked.status == RequirementStatus.NOT_MET.value, False)
    )
    return asked.select(representation_id="subject_id", **{name: status})


def _asked(tables: NetworkTables, requirement: Requirement) -> ir.Table:
    return tables.requirements.filter(
        tables.requirements.subject_type == RequirementSubject.REPRESENTATION.value,
        tables.requirements.requirement == requirement.value,
    )


def _backed(tables: NetworkTables) -> ir.Table:
    """The representations behind which a legal body stands that was active in the register on the day."""
    active = _asked(tables, Requirement.ORGANISATION_ACTIVE)
    active = active.filter(active.status == RequirementStatus.MET.value)
    bodies = _of_legal_kind(tables)
    evidence = bodies.select(evidence=ibis.literal('["') + bodies.organisation_id + '"]')
    return active.semi_join(evidence, "evidence").select(representation_id="subject_id", backed=ibis.literal(True))


def agencies_representations(tables: NetworkTables) -> ir.Table:
    """``representation_id`` of those that by themselves are an agency's work.

    Somebody acts as a lawyer or legal worker for what is a company, or is paid and says himself that he is neither that
    nor kin. A friend's account shows no pay: he may pass on a refund. One such favour is no gang; three households that
    share who did it are his clients.
    """
    judged = _asked(tables, Requirement.ORGANISATION_KIND_FITS)
    judged = judged.filter(judged.status == RequirementStatus.NOT_MET.value)
    acting = tables.representations
    # A company has no costs that it asks back: whatever it takes is its fee.
    hired = (acting.fee_yuan > 0) | acting.payee_account.notnull()
    stated = acting.filter(
        ((acting.relationship == Relationship.COMPANY.value) & hired)
        | (acting.relationship.isin(_ACQUAINTANCES) & (acting.fee_yuan > PETTY_COSTS_YUAN))
    )
    return judged.select(representation_id="subject_id").union(stated.select("representation_id")).distinct()


def legal_senders(tables: NetworkTables) -> ir.Table:
    """``complaint_id`` and ``registered`` of complaints without a stated representative that a legal body sent.

    Where no register of organisations was delivered nobody can tell, and whoever calls himself so is not
    ``registered``; a sender whom a delivered register lacks is left out, like anybody else.
    """
    sent = tables.complaints.anti_join(tables.representations, "complaint_id").select("complaint_id", "sender_name")
    if tables.organisations_known:
        bodies = _of_legal_kind(tables)
        active = bodies.filter(bodies.status == OrganisationStatus.ACTIVE.value)
        named = sent.semi_join(active.select(sender_name="name"), "sender_name")
    else:
        named = sent.filter(sent.sender_name.re_search(legal_bodies.NAME).fill_null(False))
    return named.select("complaint_id", registered=ibis.literal(tables.organisations_known))


def _of_legal_kind(tables: NetworkTables) -> ir.Table:
    """Bodies of the register that may help somebody with a complaint."""
    return tables.organisations.filter(tables.organisations.kind.isin(sorted(kind.value for kind in LEGAL_BODIES)))
