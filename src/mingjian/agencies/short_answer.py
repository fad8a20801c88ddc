"""The consumer's short answer: may this firm act for me?"""

from mingjian.contract.vocabulary import MayAct, OrganisationKind, OrganisationStatus

__all__ = ["ENDED", "short_answer"]

_LEGAL = (OrganisationKind.LAW_FIRM, OrganisationKind.LEGAL_SERVICE_OFFICE, OrganisationKind.LEGAL_AID)
ENDED = (OrganisationStatus.SUSPENDED, OrganisationStatus.REVOKED, OrganisationStatus.DISSOLVED)


def short_answer(kind: str | None, status: str | None, *, failed: int) -> MayAct:
    """May it act: by its kind and status in the register, and how many requirements its representations failed.

    ``kind`` is None where the register does not have it.
    """
    if kind is None:
        return MayAct.MAY_NOT if failed else MayAct.UNKNOWN
    if status in [ended.value for ended in ENDED]:
        return MayAct.MAY_NOT
    if kind in [legal.value for legal in _LEGAL]:
        return MayAct.MAY if status == OrganisationStatus.ACTIVE.value and not failed else MayAct.UNKNOWN
    return MayAct.ADVICE_ONLY
