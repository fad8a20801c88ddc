"""How far a code passes the checks that its own standard offers."""

from enum import StrEnum


class Validity(StrEnum):
    """What a code's own form says of it. Only a register can say whether it was issued.

    A failed check digit asks for a look-up and proves nothing: typing errors and some genuine early codes fail it.
    """

    VALID = "valid"
    FAILS_CHECK_DIGIT = "fails_check_digit"
    IMPOSSIBLE_DATE = "impossible_date"
    UNKNOWN_REGION = "unknown_region"
    MALFORMED = "malformed"

    @property
    def well_formed(self) -> bool:
        """Whether it has the length and characters of such a code, so that its parts can be read."""
        return self is not Validity.MALFORMED
