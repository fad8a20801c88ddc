"""What may be set about documents."""

import math
from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge


@dataclass(frozen=True)
class MaterialsSettings:
    """The weights of evidence stand in ``weights.py``, each with its source; here is what a lender knows better."""

    prior_forgery: float = 0.05
    """Share of forged documents among those submitted, before anything is known of one. No public figure exists; a
    lender sets its own share of documents that their issuers denied. It shifts every probability alike."""
    review_from: float = 0.1
    """From this probability of forgery on a person is asked to look, even where no single finding asks for it."""
    pages_examined: Annotated[int, Ge(2)] = 8
    """So many pages of one file that are pictures (scans, photos) are read and examined, half of them first and half
    last ones; each costs five to eight seconds of processor time, so that a file stays within a minute. Pages that
    carry their text are all examined. Of a file with more it is said that it was examined in part, and it never counts
    as genuine by that. Once this is raised, the next run examines more of it."""

    @property
    def prior_log_odds(self) -> float:
        """The share as the weights are added to it."""
        return math.log(self.prior_forgery / (1 - self.prior_forgery))
