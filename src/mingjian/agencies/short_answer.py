"""The consumer's short answer: may this firm act for me?"""

from mingjian.contract.vocabulary import MayAct, OrganisationKind, OrganisationStatus

__all__ = ["ENDED", "PUBLIC", "short_answer"]

_LEGAL = (OrganisationKind.LAW_FIRM, OrganisationKind.LEGAL_SERVICE_OFFICE, OrganisationKind.LEGAL_AID)
PUBLIC = (OrganisationKind.COMMUNITY, OrganisationKind.GOVERNMENT, OrganisationKind.HOSPITAL)
"""No firm of lawyers and no company: such a body may recommend somebody who helps without a fee."""
ENDED = (OrganisationStatus.SUSPENDED, OrganisationStatus.REVOKED, OrganisationStatus.DISSOLVED)


def short_answer(kind: str | None, status: str | None, *, posed: bool) -> MayAct:
    """May it act: by its kind and status in the register, and whether it acted as what it is not.

    ``kind`` is None where the register does not have it. A law firm is judged by the register alone: what others did in
    its name is not its doing.
    """
    if kind is None:
        return MayAct.MAY_NOT if posed else MayAct.UNKNOWN
    if status in [ended.value for ended in ENDED]:
        return MayAct.MAY_NOT
    if kind in [legal.value for legal in _LEGAL]:
        return MayAct.MAY if status == OrganisationStatus.ACTIVE.value else MayAct.UNKNOWN
    if posed:
        return MayAct.MAY_NOT
    return MayAct.UNKNOWN if kind in [public.value for public in PUBLIC] else MayAct.ADVICE_ONLY
