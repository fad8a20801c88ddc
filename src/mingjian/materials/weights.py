"""How much each finding speaks for forgery: weights of evidence in natural log-odds, written down before any label.

A weight is the logarithm of how many times likelier the finding is for a forged document than for a genuine one. With
labels these are learnt; until then each stands with its ground. What was not examined weighs nothing.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from mingjian.contract.reasons import Value

REASONS: Mapping[str, str] = {
    "issuer_denied": "document_denied_by_issuer",
    "issuer_no_record": "document_unknown_to_issuer",
    "issuer_not_active": "document_issuer_not_active",
    "file_reused": "document_file_reused",
}
"""Findings that speak for forgery, and the code of the reason that says so."""

MERITS: Mapping[str, str] = {
    "issuer_confirmed": "document_confirmed_by_issuer",
    "file_reuse_lawful": "document_reuse_lawful",
}
"""Findings that speak for the consumer, and the code of the merit."""

_FIXED: Mapping[str, float] = {
    # An issuer that denies is nearly always right; what remains is an office that looked in the wrong book.
    "issuer_denied": 6.0,
    # Archives are incomplete and names mistyped: about three times likelier for a forged document.
    "issuer_no_record": 1.1,
    # Genuine papers of a closed clinic exist; dens also take names from outdated lists: about twice as likely.
    "issuer_not_active": 0.7,
    # A forged confirmation is possible (a false telephone number on the paper), so not certainty either.
    "issuer_confirmed": -6.0,
    "file_reuse_lawful": 0.0,
}


@dataclass(frozen=True)
class Evidence:
    """One finding of a document, with what its sentence is rendered from."""

    check: str
    outcome: str
    values: Mapping[str, Value]
    sources: tuple[str, ...]


def weight(evidence: Evidence) -> float:
    """The finding's log-odds for forgery; 0 for what says nothing."""
    if evidence.check == "file_reused":
        return _reuse(evidence.values.get("households"))
    return _FIXED.get(evidence.check, 0.0)


def _reuse(households: Value) -> float:
    """A family that lives apart may share one paper; six times likelier a den's for two, doubling with the number."""
    count = households if isinstance(households, int) else 2
    return min(4.5, 1.8 + math.log(max(count, 2) / 2))
