"""What a lender may set about the reading of letters."""

from dataclasses import dataclass


@dataclass(frozen=True)
class LettersSettings:
    """Settings of the stage.

    ``smallest_family``: how many complaints make a template; two, since two letters in the same words from
    unrelated people already need a reason.
    ``licensed_lender``: whether the lender is supervised as a financial institution, which decides whether limits on
    private lending bind it (法释〔2020〕27号); None where unknown, and then such a quotation is not judged.
    """

    smallest_family: int = 2
    licensed_lender: bool | None = None
